/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* portal_panel.c — one region's index in words and pictures; instrument/ has done the sums. */
#include "city/portal/portal_page.h"

#include <assert.h>

#include "base/arena.h"

_Static_assert((int)PORTAL_YEARS_MAX == (int)CHART_YEARS_MAX, "every year is drawn");
_Static_assert((int)PORTAL_TONES == (int)CHART_TONES, "every dimension has its colour");

enum { SUM_PLACES = 4, WIDE_YEARS = 5 };

static struct str
say(struct cx *cx, struct instrument_words w)
{
    return instrument_say(cx->lang, w);
}

static struct str
number(struct cx *cx, struct dec d)
{
    return dec_text(cx->arena, cx->lang, d);
}

static struct str
weight_text(struct cx *cx, const struct instrument_item *item)
{
    return str_fmt(cx->arena, "%.*s%%", TEXT(number(cx, dec_trim(item->percent))));
}

/* A sum in full, or cut with an ellipsis where it does not end. */
static struct str
sum_text(struct cx *cx, struct dec sum)
{
    struct dec trimmed = dec_trim(sum), cut = sum;

    if (trimmed.scale <= SUM_PLACES)
        return number(cx, trimmed);
    bool fits = dec_round(sum, SUM_PLACES, DEC_DOWN, &cut);

    assert(fits);
    return str_fmt(cx->arena, "%.*s\u2026", TEXT(number(cx, cut)));
}

int32_t
portal_axis_end(const struct instrument *in)
{
    struct dec end = in->scale.max;

    for (; end.scale > 0; end.scale--)
        end.units = (end.units + 9) / 10;
    return (int32_t)end.units;
}

/* The year's figure with its change, target and ranks, and the next target if one is set. */
static void
figure_of(struct cx *cx, const struct instrument_series *s, size_t i, struct portal_figure *f)
{
    struct instrument_sides sides;

    instrument_sides_of(cx, s, i, &sides);
    f->year   = year_text(cx->arena, s->year[i].year);
    f->figure = instrument_figure_text(cx, s->year[i].actual[0]);
    f->sides  = instrument_sides_html(cx, &sides);
}

/* ---- parts ----------------------------------------------------------------------------------- */

static size_t
bars_of(const struct instrument *in, const struct instrument_result *r, int32_t item, struct cx *cx,
        struct chart_bar bar[CHART_BARS_MAX])
{
    size_t n = 0;
    bool   weighted = in->tree.node[item].how == SCORE_WEIGHTED, some = false;

    for (size_t i = 0; i < in->tree.n && n < CHART_BARS_MAX; i++) {
        if (in->tree.node[i].parent != item)
            continue;
        const struct instrument_figure *f = &r->actual[i];
        struct str weight = weighted ? weight_text(cx, &in->item[i]) : (struct str){ NULL, 0 };

        bar[n++] = (struct chart_bar){
            .label = MSG("{0}", say(cx, in->item[i].title)),
            .note = weighted ? MSG("weight {0}", weight) : (struct msg){ 0 },
            .cell = weight,
            .tone = portal_tone(in->item[i].code),
            .value = portal_shown(f->given),
        };
        some |= f->given.known;
    }
    return some ? n : 0;
}

static void
add_group(struct cx *cx, const struct instrument_series *s, const struct instrument_result *r,
          int32_t item, struct portal_panel *p)
{
    const struct instrument *in = &s->instrument;
    struct chart_bar         bar[CHART_BARS_MAX];
    size_t                   n = bars_of(in, r, item, cx, bar);
    struct str               name = say(cx, in->item[item].title);

    if (n == 0 || p->n_groups == PORTAL_GROUPS_MAX)
        return;
    struct chart_bars c = {
        .id = str_fmt(cx->arena, "%.*s-%.*s-%lld", TEXT(in->code), TEXT(in->item[item].code),
                      (long long)r->year),
        .title = MSG("Parts of {0}, {1}", name, year_text(cx->arena, r->year)),
        .label_head = MSG("Part"), .value_head = MSG("Figure"),
        .note_head = msg_is(bar[0].note) ? MSG("Weight") : (struct msg){ 0 },
        .most = portal_axis_end(in), .bar = bar, .n = n,
    };

    p->group[p->n_groups++] = (struct portal_group){
        .name = name, .top = item == 0,
        .chart = chart_bars(cx->arena, cx->lang, &c),
        .table = chart_bars_table(cx->arena, cx->lang, &c),
    };
}

/* ---- how it was computed --------------------------------------------------------------------- */

static void
add_line(struct cx *cx, const struct instrument_series *s, const struct instrument_result *r,
         int32_t i, struct portal_check *c)
{
    const struct instrument_item *item = &s->instrument.item[i];
    const struct score_step      *step = &r->step[i];
    bool given = step->state == SCORE_GIVEN, known = given || step->state == SCORE_COMPUTED;

    if (c->n == PORTAL_LINES_MAX)
        return;
    struct portal_line *line = &c->line[c->n++];

    *line = (struct portal_line){ .name = say(cx, item->title),
                                  .figure = instrument_figure_text(cx, r->actual[i]) };
    if (c->plain)
        return;
    line->weight = weight_text(cx, item);
    if (known) {
        line->figure = given ? number(cx, step->value) : sum_text(cx, step->value);
        line->adds = number(cx, score_shown(step->contribution, SUM_PLACES - 1));
    }
}

