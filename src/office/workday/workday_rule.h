/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * workday_rule.h — which days offices work, and when a deadline of so many working days is.
 *
 * WHAT   Pure. A calendar is the free days that are known, the years whose decrees are loaded, and
 *        how many days a week are worked. The day on which something begins does not count: 1
 *        working day from a Friday is Monday. A deadline is provisional if it begins before the
 *        first loaded year or ends after the last: only weekends are known there.
 * LAW    The joint decree of the ministers of religion, of manpower and of state apparatus names
 *        each year's national holidays and days of shared leave (cuti bersama).
 * OURS   Shared leave is no working day, as offices of the state take it. That the first day does
 *        not count is our reading; a regulation that counts it asks for one day less.
 */
#ifndef GUYUB_WORKDAY_RULE_H
#define GUYUB_WORKDAY_RULE_H

#include "base/calendar.h"

struct workday_calendar {
    const struct date *free;    size_t n;       /* sorted, each once                              */
    int32_t            loaded_from, loaded_to;  /* the years whose free days are known; 0: none   */
    int32_t            days;                    /* of a week: 5 or 6 (Saturday is worked)         */
};

struct workday_due { struct date date; bool is_provisional; };

bool               workday_is(const struct workday_calendar *, struct date);
/* n from 0: the day itself, or the next working day if it is free; at most WORKDAYS_MAX. A whole
 * date; what would lie beyond all dates is the last of them. */
enum { WORKDAYS_MAX = 1000 };
struct workday_due workday_after(const struct workday_calendar *, struct date from, int32_t n);
/* Working days after `from` up to and with `to`; below 0 if `to` is before. */
int32_t            workday_between(const struct workday_calendar *, struct date from,
                                   struct date to);

/* The longest run of years without a gap among `year` (rising); of two as long, the later. */
struct workday_years { int32_t first, last; };      /* 0: none */
struct workday_years workday_run(const int32_t *year, size_t n);

enum { WORKDAY_MONDAY, WORKDAY_SATURDAY = 5, WORKDAY_SUNDAY };
int32_t            workday_weekday(struct date);    /* Monday is 0 */
struct msg         workday_weekday_name(int32_t weekday);
struct msg         workday_month_name(int32_t month);       /* from 1 */

#endif
