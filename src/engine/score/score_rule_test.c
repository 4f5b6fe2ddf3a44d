/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* score_rule_test.c — what each rule makes of its parts: one node, its parts as a text. */
#include "engine/score/score_test.h"

static const char *const WHY[] = {
    "", "by zero", "half a ratio", "off scale", "no value", "a part is undefined",
};

static struct str
range_says(struct score_range r)
{
    struct arena *a = unit_arena();

    return str_fmt(a, "%c%.*s, %.*s%c", r.low_in ? '[' : '(', TEXT(dec_str(a, r.low)),
                   TEXT(dec_str(a, r.high)), r.high_in ? ']' : ')');
}

static struct str
figure_says(const struct score_step *s)
{
    struct arena *a = unit_arena();
    struct str    value = dec_str(a, s->value), from = S("");

    if (dec_cmp(s->before, s->value) != 0 && s->state == SCORE_COMPUTED)
        from = str_fmt(a, " from %.*s", TEXT(dec_str(a, s->before)));
    if (dec_cmp(s->range.low, s->range.high) == 0)
        return str_fmt(a, "exactly %.*s%.*s", TEXT(value), TEXT(from));
    return str_fmt(a, "%.*s%.*s in %.*s", TEXT(value), TEXT(from), TEXT(range_says(s->range)));
}

struct str
says(const struct score_step *s)
{
    struct arena *a = unit_arena();

    switch (s->state) {
    case SCORE_UNKNOWN:        return str_fmt(a, "unknown, %d missing", (int)s->missing);
    case SCORE_NOT_APPLICABLE: return S("not applicable");
    case SCORE_STOOD_IN:       return S("stood in");
    case SCORE_UNDEFINED:      return str_fmt(a, "undefined: %s", WHY[s->why]);
    case SCORE_GIVEN:
    case SCORE_COMPUTED:       return figure_says(s);
    }
    return S("");
}

/* ---- a node and its parts, from a text ------------------------------------------------------- */

enum { PARTS_MAX = 12 };

struct case_tree {
    struct score_node  node[PARTS_MAX + 1];
    struct score_given given[PARTS_MAX + 1];
    struct score_step  step[PARTS_MAX + 1];
    struct score_tree  t;
};

/* The sum of what is applicable; it refuses a first part of 99. */
static bool
sum_express(void *arg, int32_t i, const struct score_part *part, size_t n, struct dec *out)
{
    struct dec sum = DEC(0);

    check("the argument and the node are handed over", arg == &WHY && i == 0);
    for (size_t c = 0; c < n; c++)
        if (part[c].known)
            check("a small sum", dec_add(sum, part[c].value, &sum));
    *out = sum;
    return n > 0 && !(part[0].known && dec_cmp(part[0].value, DEC(99)) == 0);
}

/* "40:3.0": weight and figure; "3.0" as published, "=3" exact, "?" missing, "n/a". */
static void
add_part(struct case_tree *x, struct str text, struct score_scale scale)
{
    struct score_node  *node = &x->node[x->t.n];
    struct score_given *given = &x->given[x->t.n];
    struct str          weight, figure;
    struct score_fault  f;

    check("not too many parts", x->t.n <= PARTS_MAX);
    *node = (struct score_node){ .parent = 0, .how = SCORE_LEAF, .scale = scale };
    x->t.n++;
    if (str_find(text, S(":"), &(size_t){ 0 })) {
        str_cut(text, ':', &weight, &figure);
        check("a weight", dec_parse(weight, &node->weight));
        text = figure;
    }
    given->not_applicable = str_eq(text, S("n/a"));
    if (given->not_applicable || str_eq(text, S("?")))
        return;
    if (str_starts(text, S("=")))
        check("exact", score_exact(dec(str_z(unit_arena(), str_part(text, 1, text.n))), scale,
                                   given, &f));
    else
        check("published", score_published(dec(str_z(unit_arena(), text)), scale, given, &f));
}

