/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* utf8_test.c */
#include "base/utf8.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/letter.h"
#include "base/rand.h"
#include "unit.h"

TEST(utf8_is_valid)
{
    static const struct { const char *name; struct str s; bool valid; size_t bad_at; } row[] = {
        { "ASCII",                  { "Kediri", 6 },            true,  0 },
        { "two bytes",              { "\xc3\xa9", 2 },          true,  0 },
        { "three bytes",            { "\xe2\x82\xac", 3 },      true,  0 },
        { "four bytes",             { "\xf0\x9f\x8c\x8b", 4 },  true,  0 },
        { "the last code point",    { "\xf4\x8f\xbf\xbf", 4 },  true,  0 },
        { "a NUL",                  { "a\0b", 3 },              true,  0 },
        { "empty",                  { "", 0 },                  true,  0 },
        { "over the last",          { "\xf4\x90\x80\x80", 4 },  false, 0 },
        { "a surrogate",            { "a\xed\xa0\x80", 4 },     false, 1 },
        { "overlong in two",        { "\xc0\xaf", 2 },          false, 0 },
        { "overlong in three",      { "\xe0\x80\xaf", 3 },      false, 0 },
        { "overlong in four",       { "\xf0\x80\x80\xaf", 4 },  false, 0 },
        { "a lone continuation",    { "ab\x80", 3 },            false, 2 },
        { "cut in the middle",      { "ab\xe2\x82", 4 },        false, 2 },
        { "Latin-1",                { "caf\xe9 x", 6 },         false, 3 },
        { "never a byte of UTF-8",  { "\xff", 1 },              false, 0 },
        { "five bytes",             { "\xf8\x88\x80\x80\x80", 5 }, false, 0 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        size_t bad_at = 0;

        check(row[i].name, utf8_is_valid(row[i].s, &bad_at) == row[i].valid);
        check(row[i].name, bad_at == row[i].bad_at);
    }
}

/* Every code point, written by hand, is valid and counts as one; every surrogate is refused. */
TEST(utf8_every_code_point)
{
    bool same = true;

    for (uint32_t c = 0x10000; c <= 0x10ffff; c++) {
        char p[] = { (char)(0xf0 | c >> 18), (char)(0x80 | (c >> 12 & 63)),
                     (char)(0x80 | (c >> 6 & 63)), (char)(0x80 | (c & 63)) };
        same = same && utf8_is_valid((struct str){ p, 4 }, NULL)
            && utf8_count((struct str){ p, 4 }) == 1;
    }
    for (uint32_t c = 0x800; c < 0x10000; c++) {
        char p[] = { (char)(0xe0 | c >> 12), (char)(0x80 | (c >> 6 & 63)),
                     (char)(0x80 | (c & 63)) };
        bool surrogate = c >= 0xd800 && c < 0xe000;

        same = same && utf8_is_valid((struct str){ p, 3 }, NULL) == !surrogate;
    }
    check("all of them", same);
}

TEST(utf8_is_plain)
{
    static const struct { const char *name; struct str s; bool plain; } row[] = {
        { "a name",                   { "Bu Siti\xe2\x80\x99s", 10 }, true },
        { "a no-break space",         { "a\xc2\xa0" "b", 4 },      true  },
        { "an emoji",                 { "\xf0\x9f\x8c\x8b", 4 },   true  },
        { "a tab",                    { "a\tb", 3 },               false },
        { "a line feed",              { "a\n", 2 },                false },
        { "a NUL",                    { "a\0", 2 },                false },
        { "delete",                   { "\x7f", 1 },               false },
        { "next line (C1)",           { "\xc2\x85", 2 },           false },
        { "line separator",           { "\xe2\x80\xa8", 3 },       false },
        { "right-to-left override",   { "\xe2\x80\xae", 3 },       false },
        { "right-to-left isolate",    { "\xe2\x81\xa7", 3 },       false },
        { "not UTF-8",                { "\xff", 1 },               false },
        { "empty",                    { "", 0 },                   true  },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, utf8_is_plain(row[i].s) == row[i].plain);
}

TEST(utf8_nfc)
{
    static const struct { const char *name, *given, *is; } row[] = {
        { "ASCII stays",         "Kota Kediri",         "Kota Kediri"     },
        { "composed stays",      "caf\xc3\xa9",         "caf\xc3\xa9"     },
        { "accent joins",        "cafe\xcc\x81",        "caf\xc3\xa9"     },
        { "accents in order",    "a\xcc\xa3\xcc\x82",   "\xe1\xba\xad"    },
        { "no compatibility",    "\xef\xac\x81",        "\xef\xac\x81"    },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].name, utf8_nfc(unit_arena(), str_of(row[i].given)), str_of(row[i].is));
}

