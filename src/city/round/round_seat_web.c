/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* round_seat_web.c — /rounds/{code}/seats: who assesses, naming one, ending a seat, sharing all. */
#include "base/arena.h"
#include "base/money.h"
#include "city/round/round_page.h"
#include "city/round/round_view.h"

enum { PAGE_ROWS = 60 };

static struct str
seats_href(struct cx *cx, const struct round_full *full)
{
    return str_fmt(cx->arena, "/rounds/%.*s/seats", TEXT(full->round.code));
}

/* ---- the list ------------------------------------------------------------------------------- */

static bool
is_wanted(const struct round_seat_line *s, struct str region_code, int32_t which)
{
    bool of_state = which == ROUND_SEATS_ALL
                 || (which == ROUND_SEATS_ENDED && s->state == ROUND_SEAT_ENDED)
                 || (which == ROUND_SEATS_REPLACE && round_seat_wants_other(s->state));

    return of_state && (region_code.n == 0 || str_eq(s->seat.region_code, region_code));
}

static void
keep(struct round_seat_list *list, struct str region_code, int32_t which)
{
    size_t n = 0;

    for (size_t i = 0; i < list->n; i++)
        if (is_wanted(&list->row[i], region_code, which))
            list->row[n++] = list->row[i];
    list->n = n;
}

static struct str
page_href(struct cx *cx, const struct round_seats_page *p, int64_t page)
{
    return str_fmt(cx->arena, "%.*s?which=%s&region=%.*s&page=%lld", TEXT(seats_href(cx, &p->full)),
                   round_whiches[p->which].value, TEXT(p->region), (long long)page);
}

/* Only the seats of that page, counted from 1. */
static void
turn_to(struct cx *cx, struct round_seats_page *p, int64_t page)
{
    size_t before = (size_t)(page - 1) * PAGE_ROWS;

    p->all = p->list.n;
    if (page > 1)
        p->previous = page_href(cx, p, page - 1);
    if (before + PAGE_ROWS < p->all)
        p->next = page_href(cx, p, page + 1);
    if (before > p->all)
        before = p->all;
    p->list.row += before;
    p->list.n = p->all - before < PAGE_ROWS ? p->all - before : PAGE_ROWS;
}

static struct err *
draw_seats(struct cx *cx, struct reply *rp, struct round_seats_page *p,
           const struct form_faults *faults)
{
    struct view v = view_in(cx->arena, cx->lang);

    p->may_run = may(cx, MAY_RUN_ROUND, (struct scope){ .region = S("") });
    p->share = (struct form_draw){ .form = &round_share_form, .posts = true, .in_a_row = true,
        .action = str_fmt(cx->arena, "%.*s/share", TEXT(seats_href(cx, &p->full))),
        .values = &(struct round_share_form){ .each = ROUND_SEATS_LEAST + 1 },
        .faults = faults, .button = N_("Share the seats") };
    round_seats_view(&v, p);
    round_crumbs(cx, rp, &p->full);
    reply_page(rp, MSG("Seats of assessors"), &v);
    if (faults && faults->n > 0)
        rp->status = 400;
    return NULL;
}

struct err *
round_seats_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct round_list_query *q = rq->form;
    struct round_seats_page        p = { .region = q->region, .which = q->which };

    TRY(form_err(cx->arena, rq->faults));
    TRY(round_get(cx, rq->arg[0], &p.full));
    TRY(round_seats_seen(cx, &p.full.round, &p.list));
    keep(&p.list, q->region, q->which);
    if (rq->wants == AS_HTML) {
        turn_to(cx, &p, q->page > 0 ? q->page : 1);
        return draw_seats(cx, rp, &p, NULL);
    }
    struct table t = round_seat_table(cx, &p.list);
    reply_table(cx, rq, rp, &t);
    return NULL;
}

/* ---- sharing -------------------------------------------------------------------------------- */

struct err *
round_share_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct round_share_form *f = rq->form;
    struct round_seats_page        p = { .region = S("") };
    int64_t                        n_new, n_short;

    TRY(round_get(cx, rq->arg[0], &p.full));
    if (rq->faults->n > 0) {
        TRY(round_seats_seen(cx, &p.full.round, &p.list));
        turn_to(cx, &p, 1);
        return draw_seats(cx, rp, &p, rq->faults);
    }
    TRY(round_seats_share(cx, rq->arg[0], f->each, &n_new, &n_short));
    reply_see(rp, seats_href(cx, &p.full));
    reply_done(rp, MSG("{0} seats are new, {1} stay empty.", int_text(cx->arena, cx->lang, n_new),
                       int_text(cx->arena, cx->lang, n_short)));
    return NULL;
}

