/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* round_web.c — /rounds, /rounds/{code}, who takes part; the routes of the slice. */
#include "base/arena.h"
#include "base/money.h"
#include "city/round/round_page.h"
#include "city/round/round_view.h"

/* ---- reading -------------------------------------------------------------------------------- */

static struct err *
index_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct round_listing l = { .may_run = may(cx, MAY_RUN_ROUND,
                                              (struct scope){ .region = S("") }) };
    struct view          v = view_in(cx->arena, cx->lang);

    TRY(round_list_of(cx, &l.set));
    l.now = NEWS(cx->arena, enum round_kind, l.set.n);
    TRY(round_now_of(cx, &l.set, l.now));
    if (rq->wants != AS_HTML) {
        struct table t = round_table(cx, &l.set, l.now);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    round_list_view(&v, &l);
    reply_page(rp, MSG("Evaluation rounds"), &v);
    return NULL;
}

static struct err *
show_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct round_page p = { .n_short = 0 };
    struct view       v = view_in(cx->arena, cx->lang);

    TRY(round_page_of(cx, rq->arg[0], &p));
    if (rq->wants != AS_HTML) {
        reply_json(cx, rp, round_json, &p);
        return NULL;
    }
    TRY(round_changes_of(cx, &p.full.round, &p.changes));
    TRY(panels_draw(cx, "round.more", p.full.round.id.n, &p.more));
    round_view(&v, &p);
    reply_crumb(rp, S("/rounds"), MSG("Evaluation rounds"));
    reply_page(rp, MSG("{0}", p.full.round.title), &v);
    return NULL;
}

static struct err *
regions_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct round_page p = { .n_short = 0 };
    struct view       v = view_in(cx->arena, cx->lang);

    TRY(round_page_of(cx, rq->arg[0], &p));
    if (rq->wants != AS_HTML) {
        struct round_region_set set;

        TRY(round_regions_said(cx, &p.full.round, &set));
        struct table t = round_region_table(cx, &set);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    round_regions_view(&v, &p);
    round_crumbs(cx, rp, &p.full);
    reply_page(rp, MSG("Regions that take part"), &v);
    return NULL;
}

/* ---- a round and its days as records -------------------------------------------------------- */

static struct err *
new_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return record_page(cx, rq, rp, &round_new_kind, S("new"));
}

static struct err *
edit_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return record_page(cx, rq, rp, &round_edit_kind, rq->arg[0]);
}

static struct err *
dates_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return record_page(cx, rq, rp, &round_dates_kind, rq->arg[0]);
}

/* ---- who takes part, opening ---------------------------------------------------------------- */

static struct err *
join_reply(struct cx *cx, struct reply *rp, struct round_asking *p)
{
    p->title = MSG("Take a region in or out by hand");
    p->lead = MSG("What is said by hand stays, whatever the rule names later.");
    p->draw.form = &round_join_form;
    p->draw.action = str_fmt(cx->arena, "/rounds/%.*s/regions/set", TEXT(p->full->round.code));
    p->draw.button = N_("Write it down");
    round_form_reply(cx, rp, p);
    return NULL;
}

static struct err *
join_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct round_seat_query *q = rq->form;
    struct round_join_form         values = { .region = q->region, .part = ROUND_PART_IN };
    struct round_full              full;
    struct round_asking            p = { .full = &full, .draw.values = &values };

    TRY(form_err(cx->arena, rq->faults));
    TRY(round_get(cx, rq->arg[0], &full));
    return join_reply(cx, rp, &p);
}

static struct err *
join_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct round_join_form *f = rq->form;
    struct round_full             full;
    struct round_asking           p = { .full = &full, .faults = *rq->faults,
                                        .draw = { .form = &round_join_form, .values = f } };

    TRY(round_get(cx, rq->arg[0], &full));
    if (p.faults.n == 0)
        TRY(round_form_take(cx, &p, round_join_set(cx, rq->arg[0], f->region,
                                                   f->part == ROUND_PART_IN, f->why)));
    if (p.faults.n > 0)
        return join_reply(cx, rp, &p);
    reply_see(rp, str_fmt(cx->arena, "/rounds/%.*s/regions", TEXT(full.round.code)));
    reply_done(rp, f->part == ROUND_PART_IN ? MSG("{0} takes part.", f->region)
                                            : MSG("{0} does not take part any more.", f->region));
    return NULL;
}

