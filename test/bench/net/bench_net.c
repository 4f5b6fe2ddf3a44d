/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * bench_net.c — what connect.mjs measures: links, tree and bound, alone and beside others.
 *
 *     bench_net plan       sites round towns: links among them, the tree, its bound
 *     bench_net rivals     and what others would connect of the same (rival.h)
 *     bench_net budget     5 and 20 % of the money: who is served, their bound; beside SEL's order
 *     bench_net exact      small graphs against every set of vertices: exit 1 if a promise breaks
 *     bench_net pace FILE  a graph of the PACE challenge of 2018
 *
 *     --towns FILE         lines of latitude,longitude,people (town.h)
 *     --sites N            (10000)
 *     --seed S             (1)
 *     --near K             links of a site (candidate.h)
 *     --tries N            of pace: how hard (steiner.h); else about a second's worth
 *     --each N             of exact: graphs of each of three classes (3334)
 *
 * Each prints lines of JSON; money in millions of dollars.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "engine/net/budget.h"
#include "engine/net/candidate.h"
#include "engine/net/steiner_exact.h"
#include "flag.h"
#include "gauge.h"
#include "pace.h"
#include "rival.h"
#include "town.h"

static const double MILLION = 1e8;      /* cents */
static const size_t A_SECOND = 2000000; /* links that tries look at in about that time */
static const size_t ROOM = (size_t)6 << 30;

/* ---- sites ----------------------------------------------------------------------------------- */

static struct town_sites
sites_asked(struct arena *a, struct args args)
{
    return town_sites_make(a, flag_text(args, "--towns", "towns.csv"),
                           flag_number(args, "--sites", 10000, PLACES_MAX - 1),
                           flag_number(args, "--seed", 1, INT32_MAX));
}

/* Links of the sites as a graph, as a plan makes it. */
static struct net_graph
graph_of(struct arena *a, const struct town_sites *s, size_t near)
{
    struct candidates    c;
    struct candidate_ask ask = { s->site, s->n, s->point, s->n_points, near };
    struct net_graph     g = { .n = s->n + 1 };
    struct net_link     *link;
    int64_t             *prize = NEWS(a, int64_t, g.n);

    candidates_of(a, &ask, NULL, &c);
    link = NEWS(a, struct net_link, c.n);
    for (size_t i = 0; i < c.n; i++)
        link[i] = (struct net_link){ c.link[i].a, c.link[i].b, town_fibre(c.link[i].metres) };
    memcpy(prize + 1, s->prize, s->n * sizeof *prize);
    g.link = link;
    g.n_links = c.n;
    g.prize = prize;
    return g;
}

/* What is paid whatever is planned. */
static double
paid_anyhow(const struct town_sites *s)
{
    int64_t sum = 0;

    for (uint32_t i = 0; i < s->n; i++)
        sum += s->paid[i] - s->prize[i];
    return (double)sum / MILLION;
}

static double
gap_percent(const struct net_tree *t)
{
    int64_t value = t->links + t->lost;

    return value == t->bound ? 0 : 100 * (double)(value - t->bound) / (double)t->bound;
}

static void
print_rivals(struct arena *a, const struct net_graph *g, const struct town_sites *s)
{
    struct rival rival[RIVALS];

    rivals_of(a, g, rival);
    for (size_t i = 0; i < RIVALS; i++) {
        double decision = (double)(rival[i].links + rival[i].lost) / MILLION;

        printf("{\"what\":\"%s\",\"decision\":%.4f,\"total\":%.4f,\"inside\":%" PRIu32 "}\n",
               rival[i].name, decision, decision + paid_anyhow(s), rival[i].inside - 1);
    }
}

