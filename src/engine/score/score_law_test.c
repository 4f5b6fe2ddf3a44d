/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* score_law_test.c — laws of any tree, tried on random ones: order, splitting, ranges, sums. */
#include "engine/score/score_test.h"

#include <assert.h>
#include <string.h>

#include "base/rand.h"

enum { SIZE_MAX_OF_TREE = 80, ROUNDS = 400, DEPTH = 4 };

struct forest {
    struct score_node  node[SIZE_MAX_OF_TREE];
    struct score_given given[SIZE_MAX_OF_TREE];
    struct score_step  step[SIZE_MAX_OF_TREE];
    int32_t            n;
};

static struct score_tree
tree_of(const struct forest *x)
{
    return (struct score_tree){ .node = x->node, .n = (size_t)x->n };
}

/* ---- a random tree --------------------------------------------------------------------------- */

/* Leaves lie from 0 to 10; nodes wherever sums of ratios of them may. */
static struct score_node
random_node(struct rand *r, int32_t parent, bool leaf)
{
    static const enum score_how hows[] = {
        SCORE_WEIGHTED, SCORE_WEIGHTED, SCORE_PLAIN, SCORE_HIGHEST, SCORE_SUM, SCORE_SUM_OVER,
        SCORE_RATIO,
    };
    struct score_node node = {
        .parent = parent, .how = SCORE_LEAF, .scale = { DEC(0), DEC(10) }, .whole = DEC(100),
        .least = 1 + (int32_t)rand_below(r, 6), .factor = { 1 + rand_below(r, 5000), 3 },
    };

    if (leaf)
        return node;
    node.how       = hows[rand_below(r, COUNT(hows))];
    node.scale.max = DEC(SCORE_ABS_MAX);
    node.rounds    = rand_below(r, 8) == 0;
    node.places    = (int32_t)rand_below(r, 4);
    return node;
}

/* A leaf's figure: published to some places, exact, missing now and then, or not applicable. */
static struct score_given
random_given(struct rand *r)
{
    struct score_given g = { .known = false };
    struct score_fault f;
    uint32_t           what = rand_below(r, 100);
    struct dec         v = { rand_below(r, 10001), 3 };

    if (what < 10)
        g.not_applicable = true;
    else if (what == 10)
        return g;
    else if (what < 30)
        check("exact", score_exact(v, (struct score_scale){ DEC(0), DEC(10) }, &g, &f));
    else
        check("published", score_published(score_shown(v, 1 + (int32_t)rand_below(r, 3)),
                                           (struct score_scale){ DEC(0), DEC(10) }, &g, &f));
    return g;
}

/* Weights in even millionths that add up to 100. */
static void
weigh(struct forest *x, struct rand *r, int32_t parent, int32_t parts)
{
    int64_t left = 50000000;

    for (int32_t c = parent + 1; c < x->n; c++) {
        if (x->node[c].parent != parent)
            continue;
        assert(parts > 0);
        int64_t w = --parts == 0 ? left : 1 + rand_below(r, (uint32_t)(left / (parts + 1)));
        x->node[c].weight = (struct dec){ 2 * w, 6 };
        left -= w;
    }
}

/* At most DEPTH deep and five parts wide; `room` is how many nodes may still come. */
static void
grow(struct forest *x, struct rand *r, int32_t parent, int32_t depth)
{
    int32_t i = x->n++, parts = 1 + (int32_t)rand_below(r, 5);
    bool    leaf = i > 0 && (depth == DEPTH || rand_below(r, 3) > 0
                             || x->n > SIZE_MAX_OF_TREE - 5 * DEPTH - 5);

    x->node[i]  = random_node(r, parent, leaf);
    x->given[i] = (struct score_given){ .known = false };
    if (leaf) {
        x->given[i] = random_given(r);
        return;
    }
    if (x->node[i].how == SCORE_RATIO)
        parts = 2;
    for (int32_t c = 0; c < parts; c++)
        grow(x, r, i, depth + 1);
    weigh(x, r, i, parts);
}

static void
compute(struct forest *x)
{
    struct score_fault f;

    check("a sound tree", score_check(tree_of(x), &f));
    check("sound figures", score_given_check(tree_of(x), x->given, &f));
    score_compute(tree_of(x), x->given, x->step);
}

static void
make(struct forest *x, struct rand *r)
{
    memset(x, 0, sizeof *x);
    grow(x, r, -1, 0);
    compute(x);
}

/* ---- two lines of reasons -------------------------------------------------------------------- */

