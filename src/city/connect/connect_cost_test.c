/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_cost_test.c — sums by hand: worth, renewal, lease, reach, floor, what is open. */
#include "city/connect/connect_cost.h"

#include "unit.h"

enum { M = 1000000 };

/* Prices of round figures; money in whole units. */
static struct connect_params
prices(void)
{
    struct connect_params q = {
        .years = 10, .discount_basis = 1000, .route_per_mille = 1000, .floor_kbps = 10000,
        .lease_km_y = KNOWN(12 * M), .lease_sea_km_y = KNOWN(36 * M),
        .otherwise = { S("otherwise"), 20000, 7 },
        .demand = { { S("SD"), 30000, 160 }, { S("Kantor Desa"), 4000, 50 } }, .n_demands = 2,
    };

    q.price[CONNECT_FIBRE] = (struct connect_price){
        .capex_site = KNOWN(1000), .opex_site_y = KNOWN(100), .opex_mbps_y = KNOWN(10),
        .capex_km = KNOWN(5000), .opex_km_y = KNOWN(160), .most_m = KNOWN(47000) };
    q.price[CONNECT_MICROWAVE] = (struct connect_price){
        .once_site = KNOWN(2000), .capex_site = KNOWN(3000), .opex_site_y = KNOWN(600),
        .opex_mbps_y = KNOWN(5), .upkeep_per_mille = 100, .renewed_y = 7,
        .most_kbps = KNOWN(400000), .most_m = KNOWN(30000) };
    q.price[CONNECT_CELLULAR] = (struct connect_price){
        .capex_site = KNOWN(120), .opex_site_y = KNOWN(0), .opex_mbps_y = KNOWN(20),
        .most_kbps = KNOWN(100000) };
    q.price[CONNECT_SATELLITE] = (struct connect_price){
        .capex_site = KNOWN(800), .opex_site_y = KNOWN(0), .opex_mbps_y = KNOWN(30),
        .upkeep_per_mille = 100, .renewed_y = 5, .most_kbps = KNOWN(150000) };
    return q;
}

static struct connect_worth
worth(int64_t rate, int64_t years)
{
    struct connect_worth w;

    connect_worth_of(rate, years, &w);
    return w;
}