static const struct score_step *
compute_case(struct case_tree *x, struct score_node top, const char *parts)
{
    struct str         rest = str_of(parts), text;
    struct score_fault f;

    *x = (struct case_tree){ .t = { x->node, 1, sum_express, (void *)&WHY } };
    x->node[0] = top;
    while (rest.n > 0) {
        str_cut(rest, ' ', &text, &rest);
        add_part(x, text, top.scale);
    }
    if (top.how == SCORE_RATIO)
        x->node[2].scale.min = DEC(0);
    check(parts, score_check(x->t, &f));
    check(parts, score_given_check(x->t, x->given, &f));
    score_compute(x->t, x->given, x->step);
    return x->step;
}

/* ---- the tables ------------------------------------------------------------------------------ */

struct row { const char *name, *parts, *says; };

static void
check_rows(struct score_node top, const struct row *row, size_t n)
{
    top.parent = -1;
    for (size_t i = 0; i < n; i++) {
        struct case_tree x;
        check_text(row[i].name, says(compute_case(&x, top, row[i].parts)), str_of(row[i].says));
    }
}

#define TO_100    .scale = { { 0, 0 }, { 100, 0 } }
#define AROUND_0  .scale = { { -10, 0 }, { 10, 0 } }

TEST(score_plain)
{
    static const struct row row[] = {
        { "baseline",            "3.60 3.21",     "3.405 in [3.4, 3.41)" },
        { "one part",            "3.60",          "3.6 in [3.595, 3.605)" },
        { "three exact ones",    "=1 =2 =4",      "exactly 2.333333333333333333" },
        { "two of them equal",   "=1 =2 =2",      "exactly 1.666666666666666667" },
        { "one of two exact",    "=1 3.0",        "2 in [1.975, 2.025)" },
        { "places differ",       "3 3.00",        "3 in [2.7475, 3.2525)" },
        { "thirds, published", "1 2 2",
          "1.666666666666666667 in [1.166666666666666667, 2.166666666666666667)" },
        { "zeros",               "0.0 0.0",       "0 in [0, 0.05)" },
        { "the top",             "100 100",       "100 in [99.5, 100]" },
        { "one at the top",      "100 50",        "75 in [74.5, 75.25)" },
        { "nine places",         "=0.000000001 =0 =0", "exactly 0.000000000333333333" },
        { "twelve parts",        "=1 =2 =3 =4 =5 =6 =7 =8 =9 =10 =11 =12", "exactly 6.5" },
        { "one missing",         "3.0 ?",         "unknown, 1 missing" },
        { "two missing",         "? ? 1",         "unknown, 2 missing" },
        { "one not applicable",  "3.0 n/a 4.0",   "3.5 in [3.45, 3.55)" },
        { "one that applies",    "n/a n/a =4",    "exactly 4" },
        { "n/a and missing",     "n/a ?",         "unknown, 1 missing" },
        { "none applicable",     "n/a n/a",       "not applicable" },
    };
    static const struct row negative[] = {
        { "minus and plus",      "-3.0 3.0",      "0 in (-0.05, 0.05)" },
        { "minus",               "-3.0",          "-3 in (-3.05, -2.95]" },
        { "around zero",         "0.0",           "0 in (-0.05, 0.05)" },
        { "the bottom",          "-10.0 -10.0",   "-10 in [-10, -9.95]" },
    };

    check_rows((struct score_node){ .how = SCORE_PLAIN, TO_100 }, row, COUNT(row));
    check_rows((struct score_node){ .how = SCORE_PLAIN, AROUND_0 }, negative, COUNT(negative));
}

