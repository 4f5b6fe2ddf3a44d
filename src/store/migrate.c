/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * migrate.c — the tables grow forward only, each step in a transaction, under a lock.
 *
 * What was applied is written in guyub_migration, with the digest of its source text. Two programs
 * that start at once take turns: whoever comes second finds the step done. A database that knows
 * steps which this program does not is newer and is left alone; so is one where the text of a step
 * has changed since it was applied, which is a fault of ours.
 */
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "store/engine.h"
#include "store/value.h"

/* ---- the book of steps ---------------------------------------------------------------------- */

static const char book_sqlite[] =
    "CREATE TABLE IF NOT EXISTS guyub_migration (\n"
    "  slice TEXT NOT NULL,\n"
    "  number INTEGER NOT NULL,\n"
    "  title TEXT NOT NULL,\n"
    "  digest TEXT NOT NULL,\n"
    "  applied_at INTEGER NOT NULL,\n"
    "  PRIMARY KEY (slice, number)\n"
    ") STRICT";

static const char book_postgres[] =
    "CREATE TABLE IF NOT EXISTS guyub_migration (\n"
    "  slice text COLLATE \"C\" NOT NULL,\n"
    "  number bigint NOT NULL,\n"
    "  title text COLLATE \"C\" NOT NULL,\n"
    "  digest text COLLATE \"C\" NOT NULL,\n"
    "  applied_at bigint NOT NULL,\n"
    "  PRIMARY KEY (slice, number)\n"
    ")";

static const enum value_kind count_columns[] = { VALUE_INT64 };
static const enum value_kind applied_columns[] = { VALUE_TEXT, VALUE_INT64, VALUE_TEXT };
static const enum value_kind applied_params[] = {
    VALUE_TEXT, VALUE_INT64, VALUE_TEXT, VALUE_TEXT, VALUE_INT64,
};

static const struct statement book_is_there = {
    .name = "guyub_migration_is_there",
    .sqlite = "SELECT count(*) FROM sqlite_schema\n"
              " WHERE type = 'table' AND name = 'guyub_migration'",
    .postgres = "SELECT count(*) FROM pg_class WHERE oid = to_regclass('guyub_migration')",
    .column = count_columns, .n_columns = COUNT(count_columns),
    .most = 1,
};

static const struct statement book_read = {
    .name = "guyub_migration_all",
    .sqlite = "SELECT slice, number, digest FROM guyub_migration ORDER BY slice, number",
    .postgres = "SELECT slice, number, digest FROM guyub_migration ORDER BY slice, number",
    .column = applied_columns, .n_columns = COUNT(applied_columns),
    .most = 10000,
};

static const struct statement book_add = {
    .name = "guyub_migration_add",
    .sqlite = "INSERT INTO guyub_migration (slice, number, title, digest, applied_at)\n"
              "VALUES (:slice, :number, :title, :digest, :applied_at)",
    .postgres = "INSERT INTO guyub_migration (slice, number, title, digest, applied_at)\n"
                "VALUES ($1, $2, $3, $4, $5)",
    .param = applied_params, .n_params = COUNT(applied_params),
    .writes = true,
};

/* ---- errors --------------------------------------------------------------------------------- */

static struct str
step_name(struct arena *a, struct str slice, int64_t number)
{
    return str_fmt(a, "%.*s %lld", TEXT(slice), (long long)number);
}

static struct err *
err_newer(struct cx *cx, struct str step)
{
    return err_of(cx->arena, (struct err){
        .kind   = ERR_CONFLICT,
        .code   = "store.newer",
        .text   = MSG("The database {0} was made by a newer version of this program.",
                      cx->store->name),
        .detail = MSG("It has the step {0}, which this version does not know. "
                      "Nothing was changed.", step),
        .hint   = MSG("Use the newer version, or another database."),
    });
}

static struct err *
err_edited(struct cx *cx, struct str step)
{
    return err_of(cx->arena, (struct err){
        .kind   = ERR_BROKEN,
        .code   = "store.edited",
        .text   = MSG("The step {0} of the database {1} is not the one in this program.",
                      step, cx->store->name),
        .detail = MSG("Its text has changed since it was applied. Nothing was changed."),
        .hint   = MSG("A step that was applied stays as it is: put its text back, "
                      "and write a new step for the change."),
    });
}

static struct err *
err_behind(struct cx *cx, struct str step)
{
    return err_of(cx->arena, (struct err){
        .kind   = ERR_CONFLICT,
        .code   = "store.behind",
        .text   = MSG("The database {0} is older than this program.", cx->store->name),
        .detail = MSG("The first step that it lacks is {0}.", step),
        .hint   = MSG("Keep a copy of it, then run `guyub init`."),
    });
}

