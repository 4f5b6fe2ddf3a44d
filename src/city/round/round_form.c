/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* round_form.c — what the office's pages ask, and how an error finds its field. */
#include "base/arena.h"
#include "city/round/round_page.h"
#include "city/round/round_view.h"

enum { WHY_MIN = 3, WHY_MAX = 500, REGION_MAX = 13, POST_MAX = 100, PAGES_MAX = 1000 };

#define REGION(T)                                                                            \
    FIELD(T, region, F_TEXT, .min = 1, .max = REGION_MAX, .required = true,                  \
          .label = N_("Region (code)"), .hint = N_("Such as 35.71."))
#define POST(T)                                                                              \
    FIELD(T, post, F_TEXT, .min = 1, .max = POST_MAX, .required = true,                      \
          .label = N_("Assessor's post (code)"))
#define WHY(T)                                                                               \
    FIELD(T, why, F_TEXT, .min = WHY_MIN, .max = WHY_MAX, .required = true,                  \
          .label = N_("Reason"), .hint = N_("The journal keeps it with the decision."))

static const struct choice part_choices[] = {       /* ROUND_PART_IN, ROUND_PART_OUT */
    { "in",  N_("It takes part") },
    { "out", N_("It does not take part") },
    { NULL, NULL },
};

static const struct field join_fields[] = {
    REGION(struct round_join_form),
    FIELD(struct round_join_form, part, F_CHOICE, .choices = part_choices, .required = true,
          .label = N_("What is decided")),
    WHY(struct round_join_form),
};
const struct form round_join_form = FORM(struct round_join_form, join_fields);

static const struct field seat_fields[] = {
    REGION(struct round_seat_form),
    POST(struct round_seat_form),
    FIELD(struct round_seat_form, exception, F_TEXT, .max = WHY_MAX,
          .label = N_("Why somebody who mentors the region may assess it"),
          .hint = N_("Only for a mentor: the exception stands beside the seat. For the own "
                     "region there is none.")),
};
const struct form round_seat_form = FORM(struct round_seat_form, seat_fields);

static const struct field end_fields[] = {
    REGION(struct round_end_form), POST(struct round_end_form), WHY(struct round_end_form),
};
const struct form round_end_form = FORM(struct round_end_form, end_fields);

static const struct field share_fields[] = {
    FIELD(struct round_share_form, each, F_INT, .min = ROUND_SEATS_LEAST, .max = ROUND_SEATS_MAX,
          .required = true, .label = N_("Assessors a region")),
};
const struct form round_share_form = FORM(struct round_share_form, share_fields);

static const struct field query_fields[] = {
    FIELD(struct round_seat_query, region, F_TEXT, .max = REGION_MAX,
          .label = N_("Region (code)")),
    FIELD(struct round_seat_query, post, F_TEXT, .max = POST_MAX,
          .label = N_("Assessor's post (code)")),
};
const struct form round_seat_query = FORM(struct round_seat_query, query_fields);

const struct choice round_whiches[] = {             /* ROUND_SEATS_ALL, ... */
    { "all",     N_("All") },
    { "replace", N_("Need another assessor") },
    { "ended",   N_("Ended") },
    { NULL, NULL },
};

static const struct field list_fields[] = {
    FIELD(struct round_list_query, region, F_TEXT, .max = REGION_MAX,
          .label = N_("Region (code)")),
    FIELD(struct round_list_query, which, F_CHOICE, .choices = round_whiches,
          .label = N_("State")),
    FIELD(struct round_list_query, page, F_INT, .min = 1, .max = PAGES_MAX, .label = N_("Page")),
};
const struct form round_list_query = FORM(struct round_list_query, list_fields);

/* ---- the page ------------------------------------------------------------------------------- */

static struct msg
said(struct cx *cx, const struct err *e)
{
    struct msg text = e->text;

    if (msg_is(e->detail))
        text = MSG("{0} {1}", msg_text(cx->arena, cx->lang, text),
                   msg_text(cx->arena, cx->lang, e->detail));
    if (msg_is(e->hint))
        text = MSG("{0} {1}", msg_text(cx->arena, cx->lang, text),
                   msg_text(cx->arena, cx->lang, e->hint));
    return text;
}

struct err *
round_form_take(struct cx *cx, struct round_asking *p, struct err *e)
{
    const struct form *form = p->draw.form;

    if (!e || e->where.n == 0 || e->kind == ERR_BROKEN || p->faults.n == FORM_FAULTS_MAX)
        return e;
    for (size_t i = 0; i < form->n; i++)
        if (str_eq(str_of(form->field[i].name), e->where)) {
            p->status = err_status(e);
            p->faults.fault[p->faults.n++] = (struct form_fault){ .field = &form->field[i],
                                                                  .text = said(cx, e) };
            return NULL;
        }
    return e;
}

void
round_crumbs(struct cx *cx, struct reply *rp, const struct round_full *full)
{
    reply_crumb(rp, S("/rounds"), MSG("Evaluation rounds"));
    reply_crumb(rp, round_href(cx->arena, full->round.code), MSG("{0}", full->round.title));
}

void
round_form_reply(struct cx *cx, struct reply *rp, struct round_asking *p)
{
    struct view v = view_in(cx->arena, cx->lang);

    p->draw.posts = true;
    p->draw.faults = &p->faults;
    round_asking_view(&v, p);
    round_crumbs(cx, rp, p->full);
    reply_page(rp, p->title, &v);
    if (p->faults.n > 0)
        rp->status = p->status ? p->status : 400;
}
