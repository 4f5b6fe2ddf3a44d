/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * steiner_tree.c — the shortest tree on some vertices (Prim), without the branches that cost more
 * than they bring: of what hangs in a given tree no other choice is better. See steiner_part.h.
 */
#include <string.h>

#include "engine/net/steiner_part.h"

struct tree
tree_make(struct arena *a, const struct arcs *g)
{
    struct tree t = {
        .g = g, .in = NEWS(a, bool, g->n), .above = NEWS(a, uint32_t, g->n),
        .slot = NEWS(a, uint32_t, g->n), .order = NEWS(a, uint32_t, g->n),
        .worth = NEWS(a, int64_t, g->n), .heap = net_heap_make(a, g->n), .value = NET_FAR,
    };

    t.in[0] = true;
    return t;
}

/* A vertex that stands in the tree has a key below all costs, so that it is not met again. */
static void
meet_around(struct tree *t, uint32_t v)
{
    const struct arcs *g = t->g;

    t->heap.key[v] = -1;
    for (uint32_t s = g->from[v]; s < g->from[v + 1]; s++) {
        uint32_t w = g->other[s];

        if (t->in[w] && g->cost[s] < t->heap.key[w]) {
            t->above[w] = v;
            t->slot[w] = s;
            net_heap_put(&t->heap, w, g->cost[s]);
        }
    }
}

static void
shortest(struct tree *t)
{
    t->n = 0;
    t->in[0] = true;
    t->above[0] = t->slot[0] = NET_NONE;
    net_heap_put(&t->heap, 0, 0);
    while (t->heap.n > 0) {
        t->order[t->n] = net_heap_take(&t->heap);
        meet_around(t, t->order[t->n++]);
    }
    for (uint32_t i = 0; i < t->n; i++)
        t->heap.key[t->order[i]] = NET_FAR;
}

/* From the leaves: a branch that does not bring more than its link costs is left out. */
static void
prune(struct tree *t)
{
    const struct arcs *g = t->g;
    uint32_t           kept = 0;

    for (uint32_t i = 0; i < t->n; i++)
        t->worth[t->order[i]] = g->prize[t->order[i]];
    for (uint32_t i = t->n; i-- > 1;) {
        uint32_t v = t->order[i];
        int64_t  gain = t->worth[v] - g->cost[t->slot[v]];

        if (gain > 0)
            t->worth[t->above[v]] = net_together(t->worth[t->above[v]], gain);
        else
            t->worth[v] = -1;
    }
    for (uint32_t i = 0; i < t->n; i++) {
        uint32_t v = t->order[i];

        if (i > 0 && (t->worth[v] < 0 || t->worth[t->above[v]] < 0))
            t->worth[v] = -1;
        else
            t->order[kept++] = v;
    }
    t->n = kept;
}

static void
sum_value(struct tree *t)
{
    const struct arcs *g = t->g;

    t->value = 0;
    memset(t->in, 0, g->n * sizeof *t->in);
    for (uint32_t i = 0; i < t->n; i++) {
        uint32_t v = t->order[i];

        t->in[v] = true;
        t->value += i > 0 ? g->cost[t->slot[v]] : 0;
    }
    for (uint32_t v = 0; v < g->n; v++)
        if (!t->in[v])
            t->value = net_together(t->value, g->prize[v]);
}

void
tree_span(struct tree *t)
{
    shortest(t);
    prune(t);
    sum_value(t);
}

void
tree_copy(struct tree *to, const struct tree *from)
{
    uint32_t n = from->g->n;

    memcpy(to->in, from->in, n * sizeof *to->in);
    memcpy(to->above, from->above, n * sizeof *to->above);
    memcpy(to->slot, from->slot, n * sizeof *to->slot);
    memcpy(to->order, from->order, from->n * sizeof *to->order);
    to->n = from->n;
    to->value = from->value;
}
