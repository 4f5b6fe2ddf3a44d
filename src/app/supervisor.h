/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * supervisor.h — keeps N worker processes and one keeper alive, and ends them in good order.
 *
 * The keeper (keeper.h) is told to end after the last worker has ended. A process that dies is
 * replaced, at once the first time, later and later when deaths repeat; five deaths within ten
 * seconds end the program with a message, because then a restart is no cure.
 */
#ifndef GUYUB_APP_SUPERVISOR_H
#define GUYUB_APP_SUPERVISOR_H

#include "base/err.h"

enum { WORKERS_MAX = 64, STOP_S = 10 };        /* seconds that requests in flight have left */

struct crew {
    size_t n_workers;
    void (*work)(void *arg);                    /* in the child; the child exits when it returns */
    void (*keep)(void *arg);                    /* the same, in one more child; NULL: no keeper  */
    void  *arg;
    void (*stopping)(void *arg);                /* in the supervisor, once, when it stops        */
};

/* Ends after SIGTERM or SIGINT and the last worker. Fails: serve.fork, serve.workers_die */
struct err *supervise(struct arena *, const struct crew *);

#endif
