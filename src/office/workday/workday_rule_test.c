/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workday_rule_test.c — deadlines over both Lebaran of 2025 and 2026, for weeks of 5 and 6 days. */
#include "office/workday/workday_rule.h"

#include "unit.h"

/* The decrees of 2025 and 2026, holidays and shared leave together. */
static const struct date decreed[] = {
    { 2025, 1, 1 }, { 2025, 1, 27 }, { 2025, 1, 28 }, { 2025, 1, 29 }, { 2025, 3, 28 },
    { 2025, 3, 29 }, { 2025, 3, 31 }, { 2025, 4, 1 }, { 2025, 4, 2 }, { 2025, 4, 3 },
    { 2025, 4, 4 }, { 2025, 4, 7 }, { 2025, 4, 18 }, { 2025, 4, 20 }, { 2025, 5, 1 },
    { 2025, 5, 12 }, { 2025, 5, 13 }, { 2025, 5, 29 }, { 2025, 5, 30 }, { 2025, 6, 1 },
    { 2025, 6, 6 }, { 2025, 6, 9 }, { 2025, 6, 27 }, { 2025, 8, 17 }, { 2025, 8, 18 },
    { 2025, 9, 5 }, { 2025, 12, 25 }, { 2025, 12, 26 }, { 2026, 1, 1 }, { 2026, 1, 16 },
    { 2026, 2, 16 }, { 2026, 2, 17 }, { 2026, 3, 18 }, { 2026, 3, 19 }, { 2026, 3, 20 },
    { 2026, 3, 21 }, { 2026, 3, 22 }, { 2026, 3, 23 }, { 2026, 3, 24 }, { 2026, 4, 3 },
    { 2026, 4, 5 }, { 2026, 5, 1 }, { 2026, 5, 14 }, { 2026, 5, 15 }, { 2026, 5, 27 },
    { 2026, 5, 28 }, { 2026, 5, 31 }, { 2026, 6, 1 }, { 2026, 6, 16 }, { 2026, 8, 17 },
    { 2026, 8, 25 }, { 2026, 12, 24 }, { 2026, 12, 25 },
};

enum { LATE = 24 };       /* 18 August 2025 in the list above: decreed two weeks before */

static struct workday_calendar
calendar(struct arena *a, int32_t week, bool with_late)
{
    struct date *free = NEWS(a, struct date, COUNT(decreed));
    size_t       n = 0;

    for (size_t i = 0; i < COUNT(decreed); i++)
        if (with_late || i != LATE)
            free[n++] = decreed[i];
    return (struct workday_calendar){ .free = free, .n = n, .loaded_from = 2025,
                                      .loaded_to = 2026, .days = week };
}

static struct date
day(const char *iso)
{
    return date_of_iso(str_of(iso));
}

struct expected { const char *date; bool is_provisional; };

