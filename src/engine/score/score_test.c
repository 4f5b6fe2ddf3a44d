/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* score_test.c — published figures exactly, one fault a row, laws that hold for any tree. */
#include "engine/score/score.h"

#include "base/rand.h"
#include "unit.h"

#include <string.h>

static const struct score_scale ZERO_TO_FOUR = { { 0, 0 }, { 4, 0 } };

/* The smart-city evaluation: 10, 20, 30, 20, 20; impact is the plain mean of six. */
static const struct score_node EVALUATION[] = {
    { -1, SCORE_WEIGHTED, { 0, 0 } },
    {  0, SCORE_LEAF,     { 10, 2 } },      /* 1 baseline   */
    {  0, SCORE_LEAF,     { 20, 2 } },      /* 2 output     */
    {  0, SCORE_LEAF,     { 3, 1 } },       /* 3 outcome    */
    {  0, SCORE_PLAIN,    { 20, 2 } },      /* 4 impact     */
    {  4, SCORE_LEAF,     { 0, 0 } },
    {  4, SCORE_LEAF,     { 0, 0 } },
    {  4, SCORE_LEAF,     { 0, 0 } },
    {  4, SCORE_LEAF,     { 0, 0 } },
    {  4, SCORE_LEAF,     { 0, 0 } },
    {  4, SCORE_LEAF,     { 0, 0 } },       /* 10 environment */
    {  0, SCORE_LEAF,     { 200, 3 } },     /* 11 quick win */
};
enum { N = COUNT(EVALUATION), IMPACT = 4, QUICK_WIN = 11 };

static const struct score_tree TREE = { EVALUATION, N };

static struct dec
dec(const char *text)
{
    struct dec d = { 0, 0 };

    check(text, dec_parse(str_of(text), &d));
    return d;
}

static bool
is(struct dec d, const char *text)
{
    return dec_cmp(d, dec(text)) == 0;
}

static void
give(struct score_given *given, int32_t node, const char *text)
{
    struct score_fault f;

    check(text, score_published(dec(text), ZERO_TO_FOUR, &given[node], &f));
}

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

/* ---- faults --------------------------------------------------------------------------------- */

TEST(score_check_trees)
{
#define HALF { 5, 1 }
    static const struct {
        const char *name; struct score_node node[4]; size_t n;
        enum score_fault_kind kind; int32_t at; const char *figure;
    } row[] = {
        { "baseline", { { -1, SCORE_WEIGHTED, {0} }, { 0, SCORE_LEAF, HALF },
                        { 0, SCORE_LEAF, HALF } }, 3,
          SCORE_FINE, 0, NULL },
        { "no node", { { -1, SCORE_LEAF, {0} } }, 0, SCORE_SIZE, 0, NULL },
        { "a root with a parent", { { 0, SCORE_LEAF, {0} } }, 1, SCORE_NOT_PREORDER, 0, NULL },
        { "two roots", { { -1, SCORE_LEAF, {0} }, { -1, SCORE_LEAF, HALF } }, 2, SCORE_NOT_PREORDER,
          1, NULL },
        { "a parent that comes later",
          { { -1, SCORE_PLAIN, {0} }, { 2, SCORE_LEAF, {0} }, { 0, SCORE_PLAIN, {0} } }, 3,
          SCORE_NOT_PREORDER, 1, NULL },
        { "a child after its parent's subtree ended",
          { { -1, SCORE_PLAIN, {0} }, { 0, SCORE_PLAIN, {0} }, { 0, SCORE_LEAF, {0} },
            { 1, SCORE_LEAF, {0} } }, 4,
          SCORE_NOT_PREORDER, 3, NULL },
        { "a leaf with parts", { { -1, SCORE_LEAF, {0} }, { 0, SCORE_LEAF, HALF } }, 2,
          SCORE_LEAF_HAS_PARTS, 0, NULL },
        { "a mean of nothing", { { -1, SCORE_PLAIN, {0} }, { 0, SCORE_WEIGHTED, {0} } }, 2,
          SCORE_NO_PARTS, 1, NULL },
        { "no weight", { { -1, SCORE_WEIGHTED, {0} }, { 0, SCORE_LEAF, {0} },
                         { 0, SCORE_LEAF, HALF } }, 3,
          SCORE_WEIGHT, 1, "0" },
        { "a negative weight",
          { { -1, SCORE_WEIGHTED, {0} }, { 0, SCORE_LEAF, HALF }, { 0, SCORE_LEAF, { -5, 1 } } }, 3,
          SCORE_WEIGHT, 2, "-0.5" },
        { "a weight of ten places",
          { { -1, SCORE_WEIGHTED, {0} }, { 0, SCORE_LEAF, HALF }, { 0, SCORE_LEAF, { 1, 10 } } }, 3,
          SCORE_WEIGHT, 2, "0.0000000001" },
        { "95 per cent", { { -1, SCORE_WEIGHTED, {0} }, { 0, SCORE_LEAF, HALF },
                           { 0, SCORE_LEAF, { 45, 2 } } }, 3,
          SCORE_WEIGHT_SUM, 0, "0.95" },
        { "120 per cent", { { -1, SCORE_WEIGHTED, {0} }, { 0, SCORE_LEAF, HALF },
                            { 0, SCORE_LEAF, { 7, 1 } } }, 3,
          SCORE_WEIGHT_SUM, 0, "1.2" },
    };
#undef HALF

    for (size_t i = 0; i < COUNT(row); i++) {
        struct score_fault f    = { .kind = SCORE_FINE };
        bool               fine = score_check((struct score_tree){ row[i].node, row[i].n }, &f);
        check(row[i].name, fine == (row[i].kind == SCORE_FINE) && f.kind == row[i].kind
              && f.node == row[i].at);
        if (row[i].figure)
            check(row[i].name, is(f.figure, row[i].figure));
    }
}

