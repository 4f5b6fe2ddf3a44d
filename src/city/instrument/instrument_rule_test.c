/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "city/instrument/instrument_rule.h"

#include "unit.h"

static const struct score_scale ZERO_TO_FOUR = { { 0, 0 }, { 4, 0 } };

/* all <- a 40 %, b 60 % (plain mean of c, d) */
#define TO_4 .scale = { { 0, 0 }, { 4, 0 } }
static const struct score_node NODES[] = {
    { .parent = -1, .how = SCORE_WEIGHTED, .whole = { 1, 0 }, TO_4 },
    { .parent = 0, .how = SCORE_LEAF, .weight = { 4, 1 }, TO_4 },
    { .parent = 0, .how = SCORE_PLAIN, .weight = { 6, 1 }, TO_4 },
    { .parent = 2, .how = SCORE_LEAF, TO_4 }, { .parent = 2, .how = SCORE_LEAF, TO_4 },
};
enum { N = COUNT(NODES), ALL = 0, A, B, C, D };
static const struct score_tree TREE = { .node = NODES, .n = N };

static struct score_given
shown(const char *text)
{
    struct score_given g = { .known = false };
    struct score_fault f;
    struct dec         d;

    if (text && dec_parse(str_of(text), &d))
        check(text, score_published(d, ZERO_TO_FOUR, &g, &f));
    return g;
}

TEST(instrument_gap_of)
{
    static const struct {
        const char *name, *now, *before; bool known; const char *by, *low, *high;
    } row[] = {
        { "baseline",             "3.31",  "3.06", true,  "0.25",  "0.24",    "0.26"    },
        { "a fall",               "3.200", "3.31", true,  "-0.11", "-0.1155", "-0.1045" },
        { "a fall by thousandths", "3.197", "3.31", true, "-0.113","-0.1185", "-0.1075" },
        { "no change",            "3.31",  "3.31", true,  "0.00",  "-0.01",   "0.01"    },
        { "nothing before",       "3.31",  NULL,   false, NULL,    NULL,      NULL      },
        { "nothing now",          NULL,    "3.06", false, NULL,    NULL,      NULL      },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct instrument_gap g = instrument_gap_of(shown(row[i].now), shown(row[i].before));
        struct dec            d;
        check(row[i].name, g.known == row[i].known);
        if (!g.known)
            continue;
        check_text(row[i].name, dec_str(unit_arena(), g.by), str_of(row[i].by));
        check(row[i].name, dec_parse(str_of(row[i].low), &d) && dec_cmp(g.range.low, d) == 0);
        check(row[i].name, dec_parse(str_of(row[i].high), &d) && dec_cmp(g.range.high, d) == 0);
    }
}

TEST(instrument_pick)
{
    static const struct {
        const char *name, *published[N]; int32_t top; size_t n; bool picked[N];
    } row[] = {
        { "parts of the total",     { "3", "1", "2", NULL, NULL }, ALL, 2, { 0, 1, 1, 0, 0 } },
        { "parts of a part instead", { "3", "1", NULL, "2", "3" }, ALL, 3, { 0, 1, 0, 1, 1 } },
        { "a part hides its own",   { "3", "1", "2", "2", "3" },   ALL, 2, { 0, 1, 1, 0, 0 } },
        { "below a part",           { "3", "1", "2", "2", "3" },   B,   2, { 0, 0, 0, 1, 1 } },
        { "nothing below a leaf",   { "3", "1", "2", "2", "3" },   A,   0, { 0, 0, 0, 0, 0 } },
        { "the total alone",        { "3", NULL, NULL, NULL, NULL }, ALL, 0, { 0, 0, 0, 0, 0 } },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct score_given published[N], picked[N];
        for (int32_t k = 0; k < N; k++)
            published[k] = shown(row[i].published[k]);
        check(row[i].name, instrument_pick(TREE, published, row[i].top, picked) == row[i].n);
        for (int32_t k = 0; k < N; k++)
            check(row[i].name, picked[k].known == row[i].picked[k]);
    }
}

TEST(instrument_recompute)
{
    struct score_given published[N] = { [ALL] = shown("2.80"), [A] = shown("2.5"),
                                        [B] = shown("3.00"),
                                        [C] = shown("2"), [D] = shown("4") };
    struct score_given picked[N];
    struct score_step  step[N], all = instrument_recompute(TREE, published, ALL, picked, step);

    check("0.4 x 2.5 + 0.6 x 3.00", all.state == SCORE_COMPUTED
          && dec_cmp(all.value, (struct dec){ 28, 1 }) == 0);
    check("line by line", dec_cmp(step[A].contribution, DEC(1)) == 0
          && step[C].state == SCORE_STOOD_IN);
    all = instrument_recompute(TREE, published, B, picked, step);
    check("the mean of 2 and 4", all.state == SCORE_COMPUTED && dec_cmp(all.value, DEC(3)) == 0);
    published[D].known = false;
    all = instrument_recompute(TREE, published, B, picked, step);
    check("half of the parts is nothing", all.state == SCORE_UNKNOWN);
}

TEST(instrument_range_places)
{
    static const struct {
        const char *name; struct score_range r; struct dec v; int32_t places;
    } row[] = {
        { "the value has most",  { { 331, 2 }, { 332, 2 }, 1, 0 },  { 3315, 3 }, 3 },
        { "the ends have most",  { { 3305, 3 }, { 3315, 3 }, 1, 0 }, { 331, 2 }, 3 },
        { "zeros do not count",  { { 3300, 3 }, { 3400, 3 }, 1, 0 }, { 3300, 3 }, 1 },
        { "eighteen are cut",    { { 3063333333333333333, 18 }, { 3, 0 }, 1, 0 }, { 3, 0 }, 6 },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, instrument_range_places(row[i].r, row[i].v) == row[i].places);
}

TEST(instrument_measures)
{
    check("actual", instrument_measure_of(S("actual")) == INSTRUMENT_ACTUAL);
    check("the last", instrument_measure_of(S("rank_province")) == INSTRUMENT_RANK_PROVINCE);
    check("none", instrument_measure_of(S("recomputed")) == INSTRUMENT_MEASURE_NONE);
    check("every one has a label", msg_is(instrument_measure_label(INSTRUMENT_RANKED_NATIONAL)));
}
