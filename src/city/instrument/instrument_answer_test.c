/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_answer_test.c — two published results exactly; one thing wrong a row, in its words. */
#include "city/instrument/instrument_answer.h"

#include <assert.h>
#include <string.h>

#include "city/instrument/instrument_load.h"
#include "unit.h"

static struct err *
answer(const char *csv, struct instrument_answers *x)
{
    struct instrument in;
    struct pack       pack;

    TRY(instrument_embedded(unit_arena(), INSTRUMENT_SMART_CITY, &pack));
    TRY(instrument_read(unit_arena(), &pack, &in, NULL));
    return instrument_answer_text(unit_arena(), &in,
                                  (struct instrument_sheet){ .name = S("a.csv"), .lang = LANG_EN },
                                  str_of(csv), x);
}

static bool
is(struct dec d, const char *text)
{
    struct dec should;

    return dec_parse(str_of(text), &should) && dec_cmp(d, should) == 0;
}

TEST(instrument_answer_index)
{
    static const struct { const char *name, *csv, *index, *low, *high; } row[] = {
        { "Kota Kediri 2022",
          "item,value\nbaseline,3.60\noutput,3.21\noutcome,3.23\nimpact,3.07\nquick_win,3.65\n",
          "3.315", "3.310", "3.320" },
        { "Kota Jambi 2024",
          "item,value\nbaseline,3.84\noutput,3.18\noutcome,3.53\nimpact,3.63\nquick_win,3.35\n",
          "3.475", "3.470", "3.480" },
        { "columns the other way",
          "value,item\r\n3.60,baseline\r\n3.21,output\r\n3.23,outcome\r\n3.07,impact\r\n"
          "3.65,quick_win\r\n", "3.315", "3.310", "3.320" },
        { "the total as published", "item,value\nindex,3.31\n", "3.31", "3.305", "3.315" },
        { "four everywhere is the end of the scale",
          "item,value\nbaseline,4\noutput,4\noutcome,4\nimpact,4\nquick_win,4\n", "4", "3.5", "4" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct instrument_answers x;
        struct err               *err = answer(row[i].csv, &x);
        check(row[i].name, !err);
        if (err)
            continue;
        check(row[i].name, !instrument_answer_err(unit_arena(), LANG_EN, &x)
              && is(x.step[0].value, row[i].index));
        check(row[i].name, is(x.step[0].range.low, row[i].low)
              && is(x.step[0].range.high, row[i].high));
    }
}

TEST(instrument_answer_dimensions)
{
    struct instrument_answers x = { 0 };

    check("impact from its six dimensions",
          !answer("item,value\nbaseline,3.60\noutput,3.21\noutcome,3.23\nquick_win,3.65\n"
                  "governance,2.75\n"
                  "branding,2.75\neconomy,3.50\nliving,3.33\nsociety,3.33\nenvironment,2.75\n",
                  &x));
    assert(x.step);
    check("the mean of six", is(x.step[4].value, "3.068333333333333333")
          && x.step[4].state == SCORE_COMPUTED);
    check("the index takes it whole", is(x.step[0].value, "3.314666666666666667"));
}

TEST(instrument_answer_missing)
{
    struct instrument_answers x = { 0 };
    struct err               *err;

    check("read", !answer("item,value\nbaseline,3.60\noutput,3.21\nimpact,3.07\nquick_win,3.65\n",
                          &x));
    err = instrument_answer_err(unit_arena(), LANG_EN, &x);
    check("the answer is no", err && err->kind == ERR_CONFLICT
          && strcmp(err->code, "answer.incomplete") == 0);
    assert(x.step);
    check("unknown, not 0", x.step[0].state == SCORE_UNKNOWN && x.n_missing == 1);
    if (err)
        check_text("says which", err_line(unit_arena(), LANG_EN, err),
                   S("The index is unknown: figures are missing. Missing: outcome (Outcome). "
                     "Add them to the file; a missing figure does not count as 0."));
}

TEST(instrument_answer_faults)
{
    static const struct { const char *name, *csv, *says; } row[] = {
        { "a slip in an item", "item,value\nbaseline,3.60\nouput,3.21\n",
          "a.csv:3:1: smart-city-evaluation has no item \"ouput\". Did you mean \"output\"?" },
        { "an item from elsewhere", "item,value\nzzzzzz,3.60\n",
          "a.csv:2:1: smart-city-evaluation has no item \"zzzzzz\". "
          "Its items are on its page, and told by: guyub instrument show smart-city-evaluation" },
        { "a comma in the figure", "item,value\nbaseline,\"3,60\"\n",
          "a.csv:2:10: \"3,60\" is not a figure. "
          "Write digits, with a point before the decimals: 3.31. Leave out items that have none." },
        { "no figure is no answer", "item,value\nbaseline,\n",
          "a.csv: There are no answers in a.csv. Write one line for each item: item,value" },
        { "above the scale", "item,value\nbaseline,4.01\n",
          "a.csv:2:10: 4.01 lies outside the scale of smart-city-evaluation, 0 to 4. "
          "Check the figure in its source." },
        { "below the scale", "item,value\nbaseline,-0.1\n",
          "a.csv:2:10: -0.1 lies outside the scale of smart-city-evaluation, 0 to 4. "
          "Check the figure in its source." },
        { "too fine", "item,value\nbaseline,3.0000000001\n",
          "a.csv:2:10: 3.0000000001 has more than 9 decimals. Round it." },
        { "twice", "item,value\nbaseline,3.60\noutput,3\nbaseline,3.60\n",
          "a.csv:4:1: \"baseline\" is answered twice; first at a.csv:2:1. Keep one of the lines." },
        { "a part and its whole", "item,value\nimpact,3.07\ngovernance,2.75\n",
          "a.csv:3:1: \"governance\" is answered, and \"impact\" that it is part of as well. "
          "The whole stands at a.csv:2:1. Answer the whole or its parts, not both." },
        { "a part before its whole", "item,value\ngovernance,2.75\nindex,3.07\n",
          "a.csv:2:1: \"governance\" is answered, and \"index\" that it is part of as well. "
          "The whole stands at a.csv:3:1. Answer the whole or its parts, not both." },
        { "a header alone", "item,value\n",
          "a.csv: There are no answers in a.csv. Write one line for each item: item,value" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct instrument_answers x;
        struct err               *err = answer(row[i].csv, &x);
        check_text(row[i].name, err ? err_line(unit_arena(), LANG_EN, err) : S("accepted"),
                   str_of(row[i].says));
        check(row[i].name, err && err_exit(err) == 2);
    }
}
