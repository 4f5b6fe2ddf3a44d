/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/letter/letter_rule.h"
#include "unit.h"

#define HEX8 "0123abcd"
#define HEX  HEX8 HEX8 HEX8 HEX8 HEX8 HEX8 HEX8 HEX8

TEST(letter_digest)
{
    static const struct { const char *name, *typed; bool is; } row[] = {
        { "as it is",          HEX, true },
        { "in groups",         HEX8 " " HEX8 " " HEX8 HEX8 "  " HEX8 HEX8 HEX8 HEX8 " ", true },
        { "in capitals",       "0123ABCD" HEX8 HEX8 HEX8 HEX8 HEX8 HEX8 HEX8, true },
        { "a digit less",      "123abcd" HEX8 HEX8 HEX8 HEX8 HEX8 HEX8 HEX8, false },
        { "a digit more",      HEX "0", false },
        { "a letter too far",  "g123abcd" HEX8 HEX8 HEX8 HEX8 HEX8 HEX8 HEX8, false },
        { "nothing",           "", false },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str out;
        bool       is = letter_digest(unit_arena(), str_of(row[i].typed), &out);

        check(row[i].name, is == row[i].is);
        check(row[i].name, !is || str_eq(out, S(HEX)));
    }
}

TEST(letter_match)
{
    static const struct { const char *name, *now, *asks; enum letter_match is; } row[] = {
        { "the text",             "d", "a", LETTER_SAME_TEXT },
        { "the PDF",              "d", "b", LETTER_SAME_PDF },
        { "the PDF as made now",  "d", "d", LETTER_SAME_PDF },
        { "none was made now",    NULL, "d", LETTER_OTHER },
        { "nothing of it",        "d", "c", LETTER_OTHER },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct letter_digests d = { S("a"), S("b"), str_of(row[i].now) };

        check(row[i].name, letter_match_of(&d, str_of(row[i].asks)) == row[i].is);
    }
}
