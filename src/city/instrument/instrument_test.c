/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_test.c — loading and the results that follow, on both engines. */
#include "city/instrument/instrument.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "city/instrument/instrument_load.h"
#include "city/instrument/instrument_sql.h"
#include "ground/region/region_sql.h"
#include "unit.h"
#include "unit_slices.h"

#define HEADER "region_code,instrument,year,item,measure,value,source,source_url,source_date," \
               "note_id,note_en\n"
#define LINE(year, item, measure, value) \
    "35.71,smart-city-evaluation," year "," item "," measure "," value ",x,,,,\n"

static const enum store_kind engine[] = { STORE_SQLITE, STORE_POSTGRES };

static void
add_regions(struct cx *cx)
{
    static const char *const code[] = {
        "35.71", "15.71", "15.04", "15.05", "15.03", "35.72", "35.06", "33.28", "32.17", "32.06",
        "51.08",
        "36.02", "35.27", "63.06", "32.73", "81.71", "32.71",
    };

    for (size_t i = 0; i < COUNT(code); i++) {
        struct region_id id;
        check(code[i], !region_add(cx, &(struct region_add_in){
            .code = str_of(code[i]), .kind = S("city"),
            .name = str_of(code[i]), .parent_code = S("35"), .source = S("test") }, &id));
    }
}

/* A database with the regions and the pack; NULL when the engine is not to be had. */
static struct cx *
with_pack(enum store_kind kind)
{
    struct cx  *cx = unit_slices_cx(kind);
    struct pack pack;
    enum instrument_loaded loaded = INSTRUMENT_SAME;

    if (!cx)
        return NULL;
    add_regions(cx);
    check("the pack", !instrument_embedded(cx->arena, INSTRUMENT_SMART_CITY, &pack)
                   && !instrument_load_pack(cx, &pack, &loaded) && loaded == INSTRUMENT_NEW);
    return cx;
}

static bool
is(struct dec d, const char *text)
{
    struct dec should;

    return dec_parse(str_of(text), &should) && dec_cmp(d, should) == 0;
}

static void
kediri_2022(struct cx *cx, const struct instrument_result *r)
{
    cx->lang = LANG_EN;
    check("actual 3.31", str_eq(r->actual[0].fact->value, S("3.31")));
    check("improvement +0.25", r->improvement.known && is(r->improvement.by, "0.25"));
    check_text("shown with its sign", instrument_gap_text(cx, r->improvement), S("+0.25"));
    check("target 3.40 missed by 0.09", r->over_target.known && is(r->over_target.by, "-0.09"));
    check("rank 22, 4 in East Java", str_eq(r->rank_national->value, S("22"))
                                  && str_eq(r->rank_province->value, S("4")));
    check("index and impact can be checked", r->n_checks == 2 && r->check[0].item == 0
          && r->check[1].item == 4);
    check("3.315 exactly", r->check[0].agrees && is(r->check[0].recomputed.value, "3.315"));
    check_text("its range", instrument_range_text(cx, r->check[0].recomputed.range,
                                                  r->check[0].recomputed.value),
               S("[3.310, 3.320)"));
    check_text("published range", instrument_range_text(cx, r->actual[0].given.range,
                                                        r->actual[0].given.value),
               S("[3.305, 3.315)"));
    check("impact 3.068, published 3.07", r->check[1].agrees
          && is(r->check[1].recomputed.value, "3.068333333333333333"));
    check_text("goes on", instrument_exact_text(cx, r->check[1].recomputed.value),
               S("3.068333\xE2\x80\xA6"));
}

static void
kediri(struct cx *cx)
{
    struct instrument_series s;

    check("the series", !instrument_series_of(cx, INSTRUMENT_SMART_CITY, S("35.71"), &s));
    check("2020 to 2024", s.n == 5 && s.year[0].year == 2020 && s.year[4].year == 2024);
    if (s.n != 5)
        return;
    check("no improvement in the first year", !s.year[0].improvement.known && !s.year[0].has_parts);
    check("3.06 - 2.87", is(s.year[1].improvement.by, "0.19"));
    kediri_2022(cx, &s.year[2]);
    check("a fall in 2023", is(s.year[3].improvement.by, "-0.11"));
    check("three places are kept", str_eq(s.year[3].actual[0].fact->value, S("3.200"))
                                && is(s.year[3].actual[0].given.range.low, "3.1995"));
    check("2024 is unknown, and its note kept", !s.year[4].actual[0].given.known
          && s.year[4].actual[0].fact
          && str_is_known(s.year[4].actual[0].fact->note_id)
              && is(s.year[4].target.given.value, "3.55"));
    check("no gap to an unknown", !s.year[4].improvement.known && !s.year[4].over_target.known);
}

