/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* steiner.c — a tree and its bound: bound, tree, better tree. See steiner.h. */
#include <string.h>

#include "engine/net/steiner_part.h"

enum { EXCHANGES = 2 };

void
tree_improve(struct arena *a, struct tree *t, uint32_t rounds)
{
    for (uint32_t i = 0; i < rounds; i++) {
        bool grew = tree_grow(t);

        if (!tree_insert(a, t) && !grew)
            return;
    }
}

static bool
make_tree(struct arena *a, struct tree *t, const struct net_effort *e,
          const struct progress *progress)
{
    uint32_t rounds = e->exchanges ? e->exchanges : EXCHANGES;

    tree_span(t);
    for (uint32_t i = 0; i < rounds; i++) {
        if (!progress_goes_on(progress, t->g->n, t->g->n))
            return false;
        tree_improve(a, t, 1);
    }
    return e->tries == 0 || tree_search(a, t, e->tries, progress);
}

/* The numbers of the graph again. */
static void
hand_out(const struct arcs *g, const struct tree *t, const struct net_graph *graph,
         struct net_tree *out)
{
    for (uint32_t v = 0; v < graph->n; v++)
        out->link[v] = out->above[v] = NET_NONE;
    for (uint32_t i = 1; i < t->n; i++) {
        uint32_t v = t->order[i];

        out->link[g->old[v]] = g->link[t->slot[v]];
        out->above[g->old[v]] = g->old[t->above[v]];
        out->links += g->cost[t->slot[v]];
    }
    out->n = t->n;
    out->n_cut_off = g->n_cut_off;
    out->lost = t->value - out->links + g->lost;
}

bool
net_steiner(struct arena *a, const struct net_graph *graph, const struct net_effort *effort,
            const struct progress *progress, struct net_tree *out)
{
    struct net_effort plain = { 0 };
    struct arcs       g;
    struct region     region;
    struct tree       t;
    size_t            mark;

    *out = (struct net_tree){ .link = NEWS(a, uint32_t, graph->n),
                              .above = NEWS(a, uint32_t, graph->n) };
    mark = arena_mark(a);
    effort = effort ? effort : &plain;
    arcs_make(a, graph, &g);
    bool is_whole = net_ascent(a, &g, effort, progress, &region);

    if (is_whole) {
        arcs_fill_costs(&g, graph);
        t = tree_make(a, &g);
        memcpy(t.in, region.in, g.n * sizeof *t.in);
        is_whole = make_tree(a, &t, effort, progress);
        hand_out(&g, &t, graph, out);
        out->bound = region.bound + g.lost;
    }
    arena_back(a, mark);
    return is_whole;
}
