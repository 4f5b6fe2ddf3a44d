/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workday_rule.c — counting the days on which offices work. */
#include "office/workday/workday_rule.h"

#include <assert.h>

enum { DAYS_OF_WEEK = 7, EPOCH_WEEKDAY = 3 };       /* 1970 began on a Thursday */

static int32_t
weekday(int32_t day)
{
    int32_t w = (day + EPOCH_WEEKDAY) % DAYS_OF_WEEK;

    return w < 0 ? w + DAYS_OF_WEEK : w;
}

static bool
is_known_free(const struct workday_calendar *c, struct date day)
{
    size_t low = 0, high = c->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int    order = date_cmp(c->free[middle], day);

        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

bool
workday_is(const struct workday_calendar *c, struct date day)
{
    int32_t w = weekday(date_days(day));

    if (w == WORKDAY_SUNDAY || (w == WORKDAY_SATURDAY && c->days < 6))
        return false;
    return !is_known_free(c, day);
}

struct workday_due
workday_after(const struct workday_calendar *c, struct date from, int32_t n)
{
    int32_t last = date_days((struct date){ 9999, 12, 31 });
    int32_t day = date_days(from), left = n < WORKDAYS_MAX ? n : WORKDAYS_MAX;

    assert(n >= 0);
    while (left > 0 && day < last)
        left -= workday_is(c, date_from_days(++day));
    while (day < last && !workday_is(c, date_from_days(day)))
        day++;
    struct date due = date_from_days(day);

    return (struct workday_due){ due, from.year < c->loaded_from || due.year > c->loaded_to };
}

int32_t
workday_between(const struct workday_calendar *c, struct date from, struct date to)
{
    int32_t a = date_days(from), b = date_days(to), n = 0;

    if (b < a)
        return -workday_between(c, to, from);
    while (a < b)
        n += workday_is(c, date_from_days(++a));
    return n;
}

struct workday_years
workday_run(const int32_t *year, size_t n)
{
    struct workday_years best = { 0 };

    for (size_t i = 0; i < n; i++) {
        size_t begin = i;

        while (i + 1 < n && year[i + 1] == year[i] + 1)
            i++;
        if (best.first == 0 || year[i] - year[begin] >= best.last - best.first)
            best = (struct workday_years){ year[begin], year[i] };
    }
    return best;
}

int32_t
workday_weekday(struct date date)
{
    return weekday(date_days(date));
}

struct msg
workday_weekday_name(int32_t w)
{
    static const char *const name[DAYS_OF_WEEK] = {
        N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"),
        N_("Saturday"), N_("Sunday"),
    };

    assert(w >= 0 && w < DAYS_OF_WEEK);
    return (struct msg){ .id = name[w] };
}

struct msg
workday_month_name(int32_t month)
{
    static const char *const name[] = {
        N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"),
        N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
    };

    assert(month >= 1 && month <= 12);
    return (struct msg){ .id = name[month - 1] };
}
