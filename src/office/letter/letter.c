/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/letter/letter_part.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/secret.h"
#include "ground/journal/journal.h"
#include "office/letter/letter_sql.h"
#include "right.h"
#include "site.h"

/* ---- before the change ---------------------------------------------------------------------- */

static struct err *
address_of(struct cx *cx, struct str code, struct str *out)
{
    if (!cx->site || cx->site->url.n == 0)
        return err_of(cx->arena, (struct err){
            .kind = ERR_CONFLICT, .code = "letter.address",
            .text = MSG("The paper cannot be issued."),
            .detail = MSG("The address of this installation is not set, and its QR leads there."),
            .hint = MSG("The operator sets it: guyub serve --url https://…"),
        });
    *out = str_fmt(cx->arena, "%.*s/papers/%.*s", TEXT(cx->site->url), TEXT(code));
    return NULL;
}

/* The paper with one block more. */
static struct err *
with_qr(struct cx *cx, const struct paper *p, struct str code, struct paper *out)
{
    bool                in_indonesian = str_eq(p->language, S("id"));
    struct paper_block *block = NEWS(cx->arena, struct paper_block, p->n + 1);
    struct str         *text = NEWS(cx->arena, struct str, 2);
    struct msg          says = MSG("Check at this address that this paper is genuine and still "
                                   "holds. Code: {0}", code);

    TRY(address_of(cx, code, &text[0]));
    text[1] = msg_text(cx->arena, in_indonesian ? LANG_ID : LANG_EN, says);
    if (p->n > 0)
        memcpy(block, p->block, p->n * sizeof *block);
    block[p->n] = (struct paper_block){ .kind = PAPER_QR, .text = text, .n = 2 };
    *out = *p;
    out->block = block;
    out->n = p->n + 1;
    return NULL;
}

struct err *
letter_prepare(struct cx *cx, const struct paper *p, struct letter_ready *out)
{
    struct buf   pdf = buf_in(cx->arena, PAPER_PDF_MAX);
    struct paper whole;

    *out = (struct letter_ready){ .code = secret_code(cx->arena, 3), .title = p->title };
    TRY(with_qr(cx, p, out->code, &whole));
    TRY(paper_freeze(cx->arena, &whole, &out->frozen));
    TRY(paper_pdf(cx->arena, &whole, &pdf));
    out->sha256 = paper_hash(cx->arena, out->frozen);
    out->pdf_sha256 = paper_hash(cx->arena, buf_str(&pdf));
    out->pdf_bytes = (int64_t)pdf.n;
    letter_keep(cx, out->pdf_sha256, buf_str(&pdf));
    return NULL;
}

/* ---- in the change -------------------------------------------------------------------------- */

static struct scope
scope_of_org(const struct org *o)
{
    return (struct scope){ .region = str_is_known(o->region_code) ? o->region_code : S(""),
                           .org = o->id.n };
}

static struct err *
close_one(struct cx *cx, struct str code, struct str replaced_by, struct str why)
{
    struct letter l;
    int64_t       n;

    TRY(letter_get(cx, code, &l));
    TRY(letter_close(cx, replaced_by, cx->now_s, why, code, &n));
    if (n == 0)
        return err_of(cx->arena, (struct err){
            .kind = ERR_CONFLICT, .code = "letter.ended",
            .text = MSG("The paper {0} holds no more already.", code),
            .hint = MSG("Look at its page; another may stand in its place."),
        });
    return journal_tell(cx, &(struct fact){
        .verb = JOURNAL_ENDED, .thing = "letter", .key = code, .note = replaced_by, .why = why,
        .scope = { .region = l.region_code, .org = l.org_id.n } });
}

