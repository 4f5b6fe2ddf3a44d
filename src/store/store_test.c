/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* store_test.c — values and units of work, the same on both engines. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "store/engine.h"
#include "store/store_test.h"

/* ---- values --------------------------------------------------------------------------------- */

#define BYTES(lit) { lit, sizeof(lit) - 1 }

static const struct { const char *name; struct thing x; } values[] = {
    { "baseline",             { .n = { true, 7 }, .t = { "a", 1 }, .b = { "b", 1 }, .f = true } },
    { "2^62",                 { .n = { true, (int64_t)1 << 62 } } },
    { "the largest",          { .n = { true, INT64_MAX } } },
    { "the smallest",         { .n = { true, INT64_MIN } } },
    { "25 billion rupiah",    { .n = { true, 25000000000 } } },
    { "zero is known",        { .n = { true, 0 } } },
    { "all unknown",          { .f = true } },
    { "false",                { .f = false } },
    { "empty text is known",  { .t = { "", 0 } } },
    { "empty bytes are known", { .b = { "", 0 } } },
    { "bytes with NUL",       { .b = { "\0a\0\xff\\x'", 7 } } },
    { "plane 0",              { .t = BYTES("Jawa é ㄱ \xef\xbf\xbd") } },
    { "plane 1",              { .t = BYTES("\xf0\x9f\x8f\x99 \xf0\x90\x80\x80") } },
    { "plane 2",              { .t = BYTES("\xf0\xa0\x80\x80") } },
    { "plane 3",              { .t = BYTES("\xf0\xb0\x80\x80") } },
    { "plane 14",             { .t = BYTES("\xf3\xa0\x81\xbf") } },
    { "plane 15",             { .t = BYTES("\xf3\xb0\x80\x80") } },
    { "plane 16, the last",   { .t = BYTES("\xf4\x8f\xbf\xbf") } },
    { "quotes, not SQL",      { .t = BYTES("'); DROP TABLE unit_thing; --\"\\ :x $1") } },
};

static bool
same_text(struct str a, struct str b)
{
    return str_eq(a, b) && str_is_known(a) == str_is_known(b);
}

BOTH(store_values)
{
    (void)kind;
    thing_make(cx);
    for (size_t i = 0; i < COUNT(values); i++) {
        struct thing x = values[i].x, y;
        int64_t      id = 0;
        bool         found = false;

        check_ok(values[i].name, thing_add(cx, x, &id));
        check_ok(values[i].name, thing_find(cx, id, &y, &found));
        check(values[i].name, found && y.id == id);
        check(values[i].name, y.n.known == x.n.known && (!x.n.known || y.n.n == x.n.n));
        check(values[i].name, same_text(y.t, x.t) && same_text(y.b, x.b) && y.f == x.f);
    }
}

BOTH(store_refuses_nul_in_text)
{
    struct thing x = { .t = { "a\0b", 3 } };
    int64_t      id;

    (void)kind;
    thing_make(cx);
    check("a text with NUL", is_code(thing_add(cx, x, &id), "store.text"));
}

struct order { struct str last; bool rising; int64_t n; };

static struct err *
note_order(struct cx *cx, const struct value *column, void *arg)
{
    struct order *o = arg;

    o->rising &= str_cmp(o->last, column[2].s) < 0;
    o->last = str_copy(cx->arena, column[2].s);
    o->n++;
    return NULL;
}

/* What is sorted by the database is sorted as str_cmp sorts, on both engines. */
BOTH(store_text_order)
{
    static const char *const text[] = {
        "b", "B", "é", "a", "Z", "\xf0\x9f\x8f\x99", "a b", "a.b", "ab",
    };
    struct order o = { .rising = true };

    (void)kind;
    thing_make(cx);
    for (size_t i = 0; i < COUNT(text); i++)
        check_ok(text[i], thing_put(cx, (struct thing){ .t = str_of(text[i]) }));
    check_ok("read in order", thing_each(cx, note_order, &o));
    check("in byte order", o.rising && o.n == (int64_t)COUNT(text));
}

