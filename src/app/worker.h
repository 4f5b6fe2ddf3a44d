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

struct board;
struct settings;

enum { CONNS_MAX = 512 };

/* What clients may ask of a worker. */
struct worker_limits {
    struct http_limits http;            /* of a request without files                         */
    int64_t upload_bytes;               /* of a request with files; a route may take less     */
    int64_t head_s, idle_s;             /* for a head to come whole; between requests         */
    int64_t slow_bytes;                 /* a second: below it a body or a reader is too slow  */
    size_t  connections;                /* open at a time, of the whole server                */
    size_t  slots;                      /* connections that one worker has room for           */
    size_t  client_connections;         /* of one address over all workers; proxies: no limit */
    int64_t connection_requests;        /* on one connection                                  */
};

/* `settings` holds good values: they were read by its form. */
void worker_limits_of(const struct settings *, struct worker_limits *out);

struct worker_plan {
    int                    listen_fd;       /* bound, listening, non-blocking */
    const struct dispatch *dispatch;
    struct str             db;              /* for store_open                 */
    struct secret_key      key;             /* of this installation           */
    size_t                 keep_bytes;      /* for answers; 0: none is kept   */
    const struct site     *site;            /* its spool is where uploads are received       */
    struct worker_limits   limits;
    struct board          *board;           /* board_make(workers, limits.slots), before the fork */
    size_t                 seat;            /* on the board: set in the child, 0 up to workers    */
};

/* Serves until SIGTERM, SIGINT or SIGUSR1 (supervisor.h: how they differ), which must be blocked
 * when this is called. */
void worker_run(const struct worker_plan *);

#endif