/* Reckoned apart from the program, with sets of days in another language. Weeks of 5, of 6. */
static const struct { const char *name, *from; int32_t n; bool with_late; struct expected due[2]; }
deadline[] = {
    { "two weeks before the leave of 2025", "2025-03-14", 5, true,
      { { "2025-03-21", false }, { "2025-03-20", false } } },
    { "two weeks before the leave of 2025", "2025-03-14", 14, true,
      { { "2025-04-14", false }, { "2025-04-09", false } } },
    { "two weeks before the leave of 2025", "2025-03-14", 15, true,
      { { "2025-04-15", false }, { "2025-04-10", false } } },
    { "two weeks before the leave of 2025", "2025-03-14", 60, true,
      { { "2025-06-30", false }, { "2025-06-11", false } } },
    { "its eve", "2025-03-27", 5, true,
      { { "2025-04-14", false }, { "2025-04-11", false } } },
    { "its eve", "2025-03-27", 14, true,
      { { "2025-04-28", false }, { "2025-04-23", false } } },
    { "its eve", "2025-03-27", 15, true,
      { { "2025-04-29", false }, { "2025-04-24", false } } },
    { "its eve", "2025-03-27", 60, true,
      { { "2025-07-11", false }, { "2025-06-24", false } } },
    { "its first day", "2025-03-28", 5, true,
      { { "2025-04-14", false }, { "2025-04-11", false } } },
    { "its first day", "2025-03-28", 14, true,
      { { "2025-04-28", false }, { "2025-04-23", false } } },
    { "its first day", "2025-03-28", 15, true,
      { { "2025-04-29", false }, { "2025-04-24", false } } },
    { "its first day", "2025-03-28", 60, true,
      { { "2025-07-11", false }, { "2025-06-24", false } } },
    { "within it", "2025-04-02", 5, true,
      { { "2025-04-14", false }, { "2025-04-11", false } } },
    { "within it", "2025-04-02", 14, true,
      { { "2025-04-28", false }, { "2025-04-23", false } } },
    { "within it", "2025-04-02", 15, true,
      { { "2025-04-29", false }, { "2025-04-24", false } } },
    { "within it", "2025-04-02", 60, true,
      { { "2025-07-11", false }, { "2025-06-24", false } } },
    { "its last day", "2025-04-07", 5, true,
      { { "2025-04-14", false }, { "2025-04-12", false } } },
    { "its last day", "2025-04-07", 14, true,
      { { "2025-04-28", false }, { "2025-04-24", false } } },
    { "its last day", "2025-04-07", 15, true,
      { { "2025-04-29", false }, { "2025-04-25", false } } },
    { "its last day", "2025-04-07", 60, true,
      { { "2025-07-11", false }, { "2025-06-25", false } } },
    { "the day after it", "2025-04-08", 5, true,
      { { "2025-04-15", false }, { "2025-04-14", false } } },
    { "the day after it", "2025-04-08", 14, true,
      { { "2025-04-29", false }, { "2025-04-25", false } } },
    { "the day after it", "2025-04-08", 15, true,
      { { "2025-04-30", false }, { "2025-04-26", false } } },
    { "the day after it", "2025-04-08", 60, true,
      { { "2025-07-14", false }, { "2025-06-26", false } } },
    { "two weeks before the leave of 2026", "2026-03-06", 5, true,
      { { "2026-03-13", false }, { "2026-03-12", false } } },
    { "two weeks before the leave of 2026", "2026-03-06", 14, true,
      { { "2026-04-02", false }, { "2026-03-30", false } } },
    { "two weeks before the leave of 2026", "2026-03-06", 15, true,
      { { "2026-04-06", false }, { "2026-03-31", false } } },
    { "two weeks before the leave of 2026", "2026-03-06", 60, true,
      { { "2026-06-17", false }, { "2026-05-29", false } } },
    { "the eve of Nyepi and the leave", "2026-03-17", 5, true,
      { { "2026-03-31", false }, { "2026-03-30", false } } },
    { "the eve of Nyepi and the leave", "2026-03-17", 14, true,
      { { "2026-04-14", false }, { "2026-04-10", false } } },
    { "the eve of Nyepi and the leave", "2026-03-17", 15, true,
      { { "2026-04-15", false }, { "2026-04-11", false } } },
    { "the eve of Nyepi and the leave", "2026-03-17", 60, true,
      { { "2026-06-26", false }, { "2026-06-10", false } } },
    { "its first day", "2026-03-18", 5, true,
      { { "2026-03-31", false }, { "2026-03-30", false } } },
    { "its first day", "2026-03-18", 14, true,
      { { "2026-04-14", false }, { "2026-04-10", false } } },
    { "its first day", "2026-03-18", 15, true,
      { { "2026-04-15", false }, { "2026-04-11", false } } },
    { "its first day", "2026-03-18", 60, true,
      { { "2026-06-26", false }, { "2026-06-10", false } } },
    { "Eid itself", "2026-03-21", 5, true,
      { { "2026-03-31", false }, { "2026-03-30", false } } },
    { "Eid itself", "2026-03-21", 14, true,
      { { "2026-04-14", false }, { "2026-04-10", false } } },
    { "Eid itself", "2026-03-21", 15, true,
      { { "2026-04-15", false }, { "2026-04-11", false } } },
    { "Eid itself", "2026-03-21", 60, true,
      { { "2026-06-26", false }, { "2026-06-10", false } } },
    { "its last day", "2026-03-24", 5, true,
      { { "2026-03-31", false }, { "2026-03-30", false } } },
    { "its last day", "2026-03-24", 14, true,
      { { "2026-04-14", false }, { "2026-04-10", false } } },
    { "its last day", "2026-03-24", 15, true,
      { { "2026-04-15", false }, { "2026-04-11", false } } },
    { "its last day", "2026-03-24", 60, true,
      { { "2026-06-26", false }, { "2026-06-10", false } } },
    { "the day after it", "2026-03-25", 5, true,
      { { "2026-04-01", false }, { "2026-03-31", false } } },
    { "the day after it", "2026-03-25", 14, true,
      { { "2026-04-15", false }, { "2026-04-11", false } } },
    { "the day after it", "2026-03-25", 15, true,
      { { "2026-04-16", false }, { "2026-04-13", false } } },
    { "the day after it", "2026-03-25", 60, true,
      { { "2026-06-29", false }, { "2026-06-11", false } } },
    { "18 August 2025 as changed", "2025-08-11", 1, true,
      { { "2025-08-12", false }, { "2025-08-12", false } } },
    { "18 August 2025 before the change", "2025-08-11", 1, false,
      { { "2025-08-12", false }, { "2025-08-12", false } } },
    { "18 August 2025 as changed", "2025-08-11", 5, true,
      { { "2025-08-19", false }, { "2025-08-16", false } } },
    { "18 August 2025 before the change", "2025-08-11", 5, false,
      { { "2025-08-18", false }, { "2025-08-16", false } } },
    { "18 August 2025 as changed", "2025-08-15", 1, true,
      { { "2025-08-19", false }, { "2025-08-16", false } } },
    { "18 August 2025 before the change", "2025-08-15", 1, false,
      { { "2025-08-18", false }, { "2025-08-16", false } } },
    { "18 August 2025 as changed", "2025-08-15", 5, true,
      { { "2025-08-25", false }, { "2025-08-22", false } } },
    { "18 August 2025 before the change", "2025-08-15", 5, false,
      { { "2025-08-22", false }, { "2025-08-21", false } } },
    { "18 August 2025 as changed", "2025-08-17", 1, true,
      { { "2025-08-19", false }, { "2025-08-19", false } } },
    { "18 August 2025 before the change", "2025-08-17", 1, false,
      { { "2025-08-18", false }, { "2025-08-18", false } } },
    { "18 August 2025 as changed", "2025-08-17", 5, true,
      { { "2025-08-25", false }, { "2025-08-23", false } } },
    { "18 August 2025 before the change", "2025-08-17", 5, false,
      { { "2025-08-22", false }, { "2025-08-22", false } } },
    { "18 August 2025 as changed", "2025-08-18", 1, true,
      { { "2025-08-19", false }, { "2025-08-19", false } } },
    { "18 August 2025 before the change", "2025-08-18", 1, false,
      { { "2025-08-19", false }, { "2025-08-19", false } } },
    { "18 August 2025 as changed", "2025-08-18", 5, true,
      { { "2025-08-25", false }, { "2025-08-23", false } } },
    { "18 August 2025 before the change", "2025-08-18", 5, false,
      { { "2025-08-25", false }, { "2025-08-23", false } } },
    { "edges of the years and no days at all", "2026-12-23", 1, true,
      { { "2026-12-28", false }, { "2026-12-26", false } } },
    { "edges of the years and no days at all", "2026-12-23", 5, true,
      { { "2027-01-01", true }, { "2026-12-31", false } } },
    { "edges of the years and no days at all", "2026-12-31", 0, true,
      { { "2026-12-31", false }, { "2026-12-31", false } } },
    { "edges of the years and no days at all", "2026-12-31", 1, true,
      { { "2027-01-01", true }, { "2027-01-01", true } } },
    { "edges of the years and no days at all", "2024-12-30", 5, true,
      { { "2025-01-07", true }, { "2025-01-06", true } } },
    { "edges of the years and no days at all", "2025-01-01", 0, true,
      { { "2025-01-02", false }, { "2025-01-02", false } } },
    { "edges of the years and no days at all", "2026-03-19", 0, true,
      { { "2026-03-25", false }, { "2026-03-25", false } } },
    { "edges of the years and no days at all", "2026-03-20", 0, true,
      { { "2026-03-25", false }, { "2026-03-25", false } } },
};