static int
run_plan(struct arena *a, struct args args, bool has_rivals)
{
    struct town_sites s = sites_asked(a, args);
    struct gauge      from = gauge_now();
    struct net_graph  g = graph_of(a, &s, flag_number(args, "--near", CANDIDATE_NEAR,
                                                       PLACE_NEAR_MAX - 1));
    struct net_tree   t;

    gauge_print("links", gauge_since(from));
    printf(",\"sites\":%" PRIu32 ",\"points\":%" PRIu32 ",\"links\":%zu}\n", s.n, s.n_points,
           g.n_links);
    from = gauge_now();
    net_steiner(a, &g, NULL, NULL, &t);
    gauge_print("tree", gauge_since(from));
    double      decision = (double)(t.links + t.lost) / MILLION;
    const char *wrong = net_tree_wrong(a, &g, &t);

    printf(",\"inside\":%" PRIu32 ",\"decision\":%.4f,\"bound\":%.4f,\"gap\":%.5f,\"total\":%.4f,"
           "\"wrong\":\"%s\"}\n", t.n - 1, decision, (double)t.bound / MILLION, gap_percent(&t),
           decision + paid_anyhow(&s), wrong ? wrong : "");
    if (has_rivals)
        print_rivals(a, &g, &s);
    return wrong ? 1 : 0;
}

/* ---- budgets --------------------------------------------------------------------------------- */

/* EVERYONE: fibre for all; the whole money is that of the shortest tree over all sites, which SEL
 * builds in its order. WORTH: only those for whom fibre is the cheapest count; the whole money is
 * that of the plan of least cost, and SEL has the network that it chose itself. */
enum programme { EVERYONE, WORTH, PROGRAMMES };

struct spending {
    const struct net_graph *graph;
    const char             *name;
    enum rival_network      network;
    int64_t                *users, *nothing;        /* of a vertex; a vertex costs nothing */
    int64_t                 all, whole;             /* users, money                        */
};

static int64_t
whole_money(struct arena *a, const struct net_graph *g, enum programme is)
{
    struct rival    rival[RIVALS];
    struct net_tree t;

    if (is == EVERYONE) {
        rivals_of(a, g, rival);
        return rival[0].links;
    }
    net_steiner(a, g, NULL, NULL, &t);
    return t.links;
}

static struct spending
spending_of(struct arena *a, const struct net_graph *g, const struct town_sites *s,
            enum programme is)
{
    struct spending p = { .graph = g, .name = is == EVERYONE ? "everyone" : "worth",
                          .network = is == EVERYONE ? RIVAL_SHORTEST : RIVAL_SEL,
                          .users = NEWS(a, int64_t, g->n), .nothing = NEWS(a, int64_t, g->n),
                          .whole = whole_money(a, g, is) };

    for (uint32_t i = 0; i < s->n; i++) {
        p.users[i + 1] = is == EVERYONE || s->prize[i] > 0 ? s->users[i] : 0;
        p.all += p.users[i + 1];
    }
    return p;
}

/* Is it a tree of this money with these users? Users stand for prizes: what is lost is who is not
 * served. */
static const char *
budget_wrong(struct arena *a, const struct spending *p, const struct budget_plan *b, int64_t budget)
{
    struct net_graph g = *p->graph;
    struct net_tree  t = b->tree;

    g.prize = p->users;
    t.lost = p->all - b->users;
    t.bound = 0;
    if (b->spent > budget || b->spent != t.links)
        return "other money";
    if (b->users > b->users_bound)
        return "more users than the bound";
    return net_tree_wrong(a, &g, &t);
}

static void
print_sequencer(struct arena *a, const struct spending *p, int64_t budget)
{
    struct rival_ask    ask = { p->graph, p->users, p->network, budget };
    struct gauge        from = gauge_now();
    struct rival_served r = rival_sequencer(a, &ask);

    printf(",\"sel_s\":%.4f,\"sel_spent\":%.4f,\"sel_users\":%" PRId64 ",\"sel_inside\":%" PRIu32,
           gauge_since(from).cpu_s, (double)r.spent / MILLION, r.users, r.inside);
}

