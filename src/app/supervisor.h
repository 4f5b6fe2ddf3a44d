/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * supervisor.h — keeps N worker processes, a keeper and a runner alive, and ends them in good order.
 *
 * A worker's seat (board.h) is its number from 0; its successor sits in the same. The runner
 * (runner.h) and the keeper (keeper.h) are told to end after the last worker has ended. A process that dies is
 * replaced, at once the first time, later and later when deaths repeat; five deaths within ten
 * seconds end the program with a message, because then a restart is no cure.
 */
#ifndef GUYUB_APP_SUPERVISOR_H
#define GUYUB_APP_SUPERVISOR_H

#include "base/err.h"

struct board;

enum { WORKERS_MAX = 64, STOP_S = 10 };        /* seconds that requests in flight have left */

struct crew {
    size_t n_workers;
    void (*work)(void *arg, size_t seat);       /* in the child; the child exits when it returns */
    void (*keep)(void *arg);                    /* the same, in one more child; NULL: no keeper  */
    void (*run_jobs)(void *arg);                /* the same; NULL: no runner                     */
    void  *arg;
    struct board *board;                        /* deaths are counted here; NULL: nowhere        */
    void (*stopping)(void *arg);                /* in the supervisor, once, when it stops        */
};

/* Ends after SIGTERM or SIGINT and the last worker. Fails: serve.fork, serve.workers_die */
struct err *supervise(struct arena *, const struct crew *);

#endif
