/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_param_test.c — the packs that ship, a small one with one thing wrong a row, dials. */
#include "city/connect/connect_cost.h"

#include "unit.h"

static struct connect_params
shipped(const char *name)
{
    struct connect_params q;
    struct err           *err = connect_params_read(unit_arena(), str_of(name), &q);

    check(name, !err);
    if (err)
        check_text(name, err_line(unit_arena(), LANG_EN, err), S(""));
    return q;
}

static const struct connect_figure *
figure_of(const struct connect_params *q, const char *key)
{
    for (size_t i = 0; i < q->n_figures; i++)
        if (str_eq(q->figure[i].key, str_of(key)))
            return &q->figure[i];
    return NULL;
}

TEST(connect_param_giga)
{
    struct connect_params       q = shipped("giga");
    const struct connect_price *fibre = &q.price[CONNECT_FIBRE];
    const struct connect_figure *km = figure_of(&q, "fibre.km");

    check("cents", q.decimals == 2 && str_eq(q.currency, S("USD")));
    check("six years, no discount", q.years == 6 && q.discount_basis == 0);
    check("5,500 a km", fibre->capex_km.known && fibre->capex_km.n == 550000);
    check("208.02 a Mbps", fibre->opex_mbps_y.n == 20802);
    check("47 km", fibre->most_m.n == 47000 && fibre->most_kbps.n == 2000000);
    check("a lease is not known", !q.lease_km_y.known && !q.lease_sea_km_y.known);
    check("nor a junction", !q.junction.known && figure_of(&q, "fibre.junction")
          && figure_of(&q, "fibre.junction")->is == CONNECT_NOT_KNOWN);
    check("where it comes from", km && km->is == CONNECT_STATED && km->date.year == 2023
          && km->tech == CONNECT_FIBRE && str_is_known(km->source) && str_is_known(km->url));
    check("why not", figure_of(&q, "lease.km_year")
          && figure_of(&q, "lease.km_year")->is == CONNECT_NOT_KNOWN
          && str_is_known(figure_of(&q, "lease.km_year")->note_en));
}

/* A school of the sample country, 20 Mbps over six years, as that model adds it up. */
TEST(connect_param_giga_sums)
{
    static const struct { enum connect_tech tech; int64_t cents; } row[] = {
        { CONNECT_FIBRE,     20 * 20802 * 6 + 5239 * 6 },
        { CONNECT_MICROWAVE, 20 * 20000 * 6 },
        { CONNECT_CELLULAR,  18600 + 20 * 18255 * 6 + 484 * 6 },
        { CONNECT_SATELLITE, 46700 + 20 * 30991 * 6 + 4433 * 6 },
    };
    struct connect_params q = shipped("giga");
    struct connect_worth  w;
    struct connect_sum    sum;

    connect_worth_of(q.discount_basis, q.years, &w);
    for (size_t i = 0; i < COUNT(row); i++)
        check("a school", connect_site_cost(&q, &w, row[i].tech, 20000, &sum)
              && sum.npv == row[i].cents);
    check("a km", connect_link_cost(&q, &w, CONNECT_FIBRE, 1000, &sum)
          && sum.npv == 550000 + 6 * 16000);
    check("a hop", connect_link_cost(&q, &w, CONNECT_MICROWAVE, 9000, &sum)
          && sum.npv == 316100 + 6 * 403);
}

TEST(connect_param_itu)
{
    struct connect_params q = shipped("itu");
    struct connect_worth  w;
    struct connect_sum    sum;

    connect_worth_of(0, q.years, &w);
    check("floor", q.floor_kbps == 20000 && q.route_per_mille == 1100);
    check("a junction is not known", !q.junction.known
          && !connect_junction_cost(&q, &w, &sum));
    /* 800 in years 0 and 5; 80 of upkeep and 20 times 6.40 in each of ten years */
    check("a satellite", connect_site_cost(&q, &w, CONNECT_SATELLITE, 20000, &sum)
          && sum.npv == 160000 + 10 * (8000 + 12800) && sum.capex == 160000);
    /* 2,000 once; 3,000 in years 0 and 7; 600 and 300 a year */
    check("a hop", connect_link_cost(&q, &w, CONNECT_MICROWAVE, 9000, &sum)
          && sum.npv == 200000 + 600000 + 10 * 90000);
    check("a km", connect_link_cost(&q, &w, CONNECT_FIBRE, 1000, &sum)
          && sum.npv == 2000000 + 10 * 100000);
}