TEST(workday_after)
{
    for (size_t i = 0; i < COUNT(deadline); i++)
        for (int32_t w = 0; w < 2; w++) {
            struct workday_calendar c = calendar(unit_arena(), 5 + w, deadline[i].with_late);
            struct workday_due      due = workday_after(&c, day(deadline[i].from), deadline[i].n);

            check_text(deadline[i].name, date_iso(unit_arena(), due.date),
                       str_of(deadline[i].due[w].date));
            check(deadline[i].name, due.is_provisional == deadline[i].due[w].is_provisional);
        }
}

TEST(workday_between_undoes_after)
{
    for (size_t i = 0; i < COUNT(deadline); i++)
        for (int32_t w = 0; w < 2; w++) {
            struct workday_calendar c = calendar(unit_arena(), 5 + w, deadline[i].with_late);
            struct date             from = day(deadline[i].from);
            struct date             to = workday_after(&c, from, deadline[i].n).date;

            if (deadline[i].n == 0)     /* a free day moves on to the next one that is worked */
                continue;
            check(deadline[i].name, workday_between(&c, from, to) == deadline[i].n);
            check(deadline[i].name, workday_between(&c, to, from) == -deadline[i].n);
        }
}

TEST(workday_is)
{
    static const struct { const char *name, *date; bool of_five, of_six; } row[] = {
        { "a Wednesday",                        "2025-04-09", true,  true  },
        { "a Saturday",                         "2025-04-12", false, true  },
        { "a Sunday",                           "2025-04-13", false, false },
        { "Nyepi on a Saturday, 2025",          "2025-03-29", false, false },
        { "shared leave after the holiday",     "2025-04-07", false, false },
        { "the day after the leave",            "2025-04-08", true,  true  },
        { "shared leave of Nyepi 2026",         "2026-03-18", false, false },
        { "leave between Nyepi and Eid, 2026",  "2026-03-20", false, false },
        { "a Thursday before our calendar",     "1969-12-25", true,  true  },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct workday_calendar five = calendar(unit_arena(), 5, true);
        struct workday_calendar six = calendar(unit_arena(), 6, true);

        check(row[i].name, workday_is(&five, day(row[i].date)) == row[i].of_five);
        check(row[i].name, workday_is(&six, day(row[i].date)) == row[i].of_six);
    }
}

