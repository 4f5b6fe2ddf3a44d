/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* migrate_test.c — steps on a fresh, an old, a newer and an edited database; several at once. */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "store/store_test.h"

#define STEP(s, n, ddl)                                                                     \
    { .slice = (s), .number = (n), .title = "test", .digest = ddl, .sqlite = ddl, .postgres = ddl }

static const struct migration a1 = STEP("a", 1, "CREATE TABLE a (x INT)");
static const struct migration a2 = STEP("a", 2, "ALTER TABLE a ADD COLUMN y INT");
static const struct migration b1 = STEP("b", 1, "CREATE TABLE b (x INT); CREATE TABLE c (x INT)");
static const struct migration a1_edited = STEP("a", 1, "CREATE TABLE a (x INT, z INT)");
static const struct migration broken =
    STEP("b", 1, "CREATE TABLE b (x INT); CREATE TABLE a (x INT)");

typedef const struct migration *step;

#define NEWER  "store.newer"
#define EDITED "store.edited"
#define BEHIND "store.behind"

static const struct {
    const char *name;
    step        before[3], after[3];
    size_t      n_before, n_after;
    int64_t     applied;
    const char *migrate, *current;      /* errors of store_migrate, store_is_current */
} cases[] = {
    { "fresh",           { 0 },               { &a1, &a2, &b1 }, 0, 3, 3, NULL,           NULL },
    { "again",           { &a1, &a2, &b1 },   { &a1, &a2, &b1 }, 3, 3, 0, NULL,           NULL },
    { "one more",        { &a1, &b1 },        { &a1, &a2, &b1 }, 2, 3, 1, NULL,           NULL },
    { "a new slice",     { &a1 },             { &a1, &b1 },      1, 2, 1, NULL,           NULL },
    { "newer by a step", { &a1, &a2 },        { &a1 },           2, 1, 0, NEWER,          NEWER },
    { "newer by a slice", { &a1, &b1 },       { &a1 },           2, 1, 0, NEWER,          NEWER },
    { "edited",          { &a1 },             { &a1_edited },    1, 1, 0, EDITED,         EDITED },
    { "fails halfway",   { &a1 },             { &a1, &broken },  1, 2, 0, "store.broken", BEHIND },
};

BOTH(store_migrations)
{
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t n = -1;

        cx = unit_cx(kind);
        check_ok(cases[i].name, store_migrate(cx, cases[i].before, cases[i].n_before, &n));
        check(cases[i].name, n == (int64_t)cases[i].n_before);
        if (cases[i].n_after > cases[i].n_before)
            check(cases[i].name, is_code(store_is_current(cx, cases[i].after, cases[i].n_after),
                                         "store.behind"));
        struct err *e = store_migrate(cx, cases[i].after, cases[i].n_after, &n);

        check(cases[i].name, cases[i].migrate ? is_code(e, cases[i].migrate) : !e);
        check(cases[i].name, n == cases[i].applied);
        e = store_is_current(cx, cases[i].after, cases[i].n_after);
        check(cases[i].name, cases[i].current ? is_code(e, cases[i].current) : !e);
    }
}

/* A step that failed left nothing: the same step, corrected, is applied. */
BOTH(store_migration_is_whole)
{
    const step wrong[] = { &a1, &broken }, right[] = { &a1, &b1 };
    int64_t    n = -1;

    (void)kind;
    check("the wrong step", is_code(store_migrate(cx, wrong, 2, &n), "store.broken"));
    check("the one before it stays", n == 1);
    check_ok("the right step", store_migrate(cx, right, 2, &n));
    check("one step", n == 1);
}

BOTH(store_migrate_may_not_in_read_only)
{
    const step list[] = { &a1 };
    int64_t    n;

    (void)kind;
    cx->read_only = true;
    check("refused", is_code(store_migrate(cx, list, 1, &n), "store.read_only"));
    cx->read_only = false;
}

/* ---- two at once ---------------------------------------------------------------------------- */

static int
migrate_in_child(enum store_kind kind)
{
    struct arena  arena = arena_make(4 << 20);
    struct cx     cx = { .arena = &arena, .now_s = 1 };
    const step    list[] = { &a1, &a2, &b1 };
    int64_t       n = 0;
    struct err   *e = store_open(&arena, &cx.store, unit_url(kind),
                                 (struct store_options){ .create = true });

    if (!e)
        e = store_migrate(&cx, list, 3, &n);
    if (e)
        is_code(e, "no error");
    return e ? 100 : (int)n;
}

BOTH(store_migrate_at_once)
{
    const step list[] = { &a1, &a2, &b1 };
    int        sum = 0, status;

    for (int i = 0; i < 4; i++)
        if (fork() == 0)
            _exit(migrate_in_child(kind));
    for (int i = 0; i < 4; i++) {
        wait(&status);
        sum += WIFEXITED(status) ? WEXITSTATUS(status) : 1000;
    }
    check("every step was applied once", sum == 3);
    check_ok("all are there", store_is_current(cx, list, 3));
}
