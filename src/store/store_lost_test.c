/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* store_lost_test.c — others in the way: conflicts, locks, connections that die. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

#include "base/arena.h"
#include "base/log.h"
#include "store/store_test.h"

/* ---- conflicts ------------------------------------------------------------------------------ */

struct clash { struct cx *other; int64_t id, other_id; int runs, wins; };

/* Reads both rows, lets another do the same and write the first, then writes the second. */
static struct err *
skew(struct cx *cx, void *arg)
{
    struct clash *c = arg;
    struct thing  x;
    bool          found;

    TRY(thing_find(cx, c->id, &x, &found));
    TRY(thing_find(cx, c->other_id, &x, &found));
    c->runs++;
    if (c->other) {
        struct clash others = { .id = c->id, .other_id = c->other_id };
        struct cx   *other = c->other;

        if (--c->wins == 0)
            c->other = NULL;
        others.id = c->other_id;
        others.other_id = c->id;
        check_ok("the other's change", store_change(other, "other", skew, &others));
    }
    return thing_set(cx, c->other_id, x.n.n + 1, &(int64_t){ 0 });
}

TEST(store_retries_conflicts)
{
    static const struct { const char *name; int wins, runs; const char *code; } row[] = {
        { "nobody in the way",   0, 1, NULL },
        { "one conflict",        1, 2, NULL },
        { "four conflicts",      4, 5, NULL },
        { "five are too many",   5, 5, "store.conflict" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct cx *cx = unit_cx(STORE_POSTGRES);

        if (!cx)
            return;
        thing_make(cx);
        struct clash c = { .other = row[i].wins ? unit_other_cx(STORE_POSTGRES) : NULL,
                           .wins = row[i].wins };

        check_ok("first", thing_add(cx, (struct thing){ .n = { true, 1 } }, &c.id));
        check_ok("second", thing_add(cx, (struct thing){ .n = { true, 1 } }, &c.other_id));
        log_from(LOG_ERROR);
        struct err *e = store_change(cx, "skew", skew, &c);

        check(row[i].name, row[i].code ? is_code(e, row[i].code) : !e);
        check(row[i].name, c.runs == row[i].runs);
    }
}

/* ---- locks ---------------------------------------------------------------------------------- */

static struct err *
write_against(struct cx *cx, void *arg)
{
    struct cx *other = arg;

    TRY(thing_put(cx, (struct thing){ 0 }));
    return thing_put(other, (struct thing){ 0 });
}

/* Two writers of one SQLite file: the second waits, then says so. */
TEST(store_busy)
{
    struct cx    *cx = unit_cx(STORE_SQLITE);
    struct store *store;
    struct cx     hasty = *cx;

    thing_make(cx);
    check_ok("open", store_open(cx->arena, &store, unit_url(STORE_SQLITE),
                                (struct store_options){ .busy_ms = 50 }));
    hasty.store = store;
    check("the second writer", is_code(store_change(cx, "t", write_against, &hasty),
                                       "store.busy"));
    check_ok("afterwards it may write", thing_put(&hasty, (struct thing){ 0 }));
    store_close(store);
}

/* ---- connections that die ------------------------------------------------------------------- */

/* Ends every connection of the program but the killer's own. */
static void
kill_connections(void)
{
    PGconn   *c = PQconnectdb(getenv("GUYUB_TEST_PG"));
    PGresult *r = PQexec(c, "SELECT count(pg_terminate_backend(pid, 2000)) FROM pg_stat_activity "
                            "WHERE application_name = 'guyub'");

    check("connections were ended", PQresultStatus(r) == PGRES_TUPLES_OK);
    PQclear(r);
    PQfinish(c);
}

static struct err *
put_after_kill(struct cx *cx, void *arg)
{
    int64_t id, *runs = arg;

    ++*runs;
    TRY(thing_add(cx, (struct thing){ 0 }, &id));
    kill_connections();
    return thing_add(cx, (struct thing){ 0 }, &id);
}

static struct err *
queue_after_kill(struct cx *cx, void *arg)
{
    int64_t *runs = arg;

    ++*runs;
    TRY(thing_put(cx, (struct thing){ 0 }));
    kill_connections();
    for (int i = 0; i < 1000; i++)
        TRY(thing_put(cx, (struct thing){ 0 }));
    return NULL;
}

static struct err *
put_once(struct cx *cx, void *arg)
{
    int64_t *runs = arg;

    ++*runs;
    return thing_put(cx, (struct thing){ 0 });
}

TEST(store_reconnects_between_units)
{
    struct cx *cx = unit_cx(STORE_POSTGRES);
    int64_t    n = -1, runs = 0;

    if (!cx)
        return;
    thing_make(cx);
    kill_connections();
    check_ok("a read", thing_count(cx, &n));
    kill_connections();
    check_ok("a statement that writes", thing_put(cx, (struct thing){ 0 }));
    kill_connections();
    check_ok("a change", store_change(cx, "t", put_once, &runs));
    check("ran once", runs == 1);
    kill_connections();
    check_ok("a ping", store_ping(cx));
    kill_connections();
    cx->read_only = true;
    check_ok("a page", thing_count(cx, &n));
    check("all was written once", n == 2);
    cx->read_only = false;
}

/* Another node may be on the new connection: what its transactions are called says nothing of the
 * old one's, so the count of connections stands first and moves. */
TEST(store_version_moves_with_the_connection)
{
    struct cx *cx = unit_cx(STORE_POSTGRES);
    struct str was = S(""), is = S(""), count, again, rest;

    if (!cx)
        return;
    thing_make(cx);
    check_ok("before", store_version(cx, &was));
    kill_connections();
    check_ok("after", store_version(cx, &is));
    str_cut(was, ' ', &count, &rest);
    str_cut(is, ' ', &again, &rest);
    check("they are counted", count.n > 0 && !str_eq(count, again));
}

TEST(store_lost_inside_a_unit)
{
    static const struct { const char *name; struct err *(*once)(struct cx *, void *); } row[] = {
        { "a statement that waits", put_after_kill },
        { "statements in a queue",  queue_after_kill },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct cx *cx = unit_cx(STORE_POSTGRES);
        int64_t    n = -1, runs = 0;

        if (!cx)
            return;
        thing_make(cx);
        check(row[i].name, is_code(store_change(cx, "t", row[i].once, &runs), "store.lost"));
        check(row[i].name, runs == 1);
        check_ok("the next unit works", thing_count(cx, &n));
        check("nothing half-written", n == 0);
    }
}

static struct err *
kill_last(struct cx *cx, void *arg)
{
    int64_t n, *runs = arg;

    ++*runs;
    if (cx->read_only)
        TRY(thing_count(cx, &n));
    else
        TRY(thing_add(cx, (struct thing){ 0 }, &n));
    kill_connections();
    return NULL;
}

/* Who asked for a change has to be told that nobody knows; who only read loses nothing. */
TEST(store_lost_while_it_is_confirmed)
{
    struct cx *cx = unit_cx(STORE_POSTGRES);
    int64_t    n = -1, runs = 0;

    if (!cx)
        return;
    thing_make(cx);
    check("a change", is_code(store_change(cx, "t", kill_last, &runs), "store.unsure"));
    check("it is not tried again", runs == 1);
    cx->read_only = true;
    check("a read", is_code(store_read(cx, "t", kill_last, &runs), "store.lost"));
    cx->read_only = false;
    check_ok("the next unit works", thing_count(cx, &n));
}

static struct err *
kill_in_row(struct cx *cx, const struct value *column, void *arg)
{
    int64_t *rows = arg, n;

    (void)column;
    if (++*rows == 1)
        kill_connections();
    return thing_count(cx, &n);         /* between units: reconnects while the outer rows go on */
}

TEST(store_reconnects_while_rows_are_given)
{
    struct cx *cx = unit_cx(STORE_POSTGRES);
    int64_t    rows = 0;

    if (!cx)
        return;
    thing_make(cx);
    for (int i = 0; i < 3; i++)
        check_ok("put", thing_put(cx, (struct thing){ .t = str_fmt(cx->arena, "%d", i) }));
    check_ok("each", thing_each(cx, kill_in_row, &rows));
    check("every row once", rows == 3);
}

static struct err *
lose_in_row(struct cx *cx, const struct value *column, void *arg)
{
    int64_t *rows = arg, runs = 0;

    (void)column;
    ++*rows;
    return store_change(cx, "t", put_after_kill, &runs);
}

/* A read that has given rows is not asked again: its function would see them twice. */
TEST(store_lost_while_rows_are_given)
{
    struct cx *cx = unit_cx(STORE_POSTGRES);
    int64_t    rows = 0;

    if (!cx)
        return;
    thing_make(cx);
    check_ok("put", thing_put(cx, (struct thing){ 0 }));
    check("each", is_code(thing_each(cx, lose_in_row, &rows), "store.lost"));
    check("the row once", rows == 1);
}

static const struct statement backend = {
    .name = "unit_backend", .postgres = "SELECT pg_backend_pid()",
    .column = value_of_id, .n_columns = 1, .most = 1,
};

static struct err *
put_and_refuse(struct cx *cx, void *arg)
{
    (void)arg;
    TRY(thing_put(cx, (struct thing){ 0 }));        /* still in the queue when it ends */
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "x.no",
                                           .text = MSG("no") });
}

