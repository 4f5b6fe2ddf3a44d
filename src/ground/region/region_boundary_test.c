/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* region_boundary_test.c */
#include "ground/region/region_boundary.h"
