/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* app_cli.c — the commands that belong to no slice: serve, init, routes, sql, help. */
#include <libpq-fe.h>
#include <sqlite3.h>

#include "app/care/backup_cli.h"
#include "app/care/doctor.h"
#include "app/modules.h"
#include "app/server/runner_cli.h"
#include "app/server/serve_cli.h"
#include "app/shell/command.h"
#include "app/shell/help.h"
#include "app/shell/pack_cli.h"
#include "app/shell/rights_cli.h"
#include "app/shell/settings.h"
#include "app/shell/settings_cli.h"
#include "base/arena.h"
#include "base/secret.h"
#include "ground/identity/identity.h"
#include "ground/post/post.h"
#include "ground/subject/subject.h"
#include "web/route_table.h"

static const struct settings *
settings_of(struct shell *sh)
{
    return ((struct app_shell *)sh)->settings;
}

/* ---- init ----------------------------------------------------------------------------------- */

/* Makes the key file of a new database; one that was begun with a key needs that one back. */
static struct err *
init_key(struct cx *cx, struct shell *sh, struct str path)
{
    struct secret_key *key = NEW(cx->arena, struct secret_key);
    bool               is_begun;

    TRY(subject_is_begun(cx, &is_begun));
    TRY(secret_key_file(cx->arena, key, path, !is_begun));
    cx->key = key;
    TRY(subject_check_key(cx));
    if (!is_begun)
        shell_say(cx, sh, MSG("{0} holds the key of this installation: "
                              "keep a copy of it, apart from copies of the database.", path));
    return NULL;
}

#define FIRST_LOGIN "admin"

/* One change: an account without a post, or without a password, would be nobody's. */
static struct err *
first_once(struct cx *cx, void *arg)
{
    struct identity_first *first = arg;

    TRY(identity_first(cx, S(FIRST_LOGIN), S("Administrator"), first));
    return first->made ? post_first(cx, first->id) : NULL;
}

/* The password is shown here and nowhere else. */
static struct err *
init_first(struct cx *cx, struct shell *sh)
{
    struct identity_first first = { .made = false };

    TRY(store_change(cx, "init_first", first_once, &first));
    if (!first.made)
        return NULL;
    shell_say(cx, sh, MSG("The first administrator is made. Sign in with it and invite others:"));
    shell_line(cx, sh, MSG("Login"), S(FIRST_LOGIN));
    shell_line(cx, sh, MSG("Password"), first.password);
    shell_say(cx, sh, MSG("The password is shown this once. "
                          "Set another with: guyub account password {0}", S(FIRST_LOGIN)));
    return NULL;
}

static struct err *
init_run(struct cx *cx, struct shell *sh)
{
    size_t  n;
    int64_t applied;
    const struct migration *const *list = app_migrations(cx->arena, &n);

    TRY(store_migrate(cx, list, n, &applied));
    if (applied)
        shell_say(cx, sh, MSG("{0}: {1} of {2} migrations were missing and are in.",
                              store_name(cx->store), str_int(cx->arena, applied),
                              str_int(cx->arena, (int64_t)n)));
    TRY(init_key(cx, sh, settings_of(sh)->key));
    for (const struct module *const *m = app_modules; *m; m++)
        if ((*m)->load)
            TRY((*m)->load(cx, sh->out));
    TRY(init_first(cx, sh));
    TRY(store_analyze(cx));
    shell_say(cx, sh, MSG("{0} is ready.", store_name(cx->store)));
    return NULL;
}

/* ---- routes --------------------------------------------------------------------------------- */

static struct str
format_names(struct cx *cx, uint32_t serves)
{
    static const struct { enum format format; struct str name; } known[] = {
        { AS_HTML, { "html", 4 } }, { AS_JSON, { "json", 4 } }, { AS_CSV, { "csv", 3 } },
    };
    struct str name[COUNT(known)];
    size_t     n = 0;

    for (size_t i = 0; i < COUNT(known); i++)
        if ((serves ? serves : AS_HTML | AS_JSON) & known[i].format)
            name[n++] = known[i].name;
    return str_join(cx->arena, S(" "), name, n);
}

