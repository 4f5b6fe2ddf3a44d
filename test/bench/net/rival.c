/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rival.c — see rival.h. */
#include "rival.h"

#include <stdlib.h>
#include <string.h>

/* The shortest tree over all, hung from the root. A cluster is known by its vertex at the root. */
struct hung {
    const struct net_graph *g;
    uint32_t               *above, *order, *cluster, *n_below;
    int64_t                *cost;                               /* of the link up */
    bool                   *in;
};

/* ---- Kruskal --------------------------------------------------------------------------------- */

struct by_cost { int64_t cost; uint32_t link; };

static int
in_order(const void *a, const void *b)
{
    const struct by_cost *x = a, *y = b;

    if (x->cost != y->cost)
        return x->cost < y->cost ? -1 : 1;
    return (x->link > y->link) - (x->link < y->link);
}

static struct by_cost *
sorted_links(struct arena *a, const struct net_graph *g)
{
    struct by_cost *s = NEWS(a, struct by_cost, g->n_links);

    for (uint32_t i = 0; i < g->n_links; i++)
        s[i] = (struct by_cost){ g->link[i].cost, i };
    qsort(s, g->n_links, sizeof *s, in_order);
    return s;
}

static uint32_t
set_of(uint32_t *of, uint32_t v)
{
    for (; of[v] != v; v = of[v])
        of[v] = of[of[v]];
    return v;
}

static uint32_t *
own_sets(struct arena *a, uint32_t n)
{
    uint32_t *of = NEWS(a, uint32_t, n);

    for (uint32_t v = 0; v < n; v++)
        of[v] = v;
    return of;
}

static size_t
kruskal(struct arena *a, const struct net_graph *g, const struct by_cost *s, uint32_t *taken)
{
    uint32_t *of = own_sets(a, g->n);
    size_t    n = 0;

    for (size_t i = 0; i < g->n_links; i++) {
        uint32_t x = set_of(of, g->link[s[i].link].a), y = set_of(of, g->link[s[i].link].b);

        if (x != y)
            taken[n++] = s[i].link;
        of[x] = y;
    }
    return n;
}

/* ---- hung from the root ---------------------------------------------------------------------- */

struct ends { uint32_t *from, *link; };

static struct ends
ends_of(struct arena *a, const struct net_graph *g, const uint32_t *taken, size_t n)
{
    struct ends e = { NEWS(a, uint32_t, g->n + (size_t)2), NEWS(a, uint32_t, 2 * n) };

    for (size_t i = 0; i < n; i++) {
        e.from[g->link[taken[i]].a + 2]++;
        e.from[g->link[taken[i]].b + 2]++;
    }
    for (uint32_t v = 0; v <= g->n; v++)
        e.from[v + 1] += e.from[v];
    for (size_t i = 0; i < n; i++) {
        e.link[e.from[g->link[taken[i]].a + 1]++] = taken[i];
        e.link[e.from[g->link[taken[i]].b + 1]++] = taken[i];
    }
    return e;
}

static void
hang_all(struct hung *h, const struct ends *e)
{
    uint32_t n = 1;

    for (uint32_t i = 0; i < n; i++) {
        uint32_t v = h->order[i];

        for (uint32_t k = e->from[v]; k < e->from[v + 1]; k++) {
            const struct net_link *l = &h->g->link[e->link[k]];
            uint32_t               w = l->a == v ? l->b : l->a;

            if (w == h->above[v] || w == 0)
                continue;
            h->above[w] = v;
            h->cost[w] = l->cost;
            h->cluster[w] = v == 0 ? w : h->cluster[v];
            h->order[n++] = w;
        }
    }
}

static struct hung
hang(struct arena *a, const struct net_graph *g, const uint32_t *taken, size_t n)
{
    struct ends e = ends_of(a, g, taken, n);
    struct hung h = { g, NEWS(a, uint32_t, g->n), NEWS(a, uint32_t, g->n),
                      NEWS(a, uint32_t, g->n), NEWS(a, uint32_t, g->n), NEWS(a, int64_t, g->n),
                      NEWS(a, bool, g->n) };

    h.above[0] = NET_NONE;
    hang_all(&h, &e);
    return h;
}

static void
all_in(struct hung *h)
{
    memset(h->n_below, 0, h->g->n * sizeof *h->n_below);
    for (uint32_t v = 0; v < h->g->n; v++) {
        h->in[v] = true;
        if (v > 0)
            h->n_below[h->above[v]]++;
    }
}

static struct rival
summed(const struct hung *h, const char *name)
{
    struct rival r = { .name = name };

    for (uint32_t v = 0; v < h->g->n; v++) {
        r.inside += h->in[v];
        r.links += v > 0 && h->in[v] ? h->cost[v] : 0;
        r.lost += v > 0 && !h->in[v] ? h->g->prize[v] : 0;
    }
    return r;
}

/* ---- Giga ------------------------------------------------------------------------------------ */

/* What the links of each cluster cost more than it saves. */
static int64_t *
balances(struct arena *a, const struct hung *h)
{
    int64_t *more = NEWS(a, int64_t, h->g->n);

    for (uint32_t v = 1; v < h->g->n; v++)
        more[h->cluster[v]] += h->cost[v] - h->g->prize[v];
    return more;
}

