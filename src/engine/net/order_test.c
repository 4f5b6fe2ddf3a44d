/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* order_test.c — orders by hand, and against every order of small trees; years. */
#include "engine/net/order.h"

#include "base/decimal.h"
#include "unit.h"

enum { SMALL = 8 };

/* Sum over users of what was spent when they are served. */
static int64_t
waiting(const struct order_ask *ask, const uint32_t *order, size_t n)
{
    int64_t spent = 0, all = 0;

    for (size_t i = 0; i < n; i++) {
        spent += ask->money[order[i]];
        all   += spent * ask->users[order[i]];
    }
    return all;
}

static bool
in_tree(const struct order_ask *ask, uint32_t v)
{
    uint32_t steps = 0;

    for (; v != 0 && v < ask->n && steps <= ask->n; steps++)
        v = ask->above[v];
    return v == 0;
}

/* Each once, each after the one above it, all that hang from the root. */
static bool
is_order(const struct order_ask *ask, const uint32_t *order, size_t n)
{
    bool   done[SMALL] = { true };
    size_t in = 0;

    for (uint32_t v = 1; v < ask->n; v++)
        in += in_tree(ask, v);
    for (size_t i = 0; i < n; i++) {
        if (done[order[i]] || !done[ask->above[order[i]]])
            return false;
        done[order[i]] = true;
    }
    return n == in;
}

/* The least waiting of all orders that go on after `done`. */
static int64_t
least(const struct order_ask *ask, uint32_t done, int64_t spent)
{
    int64_t best = INT64_MAX;

    for (uint32_t v = 1; v < ask->n; v++) {
        if (done & 1u << v || !in_tree(ask, v) || !(done & 1u << ask->above[v]))
            continue;
        int64_t now = spent + ask->money[v];
        int64_t rest = least(ask, done | 1u << v, now) + now * ask->users[v];
        best = rest < best ? rest : best;
    }
    return best == INT64_MAX ? 0 : best;
}

