/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* worker.c — the loop: what happens on a connection, what time brings, how it ends. */
#include <assert.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "app/server/supervisor.h"
#include "app/server/worker_part.h"
#include "app/turn/kept.h"
#include "base/clock.h"
#include "base/log.h"
#include "store/store.h"

enum {
    REQUEST_ARENA_BYTES = 128 << 20,
    STORE_ARENA_BYTES   = 64 << 20,
    UNREAD_BYTES        = 64 << 20,     /* of answers that wait for slow readers               */
    HELD_BYTES          = 64 << 20,     /* of forms that are still coming                      */
    EVENTS_MAX          = 64,
    TICK_US             = 250 * 1000,
    PEACE_US            = 2000 * 1000,  /* for idle connections, when the end comes in peace   */
};

/* ---- connections ---------------------------------------------------------------------------- */

uint64_t
worker_name(const struct worker *w, const struct conn *c)
{
    return (uint64_t)c->generation << 32 | (uint64_t)(c - w->conns.conn);
}

void
worker_watch(struct worker *w, int how, int fd, uint32_t events, uint64_t who)
{
    struct epoll_event e = { .events = events, .data.u64 = who };
    int failed = epoll_ctl(w->epoll_fd, how, fd, &e);

    assert(!failed);
    (void)failed;
}

void
worker_drop(struct worker *w, struct conn *c)
{
    conn_close(&w->conns, c);
    board_left(w->plan->board, w->plan->seat, (size_t)(c - w->conns.conn));
}

static void
watch_conn(struct worker *w, struct conn *c)
{
    uint32_t events = c->state == CONN_WRITING ? EPOLLOUT : EPOLLIN;

    worker_watch(w, EPOLL_CTL_MOD, c->fd, events, worker_name(w, c));
}

/* The next thing to do with what came; false: the client has gone. */
static bool
one_step(struct worker *w, struct conn *c, enum conn_news news)
{
    bool alive = worker_take(w, c, news);

    if (!alive || c->state != CONN_WRITING || conn_has_more(c))
        return alive;
    return conn_answered(&w->conns, c, clock_mono_us());
}

/* Serves all requests that are there in full; stops where the socket does not take an answer. */
static bool
go_on(struct worker *w, struct conn *c)
{
    while (c->state == CONN_IDLE || c->state == CONN_READING) {
        enum conn_news news = conn_feed(&w->conns, c, clock_mono_us());

        if (news == CONN_WAITS)
            return true;
        if (!one_step(w, c, news))
            return false;
    }
    conn_leave(&w->conns, c);
    return true;
}

static bool
on_readable(struct worker *w, struct conn *c)
{
    size_t n;
    bool   alive = conn_receive(&w->conns, c, &n);

    w->seat->bytes_in += n;
    return alive && (c->state == CONN_LINGERING || go_on(w, c));
}

static bool
on_writable(struct worker *w, struct conn *c)
{
    if (!conn_flush(&w->conns, c, clock_mono_us()))
        return false;
    if (conn_has_more(c))
        return true;
    return conn_answered(&w->conns, c, clock_mono_us()) && go_on(w, c);
}

static void
on_conn(struct worker *w, struct conn *c)
{
    enum conn_state before = c->state;
    bool alive = before == CONN_WRITING ? on_writable(w, c) : on_readable(w, c);

    if (!alive)
        worker_drop(w, c);
    else if ((before == CONN_WRITING) != (c->state == CONN_WRITING))
        watch_conn(w, c);
}

/* ---- time ----------------------------------------------------------------------------------- */

static void
tell_dropped(const struct conn *c)
{
    LOG(LOG_INFO, "reader.dropped", LOG_NUMBER("unread", (int64_t)c->out.n + c->file.n));
}

/* Who still sends is told why; nothing can be told once an answer is on its way. */
static void
cut_off(struct worker *w, struct conn *c, int32_t status, const char *code)
{
    if (c->state == CONN_READING && worker_refuse(w, c, status, code) && !conn_has_more(c) &&
        conn_answered(&w->conns, c, clock_mono_us()))
        return;
    if (c->state == CONN_WRITING)
        tell_dropped(c);
    worker_drop(w, c);
}

static void
time_out(struct worker *w, struct conn *c)
{
    w->seat->slow += c->state == CONN_READING || c->state == CONN_WRITING;
    cut_off(w, c, 408, "http.slow");
}

static void
sweep_busy(struct worker *w, int64_t now_us)
{
    struct conn *next;

    for (struct conn *c = w->conns.busy.first; c; c = next) {
        next = c->after;
        if (c->state == CONN_WRITING)
            conn_credit_reader(&w->conns, c, now_us);
        if (now_us >= c->until_us)
            time_out(w, c);
    }
}

