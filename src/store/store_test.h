/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * store_test.h — one table and its statements, as sqlgen would write them, for the store's tests.
 *
 * BOTH(name) makes two tests of a function that takes a unit of work: name_sqlite, name_postgres.
 */
#ifndef GUYUB_STORE_STORE_TEST_H
#define GUYUB_STORE_STORE_TEST_H

#include "store/value.h"
#include "unit.h"
#include "unit_store.h"

#define BOTH(name)                                                            \
    static void name(struct cx *, enum store_kind);                           \
    TEST(name##_sqlite)                                                       \
    {                                                                         \
        struct cx *cx = unit_cx(STORE_SQLITE);                                \
        if (cx)                                                               \
            name(cx, STORE_SQLITE);                                           \
    }                                                                         \
    TEST(name##_postgres)                                                     \
    {                                                                         \
        struct cx *cx = unit_cx(STORE_POSTGRES);                              \
        if (cx)                                                               \
            name(cx, STORE_POSTGRES);                                         \
    }                                                                         \
    static void name(struct cx *cx, enum store_kind kind)

struct thing {
    int64_t          id;
    struct maybe_int n;
    struct str       t, b;
    bool             f;
};

struct things { struct thing *v; size_t n; };

/* Makes the table; the migration is `thing_migration`. */
void        thing_make(struct cx *);
struct err *thing_add(struct cx *, struct thing, int64_t *id);      /* waits for its id           */
struct err *thing_put(struct cx *, struct thing);                   /* may be queued              */
struct err *thing_find(struct cx *, int64_t id, struct thing *, bool *found);
struct err *thing_all(struct cx *, struct things *);                /* at most 5, by id           */
struct err *thing_each(struct cx *, store_row *row, void *arg);     /* every row: id, n, t, b, f  */
struct err *thing_count(struct cx *, int64_t *);
struct err *thing_set(struct cx *, int64_t id, int64_t n, int64_t *n_changed);

extern const struct migration        thing_migration;
extern const struct statement *const thing_statements[];
extern const size_t                  thing_statements_n;

/* Whether the error is of that code; shows it if not. */
bool is_code(const struct err *, const char *code);
/* No error, or its text shown as a failed check. */
void check_ok(const char *row_name, const struct err *);

#endif
