/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * order.h — in which order a tree is built, so that most people have it soonest.
 *
 * WHAT   Each vertex costs money and brings users; none before the one above it. Of all orders that
 *        keep this, the one with the least sum over users of what was spent before they were
 *        served: Horn 1972 (one machine, an out-tree, weighted completion times). Exact.
 * HOW    From the leaves: a vertex that brings more for its money than the group above it joins
 *        that group; ratios are compared by multiplication, so that nothing is divided.
 * COST   n log n.
 */
#ifndef GUYUB_ENGINE_NET_ORDER_H
#define GUYUB_ENGINE_NET_ORDER_H

#include "engine/net/steiner.h"

/* All money together, and all users, stay below NET_SUM_MAX. */
struct order_ask {
    uint32_t        n;                  /* vertices; 0 is the root and costs nothing            */
    const uint32_t *above;              /* NET_NONE: not in the tree (and of the root)          */
    const int64_t  *money, *users;      /* of a vertex: 0 to NET_MONEY_MAX                      */
};

/* The vertices of the tree but for the root, first to be built first, into `order`; returns how
 * many. */
size_t net_order(struct arena *, const struct order_ask *, uint32_t *order);

/*
 * The years in which they are built: year[v] from 0 on, or ORDER_LATER, with money[y] for year y;
 * what is not spent is there in the next. In the order, but who fits while the next does not is
 * taken before; never before the one above it.
 */
enum { ORDER_LATER = 0xffff, ORDER_YEARS_MAX = 50 };
void net_order_years(struct arena *, const struct order_ask *, const int64_t *money,
                     uint32_t n_years, uint16_t *year);

#endif