TEST(instrument_load_shipped)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx                *cx = with_pack(engine[e]);
        struct instrument_region *region;
        struct instrument_series  s;
        size_t                    n;
        if (!cx)
            continue;
        struct buf out = buf_in(cx->arena, 1000);
        cx->lang = LANG_EN;
        check("loaded", !instrument_load(cx, &out));
        check_text("says so", buf_str(&out), S("Instruments: 6 new. Published results: 78 new.\n"));
        out = buf_in(cx->arena, 1000);
        check("a second time", !instrument_load(cx, &out));
        check_text("adds nothing", buf_str(&out),
                   S("Instruments: 0 new. Published results: 0 new.\n"));
        check("seventeen regions", !instrument_regions(cx, INSTRUMENT_SMART_CITY, &region, &n)
              && n == 17);
        kediri(cx);
        check("Jambi", !instrument_series_of(cx, INSTRUMENT_SMART_CITY, S("15.71"), &s) && s.n == 1
              && s.year[0].n_checks == 1 && s.year[0].check[0].agrees
              && is(s.year[0].check[0].recomputed.value, "3.475"));
    }
}

TEST(instrument_compare)
{
    static const struct { const char *code; const char *actual; } row[] = {
        { "81.71", "3.10" }, { "35.71", NULL }, { "32.71", "3.57" },
    };

    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx                 *cx = with_pack(engine[e]);
        struct str                 code[COUNT(row)];
        struct instrument_compared c[COUNT(row)];
        if (!cx)
            continue;
        struct buf out = buf_in(cx->arena, 1000);
        check("loaded", !instrument_load(cx, &out));
        for (size_t i = 0; i < COUNT(row); i++)
            code[i] = str_of(row[i].code);
        check("compared",
              !instrument_compare(cx, INSTRUMENT_SMART_CITY, code, COUNT(row), 2024, c));
        for (size_t i = 0; i < COUNT(row); i++) {
            struct instrument_figure actual = c[i].result->actual[0];
            check(row[i].code, actual.given.known == (row[i].actual != NULL));
            check(row[i].code, !row[i].actual || is(actual.given.value, row[i].actual));
        }
        check("a year that nobody told",
              !instrument_compare(cx, INSTRUMENT_SMART_CITY, code, 1, 2018, c)
              && c[0].result == NULL);
    }
}

TEST(instrument_gap_in_years)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx               *cx = with_pack(engine[e]);
        struct instrument_series s;
        int64_t                  n;
        if (!cx)
            continue;
        check("two years apart", !instrument_load_facts(cx, S("f.csv"), S(HEADER
              LINE("2020", "index", "actual", "2.87") LINE("2022", "index", "actual", "3.31")), &n)
                  && n == 2);
        check("no improvement over a year that is missing",
              !instrument_series_of(cx, INSTRUMENT_SMART_CITY, S("35.71"), &s) && s.n == 2
              && !s.year[1].improvement.known);
    }
}

