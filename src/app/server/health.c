/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/server/health.h"

#include "app/modules.h"
#include "app/server/metrics.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "store/store.h"

enum { ASK_US = 1000 * 1000, METRICS_MAX = 64 << 10 };

static bool
is_for(const struct http_request *rq, struct str path)
{
    return (rq->method == HTTP_GET || rq->method == HTTP_HEAD) && str_eq(rq->path, path);
}

static void
say(struct answer *out, int32_t status, const char *route, struct str text)
{
    *out = (struct answer){ .status = status, .route = route, .body = text };
    answer_field(out, "Content-Type", S("text/plain; charset=utf-8"));
    answer_field(out, "Cache-Control", S("no-store"));
}

bool
health_is_alive(const struct http_request *rq, struct answer *out)
{
    if (!is_for(rq, S("/healthz")))
        return false;
    say(out, 200, "/healthz", S("ok\n"));
    return true;
}

/* ---- ready ---------------------------------------------------------------------------------- */

/* A worker without a connection has tried to get one before this request, once a second at most. */
static void
ask_store(struct health *h, struct cx *cx)
{
    int64_t now_us = clock_mono_us();
    size_t  n;

    if (!cx->store) {
        h->has_store = false;
        return;
    }
    if (h->asked_us && now_us - h->asked_us < ASK_US && h->has_store)
        return;
    h->asked_us = now_us;
    const struct migration *const *list = app_migrations(cx->arena, &n);

    h->has_store = store_ping(cx) == NULL;
    h->is_current = h->has_store && store_is_current(cx, list, n) == NULL;
}

static void
say_ready(struct health *h, struct cx *cx, struct answer *out)
{
    bool       stops = h->board->stopping != 0;
    struct str text = S("ready\n");

    ask_store(h, cx);
    if (stops || !h->has_store || !h->is_current)
        text = str_fmt(cx->arena, "%s%s%s", stops ? "stopping\n" : "",
                       h->has_store ? "" : "database\n",
                       h->has_store && !h->is_current ? "schema\n" : "");
    say(out, text.p[0] == 'r' ? 200 : 503, "/readyz", text);
}

/* ---- counts --------------------------------------------------------------------------------- */

/* A proxy that is not trusted could stand before anybody. */
static bool
may_read_metrics(const struct health *h, const struct client_nets *trusted, struct cx *cx,
                 const struct http_request *rq)
{
    struct str peer = cx->client, client = client_address(cx->arena, trusted, peer, rq);
    bool       passed_on = str_is_known(http_value(rq, "forwarded")) ||
                           str_is_known(http_value(rq, "x-forwarded-for"));

    if (passed_on && str_eq(client, peer))
        return false;
    return client_is_in(&h->metrics_from, client);
}

static void
say_metrics(const struct health *h, struct cx *cx, struct answer *out)
{
    struct buf b = buf_in(cx->arena, METRICS_MAX);

    metrics_of_board(&b, h->board);
    metrics_of_store(&b, cx);
    say(out, b.full ? 500 : 200, "/metrics", b.full ? S("too long\n") : buf_str(&b));
    if (!b.full)
        out->field[0].value = S("text/plain; version=0.0.4; charset=utf-8");
}

bool
health_answer(struct health *h, const struct client_nets *trusted, struct cx *cx,
              const struct http_request *rq, struct answer *out)
{
    if (!h)
        return false;
    if (is_for(rq, S("/readyz"))) {
        say_ready(h, cx, out);
        return true;
    }
    if (!is_for(rq, S("/metrics")) || !may_read_metrics(h, trusted, cx, rq))
        return false;
    say_metrics(h, cx, out);
    return true;
}
