/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/worker.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/conn.h"
#include "app/kept.h"
#include "app/settings.h"
#include "app/supervisor.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/rand.h"
#include "store/store.h"

enum {
    REQUEST_ARENA_BYTES = 128 << 20,
    STORE_ARENA_BYTES   = 64 << 20,
    EVENTS_MAX          = 64,
    ACCEPTS_MAX         = 16,           /* at a time, so that other workers get their share    */
    TICK_US             = 250 * 1000,
    RETRY_US            = 1000 * 1000,  /* between attempts to reach the database              */
    PEACE_US            = 2000 * 1000,  /* for idle connections, when the end comes in peace   */
};

enum { ON_LISTEN = CONNS_MAX, ON_SIGNAL };      /* slots of events that are no connections */

struct worker {
    const struct worker_plan *plan;
    struct dispatch dispatch;           /* the plan's, with what this worker keeps             */
    struct arena   arena;               /* of the request                                      */
    struct arena   store_arena;
    struct store  *store;               /* NULL: away                                          */
    bool           store_suspect;       /* a request failed: ask before the next one           */
    int64_t        store_retry_us;
    struct rand    chance;
    int            epoll_fd, signal_fd;
    bool           listens, stopping, in_peace;
    int64_t        accept_again_us, stop_by_us, idle_until_us, swept_us;
    struct conn    conn[CONNS_MAX];
    uint16_t       free_slot[CONNS_MAX];
    size_t         n_free;
};

/*
 * Connections do not spread evenly over workers: each has room for twice its share, and the board
 * says when all of them together have reached the server's ceiling.
 */
void
worker_limits_of(const struct settings *s, struct worker_limits *out)
{
    size_t all = (size_t)s->connections, share = 2 * (all / (size_t)s->workers + 1);

    *out = (struct worker_limits){
        .http = http_limits_default,
        .upload_bytes = s->upload_mb << 20, .head_s = s->head_s, .idle_s = s->idle_s,
        .slow_bytes = s->slow_bytes, .connections = all, .slots = share < all ? share : all,
        .client_connections = (size_t)s->client_connections,
        .connection_requests = s->connection_requests,
    };
    out->http.head = (size_t)s->head_kb << 10;
    out->http.body = (size_t)s->body_kb << 10;
    if (out->http.target > out->http.head)
        out->http.target = out->http.head;
}

/* ---- the database --------------------------------------------------------------------------- */

static void
store_lost(struct worker *w, int64_t now_us, const struct err *e)
{
    log_err("store.away", e);
    w->store_retry_us = now_us + RETRY_US;
}

static void
store_try_open(struct worker *w, int64_t now_us)
{
    if (w->store || now_us < w->store_retry_us)
        return;
    arena_reset(&w->store_arena);
    struct err *e = store_open(&w->store_arena, &w->store, w->plan->db,
                               (struct store_options){ .busy_ms = 0 });

    if (e) {
        w->store = NULL;
        store_lost(w, now_us, e);
    } else if (w->dispatch.kept) {
        kept_clear(w->dispatch.kept);
    }
}

/* The store if it is there; after a failure it is asked first, and at most once a second. */
static struct store *
store_for_request(struct worker *w, struct cx *cx, int64_t now_us)
{
    store_try_open(w, now_us);
    if (!w->store || !w->store_suspect)
        return w->store;
    if (now_us < w->store_retry_us)
        return NULL;
    cx->store = w->store;
    struct err *e = store_ping(cx);

    if (e) {
        store_lost(w, now_us, e);
        store_close(w->store);          /* another may be in its place: it is opened anew */
        w->store = NULL;
        return NULL;
    }
    w->store_suspect = false;
    return w->store;
}

/* ---- one request ---------------------------------------------------------------------------- */

static struct str
method_name(enum http_method m)
{
    static const char *const name[] = { "-", "GET", "HEAD", "POST", "other" };

    return str_of(name[m]);
}

static void
log_request(const struct conn *c, const struct answer *out, struct str id, int64_t took_us)
{
    LOG(LOG_INFO, "request", LOG_TEXT("id", id),
        LOG_TEXT("method", method_name(c->reader.request.method)),
        LOG_TEXT("route", str_of(out->route ? out->route : "-")),
        LOG_NUMBER("status", out->status), LOG_NUMBER("bytes", (int64_t)out->body.n),
        LOG_NUMBER("kept", out->kept), LOG_NUMBER("us", took_us));
}

