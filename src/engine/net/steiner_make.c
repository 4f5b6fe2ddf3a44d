/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* steiner_make.c — the graph as arcs, neighbours near each other in memory. See steiner_part.h. */
#include <assert.h>

#include "engine/net/steiner_part.h"

/* The graph by its own numbers, for the walk. */
struct raw { uint32_t *from, *other; };

static bool
is_loop(const struct net_link *l)
{
    return l->a == l->b;
}

static void
assert_graph(const struct net_graph *g)
{
    assert(g->n >= 1 && g->n <= NET_VERTICES_MAX && g->n_links <= NET_LINKS_MAX);
    for (size_t i = 0; i < g->n_links; i++)
        assert(g->link[i].a < g->n && g->link[i].b < g->n && g->link[i].cost >= 0 &&
               g->link[i].cost <= NET_MONEY_MAX);
    for (uint32_t v = 1; v < g->n; v++)
        assert((g->prize[v] >= 0 && g->prize[v] <= NET_MONEY_MAX) || g->prize[v] == NET_MUST);
}

/* Counts of slots, one step ahead, become their beginnings. */
static void
sum_up(uint32_t *from, uint32_t n)
{
    for (uint32_t v = 0; v < n; v++)
        from[v + 1] += from[v];
}

/* After filling, each beginning stands where the next one was. */
static void
step_back(uint32_t *from, uint32_t n)
{
    for (uint32_t v = n; v > 0; v--)
        from[v] = from[v - 1];
    from[0] = 0;
}

static struct raw
raw_make(struct arena *a, const struct net_graph *g)
{
    struct raw r = { NEWS(a, uint32_t, g->n + (size_t)1), NEWS(a, uint32_t, 2 * g->n_links) };

    for (size_t i = 0; i < g->n_links; i++) {
        r.from[g->link[i].a + 1] += !is_loop(&g->link[i]);
        r.from[g->link[i].b + 1] += !is_loop(&g->link[i]);
    }
    sum_up(r.from, g->n);
    for (size_t i = 0; i < g->n_links; i++) {
        const struct net_link *l = &g->link[i];

        if (!is_loop(l)) {
            r.other[r.from[l->a]++] = l->b;
            r.other[r.from[l->b]++] = l->a;
        }
    }
    step_back(r.from, g->n);
    return r;
}

/* Numbers all that can be reached from the vertices that have one already from `next` on. */
static void
walk(const struct raw *r, struct arcs *out, uint32_t *number, uint32_t next)
{
    for (; next < out->n; next++) {
        uint32_t v = out->old[next];

        for (uint32_t s = r->from[v]; s < r->from[v + 1]; s++)
            if (number[r->other[s]] == NET_NONE) {
                number[r->other[s]] = out->n;
                out->old[out->n++] = r->other[s];
            }
    }
}

static void
number_all(const struct net_graph *g, const struct raw *r, struct arcs *out, uint32_t *number)
{
    for (uint32_t v = 0; v < g->n; v++)
        number[v] = NET_NONE;
    number[0] = 0;
    out->old[out->n++] = 0;
    for (uint32_t s = r->from[0]; s < r->from[1]; s++)
        if (number[r->other[s]] == NET_NONE) {
            number[r->other[s]] = out->n;
            out->old[out->n++] = r->other[s];
            walk(r, out, number, out->n - 1);
        }
}

static void
fill_slots(const struct net_graph *g, const uint32_t *number, struct arcs *out)
{
    for (uint32_t i = 0; i < g->n_links; i++) {
        uint32_t a = number[g->link[i].a], b = number[g->link[i].b];

        if (a == NET_NONE || a == b)
            continue;
        out->other[out->from[a]] = b;
        out->link[out->from[a]++] = i;
        out->other[out->from[b]] = a;
        out->link[out->from[b]++] = i;
    }
    step_back(out->from, out->n);
}

static void
fill_prizes(const struct net_graph *g, const uint32_t *number, struct arcs *out)
{
    for (uint32_t v = 1; v < g->n; v++)
        if (number[v] != NET_NONE)
            out->prize[number[v]] = g->prize[v] == NET_MUST ? NET_SURE : g->prize[v];
        else if (g->prize[v] == NET_MUST)
            out->n_cut_off++;
        else
            out->lost += g->prize[v];
}

void
arcs_fill_costs(struct arcs *out, const struct net_graph *g)
{
    for (uint64_t s = 0; s < arcs_slots(out); s++)
        out->cost[s] = g->link[out->link[s]].cost;
}

void
arcs_make(struct arena *a, const struct net_graph *g, struct arcs *out)
{
    uint32_t *number;
    size_t    mark;

    assert_graph(g);
    *out = (struct arcs){
        .old = NEWS(a, uint32_t, g->n), .from = NEWS(a, uint32_t, g->n + (size_t)1),
        .prize = NEWS(a, int64_t, g->n), .other = NEWS(a, uint32_t, 2 * g->n_links),
        .link = NEWS(a, uint32_t, 2 * g->n_links), .cost = NEWS(a, int64_t, 2 * g->n_links),
    };
    mark = arena_mark(a);
    number = NEWS(a, uint32_t, g->n);
    struct raw r = raw_make(a, g);

    number_all(g, &r, out, number);
    for (uint32_t v = 0; v < out->n; v++)
        out->from[v + 1] = out->from[v] + r.from[out->old[v] + 1] - r.from[out->old[v]];
    fill_slots(g, number, out);
    fill_prizes(g, number, out);
    arcs_fill_costs(out, g);
    arena_back(a, mark);
}