TEST(order_by_hand)
{
    static const struct {
        const char *name; uint32_t n, above[SMALL]; int64_t money[SMALL], users[SMALL];
        size_t n_order; uint32_t order[SMALL];
    } row[] = {
        { "only the root", 1, { UINT32_MAX }, { 0 }, { 0 }, 0, { 0 } },
        { "the better first", 3, { UINT32_MAX, 0, 0 }, { 0, 5, 5 }, { 0, 1, 2 }, 2, { 2, 1 } },
        { "equals by number", 3, { UINT32_MAX, 0, 0 }, { 0, 5, 5 }, { 0, 2, 2 }, 2, { 1, 2 } },
        { "never before the one above", 3, { UINT32_MAX, 0, 1 }, { 0, 9, 1 }, { 0, 0, 9 }, 2,
          { 1, 2 } },
        /* 1 alone is worth less than 3; with 2 behind it, more: 10 of 11 against 1 of 2 */
        { "a poor one with a rich one behind", 4, { UINT32_MAX, 0, 1, 0 }, { 0, 10, 1, 2 },
          { 0, 0, 10, 1 }, 3, { 1, 2, 3 } },
        { "what costs nothing at once", 3, { UINT32_MAX, 0, 0 }, { 0, 1, 0 }, { 0, 9, 1 }, 2,
          { 2, 1 } },
        { "nothing for nothing", 3, { UINT32_MAX, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, 2, { 1, 2 } },
        { "outside of the tree", 4, { UINT32_MAX, 0, UINT32_MAX, 2 }, { 0, 1, 1, 1 },
          { 0, 1, 9, 9 }, 1, { 1 } },
        { "a circle is no tree", 4, { UINT32_MAX, 0, 3, 2 }, { 0, 1, 1, 1 }, { 0, 1, 9, 9 }, 1,
          { 1 } },
        { "above itself", 3, { UINT32_MAX, 0, 2 }, { 0, 1, 1 }, { 0, 1, 9 }, 1, { 1 } },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct order_ask ask = { row[i].n, row[i].above, row[i].money, row[i].users };
        uint32_t         order[SMALL];
        size_t           n = net_order(unit_arena(), &ask, order);
        check(row[i].name, n == row[i].n_order);
        for (size_t k = 0; k < n && n == row[i].n_order; k++)
            check(row[i].name, order[k] == row[i].order[k]);
    }
}

static uint32_t
chance(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % below;
}

TEST(order_against_all_orders)
{
    uint32_t seed = 7, wrong = 0, dearer = 0;

    for (uint32_t i = 0; i < 3000; i++) {
        uint32_t n = 2 + chance(&seed, SMALL - 2), above[SMALL] = { NET_NONE }, order[SMALL];
        int64_t  money[SMALL] = { 0 }, users[SMALL] = { 0 };
        uint32_t most = i % 3 == 0 ? 3 : 20;
        for (uint32_t v = 1; v < n; v++) {
            above[v] = chance(&seed, 9) == 0 ? NET_NONE : chance(&seed, v);
            money[v] = chance(&seed, most);
            users[v] = chance(&seed, most);
        }
        struct order_ask ask = { n, above, money, users };
        size_t           n_order = net_order(unit_arena(), &ask, order);
        wrong  += !is_order(&ask, order, n_order);
        dearer += waiting(&ask, order, n_order) != least(&ask, 1, 0);
    }
    check("orders of the tree", wrong == 0);
    check("none is better", dearer == 0);
}

/* A path of a million vertices, and as many leaves: neither the stack nor the time ends. */
TEST(order_large)
{
    enum { N = 1000001 };
    struct arena *a = unit_arena();
    uint32_t     *above = NEWS(a, uint32_t, N), *order = NEWS(a, uint32_t, N), wrong = 0;
    int64_t      *money = NEWS(a, int64_t, N), *users = NEWS(a, int64_t, N);

    above[0] = NET_NONE;
    for (uint32_t v = 1; v < N; v++) {
        above[v] = v - 1;
        money[v] = NET_MONEY_MAX / 4;
        users[v] = v;
    }
    struct order_ask ask = { N, above, money, users };

    check("a path", net_order(a, &ask, order) == N - 1 && order[0] == 1 && order[N - 2] == N - 1);
    for (uint32_t v = 1; v < N; v++)
        above[v] = 0;
    check("leaves", net_order(a, &ask, order) == N - 1);
    for (uint32_t v = 1; v < N; v++)
        wrong += order[v - 1] != N - v;
    check("the best first", wrong == 0);
}

TEST(order_years)
{
    enum { NOT = ORDER_LATER };
    /* 1: 10 for 20, 2: 8 for 8, 3 behind 2: 2 for 1, 4: 30 for 15 */
    static const uint32_t above[] = { UINT32_MAX, 0, 0, 2, 0 };
    static const int64_t  money[] = { 0, 10, 8, 2, 30 }, users[] = { 0, 20, 8, 1, 15 };
    static const struct {
        const char *name; uint32_t n; int64_t money[4]; uint16_t year[5];
    } row[] = {
        { "no years",          0, { 0 },            { 0, NOT, NOT, NOT, NOT } },
        { "no money",          2, { 0, 0 },         { 0, NOT, NOT, NOT, NOT } },
        { "less than none",    1, { -5 },           { 0, NOT, NOT, NOT, NOT } },
        { "all at once",       1, { 50 },           { 0, 0, 0, 0, 0 } },
        { "who fits goes before", 2, { 9, 0 },      { 0, NOT, 0, NOT, NOT } },
        { "not before the one above", 1, { 7 },     { 0, NOT, NOT, NOT, NOT } },
        { "left over for the next", 2, { 7, 3 },    { 0, 1, NOT, NOT, NOT } },
        { "in three years",    3, { 10, 10, 30 },   { 0, 0, 1, 1, 2 } },
        { "a year without",    4, { 10, 0, 0, 8 },  { 0, 0, 3, NOT, NOT } },
    };
    struct order_ask ask = { COUNT(above), above, money, users };

    for (size_t i = 0; i < COUNT(row); i++) {
        uint16_t year[COUNT(above)];
        net_order_years(unit_arena(), &ask, row[i].money, row[i].n, year);
        for (size_t v = 0; v < COUNT(above); v++)
            check(row[i].name, year[v] == row[i].year[v]);
    }
}