static void
answer_request(struct worker *w, struct conn *c, struct cx *cx, struct str id, struct answer *out)
{
    const struct http_request *http = &c->reader.request;

    if (c->reader.state == HTTP_REFUSED) {
        dispatch_refuse(cx, http_refusal_status(c->reader.refusal),
                        http_refusal_code(c->reader.refusal), id, out);
        return;
    }
    cx->store = store_for_request(w, cx, clock_mono_us());
    dispatch_answer(&w->dispatch, cx, http, id, out);
    w->store_suspect = w->store_suspect || (cx->store && out->status >= 500);
}

static bool
send_answer(struct worker *w, struct conn *c, const struct answer *out, int64_t now_s)
{
    bool keep = c->reader.state == HTTP_WHOLE && c->reader.request.keep_alive && !w->stopping;
    bool bodiless = c->reader.request.method == HTTP_HEAD || out->status == 304;

    c->close_after = !keep;
    struct str head = answer_head(&w->arena, out, now_s, keep);

    return conn_send(c, head, bodiless ? S("") : out->body, clock_mono_us());
}

/* What stays when the request's arena was too small: an answer made of nothing but literals. */
static bool
send_full(struct worker *w, struct conn *c)
{
    static const char text[] = "503: this page needs more memory than a request may use.\n";
    struct answer out = { .status = 503, .body = { text, sizeof text - 1 } };

    LOG(LOG_ERROR, "request.arena_full", LOG_NUMBER("bytes", (int64_t)w->arena.cap));
    if (w->store)
        store_reset(w->store);
    arena_reset(&w->arena);
    answer_field(&out, "Content-Type", S("text/plain; charset=utf-8"));
    answer_field(&out, "Cache-Control", S("no-store"));
    return send_answer(w, c, &out, clock_now_s());
}

static bool
serve(struct worker *w, struct conn *c)
{
    int64_t       began_us = clock_mono_us();
    int64_t       now_s = clock_now_s();
    struct cx     cx = { .arena = &w->arena, .chance = &w->chance, .now_s = now_s,
                         .key = &w->plan->key, .site = w->plan->site };
    struct answer out;

    assert(w->arena.used == 0);
    struct str id = str_fmt(&w->arena, "%016" PRIx64, rand_next(&w->chance));

    cx.client = c->peer[0] ? str_of(c->peer) : (struct str){ NULL, 0 };
    answer_request(w, c, &cx, id, &out);
    bool alive = send_answer(w, c, &out, now_s);

    log_request(c, &out, id, clock_mono_us() - began_us);
    return alive;
}

/* False: the client has gone. */
static bool
serve_guarded(struct worker *w, struct conn *c)
{
    jmp_buf full;
    bool    alive;

    w->arena.full = &full;
    if (setjmp(full) == 0)
        alive = serve(w, c);
    else
        alive = send_full(w, c);
    w->arena.full = NULL;
    arena_reset(&w->arena);
    return alive;
}

/* ---- connections ---------------------------------------------------------------------------- */

/* What an event carries: the slot, and the generation that tells an old event from a new one. */
static uint64_t
name_of(const struct worker *w, const struct conn *c)
{
    return (uint64_t)c->generation << 32 | (uint64_t)(c - w->conn);
}

static void
watch(struct worker *w, int how, int fd, uint32_t events, uint64_t who)
{
    struct epoll_event e = { .events = events, .data.u64 = who };
    int failed = epoll_ctl(w->epoll_fd, how, fd, &e);

    assert(!failed);
    (void)failed;
}

static void
drop(struct worker *w, struct conn *c)
{
    conn_close(c);
    w->free_slot[w->n_free++] = (uint16_t)(c - w->conn);
}

static void
watch_conn(struct worker *w, struct conn *c)
{
    uint32_t events = c->state == CONN_WRITING ? EPOLLOUT : EPOLLIN;

    watch(w, EPOLL_CTL_MOD, c->fd, events, name_of(w, c));
}

/* Serves all requests that are there in full; stops where the socket does not take an answer. */
static bool
go_on(struct worker *w, struct conn *c)
{
    while (c->state == CONN_READING) {
        if (c->in_at == c->in_n)
            return true;
        if (!conn_next_request(c, clock_mono_us()))
            continue;
        if (!serve_guarded(w, c))
            return false;
        if (c->out.n > 0)
            return true;
        if (!conn_answered(c, clock_mono_us()))
            return false;
    }
    return true;
}

