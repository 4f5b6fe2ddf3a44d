/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * calendar.h — civil dates of the Gregorian calendar, 0001-01-01 to 9999-12-31, without time zones.
 *
 * A date is stored and exchanged as ISO 8601 text ("2024-08-13"), which sorts as it should on both
 * engines; on screen it reads "13 Agustus 2024" or "13 August 2024". A year or a month alone is a
 * partial date of a source ("2022", "2021-12") and stays partial.
 */
#ifndef GUYUB_BASE_CALENDAR_H
#define GUYUB_BASE_CALENDAR_H

#include "base/msg.h"

enum { TIME_TEXT_MAX = 24 };

struct date { int32_t year, month, day; };       /* month or day 0: not known; year 0: no date */

bool        date_parse(struct str, struct date *);  /* "2024-08-13", "2024-08" or "2024" */
struct date date_of_iso(struct str);      /* of a stored date; unknown: no date; asserts the rest */
bool        date_is_valid(struct date);
struct str  date_iso(struct arena *, struct date);
struct str  date_text(struct arena *, enum lang, struct date);
struct str  year_text(struct arena *, int64_t year);             /* "2024": a year is not grouped */
int         date_cmp(struct date, struct date);
int32_t     date_days(struct date);  /* days since 1970-01-01; asserts a whole date */
struct date date_from_days(int32_t days);
/* WIB is +25,200. A time before all dates falls on the first, one after them on the last. */
struct date date_of_time(int64_t utc_s, int32_t offset_s);
struct str  time_iso(struct arena *, int64_t utc_s);                    /* "2024-08-13T01:30:00Z" */
struct str  time_write(int64_t utc_s, char out[static TIME_TEXT_MAX]);  /* the same, into `out` */

#endif