static bool
same_range(struct score_range a, struct score_range b)
{
    return dec_cmp(a.low, b.low) == 0 && dec_cmp(a.high, b.high) == 0
        && a.low_in == b.low_in && a.high_in == b.high_in;
}

static bool
same_figure(const struct score_step *a, const struct score_step *b)
{
    return a->state == b->state && a->why == b->why && a->missing == b->missing
        && dec_cmp(a->value, b->value) == 0 && dec_cmp(a->before, b->before) == 0
        && same_range(a->range, b->range);
}

static bool
same_part(const struct score_step *a, const struct score_step *b)
{
    return dec_cmp(a->share, b->share) == 0 && dec_cmp(a->contribution, b->contribution) == 0;
}

/* ---- order ----------------------------------------------------------------------------------- */

/* Copies the subtree of `from` behind what is there, the parts of all but ratios in reverse. */
static void
copy_reversed(const struct forest *x, int32_t from, struct forest *y, int32_t parent, int32_t *at)
{
    int32_t i = y->n++, part[SIZE_MAX_OF_TREE], n = 0;

    at[from]    = i;
    y->node[i]  = x->node[from];
    y->given[i] = x->given[from];
    y->node[i].parent = parent;
    for (int32_t c = from + 1; c < x->n && x->node[c].parent >= from; c++)
        if (x->node[c].parent == from)
            part[n++] = c;
    for (int32_t k = 0; k < n; k++)
        copy_reversed(x, x->node[from].how == SCORE_RATIO ? part[k] : part[n - 1 - k], y, i, at);
}

TEST(score_order_does_not_matter)
{
    struct rand   r = { 20221229 };
    struct forest x, y;

    for (int32_t round = 0; round < ROUNDS; round++) {
        int32_t at[SIZE_MAX_OF_TREE] = { 0 };
        make(&x, &r);
        memset(&y, 0, sizeof y);
        copy_reversed(&x, 0, &y, -1, at);
        compute(&y);
        for (int32_t i = 0; i < x.n; i++) {
            bool tied = i > 0 && x.node[x.node[i].parent].how == SCORE_HIGHEST;
            check("the same figure", same_figure(&x.step[i], &y.step[at[i]]));
            check("the same share", tied || same_part(&x.step[i], &y.step[at[i]]));
        }
    }
}

/* ---- splitting and leaving out --------------------------------------------------------------- */

/* The tree without node `gone`, a leaf, or with a copy of it (`copies` 2) behind it. */
static void
with_copies(const struct forest *x, int32_t gone, int32_t copies, struct forest *y)
{
    memset(y, 0, sizeof *y);
    for (int32_t i = 0; i < x->n; i++)
        for (int32_t k = 0; k < (i == gone ? copies : 1); k++) {
            y->node[y->n]  = x->node[i];
            y->given[y->n] = x->given[i];
            if (x->node[i].parent > gone)
                y->node[y->n].parent += copies - 1;
            y->n++;
        }
}

/* A leaf below a node that follows `how`, or -1. */
static int32_t
leaf_below(const struct forest *x, struct rand *r, enum score_how how)
{
    int32_t found = -1, n = 0;

    for (int32_t i = 1; i < x->n; i++)
        if (x->node[i].how == SCORE_LEAF && x->node[x->node[i].parent].how == how
            && rand_below(r, (uint32_t)++n) == 0)
            found = i;
    return found;
}

TEST(score_splitting_keeps_the_total)
{
    struct rand   r = { 28 };
    struct forest x, y;
    int32_t       tried = 0;

    for (int32_t round = 0; round < ROUNDS; round++) {
        make(&x, &r);
        int32_t leaf = leaf_below(&x, &r, SCORE_WEIGHTED);
        if (leaf < 0)
            continue;
        with_copies(&x, leaf, 2, &y);
        y.node[leaf].weight.units     /= 2;
        y.node[leaf + 1].weight.units /= 2;
        compute(&y);
        check("its parent's figure",
              same_figure(&x.step[x.node[leaf].parent], &y.step[x.node[leaf].parent])
                  || x.step[leaf].missing > 0);
        check("the total", dec_cmp(x.step[0].value, y.step[0].value) == 0
              && same_range(x.step[0].range, y.step[0].range) && x.step[0].why == y.step[0].why);
        tried++;
    }
    check("most trees have a weighted leaf", tried > ROUNDS / 3);
}

