/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * unit_store.c — an empty database for a test: a SQLite file in a directory under /tmp, or a schema
 * of its own on the server of GUYUB_TEST_PG.
 *
 * One database of each engine lives at a time: the next unit_cx of the same engine, or the end of
 * the program, closes it and takes it away. Connections have an arena of their own, since the
 * test's is emptied first.
 */
#include "unit_store.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libpq-fe.h>

#include "base/log.h"
#include "base/rand.h"
#include "cx.h"
#include "unit.h"

enum { CONNECTIONS_MAX = 4, NOW_S = 1763700000 };

struct connection { struct arena arena; struct store *store; struct cx cx; struct rand chance; };

static struct place {
    struct arena      texts;            /* for the two below                  */
    struct str        url, name;        /* name: the directory, or the schema */
    struct connection connection[CONNECTIONS_MAX];
    size_t            n;
    int32_t           made;             /* databases so far                   */
    pid_t             owner;            /* a forked child leaves it alone     */
} places[2];

static bool
on_server(struct str sql)
{
    PGconn   *c = PQconnectdb(getenv("GUYUB_TEST_PG"));

    PQclear(PQexec(c, "SET client_min_messages = warning"));
    PGresult *r = PQexec(c, str_z(&places[STORE_POSTGRES].texts, sql));
    bool      ok = PQresultStatus(r) == PGRES_COMMAND_OK;

    if (!ok)
        fprintf(stderr, "%.*s: %s\n", TEXT(sql), PQerrorMessage(c));
    PQclear(r);
    PQfinish(c);
    return ok;
}

static void
take_away(enum store_kind kind)
{
    struct place *p = &places[kind];

    if (p->n == 0 || p->owner != getpid())
        return;
    while (p->n) {
        struct connection *c = &p->connection[--p->n];

        store_close(c->store);
        arena_drop(&c->arena);
    }
    if (kind == STORE_SQLITE)
        unit_remove(str_z(&p->texts, p->name));
    else
        on_server(str_fmt(&p->texts, "DROP SCHEMA %.*s CASCADE", TEXT(p->name)));
}

__attribute__((destructor)) static void
take_all_away(void)
{
    take_away(STORE_SQLITE);
    take_away(STORE_POSTGRES);
}

static struct cx *
connect(enum store_kind kind)
{
    struct place      *p = &places[kind];
    struct connection *c = &p->connection[p->n];

    assert(p->n < CONNECTIONS_MAX);
    *c = (struct connection){ .arena = arena_make((size_t)16 << 20), .chance = { .state = 1 } };
    struct err *e = store_open(&c->arena, &c->store, p->url,
                               (struct store_options){ .create = true });

    if (e) {
        struct str line = err_line(&c->arena, LANG_EN, e);

        fprintf(stderr, "unit_cx: %.*s\n", TEXT(line));
        arena_drop(&c->arena);
        return NULL;
    }
    p->n++;
    c->cx = (struct cx){ .arena = unit_arena(), .store = c->store, .chance = &c->chance,
                         .now_s = NOW_S, .lang = LANG_EN };
    return &c->cx;
}

static bool
make_file(struct place *p)
{
    static const char name[] = "/tmp/guyub-unit.XXXXXX";
    char             *made = NEWS(&p->texts, char, sizeof name);

    memcpy(made, name, sizeof name);
    if (!mkdtemp(made))
        return false;
    p->name = str_of(made);
    p->url = str_fmt(&p->texts, "sqlite:%s/unit.db", made);
    return true;
}

static bool
make_schema(struct place *p)
{
    const char *server = getenv("GUYUB_TEST_PG");

    assert(server);
    p->name = str_fmt(&p->texts, "unit_%d_%d", (int)getpid(), p->made);
    p->url = str_fmt(&p->texts, "%s%soptions=-csearch_path%%3D%.*s", server,
                     strchr(server, '?') ? "&" : "?", TEXT(p->name));
    return on_server(str_fmt(&p->texts, "CREATE SCHEMA %.*s", TEXT(p->name)));
}

struct cx *
unit_cx(enum store_kind kind)
{
    struct place *p = &places[kind];
    const char   *server = getenv("GUYUB_TEST_PG");

    if (kind == STORE_POSTGRES && !(server && *server)) {
        if (getenv("GUYUB_CI"))
            check("GUYUB_TEST_PG is set, see test/pg.sh", false);
        unit_skip("no PostgreSQL: run it with test/pg.sh");
        return NULL;
    }
    take_away(kind);
    log_from(LOG_WARN);
    if (p->made == 0)
        p->texts = arena_make(1 << 20);
    arena_reset(&p->texts);
    p->made++;
    p->owner = getpid();
    bool made = kind == STORE_SQLITE ? make_file(p) : make_schema(p);

    check("the test's database can be made", made);
    struct cx *cx = made ? connect(kind) : NULL;

    check("and opened", cx != NULL);
    return cx;
}

struct str
unit_url(enum store_kind kind)
{
    return places[kind].url;
}

struct cx *
unit_other_cx(enum store_kind kind)
{
    return connect(kind);
}
