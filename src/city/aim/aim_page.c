/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* aim_page.c — /regions/{code}/aim/{instrument}: what follows, what gives most, the ways there. */
#include "city/aim/aim_page.h"

#include <assert.h>

#include "base/arena.h"
#include "city/aim/aim_view.h"
#include "web/chart.h"

enum { GAINS_SHOWN = 10, BARS_MAX = 4 };

/* ---- addresses ------------------------------------------------------------------------------ */

static struct str
with_pair(struct arena *a, struct str address, struct str name, struct str value)
{
    bool       is_first = !str_find(address, S("?"), &(size_t){ 0 });
    struct str key = query_encode(a, name, false), text = query_encode(a, value, false);

    return str_fmt(a, "%.*s%c%.*s=%.*s", TEXT(address), is_first ? '?' : '&', TEXT(key),
                   TEXT(text));
}

static struct str
with_year(struct arena *a, struct str address, struct str name, int64_t year)
{
    return year > 0 ? with_pair(a, address, name, year_text(a, year)) : address;
}

static bool
is_put(const struct aim_put *put, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(put[i].name, name))
            return true;
    return false;
}

/* An empty value says something only where the start has another. */
static bool
says_something(const struct aim_count *c, const struct aim_asked *asked, size_t i)
{
    int32_t item = instrument_item_of(&c->series.instrument, asked->tried[i].item);

    return asked->typed[i].n > 0 || (item >= 0 && c->start.step[item].state == SCORE_GIVEN);
}

static struct str
address_of(struct arena *a, const struct aim_page *p, int64_t year, const struct aim_put *put,
           size_t n)
{
    const struct aim_asked *asked = p->asked;
    struct str              address = with_year(a, p->path, S("from"), asked->from);

    address = with_year(a, address, S("year"), year);
    if (asked->target.n > 0)
        address = with_pair(a, address, S("target"), asked->target);
    for (size_t i = 0; i < asked->n; i++) {
        struct str name = asked->tried[i].where[INSTRUMENT_AT_ITEM];

        if (!is_put(put, n, name) && says_something(p->count, asked, i))
            address = with_pair(a, address, name, asked->typed[i]);
    }
    for (size_t i = 0; i < n; i++)
        address = with_pair(a, address, put[i].name, put[i].value);
    return address;
}

/* The same answers where every line has its reason. */
static struct str
score_href_of(struct arena *a, const struct aim_count *c)
{
    struct str address = str_fmt(a, "/instruments/%.*s/score", TEXT(c->series.instrument.code));

    address = with_pair(a, address, S("kind"), c->series.region.kind);
    for (size_t i = 0; i < c->n_sheet; i++) {
        const struct instrument_answer *answer = &c->sheet[i];

        address = with_pair(a, address, answer->where[INSTRUMENT_AT_ITEM], answer->value);
    }
    return address;
}

/* ---- what gives most, and the ways to a figure ---------------------------------------------- */

static struct aim_put
put_of(struct arena *a, const struct aim_count *c, const struct aim_item *x, size_t rungs)
{
    return (struct aim_put){ aim_name_of(a, c, x->item),
                             aim_answer_of(a, c, x->item, x->up.rung[rungs - 1]) };
}

static struct aim_step
step_of(struct cx *cx, const struct aim_page *p, const struct aim_item *x, size_t rungs)
{
    const struct aim_count *c = p->count;
    struct aim_put          put = put_of(cx->arena, c, x, rungs);
    bool                    is_known = score_has_figure(&c->now.step[0]);
    struct aim_index        then = x->index_up[rungs - 1];

    return (struct aim_step){
        .title = aim_title_text(cx, c, x->item),
        .from  = aim_value_text(cx, c, x->item, c->now.step[x->item].value),
        .to    = aim_value_text(cx, c, x->item, x->up.rung[rungs - 1]),
        .by    = x->gains ? aim_by_text(cx, x->by) : S(""),
        .after = is_known && then.known ? aim_figure_text(cx, c, then.value) : S(""),
        .alone = x->can_alone ? aim_value_text(cx, c, x->item, x->alone) : S(""),
        .href  = address_of(cx->arena, p, p->asked->year, &put, 1),
    };
}

