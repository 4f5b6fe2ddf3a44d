/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "city/round/round_rule.h"

#include <string.h>

#include "unit.h"

static struct date
day(const char *iso)
{
    struct date d = { 0 };

    if (*iso)
        date_parse(str_of(iso), &d);
    return d;
}

struct typed { enum round_kind kind; const char *from, *to; };

static void
fill(struct round_days out[ROUND_PHASES], const struct typed *row, size_t n)
{
    memset(out, 0, sizeof *out * ROUND_PHASES);
    for (size_t i = 0; i < n && row[i].from; i++)
        out[row[i].kind] = (struct round_days){ day(row[i].from), day(row[i].to) };
}

/* ---- phases --------------------------------------------------------------------------------- */

TEST(round_kind_at)
{
    static const struct typed year[] = {
        { ROUND_STAGE_1, "2026-03-01", "2026-03-31" }, { ROUND_JUDGE_1, "2026-04-01", "2026-04-30" },
        { ROUND_RESULT_1, "2026-05-04", "2026-05-04" }, { ROUND_STAGE_2, "2026-06-01", "2026-06-30" },
    };
    static const struct { const char *name, *today; enum round_kind is; } row[] = {
        { "the day before the first",              "2026-02-28", ROUND_BEFORE },
        { "its first day",                         "2026-03-01", ROUND_STAGE_1 },
        { "its last day",                          "2026-03-31", ROUND_STAGE_1 },
        { "the next begins the day after",         "2026-04-01", ROUND_JUDGE_1 },
        { "a gap",                                 "2026-05-03", ROUND_BETWEEN },
        { "a phase of one day",                    "2026-05-04", ROUND_RESULT_1 },
        { "the day after a phase of one day",      "2026-05-05", ROUND_BETWEEN },
        { "the last day of all",                   "2026-06-30", ROUND_STAGE_2 },
        { "the day after all",                     "2026-07-01", ROUND_OVER },
    };
    struct round_days days[ROUND_PHASES];

    fill(days, year, COUNT(year));
    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, round_kind_at(days, day(row[i].today)) == row[i].is);
    fill(days, year, 0);
    check("no days at all", round_kind_at(days, day("2026-03-01")) == ROUND_BEFORE);
}

#define STAGE_ONE { ROUND_STAGE_1, "2026-03-01", "2026-03-31" },                                 \
                  { ROUND_JUDGE_1, "2026-04-01", "2026-04-30" },                                 \
                  { ROUND_RESULT_1, "2026-05-04", "2026-05-04" }
#define STAGE_TWO { ROUND_STAGE_2, "2026-06-01", "2026-06-30" },                                 \
                  { ROUND_CHECK, "2026-07-01", "2026-07-10" },                                   \
                  { ROUND_RESULT, "2026-09-01", "2026-09-01" }

