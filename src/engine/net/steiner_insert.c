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

/* `way`: up from both ends of a link, side 0 and 1; `met`: of a vertex on one of them, its place
 * there from 1 on; `below`: how many of them lie below where the two meet. */
struct insertion {
    struct tree  *t;
    uint32_t     *met;
    uint32_t      way[2][CLIMB_MOST];
    size_t        n[2], below[2];
    struct change done[CHANGES_MOST];
    size_t        n_done;
};

static void
hang(struct insertion *x, uint32_t v, uint32_t above, uint32_t slot)
{
    x->done[x->n_done++] = (struct change){ v, x->t->above[v], x->t->slot[v] };
    x->t->above[v] = above;
    x->t->slot[v] = slot;
}

static void
undo(struct insertion *x)
{
    while (x->n_done > 0) {
        struct change c = x->done[--x->n_done];

        x->t->above[c.v] = c.above;
        x->t->slot[c.v] = c.slot;
    }
}

static int64_t
cost_up(const struct tree *t, uint32_t v)
{
    return t->g->cost[t->slot[v]];
}

/* One vertex more on a side; true: the other side was there, so that both end below it. */
static bool
pass(struct insertion *x, size_t side, uint32_t v)
{
    if (x->met[v] > 0) {
        x->below[side] = x->n[side];
        x->below[1 - side] = x->met[v] - 1;
        return true;
    }
    x->way[side][x->n[side]] = v;
    x->met[v] = (uint32_t)++x->n[side];
    return false;
}

/* Up from v and from w in turn; false: the ways do not meet as far as they go. */
static bool
find_circle(struct insertion *x, uint32_t v, uint32_t w)
{
    uint32_t at[2] = { v, w };
    bool     meet = false;

    x->n[0] = x->n[1] = 0;
    for (size_t i = 0; i < 2 * CLIMB_MOST && !meet; i++)
        if (at[i % 2] != NET_NONE) {
            meet = pass(x, i % 2, at[i % 2]);
            at[i % 2] = x->t->above[at[i % 2]];
        }
    for (size_t side = 0; side < 2; side++)
        for (size_t i = 0; i < x->n[side]; i++)
            x->met[x->way[side][i]] = 0;
    return meet;
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

/* way[0] hangs on `above`, and way[1] on it, up to way[last], whose own link goes. */
static void
turn_round(struct insertion *x, const uint32_t *way, size_t last, uint32_t above, uint32_t slot)
{
    for (size_t i = 0; i <= last; i++) {
        uint32_t was = x->t->slot[way[i]];

        hang(x, way[i], above, slot);
        above = way[i];
        slot = was;
    }
}

/* A link from v, which hangs in the tree, to w in it; returns what it gains. */
static int64_t
close_circle(struct insertion *x, uint32_t v, uint32_t slot)
{
    const struct arcs *g = x->t->g;
    uint32_t           w = g->other[slot];
    int64_t            cost = g->cost[slot];
    size_t             in_v, in_w;

    if (!find_circle(x, v, w))
        return 0;
    in_w = dearest(x->t, x->way[1], x->below[1], &cost);
    in_v = dearest(x->t, x->way[0], x->below[0], &cost);
    if (in_v < x->below[0])
        turn_round(x, x->way[0], in_v, w, slot);
    else if (in_w < x->below[1])
        turn_round(x, x->way[1], in_w, v, slot);
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

    x->n_done = 0;
    if (n == 0)
        return false;
    gain = g->prize[v] - g->cost[slot[0]];
    hang(x, v, g->other[slot[0]], slot[0]);
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
    x->met = NEWS(a, uint32_t, t->g->n);
    for (uint32_t v = 1; v < t->g->n; v++)
        any |= !t->in[v] && insert(x, v);
    arena_back(a, mark);
    if (any)
        tree_span(t);
    return t->value < before;
}
