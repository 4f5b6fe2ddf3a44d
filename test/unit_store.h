/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* unit_store.h — more connections to the database that unit_cx gave, for tests that need two. */
#ifndef GUYUB_TEST_UNIT_STORE_H
#define GUYUB_TEST_UNIT_STORE_H

#include "store/store.h"

/* The address of the database that unit_cx(kind) made last. */
struct str unit_url(enum store_kind);

/* Another unit of work there, with a connection of its own; the next unit_cx closes it. */
struct cx *unit_other_cx(enum store_kind);

#endif
