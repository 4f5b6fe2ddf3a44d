/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_ground_test.c — maps as they are read, and plans that cross the sea, reckoned by hand. */
#include "city/connect/connect_ground.h"

#include <assert.h>

#include "base/err.h"
#include "base/rand.h"
#include "city/connect/connect_plan.h"
#include "engine/net/steiner.h"
#include "test/unit.h"

#define KM 111.1949266                          /* of a degree */

static struct connect_params
areas(void)
{
    return (struct connect_params){ .n_areas = 3, .area = {
        { S("protected"), 2000 }, { S("sea"), 3000 }, { S("mountain"), 2000 } } };
}

/* A square of GeoJSON, with a name if it has one: west, south, east, north. */
static struct str
feature(const char *name, const double at[4])
{
    return str_fmt(unit_arena(), "{\"type\":\"Feature\",\"properties\":{%s%s%s},\"geometry\":"
        "{\"type\":\"Polygon\",\"coordinates\":[[[%.9f,%.9f],[%.9f,%.9f],[%.9f,%.9f],[%.9f,%.9f],"
        "[%.9f,%.9f]]]}}", name ? "\"area\":\"" : "", name ? name : "", name ? "\"" : "",
        at[0], at[1], at[2], at[1], at[2], at[3], at[0], at[3], at[0], at[1]);
}

static struct str
collection(const struct str *f, size_t n)
{
    return str_fmt(unit_arena(), "{\"type\":\"FeatureCollection\",\"features\":[%.*s]}",
                   TEXT(str_join(unit_arena(), S(","), f, n)));
}

/* ---- reading --------------------------------------------------------------------------------- */

#define RING "[[112,-8],[113,-8],[113,-7],[112,-8]]"
#define FEATURE(area, geometry) "{\"type\":\"Feature\",\"properties\":{\"area\":" area "}," \
                                "\"geometry\":" geometry "}"
#define POLYGON(rings) "{\"type\":\"Polygon\",\"coordinates\":" rings "}"
#define ALL(features) "{\"type\":\"FeatureCollection\",\"features\":[" features "]}"

static struct err *
read_map(const char *text, bool is_land, struct connect_faults *faults, struct connect_ground **g)
{
    static struct connect_params q;

    q = areas();
    struct connect_map_files *m = connect_map_files_open(unit_arena(), &q, faults);
    struct err *e = is_land ? connect_land_read(m, S("m.json"), str_of(text))
                            : connect_areas_read(m, S("m.json"), str_of(text));

    *g = connect_ground_of(m);
    return e;
}