TEST(utf8_fold)
{
    static const struct { const char *name, *given, *is; } row[] = {
        { "case",                "Kota KEDIRI",          "kota kediri"   },
        { "accents",             "S\xc3\xa3o Tom\xc3\xa9", "sao tome"    },
        { "signs to one space",  "Kab. - Kediri",        "kab kediri"    },
        { "none at the ends",    " (Kediri) ",           "kediri"        },
        { "digits stay",         "RT 05/RW-12",          "rt 05 rw 12"   },
        { "an apostrophe",       "Pasar Jum\xe2\x80\x99" "at", "pasar jum at" },
        { "a ligature",          "\xef\xac\x81sik",      "fisik"         },
        { "sharp s",             "Stra\xc3\x9f" "e",     "strasse"       },
        { "other scripts stay",  "\xea\xa6\x8f",         "\xea\xa6\x8f"  },
        { "nothing left",        "...",                  ""              },
        { "nothing left, wide",  "\xe2\x80\x99",         ""              },
        { "empty",               "",                     ""              },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str folded = utf8_fold(unit_arena(), str_of(row[i].given));

        check_text(row[i].name, folded, str_of(row[i].is));
        check_text("folding twice changes nothing", utf8_fold(unit_arena(), folded), folded);
    }
}

/* One by one it says what utf8_fold says, but for spaces and for what cannot be seen. */
TEST(utf8_fold_one)
{
    int32_t out[UTF8_FOLD_MAX];
    size_t  n_wrong = 0, n_folded = 0;

    for (uint32_t c = 0x80; c < 0x110000; c++) {
        size_t mark = arena_mark(unit_arena()), n = utf8_fold_one(c, out), n_letters = 0;
        char   bytes[4];

        if (n == 0 || (c >= 0xD800 && c < 0xE000))
            continue;
        struct str folded = utf8_fold(unit_arena(), (struct str){ bytes, letter_put(c, bytes) });

        for (size_t at = 0; at < folded.n;) {
            uint32_t letter = letter_next(folded, &at);

            if (letter == ' ')
                continue;
            while (n_letters < n && !utf8_is_word(out[n_letters]))
                n_letters++;
            n_wrong += n_letters == n || out[n_letters++] != (int32_t)letter;
        }
        n_folded += n_letters > 0;
        arena_back(unit_arena(), mark);
    }
    check("every code point", n_wrong == 0 && n_folded > 100000);
    check("a mark is nothing", utf8_fold_one(0x301, out) == 0);
    check("nor is a soft hyphen", utf8_fold_one(0xAD, out) == 0);
    check("nor what is no code point", utf8_fold_one(0x1FFFFF, out) == 0);
    check("the longest", utf8_fold_one(0xFDFA, out) == UTF8_FOLD_MAX);
}

TEST(hash_64)
{
    check("stable across machines", hash_64(S("")) == 0x2d06800538d394c2u);
    check("unknown as empty", hash_64((struct str){ NULL, 0 }) == hash_64(S("")));
    check("one byte matters", hash_64(S("35.71")) != hash_64(S("35.72")));
}

TEST(rand_is_seeded)
{
    struct rand a = { .state = 0 }, b = { .state = 0 }, c = { .state = 1 };
    uint32_t    count[6] = { 0 };
    uint64_t    first = rand_next(&a);

    check("the published first number of seed 0", first == 0xe220a8397b1dcdafu);
    check("the same seed, the same numbers",
          rand_next(&b) == first && rand_next(&a) == rand_next(&b));
    check("another seed, others", rand_next(&c) != first);
    for (int i = 0; i < 60000; i++)
        count[rand_below(&a, 6)]++;
    for (size_t i = 0; i < COUNT(count); i++)
        check("a fair die", count[i] > 9600 && count[i] < 10400);
    check("one side", rand_below(&a, 1) == 0);

    const uint32_t third = (uint32_t)1 << 30;       /* of 3 x 2^30, by which 2^32 does not divide */
    int            low = 0;

    for (int i = 0; i < 60000; i++)
        low += rand_below(&a, 3 * third) < third;
    check("without bias", low > 19500 && low < 20500);
}