TEST(score_weighted)
{
    static const struct row row[] = {
        { "baseline",              "40:2.5 60:3.00",      "2.8 in [2.777, 2.823)" },
        { "exact",                 "10:=1 20:=2 70:=3",   "exactly 2.6" },
        { "one part",              "100:3.2",             "3.2 in [3.15, 3.25)" },
        { "weights with decimals", "33.3:=1 66.7:=2",     "exactly 1.667" },
        { "the finest weight",     "0.000001:=100 99.999999:=0", "exactly 0.000001" },
        { "n/a in proportion",     "10:=1 20:n/a 70:=3",  "exactly 2.75" },
        { "n/a of most",           "10:=1 20:=2 70:n/a",  "exactly 1.666666666666666667" },
        { "n/a but one",           "30:n/a 30:n/a 40:3.2", "3.2 in [3.15, 3.25)" },
        { "none applicable",       "50:n/a 50:n/a",       "not applicable" },
        { "missing",               "50:? 50:3.2",         "unknown, 1 missing" },
        { "missing and n/a",       "50:? 50:n/a",         "unknown, 1 missing" },
    };
    static const struct row of_13[] = {
        { "ten of 1.30", "1.3:=1 1.3:=2 1.3:=3 1.3:=4 1.3:=5 1.3:=1 1.3:=2 1.3:=3 1.3:=4 1.30:=5",
          "exactly 3" },
        { "one n/a", "1.3:=1 1.3:=2 1.3:=3 1.3:=4 1.3:=5 1.3:=1 1.3:=2 1.3:=3 1.3:=4 1.30:n/a",
          "exactly 2.777777777777777778" },
    };
    static const struct row of_1[] = { { "fractions", "0.1:=1 0.9:=2", "exactly 1.9" } };

    check_rows((struct score_node){ .how = SCORE_WEIGHTED, TO_100, .whole = { 100, 0 } },
               row, COUNT(row));
    check_rows((struct score_node){ .how = SCORE_WEIGHTED, TO_100, .whole = { 130, 1 } },
               of_13, COUNT(of_13));
    check_rows((struct score_node){ .how = SCORE_WEIGHTED, TO_100, .whole = { 1, 0 } },
               of_1, COUNT(of_1));
}

TEST(score_highest)
{
    static const struct row row[] = {
        { "baseline",              "1 3 2",     "3 in [2.5, 3.5)" },
        { "exact",                 "=1 =3 =2",  "exactly 3" },
        { "the first",             "=3 =1",     "exactly 3" },
        { "two alike",             "3 3",       "3 in [2.5, 3.5)" },
        { "an exact one below",    "=3 3",      "3 in [3, 3.5)" },
        { "an exact one at the end", "3.0 =3.05", "exactly 3.05" },
        { "an exact one above all", "=3 2.9 2", "exactly 3" },
        { "wide and narrow",       "3 3.4",     "3.4 in [3.35, 3.5)" },
        { "nothing proven",        "0 0",       "0 in [0, 0.5)" },
        { "n/a",                   "n/a 2",     "2 in [1.5, 2.5)" },
        { "none applicable",       "n/a n/a",   "not applicable" },
        { "missing",               "2 ?",       "unknown, 1 missing" },
    };
    static const struct row negative[] = {
        { "two alike below zero",  "-3 -3",     "-3 in (-3.5, -2.5]" },
        { "an end that one cannot reach", "-3 =-3.5", "-3 in (-3.5, -2.5]" },
        { "an end that both reach", "=-3.5 =-3.5", "exactly -3.5" },
    };

    check_rows((struct score_node){ .how = SCORE_HIGHEST, TO_100 }, row, COUNT(row));
    check_rows((struct score_node){ .how = SCORE_HIGHEST, AROUND_0 }, negative, COUNT(negative));
}

TEST(score_sum)
{
    static const struct row row[] = {
        { "baseline",            "1 2 3",      "6 in [4.5, 7.5)" },
        { "exact",               "=1 =2",      "exactly 3" },
        { "n/a adds nothing",    "n/a 2",      "2 in [1.5, 2.5)" },
        { "none applicable",     "n/a n/a",    "not applicable" },
        { "missing",             "2 ?",        "unknown, 1 missing" },
        { "as high as it goes",  "=60 =40",    "exactly 100" },
        { "off the scale",       "=60 =50",    "undefined: off scale" },
        { "just off the scale",  "=60 =40.000000001", "undefined: off scale" },
        { "cut at the top",      "100 0",      "100 in [99.5, 100]" },
        { "up to the top, not in", "=99.5 0",  "99.5 in [99.5, 100)" },
    };
    static const struct row negative[] = {
        { "below the scale",     "=-6 =-5",    "undefined: off scale" },
        { "minus and plus",      "=-6 =5",     "exactly -1" },
    };

    check_rows((struct score_node){ .how = SCORE_SUM, TO_100 }, row, COUNT(row));
    check_rows((struct score_node){ .how = SCORE_SUM, AROUND_0 }, negative, COUNT(negative));
}

