/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* score.c — check, compute, compare; see score.h for the law and for what is ours. */
#include "engine/score/score.h"

#include <assert.h>

enum { WEIGHT_ONE = 1000000000 };       /* weights are compared and added as billionths of 1 */

static bool
fault(struct score_fault *f, struct score_fault what)
{
    *f = what;
    return false;
}

/* ---- the tree ------------------------------------------------------------------------------- */

/* In preorder a node's parent is the node just before it or one of that node's ancestors. */
static bool
follows_preorder(const struct score_node *node, int32_t i)
{
    for (int32_t p = i - 1; p >= 0; p = node[p].parent)
        if (p == node[i].parent)
            return true;
    return false;
}

static int32_t
depth_of(const struct score_node *node, int32_t i)
{
    int32_t depth = 0;

    for (; node[i].parent >= 0; i = node[i].parent)
        depth++;
    return depth;
}

/* The child of `parent` after `i`, or -1; begin with i = parent. A subtree is one run of nodes. */
static int32_t
next_child(struct score_tree t, int32_t parent, int32_t i)
{
    for (i++; i < (int32_t)t.n && t.node[i].parent >= parent; i++)
        if (t.node[i].parent == parent)
            return i;
    return -1;
}

static bool
weight_e9(struct dec weight, int64_t *e9)
{
    struct dec exact;

    if (dec_trim(weight).scale > SCORE_PLACES_MAX
        || dec_cmp(weight, DEC(0)) <= 0 || dec_cmp(weight, DEC(1)) > 0)
        return false;
    if (!dec_round(weight, SCORE_PLACES_MAX, DEC_DOWN, &exact))
        return false;
    assert(exact.scale == SCORE_PLACES_MAX);
    *e9 = (int64_t)exact.units;
    return true;
}

static bool
weights_check(struct score_tree t, int32_t parent, struct score_fault *f)
{
    int64_t sum = 0, e9;

    for (int32_t c = next_child(t, parent, parent); c >= 0; c = next_child(t, parent, c)) {
        if (!weight_e9(t.node[c].weight, &e9))
            return fault(f, (struct score_fault){ SCORE_WEIGHT, c, parent, t.node[c].weight });
        sum += e9;
    }
    if (sum != WEIGHT_ONE) {
        struct dec figure = dec_trim((struct dec){ sum, SCORE_PLACES_MAX });
        return fault(f, (struct score_fault){ SCORE_WEIGHT_SUM, parent, -1, figure });
    }
    return true;
}

static bool
node_check(struct score_tree t, int32_t i, struct score_fault *f)
{
    bool leaf  = t.node[i].how == SCORE_LEAF;
    bool parts = next_child(t, i, i) >= 0;

    if (leaf && parts)
        return fault(f, (struct score_fault){ .kind = SCORE_LEAF_HAS_PARTS, .node = i });
    if (!leaf && !parts)
        return fault(f, (struct score_fault){ .kind = SCORE_NO_PARTS, .node = i });
    return t.node[i].how != SCORE_WEIGHTED || weights_check(t, i, f);
}

static bool
order_check(struct score_tree t, struct score_fault *f)
{
    for (int32_t i = 0; i < (int32_t)t.n; i++) {
        if (i == 0 ? t.node[0].parent != -1 : !follows_preorder(t.node, i))
            return fault(f, (struct score_fault){ .kind = SCORE_NOT_PREORDER, .node = i });
        if (depth_of(t.node, i) > SCORE_DEPTH_MAX)
            return fault(f, (struct score_fault){ .kind = SCORE_TOO_DEEP, .node = i });
    }
    return true;
}

bool
score_check(struct score_tree t, struct score_fault *f)
{
    if (t.n == 0 || t.n > SCORE_NODES_MAX)
        return fault(f, (struct score_fault){ .kind = SCORE_SIZE });
    if (!order_check(t, f))
        return false;
    for (int32_t i = 0; i < (int32_t)t.n; i++)
        if (!node_check(t, i, f))
            return false;
    return true;
}

/* ---- the figures ---------------------------------------------------------------------------- */

