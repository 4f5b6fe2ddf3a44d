/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * region_boundary_test.c — boundaries in, points in regions, and files that are wrong in one
 * place. With GUYUB_DATA the nation's real boundaries: points in their own region, Kota Kediri in
 * its hole.
 */
#include "ground/region/region_boundary.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/csv.h"
#include "base/decimal.h"
#include "ground/region/region.h"
#include "ground/region/region_geojson.h"
#include "ground/region/region_load.h"
#include "ground/region/region_sql.h"
#include "unit.h"
#include "unit_slices.h"

static const enum store_kind engine[] = { STORE_SQLITE, STORE_POSTGRES };

/*
 * A province of 10 by 10 degrees; a regency fills it but for a hole of 2 by 2, in which the city
 * lies.
 */
static const struct { const char *code, *kind, *name; } land[] = {
    { "35",       "province", "Jawa Timur"       },
    { "35.06",    "regency",  "Kabupaten Kediri" },
    { "35.71",    "city",     "Kota Kediri"      },
    { "35.71.01", "district", "Mojoroto"         },
};

#define FEATURE(code, type, coordinates)                                       \
    "{\"type\":\"Feature\",\"properties\":{\"kode\":\"" code "\"},"                \
    "\"geometry\":{\"type\":\"" type "\",\"coordinates\":" coordinates "}}"
#define COLLECTION(features) "{\"type\":\"FeatureCollection\",\"features\":[" features "]}"
#define SQUARE "[[100,0],[110,0],[110,10],[100,10],[100,0]]"
#define HOLE   "[[104,4],[106,4],[106,6],[104,6],[104,4]]"

static const char land_shapes[] = COLLECTION(
    FEATURE("35", "Polygon", "[" SQUARE "]") ",\n"
    FEATURE("35.06", "MultiPolygon", "[[" SQUARE "," HOLE "]]") ",\n"
    FEATURE("35.71", "Polygon", "[" HOLE "]"));

static struct cx *
land_in(enum store_kind kind)
{
    struct cx       *cx = unit_slices_cx(kind);
    struct region_id id;

    for (size_t i = 0; cx && i < COUNT(land); i++)
        check(land[i].name, !region_add(cx, &(struct region_add_in){ .code = str_of(land[i].code),
            .kind = str_of(land[i].kind), .name = str_of(land[i].name),
            .parent_code = region_code_parent(str_of(land[i].code)), .source = S("test") }, &id));
    return cx;
}

static struct err *
import(struct cx *cx, struct str text, struct region_boundary_count *count)
{
    return region_boundary_import_text(cx, &(struct region_boundary_text){ .name = S("f.geojson"),
        .text = text, .code_property = S("kode"), .source = S("test") }, count);
}

static struct str
codes_at(struct cx *cx, int64_t latitude_e6, int64_t longitude_e6)
{
    struct region *row;
    struct str     code[REGION_AT_MAX];
    size_t         n = 0;

    check("a point is answered", !region_at(cx, latitude_e6, longitude_e6, &row, &n));
    for (size_t i = 0; i < n; i++)
        code[i] = row[i].code;
    return str_join(cx->arena, S(" "), code, n);
}

TEST(region_at)
{
    static const struct { const char *name; int64_t lat_e6, lon_e6; const char *codes; } row[] = {
        { "baseline: in the regency",         1000000, 101000000, "35 35.06"       },
        { "in the hole: the city, not it",    5000000, 105000000, "35 35.71"       },
        { "on the edge of both",              4000000, 105000000, "35 35.06 35.71" },
        { "on the province's corner",               0, 100000000, "35 35.06"       },
        { "in its box, a step outside",      -1,       101000000, ""               },
        { "latitude and longitude exchanged", 101000000, 1000000, ""               },
    };

    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx                   *cx = land_in(engine[e]);
        struct region_boundary_count count;

        if (!cx)
            continue;
        check_text("without boundaries there is nothing", codes_at(cx, 1000000, 101000000), S(""));
        check("the boundaries come in", !import(cx, str_of(land_shapes), &count));
        check("three, none mended", count.read == 3 && count.mended == 0);
        for (size_t i = 0; i < COUNT(row); i++)
            check_text(row[i].name, codes_at(cx, row[i].lat_e6, row[i].lon_e6),
                       str_of(row[i].codes));
    }
}

