/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* money_test.c */
#include "base/money.h"

#include "base/rand.h"
#include "unit.h"

TEST(idr_arithmetic)
{
    int64_t out = 5;

    check("add",      idr_add(2, 3, &out) && out == 5);
    check("sub",      idr_sub(2, 3, &out) && out == -1);
    check("mul",      idr_mul(25000000000, 300, &out) && out == 7500000000000);
    out = 5;
    check("add over", !idr_add(INT64_MAX, 1, &out) && out == 5);
    check("sub over", !idr_sub(INT64_MIN, 1, &out) && out == 5);
    check("mul over", !idr_mul(INT64_MAX, 2, &out) && out == 5);
    check("mul over below", !idr_mul(INT64_MIN, -1, &out) && out == 5);
}

TEST(idr_parse)
{
    static const struct { const char *text; bool ok; int64_t idr; } row[] = {
        { "25000000",      true,  25000000 },
        { "25.000.000",    true,  25000000 },
        { "Rp25.000.000",  true,  25000000 },
        { "Rp0",           true,  0        },
        { "-Rp1.500",      true,  -1500    },
        { "-1500",         true,  -1500    },
        { "9.223.372.036.854.775.807",  true,  INT64_MAX },
        { "-9.223.372.036.854.775.808", true,  INT64_MIN },
        { "9.223.372.036.854.775.808",  false, 0 },
        { "25.00",         false, 0 },
        { "2.5000",        false, 0 },
        { "25.000000",     false, 0 },
        { "25000.000",     false, 0 },
        { ".000",          false, 0 },
        { "1..000",        false, 0 },
        { "1.000.",        false, 0 },
        { "25,000",        false, 0 },
        { "25.000,00",     false, 0 },
        { "Rp 25.000",     false, 0 },
        { "Rp-25.000",     false, 0 },
        { "Rp",            false, 0 },
        { "-",             false, 0 },
        { "--1",           false, 0 },
        { "",              false, 0 },
        { "1 juta",        false, 0 },
        { "99999999999999999999999999999999999999999999", false, 0 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        int64_t idr = 77;

        check(row[i].text, idr_parse(str_of(row[i].text), &idr) == row[i].ok);
        check(row[i].text, idr == (row[i].ok ? row[i].idr : 77));
    }
}

TEST(idr_text)
{
    static const struct { int64_t idr; const char *full, *id, *en; } row[] = {
        { 0,             "Rp0",             "Rp0",           "Rp0"           },
        { 999,           "Rp999",           "Rp999",         "Rp999"         },
        { 1000,          "Rp1.000",         "Rp1.000",       "Rp1.000"       },
        { -1500,         "-Rp1.500",        "-Rp1.500",      "-Rp1.500"      },
        { 999999,        "Rp999.999",       "Rp999.999",     "Rp999.999"     },
        { 1000000,       "Rp1.000.000",     "Rp1 juta",      "Rp1 million"   },
        { 1049999,       "Rp1.049.999",     "Rp1 juta",      "Rp1 million"   },
        { 1050000,       "Rp1.050.000",     "Rp1,1 juta",    "Rp1.1 million" },
        { 950000000,     "Rp950.000.000",   "Rp950 juta",    "Rp950 million" },
        { 999949999,     "Rp999.949.999",   "Rp999,9 juta",  "Rp999.9 million" },
        { 999950000,     "Rp999.950.000",   "Rp1 miliar",    "Rp1 billion"   },
        { 1200000000,    "Rp1.200.000.000", "Rp1,2 miliar",  "Rp1.2 billion" },
        { -1200000000,   "-Rp1.200.000.000", "-Rp1,2 miliar", "-Rp1.2 billion" },
        { 5000000000000, "Rp5.000.000.000.000", "Rp5 triliun", "Rp5 trillion" },
        { INT64_MAX, "Rp9.223.372.036.854.775.807", "Rp9.223.372 triliun", "Rp9,223,372 trillion" },
        { INT64_MIN, "-Rp9.223.372.036.854.775.808", "-Rp9.223.372 triliun",
          "-Rp9,223,372 trillion" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        check_text(row[i].full, idr_text(unit_arena(), row[i].idr), str_of(row[i].full));
        check_text(row[i].full, idr_short(unit_arena(), LANG_ID, row[i].idr), str_of(row[i].id));
        check_text(row[i].full, idr_short(unit_arena(), LANG_EN, row[i].idr), str_of(row[i].en));
    }
    check_text("id", int_text(unit_arena(), LANG_ID, -1234567), S("-1.234.567"));
    check_text("en", int_text(unit_arena(), LANG_EN, 1234567), S("1,234,567"));
    check_text("small", int_text(unit_arena(), LANG_EN, -123), S("-123"));
}

TEST(idr_round_trip)
{
    struct rand r = { .state = 3 };
    bool        same = true;

    for (int i = 0; i < 20000; i++) {
        int64_t idr = (int64_t)rand_next(&r) >> rand_below(&r, 63), back;

        same = same && idr_parse(idr_text(unit_arena(), idr), &back) && back == idr;
    }
    check("what is written can be read", same);
}