TEST(round_days_check)
{
    static const struct {
        const char  *name;
        struct typed day[ROUND_PHASES + 1];
        const char  *code, *where;
    } row[] = {
        { "one stage", { STAGE_ONE }, NULL, NULL },
        { "two stages, without opening and reply", { STAGE_ONE, STAGE_TWO }, NULL, NULL },
        { "an interview in place of the check", { STAGE_ONE, STAGE_TWO,
            { ROUND_CHECK, "", "" }, { ROUND_INTERVIEW, "2026-07-01", "2026-07-10" } }, NULL, NULL },
        { "all of them, with gaps", { STAGE_ONE, STAGE_TWO,
            { ROUND_OPENING, "2026-02-01", "2026-02-01" },
            { ROUND_INTERVIEW, "2026-07-20", "2026-07-25" },
            { ROUND_REPLY, "2026-08-01", "2026-08-07" } }, NULL, NULL },
        { "no days at all", { { ROUND_OPENING, "", "" } }, "round.phase", "stage_1_from" },
        { "no assessment of stage I", { STAGE_ONE, { ROUND_JUDGE_1, "", "" } }, "round.phase",
          "judge_1_from" },
        { "no results of stage I", { STAGE_ONE, { ROUND_RESULT_1, "", "" } }, "round.phase",
          "result_1_from" },
        { "a reply without stage II", { STAGE_ONE, { ROUND_REPLY, "2026-08-01", "2026-08-07" } },
          "round.phase", "stage_2_from" },
        { "stage II that nobody scores", { STAGE_ONE, STAGE_TWO, { ROUND_CHECK, "", "" } },
          "round.phase", "check_from" },
        { "stage II without a result", { STAGE_ONE, STAGE_TWO, { ROUND_RESULT, "", "" } },
          "round.phase", "result_from" },
        { "ends before it begins", { STAGE_ONE, { ROUND_JUDGE_1, "2026-04-30", "2026-04-01" } },
          "round.dates", "judge_1_to" },
        { "only a first day", { STAGE_ONE, { ROUND_JUDGE_1, "2026-04-01", "" } }, "round.dates",
          "judge_1_to" },
        { "only a last day", { STAGE_ONE, { ROUND_JUDGE_1, "", "2026-04-01" } }, "round.dates",
          "judge_1_from" },
        { "two on one day", { STAGE_ONE, { ROUND_JUDGE_1, "2026-03-31", "2026-04-30" } },
          "round.order", "judge_1_from" },
        { "out of order", { STAGE_ONE, { ROUND_RESULT_1, "2026-02-01", "2026-02-02" } },
          "round.order", "result_1_from" },
        { "an opening after stage I", { STAGE_ONE, { ROUND_OPENING, "2026-03-15", "2026-03-15" } },
          "round.order", "stage_1_from" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct round_days days[ROUND_PHASES];
        struct err       *e;

        fill(days, row[i].day, COUNT(row[i].day));
        e = round_days_check(unit_arena(), LANG_EN, days);
        check(row[i].name, row[i].code ? e && strcmp(e->code, row[i].code) == 0
                                           && str_eq(e->where, str_of(row[i].where)) : !e);
    }
}

TEST(round_allows)
{
    static const struct { const char *name; enum round_kind kind; const char *steps; } row[] = {
        { "nothing before",                 ROUND_BEFORE,    "" },
        { "nothing between",                ROUND_BETWEEN,   "" },
        { "nothing at the opening",         ROUND_OPENING,   "" },
        { "answers in stage I",             ROUND_STAGE_1,   "a" },
        { "scores after it",                ROUND_JUDGE_1,   "s" },
        { "settling with its results",      ROUND_RESULT_1,  "t" },
        { "answers in stage II",            ROUND_STAGE_2,   "a" },
        { "scores and questions in check",  ROUND_CHECK,     "sq" },
        { "and in the interview",           ROUND_INTERVIEW, "sq" },
        { "objections in the reply",        ROUND_REPLY,     "ot" },
        { "settling at the end",            ROUND_RESULT,    "t" },
        { "nothing after",                  ROUND_OVER,      "" },
    };
    static const char letter[ROUND_STEPS] = { 'a', 's', 'q', 'o', 't' };

    for (size_t i = 0; i < COUNT(row); i++)
        for (int32_t step = 0; step < ROUND_STEPS; step++)
            check(row[i].name, round_allows(row[i].kind, (enum round_step)step)
                               == (strchr(row[i].steps, letter[step]) != NULL));
}

TEST(round_stage_of)
{
    check("stage I", round_stage_of(ROUND_STAGE_1) == 1);
    check("its results", round_stage_of(ROUND_RESULT_1) == 1);
    check("stage II", round_stage_of(ROUND_STAGE_2) == 2);
    check("the result", round_stage_of(ROUND_RESULT) == 2);
}

TEST(round_kind_words)
{
    enum round_kind kind;

    for (int32_t i = 0; i < ROUND_PHASES; i++)
        check("read back", round_kind_read(round_kind_word((enum round_kind)i), &kind)
                           && (int32_t)kind == i);
    check("another", !round_kind_read(S("stage_3"), &kind));
    check("not before", !round_kind_read(round_kind_word(ROUND_BEFORE), &kind));
}

/* ---- seats ---------------------------------------------------------------------------------- */

TEST(round_tie_of)
{
    static const struct {
        const char *name, *kind, *place, *region; enum round_tie is;
    } row[] = {
        { "a post of the city",               "coordinator",    "35.71",    "35.71", ROUND_OWN },
        { "another city",                     "coordinator",    "35.72",    "35.71", ROUND_FREE },
        { "a district of the city",           "head_of_agency", "35.71.01", "35.71", ROUND_OWN },
        { "a code that only begins alike",    "coordinator",    "35.711",   "35.71", ROUND_FREE },
        { "the province around the city",     "coordinator",    "35",       "35.71", ROUND_FREE },
        { "the province itself",              "coordinator",    "35",       "35",    ROUND_OWN },
        { "a city of the province",           "coordinator",    "35.71",    "35",    ROUND_FREE },
        { "auditor there",                    "auditor",        "35.71",    "35.71", ROUND_OWN },
        { "mentors it",                       "mentor",         "35.71",    "35.71", ROUND_MENTORED },
        { "mentors its province",             "mentor",         "35",       "35.71", ROUND_MENTORED },
        { "mentors another",                  "mentor",         "35.72",    "35.71", ROUND_FREE },
        { "a mentor of the nation",           "mentor",         "",         "35.71", ROUND_FREE },
        { "the office of the nation",         "programme_office", "",       "35.71", ROUND_FREE },
        { "assesses there",                   "assessor",       "35.71",    "35.71", ROUND_FREE },
    };
    static const struct round_bond both[] = { { { "mentor", 6 }, { "35.71", 5 } },
        { { "walidata", 8 }, { "35.71", 5 } }, { { "mentor", 6 }, { "35.72", 5 } } };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct round_bond bond = { str_of(row[i].kind), str_of(row[i].place) };

        check(row[i].name, round_tie_of(&bond, 1, str_of(row[i].region)) == row[i].is);
    }
    check("the worst counts", round_tie_of(both, 3, S("35.71")) == ROUND_OWN);
    check("of each region", round_tie_of(both, 3, S("35.72")) == ROUND_MENTORED);
    check("no posts", round_tie_of(NULL, 0, S("35.71")) == ROUND_FREE);
}

