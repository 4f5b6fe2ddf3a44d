/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_plan_test.c — plans of a few sites on the equator, reckoned by hand; what is wrong with a
 * plan is seen. */
#include "city/connect/connect_plan.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/rand.h"
#include "engine/net/steiner.h"
#include "test/unit.h"

/* A km of fibre costs 1,000, a site by satellite 5,000, a hop 2,000; one year, nothing else. */
static struct connect_params
prices(void)
{
    struct connect_params q = {
        .years = 1, .route_per_mille = 1000, .lease_km_y = KNOWN(100), .tap = KNOWN(50),
        .otherwise = { S("otherwise"), 1000, 10 },
    };

    q.price[CONNECT_FIBRE] = (struct connect_price){ .capex_site = KNOWN(0),
        .opex_site_y = KNOWN(0), .opex_mbps_y = KNOWN(0), .capex_km = KNOWN(1000),
        .opex_km_y = KNOWN(0) };
    q.price[CONNECT_SATELLITE] = (struct connect_price){ .capex_site = KNOWN(5000),
        .opex_site_y = KNOWN(0), .opex_mbps_y = KNOWN(0) };
    return q;
}

static void
with_hops(struct connect_params *q)
{
    q->price[CONNECT_MICROWAVE] = (struct connect_price){ .capex_site = KNOWN(2000),
        .opex_site_y = KNOWN(0), .opex_mbps_y = KNOWN(0), .most_kbps = KNOWN(2000),
        .most_m = KNOWN(20000) };
}

static struct place
km(double east)
{
    return (struct place){ 0, east / 111.1949266 };
}

/* ---- a world --------------------------------------------------------------------------------- */

enum { SITES = 4, MANY = 14 };

struct world {
    struct connect_params  params;
    struct connect_site    site[MANY];
    struct connect_node    node[2];
    struct connect_span    dark;
    struct place           way[2];
    struct connect_sites   sites;
    struct connect_network network;
    struct connect_ask     ask;
    struct connect_plan    plan;
};

/* Sites so many km east of a node in use. */
static void
settle(struct world *w, const double *east, uint32_t n)
{
    *w = (struct world){ .params = prices(), .sites = { w->site, n },
                         .network = { .node = w->node, .n_nodes = 1 } };
    w->node[0] = (struct connect_node){ S("n"), S("n"), km(0), CONNECT_LIT };
    for (uint32_t i = 0; i < n; i++)
        w->site[i] = (struct connect_site){ .id = S("s"), .at = km(east[i]), .allowed = 15 };
    w->ask = (struct connect_ask){ .sites = &w->sites, .network = &w->network,
                                   .params = &w->params };
}

static void
plan(struct world *w, const char *name)
{
    const char *wrong;
    struct err *e = connect_plan_of(unit_arena(), &w->ask, &w->plan);

    check(name, e == NULL);
    assert(!e && w->plan.site);     /* otherwise there is nothing to look at */
    wrong = connect_plan_wrong(unit_arena(), &w->ask, &w->plan);
    check(wrong ? wrong : name, wrong == NULL);
    check(name, w->plan.bound <= w->plan.decision + w->plan.saved);
}

/* ---- the least cost -------------------------------------------------------------------------- */