BOTH(store_at_most)
{
    struct things all;

    (void)kind;
    thing_make(cx);
    for (int i = 0; i < 5; i++)
        check_ok("put", thing_put(cx, (struct thing){ 0 }));
    check_ok("as many as fit", thing_all(cx, &all));
    check("all five", all.n == 5);
    check_ok("put", thing_put(cx, (struct thing){ 0 }));
    check("one more", is_code(thing_all(cx, &all), "store.too_many"));
    check_ok("the next statement works", thing_put(cx, (struct thing){ 0 }));
}

BOTH(store_counts_changes)
{
    int64_t id = 0, n = -1;

    (void)kind;
    thing_make(cx);
    check_ok("add", thing_add(cx, (struct thing){ 0 }, &id));
    check_ok("set", thing_set(cx, id, 3, &n));
    check("one row", n == 1);
    check_ok("set nothing", thing_set(cx, id + 1, 3, &n));
    check("no row", n == 0);
}

BOTH(store_prepares_all)
{
    (void)kind;
    thing_make(cx);
    check_ok("every statement", store_prepare_all(cx, thing_statements, thing_statements_n));
}

/* ---- rules of the tables -------------------------------------------------------------------- */

BOTH(store_rules)
{
    int64_t id;

    (void)kind;
    thing_make(cx);
    check_ok("first", thing_add(cx, (struct thing){ .n = { true, 7 }, .t = S("a") }, &id));
    check("UNIQUE", is_code(thing_add(cx, (struct thing){ .t = S("a") }, &id), "store.unique"));
    check("partial UNIQUE", is_code(thing_add(cx, (struct thing){ .n = { true, 7 } }, &id),
                                    "store.unique"));
    check("CHECK", is_code(thing_add(cx, (struct thing){ .n = { true, -1 } }, &id),
                           "store.check"));
    check_ok("the next statement works", thing_add(cx, (struct thing){ .t = S("b") }, &id));
}

/* ---- units of work -------------------------------------------------------------------------- */

struct plan { int puts; const char *fails; int runs; bool swallow; };

static struct err *
put_some(struct cx *cx, void *arg)
{
    struct plan *p = arg;

    p->runs++;
    for (int i = 0; i < p->puts; i++)
        TRY(thing_put(cx, (struct thing){ 0 }));
    if (p->fails)
        return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = p->fails,
                                               .text = MSG("no") });
    return NULL;
}

static struct err *
put_nested(struct cx *cx, void *arg)
{
    struct plan *p = arg;

    TRY(thing_put(cx, (struct thing){ 0 }));
    struct err *e = store_change(cx, "inner", put_some, p);

    return p->swallow ? NULL : e;
}

static struct err *
break_rule(struct cx *cx, void *arg)
{
    int64_t id;

    (void)arg;
    TRY(thing_add(cx, (struct thing){ .t = S("a") }, &id));
    (void)thing_add(cx, (struct thing){ .t = S("a") }, &id);
    return thing_put(cx, (struct thing){ 0 });
}

static struct err *
break_rule_last(struct cx *cx, void *arg)
{
    (void)arg;
    TRY(thing_put(cx, (struct thing){ .t = S("b") }));
    return thing_put(cx, (struct thing){ .t = S("b") });
}

