/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_param_part.h — which figures a pack of prices has: one table for its readers. */
#ifndef GUYUB_CONNECT_PARAM_PART_H
#define GUYUB_CONNECT_PARAM_PART_H

#include "city/connect/connect_param.h"

extern const struct shape connect_shape;

extern const char *const connect_currencies[];      /* IDR, USD */

/* `places`: how many decimals of the figure are kept as whole units; -1: the currency's. */
struct connect_unit { int32_t places; int64_t least, most; bool can_turn; };

extern const struct connect_unit connect_mbps, connect_count, connect_factor;

/* Where a figure stands in the pack, and at which byte of its struct it is kept. */
struct connect_row {
    const char                *key, *label;         /* label: msgid                            */
    const struct connect_unit *unit;
    bool                       is_maybe;            /* a maybe_int, which may stay unknown     */
    size_t                     at;
};
struct connect_rows { const struct connect_row *row; size_t n; };

/* Of the top and of "lease", in struct connect_params; of a technology, in struct connect_price;
 * of fibre alone, in struct connect_params. */
extern const struct connect_rows connect_rows_top, connect_rows_lease, connect_rows_price,
                                 connect_rows_fibre;

/* The number in `base` that the row is about; NULL if it is not known. */
int64_t *connect_row_number(void *base, const struct connect_row *);

#endif
