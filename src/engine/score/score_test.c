/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* score_test.c — published results exactly: the smart-city evaluation, SPBE, what is missing. */
#include "engine/score/score_test.h"

/* The smart-city evaluation: 10, 20, 30, 20, 20; impact is the plain mean of six. */
static const struct score_node EVALUATION[] = {
    { .parent = -1, .how = SCORE_WEIGHTED, .whole = { 1, 0 }, TO_4 },
    { .parent = 0, .how = SCORE_LEAF,  .weight = { 10, 2 }, TO_4 },     /* 1 baseline     */
    { .parent = 0, .how = SCORE_LEAF,  .weight = { 20, 2 }, TO_4 },     /* 2 output       */
    { .parent = 0, .how = SCORE_LEAF,  .weight = { 3, 1 }, TO_4 },      /* 3 outcome      */
    { .parent = 0, .how = SCORE_PLAIN, .weight = { 20, 2 }, TO_4 },     /* 4 impact       */
    { .parent = 4, .how = SCORE_LEAF, TO_4 },
    { .parent = 4, .how = SCORE_LEAF, TO_4 },
    { .parent = 4, .how = SCORE_LEAF, TO_4 },
    { .parent = 4, .how = SCORE_LEAF, TO_4 },
    { .parent = 4, .how = SCORE_LEAF, TO_4 },
    { .parent = 4, .how = SCORE_LEAF, TO_4 },                           /* 10 environment */
    { .parent = 0, .how = SCORE_LEAF,  .weight = { 200, 3 }, TO_4 },    /* 11 quick win   */
};
enum { N = COUNT(EVALUATION), IMPACT = 4, QUICK_WIN = 11 };

static const struct score_tree TREE = { .node = EVALUATION, .n = N };

/* Gives the five components as published and computes. */
static void
compute_five(const char *const five[static 5], struct score_step step[static N])
{
    static const int32_t node[5] = { 1, 2, 3, IMPACT, QUICK_WIN };
    struct score_given   given[N] = { 0 };

    for (size_t i = 0; i < 5; i++)
        if (five[i])
            give(given, node[i], five[i]);
    score_compute(TREE, given, step);
}

TEST(score_published_results)
{
    static const struct {
        const char *name, *five[5], *index, *low, *high, *published, *from, *to;
    } row[] = {
        { "Kota Kediri 2022", { "3.60", "3.21", "3.23", "3.07", "3.65" },
          "3.315", "3.310", "3.320", "3.31", "3.305", "3.315" },
        { "Kota Jambi 2024",  { "3.84", "3.18", "3.53", "3.63", "3.35" },
          "3.475", "3.470", "3.480", "3.48", "3.475", "3.485" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct score_step  step[N];
        struct score_given total;
        struct score_fault f;
        compute_five(row[i].five, step);
        check(row[i].name, step[0].state == SCORE_COMPUTED && is(step[0].value, row[i].index));
        check(row[i].name, is(step[0].range.low, row[i].low) && step[0].range.low_in);
        check(row[i].name, is(step[0].range.high, row[i].high) && !step[0].range.high_in);
        check(row[i].name, score_published(dec(row[i].published), ZERO_TO_FOUR, &total, &f));
        check(row[i].name, is(total.range.low, row[i].from) && is(total.range.high, row[i].to));
        check(row[i].name, score_agrees(total.range, step[0].range));
    }
}

TEST(score_steps_add_up)
{
    struct score_step step[N];
    struct dec        sum = { 0, 0 };
    static const struct { int32_t node; const char *share, *contribution; } row[] = {
        { 1, "0.1", "0.36" }, { 2, "0.2", "0.642" }, { 3, "0.3", "0.969" },
        { IMPACT, "0.2", "0.614" }, { QUICK_WIN, "0.2", "0.73" },
    };

    compute_five((const char *[5]){ "3.60", "3.21", "3.23", "3.07", "3.65" }, step);
    for (size_t i = 0; i < COUNT(row); i++) {
        const struct score_step *s = &step[row[i].node];
        check(row[i].share, s->state == SCORE_GIVEN && is(s->share, row[i].share));
        check(row[i].contribution, is(s->contribution, row[i].contribution));
        check(row[i].contribution, dec_add(sum, s->contribution, &sum));
    }
    check("contributions add up to the index", is(sum, "3.315")
          && dec_cmp(sum, step[0].value) == 0);
    check("a dimension below a published impact is not missed",
          step[5].state == SCORE_STOOD_IN && step[5].missing == 0 && step[0].missing == 0);
}

TEST(score_impact_is_a_plain_mean)
{
    static const char *const six[6] = { "2.75", "2.75", "3.50", "3.33", "3.33", "2.75" };
    struct score_given given[N] = { 0 };
    struct score_step  step[N];

    for (int32_t i = 0; i < 6; i++)
        give(given, IMPACT + 1 + i, six[i]);
    score_compute(TREE, given, step);
    check("eighteen places", is(step[IMPACT].value, "3.068333333333333333"));
    check("shown as 3.07", is(score_shown(step[IMPACT].value, 2), "3.07"));
    check("a sixth each", is(step[5].share, "0.166666666666666667"));
    check("the range", is(step[IMPACT].range.low, "3.063333333333333333")
                       && is(step[IMPACT].range.high, "3.073333333333333333"));
    check("the index lacks four components", step[0].state == SCORE_UNKNOWN
          && step[0].missing == 4);
}

TEST(score_missing_is_unknown_not_zero)
{
    struct score_step step[N];
    int32_t           leaf[2] = { 0 };

    compute_five((const char *[5]){ "3.60", "3.21", NULL, "3.07", "3.65" }, step);
    check("the root is unknown", step[0].state == SCORE_UNKNOWN && step[0].missing == 1);
    check("what is known keeps its part", is(step[1].contribution, "0.36"));
    check("the missing leaf is named", score_missing(TREE, step, leaf, 2) == 1 && leaf[0] == 3);
    compute_five((const char *[5]){ NULL, "3.21", "3.23", NULL, "3.65" }, step);
    check("more are counted than fit", score_missing(TREE, step, leaf, 2) == 7);
    check("the first two in order", leaf[0] == 1 && leaf[1] == 5);
}
