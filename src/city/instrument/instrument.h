/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * instrument.h — what is measured and how: instruments as data, and published results.
 *
 * WHAT   An instrument is a pack (pack/instrument/): a tree of items with weights, a scale, levels
 *        with their criteria, evidence, bands, notes on what its sources dispute. It does not
 *        change once results point to it. Answers make an index of it (instrument_answer.h).
 *        Published results are facts, each with its source: the actual figure, the target, the
 *        rank. From the published parts the total is recomputed line by line; published and
 *        recomputed stand side by side with their ranges, and the page says whether they agree.
 *        None of the three ever takes another's place.
 * NOT    Who answers when, documents, assessors (assess/); charts, the region's panel and the
 *        comparison page (portal/); the arithmetic itself (engine/score, engine/rule).
 * READ   instrument_rule.h what follows from figures (pure) · instrument_shape.c, _pack.c,
 *        _level.c, _table.c, _tree.c, _check.c, _express.c read a pack · instrument.sql tables,
 *        statements · instrument.c verbs · instrument_cache.c once a process · instrument_load.c
 *        packs and facts in · instrument_answer.h from answers to an index: _sheet.c, _expand.c,
 *        _answer.c · instrument_text.c, _side.c figures and reasons in words ·
 *        _data.c, _json.c, _web.c, _cli.c faces
 * LAW    The pack names its sources. OURS: the total is recomputed from the published figures
 *        nearest to it; a year without a published figure stays unknown and breaks the row of
 *        improvements.
 */
#ifndef GUYUB_INSTRUMENT_H
#define GUYUB_INSTRUMENT_H

#include "base/calendar.h"
#include "base/json.h"
#include "base/table.h"
#include "city/instrument/instrument_row.h"     /* generated: struct instrument_fact, … */
#include "city/instrument/instrument_rule.h"
#include "cx.h"
#include "engine/rule/rule.h"
#include "ground/region/region.h"
#include "pack/pack.h"
#include "web/html.h"

struct module;

#define INSTRUMENT_SMART_CITY S("smart-city-evaluation")    /* the one shown unless asked */

/* ---- the instrument ------------------------------------------------------------------------- */

enum { INSTRUMENT_LEVELS_MAX = 20, INSTRUMENT_BANDS_MAX = 20, INSTRUMENT_EACH_MAX = 1000 };

struct instrument_words { struct str id, en; };             /* one text in both languages */

struct str instrument_say(enum lang, struct instrument_words);
bool       instrument_says(struct instrument_words);        /* is there a text? */

/* What the pack says of itself: typed from the regulation, or from what is known of it. */
enum instrument_standing { INSTRUMENT_OFFICIAL, INSTRUMENT_MODELLED };

/* A set of kinds of region, a bit each; the empty set stands for all kinds. */
struct instrument_kinds { uint32_t bits; };

bool       instrument_is_for(struct instrument_kinds, enum region_kind);
/* "provinces, regencies and cities"; unknown for all kinds. */
struct str instrument_kinds_text(struct arena *, enum lang, struct instrument_kinds);

struct instrument_level {                                   /* a step that can be proven          */
    int32_t                 number;                         /* what an answer says                */
    struct dec              value;                          /* what it counts                     */
    struct instrument_words title, criterion, evidence;     /* the last two may be unknown        */
};

struct instrument_rubric {                                  /* ascending levels                   */
    struct str                     code;                    /* unknown: the item's own            */
    struct instrument_words        title;                   /* of one that items share            */
    const struct instrument_level *level;
    size_t                         n;
};

struct instrument_item {                                    /* beside node [i] of the tree        */
    struct str                      code;                   /* "baseline"                         */
    struct instrument_words         title, meaning;         /* meaning may be unknown             */
    struct dec                      percent;                /* its weight below a weighted mean   */
    const struct instrument_rubric *rubric;                 /* of a leaf with levels; or NULL     */
    const struct instrument_words  *evidence;               /* to be shown, whatever the level    */
    size_t                          n_evidence;
    bool                            may_not_apply;          /* it may be answered "n/a"           */
    struct instrument_words         unknown;                /* why its score has no source        */
    struct instrument_kinds         kinds;                  /* elsewhere it is not applicable     */
    struct instrument_words         each;                   /* answered once for each of these    */
    struct str                      expression;             /* as the pack writes it              */
    const struct rule              *rule;                   /* of the expression; else NULL       */
    struct str                      of;                     /* expanded: which of the repeated    */
    int32_t                         plain;                  /* its index before it was expanded   */
};

