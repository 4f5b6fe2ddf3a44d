/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* desk_web.c — the office's screen and the agencies' page. */
#include "base/arena.h"
#include "city/desk/desk_page.h"
#include "city/desk/desk_view.h"

const struct choice desk_whiches[] = {
    { "",           N_("All") },
    { "not_sent",   N_("Not sent") },
    { "late",       N_("With late items") },
    { "stands_out", N_("Stands out by late items") },
    { "few_seats",  N_("Too few assessors") },
    { "not_locked", N_("Final numbers not locked") },
    { NULL,         NULL },
};

static const struct field fields[] = {
    FIELD(struct desk_query, stage, F_INT, .min = 1, .max = 2, .label = N_("Stage")),
    FIELD(struct desk_query, which, F_CHOICE, .choices = desk_whiches, .label = N_("Show")),
};
const struct form desk_form = FORM(struct desk_query, fields);

struct err *
desk_office_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct desk_query *q = rq->form;
    struct view              v = view_in(cx->arena, cx->lang);
    struct desk_office       o;

    TRY(form_err(cx->arena, rq->faults));
    TRY(desk_office_of(cx, rq->arg[0],
                       (struct desk_wanted){ q->stage, (enum desk_which)q->which }, &o));
    if (rq->wants == AS_JSON) {
        reply_json(cx, rp, desk_office_json, &o);
        return NULL;
    }
    if (rq->wants != AS_HTML) {
        struct table t = desk_region_table(cx, &o);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    desk_office_view(&v, &o);
    reply_page(rp, MSG("Programme office: {0}", o.round.round.title), &v);
    return NULL;
}

struct err *
desk_agencies_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct desk_query *q = rq->form;
    struct view              v = view_in(cx->arena, cx->lang);
    struct desk_agencies     a;

    TRY(form_err(cx->arena, rq->faults));
    TRY(desk_agencies_of(cx, rq->arg[0], rq->arg[1], q->stage, &a));
    if (rq->wants != AS_HTML) {
        struct table t = desk_agency_table(cx, &a);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    desk_agencies_view(&v, &a);
    reply_page(rp, MSG("How agencies take part: {0}", a.region.name), &v);
    return NULL;
}
