/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* store_scrub_test.c — what was deleted is not in the files of the database any more. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "store/engine.h"
#include "store/store_test.h"

enum { ROWS = 400, FILE_MAX = 4 << 20 };

/* Row i is told by its first eight bytes; the rest makes some rows longer than a page. */
static struct str
bytes_of(int i)
{
    struct str mark = str_fmt(unit_arena(), "mark%04d", i);
    size_t     n = i % 20 == 0 ? 9000 : 200;
    char      *p = arena_alloc(unit_arena(), n, 1);

    for (size_t at = 0; at + mark.n <= n; at += mark.n)
        memcpy(p + at, mark.p, mark.n);
    return (struct str){ p, n };
}

static bool
file_holds(struct str path, struct str needle)
{
    size_t  mark = arena_mark(unit_arena()), at;
    char   *p = arena_alloc(unit_arena(), FILE_MAX, 1);
    int     fd = open(str_z(unit_arena(), path), O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? 0 : read(fd, p, FILE_MAX);

    check("read as a whole", n >= 0 && n < FILE_MAX);
    close(fd);
    bool holds = str_find((struct str){ p, (size_t)n }, needle, &at);

    arena_back(unit_arena(), mark);
    return holds;
}

/* Of the database's file or its log. */
static bool
is_on_disk(struct str url, int i)
{
    struct str path = str_part(url, S("sqlite:").n, url.n);
    struct str log = str_fmt(unit_arena(), "%.*s-wal", TEXT(path));
    struct str mark = str_fmt(unit_arena(), "mark%04d", i);

    return file_holds(path, mark) || file_holds(log, mark);
}

static int
count_on_disk(int of_three)
{
    int n = 0;

    for (int i = 0; i < ROWS; i++)
        n += i % 3 == of_three && is_on_disk(unit_url(STORE_SQLITE), i);
    return n;
}

static struct err *
run(struct cx *cx, void *sql)
{
    return cx->store->engine->script(cx, sql);
}

static void
add_rows(struct cx *cx)
{
    for (int i = 0; i < ROWS; i++)
        check_ok("add", thing_put(cx, (struct thing){ .b = bytes_of(i) }));
}

/* In rows of all sizes, so that pages split and are joined; a third is deleted, a third emptied. */
TEST(store_scrub_sqlite_files)
{
    struct cx *cx = unit_cx(STORE_SQLITE);
    bool       done = false;

    thing_make(cx);
    add_rows(cx);
    check("all rows can be read in the files", count_on_disk(0) + count_on_disk(1) == 267);
    check_ok("deleted", store_change(cx, "unit", run, "DELETE FROM unit_thing WHERE id % 3 = 1"));
    check_ok("emptied", store_change(cx, "unit", run,
                                     "UPDATE unit_thing SET b = NULL WHERE id % 3 = 2"));
    check("and still, until it is scrubbed", count_on_disk(0) + count_on_disk(1) > 0);
    check_ok("scrubbed", store_scrub(cx, "unit_thing", &done));
    check("done", done);
    check("none of the deleted", count_on_disk(0) == 0);
    check("none of the emptied", count_on_disk(1) == 0);
    check("all of the others", count_on_disk(2) == 133);
}

struct waiting { struct cx *writer; bool done; };

static struct err *
scrub_meanwhile(struct cx *cx, void *arg)
{
    struct waiting *w = arg;
    int64_t         n;

    TRY(thing_count(cx, &n));
    TRY(thing_add(w->writer, (struct thing){ 0 }, &n));
    return store_scrub(w->writer, "unit_thing", &w->done);
}

/* A reader that looks at an older state keeps the log; it is asked again later. */
static void
waits_for_readers(enum store_kind kind)
{
    struct cx     *cx = unit_cx(kind);
    struct cx     *reader = cx ? unit_other_cx(kind) : NULL;
    struct waiting w = { .writer = cx, .done = true };

    if (!cx)
        return;
    thing_make(cx);
    check_ok("while one reads", store_read(reader, "unit", scrub_meanwhile, &w));
    check("not done", !w.done);
    check_ok("after it", store_scrub(cx, "unit_thing", &w.done));
    check("done", w.done);
}

TEST(store_scrub_sqlite_waits_for_readers)
{
    waits_for_readers(STORE_SQLITE);
}

/* On PostgreSQL whoever waits for the reader would hold up all that come after. */
TEST(store_scrub_postgres_waits_for_readers)
{
    waits_for_readers(STORE_POSTGRES);
}

static struct err *
take_size(struct cx *cx, const struct value *column, void *arg)
{
    (void)cx;
    *(int64_t *)arg = column[0].n;
    return NULL;
}

static int64_t
size_of(struct cx *cx)
{
    static const enum value_kind  kind[] = { VALUE_INT64 };
    static const struct statement size = {
        .name = "unit_size", .postgres = "SELECT pg_relation_size('unit_thing')",
        .column = kind, .n_columns = 1,
    };
    int64_t n = -1;

    check_ok("asked", store_each(cx, &size, NULL, take_size, &n));
    return n;
}

/* How many of the marks the table's own file holds, as the server itself reads it. */
static int64_t
count_in_table(struct cx *cx, int of_three)
{
    static const enum value_kind  kind[] = { VALUE_INT64 };
    static const struct statement count = {
        .name = "unit_marks",
        .postgres = "SELECT count(*) FROM generate_series(0, 399) i,\n"
                    "       pg_read_binary_file(pg_relation_filepath('unit_thing')) file\n"
                    " WHERE i % 3 = $1\n"
                    "   AND position(convert_to('mark' || lpad(i::text, 4, '0'), 'UTF8')\n"
                    "                IN file) > 0",
        .param = kind, .n_params = 1, .column = kind, .n_columns = 1,
    };
    const struct value param[] = { value_int(of_three) };
    int64_t            n = -1;

    check_ok("written out", cx->store->engine->script(cx, "CHECKPOINT"));
    check_ok("read", store_each(cx, &count, param, take_size, &n));
    return n;
}

/* The table is written anew, without what was deleted from it. */
TEST(store_scrub_postgres)
{
    struct cx *cx = unit_cx(STORE_POSTGRES);
    bool       done = false;

    if (!cx)
        return;
    thing_make(cx);
    add_rows(cx);
    check("all rows can be read in the file", count_in_table(cx, 0) + count_in_table(cx, 1) == 267);
    check_ok("deleted", store_change(cx, "unit", run, "DELETE FROM unit_thing WHERE id % 3 = 1"));
    check_ok("emptied", store_change(cx, "unit", run,
                                     "UPDATE unit_thing SET b = NULL WHERE id % 3 = 2"));
    check("and still, until it is scrubbed", count_in_table(cx, 0) + count_in_table(cx, 1) > 0);
    check_ok("scrubbed", store_scrub(cx, "unit_thing", &done));
    check("done", done);
    check("none of the deleted", count_in_table(cx, 0) == 0);
    check("none of the emptied", count_in_table(cx, 1) == 0);
    check("all of the others", count_in_table(cx, 2) == 133);
    check_ok("all deleted", store_change(cx, "unit", run, "DELETE FROM unit_thing"));
    check_ok("scrubbed again", store_scrub(cx, "unit_thing", &done));
    check("nothing is left", done && size_of(cx) == 0);
    check_ok("serves on", thing_put(cx, (struct thing){ .b = bytes_of(1) }));
    check("filled again", size_of(cx) > 0);
}

BOTH(store_scrub_is_no_reading)
{
    bool done = true;

    (void)kind;
    thing_make(cx);
    cx->read_only = true;
    check("refused", is_code(store_scrub(cx, "unit_thing", &done), "store.read_only") && !done);
    cx->read_only = false;
}
