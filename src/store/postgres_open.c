/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * postgres_open.c — connects to the node that may write, and names the ways of failing.
 *
 * The URI may list several hosts; libpq takes the first that accepts writes. What it says about a
 * failure is shown, the URI never is: it may hold a password.
 */
#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "store/postgres.h"

/* ---- errors --------------------------------------------------------------------------------- */

/* libpq's text on one line, without its last stop. */
static struct str
said_by(struct arena *a, const char *text)
{
    struct str said = str_trim(str_of(text));
    char      *p = NEWS(a, char, said.n + 1);

    for (size_t i = 0; i < said.n; i++)
        p[i] = said.p[i] == '\n' || said.p[i] == '\t' ? ' ' : said.p[i];
    if (said.n && p[said.n - 1] == '.')
        said.n--;
    return (struct str){ p, said.n };
}

static struct err *
err_unreachable(struct arena *a, const struct store *s, const char *said)
{
    return err_of(a, (struct err){
        .kind   = ERR_BUSY,
        .code   = "store.unreachable",
        .text   = MSG("The database {0} cannot be reached.", s->name),
        .detail = MSG("It says: {0}.", said_by(a, said)),
        .hint   = MSG("Look whether it runs, and whether the host, name, user and password in "
                      "GUYUB_DB are right; then try again."),
    });
}

struct err *
postgres_err_lost(struct arena *a, const struct store *s, bool committing)
{
    struct msg lost = MSG("The connection to the database {0} was lost.", s->name);

    if (committing && s->unit != UNIT_READ)
        return err_unsure(a, lost);
    return err_of(a, (struct err){
        .kind   = ERR_BUSY,
        .code   = "store.lost",
        .text   = lost,
        .detail = MSG("Nothing was changed."),
        .hint   = MSG("Try again."),
    });
}

static struct err *
err_conflict(struct arena *a)
{
    return err_of(a, (struct err){
        .kind = ERR_BUSY,
        .code = "store.conflict",
        .text = MSG("Someone else changed the same data at the same time."),
        .hint = MSG("Nothing was changed. Try again."),
    });
}

