/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* calendar_test.c — and all 3,652,059 days of it. */
#include "base/calendar.h"

#include <stdlib.h>

#include "base/clock.h"
#include "unit.h"

TEST(date_parse)
{
    static const struct { const char *text; bool ok; struct date d; } row[] = {
        { "2024-08-13",  true,  { 2024, 8, 13 } },
        { "2024-08",     true,  { 2024, 8, 0 }  },
        { "2024",        true,  { 2024, 0, 0 }  },
        { "0001-01-01",  true,  { 1, 1, 1 }     },
        { "9999-12-31",  true,  { 9999, 12, 31 } },
        { "2024-02-29",  true,  { 2024, 2, 29 } },
        { "2000-02-29",  true,  { 2000, 2, 29 } },
        { "2023-02-29",  false, { 0, 0, 0 } },
        { "1900-02-29",  false, { 0, 0, 0 } },
        { "2024-04-31",  false, { 0, 0, 0 } },
        { "2024-13-01",  false, { 0, 0, 0 } },
        { "2024-00-01",  false, { 0, 0, 0 } },
        { "2024-01-00",  false, { 0, 0, 0 } },
        { "2024-00",     false, { 0, 0, 0 } },
        { "0000",        false, { 0, 0, 0 } },
        { "24-08-13",    false, { 0, 0, 0 } },
        { "2024-8-13",   false, { 0, 0, 0 } },
        { "2024-08-1",   false, { 0, 0, 0 } },
        { "2024-08-13 ", false, { 0, 0, 0 } },
        { "2024-08-13-", false, { 0, 0, 0 } },
        { "2024-08-",    false, { 0, 0, 0 } },
        { "2024-",       false, { 0, 0, 0 } },
        { "20240813",    false, { 0, 0, 0 } },
        { "+024-08-13",  false, { 0, 0, 0 } },
        { "13/08/2024",  false, { 0, 0, 0 } },
        { "",            false, { 0, 0, 0 } },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct date d = { 0, 0, 0 };

        check(row[i].text, date_parse(str_of(row[i].text), &d) == row[i].ok);
        check(row[i].text, date_cmp(d, row[i].d) == 0);
        if (row[i].ok)
            check_text("round trip", date_iso(unit_arena(), d), str_of(row[i].text));
    }
}

TEST(date_is_valid)
{
    static const struct { const char *name; struct date d; bool valid; } row[] = {
        { "baseline",            { 2024, 8, 13 },  true  },
        { "a month",             { 2024, 8, 0 },   true  },
        { "a year",              { 2024, 0, 0 },   true  },
        { "no year",             { 0, 8, 13 },     false },
        { "a year too many",     { 10000, 8, 13 }, false },
        { "a day without month", { 2024, 0, 13 },  false },
        { "month 13",            { 2024, 13, 1 },  false },
        { "a month below",       { 2024, -1, 1 },  false },
        { "day 32",              { 2024, 8, 32 },  false },
        { "a day below",         { 2024, 8, -1 },  false },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, date_is_valid(row[i].d) == row[i].valid);
}

TEST(date_text)
{
    static const struct { struct date d; const char *id, *en; } row[] = {
        { { 2024, 8, 13 }, "13 Agustus 2024", "13 August 2024" },
        { { 2024, 5, 1 },  "1 Mei 2024",      "1 May 2024"     },
        { { 2021, 12, 0 }, "Desember 2021",   "December 2021"  },
        { { 2022, 0, 0 },  "2022",            "2022"           },
        { { 0, 0, 0 },     NULL,              NULL             },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        check_text("id", date_text(unit_arena(), LANG_ID, row[i].d), str_of(row[i].id));
        check_text("en", date_text(unit_arena(), LANG_EN, row[i].d), str_of(row[i].en));
    }
    check_text("no date", date_iso(unit_arena(), row[4].d), str_of(NULL));
}

