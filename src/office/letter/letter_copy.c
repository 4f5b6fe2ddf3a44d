/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* letter_copy.c — signed copies: looked at, then into the vault and bound to the paper at once. */
#include "base/arena.h"
#include "ground/journal/journal.h"
#include "office/document/document.h"
#include "office/letter/letter_part.h"
#include "office/letter/letter_sql.h"
#include "right.h"

struct binding { struct letter letter; const struct letter_copy *copy; struct letter_signing is; };

/* ---- what it is ----------------------------------------------------------------------------- */

/* As it is made today; the same as issued says nothing new. */
static struct err *
look_anew(struct cx *cx, const struct letter *l, int fd, struct letter_signing *is)
{
    struct buf pdf = buf_in(cx->arena, PAPER_PDF_MAX);

    TRY(letter_pdf(cx, l, &pdf));
    return letter_look_signed(cx->arena, fd, (struct letter_issued){
        (int64_t)pdf.n, paper_hash(cx->arena, buf_str(&pdf)) }, is);
}

struct err *
letter_look(struct cx *cx, const struct letter *l, int fd, struct letter_signing *is)
{
    struct letter_issued issued = { l->pdf_bytes.n, l->pdf_sha256 };

    *is = (struct letter_signing){ .is_ours = false };
    if (l->pdf_bytes.known)
        TRY(letter_look_signed(cx->arena, fd, issued, is));
    return is->is_ours ? NULL : look_anew(cx, l, fd, is);
}

static struct err *
other_pdf(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "letter.other_pdf", .where = S("file"),
        .text = MSG("This file does not begin with the PDF that was issued."),
        .detail = MSG("Who signs a PDF adds to its end; the bytes that were issued stay as they "
                      "are. Here they are others: it is another paper, or a program wrote it "
                      "anew."),
        .hint = MSG("Sign the PDF from this page itself. If it cannot be had any more, send the "
                    "file as a scan, with the code that stands on it.") });
}

static struct err *
not_signed(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "letter.unsigned", .where = S("file"),
        .text = MSG("There is no signature in this file that covers the PDF that was issued."),
        .hint = MSG("Have it signed, and send the file that comes back.") });
}

static struct err *
check_pdf(struct cx *cx, struct binding *b)
{
    TRY(letter_look(cx, &b->letter, b->copy->fd, &b->is));
    if (!b->is.is_ours)
        return other_pdf(cx);
    return b->is.signatures > 0 ? NULL : not_signed(cx);
}

static bool
is_code_of(const struct letter *l, struct str typed)
{
    char   plain[64];
    size_t n = 0;

    for (size_t i = 0; i < typed.n && n < sizeof plain; i++)
        if (typed.p[i] != ' ')
            plain[n++] = typed.p[i] >= 'a' && typed.p[i] <= 'z' ? (char)(typed.p[i] - 'a' + 'A')
                                                                : typed.p[i];
    return str_eq((struct str){ plain, n }, l->code);
}

static struct err *
check_scan(struct cx *cx, const struct binding *b)
{
    if (is_code_of(&b->letter, b->copy->typed_code))
        return NULL;
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "letter.typed_code", .where = S("typed_code"),
        .text = MSG("This is not the code of this paper."),
        .hint = MSG("Type the code that stands beside the QR of what was scanned, to say that it "
                    "is this paper.") });
}

/* ---- taking it in --------------------------------------------------------------------------- */

static struct scope
scope_of(const struct letter *l)
{
    return (struct scope){ .region = l->region_code, .org = l->org_id.n };
}

static struct err *
bind(struct cx *cx, struct str document, void *arg)
{
    const struct binding *b = arg;
    struct str            post = cx->who ? cx->who->post.title : S("");
    struct citation       cite = { "letter", b->letter.code, b->copy->is_scan ? S("scan")
                                                                              : S("signed") };

    TRY(must(cx, MAY_ISSUE_PAPER, scope_of(&b->letter)));
    TRY(document_cite(cx, document, cite));
    TRY(document_lock(cx, cite));
    TRY(letter_signed_put(cx, &(struct letter_signed_put_in){
        .letter_id = b->letter.id, .document_code = document,
        .kind = b->copy->is_scan ? S("scan") : S("pdf"), .signatures = b->is.signatures,
        .covers_all = b->is.covers_all, .bytes_added = b->is.added, .at = cx->now_s,
        .added_by = str_is_known(post) ? post : S("") }, NULL));
    return journal_tell(cx, &(struct fact){
        .verb = JOURNAL_ADDED, .thing = "letter", .key = b->letter.code,
        .scope = scope_of(&b->letter), .note = document });
}

struct err *
letter_add_copy(struct cx *cx, struct str code, const struct letter_copy *copy)
{
    struct binding b = { .copy = copy };
    struct str     document;

    TRY(letter_get(cx, code, &b.letter));
    TRY(must(cx, MAY_ISSUE_PAPER, scope_of(&b.letter)));
    TRY(copy->is_scan ? check_scan(cx, &b) : check_pdf(cx, &b));
    return document_add(cx, &(struct document_new){
        .source = { .fd = copy->fd, .name = copy->name, .once = copy->once },
        .title = msg_text(cx->arena, LANG_ID, MSG("Signed copy: {0}", b.letter.title)),
        .org = b.letter.org_code, .sensitivity = copy->sensitivity,
        .then = bind, .arg = &b }, &document);
}

/* ---- reading -------------------------------------------------------------------------------- */

static bool
is_seen(const struct document_cited_set *set, struct str code)
{
    for (size_t i = 0; i < set->n; i++)
        if (str_eq(set->row[i].code, code))
            return true;
    return false;
}

struct err *
letter_copies_of(struct cx *cx, const struct letter *l, struct letter_copies *copies)
{
    struct document_cited_set cited;
    struct letter_signed     *row;
    size_t                    n;

    TRY(letter_signed_of(cx, l->id, &row, &n));
    TRY(documents_of(cx, "letter", l->code, &cited));
    *copies = (struct letter_copies){ .row = row };
    for (size_t i = 0; i < n; i++)
        if (is_seen(&cited, row[i].document_code))
            row[copies->n++] = row[i];
    return NULL;
}
