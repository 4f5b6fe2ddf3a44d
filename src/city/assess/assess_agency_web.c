/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_agency_web.c — the page of an agency: its items, answers, evidence; and of its head. */
#include "base/arena.h"
#include "city/assess/assess_agency_view.h"
#include "city/assess/assess_page.h"

/* ---- reading --------------------------------------------------------------------------------- */

static struct err *
no_items(struct cx *cx, const struct org *org, const struct assess_full *x)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "assess.unknown",
        .text = MSG("{0} was given no item of {1} that you may read.", org->name,
                    x->round.round.title) });
}

/* Lines are of what the reader may see, so those of another agency are none. */
static bool
has_items(const struct assess_page *p, int64_t org)
{
    for (size_t i = 0; i < p->lines.n; i++)
        if (assess_is_in(&p->lines.row[i], org))
            return true;
    return false;
}

struct err *
assess_org_page_of(struct cx *cx, const struct request *rq, struct assess_org_page *o)
{
    struct scope scope;

    TRY(assess_page_of(cx, rq, &o->p));
    TRY(org_get(cx, rq->arg[2], &o->org));
    scope = assess_org_scope(&o->p.x, o->org.id.n);
    if (!has_items(&o->p, o->org.id.n) || (o->p.x.org != 0 && o->p.x.org != o->org.id.n))
        return no_items(cx, &o->org, &o->p.x);
    assess_sum(cx, &o->p, o->org.id.n, &o->sum);
    o->may_answer = o->p.is_open && may(cx, MAY_ANSWER, scope);
    o->may_send = o->may_answer && o->sum.n > 0;
    o->may_approve = o->p.is_open && o->sum.n_waits > 0 && may(cx, MAY_APPROVE, scope);
    if (o->may_answer)
        TRY(document_list_of(cx, (struct document_filter){ .org = o->org.id.n,
                                                           .most = DOCUMENT_PAGE_MAX }, &o->vault));
    return NULL;
}

static struct err *
sheet_of(struct cx *cx, struct assess_org_page *o, int64_t from, const struct assess_saving *typed)
{
    return assess_sheet_of(cx, &o->p.x, &o->p.lines, &(struct assess_sheet_wish){
        .voice = ASSESS_AGENCY, .org = o->org.id.n, .from = (size_t)from,
        .most = o->may_answer ? ASSESS_SHOWN : o->p.lines.n + 1, .typed = typed,
        .href = assess_org_href(cx->arena, &o->p.x, o->org.code) }, &o->p.sheet);
}

static struct err *
draw(struct cx *cx, struct reply *rp, struct assess_org_page *o)
{
    struct view v = view_in(cx->arena, cx->lang);

    assess_agency_view(&v, o);
    assess_crumbs(cx, rp, &o->p);
    reply_page(rp, MSG("{0}: {1}", o->p.x.round.round.title, o->org.name), &v);
    if (o->p.wrong)
        rp->status = err_status(o->p.wrong);
    else if (o->p.sheet.n_faults > 0)
        rp->status = 400;
    return NULL;
}

struct err *
assess_org_show_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct assess_from_query *q = rq->form;
    struct assess_org_page         *o = NEW(cx->arena, struct assess_org_page);

    TRY(form_err(cx->arena, rq->faults));
    TRY(assess_org_page_of(cx, rq, o));
    if (rq->wants == AS_HTML) {
        TRY(sheet_of(cx, o, q->from, NULL));
        return draw(cx, rp, o);
    }
    o->may_answer = false;              /* all of its items */
    TRY(sheet_of(cx, o, 0, NULL));
    reply_json(cx, rp, assess_json, &o->p);
    return NULL;
}

/* ---- what a form brings ---------------------------------------------------------------------- */

/* The page again: with what was refused, and what was typed. */
static struct err *
again(struct cx *cx, const struct request *rq, struct reply *rp, struct err *wrong,
      const struct assess_saving *typed)
{
    struct assess_org_page *o = NEW(cx->arena, struct assess_org_page);
    int64_t                 from = 0;

    if (wrong && !assess_is_shown(wrong))
        return wrong;
    str_int64(query_value(rq->given, S("from")), &from);
    TRY(assess_org_page_of(cx, rq, o));
    o->p.wrong = wrong;
    TRY(sheet_of(cx, o, from >= 0 && from < ASSESS_PARTS_MAX ? from : 0, typed));
    return draw(cx, rp, o);
}