static struct err *
err_locked(struct arena *a, const struct store *s)
{
    return err_of(a, (struct err){
        .kind   = ERR_BUSY,
        .code   = "store.busy",
        .text   = MSG("The database {0} is being written by another program.", s->name),
        .detail = MSG("It stayed locked for {0} seconds.",
                      str_fmt(a, "%d.%d", s->busy_ms / 1000, s->busy_ms % 1000 / 100)),
        .hint   = MSG("Nothing was changed. Try again; if it stays, look in pg_stat_activity "
                      "for the one that holds the lock."),
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

/* SQLSTATEs that say the server is going, or may not write (any more). */
static bool
is_lost(const char *state)
{
    static const char *const lost[] = { "57P01", "57P02", "57P03", "25006" };

    for (size_t i = 0; i < COUNT(lost); i++)
        if (strcmp(state, lost[i]) == 0)
            return true;
    return strncmp(state, "08", 2) == 0;
}

static struct err *
err_of_state(struct arena *a, struct store *s, const char *state, struct str said)
{
    static const struct { const char *state, *code; } rule[] = {
        { "23505", "store.unique" },   { "23503", "store.foreign_key" },
        { "23502", "store.not_null" }, { "23514", "store.check" },
    };

    for (size_t i = 0; i < COUNT(rule); i++)
        if (strcmp(state, rule[i].state) == 0)
            return err_rule(a, rule[i].code, said);
    if (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0)
        return err_conflict(a);
    if (strcmp(state, "25006") == 0)
        return err_read_only(a, said);
    if (strcmp(state, "55P03") == 0)
        return err_locked(a, s);
    if (strcmp(state, "53100") == 0)
        return err_full(a, s);
    return err_engine(a, s->name, said);
}

struct err *
postgres_err(struct arena *a, struct store *s, const PGresult *r)
{
    struct postgres *p = s->self;
    const char      *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
    const char      *primary = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);

    if (PQstatus(p->conn) == CONNECTION_BAD || (state && is_lost(state) && !s->guarded)) {
        p->lost = true;
        return postgres_err_lost(a, s, false);
    }
    return err_of_state(a, s, state ? state : "",
                        said_by(a, primary ? primary : PQerrorMessage(p->conn)));
}

/* ---- the name for people -------------------------------------------------------------------- */

static struct str
option_of(struct arena *a, const PQconninfoOption *o, const char *keyword)
{
    for (; o->keyword; o++)
        if (strcmp(o->keyword, keyword) == 0)
            return o->val ? str_copy(a, str_of(o->val)) : str_of(NULL);
    return str_of(NULL);
}

/* The URI again, from its parts, without the password; false if libpq cannot read it. */
static bool
name_of(struct arena *a, const char *uri, struct str *name)
{
    PQconninfoOption *o = PQconninfoParse(uri, NULL);

    if (!o)
        return false;
    struct str user = option_of(a, o, "user"), host = option_of(a, o, "host");
    struct str port = option_of(a, o, "port"), db = option_of(a, o, "dbname");

    *name = str_fmt(a, "postgresql://%.*s%s%.*s%s%.*s/%.*s", TEXT(user), user.n ? "@" : "",
                    TEXT(host), port.n ? ":" : "", TEXT(port), TEXT(db));
    PQconninfoFree(o);
    return true;
}

static struct err *
err_uri(struct arena *a)
{
    return err_of(a, (struct err){
        .kind = ERR_INPUT,
        .code = "store.url",
        .text = MSG("The PostgreSQL address is not one that can be read."),
        .hint = MSG("Write postgresql://USER@HOST:PORT/NAME; percent-encode special characters "
                    "in the password."),
    });
}

/* ---- connecting ----------------------------------------------------------------------------- */

static void
note(void *arg, const char *message)
{
    (void)arg;
    LOG(LOG_DEBUG, "store.notice", LOG_TEXT("says", str_trim(str_of(message))));
}

/* Ours come first: the URI may say otherwise. */
static PGconn *
dial(const char *uri)
{
    static const char *const keyword[] = {
        "application_name", "connect_timeout", "target_session_attrs", "keepalives_idle",
        "keepalives_interval", "keepalives_count", "tcp_user_timeout", "dbname",
        "client_encoding", NULL,
    };
    const char *const value[] = {
        "guyub", "5", "read-write", "15", "5", "3", "15000", uri, "UTF8", NULL,
    };

    return PQconnectdbParams(keyword, value, 1);
}

struct err *
postgres_set_up(struct arena *a, struct store *s)
{
    struct postgres *p = s->self;
    struct str       sql = str_fmt(a,
        "SET lock_timeout = %d; SET idle_in_transaction_session_timeout = 60000;"
        "SET TIME ZONE 'UTC'; SET standard_conforming_strings = on;"
        "SET default_transaction_read_only = off", s->busy_ms);

    PQsetNoticeProcessor(p->conn, note, NULL);
    PGresult *r = PQexec(p->conn, str_z(a, sql));
    bool      ok = PQresultStatus(r) == PGRES_COMMAND_OK;

    PQclear(r);
    return ok ? NULL : err_unreachable(a, s, PQerrorMessage(p->conn));
}

struct err *
postgres_connect(struct arena *a, struct store *s)
{
    struct postgres *p = s->self;

    PQfinish(p->conn);
    p->conn = dial(p->uri);
    p->queued = 0;
    s->guarded = false;
    cache_clear(&p->cache);
    p->lost = PQstatus(p->conn) != CONNECTION_OK;
    if (p->lost)
        return err_unreachable(a, s, PQerrorMessage(p->conn));
    return postgres_set_up(a, s);
}

struct err *
postgres_open(struct arena *a, struct store *s, struct str uri, struct store_options options)
{
    struct postgres *p = NEW(a, struct postgres);

    (void)options;
    s->engine = &postgres_engine;
    s->kind = STORE_POSTGRES;
    s->self = p;
    p->uri = str_z(a, uri);
    if (!name_of(a, p->uri, &s->name))
        return err_uri(a);
    struct err *e = postgres_connect(a, s);

    if (e)
        PQfinish(p->conn);
    return e;
}