struct err *
letter_issue(struct cx *cx, const struct letter_issuing *i)
{
    const struct letter_ready *r = i->ready;
    struct str                 post = cx->who ? cx->who->post.title : S("");
    struct scope               scope = scope_of_org(i->org);

    TRY(letter_put(cx, &(struct letter_put_in){
        .code = r->code, .kind = str_of(i->kind), .region_code = scope.region,
        .org_id = { scope.org }, .title = r->title, .content = r->frozen, .sha256 = r->sha256,
        .pdf_sha256 = r->pdf_sha256, .pdf_bytes = KNOWN(r->pdf_bytes), .issued_at = cx->now_s,
        .issued_by = str_is_known(post) ? post : S(""), .once = i->once }, NULL));
    TRY(journal_tell(cx, &(struct fact){
        .verb = JOURNAL_ADDED, .thing = "letter", .key = r->code, .scope = scope,
        .note = str_fmt(cx->arena, "SHA-256 %.*s", TEXT(r->sha256)) }));
    if (!str_is_known(i->replaces))
        return NULL;
    return close_one(cx, i->replaces, r->code, (struct str){ NULL, 0 });
}

struct err *
letter_end(struct cx *cx, struct str code, struct str why)
{
    return close_one(cx, code, (struct str){ NULL, 0 }, why);
}

/* ---- reading -------------------------------------------------------------------------------- */

struct err *
letter_issued_once(struct cx *cx, struct str once, struct str *code)
{
    struct letter_code row;
    bool               found;

    TRY(letter_by_once(cx, once, &row, &found));
    *code = found ? row.code : (struct str){ NULL, 0 };
    return NULL;
}

struct err *
letter_list_of(struct cx *cx, struct letter_filter f, struct letter_lines *lines)
{
    int64_t most = f.most > 0 && f.most <= LETTER_PAGE_MAX ? f.most : LETTER_PAGE;

    *lines = (struct letter_lines){ .older = 0 };
    TRY(letter_list(cx, reach_of(cx, MAY_ISSUE_PAPER), f.org,
                    f.before > 0 ? f.before : INT64_MAX, most + 1, &lines->row, &lines->n));
    if (lines->n > (size_t)most) {
        lines->n--;
        lines->older = lines->row[lines->n - 1].id.n;
    }
    return NULL;
}

struct err *
letter_get(struct cx *cx, struct str code, struct letter *l)
{
    bool found;

    TRY(letter_by_code(cx, code, l, &found));
    if (found)
        return NULL;
    return err_of(cx->arena, (struct err){
        .kind = ERR_MISSING, .code = "letter.unknown",
        .text = MSG("No paper with the code {0} was issued here.", code),
        .hint = MSG("Compare the code with the one on the paper, letter by letter."),
        .where = S("code"),
    });
}

struct err *
letter_paper(struct cx *cx, const struct letter *l, struct paper *p)
{
    if (!str_eq(paper_hash(cx->arena, l->content), l->sha256))
        return err_of(cx->arena, (struct err){
            .kind = ERR_BROKEN, .code = "letter.changed",
            .text = MSG("The text of this paper is not the one that was issued."),
            .detail = MSG("Its SHA-256 differs from the one that was kept."),
            .hint = MSG("Do not rely on it; tell the operator, who compares it with a copy."),
        });
    return paper_thaw(cx->arena, l->content, p);
}

struct err *
letter_pdf(struct cx *cx, const struct letter *l, struct buf *out)
{
    struct paper p;

    TRY(letter_paper(cx, l, &p));
    return letter_kept(cx, l, out) ? NULL : paper_pdf(cx->arena, &p, out);
}

struct err *
letter_compare(struct cx *cx, const struct letter *l, struct str sha256, enum letter_match *out)
{
    struct letter_digests d = { .text = l->sha256, .pdf = l->pdf_sha256 };
    struct buf            pdf = buf_in(cx->arena, PAPER_PDF_MAX);

    *out = letter_match_of(&d, sha256);
    if (*out != LETTER_OTHER)
        return NULL;
    TRY(letter_pdf(cx, l, &pdf));
    d.pdf_now = paper_hash(cx->arena, buf_str(&pdf));
    *out = letter_match_of(&d, sha256);
    return NULL;
}
