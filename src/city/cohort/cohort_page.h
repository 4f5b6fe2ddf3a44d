/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cohort_page.h — what the faces and the load of cohort.h share. */
#ifndef GUYUB_COHORT_PAGE_H
#define GUYUB_COHORT_PAGE_H

#include "city/cohort/cohort.h"
#include "ground/job/job.h"
#include "ground/record/record.h"
#include "module.h"
#include "web/form_html.h"
#include "web/html.h"

enum { COHORT_ROUTES = 15, COHORT_COMMANDS = 7, COHORT_PANELS = 1 };
extern const struct route   cohort_routes[COHORT_ROUTES];
extern const struct command cohort_commands[COHORT_COMMANDS];
extern const struct panel   cohort_panels[COHORT_PANELS];

/* The module's load hook: the counts and members that come with the program. */
struct err *cohort_load(struct cx *, struct buf *out);
/* cohort_import from a text in memory; `name` stands in complaints. */
struct err *cohort_import_text(struct cx *, struct str name, struct str text, int64_t *n_new);

/* ---- a file as a job (cohort_import.c) ------------------------------------------------------- */

enum { COHORT_FILE_BYTES = 16 << 20, COHORT_FILE_NAME_MAX = 100 };

/* What was sent: a file of so many bytes, read from its beginning. */
struct cohort_file { int fd; int64_t bytes; struct str name, why; };

extern const struct form cohort_import_form;

/* Asks for the work, in a change of its own. Fails: right.denied. */
struct err *cohort_import_ask(struct cx *, const struct cohort_file *, int64_t *job_id);
struct err *cohort_import_run(struct cx *, struct job *);

/* What the page of the form is made from. */
struct cohort_import_page {
    const struct form_draw *draw;
    struct msg              fault;          /* of the file; nothing: none */
};

/* Columns of the tables in cohort_data.c. */
enum { COHORT_AT_YEAR, COHORT_AT_JOINED, COHORT_AT_INFERRED, COHORT_AT_TOTAL, COHORT_AT_NAMED };
enum { COHORT_AT_REGION, COHORT_AT_NAME, COHORT_AT_KIND, COHORT_AT_SINCE, COHORT_AT_SEEN,
       COHORT_AT_SOURCE, COHORT_AT_PUBLISHER };

/* ---- one count and one member, and their change ---------------------------------------------- */

struct cohort_count_record {
    struct record_state state;
    struct cohort_fact  fact;
    struct html         panel;
};

struct cohort_member_record {
    struct record_state  state;
    struct cohort_member member;
    struct html          panel;
};

extern const struct form        cohort_count_form, cohort_member_form;
extern const struct record_kind cohort_edit_count, cohort_add_count, cohort_edit_member,
                                cohort_add_member;
extern const struct form        cohort_count_flags, cohort_member_flags, cohort_count_next_form;

/* As it is now; version 0 and no values: not known. Keys: "2022/joined/1"; "35.71". */
struct err *cohort_count_state (struct cx *, struct str key, struct record_state *,
                                struct cohort_fact *);
struct err *cohort_member_state(struct cx *, struct str code, struct record_state *,
                                struct cohort_member *);
struct err *cohort_not_member  (struct cx *, const struct record_state *);

page_fn cohort_import_page, cohort_import_do;
page_fn cohort_count_page, cohort_count_edit_page, cohort_count_add_page, cohort_count_next_page,
        cohort_member_page, cohort_member_edit_page, cohort_member_add_page;
/* The commands of the same names. */
struct err *cohort_count_edit_run (struct cx *, struct shell *);
struct err *cohort_count_add_run  (struct cx *, struct shell *);
struct err *cohort_member_edit_run(struct cx *, struct shell *);
struct err *cohort_member_add_run (struct cx *, struct shell *);

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
    bool                 may_add;
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
