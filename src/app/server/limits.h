/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * limits.h — what clients may ask of a server, from its settings (ADR 0016).
 */
#ifndef GUYUB_APP_LIMITS_H
#define GUYUB_APP_LIMITS_H

#include "web/http.h"

struct settings;

struct limits {
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
void limits_of(const struct settings *, struct limits *out);

#endif
