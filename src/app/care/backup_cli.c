/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/care/backup_cli.h"

#include <libgen.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/care/backup.h"
#include "app/care/disk.h"
#include "app/care/drill.h"
#include "app/care/findings.h"
#include "app/care/restore.h"
#include "app/shell/command.h"
#include "app/shell/settings.h"
#include "base/arena.h"
#include "base/calendar.h"
#include "base/clock.h"
#include "base/money.h"
#include "base/secret.h"
#include "ground/subject/subject.h"

static const struct settings *
settings_of(struct shell *sh)
{
    return ((struct app_shell *)sh)->settings;
}

/* ---- progress, and the wish to stop ---------------------------------------------------------- */

static volatile sig_atomic_t is_stopped;

static void
stop(int signal_number)
{
    (void)signal_number;
    is_stopped = 1;
}

struct progress { int64_t shown_us; bool terminal; };

/* On a terminal alone, four times a second. */
static void
show(struct progress *p, int64_t done, int64_t all)
{
    enum { EVERY_US = 250000 };
    int64_t now = clock_mono_us();

    if (!p->terminal || now - p->shown_us < EVERY_US)
        return;
    p->shown_us = now;
    if (all > 0)
        fprintf(stderr, "\r%3d %% ", (int)(100 * done / all));
    else if (done > 0)
        fprintf(stderr, "\r%jd MB ", (intmax_t)(done >> 20));
}

static struct err *
step(struct cx *cx, void *arg, int64_t done, int64_t all)
{
    show(arg, done, all);
    if (!is_stopped)
        return NULL;
    return err_of(cx->arena, (struct err){
        .kind = ERR_BUSY, .code = "backup.stopped",
        .text = MSG("It was stopped. Nothing half is left behind."),
    });
}

static struct store_watch
watch_in(struct progress *p)
{
    struct sigaction act = { .sa_handler = stop };

    *p = (struct progress){ .terminal = isatty(STDERR_FILENO) };
    sigaction(SIGINT, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
    return (struct store_watch){ step, p };
}

static void
clear_line(const struct progress *p)
{
    if (p->terminal)
        fprintf(stderr, "\r           \r");
}

/* ---- what all of them need ------------------------------------------------------------------- */

/* Without a key file the copy is made all the same; whether persons can be read is not tried. */
static struct err *
take_key(struct cx *cx, struct shell *sh)
{
    struct secret_key *key = NEW(cx->arena, struct secret_key);
    struct err        *e = secret_key_file(cx->arena, key, settings_of(sh)->key, false);

    if (!e)
        cx->key = key;
    return e && strcmp(e->code, "key.absent") != 0 ? e : NULL;
}

static struct err *
folder_of(struct cx *cx, struct shell *sh, struct str *folder)
{
    *folder = str_is_known(sh->arg[0]) ? sh->arg[0] : settings_of(sh)->backup_folder;
    if (str_is_known(*folder))
        return NULL;
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "backup.no_folder",
        .text = MSG("In which folder?"),
        .hint = MSG("Name it: guyub backup FOLDER; or set backup_folder in the file of settings."),
    });
}

static struct str
bytes_text(struct cx *cx, int64_t bytes)
{
    return int_text(cx->arena, cx->lang, bytes);
}

/* ---- backup ---------------------------------------------------------------------------------- */

struct backup_flags { int64_t keep; };

static const struct field backup_fields[] = {
    FIELD(struct backup_flags, keep, F_INT, .min = 1, .max = 1000,
          .label = N_("Copies to keep in the folder: older ones are removed")),
};
const struct form backup_form = FORM(struct backup_flags, backup_fields);

static void
made_json(struct cx *cx, struct shell *sh, const struct backup_made *made)
{
    struct json j = json_to(sh->out);

    (void)cx;
    json_open(&j, '{');
    json_str_at(&j, "folder", made->dir);
    json_int_at(&j, "removed", made->n_gone);
    json_key(&j, "manifest");
    manifest_json(&j, &made->manifest);
    json_close(&j, '}');
    buf_byte(sh->out, '\n');
}

