/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* letter_web.c — /papers/{code}: what was issued, its PDF, and the comparison with what one has. */
#include <errno.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/sha.h"
#include "office/letter/letter_page.h"
#include "office/letter/letter_part.h"
#include "office/letter/letter_view.h"

enum { PIECE = 64 << 10 };

struct letter_query { struct str sha256; };

static const struct field query_fields[] = {
    FIELD(struct letter_query, sha256, F_TEXT, .max = 200, .label = N_("SHA-256")),
};
static const struct form query_form = FORM(struct letter_query, query_fields);

static void
letter_json(struct json *j, const void *model)
{
    const struct letter_page *p = model;
    const struct letter      *l = p->letter;

    json_open(j, '{');
    json_str_at(j, "code", l->code);
    json_str_at(j, "kind", l->kind);
    json_str_at(j, "title", l->title);
    json_str_at(j, "organisation", l->org_code);
    json_str_at(j, "issued_by", l->issued_by);
    json_int_at(j, "issued_at", l->issued_at);
    json_bool_at(j, "holds", !l->ended_at.known);
    json_maybe_at(j, "ended_at", l->ended_at);
    json_str_at(j, "replaced_by", l->replaced_by);
    json_str_at(j, "sha256", l->sha256);
    json_str_at(j, "pdf_sha256", l->pdf_sha256);
    json_bool_at(j, "text_is_as_issued", p->paper != NULL);
    json_int_at(j, "signed_copies", (int64_t)p->copies.n);
    json_close(j, '}');
}

struct html
letter_said_html(struct cx *cx, const struct paper *p)
{
    struct view v = view_in(cx->arena, cx->lang);

    letter_said_view(&v, p);
    return view_html(&v);
}

static struct err *
show(struct cx *cx, const struct request *rq, const struct letter *l,
     const struct letter_compared *compared, struct reply *rp)
{
    struct paper       paper;
    struct scope       scope = { .region = l->region_code, .org = l->org_id.n };
    struct letter_page page = { .letter = l, .paper = &paper, .compared = *compared,
                                .may_issue = may(cx, MAY_ISSUE_PAPER, scope) };
    struct view        v = view_in(cx->arena, cx->lang);
    struct err        *e = letter_paper(cx, l, &paper);

    if (e && !str_eq(str_of(e->code), S("letter.changed")))
        return e;
    page.paper = e ? NULL : &paper;         /* that it was changed is what the page then says */
    TRY(letter_copies_of(cx, l, &page.copies));
    TRY(panels_draw(cx, "letter.more", l->id.n, &page.more));
    if (rq->wants != AS_HTML) {
        reply_json(cx, rp, letter_json, &page);
        return NULL;
    }
    letter_view(&v, &page);
    reply_page(rp, MSG("{0}", l->title), &v);
    if (msg_is(compared->fault))
        rp->status = 400;
    return NULL;
}

/* ---- comparing ------------------------------------------------------------------------------ */

/* Of a paper whose text was changed no PDF is made: the digests of then still tell. */
static struct err *
compare(struct cx *cx, const struct letter *l, struct letter_compared *c)
{
    struct err *e = letter_compare(cx, l, c->sha256, &c->is);

    c->asked = true;
    return e && !str_eq(str_of(e->code), S("letter.changed")) ? e : NULL;
}

static struct err *
letter_show(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct letter_query *q = rq->form;
    struct letter              l;
    struct letter_compared     c = { .asked = false };

    TRY(form_err(cx->arena, rq->faults));
    TRY(letter_get(cx, rq->arg[0], &l));
    if (q->sha256.n > 0 && letter_digest(cx->arena, q->sha256, &c.sha256))
        TRY(compare(cx, &l, &c));
    else if (q->sha256.n > 0)
        c.fault = MSG("A SHA-256 has 64 digits, 0 to 9 and a to f.");
    return show(cx, rq, &l, &c, rp);
}