/* The nearest ancestor that is given, or -1. */
static int32_t
given_above(struct score_tree t, const struct score_given *given, int32_t i)
{
    for (int32_t p = t.node[i].parent; p >= 0; p = t.node[p].parent)
        if (given[p].known)
            return p;
    return -1;
}

bool
score_given_check(struct score_tree t, const struct score_given *given, struct score_fault *f)
{
    for (int32_t i = 0; i < (int32_t)t.n; i++) {
        int32_t above = given[i].known ? given_above(t, given, i) : -1;
        if (above >= 0)
            return fault(f, (struct score_fault){ SCORE_GIVEN_TWICE, i, above, given[i].value });
    }
    return true;
}

static bool
figure_check(struct dec v, struct score_scale scale, struct score_fault *f)
{
    assert(dec_cmp(scale.min, scale.max) < 0);
    assert(dec_cmp(scale.min, DEC(-SCORE_ABS_MAX)) >= 0);
    assert(dec_cmp(scale.max, DEC(SCORE_ABS_MAX)) <= 0);
    if (dec_cmp(v, scale.min) < 0 || dec_cmp(v, scale.max) > 0)
        return fault(f, (struct score_fault){ SCORE_OUTSIDE, -1, -1, v });
    if (v.scale > SCORE_PLACES_MAX)
        return fault(f, (struct score_fault){ SCORE_TOO_FINE, -1, -1, v });
    return true;
}

bool
score_published(struct dec shown, struct score_scale scale, struct score_given *out,
                struct score_fault *f)
{
    struct score_given g = { .known = true, .value = shown, .range = { .low_in = true } };
    bool               fits;

    if (!figure_check(shown, scale, f))
        return false;
    fits = dec_rounding_interval(shown, &g.range.low, &g.range.high);
    assert(fits);
    if (dec_cmp(g.range.low, scale.min) < 0)
        g.range.low = scale.min;
    if (dec_cmp(g.range.high, scale.max) > 0) {
        g.range.high    = scale.max;            /* the end of the scale is a value of the scale */
        g.range.high_in = true;
    }
    *out = g;
    return true;
}

bool
score_exact(struct dec value, struct score_scale scale, struct score_given *out,
            struct score_fault *f)
{
    if (!figure_check(value, scale, f))
        return false;
    *out = (struct score_given){ true, value, { value, value, true, true } };
    return true;
}

/* ---- the sum -------------------------------------------------------------------------------- */

struct sum { struct dec value, low, high; int64_t times; int32_t missing; bool low_in, high_in; };

/* The limits on scale, places and weights keep every sum far below 36 digits. */
static struct dec
plus_times(struct dec sum, int64_t times, struct dec v)
{
    struct dec part;
    bool       fits = dec_mul(DEC(times), v, &part) && dec_add(sum, part, &sum);

    assert(fits);
    return sum;
}

static struct dec
over(struct dec v, int64_t times)
{
    struct dec out;
    bool       fits = dec_div(v, DEC(times), DEC_SCALE_MAX, DEC_HALF_EVEN, &out);

    assert(fits);
    return dec_trim(out);
}

static void
sum_add(struct sum *s, const struct score_step *part, int64_t times)
{
    s->times   += times;
    s->missing += part->missing;
    if (part->missing > 0)
        return;
    s->value   = plus_times(s->value, times, part->value);
    s->low     = plus_times(s->low,   times, part->range.low);
    s->high    = plus_times(s->high,  times, part->range.high);
    s->low_in  = s->low_in  && part->range.low_in;
    s->high_in = s->high_in && part->range.high_in;
}

static int64_t
times_of(struct score_tree t, int32_t i)
{
    int64_t e9;
    bool    weighs;

    if (t.node[t.node[i].parent].how == SCORE_PLAIN)
        return 1;
    weighs = weight_e9(t.node[i].weight, &e9);
    assert(weighs);
    return e9;
}

/* A division may bring value and end together in the 18th place; then the end counts in. */
static struct score_range
range_of(const struct sum *s, struct dec value)
{
    struct score_range r = {
        .low = over(s->low, s->times), .high = over(s->high, s->times),
        .low_in = s->low_in, .high_in = s->high_in,
    };

    r.low_in  = r.low_in  || dec_cmp(r.low, value) == 0;
    r.high_in = r.high_in || dec_cmp(r.high, value) == 0;
    return r;
}

