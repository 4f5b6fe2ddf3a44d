/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_plan_hop.c — what microwave hops carry: too much is taken off and fed from elsewhere.
 *
 * From the leaves upwards the heaviest branches are taken off a hop until it carries the rest. Each
 * branch then hangs on the cheapest link by which its head reaches the network without overloading
 * another hop; or it is left out, where that costs more than it saves. A fibre to the network is
 * never too full, so that most find one. In the end whatever finds a cheaper feed takes it.
 */
#include <string.h>

#include "base/arena.h"
#include "city/connect/connect_plan_part.h"

struct repair {
    struct plan_work *w;
    int64_t           most;
    int64_t          *kbps;             /* what hangs on a vertex, its own with it              */
    int64_t          *gain;             /* what a branch saves beyond its links; NET_MUST       */
    uint32_t         *first, *next;     /* branches below, as lists                             */
    uint32_t         *head;     size_t n_heads;     /* of branches that were taken off          */
    uint32_t         *row;              /* links of a vertex: from row[v] in `of`               */
    uint32_t         *of;
};

/* ---- taking off ------------------------------------------------------------------------------ */

/* The heaviest below, which is taken out of the list; NET_NONE: nothing is below. */
static uint32_t
take_heaviest(const struct repair *r, uint32_t vertex)
{
    uint32_t *best = &r->first[vertex];

    for (uint32_t *at = best; *at != NET_NONE; at = &r->next[*at])
        if (r->kbps[*at] > r->kbps[*best])
            best = at;
    uint32_t heaviest = *best;

    if (heaviest != NET_NONE)
        *best = r->next[heaviest];
    return heaviest;
}

static int64_t
gain_with(int64_t gain, int64_t more)
{
    return gain == NET_MUST || more == NET_MUST ? NET_MUST : gain + more;
}

static void
relieve(struct repair *r, uint32_t vertex)
{
    while (r->kbps[vertex] > r->most) {
        uint32_t branch = take_heaviest(r, vertex);

        if (branch == NET_NONE)
            break;                      /* its own need alone: the prices closed that before */
        r->kbps[vertex] -= r->kbps[branch];
        r->head[r->n_heads++] = branch;
    }
}

/* What hangs on the vertex is added up in its lists, but for what was taken off. */
static void
gather(struct repair *r, uint32_t v)
{
    const struct plan_work *w = r->w;
    bool                    serves = plan_serves(w, v);

    r->kbps[v] += serves ? w->site[w->site_of[v]].kbps : 0;
    if (w->way[w->tree_link[v]].tech == CONNECT_MICROWAVE)
        relieve(r, v);
    r->gain[v] = w->prize[v];
    for (uint32_t b = r->first[v]; b != NET_NONE; b = r->next[b])
        if (r->gain[b] == NET_MUST || r->gain[b] > w->link[w->tree_link[b]].cost)
            r->gain[v] = gain_with(r->gain[v], r->gain[b] == NET_MUST
                                                   ? NET_MUST
                                                   : r->gain[b] - w->link[w->tree_link[b]].cost);
}

static void
take_off(struct repair *r)
{
    struct plan_work *w = r->w;
    uint32_t         *order = NEWS(w->arena, uint32_t, w->n);
    size_t            n = plan_upwards(w->arena, w, order);

    for (size_t i = 0; i < n; i++) {
        uint32_t v = order[i], above = w->tree_above[v];

        gather(r, v);
        r->kbps[above] += r->kbps[v];
        r->next[v] = r->first[above];
        r->first[above] = v;
    }
}

/* ---- feeding from elsewhere ------------------------------------------------------------------ */

static void
make_rows(struct repair *r)
{
    const struct plan_work *w = r->w;

    r->row = NEWS(w->arena, uint32_t, (size_t)w->n + 2);
    r->of = NEWS(w->arena, uint32_t, 2 * w->n_links);
    for (size_t i = 0; i < w->n_links; i++) {
        r->row[w->link[i].a + 2]++;
        r->row[w->link[i].b + 2]++;
    }
    for (uint32_t v = 2; v <= w->n + 1; v++)
        r->row[v] += r->row[v - 1];
    for (size_t i = 0; i < w->n_links; i++) {
        r->of[r->row[w->link[i].a + 1]++] = (uint32_t)i;
        r->of[r->row[w->link[i].b + 1]++] = (uint32_t)i;
    }
}

/* Does the vertex hang on the network, by hops that carry so much more? */
static bool
can_carry(const struct repair *r, uint32_t vertex, int64_t more)
{
    const struct plan_work *w = r->w;
    uint32_t                steps = 0;

    while (vertex != 0 && steps++ < w->n) {
        uint32_t link = w->tree_link[vertex];

        if (link == NET_NONE)
            return false;
        if (w->way[link].tech == CONNECT_MICROWAVE && r->kbps[vertex] + more > r->most)
            return false;
        vertex = w->tree_above[vertex];
    }
    return vertex == 0;
}

static uint32_t
other_end(const struct net_link *l, uint32_t vertex)
{
    return l->a == vertex ? l->b : l->a;
}