TEST(connect_plan_least_cost)
{
    static const struct {
        const char *name; double east[SITES]; uint32_t n, fibre, links; int64_t total;
    } row[] = {
        { "near: fibre, and a tap",              { 4 },          1, 1, 1, 4050 },
        { "far: alone",                          { 6 },          1, 0, 0, 5000 },
        { "one leads to the next",               { 4, 8 },       2, 2, 2, 8050 },
        { "together what none is worth alone",   { 6, 7 },       2, 2, 2, 7050 },
        { "one is too far from the other",       { 4, 9.5 },     2, 1, 1, 9050 },
        { "two sides",                           { -3, 3 },      2, 2, 2, 6100 },
        { "at one place",                        { 6, 6, 6 },    3, 3, 3, 6050 },
        { "on the node",                         { 0 },          1, 1, 1,   50 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct world w;

        settle(&w, row[i].east, row[i].n);
        plan(&w, row[i].name);
        check(row[i].name, w.plan.total.npv == row[i].total);
        check(row[i].name, w.plan.decision == row[i].total && w.plan.bound == row[i].total);
        check(row[i].name, w.plan.n_tech[CONNECT_FIBRE] == row[i].fibre);
        check(row[i].name, w.plan.n_links == row[i].links);
        check(row[i].name, w.plan.alone == 5000 * row[i].n);
    }
}

TEST(connect_plan_ways_that_are_closed)
{
    struct world w;

    settle(&w, (double[]){ 4, 4 }, 2);
    w.site[0].allowed = 1U << CONNECT_SATELLITE;
    plan(&w, "satellite only");
    check("satellite only", w.plan.site[0].tech == CONNECT_SATELLITE
          && w.plan.site[0].why[CONNECT_FIBRE] == CONNECT_NOT_ALLOWED
          && w.plan.site[1].tech == CONNECT_FIBRE
          && w.plan.site[1].why[CONNECT_SATELLITE] == CONNECT_DEARER
          && w.plan.site[1].why[CONNECT_MICROWAVE] == CONNECT_NO_PRICE);

    settle(&w, (double[]){ 40 }, 1);
    w.site[0].must = 1U << CONNECT_FIBRE;
    plan(&w, "must, whatever it costs");
    check("must", w.plan.site[0].tech == CONNECT_FIBRE && w.plan.total.npv == 40050);

    w.params.price[CONNECT_FIBRE].most_m = KNOWN(30000);
    plan(&w, "must, out of reach");
    check("out of reach", w.plan.site[0].tech == CONNECT_NO_TECH && w.plan.total.npv == 0
          && w.plan.site[0].why[CONNECT_FIBRE] == CONNECT_TOO_FAR
          && w.plan.site[0].year == CONNECT_NO_YEAR);

    settle(&w, (double[]){ 4, 8 }, 2);
    w.site[0].is_connected = true;
    plan(&w, "what has fibre feeds others");
    check("has fibre", w.plan.n_given == 1 && w.plan.total.npv == 4050
          && w.plan.site[0].sum.npv == 0 && w.plan.link[0].b_site == CONNECT_SITES_NONE);
}

TEST(connect_plan_nothing_is_lit)
{
    struct world w;

    settle(&w, (double[]){ 4 }, 1);
    w.node[0].is = CONNECT_DARK;
    struct err *e = connect_plan_of(unit_arena(), &w.ask, &w.plan);

    check("told", e && str_eq(str_of(e->code), S("connect.unlit")));
}

static void
with_dark(struct world *w, double from, double to)
{
    w->way[0] = km(from), w->way[1] = km(to);
    w->dark = (struct connect_span){ S("d"), S("d"), w->way, 2, NET_NONE, NET_NONE, CONNECT_DARK };
    w->network.span = &w->dark;
    w->network.n_spans = 1;
}

/* Ten km of dark fibre from the node: a tap, ten leases of 100, a tap; cheaper than 10,000. */
TEST(connect_plan_dark_fibre)
{
    struct world w;

    settle(&w, (double[]){ 10 }, 1);
    with_dark(&w, 0, 10);
    w.dark.from = 0;
    plan(&w, "dark fibre");
    check("dark fibre", w.plan.site[0].tech == CONNECT_FIBRE && w.plan.total.npv == 1100);
    uint32_t leases = 0;

    for (uint32_t i = 0; i < w.plan.n_links; i++)
        leases += w.plan.link[i].is_lease;
    check("leases", leases == 10 && w.plan.n_links == 12);
}

/* Two taps, 14 leases and 900 at the site are 2,400; a hop is 2,000. */
TEST(connect_plan_dark_fibre_and_its_site)
{
    struct world w;

    settle(&w, (double[]){ 14 }, 1);
    with_hops(&w.params);
    with_dark(&w, 0, 14);
    w.dark.from = 0;
    w.params.price[CONNECT_FIBRE].capex_site = KNOWN(900);
    plan(&w, "what fibre adds at the site counts");
    check("a hop", w.plan.site[0].tech == CONNECT_MICROWAVE && w.plan.total.npv == 2000);
    check("and that is the best", w.plan.bound == 2000);

    w.params.price[CONNECT_FIBRE].capex_site = KNOWN(300);
    plan(&w, "up to what it saves");
    check("dark fibre", w.plan.site[0].tech == CONNECT_FIBRE && w.plan.total.npv == 1800);
    check("the best, too", w.plan.bound == w.plan.decision);
}

/* Fibre to a site, 1,050; from there onto dark fibre, 2 x 50 and ten leases, to another: the first
 * site is not served twice, as the tree has it. */
TEST(connect_plan_leads_on_from_a_site)
{
    struct world w;

    settle(&w, (double[]){ 1, 11 }, 2);
    with_hops(&w.params);
    w.params.price[CONNECT_MICROWAVE].capex_site = KNOWN(8000);
    w.params.price[CONNECT_FIBRE].capex_site = KNOWN(900);
    w.params.price[CONNECT_SATELLITE].capex_site = KNOWN(5000);
    with_dark(&w, 1, 11);
    plan(&w, "onwards");
    check("both by fibre", w.plan.n_tech[CONNECT_FIBRE] == 2);
    check("each served once", w.plan.total.npv == 1050 + 50 + 1000 + 50 + 2 * 900);
    check("no bound above it", w.plan.bound <= w.plan.decision);
}

/* Three sites ten km away, each 1,000 kbps; a hop carries 2,000. */
TEST(connect_plan_hops)
{
    struct world w;

    settle(&w, (double[]){ 10, 10.1, 10.2 }, 3);
    with_hops(&w.params);
    plan(&w, "two hops for three");
    check("two hops", w.plan.total.npv == 4100 && w.plan.bound == 2200);
    check("technologies", w.plan.n_tech[CONNECT_MICROWAVE] == 2
          && w.plan.n_tech[CONNECT_FIBRE] == 1);

    w.params.price[CONNECT_MICROWAVE].most_kbps = KNOWN(3000);
    plan(&w, "one hop carries all");
    check("one hop", w.plan.total.npv == 2200 && w.plan.bound == 2200);

    w.params.price[CONNECT_MICROWAVE].most_m = KNOWN(9000);
    plan(&w, "out of reach");
    check("out of reach", w.plan.n_tech[CONNECT_MICROWAVE] == 0
          && w.plan.site[0].why[CONNECT_MICROWAVE] == CONNECT_DEARER);
}

/* ---- money ----------------------------------------------------------------------------------- */

TEST(connect_plan_money)
{
    static const uint16_t NOT = CONNECT_NO_YEAR;
    static const struct {
        const char *name; int64_t money[3]; uint32_t n; uint16_t year[3]; int64_t users;
    } row[] = {
        { "all at once",             { 13100 },             1, { 0, 0, 0 },       600 },
        { "the most users first",    { 4050, 4050, 5000 },  3, { 1, 0, 2 },       600 },
        { "only one",                { 4050 },              1, { NOT, 0, NOT },   300 },
        { "what is left waits",      { 3000, 2000, 0 },     3, { NOT, 1, NOT },   300 },
        { "for nobody enough",       { 100 },               1, { NOT, NOT, NOT },   0 },
    };
    int64_t users[] = { 100, 300, 200 };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct world w;

        settle(&w, (double[]){ 4, -4, 30 }, 3);
        for (uint32_t k = 0; k < 3; k++)
            w.site[k].users = KNOWN(users[k]);
        w.ask.money = row[i].money;
        w.ask.n_money = row[i].n;
        plan(&w, row[i].name);
        for (uint32_t k = 0; k < 3; k++)
            check(row[i].name, w.plan.site[k].year == row[i].year[k]);
        check(row[i].name, w.plan.users == row[i].users && w.plan.users_bound >= row[i].users);
    }
}