TEST(connect_cost_worth)
{
    /* 1.1^-1 .. 1.1^-3; (1 - 1.02^-10) / 0.02 = 8.982585006 to nine places */
    static const struct { const char *name; int64_t rate, years, last, annuity; } row[] = {
        { "no discount",          0,     6,  1000000000,  6000000000 },
        { "no years",             800,   0,  1000000000,           0 },
        { "ten per cent, one",    1000,  1,   909090909,   909090909 },
        { "ten per cent, two",    1000,  2,   826446281,  1735537190 },
        { "ten per cent, three",  1000,  3,   751314801,  2486851991 },
        { "two per cent, ten",    200,  10,   820348300,  8982585007 },
        { "eight per cent, ten",  800,  10,   463193488,  6710081399 },
        { "halved",               10000, 2,   250000000,   750000000 },
        { "below nothing",        -5,    2,  1000000000,  2000000000 },
        { "too many years",       0,    99,  1000000000, 50000000000 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct connect_worth w = worth(row[i].rate, row[i].years);
        check(row[i].name, w.worth[w.years] == row[i].last);
        check(row[i].name, w.annuity == row[i].annuity);
        check(row[i].name, w.worth[0] == CONNECT_BILLION);
    }
}

TEST(connect_cost_site)
{
    struct connect_params q = prices();
    /*
     * satellite, 20 Mbps, ten years at ten per cent, renewed in year 5:
     *   800 (1 + 0.620921323) + (600 + 80) 6.144567106 = 1296.737 + 4178.306 = 5475.043
     */
    static const struct {
        const char *name; enum connect_tech tech; int64_t kbps, rate, years, npv, capex, opex_y;
    } row[] = {
        { "fibre, undiscounted",   CONNECT_FIBRE,     20000, 0,    6,  2800, 1000, 300 },
        { "half a Mbps",           CONNECT_FIBRE,       500, 0,    6,  1630, 1000, 105 },
        { "rounded half up",       CONNECT_FIBRE,        50, 0,    1,  1101, 1000, 101 },
        { "cellular",              CONNECT_CELLULAR,  20000, 0,    6,  2520,  120, 400 },
        { "renewed in year 5",     CONNECT_SATELLITE, 20000, 0,   10,  8400, 1600, 680 },
        { "not in the last year",  CONNECT_SATELLITE, 20000, 0,    5,  4200,  800, 680 },
        { "twice",                 CONNECT_SATELLITE, 20000, 0,   11,  9880, 2400, 680 },
        { "discounted",            CONNECT_SATELLITE, 20000, 1000, 10, 5475, 1600, 680 },
        { "microwave: its Mbps",   CONNECT_MICROWAVE, 20000, 0,    6,   600,    0, 100 },
        { "nothing needed",        CONNECT_CELLULAR,      0, 0,    6,   120,  120,   0 },
        { "less than nothing",     CONNECT_CELLULAR,  -1000, 0,    6,   120,  120,   0 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct connect_worth w = worth(row[i].rate, row[i].years);
        struct connect_sum   sum = { -1, -1, -1 };
        check(row[i].name, connect_site_cost(&q, &w, row[i].tech, row[i].kbps, &sum));
        check(row[i].name, sum.npv == row[i].npv);
        check(row[i].name, sum.capex == row[i].capex);
        check(row[i].name, sum.opex_y == row[i].opex_y);
    }
}

TEST(connect_cost_link)
{
    struct connect_params q = prices(), both = prices(), renewed = prices();
    const struct {
        const char *name; const struct connect_params *q; enum connect_tech tech;
        int64_t metres, years, npv, capex, opex_y;
    } row[] = {
        { "two km",              &q, CONNECT_FIBRE, 2000, 10, 13200, 10000, 320 },
        { "no way",              &q, CONNECT_FIBRE,    0, 10,     0,     0,   0 },
        { "one metre, half up",  &q, CONNECT_FIBRE,    1, 10,     7,     5,   0 },
        { "the cheaper building", &both, CONNECT_FIBRE, 2000, 10, 11200, 8000, 320 },
        { "built again",         &renewed, CONNECT_FIBRE, 2000, 10, 23200, 20000, 320 },
        /* 2000 once, 3000 in years 0 and 7, 600 and 300 a year */
        { "a hop",               &q, CONNECT_MICROWAVE, 9000, 10, 17000, 8000, 900 },
        { "a hop of seven years", &q, CONNECT_MICROWAVE, 9000, 7, 11300, 5000, 900 },
    };

    both.trench_km = KNOWN(9000);
    both.aerial_km = KNOWN(4000);
    renewed.price[CONNECT_FIBRE].renewed_km_y = 6;
    check("poles", connect_is_aerial(&both) && !connect_is_aerial(&q));
    for (size_t i = 0; i < COUNT(row); i++) {
        struct connect_worth w = worth(0, row[i].years);
        struct connect_sum   sum = { -1, -1, -1 };
        check(row[i].name, connect_link_cost(row[i].q, &w, row[i].tech, row[i].metres, &sum));
        check(row[i].name, sum.npv == row[i].npv);
        check(row[i].name, sum.capex == row[i].capex);
        check(row[i].name, sum.opex_y == row[i].opex_y);
    }
}

TEST(connect_cost_hop_with_km)
{
    struct connect_params q = prices();
    struct connect_worth  w = worth(0, 10);
    struct connect_sum    sum;

    q.price[CONNECT_MICROWAVE].capex_km = KNOWN(100);
    q.price[CONNECT_MICROWAVE].opex_km_y = KNOWN(10);
    check("known", connect_link_cost(&q, &w, CONNECT_MICROWAVE, 3000, &sum));
    /* 2000 + 3000 twice + 300, and (600 + 30 + a tenth of 3300) ten times */
    check("its metres count", sum.npv == 2000 + 6000 + 300 + 9600);
}

TEST(connect_cost_junction)
{
    struct connect_params q = prices();
    struct connect_worth  w = worth(0, 10);
    struct connect_sum    sum = { -1, -1, -1 };

    check("not known", !connect_junction_cost(&q, &w, &sum) && sum.npv == -1);
    q.junction = KNOWN(700);
    check("once", connect_junction_cost(&q, &w, &sum) && sum.npv == 700 && sum.capex == 700
          && sum.opex_y == 0);
    q.price[CONNECT_FIBRE].renewed_km_y = 6;
    q.price[CONNECT_FIBRE].renewed_y = 1;
    q.price[CONNECT_FIBRE].upkeep_per_mille = 100;
    /* 700 in years 0 and 6, and 70 ten times */
    check("renewed like the link", connect_junction_cost(&q, &w, &sum) && sum.npv == 2100
          && sum.capex == 1400 && sum.opex_y == 70);
}

TEST(connect_cost_lease)
{
    struct connect_params q = prices();
    struct connect_worth  plain = worth(0, 10), w = worth(1000, 2);
    struct connect_sum    sum;

    check("land", connect_lease_cost(&q, &plain, 1500, false, &sum));
    check("18 million a year", sum.npv == 180 * (int64_t)M && sum.opex_y == 18 * M
                                                           && sum.capex == 0);
    check("sea", connect_lease_cost(&q, &plain, 1500, true, &sum));
    check("three times as much", sum.npv == 540 * (int64_t)M);
    check("discounted", connect_lease_cost(&q, &w, 1000, false, &sum) && sum.npv == 20826446);
    q.lease_sea_km_y.known = false;
    check("not known", !connect_lease_cost(&q, &w, 1000, true, &sum));
    check("land still is", connect_lease_cost(&q, &w, 1000, false, &sum));
}

TEST(connect_cost_unknown)
{
    static const struct { const char *name; enum connect_tech tech; size_t at; bool site, link; }
    row[] = {
        { "equipment", CONNECT_FIBRE, offsetof(struct connect_price, capex_site), false, true },
        { "running",   CONNECT_FIBRE, offsetof(struct connect_price, opex_site_y), false, true },
        { "Mbps",      CONNECT_FIBRE, offsetof(struct connect_price, opex_mbps_y), false, true },
        { "km",        CONNECT_FIBRE, offsetof(struct connect_price, capex_km), true, false },
        { "km a year", CONNECT_FIBRE, offsetof(struct connect_price, opex_km_y), true, false },
        { "radios",    CONNECT_MICROWAVE, offsetof(struct connect_price, capex_site), true, false },
        { "licence",   CONNECT_MICROWAVE, offsetof(struct connect_price, once_site), true, true },
    };
    struct connect_worth w = worth(0, 10);

    for (size_t i = 0; i < COUNT(row); i++) {
        struct connect_params q = prices();
        struct connect_sum    sum;
        *(struct maybe_int *)((char *)&q.price[row[i].tech] + row[i].at)
            = (struct maybe_int){ .known = false };
        check(row[i].name, connect_site_cost(&q, &w, row[i].tech, 1000, &sum) == row[i].site);
        check(row[i].name, connect_link_cost(&q, &w, row[i].tech, 1000, &sum) == row[i].link);
    }
}

TEST(connect_cost_without_end)
{
    struct connect_params q = prices();
    struct connect_worth  w = worth(0, 50);
    struct connect_sum    sum;

    q.price[CONNECT_FIBRE].capex_km = KNOWN(INT64_C(1000000000000));
    q.price[CONNECT_FIBRE].upkeep_per_mille = 1000;
    check("the longest way", connect_link_cost(&q, &w, CONNECT_FIBRE, INT64_MAX, &sum)
          && sum.npv == CONNECT_MONEY_MAX && sum.opex_y == CONNECT_MONEY_MAX);
    check("no such technology", !connect_link_cost(&q, &w, CONNECT_NO_TECH, 1, &sum)
          && !connect_site_cost(&q, &w, CONNECT_NO_TECH, 1, &sum)
                                && !connect_link_cost(&q, &w, CONNECT_CELLULAR, 1, &sum));
}

/* ---- what is open ---------------------------------------------------------------------------- */

enum { ALL = (1 << CONNECT_TECHS) - 1 };

static struct connect_site
site(void)
{
    return (struct connect_site){ .id = S("a"), .allowed = ALL, .has_cover = KNOWN(1) };
}

TEST(connect_cost_open)
{
    static const struct {
        const char *name; enum connect_tech tech; int64_t kbps, floor; uint32_t allowed, must;
        struct maybe_int cover; enum connect_reason is;
    } row[] = {
        { "baseline", CONNECT_CELLULAR, 20000, 0, ALL, 0, { true, 1 }, CONNECT_OPEN },
        { "as fast as it can", CONNECT_CELLULAR, 100000, 0, ALL, 0, { true, 1 }, CONNECT_OPEN },
        { "faster", CONNECT_CELLULAR, 100001, 0, ALL, 0, { true, 1 }, CONNECT_TOO_SLOW },
        { "no signal", CONNECT_CELLULAR, 20000, 0, ALL, 0, { true, 0 }, CONNECT_NO_COVER },
        { "signal unknown", CONNECT_CELLULAR, 20000, 0, ALL, 0, { false, 0 }, CONNECT_NO_COVER },
        { "satellite asks for none", CONNECT_SATELLITE, 20000, 0, ALL, 0, { false, 0 },
          CONNECT_OPEN },
        { "a floor above it", CONNECT_CELLULAR, 20000, 100001, ALL, 0, { true, 1 },
          CONNECT_BELOW_FLOOR },
        { "a floor that it holds", CONNECT_CELLULAR, 20000, 100000, ALL, 0, { true, 1 },
          CONNECT_OPEN },
        { "ruled out", CONNECT_CELLULAR, 20000, 0, ALL & ~(1 << CONNECT_CELLULAR), 0,
          { true, 1 }, CONNECT_NOT_ALLOWED },
        { "must be another", CONNECT_CELLULAR, 20000, 0, ALL, 1 << CONNECT_FIBRE,
          { true, 1 }, CONNECT_NOT_ALLOWED },
        { "must be this", CONNECT_FIBRE, 20000, 0, ALL, 1 << CONNECT_FIBRE, { true, 1 },
          CONNECT_OPEN },
        { "fibre has no end of speed", CONNECT_FIBRE, 900000000, 0, ALL, 0, { true, 1 },
          CONNECT_OPEN },
        { "none of the four", CONNECT_NO_TECH, 0, 0, ALL, 0, { true, 1 }, CONNECT_NOT_ALLOWED },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct connect_params q = prices();
        struct connect_site   s = site();
        q.floor_kbps = row[i].floor;
        s.allowed    = row[i].allowed;
        s.must       = row[i].must;
        s.has_cover  = row[i].cover;
        check(row[i].name, connect_is_open(&q, &s, row[i].tech, row[i].kbps) == row[i].is);
    }
}

TEST(connect_cost_no_price)
{
    struct connect_params q = prices();
    struct connect_site   s = site();

    q.price[CONNECT_SATELLITE].opex_mbps_y.known = false;
    check("Mbps of the satellite",
          connect_is_open(&q, &s, CONNECT_SATELLITE, 1) == CONNECT_NO_PRICE);
    q.price[CONNECT_FIBRE].capex_km.known = false;
    check("a lease is a way too", connect_is_open(&q, &s, CONNECT_FIBRE, 1) == CONNECT_OPEN);
    q.lease_km_y.known = q.lease_sea_km_y.known = false;
    check("no way", connect_is_open(&q, &s, CONNECT_FIBRE, 1) == CONNECT_NO_PRICE);
    q.price[CONNECT_MICROWAVE].capex_site.known = false;
    check("no radios", connect_is_open(&q, &s, CONNECT_MICROWAVE, 1) == CONNECT_NO_PRICE);
}

TEST(connect_cost_reach)
{
    struct connect_params q = prices();

    check("as far as it goes", connect_reaches(&q, CONNECT_FIBRE, 47000));
    check("a metre farther", !connect_reaches(&q, CONNECT_FIBRE, 47001));
    check("a hop", !connect_reaches(&q, CONNECT_MICROWAVE, 30001));
    check("not known: no end", connect_reaches(&q, CONNECT_SATELLITE, INT64_MAX));
    check("none of the four", !connect_reaches(&q, CONNECT_NO_TECH, 0));
}

TEST(connect_cost_alone)
{
    /* of 20 Mbps over ten years: cellular 120 + 4000, satellite 1600 + 800 + 6000 */
    static const struct {
        const char *name; bool cover; uint32_t must; int64_t kbps, npv;
        enum connect_tech is; enum connect_reason cellular, satellite;
    } row[] = {
        { "the cheaper", true, 0, 20000, 4120, CONNECT_CELLULAR, CONNECT_OPEN, CONNECT_DEARER },
        { "no signal", false, 0, 20000, 8400, CONNECT_SATELLITE, CONNECT_NO_COVER, CONNECT_OPEN },
        { "must be satellite", true, 1 << CONNECT_SATELLITE, 20000, 8400, CONNECT_SATELLITE,
          CONNECT_NOT_ALLOWED, CONNECT_OPEN },
        { "must be fibre", true, 1 << CONNECT_FIBRE, 20000, 0, CONNECT_NO_TECH,
          CONNECT_NOT_ALLOWED, CONNECT_NOT_ALLOWED },
        { "too fast for one", true, 0, 120000, 38400, CONNECT_SATELLITE, CONNECT_TOO_SLOW,
          CONNECT_OPEN },
        { "too fast for both", true, 0, 160000, 0, CONNECT_NO_TECH, CONNECT_TOO_SLOW,
          CONNECT_TOO_SLOW },
    };
    struct connect_params q = prices();
    struct connect_worth  w = worth(0, 10);

    for (size_t i = 0; i < COUNT(row); i++) {
        struct connect_site  s = site();
        struct connect_alone alone;
        s.has_cover = KNOWN(row[i].cover);
        s.must      = row[i].must;
        s.kbps      = KNOWN(row[i].kbps);
        connect_alone_of(&q, &w, &s, &alone);
        check(row[i].name, alone.tech == row[i].is && alone.sum.npv == row[i].npv);
        check(row[i].name, alone.why[CONNECT_CELLULAR] == row[i].cellular);
        check(row[i].name, alone.why[CONNECT_SATELLITE] == row[i].satellite);
    }
}

TEST(connect_cost_later_is_cheaper)
{
    struct connect_params q = prices();
    struct connect_worth  w = worth(0, 10);
    struct connect_site   s = site();
    struct connect_alone  alone;

    q.price[CONNECT_CELLULAR].opex_mbps_y = KNOWN(1000);
    connect_alone_of(&q, &w, &s, &alone);
    check("the satellite", alone.tech == CONNECT_SATELLITE
          && alone.why[CONNECT_CELLULAR] == CONNECT_DEARER
                           && alone.why[CONNECT_SATELLITE] == CONNECT_OPEN);
}

TEST(connect_cost_needs)
{
    static const struct { const char *name, *kind; int64_t kbps, users; } row[] = {
        { "its kind",           "SD",             30000, 160 },
        { "small letters",      "sd",             30000, 160 },
        { "words, other marks", " kantor-DESA ",  10000,  50 },
        { "a longer name",      "SD Negeri",      20000,   7 },
        { "a part of one",      "kantor",         20000,   7 },
        { "unknown",            NULL,         20000,   7 },
        { "nothing but marks",  "--",             20000,   7 },
    };
    struct connect_params q = prices();

    for (size_t i = 0; i < COUNT(row); i++) {
        struct connect_site s = site();
        s.kind = str_of(row[i].kind);
        check(row[i].name, connect_kbps(&q, &s) == row[i].kbps);
        check(row[i].name, connect_users(&q, &s) == row[i].users);
        s.kbps  = KNOWN(50000);
        s.users = KNOWN(0);
        check("its own", connect_kbps(&q, &s) == 50000 && connect_users(&q, &s) == 0);
        s.kbps = KNOWN(1);
        check("the floor", connect_kbps(&q, &s) == 10000);
    }
}
