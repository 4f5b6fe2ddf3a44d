/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "city/round/round_picture.h"

enum { MONTHS_SHOWN = 12, YEAR = 12 };

struct span { int32_t first, last; };               /* days since 1970 */

static struct date
month_begin(struct date d, int32_t months_on)
{
    int32_t month = d.year * YEAR + d.month - 1 + months_on;

    return (struct date){ .year = month / YEAR, .month = month % YEAR + 1, .day = 1 };
}

static int32_t
month_end(struct date d)
{
    static const struct date last = { 9999, 12, 31 };

    return d.year == last.year && d.month == last.month ? date_days(last)
                                                        : date_days(month_begin(d, 1)) - 1;
}

static int32_t
along(const struct span *s, int32_t day)
{
    int64_t length = s->last - s->first + 1;

    return (int32_t)((int64_t)(day - s->first) * ROUND_PICTURE_WIDTH / length);
}

static bool
span_of(const struct round_days day[ROUND_PHASES], struct date *first, struct date *last)
{
    bool any = false;

    for (int32_t i = 0; i < ROUND_PHASES; i++) {
        if (day[i].from.year == 0)
            continue;
        if (!any || date_cmp(day[i].from, *first) < 0)
            *first = day[i].from;
        if (!any || date_cmp(day[i].to, *last) > 0)
            *last = day[i].to;
        any = true;
    }
    return any;
}

static void
put_bar(struct round_picture *p, const struct span *s, int32_t kind, struct round_days at,
        struct date today)
{
    struct round_bar bar = { .kind = (enum round_kind)kind,
        .y = (int32_t)p->n * ROUND_PICTURE_ROW, .x = along(s, date_days(at.from)),
        .time = date_cmp(today, at.from) < 0 ? ROUND_TO_COME
              : date_cmp(today, at.to) > 0   ? ROUND_PAST : ROUND_ON };

    bar.width = along(s, date_days(at.to) + 1) - bar.x;
    if (bar.width < ROUND_PICTURE_LEAST)
        bar.width = ROUND_PICTURE_LEAST;
    if (bar.x + bar.width > ROUND_PICTURE_WIDTH)
        bar.x = ROUND_PICTURE_WIDTH - bar.width;
    p->bar[p->n++] = bar;
}

/* A tick at each month; where there are many, at every second, third, … */
static void
put_ticks(struct round_picture *p, const struct span *s, struct date first, struct date last)
{
    int32_t n = (last.year - first.year) * YEAR + last.month - first.month + 1;
    int32_t step = (n + MONTHS_SHOWN - 1) / MONTHS_SHOWN;

    for (int32_t i = 0; i < n && p->n_ticks < ROUND_PICTURE_MONTHS; i += step) {
        struct date month = month_begin(first, i);

        p->tick[p->n_ticks++] = (struct round_tick){ .x = along(s, date_days(month)),
                                                     .month = month.month };
    }
}

struct round_picture
round_picture_of(const struct round_days day[ROUND_PHASES], struct date today)
{
    struct round_picture p = { .today = -1 };
    struct date          first = { 0 }, last = { 0 };
    struct span          s;

    if (!span_of(day, &first, &last))
        return p;
    s.first = date_days(month_begin(first, 0));
    s.last = month_end(last);
    for (int32_t i = 0; i < ROUND_PHASES; i++)
        if (day[i].from.year != 0)
            put_bar(&p, &s, i, day[i], today);
    put_ticks(&p, &s, first, last);
    p.height = (int32_t)p.n * ROUND_PICTURE_ROW;
    if (date_days(today) >= s.first && date_days(today) <= s.last)
        p.today = along(&s, date_days(today));
    return p;
}
