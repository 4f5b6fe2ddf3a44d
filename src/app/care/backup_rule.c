/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/care/backup_rule.h"

#include "base/calendar.h"

/* "2026-11-22T19:30:00Z" and "20261122T193000Z" differ by these places alone. */
static bool
is_left_out(size_t i)
{
    return i == 4 || i == 7 || i == 13 || i == 16;
}

struct str
backup_name(struct arena *a, int64_t at)
{
    enum { ISO_BYTES = 20 };
    char       iso[TIME_TEXT_MAX], stamp[ISO_BYTES];
    struct str text = time_write(at, iso);
    size_t     n = 0;

    for (size_t i = 0; i < text.n && n < sizeof stamp; i++)
        if (!is_left_out(i))
            stamp[n++] = text.p[i];
    return str_fmt(a, "guyub-%.*s", (int)n, stamp);
}

/* `n` digits as a number; false on anything else. */
static bool
digits(struct str s, size_t from, size_t n, int64_t *out)
{
    struct str part = str_part(s, from, n);

    for (size_t i = 0; i < part.n; i++)
        if (part.p[i] < '0' || part.p[i] > '9')
            return false;
    return part.n == n && str_int64(part, out);
}

bool
backup_name_read(struct str name, int64_t *at)
{
    enum { DATE = 6, TIME = 15, ALL = 22, DAY_S = 86400, HOUR_S = 3600, MINUTE_S = 60 };
    int64_t year, month, day, hour, minute, second;

    if (name.n != ALL || !str_starts(name, S("guyub-")) || name.p[TIME - 1] != 'T'
        || name.p[ALL - 1] != 'Z')
        return false;
    bool are = digits(name, DATE, 4, &year) && digits(name, DATE + 4, 2, &month)
            && digits(name, DATE + 6, 2, &day) && digits(name, TIME, 2, &hour)
            && digits(name, TIME + 2, 2, &minute) && digits(name, TIME + 4, 2, &second);

    if (!are || hour > 23 || minute > 59 || second > 59)
        return false;
    struct date date = { (int32_t)year, (int32_t)month, (int32_t)day };

    if (month == 0 || day == 0 || !date_is_valid(date))
        return false;
    *at = (int64_t)date_days(date) * DAY_S + hour * HOUR_S + minute * MINUTE_S + second;
    return true;
}

bool
backup_is_rest(struct str name)
{
    int64_t at;
    struct str part = S(".part"), drill = S(".drill-");

    if (str_ends(name, part))
        return backup_name_read(str_part(name, 0, name.n - part.n), &at);
    return str_starts(name, drill)
        && backup_name_read(str_part(name, drill.n, name.n), &at);
}

size_t
backup_surplus(size_t n, int64_t keep)
{
    if (keep <= 0 || n <= (size_t)keep)
        return 0;
    return n - (size_t)keep;
}
