/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_plan_money.c — money by the year: who is served for it, and when.
 *
 * Sites keep the lot that they have in the plan of least cost: linked, or on their own. What stands
 * alone is a vertex of its own beside the root, so that nobody hangs on it. The bound is one over
 * plans that keep these lots.
 */
#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/money.h"
#include "city/connect/connect_plan_part.h"
#include "engine/net/budget.h"
#include "engine/net/order.h"

/* The graph with a vertex for each site on its own, from w->n on. */
struct shop {
    struct plan_work *w;
    uint32_t          n;
    uint32_t         *site;                     /* of a vertex from w->n on                     */
    struct net_link  *link;     size_t n_links;
    int64_t          *prize, *money, *users;
};

/* ---- lots ------------------------------------------------------------------------------------ */

static bool
is_linked(const struct plan_work *w, uint32_t site)
{
    uint32_t v = w->site[site].vertex;

    return v != NET_NONE && w->tree_link[v] != NET_NONE && plan_serves(w, v);
}

static void
give_lots(struct plan_work *w)
{
    uint32_t       n = w->ask->sites->n;
    enum plan_lot *lot = NEWS(w->arena, enum plan_lot, n);

    for (uint32_t i = 0; i < n; i++)
        lot[i] = is_linked(w, i) || w->site[i].alone.tech == CONNECT_NO_TECH ? PLAN_LINKED
                                                                            : PLAN_LEFT;
    for (uint32_t i = 0; i < n; i++)
        w->site[i].lot = lot[i];
    plan_price_links(w);
    for (uint32_t v = 1; v < w->n; v++)
        if (w->site_of[v] != NET_NONE && w->site[w->site_of[v]].lot == PLAN_LEFT)
            w->prize[v] = 0;
}

/* ---- the shop -------------------------------------------------------------------------------- */

static bool
is_bought_alone(const struct plan_work *w, uint32_t site)
{
    return !w->ask->sites->site[site].is_connected && w->site[site].lot == PLAN_LEFT;
}

static void
fill_shop(struct shop *s)
{
    struct plan_work *w = s->w;

    s->n_links = w->n_links;
    for (size_t i = 0; i < w->n_links; i++)
        s->link[i] = w->link[i];
    for (uint32_t v = 1; v < w->n; v++) {
        if (w->site_of[v] == NET_NONE || w->site[w->site_of[v]].lot != PLAN_LINKED)
            continue;
        s->money[v] = w->site[w->site_of[v]].floor;
        s->users[v] = w->site[w->site_of[v]].users;
    }
    s->n = w->n;
    for (uint32_t i = 0; i < w->ask->sites->n; i++) {
        if (!is_bought_alone(w, i))
            continue;
        s->site[s->n] = i;
        s->money[s->n] = w->site[i].alone.sum.npv;
        s->users[s->n] = w->site[i].users;
        s->link[s->n_links++] = (struct net_link){ .a = 0, .b = s->n++ };
    }
}

static struct shop
open_shop(struct plan_work *w)
{
    uint32_t most = w->n + w->ask->sites->n;

    return (struct shop){
        .w = w, .site = NEWS(w->arena, uint32_t, most),
        .link = NEWS(w->arena, struct net_link, w->n_links + w->ask->sites->n),
        .prize = NEWS(w->arena, int64_t, most), .money = NEWS(w->arena, int64_t, most),
        .users = NEWS(w->arena, int64_t, most),
    };
}

static struct err *
check_shop(const struct shop *s)
{
    for (uint32_t v = 1; v < s->n; v++)
        if (s->money[v] > NET_MONEY_MAX || s->users[v] > NET_MONEY_MAX)
            return plan_too_much(s->w->arena);
    return NULL;
}

/* ---- the rest, after what the money buys ----------------------------------------------------- */

static uint32_t
other_end(const struct net_link *l, uint32_t vertex)
{
    return l->a == vertex ? l->b : l->a;
}

/* What is bought becomes the root; the rest is joined to it at the least cost. */
static struct err *
grow(struct plan_work *w, const struct net_tree *bought)
{
    struct net_link  *link = NEWS(w->arena, struct net_link, w->n_links);
    struct net_graph  graph = { .n = w->n, .link = link, .n_links = w->n_links,
                                .prize = NEWS(w->arena, int64_t, w->n) };
    struct net_effort effort = { 0 };
    struct net_tree   rest;
    int64_t          *prize = NEWS(w->arena, int64_t, w->n);

    for (size_t i = 0; i < w->n_links; i++) {
        link[i] = w->link[i];
        if (bought->link[link[i].a] != NET_NONE)
            link[i].a = 0;
        if (bought->link[link[i].b] != NET_NONE)
            link[i].b = 0;
    }
    for (uint32_t v = 1; v < w->n; v++)
        prize[v] = bought->link[v] != NET_NONE ? 0 : w->prize[v];
    graph.prize = prize;
    if (!net_steiner(w->arena, &graph, &effort, w->ask->progress, &rest))
        return plan_stopped(w->arena);
    w->tree_link = NEWS(w->arena, uint32_t, w->n);
    w->tree_above = NEWS(w->arena, uint32_t, w->n);
    w->tree_link[0] = w->tree_above[0] = NET_NONE;
    for (uint32_t v = 1; v < w->n; v++) {
        bool     is_bought = bought->link[v] != NET_NONE;
        uint32_t l = is_bought ? bought->link[v] : rest.link[v];

        w->tree_link[v] = l;
        w->tree_above[v] = l == NET_NONE ? NET_NONE : other_end(&w->link[l], v);
    }
    return NULL;
}

