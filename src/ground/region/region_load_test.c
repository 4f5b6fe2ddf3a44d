/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* region_load_test.c — the nation in, once and again; and files that are wrong in one place. */
#include "ground/region/region_load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "ground/region/region.h"
#include "ground/region/region_sql.h"
#include "unit.h"
#include "unit_slices.h"

static const enum store_kind engine[] = { STORE_SQLITE, STORE_POSTGRES };

/* A nation of eight regions, right in all seven files. */
static struct region_files
small_nation(void)
{
    return (struct region_files){ .file = {
        [REGION_PROVINCES] = { S("provinces.csv"), S("code,name\n35,JAWA TIMUR\n36,BANTEN\n") },
        [REGION_REGENCIES] = { S("regencies.csv"),
            S("code,province_code,name\n35.06,35,KABUPATEN KEDIRI\n35.71,35,KOTA KEDIRI\n") },
        [REGION_DISTRICTS] = { S("districts.csv"),
            S("code,regency_code,name\n35.71.01,35.71,Mojoroto\n") },
        [REGION_VILLAGES]  = { S("villages.csv"),
            S("code,district_code,name\n35.71.01.1001,35.71.01,Pojok\n"
              "35.71.01.1002,35.71.01,Soka\"an\n"
              "35.71.01.2003,35.71.01,candirejo\n") },
        [REGION_POINTS]    = { S("points.csv"),
            S("region_code,latitude,longitude,source,source_id\n"
              "35.71,-7.81667,112.01667,GeoNames,1640660\n") },
        [REGION_LINEAGE]   = { S("lineage.csv"),
            S("from_code,to_code,change,on_date,law,note\n"
              "35,36,split,2000-10-17,UU 23/2000,made up\n") },
        [REGION_ALIASES]   = { S("aliases.csv"), S("code,alias\n35,Jatim\n") },
    } };
}

static int64_t
regions_in(struct cx *cx)
{
    struct region_kind_count *row;
    size_t                    n = 0;
    int64_t                   sum = 0;

    check("regions can be counted", !region_counts(cx, &row, &n));
    for (size_t i = 0; i < n; i++)
        sum += row[i].n;
    return sum;
}

TEST(region_load)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx               *cx = unit_slices_cx(engine[e]);
        struct region_files      files = small_nation();
        struct region_load_count count;
        struct region            r;

        if (!cx)
            continue;
        check("a small nation loads", !region_load(cx, &files, &count));
        check("all of it", count.added == 8 && count.kept == 0 && !count.same);
        check("with points, lineage, aliases", count.points == 1 && count.lineage == 1
              && count.aliases == 1);
        check("a city", !region_get(cx, S("35.71"), &r));
        check_text("its name", r.name, S("Kota Kediri"));
        check_text("its kind", r.kind, S("city"));
        check_text("what is above it", r.parent_code, S("35"));
        check_text("its point", r.latitude, S("-7.81667"));
        check_text("where the point is from", r.point_source, S("GeoNames 1640660"));
        check("a village with a quotation mark", !region_get(cx, S("35.71.01.1002"), &r));
        check_text("has an apostrophe", r.name, S("Soka'an"));
        check("unknown stays unknown", !str_is_known(r.latitude) && !str_is_known(r.valid_from));
        check("a province that split off", !region_get(cx, S("36"), &r));
        check_text("is since its law", r.valid_from, S("2000-10-17"));

        check("again", !region_load(cx, &files, &count));
        check("changes nothing and says so", count.same && count.added == 0 && regions_in(cx) == 8);
    }
}