struct instrument_source { struct str code, title, publisher, url; struct date date; };

struct instrument_reading { struct instrument_words says; const struct instrument_source *source; };

struct instrument_note {                                    /* what sources leave open            */
    struct instrument_words          about, text;
    const struct instrument_reading *reading;               /* what each of them says             */
    size_t                           n_readings;
};

struct instrument {
    struct instrument_id            id;             /* n is 0 while it is not in the database */
    struct str                      code, digest, pack;     /* pack: the text as it was read  */
    struct instrument_words         title, summary, scale_note;
    enum instrument_standing        standing;
    struct date                     valid_from, valid_to;
    struct instrument_kinds         kinds;          /* of region, which it is for             */
    bool                            of_the_whole;   /* weights are parts of the whole index   */
    struct score_scale              scale;
    int32_t                         places;         /* decimals in which totals are published */
    struct score_bands              bands;          /* n is 0: none are known                 */
    const struct instrument_words  *band_title;     /* bands.n of them                        */
    const struct instrument_rubric *rubric;         /* those that items share                 */
    size_t                          n_rubrics;
    struct score_tree               tree;           /* item 0 is the total                    */
    const struct instrument_item   *item;           /* tree.n of them                         */
    const struct rule_table        *table;          /* what expressions pull data from        */
    const struct instrument_words  *table_title;    /* n_tables of them                       */
    size_t                          n_tables;
    const struct instrument_note   *note;
    const struct instrument_source *source;
    size_t                          n_notes, n_sources;
};

/* Reads and checks a pack. The error is the first fault; all are in `faults` unless it is NULL. */
struct err *instrument_read(struct arena *, const struct pack *, struct instrument *,
                            struct pack_faults *);

/*
 * Parsed once a process, then given from there as long as the database has the same text: the texts
 * are few, small, and asked for by nearly every page. `in` points into memory of the process; it
 * lives as long as the unit of work that asked. Fails: instrument.unknown.
 */
struct err *instrument_get(struct cx *, struct str code, struct instrument *in);
struct err *instrument_list_of(struct cx *, struct instrument_brief **rows, size_t *n);
/* The index of an item in the tree, or -1. */
int32_t     instrument_item_of(const struct instrument *, struct str item_code);
/* The tree ready to be computed: its expressions run with scratch of this arena. */
struct score_tree instrument_tree(struct arena *, const struct instrument *);

/* ---- published results ---------------------------------------------------------------------- */

/* A fact and its figure. `fact` NULL: nothing was published; given.known false: no figure found. */
struct instrument_figure { const struct instrument_fact *fact; struct score_given given; };

/* An inner item that was published whole and in parts: does the whole follow from the parts? */
struct instrument_check { int32_t item; struct score_step recomputed; bool agrees; };

struct instrument_result {
    int64_t                         year;
    const struct instrument_figure *actual;         /* tree.n of them; [0] is the total           */
    struct instrument_figure        target;         /* of the total, planned: an exact figure     */
    const struct instrument_fact   *improvement_published;
    const struct instrument_fact   *rank_national, *ranked_national, *rank_province;

    const struct score_step        *step;           /* the total from its parts, tree.n lines     */
    bool                            has_parts;      /* is any part published? else step is empty  */
    const struct instrument_check  *check;          /* the total first, if it can be checked      */
    size_t                          n_checks;

    struct instrument_gap           improvement;    /* over the year before; below 0 is a fall    */
    struct instrument_gap           over_target;    /* below 0: missed by so much                 */
};

/* The years of which something was published, from the first; years between are left out. */
struct instrument_series {
    struct instrument               instrument;
    struct region                   region;
    const struct instrument_result *year;
    size_t                          n;
};