static bool
on_readable(struct worker *w, struct conn *c)
{
    c->in_at = c->in_n;
    if (!conn_fill(c))
        return false;
    if (c->state == CONN_LINGERING) {
        c->in_at = c->in_n;
        return true;
    }
    return go_on(w, c);
}

static bool
on_writable(struct worker *w, struct conn *c)
{
    if (!conn_flush(c, clock_mono_us()))
        return false;
    if (c->out.n > 0)
        return true;
    return conn_answered(c, clock_mono_us()) && go_on(w, c);
}

static void
on_conn(struct worker *w, struct conn *c)
{
    enum conn_state before = c->state;
    bool alive = before == CONN_WRITING ? on_writable(w, c) : on_readable(w, c);

    if (!alive)
        drop(w, c);
    else if ((before == CONN_WRITING) != (c->state == CONN_WRITING))
        watch_conn(w, c);
}

/* ---- accepting ------------------------------------------------------------------------------ */

static void
listen_again(struct worker *w)
{
    watch(w, EPOLL_CTL_ADD, w->plan->listen_fd, EPOLLIN | EPOLLEXCLUSIVE, ON_LISTEN);
    w->listens = true;
}

static void
listen_no_more(struct worker *w)
{
    if (w->listens)
        epoll_ctl(w->epoll_fd, EPOLL_CTL_DEL, w->plan->listen_fd, NULL);
    w->listens = false;
}

/* Over the ceiling: told so in one write, and closed. */
static void
turn_away(struct worker *w, int fd)
{
    struct cx     cx = { .arena = &w->arena, .chance = &w->chance, .now_s = clock_now_s() };
    struct answer out;

    dispatch_refuse(&cx, 503, "web.full", (struct str){ NULL, 0 }, &out);
    struct str head = answer_head(&w->arena, &out, cx.now_s, false);
    ssize_t n = send(fd, head.p, head.n, MSG_NOSIGNAL | MSG_MORE);

    if (n == (ssize_t)head.n)
        n = send(fd, out.body.p, out.body.n, MSG_NOSIGNAL);
    (void)n;
    shutdown(fd, SHUT_WR);
    close(fd);
    arena_reset(&w->arena);
    LOG(LOG_WARN, "connection.turned_away", LOG_NUMBER("ceiling", CONNS_MAX));
}

static void
admit(struct worker *w, int fd, const struct sockaddr_storage *peer)
{
    if (w->n_free == 0) {
        turn_away(w, fd);
        return;
    }
    struct conn *c = &w->conn[w->free_slot[--w->n_free]];
    int          yes = 1;

    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    conn_open(c, fd, peer, clock_mono_us());
    watch(w, EPOLL_CTL_ADD, fd, EPOLLIN, name_of(w, c));
}

/* Errors of a client that is gone already are passed over; a lack of our own makes us wait. */
static void
accept_failed(struct worker *w, int errnum)
{
    if (errnum != EMFILE && errnum != ENFILE && errnum != ENOBUFS && errnum != ENOMEM)
        return;
    LOG(LOG_ERROR, "accept.failed", LOG_NUMBER("errno", errnum));
    listen_no_more(w);
    w->accept_again_us = clock_mono_us() + RETRY_US;
}

static void
on_listen(struct worker *w)
{
    for (int i = 0; i < ACCEPTS_MAX && w->listens; i++) {
        struct sockaddr_storage peer = { .ss_family = AF_UNSPEC };
        socklen_t n = sizeof peer;
        int fd = accept4(w->plan->listen_fd, (struct sockaddr *)&peer, &n,
                         SOCK_NONBLOCK | SOCK_CLOEXEC);

        if (fd >= 0)
            admit(w, fd, &peer);
        else if (errno == EAGAIN)
            return;
        else
            accept_failed(w, errno);
    }
}

/* ---- time ----------------------------------------------------------------------------------- */

/* A slow request is told why; it cannot be told anything once an answer is on its way. */
static void
time_out(struct worker *w, struct conn *c)
{
    struct cx     cx = { .arena = &w->arena, .chance = &w->chance, .now_s = clock_now_s() };
    struct answer out;

    if (c->state == CONN_READING && c->reader.begun) {
        dispatch_refuse(&cx, 408, "http.slow", (struct str){ NULL, 0 }, &out);
        bool alive = send_answer(w, c, &out, cx.now_s);

        LOG(LOG_INFO, "request.slow", LOG_NUMBER("status", out.status));
        arena_reset(&w->arena);
        if (alive && c->out.n == 0 && conn_answered(c, clock_mono_us()))
            return;
    }
    drop(w, c);
}

