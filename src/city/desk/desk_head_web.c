/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* desk_head_web.c — /regions/{code}/head: the page, and the paper. */
#include "base/arena.h"
#include "city/desk/desk_head_view.h"
#include "city/desk/desk_page.h"
#include "paper/paper.h"

static const struct field fields[] = {
    FIELD(struct desk_head_query, instrument, F_TEXT, .max = 60, .label = N_("Instrument (code)")),
};
const struct form desk_head_form = FORM(struct desk_head_query, fields);

static struct err *
head_of(struct cx *cx, const struct request *rq, struct desk_head *h)
{
    const struct desk_head_query *q = rq->form;

    TRY(form_err(cx->arena, rq->faults));
    return desk_head_of(cx, rq->arg[0], q->instrument, h);
}

struct err *
desk_head_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct desk_head *h = NEW(cx->arena, struct desk_head);
    struct view       v = view_in(cx->arena, cx->lang);

    TRY(head_of(cx, rq, h));
    if (rq->wants != AS_HTML) {
        reply_json(cx, rp, desk_head_json, h);
        return NULL;
    }
    desk_head_view(&v, h);
    reply_crumb(rp, region_href(cx->arena, h->region.code), MSG("{0}", h->region.name));
    reply_page(rp, MSG("{0} at a glance", h->region.name), &v);
    return NULL;
}

struct err *
desk_head_pdf(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct desk_head *h = NEW(cx->arena, struct desk_head);
    struct buf        pdf = buf_in(cx->arena, PAPER_PDF_MAX);
    struct paper      paper;

    TRY(head_of(cx, rq, h));
    TRY(desk_head_paper(h, &paper));
    TRY(paper_pdf(cx->arena, &paper, &pdf));
    rp->type = S("application/pdf");
    rp->body = buf_str(&pdf);
    return NULL;
}