/* The file's digest; of the file itself nothing is kept. */
static struct err *
digest_of(struct cx *cx, int fd, struct str *out)
{
    char      *piece = NEWS(cx->arena, char, PIECE);
    off_t      at = 0;
    ssize_t    n;
    struct sha sha;

    sha_begin(&sha);
    while ((n = pread(fd, piece, PIECE, at)) > 0) {
        sha_add(&sha, (struct str){ piece, (size_t)n });
        at += n;
    }
    if (n < 0)
        return err_errno(cx->arena, "letter.file", MSG("The file cannot be read."), errno);
    *out = sha_hex(&sha, cx->arena);
    return NULL;
}

/* It may be the PDF with signatures after it. */
static struct err *
look_for_signatures(struct cx *cx, const struct letter *l, int fd, struct letter_compared *c)
{
    if (c->is != LETTER_OTHER)
        return NULL;
    struct err *e = letter_look(cx, l, fd, &c->signing);

    if (e && !str_eq(str_of(e->code), S("letter.changed")))
        return e;
    if (c->signing.is_ours)
        c->is = c->signing.signatures > 0 ? LETTER_SIGNED : LETTER_ADDED_TO;
    return NULL;
}

struct err *
letter_compare_file(struct cx *cx, const struct letter *l, int fd, struct letter_compared *c)
{
    TRY(digest_of(cx, fd, &c->sha256));
    TRY(compare(cx, l, c));
    return look_for_signatures(cx, l, fd, c);
}

static struct err *
letter_check(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct letter          l;
    struct letter_compared c = { .asked = false };
    const struct upload   *up = request_file(rq);

    TRY(letter_get(cx, rq->arg[0], &l));
    if (up)
        TRY(letter_compare_file(cx, &l, up->fd, &c));
    if (!c.asked)
        c.fault = MSG("Choose a file that is not empty.");
    return show(cx, rq, &l, &c, rp);
}

/* ---- the PDF -------------------------------------------------------------------------------- */

static struct err *
letter_file(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct letter l;
    struct buf    pdf = buf_in(cx->arena, PAPER_PDF_MAX);

    TRY(letter_get(cx, rq->arg[0], &l));
    TRY(letter_pdf(cx, &l, &pdf));
    rp->type = S("application/pdf");
    rp->body = buf_str(&pdf);
    return NULL;
}

const struct route letter_routes[LETTER_ROUTES] = {
    { GET, "/papers", MAY_ISSUE_PAPER, .serves = SERVES_LIST, .form = &letter_list_form,
      .page = letter_list_page, .help = N_("The papers that offices issued") },
    { GET, "/papers/new", MAY_ISSUE_PAPER, .serves = AS_HTML, .page = letter_new_page,
      .help = N_("The form for a letter") },
    { POST, "/papers/new", MAY_ISSUE_PAPER, .serves = AS_HTML, .form = &letter_new_form,
      .page = letter_new_do, .help = N_("Shows a letter as it would be, or issues it") },
    { GET, "/papers/{code}", MAY_READ_PUBLIC, .form = &query_form, .page = letter_show,
      .help = N_("An issued paper: who issued it when, and whether it still holds") },
    { POST, "/papers/{code}", MAY_READ_PUBLIC, .serves = AS_HTML,
      .takes_bytes = LETTER_COPY_BYTES, .page = letter_check,
      .help = N_("Compares a file with what was issued") },
    { GET, "/papers/{code}/pdf", MAY_READ_PUBLIC, .serves = AS_HTML, .page = letter_file,
      .help = N_("An issued paper as PDF") },
    { GET, "/papers/{code}/end", MAY_ISSUE_PAPER, .serves = AS_HTML, .page = letter_end_page,
      .help = N_("The form to end an issued paper") },
    { POST, "/papers/{code}/end", MAY_ISSUE_PAPER, .serves = AS_HTML, .form = &letter_end_form,
      .page = letter_end_do, .help = N_("End an issued paper, with a reason") },
    { GET, "/papers/{code}/copies", MAY_ISSUE_PAPER, .serves = AS_HTML,
      .page = letter_copy_page, .help = N_("The form to add a signed copy") },
    { POST, "/papers/{code}/copies", MAY_ISSUE_PAPER, .serves = AS_HTML,
      .form = &letter_copy_form, .takes_bytes = LETTER_COPY_BYTES, .page = letter_copy_do,
      .help = N_("Add a signed copy of an issued paper") },
};
