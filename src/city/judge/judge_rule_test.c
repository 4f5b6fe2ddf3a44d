/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "city/judge/judge_rule.h"

#include "unit.h"

enum { SEATS = 5 };

/* "3", "3.25"; "n/a": it does not apply; NULL: not scored. */
static struct judge_score
score_of(const char *text)
{
    struct judge_score s = { .known = text != NULL };

    if (text && !str_eq(str_of(text), S("n/a")))
        s.applies = dec_parse(str_of(text), &s.value);
    return s;
}

static size_t
scores_of(const char *const text[SEATS], struct judge_score score[SEATS])
{
    size_t n = 0;

    for (; n < SEATS && text[n]; n++)
        score[n] = score_of(str_eq(str_of(text[n]), S("-")) ? NULL : text[n]);
    return n;
}

static struct dec
points_of(const char *text)
{
    struct dec d = { 0 };

    check(text, dec_parse(str_of(text), &d));
    return d;
}

TEST(judge_spread)
{
    static const struct {
        const char *name, *score[SEATS], *points, *low, *high; bool known, differs;
    } row[] = {
        { "two of one mind",             { "3", "3" },             "1", "3", "3", true,  false },
        { "a point apart, points 1",     { "3", "2" },             "1", "2", "3", true,  true  },
        { "a point apart, points 1.5",   { "3", "2" },             "1.5", "2", "3", true, false },
        { "just below the points", { "3.24", "2.25" }, "1", "2.25", "3.24", true, false },
        { "the points to the last place", { "3.25", "2.250" }, "1", "2.250", "3.25", true, true },
        { "ends of five",                { "2", "3", "1", "3", "2" }, "2", "1", "3", true, true },
        { "3.20 is 3.2",                 { "3.20", "3.2" },        "0", "3.2", "3.2", true, false },
        { "points 0: any difference", { "3.20", "3.21" }, "0", "3.20", "3.21", true, true },
        { "one alone",                   { "3" },                  "1", "3", "3", true,  false },
        { "nobody",                      { NULL },                 "1", NULL, NULL, false, false },
        { "scored by none of two",       { "-", "-" },             "1", NULL, NULL, false, false },
        { "who has not scored says nothing", { "3", "-", "3" },    "1", "3", "3", true,  false },
        { "does not apply for both",     { "n/a", "n/a" },         "1", NULL, NULL, true, false },
        { "does not apply for one",      { "n/a", "3" },           "1", "3", "3", true,  true  },
        { "a zero is a score",           { "0", "1" },             "1", "0", "1", true,  true  },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct judge_score  score[SEATS];
        size_t              n = scores_of(row[i].score, score);
        struct judge_spread s = judge_spread_of(score, n, points_of(row[i].points));

        check(row[i].name, s.known == row[i].known);
        check(row[i].name, s.differs == row[i].differs);
        check(row[i].name, s.some == (row[i].low != NULL));
        check(row[i].name, !s.some || dec_cmp(s.low, points_of(row[i].low)) == 0);
        check(row[i].name, !s.some || dec_cmp(s.high, points_of(row[i].high)) == 0);
    }
}