static void
add_check(struct cx *cx, const struct instrument_series *s, const struct instrument_result *r,
          const struct instrument_check *k, struct portal_panel *p)
{
    const struct instrument *in = &s->instrument;
    struct score_given       published = r->actual[k->item].given;

    if (p->n_checks == PORTAL_GROUPS_MAX)
        return;
    struct portal_check *c = &p->check[p->n_checks++];

    *c = (struct portal_check){
        .name = say(cx, in->item[k->item].title),
        .plain = in->tree.node[k->item].how == SCORE_PLAIN,
        .sum = sum_text(cx, k->recomputed.value),
        .recomputed_range = instrument_range_text(cx, k->recomputed.range, k->recomputed.value),
        .published = instrument_figure_text(cx, r->actual[k->item]),
        .published_range = instrument_range_text(cx, published.range, published.value),
        .low = number(cx, published.range.low), .high = number(cx, published.range.high),
        .agrees = k->agrees,
    };
    for (size_t i = 0; i < in->tree.n; i++)
        if (in->tree.node[i].parent == k->item)
            add_line(cx, s, r, (int32_t)i, c);
}

/* ---- the panel ------------------------------------------------------------------------------- */

struct portal_point *
portal_points_of(struct arena *a, const struct instrument_series *s)
{
    struct portal_point *p = NEWS(a, struct portal_point, s->n);

    for (size_t i = 0; i < s->n; i++) {
        struct score_given actual = s->year[i].actual[0].given, target = s->year[i].target.given;

        p[i] = (struct portal_point){ .year = s->year[i].year,
                                      .actual = { actual.known, actual.value },
                                      .target = { target.known, target.value } };
    }
    return p;
}

struct chart_value
portal_shown(struct score_given g)
{
    return (struct chart_value){ g.known, g.value };
}

static struct chart_year
chart_year_of(struct portal_point p)
{
    return (struct chart_year){ .year = (int32_t)p.year,
                                .actual = { p.actual.known, p.actual.value },
                                .target = { p.target.known, p.target.value } };
}

static void
pictures_of(struct cx *cx, const struct instrument_series *s, struct str id, struct portal_panel *p)
{
    struct portal_point point[PORTAL_YEARS_MAX];
    struct chart_year   year[PORTAL_YEARS_MAX];
    struct chart_years  c = {
        .id = id, .title = MSG("Index of {0} by year", s->region.name),
        .most = portal_axis_end(&s->instrument), .year = year,
    };

    c.n = portal_years(portal_points_of(cx->arena, s), s->n, point);
    for (size_t i = 0; i < c.n; i++)
        year[i] = chart_year_of(point[i]);
    p->chart = chart_years(cx->arena, cx->lang, &c);
    p->table = chart_years_table(cx->arena, cx->lang, &c);
    p->wide = c.n > WIDE_YEARS;
}

static void
detail_of(struct cx *cx, const struct instrument_series *s, size_t i, struct portal_panel *p)
{
    const struct instrument_result *r = &s->year[i];

    p->has_detail = true;
    figure_of(cx, s, i, &p->detail);
    for (size_t item = 0; item < s->instrument.tree.n; item++)
        if (s->instrument.tree.node[item].how != SCORE_LEAF)
            add_group(cx, s, r, (int32_t)item, p);
    for (size_t k = 0; k < r->n_checks; k++)
        add_check(cx, s, r, &r->check[k], p);
}

/* The last year for which `has` holds; s->n if there is none. */
static size_t
last_year(const struct instrument_series *s, bool (*has)(const struct instrument_result *))
{
    for (size_t i = s->n; i > 0; i--)
        if (has(&s->year[i - 1]))
            return i - 1;
    return s->n;
}

static bool
has_total(const struct instrument_result *r)
{
    return r->actual[0].given.known;
}

static bool
has_parts(const struct instrument_result *r)
{
    return r->has_parts;
}

void
portal_panel_of(struct cx *cx, const struct instrument_series *s, struct str id,
                struct portal_panel *p)
{
    const struct instrument *in = &s->instrument;
    size_t                   latest = last_year(s, has_total), detail = last_year(s, has_parts);

    assert(s->n > 0);
    *p = (struct portal_panel){
        .region_code = s->region.code, .region_name = s->region.name,
        .instrument_title = say(cx, in->title), .instrument_code = in->code,
        .meaning = say(cx, in->item[0].meaning), .most = number(cx, in->scale.max),
    };
    pictures_of(cx, s, id, p);
    if (latest < s->n)
        figure_of(cx, s, latest, &p->latest);
    if (detail < s->n)
        detail_of(cx, s, detail, p);
    p->detail_is_latest = p->has_detail && detail == latest;
    p->n_sources = portal_add_sources(cx, s, S(""), p->source, 0);
}