static void
sweep(struct worker *w, int64_t now_us)
{
    if (now_us - w->swept_us < TICK_US)
        return;
    w->swept_us = now_us;
    bool may_go = w->stopping && now_us >= w->idle_until_us;

    for (size_t i = 0; i < CONNS_MAX; i++) {
        struct conn *c = &w->conn[i];

        if (c->state != CONN_FREE && (now_us >= c->until_us || (may_go && conn_is_idle(c))))
            time_out(w, c);
    }
    if (!w->listens && !w->stopping && now_us >= w->accept_again_us)
        listen_again(w);
}

/* Of those that came before, one may have woken this worker alone: it is not left lying. */
static void
take_no_more(struct worker *w)
{
    if (w->listens) {
        epoll_ctl(w->epoll_fd, EPOLL_CTL_DEL, w->plan->listen_fd, NULL);
        on_listen(w);
    }
    w->listens = false;
    w->stopping = true;
    close(w->plan->listen_fd);
}

/* In peace (SIGUSR1, supervisor.h) a client that has not heard of the end yet may still ask once. */
static void
on_signal(struct worker *w)
{
    struct signalfd_siginfo info;
    int64_t                 now_us = clock_mono_us();

    if (read(w->signal_fd, &info, sizeof info) != sizeof info)
        return;
    bool in_peace = info.ssi_signo == SIGUSR1;

    if (w->stopping && (in_peace || !w->in_peace))
        return;
    w->in_peace = in_peace;
    w->idle_until_us = now_us + (in_peace ? PEACE_US : 0);
    w->stop_by_us = now_us + (int64_t)(in_peace ? DRAIN_S : STOP_S) * 1000000;
    w->swept_us = 0;                    /* what is to go now does not wait for the next tick */
    if (!w->stopping)
        take_no_more(w);
}

/* ---- the loop ------------------------------------------------------------------------------- */

static void
on_event(struct worker *w, const struct epoll_event *e)
{
    uint32_t slot = (uint32_t)e->data.u64;

    if (slot == ON_LISTEN)
        on_listen(w);
    else if (slot == ON_SIGNAL)
        on_signal(w);
    else if (w->conn[slot].state != CONN_FREE &&
             w->conn[slot].generation == (uint32_t)(e->data.u64 >> 32))
        on_conn(w, &w->conn[slot]);
}

static void
prepare(struct worker *w, struct arena *own, const struct worker_plan *plan)
{
    sigset_t signals;

    *w = (struct worker){ .plan = plan, .dispatch = *plan->dispatch,
                          .arena = arena_make(REQUEST_ARENA_BYTES),
                          .store_arena = arena_make(STORE_ARENA_BYTES) };
    if (plan->keep_bytes > 0)
        w->dispatch.kept = kept_make(own, plan->keep_bytes);
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGUSR1);
    w->signal_fd = signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
    w->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    assert(w->signal_fd >= 0 && w->epoll_fd >= 0);
    ssize_t n = getrandom(&w->chance.state, sizeof w->chance.state, 0);

    assert(n == sizeof w->chance.state);
    (void)n;
    for (size_t i = 0; i < CONNS_MAX; i++)
        w->free_slot[w->n_free++] = (uint16_t)(CONNS_MAX - 1 - i);
    watch(w, EPOLL_CTL_ADD, w->signal_fd, EPOLLIN, ON_SIGNAL);
    listen_again(w);
}

static bool
is_done(const struct worker *w, int64_t now_us)
{
    return w->stopping && (w->n_free == CONNS_MAX || now_us >= w->stop_by_us);
}

void
worker_run(const struct worker_plan *plan)
{
    struct epoll_event event[EVENTS_MAX];
    struct arena       own = arena_make(sizeof(struct worker) + KEPT_EXTRA + plan->keep_bytes);
    struct worker     *w = NEW(&own, struct worker);

    prepare(w, &own, plan);
    store_try_open(w, clock_mono_us());
    while (!is_done(w, clock_mono_us())) {
        bool ticks = w->n_free < CONNS_MAX || !w->listens;
        int  n = epoll_wait(w->epoll_fd, event, EVENTS_MAX, ticks ? TICK_US / 1000 : -1);

        for (int i = 0; i < n; i++)
            on_event(w, &event[i]);
        sweep(w, clock_mono_us());
    }
    if (w->store)
        store_close(w->store);
    arena_drop(&w->store_arena);
    arena_drop(&w->arena);
    arena_drop(&own);
}
