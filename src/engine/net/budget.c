/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * budget.c — prices of a user, tried between one that buys too little and one that buys too much.
 *
 * A price is a fraction: users count `price`, money counts `scale`, so that small graphs have fine
 * prices too.
 */
#include "engine/net/budget.h"

#include "base/decimal.h"
#include "engine/net/budget_part.h"

/* idle: prices in a row that close the gap by less than a hundredth; parts: of a price, for the
 * progress. */
enum { ROUNDS = 24, IDLE = 4, TIGHTENINGS = 3, PARTS = 1000 };

struct tried { int64_t price, spent, users; };

struct search {
    struct arena            *arena;
    const struct budget_ask *ask;
    const struct progress   *progress;
    struct net_graph         graph;         /* its costs are scaled                             */
    struct net_link         *link;          /* of it                                            */
    int64_t                 *prize;         /* of the graph                                     */
    bool                    *reached;       /* a way leads there                                */
    int64_t                  scale, most;   /* the highest price                                */
    int64_t                  users;         /* of all that are reached                          */
    int64_t                  bound;
    uint32_t                 round, rounds;
    bool                     keeps_must;
    struct kept              base;          /* those that must, or the root alone               */
    struct kept              all, best, over, now;  /* over: the last that did not fit          */
    struct tried             low, high;     /* the prices around the budget                     */
};

static bool
is_must(const struct search *s, uint32_t v)
{
    return v > 0 && s->reached[v] && s->ask->graph->prize[v] == NET_MUST;
}

/* ---- the graph ------------------------------------------------------------------------------- */

static uint32_t
leader(uint32_t *of, uint32_t v)
{
    while (of[v] != v)
        v = of[v] = of[of[v]];
    return v;
}

static void
find_reached(struct search *s)
{
    const struct net_graph *g = s->ask->graph;
    size_t                  mark;

    s->reached = NEWS(s->arena, bool, g->n);
    mark = arena_mark(s->arena);
    uint32_t *of = NEWS(s->arena, uint32_t, g->n);

    for (uint32_t v = 0; v < g->n; v++)
        of[v] = v;
    for (size_t i = 0; i < g->n_links; i++) {
        uint32_t a = leader(of, g->link[i].a), b = leader(of, g->link[i].b);
        of[a > b ? a : b] = a > b ? b : a;
    }
    for (uint32_t v = 0; v < g->n; v++) {
        s->reached[v] = leader(of, v) == 0;
        s->users += s->reached[v] ? s->ask->users[v] : 0;
    }
    arena_back(s->arena, mark);
}

/* The greatest power of two by which all that is multiplied stays within `most`. */
static int64_t
room(int64_t most, int64_t n)
{
    int64_t by = 1;

    while (n > 0 && by <= most / 2 / n)
        by *= 2;
    return n > 0 ? by : most;
}

static void
scale_graph(struct search *s)
{
    const struct net_graph *g = s->ask->graph;
    int64_t                 dearest = 0, most_users = 0;

    for (size_t i = 0; i < g->n_links; i++)
        dearest = g->link[i].cost > dearest ? g->link[i].cost : dearest;
    for (uint32_t v = 0; v < g->n; v++) {
        dearest    = s->ask->money[v] > dearest ? s->ask->money[v] : dearest;
        most_users = s->ask->users[v] > most_users ? s->ask->users[v] : most_users;
    }
    s->most  = room(NET_MONEY_MAX, most_users);
    s->scale = room(NET_MONEY_MAX, 2 * dearest);
    while (s->scale > 1 && s->scale > NET_SUM_MAX / 4 / (g->n + 1) / (dearest + 1))
        s->scale /= 2;
    while (s->most > 1 && s->most > NET_SUM_MAX / 4 / (s->users + 1))
        s->most /= 2;
    s->graph = *g;
    s->prize = NEWS(s->arena, int64_t, g->n);
    s->graph.prize = s->prize;
    s->graph.link = s->link = NEWS(s->arena, struct net_link, g->n_links);
    for (size_t i = 0; i < g->n_links; i++)
        s->link[i] = (struct net_link){ g->link[i].a, g->link[i].b, g->link[i].cost * s->scale };
}

/* Half of a vertex's money on each of its links, where no bound is asked for: who passes through
 * pays it. */
static void
pay_on_the_way(struct search *s, int64_t sign)
{
    const int64_t *money = s->ask->money;

    for (size_t i = 0; i < s->graph.n_links; i++)
        s->link[i].cost += sign * (s->scale * (money[s->link[i].a] + money[s->link[i].b]) / 2);
}

/* ---- one tree -------------------------------------------------------------------------------- */

static bool
go_on(void *arg, uint64_t done, uint64_t all)
{
    const struct search *s = arg;
    uint64_t             part = all > 0 ? (uint64_t)((double)done / (double)all * PARTS) : 0;

    return progress_goes_on(s->progress, (uint64_t)s->round * PARTS + part,
                            (uint64_t)(s->rounds + TIGHTENINGS + 2) * PARTS);
}