/* ---- reading the book ----------------------------------------------------------------------- */

struct list { const struct migration *const *v; size_t n; };

/* Which steps of the list the database has; an error if it has others. */
struct book { struct list list; bool *applied; size_t n_applied; };

static struct err *
take_applied(struct cx *cx, const struct value *column, void *arg)
{
    struct book *book = arg;
    struct str   slice = column[0].s;
    int64_t      number = value_as_int(column[1]);

    for (size_t i = 0; i < book->list.n; i++) {
        const struct migration *m = book->list.v[i];

        if (m->number != number || !str_eq(str_of(m->slice), slice))
            continue;
        if (!str_eq(str_of(m->digest), column[2].s))
            return err_edited(cx, step_name(cx->arena, slice, number));
        book->applied[i] = true;
        book->n_applied++;
        return NULL;
    }
    return err_newer(cx, step_name(cx->arena, slice, number));
}

static struct err *
read_book(struct cx *cx, struct book *book)
{
    int64_t there = 0;

    memset(book->applied, 0, book->list.n * sizeof *book->applied);
    book->n_applied = 0;
    TRY(store_each(cx, &book_is_there, NULL, value_take_int, &there));
    return there ? store_each(cx, &book_read, NULL, take_applied, book) : NULL;
}

static struct err *
take_step(struct cx *cx, const struct value *column, void *arg)
{
    struct rows       *rows = arg;
    struct store_step *step = rows_next(cx->arena, rows);

    step->slice = str_copy(cx->arena, column[0].s);
    step->number = value_as_int(column[1]);
    step->digest = str_copy(cx->arena, column[2].s);
    return NULL;
}

struct err *
store_steps(struct cx *cx, struct store_steps *out)
{
    struct rows rows = { .size = sizeof(struct store_step) };
    int64_t     there = 0;

    TRY(store_each(cx, &book_is_there, NULL, value_take_int, &there));
    if (there)
        TRY(store_each(cx, &book_read, NULL, take_step, &rows));
    *out = (struct store_steps){ rows.p, rows.n };
    return NULL;
}

static struct book
book_for(struct cx *cx, struct list list)
{
    return (struct book){ .list = list, .applied = NEWS(cx->arena, bool, list.n + 1) };
}

struct err *
store_is_current(struct cx *cx, const struct migration *const *list, size_t n)
{
    struct book book = book_for(cx, (struct list){ list, n });

    TRY(read_book(cx, &book));
    for (size_t i = 0; i < n; i++)
        if (!book.applied[i])
            return err_behind(cx, step_name(cx->arena, str_of(list[i]->slice), list[i]->number));
    return NULL;
}

/* ---- applying ------------------------------------------------------------------------------- */

static struct err *
make_book(struct cx *cx)
{
    bool sqlite = store_kind(cx->store) == STORE_SQLITE;

    return cx->store->engine->script(cx, sqlite ? book_sqlite : book_postgres);
}

static struct err *
apply(struct cx *cx, const struct migration *m)
{
    const struct value param[] = {
        value_text(str_of(m->slice)),
        value_int(m->number),
        value_text(str_of(m->title)),
        value_text(str_of(m->digest)),
        value_int(cx->now_s),
    };
    bool sqlite = store_kind(cx->store) == STORE_SQLITE;

    TRY(cx->store->engine->script(cx, sqlite ? m->sqlite : m->postgres));
    LOG(LOG_INFO, "store.migrated", LOG_TEXT("slice", str_of(m->slice)),
        LOG_NUMBER("number", m->number), LOG_TEXT("title", str_of(m->title)));
    return store_run(cx, &book_add, param, NULL);
}

struct step { struct book book; bool done; };

/* Under the lock: looks again, and applies the first step that is still missing. */
static struct err *
apply_next(struct cx *cx, void *arg)
{
    struct step *step = arg;

    TRY(make_book(cx));
    TRY(read_book(cx, &step->book));
    step->done = false;
    for (size_t i = 0; i < step->book.list.n; i++)
        if (!step->book.applied[i]) {
            step->done = true;
            return apply(cx, step->book.list.v[i]);
        }
    return NULL;
}

struct err *
store_migrate(struct cx *cx, const struct migration *const *list, size_t n, int64_t *applied)
{
    struct step step = { .book = book_for(cx, (struct list){ list, n }) };

    *applied = 0;
    TRY(read_book(cx, &step.book));
    if (step.book.n_applied == n)
        return NULL;
    do {
        TRY(store_migrating(cx, "migrate", apply_next, &step));
        *applied += step.done;
    } while (step.done);
    return NULL;
}
