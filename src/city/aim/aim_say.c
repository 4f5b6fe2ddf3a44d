/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* aim_say.c — the gap to the target, steps and plans in words, for page and shell. */
#include "city/aim/aim_page.h"

#include "base/arena.h"
#include "base/money.h"

/* Digits beyond those shown are cut, zeros not written: no figure claims more than it is. */
struct dec
aim_cut(struct dec value)
{
    struct dec cut = dec_trim(value);

    if (cut.scale > AIM_PLACES_SHOWN)           /* figures on a scale are small: it fits */
        (void)dec_round(value, AIM_PLACES_SHOWN, DEC_DOWN, &cut);
    return cut;
}

static struct str
cut_text(struct cx *cx, struct dec value, int32_t least_places)
{
    struct dec shown = aim_cut(value);
    bool       goes_on = dec_cmp(shown, value) != 0;

    if (shown.scale < least_places)
        (void)dec_round(shown, least_places, DEC_DOWN, &shown);
    return str_fmt(cx->arena, "%.*s%s", TEXT(dec_text(cx->arena, cx->lang, shown)),
                   goes_on ? "\u2026" : "");
}

struct str
aim_figure_text(struct cx *cx, const struct aim_count *c, struct dec value)
{
    return cut_text(cx, value, c->series.instrument.places);
}

/* Without its sign. */
static struct str
size_text(struct cx *cx, struct dec by)
{
    if (by.units < 0)
        by.units = -by.units;
    return cut_text(cx, by, 0);
}

static struct dec
less(struct dec a, struct dec b)
{
    struct dec by = { 0, 0 };

    (void)dec_sub(a, b, &by);               /* two figures of one scale always have a difference */
    return by;
}

struct str
aim_by_text(struct cx *cx, struct dec by)
{
    const char *sign = by.units < 0 ? "\u2212" : by.units > 0 ? "+" : "";

    return str_fmt(cx->arena, "%s%.*s", sign, TEXT(size_text(cx, by)));
}

struct str
aim_title_text(struct cx *cx, const struct aim_count *c, int32_t item)
{
    const struct instrument_item *it = &c->now.instrument.item[item];
    struct str                    title = instrument_say(cx->lang, it->title);

    return it->of.n > 0 ? str_fmt(cx->arena, "%.*s (%.*s)", TEXT(title), TEXT(it->of)) : title;
}

static const struct instrument_level *
level_at(const struct instrument_rubric *rubric, struct dec value)
{
    for (size_t i = 0; i < rubric->n; i++)
        if (dec_cmp(rubric->level[i].value, value) == 0)
            return &rubric->level[i];
    return NULL;
}

struct str
aim_value_text(struct cx *cx, const struct aim_count *c, int32_t item, struct dec value)
{
    const struct instrument_rubric *rubric = c->now.instrument.item[item].rubric;
    const struct instrument_level  *level = rubric ? level_at(rubric, value) : NULL;

    if (rubric && !level)
        return msg_text(cx->arena, cx->lang, MSG("none is proven"));
    if (level)
        return str_fmt(cx->arena, "%d: %.*s", level->number,
                       TEXT(instrument_say(cx->lang, level->title)));
    return dec_text(cx->arena, cx->lang, value);
}

struct str
aim_answer_of(struct arena *a, const struct aim_count *c, int32_t item, struct dec value)
{
    const struct instrument_rubric *rubric = c->now.instrument.item[item].rubric;
    const struct instrument_level  *level = rubric ? level_at(rubric, value) : NULL;

    if (rubric)
        return str_fmt(a, "%d", level ? level->number : 0);
    return dec_str(a, value);
}

/* ---- the gap to the target ------------------------------------------------------------------ */

/* The result of the year that the target was for. */
static struct msg
hit_msg(struct cx *cx, const struct instrument_result *r, struct dec target)
{
    struct str year = year_text(cx->arena, r->year), goal = dec_text(cx->arena, cx->lang, target);
    struct str index = instrument_figure_text(cx, r->actual[0]);
    struct dec by = less(r->actual[0].given.value, target);

    if (by.units < 0)
        return MSG("In {0} the published index was {1} and the target {2}: still {3} short.", year,
                   index, goal, size_text(cx, by));
    if (by.units > 0)
        return MSG("In {0} the published index was {1} and the target {2}: reached, {3} above it.",
                   year, index, goal, size_text(cx, by));
    return MSG("In {0} the published index was {1}: exactly the target.", year, index);
}