static int32_t
applicable_parts(const struct forest *x, int32_t parent)
{
    int32_t n = 0;

    for (int32_t c = parent + 1; c < x->n; c++)
        n += x->node[c].parent == parent && x->step[c].state != SCORE_NOT_APPLICABLE;
    return n;
}

/* Makes a leaf not applicable, and compares with the tree that never had it. */
static void
leave_out(struct forest *x, int32_t leaf)
{
    struct forest y;
    int32_t       parent = x->node[leaf].parent;

    x->given[leaf] = (struct score_given){ .not_applicable = true };
    compute(x);
    with_copies(x, leaf, 0, &y);
    check("the other weights", dec_sub(y.node[parent].whole, x->node[leaf].weight,
                                       &y.node[parent].whole));
    compute(&y);
    check("the leaf has no share", x->step[leaf].share.units == 0
          && x->step[leaf].contribution.units == 0);
    for (int32_t i = 0; i < y.n; i++) {
        const struct score_step *had = &x->step[i < leaf ? i : i + 1];
        check("the same figure", same_figure(had, &y.step[i]));
        check("its weight is spread in proportion", same_part(had, &y.step[i]));
    }
}

TEST(score_not_applicable_is_as_if_never_there)
{
    static const enum score_how hows[] = { SCORE_WEIGHTED, SCORE_PLAIN, SCORE_HIGHEST, SCORE_SUM,
                                           SCORE_SUM_OVER };
    struct rand   r = { 1718 };
    struct forest x;
    int32_t       tried = 0;

    for (int32_t round = 0; round < ROUNDS; round++) {
        make(&x, &r);
        int32_t leaf = leaf_below(&x, &r, hows[round % (int32_t)COUNT(hows)]);
        if (leaf < 0 || applicable_parts(&x, x.node[leaf].parent) < 2)
            continue;
        leave_out(&x, leaf);
        tried++;
    }
    check("most trees have such a leaf", tried > ROUNDS / 4);
}

/* 20 of 100 go to 40 and 40 as 10 and 10: the same as weights of 50 and 50. */
TEST(score_not_applicable_spreads)
{
    static const struct score_node node[] = {
        { .parent = -1, .how = SCORE_WEIGHTED, .whole = { 100, 0 }, TO_4 },
        { .parent = 0, .weight = { 40, 0 }, TO_4 }, { .parent = 0, .weight = { 20, 0 }, TO_4 },
        { .parent = 0, .weight = { 40, 0 }, TO_4 },
    };
    struct score_given given[4] = { { .known = false } };
    struct score_step  step[4];

    give(given, 1, "3.0");
    give(given, 3, "2.5");
    given[2].not_applicable = true;
    score_compute((struct score_tree){ .node = node, .n = 4 }, given, step);
    check("half each", is(step[1].share, "0.5") && is(step[3].share, "0.5"));
    check("the total", is(step[0].value, "2.75") && is(step[1].contribution, "1.5"));
    check("nothing is missing", step[0].missing == 0 && step[2].state == SCORE_NOT_APPLICABLE);
}

/* ---- ranges ---------------------------------------------------------------------------------- */

/* An exact figure somewhere in each leaf's range, its ends where they are in. */
static void
pick_points(const struct forest *x, struct rand *r, struct forest *y)
{
    *y = *x;
    for (int32_t i = 0; i < x->n; i++) {
        struct score_range range = x->given[i].range;
        struct dec         wide, v = range.low;
        if (!x->given[i].known || dec_cmp(range.low, range.high) == 0)
            continue;
        check("a width", dec_sub(range.high, range.low, &wide)
              && dec_mul(wide, (struct dec){ rand_below(r, 1001), 3 }, &wide)
              && dec_add(range.low, wide, &v));
        if (!score_holds(range, v))
            v = x->given[i].value;
        y->given[i].value = v;
        y->given[i].range = score_point(v);
    }
}

TEST(score_ranges_hold)
{
    struct rand   r = { 313 };
    struct forest x, y;
    int32_t       computed = 0;

    for (int32_t round = 0; round < ROUNDS; round++) {
        make(&x, &r);
        for (int32_t i = 0; i < x.n; i++)
            check("the range holds the value", !score_has_figure(&x.step[i])
                  || score_holds(x.step[i].range, x.step[i].value));
        for (int32_t pick = 0; pick < 10; pick++) {
            pick_points(&x, &r, &y);
            compute(&y);
            for (int32_t i = 0; i < x.n; i++) {
                if (x.step[i].state != SCORE_COMPUTED || y.step[i].state != SCORE_COMPUTED)
                    continue;
                check("and whatever its leaves may be",
                      score_holds(x.step[i].range, y.step[i].value));
                computed++;
            }
        }
    }
    check("most nodes have a figure", computed > 10 * ROUNDS);
}