TEST(round_least)
{
    static const struct {
        const char *name; int64_t load[3]; const char *tie; bool sits[3]; size_t is;
    } row[] = {
        { "the least loaded",                 { 3, 1, 2 }, "FFF", { 0 }, 1 },
        { "equal loads: the first by code",   { 2, 2, 2 }, "FFF", { 0 }, 2 },
        { "not who sits already",             { 3, 1, 2 }, "FFF", { false, true }, 2 },
        { "not of the own region",            { 3, 1, 2 }, "FOF", { 0 }, 2 },
        { "not who mentors it",               { 3, 1, 2 }, "FMF", { 0 }, 2 },
        { "nobody is left",                   { 3, 1, 2 }, "MOF", { false, false, true }, 3 },
    };
    static const struct str post[3] = { { "c", 1 }, { "b", 1 }, { "a", 1 } };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct round_candidate c[3];
        enum round_tie         tie[3];

        for (size_t k = 0; k < 3; k++) {
            c[k] = (struct round_candidate){ post[k], row[i].load[k] };
            tie[k] = row[i].tie[k] == 'F' ? ROUND_FREE
                   : row[i].tie[k] == 'M' ? ROUND_MENTORED : ROUND_OWN;
        }
        check(row[i].name, round_least(c, tie, row[i].sits, 3) == row[i].is);
    }
    check("of none", round_least(NULL, NULL, NULL, 0) == 0);
}

/* Every assessor is tied to some regions by a fixed pattern. */
static enum round_tie
tie_at(size_t region, size_t assessor, size_t each_tied)
{
    return each_tied > 0 && (region * 7 + assessor * 13) % 241 < each_tied ? ROUND_OWN
                                                                          : ROUND_FREE;
}

/* Shares 241 regions among 48; gives the difference of the heaviest and the lightest load. */
static int64_t
shared(size_t each, size_t each_tied, size_t *n_tied_seats)
{
    enum { REGIONS = 241, PEOPLE = 48 };
    struct round_candidate c[PEOPLE];
    int64_t                most = 0, least = INT64_MAX;

    *n_tied_seats = 0;
    for (size_t i = 0; i < PEOPLE; i++)
        c[i] = (struct round_candidate){ .post = str_fmt(unit_arena(), "asesor-%zu", i) };
    for (size_t r = 0; r < REGIONS; r++) {
        enum round_tie tie[PEOPLE];
        bool           sits[PEOPLE] = { false };

        for (size_t i = 0; i < PEOPLE; i++)
            tie[i] = tie_at(r, i, each_tied);
        for (size_t k = 0; k < each; k++) {
            size_t i = round_least(c, tie, sits, PEOPLE);

            if (i == PEOPLE)
                return INT64_MAX;
            sits[i] = true;
            c[i].load++;
            *n_tied_seats += tie[i] != ROUND_FREE;
        }
    }
    for (size_t i = 0; i < PEOPLE; i++) {
        most = c[i].load > most ? c[i].load : most;
        least = c[i].load < least ? c[i].load : least;
    }
    return most - least;
}

TEST(round_shares_241_among_48)
{
    static const struct { const char *name; size_t each, each_tied; } row[] = {
        { "three assessors a region",     3, 0 },
        { "two",                          2, 0 },
        { "five",                         5, 0 },
        { "some are tied",                3, 5 },
        { "many are tied",                3, 40 },
        { "two, and many are tied",       2, 40 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        size_t n_tied;

        check(row[i].name, shared(row[i].each, row[i].each_tied, &n_tied) <= 1 && n_tied == 0);
    }
}