static void
made_text(struct cx *cx, struct shell *sh, const struct backup_made *made)
{
    findings_show(cx, sh, &made->findings);
    shell_line(cx, sh, MSG("The copy"), made->dir);
    shell_line(cx, sh, MSG("Bytes"), bytes_text(cx, made->manifest.bytes));
    if (made->manifest.vault.files > 0)
        shell_line(cx, sh, MSG("Files of documents"),
                   int_text(cx->arena, cx->lang, made->manifest.vault.files));
    shell_line(cx, sh, MSG("Moment"), time_iso(cx->arena, made->manifest.at));
    if (made->n_gone > 0)
        shell_say(cx, sh, MSG("Older copies that were removed: {0}.",
                              int_text(cx->arena, cx->lang, made->n_gone)));
    shell_say(cx, sh, MSG("The key file {0} is not among the copies. Keep it on paper or on "
                          "another machine: without it personal data is lost.",
                          settings_of(sh)->key));
}

struct err *
backup_run(struct cx *cx, struct shell *sh)
{
    const struct backup_flags *flags = sh->flags;
    struct backup_made        *made = NEW(cx->arena, struct backup_made);
    struct progress            p;
    struct backup              b = { .keep = flags->keep, .watch = watch_in(&p) };

    TRY(folder_of(cx, sh, &b.folder));
    TRY(take_key(cx, sh));
    TRY(store_open(cx->arena, &cx->store, settings_of(sh)->db, (struct store_options){ 0 }));
    struct err *e = backup_make(cx, &b, made);

    store_close(cx->store);
    cx->store = NULL;
    clear_line(&p);
    TRY(e);
    if (sh->json)
        made_json(cx, sh, made);
    else
        made_text(cx, sh, made);
    sh->says_no |= findings_bad(&made->findings, "") != NULL;
    return NULL;
}

/* ---- backup check ---------------------------------------------------------------------------- */

struct check_flags { struct str keys, into; };

static const struct field check_fields[] = {
    FIELD(struct check_flags, keys, F_TEXT, .max = 1000,
          .label = N_("File with the persons' keys, if it is not beside the copies")),
    FIELD(struct check_flags, into, F_TEXT, .max = 1000,
          .label = N_("Empty PostgreSQL database in which the copy is tried")),
};
const struct form backup_check_form = FORM(struct check_flags, check_fields);

/* Without a slash at its end. */
static struct str
dir_of(struct shell *sh)
{
    struct str dir = sh->arg[0];

    while (dir.n > 1 && dir.p[dir.n - 1] == '/')
        dir.n--;
    return dir;
}

static struct str
parent_of(struct arena *a, struct str dir)
{
    char *z = NEWS(a, char, dir.n + 1);

    memcpy(z, dir.p, dir.n);
    return str_of(dirname(z));
}

/* Beside the copy, or where there is room for such things if that may not be written. */
static struct str
scratch_of(struct arena *a, struct str dir)
{
    struct str token = str_part(secret_token(a), 0, 8), parent = parent_of(a, dir);

    if (access(str_z(a, parent), W_OK) != 0)
        parent = S("/tmp");
    return str_fmt(a, "%.*s/.drill-%.*s", TEXT(parent), TEXT(token));
}

struct err *
backup_check_run(struct cx *cx, struct shell *sh)
{
    const struct check_flags *flags = sh->flags;
    struct findings          *f = NEW(cx->arena, struct findings);
    struct arena             *a = cx->arena;
    struct manifest           m;
    struct progress           p;
    struct drill              d = {
        .dir = dir_of(sh), .into = flags->into, .keys = flags->keys, .watch = watch_in(&p),
        .vault_bytes = -1,
    };

    d.scratch = scratch_of(a, d.dir);
    if (!str_is_known(d.keys))
        d.keys = backup_keys(a, parent_of(a, d.dir));
    TRY(take_key(cx, sh));
    struct err *e = drill_run(cx, &d, &m, f);

    clear_line(&p);
    TRY(e);
    findings_show(cx, sh, f);
    if (!sh->json)
        shell_say(cx, sh, sh->says_no ? MSG("This copy does NOT bring everything back.")
                                      : MSG("This copy brings everything back that was tried."));
    return NULL;
}

