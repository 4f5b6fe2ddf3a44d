/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * region.h — where: the provinces, regencies and cities, districts and villages of Indonesia.
 *
 * WHAT   Every region of the state with its code, name and place in the tree, as it is today and
 *        as it was: a region that splits, merges or is renamed gets an end, its successors a
 *        beginning, and a lineage row says from which to which, by which law. Nothing is rewritten;
 *        a parent is named by its code (ADR 0001).
 *        Names are found in spite of slips of the pen; points find their region by its boundary.
 * NOT    Who works there (org/), how it scores (instrument/), what it plans (plan/).
 * READ   region_rule.h codes, kinds, names (pure) · region.sql tables · region.c verbs
 *        region_load.h the first load · region_revise.h splits, mergers, renamings
 *        region_edit.h points and names put right by hand
 *        region_search.h the forgiving search · region_boundary.h polygons · _web.c, _cli.c faces
 * LAW    Codes and names: Permendagri on codes and data of government regions, in the edition that
 *        npm idn-area-data 3.1.2 carries (ODbL); points: GeoNames (CC BY 4.0).
 */
#ifndef GUYUB_REGION_H
#define GUYUB_REGION_H

#include "base/json.h"
#include "base/table.h"
#include "cx.h"
#include "ground/region/region_row.h"       /* generated: struct region, struct region_id, … */
#include "ground/region/region_rule.h"

struct module;

enum { REGION_DEPTH_MAX = 4 };              /* province, regency or city, district, village */

/* All that a region's page, its JSON and `guyub region show` tell. Lists are in order of code. */
struct region_record {
    struct region             region;
    struct region             above[REGION_DEPTH_MAX - 1];      /* from the province down        */
    size_t                    n_above;
    struct region            *below;                            /* one step down                 */
    size_t                    n_below;
    struct region_kind_count *kinds_below;                      /* all steps down, per kind      */
    size_t                    n_kinds_below;
    struct region_change     *changes;                          /* latest first                  */
    size_t                    n_changes;
    struct region            *past;                             /* ended rows of the same code   */
    size_t                    n_past;
};

/* What a list shows. Zero is the default: provinces, everywhere, by code, from the first. */
struct region_filter {
    enum region_step step;
    struct str       within;                /* a code; unknown or empty: the nation */
    bool             by_name;
    int64_t          after, most;           /* rows to leave out, rows to give       */
};

struct region_list { struct region *row; size_t n; int64_t total; };

/* The region that has `code` today. Fails: region.code (not a code at all), region.unknown. */
struct err *region_get(struct cx *, struct str code, struct region *);
struct err *region_find(struct cx *, struct str code, struct region *, bool *found);
struct err *region_of_id(struct cx *, struct region_id, struct region *);    /* also ended ones */
struct err *region_record_get(struct cx *, struct str code, struct region_record *);
struct err *region_list_of(struct cx *, struct region_filter, struct region_list *);
struct err *region_counts(struct cx *, struct region_kind_count **, size_t *n);  /* the nation's */

/* What is counted and searched, anew: whatever adds, ends or renames regions calls it in its own
 * transaction. */
struct err *region_settle(struct cx *);

/* For JSON and tables of other slices, so that a region looks the same everywhere. */
void        region_json(struct json *, const struct region *);      /* code, name, kind */
struct str  region_href(struct arena *, struct str code);           /* "/regions/35.71" */

extern const struct module region_module;

#endif
