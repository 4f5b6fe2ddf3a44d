/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* score_band_test.c — bands that fill a scale, one fault a row; what figures are called. */
#include "engine/score/score_test.h"

#include <string.h>

#include "base/rand.h"

enum { BANDS_MAX = 8 };

/* "[1,1.8) [1.8,5]" */
static size_t
read_bands(const char *text, struct score_band *band)
{
    struct str rest = str_of(text), one, low, high;
    size_t     n = 0;

    for (; rest.n > 0 && n < BANDS_MAX; n++) {
        str_cut(rest, ' ', &one, &rest);
        band[n].high_in = str_ends(one, S("]"));
        str_cut(str_part(one, 1, one.n - 2), ',', &low, &high);
        check(text, dec_parse(low, &band[n].low) && dec_parse(high, &band[n].high));
    }
    return n;
}

static const char SPBE[] = "[1,1.8) [1.8,2.6) [2.6,3.5) [3.5,4.2) [4.2,5]";
static const char INNOVATION[] = "[0,0] [0.01,34.99] [35,60] [60.01,100]";

TEST(score_bands_check)
{
    static const struct {
        const char *name, *bands, *min, *max; int32_t places;
        enum score_fault_kind kind; int32_t at; const char *figure;
    } row[] = {
        { "baseline, SPBE",     SPBE, "1", "5", -1, SCORE_FINE, 0, NULL },
        { "regional innovation", INNOVATION, "0", "100", 2, SCORE_FINE, 0, NULL },
        { "one band",           "[1,5]", "1", "5", -1, SCORE_FINE, 0, NULL },
        { "Pemdi", "[1.00,1.50) [1.50,2.50) [2.50,3.50) [3.50,4.00) [4.00,5.00]", "1", "5", -1,
          SCORE_FINE, 0, NULL },
        { "below zero",         "[-1,0) [0,1]", "-1", "1", -1, SCORE_FINE, 0, NULL },
        { "rounded, written with ends out", "[1,3) [3,5]", "1", "5", 2, SCORE_FINE, 0, NULL },
        { "rounded to whole",   "[0,49] [50,100]", "0", "100", 0, SCORE_FINE, 0, NULL },
        { "one figure, rounded", "[0,0] [1,1] [2,2]", "0", "2", 0, SCORE_FINE, 0, NULL },
        { "no band",            "", "1", "5", -1, SCORE_BAND_END, 0, "1" },
        { "begins late",        "[1.5,5]", "1", "5", -1, SCORE_BAND_END, 0, "1" },
        { "begins early",       "[0,5]", "1", "5", -1, SCORE_BAND_END, 0, "0" },
        { "ends early",         "[1,2) [2,4.9]", "1", "5", -1, SCORE_BAND_END, 1, "5" },
        { "ends late",          "[1,2) [2,6]", "1", "5", -1, SCORE_BAND_END, 1, "6" },
        { "the top is out",     "[1,2) [2,5)", "1", "5", -1, SCORE_BAND_END, 1, "5" },
        { "a gap",              "[1,2) [2.1,5]", "1", "5", -1, SCORE_BAND_GAP, 1, "2" },
        { "a gap after the second", "[1,2) [2,3) [3.5,5]", "1", "5", -1, SCORE_BAND_GAP, 2, "3" },
        { "a gap of one figure", "[0,34.99] [35.01,100]", "0", "100", 2, SCORE_BAND_GAP, 1,
          "35" },
        { "ends written in where figures are exact", "[0,34.99] [35,100]", "0", "100", -1,
          SCORE_BAND_GAP, 1, "34.99" },
        { "a gap where ends are out", "[0,34.99) [35,100]", "0", "100", 2, SCORE_BAND_GAP, 1,
          "34.99" },
        { "an overlap",         "[1,2.1) [2,5]", "1", "5", -1, SCORE_BAND_OVERLAP, 1, "2" },
        { "one figure in two",  "[1,2] [2,5]", "1", "5", -1, SCORE_BAND_OVERLAP, 1, "2" },
        { "one rounded figure in two", "[0,35] [35,100]", "0", "100", 2, SCORE_BAND_OVERLAP, 1,
          "35" },
        { "the same band twice", "[1,5] [1,5]", "1", "5", -1, SCORE_BAND_OVERLAP, 1, "1" },
        { "descending",         "[3,5] [1,3)", "1", "5", -1, SCORE_BAND_END, 0, "1" },
        { "descending later",   "[1,2) [2,5] [1.5,2)", "1", "5", -1, SCORE_BAND_ORDER, 2, "1.5" },
        { "ends before it begins", "[1,3) [3,2)", "1", "5", -1, SCORE_BAND_ORDER, 1, "2" },
        { "holds nothing",      "[1,1) [1,5]", "1", "5", -1, SCORE_BAND_ORDER, 0, "1" },
        { "finer than figures", "[0,34.995) [34.995,100]", "0", "100", 2, SCORE_TOO_FINE, 0,
          "34.995" },
        { "finer than figures may be", "[0,0.0000000001) [0.0000000001,100]", "0", "100", -1,
          SCORE_TOO_FINE, 0, "0.0000000001" },
        { "zeros are not finer", "[0,35.000) [35.000,100]", "0", "100", 2, SCORE_FINE, 0, NULL },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct score_band  band[BANDS_MAX];
        struct score_bands b = { band, read_bands(row[i].bands, band), row[i].places };
        struct score_scale scale = { dec(row[i].min), dec(row[i].max) };
        struct score_fault f = { .kind = SCORE_FINE };
        bool               fine = score_bands_check(b, scale, &f);
        check(row[i].name, fine == (row[i].kind == SCORE_FINE) && f.kind == row[i].kind);
        check(row[i].name, fine || (f.node == row[i].at && is(f.figure, row[i].figure)));
    }
}