TEST(judge_propose)
{
    static const struct {
        const char *name, *score[SEATS], *points; bool of_levels;
        const char *value; bool agreed;         /* value NULL: nothing; "n/a"; else exact text */
    } row[] = {
        { "levels, all the same",        { "3", "3", "3" },        "1", true,  "3", true  },
        { "levels, most say 3",          { "3", "2", "3" },        "1", true,  "3", false },
        { "levels, most, points 2",      { "3", "2", "3" },        "2", true,  "3", true  },
        { "the lower of two equals",     { "3", "2" },             "1", true,  "2", false },
        { "and in the other order",      { "2", "3" },             "1", true,  "2", false },
        { "equals are never agreed",     { "3", "2" },             "2", true,  "2", false },
        { "equals of four",              { "4", "2", "4", "2" },   "9", true,  "2", false },
        { "equals beaten by a third",    { "4", "2", "3", "3" },   "9", true,  "3", true  },
        { "three different",             { "4", "3", "2" },        "9", true,  "2", false },
        { "most after equals",           { "1", "2", "2", "1", "1" }, "9", true, "1", true },
        { "a mean is never a level",     { "1", "3" },             "9", true,  "1", false },
        { "figures, all the same",       { "3.20", "3.20" },       "1", false, "3.20", true },
        { "a mean",                      { "3.20", "3.25" },       "1", false, "3.225", true },
        { "a mean that differs",         { "2", "4" },             "1", false, "3", false },
        { "no place is lost",            { "3.10", "3.30" },       "1", false, "3.20", true },
        { "the finest stays",            { "3", "3.00" },          "1", false, "3.00", true },
        { "thirds to nine places", { "3", "3", "4" }, "2", false, "3.333333333", true },
        { "two thirds, half up",   { "3", "4", "4" }, "2", false, "3.666666667", true },
        { "of five, exact",              { "3.1", "3.2", "3.3", "3.4", "3.6" }, "1", false, "3.32",
          true },
        { "below zero",                  { "-1", "-2" },           "2", false, "-1.5", true },
        { "nobody",                      { NULL },                 "1", false, NULL, false },
        { "who has not scored does not count", { "3", "-", "4" },  "2", false, "3.5", true },
        { "does not apply for all",      { "n/a", "n/a" },         "1", true,  "n/a", true },
        { "does not apply for most",     { "n/a", "3", "n/a" },    "1", true,  "n/a", false },
        { "as many on both sides",       { "n/a", "3" },           "1", true,  "3", false },
        { "for few: the mean of the rest", { "3", "n/a", "4" },    "9", false, "3.5", false },
        { "for few: most of the rest",   { "3", "n/a", "3" },      "9", true,  "3", false },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct judge_score    score[SEATS];
        size_t                n = scores_of(row[i].score, score);
        struct judge_proposal p = judge_propose(score, n, row[i].of_levels,
                                                points_of(row[i].points));
        struct str is = p.applies ? dec_str(unit_arena(), p.value) : S("n/a");

        if (!p.known)
            is = (struct str){ 0 };
        check_text(row[i].name, is, str_of(row[i].value));
        check(row[i].name, p.agreed == row[i].agreed);
    }
}

TEST(judge_turn)
{
    static const struct { const char *name, *city, *seat; enum judge_turn turn; } row[] = {
        { "not scored",             "3",   NULL,   JUDGE_UNSCORED  },
        { "confirmed",              "3",   "3",    JUDGE_CONFIRMED },
        { "confirmed by value",     "3.2", "3.20", JUDGE_CONFIRMED },
        { "lowered",                "3",   "2",    JUDGE_LOWERED   },
        { "raised",                 "3",   "4",    JUDGE_RAISED    },
        { "neither applies",        "n/a", "n/a",  JUDGE_CONFIRMED },
        { "the city's does not apply", "n/a", "1", JUDGE_OTHER     },
        { "the seat's does not apply", "1", "n/a", JUDGE_OTHER     },
        { "the city says nothing",  NULL,  "1",    JUDGE_OTHER     },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, judge_turn_of(score_of(row[i].city), score_of(row[i].seat))
                        == row[i].turn);
}

TEST(judge_is_open)
{
    static const struct { const char *name; struct judge_seats s; bool is; } row[] = {
        { "all of two",                           { 2, 2, 0 }, true  },
        { "one of two",                           { 2, 1, 0 }, false },
        { "none of two",                          { 2, 0, 0 }, false },
        { "nobody sits",                          { 0, 0, 0 }, false },
        { "one alone is too few",                 { 1, 1, 0 }, false },
        { "one who finished before their seat ended counts", { 1, 1, 1 }, true },
        { "and keeps all waiting for the open one", { 1, 0, 1 }, false },
        { "two that both ended after finishing",  { 0, 0, 2 }, true  },
        { "a newcomer closes it again",           { 3, 2, 0 }, false },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, judge_is_open(row[i].s, 2) == row[i].is);
}