static void
compute_mean(struct score_tree t, int32_t i, struct score_step *step)
{
    struct sum s = { .low_in = true, .high_in = true };

    for (int32_t c = next_child(t, i, i); c >= 0; c = next_child(t, i, c))
        sum_add(&s, &step[c], times_of(t, c));
    assert(t.node[i].how == SCORE_PLAIN || s.times == WEIGHT_ONE);
    step[i].missing = s.missing;
    if (s.missing > 0)
        return;
    step[i].state = SCORE_COMPUTED;
    step[i].value = over(s.value, s.times);
    step[i].range = range_of(&s, step[i].value);
}

/* What each part is of the whole, and adds to it; a part's own figure is computed by then. */
static void
weigh_parts(struct score_tree t, int32_t i, struct score_step *step)
{
    int64_t all = 0;

    for (int32_t c = next_child(t, i, i); c >= 0; c = next_child(t, i, c))
        all += times_of(t, c);
    for (int32_t c = next_child(t, i, i); c >= 0; c = next_child(t, i, c)) {
        step[c].share = over(DEC(times_of(t, c)), all);
        if (step[c].state == SCORE_GIVEN || step[c].state == SCORE_COMPUTED)
            step[c].contribution = over(plus_times(DEC(0), times_of(t, c), step[c].value), all);
    }
}

static void
compute_node(struct score_tree t, const struct score_given *given, int32_t i,
             struct score_step *step)
{
    if (given[i].known) {
        assert(score_holds(given[i].range, given[i].value));
        step[i].state = SCORE_GIVEN;
        step[i].value = given[i].value;
        step[i].range = given[i].range;
    } else if (given_above(t, given, i) >= 0) {
        step[i].state = SCORE_STOOD_IN;
    } else if (t.node[i].how == SCORE_LEAF) {
        step[i].missing = 1;
    } else {
        compute_mean(t, i, step);
    }
}

void
score_compute(struct score_tree t, const struct score_given *given, struct score_step *step)
{
    for (size_t i = 0; i < t.n; i++)
        step[i] = (struct score_step){ .share = DEC(1) };
    for (int32_t i = (int32_t)t.n - 1; i >= 0; i--) {       /* children stand after their parent */
        weigh_parts(t, i, step);
        compute_node(t, given, i, step);
    }
    if (step[0].missing == 0)
        step[0].contribution = step[0].value;
}

size_t
score_missing(struct score_tree t, const struct score_step *step, int32_t *leaf, size_t cap)
{
    size_t n = 0;

    for (size_t i = 0; i < t.n; i++) {
        if (t.node[i].how != SCORE_LEAF || step[i].missing == 0)
            continue;
        if (n < cap)
            leaf[n] = (int32_t)i;
        n++;
    }
    return n;
}

/* ---- published and recomputed --------------------------------------------------------------- */

/* Does a range that ends at `high` reach one that begins at `low`? */
static bool
reaches(struct dec high, bool high_in, struct dec low, bool low_in)
{
    int order = dec_cmp(high, low);

    return order > 0 || (order == 0 && high_in && low_in);
}

bool
score_agrees(struct score_range a, struct score_range b)
{
    return reaches(a.high, a.high_in, b.low, b.low_in)
        && reaches(b.high, b.high_in, a.low, a.low_in);
}

struct score_range
score_minus(struct score_range a, struct score_range b)
{
    struct score_range r = { .low_in = a.low_in && b.high_in, .high_in = a.high_in && b.low_in };
    bool               fits = dec_sub(a.low, b.high, &r.low) && dec_sub(a.high, b.low, &r.high);

    assert(fits);
    return r;
}

bool
score_holds(struct score_range r, struct dec v)
{
    return reaches(v, true, r.low, r.low_in) && reaches(r.high, r.high_in, v, true);
}

struct dec
score_shown(struct dec value, int32_t places)
{
    struct dec out;
    bool       fits = dec_round(value, places, DEC_HALF_UP, &out);

    assert(fits);
    return out;
}