static void
route_row(struct cx *cx, struct table *t, const struct route *r)
{
    struct str *cell = table_row(t);

    cell[0] = route_method_name(r->method);
    cell[1] = str_of(r->path);
    cell[2] = right_word(r->right);
    cell[3] = format_names(cx, r->serves);
    cell[4] = msg_text(cx->arena, cx->lang, (struct msg){ .id = r->help });
}

static struct err *
routes_run(struct cx *cx, struct shell *sh)
{
    const struct column column[] = {
        { "method",  MSG("Method"),  COLUMN_TEXT }, { "path", MSG("Path"), COLUMN_TEXT },
        { "right",   MSG("Right"),   COLUMN_TEXT }, { "formats", MSG("Formats"), COLUMN_TEXT },
        { "help",    MSG("What it shows"), COLUMN_TEXT },
    };
    size_t n = 0;

    for (const struct module *const *m = app_modules; *m; m++)
        n += (*m)->n_routes;
    struct table t = table_in(cx->arena, column, COUNT(column), n);

    for (const struct module *const *m = app_modules; *m; m++)
        for (size_t i = 0; i < (*m)->n_routes; i++)
            route_row(cx, &t, &(*m)->routes[i]);
    shell_table(cx, sh, &t);
    return NULL;
}

/* ---- sql ------------------------------------------------------------------------------------ */

static struct err *
sql_run(struct cx *cx, struct shell *sh)
{
    const struct column column[] = {
        { "module", MSG("Module"), COLUMN_TEXT },     { "name",   MSG("Statement"), COLUMN_TEXT },
        { "writes", MSG("Writes"), COLUMN_BOOL },     { "params", MSG("Parameters"), COLUMN_INT },
        { "columns", MSG("Columns"), COLUMN_INT },    { "most",   MSG("Rows at most"), COLUMN_INT },
    };
    size_t n;

    app_statements(cx->arena, &n);
    struct table t = table_in(cx->arena, column, COUNT(column), n);

    for (const struct module *const *m = app_modules; *m; m++)
        for (size_t i = 0; i < (*m)->n_statements; i++) {
            const struct statement *s = (*m)->statements[i];
            struct str *cell = table_row(&t);

            cell[0] = str_of((*m)->name);
            cell[1] = str_of(s->name);
            cell[2] = str_bool(s->writes);
            cell[3] = str_int(cx->arena, (int64_t)s->n_params);
            cell[4] = str_int(cx->arena, (int64_t)s->n_columns);
            cell[5] = s->most > 0 ? str_int(cx->arena, s->most) : (struct str){ NULL, 0 };
        }
    shell_table(cx, sh, &t);
    return NULL;
}

static struct err *
sql_check_run(struct cx *cx, struct shell *sh)
{
    size_t n;
    const struct statement *const *list = app_statements(cx->arena, &n);

    TRY(store_prepare_all(cx, list, n));
    shell_say(cx, sh, MSG("{0} takes all {1} statements.", store_name(cx->store),
                          str_int(cx->arena, (int64_t)n)));
    return NULL;
}

/* ---- version -------------------------------------------------------------------------------- */

struct version { struct str program, commit, sqlite, libpq; };

static struct version
version_now(struct arena *a)
{
    int pq = PQlibVersion();            /* 150006 is 15.6 */

    return (struct version){
        .program = S(GUYUB_VERSION), .commit = S(GUYUB_COMMIT),
        .sqlite = str_of(sqlite3_libversion()),
        .libpq = str_fmt(a, "%d.%d", pq / 10000, pq % 10000),
    };
}

static void
version_json(struct json *j, const void *model)
{
    const struct version *v = model;

    json_open(j, '{');
    json_str_at(j, "version", v->program);
    json_str_at(j, "commit", v->commit);
    json_str_at(j, "sqlite", v->sqlite);
    json_str_at(j, "libpq", v->libpq);
    json_close(j, '}');
}

static struct err *
version_run(struct cx *cx, struct shell *sh)
{
    struct version v = version_now(cx->arena);

    if (sh->json) {
        shell_json(sh, version_json, &v);
        return NULL;
    }
    buf_fmt(sh->out, "guyub %.*s (%.*s)\nSQLite %.*s, libpq %.*s\n",
            TEXT(v.program), TEXT(v.commit), TEXT(v.sqlite), TEXT(v.libpq));
    return NULL;
}

