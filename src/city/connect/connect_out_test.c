/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_out_test.c — a plan that was made by hand, as the five files say it. */
#include "city/connect/connect_out.h"

#include <jansson.h>

#include "base/arena.h"
#include "engine/net/steiner.h"
#include "test/unit.h"

enum { OUT_BYTES = 4 << 20 };

struct hand {
    struct connect_site      site[5];
    struct connect_sites     sites;
    struct place             way[2];
    struct connect_node      node[1];
    struct connect_span      span[1];
    struct connect_network   network;
    struct connect_params    params;
    int64_t                  money[2];
    struct connect_ask       ask;
    struct connect_site_plan site_plan[5];
    struct connect_link      link[2];
    struct connect_plan      plan;
    struct connect_faults    none;
    struct connect_report    report;
};

static struct connect_site
site(const char *id, const char *name, double lat, double lon)
{
    return (struct connect_site){ .id = str_of(id), .name = str_of(name), .kind = S("SD"),
                                  .at = { lat, lon }, .allowed = 15 };
}

static void
sites_by_hand(struct hand *h)
{
    h->site[0] = site("A", "SDN Satu", -7.8, 112);
    h->site[1] = site("B", "=SDN, \"Dua\" <b>", -7.85, 112.05);
    h->site[2] = site("C", "SDN Tiga", -7.9, 112.1);
    h->site[3] = site("D", "SDN Empat", -7.7, 112.1);
    h->site[4] = site("E", "SDN Lima", -7.75, 111.9);
    h->site[4].is_connected = true;
    h->site_plan[0] = (struct connect_site_plan){ .tech = CONNECT_FIBRE, .link = 0, .users = 100,
        .kbps = 20000, .sum = { 3000000, 2000000, 100000 } };
    h->site_plan[1] = (struct connect_site_plan){ .tech = CONNECT_MICROWAVE, .link = 1,
        .users = 50, .kbps = 20000, .year = 1, .sum = { 1000000, 500000, 50000 } };
    h->site_plan[2] = (struct connect_site_plan){ .tech = CONNECT_SATELLITE, .users = 20,
        .link = CONNECT_SITES_NONE, .kbps = 10000, .year = CONNECT_NO_YEAR,
        .sum = { 9000000, 800000, 700000 } };
    h->site_plan[3] = (struct connect_site_plan){ .tech = CONNECT_NO_TECH, .users = 30,
        .link = CONNECT_SITES_NONE, .year = CONNECT_NO_YEAR };
    h->site_plan[4] = (struct connect_site_plan){ .link = CONNECT_SITES_NONE };
    h->site_plan[3].why[CONNECT_CELLULAR] = CONNECT_NO_COVER;
}

static struct hand *
by_hand(enum lang lang)
{
    struct hand *h = NEW(unit_arena(), struct hand);

    sites_by_hand(h);
    h->sites = (struct connect_sites){ h->site, 5 };
    h->way[0] = (struct place){ -7.7, 112 }, h->way[1] = (struct place){ -7.9, 112 };
    h->span[0] = (struct connect_span){ S("s"), S("s"), h->way, 2, NET_NONE, NET_NONE,
                                        CONNECT_LIT };
    h->network = (struct connect_network){ .span = h->span, .n_spans = 1 };
    h->params = (struct connect_params){ .name = S("by_hand"), .title_id = S("Buatan tangan"),
        .title_en = S("By hand"), .currency = S("IDR"), .years = 10 };
    h->money[0] = 5000000, h->money[1] = 4000000;
    h->ask = (struct connect_ask){ .sites = &h->sites, .network = &h->network,
        .params = &h->params, .money = h->money, .n_money = 2 };
    h->link[0] = (struct connect_link){ .a_site = 0, .b_site = CONNECT_SITES_NONE,
        .above = CONNECT_SITES_NONE, .from = h->site[0].at, .to = { -7.8, 112 }, .metres = 1500,
        .sum = { 2000000, 1000000, 100000 } };
    h->link[1] = (struct connect_link){ .a_site = 1, .b_site = 0, .above = 0, .metres = 7800,
        .tech = CONNECT_MICROWAVE, .from = h->site[1].at, .to = h->site[0].at, .year = 1,
        .sum = { 2500000, 2000000, 50000 } };
    h->plan = (struct connect_plan){ .site = h->site_plan, .link = h->link, .n_links = 2,
        .total = { 17500000, 6300000, 1000000 }, .decision = 10000000, .bound = 9990000,
        .alone = 40000000, .users = 150, .users_bound = 170, .spent = 8500000,
        .n_candidates = 1234, .n_given = 1, .n_tech = { 1, 1, 0, 1, 1 } };
    h->report = (struct connect_report){ .ask = &h->ask, .plan = &h->plan,
        .site_faults = &h->none, .network_faults = &h->none, .title = S("Kota <Contoh>"),
        .program = S("Guyub"), .sites_file = S("sites.csv"), .network_file = S("net.json"),
        .lang = lang };
    return h;
}

typedef void writer(struct arena *, struct buf *, const struct connect_report *);

