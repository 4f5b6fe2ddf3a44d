/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* ground_part.h — the grid of ground.h. Private to it. */
#ifndef GUYUB_ENGINE_NET_GROUND_PART_H
#define GUYUB_ENGINE_NET_GROUND_PART_H

#include "engine/net/ground.h"

struct ground_edge { struct place from, to; uint32_t polygon; };

/* An edge in a cell; of a polygon's first one in it: does the cell's mark lie in the polygon? */
struct ground_entry { uint32_t edge; bool is_in; };

/* Where a way goes into a polygon of the area, or out of it: at a share of the way. */
struct ground_turn { double t; int32_t step; uint32_t area; };

struct ground {
    const struct ground_edge *edge;     uint32_t n_edges;       /* by polygons                  */
    const uint8_t            *area_of;                          /* of a polygon                 */
    struct place              corner;                           /* south-west                   */
    double                    wide, high;                       /* of a cell, in degrees        */
    uint32_t                  columns, rows;
    const uint32_t           *first;    /* of cell i the entries first[i] to first[i + 1]       */
    const struct ground_entry *entry;
    const uint64_t           *whole;    /* areas of the polygons that have the cell in them and
                                         * no edge there                                        */
    struct ground_turn       *turn;     /* room for the edges of the fullest cell               */
    uint64_t                  turned;   /* the area that is outside of its polygons             */
};

/* Beside the cell's middle: borders of even degrees, as they are drawn by hand, do not go through
 * it. */
static inline struct place
ground_mark(const struct ground *g, uint32_t column, uint32_t row)
{
    return (struct place){ g->corner.lat + (row + 0.5176380902) * g->high,
                           g->corner.lon + (column + 0.4618802154) * g->wide };
}

#endif
