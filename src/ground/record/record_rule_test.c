/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/record/record_rule.h"

#include "unit.h"

TEST(record_fate_and_what_is_proposed)
{
    static const struct {
        const char *name, *began, *now, *mine; enum record_fate fate; enum record_take take;
    } row[] = {
        { "nobody changed it",               "a", "a", "a", RECORD_SAME,   RECORD_TAKE_NOW  },
        { "only the reader did",             "a", "a", "b", RECORD_MINE,   RECORD_TAKE_MINE },
        { "only somebody else did",          "a", "b", "a", RECORD_THEIRS, RECORD_TAKE_NOW  },
        { "both did, alike",                 "a", "b", "b", RECORD_SAME,   RECORD_TAKE_NOW  },
        { "both did, apart: nothing is proposed", "a", "b", "c", RECORD_BOTH, RECORD_TAKE_NONE },
        { "the reader emptied it",           "a", "a", NULL, RECORD_MINE,  RECORD_TAKE_MINE },
        { "the other emptied it, the reader changed it", "a", NULL, "c", RECORD_BOTH,
          RECORD_TAKE_NONE },
        { "both emptied it",                 "a", NULL, NULL, RECORD_SAME, RECORD_TAKE_NOW  },
        { "both filled it, apart",           NULL, "b", "c", RECORD_BOTH,  RECORD_TAKE_NONE },
        { "the other filled it, the reader left it empty", NULL, "b", "", RECORD_THEIRS,
          RECORD_TAKE_NOW },
        { "unknown and empty are one",       NULL, "", NULL, RECORD_SAME,  RECORD_TAKE_NOW  },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        enum record_fate fate = record_fate_of((struct record_texts){
            str_of(row[i].began), str_of(row[i].now), str_of(row[i].mine) });

        check(row[i].name, fate == row[i].fate);
        check(row[i].name, record_take_of(fate) == row[i].take);
    }
}