/* The buffer in an arena of its own, as connect_out.h asks for it. */
static struct str
written_of(writer *write, const struct connect_report *r)
{
    struct arena own = arena_make(2 * OUT_BYTES);
    struct buf   out = buf_in(&own, OUT_BYTES);

    write(unit_arena(), &out, r);
    struct str text = str_copy(unit_arena(), buf_str(&out));

    arena_drop(&own);
    return text;
}

static struct str
written(writer *write, enum lang lang)
{
    return written_of(write, &by_hand(lang)->report);
}

static bool
says(struct str text, struct str what)
{
    size_t at;

    return str_find(text, what, &at);
}

TEST(connect_out_csv)
{
    static const char *const row[] = {
        "id,name,kind,region,latitude,longitude,users,kbps,technology,status,year,link,fed_by,"
        "link_m,npv,capex,opex_year,currency,why_not_fibre,why_not_microwave,why_not_cellular,"
        "why_not_satellite\r\n",
        "A,SDN Satu,SD,,-7.8,112,100,20000,fibre,planned,1,L1,network,1500,3000000,2000000,100000,"
        "IDR,",
        "B,\"'=SDN, \"\"Dua\"\" <b>\",SD,,-7.85,112.05,50,20000,microwave,planned,2,L2,A,7800,",
        "C,SDN Tiga,SD,,-7.9,112.1,20,10000,satellite,later,,,,,9000000,",
        "D,SDN Empat,SD,,-7.7,112.1,30,0,none,unserved,,,,,0,0,0,IDR,\"\",\"\",no_cover,\"\"",
        "E,SDN Lima,SD,,-7.75,111.9,0,0,fibre,connected,,,,,0,",
    };
    struct str csv = written(connect_out_csv, LANG_EN);

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i], says(csv, str_of(row[i])));
}

TEST(connect_out_quantities)
{
    check("bill", str_eq(written(connect_out_quantities, LANG_ID), S(
        "year,status,item,unit,quantity,users,npv,capex,opex_year,currency\r\n"
        "1,planned,fibre_new,km,1.500,,2000000,1000000,100000,IDR\r\n"
        "1,planned,site_fibre,site,1,100,3000000,2000000,100000,IDR\r\n"
        "2,planned,microwave_hop,hop,1,,2500000,2000000,50000,IDR\r\n"
        "2,planned,site_microwave,site,1,50,1000000,500000,50000,IDR\r\n"
        ",later,site_satellite,site,1,20,9000000,800000,700000,IDR\r\n")));
}

TEST(connect_out_json)
{
    struct str  geo = written(connect_out_geojson, LANG_ID);
    struct str  ofds = written(connect_out_ofds, LANG_ID);
    json_t     *map = json_loadb(geo.p, geo.n, 0, NULL);
    json_t     *net = json_loadb(ofds.p, ofds.n, 0, NULL);
    json_t     *one = json_array_get(json_object_get(net, "networks"), 0);

    check("features", json_array_size(json_object_get(map, "features")) == 7);
    check("nodes: two ends and a root", json_array_size(json_object_get(one, "nodes")) == 3);
    check("spans", json_array_size(json_object_get(one, "spans")) == 2);
    check("an id", json_string_length(json_object_get(one, "id")) == 36);
    check("hangs on the first", says(ofds, S("\"start\":\"N1\",\"end\":\"N2\"")));
    check("begins at the network", says(ofds, S("\"start\":\"R1\",\"end\":\"N1\"")));
    json_decref(map);
    json_decref(net);
}

TEST(connect_out_summary)
{
    static const char *const english[] = {
        "<html lang=\"en\">", "Connectivity plan: Kota &lt;Contoh&gt;", "150", "75 %", "85 %",
        "Rp8.500.000", "class=\"mark-later\"", "class=\"line-hop\"",
        "class=\"line-lit\"", "has fibre already", "year 2", "role=\"img\"", "sites.csv",
    };
    struct str page = written(connect_out_summary, LANG_EN);
    struct str id = written(connect_out_summary, LANG_ID);

    for (size_t i = 0; i < COUNT(english); i++)
        check(english[i], says(page, str_of(english[i])));
    check("Indonesian", says(id, S("<html lang=\"id\">")));
    check("nothing is fetched or run", !says(page, S("<script")) && !says(page, S("src="))
          && !says(page, S("url(")));
    check("the same again", str_eq(page, written(connect_out_summary, LANG_EN)));
}

/* One site and nothing else is a picture too; so is a plan around the earth. */
TEST(connect_out_summary_of_little)
{
    static const struct { const char *name; double lat, lon; } row[] = {
        { "in place", -7.8, 112 }, { "at the pole", 90, 0 }, { "at the other end", -90, -180 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct hand *h = by_hand(LANG_ID);

        h->site[0].at = (struct place){ row[i].lat, row[i].lon };
        h->sites.n = 1;
        h->plan.n_links = 0;
        h->site_plan[0].link = CONNECT_SITES_NONE;
        check(row[i].name, says(written_of(connect_out_summary, &h->report), S("</html>")));
    }
}
