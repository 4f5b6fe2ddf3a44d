/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_road.h — the user's roads, along which fibre is laid.
 *
 * WHAT   `--roads FILE`: GeoJSON lines, as maps export them. Lines meet where they share a point.
 *        With roads, new fibre goes along them at their true length, without the factor of the
 *        straight line; sites and the network reach them by the nearest way. What roads do not join
 *        (islands) is joined by straight lines as before.
 */
#ifndef GUYUB_CITY_CONNECT_ROAD_H
#define GUYUB_CITY_CONNECT_ROAD_H

#include "city/connect/connect.h"

/* Points where a road ends, bends away or meets another; pieces between two of them. */
struct connect_road_piece { uint32_t a, b; double metres; };
struct connect_roads {
    struct place              *point;   uint32_t n;
    struct connect_road_piece *piece;   uint32_t n_pieces;
};

#endif