/* ---- backup list ----------------------------------------------------------------------------- */

static void
list_row(struct cx *cx, struct table *t, const struct backup_copy *copy)
{
    const struct manifest *m = &copy->manifest;
    struct str            *cell = table_row(t);
    bool                   known = str_is_known(m->program);

    cell[0] = copy->name;
    cell[1] = time_iso(cx->arena, copy->at);
    if (!known)
        return;
    cell[2] = m->file;
    cell[3] = str_int(cx->arena, m->bytes);
    cell[4] = m->program;
    if (m->journal_sealed.known)
        cell[5] = str_int(cx->arena, m->journal_sealed.n);
}

struct err *
backup_list_run(struct cx *cx, struct shell *sh)
{
    const struct column column[] = {
        { "name",    MSG("The copy"), COLUMN_TEXT }, { "at",      MSG("Moment"), COLUMN_TEXT },
        { "file",    MSG("File"),    COLUMN_TEXT }, { "bytes",   MSG("Bytes"),  COLUMN_INT },
        { "program", MSG("Program"), COLUMN_TEXT }, { "journal", MSG("Lines of the journal"),
                                                      COLUMN_INT },
    };
    struct backup_copies copies;
    struct str           folder;

    TRY(folder_of(cx, sh, &folder));
    TRY(backup_list(cx->arena, folder, &copies));
    struct table t = table_in(cx->arena, column, COUNT(column), copies.n + 1);

    for (size_t i = copies.n; i > 0; i--)
        list_row(cx, &t, &copies.row[i - 1]);
    shell_table(cx, sh, &t);
    return NULL;
}

/* ---- restore --------------------------------------------------------------------------------- */

struct restore_flags { struct str keys; bool replace; };

static const struct field restore_fields[] = {
    FIELD(struct restore_flags, keys, F_TEXT, .max = 1000,
          .label = N_("File with the persons' keys, if it is not beside the copies")),
    FIELD(struct restore_flags, replace, F_FLAG,
          .label = N_("Move an SQLite file that is there aside")),
};
const struct form restore_form = FORM(struct restore_flags, restore_fields);

static void
restored_text(struct cx *cx, struct shell *sh, const struct restored *r)
{
    if (!r->is_done) {
        shell_say(cx, sh, MSG("Nothing was restored, and nothing was changed."));
        return;
    }
    shell_line(cx, sh, MSG("Restored"), settings_of(sh)->db);
    shell_line(cx, sh, MSG("Moment"), time_iso(cx->arena, r->manifest.at));
    if (r->manifest.journal_sealed.known)
        shell_line(cx, sh, MSG("Sealed lines of the journal"), int_text(cx->arena, cx->lang,
                                                      r->manifest.journal_sealed.n));
    shell_line(cx, sh, MSG("Keys of persons"), int_text(cx->arena, cx->lang, r->n_keys));
    if (str_is_known(r->aside))
        shell_say(cx, sh, MSG("The database before is now {0}. It holds the keys of then: "
                              "remove it when it is not needed any more.", r->aside));
}

struct err *
restore_cli_run(struct cx *cx, struct shell *sh)
{
    const struct restore_flags *flags = sh->flags;
    struct restored            *out = NEW(cx->arena, struct restored);
    struct progress             p;
    struct restore              r = {
        .dir = dir_of(sh), .db = settings_of(sh)->db, .keys = flags->keys,
        .replace = flags->replace, .watch = watch_in(&p),
    };

    TRY(take_key(cx, sh));
    struct err *e = restore_run(cx, &r, out);

    clear_line(&p);
    TRY(e);
    findings_show(cx, sh, &out->findings);
    if (!sh->json)
        restored_text(cx, sh, out);
    return NULL;
}
