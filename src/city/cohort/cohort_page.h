/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cohort_page.h — what the faces and the load of cohort.h share. */
#ifndef GUYUB_COHORT_PAGE_H
#define GUYUB_COHORT_PAGE_H

#include "city/cohort/cohort.h"
#include "module.h"
#include "web/chart.h"

enum { COHORT_ROUTES = 2, COHORT_COMMANDS = 3, COHORT_PANELS = 1 };
extern const struct route   cohort_routes[COHORT_ROUTES];
extern const struct command cohort_commands[COHORT_COMMANDS];
extern const struct panel   cohort_panels[COHORT_PANELS];

/* The module's load hook: the counts and members that come with the program. */
struct err *cohort_load(struct cx *, struct buf *out);
/* cohort_import from a text in memory; `name` stands in complaints. */
struct err *cohort_import_text(struct cx *, struct str name, struct str text, int64_t *n_new);

/* Columns of the tables in cohort_data.c. */
enum { COHORT_AT_YEAR, COHORT_AT_JOINED, COHORT_AT_INFERRED, COHORT_AT_TOTAL, COHORT_AT_NAMED };
enum { COHORT_AT_REGION, COHORT_AT_NAME, COHORT_AT_KIND, COHORT_AT_SINCE, COHORT_AT_SEEN,
       COHORT_AT_SOURCE, COHORT_AT_PUBLISHER };

/* What the page of the years is made from. */
struct cohort_growth {
    struct cohort_series series;
    struct html          picture;
    struct str           total, named;              /* as the reader's language writes them */
};

/* What the page of the members is made from; `year` 0: of all years. */
struct cohort_listing {
    struct cohort_series series;
    struct cohort_set    set;
    int64_t              year;
    struct msg           title;
    struct str           total, named, provinces, rows;
};

/* A source as pages write it: its title, linked where it has an address, publisher and date. */
struct cohort_source { struct str title, publisher, date, url; };

struct cohort_source cohort_source_of_fact(const struct cohort_fact *);
struct cohort_source cohort_source_of_member(const struct cohort_member *);
/* "2017", "2021 or before", "unknown": the cell of a list. */
struct msg           cohort_since_text(struct arena *, const struct cohort_member *);

#endif
