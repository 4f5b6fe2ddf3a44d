/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * place.h — points on the earth: how far apart, which are nearest, and the shortest tree of all.
 *
 * WHAT   A place is a latitude and a longitude in degrees (WGS 84), taken as a point of a sphere of
 *        PLACE_EARTH_M: up to 0.6 per cent off the ellipsoid, which is less than any route factor
 *        is known. Distances are those of great circles, so that neither the 180th meridian nor a
 *        projection is in the way. They are right to a millionth of a metre where places are near
 *        and to half a metre where they face each other through the earth.
 * HOW    A tree of points on the unit sphere in three dimensions (kd-tree): the chord grows with
 *        the great circle, so that who is near by the one is near by the other. Places at one
 *        point stand in it once.
 * ORDER  Nearest first; of equals the smaller number. The same for the same input.
 * COST   Memory: 40 bytes for each place, 60 more while a tree is made, 16 of them its links. A
 *        question grows with the logarithm of their number.
 * READ   place.c the sphere · place_make.c the index · place_near.c questions · place_tree.c the
 *        shortest tree
 */
#ifndef GUYUB_ENGINE_NET_PLACE_H
#define GUYUB_ENGINE_NET_PLACE_H

#include "base/arena.h"
#include "base/progress.h"

enum { PLACE_EARTH_M = 6371009, PLACES_MAX = 1 << 24, PLACE_NEAR_MAX = 64 };

struct place { double lat, lon; };

/* Finite, -90 to 90 and -180 to 180. All that is below asks for such. */
bool         place_is_valid(struct place);
double       place_metres(struct place, struct place);
/* On the great circle from a to b; share 0 is a, 1 is b. Of places that face each other, over the
 * North Pole. */
struct place place_between(struct place a, struct place b, double share);
/* The point of the great circle's piece from a to b that is nearest to `from`, as a share of it. */
double       place_share_nearest(struct place from, struct place a, struct place b);

struct place_index;

/* The places need not live longer. */
struct place_index *place_index_make(struct arena *, const struct place *, uint32_t n);

struct place_near { uint32_t number; double metres; };

/* The nearest `most` (PLACE_NEAR_MAX at most) into `near`; returns how many. A place of the index
 * is its own nearest. */
size_t place_nearest(const struct place_index *, struct place from, size_t most,
                     struct place_near *near);

/*
 * The shortest tree over all places of the index, the first `n_joined` of which are one already
 * (the network that stands): its links, a < b, in the order in which they were found, into `link`;
 * one fewer than there are places, counting those that are joined as one. Exact: of links of equal
 * length the one of smaller numbers. Places at one point have links of 0 metres to the first of
 * them. False: the progress stopped it.
 */
struct place_link { uint32_t a, b; double metres; };
struct place_links { struct place_link *link; size_t n; };
bool place_tree(struct arena *, const struct place_index *, uint32_t n_joined,
                const struct progress *, struct place_links *out);

#endif
