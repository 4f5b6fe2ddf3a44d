/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workday_year.c — the model of /calendar: a year in months, each day with what makes it free. */
#include "base/arena.h"
#include "ground/region/region.h"
#include "office/workday/workday_page.h"

static int32_t
days_in(int32_t year, int32_t month)
{
    struct date first = { year, month, 1 };
    struct date next = month == MONTHS ? (struct date){ year, month, 31 }
                                       : (struct date){ year, month + 1, 1 };

    return month == MONTHS ? next.day : date_days(next) - date_days(first);
}

static void
fill_month(const struct workday_calendar *c, struct workday_year_page *p, int32_t month)
{
    struct workday_month *m = &p->month[month - 1];
    int32_t               n = days_in(p->year, month);

    m->name = workday_month_name(month);
    m->n    = (size_t)workday_weekday((struct date){ p->year, month, 1 });
    for (int32_t day = 1; day <= n; day++) {
        struct workday_cell *cell = &m->cell[m->n++];

        cell->date   = (struct date){ p->year, month, day };
        cell->by     = workday_free_day(&p->set, cell->date);
        cell->is_off = !workday_is(c, cell->date);
        p->n_work   += !cell->is_off;
    }
    while (m->n % WORKDAY_WEEK != 0)
        m->n++;
}

static struct err *
name_region(struct cx *cx, struct workday_year_page *p)
{
    struct region region;

    if (p->region.n == 0)
        return NULL;
    TRY(region_get(cx, p->region, &region));
    p->region_name = region.name;
    return NULL;
}

struct err *
workday_year_page_of(struct cx *cx, struct str region, int32_t year, struct workday_year_page *p)
{
    struct workday_calendar c;

    *p = (struct workday_year_page){ .year = year, .region = region.n > 0 ? region : S(""),
        .may_edit = may_somewhere(cx, MAY_EDIT_CALENDAR) };
    TRY(name_region(cx, p));
    TRY(workday_set_of(cx, p->region, year, &p->set));
    TRY(workday_years_of(cx, &p->years));
    TRY(workday_calendar_of(cx, p->region, 0, &c));
    p->week = c.days;
    for (size_t i = 0; i < p->years.n; i++)
        if (p->years.row[i].year == year)
            p->loaded = &p->years.row[i];
    for (int32_t month = 1; month <= MONTHS; month++)
        fill_month(&c, p, month);
    return NULL;
}
