/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/org/org_rule.h"

#include "unit.h"

TEST(org_code_is_valid)
{
    static const struct { const char *name; const char *code; bool valid; } row[] = {
        { "baseline",                     "35.71-diskominfo", true  },
        { "two letters are the least",    "ui",               true  },
        { "one letter is too short",      "u",                false },
        { "a capital is refused",         "UI",               false },
        { "a space is refused",           "dinas kominfo",    false },
        { "a hyphen does not begin it",   "-diskominfo",      false },
        { "a point does not end it",      "35.71.",           false },
        { "sixty are the most",
          "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff",  true  },
        { "sixty-one are too many",
          "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffg", false },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, org_code_is_valid(str_of(row[i].code)) == row[i].valid);
}

TEST(org_kind)
{
    check("a kind of the list is known", org_kind_is_known(S("university")));
    check("another word is not", !org_kind_is_known(S("Departemen")));
    check("unknown text is not", !org_kind_is_known((struct str){ 0 }));
    check("a kind has a label", msg_is(org_kind_label(S("agency"))));
}