TEST(score_bands_of)
{
    static const struct {
        const char *name, *bands; int32_t places; struct score_range r; size_t first, n;
    } row[] = {
        { "the bottom",          SPBE, -1, { {1,0}, {1,0}, 1, 1 }, 0, 1 },
        { "the last below",      SPBE, -1, { {1799999999,9}, {1799999999,9}, 1, 1 }, 0, 1 },
        { "the first of a band", SPBE, -1, { {18,1}, {18,1}, 1, 1 }, 1, 1 },
        { "Denpasar 2018",       SPBE, -1, { {264,2}, {264,2}, 1, 1 }, 2, 1 },
        { "the top",             SPBE, -1, { {5,0}, {5,0}, 1, 1 }, 4, 1 },
        { "3.50 as published",   SPBE, -1, { {3495,3}, {3505,3}, 1, 0 }, 2, 2 },
        { "up to a border, out", SPBE, -1, { {34,1}, {35,1}, 1, 0 }, 2, 1 },
        { "up to a border, in",  SPBE, -1, { {34,1}, {35,1}, 1, 1 }, 2, 2 },
        { "from a border",       SPBE, -1, { {35,1}, {36,1}, 1, 0 }, 3, 1 },
        { "from a border, out",  SPBE, -1, { {35,1}, {36,1}, 0, 0 }, 3, 1 },
        { "anything",            SPBE, -1, { {1,0}, {5,0}, 1, 1 }, 0, 5 },
        { "exactly zero",        INNOVATION, 2, { {0,0}, {0,0}, 1, 1 }, 0, 1 },
        { "almost zero",         INNOVATION, 2, { {4,3}, {4,3}, 1, 1 }, 0, 1 },
        { "half a hundredth",    INNOVATION, 2, { {5,3}, {5,3}, 1, 1 }, 1, 1 },
        { "34.994",              INNOVATION, 2, { {34994,3}, {34994,3}, 1, 1 }, 1, 1 },
        { "34.995",              INNOVATION, 2, { {34995,3}, {34995,3}, 1, 1 }, 2, 1 },
        { "60.00 as published",  INNOVATION, 2, { {59995,3}, {60005,3}, 1, 0 }, 2, 1 },
        { "60.005 itself",       INNOVATION, 2, { {60005,3}, {60005,3}, 1, 1 }, 3, 1 },
        { "35.00 and a little less", INNOVATION, 2, { {34990,3}, {35000,3}, 1, 1 }, 1, 2 },
        { "0.0 as published",    INNOVATION, 2, { {0,0}, {5,2}, 1, 0 }, 0, 2 },
        { "the very top",        INNOVATION, 2, { {100,0}, {100,0}, 1, 1 }, 3, 1 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct score_band  band[BANDS_MAX];
        struct score_bands b = { band, read_bands(row[i].bands, band), row[i].places };
        size_t             first = 99, n = score_bands_of(b, row[i].r, &first);
        check(row[i].name, n == row[i].n && first == row[i].first);
    }
}

/* ---- laws ------------------------------------------------------------------------------------ */

/* Bands over 0 to 10.00, cut at random hundredths; rounded ones end in, exact ones out. */
static size_t
random_bands(struct rand *r, struct score_band *band, bool rounded)
{
    size_t  n = 0;
    int64_t low = 0;

    while (low <= 1000 && n < BANDS_MAX) {
        int64_t next = low + 1 + rand_below(r, 500);
        bool    last = next >= 1000 || n == BANDS_MAX - 1;
        int64_t high = last ? 1000 : rounded ? next - 1 : next;
        band[n++] = (struct score_band){ { low, 2 }, { high, 2 }, last || rounded };
        low = last ? 1001 : next;
    }
    return n;
}

TEST(score_bands_cover)
{
    struct rand r = { 2018 };

    for (int32_t round = 0; round < 100; round++) {
        struct score_band  band[BANDS_MAX];
        bool               rounded = round % 2;
        struct score_bands b = { band, random_bands(&r, band, rounded), rounded ? 2 : -1 };
        struct score_fault f;
        size_t             before = 0, first;
        check("they fill the scale", score_bands_check(b, (struct score_scale){ DEC(0), DEC(10) },
                                                       &f));
        for (int64_t v = 0; v <= 10000; v++) {
            size_t n = score_bands_of(b, score_point((struct dec){ v, 3 }), &first);
            if (n != 1 || first < before)
                check("each figure lies in one band, none below the last", false);
            before = first;
        }
        check("the top lies in the last", before == b.n - 1);
    }
}

TEST(score_bands_of_parts_of_a_range)
{
    struct rand r = { 60 };

    for (int32_t round = 0; round < 500; round++) {
        struct score_band  band[BANDS_MAX];
        bool               rounded = round % 2;
        struct score_bands b = { band, random_bands(&r, band, rounded), rounded ? 2 : -1 };
        int64_t            low = rand_below(&r, 9000), wide = 1 + rand_below(&r, 1000);
        struct score_range all = { { low, 3 }, { low + wide, 3 }, round & 2, round & 4 };
        struct dec         inside = { 10 * low + 1 + rand_below(&r, (uint32_t)(10 * wide - 1)), 4 };
        size_t             first, one, n = score_bands_of(b, all, &first);
        check("one band", score_bands_of(b, score_point(inside), &one) == 1);
        check("which the range touches", n >= 1 && one >= first && one < first + n);
    }
}