/* The regional innovation index: the sum over max(10, n) penalises fewer than ten innovations. */
TEST(score_sum_over)
{
    static const struct row ten[] = {
        { "baseline",            "=9 =6",      "exactly 1.5" },
        { "published",           "9 6",        "1.5 in [1.4, 1.6)" },
        { "ten of them",         "=5 =5 =5 =5 =5 =5 =5 =5 =5 =5", "exactly 5" },
        { "eleven of them",      "=5 =5 =5 =5 =5 =5 =5 =5 =5 =5 =60", "exactly 10" },
        { "eleven, one n/a",     "=5 =5 =5 =5 =5 =5 =5 =5 =5 =5 n/a", "exactly 5" },
        { "twelve, one n/a",     "=5 =5 =5 =5 =5 =5 =5 =5 =5 =5 =5 n/a", "exactly 5" },
        { "one n/a",             "n/a =6",     "exactly 0.6" },
        { "none reported",       "",           "exactly 0" },
        { "none applicable",     "n/a",        "not applicable" },
        { "missing",             "=9 ?",       "unknown, 1 missing" },
    };
    static const struct row one[] = {
        { "the mean, from one on", "=3 =4",    "exactly 3.5" },
        { "none, at least one",    "",         "exactly 0" },
    };
    static const struct row three[] = {
        { "two of at least three", "=1 =1",    "exactly 0.666666666666666667" },
    };

    check_rows((struct score_node){ .how = SCORE_SUM_OVER, TO_100, .least = 10 }, ten, COUNT(ten));
    check_rows((struct score_node){ .how = SCORE_SUM_OVER, TO_100, .least = 1 }, one, COUNT(one));
    check_rows((struct score_node){ .how = SCORE_SUM_OVER, TO_100, .least = 3 },
               three, COUNT(three));
}

TEST(score_ratio)
{
    static const struct row row[] = {
        { "baseline",            "=1 =4",      "exactly 0.25" },
        { "rounded once",        "=2 =3",      "exactly 0.666666666666666667" },
        { "nothing of something", "=0 =5",     "exactly 0" },
        { "over zero",           "=1 =0",      "undefined: by zero" },
        { "zero over zero",      "=0 =0",      "undefined: by zero" },
        { "published",           "2 4",
          "0.5 in [0.333333333333333333, 0.714285714285714286]" },
        { "an exact divisor",    "2 =4",       "0.5 in [0.375, 0.625]" },
        { "an exact dividend",   "=2 4",
          "0.5 in [0.444444444444444444, 0.571428571428571429]" },
        { "a small divisor",     "2 1",        "2 in [1, 5]" },
        { "cut at the top",      "50 1",       "50 in [33, 100]" },
        { "zero as published",   "0 2",        "0 in [0, 0.333333333333333333]" },
        { "off the scale",       "=90 =0.5",   "undefined: off scale" },
        { "the first n/a",       "n/a =1",     "undefined: half a ratio" },
        { "the second n/a",      "=1 n/a",     "undefined: half a ratio" },
        { "both n/a",            "n/a n/a",    "not applicable" },
        { "missing",             "? =1",       "unknown, 1 missing" },
        { "missing and n/a",     "? n/a",      "unknown, 1 missing" },
    };
    static const struct row percent[] = {
        { "a third, in per cent", "=1 =3",     "exactly 33.333333333333333333" },
        { "published, in per cent", "1 2",     "50 in [20, 100]" },
    };
    static const struct row half[] = { { "a factor below 1", "=1 =4", "exactly 0.125" } };
    static const struct row negative[] = {
        { "minus",               "=-1 =4",     "exactly -0.25" },
        { "minus, published",    "-2 4",
          "-0.5 in [-0.714285714285714286, -0.333333333333333333]" },
        { "around zero",         "0 4",
          "0 in [-0.142857142857142857, 0.142857142857142857]" },
    };
    struct score_node ratio = { .how = SCORE_RATIO, TO_100, .factor = { 1, 0 } };

    check_rows(ratio, row, COUNT(row));
    ratio.factor = DEC(100);
    check_rows(ratio, percent, COUNT(percent));
    ratio.factor = (struct dec){ 5, 1 };
    check_rows(ratio, half, COUNT(half));
    check_rows((struct score_node){ .how = SCORE_RATIO, AROUND_0, .factor = { 1, 0 } },
               negative, COUNT(negative));
}