TEST(connect_param_indonesia)
{
    struct connect_params        q = shipped("indonesia");
    const struct connect_figure *lease = figure_of(&q, "lease.sea_km_year");
    const struct connect_figure *trench = figure_of(&q, "fibre.trench_km");
    struct connect_site          sd = { .kind = S("SD") }, other = { .kind = S("Terminal") };
    struct connect_worth         w;
    struct connect_sum           sum;

    connect_worth_of(0, q.years, &w);
    check("whole rupiah", q.decimals == 0 && str_eq(q.currency, S("IDR")));
    check("12 and 36 million", q.lease_km_y.n == 12000000 && q.lease_sea_km_y.n == 36000000);
    check("stated", lease && lease->is == CONNECT_STATED && lease->date.year == 2018);
    check("assumed, with its range", trench && trench->is == CONNECT_ASSUMED && trench->has_range
          && str_is_known(trench->note_id) && str_is_known(trench->note_en));
    check("a licence is not known", !q.price[CONNECT_MICROWAVE].once_site.known);
    check("a junction is assumed", figure_of(&q, "fibre.junction")
          && figure_of(&q, "fibre.junction")->is == CONNECT_ASSUMED
          && connect_junction_cost(&q, &w, &sum) && sum.npv == 5000000 && sum.opex_y == 0);
    check("on poles", connect_is_aerial(&q));
    check("a km on poles", connect_link_cost(&q, &w, CONNECT_FIBRE, 1000, &sum)
          && sum.npv == 60000000 + 10 * 2560000);
    check("a school", connect_kbps(&q, &sd) == 20000 && connect_users(&q, &sd) == 160);
    check("any other", connect_kbps(&q, &other) == 20000 && connect_users(&q, &other) == 50);
    check("the sea", q.n_areas == 3 && str_eq(q.area[0].name, S("sea"))
          && q.area[0].factor_per_mille == 3000);
}

TEST(connect_param_says_why)
{
    static const char *const name[] = { "giga", "itu", "indonesia" };

    for (size_t i = 0; i < COUNT(name); i++) {
        struct connect_params q = shipped(name[i]);
        check(name[i], q.n_figures > 25);
        for (size_t f = 0; f < q.n_figures; f++) {
            const struct connect_figure *at = &q.figure[f];
            const char *key = str_z(unit_arena(), at->key);
            check(key, at->is != CONNECT_STATED || str_is_known(at->source));
            check(key, at->is != CONNECT_NOT_KNOWN || str_is_known(at->note_id));
            check(key, at->is != CONNECT_ASSUMED || at->has_range || str_is_known(at->note_id));
        }
    }
}

TEST(connect_param_absent)
{
    struct connect_params q;
    struct err           *err = connect_params_read(unit_arena(), S("gigo"), &q);

    check("no such pack", err && str_eq(str_of(err->code), S("connect.no_params")));
    err = connect_params_read(unit_arena(), S("/nowhere/x.yaml"), &q);
    check("no such file", err && str_eq(str_of(err->code), S("pack.absent")));
}

#define HEAD  "id: small\ntitle: {id: Kecil, en: Small}\nsummary: {id: R, en: S}\ncurrency: IDR\n" \
              "years: {value: 10}\ndiscount: {value: 8}\n"
#define NEEDS "otherwise: {mbps: {value: 20}, users: {value: 1}}\n"
#define FROM  "sources:\n  - {id: s, title: T, publisher: P}\n"

