/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * worker.h — one process, one event loop, one database connection, one arena; no threads.
 *
 * It reads requests whole, the files of a form onto the disk while they come, and serves one at a
 * time, each in the same arena, which is emptied after it. A full arena costs that request (503),
 * not the worker. The database may go away and come back: requests meanwhile get 503. Over the
 * server's ceiling of connections the one that was idle for longest makes room; if none is, the
 * newcomer gets 503. An address has a ceiling of its own (429). Answers that wait for slow readers
 * have a budget of memory, and so have forms that are still coming (ADR 0016).
 *
 * READ   worker.c the loop · worker_accept.c who comes in · worker_serve.c one request
 */
#ifndef GUYUB_APP_WORKER_H
#define GUYUB_APP_WORKER_H

#include "app/server/limits.h"
#include "app/turn/dispatch.h"
#include "base/secret.h"

struct board;

struct worker_plan {
    int                    listen_fd;       /* bound, listening, non-blocking */
    const struct dispatch *dispatch;
    struct str             db;              /* for store_open                 */
    struct secret_key      key;             /* of this installation           */
    size_t                 keep_bytes;      /* for answers; 0: none is kept   */
    const struct site     *site;            /* its spool is where uploads are received       */
    struct limits          limits;
    struct board          *board;           /* board_make(workers, limits.slots), before the fork */
    size_t                 seat;            /* on the board: set in the child, 0 up to workers    */
};

/* Serves until SIGTERM, SIGINT or SIGUSR1 (supervisor.h: how they differ), which must be blocked
 * when this is called. */
void worker_run(const struct worker_plan *);

#endif
