/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sqlite.c — the engine in a file: WAL, foreign keys, STRICT, synchronous FULL.
 *
 * A commit that returned is on the disk (FULL syncs the log before it says so; ADR 0021 proves it).
 * One process writes at a time; the others wait up to `busy_ms`. Opening and its refusals are in
 * sqlite_open.c.
 */
#include <assert.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "store/sqlite.h"

static struct sqlite *
self(struct store *s)
{
    return s->self;
}

/* ---- errors --------------------------------------------------------------------------------- */

static struct err *
err_busy(struct arena *a, const struct store *s)
{
    return err_of(a, (struct err){
        .kind   = ERR_BUSY,
        .code   = "store.busy",
        .text   = MSG("The database {0} is being written by another program.", s->name),
        .detail = MSG("It stayed locked for {0} seconds.",
                      str_fmt(a, "%d.%d", s->busy_ms / 1000, s->busy_ms % 1000 / 100)),
        .hint   = MSG("Nothing was changed. Try again; if it stays, look for a second guyub or "
                      "a copy tool that holds the file."),
    });
}

static struct err *
err_full(struct arena *a, const struct store *s)
{
    return err_of(a, (struct err){
        .kind   = ERR_BROKEN,
        .code   = "store.full",
        .text   = MSG("There is no room left to write to {0}.", s->name),
        .detail = MSG("Nothing was changed."),
        .hint   = MSG("Free some space on that disk and try again."),
    });
}

struct err *
sqlite_err_damaged(struct arena *a, const struct store *s, struct str said)
{
    return err_of(a, (struct err){
        .kind   = ERR_BROKEN,
        .code   = "store.damaged",
        .text   = MSG("The database {0} is damaged.", s->name),
        .detail = MSG("It says: {0}.", said),
        .hint   = MSG("Stop the program, keep a copy of the file, "
                      "and go back to the last backup."),
    });
}

static struct err *
err_constraint(struct arena *a, int extended, struct str said)
{
    switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return err_rule(a, "store.unique", said);
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return err_rule(a, "store.foreign_key", said);
    case SQLITE_CONSTRAINT_NOTNULL:
        return err_rule(a, "store.not_null", said);
    default:
        return err_rule(a, "store.check", said);
    }
}

struct err *
sqlite_err(struct arena *a, struct store *s)
{
    sqlite3   *db = self(s)->db;
    struct str said = str_copy(a, str_of(sqlite3_errmsg(db)));

    switch (sqlite3_errcode(db)) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return sqlite3_extended_errcode(db) == SQLITE_BUSY_SNAPSHOT
            ? err_of(a, (struct err){ .kind = ERR_BUSY, .code = "store.conflict",
                  .text = MSG("Someone else changed the same data at the same time."),
                  .hint = MSG("Nothing was changed. Try again.") })
            : err_busy(a, s);
    case SQLITE_READONLY:
        return s->guarded ? err_read_only(a, said) : err_engine(a, s->name, said);
    case SQLITE_FULL:
        return err_full(a, s);
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return sqlite_err_damaged(a, s, said);
    case SQLITE_CONSTRAINT:
        return err_constraint(a, sqlite3_extended_errcode(db), said);
    default:
        return err_engine(a, s->name, said);
    }
}

/* ---- prepared statements -------------------------------------------------------------------- */

static struct err *
prepare(struct cx *cx, const struct statement *st, sqlite3_stmt **out)
{
    struct sqlite *q = self(cx->store);

    if (sqlite3_prepare_v3(q->db, st->sqlite, -1, SQLITE_PREPARE_PERSISTENT, out, NULL)
        != SQLITE_OK)
        return sqlite_err(cx->arena, cx->store);
    assert(sqlite3_bind_parameter_count(*out) == (int)st->n_params);
    assert(sqlite3_column_count(*out) == (int)st->n_columns);
    assert(!sqlite3_stmt_readonly(*out) == st->writes);
    return NULL;
}

/* The prepared statement; a copy, closed by `release`, if the first is still giving rows. */
static struct err *
acquire(struct cx *cx, const struct statement *st, sqlite3_stmt **out)
{
    void **place = cache_at(&self(cx->store)->cache, st);

    if (!*place) {
        TRY(prepare(cx, st, out));
        *place = *out;
        return NULL;
    }
    *out = *place;
    return sqlite3_stmt_busy(*out) ? prepare(cx, st, out) : NULL;
}

static void
release(struct store *s, const struct statement *st, sqlite3_stmt *p)
{
    if (*cache_at(&self(s)->cache, st) != p) {
        sqlite3_finalize(p);
        return;
    }
    sqlite3_reset(p);
    sqlite3_clear_bindings(p);
}

