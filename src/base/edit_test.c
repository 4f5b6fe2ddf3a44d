/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* edit_test.c — slips between two texts. */
#include "base/edit.h"

#include "test/unit.h"

TEST(edit_distance)
{
    static const struct { const char *name, *a, *b; uint32_t most, slips; } row[] = {
        { "baseline: the same",              "kediri",  "kediri",   9, 0 },
        { "a letter left out",               "kdiri",   "kediri",   9, 1 },
        { "a letter added",                  "kedirri", "kediri",   9, 1 },
        { "a letter changed",                "kedari",  "kediri",   9, 1 },
        { "neighbours swapped are one slip", "kdeiri",  "kediri",   9, 1 },
        { "the first two swapped",           "ekdiri",  "kediri",   9, 1 },
        { "the last two swapped",            "kedirr",  "kedirrx",  9, 1 },
        { "a swap is not edited again",      "ca",      "abc",      9, 3 },
        { "against nothing",                 "",        "kediri",   9, 6 },
        { "nothing against nothing",         "",        "",         9, 0 },
        { "more than most says most + 1",    "",        "kediri",   2, 3 },
        { "exactly most",                    "kedi",    "kediri",   2, 2 },
        { "far apart stops early",           "xxxxxx",  "kediri",   1, 2 },
        { "most of none: the same",          "batu",    "batu",     0, 0 },
        { "most of none: another",           "batu",    "bata",     0, 1 },
        { "letters, not bytes",              "\xc3\xa9", "e",       9, 1 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str a = str_of(row[i].a), b = str_of(row[i].b);

        check(row[i].name, edit_distance(a, b, row[i].most) == row[i].slips);
        check("the way back is as long", edit_distance(b, a, row[i].most) == row[i].slips);
    }
}

TEST(edit_likeness)
{
    static const struct { const char *name, *a, *b; int32_t milli; } row[] = {
        { "baseline: the same",   "batu", "batu",  1000 },
        { "one of four",          "batu", "bata",   750 },
        { "by the longer one",    "batu", "batuan", 667 },
        { "nothing in common",    "aaaa", "bbbb",     0 },
        { "nothing and nothing",  "",     "",      1000 },
        { "something and nothing", "a",   "",         0 },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, edit_likeness(str_of(row[i].a), str_of(row[i].b)) == row[i].milli);
}

TEST(edit_likeness_is_bounded)
{
    char long_a[1000], long_b[1000];

    for (size_t i = 0; i < sizeof(long_a); i++) {
        long_a[i] = 'a';
        long_b[i] = i < EDIT_LETTERS_MAX ? 'a' : 'b';
    }
    check("letters beyond the ceiling are not compared",
          edit_likeness((struct str){ long_a, 1000 }, (struct str){ long_b, 1000 }) == 1000);
}