static void
say_gains(struct cx *cx, struct aim_page *p)
{
    const struct aim_count *c = p->count;
    size_t                  n = c->n_gain < GAINS_SHOWN ? c->n_gain : GAINS_SHOWN;

    p->gains.row = NEWS(cx->arena, struct aim_step, n);
    for (size_t i = 0; i < n; i++) {
        const struct aim_item *x = &c->item[c->order[i]];

        p->gains.row[p->gains.n++] = step_of(cx, p, x, 1);
        p->tells_alone |= x->can_alone;
    }
    p->n_more = c->n_gain - n;
}

static void
say_plan(struct cx *cx, const struct aim_page *p, const struct aim_plan *plan, struct dec to,
         struct aim_steps *out)
{
    const struct aim_count *c = p->count;
    struct aim_put         *put = NEWS(cx->arena, struct aim_put, c->n);
    bool                    leads = plan->way == AIM_FEWEST || plan->way == AIM_FOUND;

    out->says = aim_plan_msg(cx, c, plan, to);
    if (!leads)
        return;
    out->row = NEWS(cx->arena, struct aim_step, c->n);
    for (size_t i = 0; i < c->n; i++) {
        if (plan->rungs[i] == 0)
            continue;
        put[out->n]      = put_of(cx->arena, c, &c->item[i], plan->rungs[i]);
        out->row[out->n] = step_of(cx, p, &c->item[i], plan->rungs[i]);
        out->n++;
    }
    out->href = address_of(cx->arena, p, p->asked->year, put, out->n);
}

/* ---- the index ------------------------------------------------------------------------------ */

static void
say_index(struct cx *cx, struct aim_page *p)
{
    const struct instrument_answers *x = &p->count->now;
    const struct score_step         *was = &p->count->start.step[0], *top = &x->step[0];
    struct dec                       by;

    if (!score_has_figure(top)) {
        p->no_index = instrument_answer_err(cx->arena, cx->lang, x);
        return;
    }
    p->figure = aim_figure_text(cx, p->count, top->value);
    p->band   = instrument_band_text(cx, &x->instrument, top->range);
    if (dec_cmp(top->range.low, top->range.high) != 0)
        p->range = instrument_range_text(cx, top->range, top->value);
    if (!score_has_figure(was) || !dec_sub(top->value, was->value, &by) || by.units == 0)
        return;
    p->before = aim_figure_text(cx, p->count, was->value);
    p->by     = aim_by_text(cx, by);
    p->way    = by.units < 0 ? -1 : 1;
}

/* ---- the picture ---------------------------------------------------------------------------- */

static void
add_bar(struct chart_bars *c, struct chart_bar *bar, struct msg label, struct chart_value value,
        bool hollow)
{
    bar[c->n++] = (struct chart_bar){ .label = label, .value = value, .hollow = hollow };
}

static struct chart_value
index_value(const struct score_step *top)
{
    return (struct chart_value){ score_has_figure(top), aim_cut(top->value) };
}

static void
list_bars(struct cx *cx, const struct aim_page *p, struct chart_bars *bars, struct chart_bar *bar)
{
    const struct aim_count *c = p->count;

    if (c->latest)
        add_bar(bars, bar, MSG("Published index, {0}", year_text(cx->arena, c->latest->year)),
                (struct chart_value){ true, c->latest->actual[0].given.value }, false);
    if (c->from && p->way != 0)
        add_bar(bars, bar, MSG("With the published figures of {0}",
                               year_text(cx->arena, c->from->year)),
                index_value(&c->start.step[0]), false);
    add_bar(bars, bar, MSG("With the figures below"), index_value(&c->now.step[0]), false);
    if (c->has_target)
        add_bar(bars, bar, c->aimed ? MSG("Target for {0}", year_text(cx->arena, c->aimed->year))
                                    : MSG("Your own target"),
                (struct chart_value){ true, c->target }, true);
}

/* Every picture of an instrument ends where its scale does, or at the next whole number. */
static int32_t
axis_end(const struct instrument *in)
{
    struct dec end = in->scale.max;

    for (; end.scale > 0; end.scale--)
        end.units = (end.units + 9) / 10;
    return end.units < 1 ? 1 : (int32_t)end.units;
}