BOTH(store_change_is_whole)
{
    static const struct {
        const char  *name;
        struct err *(*once)(struct cx *, void *);
        struct plan  plan;
        const char  *code;
        int64_t      left;
    } row[] = {
        { "kept", put_some, { .puts = 3 }, NULL, 3 },
        { "an error takes all back", put_some, { .puts = 3, .fails = "x.no" }, "x.no", 0 },
        { "nested", put_nested, { .puts = 2 }, NULL, 3 },
        { "a nested error too", put_nested, { .puts = 2, .fails = "x.no" }, "x.no", 0 },
        { "a swallowed nested error too", put_nested,
          { .puts = 2, .fails = "x.no", .swallow = true }, "x.no", 0 },
        { "a swallowed broken rule too", break_rule, { 0 }, "store.unique", 0 },
        { "a rule broken at the end", break_rule_last, { 0 }, "store.unique", 0 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct plan plan = row[i].plan;
        int64_t     n = -1;

        cx = unit_cx(kind);
        thing_make(cx);
        struct err *e = store_change(cx, "test", row[i].once, &plan);

        check(row[i].name, row[i].code ? is_code(e, row[i].code) : !e);
        check_ok(row[i].name, thing_count(cx, &n));
        check(row[i].name, n == row[i].left);
        check(row[i].name, plan.runs <= 1);
    }
}

static struct err *
count_twice(struct cx *cx, void *arg)
{
    int64_t   *n = arg;
    struct cx *other = unit_other_cx(store_kind(cx->store));

    TRY(thing_count(cx, &n[0]));
    check_ok("another writes meanwhile", thing_put(other, (struct thing){ 0 }));
    return thing_count(cx, &n[1]);
}

BOTH(store_read_is_one_moment)
{
    int64_t n[2] = { -1, -1 }, after = -1;

    (void)kind;
    thing_make(cx);
    check_ok("read", store_read(cx, "test", count_twice, n));
    check("the same twice", n[0] == 0 && n[1] == 0);
    check_ok("afterwards", thing_count(cx, &after));
    check("the other's row is there", after == 1);
}

/* ---- reading only --------------------------------------------------------------------------- */

static struct err *
write_in_read(struct cx *cx, void *arg)
{
    (void)arg;
    return thing_put(cx, (struct thing){ 0 });
}

BOTH(store_read_only)
{
    int64_t     n = -1;
    struct plan plan = { .puts = 1 };

    (void)kind;
    thing_make(cx);
    check_ok("put", thing_put(cx, (struct thing){ 0 }));
    cx->read_only = true;
    check("a statement that writes", is_code(thing_put(cx, (struct thing){ 0 }),
                                             "store.read_only"));
    check("a change", is_code(store_change(cx, "t", put_some, &plan), "store.read_only"));
    check_ok("reading is allowed", thing_count(cx, &n));
    check("the engine refuses too", is_code(cx->store->engine->script(cx, "DELETE FROM unit_thing"),
                                            "store.read_only"));
    cx->read_only = false;
    check("in a read", is_code(store_read(cx, "t", write_in_read, NULL), "store.read_only"));
    check_ok("afterwards it may write", thing_put(cx, (struct thing){ 0 }));
    check_ok("count", thing_count(cx, &n));
    check("nothing was lost", n == 2);
}

/* ---- rows inside rows, and jumps out of them ------------------------------------------------ */

static struct err *
count_inside(struct cx *cx, const struct value *column, void *arg)
{
    int64_t     *sum = arg, n;
    struct thing x;
    bool         found;

    TRY(thing_count(cx, &n));
    TRY(thing_find(cx, value_as_int(column[0]), &x, &found));
    *sum += n * found;
    return NULL;
}

static struct err *
each_inside(struct cx *cx, const struct value *column, void *arg)
{
    (void)column;
    return thing_each(cx, count_inside, arg);
}

BOTH(store_rows_inside_rows)
{
    int64_t sum = 0;

    (void)kind;
    thing_make(cx);
    for (int i = 0; i < 4; i++)
        check_ok("put", thing_put(cx, (struct thing){ .t = str_fmt(cx->arena, "%d", i) }));
    check_ok("the same statement inside itself", thing_each(cx, each_inside, &sum));
    check("every row saw every row", sum == 4 * 4 * 4);
}

static struct err *
eat_memory(struct cx *cx, const struct value *column, void *arg)
{
    (void)column;
    (void)arg;
    while (cx->arena->full)             /* always: the way out is the jump */
        arena_alloc(cx->arena, 4096, 1);
    return NULL;
}

static struct err *
put_then_eat(struct cx *cx, void *arg)
{
    int64_t id;

    TRY(thing_add(cx, (struct thing){ 0 }, &id));
    TRY(thing_put(cx, (struct thing){ 0 }));        /* on PostgreSQL still on its way */
    if (!arg)
        return thing_each(cx, eat_memory, NULL);
    return eat_memory(cx, NULL, NULL);
}

/* Runs the work with a small arena that gets full; whether the jump came. */
static bool
jump_out(struct cx *cx, void *arg)
{
    struct arena    small = arena_make(1 << 20), *whole = cx->arena;
    jmp_buf         full;
    volatile bool   jumped = false;

    small.full = &full;
    cx->arena = &small;
    if (setjmp(full) == 0) {
        struct err *e = store_change(cx, "test", put_then_eat, arg);

        check("does not come back", e == NULL && false);
    } else {
        jumped = true;
        store_reset(cx->store);
    }
    cx->arena = whole;
    arena_drop(&small);
    return jumped;
}

BOTH(store_reset_after_full_arena)
{
    int64_t n = -1;
    int     some;

    (void)kind;
    thing_make(cx);
    check_ok("put", thing_put(cx, (struct thing){ .t = S("first") }));
    for (int i = 0; i < 3; i++) {
        check("in the middle of a row", jump_out(cx, NULL));
        check("in the middle of a change", jump_out(cx, &some));
    }
    check_ok("count", thing_count(cx, &n));
    check("what was not committed is gone", n == 1);
    check_ok("the next unit works", thing_put(cx, (struct thing){ 0 }));
    check_ok("count", thing_count(cx, &n));
    check("and is kept", n == 2);
}

/* ---- a load --------------------------------------------------------------------------------- */

enum { LOAD_ROWS = 91600 };

static struct err *
load(struct cx *cx, void *arg)
{
    char text[40];

    (void)arg;
    for (int64_t i = 0; i < LOAD_ROWS; i++) {
        int n = snprintf(text, sizeof text, "35.%lld Kelurahan", (long long)i);

        TRY(thing_put(cx, (struct thing){ .n = { true, i + 100 }, .t = { text, (size_t)n } }));
    }
    return NULL;
}

BOTH(store_load)
{
    int64_t begin, n = -1;
    size_t  mark;

    thing_make(cx);
    mark = arena_mark(cx->arena);
    begin = clock_mono_us();
    check_ok("load", store_change(cx, "load", load, NULL));
    int64_t took_ms = (clock_mono_us() - begin) / 1000;

    check("no memory a row", arena_mark(cx->arena) - mark < 4096);
    check_ok("count", thing_count(cx, &n));
    check("every row", n == LOAD_ROWS);
    check("in time", took_ms < (kind == STORE_SQLITE ? 6000 : 20000));
    printf("           %d rows loaded in %lld ms\n", LOAD_ROWS, (long long)took_ms);
}

/* ---- the version of the data ---------------------------------------------------------------- */

static struct str
version_of(struct cx *cx)
{
    struct str version = S("");

    check_ok("the version", store_version(cx, &version));
    check("it says something", version.n > 0);
    return version;
}

/* What others do counts as what we do; other databases of the same PostgreSQL may move it too. */
BOTH(store_version_moves_with_every_commit)
{
    struct cx *other = unit_other_cx(kind);
    struct str was, is;
    int64_t    id, n;

    thing_make(cx);
    check_ok("ours", thing_add(cx, (struct thing){ 0 }, &id));
    was = version_of(cx);
    check_ok("a read", thing_count(cx, &n));
    check("a read leaves it", kind == STORE_POSTGRES || str_eq(was, version_of(cx)));
    check_ok("ours", thing_set(cx, id, 1, &n));
    is = version_of(cx);
    check("our change moves it", !str_eq(was, is));
    was = is;
    check_ok("theirs", thing_set(other, id, 2, &n));
    is = version_of(cx);
    check("a change of another connection moves it", !str_eq(was, is));
    was = is;
    check_ok("ours", thing_set(cx, id, 1, &n));
    is = version_of(cx);
    check("what was before is another version", !str_eq(was, is));
    check("and stays so", kind == STORE_POSTGRES || str_eq(is, version_of(cx)));
}

struct under_way { struct cx *reader; int64_t id; struct str during; };

static struct err *
change_under_way(struct cx *cx, void *arg)
{
    struct under_way *u = arg;
    int64_t           n;

    TRY(thing_set(cx, u->id, 9, &n));
    u->during = version_of(u->reader);
    return NULL;
}

/* Who asked while a change was being made must not take its version for the one after it. */
BOTH(store_version_of_a_change_that_is_under_way)
{
    struct cx       *other = unit_other_cx(kind);
    struct under_way u = { .reader = cx };

    thing_make(cx);
    check_ok("add", thing_add(cx, (struct thing){ 0 }, &u.id));
    check_ok("theirs", store_change(other, "unit", change_under_way, &u));
    check("its commit moves the version", !str_eq(u.during, version_of(cx)));
}