/* Longest first: a heap of links by the vertex that they end at. */
struct longest { uint32_t *at; size_t n; };

static void
put(const struct hung *h, struct longest *l, uint32_t v)
{
    size_t i = l->n++;

    for (; i > 0 && h->cost[l->at[(i - 1) / 2]] < h->cost[v]; i = (i - 1) / 2)
        l->at[i] = l->at[(i - 1) / 2];
    l->at[i] = v;
}

static uint32_t
take(const struct hung *h, struct longest *l)
{
    uint32_t first = l->at[0], last = l->at[--l->n];
    size_t   i = 0;

    for (size_t next = 1; next < l->n; next = 2 * i + 1) {
        next += next + 1 < l->n && h->cost[l->at[next + 1]] > h->cost[l->at[next]];
        if (h->cost[l->at[next]] <= h->cost[last])
            break;
        l->at[i] = l->at[next];
        i = next;
    }
    l->at[i] = last;
    return first;
}

/* A vertex goes; the one above it may be an end now. */
static void
leave(struct hung *h, struct longest *ends, uint32_t v)
{
    uint32_t up = h->above[v];

    h->in[v] = false;
    if (--h->n_below[up] == 0 && up != 0)
        put(h, ends, up);
}

/* Clusters do not meet, so that one heap serves all of them. */
static struct rival
giga_1(struct arena *a, struct hung *h)
{
    int64_t       *more = balances(a, h);
    struct longest ends = { NEWS(a, uint32_t, h->g->n), 0 };

    all_in(h);
    for (uint32_t v = 1; v < h->g->n; v++)
        if (h->n_below[v] == 0)
            put(h, &ends, v);
    while (ends.n > 0) {
        uint32_t v = take(h, &ends);

        if (more[h->cluster[v]] <= 0)
            continue;
        more[h->cluster[v]] -= h->cost[v] - h->g->prize[v];
        leave(h, &ends, v);
    }
    return summed(h, "Giga 1");
}

static struct rival
giga_2(struct arena *a, struct hung *h)
{
    int64_t *more = balances(a, h);

    all_in(h);
    for (uint32_t i = h->g->n; i-- > 1;) {
        uint32_t v = h->order[i];

        if (more[h->cluster[v]] > 0 || (h->n_below[v] == 0 && h->cost[v] > h->g->prize[v])) {
            h->in[v] = false;
            h->n_below[h->above[v]]--;
        }
    }
    return summed(h, "Giga 2");
}

/* ---- the others ------------------------------------------------------------------------------ */

static struct rival
pruned(struct arena *a, struct hung *h)
{
    int64_t *worth = NEWS(a, int64_t, h->g->n);

    for (uint32_t v = 1; v < h->g->n; v++)
        worth[v] = h->g->prize[v];
    for (uint32_t i = h->g->n; i-- > 1;) {
        uint32_t v = h->order[i];

        if (worth[v] > h->cost[v])
            worth[h->above[v]] += worth[v] - h->cost[v];
    }
    for (uint32_t i = 1; i < h->g->n; i++) {
        uint32_t v = h->order[i];

        h->in[v] = h->in[h->above[v]] && worth[v] > h->cost[v];
    }
    return summed(h, "pruned tree");
}

static struct rival
sel(struct arena *a, const struct net_graph *g, const struct by_cost *s)
{
    struct rival r = { .name = "SEL" };
    uint32_t    *of = own_sets(a, g->n);
    int64_t     *budget = NEWS(a, int64_t, g->n), *spent = NEWS(a, int64_t, g->n);

    memcpy(budget, g->prize, g->n * sizeof *budget);
    budget[0] = NET_SUM_MAX;
    for (size_t i = 0; i < g->n_links; i++) {
        uint32_t x = set_of(of, g->link[s[i].link].a), y = set_of(of, g->link[s[i].link].b);

        if (x == y || s[i].cost > budget[x] || s[i].cost > budget[y])
            continue;
        of[x] = y;
        budget[y] += budget[x] - s[i].cost;
        spent[y] += spent[x] + s[i].cost;
    }
    r.links = spent[set_of(of, 0)];
    for (uint32_t v = 0; v < g->n; v++)
        if (set_of(of, v) == set_of(of, 0))
            r.inside++;
        else
            r.lost += g->prize[v];
    return r;
}

void
rivals_of(struct arena *a, const struct net_graph *g, struct rival out[RIVALS])
{
    size_t          mark = arena_mark(a);
    struct by_cost *s = sorted_links(a, g);
    uint32_t       *taken = NEWS(a, uint32_t, g->n);
    size_t          n = kruskal(a, g, s, taken);
    struct hung     h = hang(a, g, taken, n);

    all_in(&h);
    out[0] = summed(&h, "shortest tree");
    out[1] = giga_1(a, &h);
    out[2] = giga_2(a, &h);
    out[3] = sel(a, g, s);
    out[4] = pruned(a, &h);
    arena_back(a, mark);
}