TEST(score_check_depth)
{
    struct score_node  node[SCORE_DEPTH_MAX + 2];
    struct score_fault f;

    for (int32_t i = 0; i < (int32_t)COUNT(node); i++)
        node[i] = (struct score_node){ i - 1, SCORE_PLAIN, { 0, 0 } };
    node[SCORE_DEPTH_MAX].how = SCORE_LEAF;
    check("as deep as it may", score_check((struct score_tree){ node, SCORE_DEPTH_MAX + 1 }, &f));
    node[SCORE_DEPTH_MAX].how     = SCORE_PLAIN;
    node[SCORE_DEPTH_MAX + 1].how = SCORE_LEAF;
    check("one deeper", !score_check((struct score_tree){ node, SCORE_DEPTH_MAX + 2 }, &f)
                        && f.kind == SCORE_TOO_DEEP);
}

TEST(score_figures)
{
    static const struct {
        const char *name, *figure; bool exact; enum score_fault_kind kind;
        const char *low, *high; bool high_in;
    } row[] = {
        { "baseline",                     "3.60",  0, SCORE_FINE, "3.595",  "3.605",  0 },
        { "a third place narrows",        "3.200", 0, SCORE_FINE, "3.1995", "3.2005", 0 },
        { "an exact figure is a point",   "3.6",   1, SCORE_FINE, "3.6",    "3.6",    1 },
        { "the top is cut and counts in", "4.00",  0, SCORE_FINE, "3.995",  "4",      1 },
        { "the bottom is cut",            "0.00",  0, SCORE_FINE, "0",      "0.005",  0 },
        { "above the scale",              "4.01",  0, SCORE_OUTSIDE, NULL, NULL, 0 },
        { "below the scale",              "-0.01", 0, SCORE_OUTSIDE, NULL, NULL, 0 },
        { "an exact one above the scale", "4.01",  1, SCORE_OUTSIDE, NULL, NULL, 0 },
        { "nine places are enough",       "3.000000001", 0, SCORE_FINE,
          "3.0000000005", "3.0000000015", 0 },
        { "ten are too many",             "3.0000000001", 0, SCORE_TOO_FINE, NULL, NULL, 0 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct score_given g = { 0 };
        struct score_fault f = { .kind = SCORE_FINE };
        bool fine = row[i].exact ? score_exact(dec(row[i].figure), ZERO_TO_FOUR, &g, &f)
                                 : score_published(dec(row[i].figure), ZERO_TO_FOUR, &g, &f);
        check(row[i].name, fine == (row[i].kind == SCORE_FINE) && f.kind == row[i].kind
              && g.known == fine);
        if (fine)
            check(row[i].name, is(g.range.low, row[i].low) && is(g.range.high, row[i].high)
                               && g.range.low_in && g.range.high_in == row[i].high_in);
    }
}

TEST(score_given_twice)
{
    struct score_given given[N] = { 0 };
    struct score_fault f;

    give(given, IMPACT, "3.07");
    give(given, QUICK_WIN, "3.65");
    check("baseline", score_given_check(TREE, given, &f));
    give(given, 10, "2.75");
    check("impact and one of its dimensions", !score_given_check(TREE, given, &f)
          && f.kind == SCORE_GIVEN_TWICE && f.node == 10 && f.other == IMPACT);
    given[10].known = false;
    give(given, 0, "3.31");
    check("the index and its components", !score_given_check(TREE, given, &f) && f.other == 0);
}

/* ---- ranges --------------------------------------------------------------------------------- */

TEST(score_agrees)
{
    /* the baseline is [3.0, 3.2) against [3.1, 3.3) */
    static const struct { const char *name; struct score_range a, b; bool agree; } row[] = {
        { "baseline",              { {30,1}, {32,1}, 1, 0 }, { {31,1}, {33,1}, 1, 0 }, true  },
        { "within",                { {30,1}, {34,1}, 1, 0 }, { {31,1}, {33,1}, 1, 0 }, true  },
        { "apart",                 { {30,1}, {305,2},1, 0 }, { {31,1}, {33,1}, 1, 0 }, false },
        { "touching, end out",     { {30,1}, {31,1}, 1, 0 }, { {31,1}, {33,1}, 1, 0 }, false },
        { "touching, end in",      { {30,1}, {31,1}, 1, 1 }, { {31,1}, {33,1}, 1, 0 }, true  },
        { "touching, start out",   { {30,1}, {31,1}, 1, 1 }, { {31,1}, {33,1}, 0, 0 }, false },
        { "a point at the start",  { {31,1}, {31,1}, 1, 1 }, { {31,1}, {33,1}, 1, 0 }, true  },
        { "a point at the end",    { {33,1}, {33,1}, 1, 1 }, { {31,1}, {33,1}, 1, 0 }, false },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        check(row[i].name, score_agrees(row[i].a, row[i].b) == row[i].agree);
        check("and the other way round", score_agrees(row[i].b, row[i].a) == row[i].agree);
    }
}

TEST(score_minus)
{
    struct score_given now = { 0 }, before = { 0 };
    struct score_fault f;
    struct score_range r;

    check("3.31", score_published(dec("3.31"), ZERO_TO_FOUR, &now, &f));
    check("3.06", score_published(dec("3.06"), ZERO_TO_FOUR, &before, &f));
    r = score_minus(now.range, before.range);
    check("0.25 may be anything between 0.24 and 0.26", is(r.low, "0.24") && is(r.high, "0.26"));
    check("neither end is reached", !r.low_in && !r.high_in && score_holds(r, dec("0.25")));
    check("a point less a point is a point",
          score_exact(dec("3"), ZERO_TO_FOUR, &now, &f)
              && score_exact(dec("1"), ZERO_TO_FOUR, &before, &f));
    r = score_minus(now.range, before.range);
    check("and both its ends are in", is(r.low, "2") && is(r.high, "2") && r.low_in && r.high_in);
}

TEST(score_shown_half_up)
{
    static const struct { const char *value; int32_t places; const char *shown; } row[] = {
        { "3.315", 2, "3.32" }, { "3.314999", 2, "3.31" }, { "3.475", 2, "3.48" },
        { "3.068333333333333333", 2, "3.07" }, { "-0.115", 2, "-0.12" }, { "3.2", 3, "3.200" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].value, is(score_shown(dec(row[i].value), row[i].places), row[i].shown));
}

/* ---- laws that hold for any tree ------------------------------------------------------------ */

enum { PARTS = 7, ROUNDS = 300 };

struct flat {                               /* a root with PARTS leaves */
    struct score_node  node[PARTS + 1];
    struct score_given given[PARTS + 1];
    struct score_step  step[PARTS + 1];
};

static struct dec
figure(struct rand *r)
{
    return (struct dec){ rand_below(r, 401), 2 };
}

/* Weights in millionths that add up to 1, figures of two places; some figures exact. */
static void
make(struct flat *f, struct rand *r, enum score_how how)
{
    int64_t            left = 1000000;
    struct score_fault fault;

    memset(f, 0, sizeof *f);
    f->node[0] = (struct score_node){ -1, how, { 0, 0 } };
    for (int32_t i = 1; i <= PARTS; i++) {
        int64_t w = i == PARTS ? left : 1 + rand_below(r, 140000);
        left -= w;
        f->node[i] = (struct score_node){ 0, SCORE_LEAF, { w, 6 } };
        if (rand_below(r, 5) == 0)
            check("exact", score_exact(figure(r), ZERO_TO_FOUR, &f->given[i], &fault));
        else
            check("published", score_published(figure(r), ZERO_TO_FOUR, &f->given[i], &fault));
    }
}

static const struct score_step *
total(struct flat *f)
{
    struct score_tree  t = { f->node, PARTS + 1 };
    struct score_fault fault;

    check("a sound tree", score_check(t, &fault) && score_given_check(t, f->given, &fault));
    score_compute(t, f->given, f->step);
    return f->step;
}

static bool
same(const struct score_step *a, const struct score_step *b)
{
    return dec_cmp(a->value, b->value) == 0
        && dec_cmp(a->range.low, b->range.low) == 0 && dec_cmp(a->range.high, b->range.high) == 0
        && a->range.low_in == b->range.low_in && a->range.high_in == b->range.high_in;
}

static void
swap_parts(struct flat *f, uint32_t i, uint32_t j)
{
    struct score_node  node  = f->node[i];
    struct score_given given = f->given[i];

    f->node[i] = f->node[j], f->given[i] = f->given[j];
    f->node[j] = node,       f->given[j] = given;
}

TEST(score_order_does_not_matter)
{
    struct rand r = { 20221229 };

    for (int32_t round = 0; round < ROUNDS; round++) {
        struct flat       f;
        struct score_step before;
        make(&f, &r, round % 2 ? SCORE_PLAIN : SCORE_WEIGHTED);
        before = *total(&f);
        swap_parts(&f, 1 + rand_below(&r, PARTS), 1 + rand_below(&r, PARTS));
        check("two parts swapped", same(&before, total(&f)));
    }
}

TEST(score_holds_its_value)
{
    struct rand r = { 313 };

    for (int32_t round = 0; round < ROUNDS; round++) {
        struct flat f;
        make(&f, &r, round % 2 ? SCORE_PLAIN : SCORE_WEIGHTED);
        check("the range holds the value", score_holds(total(&f)->range, f.step[0].value));
    }
}

TEST(score_is_monotone)
{
    struct rand r = { 475 };

    for (int32_t round = 0; round < ROUNDS; round++) {
        struct flat        f;
        struct score_step  before;
        struct score_fault fault;
        uint32_t           i = 1 + rand_below(&r, PARTS);
        make(&f, &r, round % 2 ? SCORE_PLAIN : SCORE_WEIGHTED);
        before = *total(&f);
        check("raised to the top", score_exact(DEC(4), ZERO_TO_FOUR, &f.given[i], &fault));
        check("a higher part never lowers the whole", dec_cmp(total(&f)->value, before.value) >= 0
              && dec_cmp(f.step[0].range.low, before.range.low) >= 0
              && dec_cmp(f.step[0].range.high, before.range.high) >= 0);
    }
}

/* A weight may be written 0.1, 0.10 or 0.100; one that is scaled by anything but 1 is refused. */
TEST(score_weights_scaled)
{
    struct rand r = { 20 };

    for (int32_t round = 0; round < ROUNDS; round++) {
        struct flat        f;
        struct score_step  before;
        struct score_fault fault;
        make(&f, &r, SCORE_WEIGHTED);
        before = *total(&f);
        for (int32_t i = 1; i <= PARTS; i++)
            f.node[i].weight = (struct dec){ f.node[i].weight.units * 100,
                                             f.node[i].weight.scale + 2 };
        check("zeros appended to every weight", same(&before, total(&f)));
        for (int32_t i = 1; i <= PARTS; i++)
            f.node[i].weight.scale++;
        check("a tenth of every weight", !score_check((struct score_tree){ f.node, PARTS + 1 },
                                                      &fault)
              && fault.kind == SCORE_WEIGHT_SUM && is(fault.figure, "0.1"));
    }
}

/* Parts that are all the same: any mean is that figure, at any depth. */
TEST(score_of_equals)
{
    struct score_node  node[] = {
        { -1, SCORE_PLAIN, {0} },   { 0, SCORE_WEIGHTED, {0} }, { 1, SCORE_LEAF, { 142857143, 9 } },
        { 1, SCORE_PLAIN, { 857142857, 9 } }, { 3, SCORE_LEAF, {0} }, { 3, SCORE_LEAF, {0} },
        { 3, SCORE_LEAF, {0} },     { 0, SCORE_LEAF, {0} },     { 0, SCORE_LEAF, {0} },
    };
    struct score_tree  t = { node, COUNT(node) };
    struct score_given given[COUNT(node)] = { 0 };
    struct score_step  step[COUNT(node)];
    struct score_fault f;

    for (int32_t i = 0; i < (int32_t)COUNT(node); i++)
        if (node[i].how == SCORE_LEAF)
            give(given, i, "3.33");
    check("a sound tree", score_check(t, &f));
    score_compute(t, given, step);
    check("the same figure", is(step[0].value, "3.33"));
    check("and the same range", is(step[0].range.low, "3.325") && is(step[0].range.high, "3.335"));
}
