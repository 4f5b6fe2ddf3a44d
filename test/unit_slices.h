/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* unit_slices.h — a temporary database with the tables of all slices, empty, and a new key. */
#ifndef GUYUB_TEST_UNIT_SLICES_H
#define GUYUB_TEST_UNIT_SLICES_H

#include "unit.h"

/* NULL when the engine is not to be had here; the test then counts as skipped. */
struct cx *unit_slices_cx(enum store_kind);

#endif
