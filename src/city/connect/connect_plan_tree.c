/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_plan_tree.c — the cheapest tree whose hops carry what hangs on them.
 *
 * The engine knows no capacity: what a hop must carry is known when the tree is. A hop that carries
 * too much is closed and the tree made again; after PLAN_ROUNDS of this, all hops are.
 * The bound is the first tree's, of which every closing is a restriction.
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

/* ---- what a hop carries ---------------------------------------------------------------------- */

static void
close_link(struct plan_work *w, uint32_t link)
{
    w->link[link].b = w->link[link].a;              /* a loop: the engine passes it over */
}

/* Closes hops that carry more than they can; how many. */
static size_t
close_full_hops(struct plan_work *w)
{
    struct maybe_int most = w->ask->params->price[CONNECT_MICROWAVE].most_kbps;
    size_t           mark = arena_mark(w->arena), n_closed = 0;
    uint32_t        *order = NEWS(w->arena, uint32_t, w->n);
    int64_t         *kbps = NEWS(w->arena, int64_t, w->n);
    size_t           n = plan_upwards(w->arena, w, order);

    for (size_t i = 0; most.known && i < n; i++) {
        uint32_t v = order[i], link = w->tree_link[v];

        kbps[v] += plan_serves(w, v) ? w->site[w->site_of[v]].kbps : 0;
        kbps[w->tree_above[v]] += kbps[v];
        if (w->way[link].tech != CONNECT_MICROWAVE || kbps[v] <= most.n)
            continue;
        close_link(w, link);
        n_closed++;
    }
    arena_back(w->arena, mark);
    return n_closed;
}

static void
close_hops(struct plan_work *w)
{
    for (size_t i = 0; i < w->n_links; i++)
        if (w->way[i].tech == CONNECT_MICROWAVE)
            close_link(w, (uint32_t)i);
}

/* ---- the tree -------------------------------------------------------------------------------- */

static struct err *
one_tree(struct plan_work *w, struct net_tree *tree)
{
    struct net_graph  graph = { .n = w->n, .link = w->link, .n_links = w->n_links,
                                .prize = w->prize };
    struct net_effort effort = { 0 };

    if (!net_steiner(w->arena, &graph, &effort, w->ask->progress, tree))
        return plan_stopped(w->arena);
    w->tree_link = tree->link;
    w->tree_above = tree->above;
    return NULL;
}

struct err *
plan_tree(struct plan_work *w)
{
    struct net_tree tree;

    TRY(one_tree(w, &tree));
    uint32_t cut_off = tree.n_cut_off;

    w->bound = tree.bound;
    for (int round = 0; close_full_hops(w) > 0; round++) {
        if (round == PLAN_ROUNDS)
            close_hops(w);
        TRY(one_tree(w, &tree));
    }
    if (tree.n_cut_off != cut_off)      /* other sites than those of the first bound are served */
        w->bound = tree.bound;
    return NULL;
}