TEST(region_boundary_replaced)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx                   *cx = land_in(engine[e]);
        struct region_boundary_count count;

        if (!cx)
            continue;
        check("the first", !import(cx, str_of(land_shapes), &count));
        check("the second", !import(cx, S(COLLECTION(FEATURE("35", "Polygon", "[" HOLE "]"))),
                                    &count));
        check_text("takes its place", codes_at(cx, 1000000, 101000000), S("35.06"));
        check("a bow tie", !import(cx, S(COLLECTION(FEATURE("35.71.01", "Polygon",
              "[[[104,4],[106,6],[106,4],[104,6],[104,4]]]"))), &count));
        check("is mended, and counted", count.read == 1 && count.mended == 1);
        check_text("both wings hold", codes_at(cx, 5000000, 104200000), S("35 35.71 35.71.01"));
        check_text("what is between does not", codes_at(cx, 5900000, 105000000), S("35 35.71"));
    }
}

#define ONE(feature)      COLLECTION(feature)
#define POLYGON(rings)    COLLECTION(FEATURE("35", "Polygon", rings))
#define RING_WITH(second) POLYGON("[[[100,0]," second ",[110,10],[100,10],[100,0]]]")

TEST(region_boundary_refuses)
{
    /* `code` follows "region.boundary_", `where` the file's name. */
    static const struct { const char *name, *code, *where, *text; } row[] = {
        { "nothing", "json", "1:1", "" },
        { "not JSON", "json", "1:1", "hello" },
        { "cut off", "json", "1:",
          "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\"," },
        { "cut off after a feature", "json", "2:",
          "{\"type\":\"FeatureCollection\",\"features\":[\n"
          FEATURE("35", "Polygon", "[" SQUARE "]") },
        { "more after the end", "json", "1:", POLYGON("[" SQUARE "]") "{}" },
        { "a feature alone", "type", "1:1", FEATURE("35", "Polygon", "[" SQUARE "]") },
        { "no features", "type", "1:1", COLLECTION("") },
        { "a point", "type", "1:41", ONE(FEATURE("35", "Point", "[100,0]")) },
        { "no geometry", "type", "1:41",
          ONE("{\"type\":\"Feature\",\"properties\":{\"kode\":\"35\"},\"geometry\":null}") },
        { "not a Feature", "type", "1:41", ONE("{\"type\":\"Fish\"}") },
        { "no code", "code", "1:41",
          ONE("{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Polygon\","
              "\"coordinates\":[" SQUARE "]}}") },
        { "a code of no region", "unknown", "1:41",
          ONE(FEATURE("36", "Polygon", "[" SQUARE "]")) },
        { "a BPS code", "unknown", "1:41", ONE(FEATURE("3571", "Polygon", "[" SQUARE "]")) },
        { "a region twice", "twice", "2:1",
          COLLECTION(FEATURE("35", "Polygon", "[" SQUARE "]") ",\n"
                     FEATURE("35", "Polygon", "[" HOLE "]")) },
        { "a ring that is not closed", "ring", "1:41",
          POLYGON("[[[100,0],[110,0],[110,10],[100,10]]]") },
        { "a ring of three", "ring", "1:41", POLYGON("[[[100,0],[110,0],[100,0]]]") },
        { "no ring", "ring", "1:41", POLYGON("[]") },
        { "no polygon", "empty", "1:41", ONE(FEATURE("35", "MultiPolygon", "[]")) },
        { "a text for a number", "position", "1:41", RING_WITH("[110,\"0\"]") },
        { "half a position", "position", "1:41", RING_WITH("[110]") },
        { "NaN", "json", "1:", RING_WITH("[110,NaN]") },
        { "a number beyond all", "json", "1:", RING_WITH("[110,1e999]") },
        { "a longitude over 180", "globe", "1:41", RING_WITH("[190,0]") },
        { "latitude first", "globe", "1:41",
          POLYGON("[[[0,100],[0,110],[10,110],[10,100],[0,100]]]") },
        { "an area of nothing", "invalid", "1:41",
          POLYGON("[[[100,0],[110,0],[105,0],[100,0]]]") },
        { "the same member twice", "json", "1:",
          ONE("{\"type\":\"Feature\",\"type\":\"Feature\"}") },
        { "the last of two is wrong", "ring", "2:2",
          COLLECTION(FEATURE("35.06", "Polygon", "[" SQUARE "]") ",\n "
                     FEATURE("35.71", "Polygon", "[]")) },
    };

    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx *cx = land_in(engine[e]);

        for (size_t i = 0; cx && i < COUNT(row); i++) {
            struct region_boundary_count count;
            struct err *err = import(cx, str_of(row[i].text), &count);
            struct str  code = str_fmt(cx->arena, "region.boundary_%s", row[i].code);
            struct str  where = str_fmt(cx->arena, "f.geojson:%s", row[i].where);

            check(row[i].name, err && err->kind == ERR_INPUT);
            check(row[i].name, err && msg_is(err->detail) && msg_is(err->hint));
            check_text(row[i].name, err ? str_of(err->code) : S("accepted"), code);
            check(row[i].name, err && str_starts(err->where, where));
            check_text("nothing is half-written", codes_at(cx, 1000000, 101000000), S(""));
        }
    }
}

