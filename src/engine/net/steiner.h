/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * steiner.h — the cheapest tree from a root to those vertices that are worth their way, and a proof
 * of how far from the cheapest it can be (ADR 0024).
 *
 * WHAT   The rooted prize-collecting Steiner tree: links cost, vertices have prizes (what is lost
 *        if they stay outside). Of all trees that hold vertex 0, one with a small sum of costs of
 *        its links and prizes of all vertices outside of it; and a bound that no tree comes below.
 *        Whole numbers throughout: nothing is rounded.
 * HOW    Dual ascent in phases (Wong 1984; Leitner, Ljubic, Luipersbeck and Sinnl 2018): every
 *        vertex with a prize buys its way towards the root, a little in each phase, along arcs
 *        whose price is not yet paid, and waits while another that still buys leads to it along
 *        paid ones; what lies on a circle of paid arcs becomes one and puts its prizes together.
 *        What was paid is the bound. The tree is the shortest one on what the root
 *        reaches along paid arcs, without the branches that cost more than they bring; then paths
 *        are added, and vertices whose links replace dearer ones, while that is worth it.
 * ORDER  The same tree for the same graph, on every machine: ties go to the smaller number.
 * COST   Memory: about 150 bytes for a vertex, 40 for a link. Time: about n log n in geographic
 *        graphs of 16 links a vertex.
 * NOT    Capacity, budgets (budget.h), the order of works (order.h).
 */
#ifndef GUYUB_ENGINE_NET_STEINER_H
#define GUYUB_ENGINE_NET_STEINER_H

#include "base/arena.h"
#include "base/progress.h"

/* Of one cost or prize. All prizes, and as many of the dearest links as there are vertices, must
 * stay below NET_SUM_MAX together: who makes a graph sees to it. */
#define NET_MONEY_MAX ((int64_t)1 << 40)
#define NET_SUM_MAX   ((int64_t)1 << 60)
#define NET_MUST      INT64_MAX         /* the prize of a vertex that must be connected */

enum { NET_VERTICES_MAX = 1 << 24, NET_LINKS_MAX = 1 << 28 };

static const uint32_t NET_NONE = UINT32_MAX;

struct net_link { uint32_t a, b; int64_t cost; };       /* cost 0 to NET_MONEY_MAX */

/* Links in any order; loops and dearer doubles are passed over. prize[0] is not looked at. */
struct net_graph {
    uint32_t               n;           /* vertices, the root among them: 1 or more     */
    const struct net_link *link;
    size_t                 n_links;
    const int64_t         *prize;       /* of a vertex: 0 to NET_MONEY_MAX, or NET_MUST */
};

/* How hard is tried; all zero is what plans of places need. */
struct net_effort {
    uint32_t first_step_part;           /* the first phase pays this part of a short link (8)     */
    uint32_t step_grows;                /* and each later one so many per cent more (5)           */
    uint32_t exchanges;                 /* rounds of adding paths and inserting vertices (2)      */
    uint32_t tries;                     /* other trees by chance, for graphs that are no maps (0) */
};

struct net_tree {
    uint32_t *link;                     /* of a vertex: the link towards the root, by its number
                                         * in the graph; NET_NONE: outside, or the root           */
    uint32_t *above;                    /* and the vertex at its other end                        */
    uint32_t  n;                        /* vertices inside, the root too                          */
    uint32_t  n_cut_off;                /* that must be connected, and no way leads to them       */
    int64_t   links, lost;              /* what the links cost; prizes of those outside, those
                                         * that are cut off left out                              */
    int64_t   bound;                    /* no tree has links + lost below this                    */
};

/* False: the progress stopped it. The tree stands in the arena. */
bool net_steiner(struct arena *, const struct net_graph *, const struct net_effort *,
                 const struct progress *, struct net_tree *out);

/*
 * Reckons a tree again from the graph alone, by other means than made it: is it a tree of links
 * that are there, with the vertices and sums that it says, every vertex that must be connected in
 * it unless no way leads there? NULL, or what is wrong, for those who test.
 */
const char *net_tree_wrong(struct arena *, const struct net_graph *, const struct net_tree *);

#endif