TEST(date_cmp)
{
    static const struct date rising[] = {
        { 2021, 0, 0 }, { 2021, 12, 0 }, { 2021, 12, 1 }, { 2021, 12, 2 }, { 2022, 1, 1 },
    };

    for (size_t i = 0; i < COUNT(rising); i++)
        for (size_t j = 0; j < COUNT(rising); j++)
            check("order", date_cmp(rising[i], rising[j]) == (i > j) - (i < j));
}

/* Every day follows the one before by the calendar's rules, and comes back from its number. */
TEST(date_every_day)
{
    struct date d = { 1, 1, 1 };
    int32_t     day = -719162;
    bool        same = true;

    check("epoch", date_days((struct date){ 1970, 1, 1 }) == 0);
    for (; d.year < 10000; day++) {
        struct date next = { d.year, d.month, d.day + 1 };
        struct date back = date_from_days(day);

        same = same && date_days(d) == day && date_cmp(back, d) == 0;
        if (!date_is_valid(next))
            next = d.month < 12 ? (struct date){ d.year, d.month + 1, 1 }
                                : (struct date){ d.year + 1, 1, 1 };
        d = next;
    }
    check("every day", same);
    check("as many as there are", day == 3652059 - 719162);
}

TEST(time_iso)
{
    static const struct { int64_t utc_s; const char *iso; } row[] = {
        { 0,          "1970-01-01T00:00:00Z" },
        { -1,         "1969-12-31T23:59:59Z" },
        { 1723512600, "2024-08-13T01:30:00Z" },
        { 951782399,  "2000-02-28T23:59:59Z" },
        { 951782400,  "2000-02-29T00:00:00Z" },
        { -86400,     "1969-12-31T00:00:00Z" },
        { INT64_MAX,  "9999-12-31T23:59:59Z" },
        { INT64_MIN,  "0001-01-01T00:00:00Z" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].iso, time_iso(unit_arena(), row[i].utc_s), str_of(row[i].iso));
}

TEST(date_of_time)
{
    enum { WIB = 25200 };

    check("midnight comes earlier in the east",
          date_cmp(date_of_time(1723570200, WIB), (struct date){ 2024, 8, 14 }) == 0);
    check("than in UTC", date_cmp(date_of_time(1723570200, 0), (struct date){ 2024, 8, 13 }) == 0);
    check("a time after all dates falls on the last one",
          date_cmp(date_of_time(INT64_MAX, WIB), (struct date){ 9999, 12, 31 }) == 0);
    check("and one before them on the first",
          date_cmp(date_of_time(INT64_MIN, -WIB), (struct date){ 1, 1, 1 }) == 0);
}

static void
days_of_a_month(void *arg)
{
    date_days(*(struct date *)arg);
}

TEST(date_days_asserts)
{
    check("a month has no day number", unit_aborts(days_of_a_month, &(struct date){ 2024, 8, 0 }));
}

TEST(clock_can_be_set)
{
    const char *before = getenv("GUYUB_NOW");

    setenv("GUYUB_NOW", "1723512600", 1);
    check("fixed", clock_now_s() == 1723512600);
    if (before)
        setenv("GUYUB_NOW", before, 1);
    else
        unsetenv("GUYUB_NOW");
    check("after this was written", before || clock_now_s() > 1723512600);
    int64_t first = clock_mono_us();
    check("forward", clock_mono_us() >= first);
}

static void
store_no_date(void *arg)
{
    (void)arg;
    date_of_iso(S("2024-02-30"));
}

TEST(date_of_iso)
{
    struct date whole = date_of_iso(S("2024-10-21")), month = date_of_iso(S("2024-10"));

    check("a whole date", whole.year == 2024 && whole.month == 10 && whole.day == 21);
    check("a partial one stays partial", month.month == 10 && month.day == 0);
    check("unknown is no date", date_of_iso((struct str){ NULL, 0 }).year == 0);
    check("what is no date was never stored", unit_aborts(store_no_date, NULL));
}
