/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * place_part.h — inside the index of places: spots, nodes, and a walk to those near. For place*.c,
 * candidate.c and junction.c only.
 *
 * A `spot` is a point of the unit sphere that one or more places have; the index numbers spots from
 * 0 in the order of its tree, so that neighbours have numbers close together. Nodes are numbered
 * as in a heap: 1 is all, 2 k and 2 k + 1 are the halves of k. The spots of a node follow from its
 * number alone; each has the smallest box around them.
 */
#ifndef GUYUB_ENGINE_NET_PLACE_PART_H
#define GUYUB_ENGINE_NET_PLACE_PART_H

#include "engine/net/place.h"

enum { PLACE_LEAF = 16, PLACE_DEPTH_MAX = 24 };     /* most spots of a leaf; levels below node 1 */

static const uint32_t PLACE_NONE = UINT32_MAX;

struct spot { double x, y, z; };

/* Rounded outwards. */
struct spot_box { float low[3], high[3]; };

struct place_index {
    uint32_t         n, n_spots;
    uint32_t         leaves;        /* how many, a power of two; the number of the first of them */
    struct spot     *spot;
    uint32_t        *first;         /* of a spot: where its places begin in `number`; n_spots + 1 */
    uint32_t        *number;        /* of places, ascending for each spot                        */
    struct spot_box *box;           /* of a node                                                 */
};

/* Where a place is on the unit sphere; places at one point have the same bytes. */
struct spot place_spot(struct place);

/* The square of the chord. */
static inline double
spot_chord2(struct spot a, struct spot b)
{
    double x = a.x - b.x, y = a.y - b.y, z = a.z - b.z;

    return x * x + y * y + z * z;
}

/* Of a chord's square, along the great circle. */
double place_metres_of(double chord2);

/* The first of the places at a spot. */
static inline uint32_t
place_first(const struct place_index *x, uint32_t spot)
{
    return x->number[x->first[spot]];
}

/* A leaf's spots are those from here to where the next one's begin. */
static inline uint32_t
place_leaf_from(const struct place_index *x, uint32_t leaf)
{
    return (uint32_t)((uint64_t)x->n_spots * (leaf - x->leaves) / x->leaves);
}

/* The leaf where a spot stands. */
static inline uint32_t
place_leaf_of(const struct place_index *x, uint32_t spot)
{
    return x->leaves + (uint32_t)((((uint64_t)spot + 1) * x->leaves - 1) / x->n_spots);
}

/* ---- a walk ---------------------------------------------------------------------------------- */

/* Leaves one by one, near ones first, without nodes all of whose spots are `mine`. */
struct place_walk {
    const struct place_index *x;
    struct spot               from;
    const uint32_t           *whose;        /* of a node; NULL: nobody is left out */
    uint32_t                  mine;
    uint32_t                  n_open;
    struct { double chord2; uint32_t node; } open[PLACE_DEPTH_MAX + 2];
};

/* By how much a coordinate is outside of a range; 0: it is inside. */
static inline double
spot_outside(double at, double low, double high)
{
    double below = low - at, above = at - high, out = below > above ? below : above;

    return out > 0 ? out : 0;
}

/* No spot of the box is nearer, not even by rounding: it adds the same in the same order. */
static inline double
spot_box_chord2(struct spot p, const struct spot_box *b)
{
    double x = spot_outside(p.x, b->low[0], b->high[0]);
    double y = spot_outside(p.y, b->low[1], b->high[1]);
    double z = spot_outside(p.z, b->low[2], b->high[2]);

    return x * x + y * y + z * z;
}

/* Of two boxes, the same. */
static inline double
spot_boxes_chord2(const struct spot_box *a, const struct spot_box *b)
{
    double sum = 0;

    for (int side = 0; side < 3; side++) {
        double below = (double)b->low[side] - a->high[side];
        double above = (double)a->low[side] - b->high[side], out = below > above ? below : above;

        sum += out > 0 ? out * out : 0;
    }
    return sum;
}

/* The node is looked at next. */
static inline void
place_walk_open(struct place_walk *w, uint32_t node, double chord2)
{
    w->open[w->n_open].node = node;
    w->open[w->n_open++].chord2 = chord2;
}

/* Is the node left out? */
static inline bool
place_walk_is_mine(const struct place_walk *w, uint32_t node)
{
    return w->whose && w->whose[node] == w->mine;
}

/* From a spot of the index: its own leaf lies on top, above it the other half of each node that
 * holds it, the larger the deeper. */
static inline void
place_walk_from(struct place_walk *w, uint32_t spot)
{
    uint32_t leaf = place_leaf_of(w->x, spot);

    w->from = w->x->spot[spot];
    w->n_open = 0;
    for (uint32_t half = w->x->leaves / 2; half > 0; half /= 2) {
        uint32_t node = (leaf / half) ^ 1;

        if (!place_walk_is_mine(w, node))
            place_walk_open(w, node, spot_box_chord2(w->from, &w->x->box[node]));
    }
    if (!place_walk_is_mine(w, leaf))
        place_walk_open(w, leaf, 0);
}

/* The nearer half on top. */
static inline void
place_walk_down(struct place_walk *w, uint32_t node, double within)
{
    uint32_t near = 2 * node, far = near + 1;
    double   d = spot_box_chord2(w->from, &w->x->box[near]);
    double   e = spot_box_chord2(w->from, &w->x->box[far]);

    if (e < d) {
        double nearer = e;

        near = far, far = 2 * node;
        e = d, d = nearer;
    }
    if (e <= within && !place_walk_is_mine(w, far))
        place_walk_open(w, far, e);
    if (d <= within && !place_walk_is_mine(w, near))
        place_walk_open(w, near, d);
}

/* The next leaf that may hold a spot whose chord is `within` or less; 0: there is none. */
static inline uint32_t
place_walk_next(struct place_walk *w, double within)
{
    while (w->n_open > 0) {
        uint32_t node = w->open[--w->n_open].node;

        if (w->open[w->n_open].chord2 > within)
            continue;
        if (node >= w->x->leaves)
            return node;
        place_walk_down(w, node, within);
    }
    return 0;
}

/* ---- the nearest spots ----------------------------------------------------------------------- */

struct spot_near { double chord2; uint32_t spot; };

/* The nearest to where the walk begins, `but` one, nearest first; of equals the one whose first
 * place has the smaller number. `near` has room for `most` and one more. */
size_t place_near_spots(struct place_walk *, uint32_t but, size_t most, struct spot_near *near);

/* Of each spot its `most` nearest others, nearest first; PLACE_NONE: there are no more. */
struct spot_lists { uint32_t *near; size_t most; };

/* False: the progress stopped it. */
bool place_near_each(struct arena *, const struct place_index *, size_t most,
                     const struct progress *, struct spot_lists *out);

/* ---- stages ---------------------------------------------------------------------------------- */

/* One of `stages` parts of a work, as a progress of its own: { &stage, place_stage_goes_on }. */
struct place_stage { const struct progress *progress; uint64_t stage, stages; };

/* Tells how far all of them are. */
bool place_stage_goes_on(void *stage, uint64_t done, uint64_t all);

/* ---- the tree of spots ----------------------------------------------------------------------- */

/* What a tree is made of. */
struct tree_ask {
    const struct place_index *x;
    struct spot_lists         lists;
    uint32_t                  n_joined;
    const struct progress    *progress;
};

/* The shortest tree over the spots, those that hold one of the first `n_joined` places being one:
 * a and b of its links are spots. As place_tree, whose room it needs. */
bool place_tree_spots(struct arena *, const struct tree_ask *, struct place_links *out);

#endif