static struct err *
sqlite_prepare(struct cx *cx, const struct statement *st)
{
    sqlite3_stmt *p;

    TRY(acquire(cx, st, &p));
    release(cx->store, st, p);
    return NULL;
}

/* ---- values --------------------------------------------------------------------------------- */

static int
bind(sqlite3_stmt *p, int i, const struct value *v)
{
    if (v->unknown)
        return sqlite3_bind_null(p, i);
    switch (v->kind) {
    case VALUE_INT64:
        return sqlite3_bind_int64(p, i, v->n);
    case VALUE_BOOL:
        assert(v->n == 0 || v->n == 1);
        return sqlite3_bind_int64(p, i, v->n);
    case VALUE_TEXT:
        return sqlite3_bind_text64(p, i, v->s.p, v->s.n, SQLITE_STATIC, SQLITE_UTF8);
    case VALUE_BYTES:
        return sqlite3_bind_blob64(p, i, v->s.p, v->s.n, SQLITE_STATIC);
    }
    assert(false);
    return SQLITE_MISUSE;
}

/* A column in the engine's memory, until the next step; false if it came as another type. */
static bool
take(sqlite3_stmt *p, int i, struct value *v)
{
    static const int wanted[] = {
        [VALUE_INT64] = SQLITE_INTEGER, [VALUE_BOOL] = SQLITE_INTEGER,
        [VALUE_TEXT] = SQLITE_TEXT,     [VALUE_BYTES] = SQLITE_BLOB,
    };
    int is = sqlite3_column_type(p, i);

    if (is == SQLITE_NULL) {
        v->unknown = true;
        return true;
    }
    if (is != wanted[v->kind])
        return false;
    if (v->kind == VALUE_INT64 || v->kind == VALUE_BOOL) {
        v->n = sqlite3_column_int64(p, i);
        return v->kind == VALUE_INT64 || v->n == 0 || v->n == 1;
    }
    const void *bytes = v->kind == VALUE_TEXT ? (const void *)sqlite3_column_text(p, i)
                                              : sqlite3_column_blob(p, i);

    v->s = (struct str){ bytes ? bytes : "", (size_t)sqlite3_column_bytes(p, i) };
    return true;
}

static struct err *
give_row(struct cx *cx, const struct statement *st, sqlite3_stmt *p, const struct ask *ask)
{
    static const char *const type[] = { "?", "integer", "float", "text", "bytes", "null" };
    struct value             column[VALUES_MAX];

    for (size_t i = 0; i < st->n_columns; i++) {
        column[i] = (struct value){ .kind = st->column[i] };
        if (!take(p, (int)i, &column[i]))
            return err_column(cx, st, i, str_of(type[sqlite3_column_type(p, (int)i)]));
    }
    return ask->row(cx, column, ask->arg);
}

/* ---- running -------------------------------------------------------------------------------- */

static struct err *
step_all(struct cx *cx, const struct statement *st, sqlite3_stmt *p, const struct ask *ask)
{
    int rc;

    while ((rc = sqlite3_step(p)) == SQLITE_ROW)
        if (ask->row)
            TRY(give_row(cx, st, p, ask));
    return rc == SQLITE_DONE ? NULL : sqlite_err(cx->arena, cx->store);
}

static struct err *
sqlite_run(struct cx *cx, const struct statement *st, const struct ask *ask)
{
    sqlite3_stmt *p;
    struct err   *e = NULL;

    TRY(acquire(cx, st, &p));
    for (size_t i = 0; !e && i < st->n_params; i++)
        if (bind(p, (int)i + 1, &ask->param[i]) != SQLITE_OK)
            e = sqlite_err(cx->arena, cx->store);
    if (!e)
        e = step_all(cx, st, p, ask);
    if (!e && ask->n_changed)
        *ask->n_changed = sqlite3_changes64(self(cx->store)->db);
    release(cx->store, st, p);
    return e;
}

