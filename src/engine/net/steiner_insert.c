/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * steiner_insert.c — a vertex outside of the tree with all its links to it: each but the first
 * closes a circle, whose dearest link can go. Where that gains more than the vertex costs, it is
 * inserted. See steiner_part.h.
 */
#include "engine/net/steiner_part.h"

/* Of a way up from a vertex, and of a circle; longer ones are let be. */
enum { CLIMB_MOST = 64, LINKS_MOST = 24, CHANGES_MOST = LINKS_MOST * (CLIMB_MOST + 1) + 1 };

/* What hung where before; the last is undone first. */
struct change { uint32_t v, above, slot; };

struct insertion {
    struct tree  *t;
    struct change done[CHANGES_MOST];
    size_t        n;
};

static void
hang(struct insertion *x, uint32_t v, uint32_t above, uint32_t slot)
{
    x->done[x->n++] = (struct change){ v, x->t->above[v], x->t->slot[v] };
    x->t->above[v] = above;
    x->t->slot[v] = slot;
}

static void
undo(struct insertion *x)
{
    while (x->n > 0) {
        struct change c = x->done[--x->n];

        x->t->above[c.v] = c.above;
        x->t->slot[c.v] = c.slot;
    }
}

static int64_t
cost_up(const struct tree *t, uint32_t v)
{
    return t->g->cost[t->slot[v]];
}

/* The vertices from v up, itself first; CLIMB_MOST at most. */
static size_t
climb(const struct tree *t, uint32_t v, uint32_t *way)
{
    size_t n = 0;

    for (; n < CLIMB_MOST && v != NET_NONE; v = t->above[v])
        way[n++] = v;
    return n;
}

/* Up to where two ways meet; false: they do not, as far as they go. */
static bool
meet_above(const uint32_t *a, size_t *n_a, const uint32_t *b, size_t *n_b)
{
    for (size_t i = 0; i < *n_a; i++)
        for (size_t j = 0; j < *n_b; j++)
            if (a[i] == b[j]) {
                *n_a = i;
                *n_b = j;
                return true;
            }
    return false;
}

/* The dearest link up of n vertices is dearer than `cost`: which of them has it; otherwise n. */
static size_t
dearest(const struct tree *t, const uint32_t *way, size_t n, int64_t *cost)
{
    size_t found = n;

    for (size_t i = 0; i < n; i++)
        if (cost_up(t, way[i]) > *cost) {
            *cost = cost_up(t, way[i]);
            found = i;
        }
    return found;
}

/* The slot at the other end of the same link. */
static uint32_t
other_end(const struct arcs *g, uint32_t slot)
{
    uint32_t to = g->from[g->other[slot]];

    while (g->link[to] != g->link[slot])
        to++;
    return to;
}

/* way[0] hangs on `above`, and way[1] on it, up to way[last], whose own link goes. */
static void
turn_round(struct insertion *x, const uint32_t *way, size_t last, uint32_t above, uint32_t slot)
{
    for (size_t i = 0; i <= last; i++) {
        uint32_t was = x->t->slot[way[i]];

        hang(x, way[i], above, slot);
        above = way[i];
        slot = i < last ? other_end(x->t->g, was) : 0;
    }
}

/* A link from v, which hangs in the tree, to w in it; returns what it gains. */
static int64_t
close_circle(struct insertion *x, uint32_t v, uint32_t slot)
{
    const struct arcs *g = x->t->g;
    uint32_t           from_v[CLIMB_MOST], from_w[CLIMB_MOST], w = g->other[slot];
    size_t             n_v = climb(x->t, v, from_v), n_w = climb(x->t, w, from_w), in_v, in_w;
    int64_t            cost = g->cost[slot];

    if (!meet_above(from_v, &n_v, from_w, &n_w))
        return 0;
    in_w = dearest(x->t, from_w, n_w, &cost);
    in_v = dearest(x->t, from_v, n_v, &cost);
    if (in_v < n_v)
        turn_round(x, from_v, in_v, w, other_end(g, slot));
    else if (in_w < n_w)
        turn_round(x, from_w, in_w, v, slot);
    return cost - g->cost[slot];
}

/* The slots of v to vertices of the tree, cheapest first. */
static size_t
links_in(const struct tree *t, uint32_t v, uint32_t *slot)
{
    const struct arcs *g = t->g;
    size_t             n = 0;

    for (uint32_t s = g->from[v]; s < g->from[v + 1]; s++) {
        size_t at = n;

        if (!t->in[g->other[s]] || n == LINKS_MOST)
            continue;
        for (; at > 0 && g->cost[slot[at - 1]] > g->cost[s]; at--)
            slot[at] = slot[at - 1];
        slot[at] = s;
        n++;
    }
    return n;
}

static bool
insert(struct insertion *x, uint32_t v)
{
    const struct arcs *g = x->t->g;
    uint32_t           slot[LINKS_MOST];
    size_t             n = links_in(x->t, v, slot);
    int64_t            gain;

    x->n = 0;
    if (n == 0)
        return false;
    gain = g->prize[v] - g->cost[slot[0]];
    hang(x, v, g->other[slot[0]], other_end(g, slot[0]));
    for (size_t i = 1; i < n; i++)
        gain += close_circle(x, v, slot[i]);
    x->t->in[v] = gain > 0;
    if (gain <= 0)
        undo(x);
    return gain > 0;
}

bool
tree_insert(struct arena *a, struct tree *t)
{
    size_t            mark = arena_mark(a);
    struct insertion *x = NEW(a, struct insertion);
    int64_t           before = t->value;
    bool              any = false;

    x->t = t;
    for (uint32_t v = 1; v < t->g->n; v++)
        any |= !t->in[v] && insert(x, v);
    arena_back(a, mark);
    if (any)
        tree_span(t);
    return t->value < before;
}
