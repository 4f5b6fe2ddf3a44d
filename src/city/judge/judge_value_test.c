/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge_value_test.c — levels and figures of the packs that come with the program. */
#include "city/judge/judge_value.h"

#include "city/instrument/instrument_load.h"
#include "unit.h"

static void
read_pack(const char *name, struct instrument *in)
{
    struct pack pack;

    check(name, !instrument_embedded(unit_arena(), str_of(name), &pack)
                && !instrument_read(unit_arena(), &pack, in, NULL));
}

TEST(judge_score_of)
{
    static const struct {
        const char *name, *pack, *item, *value, *score;        /* NULL: none; "n/a" */
    } row[] = {
        { "a level",                 "readiness", "people",  "2",     "2"   },
        { "the highest of those proven", "readiness", "people", "1 3", "3"  },
        { "in any order",            "readiness", "people",  "3 1",   "3"   },
        { "no such level",           "readiness", "people",  "4",     NULL  },
        { "none proven where the scale begins with a level", "readiness", "people", "0", NULL },
        { "does not apply",          "readiness", "nature",  "n/a",   "n/a" },
        { "a word",                  "readiness", "people",  "good",  NULL  },
        { "nothing",                 "readiness", "people",  "",      NULL  },
        { "a figure",                "smart-city-evaluation", "baseline", "3.60", "3.60" },
        { "no figure",               "smart-city-evaluation", "baseline", "3,60", NULL },
        { "a level that counts more than its number", "regional-innovation-2023",
          "regulation", "2", "6" },
        { "none proven",             "regional-innovation-2023", "regulation", "0", "0" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct instrument in = { .code = S("") };
        struct judge_score s;
        struct str         is;

        read_pack(row[i].pack, &in);
        s = judge_score_of(&in, instrument_item_of(&in, str_of(row[i].item)),
                           str_of(row[i].value));
        is = s.applies ? dec_str(unit_arena(), s.value) : S("n/a");
        if (!s.known)
            is = (struct str){ 0 };
        check_text(row[i].name, is, str_of(row[i].score));
    }
}

TEST(judge_answer_of)
{
    static const struct {
        const char *name, *pack, *item, *value, *answer; bool applies;
    } row[] = {
        { "a level by what it counts", "regional-innovation-2023", "regulation", "6", "2", true },
        { "nothing proven",            "regional-innovation-2023", "regulation", "0", "0", true },
        { "between two levels",        "regional-innovation-2023", "regulation", "5", NULL, true },
        { "a level",                   "readiness", "people", "3", "3", true },
        { "below the scale",           "readiness", "people", "0", NULL, true },
        { "does not apply",            "readiness", "nature", "0", "n/a", false },
        { "a figure with its places",  "smart-city-evaluation", "baseline", "3.20", "3.20", true },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct instrument     in = { .code = S("") };
        struct judge_proposal p = { .known = true, .applies = row[i].applies };

        read_pack(row[i].pack, &in);
        check(row[i].name, dec_parse(str_of(row[i].value), &p.value));
        check_text(row[i].name, judge_answer_of(unit_arena(), &in,
                   instrument_item_of(&in, str_of(row[i].item)), p), str_of(row[i].answer));
    }
}

TEST(judge_value_text)
{
    static const struct { const char *name, *pack, *item, *value, *text; } row[] = {
        { "a level with its name", "readiness", "people", "2", "2 Moderate" },
        { "a figure",              "smart-city-evaluation", "baseline", "3.60", "3.60" },
        { "does not apply",        "readiness", "nature", "n/a", "does not apply" },
        { "nothing",               "readiness", "nature", "", "unknown" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct instrument in = { .code = S("") };

        read_pack(row[i].pack, &in);
        check_text(row[i].name, msg_text(unit_arena(), LANG_EN, judge_value_text(unit_arena(),
                   LANG_EN, &in, instrument_item_of(&in, str_of(row[i].item)),
                   str_of(row[i].value))), str_of(row[i].text));
    }
}