static struct err *
sqlite_script(struct cx *cx, const char *sql)
{
    if (sqlite3_exec(self(cx->store)->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        return sqlite_err(cx->arena, cx->store);
    return NULL;
}

static struct err *
sqlite_guard(struct cx *cx, bool read_only)
{
    return sqlite_script(cx, read_only ? "PRAGMA query_only = 1" : "PRAGMA query_only = 0");
}

static struct err *
sqlite_command(struct cx *cx, const struct statement *st)
{
    return sqlite_run(cx, st, &(struct ask){ .row = NULL });
}

/* The file may have been moved, removed or replaced under us: what we write then is lost. */
static struct err *
is_in_place(struct cx *cx)
{
    const struct sqlite *q = self(cx->store);
    struct stat          now;

    if (stat(q->path, &now) != 0 || now.st_ino != q->inode || now.st_dev != q->device)
        return sqlite_err_absent(cx->arena, cx->store);
    return NULL;
}

/* A writer takes the lock at once: a deferred one could fail in its middle. */
static struct err *
sqlite_begin(struct cx *cx, enum unit unit)
{
    static const struct statement read = { .name = "sqlite_begin_read", .sqlite = "BEGIN" };
    static const struct statement write = {
        .name = "sqlite_begin_write", .sqlite = "BEGIN IMMEDIATE", .writes = true,
    };

    if (unit != UNIT_READ)
        TRY(is_in_place(cx));
    return sqlite_command(cx, unit == UNIT_READ ? &read : &write);
}

/* A log that was written but not synced may hold the change when the file is opened again. */
static struct err *
sqlite_commit(struct cx *cx)
{
    static const struct statement commit = { .name = "sqlite_commit", .sqlite = "COMMIT" };
    struct err                   *e = sqlite_command(cx, &commit);

    if (!e || cx->store->unit == UNIT_READ || sqlite3_errcode(self(cx->store)->db) != SQLITE_IOERR)
        return e;
    return err_unsure(cx->arena, MSG("The disk of the database {0} failed.", cx->store->name));
}

static struct err *
take_version(struct cx *cx, const struct value *column, void *out)
{
    *(struct str *)out = str_int(cx->arena, column[0].n);
    return NULL;
}

/* Moves when another connection has committed; what this one commits, store.c counts. */
static struct err *
sqlite_version(struct cx *cx, struct str *out)
{
    static const enum value_kind  kind[] = { VALUE_INT64 };
    static const struct statement version = {
        .name = "sqlite_version", .sqlite = "PRAGMA data_version", .column = kind, .n_columns = 1,
    };

    return sqlite_run(cx, &version, &(struct ask){ .row = take_version, .arg = out });
}

static void
sqlite_rollback(struct store *s)
{
    if (!sqlite3_get_autocommit(self(s)->db))
        sqlite3_exec(self(s)->db, "ROLLBACK", NULL, NULL, NULL);
}

static struct err *
sqlite_ping(struct cx *cx)
{
    TRY(is_in_place(cx));
    return sqlite_script(cx, "SELECT 1 FROM sqlite_schema LIMIT 1");
}

/* Deleted bytes are overwritten as they go (sqlite_open.c); what is left is in the log. The wait
 * for its readers is short, for writers wait behind it. */
static struct err *
sqlite_scrub(struct cx *cx, const char *table, bool *done)
{
    enum { WAIT_MS = 100 };
    sqlite3 *db = self(cx->store)->db;

    (void)table;
    sqlite3_busy_timeout(db, WAIT_MS);
    int rc = sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

    sqlite3_busy_timeout(db, cx->store->busy_ms);
    *done = rc == SQLITE_OK;
    return rc == SQLITE_OK || rc == SQLITE_BUSY ? NULL : sqlite_err(cx->arena, cx->store);
}

static bool
is_cached(const struct sqlite *q, const sqlite3_stmt *p)
{
    for (size_t i = 0; i < CACHE_MAX; i++)
        if (q->cache.value[i] == p)
            return true;
    return false;
}

/* Whatever a jump out of a full arena left open: copies are closed, the rest is put back. */
static void
sqlite_reset(struct store *s)
{
    struct sqlite *q = self(s);
    sqlite3_stmt  *next, *p = sqlite3_next_stmt(q->db, NULL);

    for (; p; p = next) {
        next = sqlite3_next_stmt(q->db, p);
        if (is_cached(q, p)) {
            sqlite3_reset(p);
            sqlite3_clear_bindings(p);
        } else {
            sqlite3_finalize(p);
        }
    }
}

static void
sqlite_close(struct store *s)
{
    struct sqlite *q = self(s);
    sqlite3_stmt  *p;

    while ((p = sqlite3_next_stmt(q->db, NULL)))
        sqlite3_finalize(p);
    cache_clear(&q->cache);
    sqlite3_close(q->db);
    q->db = NULL;
}

const struct engine sqlite_engine = {
    .close = sqlite_close,     .guard = sqlite_guard,       .begin = sqlite_begin,
    .commit = sqlite_commit,   .rollback = sqlite_rollback, .run = sqlite_run,
    .script = sqlite_script,   .prepare = sqlite_prepare,   .ping = sqlite_ping,
    .reset = sqlite_reset,     .version = sqlite_version,   .scrub = sqlite_scrub,
    .tables = sqlite_tables,   .check = sqlite_check,       .durable = sqlite_durable,
    .examine = sqlite_examine,
};
