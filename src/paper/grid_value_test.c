/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* grid_value_test.c — what officers write into cells. */
#include "paper/grid_value.h"

#include "unit.h"

/* What was read, or "!" and the message. */
static struct str
said(struct msg wrong, struct str out)
{
    return msg_is(wrong) ? str_fmt(unit_arena(), "!%.*s",
                                   TEXT(msg_text(unit_arena(), LANG_EN, wrong))) : out;
}

TEST(grid_number_of)
{
    static const struct { const char *given; char mark; const char *is; } row[] = {
        { "1234", 0, "1234" }, { "1.234,5", 0, "1234.5" }, { "1,234.5", 0, "1234.5" },
        { "1.234.567", 0, "1234567" }, { "1,234,567", 0, "1234567" }, { "1,5", 0, "1.5" },
        { "1.5", 0, "1.5" }, { "0,125", 0, "0.125" }, { "0.125", 0, "0.125" },
        { "-3,5", 0, "-3.5" }, { "12345.678", 0, "12345.678" }, { ",5", 0, "0.5" },
        { "1.234.567,89", 0, "1234567.89" },
        { "3.315", '.', "3.315" }, { "3.315", ',', "3315" }, { "3,315", ',', "3.315" },
        { "3,315", '.', "3315" }, { " 7 ", 0, "7" },
        { "1.234", 0, "!\"1.234\" can be read in two ways. Write 1234, or 1.2340." },
        { "-1,234", 0, "!\"-1,234\" can be read in two ways. Write -1234, or -1.2340." },
        { "1.23.456", 0, "!\"1.23.456\" is not a number such as 1.234,5 or 1234.5." },
        { "1,2,3", 0, "!\"1,2,3\" is not a number such as 1.234,5 or 1234.5." },
        { "1.234,567,8", 0, "!\"1.234,567,8\" is not a number such as 1.234,5 or 1234.5." },
        { "12 %", 0, "!\"12 %\" is not a number such as 1.234,5 or 1234.5." },
        { "1,", 0, "!\"1,\" is not a number such as 1.234,5 or 1234.5." },
        { ".", 0, "!\".\" is not a number such as 1.234,5 or 1234.5." },
        { "-", 0, "!\"-\" is not a number such as 1.234,5 or 1234.5." },
        { "", 0, "!\"\" is not a number such as 1.234,5 or 1234.5." },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str out = S("");
        struct msg m = grid_number_of(unit_arena(), str_of(row[i].given), row[i].mark, &out);

        check(row[i].given, str_eq(said(m, out), str_of(row[i].is)));
    }
}

TEST(grid_whole_of)
{
    static const struct { const char *given, *is; } row[] = {
        { "25000000", "25000000" }, { "25.000.000", "25000000" }, { "25,000,000", "25000000" },
        { "Rp25.000.000", "25000000" }, { "Rp 25.000.000", "25000000" },
        { "Rp. 25.000.000,00", "25000000" }, { "rp 25.000.000,-", "25000000" },
        { "IDR 25,000,000.00", "25000000" }, { "-Rp1.500", "-1500" }, { "Rp -1.500", "-1500" },
        { "1.234", "1234" }, { "12 000", "12000" }, { "0", "0" }, { "7,0", "7" },
        { "1,5", "!" }, { "25.00.000", "!" }, { "Rp", "!" }, { "", "!" }, { "dua", "!" },
        { "25 juta", "!" }, { "1.234.567,5", "!" }, { "-", "!" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str out = S("");
        struct msg m = grid_whole_of(unit_arena(), str_of(row[i].given), &out);

        check(row[i].given, row[i].is[0] == '!' ? msg_is(m)
                                                : !msg_is(m) && str_eq(out, str_of(row[i].is)));
    }
}

TEST(grid_date_of)
{
    static const struct { const char *given, *is; } row[] = {
        { "2025-12-31", "2025-12-31" }, { "31/12/2025", "2025-12-31" },
        { "31-12-2025", "2025-12-31" }, { "31.12.2025", "2025-12-31" },
        { "1/2/2025", "2025-02-01" }, { "31 Desember 2025", "2025-12-31" },
        { "31 December 2025", "2025-12-31" }, { "31-Des-2025", "2025-12-31" },
        { "1 Agt 2025", "2025-08-01" }, { "Rabu, 31 Desember 2025", "2025-12-31" },
        { "Jum'at, 2 Mei 2025", "!" },
        { "2025/12/31", "2025-12-31" }, { "2025-12-31T08:30:00", "2025-12-31" },
        { "2025-12-31 08:30", "2025-12-31" }, { "31/12/2025 08:30", "2025-12-31" },
        { "12/31/2025", "!\"12/31/2025\" has no such month: the day stands before the month, as in "
          "31/12/2025." },
        { "31/12/25", "!The year of \"31/12/25\" needs four digits: 31/12/2025." },
        { "30 Februari 2025",
          "!\"30 Februari 2025\" is not a date such as 31/12/2025 or 2025-12-31." },
        { "2025-12", "!" }, { "Desember 2025", "!" }, { "besok", "!" }, { "", "!" },
        { "0/1/2025", "!" },
        { "1 1 2025 1", "!" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str out = S(""), is;
        struct msg m = grid_date_of(unit_arena(), str_of(row[i].given), &out);

        is = said(m, out);
        check(row[i].given, str_of(row[i].is).n == 1 ? msg_is(m) : str_eq(is, str_of(row[i].is)));
    }
}
