/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* aim_follow.c — where each item takes the index, and the fewest steps to the target. */
#include "city/aim/aim_page.h"

#include <assert.h>

#include "base/arena.h"

/* ---- ladders -------------------------------------------------------------------------------- */

static void
level_ladders(struct arena *a, const struct instrument *in, struct dec value, struct aim_item *x)
{
    const struct instrument_rubric *rubric = in->item[x->item].rubric;
    struct dec                     *up = NEWS(a, struct dec, rubric->n);
    struct dec                     *down = NEWS(a, struct dec, rubric->n + 1);
    struct dec                      none = in->tree.node[x->item].scale.min;

    if (dec_cmp(none, rubric->level[0].value) < 0 && dec_cmp(none, value) < 0)
        down[x->down.n++] = none;
    for (size_t i = 0; i < rubric->n; i++) {
        int side = dec_cmp(rubric->level[i].value, value);

        if (side > 0)
            up[x->up.n++] = rubric->level[i].value;
        else if (side < 0)
            down[x->down.n++] = rubric->level[i].value;
    }
    x->up.rung   = up;
    x->down.rung = down;
}

static void
figure_ladder(struct arena *a, const struct instrument *in, struct dec value, struct aim_item *x)
{
    struct dec *up = NEWS(a, struct dec, AIM_RUNGS_MAX);

    x->up.n    = aim_rungs_above(in->tree.node[x->item].scale, value, up);
    x->up.rung = up;
}

static void
list_items(struct arena *a, struct aim_count *c)
{
    const struct instrument *in = &c->now.instrument;

    c->item = NEWS(a, struct aim_item, in->tree.n);
    for (size_t i = 0; i < in->tree.n; i++) {
        struct aim_item *x = &c->item[c->n];

        if (c->now.step[i].state != SCORE_GIVEN)
            continue;
        *x = (struct aim_item){ .item = (int32_t)i };
        x->up.node = x->down.node = (int32_t)i;
        if (in->item[i].rubric)
            level_ladders(a, in, c->now.step[i].value, x);
        else
            figure_ladder(a, in, c->now.step[i].value, x);
        c->n++;
    }
}

static size_t
rungs_of(const struct aim_count *c)
{
    size_t n = 0;

    for (size_t i = 0; i < c->n; i++)
        n += c->item[i].up.n + c->item[i].down.n;
    return n;
}

static struct aim_climb
climb_of(struct arena *a, const struct aim_count *c, const struct score_given *given, bool up)
{
    struct aim_ladder *ladder = NEWS(a, struct aim_ladder, c->n);

    for (size_t i = 0; i < c->n; i++)
        ladder[i] = up ? c->item[i].up : c->item[i].down;
    return (struct aim_climb){ instrument_tree(a, &c->now.instrument), given, ladder, c->n };
}

/* ---- where the index goes ------------------------------------------------------------------- */

static void
try_rungs(struct arena *a, const struct aim_climb *up, const struct aim_climb *down,
          struct aim_count *c)
{
    struct aim_index **above = aim_tries(a, up), **below = aim_tries(a, down);

    for (size_t i = 0; i < c->n; i++) {
        c->item[i].index_up   = above[i];
        c->item[i].index_down = below[i];
    }
    c->n_computed += rungs_of(c);
}

static void
gain(struct aim_item *x, struct aim_index now)
{
    struct dec by;

    if (!now.known || x->up.n == 0 || !x->index_up[0].known
        || !dec_sub(x->index_up[0].value, now.value, &by))
        return;
    x->gains = true;
    x->by    = dec_trim(by);
}

static void
sort_gains(struct arena *a, struct aim_count *c)
{
    c->order = NEWS(a, size_t, c->n);
    for (size_t i = 0; i < c->n; i++) {
        size_t at = c->n_gain;

        if (!c->item[i].gains || c->item[i].by.units <= 0)
            continue;
        for (; at > 0 && dec_cmp(c->item[c->order[at - 1]].by, c->item[i].by) < 0; at--)
            c->order[at] = c->order[at - 1];
        c->order[at] = i;
        c->n_gain++;
    }
}