static void
draw(struct cx *cx, struct aim_page *p)
{
    struct chart_bar  bar[BARS_MAX];
    struct chart_bars bars = {
        .id = S("aim"), .bar = bar, .most = axis_end(&p->count->series.instrument),
        .title = MSG("Index and target of {0}", p->count->series.region.name),
        .label_head = MSG("What"), .value_head = MSG("Figure"),
    };

    list_bars(cx, p, &bars, bar);
    p->picture = chart_bars(cx->arena, cx->lang, &bars);
    p->table   = chart_bars_table(cx->arena, cx->lang, &bars);
}

/* ---- the page ------------------------------------------------------------------------------- */

static void
say_years(struct cx *cx, struct aim_page *p)
{
    const struct instrument_series *s = &p->count->series;

    p->year = NEWS(cx->arena, struct aim_step, s->n);
    for (size_t i = 0; i < s->n; i++)
        if (s->year[i].target.given.known && &s->year[i] != p->count->aimed)
            p->year[p->n_years++] = (struct aim_step){
                .title = year_text(cx->arena, s->year[i].year),
                .href = with_year(cx->arena, p->path, S("year"), s->year[i].year),
            };
}

static void
say(struct cx *cx, struct aim_page *p)
{
    const struct aim_count *c = p->count;

    p->n_sentences = aim_sentences(cx, c, p->sentence);
    aim_form_of(cx, c, p->asked, &p->form);
    say_years(cx, p);
    if (c->faults.n > 0)
        return;
    say_index(cx, p);
    say_gains(cx, p);
    draw(cx, p);
    if (c->to_target.rungs)
        say_plan(cx, p, &c->to_target, c->target, &p->to_target);
    if (c->to_mark.rungs)
        say_plan(cx, p, &c->to_mark, c->mark, &p->to_mark);
    p->address    = address_of(cx->arena, p, p->asked->year, NULL, 0);
    p->score_href = score_href_of(cx->arena, c);
}

static struct err *
reply_html(struct cx *cx, const struct request *rq, const struct aim_count *c,
           const struct aim_asked *asked, struct reply *rp)
{
    const struct region *region = &c->series.region;
    struct aim_page     *p = NEW(cx->arena, struct aim_page);
    struct view          v = view_in(cx->arena, cx->lang);

    *p = (struct aim_page){
        .count = c, .asked = asked, .path = query_encode(cx->arena, rq->path, true),
        .title = instrument_say(cx->lang, c->series.instrument.title),
        .most = dec_text(cx->arena, cx->lang, c->series.instrument.scale.max),
    };
    say(cx, p);
    aim_page_view(&v, p);
    if (c->faults.n > 0 || c->target_fault)
        rp->status = 400;
    reply_crumb(rp, S("/regions"), MSG("Regions"));
    reply_crumb(rp, str_fmt(cx->arena, "/regions/%.*s", TEXT(region->code)),
                MSG("{0}", region->name));
    reply_page(rp, MSG("Towards the target: {0}", region->name), &v);
    return NULL;
}

struct err *
aim_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct instrument *in = NEW(cx->arena, struct instrument);
    struct aim_asked  *asked = NEW(cx->arena, struct aim_asked);
    struct aim_count  *c = NEW(cx->arena, struct aim_count);
    struct query      *q = NEW(cx->arena, struct query);

    TRY(instrument_get(cx, rq->arg[1], in));
    if (!query_read(cx->arena, rq->query, q))
        q->n = 0;                           /* the program refuses it before a page is asked */
    aim_read(cx->arena, in, q->pair, q->n, asked);
    TRY(aim_count_of(cx, rq->arg[0], rq->arg[1], asked, c));
    if (rq->wants == AS_HTML)
        return reply_html(cx, rq, c, asked, rp);
    if (c->faults.n > 0)
        return c->faults.fault[0].err;
    if (c->target_fault)
        return err_of(cx->arena, *c->target_fault);
    reply_json(cx, rp, aim_json, c);
    return NULL;
}
