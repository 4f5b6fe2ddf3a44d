/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * job_list.h — seeing jobs, stopping them, asking for them again: for pages and commands.
 *
 * Everybody sees the jobs that they asked for; those of others who holds the kind's right, as far
 * as it reaches, unless the kind is the asker's own. Who sees a job may stop it and ask for it
 * again.
 */
#ifndef GUYUB_JOB_LIST_H
#define GUYUB_JOB_LIST_H

#include "base/maybe.h"
#include "ground/job/job.h"
#include "ground/job/job_row.h"         /* generated: struct job_row */
#include "ground/job/job_rule.h"

enum { JOB_PAGE = 50 };

/* A row as people see it. */
struct job_seen {
    int64_t         id;
    struct str      kind;               /* its word                                              */
    struct msg      label;              /* of the kind; its word if this program has no such     */
    const struct job_kind *known;       /* NULL: this program has no such kind                   */
    enum job_state  state;
    bool            mine, stop_asked;
    struct str      asker;              /* "Kantor Program (Siti Rahma)"; unknown: the program   */
    struct scope    scope;
    struct str      file_name;
    int64_t         file_bytes, tries, most, done, all;
    int64_t         asked_at, due_at;
    struct maybe_int begun_at, ended_at;
    const struct job_line *line; size_t n_lines;    /* what it told                              */
    struct err     *err;                /* of its last try; NULL: none                           */
};

struct job_list_filter { enum job_state state; int64_t before; };  /* none, 0: all, the newest   */
struct job_list { struct job_seen *row; size_t n; int64_t older; };    /* older 0: no more       */

struct err *job_list_of(struct cx *, const struct job_list_filter *, struct job_list *);
/* Fails: job.unknown, also for one that the reader may not see. */
struct err *job_get(struct cx *, int64_t id, struct job_seen *);
/* A waiting one ends at once, a running one at its next step. Fails: job.unknown, job.ended. */
struct err *job_stop(struct cx *, int64_t id);
/* One that failed: waits again, from what it had saved, with all its tries. Fails: job.unknown,
 * job.not_failed. */
struct err *job_again(struct cx *, int64_t id);
bool        job_may_again(const struct cx *, const struct job_seen *);
struct err *job_unknown(struct cx *, struct str number);        /* job.unknown, always */
/* A scheduled kind, now. Fails: job.no_kind, job.not_scheduled. */
struct err *job_ask_now(struct cx *, struct str kind, int64_t *id);

/* NULL: no module of the program has it. */
const struct job_kind *job_kind_named(const struct cx *, struct str word);

#endif
