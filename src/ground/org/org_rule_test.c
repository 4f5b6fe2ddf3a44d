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
        { "the address of the form is taken", "new",          false },
        { "sixty are the most",
          "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff",  true  },
        { "sixty-one are too many",
          "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffg", false },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, org_code_is_valid(str_of(row[i].code)) == row[i].valid);
}

TEST(org_code_is_of)
{
    static const struct { const char *name, *code, *region; bool is; } row[] = {
        { "baseline",                          "35.71-diskominfo", "35.71", true  },
        { "of the nation",                     "bappenas",         "",      true  },
        { "a hyphen, and no region before it", "kemen-pu",         "",      true  },
        { "another city's",                    "35.73-diskominfo", "35.71", false },
        { "the province's",                    "35-diskominfo",    "35.71", false },
        { "a city's, by the province",         "35.71-diskominfo", "35",    false },
        { "the nation's, by a city",           "bappenas",         "35.71", false },
        { "a city's, by the nation",           "35.71-diskominfo", "",      false },
        { "the region alone",                  "35.71",            "35.71", false },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name,
              org_code_is_of(str_of(row[i].code), str_of(row[i].region)) == row[i].is);
}

TEST(org_kind)
{
    check("a kind of the list is known", org_kind_is_known(S("university")));
    check("another word is not", !org_kind_is_known(S("Departemen")));
    check("unknown text is not", !org_kind_is_known((struct str){ 0 }));
    check("a kind has a label", msg_is(org_kind_label(S("agency"))));
}

TEST(org_dates_in_order)
{
    static const struct { const char *name, *from, *to; bool ordered; } row[] = {
        { "baseline",                                  "2016-11-01", "2024-10-21", true  },
        { "the end is unknown",                        "2016-11-01", "",           true  },
        { "the beginning is unknown",                  "",           "2024-10-21", true  },
        { "the end before the beginning",              "2024-10-21", "2016-11-01", false },
        { "an end on the day of the beginning",        "2024-10-21", "2024-10-21", false },
        { "the day after",                             "2024-10-21", "2024-10-22", true  },
        { "a year that may be later in the same year", "2024-10-21", "2024",       true  },
        { "a year before",                             "2024-10",    "2023",       false },
        { "a month before",                            "2024-10",    "2024-09-30", false },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name,
              org_dates_in_order(str_of(row[i].from), str_of(row[i].to)) == row[i].ordered);
}
