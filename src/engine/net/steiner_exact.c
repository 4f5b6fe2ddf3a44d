/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* steiner_exact.c — see steiner_exact.h. */
#include "engine/net/steiner_exact.h"

#include <math.h>

enum { SIDE = 10000, LINKS_MOST = EXACT_MOST * EXACT_MOST };

static const int64_t NO_LINK = INT64_MAX;

/* ---- graphs by chance ------------------------------------------------------------------------ */

struct maker {
    struct rand      chance;
    enum exact_class class;
    uint32_t         n, x[EXACT_MOST], y[EXACT_MOST];
    struct net_link *link;
    size_t           n_links;
    int64_t          typical;           /* cost of a link */
};

static int64_t
some_cost(struct maker *m, uint32_t a, uint32_t b)
{
    double dx = (double)m->x[a] - m->x[b], dy = (double)m->y[a] - m->y[b];

    switch (m->class) {
    case EXACT_UNIFORM: return 950 + rand_below(&m->chance, 101);
    case EXACT_PLACES:  return (int64_t)sqrt(dx * dx + dy * dy);
    default:            return 1 + (rand_below(&m->chance, 1 << 20) >> rand_below(&m->chance, 20));
    }
}

static void
add_link(struct maker *m, uint32_t a, uint32_t b)
{
    bool is_free = rand_below(&m->chance, 60) == 0;

    if (m->n_links < LINKS_MOST)
        m->link[m->n_links++] = (struct net_link){ a, b, is_free ? 0 : some_cost(m, a, b) };
}

/* A tree, so that nearly all can be reached, and others: as many as one in `rare` pairs. */
static void
add_links(struct maker *m)
{
    uint32_t rare = 1 + rand_below(&m->chance, 5);

    for (uint32_t v = 1; v < m->n; v++)
        if (rand_below(&m->chance, 50) > 0)
            add_link(m, v, rand_below(&m->chance, v));
    for (uint32_t a = 0; a < m->n; a++)
        for (uint32_t b = a; b < m->n; b++)
            if (rand_below(&m->chance, rare) == 0)
                add_link(m, a, b);
}

static int64_t
some_prize(struct maker *m)
{
    int64_t most = 1;

    for (size_t i = 0; i < m->n_links; i++)
        most += m->link[i].cost;
    most = 3 * most / (int64_t)(m->n_links + 1);
    switch (rand_below(&m->chance, 8)) {
    case 0:
    case 1:  return 0;
    case 2:  return NET_MUST;
    default: return rand_below(&m->chance, (uint32_t)most + 1);
    }
}

struct net_graph
exact_instance(struct arena *a, enum exact_class class, uint64_t seed)
{
    struct maker m = { .chance = { seed * EXACT_CLASSES + class }, .class = class,
                       .link = NEWS(a, struct net_link, LINKS_MOST) };
    int64_t     *prize;

    m.n = EXACT_LEAST + rand_below(&m.chance, EXACT_MOST - EXACT_LEAST + 1);
    for (uint32_t v = 0; v < m.n; v++) {
        m.x[v] = rand_below(&m.chance, SIDE);
        m.y[v] = rand_below(&m.chance, SIDE);
    }
    add_links(&m);
    prize = NEWS(a, int64_t, m.n);
    for (uint32_t v = 1; v < m.n; v++)
        prize[v] = some_prize(&m);
    return (struct net_graph){ m.n, m.link, m.n_links, prize };
}

/* ---- every set of vertices ------------------------------------------------------------------- */

struct table { uint32_t n; int64_t cost[EXACT_MOST][EXACT_MOST]; };

static struct table
table_of(const struct net_graph *g)
{
    struct table t = { .n = g->n };

    for (uint32_t a = 0; a < g->n; a++)
        for (uint32_t b = 0; b < g->n; b++)
            t.cost[a][b] = NO_LINK;
    for (size_t i = 0; i < g->n_links; i++) {
        const struct net_link *l = &g->link[i];

        if (l->cost < t.cost[l->a][l->b])
            t.cost[l->a][l->b] = t.cost[l->b][l->a] = l->cost;
    }
    return t;
}