TEST(region_boundary_file)
{
    struct cx                   *cx = land_in(STORE_SQLITE);
    struct region_boundary_count count;
    struct err                  *err;

    if (!cx)
        return;
    err = region_boundary_import(cx, S("/nowhere/at/all.geojson"), S("kode"), S("test"), &count);
    check("a file that is not there", err && err->kind == ERR_MISSING
          && str_eq(err->where, S("/nowhere/at/all.geojson")));
    err = region_boundary_import(cx, S("/"), S("kode"), S("test"), &count);
    check("a folder", err && err->kind == ERR_INPUT);
    err = region_boundary_import(cx, S("/dev/null"), S("kode"), S("test"), &count);
    check("what is not a file", err && err->kind == ERR_INPUT);
}

#define PLACE FEATURE("35", "Polygon", "[" SQUARE "]")

/* The column of the next feature, when all of them stand on one line. */
static struct err *
column_take(const struct geo_feature *f, void *arg)
{
    size_t    *column = arg;
    struct str is = str_fmt(unit_arena(), "f:1:%zu", *column);

    check_text("where a feature begins", f->where, is);
    *column += sizeof PLACE;                    /* with its comma */
    return NULL;
}

static struct err *
no_take(const struct geo_feature *f, void *arg)
{
    (void)f;
    (void)arg;
    return NULL;
}

/* Microseconds to read features with this text between them. */
static int64_t
time_to_read(size_t n, const char *between, geo_feature_fn *each, void *arg)
{
    struct buf  text = buf_in(unit_arena(), 4 << 20);
    struct geos geos;

    buf_add(&text, S("{\"type\":\"FeatureCollection\",\"features\":[" PLACE));
    for (size_t i = 1; i < n; i++)
        buf_fmt(&text, ",%s%s", between, PLACE);
    buf_add(&text, S("]}"));
    geos_open(&geos);
    int64_t     began_us = clock_mono_us();
    struct err *err = geojson_read(&(struct geojson){ .arena = unit_arena(), .geos = &geos,
        .name = S("f"), .text = buf_str(&text), .code_property = S("kode"), .each = each,
        .arg = arg });
    int64_t     took_us = clock_mono_us() - began_us;

    geos_close(&geos);
    check("read", !err);
    return took_us;
}

