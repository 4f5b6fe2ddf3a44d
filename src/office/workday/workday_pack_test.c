/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workday_pack_test.c — what a year's pack may say, and the two that come with the program. */
#include "office/workday/workday_pack.h"

#include <string.h>

#include "unit.h"

TEST(workday_pack_refuses)
{
    static const struct { const char *name, *holiday, *leave; bool is_right; } row[] = {
        { "baseline",                          "2026-03-19", "2026-03-18", true  },
        { "a holiday of another year",         "2025-03-19", "2026-03-18", false },
        { "shared leave of another year",      "2026-03-19", "2027-03-18", false },
        { "a day without its day",             "2026-03",    "2026-03-18", false },
        { "shared leave on the holiday",       "2026-03-19", "2026-03-19", false },
        { "a weekend may stand there",         "2026-03-21", "2026-03-22", true  },
        { "a day that never was",              "2026-02-30", "2026-03-18", false },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct arena       *a = unit_arena();
        struct pack         pack;
        struct workday_decree year = { 0 };
        struct str          text = str_fmt(a,
            "id: \"2026\"\ntitle: {id: Libur, en: Holidays}\nyear: 2026\ndecree: SKB\n"
            "holidays:\n  - {date: %s, name: {id: Nyepi, en: Nyepi}}\nshared_leave: [%s]\n",
            row[i].holiday, row[i].leave);

        check(row[i].name, !pack_read_text(a, S("2026.yaml"), text, &pack));
        struct err *err = workday_decree_of(a, &pack, &year);

        check(row[i].name, row[i].is_right ? !err : err && strcmp(err->code, "pack.refused") == 0);
        check(row[i].name, err || (year.n == 2 && date_cmp(year.free[0].date,
                                                           year.free[1].date) < 0));
    }
}

TEST(workday_pack_of_the_program)
{
    static const struct { const char *file; int32_t year; size_t n_holidays, n_leave; } row[] = {
        { "pack/calendar/2025.yaml", 2025, 17, 11 },
        { "pack/calendar/2026.yaml", 2026, 17, 8  },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct arena       *a = unit_arena();
        struct str          file = str_fmt(a, "%s/%s", GUYUB_SOURCE_DIR, row[i].file);
        struct pack         pack;
        struct workday_decree year = { 0 };
        size_t              n_leave = 0;

        check(row[i].file, !pack_read(a, file, &pack) && !workday_decree_of(a, &pack, &year));
        for (size_t d = 0; d < year.n; d++)
            n_leave += year.free[d].is_leave;
        check(row[i].file, year.year == row[i].year);
        check(row[i].file, n_leave == row[i].n_leave && year.n - n_leave == row[i].n_holidays);
    }
}
