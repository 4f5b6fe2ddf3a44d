/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* calendar.c — the proleptic Gregorian calendar, counted in days from 1970-01-01. */
#include "base/calendar.h"

#include <assert.h>

enum {
    DAYS_OF_YEAR        = 365,
    DAYS_OF_4_YEARS     = 1461,
    DAYS_OF_100_YEARS   = 36524,
    DAYS_OF_400_YEARS   = 146097,
    DAYS_TO_1970        = 719162,       /* from 0001-01-01 */
    DAYS_ALL            = 3652059,      /* 0001-01-01 to 9999-12-31, both included */
    SECONDS_OF_DAY      = 86400,
};

static const int64_t FIRST_TIME = -(int64_t)DAYS_TO_1970 * SECONDS_OF_DAY;
static const int64_t LAST_TIME = (int64_t)(DAYS_ALL - DAYS_TO_1970) * SECONDS_OF_DAY - 1;

static const int32_t days_before_month[] = {
    0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365,
};

static bool
is_leap(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int32_t
month_start(int32_t year, int32_t month_from_0)
{
    return days_before_month[month_from_0] + (month_from_0 >= 2 && is_leap(year));
}

/* Exactly n digits. */
static bool
read_digits(struct str s, size_t n, int32_t *out)
{
    *out = 0;
    if (s.n != n)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        *out = *out * 10 + (s.p[i] - '0');
    }
    return true;
}

bool
date_parse(struct str s, struct date *out)
{
    struct date d = { 0, 0, 0 };
    struct str  year, month, day, rest;

    str_cut(s, '-', &year, &rest);
    str_cut(rest, '-', &month, &day);
    if (!read_digits(year, 4, &d.year))
        return false;
    if (str_is_known(month) && (!read_digits(month, 2, &d.month) || d.month == 0))
        return false;
    if (str_is_known(day) && (!read_digits(day, 2, &d.day) || d.day == 0))
        return false;
    if (!date_is_valid(d))
        return false;
    *out = d;
    return true;
}

bool
date_is_valid(struct date d)
{
    if (d.year < 1 || d.year > 9999 || d.month < 0 || d.month > 12)
        return false;
    if (d.month == 0)
        return d.day == 0;
    return d.day >= 0 && d.day <= month_start(d.year, d.month) - month_start(d.year, d.month - 1);
}

struct date
date_of_iso(struct str iso)
{
    struct date d = { 0 };
    bool        is_date = !str_is_known(iso) || date_parse(iso, &d);

    assert(is_date);        /* it was checked when it came in */
    return d;
}

struct str
date_iso(struct arena *a, struct date d)
{
    if (d.year == 0)
        return (struct str){ NULL, 0 };
    assert(date_is_valid(d));
    if (d.month == 0)
        return str_fmt(a, "%04d", d.year);
    if (d.day == 0)
        return str_fmt(a, "%04d-%02d", d.year, d.month);
    return str_fmt(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

struct str
date_text(struct arena *a, enum lang lang, struct date d)
{
    static const char *const name[2][12] = {
        [LANG_ID] = { "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus",
                      "September", "Oktober", "November", "Desember" },
        [LANG_EN] = { "January", "February", "March", "April", "May", "June", "July", "August",
                      "September", "October", "November", "December" },
    };

    if (d.year == 0)
        return (struct str){ NULL, 0 };
    assert(date_is_valid(d));
    if (d.month == 0)
        return str_fmt(a, "%d", d.year);
    if (d.day == 0)
        return str_fmt(a, "%s %d", name[lang][d.month - 1], d.year);
    return str_fmt(a, "%d %s %d", d.day, name[lang][d.month - 1], d.year);
}

struct str
year_text(struct arena *a, int64_t year)
{
    return str_int(a, year);
}

int
date_cmp(struct date a, struct date b)
{
    if (a.year != b.year)
        return a.year < b.year ? -1 : 1;
    if (a.month != b.month)
        return a.month < b.month ? -1 : 1;
    return (a.day > b.day) - (a.day < b.day);
}

int32_t
date_days(struct date d)
{
    assert(date_is_valid(d) && d.month && d.day);
    int32_t years = d.year - 1;

    return years * DAYS_OF_YEAR + years / 4 - years / 100 + years / 400
         + month_start(d.year, d.month - 1) + d.day - 1 - DAYS_TO_1970;
}

static int32_t
at_most(int32_t n, int32_t most)
{
    return n < most ? n : most;
}

struct date
date_from_days(int32_t days)
{
    int32_t left = days + DAYS_TO_1970;

    assert(left >= 0 && left < DAYS_ALL);
    int32_t cycles    = left / DAYS_OF_400_YEARS;
    left -= cycles * DAYS_OF_400_YEARS;
    /* The last day of a long period belongs to it, not to a fifth century or year. */
    int32_t centuries = at_most(left / DAYS_OF_100_YEARS, 3);
    left -= centuries * DAYS_OF_100_YEARS;
    int32_t fours     = left / DAYS_OF_4_YEARS;
    left -= fours * DAYS_OF_4_YEARS;
    int32_t ones      = at_most(left / DAYS_OF_YEAR, 3);
    left -= ones * DAYS_OF_YEAR;

    struct date d = { .year = cycles * 400 + centuries * 100 + fours * 4 + ones + 1, .month = 1 };

    while (left >= month_start(d.year, d.month))
        d.month++;
    d.day = left - month_start(d.year, d.month - 1) + 1;
    return d;
}

/* Whole days, rounded down, so that a time before 1970 falls on its own day. */
static int64_t
days_of(int64_t s)
{
    return s / SECONDS_OF_DAY - (s % SECONDS_OF_DAY < 0);
}

/* A time that has no date (only a stored one that somebody made up) is the nearest that has one. */
static int64_t
dated(int64_t s)
{
    return s < FIRST_TIME ? FIRST_TIME : s > LAST_TIME ? LAST_TIME : s;
}

struct date
date_of_time(int64_t utc_s, int32_t offset_s)
{
    return date_from_days((int32_t)days_of(dated(dated(utc_s) + offset_s)));
}

struct str
time_write(int64_t utc_s, char out[static TIME_TEXT_MAX])
{
    utc_s = dated(utc_s);
    struct date d = date_of_time(utc_s, 0);
    int32_t     s = (int32_t)(utc_s - days_of(utc_s) * SECONDS_OF_DAY);
    int32_t     part[] = { d.year, d.month, d.day, s / 3600, s / 60 % 60, s % 60 };
    char       *p = out;

    for (size_t i = 0; i < COUNT(part); i++) {
        if (i == 0)
            *p++ = (char)('0' + part[i] / 1000), *p++ = (char)('0' + part[i] / 100 % 10);
        *p++ = (char)('0' + part[i] / 10 % 10);
        *p++ = (char)('0' + part[i] % 10);
        *p++ = "--T::Z"[i];
    }
    return (struct str){ out, (size_t)(p - out) };
}

struct str
time_iso(struct arena *a, int64_t utc_s)
{
    char text[TIME_TEXT_MAX];

    return str_copy(a, time_write(utc_s, text));
}
