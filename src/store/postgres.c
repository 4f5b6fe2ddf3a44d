/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * postgres.c — the engine behind a socket: serializable changes, prepared statements, pipelines.
 *
 * A connection that dies between units of work is made again, once, at the next BEGIN or read: a
 * server that fails over costs one wait, not an error. Inside a unit it is the error store.lost.
 * Inside a change a statement that nobody asks for an answer is only queued, and its error comes
 * with the next answer or the commit: a load of 90,000 rows waits 360 times, not 90,000.
 */
#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "store/postgres.h"

enum { QUEUE_MAX = 256 };           /* statements between two waits for answers */

static struct postgres *
self(struct store *s)
{
    return s->self;
}

/* ---- answers -------------------------------------------------------------------------------- */

static bool
is_good(const PGresult *r)
{
    return PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK;
}

static struct err *
check_result(struct cx *cx, PGresult *r)
{
    struct err *e = is_good(r) ? NULL : postgres_err(cx->arena, cx->store, r);

    PQclear(r);
    return e;
}

/* Reads the answers of what was queued; the first failure is the error, the rest follow it. */
static struct err *
drain(struct cx *cx)
{
    struct postgres *p = self(cx->store);
    struct err      *e = NULL;

    if (PQpipelineStatus(p->conn) == PQ_PIPELINE_OFF)
        return NULL;
    if (PQpipelineSync(p->conn) != 1)
        e = postgres_err(cx->arena, cx->store, NULL);
    p->queued = 0;
    for (bool more = !e; more;) {
        PGresult *r = PQgetResult(p->conn);

        if (PQresultStatus(r) == PGRES_FATAL_ERROR && r && !e)
            e = postgres_err(cx->arena, cx->store, r);
        more = PQresultStatus(r) != PGRES_PIPELINE_SYNC && PQstatus(p->conn) == CONNECTION_OK;
        PQclear(r);
    }
    if (PQexitPipelineMode(p->conn) != 1 && !e)
        e = postgres_err(cx->arena, cx->store, NULL);
    return e;
}

static struct err *
command(struct cx *cx, const char *sql)
{
    TRY(drain(cx));
    return check_result(cx, PQexec(self(cx->store)->conn, sql));
}

/* ---- the connection ------------------------------------------------------------------------- */

/* Between units a lost connection is made again, as it was; inside one it stays lost. */
static struct err *
revive(struct cx *cx)
{
    struct store *s = cx->store;
    bool          guarded = s->guarded;

    if (s->unit != UNIT_NONE)
        return postgres_err_lost(cx->arena, s, false);
    TRY(postgres_connect(cx->arena, s));
    s->turns++;                 /* another node may count its transactions otherwise */
    if (guarded)
        TRY(command(cx, "SET default_transaction_read_only = on"));
    s->guarded = guarded;
    return NULL;
}

/* A command that may be the first to notice that the connection is gone. */
static struct err *
first_command(struct cx *cx, const char *sql)
{
    struct postgres *p = self(cx->store);
    struct err      *e = p->lost ? NULL : command(cx, sql);

    if (!p->lost)
        return e;
    TRY(revive(cx));
    return command(cx, sql);
}

static struct err *
postgres_guard(struct cx *cx, bool read_only)
{
    return first_command(cx, read_only ? "SET default_transaction_read_only = on"
                                       : "SET default_transaction_read_only = off");
}

static struct err *
postgres_begin(struct cx *cx, enum unit unit)
{
    static const char *const begin[] = {
        [UNIT_CHANGE] = "BEGIN ISOLATION LEVEL SERIALIZABLE",
        [UNIT_READ] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        /* Each statement sees what the one before us in the lock has just committed. */
        [UNIT_MIGRATE] = "BEGIN ISOLATION LEVEL READ COMMITTED",
    };

    TRY(first_command(cx, begin[unit]));
    return unit == UNIT_MIGRATE ? command(cx, "SELECT pg_advisory_xact_lock(306371126594)") : NULL;
}

