/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * supervisor.h — keeps workers, a runner and a keeper alive, renews them and ends them in order.
 *
 * A worker's seat (board.h) is its number from 0; its successor sits in the same. A process that
 * dies is replaced, at once the first time, later and later when deaths repeat; five deaths within
 * ten seconds end the program with a message, because then a restart is no cure.
 *
 * SIGHUP renews: a child proves the program that lies on the disk now; if it is well, this process
 * becomes it, and its workers answer while the old ones end (handover.h). If not, all stays as it
 * is. SIGTERM and SIGINT end: first workers and runner, then the keeper, which looks after what was
 * written last; a second one leaves a second for that. Two signals reach the children:
 *
 *   SIGUSR1  ends in peace: take nothing new, answer what comes on connections that are open
 *   SIGTERM  ends: what is idle goes at once
 */
#ifndef GUYUB_APP_SUPERVISOR_H
#define GUYUB_APP_SUPERVISOR_H

#include <sys/types.h>

#include "base/err.h"

struct board;

/* Seconds that children have left: when the server ends, when it goes on without them, and after a
 * second SIGTERM. */
enum { WORKERS_MAX = 64, STOP_S = 10, DRAIN_S = 60, HURRY_S = 1 };

struct crew {
    size_t n_workers;
    void (*work)(void *arg, size_t seat);       /* in the child; the child exits when it returns */
    void (*keep)(void *arg);                    /* the same, in one more child; NULL: no keeper  */
    void (*run_jobs)(void *arg);                /* the same; NULL: no runner                     */
    void (*stopping)(void *arg);                /* in the supervisor, once, when it stops        */
    pid_t (*prove)(void *arg);                  /* a child that exits with 0 if renew would go
                                                 * well; -1: none. NULL: SIGHUP ends the server  */
    void (*renew)(void *arg, const pid_t *child, size_t n);     /* returns only if it failed     */
    void  *arg;
    struct board *board;                        /* deaths are counted here; NULL: nowhere        */
    const pid_t *old; size_t n_old;             /* children of the program before: they end when
                                                 * the first workers are there                   */
    bool   socket_stays;                        /* who comes after the end waits for a successor:
                                                 * all connections end in peace                  */
};

/* Ends after SIGTERM or SIGINT and the last worker. Fails: serve.fork, serve.workers_die */
struct err *supervise(struct arena *, const struct crew *);

#endif