TEST(instrument_facts_refused)
{
    static const struct { const char *name, *text, *code, *where; } row[] = {
        { "baseline", HEADER LINE("2022", "index", "actual", "3.31"), NULL, NULL },
        { "a header alone is no fault", HEADER, NULL, NULL },
        { "no figure is known to be unknown", HEADER LINE("2022", "index", "actual", ""), NULL,
          NULL },
        { "said twice the same",
          HEADER LINE("2022", "index", "actual", "3.31") LINE("2022", "index", "actual", "3.31"),
          NULL, NULL },
        { "a negative improvement", HEADER LINE("2022", "index", "improvement", "-0.11"), NULL,
          NULL },
        { "said twice, differently",
          HEADER LINE("2022", "index", "actual", "3.31") LINE("2022", "index", "actual", "3.32"),
          "instrument.fact_differs", "f.csv:3:47" },
        { "with one digit more",
          HEADER LINE("2022", "index", "actual", "3.31") LINE("2022", "index", "actual", "3.310"),
          "instrument.fact_differs", "f.csv:3:47" },
        { "an item that is none", HEADER LINE("2022", "idnex", "actual", "3.31"),
          "instrument.item_unknown", "f.csv:2:34" },
        { "a measure that is none", HEADER LINE("2022", "index", "recomputed", "3.31"),
          "instrument.measure", "f.csv:2:40" },
        { "above the scale", HEADER LINE("2022", "index", "actual", "4.01"),
          "instrument.outside_scale", "f.csv:2:47" },
        { "a target above the scale", HEADER LINE("2022", "index", "target", "5"),
          "instrument.outside_scale", "f.csv:2:47" },
        { "a rank of 0", HEADER LINE("2022", "index", "rank_national", "0"), "instrument.value",
          "f.csv:2:54" },
        { "half a rank", HEADER LINE("2022", "index", "rank_national", "1.5"), "instrument.value",
          "f.csv:2:54" },
        { "no number", HEADER LINE("2022", "index", "actual", "good"), "instrument.value",
          "f.csv:2:47" },
        { "a year before the movement", HEADER LINE("2016", "index", "actual", "3"),
          "instrument.year", "f.csv:2:29" },
        { "no source", HEADER "35.71,smart-city-evaluation,2022,index,actual,3.31,,,,,\n",
          "instrument.source", "f.csv:2:52" },
        { "a region that is none",
          HEADER "35.99,smart-city-evaluation,2022,index,actual,3.31,x,,,,\n",
          "instrument.region", "f.csv:2:1" },
        { "an instrument that is none", HEADER "35.71,smart,2022,index,actual,3.31,x,,,,\n",
          "instrument.unknown", "f.csv:2:7" },
        { "an address that is none",
          HEADER "35.71,smart-city-evaluation,2022,index,actual,3.31,x,javascript:1,,,\n",
          "instrument.url", "f.csv:2:54" },
        { "a day that never was",
          HEADER "35.71,smart-city-evaluation,2022,index,actual,3.31,x,,2022-13,,\n",
          "instrument.date", "f.csv:2:55" },
    };

    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx *cx = NULL;
        for (size_t i = 0; i < COUNT(row); i++) {
            struct instrument_series s;
            int64_t                  n;
            cx = with_pack(engine[e]);
            if (!cx)
                break;
            struct err *err = instrument_load_facts(cx, S("f.csv"), str_of(row[i].text), &n);
            check(row[i].name, row[i].code ? err && strcmp(err->code, row[i].code) == 0 : !err);
            if (row[i].where)
                check_text(row[i].name, err ? err->where : S("accepted"), str_of(row[i].where));
            check("nothing half-written", !err
                  || (!instrument_series_of(cx, INSTRUMENT_SMART_CITY, S("35.71"), &s)
                      && s.n == 0));
        }
    }
}

/* The pack that ships with a remark more, under another file's name. */
static struct pack
remarked(struct cx *cx)
{
    struct pack pack;
    struct str  text;

    check("embedded", !instrument_embedded(cx->arena, INSTRUMENT_SMART_CITY, &pack));
    text = str_fmt(cx->arena, "%.*s# a remark\n", TEXT(pack.text));
    check("read", !pack_read_text(cx->arena, S("changed.yaml"), text, &pack));
    return pack;
}

TEST(instrument_in_use_does_not_change)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx             *cx = with_pack(engine[e]);
        struct pack            pack;
        struct instrument      in, before;
        enum instrument_loaded loaded = INSTRUMENT_NEW;
        int64_t                n;
        if (!cx)
            continue;
        cx->lang = LANG_EN;
        check("the same again is nothing new",
              !instrument_embedded(cx->arena, INSTRUMENT_SMART_CITY, &pack)
              && !instrument_load_pack(cx, &pack, &loaded) && loaded == INSTRUMENT_SAME);
        check("a result points to it", !instrument_load_facts(cx, S("f.csv"), S(HEADER
              LINE("2022", "index", "actual", "3.31")), &n));
        check("as it is", !instrument_get(cx, INSTRUMENT_SMART_CITY, &before));
        pack = remarked(cx);
        check("read", !instrument_read(cx->arena, &pack, &in, NULL));
        struct err *err = instrument_load_pack(cx, &pack, &loaded);
        check("another text under the same id is refused", err && err->kind == ERR_CONFLICT
              && strcmp(err->code, "instrument.changed") == 0
                  && str_eq(err->where, S("changed.yaml")));
        if (err)
            check_text("names both digests and what to do", err_line(cx->arena, LANG_EN, err),
                str_fmt(cx->arena, "changed.yaml: The instrument smart-city-evaluation is in use, "
                        "with another text. In use: %.*s; this file: %.*s. Results point to an "
                        "instrument as it was; it does not change. Give the changed instrument a "
                        "new id and its own time of validity.", TEXT(before.digest),
                        TEXT(in.digest)));
        check("the first stays", !instrument_get(cx, INSTRUMENT_SMART_CITY, &in)
              && str_eq(in.digest, before.digest));
        err = instrument_get(cx, S("no-such"), &in);
        check("one that is not there", err && err->kind == ERR_MISSING);
    }
}