/* Many worlds by chance: whatever comes out, the second reckoning agrees. */
TEST(connect_plan_by_chance)
{
    struct rand chance = { .state = 7 };

    for (int i = 0; i < 300; i++) {
        struct world w;
        double       east[SITES];
        int64_t      money[] = { (int64_t)rand_below(&chance, 12000), 3000 };

        for (size_t k = 0; k < SITES; k++)
            east[k] = (double)rand_below(&chance, 200) / 10 - 10;
        settle(&w, east, SITES);
        if (rand_below(&chance, 2) == 0)
            with_hops(&w.params);
        if (rand_below(&chance, 2) == 0)
            w.ask.money = money, w.ask.n_money = 2;
        for (size_t k = 0; k < SITES; k++)
            w.site[k].at.lat = (double)rand_below(&chance, 100) / 1000;
        plan(&w, "by chance");
        if (w.ask.n_money > 0)
            check("spent", w.plan.spent <= money[0] + money[1]
                  && w.plan.users <= w.plan.users_bound);
    }
}

/* ---- junctions ------------------------------------------------------------------------------- */

/* Two sites so many km from the node, at so many degrees north and south of east. */
static void
settle_fork(struct world *w, double far, double degrees, int64_t fee)
{
    double turn = degrees * 0.017453292519943295769;

    settle(w, (double[]){ 0, 0 }, 2);
    for (int i = 0; i < 2; i++)
        w->site[i].at = (struct place){ km(far * sin(turn)).lon * (i ? -1 : 1),
                                        km(far * cos(turn)).lon };
    w->params.price[CONNECT_SATELLITE].capex_site = KNOWN(50000);
    w->params.junction = (struct maybe_int){ .known = fee >= 0, .n = fee };
}