static struct err *
postgres_commit(struct cx *cx)
{
    struct postgres *p = self(cx->store);

    TRY(drain(cx));
    PGresult *r = PQexec(p->conn, "COMMIT");

    /* A doomed transaction answers COMMIT with ROLLBACK. */
    if (is_good(r) && strcmp(PQcmdStatus(r), "COMMIT") != 0) {
        PQclear(r);
        return err_engine(cx->arena, cx->store->name, S("the change was rolled back"));
    }
    /* A failure that the server did not name (no memory here) is no word about the commit. */
    p->lost |= !is_good(r) && !PQresultErrorField(r, PG_DIAG_SQLSTATE);
    struct err *e = check_result(cx, r);

    return e && p->lost ? postgres_err_lost(cx->arena, cx->store, true) : e;
}

/* Throws away the answers of what was queued. */
static void
discard(struct postgres *p)
{
    if (PQpipelineStatus(p->conn) == PQ_PIPELINE_OFF)
        return;
    bool more = PQpipelineSync(p->conn) == 1;

    while (more) {
        PGresult *r = PQgetResult(p->conn);

        more = PQresultStatus(r) != PGRES_PIPELINE_SYNC && PQstatus(p->conn) == CONNECTION_OK;
        PQclear(r);
    }
    p->queued = 0;
    if (PQexitPipelineMode(p->conn) != 1)
        p->lost = true;
}

static void
postgres_rollback(struct store *s)
{
    struct postgres *p = self(s);

    discard(p);
    if (PQtransactionStatus(p->conn) == PQTRANS_IDLE)
        return;
    PGresult *r = PQexec(p->conn, "ROLLBACK");

    p->lost |= !is_good(r);
    PQclear(r);
}

static struct err *
postgres_ping(struct cx *cx)
{
    return first_command(cx, "SELECT 1");
}

/* ---- statements ----------------------------------------------------------------------------- */

/* The statement's plan is made once a connection, under the statement's own name. */
static struct err *
prepare(struct cx *cx, const struct statement *st)
{
    struct postgres *p = self(cx->store);
    Oid              type[VALUES_MAX];

    if (*cache_at(&p->cache, st))
        return NULL;
    TRY(drain(cx));
    for (size_t i = 0; i < st->n_params; i++)
        type[i] = pg_oid(st->param[i]);
    TRY(check_result(cx, PQprepare(p->conn, st->name, st->postgres, (int)st->n_params, type)));
    *cache_at(&p->cache, st) = p;
    return NULL;
}

static struct err *
check_columns(struct cx *cx, const struct statement *st, const PGresult *r)
{
    assert((size_t)PQnfields(r) == st->n_columns);
    for (size_t i = 0; i < st->n_columns; i++) {
        Oid type = PQftype(r, (int)i);

        if (!pg_type_fits(type, st->column[i]))
            return err_column(cx, st, i, pg_type_name(cx->arena, type));
    }
    return NULL;
}

static struct err *
postgres_prepare(struct cx *cx, const struct statement *st)
{
    struct postgres *p = self(cx->store);

    TRY(prepare(cx, st));
    PGresult   *r = PQdescribePrepared(p->conn, st->name);
    struct err *e = is_good(r) ? check_columns(cx, st, r) : postgres_err(cx->arena, cx->store, r);

    PQclear(r);
    return e;
}

static struct err *
give_rows(struct cx *cx, const struct statement *st, const PGresult *r, const struct ask *ask)
{
    struct value column[VALUES_MAX];

    TRY(check_columns(cx, st, r));
    for (int i = 0; i < PQntuples(r); i++) {
        for (size_t k = 0; k < st->n_columns; k++) {
            column[k] = (struct value){ .kind = st->column[k] };
            pg_take(r, i, (int)k, &column[k]);
        }
        self(cx->store)->given++;
        TRY(ask->row(cx, column, ask->arg));
    }
    return NULL;
}

/* Gives the rows while the result is on the list of open ones, for a jump out of a full arena. */
static struct err *
take_result(struct cx *cx, const struct statement *st, PGresult *r, const struct ask *ask)
{
    struct postgres *p = self(cx->store);
    struct err      *e = NULL;

    assert(p->n_open < OPEN_MAX);
    p->open[p->n_open++] = r;
    if (!is_good(r))
        e = postgres_err(cx->arena, cx->store, r);
    else if (ask->row)
        e = give_rows(cx, st, r, ask);
    if (!e && ask->n_changed && !str_int64(str_of(PQcmdTuples(r)), ask->n_changed))
        *ask->n_changed = 0;
    PQclear(p->open[--p->n_open]);
    return e;
}