/* c.ITEM and d.ITEM cite a document, x.ITEM takes it off. */
static struct err *
cite_given(struct cx *cx, const struct request *rq, struct assess_full *x, size_t *n)
{
    for (size_t i = 0; i < rq->given->n; i++) {
        const struct pair *pair = &rq->given->pair[i];
        struct str         item = str_part(pair->name, 2, pair->name.n);
        struct str         code = str_trim(pair->value);

        if (code.n == 0)
            continue;
        if (str_starts(pair->name, S("c.")) || str_starts(pair->name, S("d.")))
            TRY(assess_cite(cx, x, &item, 1, code));
        else if (str_starts(pair->name, S("x.")))
            TRY(assess_uncite(cx, x, item, code));
        else
            continue;
        ++*n;
    }
    return NULL;
}

/* A file for an item stands in the field f.ITEM. */
static struct err *
attach_given(struct cx *cx, const struct request *rq, struct assess_full *x, size_t *n)
{
    for (size_t i = 0; i < rq->n_uploads; i++) {
        const struct upload *file = &rq->upload[i];
        struct str           item = str_part(file->field, 2, file->field.n);

        if (file->bytes == 0 || !str_starts(file->field, S("f.")))
            continue;
        TRY(assess_attach(cx, x, &(struct assess_attached){ .item = &item, .n = 1,
            .source = { .fd = file->fd, .name = file->name, .sha256 = file->sha256,
                        .sha = file->sha },
            .org = rq->arg[2], .title = S(""), .sensitivity = SENSITIVITY_INTERNAL }));
        ++*n;
    }
    return NULL;
}

/* Of a form that was taken already nothing is brought again. */
static struct err *
documents_given(struct cx *cx, const struct request *rq, struct assess_full *x, struct str mark,
                size_t *n)
{
    bool was;

    *n = 0;
    TRY(assess_was_taken(cx, mark, &was));
    if (was)
        return NULL;
    TRY(cite_given(cx, rq, x, n));
    return attach_given(cx, rq, x, n);
}

/* ---- sending --------------------------------------------------------------------------------- */

static bool
can_be_sent(const struct assess_line *l, int64_t org)
{
    return l->part.id.n != 0 && l->part.org_id.n == org
        && (str_eq(l->part.state, S("given")) || str_eq(l->part.state, S("returned")))
        && assess_says(l, ASSESS_AGENCY) > 0;
}

static struct err *
nothing_to_send(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "assess.missing",
        .text = MSG("No item is answered that was not sent already."),
        .hint = MSG("Answer an item, then send it.") });
}

/* Those that are answered; the others stay. */
static struct err *
send_answered(struct cx *cx, const struct request *rq, struct assess_full *x, size_t *n)
{
    struct assess_lines lines;
    struct assess_wish *wish;
    struct org          org;

    *n = 0;
    TRY(org_get(cx, rq->arg[2], &org));
    TRY(assess_get(cx, rq->arg[0], rq->arg[1], x));
    TRY(assess_lines_of(cx, x, &lines));
    wish = NEWS(cx->arena, struct assess_wish, lines.n + 1);
    for (size_t i = 0; i < lines.n; i++)
        if (can_be_sent(&lines.row[i], org.id.n))
            wish[(*n)++] = (struct assess_wish){ .item = lines.row[i].part.item };
    if (*n == 0)
        return nothing_to_send(cx);
    return assess_step(cx, x, &(struct assess_stepping){ wish, *n, ASSESS_SEND, S("") });
}

/* ---- answers --------------------------------------------------------------------------------- */

static struct msg
said(struct cx *cx, const struct assess_saving *in, size_t n_documents, size_t n_sent)
{
    if (in->is_again)
        return MSG("This was saved already; it counts once.");
    if (n_sent > 0)
        return MSG("Saved, and {0} items are sent for approval.",
                   str_fmt(cx->arena, "%zu", n_sent));
    if (in->n_saved == 0 && n_documents == 0)
        return MSG("Nothing was different, so nothing is changed.");
    return MSG("{0} answers are saved, {1} documents are changed.",
               str_fmt(cx->arena, "%zu", in->n_saved), str_fmt(cx->arena, "%zu", n_documents));
}

struct err *
assess_answers_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct assess_saving in = { .voice = ASSESS_AGENCY };
    struct assess_full   x;
    struct err          *e;
    size_t               n_documents = 0, n_sent = 0;

    TRY(assess_get(cx, rq->arg[0], rq->arg[1], &x));
    assess_typed_of(cx, rq->given, &in);
    e = documents_given(cx, rq, &x, in.mark, &n_documents);
    if (!e)
        e = assess_save(cx, &x, &in);
    if (e || in.n_faults > 0)
        return again(cx, rq, rp, e, &in);
    if (str_eq(query_value(rq->given, S("do")), S("send")) && !in.is_again)
        e = send_answered(cx, rq, &x, &n_sent);
    if (e)
        return again(cx, rq, rp, e, NULL);
    return assess_after(rp, assess_org_href(cx->arena, &x, rq->arg[2]),
                        said(cx, &in, n_documents, n_sent));
}

