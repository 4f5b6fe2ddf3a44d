/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_plan_road_test.c — plans along roads near the equator, reckoned by hand. */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rand.h"
#include "city/connect/connect_plan.h"
#include "test/unit.h"

/* A km of fibre costs 1,000, straight ways a third more; a tap 50, a site by satellite 50,000. */
static struct connect_params
prices(void)
{
    struct connect_params q = {
        .years = 1, .route_per_mille = 1300, .lease_km_y = KNOWN(100), .tap = KNOWN(50),
        .otherwise = { S("otherwise"), 1000, 10 },
    };

    q.price[CONNECT_FIBRE] = (struct connect_price){ .capex_site = KNOWN(0),
        .opex_site_y = KNOWN(0), .opex_mbps_y = KNOWN(0), .capex_km = KNOWN(1000),
        .opex_km_y = KNOWN(0) };
    q.price[CONNECT_SATELLITE] = (struct connect_price){ .capex_site = KNOWN(50000),
        .opex_site_y = KNOWN(0), .opex_mbps_y = KNOWN(0) };
    return q;
}

static struct place
km(double east, double north)
{
    return (struct place){ north / 111.1949266, east / 111.1949266 };
}

/* ---- a world --------------------------------------------------------------------------------- */

enum { SITES = 6, LINES = 40, AT = 200 };
struct spot { double east, north; };     /* km */

struct world {
    struct connect_params    params;
    struct connect_site      site[SITES];
    struct connect_node      node;
    struct connect_span      dark;
    struct place             way[2], at[AT];
    struct connect_road_line line[LINES];
    struct connect_roads     roads;
    struct connect_sites     sites;
    struct connect_network   network;
    struct connect_ask       ask;
    struct connect_plan      plan;
};

/* A node in use at 0, 0. */
static void
settle(struct world *w)
{
    *w = (struct world){ .params = prices(), .sites = { w->site, 0 },
                         .roads = { .at = w->at, .line = w->line },
                         .network = { .node = &w->node, .n_nodes = 1 } };
    w->node = (struct connect_node){ S("n"), S("n"), km(0, 0), CONNECT_LIT };
    w->ask = (struct connect_ask){ .sites = &w->sites, .network = &w->network,
                                   .params = &w->params, .roads = &w->roads };
}

static void
site_at(struct world *w, double east, double north)
{
    w->site[w->sites.n++] = (struct connect_site){ .id = S("s"), .at = km(east, north),
                                                   .allowed = 15 };
}

static void
road(struct world *w, const struct spot *at, uint32_t n)
{
    w->line[w->roads.n_lines++] = (struct connect_road_line){ w->roads.n_at, n };
    for (uint32_t i = 0; i < n; i++)
        w->at[w->roads.n_at++] = km(at[i].east, at[i].north);
}

static void
plan(struct world *w, const char *name)
{
    const char *wrong;
    struct err *e = connect_roads_join(unit_arena(), &w->roads);

    connect_roads_leave(unit_arena(), &w->roads, &w->sites, &w->network);
    e = e ? e : connect_plan_of(unit_arena(), &w->ask, &w->plan);
    check(name, e == NULL);
    assert(!e && w->plan.site);     /* otherwise there is nothing to look at */
    wrong = connect_plan_wrong(unit_arena(), &w->ask, &w->plan);
    check(wrong ? wrong : name, wrong == NULL);
    check(name, w->plan.bound <= w->plan.decision);
}

/* ---- reckoned by hand ------------------------------------------------------------------------ */