TEST(store_keeps_the_connection_after_a_refusal)
{
    struct cx *cx = unit_cx(STORE_POSTGRES);
    int64_t    before = 0, after = 0;

    if (!cx)
        return;
    thing_make(cx);
    check_ok("before", store_each(cx, &backend, NULL, value_take_int, &before));
    check("refused", is_code(store_change(cx, "t", put_and_refuse, NULL), "x.no"));
    check_ok("after", store_each(cx, &backend, NULL, value_take_int, &after));
    check("the same backend", before == after);
}

/* A node that does not take writes is passed over, unless the URI asks for any. */
TEST(store_wants_a_node_that_writes)
{
    static const struct { const char *name, *more, *code; } row[] = {
        { "one that writes",   "",                                         NULL },
        { "one that does not", "%20-cdefault_transaction_read_only%3Don",  "store.unreachable" },
        { "any, says the URI", "%20-cdefault_transaction_read_only%3Don&target_session_attrs=any",
          NULL },
    };
    struct cx *cx = unit_cx(STORE_POSTGRES);

    for (size_t i = 0; cx && i < COUNT(row); i++) {
        struct store *store = NULL;
        struct str    url = str_fmt(cx->arena, "%.*s%s", TEXT(unit_url(STORE_POSTGRES)),
                                    row[i].more);
        struct err   *e = store_open(cx->arena, &store, url, (struct store_options){ 0 });

        check(row[i].name, row[i].code ? is_code(e, row[i].code) : !e);
        store_close(store);
    }
}

/* ---- a file that goes away ------------------------------------------------------------------ */

TEST(store_file_is_removed)
{
    struct cx *cx = unit_cx(STORE_SQLITE);

    thing_make(cx);
    check_ok("there", store_ping(cx));
    check("removed", remove(str_z(cx->arena, store_name(cx->store))) == 0);
    check("gone", is_code(store_ping(cx), "store.absent"));
    check("a change would be lost with it",
          is_code(thing_put(cx, (struct thing){ 0 }), "store.absent"));
}
