/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * postgres_copy.c — what pg_dump and pg_restore have to know to reach what we reach (ADR 0020).
 *
 * A password never stands in a command line, where every user of the machine can read it; it is
 * given apart. A snapshot that was exported lets pg_dump see the moment that we count rows of.
 */
#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "store/postgres.h"

static PGconn *
conn_of(struct cx *cx)
{
    return ((struct postgres *)cx->store->self)->conn;
}

/* The only column of the only row. */
static struct err *
ask_text(struct cx *cx, const char *sql, struct str *out)
{
    PGresult   *r = PQexec(conn_of(cx), sql);
    bool        ok = PQresultStatus(r) == PGRES_TUPLES_OK && PQntuples(r) == 1;
    struct err *e = ok ? NULL : postgres_err(cx->arena, cx->store, r);

    if (ok)
        *out = str_copy(cx->arena, str_of(PQgetvalue(r, 0, 0)));
    PQclear(r);
    return e;
}

/* ---- what is in it --------------------------------------------------------------------------- */

static struct err *
count_rows(struct cx *cx, struct store_table *t)
{
    struct str n = { NULL, 0 };
    struct str sql = str_fmt(cx->arena, "SELECT count(*) FROM \"%.*s\"", TEXT(t->name));

    TRY(ask_text(cx, str_z(cx->arena, sql), &n));
    bool is = str_int64(n, &t->n_rows);

    assert(is);
    return NULL;
}

struct err *
postgres_tables(struct cx *cx, struct store_tables *out)
{
    static const char names[] =
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind IN ('r', 'p') AND n.nspname = current_schema()"
        " ORDER BY c.relname COLLATE \"C\"";
    PGresult   *r = PQexec(conn_of(cx), names);
    bool        ok = PQresultStatus(r) == PGRES_TUPLES_OK;
    struct err *e = ok ? NULL : postgres_err(cx->arena, cx->store, r);

    if (ok && PQntuples(r) > STORE_TABLES_MAX)
        e = err_tables_many(cx);
    for (int i = 0; !e && i < PQntuples(r); i++)
        out->row[out->n++].name = str_copy(cx->arena, str_of(PQgetvalue(r, i, 0)));
    PQclear(r);
    for (size_t i = 0; !e && i < out->n; i++)
        e = count_rows(cx, &out->row[i]);
    return e;
}

/* Its references were checked when they were written or restored; pages are read as they are. */
struct err *
postgres_check(struct cx *cx, struct str *wrong)
{
    (void)cx, (void)wrong;
    return NULL;
}

/* ---- for other programs ---------------------------------------------------------------------- */

/* 'it''s' of a conninfo: quoted, with a backslash before quotes and backslashes. */
static void
add_word(struct buf *b, const char *keyword, const char *value)
{
    buf_fmt(b, "%s%s='", b->n > 0 ? " " : "", keyword);
    for (const char *p = value; *p; p++) {
        if (*p == '\'' || *p == '\\')
            buf_byte(b, '\\');
        buf_byte(b, *p);
    }
    buf_byte(b, '\'');
}

/* Ours, of many hosts in the address, is the one that answered: its snapshot is known there. */
static const char *
value_now(PGconn *conn, const PQconninfoOption *o)
{
    if (strcmp(o->keyword, "host") == 0)
        return PQhost(conn);
    if (strcmp(o->keyword, "port") == 0)
        return PQport(conn);
    if (strcmp(o->keyword, "hostaddr") == 0)
        return NULL;
    return o->val;
}

static bool
is_secret(const char *keyword)
{
    return strcmp(keyword, "password") == 0 || strcmp(keyword, "sslpassword") == 0;
}

static struct str
conninfo_of(struct cx *cx)
{
    enum { CONNINFO_MAX = 16 << 10 };
    PGconn           *conn = conn_of(cx);
    PQconninfoOption *all = PQconninfo(conn);
    struct buf        b = buf_in(cx->arena, CONNINFO_MAX);

    for (const PQconninfoOption *o = all; o && o->keyword; o++) {
        const char *value = value_now(conn, o);

        if (value && *value && !is_secret(o->keyword) && strcmp(o->keyword, "options") != 0)
            add_word(&b, o->keyword, value);
    }
    PQconninfoFree(all);
    return buf_str(&b);
}

struct err *
postgres_outside(struct cx *cx, struct store_outside *out)
{
    const char *password = PQpass(conn_of(cx));

    *out = (struct store_outside){ .conninfo = conninfo_of(cx) };
    if (password && *password)
        out->password = str_copy(cx->arena, str_of(password));
    if (cx->store->unit != UNIT_READ)
        return NULL;
    struct str none;

    /* Copying takes longer than a unit of work may idle. */
    TRY(ask_text(cx, "SELECT set_config('idle_in_transaction_session_timeout', '0', true)",
                 &none));
    return ask_text(cx, "SELECT pg_export_snapshot()", &out->snapshot);
}