static bool
run_share(struct arena *a, const struct spending *p, int percent)
{
    size_t             mark = arena_mark(a);
    struct budget_ask  ask = { p->graph, p->nothing, p->users, p->whole / 100 * percent, 0 };
    struct gauge       from = gauge_now();
    struct budget_plan b;
    char               what[32];

    net_budget(a, &ask, NULL, &b);
    snprintf(what, sizeof what, "%s %d", p->name, percent);
    gauge_print(what, gauge_since(from));
    const char *wrong = budget_wrong(a, p, &b, ask.budget);

    printf(",\"budget\":%.4f,\"spent\":%.4f,\"users\":%" PRId64 ",\"bound\":%" PRId64
           ",\"all\":%" PRId64 ",\"inside\":%" PRIu32 ",\"rounds\":%" PRIu32 ",\"wrong\":\"%s\"",
           (double)ask.budget / MILLION, (double)b.spent / MILLION, b.users, b.users_bound,
           p->all, b.tree.n - 1, b.rounds, wrong ? wrong : "");
    print_sequencer(a, p, ask.budget);
    printf("}\n");
    arena_back(a, mark);
    return !wrong;
}

static int
run_budget(struct arena *a, struct args args)
{
    static const int  percent[] = { 5, 20 };
    struct town_sites s = sites_asked(a, args);
    struct net_graph  g = graph_of(a, &s, CANDIDATE_NEAR);
    bool              is_right = true;

    for (enum programme is = 0; is < PROGRAMMES; is++) {
        struct spending p = spending_of(a, &g, &s, is);

        for (size_t i = 0; i < COUNT(percent); i++)
            is_right &= run_share(a, &p, percent[i]);
    }
    return is_right ? 0 : 1;
}

/* ---- small graphs, others' graphs ------------------------------------------------------------ */

static void
print_gaps(const char *what, const uint32_t *gap)
{
    printf(",\"%s\":[", what);
    for (size_t i = 0; i < EXACT_GAPS; i++)
        printf("%s%" PRIu32, i > 0 ? "," : "", gap[i]);
    printf("]");
}

static int
run_exact(struct arena *a, struct args args)
{
    static const char *const CLASS[EXACT_CLASSES] = { "near-uniform", "places", "wide" };
    uint32_t                 each = flag_number(args, "--each", 3334, INT32_MAX), wrong = 0;

    for (size_t c = 0; c < EXACT_CLASSES; c++) {
        struct exact_tally t = { 0 };

        for (uint32_t seed = 0; seed < each; seed++)
            exact_try(a, (enum exact_class)c, seed, &t);
        printf("{\"what\":\"%s\",\"n\":%" PRIu32 ",\"best\":%" PRIu32 ",\"proven\":%" PRIu32
               ",\"wrong\":%" PRIu32 ",\"worst\":%.5f,\"worst_of_bound\":%.5f", CLASS[c], t.n,
               t.best, t.proven, t.wrong, t.worst, t.worst_of_bound);
        print_gaps("gaps", t.gap);
        print_gaps("gaps_of_bound", t.gap_of_bound);
        printf("}\n");
        wrong += t.wrong;
    }
    return wrong ? 1 : 0;
}

static int
run_pace(struct arena *a, struct args args)
{
    struct net_graph  g = pace_read(a, args.n > 2 ? args.arg[2] : "");
    uint32_t          tries = 1 + (uint32_t)(A_SECOND / (g.n_links + 1));
    struct net_effort effort = { .tries = flag_number(args, "--tries", tries, INT32_MAX) };
    struct gauge      from = gauge_now();
    struct net_tree   t;

    net_steiner(a, &g, &effort, NULL, &t);
    gauge_print("pace", gauge_since(from));
    const char *wrong = net_tree_wrong(a, &g, &t);

    printf(",\"value\":%" PRId64 ",\"bound\":%" PRId64 ",\"wrong\":\"%s\"}\n", t.links, t.bound,
           wrong ? wrong : "");
    return wrong ? 1 : 0;
}

int
main(int n, char **arg)
{
    struct args  args = { n, arg };
    const char  *command = n > 1 ? arg[1] : "";
    struct arena a = arena_make(ROOM);

    if (strcmp(command, "plan") == 0 || strcmp(command, "rivals") == 0)
        return run_plan(&a, args, command[0] == 'r');
    if (strcmp(command, "budget") == 0)
        return run_budget(&a, args);
    if (strcmp(command, "exact") == 0)
        return run_exact(&a, args);
    if (strcmp(command, "pace") == 0)
        return run_pace(&a, args);
    fprintf(stderr, "bench_net plan|rivals|budget|exact|pace FILE: see the head of bench_net.c\n");
    return 2;
}
