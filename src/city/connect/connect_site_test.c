/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Lists of sites: every fault told, with its place and what to do. With GUYUB_DATA real lists: East
 * Java's schools and health sites, whose counts were taken by other means first.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/buf.h"
#include "city/connect/connect_param.h"
#include "city/connect/connect_read.h"
#include "city/connect/connect_site.h"
#include "city/connect/connect_told_test.h"

#include "unit.h"

static void
check_told(const char *name, const struct connect_faults *f)
{
    for (size_t i = 0; i < f->n; i++)
        check(name, msg_is(f->fault[i].says) && msg_is(f->fault[i].hint) && f->fault[i].where.n);
}

TEST(connect_site_csv_faults)
{
    /* Two good ones in front, behind them what is told of the third. */
    static const struct { const char *name, *line; uint32_t n; const char *told; } row[] = {
        { "a good one",           "c,C,-7.83,112.03,,",       3, "" },
        { "no coordinates",       "c,C,,,,",                  2, "no_coordinates@f.csv:4" },
        { "no longitude",         "c,C,-7.83,,,",             2, "no_coordinates@f.csv:4" },
        { "a dash",               "c,C,-,-,,",                2, "no_coordinates@f.csv:4" },
        { "no number",            "c,C,utara,112.03,,",       2, "not_a_number@f.csv:4" },
        { "a decimal comma",      "c,C,\"-7,83\",112.03,,",   2, "decimal_comma@f.csv:4" },
        { "outside of the earth", "c,C,-783,112.03,,",        2, "outside@f.csv:4" },
        { "0, 0",                 "c,C,0,0.0,,",              2, "zero@f.csv:4" },
        { "one is 0",             "c,C,-7.83,.0000000,,",     2, "zero@f.csv:4" },
        { "swapped",              "c,C,112.03,-7.83,,",       2, "swapped@f.csv:4" },
        { "the same id",          "a,C,-7.83,112.03,,",       2, "same_id@f.csv:4" },
        { "no id",                ",C,-7.83,112.03,,",        3, "" },
        { "the same place",       "c,C,-7.81,112.010,,",      3, "same_place?@f.csv:4" },
        { "far away",             "c,C,-7.83,100.03,,",       3, "far?@f.csv:4" },
        { "no number of users",   "c,C,-7.83,112.03,banyak,", 3, "cell?@f.csv:4" },
        { "no number of Mbps",    "c,C,-7.83,112.03,,cepat",  3, "cell?@f.csv:4" },
        { "half a user",          "c,C,-7.83,112.03,1.5,0.5", 3, "cell?@f.csv:4" },
        { "two at once",          "a,C,112.03,-7.83,x,",      2, "cell?@f.csv:4 swapped@f.csv:4" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct connect_sites  sites = { .n = 0 };
        struct connect_faults faults = { .n = 0 };
        struct str            text = str_fmt(unit_arena(), "kode,nama,lintang,bujur,siswa,mbps\n"
                                             "a,A,-7.81,112.01,100,20\nb,B,-7.82,112.02,,\n%s\n",
                                             row[i].line);

        check(row[i].name, connect_sites_read_csv(unit_arena(), S("f.csv"), text, &sites,
                                                  &faults) == NULL);
        check(row[i].name, sites.n == row[i].n && faults.n_more == 0);
        check_text(row[i].name, connect_told(&faults), str_of(row[i].told));
        check_told(row[i].name, &faults);
    }
}

TEST(connect_site_csv_refused)
{
    static const struct { const char *name, *text, *code, *where; } row[] = {
        { "empty", "", "csv.column_missing", "f:1:1" },
        { "no coordinates at all", "id,nama\n1,A\n", "connect.no_place", "f:1" },
        { "one of the two", "id,lat\n1,-7\n", "connect.no_place", "f:1" },
        { "semicolons", "id;lintang;bujur\n1;-7;112\n", "csv.separator", "f:1:1" },
        { "a workbook", "PK\3\4xxxxxxxxxx", "csv.workbook", "f:1:1" },
        { "a line too short", "lat,lon\n1,2\n3\n", "csv.fields", "f:3:1" },
        { "not UTF-8", "lat,lon\n1,\xff\n", "csv.utf8", "f:2:3" },
        { "no line", "lat,lon\n", "connect.no_site", "f" },
        { "nothing but faults", "lat,lon\n0,0\n,\n", "connect.no_site", "f:2" },
        { "one column twice", "lat,lon,lat\n1,2,3\n", "csv.column_twice", "f:1:9" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct connect_sites  sites = { .n = 0 };
        struct connect_faults faults = { .n = 0 };
        struct err *e = connect_sites_read_csv(unit_arena(), S("f"), str_of(row[i].text), &sites,
                                               &faults);

        check_text(row[i].name, e ? str_of(e->code) : S(""), str_of(row[i].code));
        check_text(row[i].name, e ? e->where : S(""), str_of(row[i].where));
        check(row[i].name, e && msg_is(e->text) && sites.n == 0);
    }
}

TEST(connect_site_csv_cells)
{
    const struct str text = S("npsn,Nama,bentuk,kode_kemendagri,LINTANG,Bujur,siswa,mbps,boleh,"
                              "wajib,sinyal,tersambung,lain\n"
                              "1,\"SD \"\"A\"\"\",SD,35.71,-7.81,112.01,350.0,2.5,fibre;satelit,"
                              "satelit,4G,ya,x\n"
                              "2,,,,-7.82,112.02,,,,,,,\n");
    struct connect_sites  sites = { .n = 0 };
    struct connect_faults faults = { .n = 0 };

    check("it is read",
          connect_sites_read_csv(unit_arena(), S("f"), text, &sites, &faults) == NULL);
    check("two sites without a fault", sites.n == 2 && faults.n == 0);
    const struct connect_site *s = sites.site;

    check_text("id", s->id, S("1"));
    check_text("name", s->name, S("SD \"A\""));
    check_text("kind", s->kind, S("SD"));
    check_text("region", s->region, S("35.71"));
    check("place", s->at.lat == -7.81 && s->at.lon == 112.01 && s->line == 2);
    check("users", s->users.known && s->users.n == 350);
    check("need", s->kbps.known && s->kbps.n == 2500);
    check("allowed", s->allowed == (1 << CONNECT_FIBRE | 1 << CONNECT_SATELLITE));
    check("must", s->must == 1 << CONNECT_SATELLITE);
    check("signal", s->has_cover.known && s->has_cover.n == 1);
    check("connected", s->is_connected);
    check("what is not said is not known", !str_is_known(s[1].name) && !str_is_known(s[1].kind)
          && !s[1].users.known && !s[1].kbps.known && !s[1].has_cover.known);
    check("without a word all is allowed", s[1].allowed == (1 << CONNECT_TECHS) - 1
          && s[1].must == 0 && !s[1].is_connected);
}

/* A second list goes behind the first; ids are looked at within each. */
TEST(connect_site_two_lists)
{
    struct connect_sites  sites = { .n = 0 };
    struct connect_faults faults = { .n = 0 };

    for (int i = 0; i < 2; i++)
        check("it is read", connect_sites_read_csv(unit_arena(), S("f"),
              S("id,lat,lon\n1,-7.8,112\n2,-7.9,112\n"), &sites, &faults) == NULL);
    check("four", sites.n == 4 && faults.n == 0);
    check_text("the first of the second", sites.site[2].id, S("1"));
}

/* In the order of the file, whatever it is that was seen first. */
TEST(connect_site_order_of_faults)
{
    struct connect_sites  sites = { .n = 0 };
    struct connect_faults faults = { .n = 0 };

    check("it is read", connect_sites_read_csv(unit_arena(), S("f"),
          S("id,lat,lon\n1,-7.8,112\n2,0,0\n3,x,112\n4,-7.8,112\n4,,112\n1,-7.9,112\n"), &sites,
          &faults) == NULL);
    check_text("told", connect_told(&faults), S("zero@f:3 not_a_number@f:4 same_place?@f:5 "
                                        "no_coordinates@f:6 same_id@f:7"));
}

/* Doubts do not take the room of faults. */
TEST(connect_site_many_faults)
{
    struct buf            text = buf_in(unit_arena(), 1 << 20);
    struct connect_sites  sites = { .n = 0 };
    struct connect_faults faults = { .n = 0 };
    size_t                n_faults = 0;

    buf_add(&text, S("lat,lon,siswa\n"));
    for (int i = 0; i < 3000; i++)
        buf_add(&text, S("-7.8,112,x\n"));
    for (int i = 0; i < 3000; i++)
        buf_add(&text, S("0,0,\n"));
    check("it is read", connect_sites_read_csv(unit_arena(), S("f"), buf_str(&text), &sites,
                                               &faults) == NULL);
    for (size_t i = 0; i < faults.n; i++)
        n_faults += !faults.fault[i].is_doubt;
    check("half are doubts, half faults", faults.n == CONNECT_FAULTS_MAX
          && n_faults == CONNECT_FAULTS_MAX / 2);
    check("all faults are counted", n_faults + faults.n_more == 3000);
    check("all doubts are counted", faults.n - n_faults + faults.n_more_doubts == 3000 + 2999);
}

/* A doubt for each kind that is not listed, however often it comes, and one for those without. */
TEST(connect_site_kinds)
{
    struct connect_params params = { .n_demands = 2, .demand = { { .kind = S("sd") },
                                                                 { .kind = S("rumah sakit") } } };
    struct connect_sites  sites = { .n = 0 };
    struct connect_faults faults = { .n = 0 };

    check("it is read", connect_sites_read_csv(unit_arena(), S("f"),
          S("jenis,lat,lon\nSD,-7.81,112\nSMA,-7.82,112\nSD,-7.83,112\nRUMAH SAKIT,-7.84,112\n"
            "SMA,-7.85,112\n,-7.86,112\n"), &sites, &faults) == NULL);
    connect_kinds_check(unit_arena(), &(struct connect_list){ S("f"), false, &sites }, &params,
                        &faults);
    check_text("told", connect_told(&faults), S("unknown_kind?@f:3 unknown_kind?@f:7"));
    check_text("the kind", msg_text(unit_arena(), LANG_EN, faults.fault[0].says),
               S("What a site of the kind \"SMA\" needs is not listed; 2 are of it, this the "
                 "first."));
    check_text("without a kind", msg_text(unit_arena(), LANG_EN, faults.fault[1].says),
               S("1 sites do not say their kind, this the first."));
    faults = (struct connect_faults){ .n = 0 };
    connect_kinds_check(unit_arena(), &(struct connect_list){ S("f"), true, &sites }, &params,
                        &faults);
    check_text("of JSON", connect_told(&faults),
               S("unknown_kind?@f#/features/2 unknown_kind?@f#/features/6"));
}

/* Five hundred doubts are in the list already. */
TEST(connect_site_kinds_are_not_lost)
{
    struct connect_params params = { .n_demands = 0 };
    struct connect_site   site = { .kind = S("SMA"), .line = 2 };
    struct connect_sites  sites = { &site, 1 };
    struct connect_faults faults = { .n = 0 };

    for (int i = 0; i < CONNECT_FAULTS_MAX; i++)
        connect_fault_add(unit_arena(), &faults,
                          (struct connect_fault){ .code = "connect.cell", .is_doubt = true });
    uint64_t all = faults.n + faults.n_more_doubts;

    connect_kinds_check(unit_arena(), &(struct connect_list){ S("f"), false, &sites }, &params,
                        &faults);
    check("told first", str_eq(str_of(faults.fault[0].code), S("connect.unknown_kind")));
    check("none is lost", faults.n + faults.n_more_doubts == all + 1 && faults.n_more == 0);
}

/* ---- GeoJSON --------------------------------------------------------------------------------- */

#define FEATURE(geometry, properties) \
    "{\"type\":\"Feature\",\"geometry\":" geometry ",\"properties\":" properties "}"
#define POINT(lon_lat) "{\"type\":\"Point\",\"coordinates\":" lon_lat "}"

TEST(connect_site_geojson_faults)
{
    static const struct { const char *name, *feature; uint32_t n; const char *told; } row[] = {
        { "a good one", FEATURE(POINT("[112.03,-7.83]"), "{\"npsn\":3}"), 3, "" },
        { "with a height", FEATURE(POINT("[112.03,-7.83,60]"), "{}"), 3, "" },
        { "without properties", FEATURE(POINT("[112.03,-7.83]"), "null"), 3, "" },
        { "no geometry", FEATURE("null", "{}"), 2, "no_coordinates@f#/features/2" },
        { "no geometry, but columns", FEATURE("null", "{\"lat\":-7.83,\"lon\":\"112.03\"}"), 3,
          "" },
        { "a line", FEATURE("{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}", "{}"), 2,
          "not_a_point@f#/features/2" },
        { "texts for numbers", FEATURE(POINT("[\"112.03\",\"-7.83\"]"), "{}"), 2,
          "not_a_point@f#/features/2" },
        { "one number", FEATURE(POINT("[112.03]"), "{}"), 2, "not_a_point@f#/features/2" },
        { "swapped", FEATURE(POINT("[-7.83,112.03]"), "{}"), 2, "swapped@f#/features/2" },
        { "0, 0", FEATURE(POINT("[0,0]"), "{}"), 2, "zero@f#/features/2" },
        { "outside of the earth", FEATURE(POINT("[1120.3,-7.83]"), "{}"), 2,
          "outside@f#/features/2" },
        { "the same id", FEATURE(POINT("[112.03,-7.83]"), "{\"id\":\"a\"}"), 2,
          "same_id@f#/features/2" },
        { "no feature", "17", 2, "not_a_point@f#/features/2" },
        { "users in words", FEATURE(POINT("[112.03,-7.83]"), "{\"siswa\":\"banyak\"}"), 3,
          "cell?@f#/features/2" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct connect_sites  sites = { .n = 0 };
        struct connect_faults faults = { .n = 0 };
        struct str            text = str_fmt(unit_arena(), "{\"type\":\"FeatureCollection\","
            "\"features\":[" FEATURE(POINT("[112.01,-7.81]"), "{\"id\":\"a\",\"siswa\":350}") ","
            FEATURE(POINT("[112.02,-7.82]"), "{\"id\":\"b\"}") ",%s]}", row[i].feature);

        check(row[i].name, connect_sites_read_geojson(unit_arena(), S("f"), text, &sites,
                                                      &faults) == NULL);
        check(row[i].name, sites.n == row[i].n && sites.site[0].users.n == 350);
        check_text(row[i].name, connect_told(&faults), str_of(row[i].told));
        check_told(row[i].name, &faults);
    }
}

TEST(connect_site_geojson_refused)
{
    static const struct { const char *name, *text, *code, *where; } row[] = {
        { "empty",           "",                            "connect.json",        "f:1:1" },
        { "a list",          "[]",                          "connect.json",        "f:1:1" },
        { "cut off",         "{\"features\":[{\"a\":",      "connect.json",        "f:1:19" },
        { "no features",     "{\"type\":\"Topology\"}",     "connect.no_features", "f" },
        { "features twice",  "{\"features\":[],\"features\":[]}", "connect.json",  "f:1:27" },
        { "no feature",      "{\"features\":[]}",           "connect.no_site",     "f" },
        { "a key twice",     "{\"features\":[{\"a\":1,\"a\":2}]}", "connect.json", "f:1:24" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct connect_sites  sites = { .n = 0 };
        struct connect_faults faults = { .n = 0 };
        struct err *e = connect_sites_read_geojson(unit_arena(), S("f"), str_of(row[i].text),
                                                   &sites, &faults);

        check_text(row[i].name, e ? str_of(e->code) : S(""), str_of(row[i].code));
        check_text(row[i].name, e ? e->where : S(""), str_of(row[i].where));
    }
}

/* ---- real lists ------------------------------------------------------------------------------ */

struct counts { size_t sites, empty, zero, far, same_place, others; };

static void
count(const struct connect_faults *f, struct counts *c)
{
    for (size_t i = 0; i < f->n; i++) {
        const char *code = f->fault[i].code;

        if (strcmp(code, "connect.no_coordinates") == 0)
            c->empty++;
        else if (strcmp(code, "connect.zero") == 0)
            c->zero++;
        else if (strcmp(code, "connect.far") == 0)
            c->far++;
        else if (strcmp(code, "connect.same_place") == 0)
            c->same_place++;
        else
            c->others++;
    }
    c->same_place += f->n_more_doubts;
    c->others += f->n_more;
}

/* The text of a file of the data, which may be compressed; 16 MB at most. */
static struct str
text_of(const char *name)
{
    enum { MOST = 16 << 20 };
    const char *path = str_z(unit_arena(), str_fmt(unit_arena(), "%s/%s", getenv("GUYUB_DATA"),
                                                   name));
    char  *text = NEWS(unit_arena(), char, MOST);
    gzFile f = gzopen(path, "rb");
    int    n = f ? gzread(f, text, MOST) : -1;

    check(name, n > 0 && n < MOST);
    if (f)
        gzclose(f);
    return (struct str){ text, n > 0 ? (size_t)n : 0 };
}

/* Counted beforehand by a program of another language, from the definitions in connect_read.h. */
TEST(connect_site_real)
{
    static const struct { const char *file; struct counts is; } row[] = {
        { "id-schools/schools_east_java.csv.gz", { 27563, 193, 51, 4, 652, 0 } },
        { "id-schools/schools_kediri.csv",       { 1096, 14, 2, 0, 24, 0 } },
        { "id-health/faskes_east_java.csv",      { 1087, 0, 0, 0, 9, 0 } },
        { "giga-sample/schools.csv",             { 50, 0, 0, 0, 0, 0 } },
    };

    if (!getenv("GUYUB_DATA")) {
        unit_skip("GUYUB_DATA is not set");
        return;
    }
    for (size_t i = 0; i < COUNT(row); i++) {
        struct connect_sites  sites = { .n = 0 };
        struct connect_faults faults = { .n = 0 };
        struct counts         is = { .sites = 0 };
        struct str            text = text_of(row[i].file);

        check(row[i].file, connect_sites_read_csv(unit_arena(), S("f"), text, &sites,
                                                  &faults) == NULL);
        is.sites = sites.n;
        count(&faults, &is);
        check(row[i].file, memcmp(&is, &row[i].is, sizeof is) == 0);
        if (memcmp(&is, &row[i].is, sizeof is) != 0)
            printf("%s: %zu sites, empty %zu, zero %zu, far %zu, same place %zu, others %zu\n",
                   row[i].file, is.sites, is.empty, is.zero, is.far, is.same_place, is.others);
        check(row[i].file, str_is_known(sites.site[0].id) && str_is_known(sites.site[0].name));
    }
}
