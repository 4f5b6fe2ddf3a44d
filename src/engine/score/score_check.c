/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* score_check.c — is it a tree that can be computed, and do the figures fit it? */
#include "engine/score/score_tree.h"

#include <assert.h>

static bool
fault(struct score_fault *f, struct score_fault what)
{
    *f = what;
    return false;
}

/* ---- walking a tree -------------------------------------------------------------------------- */

int32_t
score_next_part(struct score_tree t, int32_t parent, int32_t i)
{
    for (i++; i < (int32_t)t.n && t.node[i].parent >= parent; i++)
        if (t.node[i].parent == parent)
            return i;
    return -1;
}

bool
score_weight_e6(struct dec weight, int64_t *e6)
{
    struct dec exact = dec_trim(weight);

    if (exact.scale > SCORE_WEIGHT_PLACES_MAX
        || exact.units <= 0 || dec_cmp(exact, DEC(SCORE_WEIGHT_MAX)) > 0)
        return false;
    for (; exact.scale < SCORE_WEIGHT_PLACES_MAX; exact.scale++)
        exact.units *= 10;
    *e6 = (int64_t)exact.units;
    return true;
}

int32_t
score_given_above(struct score_tree t, const struct score_given *given, int32_t i)
{
    for (int32_t p = t.node[i].parent; p >= 0; p = t.node[p].parent)
        if (given[p].known || given[p].not_applicable)
            return p;
    return -1;
}

/* ---- order and size -------------------------------------------------------------------------- */

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

/* ---- one node -------------------------------------------------------------------------------- */

static int32_t
count_parts(struct score_tree t, int32_t i)
{
    int32_t n = 0;

    for (int32_t c = score_next_part(t, i, i); c >= 0; c = score_next_part(t, i, c))
        n++;
    return n;
}

static bool
scale_check(struct score_tree t, int32_t i, struct score_fault *f)
{
    struct score_scale s = t.node[i].scale;

    if (dec_cmp(s.min, s.max) >= 0)
        return fault(f, (struct score_fault){ SCORE_SCALE, i, -1, s.max });
    if (dec_cmp(s.min, DEC(-SCORE_ABS_MAX)) < 0)
        return fault(f, (struct score_fault){ SCORE_SCALE, i, -1, s.min });
    if (dec_cmp(s.max, DEC(SCORE_ABS_MAX)) > 0)
        return fault(f, (struct score_fault){ SCORE_SCALE, i, -1, s.max });
    return true;
}

/* Rounding a figure of the scale must not leave the scale, so its ends are as coarse. */
static bool
round_check(struct score_tree t, int32_t i, struct score_fault *f)
{
    const struct score_node *node = &t.node[i];

    if (!node->rounds)
        return true;
    if (node->places < 0 || node->places > SCORE_PLACES_MAX
        || dec_trim(node->scale.min).scale > node->places
        || dec_trim(node->scale.max).scale > node->places)
        return fault(f, (struct score_fault){ SCORE_ROUND, i, -1, DEC(node->places) });
    return true;
}

static bool
count_check(struct score_tree t, int32_t i, struct score_fault *f)
{
    enum score_how how = t.node[i].how;
    int32_t        n = count_parts(t, i);

    if (how == SCORE_LEAF && n > 0)
        return fault(f, (struct score_fault){ SCORE_LEAF_HAS_PARTS, i, -1, DEC(n) });
    if (how != SCORE_LEAF && how != SCORE_SUM_OVER && n == 0)
        return fault(f, (struct score_fault){ SCORE_NO_PARTS, i, -1, DEC(0) });
    if ((how == SCORE_RATIO && n != 2)
        || (how == SCORE_EXPRESSION && n > SCORE_EXPRESS_PARTS_MAX))
        return fault(f, (struct score_fault){ SCORE_PARTS, i, -1, DEC(n) });
    return true;
}

