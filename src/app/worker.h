/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * worker.h — one process, one event loop, one database connection, one arena; no threads.
 *
 * It accepts up to CONNS_MAX connections (over that: 503), reads requests whole and serves one at
 * a time, each in the same arena, which is emptied after it. A full arena costs that request
 * (503), not the worker. The database may go away and come back: requests meanwhile get 503.
 */
#ifndef GUYUB_APP_WORKER_H
#define GUYUB_APP_WORKER_H

#include "app/dispatch.h"
#include "base/secret.h"

enum { CONNS_MAX = 512 };

struct worker_plan {
    int                    listen_fd;       /* bound, listening, non-blocking */
    const struct dispatch *dispatch;
    struct str             db;              /* for store_open                 */
    struct secret_key      key;             /* of this installation           */
    size_t                 keep_bytes;      /* for answers; 0: none is kept   */
    const struct site     *site;
};

/* Serves until SIGTERM or SIGINT, which must be blocked when this is called. */
void worker_run(const struct worker_plan *);

#endif
