/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* budget_test.c — small graphs against every set of vertices, and what is odd. */
#include "engine/net/budget.h"

#include <stdio.h>

#include "engine/net/steiner_exact.h"
#include "test/unit.h"

enum { OF_EACH_CLASS = 200, WIDTH = 40 };

/* ---- the plan is what it says --------------------------------------------------------------- */

/* Does the vertex lead to the root, along links that are there? */
static bool
leads_home(const struct net_graph *g, const struct net_tree *t, uint32_t v)
{
    for (uint32_t steps = 0; v != 0; steps++) {
        if (steps > g->n || t->link[v] >= g->n_links)
            return false;
        const struct net_link *link = &g->link[t->link[v]];
        bool up = link->a == v && link->b == t->above[v];
        bool down = link->b == v && link->a == t->above[v];
        if (!up && !down)
            return false;
        v = t->above[v];
    }
    return true;
}

static bool
is_sound(const struct budget_ask *ask, const struct budget_plan *p)
{
    int64_t  spent = 0, users = ask->users[0], links = 0;
    uint32_t n = 1;

    for (uint32_t v = 1; v < ask->graph->n; v++) {
        if (p->tree.above[v] == NET_NONE)
            continue;
        if (!leads_home(ask->graph, &p->tree, v))
            return false;
        n++;
        links += ask->graph->link[p->tree.link[v]].cost;
        spent += ask->graph->link[p->tree.link[v]].cost + ask->money[v];
        users += ask->users[v];
    }
    return n == p->tree.n && links == p->tree.links && spent == p->spent && users == p->users
           && spent <= (ask->budget > 0 ? ask->budget : 0);
}

/* ---- every set of vertices ------------------------------------------------------------------ */

enum { MOST = EXACT_MOST };

static const int64_t NO_WAY = INT64_MAX;

/* The cheapest links by which exactly these vertices hang together, by adding the nearest. */
static int64_t
span(const struct budget_ask *ask, uint32_t set, int64_t near[MOST][MOST])
{
    uint32_t in = 1;
    int64_t  all = 0;

    while (in != set) {
        int64_t  best = NO_WAY;
        uint32_t next = 0;
        for (uint32_t a = 0; a < ask->graph->n; a++)
            for (uint32_t b = 0; b < ask->graph->n; b++)
                if (in & 1u << a && set & ~in & 1u << b && near[a][b] < best) {
                    best = near[a][b];
                    next = b;
                }
        if (best == NO_WAY)
            return NO_WAY;
        all += best + ask->money[next];
        in |= 1u << next;
    }
    return all;
}

static void
near_of(const struct net_graph *g, int64_t near[MOST][MOST])
{
    for (uint32_t a = 0; a < MOST; a++)
        for (uint32_t b = 0; b < MOST; b++)
            near[a][b] = NO_WAY;
    for (size_t i = 0; i < g->n_links; i++) {
        const struct net_link *l = &g->link[i];
        if (l->a == l->b || near[l->a][l->b] <= l->cost)
            continue;
        near[l->a][l->b] = near[l->b][l->a] = l->cost;
    }
}

static uint32_t
reached_of(uint32_t n, int64_t near[MOST][MOST])
{
    uint32_t in = 1, before = 0;

    while (in != before) {
        before = in;
        for (uint32_t a = 0; a < n; a++)
            for (uint32_t b = 0; b < n; b++)
                in |= before & 1u << a && near[a][b] != NO_WAY ? 1u << b : 0;
    }
    return in;
}

/* The most users of all sets within the budget; `with_must`: of those that hold all that must and
 * can, -1 if there is none. */
struct optimum { int64_t users, with_must; };

static struct optimum
optimum_of(const struct budget_ask *ask)
{
    struct optimum best = { -1, -1 };
    int64_t        near[MOST][MOST];
    uint32_t       reached, must = 0, n = ask->graph->n;

    near_of(ask->graph, near);
    reached = reached_of(n, near);
    for (uint32_t v = 1; v < n; v++)
        must |= ask->graph->prize[v] == NET_MUST ? reached & 1u << v : 0;
    for (uint32_t set = 1; set < 1u << n; set += 2) {
        int64_t users = 0, money;
        for (uint32_t v = 0; v < n; v++)
            users += set & 1u << v ? ask->users[v] : 0;
        if (set & ~reached || (users <= best.users && users <= best.with_must))
            continue;
        money = span(ask, set, near);
        if (money == NO_WAY || money > ask->budget)
            continue;
        best.users = users > best.users ? users : best.users;
        if ((set & must) == must && users > best.with_must)
            best.with_must = users;
    }
    return best;
}

/* ---- by chance ------------------------------------------------------------------------------ */

struct tally { uint32_t n, best, proven, wrong, left; };