TEST(connect_plan_roads)
{
    static const struct {
        const char *name; struct spot site[3]; uint32_t n; struct spot road[2][4]; uint32_t of[2];
        int64_t total;
    } row[] = {
        { "round the corner, not the diagonal of 6,500", { { 4, 3 } }, 1,
          { { { 0, 0 }, { 4, 0 }, { 4, 3 } } }, { 3 }, 7050 },
        { "two along it", { { 4, 3 }, { 2, 0 } }, 2,
          { { { 0, 0 }, { 4, 0 }, { 4, 3 } } }, { 3 }, 7050 },
        { "off the road: slantwise to the fourth nearest point", { { 2, 1 } }, 1,
          { { { 0, 0 }, { 4, 0 } } }, { 2 }, 1500 + 1453 + 50 },
        { "behind one gate", { { 2, 1 }, { 2, 1.2 } }, 2,
          { { { 0, 0 }, { 4, 0 } } }, { 2 }, 1500 + 1453 + 260 + 50 },
        { "back to back, but the road goes round", { { 1, 0.1 }, { 1, 0.9 } }, 2,
          { { { 0, 0 }, { 4, 0 }, { 4, 1 }, { 0, 1 } } }, { 4 }, 7750 + 130 + 350 + 50 },
        { "nearer to the network than to the road", { { 1, 0 } }, 1,
          { { { 3, 0 }, { 6, 0 } } }, { 2 }, 1350 },
        { "no road anywhere near", { { 4, 0 } }, 1, { { { 100, 0 }, { 102, 0 } } }, { 2 }, 5250 },
        { "an island without a road", { { 10, 0 } }, 1, { { { 0, 0 }, { 2, 0 } } }, { 2 }, 12450 },
        { "two on it", { { 10, 0 }, { 10, 1 } }, 2, { { { 0, 0 }, { 2, 0 } } }, { 2 }, 13750 },
        { "an island with a road", { { 8, 0 } }, 1,
          { { { 0, 0 }, { 2, 0 } }, { { 5, 0 }, { 8, 0 } } }, { 2, 2 }, 8950 },
        { "two roads that nearly meet", { { 3, 0.1 } }, 1,
          { { { 0, 0 }, { 2, 0 } }, { { 2, 0.1 }, { 3, 0.1 } } }, { 2, 2 }, 3180 },
        { "a crossing that does not meet is passed a step round", { { 2, 1 } }, 1,
          { { { 0, 0 }, { 4, 0 } }, { { 2, -1 }, { 2, 1 } } }, { 2, 2 }, 3050 },
        { "a network off the road", { { 4, 2 } }, 1,
          { { { 0, 2 }, { 4, 2 } } }, { 2 }, 6650 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct world w;

        settle(&w);
        for (uint32_t k = 0; k < row[i].n; k++)
            site_at(&w, row[i].site[k].east, row[i].site[k].north);
        for (uint32_t k = 0; k < COUNT(row[i].of); k++)
            if (row[i].of[k] > 0)
                road(&w, row[i].road[k], row[i].of[k]);
        plan(&w, row[i].name);
        check(row[i].name, w.plan.total.npv == row[i].total);
        check(row[i].name, w.plan.n_tech[CONNECT_FIBRE] == row[i].n);
    }
}

/* Ten km of dark fibre from the node, then two of road: two taps. */
TEST(connect_plan_roads_from_dark_fibre)
{
    struct world w;

    settle(&w);
    site_at(&w, 10, 2);
    road(&w, (struct spot[]){ { 10, 0 }, { 10, 2 } }, 2);
    w.way[0] = km(0, 0), w.way[1] = km(10, 0);
    w.dark = (struct connect_span){ S("d"), S("d"), w.way, 2, 0, UINT32_MAX, CONNECT_DARK };
    w.network.span = &w.dark;
    w.network.n_spans = 1;
    plan(&w, "dark fibre");
    check("dark fibre", w.plan.total.npv == 1000 + 2000 + 100);
}

/* A hop of 2,000 to one of six sites and five km of road to the others would carry too much, so the
 * road's branch is taken off; it has no mast of its own. Either all keep to the road, or each site
 * has a hop. Two at a hop, 9,000, are not found. */
TEST(connect_plan_roads_and_hops)
{
    static const struct { const char *name; double from; int64_t total; uint32_t hops; } row[] = {
        { "never dearer than without hops", 5, 10050, 0 },
        { "who lost the road has a hop",    8, 12000, 6 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct world w;

        settle(&w);
        w.params.price[CONNECT_MICROWAVE] = (struct connect_price){ .capex_site = KNOWN(2000),
            .opex_site_y = KNOWN(0), .opex_mbps_y = KNOWN(0), .most_kbps = KNOWN(2000),
            .most_m = KNOWN(20000) };
        for (int k = 0; k < SITES; k++)
            site_at(&w, row[i].from + k, 0);
        road(&w, (struct spot[]){ { 0, 0 }, { row[i].from + SITES - 1, 0 } }, 2);
        plan(&w, row[i].name);
        check(row[i].name, w.plan.total.npv == row[i].total);
        check(row[i].name, w.plan.n_tech[CONNECT_MICROWAVE] == row[i].hops);
    }
}

TEST(connect_plan_roads_none)
{
    struct world w;

    settle(&w);
    site_at(&w, 4, 3);
    road(&w, (struct spot[]){ { 1, 1 }, { 1, 1 } }, 2);
    plan(&w, "a road of no length is none");
    check("straight", w.plan.total.npv == 6550 && w.plan.n_links == 1);
}

/* The nearer one first: 4 km of road and a tap, then 3 more. */
TEST(connect_plan_roads_money)
{
    struct world  w;
    const int64_t money[] = { 4050, 2999, 1 };

    settle(&w);
    site_at(&w, 4, 3);
    site_at(&w, 4, 0);
    road(&w, (struct spot[]){ { 0, 0 }, { 4, 0 }, { 4, 3 } }, 3);
    w.ask.money = money;
    w.ask.n_money = COUNT(money);
    plan(&w, "money");
    check("years", w.plan.site[1].year == 0 && w.plan.site[0].year == 2);
    check("spent", w.plan.spent == 7050);
}

TEST(connect_plan_roads_links)
{
    struct world w;
    int64_t      road_m = 0;

    settle(&w);
    site_at(&w, 4, 3);
    road(&w, (struct spot[]){ { 0, 0 }, { 4, 0 }, { 4, 3 } }, 3);
    plan(&w, "links");
    for (uint32_t i = 0; i < w.plan.n_links; i++) {
        const struct connect_link *l = &w.plan.link[i];

        check("ends", (l->along != NULL) == (l->a == CONNECT_AT_ROAD && l->b == CONNECT_AT_ROAD));
        road_m += l->along ? l->metres : 0;
    }
    check("length", road_m == 7000);
}

/* ---- what is wrong with a plan --------------------------------------------------------------- */

#define MUST_BE_SEEN(name, change, back)                                                          \
    do {                                                                                          \
        change;                                                                                   \
        check(name, connect_plan_wrong(unit_arena(), &w.ask, &w.plan) != NULL);                   \
        back;                                                                                     \
        check(name, connect_plan_wrong(unit_arena(), &w.ask, &w.plan) == NULL);                   \
    } while (0)

TEST(connect_plan_roads_wrong)
{
    struct world                     w;
    struct connect_link             *l = NULL;
    const struct connect_road_piece *along;

    settle(&w);
    site_at(&w, 4, 3);
    road(&w, (struct spot[]){ { 0, 0 }, { 4, 0 }, { 4, 3 } }, 3);
    plan(&w, "baseline");
    for (uint32_t i = 0; i < w.plan.n_links && !l; i++)
        if (w.plan.link[i].along)
            l = &w.plan.link[i];
    assert(l);
    along = l->along;
    MUST_BE_SEEN("another piece", l->along = along + (along == w.roads.piece ? 1 : -1),
                 l->along = along);
    MUST_BE_SEEN("straight", l->along = NULL, l->along = along);
    MUST_BE_SEEN("a piece that is not there", l->along = w.roads.piece + w.roads.n_pieces,
                 l->along = along);
    MUST_BE_SEEN("its length", l->metres -= 2, l->metres += 2);
    MUST_BE_SEEN("an end that is no road", l->a = CONNECT_AT_DARK, l->a = CONNECT_AT_ROAD);
    MUST_BE_SEEN("no roads", w.ask.roads = NULL, w.ask.roads = &w.roads);
}

/* ---- by chance ------------------------------------------------------------------------------- */

enum { SIDE = 4, STREETS = 5, LONG = 8 };

/* Streets over a grid of km; which corners are how many km apart by them, at most FAR. */
enum { FAR = 1000 };
struct town { int apart[SIDE * SIDE][SIDE * SIDE]; };

static void
streets(struct world *w, struct town *t, struct rand *chance)
{
    for (int i = 0; i < SIDE * SIDE; i++)
        for (int k = 0; k < SIDE * SIDE; k++)
            t->apart[i][k] = i == k ? 0 : FAR;
    for (int s = 0; s < STREETS; s++) {
        int         x = (int)rand_below(chance, SIDE), y = (int)rand_below(chance, SIDE);
        struct spot at[LONG];

        for (int k = 0; k < LONG; k++) {
            int from = y * SIDE + x, step = rand_below(chance, 2) == 0 ? 1 : -1;
            int *axis = rand_below(chance, 2) == 0 ? &x : &y;

            at[k] = (struct spot){ x, y };
            if (k + 1 < LONG && *axis + step >= 0 && *axis + step < SIDE) {
                *axis += step;
                t->apart[from][y * SIDE + x] = t->apart[y * SIDE + x][from] = 1;
            }
        }
        road(w, at, LONG);
    }
    for (int k = 0; k < SIDE * SIDE; k++)
        for (int i = 0; i < SIDE * SIDE; i++)
            for (int j = 0; j < SIDE * SIDE; j++)
                if (t->apart[i][k] + t->apart[k][j] < t->apart[i][j])
                    t->apart[i][j] = t->apart[i][k] + t->apart[k][j];
}

/* One site and the network at corners: the way is the shortest by the streets. */
TEST(connect_plan_roads_shortest_way)
{
    struct rand chance = { .state = 3 };
    int         n_tried = 0;

    for (int i = 0; i < 200; i++) {
        struct world w;
        struct town  town;
        int          x = (int)rand_below(&chance, SIDE), y = (int)rand_below(&chance, SIDE);
        int          u = (int)rand_below(&chance, SIDE), v = (int)rand_below(&chance, SIDE);
        int          from = y * SIDE + x, to = v * SIDE + u;

        settle(&w);
        w.node.at = km(x, y);
        site_at(&w, u, v);
        streets(&w, &town, &chance);
        if (from == to || town.apart[from][to] >= FAR)
            continue;
        plan(&w, "a way");
        check("the shortest", llabs(w.plan.total.npv - 1000 * town.apart[from][to] - 50) <= 2);
        n_tried++;
    }
    check("tried", n_tried > 50);
}

static void
scatter(struct world *w, struct rand *chance)
{
    struct town town;

    settle(w);
    streets(w, &town, chance);
    for (int k = 0; k < SITES; k++)
        site_at(w, (double)rand_below(chance, 800) / 100 - 2,
                (double)rand_below(chance, 800) / 100 - 2);
}

/* Whatever comes out, the second reckoning agrees; and the same plan comes out again. */
TEST(connect_plan_roads_by_chance)
{
    struct rand chance = { .state = 5 };

    for (int i = 0; i < 200; i++) {
        struct world        w;
        struct connect_plan again;
        int64_t             money[] = { (int64_t)rand_below(&chance, 12000), 3000 };

        scatter(&w, &chance);
        if (rand_below(&chance, 2) == 0)
            w.params.price[CONNECT_SATELLITE].capex_site = KNOWN(2000);
        if (rand_below(&chance, 2) == 0)
            w.params.price[CONNECT_MICROWAVE] = (struct connect_price){ .capex_site = KNOWN(900),
                .opex_site_y = KNOWN(0), .opex_mbps_y = KNOWN(0), .most_kbps = KNOWN(2000),
                .most_m = KNOWN(20000) };
        if (rand_below(&chance, 2) == 0)
            w.ask.money = money, w.ask.n_money = 2;
        plan(&w, "by chance");
        check("again", connect_plan_of(unit_arena(), &w.ask, &again) == NULL
              && again.total.npv == w.plan.total.npv && again.n_links == w.plan.n_links);
    }
}

/* Who can be reached by straight ways of the longest reach can be reached with roads too. */
TEST(connect_plan_roads_reach_whom_straight_ways_reach)
{
    struct rand chance = { .state = 9 };
    uint32_t    n_reached = 0, n_out = 0;

    for (int i = 0; i < 200; i++) {
        struct world        w;
        struct connect_ask  without;
        struct connect_plan straight;

        scatter(&w, &chance);
        w.params.price[CONNECT_SATELLITE] = (struct connect_price){ .capex_site = { 0 } };
        w.params.price[CONNECT_FIBRE].most_m = KNOWN(1000 + (int64_t)rand_below(&chance, 2500));
        if (rand_below(&chance, 2) == 0)
            w.site[0].allowed = w.site[1].allowed = 1U << CONNECT_SATELLITE;
        plan(&w, "with roads");
        without = w.ask;
        without.roads = NULL;
        check("without", connect_plan_of(unit_arena(), &without, &straight) == NULL);
        for (uint32_t k = 0; k < SITES; k++) {
            check("reached", straight.site[k].tech != CONNECT_FIBRE
                  || w.plan.site[k].tech == CONNECT_FIBRE);
            n_reached += straight.site[k].tech == CONNECT_FIBRE;
            n_out += straight.site[k].tech != CONNECT_FIBRE;
        }
    }
    check("both kinds", n_reached > 100 && n_out > 100);
}
