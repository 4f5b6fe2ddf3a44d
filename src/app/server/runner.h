/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * runner.h — the process that runs jobs (ground/job): beside the workers, or alone: `guyub work`.
 *
 * WHAT   Once a second, and at once after one has ended, it takes the next due job under a lease
 *        and forks a child for it. The child has limits of memory, time and files, a low priority
 *        and a database connection of its own. The runner renews the lease while the child lives,
 *        ends a child that takes too long or has lost its lease, and writes down how a child died.
 *        Asked to end, it lets running jobs go at their next step and puts them back, uncounted.
 *        The database may go away and come back.
 * READ   runner.c the jobs of this process · runner_child.c the child · runner_cli.c `guyub work`
 * LAW    ADR 0018 for leases. OURS: no connection is open when a child is forked. SQLite keeps what
 *        it knows of its locks in the process, and a child would inherit it without the locks.
 */
#ifndef GUYUB_APP_RUNNER_H
#define GUYUB_APP_RUNNER_H

#include "base/secret.h"
#include "base/str.h"
#include "ground/job/job_run.h"

enum { RUNNER_JOBS_MAX = 16 };

struct runner_plan {
    struct str                  db;         /* for store_open                                */
    const struct secret_key    *key;        /* of this installation                          */
    const struct module *const *modules;    /* ends with NULL                                */
    const struct site          *site;       /* its job_mb for kinds that say nothing         */
    int64_t                     jobs;       /* at a time, 1 to RUNNER_JOBS_MAX               */
    bool                        once;       /* ends when nothing is due and nothing runs     */
};

/* Returns after SIGTERM, SIGINT or SIGUSR1 and the last child, within STOP_S (supervisor.h); or,
 * with `once`, by itself. */
void runner_run(const struct runner_plan *);

/* How a child says with its exit code what it could not write down; 0: all is written. */
enum { CHILD_UNWRITTEN = 70, CHILD_NO_MEMORY = 71 };

/* runner_child.c: in the child; runs the job and exits. */
void runner_child(const struct runner_plan *, const struct job_taken *)
    __attribute__((noreturn));

#endif
