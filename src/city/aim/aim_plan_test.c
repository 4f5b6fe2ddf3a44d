/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* aim_plan_test.c — plans beside every combination of steps, on small trees of every rule. */
#include "city/aim/aim_rule.h"

#include "base/arena.h"
#include "base/rand.h"
#include "engine/score/score_test.h"

enum { NODES = 8, LEAVES = 5, LEVELS = 4, TREES = 400, COMBINATIONS = 1024 };

/* Two branches of two leaves and a leaf: 0 (1 (2, 3), 4 (5, 6), 7). */
static const int32_t parent_of[NODES] = { -1, 0, 1, 1, 0, 4, 4, 0 };
static const int32_t leaf_node[LEAVES] = { 2, 3, 5, 6, 7 };

struct grown {
    struct score_node  node[NODES];
    struct score_given given[NODES];
    struct dec         rung[LEAVES][LEVELS];
    struct aim_ladder  ladder[LEAVES];
    struct aim_climb   climb;
};

static int32_t
below(struct rand *chance, uint32_t n)
{
    return (int32_t)rand_below(chance, n);
}

static enum score_how
some_rule(struct rand *chance, bool is_sum)
{
    static const enum score_how sums[] = { SCORE_WEIGHTED, SCORE_PLAIN, SCORE_SUM_OVER };
    static const enum score_how more[] = { SCORE_HIGHEST, SCORE_RATIO };
    int32_t which = below(chance, is_sum ? 3 : 5);

    return which < 3 ? sums[which] : more[which - 3];
}

static void
grow_node(struct grown *g, struct rand *chance, int32_t i, bool is_sum)
{
    struct score_node *n = &g->node[i];

    *n = (struct score_node){
        .parent = parent_of[i], .how = SCORE_LEAF, .weight = { 1 + below(chance, 9), 0 },
        .least = 3, .factor = { 1, 0 }, .scale = { { 0, 0 }, { 9, 0 } },
    };
    if (i == 1 || i == 4)
        n->how = some_rule(chance, is_sum);
    if (i == 0)
        n->how = SCORE_WEIGHTED;
    if (!is_sum && i > 0 && n->how == SCORE_PLAIN)
        n->rounds = below(chance, 2) == 0;
}

/* Ladders of uneven steps, so that the greatest first step is not always the best way. */
static void
grow_ladder(struct grown *g, struct rand *chance, size_t l)
{
    int32_t            at = 1 + below(chance, 3);
    struct dec         from = { at, 0 };
    struct aim_ladder *ladder = &g->ladder[l];

    *ladder = (struct aim_ladder){ .node = leaf_node[l], .rung = g->rung[l] };
    g->given[leaf_node[l]] = (struct score_given){ true, from, score_point(from), false };
    for (at += 1 + below(chance, 4); at <= 9 && ladder->n < LEVELS - 1; at += 1 + below(chance, 4))
        g->rung[l][ladder->n++] = (struct dec){ at, 0 };
}

static void
grow(struct grown *g, struct rand *chance, bool is_sum)
{
    struct score_fault fault;

    *g = (struct grown){ .climb = { .n = LEAVES } };
    for (int32_t i = 0; i < NODES; i++)
        grow_node(g, chance, i, is_sum);
    for (int32_t i = 0; i < NODES; i++)
        if (g->node[i].how == SCORE_WEIGHTED)
            for (int32_t c = i + 1; c < NODES; c++)
                if (parent_of[c] == i)
                    g->node[i].whole.units += g->node[c].weight.units;
    for (size_t l = 0; l < LEAVES; l++)
        grow_ladder(g, chance, l);
    g->climb.tree   = (struct score_tree){ .node = g->node, .n = NODES };
    g->climb.given  = g->given;
    g->climb.ladder = g->ladder;
    check("a tree", score_check(g->climb.tree, &fault));
    check("its figures", score_given_check(g->climb.tree, g->given, &fault));
}

/* ---- every combination ---------------------------------------------------------------------- */

struct best { bool reached; size_t n_steps; struct dec index; };

static struct aim_index
index_with(const struct grown *g, const size_t *rungs)
{
    struct score_given given[NODES];
    struct score_step  step[NODES];

    for (size_t i = 0; i < NODES; i++)
        given[i] = g->given[i];
    for (size_t l = 0; l < LEAVES; l++)
        if (rungs[l] > 0) {
            given[leaf_node[l]].value = g->rung[l][rungs[l] - 1];
            given[leaf_node[l]].range = score_point(given[leaf_node[l]].value);
        }
    score_compute(g->climb.tree, given, step);
    return (struct aim_index){ score_has_figure(&step[0]), step[0].value };
}

static void
judge(const struct grown *g, const size_t *rungs, struct dec target, struct best *b)
{
    struct aim_index at = index_with(g, rungs);
    size_t           n = 0;

    for (size_t l = 0; l < LEAVES; l++)
        n += rungs[l];
    if (!at.known || dec_cmp(at.value, target) < 0)
        return;
    if (!b->reached || n < b->n_steps || (n == b->n_steps && dec_cmp(at.value, b->index) > 0))
        *b = (struct best){ true, n, at.value };
}

static struct best
every_combination(const struct grown *g, struct dec target)
{
    struct best b = { .reached = false };

    for (size_t c = 0; c < COMBINATIONS; c++) {
        size_t rungs[LEAVES];
        bool   exists = true;

        for (size_t l = 0; l < LEAVES; l++) {
            rungs[l] = c >> (2 * l) & 3U;
            exists   = exists && rungs[l] <= g->ladder[l].n;
        }
        if (exists)
            judge(g, rungs, target, &b);
    }
    return b;
}

