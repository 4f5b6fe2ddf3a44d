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

/*
 * The nation's map: equirectangular, 20 units a degree: a point's place is a multiplication.
 * asset/outline.svg is drawn in the same frame (src/tool/outline.mjs).
 */
enum {
    PORTAL_MAP_WEST_E6  = 94500000, PORTAL_MAP_EAST_E6  = 141500000,
    PORTAL_MAP_NORTH_E6 = 6700000,  PORTAL_MAP_SOUTH_E6 = -11300000,
    PORTAL_MAP_WIDTH    = 940,      PORTAL_MAP_HEIGHT   = 360
};

struct portal_spot { int32_t x_tenths, y_tenths; };

/* Where a point of the earth is on the map; false outside its frame. */
bool portal_map_spot(int64_t latitude_e6, int64_t longitude_e6, struct portal_spot *);

/* The nine stations of the programme's loop. `href` leads to what a visitor finds today; NULL while
 * the station is planned. */
struct portal_station { struct msg name, what; const char *href; };

extern const struct portal_station portal_station[PORTAL_STATIONS];

#endif
