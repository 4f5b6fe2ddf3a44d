/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * health.h — how the server is, for machines that watch it: /healthz, /readyz, /metrics.
 *
 * WHAT   /healthz    200 "ok": this process answers. Nothing else is asked, no database either.
 *        /readyz     200 "ready", or 503 and a word a line of what is missing: "stopping" (it
 *                    ends), "database" (it does not answer), "schema" (it is older than the
 *                    program). The database is asked once a second at most.
 *        /metrics    the counts of all workers and what waits in the database (metrics.h), for
 *                    the addresses of the setting metrics_from; for others there is no such
 *                    page. A request that a proxy passed on is its client's if the proxy is a
 *                    trusted one, and nobody's if not.
 * NOT    Findings in words: `guyub doctor`. Pages, rights and cookies: these are none.
 * LAW    ADR 0017.
 */
#ifndef GUYUB_APP_HEALTH_H
#define GUYUB_APP_HEALTH_H

#include "app/server/board.h"
#include "cx.h"
#include "web/answer.h"
#include "web/client.h"

/* Made before the workers; what was found out is each worker's own. */
struct health {
    const struct board *board;
    struct client_nets  metrics_from;
    int64_t             asked_us;               /* when the database was asked last; 0: never */
    bool                has_store, is_current;
};

/* /healthz. False: it is another request. */
bool health_is_alive(const struct http_request *, struct answer *out);

/* /readyz and /metrics; cx->client is the peer, `trusted` are proxies. False: it is neither, or
 * not for this client. With `health` NULL there is nothing to say. */
bool health_answer(struct health *, const struct client_nets *trusted, struct cx *,
                   const struct http_request *, struct answer *out);

#endif