/* The tree of the prizes as they stand, into s->now; `bound` may be NULL. */
static bool
tree_of(struct search *s, int64_t *bound)
{
    size_t          mark = arena_mark(s->arena);
    struct progress progress = { s, go_on };
    struct net_tree tree;
    bool            whole = net_steiner(s->arena, &s->graph, NULL, &progress, &tree);

    if (whole) {
        budget_kept_tree(s->ask, &tree, &s->now);
        if (bound)
            *bound = tree.bound;
    }
    arena_back(s->arena, mark);
    s->round++;
    return whole;
}

/* A tree of all that must, and of all in `too` that have users, into `out`. */
static bool
tree_of_needed(struct search *s, bool (*too)(const struct search *, uint32_t), struct kept *out)
{
    bool whole;

    for (uint32_t v = 1; v < s->graph.n; v++) {
        bool needed = is_must(s, v) || (s->ask->users[v] > 0 && too(s, v));
        s->prize[v] = needed ? NET_MUST : 0;
    }
    pay_on_the_way(s, 1);
    whole = tree_of(s, NULL);
    pay_on_the_way(s, -1);
    if (whole)
        budget_kept_copy(s->ask, &s->now, out);
    return whole;
}

static bool
is_none(const struct search *s, uint32_t v)
{
    (void)s, (void)v;
    return false;
}

static bool
is_reached(const struct search *s, uint32_t v)
{
    return s->reached[v];
}

static bool
is_in_best(const struct search *s, uint32_t v)
{
    return budget_kept_has(&s->best, v);
}

/* ---- one price ------------------------------------------------------------------------------- */

/* Sets the prizes; returns their sum, that of those that must counted as it is. */
static int128
set_prizes(struct search *s, int64_t price)
{
    int128 all = 0;

    for (uint32_t v = 1; v < s->graph.n; v++) {
        int64_t prize = price * s->ask->users[v] - s->scale * s->ask->money[v];
        bool    must = s->keeps_must && is_must(s, v);
        if (!must && (prize < 0 || !s->reached[v]))
            prize = 0;
        all += must || s->reached[v] ? prize : 0;
        s->prize[v] = must ? NET_MUST : prize;
    }
    return all;
}

static void
lower_bound_of_users(struct search *s, int64_t price, int128 prizes, int64_t bound)
{
    int128 most = (int128)s->ask->budget * s->scale + prizes - bound;

    most = (most < 0 ? 0 : most / price) + s->ask->users[0];
    if (most < s->bound)
        s->bound = (int64_t)most;
}

static void
keep_if_better(struct search *s, const struct kept *k)
{
    if (k->spent <= s->ask->budget && budget_kept_is_better(k, &s->best))
        budget_kept_copy(s->ask, k, &s->best);
}

/* From a tree that is too dear, two that fit: begun with what must be, or with the best. */
static void
cut_to_fit(struct search *s, const struct kept *larger)
{
    size_t      mark = arena_mark(s->arena);
    struct kept begun = budget_kept_make(s->arena, s->graph.n);

    budget_kept_copy(s->ask, &s->base, &begun);
    budget_kept_fill(s->arena, s->ask, &begun, larger);
    keep_if_better(s, &begun);
    budget_kept_fill(s->arena, s->ask, &s->best, larger);
    arena_back(s->arena, mark);
}

static bool
try_price(struct search *s, int64_t price)
{
    int64_t bound;
    int128  prizes = set_prizes(s, price);

    if (!tree_of(s, &bound))
        return false;
    lower_bound_of_users(s, price, prizes, bound);
    if (s->now.spent <= s->ask->budget)
        s->low = (struct tried){ price, s->now.spent, s->now.users };
    else
        s->high = (struct tried){ price, s->now.spent, s->now.users };
    if (s->keeps_must)
        keep_if_better(s, &s->now);
    cut_to_fit(s, &s->now);
    if (s->now.spent > s->ask->budget)
        budget_kept_copy(s->ask, &s->now, &s->over);
    return true;
}

/* ---- the prices ------------------------------------------------------------------------------ */

static bool
is_inside(const struct search *s, int64_t price)
{
    return price > s->low.price && price < s->high.price;
}

/* The price at which the two trees around the budget are worth the same; or one between theirs in
 * the middle of their digits. */
static int64_t
next_price(const struct search *s)
{
    int64_t users = s->high.users - s->low.users, middle = s->low.price > 0 ? s->low.price : 1;
    int128  tie = users > 0 ? (int128)(s->high.spent - s->low.spent) * s->scale / users : 0;

    if (tie > 0 && tie < s->high.price && is_inside(s, (int64_t)tie))
        return (int64_t)tie;
    while (middle <= s->high.price / middle)
        middle *= 2;
    return is_inside(s, middle) ? middle : s->low.price + (s->high.price - s->low.price) / 2;
}