TEST(connect_param_faults)
{
    static const struct { const char *name, *yaml, *says; } row[] = {
        { "baseline", HEAD NEEDS FROM, NULL },
        { "a source", HEAD "route: {value: 1.3, source: s}\n" NEEDS FROM, NULL },
        { "no such source", HEAD "route: {value: 1.3, source: t}\n" NEEDS FROM,
          "p:7:29: There is no source \"t\" in this pack. "
          "Add it under \"sources\", or name one that is there." },
        { "nothing said", HEAD "fibre: {km: {source: s}}\n" NEEDS FROM,
          "p:7:9: \"km\" must say one of: value, assumed, unknown. "
          "Write the value that a source states, what is assumed, or why it is not known." },
        { "two things said", HEAD "fibre: {km: {value: 1, assumed: 2}}\n" NEEDS FROM,
          "p:7:9: \"km\" must say one of: value, assumed, unknown. "
          "Write the value that a source states, what is assumed, or why it is not known." },
        { "finer than a rupiah", HEAD "fibre: {km: {value: 1.5}}\n" NEEDS FROM,
          "p:7:21: \"km\" is finer than 0 decimals. Round it." },
        { "zeros are not finer", HEAD "fibre: {km: {value: 1.00}}\n" NEEDS FROM, NULL },
        { "a rate of three decimals", HEAD "route: {value: 1.3001}\n" NEEDS FROM,
          "p:7:16: \"route\" is finer than 3 decimals. Round it." },
        { "no years", "id: small\ntitle: {id: Kecil, en: Small}\nsummary: {id: R, en: S}\n"
          "currency: IDR\nyears: {value: 0}\ndiscount: {value: 8}\n" NEEDS FROM,
          "p:5:16: \"years\" is 0, outside 1 to 50. Write a figure in that range." },
        { "a way shorter than straight", HEAD "route: {value: 0.9}\n" NEEDS FROM,
          "p:7:16: \"route\" is 0.9, outside 1 to 100. Write a figure in that range." },
        { "unknown", HEAD "fibre: {km: {unknown: {id: A, en: B}}}\n" NEEDS FROM, NULL },
        { "a junction", HEAD "fibre: {junction: {assumed: 5, from: 2, to: 9}}\n" NEEDS FROM, NULL },
        { "a junction of a hop", HEAD "microwave: {junction: {value: 5}}\n" NEEDS FROM,
          "p:7:13: There is no key \"junction\" here. Allowed: once, site, site_year, km, "
          "km_year, mbps_year, upkeep, renewed, km_renewed, most_mbps, most_km." },
        { "what cannot be unknown", HEAD "route: {unknown: {id: A, en: B}}\n" NEEDS FROM,
          "p:7:9: \"route\" cannot stay unknown: no plan is made without it. "
          "Write what is assumed, with its range." },
        { "a range of a value", HEAD "fibre: {km: {value: 1, from: 1, to: 2}}\n" NEEDS FROM,
          "p:7:24: A range goes with an assumed figure, and has two ends. "
          "Write \"assumed\", \"from\" and \"to\" together." },
        { "half a range", HEAD "fibre: {km: {assumed: 1, to: 2}}\n" NEEDS FROM,
          "p:7:26: A range goes with an assumed figure, and has two ends. "
          "Write \"assumed\", \"from\" and \"to\" together." },
        { "outside of its range", HEAD "fibre: {km: {assumed: 3, from: 1, to: 2}}\n" NEEDS FROM,
          "p:7:23: The assumed figure lies outside of its range. "
          "Correct the figure, or the range." },
        { "a kind twice", HEAD "demand:\n"
          "  - {kinds: [sd, SD], mbps: {value: 1}, users: {value: 1}}\n" NEEDS FROM,
          "p:8:18: The kind \"SD\" stands here twice. Keep one of them." },
        { "an area twice", HEAD "areas:\n  - {id: sea, factor: {value: 3}}\n"
          "  - {id: sea, factor: {value: 3}}\n" NEEDS FROM,
          "p:9:10: The area \"sea\" stands here twice. Keep one of them." },
        { "a source twice", HEAD NEEDS FROM "  - {id: s, title: U, publisher: Q}\n",
          "p:10:10: The source \"s\" stands here twice. Give one of them another id." },
        { "another currency", "id: small\ntitle: {id: Kecil, en: Small}\n"
          "summary: {id: R, en: S}\ncurrency: EUR\nyears: {value: 9}\ndiscount: {value: 8}\n"
          NEEDS FROM, "p:4:11: \"currency\" cannot be \"EUR\". Choose one of: IDR, USD." },
        { "below nothing", HEAD "fibre: {km: {value: -1}}\n" NEEDS FROM,
          "p:7:21: \"value\" is -1, outside 0 to 10000000000. Write a figure in that range." },
        { "a slip in a key", HEAD "fibre: {kmm: {value: 1}}\n" NEEDS FROM,
          "p:7:9: There is no key \"kmm\" here. Did you mean \"km\"?" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct pack         pack;
        struct pack_faults *f = NEW(unit_arena(), struct pack_faults);
        struct err *err = pack_read_text(unit_arena(), S("p"), str_of(row[i].yaml), &pack);
        check(row[i].name, !err);
        if (err)
            continue;
        (connect_pack_kind.check)(unit_arena(), &pack, f);
        check(row[i].name, f->n == (row[i].says ? 1 : 0));
        if (f->n > 0)
            check_text(row[i].name, pack_fault_line(f, LANG_EN, 0),
                       str_of(row[i].says ? row[i].says : ""));
    }
}

/* ---- dials ----------------------------------------------------------------------------------- */

static bool
has_dial(const struct connect_dial *dial, size_t n, const char *key, enum connect_tech tech,
         struct connect_dial *out)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(str_of(dial[i].key), str_of(key)) && dial[i].tech == tech) {
            *out = dial[i];
            return true;
        }
    return false;
}

