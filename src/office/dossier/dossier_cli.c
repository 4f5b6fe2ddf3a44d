/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* dossier_cli.c — `guyub dossier THING KEY --out FILE`: made at once, in this process. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/money.h"
#include "base/progress.h"
#include "ground/journal/journal.h"
#include "office/dossier/dossier_page.h"

struct flags { struct str out; };

static const struct field fields[] = {
    FIELD(struct flags, out, F_TEXT, .min = 1, .max = 1000, .required = true,
          .label = N_("The ZIP to write")),
};
static const struct form form = FORM(struct flags, fields);

struct following { const struct progress *progress; };

static struct err *
step(struct cx *cx, void *arg, int64_t done, int64_t all)
{
    const struct following *f = arg;

    if (progress_goes_on(f->progress, (uint64_t)done, (uint64_t)all))
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "dossier.stopped",
        .text = MSG("It was stopped; nothing was written.") });
}

static struct err *
out_fault(struct cx *cx, struct str path)
{
    return err_errno(cx->arena, "cli.out_file", MSG("{0} cannot be written.", path), errno);
}

/* Beside its place first, so that a half one never bears the name. */
static struct err *
write_to(struct cx *cx, struct dossier_plan *plan, struct str path, struct dossier_made *made)
{
    const char *to = str_z(cx->arena, path);
    const char *part = str_z(cx->arena, str_fmt(cx->arena, "%s.part", to));
    int         fd = open(part, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (fd < 0)
        return out_fault(cx, path);
    struct following f = { shell_follow(cx, MSG("Making the file"), false) };
    struct err      *e = dossier_write(cx, plan, fd, (struct dossier_steps){ step, &f }, made);

    shell_follow_end();
    if (!e && (fsync(fd) != 0 || rename(part, to) != 0))
        e = out_fault(cx, path);
    close(fd);
    if (e)
        unlink(part);
    return e;
}

static struct err *
dossier_run_cli(struct cx *cx, struct shell *sh)
{
    const struct flags  *flags = sh->flags;
    struct dossier_plan *plan = NEW(cx->arena, struct dossier_plan);
    struct dossier_made  made = { .n_files = 0 };

    TRY(dossier_plan_of(cx, sh->arg[0], sh->arg[1], plan));
    TRY(write_to(cx, plan, flags->out, &made));
    journal_exported(cx, plan->kind->thing, plan->key, plan->record.scope,
                     (struct subject_id){ 0 });
    shell_line(cx, sh, MSG("Record"), plan->record.name);
    shell_line(cx, sh, MSG("Files in it"), int_text(cx->arena, cx->lang, made.n_files));
    shell_line(cx, sh, MSG("Left out"), int_text(cx->arena, cx->lang, made.n_left));
    shell_line(cx, sh, MSG("Bytes"), int_text(cx->arena, cx->lang, made.bytes));
    shell_line(cx, sh, MSG("SHA-256"), made.sha256);
    sh->says_no = made.n_changed > 0;
    if (made.n_changed > 0)
        shell_say(cx, sh, MSG("Files that are not what was taken in: {0}. The index names them.",
                              int_text(cx->arena, cx->lang, made.n_changed)));
    return NULL;
}

const struct command dossier_commands[DOSSIER_COMMANDS] = {
    { "dossier THING KEY", NEEDS_STORE, false, &form, dossier_run_cli,
      N_("Take a record's file for examination: a ZIP that opens without Guyub") },
};
