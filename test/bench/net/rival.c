/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rival.c — see rival.h. */
#include "rival.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A tree hung from the root. A cluster is known by its vertex at the root. */
struct hung {
    const struct net_graph *g;
    uint32_t                n;                                  /* that hang: order[0 … n - 1] */
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

/* Budgeted Kruskal: which links are taken; some join sites that no way leads to from the root. */
static size_t
sel_links(struct arena *a, const struct net_graph *g, const struct by_cost *s, uint32_t *taken)
{
    uint32_t *of = own_sets(a, g->n);
    int64_t  *budget = NEWS(a, int64_t, g->n);
    size_t    n = 0;

    memcpy(budget, g->prize, g->n * sizeof *budget);
    budget[0] = NET_SUM_MAX;
    for (size_t i = 0; i < g->n_links; i++) {
        uint32_t x = set_of(of, g->link[s[i].link].a), y = set_of(of, g->link[s[i].link].b);

        if (x == y || s[i].cost > budget[x] || s[i].cost > budget[y])
            continue;
        of[x] = y;
        budget[y] += budget[x] - s[i].cost;
        taken[n++] = s[i].link;
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
    h->n = 1;
    for (uint32_t i = 0; i < h->n; i++) {
        uint32_t v = h->order[i];

        for (uint32_t k = e->from[v]; k < e->from[v + 1]; k++) {
            const struct net_link *l = &h->g->link[e->link[k]];
            uint32_t               w = l->a == v ? l->b : l->a;

            if (w == h->above[v] || w == 0)
                continue;
            h->above[w] = v;
            h->cost[w] = l->cost;
            h->cluster[w] = v == 0 ? w : h->cluster[v];
            h->order[h->n++] = w;
        }
    }
}

static struct hung
hang(struct arena *a, const struct net_graph *g, const uint32_t *taken, size_t n)
{
    struct ends e = ends_of(a, g, taken, n);
    struct hung h = { g, 0, NEWS(a, uint32_t, g->n), NEWS(a, uint32_t, g->n),
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

/* ---- most first ------------------------------------------------------------------------------ */

/* A heap of vertices. */
struct heap { const double *by; uint32_t *at; size_t n; };

static void
put(struct heap *h, uint32_t v)
{
    size_t i = h->n++;

    for (; i > 0 && h->by[h->at[(i - 1) / 2]] < h->by[v]; i = (i - 1) / 2)
        h->at[i] = h->at[(i - 1) / 2];
    h->at[i] = v;
}

static uint32_t
take(struct heap *h)
{
    uint32_t first = h->at[0], last = h->at[--h->n];
    size_t   i = 0;

    for (size_t next = 1; next < h->n; next = 2 * i + 1) {
        next += next + 1 < h->n && h->by[h->at[next + 1]] > h->by[h->at[next]];
        if (h->by[h->at[next]] <= h->by[last])
            break;
        h->at[i] = h->at[next];
        i = next;
    }
    h->at[i] = last;
    return first;
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

/* A vertex goes; the one above it may be an end now. */
static void
leave(struct hung *h, struct heap *ends, uint32_t v)
{
    uint32_t up = h->above[v];

    h->in[v] = false;
    if (--h->n_below[up] == 0 && up != 0)
        put(ends, up);
}

/* Clusters do not meet, so that one heap serves all of them: the longest link first. */
static struct rival
giga_1(struct arena *a, struct hung *h)
{
    int64_t    *more = balances(a, h);
    double     *cost = NEWS(a, double, h->g->n);
    struct heap ends = { cost, NEWS(a, uint32_t, h->g->n), 0 };

    all_in(h);
    for (uint32_t v = 1; v < h->g->n; v++) {
        cost[v] = (double)h->cost[v];
        if (h->n_below[v] == 0)
            put(&ends, v);
    }
    while (ends.n > 0) {
        uint32_t v = take(&ends);

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
    uint32_t   *taken = NEWS(a, uint32_t, g->n);
    struct hung h = hang(a, g, taken, sel_links(a, g, s, taken));

    for (uint32_t i = 0; i < h.n; i++)
        h.in[h.order[i]] = true;
    return summed(&h, "SEL");
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

/* ---- the sequencer --------------------------------------------------------------------------- */

/* Users for the money, with all that hangs below; what costs nothing comes first. */
static double *
returns_of(struct arena *a, const struct hung *h, const int64_t *users)
{
    double *served = NEWS(a, double, h->g->n), *money = NEWS(a, double, h->g->n);

    for (uint32_t i = h->n; i-- > 1;) {
        uint32_t v = h->order[i];

        served[v] += (double)users[v];
        money[v] += (double)h->cost[v];
        served[h->above[v]] += served[v];
        money[h->above[v]] += money[v];
    }
    for (uint32_t v = 1; v < h->g->n; v++)
        served[v] = money[v] > 0 ? served[v] / money[v] : HUGE_VAL;
    return served;
}

/* Who hangs from a vertex stands side by side in the order: from[v] on, until another's. */
static uint32_t *
first_below(struct arena *a, const struct hung *h)
{
    uint32_t *from = NEWS(a, uint32_t, h->g->n);

    for (uint32_t i = h->n; i-- > 1;)
        from[h->above[h->order[i]]] = i;
    return from;
}

static struct rival_served
build(struct arena *a, const struct hung *h, const struct rival_ask *ask)
{
    struct rival_served out = { 0 };
    uint32_t           *from = first_below(a, h);
    struct heap         next = { returns_of(a, h, ask->users), NEWS(a, uint32_t, h->g->n), 0 };

    for (uint32_t v = 0;; v = take(&next)) {
        bool is_paid = h->cost[v] <= ask->budget - out.spent;

        out.spent += is_paid ? h->cost[v] : 0;
        out.users += is_paid && v > 0 ? ask->users[v] : 0;
        out.inside += is_paid && v > 0;
        for (uint32_t i = from[v]; is_paid && i > 0 && i < h->n && h->above[h->order[i]] == v; i++)
            put(&next, h->order[i]);
        if (next.n == 0)
            return out;
    }
}

struct rival_served
rival_sequencer(struct arena *a, const struct rival_ask *ask)
{
    size_t              mark = arena_mark(a);
    struct by_cost     *s = sorted_links(a, ask->graph);
    uint32_t           *taken = NEWS(a, uint32_t, ask->graph->n);
    size_t              n = ask->network == RIVAL_SEL ? sel_links(a, ask->graph, s, taken)
                                                      : kruskal(a, ask->graph, s, taken);
    struct hung         h = hang(a, ask->graph, taken, n);
    struct rival_served out = build(a, &h, ask);

    arena_back(a, mark);
    return out;
}