TEST(region_boundary_byte_order_mark)
{
    struct cx                   *cx = land_in(STORE_SQLITE);
    struct region_boundary_count count;

    if (!cx)
        return;
    struct str text = str_fmt(cx->arena, "\xEF\xBB\xBF%s", land_shapes);

    check("passed over", !import(cx, text, &count) && count.read == 3);
}

/* Most programs write GeoJSON without a line end: that must not cost more than with them. */
TEST(region_boundary_one_line)
{
    size_t column = sizeof "{\"type\":\"FeatureCollection\",\"features\":[";

    time_to_read(5, "", column_take, &column);
    int64_t lines_us = time_to_read(8000, "\n", no_take, NULL);
    int64_t one_us = time_to_read(8000, "", no_take, NULL);

    check("a line of 8,000 features", one_us < 3 * lines_us + 100000);
}

TEST(region_degrees)
{
    static const struct { const char *name, *text; int64_t most; bool ok; int64_t e6; } row[] = {
        { "baseline",               "-7.8167",    90,  true,  -7816700  },
        { "whole",                  "112",        180, true,  112000000 },
        { "more places are rounded", "1.23456789", 90, true,  1234568   },
        { "the pole",               "90",         90,  true,  90000000  },
        { "beyond it",              "90.000001",  90,  false, 0         },
        { "a word",                 "north",      90,  false, 0         },
        { "a comma",                "7,8",        90,  false, 0         },
        { "nothing",                "",           90,  false, 0         },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        int64_t     e6 = 0;
        struct err *err = region_degrees(unit_arena(), str_of(row[i].text), row[i].most, &e6);

        check(row[i].name, !err == row[i].ok && e6 == row[i].e6);
    }
}

static struct err *
outline(struct cx *cx, const char *code, struct region_outline *out, bool *found)
{
    struct region r;

    TRY(region_get(cx, str_of(code), &r));
    return region_outline_of(cx, r.id, out, found);
}

TEST(region_outline)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx                   *cx = land_in(engine[e]);
        struct region_boundary_count count;
        struct region_outline        o = { 0 };
        bool                         found;

        if (!cx)
            continue;
        check("none is not an error", !outline(cx, "35.71", &o, &found) && !found);
        check("boundaries", !import(cx, str_of(land_shapes), &count));
        check("a square", !outline(cx, "35", &o, &found) && found);
        check_text("from corner to corner", o.path, S("M0 1000l996 0 0 -1000 -996 0Z"));
        check_text("in a frame with room", o.view_box, S("-10 -10 1016 1020"));
        check("a square with a hole", !outline(cx, "35.06", &o, &found) && found);
        check_text("whose hole is a ring of its own", o.path,
                   S("M0 1000l996 0 0 -1000 -996 0ZM398 600l200 0 0 -200 -200 0Z"));
    }
}

/* ---- the real nation ------------------------------------------------------------------------ */

enum { GZ_TEXT_MAX = 32 << 20, GZ_CHUNK = 1 << 16 };

static struct str
unzipped(struct arena *a, const char *name)
{
    struct str path = str_fmt(a, "%s/id-regions/%s", getenv("GUYUB_DATA"), name);
    gzFile     gz = gzopen(str_z(a, path), "rb");
    struct buf out = buf_in(a, GZ_TEXT_MAX);
    char       chunk[GZ_CHUNK];
    int        n;

    check(name, gz != NULL);
    while (gz && (n = gzread(gz, chunk, sizeof(chunk))) > 0)
        buf_add(&out, (struct str){ chunk, (size_t)n });
    if (gz)
        gzclose(gz);
    return buf_str(&out);
}