/* ---- naming one ----------------------------------------------------------------------------- */

static struct err *
seat_reply(struct cx *cx, struct reply *rp, struct round_asking *p, struct str region_code)
{
    struct round_proposals set = { .n = 0 };
    struct view            v = view_in(cx->arena, cx->lang);

    if (region_code_is_valid(region_code))
        TRY(round_proposals_of(cx, &p->full->round, region_code, &set));
    round_proposals_view(&v, &set, p->full->round.code, region_code);
    p->beside = view_html(&v);
    p->title = MSG("Name an assessor");
    p->lead = MSG("A region has two to five assessors. Nobody assesses their own region.");
    p->draw.form = &round_seat_form;
    p->draw.action = str_fmt(cx->arena, "%.*s/new", TEXT(seats_href(cx, p->full)));
    p->draw.button = N_("Name the assessor");
    round_form_reply(cx, rp, p);
    return NULL;
}

struct err *
round_seat_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct round_seat_query *q = rq->form;
    struct round_seat_form         values = { .region = q->region, .post = q->post };
    struct round_full              full;
    struct round_asking            p = { .full = &full, .draw.values = &values };

    TRY(form_err(cx->arena, rq->faults));
    TRY(round_get(cx, rq->arg[0], &full));
    return seat_reply(cx, rp, &p, q->region);
}

struct err *
round_seat_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct round_seat_form *f = rq->form;
    struct round_full             full;
    struct round_asking           p = { .full = &full, .faults = *rq->faults,
                                        .draw = { .form = &round_seat_form, .values = f } };

    TRY(round_get(cx, rq->arg[0], &full));
    if (p.faults.n == 0)
        TRY(round_form_take(cx, &p, round_seat_add(cx, rq->arg[0], &(struct round_seat_new){
            .region_code = f->region, .post = f->post, .exception = f->exception })));
    if (p.faults.n > 0)
        return seat_reply(cx, rp, &p, f->region);
    reply_see(rp, str_fmt(cx->arena, "%.*s?region=%.*s", TEXT(seats_href(cx, &full)),
                          TEXT(f->region)));
    reply_done(rp, MSG("{0} assesses {1}.", f->post, f->region));
    return NULL;
}

/* ---- ending --------------------------------------------------------------------------------- */

static struct err *
end_reply(struct cx *cx, struct reply *rp, struct round_asking *p)
{
    p->title = MSG("End an assessor's seat");
    p->lead = MSG("What was scored until now stays.");
    p->draw.form = &round_end_form;
    p->draw.action = str_fmt(cx->arena, "%.*s/end", TEXT(seats_href(cx, p->full)));
    p->draw.button = N_("End the seat");
    round_form_reply(cx, rp, p);
    return NULL;
}

struct err *
round_end_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct round_seat_query *q = rq->form;
    struct round_end_form          values = { .region = q->region, .post = q->post };
    struct round_full              full;
    struct round_asking            p = { .full = &full, .draw.values = &values };

    TRY(form_err(cx->arena, rq->faults));
    TRY(round_get(cx, rq->arg[0], &full));
    return end_reply(cx, rp, &p);
}

struct err *
round_end_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct round_end_form *f = rq->form;
    struct round_full            full;
    struct round_asking          p = { .full = &full, .faults = *rq->faults,
                                       .draw = { .form = &round_end_form, .values = f } };

    TRY(round_get(cx, rq->arg[0], &full));
    if (p.faults.n == 0)
        TRY(round_form_take(cx, &p, round_seat_end(cx, rq->arg[0], f->region, f->post, f->why)));
    if (p.faults.n > 0)
        return end_reply(cx, rp, &p);
    reply_see(rp, str_fmt(cx->arena, "%.*s/new?region=%.*s", TEXT(seats_href(cx, &full)),
                          TEXT(f->region)));
    reply_done(rp, MSG("{0} does not assess {1} any more. Name another here.", f->post,
                       f->region));
    return NULL;
}
