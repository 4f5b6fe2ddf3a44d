/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "city/round/round_picture.h"

#include <string.h>

#include "unit.h"

static struct date
day(const char *iso)
{
    struct date d = { 0 };

    date_parse(str_of(iso), &d);
    return d;
}

/* March to May: 92 days over 600 units. */
TEST(round_picture_of)
{
    struct round_days    days[ROUND_PHASES] = { { { 0 }, { 0 } } };
    struct round_picture p;

    days[ROUND_STAGE_1] = (struct round_days){ day("2026-03-01"), day("2026-03-31") };
    days[ROUND_JUDGE_1] = (struct round_days){ day("2026-04-10"), day("2026-04-30") };
    days[ROUND_RESULT_1] = (struct round_days){ day("2026-05-31"), day("2026-05-31") };
    p = round_picture_of(days, day("2026-04-10"));
    check("three rows", p.n == 3 && p.height == 3 * ROUND_PICTURE_ROW);
    check("from the first day", p.bar[0].x == 0 && p.bar[0].width == 31 * 600 / 92);
    check("it is over", p.bar[0].time == ROUND_PAST);
    check("after a gap", p.bar[1].x == 40 * 600 / 92 && p.bar[1].time == ROUND_ON);
    check("one day, to the end", p.bar[2].x + p.bar[2].width == 600 && p.bar[2].width >= 4);
    check("to come", p.bar[2].time == ROUND_TO_COME);
    check("today", p.today == 40 * 600 / 92);
    check("three months", p.n_ticks == 3 && p.tick[0].month == 3 && p.tick[2].month == 5);
    p = round_picture_of(days, day("2026-06-01"));
    check("today is beside the picture", p.today < 0);
}

TEST(round_picture_beyond_a_year)
{
    struct round_days    days[ROUND_PHASES] = { { { 0 }, { 0 } } };
    struct round_picture p = round_picture_of(days, day("2026-03-01"));

    check("nothing to draw", p.n == 0 && p.n_ticks == 0 && p.height == 0);
    days[ROUND_STAGE_1] = (struct round_days){ day("2025-11-05"), day("2025-11-05") };
    days[ROUND_RESULT] = (struct round_days){ day("9999-01-01"), day("9999-12-30") };
    p = round_picture_of(days, day("2026-03-01"));
    check("ticks have a ceiling", p.n_ticks <= ROUND_PICTURE_MONTHS);
    check("one day of 8,000 years is seen", p.bar[0].width == ROUND_PICTURE_LEAST);
    days[ROUND_RESULT] = (struct round_days){ day("2027-01-15"), day("2027-01-15") };
    p = round_picture_of(days, day("2026-03-01"));
    check("every second month over two years", p.n_ticks == 8 && p.tick[1].month == 1);
}
