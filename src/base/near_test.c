/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/near.h"

#include "unit.h"

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