/* A target between today's index and the scale's end. */
static struct dec
some_target(struct rand *chance, struct dec now)
{
    struct dec target = now;

    check("rounded", dec_round(now, 2, DEC_DOWN, &target));
    target.units += 1 + below(chance, 500);
    return target;
}

TEST(aim_fewest_of_sums_is_the_fewest)
{
    struct rand  chance = { 20260901 };
    struct grown g;
    size_t       n_reached = 0;

    for (int i = 0; i < TREES; i++) {
        struct aim_plan plan;

        grow(&g, &chance, true);
        struct dec  target = some_target(&chance, aim_index_now(unit_arena(), &g.climb).value);
        struct best best = every_combination(&g, target);

        aim_plan_to(unit_arena(), &g.climb, target, &plan);
        check("said whether it can be reached",
              plan.way == (best.reached ? AIM_FEWEST : AIM_OUT_OF_REACH));
        if (!best.reached)
            continue;
        check("no fewer", plan.n_steps == best.n_steps);
        check("and of those the highest", dec_cmp(plan.after.value, best.index) == 0);
        check("as the engine has it",
              dec_cmp(index_with(&g, plan.rungs).value, plan.after.value) == 0);
        n_reached++;
    }
    check("enough were reached to mean something", n_reached > TREES / 3 && n_reached < TREES);
}

TEST(aim_found_elsewhere_is_true)
{
    struct rand  chance = { 20260902 };
    struct grown g;
    size_t       n_found = 0, n_fewest = 0;

    for (int i = 0; i < TREES; i++) {
        struct aim_plan plan;

        grow(&g, &chance, false);
        struct aim_index now = aim_index_now(unit_arena(), &g.climb);

        if (!now.known || aim_is_linear(&g.climb))
            continue;
        struct dec  target = some_target(&chance, now.value);
        struct best best = every_combination(&g, target);

        aim_plan_to(unit_arena(), &g.climb, target, &plan);
        check("nothing is proven here", plan.way == AIM_FOUND || plan.way == AIM_NOT_FOUND);
        if (plan.way != AIM_FOUND)
            continue;
        check("what is found reaches it", best.reached && dec_cmp(plan.after.value, target) >= 0);
        check("with fewer than none", plan.n_steps >= best.n_steps);
        check("as the engine has it",
              dec_cmp(index_with(&g, plan.rungs).value, plan.after.value) == 0);
        n_found++;
        n_fewest += plan.n_steps == best.n_steps;
    }
    check("enough was found", n_found > TREES / 8);
    check("mostly the fewest", n_fewest * 10 > n_found * 8);
}

TEST(aim_plan_ways)
{
    struct rand     chance = { 7 };
    struct grown    g;
    struct aim_plan plan;

    grow(&g, &chance, true);
    struct dec now = aim_index_now(unit_arena(), &g.climb).value;

    aim_plan_to(unit_arena(), &g.climb, now, &plan);
    check("there", plan.way == AIM_THERE && plan.n_steps == 0);
    aim_plan_to(unit_arena(), &g.climb, dec("99"), &plan);
    check("out of reach, with every ladder at its top", plan.way == AIM_OUT_OF_REACH
          && plan.rungs[0] == g.ladder[0].n && dec_cmp(plan.after.value, now) > 0);
    g.given[2].known = false;
    g.climb.ladder++;
    g.climb.n--;
    aim_plan_to(unit_arena(), &g.climb, dec("4"), &plan);
    check("unknown", plan.way == AIM_UNKNOWN && !plan.before.known);
}

/* Two steps of 1 and then 6 on one item beat the greatest single steps of two others. */
TEST(aim_fewest_looks_beyond_the_first_step)
{
    static const struct score_node node[] = {
        { .parent = -1, .how = SCORE_PLAIN, .scale = { { 0, 0 }, { 9, 0 } } },
        { .parent = 0, .how = SCORE_LEAF, .scale = { { 0, 0 }, { 9, 0 } } },
        { .parent = 0, .how = SCORE_LEAF, .scale = { { 0, 0 }, { 9, 0 } } },
        { .parent = 0, .how = SCORE_LEAF, .scale = { { 0, 0 }, { 9, 0 } } },
    };
    static const struct dec    slow[] = { { 1, 0 }, { 7, 0 } }, quick[] = { { 3, 0 } };
    static const struct aim_ladder ladder[] = { { 1, slow, 2 }, { 2, quick, 1 }, { 3, quick, 1 } };
    struct score_given         given[COUNT(node)];
    struct aim_plan            plan;
    struct aim_climb           c = { { .node = node, .n = COUNT(node) }, given, ladder, 3 };

    for (size_t i = 0; i < COUNT(node); i++)
        given[i] = (struct score_given){ .known = i > 0, .range = score_point(DEC(0)) };
    aim_plan_to(unit_arena(), &c, dec("2.3"), &plan);
    check("two steps", plan.way == AIM_FEWEST && plan.n_steps == 2);
    check("both on the slow one", plan.rungs[0] == 2 && plan.rungs[1] == 0);
    aim_plan_to(unit_arena(), &c, dec("2"), &plan);
    check("of two steps each the higher", plan.n_steps == 2 && plan.rungs[0] == 2);
    aim_plan_to(unit_arena(), &c, dec("1"), &plan);
    check("one step, the earlier of equals", plan.n_steps == 1 && plan.rungs[1] == 1);
}