TEST(score_is_monotone)
{
    struct rand   r = { 475 };
    struct forest x, y;
    int32_t       tried = 0;

    for (int32_t round = 0; round < ROUNDS; round++) {
        make(&x, &r);
        int32_t i = leaf_below(&x, &r, SCORE_WEIGHTED);
        if (i < 0 || !x.given[i].known)
            continue;
        struct score_fault f;
        y = x;
        check("raised to the top", score_exact(DEC(10), y.node[i].scale, &y.given[i], &f));
        compute(&y);
        int32_t top = x.node[i].parent;
        if (x.step[top].state != SCORE_COMPUTED)
            continue;
        check("a higher part never lowers the whole",
              dec_cmp(y.step[top].value, x.step[top].value) >= 0
                  && dec_cmp(y.step[top].range.low, x.step[top].range.low) >= 0
                  && dec_cmp(y.step[top].range.high, x.step[top].range.high) >= 0);
        tried++;
    }
    check("most trees have a weighted leaf", tried > ROUNDS / 4);
}

/* ---- rounding, and what adds up -------------------------------------------------------------- */

static bool
is_near(struct dec a, struct dec b, struct dec within)
{
    struct dec gap;

    if (!dec_sub(a, b, &gap))
        return false;
    if (gap.units < 0)
        gap.units = -gap.units;
    return dec_cmp(gap, within) <= 0;
}

TEST(score_rounding_moves_half_a_unit)
{
    struct rand   r = { 64 };
    struct forest x;
    int32_t       rounded = 0;

    for (int32_t round = 0; round < ROUNDS; round++) {
        make(&x, &r);
        for (int32_t i = 0; i < x.n; i++) {
            if (x.step[i].state != SCORE_COMPUTED)
                continue;
            struct dec half = { 5, x.node[i].places + 1 };
            check("at most half a unit", x.node[i].rounds
                  ? is_near(x.step[i].value, x.step[i].before, half)
                  : dec_cmp(x.step[i].value, x.step[i].before) == 0);
            check("to its places", !x.node[i].rounds
                  || x.step[i].value.scale == x.node[i].places);
            rounded += x.node[i].rounds;
        }
    }
    check("some nodes round", rounded > ROUNDS / 10);
}

TEST(score_contributions_add_up)
{
    struct rand   r = { 100 };
    struct forest x;
    int32_t       tried = 0;

    for (int32_t round = 0; round < ROUNDS; round++) {
        make(&x, &r);
        for (int32_t i = 0; i < x.n; i++) {
            struct dec sum = DEC(0), shares = DEC(0);
            int32_t    n = 0;
            if (x.step[i].state != SCORE_COMPUTED || !score_adds_up(x.node[i].how))
                continue;
            for (int32_t c = i + 1; c < x.n; c++)
                if (x.node[c].parent == i) {
                    check("small", dec_add(sum, x.step[c].contribution, &sum)
                          && dec_add(shares, x.step[c].share, &shares));
                    n++;
                }
            check("what the parts add is the figure",
                  is_near(sum, x.step[i].before, (struct dec){ n, 18 })
                      || (x.step[i].before.scale <= 12
                          && is_near(sum, x.step[i].before, (struct dec){ 1, 16 })));
            check("the shares of a mean add up to 1",
                  x.node[i].how == SCORE_SUM || x.node[i].how == SCORE_SUM_OVER
                      || is_near(shares, DEC(1), (struct dec){ n, 18 }));
            tried++;
        }
    }
    check("most trees have a sum or a mean", tried > ROUNDS);
}

/* A weight may be written 0.1, 0.10 or 0.100; any other scaling needs another whole. */
TEST(score_weights_scaled)
{
    struct rand        r = { 20 };
    struct forest      x, y;
    struct score_fault f;

    for (int32_t round = 0; round < ROUNDS; round++) {
        make(&x, &r);
        y = x;
        for (int32_t i = 0; i < y.n; i++)
            y.node[i].weight = (struct dec){ y.node[i].weight.units * 100,
                                             y.node[i].weight.scale + 2 };
        compute(&y);
        for (int32_t i = 0; i < x.n; i++)
            check("zeros appended to every weight", same_figure(&x.step[i], &y.step[i])
                  && same_part(&x.step[i], &y.step[i]));
        for (int32_t i = 0; i < y.n; i++)
            y.node[i].whole = DEC(10);
        if (leaf_below(&y, &r, SCORE_WEIGHTED) >= 0)
            check("a tenth of the whole", !score_check(tree_of(&y), &f)
                  && f.kind == SCORE_WEIGHT_SUM && is(f.figure, "100"));
    }
}