/* ---- one document for several items ---------------------------------------------------------- */

static struct str *
items_given(struct cx *cx, const struct query *q, size_t *n)
{
    struct str *item = NEWS(cx->arena, struct str, q->n + 1);

    *n = 0;
    for (size_t i = 0; i < q->n; i++)
        if (str_eq(q->pair[i].name, S("item")))
            item[(*n)++] = q->pair[i].value;
    return item;
}

static struct err *
nothing_given(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "assess.no_document",
        .text = MSG("Choose a file, or give the code of a document."), .where = S("file") });
}

struct err *
assess_documents_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct upload *file = request_file(rq);
    struct str           document = str_trim(query_value(rq->given, S("document")));
    struct assess_full   x;
    struct err          *e;
    size_t               n;
    struct str          *item = items_given(cx, rq->given, &n);

    TRY(assess_get(cx, rq->arg[0], rq->arg[1], &x));
    if (file)
        e = assess_attach(cx, &x, &(struct assess_attached){ .item = item, .n = n,
            .source = { .fd = file->fd, .name = file->name, .sha256 = file->sha256,
                        .sha = file->sha },
            .org = rq->arg[2], .title = S(""), .sensitivity = SENSITIVITY_INTERNAL });
    else
        e = document.n > 0 ? assess_cite(cx, &x, item, n, document) : nothing_given(cx);
    if (e)
        return again(cx, rq, rp, e, NULL);
    return assess_after(rp, assess_org_href(cx->arena, &x, rq->arg[2]),
                        MSG("The document is evidence of {0} items.",
                            str_fmt(cx->arena, "%zu", n)));
}

/* ---- the head's page ------------------------------------------------------------------------- */

static struct err *
draw_approve(struct cx *cx, const struct request *rq, struct reply *rp, struct err *wrong)
{
    struct assess_org_page *o = NEW(cx->arena, struct assess_org_page);
    struct view             v = view_in(cx->arena, cx->lang);

    TRY(assess_org_page_of(cx, rq, o));
    TRY(must(cx, MAY_APPROVE, assess_org_scope(&o->p.x, o->org.id.n)));
    o->may_answer = false;
    o->p.wrong = wrong;
    TRY(sheet_of(cx, o, 0, NULL));
    assess_approve_view(&v, o);
    assess_crumbs(cx, rp, &o->p);
    reply_crumb(rp, assess_org_href(cx->arena, &o->p.x, o->org.code), MSG("{0}", o->org.name));
    reply_page(rp, MSG("Approve the answers"), &v);
    if (wrong)
        rp->status = err_status(wrong);
    return NULL;
}

struct err *
assess_approve_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return draw_approve(cx, rq, rp, NULL);
}

static struct err *
nothing_chosen(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "assess.item",
        .text = MSG("Choose at least one item."), .where = S("item") });
}

struct err *
assess_approve_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    bool                approves = !str_eq(query_value(rq->given, S("do")), S("return"));
    struct str          seen = query_value(rq->given, S("seen"));
    struct assess_full  x;
    struct err         *e;
    size_t              n;
    struct str         *item = items_given(cx, rq->given, &n);
    struct assess_wish *wish = NEWS(cx->arena, struct assess_wish, n + 1);

    for (size_t i = 0; i < n; i++) {
        int64_t version = assess_seen_in(seen, item[i]);

        wish[i] = (struct assess_wish){ item[i], version > 0 ? version : 0 };
    }
    TRY(assess_get(cx, rq->arg[0], rq->arg[1], &x));
    e = n == 0 ? nothing_chosen(cx)
               : assess_step(cx, &x, &(struct assess_stepping){ wish, n,
                     approves ? ASSESS_APPROVE : ASSESS_RETURN,
                     query_value(rq->given, S("why")) });
    if (e)
        return assess_is_shown(e) ? draw_approve(cx, rq, rp, e) : e;
    return assess_after(rp, assess_org_href(cx->arena, &x, rq->arg[2]),
        approves ? MSG("{0} items are approved.", str_fmt(cx->arena, "%zu", n))
                 : MSG("{0} items are returned.", str_fmt(cx->arena, "%zu", n)));
}