static void
import_real(struct cx *cx, const char *name, int64_t features)
{
    size_t                       mark = arena_mark(cx->arena);
    struct region_boundary_count count = { 0 };
    struct err                  *err = import(cx, unzipped(cx->arena, name), &count);

    check_text(name, err ? err_line(cx->arena, LANG_EN, err) : S(""), S(""));
    check(name, count.read == features);
    arena_back(cx->arena, mark);
}

/* Whether the region of `code` is among those that hold the point. */
static bool
point_is_in(struct cx *cx, struct str latitude, struct str longitude, struct str code)
{
    struct region *row;
    size_t         n = 0;
    int64_t        lat_e6, lon_e6;

    if (region_degrees(cx->arena, latitude, 90, &lat_e6)
        || region_degrees(cx->arena, longitude, 180, &lon_e6)
        || region_at(cx, lat_e6, lon_e6, &row, &n))
        return false;
    for (size_t i = 0; i < n; i++)
        if (str_eq(row[i].code, code))
            return true;
    return false;
}

static size_t
points_in_their_own(struct cx *cx, enum region_step step)
{
    struct region_list list;
    size_t             known = 0;

    check("regions", !region_list_of(cx, (struct region_filter){ .step = step, .most = 1000 },
                                     &list));
    for (size_t i = 0; i < list.n; i++) {
        size_t mark = arena_mark(cx->arena);

        if (!str_is_known(list.row[i].latitude))
            continue;
        known++;
        check(str_z(cx->arena, list.row[i].name),
              point_is_in(cx, list.row[i].latitude, list.row[i].longitude, list.row[i].code));
        arena_back(cx->arena, mark);
    }
    return known;
}

/*
 * The 46 kelurahan of Kota Kediri, by the middle of each: in the city, not in the regency round
 * it.
 */
static size_t
kediri_villages(struct cx *cx)
{
    static const char *const wanted[] = { "kode", "lat", "lng" };
    struct csv_reader       *r;
    struct csv_record        rec;
    size_t                   n = 0;
    bool                     more = true;

    if (csv_open_text(cx->arena, &r, S("regions.csv"), unzipped(cx->arena, "regions.csv.gz"),
                      wanted, COUNT(wanted)))
        return 0;
    while (!csv_next(r, &rec, &more) && more) {
        if (rec.field[0].n != REGION_CODE_MAX || !str_starts(rec.field[0], S("35.71.")))
            continue;
        size_t mark = arena_mark(cx->arena);

        n++;
        check("a kelurahan lies in Kota Kediri", point_is_in(cx, rec.field[1], rec.field[2],
                S("35.71")));
        check("and not in Kabupaten Kediri", !point_is_in(cx, rec.field[1], rec.field[2],
                                                          S("35.06")));
        arena_back(cx->arena, mark);
    }
    csv_close(r);
    return n;
}

TEST(region_boundary_real)
{
    if (!getenv("GUYUB_DATA")) {
        unit_skip("GUYUB_DATA is not set");
        return;
    }
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx               *cx = unit_slices_cx(engine[e]);
        struct region_load_count count;
        struct region_outline    o = { 0 };
        bool                     found;

        if (!cx)
            continue;
        check("the nation loads", !region_load_own(cx, &count));
        import_real(cx, "provinsi.geojson.gz", 38);
        import_real(cx, "kabupaten_kota.geojson.gz", 514);
        import_real(cx, "kelurahan_kota_kediri.geojson.gz", 46);
        check("provinces whose point is known", points_in_their_own(cx,
                REGION_STEP_PROVINCE) >= 30);
        check("regencies and cities whose point is known",
              points_in_their_own(cx, REGION_STEP_REGENCY) >= 400);
        check("46 kelurahan", kediri_villages(cx) == 46);
        check("a picture of a province of islands", !outline(cx, "82", &o, &found) && found);
        check("is small", o.path.n > 100 && o.path.n < 6000);
    }
}