/* ---- the limits ------------------------------------------------------------------------------ */

enum { LEAVES = 10000 };

/* The largest tree of one level, and above it a mean of it and a leaf; all figures `v`. */
static void
check_extreme(enum score_how how, struct dec v, const char *total)
{
    static struct score_node  node[LEAVES + 3];
    static struct score_given given[LEAVES + 3];
    static struct score_step  step[LEAVES + 3];
    struct score_scale        scale = { DEC(-SCORE_ABS_MAX), DEC(SCORE_ABS_MAX) };
    struct score_tree         t = { .node = node, .n = LEAVES + 3 };
    struct score_fault        f;

    node[0] = (struct score_node){ .parent = -1, .how = SCORE_WEIGHTED, .whole = DEC(1000) };
    node[1] = (struct score_node){ .how = how, .whole = DEC(1000), .least = 1,
                                   .weight = { 666666667, 6 } };
    for (int32_t i = 2; i <= LEAVES + 1; i++)
        node[i] = (struct score_node){ .parent = 1, .weight = { 1, 1 } };
    node[LEAVES + 2] = (struct score_node){ .parent = 0, .weight = { 333333333, 6 } };
    for (int32_t i = 0; i < LEAVES + 3; i++) {
        node[i].scale = scale;
        given[i]      = (struct score_given){ .known = false };
        if (node[i].how == SCORE_LEAF)
            check("at the limits", score_published(v, scale, &given[i], &f));
    }
    check("a sound tree", score_check(t, &f) && score_given_check(t, given, &f));
    score_compute(t, given, step);
    check_text("the total", says(&step[0]), str_of(total));
}

TEST(score_holds_128_bits)
{
    static const enum score_how hows[] = { SCORE_WEIGHTED, SCORE_PLAIN, SCORE_HIGHEST,
                                           SCORE_SUM_OVER };

    for (size_t i = 0; i < COUNT(hows); i++) {
        check_extreme(hows[i], dec("999999.999999999"),
                      "999999.999999999 in [999999.9999999985, 999999.9999999995)");
        check_extreme(hows[i], dec("-999999.999999999"),
                      "-999999.999999999 in (-999999.9999999995, -999999.9999999985]");
        check_extreme(hows[i], dec("1000000"), "1000000 in [999999.5, 1000000]");
    }
    check_extreme(SCORE_SUM, dec("1000000"), "undefined: a part is undefined");
    check_extreme(SCORE_SUM, dec("0.000000001"),
                  "0.000006667000003333 in [0.000003333500001666, 0.000010000500005)");
}

/* A ratio at its extremes: as many digits above as below. */
TEST(score_ratio_holds_128_bits)
{
    static const struct { const char *name, *a, *b, *factor, *says; } row[] = {
        { "the largest over the finest", "1000000", "0.000000001", "1000", "undefined: no value" },
        { "the finest over the largest", "0.000000001", "1000000", "0.000001",
          "exactly 0" },
        { "the largest over itself",     "999999.999999999", "999999.999999999", "1000",
          "exactly 1000" },
        { "the smallest",                "-1000000", "0.000000001", "1000",
          "undefined: no value" },
        { "a thousandth of that",        "1000000", "0.000000001", "1", "undefined: off scale" },
        { "as large as it may be",       "999999.999999999", "1", "1",
          "exactly 999999.999999999" },
    };
    struct score_scale scale = { DEC(-SCORE_ABS_MAX), DEC(SCORE_ABS_MAX) };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct score_node  node[3] = {
            { .parent = -1, .how = SCORE_RATIO, .scale = scale, .factor = dec(row[i].factor) },
            { .parent = 0, .scale = scale }, { .parent = 0, .scale = { DEC(0), scale.max } },
        };
        struct score_tree  t = { .node = node, .n = 3 };
        struct score_given given[3] = { { .known = false } };
        struct score_step  step[3];
        struct score_fault f;
        check(row[i].name, score_exact(dec(row[i].a), scale, &given[1], &f)
              && score_exact(dec(row[i].b), scale, &given[2], &f) && score_check(t, &f));
        score_compute(t, given, step);
        check_text(row[i].name, says(step), str_of(row[i].says));
    }
}