/* The vertex of the set that is nearest to those joined. */
static uint32_t
nearest(const struct table *t, const int64_t *far, uint32_t open)
{
    uint32_t found = t->n;

    for (uint32_t v = 0; v < t->n; v++)
        if ((open >> v & 1) && far[v] != NO_LINK && (found == t->n || far[v] < far[found]))
            found = v;
    return found;
}

/* Of the shortest tree on a set with the root in it; NO_LINK: there is none. */
static int64_t
tree_cost(const struct table *t, uint32_t set)
{
    int64_t  far[EXACT_MOST], sum = 0;
    uint32_t open = set & ~UINT32_C(1), v = 0;

    for (uint32_t w = 0; w < t->n; w++)
        far[w] = t->cost[0][w];
    for (; open; open &= ~(UINT32_C(1) << v)) {
        v = nearest(t, far, open);
        if (v == t->n)
            return NO_LINK;
        sum += far[v];
        for (uint32_t w = 0; w < t->n; w++)
            far[w] = t->cost[v][w] < far[w] ? t->cost[v][w] : far[w];
    }
    return sum;
}

/* Those that some set of vertices with the root joins. */
static uint32_t
reachable(const struct table *t)
{
    uint32_t set = 1;

    for (uint32_t round = 0; round < t->n; round++)
        for (uint32_t a = 0; a < t->n; a++)
            for (uint32_t b = 0; b < t->n; b++)
                if ((set >> a & 1) && t->cost[a][b] != NO_LINK)
                    set |= UINT32_C(1) << b;
    return set;
}

int64_t
exact_best(const struct net_graph *g)
{
    struct table t = table_of(g);
    uint32_t     can = reachable(&t), must = 1;
    int64_t      best = INT64_MAX;

    for (uint32_t v = 1; v < g->n; v++)
        if (g->prize[v] == NET_MUST && (can >> v & 1))
            must |= UINT32_C(1) << v;
    for (uint32_t set = 1; set < UINT32_C(1) << g->n; set += 2) {
        int64_t sum = (set & must) == must ? tree_cost(&t, set) : NO_LINK;

        for (uint32_t v = 1; sum != NO_LINK && v < g->n; v++)
            if (!(set >> v & 1) && g->prize[v] != NET_MUST)
                sum += g->prize[v];
        best = sum < best ? sum : best;
    }
    return best;
}

/* ---- how near the engine comes --------------------------------------------------------------- */

static size_t
which_gap(double gap)
{
    static const double UP_TO[EXACT_GAPS - 1] = { 0, 0.001, 0.01, 0.05 };
    size_t              i = 0;

    while (i < EXACT_GAPS - 1 && gap > UP_TO[i])
        i++;
    return i;
}

static double
share(int64_t gap, int64_t of)
{
    return gap == 0 ? 0 : (double)gap / (double)(of > 0 ? of : 1);
}

void
exact_try(struct arena *a, enum exact_class class, uint64_t seed, struct exact_tally *tally)
{
    size_t           mark = arena_mark(a);
    struct net_graph g = exact_instance(a, class, seed);
    int64_t          best = exact_best(&g);
    struct net_tree  tree;
    bool             is_whole = net_steiner(a, &g, NULL, NULL, &tree);
    int64_t          value = tree.links + tree.lost;
    double           above = share(value - best, best), below = share(best - tree.bound, best);

    tally->n++;
    tally->best += value == best;
    tally->proven += tree.bound == best;
    tally->wrong += !is_whole || value < best || tree.bound > best || net_tree_wrong(a, &g, &tree);
    tally->gap[which_gap(above)]++;
    tally->gap_of_bound[which_gap(below)]++;
    tally->worst = fmax(tally->worst, above);
    tally->worst_of_bound = fmax(tally->worst_of_bound, below);
    arena_back(a, mark);
}
