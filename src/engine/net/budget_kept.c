/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* budget_kept.c — trees that are kept, and filling one up from another. */
#include <string.h>

#include "engine/net/budget_part.h"
#include "engine/net/order.h"

struct kept
budget_kept_make(struct arena *a, uint32_t n)
{
    return (struct kept){ .link = NEWS(a, uint32_t, n), .above = NEWS(a, uint32_t, n) };
}

bool
budget_kept_has(const struct kept *k, uint32_t v)
{
    return v == 0 || k->above[v] != NET_NONE;
}

bool
budget_kept_is_better(const struct kept *k, const struct kept *than)
{
    return k->users > than->users || (k->users == than->users && k->spent < than->spent);
}

void
budget_kept_root(const struct budget_ask *ask, struct kept *k)
{
    for (uint32_t v = 0; v < ask->graph->n; v++)
        k->link[v] = k->above[v] = NET_NONE;
    k->spent = 0;
    k->users = ask->users[0];
}

void
budget_kept_copy(const struct budget_ask *ask, const struct kept *from, struct kept *to)
{
    memcpy(to->link, from->link, ask->graph->n * sizeof *to->link);
    memcpy(to->above, from->above, ask->graph->n * sizeof *to->above);
    to->spent = from->spent;
    to->users = from->users;
}

/* What the vertex adds to a tree, by this link. */
static int64_t
money_of(const struct budget_ask *ask, uint32_t v, uint32_t link)
{
    return ask->money[v] + ask->graph->link[link].cost;
}

static void
add(const struct budget_ask *ask, struct kept *k, const struct kept *from, uint32_t v)
{
    k->link[v]  = from->link[v];
    k->above[v] = from->above[v];
    k->spent += money_of(ask, v, k->link[v]);
    k->users += ask->users[v];
}

void
budget_kept_tree(const struct budget_ask *ask, const struct net_tree *tree, struct kept *k)
{
    struct kept from = { .link = tree->link, .above = tree->above };

    budget_kept_root(ask, k);
    for (uint32_t v = 1; v < ask->graph->n; v++)
        if (tree->above[v] != NET_NONE)
            add(ask, k, &from, v);
}

/* The larger tree with all that `of` holds as its root. */
static struct order_ask
order_beyond(struct arena *a, const struct budget_ask *ask, const struct kept *of,
             const struct kept *larger)
{
    uint32_t  n = ask->graph->n, *above = NEWS(a, uint32_t, n);
    int64_t  *money = NEWS(a, int64_t, n);

    for (uint32_t v = 0; v < n; v++) {
        above[v] = NET_NONE;
        if (budget_kept_has(of, v) || !budget_kept_has(larger, v))
            continue;
        above[v] = budget_kept_has(of, larger->above[v]) ? 0 : larger->above[v];
        money[v] = money_of(ask, v, larger->link[v]);
    }
    return (struct order_ask){ .n = n, .above = above, .money = money, .users = ask->users };
}

void
budget_kept_fill(struct arena *a, const struct budget_ask *ask, struct kept *of,
                 const struct kept *larger)
{
    size_t           mark = arena_mark(a), n;
    struct order_ask beyond = order_beyond(a, ask, of, larger);
    uint32_t        *order = NEWS(a, uint32_t, ask->graph->n);

    n = net_order(a, &beyond, order);
    for (size_t i = 0; i < n; i++)
        if (beyond.money[order[i]] <= ask->budget - of->spent
            && budget_kept_has(of, larger->above[order[i]]))
            add(ask, of, larger, order[i]);
    arena_back(a, mark);
}
