/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * cohort.h — who takes part: which regions joined the smart-city movement, and in which year.
 *
 * WHAT   How many regencies and cities joined in each year, as its sources count them, and the
 *        regions that a source names as participants. Both are facts with their source. Where
 *        sources differ each reading stands beside the others; the first is the one that is
 *        added up. A count that no source states is marked as inferred. A region whose year no
 *        source gives has an unknown year.
 * NOT    Selection and mentoring of a region (assess/), results (instrument/), the map (portal/).
 * READ   cohort_rule.h measures, running totals (pure) · cohort.sql tables, statements · cohort.c
 *        verbs · cohort_load.c facts in · cohort_growth.c the picture of the years ·
 *        cohort_data.c, _web.c, _cli.c faces
 * LAW    There is no public register of participants; pack/fact/README.md says where ours are
 *        from. OURS: a province is named beside the regencies and cities, never counted with them.
 */
#ifndef GUYUB_COHORT_H
#define GUYUB_COHORT_H

#include "base/calendar.h"
#include "base/json.h"
#include "base/table.h"
#include "city/cohort/cohort_row.h"         /* generated: struct cohort_fact, cohort_member */
#include "city/cohort/cohort_rule.h"
#include "cx.h"
#include "ground/region/region.h"
#include "web/html.h"

struct module;

/* ---- years ---------------------------------------------------------------------------------- */

struct cohort_year {
    int64_t                   year;
    struct maybe_int          joined;       /* regencies and cities, by the first reading        */
    struct maybe_int          so_far;       /* they and those of the years before                */
    int64_t                   n_named;      /* of those that joined: known by name, this year    */
    bool                      is_inferred;  /* no source states `joined`                         */
    const struct cohort_fact *fact;         /* of this year: by measure, what is added up first  */
    size_t                    n_facts;
};

/* The years of which something is known, from the first. Nothing loaded: n is 0, total unknown. */
struct cohort_series {
    const struct cohort_year *year;
    size_t                    n;
    struct maybe_int          total;        /* regencies and cities of all years: 251            */
    int64_t                   n_named;      /* of them: known by name, with or without a year    */
    int64_t                   n_provinces;  /* known by name, beside them                        */
};

struct err *cohort_series_of(struct cx *, struct cohort_series *);

/* The reading of a measure that is added up; NULL if the year has no such fact. */
const struct cohort_fact *cohort_fact_of(const struct cohort_year *, enum cohort_measure);
/* What the sources say and where they differ, in the reader's language; may be unknown. */
struct str cohort_fact_note(enum lang, const struct cohort_fact *);
/* "50", "unknown". */
struct str cohort_count_text(struct cx *, struct maybe_int);

/* The years as a picture and the table that says the same, in the reader's language. */
struct html cohort_growth_html(struct cx *, const struct cohort_series *);

/* ---- members -------------------------------------------------------------------------------- */

/* Whom a list shows. Zero: all that are known by name, provinces too. */
struct cohort_filter { int64_t year; };     /* those that joined in this year */

struct cohort_set { const struct cohort_member *row; size_t n; };

/* In order of region code. A member whose region does not exist today is left out. */
struct err *cohort_members_of(struct cx *, struct cohort_filter, struct cohort_set *);
/* Is the region known to take part? Fails only if the database does. */
struct err *cohort_member_find(struct cx *, struct str region_code, struct cohort_member *,
                               bool *found);
struct str  cohort_member_note(enum lang, const struct cohort_member *);
/* "Participant since 2017", "Participant; the year of joining is unknown", and for one that a
 * source shows taking part in a year: "Participant, in 2021 at the latest". */
struct msg  cohort_member_text(struct arena *, const struct cohort_member *);

/* ---- data forms ----------------------------------------------------------------------------- */

void         cohort_series_json(struct json *, const void *);      /* struct cohort_series */
struct table cohort_series_table(struct arena *, const struct cohort_series *);  /* a row a year */
struct table cohort_member_table(struct arena *, const struct cohort_set *);

/* ---- bringing in ---------------------------------------------------------------------------- */

/*
 * Reads a CSV file of counts (its header has `measure`) or of members, in one transaction. What is
 * known already must say the same, or it is refused (cohort.differs); `n_new` counts what is added.
 */
struct err *cohort_import(struct cx *, struct str file, int64_t *n_new);

extern const struct module cohort_module;

#endif
