/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* job_page.h — what the faces of job_list.h share: its pages and commands. */
#ifndef GUYUB_JOB_PAGE_H
#define GUYUB_JOB_PAGE_H

#include "ground/job/job_list.h"
#include "module.h"
#include "web/html.h"

enum { JOB_ROUTES = 4, JOB_COMMANDS = 7, JOB_PANELS = 1 };

extern const struct route   job_routes[JOB_ROUTES];
extern const struct command job_commands[JOB_COMMANDS];
extern const struct panel   job_panels[JOB_PANELS];

/* What a page and the command ask with; the state 0 is any, else an enum job_state. */
struct job_query { int32_t state; int64_t before; };

extern const struct choice job_state_choices[];

struct job_list_filter job_filter_of(const struct job_query *);

/* job_data.c: the same jobs for pages and shell. */
struct job_said { struct cx *cx; const struct job_seen *job; };
void         job_json(struct json *, const void *said);                 /* struct job_said */
struct table job_table(struct cx *, const struct job_list *);
/* "1.200 of 8.000", "1.200"; nothing before the first step. */
struct msg   job_progress_text(struct arena *, enum lang, const struct job_seen *);
/* "Line 3, column 2: …", for a terminal. */
struct str   job_line_text(struct arena *, enum lang, const struct job_line *);
/* What is the matter, in a sentence: "Waits for its next try at …". */
struct msg   job_state_text(struct arena *, enum lang, const struct job_seen *, int64_t now_s);
struct str   job_href(struct arena *, int64_t id);                      /* "/jobs/12" */

/* Everything the page of the list shows. */
struct job_listing {
    struct job_list list;
    int32_t         state;                  /* as asked, for the filter                   */
    struct str      older, newest;          /* addresses; unknown: no such page           */
};

/* Everything the page of one shows. */
struct job_record {
    struct job_seen job;
    struct html     history;
    bool            may_stop, may_again;
    struct str      form;                   /* where a failed one is asked for anew; or unknown */
    int64_t         now_s;
};

#endif