/* A divisor whose range begins at 0 leaves an end open, which is then the scale's. */
TEST(score_ratio_near_zero)
{
    static const struct { const char *name, *a, *a_low, *a_high, *says; } row[] = {
        { "above zero",   "2",  "1",  "3",  "4 in [1, 10]" },
        { "below zero",   "-2", "-3", "-1", "-4 in [-10, -1]" },
        { "around zero",  "1",  "-1", "3",  "2 in [-10, 10]" },
        { "zero itself",  "0",  "0",  "0",  "exactly 0" },
        { "up to zero",   "0",  "-1", "0",  "0 in [-10, 0]" },
    };
    static const struct score_node node[] = {
        { .parent = -1, .how = SCORE_RATIO, AROUND_0, .factor = { 1, 0 } },
        { .parent = 0, .how = SCORE_LEAF, AROUND_0 }, { .parent = 0, .how = SCORE_LEAF, TO_4 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct score_step  step[3];
        struct score_given given[3] = {
            { .known = false },
            { true, dec(row[i].a), { dec(row[i].a_low), dec(row[i].a_high), 1, 1 }, false },
            { true, { 5, 1 }, { DEC(0), DEC(1), true, true }, false },
        };
        score_compute((struct score_tree){ .node = node, .n = 3 }, given, step);
        check_text(row[i].name, says(step), str_of(row[i].says));
    }
}

TEST(score_expression)
{
    static const struct row row[] = {
        { "baseline",             "=1 =2",     "exactly 3" },
        { "published: anything on the scale", "1 2", "3 in [0, 100]" },
        { "one of them published", "=1 2",     "3 in [0, 100]" },
        { "n/a is not known to it", "n/a =2",  "exactly 2" },
        { "none applicable",      "n/a n/a",   "not applicable" },
        { "missing is not asked", "=1 ?",      "unknown, 1 missing" },
        { "no value",             "=99 =1",    "undefined: no value" },
        { "off the scale",        "=98 =3",    "undefined: off scale" },
        { "the end of the scale", "=98 =2",    "exactly 100" },
    };

    check_rows((struct score_node){ .how = SCORE_EXPRESSION, TO_100 }, row, COUNT(row));
}

TEST(score_rounds)
{
    static const struct row two[] = {
        { "baseline",         "=1 =2 =2",   "exactly 1.67 from 1.666666666666666667" },
        { "half up",          "3.60 3.21",  "3.41 from 3.405 in [3.40, 3.41]" },
        { "an open end below the half", "3.60 3.22", "exactly 3.41" },
        { "a wide range",     "3.6",        "3.60 in [3.55, 3.65]" },
        { "nothing to round", "=1 =2",      "exactly 1.50" },
        { "the top",          "=100 =100",  "exactly 100.00" },
        { "missing",          "=1 ?",       "unknown, 1 missing" },
    };
    static const struct row none[] = {
        { "half up, whole",   "=2 =3",      "exactly 3 from 2.5" },
        { "below the half",   "=2.4",       "exactly 2 from 2.4" },
        { "away from zero",   "=-2.5",      "exactly -3 from -2.5" },
        { "a range within one", "-2.0",     "exactly -2" },
        { "an open end above the half", "-2", "exactly -2" },
    };

    check_rows((struct score_node){ .how = SCORE_PLAIN, TO_100, .rounds = true, .places = 2 },
               two, COUNT(two));
    check_rows((struct score_node){ .how = SCORE_PLAIN, AROUND_0, .rounds = true },
               none, COUNT(none));
}
