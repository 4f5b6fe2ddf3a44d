/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pack/near.h"

#include "unit.h"

TEST(near_distance)
{
    static const struct { const char *name, *a, *b; size_t d; } row[] = {
        { "the same",              "outcome", "outcome",  0 },
        { "one changed",           "outcome", "outcone",  1 },
        { "one left out",          "outcome", "outcme",   1 },
        { "one added",             "outcome", "outcomes", 1 },
        { "two swapped",           "outcome", "otucome",  1 },
        { "swapped and changed",   "outcome", "otucone",  2 },
        { "against nothing",       "impact",  "",         6 },
        { "nothing in common",     "abc",     "xyz",      3 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        check(row[i].name, near_distance(str_of(row[i].a), str_of(row[i].b)) == row[i].d);
        check("the other way round", near_distance(str_of(row[i].b), str_of(row[i].a)) == row[i].d);
    }
}

TEST(near_word)
{
    static const struct { const char *name, *word, *near; } row[] = {
        { "a slip",                       "ouput",      "output"    },
        { "the nearer of two",            "outcom",     "outcome"   },
        { "the first of equals",          "out",        NULL        },
        { "a short word with one slip",   "quik_win",   "quick_win" },
        { "nothing like it",              "governance", NULL        },
        { "nothing at all",               "",           NULL        },
        { "too long to compare",
          "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", NULL },
    };
    const struct str known[] = { S("output"), S("outcome"), S("quick_win"), S("impact") };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str near = near_word(str_of(row[i].word), known, COUNT(known));
        check_text(row[i].name, near, str_of(row[i].near));
    }
}
