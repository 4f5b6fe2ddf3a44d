/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cohort_test.c — counts and members, in and out, on both engines. */
#include "city/cohort/cohort_page.h"

#include <string.h>

#include "base/buf.h"
#include "base/csv.h"
#include "ground/region/region_sql.h"
#include "pack/embedded.h"
#include "unit.h"
#include "unit_slices.h"

#define TAIL    ",source,publisher,source_date,source_url,note_id,note_en\n"
#define COUNTS  "year,measure,reading,value,inferred" TAIL
#define MEMBERS "region_code,name,year,seen_year" TAIL
#define FROM    ",Daftar,Kominfo,2018,https://x.id/,,\n"

static const enum store_kind engine[] = { STORE_SQLITE, STORE_POSTGRES };

static void
add_region(struct cx *cx, const char *code, const char *kind, const char *name)
{
    struct region_id id;

    check(name, !region_add(cx, &(struct region_add_in){ .code = str_of(code), .name = str_of(name),
        .kind = str_of(kind), .parent_code = S("35"), .source = S("test") }, &id));
}

static struct cx *
with_regions(enum store_kind kind)
{
    struct cx *cx = unit_slices_cx(kind);

    if (!cx)
        return NULL;
    cx->lang = LANG_EN;
    add_region(cx, "35", "province", "Jawa Timur");
    add_region(cx, "35.06", "regency", "Kabupaten Kediri");
    add_region(cx, "35.71", "city", "Kota Kediri");
    add_region(cx, "35.71.01", "district", "Mojoroto");
    return cx;
}

static struct err *
import(struct cx *cx, const char *text, int64_t *n_new)
{
    return cohort_import_text(cx, S("f.csv"), str_of(text), n_new);
}

TEST(cohort_import)
{
    static const struct { const char *name, *text, *code, *where; int64_t n_new; } row[] = {
        { "a count", COUNTS "2017,joined,1,25,no" FROM, NULL, NULL, 1 },
        { "two readings", COUNTS "2022,joined,1,43,yes,A,B,2022,,c,d\n2022,joined,2,50,no" FROM,
          NULL, NULL, 2 },
        { "columns in another order",
          "measure,year,reading,value,inferred" TAIL "joined,2017,1,25,no" FROM, NULL, NULL, 1 },
        { "a header alone", COUNTS, NULL, NULL, 0 },
        { "a year before the movement", COUNTS "2016,joined,1,25,no" FROM,
          "cohort.year", "f.csv:2:1", 0 },
        { "a year that is none", COUNTS "x,joined,1,25,no" FROM, "cohort.year", "f.csv:2:1", 0 },
        { "a measure that is none", COUNTS "2017,left,1,25,no" FROM,
          "cohort.measure", "f.csv:2:6", 0 },
        { "reading 0", COUNTS "2017,joined,0,25,no" FROM, "cohort.reading", "f.csv:2:13", 0 },
        { "a second reading without a first", COUNTS "2017,joined,2,25,no" FROM,
          "cohort.reading", "f.csv:2:13", 0 },
        { "a count below none", COUNTS "2017,joined,1,-1,no" FROM,
          "cohort.value", "f.csv:2:15", 0 },
        { "more than there are", COUNTS "2017,joined,1,1001,no" FROM,
          "cohort.value", "f.csv:2:15", 0 },
        { "no count", COUNTS "2017,joined,1,,no" FROM, "cohort.value", "f.csv:2:15", 0 },
        { "inferred, perhaps", COUNTS "2017,joined,1,25,maybe" FROM,
          "cohort.inferred", "f.csv:2:18", 0 },
        { "inferred without a note", COUNTS "2017,joined,1,25,yes" FROM,
          "cohort.note", "f.csv:2:56", 0 },
        { "no source", COUNTS "2017,joined,1,25,no,,Kominfo,2018,,,\n",
          "cohort.source", "f.csv:2:21", 0 },
        { "no publisher", COUNTS "2017,joined,1,25,no,Daftar,,2018,,,\n",
          "cohort.publisher", "f.csv:2:28", 0 },
        { "a date that never was", COUNTS "2017,joined,1,25,no,A,B,2018-02-30,,,\n",
          "cohort.date", "f.csv:2:25", 0 },
        { "an address that is none", COUNTS "2017,joined,1,25,no,A,B,2018,x.id,,\n",
          "cohort.url", "f.csv:2:30", 0 },
        { "a note in one language", COUNTS "2017,joined,1,25,no,A,B,2018,,c,\n",
          "cohort.note", "f.csv:2:31", 0 },
        { "the same twice", COUNTS "2017,joined,1,25,no" FROM "2017,joined,1,25,no" FROM,
          NULL, NULL, 1 },
        { "told otherwise", COUNTS "2017,joined,1,25,no" FROM "2017,joined,1,26,no" FROM,
          "cohort.differs", "f.csv:3:15", 0 },

        { "a member", MEMBERS "35.71,Kota Kediri,2019," FROM, NULL, NULL, 1 },
        { "a province", MEMBERS "35,Jawa Timur,2023," FROM, NULL, NULL, 1 },
        { "a member whose year is unknown", MEMBERS "35.71,Kota Kediri,,2024" FROM,
          NULL, NULL, 1 },
        { "a region that is none", MEMBERS "35.99,Kota Kediri,2019," FROM,
          "cohort.region", "f.csv:2:1", 0 },
        { "no code at all", MEMBERS "kediri,Kota Kediri,2019," FROM,
          "cohort.region", "f.csv:2:1", 0 },
        { "another region's name", MEMBERS "35.71,Kabupaten Kediri,2019," FROM,
          "cohort.name", "f.csv:2:7", 0 },
        { "a district", MEMBERS "35.71.01,Mojoroto,2019," FROM, "cohort.kind", "f.csv:2:1", 0 },
        { "a member before the movement", MEMBERS "35.71,Kota Kediri,1999," FROM,
          "cohort.year", "f.csv:2:19", 0 },
        { "both years", MEMBERS "35.71,Kota Kediri,2019,2020" FROM,
          "cohort.years", "f.csv:2:24", 0 },
        { "a member without a source", MEMBERS "35.71,Kota Kediri,2019,,,Kominfo,,,,\n",
          "cohort.source", "f.csv:2:25", 0 },
        { "a member told otherwise",
          MEMBERS "35.71,Kota Kediri,2019," FROM "35.71,Kota Kediri,2018," FROM,
          "cohort.differs", "f.csv:3:19", 0 },
        { "neither kind of file", "a,b\n1,2\n", "csv.column_missing", NULL, 0 },
    };

    for (size_t e = 0; e < COUNT(engine); e++)
        for (size_t i = 0; i < COUNT(row); i++) {
            struct cx  *cx = with_regions(engine[e]);
            int64_t     n_new = 0;
            struct err *err;

            if (!cx)
                break;
            err = import(cx, row[i].text, &n_new);
            check(row[i].name, row[i].code ? err && strcmp(err->code, row[i].code) == 0 : !err);
            if (err && row[i].where)
                check_text(row[i].name, err->where, str_of(row[i].where));
            check(row[i].name, n_new == row[i].n_new);
        }
}