static struct budget_ask
instance(enum exact_class class, uint64_t seed, struct net_graph *g)
{
    struct rand chance = { seed ^ 0x5eed };
    int64_t    *money, *users, all = 0;

    *g    = exact_instance(unit_arena(), class, seed);
    money = NEWS(unit_arena(), int64_t, g->n);
    users = NEWS(unit_arena(), int64_t, g->n);
    for (size_t i = 0; i < g->n_links; i++)
        all += g->link[i].cost / (int64_t)g->n_links;
    for (uint32_t v = 1; v < g->n; v++) {
        money[v] = seed % 3 == 0 ? 0 : (int64_t)(rand_next(&chance) % (uint64_t)(all + 1));
        users[v] = (int64_t)(rand_next(&chance) % 20);
    }
    return (struct budget_ask){ .graph = g, .money = money, .users = users,
        .budget = (int64_t)(rand_next(&chance) % (uint64_t)(all * g->n / 2 + 1)) };
}

static void
try_one(enum exact_class class, uint64_t seed, struct tally *t)
{
    struct net_graph   g;
    struct budget_ask  ask = instance(class, seed, &g);
    struct optimum     best = optimum_of(&ask);
    struct budget_plan p;
    bool               whole = net_budget(unit_arena(), &ask, NULL, &p);
    bool               holds = p.n_too_dear == 0;
    int64_t            most = holds ? best.with_must : best.users;

    t->n++;
    t->best += p.users == most;
    t->proven += p.users_bound == most;
    t->left += !holds && best.with_must >= 0;
    t->wrong += !whole || !is_sound(&ask, &p) || p.users > most || best.with_must > p.users_bound
                || (!holds && best.users > p.users_bound);
}

TEST(budget_against_all_sets)
{
    static const char *const name[EXACT_CLASSES] = { "near-uniform", "places", "wide" };

    for (size_t c = 0; c < EXACT_CLASSES; c++) {
        struct tally t = { 0 };
        for (uint64_t seed = 0; seed < OF_EACH_CLASS; seed++)
            try_one((enum exact_class)c, seed, &t);
        printf("budget, %s: %u of %u best, bound tight %u, that must left out %u\n", name[c],
               t.best, t.n, t.proven, t.left);
        check(name[c], t.n == OF_EACH_CLASS && t.wrong == 0);
        check(name[c], t.best * 10 >= t.n * 7);
    }
}

/* ---- by hand -------------------------------------------------------------------------------- */

enum { VERTICES = 6, LINKS = 8 };

