/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* job_part.h — what the slice's own files share. */
#ifndef GUYUB_JOB_PART_H
#define GUYUB_JOB_PART_H

#include "ground/job/job_list.h"
#include "module.h"

/* Rows of what has ended; what a failed one was given. */
enum { JOB_KEPT_DAYS = 90, JOB_FILE_KEPT_DAYS = 7 };

/* A fact about a job. The program's own are told only when they fail: they would drown the rest. */
struct job_fact {
    int64_t           id;
    struct str        kind;
    struct scope      scope;
    enum journal_verb verb;
};
struct err *job_tell_fact(struct cx *, const struct job_fact *);

/* In a change: the job has ended so. Takes its file and its input away unless it failed. */
struct job_ending { int64_t id; uint64_t lease; enum job_state state; const struct err *err; };
struct err *job_put_end(struct cx *, const struct job_ending *, bool *changed);

struct str  job_key_text(struct arena *, int64_t id);       /* "12", as the journal knows it */
struct msg  job_label(const struct job_kind *, struct str word);   /* its word where it is NULL */
int64_t     job_most_tries(const struct job_kind *);        /* of NULL: JOB_TRIES */

/* What the module does by itself: asks for what its schedule says. */
struct err *job_tend(struct cx *);
/* What failed in the last week, and whether anybody works at all. */
struct err *job_examine(struct cx *, struct findings *);
/* The slice's own kind: forgets what ended long ago. */
struct err *job_clean(struct cx *, struct job *);

#endif
