/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_road.h — the user's roads, along which fibre is laid.
 *
 * WHAT   `--roads FILE`: GeoJSON lines, as maps export them; several files are one map. Lines meet
 *        where they share a position, equal to 10^-7 degrees: a bridge over a road does not meet
 *        it. With roads, new fibre goes along them at their true length, without the factor of the
 *        straight line; sites and the network reach them by the nearest way. What roads do not join
 *        (islands) is joined by straight lines.
 * HOW    What lies between two positions is there once, however many lines go there. A road is cut
 *        where it ends, forks or crosses, between into equal pieces of about CONNECT_ROAD_STEP_M at
 *        the most, and where a site is nearest to it. A piece keeps its bends.
 * NOT    One-way roads, widths, kinds: fibre goes both ways along all of them.
 * COST   Memory: some 100 bytes for a position, 100 for a piece.
 */
#ifndef GUYUB_CITY_CONNECT_ROAD_H
#define GUYUB_CITY_CONNECT_ROAD_H

#include "city/connect/connect.h"

enum { CONNECT_ROAD_STEP_M = 250, CONNECT_ROADS_MAX = 1 << 22, CONNECT_ROADS_AT_MAX = 1 << 24 };

/* As it was read: positions from number `from` on. */
struct connect_road_line { uint32_t from, n; };

/* Between two points, its way with its bends and both of them. Whole metres: of all pieces of a
 * road together right to a metre. */
struct connect_road_piece { uint32_t a, b, n, metres; const struct place *way; };

struct connect_roads {
    struct place              *at;      uint32_t n_at;          /* as read                      */
    struct connect_road_line  *line;    uint32_t n_lines;
    struct place              *point;   uint32_t n;             /* once they are joined         */
    struct connect_road_piece *piece;   uint32_t n_pieces;
};

/* Adds the lines of a file. What is no line is passed over and told once; a line of one position,
 * or with one that cannot be right, is left out and told. Fails: connect.json, connect.no_features,
 * connect.no_road (nothing is left), connect.roads_large, connect.file_large. */
struct err *connect_roads_read(struct arena *, struct str name, struct str file,
                               struct connect_roads *, struct connect_faults *);

/* Makes points and pieces of all lines. Fails: connect.roads_large: more than CONNECT_ROADS_MAX. */
struct err *connect_roads_join(struct arena *, struct connect_roads *);

/* Cuts joined roads once more where a site or a node of the network is nearest to them, so that it
 * can leave them there, to five metres. */
void connect_roads_leave(struct arena *, struct connect_roads *, const struct connect_sites *,
                         const struct connect_network *);

#endif