static struct msg
target_msg(struct cx *cx, const struct aim_count *c)
{
    struct str goal;

    if (!c->has_target)
        return MSG("No target of {0} is known here.", c->series.region.name);
    goal = dec_text(cx->arena, cx->lang, c->target);
    if (!c->aimed)
        return MSG("The target is your own: {0}.", goal);
    return MSG("The target for {0} is {1}.", year_text(cx->arena, c->aimed->year), goal);
}

/* The last published index beside a target of another year. */
static struct msg
latest_msg(struct cx *cx, const struct aim_count *c)
{
    struct str index, year;
    struct dec by;

    if (!c->latest)
        return MSG("No index of {0} has been published.", c->series.region.name);
    index = instrument_figure_text(cx, c->latest->actual[0]);
    year  = year_text(cx->arena, c->latest->year);
    if (!c->has_target)
        return MSG("The last published index is {0}, of {1}.", index, year);
    by = less(c->latest->actual[0].given.value, c->target);
    if (by.units < 0)
        return MSG("The last published index is {0}, of {1}: still {2} short.", index, year,
                   size_text(cx, by));
    if (by.units > 0)
        return MSG("The last published index is {0}, of {1}: {2} above it.", index, year,
                   size_text(cx, by));
    return MSG("The last published index is {0}, of {1}: exactly that.", index, year);
}

static struct msg
unknown_msg(struct cx *cx, const struct aim_count *c)
{
    struct str n = int_text(cx->arena, cx->lang, (int64_t)c->now.n_missing);

    if (c->now.n_missing == 0)
        return MSG("With the figures below there is no index.");
    if (!c->is_between)
        return MSG("With the figures below the index is unknown: items without a figure: {0}.", n);
    return MSG("With the figures below the index is unknown; it lies between {0} and {1}, whatever "
               "the items without a figure are: {2}.", aim_figure_text(cx, c, c->between.low.value),
               aim_figure_text(cx, c, c->between.high.value), n);
}

static struct msg
now_msg(struct cx *cx, const struct aim_count *c)
{
    const struct score_step *top = &c->now.step[0];
    struct str               index;
    struct dec               by;

    if (!score_has_figure(top))
        return unknown_msg(cx, c);
    index = aim_figure_text(cx, c, top->value);
    if (!c->has_target)
        return MSG("With the figures below the index is {0}.", index);
    by = less(top->value, c->target);
    if (by.units < 0)
        return MSG("With the figures below the index is {0}: still {1} short of the target.", index,
                   size_text(cx, by));
    if (by.units > 0)
        return MSG("With the figures below the index is {0}: the target is reached, {1} above it.",
                   index, size_text(cx, by));
    return MSG("With the figures below the index is {0}: exactly the target.", index);
}

size_t
aim_sentences(struct cx *cx, const struct aim_count *c, struct msg *out)
{
    size_t n = 0;

    if (c->aimed && c->aimed->actual[0].given.known) {
        out[n++] = hit_msg(cx, c->aimed, c->target);
    } else {
        out[n++] = target_msg(cx, c);
        out[n++] = latest_msg(cx, c);
    }
    if (c->faults.n == 0)
        out[n++] = now_msg(cx, c);
    return n;
}

/* ---- a plan --------------------------------------------------------------------------------- */

struct msg
aim_plan_msg(struct cx *cx, const struct aim_count *c, const struct aim_plan *p,
             struct dec target)
{
    struct str goal = dec_text(cx->arena, cx->lang, target);
    struct str n = int_text(cx->arena, cx->lang, (int64_t)p->n_steps);
    struct str after = p->after.known ? aim_figure_text(cx, c, p->after.value) : S("");

    switch (p->way) {
    case AIM_THERE:
        return MSG("{0} is reached with the figures below.", goal);
    case AIM_FEWEST:
        if (p->n_steps == 1)
            return MSG("One step is enough for {0} (the index is {1} then).", goal, after);
        return MSG("{1} steps reach {0} (the index is {2} then), and no smaller number does, "
                   "whichever items are chosen.", goal, n, after);
    case AIM_FOUND:
        return MSG("{1} steps reach {0} (the index is {2} then). They were found one after the "
                   "other, because this index is more than a sum; fewer may be enough.", goal, n,
                   after);
    case AIM_OUT_OF_REACH:
        return MSG("{0} is out of reach, even with every item that has a figure at its highest "
                   "(the index is {1} then).", goal, after);
    case AIM_NOT_FOUND:
        return MSG("No way to {0} was found, going up one step after the other: the index came to "
                   "{1}. Another combination may reach it.", goal, after);
    case AIM_UNKNOWN:
        break;
    }
    return MSG("The way to {0} cannot be computed while the index is unknown.", goal);
}
