/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * steiner_path.c — paths to vertices outside of the tree, where they bring more than they cost. See
 * steiner_part.h.
 */
#include "engine/net/steiner_part.h"

/* A way that comes back to itself would count a prize twice; longer ones than WAY_MOST are not
 * asked. TAKES_EACH: how often a vertex may be looked at, one with another. */
enum { WAY_MOST = 64, TAKES_EACH = 16 };

static bool
is_on_way(const struct tree *t, uint32_t w, uint32_t v)
{
    for (size_t i = 0; i < WAY_MOST && !t->in[v]; i++, v = t->above[v])
        if (v == w)
            return true;
    return !t->in[v];
}

/* The key of a vertex: what the way to it costs, less the prizes on the way, from where that was
 * nothing. */
static void
step_out(struct tree *t, uint32_t v, int64_t paid, int64_t most)
{
    const struct arcs *g = t->g;

    for (uint32_t s = g->from[v]; s < g->from[v + 1]; s++) {
        uint32_t w = g->other[s];
        int64_t  next = paid + g->cost[s];

        if (t->in[w] || next >= most || next >= t->heap.key[w])
            continue;
        bool is_new = t->heap.place[w] > 0 || t->heap.key[w] == NET_FAR;

        if (is_new || !is_on_way(t, w, v)) {
            t->above[w] = v;
            t->slot[w] = s;
            net_heap_put(&t->heap, w, next);
        }
    }
}

/* The way to it pays: all of it is of the tree, and only then do ways begin there: they would turn
 * it round. */
static void
take_in(struct tree *t, uint32_t v, int64_t most)
{
    uint32_t joint = v;

    for (; !t->in[joint]; joint = t->above[joint])
        t->in[joint] = true;
    for (; v != joint; v = t->above[v])
        step_out(t, v, 0, most);
}

static int64_t
dearest_outside(const struct tree *t)
{
    int64_t most = 0;

    for (uint32_t v = 0; v < t->g->n; v++)
        if (!t->in[v] && t->g->prize[v] > most)
            most = t->g->prize[v];
    return most;
}

bool
tree_grow(struct tree *t)
{
    const struct arcs *g = t->g;
    int64_t            most = dearest_outside(t), before = t->value;

    for (uint32_t i = 0; i < t->n; i++)
        step_out(t, t->order[i], 0, most);
    for (uint64_t i = (uint64_t)g->n * TAKES_EACH; i > 0 && t->heap.n > 0; i--) {
        uint32_t v = net_heap_take(&t->heap);
        int64_t  gain = g->prize[v] - t->heap.key[v];

        if (t->in[v])
            continue;
        if (gain > 0)
            take_in(t, v, most);
        else
            step_out(t, v, -gain, most);
    }
    net_heap_clear(&t->heap);
    for (uint32_t v = 0; v < g->n; v++)
        t->heap.key[v] = NET_FAR;
    tree_span(t);
    return t->value < before;
}