TEST(instrument_out_of_use_is_replaced)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx               *cx = with_pack(engine[e]);
        struct pack              pack;
        struct instrument        before, after, again;
        struct instrument_brief *row;
        enum instrument_loaded   loaded = INSTRUMENT_NEW;
        size_t                   n;
        if (!cx)
            continue;
        check("read", !instrument_get(cx, INSTRUMENT_SMART_CITY, &before));
        check("read again from the process", !instrument_get(cx, INSTRUMENT_SMART_CITY, &again)
              && again.item == before.item && again.id.n == before.id.n);
        struct str digest = str_copy(cx->arena, before.digest);
        pack = remarked(cx);
        check("replaced", !instrument_load_pack(cx, &pack, &loaded)
              && loaded == INSTRUMENT_REPLACED);
        check("what a process has parsed is not given again",
              !instrument_get(cx, INSTRUMENT_SMART_CITY, &after) && after.id.n == before.id.n
              && !str_eq(after.digest, digest) && str_eq(after.pack, pack.text));
        check("one row, not two", !instrument_list_of(cx, &row, &n) && n == 1
              && str_eq(row[0].standing, S("modelled")));
        check("the same again", !instrument_load_pack(cx, &pack, &loaded)
              && loaded == INSTRUMENT_SAME);
    }
}

TEST(instrument_load_keeps_what_is_known_otherwise)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx  *cx = with_pack(engine[e]);
        struct buf  out;
        int64_t     n_new;

        if (!cx)
            continue;
        check("another figure was here first",
              !instrument_load_facts(cx, S("f.csv"),
                                     S(HEADER LINE("2022", "index", "actual", "3.30")), &n_new));
        out = buf_in(cx->arena, 4096);
        check("the program's facts come in", !instrument_load(cx, &out));
        check("the one that differs stays, and is told", str_ends(buf_str(&out), S(": 1.\n")));
        check("the other order is still refused",
              instrument_load_facts(cx, S("f.csv"),
                                    S(HEADER LINE("2022", "index", "actual", "3.31")), &n_new)
              != NULL);
    }
}

#define TITLE "title: {id: X, en: X}"
#define OLDER "id: smart-city-evaluation\n" TITLE "\nsummary: {id: X, en: X}\nvalid_from: 2021\n" \
    "scale: {min: 0, max: 4, places: 2}\ntree:\n  id: index\n  " TITLE "\n  how: plain mean\n" \
    "  parts:\n    - {id: output, " TITLE ", how: leaf}\n    - {id: outcome, " TITLE \
    ", how: leaf}\nsources:\n  - {id: s, title: T, publisher: P}\n"

/* What the program tells of a region that this database has ended, or of an item that the kept text
 * of an instrument lacks, stays out; the rest comes in. */
TEST(instrument_load_leaves_out_what_has_no_place)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx             *cx = unit_slices_cx(engine[e]);
        struct pack            pack;
        struct instrument_fact fact;
        struct instrument      in;
        struct buf             out;
        struct region_id       id;
        enum instrument_loaded loaded;
        int64_t                n_new;
        bool                   found = true;

        if (!cx)
            continue;
        check("one region", !region_add(cx, &(struct region_add_in){ .code = S("35.71"),
            .kind = S("city"), .name = S("Kota Kediri"), .parent_code = S("35"),
            .source = S("test") }, &id));
        check("an older text, used",
              !pack_read_text(cx->arena, S("old.yaml"), S(OLDER), &pack)
              && !instrument_load_pack(cx, &pack, &loaded)
              && !instrument_load_facts(cx, S("f.csv"),
                                        S(HEADER LINE("2022", "index", "actual", "3.31")), &n_new));
        out = buf_in(cx->arena, 4096);
        check("the program's facts come in", !instrument_load(cx, &out));
        check("the text stays", !instrument_get(cx, INSTRUMENT_SMART_CITY, &in) && in.tree.n == 3);
        check("an item that is there", !instrument_fact_at(cx, &(struct instrument_fact_at_in){
            .instrument_id = in.id, .region_code = S("35.71"), .year = 2022, .item = S("output"),
            .measure = S("actual") }, &fact, &found) && found);
        check("one that is not", !instrument_fact_at(cx, &(struct instrument_fact_at_in){
            .instrument_id = in.id, .region_code = S("35.71"), .year = 2022, .item = S("impact"),
            .measure = S("actual") }, &fact, &found) && !found);
        check("another region", !instrument_fact_at(cx, &(struct instrument_fact_at_in){
            .instrument_id = in.id, .region_code = S("15.71"), .year = 2024, .item = S("index"),
            .measure = S("actual") }, &fact, &found) && !found);
    }
}
