/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * budget.h — the most users for a sum of money, and a proof of how many more there could be.
 *
 * WHAT   Of all trees from the root whose links and vertices cost at most the budget, one that
 *        serves many users (or sites: one user each), and a bound that none exceeds. A vertex on
 *        the way is paid for as any other. Those that must be connected come first; if the budget
 *        is too small for all of them, as many as it reaches, in the order of works.
 * HOW    Lagrange: for a price of one user the cheapest tree (steiner.h) with users times price,
 *        less the vertex's own money, as prizes. Whatever the price is, no tree within the budget
 *        serves more than (budget + all prizes - bound of that tree) / price; the least of these is
 *        the bound. Prices are sought where the trees cross the budget. The tree is the best that
 *        fits, filled up in the order of works of larger ones.
 * NOT    The bound is of the whole of users, not of the first year: years are order.h's.
 */
#ifndef GUYUB_ENGINE_NET_BUDGET_H
#define GUYUB_ENGINE_NET_BUDGET_H

#include "engine/net/steiner.h"

/* All money together, and all users, stay below NET_SUM_MAX. */
struct budget_ask {
    const struct net_graph *graph;      /* its prizes are not looked at, but NET_MUST is kept   */
    const int64_t          *money;      /* of a vertex itself: 0 to NET_MONEY_MAX               */
    const int64_t          *users;      /* of a vertex: 0 to NET_MONEY_MAX                      */
    int64_t                 budget;
    uint32_t                rounds;     /* prices that are tried; 0: 24                         */
};

struct budget_plan {
    struct net_tree tree;               /* its `lost` and `bound` are of no account             */
    int64_t         spent, users;       /* within the tree: links and vertices; the root's too  */
    int64_t         users_bound;
    uint32_t        n_too_dear;         /* that must be connected, have a way, and are outside  */
    uint32_t        rounds;             /* prices that were tried                               */
};

/* A budget below 0 is none. False: the progress stopped it. */
bool net_budget(struct arena *, const struct budget_ask *, const struct progress *,
                struct budget_plan *out);

#endif