/* A newer edition: one village more, another name for one, a point that was unknown. */
TEST(region_load_newer_edition)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx               *cx = unit_slices_cx(engine[e]);
        struct region_files      files = small_nation();
        struct region_load_count count;
        struct region            r;

        if (!cx)
            continue;
        check("the first", !region_load(cx, &files, &count));
        files.file[REGION_VILLAGES].text = S("code,district_code,name\n"
            "35.71.01.1001,35.71.01,Another\n35.71.01.1002,35.71.01,Soka'an\n"
            "35.71.01.1009,35.71.01,New\n");
        files.file[REGION_POINTS].text = S("region_code,latitude,longitude,source,source_id\n"
            "35.06,-7.8,112.04,GeoNames,1\n");
        check("the second", !region_load(cx, &files, &count));
        check("adds what is new", count.added == 1 && count.kept == 7 && !count.same
              && count.lineage == 0);
        check("a name", !region_get(cx, S("35.71.01.1001"), &r));
        check_text("is not rewritten", r.name, S("Pojok"));
        check("a point", !region_get(cx, S("35.06"), &r));
        check_text("is filled in", r.latitude, S("-7.8"));
        check("what is no longer there stays", !region_get(cx, S("35.71.01.2003"), &r));
    }
}

#define REGENCY_ROWS(rows)  "code,province_code,name\n" rows
#define DISTRICT_ROWS(rows) "code,regency_code,name\n" rows
#define VILLAGE_ROWS(rows)  "code,district_code,name\n" rows
#define POINT_ROWS(rows)    "region_code,latitude,longitude,source,source_id\n" rows
#define LINEAGE_ROWS(rows)  "from_code,to_code,change,on_date,law,note\n" rows

TEST(region_load_refuses)
{
    static const struct {
        const char *name; enum region_file_kind file; const char *code, *where, *text;
    } row[] = {
        { "a code that is none", REGION_REGENCIES, "region.file_code", "regencies.csv:2:1",
          REGENCY_ROWS("3571,35,KOTA KEDIRI\n") },
        { "a code of another level", REGION_PROVINCES, "region.file_code", "provinces.csv:2:1",
          "code,name\n35.71,KOTA KEDIRI\n" },
        { "a code twice", REGION_PROVINCES, "region.file_order", "provinces.csv:3:1",
          "code,name\n35,JAWA TIMUR\n35,JAWA TIMUR\n" },
        { "out of order", REGION_PROVINCES, "region.file_order", "provinces.csv:3:1",
          "code,name\n36,BANTEN\n35,JAWA TIMUR\n" },
        { "no name", REGION_PROVINCES, "region.file_name", "provinces.csv:2:4",
          "code,name\n35,\n" },
        { "a name of no kind", REGION_REGENCIES, "region.file_kind", "regencies.csv:2:10",
          REGENCY_ROWS("35.71,35,KEDIRI\n") },
        { "another parent", REGION_REGENCIES, "region.file_parent", "regencies.csv:2:7",
          REGENCY_ROWS("35.71,36,KOTA KEDIRI\n") },
        { "a parent that is not there", REGION_DISTRICTS, "region.file_parent",
          "districts.csv:2:10", DISTRICT_ROWS("35.99.01,35.99,X\n") },
        { "a field too few", REGION_VILLAGES, "csv.", "villages.csv:2:",
          VILLAGE_ROWS("35.71.01.1001,35.71.01\n") },
        { "a missing column", REGION_VILLAGES, "csv.", "villages.csv:1:",
          "code,name\n35.71.01.1001,Pojok\n" },
        { "an open quote", REGION_VILLAGES, "csv.", "villages.csv:2:",
          VILLAGE_ROWS("35.71.01.1001,35.71.01,\"Pojok\n") },
        { "a point of no region", REGION_POINTS, "region.file_unknown", "points.csv:2:1",
          POINT_ROWS("35.99,1,1,G,1\n") },
        { "a latitude over 90", REGION_POINTS, "region.file_degrees", "points.csv:2:4",
          POINT_ROWS("35,91,1,G,1\n") },
        { "a longitude in words", REGION_POINTS, "region.file_degrees", "points.csv:2:6",
          POINT_ROWS("35,9,x,G,1\n") },
        { "two points", REGION_POINTS, "region.file_order", "points.csv:3:1",
          POINT_ROWS("35,9,1,G,1\n35,9,1,G,1\n") },
        { "a change of another word", REGION_LINEAGE, "region.file_change", "lineage.csv:2:7",
          LINEAGE_ROWS("35,36,break,2000-10-17,UU 23/2000,\n") },
        { "a day that is not", REGION_LINEAGE, "region.file_date", "lineage.csv:2:13",
          LINEAGE_ROWS("35,36,split,2000-02-30,UU 23/2000,\n") },
        { "no law", REGION_LINEAGE, "region.file_law", "lineage.csv:2:24",
          LINEAGE_ROWS("35,36,split,2000-10-17,,\n") },
        { "an alias of no region", REGION_ALIASES, "region.file_unknown", "aliases.csv:2:1",
          "code,alias\n99,X\n" },
    };

    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx *cx = unit_slices_cx(engine[e]);

        for (size_t i = 0; cx && i < COUNT(row); i++) {
            struct region_files      files = small_nation();
            struct region_load_count count;

            files.file[row[i].file].text = str_of(row[i].text);
            struct err *err = region_load(cx, &files, &count);

            check(row[i].name, err && err->kind == ERR_INPUT
                  && str_starts(str_of(err->code), str_of(row[i].code)));
            check(row[i].name, err && str_starts(err->where, str_of(row[i].where)));
            check("nothing is half-written", regions_in(cx) == 0);
        }
    }
}

