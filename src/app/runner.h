/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * runner.h — the process that runs jobs (ground/job): beside the workers, or `guyub work` elsewhere.
 *
 * Once a second, and at once after one has ended, it takes the next due job under a lease and forks
 * a child for it, with limits of memory, time and files and a database connection of the child's
 * own. It keeps the lease alive while the child runs, ends a child that takes too long, and tells
 * the job how its child died. The database may go away and come back.
 */
#ifndef GUYUB_APP_RUNNER_H
#define GUYUB_APP_RUNNER_H

#include "base/secret.h"
#include "base/str.h"

struct module;
struct site;

struct runner_plan {
    struct str                  db;         /* for store_open                        */
    const struct secret_key    *key;        /* of this installation                  */
    const struct module *const *modules;    /* ends with NULL                        */
    const struct site          *site;
    int64_t                     jobs;       /* at a time                             */
};

/* Returns after SIGTERM, which must be blocked when this is called, and the last child. */
void runner_run(const struct runner_plan *);

#endif
