/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* region_page.h — what the faces of region.h share: its pages, data forms and commands. */
#ifndef GUYUB_REGION_PAGE_H
#define GUYUB_REGION_PAGE_H

#include "base/form.h"
#include "ground/region/region.h"
#include "ground/region/region_search.h"
#include "module.h"

/* The query of /regions. `q` searches; without it the other fields choose a list. */
struct region_query {
    struct str q, within;
    int32_t    level;           /* index into region_levels */
    int32_t    sort;            /* 0 by code, 1 by name     */
    int64_t    page;            /* from 1                   */
};

extern const struct choice region_levels[];     /* in the order of enum region_step */

struct region_listing {
    struct region_query query;
    struct region_list  list;
    struct msg          title;
    struct str          within;                     /* empty: the nation         */
    struct str          previous, next;             /* addresses; empty: no such */
    struct str          first_text, last_text, total_text;
};

enum { REGION_ROUTES = 7, REGION_COMMANDS = 8 };

extern const struct route   region_routes[REGION_ROUTES];
extern const struct command region_commands[REGION_COMMANDS];

/* region_data.c: the same rows and records for pages and shell. */
struct table region_table(struct arena *, const struct region *, size_t n);
struct table region_hit_table(struct arena *, const struct region_hit *, size_t n);
void         region_record_json(struct json *, const void *record);      /* struct region_record */

page_fn region_map_page;            /* region_map.c: GeoJSON for a map */

/* What stands on a region's page beside its own record. */
struct region_parts {
    struct html first;          /* panels of "region.first": what most people came for       */
    struct html outline;        /* the region's shape; empty without a boundary              */
    struct html more;           /* panels of "region.more"                                   */
    struct html actions;        /* what one may change here                                  */
    struct html history;        /* what was changed                                          */
};

struct msg  region_kind_plural(struct str kind);    /* "Districts" */
struct msg  region_level_label(int32_t level);
struct str  region_level_of_kind(struct str kind);  /* "village" for "desa": a choice's value */
struct msg  region_change_label(struct str change);

/* "7.81667° S" for -7.81667, "112.01667° E" for 112.01667: degrees as they are read aloud. */
struct msg  region_latitude_text(struct arena *, enum lang, struct str degrees);
struct msg  region_longitude_text(struct arena *, enum lang, struct str degrees);

#endif
