/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* letter_cli.c — `guyub paper …`. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/money.h"
#include "ground/journal/journal_line.h"
#include "office/letter/letter_page.h"
#include "store/store.h"

/* ---- list, show ----------------------------------------------------------------------------- */

static struct err *
list_run(struct cx *cx, struct shell *sh)
{
    struct letter_lines lines;

    TRY(letter_list_of(cx, (struct letter_filter){ .most = LETTER_PAGE_MAX }, &lines));
    struct table t = letter_table(cx->arena, &lines);

    shell_table(cx, sh, &t);
    return NULL;
}

static struct err *
show_run(struct cx *cx, struct shell *sh)
{
    struct letter        l;
    struct letter_copies copies;
    struct paper         paper;

    TRY(letter_get(cx, sh->arg[0], &l));
    TRY(letter_copies_of(cx, &l, &copies));
    shell_line(cx, sh, MSG("Title"), l.title);
    shell_line(cx, sh, MSG("Organisation"), l.org_name);
    shell_line(cx, sh, MSG("Issued on"), journal_when(cx->arena, cx->lang, l.issued_at));
    if (l.ended_at.known)
        shell_line(cx, sh, MSG("Ended"), journal_when(cx->arena, cx->lang, l.ended_at.n));
    shell_line(cx, sh, MSG("Replaced by"), l.replaced_by);
    shell_line(cx, sh, MSG("SHA-256 of the text"), l.sha256);
    shell_line(cx, sh, MSG("SHA-256 of the PDF"), l.pdf_sha256);
    for (size_t i = 0; i < copies.n; i++)
        shell_line(cx, sh, MSG("Signed copy"), copies.row[i].document_code);
    struct err *e = letter_paper(cx, &l, &paper);

    sh->says_no = e != NULL || l.ended_at.known;
    return e;
}

/* ---- end ------------------------------------------------------------------------------------ */

struct end_flags { struct str why; };

static const struct field end_fields[] = {
    FIELD(struct end_flags, why, F_TEXT, .min = 3, .max = 250, .required = true,
          .label = N_("Why it holds no more")),
};
static const struct form end_form = FORM(struct end_flags, end_fields);

struct ending { struct str code, why; };

static struct err *
end_once(struct cx *cx, void *arg)
{
    const struct ending *e = arg;

    return letter_end(cx, e->code, e->why);
}

static struct err *
end_run(struct cx *cx, struct shell *sh)
{
    const struct end_flags *flags = sh->flags;

    TRY(store_change(cx, "letter_end", end_once, &(struct ending){ sh->arg[0], flags->why }));
    shell_say(cx, sh, MSG("The paper holds no more."));
    return NULL;
}

/* ---- verify --------------------------------------------------------------------------------- */

struct verify_flags { struct str code; };

static const struct field verify_fields[] = {
    FIELD(struct verify_flags, code, F_TEXT, .min = 14, .max = 14, .required = true,
          .label = N_("Code of the paper, as it stands beside the QR")),
};
static const struct form verify_form = FORM(struct verify_flags, verify_fields);

static struct msg
verdict(enum letter_match is)
{
    switch (is) {
    case LETTER_SAME_PDF:  return MSG("The same bytes as the PDF that was issued.");
    case LETTER_SAME_TEXT: return MSG("The same as the text that was issued.");
    case LETTER_SIGNED:    return MSG("The PDF that was issued, with signatures after it.");
    case LETTER_ADDED_TO:  return MSG("The PDF that was issued, and other bytes after it that no "
                                      "signature covers.");
    default:               return MSG("Not the same bytes as issued.");
    }
}

static struct err *
verify_open(struct cx *cx, struct shell *sh, const struct letter *l, int fd)
{
    struct letter_compared c = { .asked = false };

    TRY(letter_compare_file(cx, l, fd, &c));
    shell_line(cx, sh, MSG("SHA-256"), c.sha256);
    shell_say(cx, sh, verdict(c.is));
    if (c.is == LETTER_SIGNED)
        shell_line(cx, sh, MSG("Signatures"),
                   int_text(cx->arena, cx->lang, c.signing.signatures));
    if (l->ended_at.known)
        shell_say(cx, sh, MSG("But the paper holds no more."));
    sh->says_no = c.is == LETTER_OTHER || c.is == LETTER_ADDED_TO || l->ended_at.known;
    return NULL;
}

static struct err *
verify_run(struct cx *cx, struct shell *sh)
{
    const struct verify_flags *flags = sh->flags;
    struct letter              l;

    TRY(letter_get(cx, flags->code, &l));
    int fd = open(str_z(cx->arena, sh->arg[0]), O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return err_errno(cx->arena, "letter.file", MSG("The file cannot be read."), errno);
    struct err *e = verify_open(cx, sh, &l, fd);

    close(fd);
    return e;
}

const struct command letter_commands[LETTER_COMMANDS] = {
    { "paper list", NEEDS_STORE, true, NULL, list_run,
      N_("List the papers that were issued, the newest first") },
    { "paper show CODE", NEEDS_STORE, false, NULL, show_run,
      N_("Show an issued paper: whether it holds, its digests, its signed copies") },
    { "paper end CODE", NEEDS_STORE, false, &end_form, end_run,
      N_("End an issued paper, with a reason") },
    { "paper verify FILE", NEEDS_STORE, false, &verify_form, verify_run,
      N_("Compare a file with what was issued") },
};
