/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/server/limits.h"

#include "app/shell/settings.h"

/*
 * Connections do not spread evenly over workers: each has room for twice its share, and the board
 * says when all of them together have reached the server's ceiling.
 */
void
limits_of(const struct settings *s, struct limits *out)
{
    size_t all = (size_t)s->connections, room = 2 * (all / (size_t)s->workers + 1);

    *out = (struct limits){
        .http = http_limits_default,
        .upload_bytes = s->upload_mb << 20, .head_s = s->head_s, .idle_s = s->idle_s,
        .slow_bytes = s->slow_bytes, .connections = all, .slots = room < all ? room : all,
        .client_connections = (size_t)s->client_connections,
        .connection_requests = s->connection_requests,
    };
    out->http.head = (size_t)s->head_kb << 10;
    out->http.body = (size_t)s->body_kb << 10;
    if (out->http.target > out->http.head)
        out->http.target = out->http.head;
}