static bool
weights_check(struct score_tree t, int32_t parent, struct score_fault *f)
{
    int64_t whole, sum = 0, e6;

    if (!score_weight_e6(t.node[parent].whole, &whole))
        return fault(f, (struct score_fault){ SCORE_WHOLE, parent, -1, t.node[parent].whole });
    for (int32_t c = score_next_part(t, parent, parent); c >= 0;
         c = score_next_part(t, parent, c)) {
        if (!score_weight_e6(t.node[c].weight, &e6))
            return fault(f, (struct score_fault){ SCORE_WEIGHT, c, parent, t.node[c].weight });
        sum += e6;
    }
    if (sum != whole) {
        struct dec figure = dec_trim((struct dec){ sum, SCORE_WEIGHT_PLACES_MAX });
        return fault(f, (struct score_fault){ SCORE_WEIGHT_SUM, parent, -1, figure });
    }
    return true;
}

/* A mean, or the highest, lies where its parts may lie. */
static bool
part_scales_check(struct score_tree t, int32_t i, struct score_fault *f)
{
    struct score_scale mine = t.node[i].scale;

    for (int32_t c = score_next_part(t, i, i); c >= 0; c = score_next_part(t, i, c)) {
        struct score_scale part = t.node[c].scale;
        if (dec_cmp(part.min, mine.min) < 0)
            return fault(f, (struct score_fault){ SCORE_WIDER_PART, c, i, part.min });
        if (dec_cmp(part.max, mine.max) > 0)
            return fault(f, (struct score_fault){ SCORE_WIDER_PART, c, i, part.max });
    }
    return true;
}

static bool
ratio_check(struct score_tree t, int32_t i, struct score_fault *f)
{
    int32_t divisor = score_next_part(t, i, score_next_part(t, i, i));
    int64_t e6;

    if (!score_weight_e6(t.node[i].factor, &e6))
        return fault(f, (struct score_fault){ SCORE_FACTOR, i, -1, t.node[i].factor });
    if (t.node[divisor].scale.min.units < 0)
        return fault(f, (struct score_fault){ SCORE_DIVISOR, divisor, i,
                                              t.node[divisor].scale.min });
    return true;
}

static bool
rule_check(struct score_tree t, int32_t i, struct score_fault *f)
{
    const struct score_node *node = &t.node[i];

    switch (node->how) {
    case SCORE_WEIGHTED:
        return weights_check(t, i, f) && part_scales_check(t, i, f);
    case SCORE_PLAIN:
    case SCORE_HIGHEST:
        return part_scales_check(t, i, f);
    case SCORE_RATIO:
        return ratio_check(t, i, f);
    case SCORE_SUM_OVER:
        return (node->least >= 1 && node->least <= SCORE_ABS_MAX)
            || fault(f, (struct score_fault){ SCORE_LEAST, i, -1, DEC(node->least) });
    case SCORE_EXPRESSION:
        return t.express || fault(f, (struct score_fault){ SCORE_NO_EXPRESS, i, -1, DEC(0) });
    case SCORE_LEAF:
    case SCORE_SUM:
        return true;
    }
    return true;
}

static bool
node_check(struct score_tree t, int32_t i, struct score_fault *f)
{
    return scale_check(t, i, f) && round_check(t, i, f) && count_check(t, i, f)
        && rule_check(t, i, f);
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

/* ---- the figures ----------------------------------------------------------------------------- */

static bool
on_scale(struct score_scale scale, const struct score_given *g)
{
    return dec_cmp(g->range.low, scale.min) >= 0 && dec_cmp(g->range.high, scale.max) <= 0;
}

bool
score_given_check(struct score_tree t, const struct score_given *given, struct score_fault *f)
{
    for (int32_t i = 0; i < (int32_t)t.n; i++) {
        if (!given[i].known)
            continue;
        int32_t above = given[i].not_applicable ? i : score_given_above(t, given, i);

        if (above >= 0)
            return fault(f, (struct score_fault){ SCORE_GIVEN_TWICE, i, above, given[i].value });
        if (!on_scale(t.node[i].scale, &given[i]))
            return fault(f, (struct score_fault){ SCORE_OUTSIDE, i, -1, given[i].value });
    }
    return true;
}