static void
note_figure(const char *what, enum store_kind kind, int64_t ms)
{
    const char *path = getenv("GUYUB_FIGURES");
    FILE       *f = path ? fopen(path, "a") : NULL;

    if (!f)
        return;
    fprintf(f, "{\"name\":\"%s\",\"value\":%lld,\"unit\":\"ms\",\"engine\":\"%s\"}\n", what,
            (long long)ms, kind == STORE_SQLITE ? "sqlite" : "postgres");
    fclose(f);
}

static int64_t
count_of(struct cx *cx, struct str within, const char *kind)
{
    struct region_record      r;
    struct region_kind_count *row;
    size_t                    n = 0;

    if (within.n == 0) {
        check("the nation's parts can be counted", !region_counts(cx, &row, &n));
    } else {
        check("a region's parts can be counted", !region_record_get(cx, within, &r));
        row = r.kinds_below;
        n   = r.n_kinds_below;
    }
    for (size_t i = 0; i < n; i++)
        if (str_eq(row[i].kind, str_of(kind)))
            return row[i].n;
    return 0;
}

static struct cx *
nation_in(enum store_kind kind, struct region_load_count *count, int64_t *ms)
{
    struct cx *cx = unit_slices_cx(kind);
    int64_t    start_us = clock_mono_us();

    if (!cx)
        return NULL;
    check("the nation loads", !region_load_own(cx, count));
    *ms = (clock_mono_us() - start_us) / 1000;
    return cx;
}

TEST(region_load_own)
{
    static const struct { const char *name, *within, *kind; int64_t n; } row[] = {
        { "38 provinces",                "",      "province",  38    },
        { "416 regencies",               "",      "regency",   416   },
        { "98 cities",                   "",      "city",      98    },
        { "districts",                   "",      "district",  7277  },
        { "kelurahan",                   "",      "kelurahan", 8498  },
        { "desa, with 14 desa adat",     "",      "desa",      75265 },
        { "Kota Kediri: 3 districts",    "35.71", "district",  3     },
        { "Kota Kediri: 46 kelurahan",   "35.71", "kelurahan", 46    },
        { "Kota Kediri: no desa",        "35.71", "desa",      0     },
    };

    for (size_t e = 0; e < COUNT(engine); e++) {
        struct region_load_count count = { 0 };
        int64_t                  ms;
        struct cx               *cx = nation_in(engine[e], &count, &ms);

        if (!cx)
            continue;
        note_figure("all regions with the search index loaded", engine[e], ms);
        check("all regions are new", count.added == 91592 && count.kept == 0);
        for (size_t i = 0; i < COUNT(row); i++)
            check(row[i].name, count_of(cx, str_of(row[i].within), row[i].kind) == row[i].n);
        check("again changes nothing", !region_load_own(cx, &count) && count.same
              && count.added == 0);
    }
}
