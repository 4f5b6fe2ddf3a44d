/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* aim_rule.c — what each rung of each ladder makes of the index; marks and strides. */
#include "city/aim/aim_rule.h"

#include <assert.h>

#include "base/arena.h"
#include "city/aim/aim_part.h"

enum { EXPONENT_MOST = 6, EXPONENT_LEAST = -SCORE_PLACES_MAX, STRIDES = 20 };

/* The limits on scales keep every sum below 36 digits: see score.h. */
struct dec
aim_plus(struct dec a, struct dec b)
{
    struct dec sum  = { 0, 0 };
    bool       fits = dec_add(a, b, &sum);

    assert(fits);
    return sum;
}

struct dec
aim_minus(struct dec a, struct dec b)
{
    b.units = -b.units;
    return aim_plus(a, b);
}

/* ---- one computation after another ---------------------------------------------------------- */

struct aim_run
aim_run_of(struct arena *a, const struct aim_climb *c)
{
    struct aim_run run = {
        .climb = c, .given = NEWS(a, struct score_given, c->tree.n),
        .step = NEWS(a, struct score_step, c->tree.n),
    };

    for (size_t i = 0; i < c->tree.n; i++)
        run.given[i] = c->given[i];
    return run;
}

void
aim_run_set(struct aim_run *run, size_t ladder, struct dec figure)
{
    int32_t            node = run->climb->ladder[ladder].node;
    struct score_fault fault;
    bool fits = score_exact(figure, run->climb->tree.node[node].scale, &run->given[node], &fault);

    assert(fits);
}

void
aim_run_rung(struct aim_run *run, size_t ladder, size_t rungs)
{
    const struct aim_ladder *l = &run->climb->ladder[ladder];

    assert(rungs <= l->n);
    if (rungs > 0)
        aim_run_set(run, ladder, l->rung[rungs - 1]);
    else
        run->given[l->node] = run->climb->given[l->node];
}

struct aim_index
aim_run_index(struct aim_run *run)
{
    score_compute(run->climb->tree, run->given, run->step);
    run->n_computed++;
    return (struct aim_index){ score_has_figure(&run->step[0]), run->step[0].value };
}

struct aim_index
aim_index_now(struct arena *a, const struct aim_climb *c)
{
    struct aim_run run = aim_run_of(a, c);

    return aim_run_index(&run);
}

struct aim_index **
aim_tries(struct arena *a, const struct aim_climb *c)
{
    struct aim_index **out = NEWS(a, struct aim_index *, c->n);
    struct aim_run     run = aim_run_of(a, c);

    for (size_t i = 0; i < c->n; i++) {
        out[i] = NEWS(a, struct aim_index, c->ladder[i].n);
        for (size_t j = 0; j < c->ladder[i].n; j++) {
            aim_run_rung(&run, i, j + 1);
            out[i][j] = aim_run_index(&run);
        }
        aim_run_rung(&run, i, 0);
    }
    return out;
}

/* ---- is it a sum ---------------------------------------------------------------------------- */

static bool
adds(const struct score_node *node)
{
    switch (node->how) {
    case SCORE_WEIGHTED:
    case SCORE_PLAIN:
    case SCORE_SUM:
    case SCORE_SUM_OVER:   return !node->rounds;
    case SCORE_LEAF:
    case SCORE_HIGHEST:
    case SCORE_RATIO:
    case SCORE_EXPRESSION: break;
    }
    return false;
}

bool
aim_is_linear_above(struct score_tree t, int32_t node)
{
    for (int32_t i = t.node[node].parent; i >= 0; i = t.node[i].parent)
        if (!adds(&t.node[i]))
            return false;
    return true;
}

bool
aim_is_linear(const struct aim_climb *c)
{
    for (size_t i = 0; i < c->n; i++)
        if (!aim_is_linear_above(c->tree, c->ladder[i].node))
            return false;
    return true;
}

/* ---- one item alone ------------------------------------------------------------------------- */

/* One of the last place, of so many. */
static struct dec
last_place(int32_t places)
{
    return (struct dec){ .units = 1, .scale = places };
}

/* An item's figure and its top; what the index gains between them, and what it needs. */
struct line { struct dec from, top, rise, need; };

/* Where the straight line from the item's figure to its top meets the target, rounded down. */
static bool
meeting(const struct line *l, int32_t places, struct dec *figure)
{
    struct dec product, up;

    if (l->rise.units <= 0 || !dec_mul(l->need, aim_minus(l->top, l->from), &product)
        || !dec_div(product, l->rise, DEC_SCALE_MAX, DEC_DOWN, &up))
        return false;
    return dec_round(aim_plus(l->from, up), places, DEC_DOWN, figure);
}

