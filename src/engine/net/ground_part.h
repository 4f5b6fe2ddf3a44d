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
    const double             *lon, *lat;    /* borders of columns and rows, the last too        */
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
    return (struct place){ g->lat[row] + 0.5176380902 * (g->lat[row + 1] - g->lat[row]),
                           g->lon[column] + 0.4618802154 * (g->lon[column + 1] - g->lon[column]) };
}

/* Between which two of the borders, of which there are n + 1; the first or the last, if outside. */
static inline uint32_t
ground_between(const double *border, uint32_t n, double at)
{
    uint32_t low = 0;

    for (uint32_t high = n; high - low > 1;) {
        uint32_t middle = low + (high - low) / 2;

        if (border[middle] <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

#endif