/* ---- help ----------------------------------------------------------------------------------- */

static struct err *
help_run(struct cx *cx, struct shell *sh)
{
    struct command_list list = command_all(cx->arena);
    struct str          next[COMMAND_NEXT_MAX];
    size_t              n = 0;

    while (n < COUNT(sh->arg) && str_is_known(sh->arg[n]))
        n++;
    const struct command *c = command_find(list, sh->arg, n);

    if (c && command_usage(c).n_words == n)
        help_command(cx, sh->out, c);
    else if (command_next(list, sh->arg, n, next) > 0)
        help_group(cx, sh->out, list, sh->arg, n);
    else
        return err_of(cx->arena, (struct err){
            .kind = ERR_INPUT, .code = "cli.unknown_command",
            .text = MSG("There is no command \"{0}\".", str_join(cx->arena, S(" "), sh->arg, n)),
            .hint = MSG("The commands are listed by: guyub help"),
        });
    return NULL;
}

static struct err *
man_run(struct cx *cx, struct shell *sh)
{
    help_man(cx, sh->out, command_all(cx->arena));
    return NULL;
}

static struct err *
bash_run(struct cx *cx, struct shell *sh)
{
    help_bash(cx, sh->out, command_all(cx->arena));
    return NULL;
}

const struct command app_commands[] = {
    { "serve", NEEDS_NOTHING, false, &serve_form, serve_run,
      N_("Serve the pages, until Ctrl-C") },
    { "work", NEEDS_NOTHING, false, &work_form, work_run,
      N_("Run jobs, until Ctrl-C: on a machine that serves no pages") },
    { "init", NEEDS_NEW_STORE, false, NULL, init_run,
      N_("Make the database or bring it up to date, and load what is missing") },
    { "settings", NEEDS_NOTHING, true, NULL, settings_run,
      N_("List all settings and what they are now") },
    { "backup [FOLDER]", NEEDS_NOTHING, true, &backup_form, backup_run,
      N_("Copy the database while it is used, and try the copy") },
    { "backup check DIR", NEEDS_NOTHING, true, &backup_check_form, backup_check_run,
      N_("Restore a copy in a scratch place and hold it to what it should be") },
    { "backup list [FOLDER]", NEEDS_NOTHING, true, NULL, backup_list_run,
      N_("List the copies in a folder, newest first") },
    { "restore DIR", NEEDS_NOTHING, true, &restore_form, restore_cli_run,
      N_("Make the database anew from a copy and the latest keys of persons") },
    { "doctor", NEEDS_NOTHING, true, NULL, doctor_run,
      N_("Say how this installation is, and what to do about it") },
    { "routes", NEEDS_NOTHING, true, NULL, routes_run, N_("List the addresses that are served") },
    { "rights", NEEDS_NOTHING, true, NULL, rights_run, N_("List the rights and who has them") },
    { "rights page", NEEDS_NOTHING, false, NULL, rights_page_run,
      N_("Print who may what as a page (Markdown): doc/who-may-what.md") },
    { "sql", NEEDS_NOTHING, true, NULL, sql_run, N_("List the named statements") },
    { "sql check", NEEDS_STORE, false, NULL, sql_check_run,
      N_("Let the database check every statement") },
    { "pack check FILE…", NEEDS_NOTHING, true, &pack_check_form, pack_check_run,
      N_("Check packs: files, folders, or - for standard input; name every fault") },
    { "pack print FILE", NEEDS_NOTHING, false, &pack_print_form, pack_print_run,
      N_("Print a pack in its canonical form, without comments") },
    { "pack schema KIND", NEEDS_NOTHING, false, NULL, pack_schema_run,
      N_("Print the JSON Schema of a kind of pack, for editors") },
    { "version", NEEDS_NOTHING, true, NULL, version_run, N_("Say which program this is") },
    { "help [COMMAND…]", NEEDS_NOTHING, false, NULL, help_run,
      N_("Show help, of all or of one command") },
    { "man", NEEDS_NOTHING, false, NULL, man_run,
      N_("Print the manual page: guyub man | man -l -") },
    { "completion bash", NEEDS_NOTHING, false, NULL, bash_run, N_("Print completion for bash") },
};
const size_t app_commands_n = COUNT(app_commands);
