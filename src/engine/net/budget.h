/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * budget.h — the most users for a sum of money, and a proof of how many more there could be.
 *
 * WHAT   Of all trees from the root whose links and vertices cost at most the budget, one that
 *        serves many users (or sites: one user each), and a bound that none exceeds.
 * HOW    Lagrange: for a price of one user the cheapest tree (steiner.h) with users times price as
 *        prizes. Whatever the price is, users <= all users + (budget - bound of that tree) / price;
 *        the least of these is the bound. The tree is the best that fits, filled up in the order of
 *        works of the next larger one.
 */
#ifndef GUYUB_ENGINE_NET_BUDGET_H
#define GUYUB_ENGINE_NET_BUDGET_H

#include "engine/net/steiner.h"

struct budget_ask {
    const struct net_graph *graph;      /* its prizes are not looked at, but NET_MUST is kept   */
    const int64_t          *money;      /* of a vertex itself: 0 to NET_MONEY_MAX               */
    const int64_t          *users;      /* of a vertex: 0 to NET_MONEY_MAX                      */
    int64_t                 budget;
    uint32_t                rounds;     /* prices that are tried; 0: 24                         */
};

struct budget_plan {
    struct net_tree tree;               /* its `lost` and `bound` are of no account             */
    int64_t         spent, users, users_bound;
};

/* False: the progress stopped it. */
bool net_budget(struct arena *, const struct budget_ask *, const struct progress *,
                struct budget_plan *out);

#endif