/* What was refused left nothing behind: a file comes in whole or not at all. */
TEST(cohort_import_whole)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx            *cx = with_regions(engine[e]);
        struct cohort_series  s;
        int64_t               n_new;

        if (!cx)
            continue;
        check("the second line is refused", import(cx, COUNTS "2017,joined,1,25,no" FROM
                                                   "2018,left,1,50,no" FROM, &n_new));
        check("nothing came in", !cohort_series_of(cx, &s) && s.n == 0 && !s.total.known);
    }
}

static const char some_years[] = COUNTS
    "2018,mentored,1,50,no" FROM
    "2018,joined,1,50,no" FROM
    "2017,joined,1,25,no" FROM
    "2017,assessed,1,80,no" FROM
    "2022,joined,1,43,yes,A,B,2022,,Disimpulkan,Inferred\n"
    "2022,joined,2,50,no" FROM;

static const char some_members[] = MEMBERS
    "35.71,Kota Kediri,2018," FROM
    "35.06,Kabupaten Kediri,,2024" FROM
    "35,Jawa Timur,2018," FROM;

static void
check_years(struct cx *cx, const struct cohort_series *s)
{
    check("three years in order", s->n == 3 && s->year[0].year == 2017 && s->year[2].year == 2022);
    if (s->n != 3)
        return;
    check("measures in their order", s->year[0].n_facts == 2
          && str_eq(s->year[0].fact[0].measure, S("joined"))
          && str_eq(s->year[1].fact[0].measure, S("joined")));
    check("added up", s->total.known && s->total.n == 118 && s->year[1].so_far.n == 75);
    check("the first reading counts", s->year[2].joined.n == 43 && s->year[2].is_inferred);
    check("the second stands below it", s->year[2].fact[1].value == 50);
    check("no such fact", !cohort_fact_of(&s->year[0], COHORT_TOTAL));
    check_text("its note", cohort_fact_note(cx->lang, s->year[2].fact), S("Inferred"));
    check("named: one of 2018, one of an unknown year, a province",
          s->n_named == 2 && s->n_provinces == 1 && s->year[1].n_named == 1);
}

static void
check_members(struct cx *cx)
{
    struct cohort_set    all, of_2018;
    struct cohort_member m;
    bool                 found;

    check("all by code", !cohort_members_of(cx, (struct cohort_filter){ 0 }, &all) && all.n == 3
          && str_eq(all.row[0].region_code, S("35")) && str_eq(all.row[2].region_code, S("35.71")));
    check("those of a year",
          !cohort_members_of(cx, (struct cohort_filter){ .year = 2018 }, &of_2018)
          && of_2018.n == 2);
    check("a member", !cohort_member_find(cx, S("35.71"), &m, &found) && found);
    check_text("since", msg_text(cx->arena, cx->lang, cohort_member_text(cx->arena, &m)),
               S("Participant since 2018"));
    check("another", !cohort_member_find(cx, S("35.06"), &m, &found) && found && !m.year.known);
    check_text("at the latest", msg_text(cx->arena, cx->lang, cohort_member_text(cx->arena, &m)),
               S("Participant, in 2024 at the latest"));
    check("no member", !cohort_member_find(cx, S("35.72"), &m, &found) && !found);
}