/* Below so much; NET_NONE: none can carry it. */
static uint32_t
cheapest_link(const struct repair *r, uint32_t head, int64_t below)
{
    const struct plan_work *w = r->w;
    uint32_t                best = NET_NONE;

    for (uint32_t i = r->row[head]; i < r->row[head + 1]; i++) {
        const struct net_link *l = &w->link[r->of[i]];
        bool is_hop = w->way[r->of[i]].tech == CONNECT_MICROWAVE;

        if (l->a == l->b || (is_hop && r->kbps[head] > r->most)
            || l->cost >= (best != NET_NONE ? w->link[best].cost : below))
            continue;
        if (can_carry(r, other_end(l, head), r->kbps[head]))
            best = r->of[i];
    }
    return best;
}

/* What hangs on the vertex, more or less on all above it. */
static void
carry(struct repair *r, uint32_t vertex, int sign)
{
    const struct plan_work *w = r->w;

    for (uint32_t v = w->tree_above[vertex], i = 0; v != 0 && i < w->n; v = w->tree_above[v], i++)
        r->kbps[v] += sign * r->kbps[vertex];
}

static void
hang(struct repair *r, uint32_t head, uint32_t link)
{
    r->w->tree_link[head] = link;
    r->w->tree_above[head] = other_end(&r->w->link[link], head);
    carry(r, head, 1);
}

static void
feed(struct repair *r, uint32_t head)
{
    uint32_t link = cheapest_link(r, head, r->gain[head]);

    if (link != NET_NONE)
        hang(r, head, link);
}

/* Heads that found no feed, and all that hangs on them, are outside. */
static void
drop_loose(struct plan_work *w)
{
    enum { UNKNOWN, INSIDE, LOOSE } *is = arena_alloc(w->arena, arena_bytes(w->n, sizeof *is),
                                                      _Alignof(int));
    uint32_t *path = NEWS(w->arena, uint32_t, w->n);

    is[0] = INSIDE;
    for (uint32_t v = 1; v < w->n; v++) {
        uint32_t n = 0, u = v;

        while (is[u] == UNKNOWN && w->tree_link[u] != NET_NONE) {
            path[n++] = u;
            u = w->tree_above[u];
        }
        if (is[u] == UNKNOWN)
            is[u] = LOOSE;
        while (n > 0)
            is[path[--n]] = is[u];
    }
    for (uint32_t v = 1; v < w->n; v++)
        if (is[v] == LOOSE)
            w->tree_link[v] = w->tree_above[v] = NET_NONE;
}

static struct repair
repair_of(struct plan_work *w)
{
    struct repair r = {
        .w = w, .most = w->ask->params->price[CONNECT_MICROWAVE].most_kbps.n,
        .kbps = NEWS(w->arena, int64_t, w->n), .gain = NEWS(w->arena, int64_t, w->n),
        .first = NEWS(w->arena, uint32_t, w->n), .next = NEWS(w->arena, uint32_t, w->n),
        .head = NEWS(w->arena, uint32_t, w->n),
    };

    memset(r.first, 0xff, sizeof *r.first * w->n);
    return r;
}

size_t
plan_relieve_hops(struct plan_work *w, bool closes)
{
    if (!w->ask->params->price[CONNECT_MICROWAVE].most_kbps.known)
        return 0;
    size_t        mark = arena_mark(w->arena);
    struct repair r = repair_of(w);

    take_off(&r);
    if (r.n_heads > 0)
        make_rows(&r);
    for (size_t i = 0; i < r.n_heads; i++) {
        uint32_t *link = &w->tree_link[r.head[i]];

        if (closes)
            w->link[*link].b = w->link[*link].a;    /* a loop: the engine passes it over */
        *link = w->tree_above[r.head[i]] = NET_NONE;
    }
    for (size_t i = 0; i < r.n_heads; i++)
        feed(&r, r.head[i]);
    if (r.n_heads > 0)
        drop_loose(w);
    arena_back(w->arena, mark);
    return r.n_heads;
}

/* ---- a cheaper feed -------------------------------------------------------------------------- */

/* One vertex with all that hangs on it; or one that is outside, and worth a link by itself. */
static void
refeed(struct repair *r, uint32_t v)
{
    struct plan_work *w = r->w;
    uint32_t          before = w->tree_link[v], link;

    if (before != NET_NONE && !plan_serves(w, v))
        return;
    if (before == NET_NONE) {
        r->kbps[v] = w->site_of[v] == NET_NONE ? 0 : w->site[w->site_of[v]].kbps;
        link = cheapest_link(r, v, w->prize[v]);
    } else {
        carry(r, v, -1);
        w->tree_link[v] = NET_NONE;
        link = cheapest_link(r, v, w->link[before].cost);
        link = link == NET_NONE ? before : link;
    }
    if (link == NET_NONE)
        r->kbps[v] = 0;
    else
        hang(r, v, link);
}

void
plan_refeed(struct plan_work *w)
{
    if (!w->ask->params->price[CONNECT_MICROWAVE].most_kbps.known)
        return;
    size_t        mark = arena_mark(w->arena);
    struct repair r = repair_of(w);

    take_off(&r);
    make_rows(&r);
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t v = 1; v < w->n; v++)
            refeed(&r, v);
    arena_back(w->arena, mark);
}
