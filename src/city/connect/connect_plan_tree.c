/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_plan_tree.c — the cheapest tree whose hops carry what hangs on them.
 *
 * The engine knows no capacity: what a hop must carry is known when the tree is. A tree whose hops
 * carry too much is mended; the links that were too many are closed and another tree is made, a few
 * times; and one without hops, on which then those are put that pay. The cheapest is taken. The
 * bound is the first tree's, of which every closing is a restriction.
 */
#include <string.h>

#include "base/arena.h"
#include "city/connect/connect_plan_part.h"

/* ---- from the leaves to the root ------------------------------------------------------------- */

bool
plan_serves(const struct plan_work *w, uint32_t vertex)
{
    uint32_t site = w->site_of[vertex];

    return site != NET_NONE
        && !plan_stays_alone(&w->site[site],
                             (enum connect_tech)w->way[w->tree_link[vertex]].tech);
}

/* Leaves first; what feeds nobody (a fibre's end beside a site that is better off alone) is not
 * built, and not in the order. */
size_t
plan_upwards(struct arena *a, const struct plan_work *w, uint32_t *order)
{
    uint32_t *waits = NEWS(a, uint32_t, w->n);
    bool     *feeds = NEWS(a, bool, w->n);
    uint32_t *queue = NEWS(a, uint32_t, w->n);
    size_t    n_queue = 0, n = 0;

    for (uint32_t v = 1; v < w->n; v++)
        if (w->tree_link[v] != NET_NONE)
            waits[w->tree_above[v]]++;
    for (uint32_t v = 1; v < w->n; v++)
        if (w->tree_link[v] != NET_NONE && waits[v] == 0)
            queue[n_queue++] = v;
    for (size_t i = 0; i < n_queue; i++) {
        uint32_t v = queue[i], above = w->tree_above[v];

        if (feeds[v] || plan_serves(w, v)) {
            feeds[above] = true;
            order[n++] = v;
        }
        if (--waits[above] == 0 && above != 0)
            queue[n_queue++] = above;
    }
    return n;
}

/* ---- the tree -------------------------------------------------------------------------------- */

static struct err *
one_tree(struct plan_work *w, struct net_tree *tree)
{
    struct net_graph  graph = { .n = w->n, .link = w->link, .n_links = w->n_links,
                                .prize = w->prize };
    struct net_effort effort = { .tries = plan_has_roads(w->ask) ? PLAN_ROAD_TRIES : 0 };

    if (!net_steiner(w->arena, &graph, &effort, w->ask->progress, tree))
        return plan_stopped(w->arena);
    w->tree_link = tree->link;
    w->tree_above = tree->above;
    return NULL;
}

/* What the taken tree costs: its links, and what is lost outside of it. */
static int64_t
cost_of(const struct plan_work *w)
{
    int64_t cost = 0;

    for (uint32_t v = 1; v < w->n; v++)
        if (w->tree_link[v] != NET_NONE)
            cost += w->link[w->tree_link[v]].cost;
        else if (w->prize[v] != NET_MUST)
            cost += w->prize[v];
    return cost;
}

static uint32_t
count_cut_off(const struct plan_work *w)
{
    uint32_t n = 0;

    for (uint32_t v = 1; v < w->n; v++)
        n += w->prize[v] == NET_MUST && w->tree_link[v] == NET_NONE;
    return n;
}

/* The best of several; fewer that must be connected and are not come before the cost. */
struct best { uint32_t *link, *above, n_cut_off; int64_t cost; };

static void
keep_best(const struct plan_work *w, struct best *best)
{
    int64_t  cost = cost_of(w);
    uint32_t n_cut_off = count_cut_off(w);

    if (best->link && (n_cut_off > best->n_cut_off
                       || (n_cut_off == best->n_cut_off && cost >= best->cost)))
        return;
    *best = (struct best){ w->tree_link, w->tree_above, n_cut_off, cost };
}

/* Which links there were: closed ones are loops until they are opened again. */
static uint32_t *
ends_of(const struct plan_work *w)
{
    uint32_t *end = NEWS(w->arena, uint32_t, w->n_links);

    for (size_t i = 0; i < w->n_links; i++)
        end[i] = w->link[i].b;
    return end;
}

static void
open_again(struct plan_work *w, const uint32_t *end)
{
    for (size_t i = 0; i < w->n_links; i++)
        w->link[i].b = end[i];
}

static void
close_hops(struct plan_work *w)
{
    for (size_t i = 0; i < w->n_links; i++)
        if (w->way[i].tech == CONNECT_MICROWAVE)
            w->link[i].b = w->link[i].a;
}

/* Trees whose hops hold: the first ones mended, and one without hops that takes those that pay. */
static struct err *
other_trees(struct plan_work *w, const uint32_t *end, struct best *best)
{
    struct net_tree tree;

    for (int round = 1; round <= PLAN_ROUNDS; round++) {
        plan_refeed(w);
        keep_best(w, best);
        TRY(one_tree(w, &tree));
        if (plan_relieve_hops(w, true) == 0)
            break;
    }
    plan_refeed(w);
    keep_best(w, best);
    open_again(w, end);
    close_hops(w);
    TRY(one_tree(w, &tree));
    open_again(w, end);
    plan_refeed(w);
    keep_best(w, best);
    w->tree_link = best->link;
    w->tree_above = best->above;
    plan_refeed(w);
    return NULL;
}

struct err *
plan_tree(struct plan_work *w)
{
    struct net_tree tree;
    struct best     best = { .link = NULL };
    const uint32_t *end = ends_of(w);

    TRY(one_tree(w, &tree));
    w->bound = tree.bound;
    if (plan_relieve_hops(w, true) == 0)
        return NULL;
    TRY(other_trees(w, end, &best));
    if (count_cut_off(w) != tree.n_cut_off)     /* others than those of the bound are served */
        w->bound = plan_smaller(w->bound, cost_of(w));
    return NULL;
}
