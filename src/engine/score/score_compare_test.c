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