TEST(budget_by_hand)
{
    static const struct {
        const char *name; uint32_t n; int64_t prize[VERTICES], money[VERTICES], users[VERTICES];
        size_t n_links; struct net_link link[LINKS];
        int64_t budget, spent, is, bound; uint32_t inside, n_cut_off, n_too_dear;
    } row[] = {
        { "the root alone", 1, { 0 }, { 0 }, { 0 }, 0, { { 0 } }, 9, 0, 0, 0, 1, 0, 0 },
        { "the root has users", 1, { 0 }, { 9 }, { 4 }, 0, { { 0 } }, 0, 0, 4, 4, 1, 0, 0 },
        { "nobody can be reached", 3, { 0 }, { 0 }, { 0, 5, 7 }, 1, { { 1, 2, 1 } }, 99, 0, 0, 0,
          1, 0, 0 },
        { "nobody lives there", 3, { 0 }, { 0 }, { 0 }, 2, { { 0, 1, 1 }, { 1, 2, 1 } }, 99, 0, 0,
          0, 1, 0, 0 },
        { "no money", 3, { 0 }, { 0 }, { 0, 5, 7 }, 2, { { 0, 1, 3 }, { 1, 2, 3 } }, 0, 0, 0, 0,
          1, 0, 0 },
        { "less than no money", 2, { 0 }, { 0 }, { 0, 5 }, 1, { { 0, 1, 0 } }, -7, 0, 5, 5, 2, 0,
          0 },
        { "what costs nothing", 3, { 0 }, { 0, 0, 1 }, { 0, 5, 7 }, 2,
          { { 0, 1, 0 }, { 1, 2, 0 } }, 0, 0, 5, 5, 2, 0, 0 },
        { "enough for all", 3, { 0 }, { 0, 1, 1 }, { 0, 5, 7 }, 2, { { 0, 1, 3 }, { 1, 2, 3 } },
          8, 8, 12, 12, 3, 0, 0 },
        { "the one with more users", 3, { 0 }, { 0 }, { 0, 5, 7 }, 2,
          { { 0, 1, 3 }, { 0, 2, 3 } }, 3, 3, 7, 7, 2, 0, 0 },
        { "a way is paid once", 4, { 0 }, { 0 }, { 0, 0, 5, 5 }, 4,
          { { 0, 1, 8 }, { 1, 2, 1 }, { 1, 3, 1 }, { 0, 2, 9 } }, 10, 10, 10, 10, 4, 0, 0 },
        { "who must comes first", 3, { 0, NET_MUST, 0 }, { 0 }, { 0, 1, 50 }, 2,
          { { 0, 1, 3 }, { 0, 2, 3 } }, 5, 3, 1, 34, 2, 0, 0 },
        { "must, and no way", 3, { 0, 0, NET_MUST }, { 0 }, { 0, 5, 7 }, 1, { { 0, 1, 3 } },
          3, 3, 5, 5, 2, 1, 0 },
        { "must, and too dear", 3, { 0, 0, NET_MUST }, { 0 }, { 0, 5, 7 }, 2,
          { { 0, 1, 3 }, { 0, 2, 9 } }, 3, 3, 5, 5, 2, 0, 1 },
        { "of two that must, the better one", 3, { 0, NET_MUST, NET_MUST }, { 0 }, { 0, 5, 7 },
          2, { { 0, 1, 3 }, { 0, 2, 9 } }, 9, 3, 5, 10, 2, 0, 1 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct net_graph   g = { row[i].n, row[i].link, row[i].n_links, row[i].prize };
        struct budget_ask  ask = { &g, row[i].money, row[i].users, row[i].budget, 0 };
        struct budget_plan p;
        check(row[i].name, net_budget(unit_arena(), &ask, NULL, &p) && is_sound(&ask, &p));
        check(row[i].name, p.spent == row[i].spent && p.users == row[i].is);
        check(row[i].name, p.users_bound >= p.users && p.users_bound <= row[i].bound);
        check(row[i].name, p.tree.n == row[i].inside && p.tree.n_cut_off == row[i].n_cut_off
              && p.n_too_dear == row[i].n_too_dear);
    }
}

/* ---- larger ones ---------------------------------------------------------------------------- */

/* A square of places whose links cost about the same, in money of rupiah. */
static struct budget_ask
square(struct net_graph *g)
{
    struct rand      chance = { 3 };
    struct net_link *link = NEWS(unit_arena(), struct net_link, 2 * WIDTH * WIDTH);
    int64_t         *prize = NEWS(unit_arena(), int64_t, WIDTH * WIDTH);
    int64_t         *money = NEWS(unit_arena(), int64_t, WIDTH * WIDTH);
    int64_t         *users = NEWS(unit_arena(), int64_t, WIDTH * WIDTH);
    size_t           n = 0;

    for (uint32_t v = 0; v < WIDTH * WIDTH; v++) {
        money[v] = 8000000 + rand_below(&chance, 1000000);
        users[v] = rand_below(&chance, 3) > 0 ? rand_below(&chance, 900) : 0;
        if (v % WIDTH + 1 < WIDTH)
            link[n++] = (struct net_link){ v, v + 1, 50000000 + rand_below(&chance, 50000000) };
        if (v + WIDTH < WIDTH * WIDTH)
            link[n++] = (struct net_link){ v, v + WIDTH, 50000000 + rand_below(&chance, 50000000) };
    }
    *g = (struct net_graph){ WIDTH * WIDTH, link, n, prize };
    return (struct budget_ask){ .graph = g, .money = money, .users = users };
}

TEST(budget_of_a_square)
{
    static const int64_t per_cent[] = { 1, 5, 20, 50, 80 };
    struct net_graph     g;
    struct budget_ask    ask = square(&g);
    struct budget_plan   all, p, again;
    int64_t              before = 0;

    ask.budget = NET_SUM_MAX;
    check("all", net_budget(unit_arena(), &ask, NULL, &all) && is_sound(&ask, &all)
          && all.users == all.users_bound);
    for (size_t i = 0; i < COUNT(per_cent); i++) {
        ask.budget = all.spent / 100 * per_cent[i];
        check("a part", net_budget(unit_arena(), &ask, NULL, &p) && is_sound(&ask, &p));
        check("within a fiftieth of the bound, and never above",
              p.users <= p.users_bound && p.users_bound - p.users <= all.users / 50);
        check("more money, more users", p.users >= before);
        check("the same again", net_budget(unit_arena(), &ask, NULL, &again)
              && again.users == p.users && again.spent == p.spent
              && again.users_bound == p.users_bound);
        printf("budget of a square, %2d %%: %lld of %lld users, bound %lld, %u trees\n",
               (int)per_cent[i], (long long)p.users, (long long)all.users,
               (long long)p.users_bound, p.rounds);
        before = p.users;
    }
}

/* ---- stopping ------------------------------------------------------------------------------- */

static bool
not_for_long(void *arg, uint64_t done, uint64_t all)
{
    uint32_t *left = arg;

    return done <= all && *left > 0 && --*left > 0;
}

TEST(budget_stops)
{
    struct net_graph   g;
    struct budget_ask  ask = square(&g);
    struct budget_plan p;
    uint32_t           left = 20, many = 1u << 30;
    struct progress    progress = { &left, not_for_long };

    ask.budget = INT64_C(1000000000);
    check("stopped", !net_budget(unit_arena(), &ask, &progress, &p));
    progress.arg = &many;
    check("to the end", net_budget(unit_arena(), &ask, &progress, &p));
}
