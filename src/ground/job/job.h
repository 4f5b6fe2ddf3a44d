/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * job.h — long work: asked for in the change that needs it, done later in a process of its own.
 *
 * WHAT   A slice declares kinds of work (module.h: jobs). A verb asks for one inside its own
 *        change, so that there is no job without its cause. A runner (app/server/runner.h: beside
 *        the workers, or `guyub work` on any machine that reaches the database) takes the next due
 *        job under a lease and runs it in a child with a memory limit and a time limit. A job saves
 *        how far it came in the change that did the part, and goes on from there when its process,
 *        its machine or its database died: what was done is done once.
 *        Everybody sees the progress of their own jobs, may stop them, and is told in words how
 *        they ended. What fails for a moment's reason is tried again with growing waits; what
 *        fails because of its input is not.
 * NOT    Moments of work that every half second brings (module.tend), mail itself (ground/mail).
 * READ   job_rule.h states, waits, schedules (pure) · job.sql · job.c asking, seeing, stopping ·
 *        job_run.c what the runner calls · job_web.c, job_cli.c
 *        job_list.h seeing, stopping, asking again
 * LAW    ADR 0018. A lease names who holds it by a random number; every write of a running job
 *        proves it in the same change, so that a holder that lost its lease changes nothing.
 */
#ifndef GUYUB_JOB_H
#define GUYUB_JOB_H

#include "cx.h"
#include "ground/journal/journal.h"
#include "right.h"
#include "site.h"

struct module;

enum { JOB_INPUT_MAX = 64 << 10, JOB_PART_BYTES = 256 << 10,       /* bytes */
       JOB_LINES_MAX = 100 };

struct job;

struct job_kind {
    const char *word;               /* "cohort_import": stored, does not change                   */
    const char *label;              /* msgid: "import of results"                                 */
    enum right  right;              /* to ask for it and to see others'; MAY_NOTHING: the program's
                                     * own, which the journal is told of when it fails            */
    bool        is_own;             /* others do not see it: the right is one of readers          */
    int32_t     tries;              /* at most; 0: 5                                              */
    int32_t     seconds;            /* of one try; 0: 3,600                                       */
    int32_t     mb;                 /* of memory; 0: as the operator set                          */
    const char *every;              /* "hour", "day 02:30" (of the nation's clock, WIB); NULL     */
    const char *page;               /* "/cohorts/import": where it is asked for; NULL: no page    */
    struct err *(*run)(struct cx *, struct job *);
};

/*
 * What a run is given. It asks job_step often: that is where it is told to stop. It acts as who
 * asked for it, in the post of then; the program's own as the program. Its cx->now_s goes on with
 * the clock at each job_step. An error of kind ERR_BUSY or ERR_BROKEN is a moment's, and the job is
 * tried again; any other follows from what was asked for, and it is not.
 */
struct job {
    int64_t     id;
    const struct job_kind *kind;
    struct str  input;              /* as it was asked for                                        */
    struct str  saved;              /* as the last job_save left it; unknown: nothing was done    */
    int32_t     nth_try;            /* from 1                                                     */
    int64_t     file_bytes;         /* of the file that came with it; 0: none                     */
    struct str  file_name;          /* as its sender named it                                     */
    uint64_t    lease;
    int64_t     stepped_us, stepped_all;    /* job_step's own                                     */
};

struct job_new {
    const char  *kind;
    struct str   input;             /* plain text of the kind's own making                        */
    struct str   key;               /* not empty: at most one waiting job of the kind has it      */
    struct scope scope;
    int64_t      after_s;           /* not before this time; 0: at once                           */
    int          fd;                /* a file to go with it, read from its beginning ... */
    int64_t      file_bytes;        /* ... of so many bytes; 0: none                              */
    struct str   file_name;
};

/* Inside a change. With a key that is waiting already, `id` is that one's, and it is due no later
 * than the new one. Fails: right.denied, job.input_large, job.file (it cannot be read). */
struct err *job_ask(struct cx *, const struct job_new *, int64_t *id);
/* Whether one with this key waits or runs: not to be asked for twice. */
struct err *job_is_open(struct cx *, const char *kind, struct str key, bool *is);

/* ---- inside a run ---------------------------------------------------------------------------- */

/* How far it came: `done` of `all` (0: not known). Writes at most twice a second,
 * and when another `all` begins or is reached. Fails:
 * job.stopped (somebody asked to, or the lease is lost), job.put_back (the runner is ending): give
 * the error back. */
struct err *job_step(struct cx *, struct job *, int64_t done, int64_t all);
/* In the change that did a part. Fails: job.stopped as job_step does; the change then never was. */
struct err *job_save(struct cx *, struct job *, struct str saved);
/* What its page shows of what it found or made, in the reader's language, in place of what was told
 * before; at most JOB_LINES_MAX lines, the rest is counted. In a change. */
struct job_line { struct msg place, text, hint; };  /* "Line 3, column 2"; hint: what to do */
struct err *job_tell(struct cx *, struct job *, const struct job_line *, size_t n);
/* A number for a hole of what is told or given back as an error: grouped as its reader does. */
struct str  job_number(struct arena *, int64_t);
/* Part `n` (from 0) of the file, JOB_PART_BYTES each; empty after the last. */
struct err *job_part(struct cx *, const struct job *, int64_t n, struct str *bytes);

/* Whether it may go well later: the database is busy or away, the disk is full. Others follow from
 * what was asked for. */
bool job_is_moments(const struct err *);

extern const struct module job_module;

#endif
