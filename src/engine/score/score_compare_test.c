/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* score_compare_test.c — what figures stand for, and when two of them agree. */
#include "engine/score/score_test.h"

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

/* Rounding reaches both ends; an open end that is a half stays on its own side of it. */
TEST(score_rounded)
{
    static const struct {
        const char *name; struct score_range r; int32_t places; const char *low, *high;
    } row[] = {
        { "baseline",                { {34,1},   {36,1},   1, 0 }, 0, "3",     "4"     },
        { "within one",              { {331,2},  {334,2},  1, 1 }, 1, "3.3",   "3.3"   },
        { "up to the half, out",     { {33,1},   {35,1},   1, 0 }, 0, "3",     "3"     },
        { "up to the half, in",      { {33,1},   {35,1},   1, 1 }, 0, "3",     "4"     },
        { "from the half, out",      { {35,1},   {36,1},   0, 1 }, 0, "4",     "4"     },
        { "below zero, up to the half, out", { {-36,1}, {-35,1}, 1, 0 }, 0, "-4", "-4" },
        { "below zero, from the half, out",  { {-35,1}, {-33,1}, 0, 1 }, 0, "-3", "-3" },
        { "below zero, from the half, in",   { {-35,1}, {-33,1}, 1, 1 }, 0, "-4", "-3" },
        { "as published",            { {3405,3}, {3415,3}, 1, 0 }, 2, "3.41",  "3.41"  },
        { "a point",                 { {3315,3}, {3315,3}, 1, 1 }, 2, "3.32",  "3.32"  },
        { "finer than it is",        { {33,1},   {35,1},   1, 0 }, 2, "3.3",   "3.5"   },
        { "around zero",             { {-5,1},   {5,1},    0, 0 }, 0, "0",     "0"     },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct score_range r = score_rounded(row[i].r, row[i].places);
        check(row[i].name, is(r.low, row[i].low) && is(r.high, row[i].high));
        check(row[i].name, r.low_in && r.high_in);
    }
}

/* Half up is away from zero, so that a figure below zero stands for the range mirrored. */
TEST(score_figures_below_zero)
{
    static const struct { const char *figure, *low, *high; bool low_in, high_in; } row[] = {
        { "3.60",  "3.595",  "3.605",  1, 0 },
        { "-3.60", "-3.605", "-3.595", 0, 1 },
        { "0.0",   "-0.05",  "0.05",   0, 0 },
        { "-4.0",  "-4",     "-3.95",  1, 1 },
        { "4.0",   "3.95",   "4",      1, 1 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct score_given g;
        struct score_fault f;
        check(row[i].figure, score_published(dec(row[i].figure),
              (struct score_scale){ DEC(-4), DEC(4) }, &g, &f));
        check(row[i].figure, is(g.range.low, row[i].low) && is(g.range.high, row[i].high));
        check(row[i].figure, g.range.low_in == row[i].low_in
              && g.range.high_in == row[i].high_in && score_holds(g.range, g.value));
    }
}