static void
sweep_idle(struct worker *w, int64_t now_us)
{
    bool may_go = w->stopping && now_us >= w->idle_until_us;
    struct conn *c;

    while ((c = w->conns.idle.first) && (may_go || now_us >= c->until_us))
        worker_drop(w, c);
}

static void
sweep(struct worker *w, int64_t now_us)
{
    if (now_us - w->swept_us < TICK_US)
        return;
    w->swept_us = now_us;
    sweep_busy(w, now_us);
    sweep_idle(w, now_us);
    worker_tell_turned_away(w, now_us);
    if (!w->listens && !w->stopping && now_us >= w->accept_again_us)
        worker_listen(w);
}

/* Over the budget those go first that took nothing for longest, not who has only just come; and
 * those of whose forms most has come: who fills in a page's form has a small one. */
static void
relieve(struct worker *w)
{
    struct conn *c;

    while (w->conns.unread > UNREAD_BYTES && (c = conns_slowest_reader(&w->conns))) {
        tell_dropped(c);
        w->seat->slow++;
        worker_drop(w, c);
    }
    while (w->conns.held > HELD_BYTES && (c = conns_largest_form(&w->conns)))
        cut_off(w, c, 503, "web.full");
}

/* Of those that came before, one may have woken this worker alone: it is not left lying. */
static void
take_no_more(struct worker *w)
{
    if (w->listens) {
        epoll_ctl(w->epoll_fd, EPOLL_CTL_DEL, w->plan->listen_fd, NULL);
        worker_accept(w);
    }
    w->listens = false;
    w->stopping = true;
    close(w->plan->listen_fd);
}

/* In peace (SIGUSR1, supervisor.h) a client that has not heard of the end may still ask once. */
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
        worker_accept(w);
    else if (slot == ON_SIGNAL)
        on_signal(w);
    else if (w->conns.conn[slot].state != CONN_FREE &&
             w->conns.conn[slot].generation == (uint32_t)(e->data.u64 >> 32))
        on_conn(w, &w->conns.conn[slot]);
}

static void
prepare_events(struct worker *w)
{
    sigset_t signals;

    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGUSR1);
    w->signal_fd = signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
    w->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    assert(w->signal_fd >= 0 && w->epoll_fd >= 0);
    worker_watch(w, EPOLL_CTL_ADD, w->signal_fd, EPOLLIN, ON_SIGNAL);
    worker_listen(w);
}

static void
prepare(struct worker *w, struct arena *own, const struct worker_plan *plan)
{
    *w = (struct worker){ .plan = plan, .dispatch = *plan->dispatch, .limits = &plan->limits,
                          .seat = &plan->board->seat[plan->seat],
                          .arena = arena_make(REQUEST_ARENA_BYTES),
                          .store_arena = arena_make(STORE_ARENA_BYTES) };
    if (plan->keep_bytes > 0)
        w->dispatch.kept = kept_make(own, plan->keep_bytes);
    conns_make(&w->conns, own, w->limits);
    board_sit(plan->board, plan->seat, clock_now_s());
    w->told = w->seat->turned_away;
    ssize_t n = getrandom(&w->chance.state, sizeof w->chance.state, 0);

    assert(n == sizeof w->chance.state);
    (void)n;
    prepare_events(w);
}

static bool
is_done(const struct worker *w, int64_t now_us)
{
    return w->stopping && (w->conns.n_open == 0 || now_us >= w->stop_by_us);
}

static void
serve_until_done(struct worker *w)
{
    struct epoll_event event[EVENTS_MAX];

    while (!is_done(w, clock_mono_us())) {
        bool ticks = w->conns.n_open > 0 || !w->listens || w->told < w->seat->turned_away;
        int  n = epoll_wait(w->epoll_fd, event, EVENTS_MAX, ticks ? TICK_US / 1000 : -1);

        for (int i = 0; i < n; i++) {
            on_event(w, &event[i]);
            relieve(w);
        }
        sweep(w, clock_mono_us());
    }
}

void
worker_run(const struct worker_plan *plan)
{
    size_t         own_bytes = sizeof(struct worker) + KEPT_EXTRA + plan->keep_bytes;
    struct arena   own = arena_make(own_bytes + CONNS_EXTRA + CONNS_EACH * plan->limits.slots);
    struct worker *w = NEW(&own, struct worker);

    prepare(w, &own, plan);
    worker_open_store(w, clock_mono_us());
    serve_until_done(w);
    if (w->store)
        store_close(w->store);
    arena_drop(&w->store_arena);
    arena_drop(&w->arena);
    arena_drop(&own);
}