TEST(cohort_series)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx           *cx = with_regions(engine[e]);
        struct cohort_series s;
        int64_t              n_new;

        if (!cx)
            continue;
        check("six counts", !import(cx, some_years, &n_new) && n_new == 6);
        check("three members", !import(cx, some_members, &n_new) && n_new == 3);
        check("the series", !cohort_series_of(cx, &s));
        check_years(cx, &s);
        check_members(cx);
        check("again adds nothing", !import(cx, some_years, &n_new) && n_new == 0);
    }
}

/* A year without a count of those that joined: the total is unknown, not too small. */
TEST(cohort_series_unknown)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx           *cx = with_regions(engine[e]);
        struct cohort_series s;
        int64_t              n_new;

        if (!cx)
            continue;
        check("in", !import(cx, COUNTS "2017,joined,1,25,no" FROM "2018,assessed,1,165,no" FROM,
                            &n_new));
        check("the series", !cohort_series_of(cx, &s) && s.n == 2);
        check("unknown", s.year[0].so_far.known && !s.year[1].joined.known && !s.total.known);
        check_text("said", cohort_count_text(cx, s.total), S("unknown"));
    }
}

/* The regions of the shipped list, so that it can be loaded without the data of all regions. */
static void
add_shipped(struct cx *cx)
{
    static const char *const wanted[] = { "region_code", "name" };
    struct csv_reader       *csv = NULL;
    struct csv_record        rec;
    struct str               text;
    bool                     more;

    check("the list", embedded_find(S("pack/fact/cohort-member.csv"), &text)
          && !csv_open_text(cx->arena, &csv, S("list"), text, wanted, COUNT(wanted)));
    while (csv && !csv_next(csv, &rec, &more) && more) {
        struct str       kind = region_kind_word(region_kind_of_code(rec.field[0]));
        struct region_id id;

        check("a region", !region_add(cx, &(struct region_add_in){ .code = rec.field[0],
            .kind = kind, .name = rec.field[1], .source = S("test") }, &id));
    }
    if (csv)
        csv_close(csv);
}

static void
check_shipped(struct cx *cx)
{
    static const struct { int64_t year, joined, so_far; bool is_inferred; } row[] = {
        { 2017, 25, 25, false }, { 2018, 50, 75, false }, { 2019, 25, 100, false },
        { 2020, 0, 100, true }, { 2021, 48, 148, false }, { 2022, 43, 191, true },
        { 2023, 50, 241, false }, { 2024, 10, 251, false },
    };
    struct cohort_series s;

    check("the series", !cohort_series_of(cx, &s) && s.n == COUNT(row) && s.total.n == 251);
    for (size_t i = 0; i < s.n && i < COUNT(row); i++) {
        const struct cohort_year *y = &s.year[i];

        check("a year", y->year == row[i].year && y->joined.n == row[i].joined
              && y->so_far.n == row[i].so_far && y->is_inferred == row[i].is_inferred);
        check("no more names than joined", y->n_named <= y->joined.n);
    }
    check("177 by name and two provinces", s.n_named == 177 && s.n_provinces == 2);
    check("the 43 of 2022 stands beside the 50 of the press", s.n > 5
          && s.year[5].fact[0].value == 43 && s.year[5].fact[1].value == 50);
}

TEST(cohort_load_shipped)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx *cx = unit_slices_cx(engine[e]);

        if (!cx)
            continue;
        struct buf out = buf_in(cx->arena, 1000);
        cx->lang = LANG_EN;
        add_shipped(cx);
        check("loaded", !cohort_load(cx, &out));
        check_text("says so", buf_str(&out),
                   S("Participation: 35 counts new, 179 regions by name new.\n"));
        check_shipped(cx);
        out = buf_in(cx->arena, 1000);
        check("a second time", !cohort_load(cx, &out));
        check_text("adds nothing", buf_str(&out),
                   S("Participation: 0 counts new, 0 regions by name new.\n"));
    }
}

/* What the database knows otherwise and members whose region it ended are kept, and counted. */
TEST(cohort_load_keeps)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx *cx = unit_slices_cx(engine[e]);
        int64_t    n_new;

        if (!cx)
            continue;
        struct buf out = buf_in(cx->arena, 1000);
        cx->lang = LANG_EN;
        add_region(cx, "35.71", "city", "Kota Kediri");
        check("own facts", !import(cx, COUNTS "2017,joined,1,26,no" FROM, &n_new)
                        && !import(cx, MEMBERS "35.71,Kota Kediri,2018," FROM, &n_new));
        check("loaded", !cohort_load(cx, &out));
        check_text("one count and 179 members are kept", buf_str(&out),
            S("Participation: 34 counts new, 0 regions by name new.\n"
              "Kept as the database has them, though the program tells them otherwise: 180.\n"));
    }
}