/* Sends without waiting for the answer. */
static struct err *
queue(struct cx *cx, const struct statement *st, const struct pg_params *v)
{
    struct postgres *p = self(cx->store);

    if (PQpipelineStatus(p->conn) == PQ_PIPELINE_OFF && PQenterPipelineMode(p->conn) != 1)
        return postgres_err(cx->arena, cx->store, NULL);
    if (PQsendQueryPrepared(p->conn, st->name, (int)st->n_params, v->value, v->length, v->format,
                            1) != 1)
        return postgres_err(cx->arena, cx->store, NULL);
    return ++p->queued < QUEUE_MAX ? NULL : drain(cx);
}

static struct err *
run_once(struct cx *cx, const struct statement *st, const struct pg_params *v,
         const struct ask *ask)
{
    struct postgres *p = self(cx->store);

    TRY(prepare(cx, st));
    if (!ask->row && !ask->n_changed && cx->store->unit == UNIT_CHANGE)
        return queue(cx, st, v);
    TRY(drain(cx));
    PGresult *r = PQexecPrepared(p->conn, st->name, (int)st->n_params, v->value, v->length,
                                 v->format, 1);

    return take_result(cx, st, r, ask);
}

/* Outside of a unit there are only reads: one that gave no row yet may be asked again. */
static struct err *
postgres_run(struct cx *cx, const struct statement *st, const struct ask *ask)
{
    struct postgres *p = self(cx->store);
    uint64_t         given = p->given;
    struct pg_params v;

    pg_params_of(&v, st, ask->param);
    struct err *e = p->lost ? NULL : run_once(cx, st, &v, ask);

    if (!p->lost || (e && (p->given != given || cx->store->unit != UNIT_NONE)))
        return e;
    TRY(revive(cx));
    return run_once(cx, st, &v, ask);
}

static struct err *
take_version(struct cx *cx, const struct value *column, void *out)
{
    *(struct str *)out = str_copy(cx->arena, column[0].s);
    return NULL;
}

/*
 * Which transactions this moment sees: no commit anywhere in the server leaves it as it was. That
 * holds on a node that takes writes, and postgres_open.c connects to no other.
 */
static struct err *
postgres_version(struct cx *cx, struct str *out)
{
    static const enum value_kind  kind[] = { VALUE_TEXT };
    static const struct statement version = {
        .name = "postgres_version", .postgres = "SELECT pg_current_snapshot()::text",
        .column = kind, .n_columns = 1,
    };

    return postgres_run(cx, &version, &(struct ask){ .row = take_version, .arg = out });
}

static struct err *
postgres_script(struct cx *cx, const char *sql)
{
    return command(cx, sql);
}

static struct err *
wait_for_locks(struct cx *cx, int32_t ms)
{
    return first_command(cx, str_z(cx->arena, str_fmt(cx->arena, "SET lock_timeout = %d", ms)));
}

/* A copy that is being made reads for long. Who waits for it holds up all that come after, so the
 * wait is short, and is tried again. */
static struct err *
postgres_scrub(struct cx *cx, const char *table, bool *done)
{
    enum { WAIT_MS = 100 };

    TRY(wait_for_locks(cx, WAIT_MS));
    struct err *e = command(cx, str_z(cx->arena, str_fmt(cx->arena, "VACUUM FULL %s", table)));
    bool        is_read = e && strcmp(e->code, "store.busy") == 0;

    TRY(wait_for_locks(cx, cx->store->busy_ms));
    *done = !e;
    return is_read ? NULL : e;
}

static void
postgres_reset(struct store *s)
{
    struct postgres *p = self(s);

    while (p->n_open)
        PQclear(p->open[--p->n_open]);
    discard(p);
}

static void
postgres_close(struct store *s)
{
    PQfinish(self(s)->conn);
    self(s)->conn = NULL;
}

const struct engine postgres_engine = {
    .close = postgres_close,   .guard = postgres_guard,       .begin = postgres_begin,
    .commit = postgres_commit, .rollback = postgres_rollback, .run = postgres_run,
    .script = postgres_script, .prepare = postgres_prepare,   .ping = postgres_ping,
    .reset = postgres_reset,   .version = postgres_version, .scrub = postgres_scrub,
    .tables = postgres_tables, .check = postgres_check,     .durable = postgres_durable,
    .examine = postgres_examine,
};
