/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* aim_rule_test.c — strides and marks; what a rung adds where nodes do more than add. */
#include "city/aim/aim_rule.h"

#include "base/arena.h"
#include "engine/score/score_test.h"

static struct score_scale
scale_of(const char *min, const char *max)
{
    return (struct score_scale){ dec(min), dec(max) };
}

TEST(aim_strides_and_marks)
{
    static const struct { const char *name, *min, *max, *stride, *index, *mark; } row[] = {
        { "0 to 4",                  "0", "4",   "0.1",  "3.315", "3.4" },
        { "0 to 5",                  "0", "5",   "0.1",  "3.315", "3.4" },
        { "1 to 5",                  "1", "5",   "0.1",  "1",     "1.1" },
        { "0 to 100",                "0", "100", "1",    "59.99", "60" },
        { "0 to 1",                  "0", "1",   "0.01", "0.5",   "0.51" },
        { "on a mark: the next one", "0", "4",   "0.1",  "3.3",   "3.4" },
        { "just below one",          "0", "4",   "0.1",  "3.399999", "3.4" },
        { "the end is the last",     "0", "3.75", "0.1", "3.71",  "3.75" },
        { "at the end: none",        "0", "4",   "0.1",  "4",     NULL },
        { "below 0",                 "-2", "2",  "0.1",  "-0.55", "-0.5" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct score_scale scale = scale_of(row[i].min, row[i].max);
        struct dec         mark;

        check(row[i].name, is(aim_stride(scale), row[i].stride));
        check(row[i].name, aim_next_mark(scale, dec(row[i].index), &mark) == (row[i].mark != NULL));
        if (row[i].mark)
            check(row[i].name, is(mark, row[i].mark));
    }
}

TEST(aim_rungs_of_figures)
{
    struct dec rung[AIM_RUNGS_MAX];

    check("by strides", aim_rungs_above(ZERO_TO_FOUR, dec("3.65"), rung) == 4);
    check("from the figure, not from a mark", is(rung[0], "3.75"));
    check("the end is the last", is(rung[3], "4"));
    check("none above the end", aim_rungs_above(ZERO_TO_FOUR, dec("4"), rung) == 0);
    check("a whole scale fits", aim_rungs_above(scale_of("0", "199"), dec("0"), rung) == 199);
}

/* ---- what a rung adds ----------------------------------------------------------------------- */

#define LEAF(above, w) { .parent = (above), .how = SCORE_LEAF, .weight = { w, 0 }, TO_4 }

/* The total of a branch of two leaves (1: 2, 3) and a leaf (4), under each rule. */
static const struct score_node base_tree[] = {
    { .parent = -1, .how = SCORE_WEIGHTED, .whole = { 100, 0 }, TO_4 },
    { .parent = 0, .how = SCORE_PLAIN, .weight = { 60, 0 }, TO_4 },
    LEAF(1, 0), LEAF(1, 0), LEAF(0, 40),
};

struct small {
    struct score_node  node[COUNT(base_tree)];
    struct score_given given[COUNT(base_tree)];
    struct aim_ladder  ladder[3];
    struct aim_climb   climb;
};

static const struct dec one_to_four[] = { { 1, 0 }, { 2, 0 }, { 3, 0 }, { 4, 0 } };

/* The leaves are levels 1 to 4; NULL: not known, "n/a": it does not apply. */
static void
small(struct small *s, const char *const leaf[3])
{
    *s = (struct small){ .climb = { .n = 0 } };
    for (size_t i = 0; i < COUNT(base_tree); i++)
        s->node[i] = base_tree[i];
    for (int32_t i = 0; i < 3; i++) {
        if (!leaf[i])
            continue;
        if (str_eq(str_of(leaf[i]), S("n/a"))) {
            s->given[2 + i].not_applicable = true;
            continue;
        }
        size_t level = (size_t)dec(leaf[i]).units;

        s->given[2 + i] = (struct score_given){ .known = true, .value = dec(leaf[i]),
                                                .range = score_point(dec(leaf[i])) };
        s->ladder[s->climb.n++] = (struct aim_ladder){ 2 + i, one_to_four + level, 4 - level };
    }
    s->climb.tree   = (struct score_tree){ .node = s->node, .n = COUNT(base_tree) };
    s->climb.given  = s->given;
    s->climb.ladder = s->ladder;
}

TEST(aim_tries_by_rule)
{
    static const struct {
        const char *name, *leaf[3]; enum score_how how; bool rounds;
        const char *now, *first; bool sum;
    } row[] = {
        { "means add",          { "2", "3", "2" }, SCORE_PLAIN,   false, "2.3", "2.6",  true },
        { "n/a: its sibling counts double", { "2", "n/a", "2" }, SCORE_PLAIN, false, "2", "2.6",
          true },
        { "the lower of the highest adds nothing", { "2", "3", "2" }, SCORE_HIGHEST, false, "2.6",
          "2.6", false },
        { "the highest adds all", { "3", "2", "2" }, SCORE_HIGHEST, false, "2.6", "3.2", false },
        { "rounding swallows a half", { "2", "3", "2" }, SCORE_PLAIN, true, "2.6", "2.6", false },
        { "or makes a whole of it", { "2", "2", "2" }, SCORE_PLAIN, true, "2", "2.6", false },
    };
    struct small s;

    for (size_t i = 0; i < COUNT(row); i++) {
        small(&s, row[i].leaf);
        s.node[1].how    = row[i].how;
        s.node[1].rounds = row[i].rounds;
        struct aim_index   now = aim_index_now(unit_arena(), &s.climb);
        struct aim_index **try = aim_tries(unit_arena(), &s.climb);

        check(row[i].name, now.known && is(now.value, row[i].now));
        check(row[i].name, try[0][0].known && is(try[0][0].value, row[i].first));
        check(row[i].name, aim_is_linear(&s.climb) == row[i].sum);
    }
}

TEST(aim_unknown_is_not_zero)
{
    static const struct {
        const char *name, *leaf[3]; bool may_miss, is_said; const char *low, *high;
    } row[] = {
        { "one unknown: between its ends", { "2", NULL, "2" }, false, true, "1.4", "2.6" },
        { "all unknown: the whole scale",  { NULL, NULL, NULL }, false, true, "0", "4" },
        { "nothing unknown: known",        { "2", "2", "2" }, false, false, NULL, NULL },
        { "it may not apply: nothing is said", { "2", NULL, "2" }, true, false, NULL, NULL },
    };
    struct small s;

    for (size_t i = 0; i < COUNT(row); i++) {
        bool               may_miss[COUNT(base_tree)] = { [3] = row[i].may_miss };
        struct aim_between between;

        small(&s, row[i].leaf);
        check(row[i].name, aim_index_between(unit_arena(), s.climb.tree, s.given, may_miss,
                                             &between) == row[i].is_said);
        if (row[i].is_said)
            check(row[i].name, is(between.low.value, row[i].low)
                            && is(between.high.value, row[i].high));
    }
    small(&s, (const char *const[]){ "2", NULL, "2" });
    check("there is no index", !aim_index_now(unit_arena(), &s.climb).known);
    s.node[1].how = SCORE_HIGHEST;
    check("nor its ends, under the highest",
          !aim_index_between(unit_arena(), s.climb.tree, s.given, (bool[COUNT(base_tree)]){ false },
                             &(struct aim_between){ .low = { .known = false } }));
}

/* Kota Kediri 2022 with its published components. */
TEST(aim_alone_of_kediri)
{
    static const struct score_node node[] = {
        { .parent = -1, .how = SCORE_WEIGHTED, .whole = { 100, 0 }, TO_4 },
        LEAF(0, 10), LEAF(0, 20), LEAF(0, 30), LEAF(0, 20), LEAF(0, 20),
    };
    static const char *const published[] = { "3.60", "3.21", "3.23", "3.07", "3.65" };
    static const struct { const char *name; size_t i; const char *target, *figure; } row[] = {
        { "baseline cannot alone",       0, "3.40", NULL },
        { "output",                      1, "3.40", "3.64" },
        { "outcome: 0.085 / 0.3, up",    2, "3.40", "3.52" },
        { "impact",                      3, "3.40", "3.50" },
        { "quick win cannot",            4, "3.40", NULL },
        { "to its very end",             4, "3.385", "4.00" },
        { "one place beyond",            4, "3.3851", NULL },
    };
    struct score_given given[COUNT(node)] = { 0 };
    struct dec         rung[COUNT(published)][AIM_RUNGS_MAX] = { { { 0, 0 } } };
    struct aim_ladder  ladder[COUNT(published)];
    struct aim_climb   c = { { .node = node, .n = COUNT(node) }, given, ladder, COUNT(published) };
    struct dec         figure;

    for (size_t i = 0; i < COUNT(published); i++) {
        give(given, (int32_t)i + 1, published[i]);
        ladder[i] = (struct aim_ladder){ (int32_t)i + 1, rung[i],
            aim_rungs_above(ZERO_TO_FOUR, dec(published[i]), rung[i]) };
    }
    check("as the letter has it", is(aim_index_now(unit_arena(), &c).value, "3.315"));
    for (size_t i = 0; i < COUNT(row); i++) {
        bool can = aim_alone(unit_arena(), &c, row[i].i,
                             (struct aim_goal){ dec(row[i].target), 2 }, &figure);

        check(row[i].name, can == (row[i].figure != NULL));
        if (can && row[i].figure)
            check(row[i].name, is(figure, row[i].figure));
    }
}
