/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_side.c — what stands beside a year's figure: predicate, change, target, ranks. */
#include "city/instrument/instrument_page.h"

#include <assert.h>

#include "base/arena.h"
#include "city/instrument/instrument_view.h"
#include "web/chart.h"

static void
add_side(struct instrument_sides *s, struct instrument_side side)
{
    assert(s->n < INSTRUMENT_SIDES_MAX);
    s->side[s->n++] = side;
}

static void
side_band(struct cx *cx, const struct instrument *in, struct score_given total,
          struct instrument_sides *out)
{
    if (total.known && in->bands.n > 0)
        add_side(out, (struct instrument_side){
            .label = MSG("Called"), .value = instrument_band_text(cx, in, total.range) });
}

/* A published improvement is said beside the one that follows from the figures. */
static struct msg
change_note(struct cx *cx, const struct instrument_result *r)
{
    const struct instrument_fact *published = r->improvement_published;
    struct str                    from = instrument_figure_text(cx, r[-1].actual[0]);
    struct dec                    by;

    if (published && str_is_known(published->value) && dec_parse(published->value, &by))
        return MSG("from {0}; published as {1}", from, dec_text(cx->arena, cx->lang, by));
    return MSG("from {0}", from);
}

/* A change that is known follows the year before it in its series. */
static void
side_change(struct cx *cx, const struct instrument_result *r, struct instrument_sides *out)
{
    struct msg label = MSG("Compared with {0}", year_text(cx->arena, r->year - 1));
    struct dec by = r->improvement.by;

    if (!r->improvement.known) {
        add_side(out, (struct instrument_side){
            .label = label, .value = msg_text(cx->arena, cx->lang, MSG("unknown")) });
        return;
    }
    struct str size = chart_size(cx->arena, cx->lang, by);
    struct msg text = by.units < 0   ? MSG("down {0}", size)
                      : by.units > 0 ? MSG("up {0}", size)
                                     : MSG("unchanged");

    add_side(out, (struct instrument_side){
        .label = label, .value = msg_text(cx->arena, cx->lang, text),
        .note = change_note(cx, r), .way = by.units < 0 ? -1 : by.units > 0 });
}

static struct msg
target_note(struct cx *cx, const struct instrument_result *r)
{
    if (!r->target.given.known)
        return (struct msg){ 0 };
    if (!r->over_target.known)
        return MSG("the result is not known");
    struct str size = chart_size(cx->arena, cx->lang, r->over_target.by);

    if (r->over_target.by.units < 0)
        return MSG("missed by {0}", size);
    return r->over_target.by.units > 0 ? MSG("reached, {0} above", size) : MSG("reached");
}

static void
side_target(struct cx *cx, const struct instrument_result *r, struct instrument_sides *out)
{
    add_side(out, (struct instrument_side){
        .label = MSG("Target for {0}", year_text(cx->arena, r->year)),
        .value = instrument_figure_text(cx, r->target),
        .note  = target_note(cx, r) });
}

static void
side_ranks(const struct instrument_result *r, struct instrument_sides *out)
{
    if (r->rank_national)
        add_side(out, (struct instrument_side){
            .label = MSG("National rank"), .value = r->rank_national->value,
            .note = r->ranked_national ? MSG("of {0} regions", r->ranked_national->value)
                                       : (struct msg){ 0 } });
    if (r->rank_province)
        add_side(out, (struct instrument_side){
            .label = MSG("Rank in the province"), .value = r->rank_province->value });
}

void
instrument_sides_of(struct cx *cx, const struct instrument_series *s, size_t i,
                    struct instrument_sides *out)
{
    const struct instrument_result *r = &s->year[i];

    assert(i < s->n);
    *out = (struct instrument_sides){ .n = 0 };
    side_band(cx, &s->instrument, r->actual[0].given, out);
    side_change(cx, r, out);
    side_target(cx, r, out);
    side_ranks(r, out);
    if (i + 1 < s->n && !r[1].actual[0].given.known && r[1].target.given.known)
        side_target(cx, r + 1, out);
}

struct html
instrument_sides_html(struct cx *cx, const struct instrument_sides *sides)
{
    struct view v = view_in(cx->arena, cx->lang);

    instrument_sides_view(&v, sides);
    return view_html(&v);
}