bool
aim_alone(struct arena *a, const struct aim_climb *c, size_t i, struct aim_goal goal,
          struct dec *figure)
{
    const struct aim_ladder *l = &c->ladder[i];
    struct aim_run           run = aim_run_of(a, c);
    struct aim_index         now = aim_run_index(&run), at;
    struct line              line = { .from = c->given[l->node].value };

    if (!now.known || l->n == 0 || !aim_is_linear_above(c->tree, l->node))
        return false;
    aim_run_rung(&run, i, l->n);
    at = aim_run_index(&run);
    line.top  = l->rung[l->n - 1];
    line.rise = aim_minus(at.value, now.value);
    line.need = aim_minus(goal.target, now.value);
    if (!at.known || dec_cmp(at.value, goal.target) < 0 || !meeting(&line, goal.places, figure))
        return false;
    for (int more = 0; more <= 2; more++) {         /* what divisions cut off is less than two */
        if (dec_cmp(*figure, line.top) > 0)
            *figure = line.top;
        aim_run_set(&run, i, *figure);
        at = aim_run_index(&run);
        if (at.known && dec_cmp(at.value, goal.target) >= 0)
            return true;
        *figure = aim_plus(*figure, last_place(goal.places));
    }
    return false;
}

/* ---- marks ---------------------------------------------------------------------------------- */

static struct dec
power_of_ten(int exponent)
{
    struct dec p = { .units = 1, .scale = exponent < 0 ? -exponent : 0 };

    for (; exponent > 0; exponent--)
        p.units *= 10;
    return p;
}

struct dec
aim_stride(struct score_scale scale)
{
    struct dec span = aim_minus(scale.max, scale.min);
    int        e = EXPONENT_MOST;

    while (e > EXPONENT_LEAST) {
        struct dec twenty = power_of_ten(e);

        twenty.units *= STRIDES;
        if (dec_cmp(twenty, span) <= 0)
            break;
        e--;
    }
    return power_of_ten(e);
}

static struct dec
times(struct dec d, int128 n)
{
    d.units *= n;
    return d;
}

bool
aim_next_mark(struct score_scale scale, struct dec index, struct dec *mark)
{
    struct dec stride = aim_stride(scale), whole;

    if (dec_cmp(index, scale.max) >= 0 || !dec_div(index, stride, 0, DEC_DOWN, &whole))
        return false;
    *mark = times(stride, whole.units);
    if (dec_cmp(*mark, index) <= 0)
        *mark = times(stride, whole.units + 1);
    if (dec_cmp(*mark, scale.max) > 0)
        *mark = scale.max;
    return true;
}

size_t
aim_rungs_above(struct score_scale scale, struct dec figure, struct dec *rung)
{
    struct dec stride = aim_stride(scale), at = figure;
    size_t     n = 0;

    while (n < AIM_RUNGS_MAX && dec_cmp(at, scale.max) < 0) {
        at = aim_plus(at, stride);
        if (dec_cmp(at, scale.max) > 0)
            at = scale.max;
        rung[n++] = at;
    }
    return n;
}

/* ---- what is not known ---------------------------------------------------------------------- */

static struct aim_index
filled(struct arena *a, struct score_tree t, const struct score_given *given,
       const struct score_step *step, bool high)
{
    struct aim_climb   c = { .tree = t, .given = given };
    struct aim_run     run = aim_run_of(a, &c);
    struct score_fault fault;

    for (size_t i = 0; i < t.n; i++) {
        struct score_scale scale = t.node[i].scale;

        if (t.node[i].how == SCORE_LEAF && step[i].missing > 0
            && !score_exact(high ? scale.max : scale.min, scale, &run.given[i], &fault))
            return (struct aim_index){ .known = false };
    }
    return aim_run_index(&run);
}

bool
aim_index_between(struct arena *a, struct score_tree t, const struct score_given *given,
                  const bool *may_miss, struct aim_between *out)
{
    struct score_step *step = NEWS(a, struct score_step, t.n);

    *out = (struct aim_between){ .low = { .known = false } };
    score_compute(t, given, step);
    if (step[0].state != SCORE_UNKNOWN)
        return false;
    for (size_t i = 0; i < t.n; i++)
        if (t.node[i].how == SCORE_LEAF && step[i].missing > 0
            && (may_miss[i] || !aim_is_linear_above(t, (int32_t)i)))
            return false;
    out->low  = filled(a, t, given, step, false);
    out->high = filled(a, t, given, step, true);
    return out->low.known && out->high.known;
}
