/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "store/postgres.h"

enum { VERSION_LEAST = 150000, LEFT_FEW = 10, LEFT_NONE = 3, OFF_S = 2, OFF_MUCH_S = 60 };

/* The only column of the only row; unknown: it cannot be asked by this user. */
static struct str
ask(struct cx *cx, const char *sql)
{
    struct postgres *p = cx->store->self;
    PGresult        *r = PQexec(p->conn, sql);
    struct str       is = { NULL, 0 };

    if (PQresultStatus(r) == PGRES_TUPLES_OK && PQntuples(r) == 1 && !PQgetisnull(r, 0, 0))
        is = str_copy(cx->arena, str_of(PQgetvalue(r, 0, 0)));
    PQclear(r);
    return is;
}

static int64_t
ask_number(struct cx *cx, const char *sql)
{
    int64_t n;

    return str_int64(ask(cx, sql), &n) ? n : -1;
}

/* ---- whether writes stay --------------------------------------------------------------------- */

/* The setting as it is in force in this session, whoever set it and where. */
static const struct rule {
    const char *name, *good[4];
    enum store_health otherwise;
    const char *means, *hint;
} rules[] = {
    { "fsync", { "on" }, STORE_BAD,
      N_("A loss of power can destroy the whole database."),
      N_("Set fsync = on in postgresql.conf and restart PostgreSQL.") },
    { "full_page_writes", { "on" }, STORE_BAD,
      N_("A loss of power can leave torn pages."),
      N_("Set full_page_writes = on in postgresql.conf and reload it.") },
    { "synchronous_commit", { "on", "remote_apply" }, STORE_BAD,
      N_("Changes are confirmed before they are safe, and a loss of power loses them."),
      N_("Set synchronous_commit = on, also for this user and this database: "
         "ALTER ROLE … RESET synchronous_commit; ALTER DATABASE … RESET synchronous_commit.") },
    { "data_checksums", { "on" }, STORE_DOUBT,
      N_("A disk that changes bytes is not noticed."),
      N_("Stop PostgreSQL when it suits, and turn them on: pg_checksums --enable") },
};

static bool
is_good(const struct rule *rule, struct str is)
{
    for (size_t i = 0; i < COUNT(rule->good) && rule->good[i]; i++)
        if (str_eq(is, str_of(rule->good[i])))
            return true;
    return false;
}

static const char *
code_of(struct cx *cx, const char *name)
{
    return str_z(cx->arena, str_fmt(cx->arena, "store.%s", name));
}

static void
look_at_setting(struct cx *cx, const struct rule *rule, struct store_notes *notes)
{
    struct arena *a = cx->arena;
    struct str    is = ask(cx, str_z(a, str_fmt(a, "SELECT current_setting('%s')", rule->name)));
    struct str    name = str_of(rule->name);

    if (is_good(rule, is))
        store_note(notes, STORE_WELL, code_of(cx, rule->name), MSG("PostgreSQL: {0} = {1}.", name,
                                                                   is), MSG_NONE);
    else
        store_note(notes, rule->otherwise, code_of(cx, rule->name),
                   MSG("PostgreSQL: {0} = {1}. {2}", name, is,
                       msg_text(a, cx->lang, (struct msg){ .id = rule->means })),
                   (struct msg){ .id = rule->hint });
}

struct err *
postgres_durable(struct cx *cx, struct store_notes *notes)
{
    TRY(cx->store->engine->ping(cx));
    for (size_t i = 0; i < COUNT(rules); i++)
        look_at_setting(cx, &rules[i], notes);
    return NULL;
}

/* ---- the rest -------------------------------------------------------------------------------- */

static void
look_at_version(struct cx *cx, struct store_notes *notes)
{
    struct str shown = ask(cx, "SELECT current_setting('server_version')");

    if (ask_number(cx, "SELECT current_setting('server_version_num')") >= VERSION_LEAST)
        store_note(notes, STORE_WELL, "store.version", MSG("PostgreSQL {0}.", shown), MSG_NONE);
    else
        store_note(notes, STORE_BAD, "store.version", MSG("PostgreSQL {0} is too old.", shown),
                   MSG("This program is tested with PostgreSQL 15 and later: upgrade the server."));
}

static void
look_at_connections(struct cx *cx, struct store_notes *notes)
{
    int64_t left = ask_number(cx,
        "SELECT current_setting('max_connections')::int"
        " - current_setting('superuser_reserved_connections')::int"
        " - (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')");
    struct str shown = str_int(cx->arena, left);

    store_note(notes, left < LEFT_NONE ? STORE_BAD : left < LEFT_FEW ? STORE_DOUBT : STORE_WELL,
               "store.connections", MSG("PostgreSQL takes {0} more connections.", shown),
               left < LEFT_FEW ? MSG("Raise max_connections, or give the server fewer workers.")
                               : MSG_NONE);
}

static void
look_at_twins(struct cx *cx, struct store_notes *notes)
{
    struct str archive = ask(cx, "SELECT current_setting('archive_mode')");
    int64_t    standbys = ask_number(cx, "SELECT count(*) FROM pg_stat_replication");

    if (standbys > 0 || !str_eq(archive, S("off")))
        store_note(notes, STORE_WELL, "store.standby",
                   MSG("Standby servers: {0}; archive of the log: {1}.",
                       str_int(cx->arena, standbys), archive), MSG_NONE);
    else
        store_note(notes, STORE_DOUBT, "store.standby",
                   MSG("There is no standby server and no archive of the log."),
                   MSG("What was done since the last copy would be lost with the disk. For the "
                       "nation's installation set up a standby, or archive_mode."));
}

static void
look_at_clock(struct cx *cx, struct store_notes *notes)
{
    int64_t there = ask_number(cx, "SELECT extract(epoch FROM clock_timestamp())::bigint");
    int64_t off = there - clock_now_s(), by = off < 0 ? -off : off;

    store_note(notes, by > OFF_MUCH_S ? STORE_BAD : by > OFF_S ? STORE_DOUBT : STORE_WELL,
               "store.clock", MSG("The clocks of this machine and of PostgreSQL differ by {0} s.",
                                  str_int(cx->arena, by)),
               by > OFF_S ? MSG("Let both take the time from the network: systemd-timesyncd or "
                                "chrony.") : MSG_NONE);
}

struct err *
postgres_examine(struct cx *cx, struct store_notes *notes)
{
    look_at_version(cx, notes);
    look_at_connections(cx, notes);
    look_at_twins(cx, notes);
    look_at_clock(cx, notes);
    return NULL;
}
