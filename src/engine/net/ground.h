/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * ground.h — which areas a straight way crosses, and for how long.
 *
 * WHAT   Areas are sets of polygons (rings with holes, even-odd), numbered from 0 on; a place is in
 *        an area if it is in one of its polygons. Of a way between two places: how much of it lies
 *        in which area. Where areas lie over each other the first counts, so the caller numbers
 *        them by what they cost, the dearest first. Of one area it may be said that it is all that
 *        lies outside of its polygons: the sea, where the polygons are land.
 * HOW    Edges stand in a grid of cells, whose columns and rows are narrow where there are many; of
 *        one place in each cell, its mark, it is known in which
 *        polygons it lies. A way goes from cell to cell and looks only at the edges there. Ways and
 *        edges are straight in degrees: over 50 km that is off by metres. A way that goes along an
 *        edge may be on either side of it. Polygons end at the 180th meridian, as GeoJSON asks;
 *        ways pass it.
 * COST   A way costs the cells it crosses and their edges; there are about as many cells as edges.
 *        Memory: 80 bytes for each edge. Two threads need two grounds: a way needs room for the
 *        edges that it meets, and that is the ground's.
 * READ   ground_make.c the grid · ground.c ways
 */
#ifndef GUYUB_ENGINE_NET_GROUND_H
#define GUYUB_ENGINE_NET_GROUND_H

#include "engine/net/place.h"

enum { GROUND_AREAS_MAX = 33, GROUND_EDGES_MAX = 1 << 24 };

/* A ring is closed whether its last point repeats the first or not; of fewer than three points it
 * is nothing. The rings of one polygon stand together. Of a polygon's rings a place lies inside an
 * odd number. */
struct ground_ring { const struct place *point; uint32_t n, polygon; uint8_t area; };
/* `outside`: the area that is what its polygons leave; GROUND_AREAS_MAX: none is. Points together
 * GROUND_EDGES_MAX at most. */
struct ground_ask  { const struct ground_ring *ring; uint32_t n, outside; };

struct ground;

struct ground *ground_make(struct arena *, const struct ground_ask *);

/* Metres of the way in each area; [GROUND_AREAS_MAX]: in none. */
void ground_metres(const struct ground *, struct place from, struct place to,
                   double metres[GROUND_AREAS_MAX + 1]);

/* The first area in which a place lies; GROUND_AREAS_MAX: none. */
uint32_t ground_at(const struct ground *, struct place);

#endif
