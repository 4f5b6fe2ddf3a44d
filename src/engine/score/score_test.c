/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* score_test.c — published results exactly: the smart-city evaluation, SPBE, what is missing. */
#include "engine/score/score_test.h"

#include <stdlib.h>

#include "base/csv.h"

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

/* ---- SPBE 2018: weights of the whole, three levels ------------------------------------------- */

enum { ASPECTS = 7, INDICATORS_MAX = 64 };

/* 17, 28 and 55 of 100; the aspects' weights add up to their domain's (PermenPANRB 5/2018). */
static const struct { int32_t domain; const char *weight; } ASPECT[ASPECTS] = {
    { 0, "7" }, { 0, "10" }, { 1, "8" }, { 1, "8" }, { 1, "12" }, { 2, "35" }, { 2, "20" },
};
static const char *const DOMAIN[] = { "17", "28", "55" };

/* How many indicators each aspect has, and their levels, aspect by aspect. */
struct answers { size_t n[ASPECTS]; const char *level[ASPECTS][INDICATORS_MAX]; };

struct spbe {
    struct score_node  node[INDICATORS_MAX + ASPECTS + 4];
    struct score_given given[INDICATORS_MAX + ASPECTS + 4];
    struct score_step  step[INDICATORS_MAX + ASPECTS + 4];
    size_t             n;
    int32_t            aspect[ASPECTS];
};

static int32_t
add_node(struct spbe *x, struct score_node node)
{
    node.scale = (struct score_scale){ DEC(0), DEC(5) };
    x->node[x->n] = node;
    return (int32_t)x->n++;
}

static void
add_aspect(struct spbe *x, int32_t domain, size_t a, const struct answers *answers)
{
    struct score_fault f;

    x->aspect[a] = add_node(x, (struct score_node){
        .parent = domain, .how = SCORE_PLAIN, .weight = dec(ASPECT[a].weight),
    });
    for (size_t k = 0; k < answers->n[a]; k++) {
        int32_t i = add_node(x, (struct score_node){ .parent = x->aspect[a] });
        check("a level", score_exact(dec(answers->level[a][k]), x->node[i].scale, &x->given[i],
                                     &f));
    }
}

static void
compute_spbe(struct spbe *x, const struct answers *answers)
{
    struct score_fault f;

    *x = (struct spbe){ .n = 0 };
    add_node(x, (struct score_node){ .parent = -1, .how = SCORE_WEIGHTED, .whole = DEC(100) });
    for (int32_t d = 0; d < 3; d++) {
        struct dec weight = dec(DOMAIN[d]);
        int32_t    domain = add_node(x, (struct score_node){
            .parent = 0, .how = SCORE_WEIGHTED, .weight = weight, .whole = weight,
        });
        for (size_t a = 0; a < ASPECTS; a++)
            if (ASPECT[a].domain == d)
                add_aspect(x, domain, a, answers);
    }
    check("a sound tree", score_check((struct score_tree){ .node = x->node, .n = x->n }, &f));
    score_compute((struct score_tree){ .node = x->node, .n = x->n }, x->given, x->step);
}

