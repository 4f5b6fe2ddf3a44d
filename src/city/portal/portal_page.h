/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * portal_page.h — what the pages of portal.h are made from: texts in the reader's language and
 * pictures, ready to be written. Only portal_*.c and the template use it.
 */
#ifndef GUYUB_PORTAL_PAGE_H
#define GUYUB_PORTAL_PAGE_H

#include "base/json.h"
#include "base/maybe.h"
#include "base/table.h"
#include "city/cohort/cohort.h"
#include "city/instrument/instrument.h"
#include "city/portal/portal_rule.h"
#include "web/chart.h"
#include "web/route.h"

enum {
    PORTAL_LINES_MAX   = 24,        /* parts of one item                         */
    PORTAL_GROUPS_MAX  = 6,         /* items with parts                          */
    PORTAL_SOURCES_MAX = 40,
    PORTAL_REGIONS_MAX = 6          /* side by side                              */
};

/* ---- one region's index ---------------------------------------------------------------------- */

/* The parts of one item: "Components", then "Parts of Impact". */
struct portal_group { struct str name; struct html chart, table; bool top; };

/* One line of a computation: part, weight, figure, and what it adds. */
struct portal_line { struct str name, weight, figure, adds; };

/* Does a published figure follow from its published parts? All the figures, to follow by hand. */
struct portal_check {
    struct str         name;
    bool               plain;               /* a plain mean: no weights      */
    struct portal_line line[PORTAL_LINES_MAX];
    size_t             n;
    struct str         sum, recomputed_range, published, published_range;
    struct str         low, high;           /* an example of how ranges read */
    bool               agrees;
};

struct portal_source { struct str title, href, years, note; struct date date; };

/* The figure of a year with what belongs beside it. */
struct portal_figure {
    struct str         year, figure;        /* figure unknown: none was published */
    struct html        sides;
};

struct portal_panel {
    struct str           region_code, region_name;
    struct str           instrument_title, instrument_code, meaning, most;
    struct portal_figure latest;
    struct html          chart, table;
    bool                 wide;              /* the picture may have to be scrolled */
    struct portal_figure detail;            /* the last year with published parts  */
    bool                 has_detail, detail_is_latest;
    struct portal_group  group[PORTAL_GROUPS_MAX];
    size_t               n_groups;
    struct portal_check  check[PORTAL_GROUPS_MAX];
    size_t               n_checks;
    struct portal_source source[PORTAL_SOURCES_MAX];
    size_t               n_sources;
};

/* Puts a series into words and pictures; `id` makes the ids of its pictures unique on the page. */
void portal_panel_of(struct cx *, const struct instrument_series *, struct str id,
                     struct portal_panel *);

/* What instrument/ knows, for portal_rule.h and for pictures. */
struct portal_point *portal_points_of(struct arena *, const struct instrument_series *);
struct chart_value   portal_shown(struct score_given);

/* Where every picture of the instrument ends: the scale's end, or the next whole number. */
int32_t portal_axis_end(const struct instrument *);

/* "region.first": the region's index, or for a province the regions in it that have one. */
struct err *portal_region_panel(struct cx *, int64_t region_id, struct html *);

/* Is the smart-city instrument loaded? Pages say what they can without it. */
struct err *portal_has_instrument(struct cx *, bool *has);

/* ---- who takes part, on a map ---------------------------------------------------------------- */


/* A participant that is known by name. */
struct portal_pin {
    struct str         code, name, kind;
    struct str         latitude, longitude;     /* unknown: it stands in the list only          */
    bool               on_map;
    struct portal_spot spot;
    bool               is_province;             /* beside the regencies and cities, not of them */
    struct msg         since;                   /* cohort_member_text                           */
    struct maybe_int   year;
};

struct portal_participants {
    struct portal_pin *pin;                     /* in order of region code */
    size_t             n, n_on_map;
    struct maybe_int   total;                   /* regencies and cities of all years            */
    int64_t            n_named;                 /* of those: known by name                      */
};

/* "251", or the word for unknown. */
struct msg  portal_total_msg(struct arena *, enum lang, struct maybe_int total);

/* Every participant known by name, with its spot on the map where its point is known. */
struct err *portal_participants_of(struct cx *, const struct cohort_series *,
                                   struct portal_participants *);

page_fn portal_map_page;                        /* GeoJSON of them */

/* "region.more": where the region lies, as a picture and as a map that a press opens. */
struct err *portal_place_panel(struct cx *, int64_t region_id, struct html *);

/* ---- home ------------------------------------------------------------------------------------ */

struct portal_count { int64_t n; struct msg label; const char *href; const char *key; };

struct portal_home {
    struct portal_count  count[4];
    size_t               n_counts;
    struct portal_participants who;
    struct cohort_series series;            /* n is 0 while nothing is loaded */
    struct html          growth;
    struct portal_panel *example;           /* NULL while nothing is loaded */
};

page_fn portal_home_page;

/* ---- side by side ---------------------------------------------------------------------------- */

struct portal_option { struct str value, text; bool chosen; };

struct portal_column {
    struct str  code, name, without;        /* `without`: the address without this region */
    struct html chart;                      /* empty: no result is known                   */
};

struct portal_row { struct str head; struct str cell[PORTAL_REGIONS_MAX]; };

struct portal_compare {
    struct portal_column  column[PORTAL_REGIONS_MAX];
    size_t                n;
    struct portal_option *region, *year;    /* to add a region, to choose a year           */
    size_t                n_regions, n_years;
    struct str            chosen_year;      /* unknown: no region has a figure             */
    struct html           bars;
    struct portal_row    *by_year, *by_part;
    size_t                n_by_year, n_by_part;
    struct portal_source  source[PORTAL_SOURCES_MAX];
    size_t                n_sources;
    bool                  full;
};

struct portal_compare_form { int64_t year; };

extern const struct form portal_compare_form;

page_fn portal_compare_page;

/* ---- everything public, as data -------------------------------------------------------------- */


/* A list that some route serves as rows. */
struct portal_dataset {
    struct str path;                        /* with its query: "/regions?level=village"          */
    struct str csv, json;                   /* addresses; unknown where the path has holes       */
    struct str title, help;                 /* in the reader's language                          */
    struct maybe_int rows;                  /* unknown: they depend on what is asked             */
    struct str source, licence, licence_href, as_of;
};

/* A record's address, "/regions/{code}", and what it tells. */
struct portal_record { struct str path, help; };

struct portal_data {
    struct portal_dataset *set;
    struct portal_record  *record;
    size_t                 n, n_records;
};

page_fn portal_data_page;

/* ---- sources --------------------------------------------------------------------------------- */

/* Adds what a series rests on, each source once with its years; returns the new count. */
size_t portal_add_sources(struct cx *, const struct instrument_series *, struct str name,
                          struct portal_source *, size_t n);

#endif