/* Fails: instrument.unknown, region.unknown, region.code. A region without results has n 0. */
struct err *instrument_series_of(struct cx *, struct str instrument, struct str region_code,
                                 struct instrument_series *);
/* One year of it; `found` false if nothing was published for that year. */
struct err *instrument_result_of(struct cx *, struct str instrument, struct str region_code,
                                 int64_t year, struct instrument_series *,
                                 const struct instrument_result **, bool *found);

/* A series of each instrument by which something of the region is published, in order of code: they
 * measure on scales of their own, so no two are one line. */
struct err *instrument_all_series_of(struct cx *, struct str region_code,
                                     struct instrument_series **, size_t *n);

/* One year of several regions, in the order asked; `result` is NULL where nothing was published. */
struct instrument_compared {
    struct instrument_series        series;
    const struct instrument_result *result;
};
struct err *instrument_compare(struct cx *, struct str instrument, const struct str *region_code,
                               size_t n, int64_t year, struct instrument_compared *out);

/* Regions with published totals, for choosing among them. */
struct err *instrument_regions(struct cx *, struct str instrument, struct instrument_region **,
                               size_t *n);

/* ---- words for figures ---------------------------------------------------------------------- */

/* The figure as published: "3,200" / "3.200"; "unknown" / "tidak diketahui" for none. */
struct str instrument_figure_text(struct cx *, struct instrument_figure);
/* "[3,310; 3,320)" / "[3.310, 3.320)", with the places of the finest; a point is one figure. */
struct str instrument_range_text(struct cx *, struct score_range, struct dec value);
/* "+0,25", "−0,11"; unknown text if the gap is not known. */
struct str instrument_gap_text(struct cx *, struct instrument_gap);
/* A computed value for people: half up, once, at the instrument's places. */
struct str instrument_shown_text(struct cx *, const struct instrument *, struct dec);
/* A computed value as it is: "3,315"; one that goes on is cut and says so: "3,068333…". */
struct str instrument_exact_text(struct cx *, struct dec);
/* "weighted mean of its parts", "the highest of its parts", … */
struct msg instrument_how_label(enum score_how);
/* What a figure in this range is called: "Baik"; "Baik or Sangat baik" where rounding leaves it
 * open; unknown if the instrument has no bands. */
struct str instrument_band_text(struct cx *, const struct instrument *, struct score_range);

/* A small figure beside the large one of a year; `way` below 0: it went down. */
struct instrument_side { struct msg label; struct str value; struct msg note; int32_t way; };

enum { INSTRUMENT_SIDES_MAX = 6 };

struct instrument_sides { struct instrument_side side[INSTRUMENT_SIDES_MAX]; size_t n; };

/* What year [i] is called, its change, target and ranks, and the next target that waits for its
 * result. A change that is not known says so. */
void        instrument_sides_of  (struct cx *, const struct instrument_series *, size_t i,
                                  struct instrument_sides *);
struct html instrument_sides_html(struct cx *, const struct instrument_sides *);

/* ---- data forms: the same for pages, shell and other slices --------------------------------- */

void instrument_json       (struct json *, const void *);      /* struct instrument        */
void instrument_series_json(struct json *, const void *);      /* struct instrument_series */
/* One row a year. */
struct table instrument_series_table(struct arena *, const struct instrument_series *);

/* ---- bringing in ---------------------------------------------------------------------------- */

enum instrument_loaded { INSTRUMENT_SAME, INSTRUMENT_NEW, INSTRUMENT_REPLACED };

struct instrument_imported { bool is_pack; enum instrument_loaded loaded; int64_t n_facts; };

/*
 * Another text under a code that is known takes its place while no result points to it; then it is
 * refused (instrument.changed). Facts that are known must say the same (instrument.fact_differs).
 * What is missing is added; counts say how much. Each is one transaction.
 */
struct err *instrument_load_pack (struct cx *, const struct pack *, enum instrument_loaded *);
struct err *instrument_load_facts(struct cx *, struct str name, struct str text, int64_t *n_new);
/* A file of either kind: .csv has facts, any other is a pack. */
struct err *instrument_import    (struct cx *, struct str file, struct instrument_imported *);

extern const struct module instrument_module;

#endif