TEST(connect_ground_files)
{
    static const struct { const char *name, *text, *says; bool is_land; uint32_t rings; } row[] = {
        { "an area", ALL(FEATURE("\"sea\"", POLYGON("[" RING "]"))), NULL, false, 1 },
        { "in Indonesian", ALL(FEATURE("\"Laut\"", POLYGON("[" RING "]"))), NULL, false, 1 },
        { "many polygons", ALL(FEATURE("\"sea\"", "{\"type\":\"MultiPolygon\",\"coordinates\":[["
          RING "," RING "],[" RING "]]}")), NULL, false, 3 },
        { "land of any kind", ALL(FEATURE("7", POLYGON("[" RING "]"))), NULL, true, 1 },
        { "a feature", FEATURE("\"sea\"", POLYGON("[" RING "]")), NULL, false, 1 },
        { "a geometry", POLYGON("[" RING "]"), NULL, true, 1 },
        { "another property", ALL("{\"properties\":{\"area\":12.5,\"kawasan\":\"lindung\"},"
          "\"geometry\":" POLYGON("[" RING "]") "}"), NULL, false, 1 },
        { "unknown", ALL(FEATURE("\"swamp\"", POLYGON("[" RING "]"))),
          "m.json#/features/0: The prices have no area \"swamp\". Those that they have: "
          "protected, sea, mountain.", false, 0 },
        { "no area", ALL(FEATURE("null", POLYGON("[" RING "]"))),
          "m.json#/features/0: It does not say which area it is. Give each polygon a property "
          "\"area\", one of: protected, sea, mountain.", false, 0 },
        { "the second", ALL(FEATURE("\"sea\"", POLYGON("[" RING "]")) "," FEATURE("\"sea\"",
          "{\"type\":\"Point\",\"coordinates\":[112,-8]}")),
          "m.json#/features/1: It is no polygon, or one of more than 4 MB. Give a Polygon or a "
          "MultiPolygon of GeoJSON, and a map that is simple enough.", false, 1 },
        { "a line", ALL(FEATURE("1", "{\"type\":\"MultiLineString\",\"coordinates\":[" RING "]}")),
          "m.json#/features/0: It is no polygon, or one of more than 4 MB. Give a Polygon or a "
          "MultiPolygon of GeoJSON, and a map that is simple enough.", true, 0 },
        { "a short ring", ALL(FEATURE("1", POLYGON("[" RING ",[[112,-8],[113,-8]]]"))),
          "m.json#/features/0: A ring of the polygon has fewer than three points. A ring goes "
          "round: four points, the last of them the first again.", true, 0 },
        { "swapped", ALL(FEATURE("1", POLYGON("[[[-8,112],[-8,113],[-7,113]]]"))),
          "m.json#/features/0: A point of the polygon is not on the earth. GeoJSON has the "
          "longitude first, in degrees: [112.01, -7.82].", true, 0 },
        { "no number", ALL(FEATURE("1", POLYGON("[[[112,-8],[\"a\",-8],[1,2]]]"))),
          "m.json#/features/0: A point of the polygon is not on the earth. GeoJSON has the "
          "longitude first, in degrees: [112.01, -7.82].", true, 0 },
        { "no object", ALL("7"),
          "m.json#/features/0: It is no polygon, or one of more than 4 MB. Give a Polygon or a "
          "MultiPolygon of GeoJSON, and a map that is simple enough.", true, 0 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct connect_faults  faults = { .n = 0 };
        struct connect_ground *g;
        struct err            *e = read_map(row[i].text, row[i].is_land, &faults, &g);

        check(row[i].name, g->ask.n == row[i].rings);
        check(row[i].name, (e == NULL) == (row[i].rings > 0));
        check(row[i].name, faults.n == (row[i].says != NULL));
        if (faults.n == 0)
            continue;
        struct connect_fault *f = &faults.fault[0];
        struct str said = str_fmt(unit_arena(), "%.*s: %.*s %.*s", TEXT(f->where),
                                  TEXT(msg_text(unit_arena(), LANG_EN, f->says)),
                                  TEXT(msg_text(unit_arena(), LANG_EN, f->hint)));

        check(row[i].says, str_eq(said, str_of(row[i].says)));
    }
}

TEST(connect_ground_refusals)
{
    static const struct { const char *name, *text, *code; } row[] = {
        { "no JSON", "lat,lon\n", "connect.json" },
        { "a list", "[1]", "connect.json" },
        { "nothing in it", ALL(""), "connect.no_polygon" },
        { "an end too early", "{\"features\":[", "connect.json" },
        { "something behind", ALL(FEATURE("1", POLYGON("[" RING "]"))) "x", "connect.json" },
        { "nothing but an object", "{}", "connect.no_polygon" },
    };
    struct connect_faults     faults = { .n = 0 };
    struct connect_ground    *g;
    struct connect_params     q = { .n_areas = 0 };
    struct connect_map_files *m = connect_map_files_open(unit_arena(), &q, &faults);
    struct err               *e = connect_land_read(m, S("m.json"), S(ALL("")));

    check("no sea in the prices", e && str_eq(str_of(e->code), S("connect.no_sea")));
    for (size_t i = 0; i < COUNT(row); i++) {
        e = read_map(row[i].text, true, &faults, &g);
        check(row[i].name, e && str_eq(str_of(e->code), str_of(row[i].code)));
        check(row[i].name, e && str_starts(e->where, S("m.json")));
    }
}

TEST(connect_sites_in_the_sea)
{
    struct connect_site    site[] = { { .at = { -7.5, 112.9 }, .line = 2 },
                                      { .at = { -7.5, 120 }, .line = 3 } };
    struct connect_sites   sites = { site, 2 };
    struct connect_list    csv = { S("s.csv"), false, &sites };
    struct connect_list    json = { S("s.json"), true, &sites };
    struct connect_faults  faults = { .n = 0 }, none = { .n = 0 };
    struct connect_ground *g;

    read_map(ALL(FEATURE("1", POLYGON("[" RING "]"))), true, &faults, &g);
    connect_sites_at_sea(unit_arena(), g, &csv, &faults);
    connect_sites_at_sea(unit_arena(), g, &json, &faults);
    check("one each", faults.n == 2 && faults.fault[0].is_doubt && faults.fault[1].is_doubt);
    check("of JSON", str_eq(faults.fault[0].where, S("s.json#/features/2")));
    check("of CSV", str_eq(faults.fault[1].where, S("s.csv:3")) && faults.fault[1].line == 3);
    read_map(ALL(FEATURE("\"sea\"", POLYGON("[" RING "]"))), false, &faults, &g);
    connect_sites_at_sea(unit_arena(), g, &csv, &none);
    check("without a map of land nothing is known", none.n == 0);
}

/* ---- shares ---------------------------------------------------------------------------------- */

/* Maps of squares: those without a name are land. */
static struct connect_ground *
ground_of(const struct connect_params *q, const char *const *name, const double (*at)[4], size_t n)
{
    struct connect_faults     faults = { .n = 0 };
    struct connect_map_files *m = connect_map_files_open(unit_arena(), q, &faults);

    for (size_t i = 0; i < n; i++) {
        struct str one = feature(name[i], at[i]), all = collection(&one, 1);

        check("read", (name[i] ? connect_areas_read(m, S("m"), all)
                               : connect_land_read(m, S("m"), all)) == NULL);
    }
    return connect_ground_of(m);
}

TEST(connect_ground_shares)
{
    static const char *const name[] = { "mountain", NULL, "protected", NULL };
    static const double at[][4] = { { .2, -1, .4, 1 }, { -1, -1, .5, 1 }, { .3, -1, .9, 1 },
                                    { .8, -1, 2, 1 } };
    struct connect_params  q = areas();
    struct connect_ground *g = ground_of(&q, name, at, COUNT(at));
    uint32_t               m[CONNECT_AREAS_MAX], back[CONNECT_AREAS_MAX];

    connect_ground_split(g, (struct place){ 0, 0 }, (struct place){ 0, 1 }, 100001, m);
    connect_ground_split(g, (struct place){ 0, 1 }, (struct place){ 0, 0 }, 100001, back);
    /* Of two equally dear areas the first of the prices; the sea is dearer than both. */
    check("protected: .3 to .5, .8 to .9", m[0] == 30000);
    check("sea: .5 to .8", m[1] == 30000);
    check("mountain: .2 to .3", m[2] == 10000);
    for (int i = 0; i < 3; i++)
        check("there and back", m[i] == back[i]);
    check("paid", connect_ground_paid(&q, 100001, m) == 100001 + 30000 + 2 * 30000 + 10000);
    check("all on land", connect_ground_paid(&q, 77, NULL) == 77);
    q.area[2].factor_per_mille = 1500;
    check("a half is rounded up", connect_ground_paid(&q, 1, (uint32_t[]){ 0, 0, 1 }) == 2);
    connect_ground_split(g, (struct place){ 0, .1 }, (struct place){ 0, .1 }, 5, m);
    check("no way", m[0] + m[1] + m[2] == 0);
}

static double
at_random(struct rand *r, double from, double to)
{
    return from + (to - from) * (rand_below(r, 1000001) / 1e6);
}

/* The second reckoning says the same, and sees what is a little off. */
TEST(connect_ground_two_reckonings)
{
    enum { SQUARES = 6, WORLDS = 60, WAYS = 30, METRES = 100000 };
    static const char *const usual[SQUARES] = { "sea", NULL, "mountain", NULL, "protected", NULL };
    struct rand              r = { 7 };
    struct connect_params    q = areas();

    for (int w = 0; w < WORLDS; w++) {
        double at[SQUARES][4];

        for (int i = 0; i < SQUARES; i++) {
            at[i][0] = at_random(&r, 112, 113), at[i][1] = at_random(&r, -8, -7);
            at[i][2] = at[i][0] + at_random(&r, 0.01, 1);
            at[i][3] = at[i][1] + at_random(&r, 0.01, 1);
        }
        struct connect_ground *g = ground_of(&q, usual, (const double(*)[4])at, SQUARES);
        struct connect_bands  *b = connect_bands_of(unit_arena(), g, &q);

        for (int i = 0; i < WAYS; i++) {
            struct place way[2] = { { at_random(&r, -8, -6), at_random(&r, 112, 114) },
                                    { at_random(&r, -8, -6), at_random(&r, 112, 114) } };
            struct connect_between between = { .metres = 0 };
            uint32_t               m[CONNECT_AREAS_MAX];

            connect_ground_split(g, way[0], way[1], METRES, m);
            connect_bands_add(unit_arena(), b, way, METRES, &between);
            check("the same", connect_is_between(&between, m, q.n_areas));
            m[1] += m[1] > METRES / 2 ? -(uint32_t)200 : 200;
            check("a little off", !connect_is_between(&between, m, q.n_areas));
        }
    }
}

/* ---- plans ----------------------------------------------------------------------------------- */

/* A km of fibre costs 1,000, its lease 100, in the sea 300; a site by satellite 5,000; a tap 50. */
struct world {
    struct connect_params  params;
    struct connect_site    site[2];
    struct connect_node    node;
    struct connect_span    dark;
    struct place           way[2];
    struct connect_sites   sites;
    struct connect_network network;
    struct connect_ask     ask;
    struct connect_plan    plan;
};

static struct place
km(double east)
{
    return (struct place){ 0, east / KM };
}

static void
settle(struct world *w, double first, double second)
{
    *w = (struct world){ .params = areas(), .sites = { w->site, second > 0 ? 2 : 1 },
                         .network = { .node = &w->node, .n_nodes = 1 } };
    w->params.years = 1, w->params.route_per_mille = 1000;
    w->params.lease_km_y = KNOWN(100), w->params.lease_sea_km_y = KNOWN(300);
    w->params.tap = KNOWN(50);
    w->params.otherwise = (struct connect_demand){ S("otherwise"), 1000, 10 };
    w->params.price[CONNECT_FIBRE] = (struct connect_price){ .capex_site = KNOWN(0),
        .opex_site_y = KNOWN(0), .opex_mbps_y = KNOWN(0), .capex_km = KNOWN(1000),
        .opex_km_y = KNOWN(0) };
    w->params.price[CONNECT_SATELLITE] = (struct connect_price){ .capex_site = KNOWN(5000),
        .opex_site_y = KNOWN(0), .opex_mbps_y = KNOWN(0) };
    w->node = (struct connect_node){ S("n"), S("n"), km(0), CONNECT_LIT };
    w->site[0] = (struct connect_site){ .id = S("a"), .at = km(first), .allowed = 15 };
    w->site[1] = (struct connect_site){ .id = S("b"), .at = km(second), .allowed = 15 };
    w->ask = (struct connect_ask){ .sites = &w->sites, .network = &w->network,
                                   .params = &w->params };
}

/* The sea between so many km east. */
static void
flood(struct world *w, double from, double to)
{
    const char *const name[] = { "sea" };
    const double      at[][4] = { { from / KM, -1, to / KM, 1 } };

    w->ask.ground = ground_of(&w->params, name, at, 1);
}

static void
plan(struct world *w, const char *name)
{
    const char *wrong;
    struct err *e = connect_plan_of(unit_arena(), &w->ask, &w->plan);

    check(name, e == NULL);
    assert(!e && w->plan.site && w->plan.link);     /* otherwise there is nothing to look at */
    wrong = connect_plan_wrong(unit_arena(), &w->ask, &w->plan);
    check(wrong ? wrong : name, wrong == NULL);
}

TEST(connect_plan_over_the_sea)
{
    static const struct {
        const char *name; double site, from, to; int64_t npv; bool is_fibre; uint32_t sea_m;
    } row[] = {
        { "beyond the sea",       2, 3,   4,   2050, true,  0 },
        { "a strait",             2, 0.5, 1,   3050, true,  500 },
        { "too wide for it",      4, 1,   3,   5000, false, 0 },
        { "all of it in the sea", 1, -5,  5,   3050, true,  1000 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct world w;

        settle(&w, row[i].site, 0);
        flood(&w, row[i].from, row[i].to);
        plan(&w, row[i].name);
        check(row[i].name, w.plan.total.npv == row[i].npv);
        check(row[i].name, (w.plan.site[0].tech == CONNECT_FIBRE) == row[i].is_fibre);
        check(row[i].name, w.plan.n_links == row[i].is_fibre);
        if (row[i].is_fibre)
            check(row[i].name, w.plan.link[0].area_m[1] == row[i].sea_m
                  && w.plan.link[0].metres == (int64_t)(row[i].site * 1000));
    }
}

/* The reach asks for metres, not for what they cost; 2 km with half a km of sea. */
TEST(connect_plan_reach_over_the_sea)
{
    struct world w;

    settle(&w, 2, 0);
    w.params.price[CONNECT_FIBRE].most_m = KNOWN(2500);
    flood(&w, 0.5, 1);
    plan(&w, "in reach");
    check("in reach", w.plan.site[0].tech == CONNECT_FIBRE && w.plan.total.npv == 3050);
}

/* Ten km of dark fibre, four of them in the sea: two taps, 600 and 1,200. */
TEST(connect_plan_lease_in_the_sea)
{
    struct world w;

    settle(&w, 10, 0);
    w.way[0] = km(0), w.way[1] = km(10);
    w.dark = (struct connect_span){ S("d"), S("d"), w.way, 2, 0, NET_NONE, CONNECT_DARK };
    w.network.span = &w.dark, w.network.n_spans = 1;
    flood(&w, 2.5, 6.5);
    plan(&w, "leased");
    check("leased", w.plan.site[0].tech == CONNECT_FIBRE && w.plan.total.npv == 1900);
    w.params.lease_sea_km_y.known = false;
    plan(&w, "no price in the sea");
    check("no price in the sea", w.plan.site[0].tech == CONNECT_SATELLITE);
}

TEST(connect_plan_hops_do_not_mind_the_sea)
{
    struct world w;

    settle(&w, 4, 0);
    w.params.price[CONNECT_MICROWAVE] = (struct connect_price){ .capex_site = KNOWN(2000),
        .opex_site_y = KNOWN(0), .opex_mbps_y = KNOWN(0), .most_m = KNOWN(20000) };
    flood(&w, 1, 3);
    plan(&w, "a hop");
    check("a hop", w.plan.site[0].tech == CONNECT_MICROWAVE && w.plan.total.npv == 2000
          && !w.plan.link[0].area_m);
}

TEST(connect_plan_wrong_of_areas)
{
    struct world w;

    settle(&w, 2, 0);
    flood(&w, 0.5, 1);
    plan(&w, "baseline");
    uint32_t             dry[3] = { 0 }, moved[3] = { 0, 490, 10 };
    struct connect_link *l = &w.plan.link[0];
    const uint32_t      *right = l->area_m;
    static const char    name[] = "what a link crosses";

    for (int i = 0; i < 3; i++) {
        l->area_m = i == 0 ? dry : i == 1 ? moved : NULL;
        check(name, connect_plan_wrong(unit_arena(), &w.ask, &w.plan) != NULL);
        l->area_m = right;
    }
    check(name, connect_plan_wrong(unit_arena(), &w.ask, &w.plan) == NULL);
    w.ask.ground = NULL;
    check(name, connect_plan_wrong(unit_arena(), &w.ask, &w.plan) != NULL);
}
