/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal_test.h — what the journal's tests share: a record with a form, both engines. */
#ifndef GUYUB_JOURNAL_TEST_H
#define GUYUB_JOURNAL_TEST_H

#include "ground/journal/journal.h"
#include "module.h"
#include "store/store_test.h"
#include "unit_slices.h"

#define BOTH_JOURNALS(name)                                                   \
    static void name(struct cx *, enum store_kind);                           \
    TEST(name##_sqlite)                                                       \
    {                                                                         \
        struct cx *cx = unit_slices_cx(STORE_SQLITE);                         \
        if (cx) {                                                             \
            cx->modules = card_modules;                                       \
            name(cx, STORE_SQLITE);                                           \
        }                                                                     \
    }                                                                         \
    TEST(name##_postgres)                                                     \
    {                                                                         \
        struct cx *cx = unit_slices_cx(STORE_POSTGRES);                       \
        if (cx) {                                                             \
            cx->modules = card_modules;                                       \
            name(cx, STORE_POSTGRES);                                         \
        }                                                                     \
    }                                                                         \
    static void name(struct cx *cx, enum store_kind kind)

/* A person's account, as a slice would have it. */
struct card { struct str name, email, password; int64_t floor; };

extern const struct form card_form;
extern const struct module *const card_modules[];       /* one that has cards, for cx->modules */

#endif
