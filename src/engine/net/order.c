/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * order.c — groups of vertices in leftist heaps, joined from the leaves on.
 *
 * A group is named by its first vertex, the one nearest to the root; below it hang the groups that
 * may follow, the best on top. What costs nothing is better than all that costs something.
 */
#include "engine/net/order.h"

#include "base/decimal.h"

struct orders {
    const struct order_ask *ask;
    int64_t  *money, *users;            /* of a group                                    */
    uint32_t *next, *last;              /* the chain of a group's vertices, and its end  */
    uint32_t *left, *right, *best;      /* heaps; best: of those that follow a group     */
    uint8_t  *rank;
};

static bool
is_below(const struct order_ask *ask, uint32_t v)
{
    return v > 0 && ask->above[v] < ask->n && ask->above[v] != v;
}

/* ---- which is better ------------------------------------------------------------------------- */

/* More users for the money. */
static int
by_ratio(const struct orders *o, uint32_t a, uint32_t b)
{
    int128 x = (int128)o->users[a] * o->money[b], y = (int128)o->users[b] * o->money[a];

    if (o->money[a] == 0 || o->money[b] == 0)
        return (o->money[a] == 0) - (o->money[b] == 0);
    return (x > y) - (x < y);
}

static bool
goes_first(const struct orders *o, uint32_t a, uint32_t b)
{
    int than = by_ratio(o, a, b);

    return than > 0 || (than == 0 && a < b);
}

/* ---- heaps ----------------------------------------------------------------------------------- */

static uint8_t
rank_of(const struct orders *o, uint32_t heap)
{
    return heap == NET_NONE ? 0 : o->rank[heap];
}

/* As deep as the right sides of both: twice the logarithm of their number. */
static uint32_t
meld(struct orders *o, uint32_t a, uint32_t b)
{
    if (a == NET_NONE || b == NET_NONE)
        return a == NET_NONE ? b : a;
    if (goes_first(o, b, a)) {
        uint32_t c = a;
        a = b;
        b = c;
    }
    o->right[a] = meld(o, o->right[a], b);
    if (rank_of(o, o->left[a]) < rank_of(o, o->right[a])) {
        uint32_t c = o->left[a];
        o->left[a]  = o->right[a];
        o->right[a] = c;
    }
    o->rank[a] = (uint8_t)(rank_of(o, o->right[a]) + 1);
    return a;
}

static uint32_t
without_top(struct orders *o, uint32_t heap)
{
    return meld(o, o->left[heap], o->right[heap]);
}

/* ---- groups ---------------------------------------------------------------------------------- */

static int64_t
sum(int64_t a, int64_t b)
{
    return a + b < NET_SUM_MAX ? a + b : NET_SUM_MAX;
}

/* Whoever is better than the group that must come before it comes right after it. */
static void
join_better(struct orders *o, uint32_t v)
{
    while (o->best[v] != NET_NONE && by_ratio(o, o->best[v], v) > 0) {
        uint32_t top = o->best[v];
        o->best[v]  = meld(o, without_top(o, top), o->best[top]);
        o->money[v] = sum(o->money[v], o->money[top]);
        o->users[v] = sum(o->users[v], o->users[top]);
        o->next[o->last[v]] = top;
        o->last[v]  = o->last[top];
    }
}

static void
start(struct arena *a, const struct order_ask *ask, struct orders *o)
{
    uint32_t n = ask->n;

    *o = (struct orders){
        .ask = ask, .money = NEWS(a, int64_t, n), .users = NEWS(a, int64_t, n),
        .next = NEWS(a, uint32_t, n), .last = NEWS(a, uint32_t, n), .left = NEWS(a, uint32_t, n),
        .right = NEWS(a, uint32_t, n), .best = NEWS(a, uint32_t, n), .rank = NEWS(a, uint8_t, n),
    };
    for (uint32_t v = 0; v < n; v++) {
        o->money[v] = v > 0 ? ask->money[v] : 0;
        o->users[v] = ask->users[v];
        o->next[v]  = o->left[v] = o->right[v] = o->best[v] = NET_NONE;
        o->last[v]  = v;
        o->rank[v]  = 1;
    }
}

/* Every vertex after all that hang from it. */
static void
climb(struct arena *a, struct orders *o)
{
    const struct order_ask *ask = o->ask;
    uint32_t               *waits = NEWS(a, uint32_t, ask->n), *ready = NEWS(a, uint32_t, ask->n);
    size_t                  n = 0;

    for (uint32_t v = 1; v < ask->n; v++)
        waits[ask->above[v] < ask->n ? ask->above[v] : 0] += is_below(ask, v);
    for (uint32_t v = 1; v < ask->n; v++)
        if (waits[v] == 0 && is_below(ask, v))
            ready[n++] = v;
    for (size_t i = 0; i < n; i++) {
        uint32_t v = ready[i], above = ask->above[v];
        join_better(o, v);
        o->best[above] = meld(o, o->best[above], v);
        if (--waits[above] == 0 && is_below(ask, above))
            ready[n++] = above;
    }
}

size_t
net_order(struct arena *a, const struct order_ask *ask, uint32_t *order)
{
    size_t        mark = arena_mark(a), n = 0;
    struct orders o;

    if (ask->n == 0)
        return 0;
    start(a, ask, &o);
    climb(a, &o);
    while (o.best[0] != NET_NONE) {
        uint32_t top = o.best[0];
        o.best[0] = meld(&o, without_top(&o, top), o.best[top]);
        for (uint32_t v = top; v != NET_NONE; v = o.next[v])
            order[n++] = v;
    }
    arena_back(a, mark);
    return n;
}

/* ---- years ----------------------------------------------------------------------------------- */

void
net_order_years(struct arena *a, const struct order_ask *ask, const int64_t *money,
                uint32_t n_years, uint16_t *year)
{
    size_t    mark = arena_mark(a), n;
    uint32_t *order = NEWS(a, uint32_t, ask->n);
    int64_t   purse = 0;

    n = net_order(a, ask, order);
    for (uint32_t v = 0; v < ask->n; v++)
        year[v] = v > 0 ? ORDER_LATER : 0;
    for (uint32_t y = 0; y < n_years && y < ORDER_YEARS_MAX; y++) {
        size_t later = 0;
        purse = sum(purse, money[y] > 0 ? money[y] : 0);
        for (size_t i = 0; i < n; i++) {
            uint32_t v = order[i];
            if (ask->money[v] > purse || year[ask->above[v]] == ORDER_LATER) {
                order[later++] = v;
                continue;
            }
            purse  -= ask->money[v];
            year[v] = (uint16_t)y;
        }
        n = later;
    }
    arena_back(a, mark);
}
