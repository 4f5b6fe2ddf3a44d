/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * org.h — who: the organisations of a region or of the nation.
 *
 * WHAT   Ministries, regional agencies (OPD) and their units, universities, companies, communities:
 *        each with its region, its parent, from when to when it is, and which one it came from or
 *        became (Kominfo became Komdigi). An organisation that ends keeps its page.
 * NOT    People and posts (identity/), what an agency plans or runs (plan/, service/).
 * READ   org_rule.h kinds and codes (pure) · org.sql tables and statements · org.c verbs
 *        org_load.c facts and CSV · org_edit.h forms · org_web.c, org_cli.c faces
 * LAW    OURS: a code is a short name in lower case, after the region's code where there is one.
 */
#ifndef GUYUB_ORG_H
#define GUYUB_ORG_H

#include "base/json.h"
#include "base/table.h"
#include "cx.h"
#include "ground/org/org_row.h"             /* generated: struct org, struct org_id, … */
#include "ground/org/org_rule.h"
#include "ground/region/region.h"

struct buf;
struct module;

struct org_record {
    struct org            org;
    struct org            parent;                       /* parent.id.n is 0 without one */
    struct org           *unit;                         /* by name                      */
    size_t                n_units;
    struct org_neighbour *before, *after;               /* by date                      */
    size_t                n_before, n_after;
};

/* Which organisations a list shows: of one region, of the nation, or all (zero). */
struct org_filter { struct str region_code; bool within_nation; };

struct org_set { struct org *row; size_t n; };

/* Fails: org.unknown. */
struct err *org_get(struct cx *, struct str code, struct org *);
struct err *org_find(struct cx *, struct str code, struct org *, bool *found);
struct err *org_record_get(struct cx *, struct str code, struct org_record *);
struct err *org_set_of(struct cx *, struct org_filter, struct org_set *);
struct err *org_now_in(struct cx *, struct region_id, struct org_set *);     /* those of today */

/*
 * Reads a CSV file of organisations (code, kind, name, short_name, region_code, parent_code,
 * valid_from, valid_to, successor_code, law, source) in one transaction. A parent stands before its
 * units, a predecessor before or after its successor. Rows whose code is known already must say
 * the same: a difference is refused (org.differs). `n_new` counts what was added.
 */
struct err *org_import(struct cx *, struct str file, int64_t *n_new);
struct err *org_import_text(struct cx *, struct str name, struct str text, int64_t *n_new);

extern const struct module org_module;

#endif