/* What one item would have to reach; where the way is not straight, the first rung that does. */
static void
alone(struct arena *a, const struct aim_climb *up, struct dec target, size_t i, struct aim_count *c)
{
    struct aim_item *x = &c->item[i];
    bool             is_figure = !c->now.instrument.item[x->item].rubric;

    if (is_figure && c->is_linear) {
        x->can_alone = aim_alone(a, up, i, (struct aim_goal){ target, c->now.instrument.places },
                                 &x->alone);
        c->n_computed += 2;
        return;
    }
    for (size_t j = 0; j < x->up.n && !x->can_alone; j++) {
        x->can_alone = x->index_up[j].known && dec_cmp(x->index_up[j].value, target) >= 0;
        x->alone     = x->up.rung[j];
    }
}

static void
plan(struct arena *a, const struct aim_climb *up, struct aim_index now, struct aim_count *c)
{
    if (!now.known) {
        c->to_target = (struct aim_plan){ .way = AIM_UNKNOWN,
                                          .rungs = c->has_target ? NEWS(a, size_t, c->n) : NULL };
        return;
    }
    c->has_mark = aim_next_mark(c->now.instrument.scale, now.value, &c->mark);
    if (c->has_target && dec_cmp(now.value, c->target) < 0)
        for (size_t i = 0; i < c->n; i++)
            alone(a, up, c->target, i, c);
    if (c->has_target) {
        aim_plan_to(a, up, c->target, &c->to_target);
        c->n_computed += c->to_target.n_computed;
    }
    if (c->has_mark && !(c->has_target && dec_cmp(c->mark, c->target) == 0)) {
        aim_plan_to(a, up, c->mark, &c->to_mark);
        c->n_computed += c->to_mark.n_computed;
    }
}

/* ---- what is not known ---------------------------------------------------------------------- */

/* It may turn out not to apply, or there may be more or fewer of it: then weights move. */
static bool
may_miss(const struct instrument *in, int32_t i)
{
    for (; i >= 0; i = in->tree.node[i].parent)
        if (in->item[i].may_not_apply || instrument_says(in->item[i].each))
            return true;
    return false;
}

/* With what is missing at the beginning of its scale: what steps add to a sum is the same. */
static const struct score_given *
filled(struct arena *a, const struct aim_count *c)
{
    const struct instrument *in = &c->now.instrument;
    struct score_given      *given = NEWS(a, struct score_given, in->tree.n);
    struct score_fault       fault;

    for (size_t i = 0; i < in->tree.n; i++)
        given[i] = c->now.given[i];
    for (size_t i = 0; i < c->now.n_missing; i++) {
        int32_t leaf = c->now.missing[i];
        bool fits = score_exact(in->tree.node[leaf].scale.min, in->tree.node[leaf].scale,
                                &given[leaf], &fault);

        assert(fits);
    }
    return given;
}

static void
look_between(struct arena *a, struct aim_count *c)
{
    const struct instrument *in = &c->now.instrument;
    bool                    *miss = NEWS(a, bool, in->tree.n);

    for (size_t i = 0; i < in->tree.n; i++)
        miss[i] = may_miss(in, (int32_t)i);
    c->is_between = aim_index_between(a, instrument_tree(a, in), c->now.given, miss, &c->between);
}

/* ---- all of it ------------------------------------------------------------------------------ */

static struct err *
too_large(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_TOO_LARGE, .code = "aim.too_large",
        .text = MSG("There are too many answers to try every step of each."),
        .hint = MSG("Leave out instances, or compute the index alone: guyub score"),
    });
}

struct err *
aim_follow(struct cx *cx, struct aim_count *c)
{
    struct score_step top = c->now.step[0];
    struct aim_index  now = { score_has_figure(&top), top.value };

    look_between(cx->arena, c);
    list_items(cx->arena, c);
    if (rungs_of(c) * c->now.instrument.tree.n > AIM_WORK_MAX)
        return too_large(cx);

    const struct score_given *given = c->now.given;
    struct aim_climb          up = climb_of(cx->arena, c, given, true);

    c->is_linear = aim_is_linear(&up);
    if (c->is_between && c->is_linear) {
        given    = filled(cx->arena, c);
        now      = c->between.low;
        up.given = given;
    }
    struct aim_climb down = climb_of(cx->arena, c, given, false);

    try_rungs(cx->arena, &up, &down, c);
    for (size_t i = 0; i < c->n; i++)
        gain(&c->item[i], now);
    sort_gains(cx->arena, c);
    plan(cx->arena, &up, (struct aim_index){ score_has_figure(&top), top.value }, c);
    return NULL;
}