TEST(score_spbe_2018)
{
    static const struct { const char *name; struct answers answers; const char *says; } row[] = {
        { "three everywhere", { { 1, 1, 1, 1, 1, 1, 1 },
          { { "3" }, { "3" }, { "3" }, { "3" }, { "3" }, { "3" }, { "3" } } }, "exactly 3" },
        { "nothing but services", { { 1, 1, 1, 1, 1, 1, 1 },
          { { "0" }, { "0" }, { "0" }, { "0" }, { "0" }, { "5" }, { "5" } } }, "exactly 2.75" },
        { "one aspect", { { 1, 1, 1, 1, 3, 1, 1 },
          { { "0" }, { "0" }, { "0" }, { "0" }, { "3", "2", "2" }, { "0" }, { "0" } } },
          "exactly 0.28" },
        { "thirds and sevenths", { { 1, 1, 1, 1, 3, 7, 1 },
          { { "0" }, { "0" }, { "0" }, { "0" }, { "3", "2", "2" },
            { "3", "1", "4", "4", "4", "3", "4" }, { "0" } } }, "exactly 1.43" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct spbe x;
        compute_spbe(&x, &row[i].answers);
        check_text(row[i].name, says(&x.step[0]), str_of(row[i].says));
    }
}

/* Reads two columns of a file as text: `key` to `value`, of rows whose `where` is `is`. */
static size_t
read_pairs(const char *file, const char *const wanted[3], const char *where,
           struct str pair[INDICATORS_MAX][2])
{
    struct arena      *a = unit_arena();
    struct str         path = str_fmt(a, "%s/id-spbe-denpasar/%s", getenv("GUYUB_DATA"), file);
    struct csv_reader *csv;
    struct csv_record  record;
    bool               more;
    size_t             n = 0;

    check(file, csv_open(a, &csv, path, wanted, 3) == NULL);
    while (csv_next(csv, &record, &more) == NULL && more) {
        if (!str_eq(record.field[2], str_of(where)) || n == INDICATORS_MAX)
            continue;
        pair[n][0]   = str_copy(a, record.field[0]);
        pair[n++][1] = str_copy(a, record.field[1]);
    }
    csv_close(csv);
    return n;
}

/* Kota Denpasar's external assessment of 2018 was published as 2.64. */
TEST(score_spbe_2018_denpasar)
{
    static const char *const shown[ASPECTS] = {
        "2.00", "2.10", "2.00", "2.50", "2.33", "3.29", "2.50",
    };
    struct str     level[INDICATORS_MAX][2], aspect[INDICATORS_MAX][2];
    struct answers answers = { .n = { 0 } };
    struct spbe    x;

    if (!getenv("GUYUB_DATA")) {
        unit_skip("GUYUB_DATA is not set");
        return;
    }
    size_t levels = read_pairs("assessments.csv", (const char *const[]){
                                   "id_indicator", "external_level", "year" }, "2018", level);
    size_t indicators = read_pairs("indicators.csv", (const char *const[]){
                                       "id_indicator", "id_aspect", "instrument_year" }, "2018",
                                   aspect);
    check("37 indicators", indicators == 37 && levels == 37);
    for (size_t i = 0; i < indicators; i++)
        for (size_t k = 0; k < levels; k++)
            if (str_eq(aspect[i][0], level[k][0])) {
                size_t a = (size_t)(aspect[i][1].p[0] - '1');
                answers.level[a][answers.n[a]++] = str_z(unit_arena(), level[k][1]);
            }
    compute_spbe(&x, &answers);
    check_text("exactly as published", says(&x.step[0]), S("exactly 2.64"));
    check("in four places", is(score_shown(x.step[0].value, 4), "2.6400"));
    for (size_t a = 0; a < ASPECTS; a++)
        check(shown[a], is(score_shown(x.step[x.aspect[a]].value, 2), shown[a]));
}

/* The aspects as published, to two places, allow the total that was published. */
TEST(score_spbe_2018_from_published_aspects)
{
    static const struct answers published = { { 1, 1, 1, 1, 1, 1, 1 },
        { { "2.00" }, { "2.10" }, { "2.00" }, { "2.50" }, { "2.33" }, { "3.29" }, { "2.50" } } };
    struct score_scale scale = { DEC(0), DEC(5) };
    struct score_given total;
    struct score_fault f;
    struct spbe        x;

    compute_spbe(&x, &published);
    for (size_t i = 0; i < x.n; i++)
        if (x.given[i].known)
            check("as published", score_published(x.given[i].value, scale, &x.given[i], &f));
    score_compute((struct score_tree){ .node = x.node, .n = x.n }, x.given, x.step);
    check_text("the total", says(&x.step[0]), S("2.6411 in [2.6361, 2.6461)"));
    check("agrees with 2.64", score_published(dec("2.64"), scale, &total, &f)
          && score_agrees(total.range, x.step[0].range));
}

/* ---- the regional innovation index ----------------------------------------------------------- */

/* (SPD + sum over max(10, n) of each innovation's sum) / 111 x 100, as a ratio of a sum. */
TEST(score_regional_innovation)
{
    static const struct score_node node[] = {
        { .parent = -1, .how = SCORE_RATIO, .factor = { 100, 0 }, .scale = { {0,0}, {100,0} } },
        { .parent = 0, .how = SCORE_SUM, .scale = { {0,0}, {111,0} } },
        { .parent = 1, .how = SCORE_LEAF, .scale = { {0,0}, {15,0} } },             /* 2 SPD */
        { .parent = 1, .how = SCORE_SUM_OVER, .least = 10, .scale = { {0,0}, {96,0} } },
        { .parent = 3, .how = SCORE_SUM, .scale = { {0,0}, {96,0} } },
        { .parent = 4, .how = SCORE_HIGHEST, .scale = { {0,0}, {9,0} } },
        { .parent = 5, .how = SCORE_LEAF, .scale = { {0,0}, {9,0} } },              /* 6 level 1 */
        { .parent = 5, .how = SCORE_LEAF, .scale = { {0,0}, {9,0} } },              /* 7 level 2 */
        { .parent = 4, .how = SCORE_LEAF, .scale = { {0,0}, {6,0} } },              /* 8 */
        { .parent = 3, .how = SCORE_SUM, .scale = { {0,0}, {96,0} } },
        { .parent = 9, .how = SCORE_LEAF, .scale = { {0,0}, {9,0} } },              /* 10 */
        { .parent = 0, .how = SCORE_LEAF, .scale = { {0,0}, {1000,0} } },           /* 11 highest */
    };
    static const struct { int32_t node; const char *figure; } given_as[] = {
        { 2, "12" }, { 6, "3" }, { 7, "6" }, { 8, "6" }, { 10, "9" }, { 11, "111" },
    };
    struct score_tree  t = { .node = node, .n = COUNT(node) };
    struct score_given given[COUNT(node)] = { { .known = false } };
    struct score_step  step[COUNT(node)];
    struct score_fault f;

    for (size_t i = 0; i < COUNT(given_as); i++)
        check(given_as[i].figure, score_exact(dec(given_as[i].figure),
              node[given_as[i].node].scale, &given[given_as[i].node], &f));
    check("a sound tree", score_check(t, &f) && score_given_check(t, given, &f));
    score_compute(t, given, step);
    check_text("two innovations over ten", says(&step[3]), S("exactly 2.1"));
    check_text("14.1 of 111", says(&step[0]), S("exactly 12.702702702702702703"));
    check("the level proven counts, the one below does not", is(step[7].contribution, "6")
          && is(step[7].share, "1") && step[6].contribution.units == 0);
    check("an innovation adds a tenth", is(step[4].share, "0.1")
          && is(step[4].contribution, "1.2") && is(step[9].contribution, "0.9"));
    check("a ratio's parts add nothing up", !score_adds_up(SCORE_RATIO)
          && step[1].share.units == 0 && step[11].share.units == 0);
}

/* ---- branches -------------------------------------------------------------------------------- */

/* A mean of a leaf (1) and of a mean (2) of two (3, 4): what one node is makes of the others. */
TEST(score_branches)
{
    static const struct score_node node[] = {
        { .parent = -1, .how = SCORE_WEIGHTED, .whole = { 100, 0 }, TO_4 },
        { .parent = 0, .weight = { 25, 0 }, TO_4 },
        { .parent = 0, .how = SCORE_PLAIN, .weight = { 75, 0 }, TO_4 },
        { .parent = 2, TO_4 }, { .parent = 2, TO_4 },
    };
    static const struct { const char *name, *given[5], *says[5]; } row[] = {
        { "baseline",     { "-", "1.0", "-", "2.0", "3.0" },
          { "2.125 in [2.075, 2.175)", "1.0 in [0.95, 1.05)", "2.5 in [2.45, 2.55)",
            "2.0 in [1.95, 2.05)", "3.0 in [2.95, 3.05)" } },
        { "the branch as published", { "-", "1.0", "2.5", "-", "-" },
          { "2.125 in [2.075, 2.175)", "1.0 in [0.95, 1.05)", "2.5 in [2.45, 2.55)",
            "stood in", "stood in" } },
        { "the branch does not apply", { "-", "1.0", "n", "-", "-" },
          { "1 in [0.95, 1.05)", "1.0 in [0.95, 1.05)", "not applicable",
            "not applicable", "not applicable" } },
        { "neither of its parts applies", { "-", "1.0", "-", "n", "n" },
          { "1 in [0.95, 1.05)", "1.0 in [0.95, 1.05)", "not applicable",
            "not applicable", "not applicable" } },
        { "one of its parts applies", { "-", "1.0", "-", "n", "3.0" },
          { "2.5 in [2.45, 2.55)", "1.0 in [0.95, 1.05)", "3 in [2.95, 3.05)",
            "not applicable", "3.0 in [2.95, 3.05)" } },
        { "nothing applies", { "n", "-", "-", "-", "-" },
          { "not applicable", "not applicable", "not applicable", "not applicable",
            "not applicable" } },
        { "a part of a published branch", { "-", "1.0", "2.5", "n", "-" },
          { "2.125 in [2.075, 2.175)", "1.0 in [0.95, 1.05)", "2.5 in [2.45, 2.55)",
            "not applicable", "stood in" } },
        { "one is missing", { "-", "1.0", "-", "n", "-" },
          { "unknown, 1 missing", "1.0 in [0.95, 1.05)", "unknown, 1 missing",
            "not applicable", "unknown, 1 missing" } },
        { "all is missing", { "-", "-", "-", "-", "-" },
          { "unknown, 3 missing", "unknown, 1 missing", "unknown, 2 missing",
            "unknown, 1 missing", "unknown, 1 missing" } },
        { "only the total is known", { "2.5", "-", "-", "-", "-" },
          { "2.5 in [2.45, 2.55)", "stood in", "stood in", "stood in", "stood in" } },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct score_given given[5] = { { .known = false } };
        struct score_step  step[5];
        for (int32_t k = 0; k < 5; k++) {
            given[k].not_applicable = row[i].given[k][0] == 'n';
            if (!given[k].not_applicable && row[i].given[k][0] != '-')
                give(given, k, row[i].given[k]);
        }
        score_compute((struct score_tree){ .node = node, .n = 5 }, given, step);
        for (size_t k = 0; k < 5; k++)
            check_text(row[i].name, says(&step[k]), str_of(row[i].says[k]));
    }
}

/* What is undefined makes the whole undefined, unless something is missing as well. */
TEST(score_undefined_spreads)
{
    static const struct score_node node[] = {
        { .parent = -1, .how = SCORE_PLAIN, TO_4 },
        { .parent = 0, .how = SCORE_RATIO, .factor = { 1, 0 }, TO_4 },
        { .parent = 1, TO_4 }, { .parent = 1, TO_4 }, { .parent = 0, TO_4 },
    };
    struct score_tree  t = { .node = node, .n = COUNT(node) };
    struct score_given given[COUNT(node)] = { { .known = false } };
    struct score_step  step[COUNT(node)];
    int32_t            leaf[1];

    give(given, 2, "1.0");
    give(given, 3, "0.0");
    give(given, 4, "2.0");
    score_compute(t, given, step);
    check_text("a part", says(&step[1]), S("undefined: by zero"));
    check_text("the whole", says(&step[0]), S("undefined: a part is undefined"));
    check("nothing is missing", score_missing(t, step, leaf, 1) == 0);
    given[4].known = false;
    score_compute(t, given, step);
    check_text("missing comes first", says(&step[0]), S("unknown, 1 missing"));
}

/* Thirds leave nothing behind: neither beyond the scale nor below the border of a band. */
TEST(score_takes_noise_away)
{
    static const struct { const char *name, *leaf[9], *says; } row[] = {
        { "three thirds are one",     { "1", "0", "0", "1", "0", "0", "1", "0", "0" },
          "exactly 1" },
        { "two thirds, three times",  { "1", "1", "0", "1", "1", "0", "1", "1", "0" },
          "exactly 2" },
        { "to the end of the scale",  { "4", "4", "0", "4", "0", "0", "0", "0", "0" },
          "exactly 4" },
        { "a third stays",            { "1", "0", "0", "0", "0", "0", "0", "0", "0" },
          "exactly 0.333333333333333333" },
        { "and two thirds",           { "1", "1", "0", "0", "0", "0", "0", "0", "0" },
          "exactly 0.666666666666666667" },
    };
    struct score_node node[13] = { { .parent = -1, .how = SCORE_SUM, TO_4 } };

    for (int32_t k = 0; k < 3; k++) {
        node[1 + 4 * k] = (struct score_node){ .parent = 0, .how = SCORE_PLAIN, TO_4 };
        for (int32_t c = 0; c < 3; c++)
            node[2 + 4 * k + c] = (struct score_node){ .parent = 1 + 4 * k, TO_4 };
    }
    for (size_t i = 0; i < COUNT(row); i++) {
        struct score_given given[13] = { { .known = false } };
        struct score_step  step[13];
        struct score_fault f;
        for (size_t k = 0; k < 9; k++)
            check("a leaf", score_exact(dec(row[i].leaf[k]), ZERO_TO_FOUR,
                                        &given[2 + k + k / 3], &f));
        score_compute((struct score_tree){ .node = node, .n = 13 }, given, step);
        check_text(row[i].name, says(step), str_of(row[i].says));
    }
}
