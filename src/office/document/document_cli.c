/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document_cli.c — `guyub document …`: the same verbs as the pages. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/money.h"
#include "ground/post/post_holding.h"
#include "office/document/document_page.h"

/* ---- list, show ----------------------------------------------------------------------------- */

static struct err *
list_run(struct cx *cx, struct shell *sh)
{
    const struct document_query *q = sh->flags;
    struct document_set          set;

    TRY(document_listed(cx, q, DOCUMENT_PAGE_MAX, &set));
    struct table t = document_table(cx->arena, &set);

    shell_table(cx, sh, &t);
    if (set.more && !sh->json)
        shell_say(cx, sh, MSG("There is more: --after {0}",
                              str_int(cx->arena, q->after + DOCUMENT_PAGE_MAX)));
    return NULL;
}

static struct err *
show_run(struct cx *cx, struct shell *sh)
{
    struct document_record r = { .today = post_day(S(""), cx->now_s) };

    TRY(document_record_get(cx, sh->arg[0], &r));
    if (sh->json) {
        shell_json(sh, document_record_json, &r);
        return NULL;
    }
    struct arena *a = cx->arena;

    shell_line(cx, sh, MSG("Title of the document"), r.d.title);
    shell_line(cx, sh, MSG("Code"), r.d.code);
    shell_line(cx, sh, MSG("Organisation"), r.d.org_name);
    shell_line(cx, sh, MSG("Who may see it"),
               msg_text(a, cx->lang, document_seen_text(r.d.sensitivity)));
    shell_line(cx, sh, MSG("How long it holds"),
               msg_text(a, cx->lang, document_validity_text(a, cx->lang, &r.d, r.today)));
    shell_line(cx, sh, MSG("File"), r.d.name);
    shell_line(cx, sh, MSG("Type by content"), r.d.type);
    shell_line(cx, sh, MSG("Bytes"), int_text(a, cx->lang, r.d.bytes));
    shell_line(cx, sh, MSG("SHA-256"), r.d.sha256);
    shell_line(cx, sh, MSG("Copies"), int_text(a, cx->lang, r.d.copies));
    shell_line(cx, sh, MSG("Cited by"), int_text(a, cx->lang, (int64_t)r.cites.n));
    return NULL;
}

/* ---- add, renew ----------------------------------------------------------------------------- */

static const struct field add_fields[] = {
    FIELD(struct document_form, title, F_TEXT, .min = 3, .max = 200, .required = true,
          .label = N_("Title of the document")),
    FIELD(struct document_form, org, F_TEXT, .min = 2, .max = 60, .required = true,
          .label = N_("Organisation (code)")),
    FIELD(struct document_form, sensitivity, F_CHOICE, .choices = sensitivities,
          .required = true, .label = N_("Who may see it")),
    FIELD(struct document_form, valid_from, F_DATE, .label = N_("Holds from")),
    FIELD(struct document_form, valid_to, F_DATE, .label = N_("Holds until (the last day)")),
};
static const struct form add_form = FORM(struct document_form, add_fields);

static void
end_fd(void *fd)
{
    close(*(const int *)fd);
}

/* Closes with the arena. */
static struct err *
open_source(struct cx *cx, struct str path, struct document_source *source)
{
    void **place = arena_owns(cx->arena, end_fd);
    int   *fd = NEW(cx->arena, int);

    *fd = open(str_z(cx->arena, path), O_RDONLY | O_CLOEXEC);
    if (*fd < 0)
        return err_errno(cx->arena, "document.file", MSG("The file {0} cannot be read.", path),
                         errno);
    *place = fd;
    *source = (struct document_source){ .fd = *fd, .name = path };
    return NULL;
}

static struct err *
add_run(struct cx *cx, struct shell *sh)
{
    const struct document_form *f = sh->flags;
    struct document_new new = { .title = f->title, .org = f->org,
        .sensitivity = (enum sensitivity)f->sensitivity, .valid_from = f->valid_from,
        .valid_to = f->valid_to };
    struct str code;

    TRY(open_source(cx, sh->arg[0], &new.source));
    TRY(document_add(cx, &new, &code));
    shell_say(cx, sh, MSG("{0}", code));
    return NULL;
}

static struct err *
renew_run(struct cx *cx, struct shell *sh)
{
    struct document_source source;

    TRY(open_source(cx, sh->arg[1], &source));
    TRY(document_renew(cx, sh->arg[0], &source));
    shell_say(cx, sh, MSG("A newer copy of {0} is added.", sh->arg[0]));
    return NULL;
}

/* ---- get ------------------------------------------------------------------------------------ */

enum { PART_BYTES = 256 << 10 };

struct get_flags { int64_t copy; };

static const struct field get_fields[] = {
    FIELD(struct get_flags, copy, F_INT, .min = 1, .max = INT32_MAX,
          .label = N_("Which copy, from 1; the newest if it is not given")),
};
static const struct form get_form = FORM(struct get_flags, get_fields);

static struct err *
not_whole(struct cx *cx, int errnum)
{
    return err_errno(cx->arena, "vault.disk", MSG("The vault could not be read or written."),
                     errnum);
}

/* Through memory in parts: a file may be larger than it. */
static struct err *
copy_out(struct cx *cx, struct shell *sh, int fd, int64_t bytes)
{
    char *part = NEWS(cx->arena, char, PART_BYTES);

    for (int64_t at = 0; at < bytes;) {
        ssize_t n = pread(fd, part, PART_BYTES, (off_t)at);

        if (n <= 0)
            return not_whole(cx, n < 0 ? errno : EIO);
        buf_add(sh->out, (struct str){ part, (size_t)n });
        TRY(shell_send(cx, sh, 1));
        at += n;
    }
    return NULL;
}

static struct err *
get_run(struct cx *cx, struct shell *sh)
{
    const struct get_flags *flags = sh->flags;
    struct document         d;
    struct document_copy    copy;
    int                     fd;

    TRY(document_get(cx, sh->arg[0], &d));
    TRY(document_open(cx, &d, flags->copy > 0 ? flags->copy : d.copies, &copy, &fd));
    document_taken(cx, &d);
    TRY(shell_into(cx, sh, sh->arg[1]));
    return copy_out(cx, sh, fd, copy.bytes);
}

const struct command document_commands[DOCUMENT_COMMANDS] = {
    { "document list", NEEDS_STORE, true, &document_query_form, list_run,
      N_("List documents, what ends first") },
    { "document show CODE", NEEDS_STORE, true, NULL, show_run,
      N_("Show one document, its copies and who cites it") },
    { "document add FILE", NEEDS_STORE, false, &add_form, add_run,
      N_("Take a file into the vault; says its code") },
    { "document renew CODE FILE", NEEDS_STORE, false, NULL, renew_run,
      N_("Add a newer copy of a document") },
    { "document get CODE OUT", NEEDS_STORE, false, &get_form, get_run,
      N_("Write a document's file into OUT") },
};