/* ---- years ----------------------------------------------------------------------------------- */

/* What a vertex really costs: its link this way round, and the site. */
static int64_t
real_money(const struct shop *s, uint32_t v)
{
    const struct plan_work *w = s->w;

    if (v >= w->n)
        return s->money[v];
    const struct plan_way *way = &w->way[w->tree_link[v]];
    int64_t npv = plan_link_sum(w, way, plan_leaves(w, v, w->tree_above[v])).npv;

    return plan_serves(w, v) ? npv + w->site[w->site_of[v]].end[way->tech].npv : npv;
}

/* What was bought, with what now feeds it; or (NULL) all there is. */
static void
choose(const struct shop *s, const struct net_tree *bought, struct order_ask *ask, int64_t *money)
{
    struct plan_work *w = s->w;
    uint32_t         *above = NEWS(w->arena, uint32_t, s->n);

    memset(above, 0xff, sizeof *above * s->n);
    for (uint32_t v = w->n; v < s->n; v++)
        above[v] = bought && bought->link[v] == NET_NONE ? NET_NONE : 0;
    for (uint32_t v = 1; v < w->n; v++) {
        bool is_chosen = !bought || bought->link[v] != NET_NONE;

        for (uint32_t u = v; is_chosen && u != 0 && above[u] == NET_NONE; u = above[u]) {
            if (w->tree_link[u] == NET_NONE)
                break;
            above[u] = w->tree_above[u];
        }
    }
    for (uint32_t v = 1; v < s->n; v++)
        money[v] = above[v] == NET_NONE ? 0 : real_money(s, v);
    *ask = (struct order_ask){ .n = s->n, .above = above, .money = money, .users = s->users };
}

/* The years of what is chosen; how many users have one. */
static int64_t
years_of(const struct shop *s, const struct order_ask *ask, uint16_t *year)
{
    const struct connect_ask *given = s->w->ask;
    int64_t                   users = 0;

    net_order_years(s->w->arena, ask, given->money, given->n_money, year);
    for (uint32_t v = 1; v < s->n; v++) {
        if (ask->above[v] == NET_NONE || year[v] == ORDER_LATER)
            year[v] = CONNECT_NO_YEAR;
        else
            users += s->users[v];
    }
    return users;
}

/* One tree and its years. */
struct spread { uint32_t *link, *above; uint16_t *year; int64_t users; };

/* Of the taken tree what was bought, and after it what fits; or, where that serves more, all of it
 * in the order of works. */
static struct spread
spread(const struct shop *s, const struct net_tree *bought)
{
    struct plan_work *w = s->w;
    int64_t          *money = NEWS(w->arena, int64_t, s->n);
    uint16_t         *other = NEWS(w->arena, uint16_t, s->n);
    struct spread     made = { .link = w->tree_link, .above = w->tree_above,
                               .year = NEWS(w->arena, uint16_t, s->n), .users = -1 };
    struct order_ask  ask;

    if (bought) {
        choose(s, bought, &ask, money);
        made.users = years_of(s, &ask, made.year);
    }
    choose(s, NULL, &ask, money);
    int64_t users = years_of(s, &ask, other);

    if (users > made.users)
        made.year = other, made.users = users;
    return made;
}

static void
take_years(const struct shop *s, const struct spread *made, struct plan_years *years)
{
    struct plan_work *w = s->w;

    w->tree_link = made->link;
    w->tree_above = made->above;
    years->vertex = NEWS(w->arena, uint16_t, w->n);
    years->left = NEWS(w->arena, uint16_t, w->ask->sites->n);
    memset(years->left, 0xff, sizeof *years->left * w->ask->sites->n);
    for (uint32_t v = 1; v < s->n; v++)
        *(v < w->n ? &years->vertex[v] : &years->left[s->site[v]]) = made->year[v];
}

/* ---- the verb -------------------------------------------------------------------------------- */

static struct err *
buy(struct shop *s, struct budget_plan *bought)
{
    struct plan_work *w = s->w;
    struct net_graph  graph = { .n = s->n, .link = s->link, .n_links = s->n_links,
                                .prize = s->prize };
    struct budget_ask ask = { .graph = &graph, .money = s->money, .users = s->users };

    for (uint32_t y = 0; y < w->ask->n_money; y++)
        if (!idr_add(ask.budget, w->ask->money[y], &ask.budget))
            return plan_too_much(w->arena);
    return net_budget(w->arena, &ask, w->ask->progress, bought) ? NULL : plan_stopped(w->arena);
}

/* The plan of least cost is kept where no other serves more. */
struct err *
plan_money(struct plan_work *w, struct plan_years *years)
{
    struct shop        s = open_shop(w);
    struct budget_plan bought = { .spent = 0 };

    give_lots(w);
    fill_shop(&s);
    TRY(check_shop(&s));
    TRY(buy(&s, &bought));
    assert(bought.tree.link && bought.tree.above);
    years->users_bound = bought.users_bound;
    struct spread least = spread(&s, NULL);

    TRY(grow(w, &bought.tree));
    plan_relieve_hops(w, false);
    plan_refeed(w);
    struct spread most = spread(&s, &bought.tree);

    take_years(&s, most.users > least.users ? &most : &least, years);
    return NULL;
}