static bool
same(const struct tried *a, const struct tried *b)
{
    return a->spent == b->spent && a->users == b->users;
}

/* Has the gap between the tree and the bound closed by a hundredth at least? */
static bool
has_closed(const struct search *s, int64_t gap)
{
    return (int128)(s->bound - s->best.users) * 100 <= (int128)gap * 99;
}

static bool
try_prices(struct search *s)
{
    uint32_t idle = 0;

    for (uint32_t i = 0; i < s->rounds && idle < IDLE && s->bound > s->best.users; i++) {
        struct tried low = s->low, high = s->high;
        int64_t      price = next_price(s), gap = s->bound - s->best.users;
        if (!is_inside(s, price))
            break;
        if (!try_price(s, price))
            return false;
        bool stays = s->low.price > low.price ? same(&s->low, &low) : same(&s->high, &high);
        if (stays && i > 0)
            break;
        idle = has_closed(s, gap) ? 0 : idle + 1;
    }
    return true;
}

/* The same people by a shorter tree, and more of them for what that saves. */
static bool
tighten(struct search *s)
{
    int64_t before = -1;

    for (uint32_t i = 0; i < TIGHTENINGS && s->best.users > before; i++) {
        before = s->best.users;
        budget_kept_fill(s->arena, s->ask, &s->best, &s->over);
        budget_kept_fill(s->arena, s->ask, &s->best, &s->all);
        if (s->best.users >= s->bound)
            break;
        if (!tree_of_needed(s, is_in_best, &s->now))
            return false;
        keep_if_better(s, &s->now);
        budget_kept_fill(s->arena, s->ask, &s->best, &s->over);
        budget_kept_fill(s->arena, s->ask, &s->best, &s->all);
    }
    return true;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void
make(struct arena *a, struct search *s)
{
    find_reached(s);
    scale_graph(s);
    s->base  = budget_kept_make(a, s->graph.n);
    s->all   = budget_kept_make(a, s->graph.n);
    s->best  = budget_kept_make(a, s->graph.n);
    s->over  = budget_kept_make(a, s->graph.n);
    s->now   = budget_kept_make(a, s->graph.n);
    s->bound = s->users;
    budget_kept_root(s->ask, &s->base);
}

/* Those that must come first: all of them, or those that the budget reaches. */
static bool
begin(struct search *s)
{
    uint32_t n_must = 0;

    for (uint32_t v = 1; v < s->graph.n; v++)
        n_must += is_must(s, v);
    s->keeps_must = true;
    if (n_must > 0) {
        if (!tree_of_needed(s, is_none, &s->all))
            return false;
        s->keeps_must = s->all.spent <= s->ask->budget;
        budget_kept_fill(s->arena, s->ask, &s->base, &s->all);
    }
    budget_kept_copy(s->ask, &s->base, &s->best);
    return tree_of_needed(s, is_reached, &s->all);
}

static bool
search(struct search *s)
{
    if (!begin(s))
        return false;
    if (s->all.spent <= s->ask->budget) {
        budget_kept_copy(s->ask, &s->all, &s->best);
        return true;
    }
    budget_kept_copy(s->ask, &s->all, &s->over);
    s->low  = (struct tried){ 0, s->base.spent, s->base.users };
    s->high = (struct tried){ s->most, s->all.spent, s->all.users };
    return try_prices(s) && tighten(s);
}

static void
hand_out(const struct search *s, struct budget_plan *out)
{
    const struct budget_ask *ask = s->ask;

    *out = (struct budget_plan){
        .tree = { .link = s->best.link, .above = s->best.above, .n = 1 },
        .spent = s->best.spent, .users = s->best.users, .users_bound = s->bound,
        .rounds = s->round,
    };
    for (uint32_t v = 1; v < ask->graph->n; v++) {
        bool in = budget_kept_has(&s->best, v), must = ask->graph->prize[v] == NET_MUST;
        out->tree.n += in;
        out->tree.links += in ? ask->graph->link[s->best.link[v]].cost : 0;
        out->tree.n_cut_off += must && !s->reached[v];
        out->n_too_dear += must && s->reached[v] && !in;
    }
}

bool
net_budget(struct arena *a, const struct budget_ask *ask, const struct progress *progress,
           struct budget_plan *out)
{
    struct budget_ask own = *ask;
    struct search     s = { .arena = a, .ask = &own, .progress = progress,
                            .rounds = ask->rounds ? ask->rounds : ROUNDS };

    own.budget = ask->budget > 0 ? ask->budget : 0;
    make(a, &s);
    if (!search(&s))
        return false;
    hand_out(&s, out);
    return true;
}
