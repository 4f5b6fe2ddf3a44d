/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cohort_page.h — what the faces and the load of cohort.h share. */
#ifndef GUYUB_COHORT_PAGE_H
#define GUYUB_COHORT_PAGE_H

#include "city/cohort/cohort.h"
#include "module.h"
#include "web/html.h"

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

/* ---- the picture of the years ---------------------------------------------------------------- */

enum { COHORT_GROWTH_MAX = 16, COHORT_GROWTH_WIDTH = 600 };

/* One column: those of earlier years below, those that joined on top. Its texts say the same. */
struct cohort_column {
    struct str         year, joined, so_far;
    bool               known, inferred;
    int32_t            x, middle, width;
    struct cohort_span before, added;
};

struct cohort_growth {                              /* the latest years, if there are too many */
    struct cohort_column year[COHORT_GROWTH_MAX];
    size_t               n;
    bool                 some_inferred;
};

/* What the page of the years is made from. */
struct cohort_years {
    struct cohort_series series;
    struct html          growth;
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
