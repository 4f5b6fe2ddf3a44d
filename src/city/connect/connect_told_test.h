/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_told_test.h — faults as one text, for tables of cases: "code@where code?@where", with a
 * question mark for doubts. connect_read_test.c */
#ifndef GUYUB_CITY_CONNECT_TOLD_TEST_H
#define GUYUB_CITY_CONNECT_TOLD_TEST_H

#include "city/connect/connect.h"

struct str connect_told(const struct connect_faults *);

#endif