TEST(workday_after_ends_with_the_calendar)
{
    struct workday_calendar c = calendar(unit_arena(), 5, true);
    struct workday_due      due = workday_after(&c, (struct date){ 9999, 12, 30 }, WORKDAYS_MAX);

    check_text("the last date there is", date_iso(unit_arena(), due.date), S("9999-12-31"));
    check("and it is not sure", due.is_provisional);
}

TEST(workday_run_of_years)
{
    static const struct { const char *name; int32_t year[4]; size_t n; int32_t first, last; }
    row[] = {
        { "none",                             { 0 },                      0, 0,    0    },
        { "one",                              { 2026 },                   1, 2026, 2026 },
        { "two that follow",                  { 2025, 2026 },             2, 2025, 2026 },
        { "a gap: the longer run",            { 2025, 2026, 2028 },       3, 2025, 2026 },
        { "a gap: the longer run is later",   { 2019, 2025, 2026 },       3, 2025, 2026 },
        { "two as long: the later",           { 2019, 2020, 2025, 2026 }, 4, 2025, 2026 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct workday_years run = workday_run(row[i].year, row[i].n);

        check(row[i].name, run.first == row[i].first && run.last == row[i].last);
    }
}

TEST(workday_weekdays)
{
    check("a Monday", workday_weekday(day("2026-11-23")) == WORKDAY_MONDAY);
    check("a Sunday", workday_weekday(day("2026-11-22")) == WORKDAY_SUNDAY);
    check("before 1970", workday_weekday(day("1945-08-17")) == 4);
}