TEST(connect_param_dials)
{
    struct connect_params q = shipped("indonesia"), turned = q;
    struct connect_dial   dial[CONNECT_DIALS_MAX], one;
    size_t                n = connect_dials_of(&q, dial);

    check("many", n > 25 && n < CONNECT_DIALS_MAX);
    check("not the years", !has_dial(dial, n, "years", CONNECT_NO_TECH, &one));
    check("not what is unknown", !has_dial(dial, n, "once", CONNECT_MICROWAVE, &one));
    check("lease", has_dial(dial, n, "km_year", CONNECT_NO_TECH, &one));
    connect_turn(&turned, &one, 1200);
    check("a fifth more", turned.lease_km_y.n == 14400000);
    check("nothing else", turned.lease_sea_km_y.n == q.lease_sea_km_y.n
          && turned.price[CONNECT_FIBRE].opex_km_y.n == q.price[CONNECT_FIBRE].opex_km_y.n);
    check("fibre a km", has_dial(dial, n, "km_year", CONNECT_FIBRE, &one));
    connect_turn(&turned, &one, 800);
    check("a fifth less", turned.price[CONNECT_FIBRE].opex_km_y.n == 2048000
          && turned.lease_km_y.n == 14400000);
    check("poles", has_dial(dial, n, "aerial_km", CONNECT_FIBRE, &one));
    connect_turn(&turned, &one, 1200);
    check("of the top", turned.aerial_km.n == 72000000 && turned.trench_km.n == q.trench_km.n);
    check("junction", has_dial(dial, n, "junction", CONNECT_FIBRE, &one));
    connect_turn(&turned, &one, 800);
    check("of the top", turned.junction.n == 4000000 && turned.tap.n == q.tap.n);
    check("route", has_dial(dial, n, "route", CONNECT_NO_TECH, &one));
    connect_turn(&turned, &one, 100);
    check("never shorter than straight", turned.route_per_mille == 1000);
    check("areas", has_dial(dial, n, "areas", CONNECT_NO_TECH, &one));
    connect_turn(&turned, &one, 1200);
    check("of all areas", turned.area[0].factor_per_mille == 3600
          && turned.area[2].factor_per_mille == 2400);
    connect_turn(&turned, &one, 100);
    check("never below land", turned.area[0].factor_per_mille == 1000);
    check("demand", has_dial(dial, n, "demand", CONNECT_NO_TECH, &one));
    connect_turn(&turned, &one, 500);
    check("of all kinds", turned.demand[0].kbps == 10000 && turned.otherwise.kbps == 10000
          && turned.floor_kbps == q.floor_kbps);
}
