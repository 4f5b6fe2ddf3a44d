/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * steiner_search.c — other trees: for each try the costs are changed by chance, those of the best
 * tree's links less, a tree is grown from the root by shortest ways, and improved at the true
 * costs. After Pajor, Uchoa and Werneck 2018. See steiner_part.h.
 */
#include <assert.h>

#include "base/rand.h"
#include "engine/net/steiner_part.h"

/* Changed costs are COST_ONE times as large, so that small ones change too, and up to a fifth more,
 * links of the best tree a twentieth. Sums stay below NET_SURE if those of the costs stay below
 * SUM_MOST. */
enum { COST_ONE = 1000, MORE_MOST = 200, MORE_IN_BEST = 50 };

static const int64_t SUM_MOST = NET_SUM_MAX >> 11;

/* Both ends of a link are changed alike; in turns the best tree's links are favoured or not. */
static void
change_costs(struct arcs *changed, const struct tree *best, uint64_t try)
{
    const struct arcs *g = best->g;

    for (uint32_t v = 0; v < g->n; v++)
        for (uint32_t s = g->from[v]; s < g->from[v + 1]; s++) {
            struct rand chance = { try << 32 | g->link[s] };
            uint32_t    w = g->other[s];
            bool        is_in_best = best->in[v] && best->in[w] && try % 4 > 0 &&
                ((best->above[v] == w && g->link[best->slot[v]] == g->link[s]) ||
                 (best->above[w] == v && g->link[best->slot[w]] == g->link[s]));
            uint32_t    more = rand_below(&chance, is_in_best ? MORE_IN_BEST : MORE_MOST);

            changed->cost[s] = g->cost[s] * (COST_ONE + more);
        }
}

static void
start_anew(struct tree *t)
{
    for (uint32_t v = 0; v < t->g->n; v++)
        t->in[v] = v == 0;
    tree_span(t);
}

/* Whether the dearest tree that there could be is cheap enough to be changed. */
static bool
is_cheap(const struct arcs *g)
{
    int64_t most = 0;

    assert(g->n > 0);           /* the root is there */
    for (uint64_t s = 0; s < arcs_slots(g); s++)
        most = g->cost[s] > most ? g->cost[s] : most;
    for (uint32_t v = 0; v < g->n; v++)
        most = g->prize[v] < NET_SURE && g->prize[v] > most ? g->prize[v] : most;
    return most <= SUM_MOST / g->n;
}

static void
scale_prizes(struct arcs *changed, const struct arcs *g)
{
    for (uint32_t v = 0; v < g->n; v++)
        changed->prize[v] = g->prize[v] < NET_SURE ? g->prize[v] * COST_ONE : NET_SURE;
}

bool
tree_search(struct arena *a, struct tree *best, uint32_t tries, const struct progress *progress)
{
    const struct arcs *g = best->g;
    struct arcs        changed = *g;
    struct tree        t = tree_make(a, g);

    if (!is_cheap(g))
        return true;
    changed.prize = NEWS(a, int64_t, g->n);
    scale_prizes(&changed, g);
    changed.cost = NEWS(a, int64_t, arcs_slots(g));
    for (uint32_t try = 0; try < tries; try++) {
        if (!progress_goes_on(progress, try, tries))
            return false;
        change_costs(&changed, best, try);
        t.g = &changed;
        start_anew(&t);
        tree_grow(&t);
        t.g = g;
        tree_span(&t);
        tree_improve(a, &t, UINT32_MAX);
        if (t.value <= best->value)
            tree_copy(best, &t);
    }
    return true;
}