/* A km costs 1,000 and each way is rounded to metres. */
static bool
is_nearly(int64_t a, int64_t b)
{
    return llabs(a - b) <= 3;
}

/*
 * 20 km at 30 degrees: over one site to the other 20 + 10.353 km and a tap of 50; with a junction
 * 20 km times the root of 2. At 80 degrees 10 and 10 km and two taps; with a junction 18.794 km
 * and one. At 120 degrees the best junction is the node.
 */
TEST(connect_plan_junction)
{
    static const struct {
        const char *name; double far, degrees; int64_t fee; uint32_t junctions;
        int64_t total, saved;
    } row[] = {
        { "not known: none",           20, 15,   -1, 0, 30403,    0 },
        { "one way over a site",       20, 15,  100, 1, 28434, 1969 },
        { "for nothing",               20, 15,    0, 1, 28334, 2069 },
        { "dearer than what it saves", 20, 15, 2072, 0, 30403,    0 },
        { "two ways from the node",    10, 40,  100, 1, 18944, 1156 },
        { "the angle is too wide",     10, 60,    0, 0, 20100,    0 },
        { "in one line",               10, 90,    0, 0, 20100,    0 },
        { "two at one place",          10,  0,    0, 0, 10050,    0 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct world w;

        settle_fork(&w, row[i].far, row[i].degrees, row[i].fee);
        plan(&w, row[i].name);
        check(row[i].name, w.plan.junctions == row[i].junctions);
        check(row[i].name, is_nearly(w.plan.total.npv, row[i].total));
        check(row[i].name, is_nearly(w.plan.saved, row[i].saved));
        check(row[i].name, w.plan.n_links == 2 + row[i].junctions);
        check(row[i].name, w.plan.n_tech[CONNECT_FIBRE] == 2);
    }
}

/* The node and three sites at the corners of a square of 10 km: 10 (1 + root of 3) km, which two
 * junctions have only once the first has moved. */
TEST(connect_plan_junctions_move)
{
    struct world w;

    settle(&w, (double[]){ 10, 0, 10 }, 3);
    w.site[1].at.lat = w.site[2].at.lat = km(10).lon;
    w.params.price[CONNECT_SATELLITE].capex_site = KNOWN(50000);
    w.params.junction = KNOWN(0);
    plan(&w, "a square");
    check("two", w.plan.junctions == 2 && w.plan.n_links == 5);
    check("as short as can be", llabs(w.plan.total.npv - 27371) <= 10);
}

/* Not where it would be out of reach, nor along roads; of one year only. */
TEST(connect_plan_junction_not)
{
    int64_t      once[] = { 29000 }, one_by_one[] = { 20050, 10400 };
    struct world w;

    settle_fork(&w, 20, 15, 100);
    w.params.price[CONNECT_FIBRE].most_m = KNOWN(20100);
    w.site[0].must = w.site[1].must = 1U << CONNECT_FIBRE;
    plan(&w, "within reach");
    check("within reach", w.plan.junctions == 1);

    settle_fork(&w, 20, 15, 100);
    w.ask.money = one_by_one, w.ask.n_money = 2;
    plan(&w, "a year each");
    check("a year each", w.plan.junctions == 0 && w.plan.site[0].year != w.plan.site[1].year);

    settle_fork(&w, 20, 15, 100);
    one_by_one[0] = 30410;
    plan(&w, "both in one year");
    check("both in one year", w.plan.junctions == 1 && is_nearly(w.plan.spent, 28434));

    settle_fork(&w, 20, 15, 100);
    w.ask.money = once, w.ask.n_money = 1;
    plan(&w, "what it saves comes too late");
    check("what it saves comes too late", w.plan.junctions == 0 && w.plan.users == 10);
}

static void
scatter(struct rand *chance, struct world *w)
{
    double east[MANY] = { 0 };

    settle(w, east, MANY);
    for (size_t k = 0; k < MANY; k++) {
        w->site[k].at.lat = (double)rand_below(chance, 300) / 1000 - 0.15;
        w->site[k].at.lon = (double)rand_below(chance, 300) / 1000 - 0.15;
        w->site[k].users = (struct maybe_int){ .known = true, .n = 1 + rand_below(chance, 500) };
    }
    w->params.price[CONNECT_SATELLITE].capex_site = KNOWN(20000);
    if (rand_below(chance, 3) == 0)
        with_hops(&w->params);
    if (rand_below(chance, 2) > 0)
        return;
    w->way[0] = km(0), w->way[1] = km(12);
    w->dark = (struct connect_span){ S("d"), S("d"), w->way, 2, 0, NET_NONE, CONNECT_DARK };
    w->network.span = &w->dark;
    w->network.n_spans = 1;
}

/* The same tree, and what they save is what the plan costs less: by the year too. */
TEST(connect_plan_junctions_by_chance)
{
    struct rand chance = { .state = 21 };
    uint32_t    n_junctions = 0, n_worlds = 0;

    for (int i = 0; i < 300; i++) {
        struct world        w;
        struct connect_plan without;
        int64_t             money[] = { 10000 + rand_below(&chance, 60000), 30000, 50000 };

        scatter(&chance, &w);
        if (rand_below(&chance, 3) == 0)
            w.ask.money = money, w.ask.n_money = 3;
        plan(&w, "without junctions");
        without = w.plan;
        w.params.junction = (struct maybe_int){ .known = true, .n = rand_below(&chance, 60) };
        plan(&w, "with junctions");
        n_junctions += w.plan.junctions;
        n_worlds += w.plan.junctions > 0;
        check("never dearer", w.plan.total.npv + w.plan.saved == without.total.npv);
        check("the same decision", w.plan.decision + w.plan.saved == without.decision);
        check("the same bound", w.plan.bound == without.bound
              && w.plan.n_candidates == without.n_candidates);
        check("no more is spent", w.plan.spent <= without.spent && w.plan.users == without.users);
        for (uint32_t k = 0; k < MANY; k++)
            check("the same years", w.plan.site[k].year == without.site[k].year
                  && w.plan.site[k].tech == without.site[k].tech);
    }
    check("many", n_junctions > 500 && n_worlds > 150);
}

/* ---- what is wrong with a plan --------------------------------------------------------------- */

static const char *
wrong(struct world *w)
{
    return connect_plan_wrong(unit_arena(), &w->ask, &w->plan);
}

#define MUST_BE_SEEN(name, change, back)                                                          \
    do {                                                                                          \
        change;                                                                                   \
        check(name, wrong(&w) != NULL);                                                           \
        back;                                                                                     \
        check(name, wrong(&w) == NULL);                                                           \
    } while (0)

TEST(connect_plan_wrong)
{
    struct world w;

    settle(&w, (double[]){ 4, 8, 30 }, 3);
    plan(&w, "baseline");
    MUST_BE_SEEN("the total", w.plan.total.npv++, w.plan.total.npv--);
    MUST_BE_SEEN("a site's sum", w.plan.site[2].sum.capex++, w.plan.site[2].sum.capex--);
    MUST_BE_SEEN("a link's sum", w.plan.link[0].sum.npv--, w.plan.link[0].sum.npv++);
    MUST_BE_SEEN("a length", w.plan.link[0].metres -= 3, w.plan.link[0].metres += 3);
    MUST_BE_SEEN("a ring", w.plan.link[0].above = 1, w.plan.link[0].above = CONNECT_SITES_NONE);
    MUST_BE_SEEN("a year", w.plan.site[1].year = 3, w.plan.site[1].year = 0);
    MUST_BE_SEEN("a technology", w.plan.site[2].tech = CONNECT_FIBRE,
                 w.plan.site[2].tech = CONNECT_SATELLITE);
    MUST_BE_SEEN("a bound", w.plan.bound = w.plan.decision + 1, w.plan.bound = 0);
    MUST_BE_SEEN("users", w.plan.users++, w.plan.users--);
    MUST_BE_SEEN("junctions", w.plan.junctions++, w.plan.junctions--);
    MUST_BE_SEEN("what none saved", w.plan.saved++, w.plan.saved--);
    MUST_BE_SEEN("a link to nowhere", w.plan.link[0].to = km(1), w.plan.link[0].to = km(0));
}

TEST(connect_plan_wrong_junction)
{
    struct world w;
    uint32_t     j = 0;

    settle_fork(&w, 20, 15, 100);
    plan(&w, "baseline");
    while (j + 1 < w.plan.n_links && w.plan.link[j].a != CONNECT_AT_JUNCTION)
        j++;
    check("which", w.plan.link[j].a == CONNECT_AT_JUNCTION);
    MUST_BE_SEEN("another number", w.plan.junctions--, w.plan.junctions++);
    MUST_BE_SEEN("they save nothing", w.plan.saved = 0, w.plan.saved = 1969);
    MUST_BE_SEEN("the fee is left out", w.plan.link[j].sum.npv -= 100,
                 w.plan.link[j].sum.npv += 100);
    MUST_BE_SEEN("it is something else", w.plan.link[j].a = CONNECT_AT_DARK,
                 w.plan.link[j].a = CONNECT_AT_JUNCTION);
    MUST_BE_SEEN("its price is not known", w.params.junction.known = false,
                 w.params.junction.known = true);
    MUST_BE_SEEN("a bound", w.plan.bound = w.plan.decision + w.plan.saved + 1, w.plan.bound = 0);
}

TEST(connect_tornado_most_first)
{
    struct world         w;
    struct connect_moves m;

    settle(&w, (double[]){ 4, 30 }, 2);
    check("turned", connect_tornado(unit_arena(), &w.ask, &m) == NULL && m.n >= 2);
    check("the middle", m.middle == 9050);
    for (size_t i = 1; i < m.n; i++)
        check("most first", llabs(m.move[i - 1].more - m.move[i - 1].less)
              >= llabs(m.move[i].more - m.move[i].less));
    check("what the satellite costs", m.move[0].less == 8000 && m.move[0].more == 10050);
}
