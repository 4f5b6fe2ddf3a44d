/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_city_web.c — the city consolidates: agencies' numbers taken over, or its own beside. */
#include "base/arena.h"
#include "city/assess/assess_page.h"
#include "city/assess/assess_view.h"

static struct str
city_href(struct cx *cx, const struct assess_full *x)
{
    return str_fmt(cx->arena, "%.*s/city", TEXT(assess_href(cx->arena, x)));
}

static struct err *
draw(struct cx *cx, const struct request *rq, struct reply *rp, struct err *wrong,
     const struct assess_saving *typed)
{
    struct assess_page *p = NEW(cx->arena, struct assess_page);
    struct view         v = view_in(cx->arena, cx->lang);
    int64_t             from = 0;

    TRY(assess_page_of(cx, rq, p));
    TRY(must(cx, MAY_CONSOLIDATE, assess_scope(&p->x)));
    p->wrong = wrong;
    str_int64(query_value(rq->given, S("from")), &from);
    TRY(assess_sheet_of(cx, &p->x, &p->lines, &(struct assess_sheet_wish){ .voice = ASSESS_CITY,
        .from = from > 0 ? (size_t)from : 0, .most = ASSESS_CITY_SHOWN, .typed = typed,
        .href = city_href(cx, &p->x) }, &p->sheet));
    assess_city_view(&v, p);
    assess_crumbs(cx, rp, p);
    reply_page(rp, MSG("The city's numbers"), &v);
    if (wrong)
        rp->status = err_status(wrong);
    else if (p->sheet.n_faults > 0)
        rp->status = 400;
    return NULL;
}

struct err *
assess_city_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    TRY(form_err(cx->arena, rq->faults));
    return draw(cx, rq, rp, NULL, NULL);
}

static struct err *
again(struct cx *cx, const struct request *rq, struct reply *rp, struct err *wrong,
      const struct assess_saving *typed)
{
    return wrong && !assess_is_shown(wrong) ? wrong : draw(cx, rq, rp, wrong, typed);
}

static struct err *
take_over(struct cx *cx, const struct request *rq, struct reply *rp, struct assess_full *x)
{
    struct err *e;
    int64_t     n = 0;

    e = assess_take_over(cx, x, &n);
    if (e)
        return again(cx, rq, rp, e, NULL);
    return assess_after(rp, city_href(cx, x),
                        n > 0 ? MSG("{0} approved numbers are taken over.",
                                    str_int(cx->arena, n))
                              : MSG("No approved number is left that the city has not."));
}

struct err *
assess_city_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct assess_saving in = { .voice = ASSESS_CITY };
    struct assess_full   x;
    struct err          *e;

    TRY(assess_get(cx, rq->arg[0], rq->arg[1], &x));
    assess_typed_of(cx, rq->given, &in);
    e = assess_save(cx, &x, &in);
    if (e || in.n_faults > 0)
        return again(cx, rq, rp, e, &in);
    if (str_eq(query_value(rq->given, S("do")), S("take")))
        return take_over(cx, rq, rp, &x);
    return assess_after(rp, city_href(cx, &x), in.is_again
        ? MSG("This was saved already; it counts once.")
        : MSG("{0} numbers of the city are saved.", str_fmt(cx->arena, "%zu", in.n_saved)));
}

/* What an agency has approved goes back to it. */
struct err *
assess_return_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct assess_wish wish = { .item = query_value(rq->given, S("item")) };
    struct assess_full x;
    struct err        *e;

    TRY(assess_get(cx, rq->arg[0], rq->arg[1], &x));
    e = assess_step(cx, &x, &(struct assess_stepping){ &wish, 1, ASSESS_RETURN,
                                                       query_value(rq->given, S("why")) });
    if (e)
        return again(cx, rq, rp, e, NULL);
    return assess_after(rp, city_href(cx, &x), MSG("Item {0} is returned to its agency.",
                                                   wish.item));
}
