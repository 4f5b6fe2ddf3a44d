/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* score_check_test.c — one fault a row: trees that cannot be computed, figures that do not fit. */
#include "engine/score/score_test.h"

enum { NODES = 4 };

static bool
no_express(void *arg, int32_t i, const struct score_part *part, size_t n, struct dec *out)
{
    (void)arg, (void)i, (void)part, (void)n, (void)out;
    return false;
}

#define TOP(rule, ...)  { .parent = -1, .how = rule, TO_4, __VA_ARGS__ }
#define LEAF            { .parent = 0, .how = SCORE_LEAF, TO_4 }
#define WEIGHS(...)     { .parent = 0, .how = SCORE_LEAF, TO_4, .weight = { __VA_ARGS__ } }
#define ON(low, high)   { .parent = 0, .how = SCORE_LEAF, .scale = { { low, 0 }, { high, 0 } } }
#define UNDER(above, rule) { .parent = above, .how = rule, TO_4 }
#define WHOLE_1         .whole = { 1, 0 }
#define ALONE(low, low_places, high, high_places, ...)                                  \
    { { .parent = -1, .scale = { { low, low_places }, { high, high_places } }, __VA_ARGS__ } }, 1

TEST(score_check_shapes)
{
    static const struct {
        const char *name; struct score_node node[NODES]; size_t n;
        enum score_fault_kind kind; int32_t at;
    } row[] = {
        { "baseline", { UNDER(-1, SCORE_PLAIN), LEAF, LEAF }, 3, SCORE_FINE, 0 },
        { "one leaf", { UNDER(-1, SCORE_LEAF) }, 1, SCORE_FINE, 0 },
        { "no node", { UNDER(-1, SCORE_LEAF) }, 0, SCORE_SIZE, 0 },
        { "a root with a parent", { UNDER(0, SCORE_LEAF) }, 1, SCORE_NOT_PREORDER, 0 },
        { "two roots", { UNDER(-1, SCORE_LEAF), UNDER(-1, SCORE_LEAF) }, 2, SCORE_NOT_PREORDER, 1 },
        { "a parent that comes later",
          { UNDER(-1, SCORE_PLAIN), UNDER(2, SCORE_LEAF), UNDER(0, SCORE_PLAIN) }, 3,
          SCORE_NOT_PREORDER, 1 },
        { "its own parent", { UNDER(-1, SCORE_PLAIN), UNDER(1, SCORE_LEAF) }, 2,
          SCORE_NOT_PREORDER, 1 },
        { "a child after its parent's subtree ended",
          { UNDER(-1, SCORE_PLAIN), UNDER(0, SCORE_PLAIN), LEAF, UNDER(1, SCORE_LEAF) }, 4,
          SCORE_NOT_PREORDER, 3 },
        { "a leaf with parts", { UNDER(-1, SCORE_LEAF), LEAF }, 2, SCORE_LEAF_HAS_PARTS, 0 },
        { "a mean of nothing", { UNDER(-1, SCORE_PLAIN), UNDER(0, SCORE_WEIGHTED) }, 2,
          SCORE_NO_PARTS, 1 },
        { "the highest of nothing", { UNDER(-1, SCORE_HIGHEST) }, 1, SCORE_NO_PARTS, 0 },
        { "a sum of nothing", { UNDER(-1, SCORE_SUM) }, 1, SCORE_NO_PARTS, 0 },
        { "a sum over at least ten of nothing", { TOP(SCORE_SUM_OVER, .least = 10) }, 1,
          SCORE_FINE, 0 },
        { "an expression of nothing", { UNDER(-1, SCORE_EXPRESSION) }, 1, SCORE_NO_PARTS, 0 },
        { "a ratio of one", { TOP(SCORE_RATIO, .factor = { 1, 0 }), LEAF }, 2, SCORE_PARTS, 0 },
        { "a ratio of two", { TOP(SCORE_RATIO, .factor = { 1, 0 }), LEAF, LEAF }, 3,
          SCORE_FINE, 0 },
        { "a ratio of three", { TOP(SCORE_RATIO, .factor = { 1, 0 }), LEAF, LEAF, LEAF }, 4,
          SCORE_PARTS, 0 },
        { "a divisor that may be below zero",
          { TOP(SCORE_RATIO, .factor = { 1, 0 }), LEAF, ON(-1, 4) }, 3, SCORE_DIVISOR, 2 },
        { "a dividend that may be below zero",
          { TOP(SCORE_RATIO, .factor = { 1, 0 }), ON(-1, 4), LEAF }, 3, SCORE_FINE, 0 },
        { "at least none", { TOP(SCORE_SUM_OVER, .least = 0), LEAF }, 2, SCORE_LEAST, 0 },
        { "at least a million", { TOP(SCORE_SUM_OVER, .least = SCORE_ABS_MAX), LEAF }, 2,
          SCORE_FINE, 0 },
        { "at least more than a million",
          { TOP(SCORE_SUM_OVER, .least = SCORE_ABS_MAX + 1), LEAF }, 2, SCORE_LEAST, 0 },
        { "a part that goes higher than its mean", { UNDER(-1, SCORE_PLAIN), ON(0, 5) }, 2,
          SCORE_WIDER_PART, 1 },
        { "a part that goes lower than the highest",
          { UNDER(-1, SCORE_HIGHEST), LEAF, ON(-1, 4) }, 3, SCORE_WIDER_PART, 2 },
        { "a part that goes higher in a weighted mean",
          { TOP(SCORE_WEIGHTED, WHOLE_1),
            { .parent = 0, .weight = { 1, 0 }, .scale = { { 0, 0 }, { 5, 0 } } } }, 2,
          SCORE_WIDER_PART, 1 },
        { "a narrower part", { UNDER(-1, SCORE_PLAIN), ON(1, 3) }, 2, SCORE_FINE, 0 },
        { "a part that goes higher than its sum", { UNDER(-1, SCORE_SUM), ON(0, 9) }, 2,
          SCORE_FINE, 0 },
        { "a scale of one point",    ALONE(4, 0, 4, 0, .places = 0), SCORE_SCALE, 0 },
        { "a scale that ends first", ALONE(4, 0, 0, 0, .places = 0), SCORE_SCALE, 0 },
        { "a scale to a million",    ALONE(-1000000, 0, 1000000, 0, .places = 0),
          SCORE_FINE, 0 },
        { "a scale beyond a million", ALONE(0, 0, 100000001, 2, .places = 0),
          SCORE_SCALE, 0 },
        { "a scale from below a million", ALONE(-100000001, 2, 0, 0, .places = 0),
          SCORE_SCALE, 0 },
        { "rounds to whole",     ALONE(0, 0, 4, 0, .rounds = true), SCORE_FINE, 0 },
        { "rounds to nine",      ALONE(0, 0, 4, 0, .rounds = true, .places = 9),
          SCORE_FINE, 0 },
        { "rounds to ten",       ALONE(0, 0, 4, 0, .rounds = true, .places = 10),
          SCORE_ROUND, 0 },
        { "rounds to tens",      ALONE(0, 0, 4, 0, .rounds = true, .places = -1),
          SCORE_ROUND, 0 },
        { "rounds out of its scale", ALONE(0, 0, 45, 1, .rounds = true), SCORE_ROUND, 0 },
        { "zeros do not make a scale fine", ALONE(0, 0, 40, 1, .rounds = true),
          SCORE_FINE, 0 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct score_fault f    = { .kind = SCORE_FINE };
        struct score_tree  t    = { row[i].node, row[i].n, no_express, NULL };
        bool               fine = score_check(t, &f);
        check(row[i].name, fine == (row[i].kind == SCORE_FINE) && f.kind == row[i].kind);
        check(row[i].name, f.node == row[i].at);
    }
}

TEST(score_check_weights)
{
    static const struct {
        const char *name; struct score_node node[NODES]; size_t n;
        enum score_fault_kind kind; int32_t at; const char *figure;
    } row[] = {
        { "baseline", { TOP(SCORE_WEIGHTED, WHOLE_1), WEIGHS(5, 1), WEIGHS(5, 1) }, 3,
          SCORE_FINE, 0, NULL },
        { "per cent", { TOP(SCORE_WEIGHTED, .whole = { 100, 0 }), WEIGHS(40, 0), WEIGHS(60, 0) }, 3,
          SCORE_FINE, 0, NULL },
        { "of an item's own weight",
          { TOP(SCORE_WEIGHTED, .whole = { 13, 0 }), WEIGHS(65, 1), WEIGHS(650, 2) }, 3,
          SCORE_FINE, 0, NULL },
        { "no whole", { UNDER(-1, SCORE_WEIGHTED), WEIGHS(5, 1), WEIGHS(5, 1) }, 3,
          SCORE_WHOLE, 0, "0" },
        { "a negative whole",
          { TOP(SCORE_WEIGHTED, .whole = { -1, 0 }), WEIGHS(5, 1), WEIGHS(5, 1) }, 3,
          SCORE_WHOLE, 0, "-1" },
        { "a whole above a thousand",
          { TOP(SCORE_WEIGHTED, .whole = { 1001, 0 }), WEIGHS(501, 0), WEIGHS(500, 0) }, 3,
          SCORE_WHOLE, 0, "1001" },
        { "a whole of a thousand",
          { TOP(SCORE_WEIGHTED, .whole = { 1000, 0 }), WEIGHS(500, 0), WEIGHS(500, 0) }, 3,
          SCORE_FINE, 0, NULL },
        { "no weight", { TOP(SCORE_WEIGHTED, WHOLE_1), LEAF, WEIGHS(5, 1) }, 3,
          SCORE_WEIGHT, 1, "0" },
        { "a negative weight", { TOP(SCORE_WEIGHTED, WHOLE_1), WEIGHS(5, 1), WEIGHS(-5, 1) }, 3,
          SCORE_WEIGHT, 2, "-0.5" },
        { "a weight of six places",
          { TOP(SCORE_WEIGHTED, WHOLE_1), WEIGHS(999999, 6), WEIGHS(1, 6) }, 3,
          SCORE_FINE, 0, NULL },
        { "a weight of seven places",
          { TOP(SCORE_WEIGHTED, WHOLE_1), WEIGHS(9999999, 7), WEIGHS(1, 7) }, 3,
          SCORE_WEIGHT, 1, "0.9999999" },
        { "seven places, one of them zero",
          { TOP(SCORE_WEIGHTED, WHOLE_1), WEIGHS(5000000, 7), WEIGHS(5, 1) }, 3,
          SCORE_FINE, 0, NULL },
        { "a weight above a thousand",
          { TOP(SCORE_WEIGHTED, WHOLE_1), WEIGHS(1001, 0), WEIGHS(5, 1) }, 3,
          SCORE_WEIGHT, 1, "1001" },
        { "95 per cent", { TOP(SCORE_WEIGHTED, WHOLE_1), WEIGHS(5, 1), WEIGHS(45, 2) }, 3,
          SCORE_WEIGHT_SUM, 0, "0.95" },
        { "120 per cent", { TOP(SCORE_WEIGHTED, WHOLE_1), WEIGHS(5, 1), WEIGHS(7, 1) }, 3,
          SCORE_WEIGHT_SUM, 0, "1.2" },
        { "a millionth short",
          { TOP(SCORE_WEIGHTED, .whole = { 100, 0 }), WEIGHS(50, 0), WEIGHS(49999999, 6) }, 3,
          SCORE_WEIGHT_SUM, 0, "99.999999" },
        { "no factor", { UNDER(-1, SCORE_RATIO), LEAF, LEAF }, 3, SCORE_FACTOR, 0, "0" },
        { "a negative factor", { TOP(SCORE_RATIO, .factor = { -1, 0 }), LEAF, LEAF }, 3,
          SCORE_FACTOR, 0, "-1" },
        { "a factor of a thousand", { TOP(SCORE_RATIO, .factor = { 1000, 0 }), LEAF, LEAF }, 3,
          SCORE_FINE, 0, NULL },
        { "a factor above a thousand", { TOP(SCORE_RATIO, .factor = { 1001, 0 }), LEAF, LEAF }, 3,
          SCORE_FACTOR, 0, "1001" },
        { "weights that nothing reads", { UNDER(-1, SCORE_PLAIN), WEIGHS(-7, 0) }, 2,
          SCORE_FINE, 0, NULL },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct score_fault f    = { .kind = SCORE_FINE };
        struct score_tree  t    = { .node = row[i].node, .n = row[i].n };
        bool               fine = score_check(t, &f);
        check(row[i].name, fine == (row[i].kind == SCORE_FINE) && f.kind == row[i].kind);
        check(row[i].name, f.node == row[i].at && (fine || is(f.figure, row[i].figure)));
    }
}

TEST(score_check_expressions)
{
    struct score_node  node[SCORE_EXPRESS_PARTS_MAX + 2] = { UNDER(-1, SCORE_EXPRESSION) };
    struct score_tree  t = { node, SCORE_EXPRESS_PARTS_MAX + 1, no_express, NULL };
    struct score_fault f;

    for (size_t i = 1; i < COUNT(node); i++)
        node[i] = (struct score_node)LEAF;
    check("as many parts as it may have", score_check(t, &f));
    t.express = NULL;
    check("nothing reads it", !score_check(t, &f) && f.kind == SCORE_NO_EXPRESS && f.node == 0);
    t.express = no_express;
    t.n++;
    check("one part more", !score_check(t, &f) && f.kind == SCORE_PARTS
          && is(f.figure, "257"));
}

TEST(score_check_size)
{
    struct score_node *node = arena_alloc(unit_arena(), sizeof *node * (SCORE_NODES_MAX + 1), 16);
    struct score_tree  t = { .node = node, .n = SCORE_NODES_MAX };
    struct score_fault f;

    node[0] = (struct score_node)UNDER(-1, SCORE_PLAIN);
    for (size_t i = 1; i <= SCORE_NODES_MAX; i++)
        node[i] = (struct score_node)LEAF;
    check("as large as it may be", score_check(t, &f));
    t.n++;
    check("one larger", !score_check(t, &f) && f.kind == SCORE_SIZE);
}

TEST(score_check_depth)
{
    struct score_node  node[SCORE_DEPTH_MAX + 2];
    struct score_fault f;

    for (int32_t i = 0; i < (int32_t)COUNT(node); i++)
        node[i] = (struct score_node)UNDER(i - 1, SCORE_PLAIN);
    node[SCORE_DEPTH_MAX].how = SCORE_LEAF;
    check("as deep as it may",
          score_check((struct score_tree){ .node = node, .n = SCORE_DEPTH_MAX + 1 }, &f));
    node[SCORE_DEPTH_MAX].how     = SCORE_PLAIN;
    node[SCORE_DEPTH_MAX + 1].how = SCORE_LEAF;
    check("one deeper",
          !score_check((struct score_tree){ .node = node, .n = SCORE_DEPTH_MAX + 2 }, &f)
              && f.kind == SCORE_TOO_DEEP);
}

/* ---- the figures ----------------------------------------------------------------------------- */

/* A mean of a leaf and of a mean of two; what is known of each, and what of its own. */
TEST(score_given_check)
{
    static const struct score_node node[] = {
        UNDER(-1, SCORE_PLAIN), LEAF, UNDER(0, SCORE_PLAIN), UNDER(2, SCORE_LEAF),
        { .parent = 2, .how = SCORE_LEAF, .scale = { { 1, 0 }, { 3, 0 } } },
    };
    /* for each node: a figure, - for none, n for not applicable, b for 2 and not applicable */
    static const struct {
        const char *name, *given[5]; enum score_fault_kind kind; int32_t at, other;
    } row[] = {
        { "baseline",                 { "-", "2", "-", "2", "2" }, SCORE_FINE, 0, 0 },
        { "nothing",                  { "-", "-", "-", "-", "-" }, SCORE_FINE, 0, 0 },
        { "the branch for its parts", { "-", "2", "2", "-", "-" }, SCORE_FINE, 0, 0 },
        { "the branch and a part",    { "-", "2", "2", "2", "-" }, SCORE_GIVEN_TWICE, 3, 2 },
        { "the whole and a part",     { "2", "2", "-", "-", "-" }, SCORE_GIVEN_TWICE, 1, 0 },
        { "the whole and a part of a part", { "2", "-", "-", "-", "2" }, SCORE_GIVEN_TWICE, 4, 0 },
        { "a part n/a",               { "-", "2", "-", "n", "2" }, SCORE_FINE, 0, 0 },
        { "the branch n/a",           { "-", "2", "n", "-", "-" }, SCORE_FINE, 0, 0 },
        { "the branch and its parts n/a", { "-", "2", "n", "n", "n" }, SCORE_FINE, 0, 0 },
        { "the branch given, a part n/a", { "-", "2", "2", "n", "-" }, SCORE_FINE, 0, 0 },
        { "a figure in a branch that is n/a", { "-", "2", "n", "2", "-" },
          SCORE_GIVEN_TWICE, 3, 2 },
        { "a figure, and n/a",        { "-", "b", "-", "-", "-" }, SCORE_GIVEN_TWICE, 1, 1 },
        { "above its node's scale",   { "-", "2", "-", "2", "4" }, SCORE_OUTSIDE, 4, -1 },
        { "below its node's scale",   { "-", "2", "-", "2", "0" }, SCORE_OUTSIDE, 4, -1 },
        { "its range leaves its node's scale", { "-", "2", "-", "2", "1" }, SCORE_OUTSIDE, 4, -1 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct score_given given[5] = { 0 };
        struct score_fault f = { .kind = SCORE_FINE };
        for (int32_t k = 0; k < 5; k++) {
            char what = row[i].given[k][0];
            if (what != '-' && what != 'n')
                give(given, k, what == 'b' ? "2" : row[i].given[k]);
            given[k].not_applicable = what == 'n' || what == 'b';
        }
        score_given_check((struct score_tree){ .node = node, .n = COUNT(node) }, given, &f);
        check(row[i].name, f.kind == row[i].kind && f.node == row[i].at);
        check(row[i].name, f.kind == SCORE_FINE || f.other == row[i].other);
    }
}
