/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* portal_rule.h — small rules of showing: pure, in the caller's memory. */
#ifndef GUYUB_PORTAL_RULE_H
#define GUYUB_PORTAL_RULE_H

#include "base/decimal.h"
#include "base/msg.h"

enum { PORTAL_TONES = 6, PORTAL_YEARS_MAX = 24, PORTAL_STATIONS = 9 };

/* The six smart dimensions keep their colours everywhere; any other item has 0, the plain one. */
int32_t portal_tone(struct str item_code);

struct portal_value { bool known; struct dec value; };

struct portal_point { int64_t year; struct portal_value actual, target; };

/*
 * Points in order of year become years without a gap between them: a year that is left out is
 * unknown. Of a longer row the last PORTAL_YEARS_MAX years stay. Returns how many were written.
 */
size_t portal_years(const struct portal_point *, size_t n, struct portal_point *out);

/* The year that most of the rows know, the latest of those; 0 if none knows any. */
int64_t portal_common_year(const struct portal_point *const *row, const size_t *n, size_t n_rows);

/* The nine stations of the programme's loop. `here` says what a visitor finds today. */
struct portal_station { struct msg name, what; bool here; };

extern const struct portal_station portal_station[PORTAL_STATIONS];

#endif
