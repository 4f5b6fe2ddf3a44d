/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* unit_slices.h — a temporary database with the tables of all slices, empty, and a new key. */
#ifndef GUYUB_TEST_UNIT_SLICES_H
#define GUYUB_TEST_UNIT_SLICES_H

#include "unit.h"

/* NULL when the engine is not to be had here; the test then counts as skipped. */
struct cx *unit_slices_cx(enum store_kind);

/* A test that runs on both engines: its body follows, with `cx`. */
#define ON_BOTH(name)                                                         \
    static void name(struct cx *);                                            \
    TEST(name##_sqlite)                                                       \
    {                                                                         \
        struct cx *cx = unit_slices_cx(STORE_SQLITE);                         \
        if (cx)                                                               \
            name(cx);                                                         \
    }                                                                         \
    TEST(name##_postgres)                                                     \
    {                                                                         \
        struct cx *cx = unit_slices_cx(STORE_POSTGRES);                       \
        if (cx)                                                               \
            name(cx);                                                         \
    }                                                                         \
    static void name(struct cx *cx)

#endif