static struct err *
join_rule_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    int64_t n_in;

    TRY(round_join_by_rule(cx, rq->arg[0], &n_in));
    reply_see(rp, str_fmt(cx->arena, "/rounds/%.*s/regions", TEXT(rq->arg[0])));
    reply_done(rp, MSG("{0} regions take part.", int_text(cx->arena, cx->lang, n_in)));
    return NULL;
}

static struct err *
open_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    TRY(round_open(cx, rq->arg[0]));
    reply_see(rp, round_href(cx->arena, rq->arg[0]));
    reply_done(rp, MSG("The round is open: everybody reads it, and its deadlines stand on the "
                       "boards."));
    return NULL;
}

/* ---- routes --------------------------------------------------------------------------------- */

const struct route round_routes[ROUND_ROUTES] = {
    { GET, "/rounds", MAY_READ_PUBLIC, .serves = SERVES_LIST, .page = index_page,
      .help = N_("Evaluation rounds, newest first") },
    { GET, "/rounds/{code}", MAY_READ_PUBLIC, .page = show_page,
      .help = N_("One round: its phases, who takes part, how it is shared") },
    { GET, "/rounds/{code}/regions", MAY_READ_PUBLIC, .serves = SERVES_LIST,
      .page = regions_page, .help = N_("Regions that take part in a round, and why") },
    { GET, "/rounds/new", MAY_RUN_ROUND, .serves = AS_HTML, .page = new_page,
      .help = N_("The form to add an evaluation round") },
    { POST, "/rounds/new", MAY_RUN_ROUND, .serves = AS_HTML, .page = new_page,
      .help = N_("Add an evaluation round") },
    { GET, "/rounds/{code}/edit", MAY_RUN_ROUND, .serves = AS_HTML, .page = edit_page,
      .help = N_("The form to change a round") },
    { POST, "/rounds/{code}/edit", MAY_RUN_ROUND, .serves = AS_HTML, .page = edit_page,
      .help = N_("Change a round") },
    { GET, "/rounds/{code}/dates", MAY_RUN_ROUND, .serves = AS_HTML, .page = dates_page,
      .help = N_("The form for the days of a round's phases") },
    { POST, "/rounds/{code}/dates", MAY_RUN_ROUND, .serves = AS_HTML, .page = dates_page,
      .help = N_("Set the days of a round's phases") },
    { GET, "/rounds/{code}/regions/set", MAY_RUN_ROUND, .serves = AS_HTML,
      .form = &round_seat_query, .page = join_page,
      .help = N_("The form to take a region in or out") },
    { POST, "/rounds/{code}/regions/set", MAY_RUN_ROUND, .serves = AS_HTML,
      .form = &round_join_form, .page = join_do,
      .help = N_("Take a region in or out by hand") },
    { POST, "/rounds/{code}/regions/rule", MAY_RUN_ROUND, .serves = AS_HTML,
      .page = join_rule_do, .help = N_("Take the regions that the rule names") },
    { POST, "/rounds/{code}/open", MAY_RUN_ROUND, .serves = AS_HTML, .page = open_do,
      .help = N_("Open a round") },
    { GET, "/rounds/{code}/seats", MAY_READ_WORK, .serves = SERVES_LIST,
      .form = &round_list_query, .page = round_seats_page,
      .help = N_("Seats of assessors, with those that ended") },
    { GET, "/rounds/{code}/seats/new", MAY_RUN_ROUND, .serves = AS_HTML,
      .form = &round_seat_query, .page = round_seat_page,
      .help = N_("The form to name an assessor") },
    { POST, "/rounds/{code}/seats/new", MAY_RUN_ROUND, .serves = AS_HTML,
      .form = &round_seat_form, .page = round_seat_do, .help = N_("Name an assessor") },
    { GET, "/rounds/{code}/seats/end", MAY_RUN_ROUND, .serves = AS_HTML,
      .form = &round_seat_query, .page = round_end_page,
      .help = N_("The form to end an assessor's seat") },
    { POST, "/rounds/{code}/seats/end", MAY_RUN_ROUND, .serves = AS_HTML,
      .form = &round_end_form, .page = round_end_do, .help = N_("End an assessor's seat") },
    { POST, "/rounds/{code}/seats/share", MAY_RUN_ROUND, .serves = AS_HTML,
      .form = &round_share_form, .page = round_share_do,
      .help = N_("Name assessors for all regions") },
};
