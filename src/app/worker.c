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

#include "app/board.h"
#include "app/conn.h"
#include "app/health.h"
#include "app/kept.h"
#include "app/supervisor.h"
#include "app/upload.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/rand.h"
#include "site.h"
#include "store/store.h"

enum {
    REQUEST_ARENA_BYTES = 128 << 20,
    STORE_ARENA_BYTES   = 64 << 20,
    UNREAD_BYTES        = 64 << 20,     /* of answers that wait for slow readers               */
    HELD_BYTES          = 64 << 20,     /* of forms that are still coming                      */
    EVENTS_MAX          = 64,
    ACCEPTS_MAX         = 16,           /* at a time, so that other workers get their share    */
    TICK_US             = 250 * 1000,
    RETRY_US            = 1000 * 1000,  /* between attempts to reach the database              */
    PEACE_US            = 2000 * 1000,  /* for idle connections, when the end comes in peace   */
};

static const uint32_t ON_LISTEN = UINT32_MAX, ON_SIGNAL = UINT32_MAX - 1;   /* no slots */

struct worker {
    const struct worker_plan *plan;
    const struct limits *limits;
    struct board_seat *seat;
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
    int64_t        told_us;             /* when the log last had how many were turned away     */
    uint64_t       told;                /* of them                                             */
    struct conns   conns;
};

/* ---- the database --------------------------------------------------------------------------- */

static void
store_lost(struct worker *w, int64_t now_us, const struct err *e)
{
    log_err("store.away", e);
    w->seat->store_away = 1;
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
        return;
    }
    w->seat->store_away = 0;
    if (w->dispatch.kept)
        kept_clear(w->dispatch.kept);
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

/* One line a request: no address, no query, no name; the route's pattern instead of its path. */
static void
log_request(const struct conn *c, const struct answer *out, int64_t took_us)
{
    LOG(LOG_INFO, "request", LOG_TEXT("id", c->room->id),
        LOG_TEXT("method", method_name(c->room->reader.request.method)),
        LOG_TEXT("route", str_of(out->route ? out->route : "-")),
        LOG_NUMBER("status", out->status), LOG_NUMBER("bytes", (int64_t)out->body.n),
        LOG_NUMBER("kept", out->kept), LOG_NUMBER("us", took_us));
}

/* A trusted proxy's number for it counts, so that its log and ours can be laid side by side. */
static struct str
request_id(struct worker *w, struct conn *c)
{
    struct room *r = c->room;

    if (!str_is_known(r->id))
        r->id = client_request_id(&w->dispatch.trusted, str_of(c->peer), &r->reader.request);
    if (!str_is_known(r->id))
        r->id = str_fmt(&r->arena, "%016" PRIx64, rand_next(&w->chance));
    return r->id;
}

static struct cx
cx_of(struct worker *w, const struct conn *c, struct arena *a)
{
    return (struct cx){
        .arena = a, .chance = &w->chance, .now_s = clock_now_s(), .key = &w->plan->key,
        .site = w->plan->site, .client = c->peer[0] ? str_of(c->peer) : (struct str){ NULL, 0 },
    };
}

static bool
send_answer(struct worker *w, struct conn *c, struct answer *out, int64_t now_s)
{
    const struct http_reader *r = &c->room->reader;
    bool keep = r->state == HTTP_WHOLE && r->request.keep_alive && !w->stopping &&
                c->n_requests + 1 < w->limits->connection_requests;
    bool bodiless = r->request.method == HTTP_HEAD || out->status == 304;

    if (str_is_known(c->room->id))
        answer_field(out, "X-Request-Id", c->room->id);
    c->close_after = !keep;
    struct str head = answer_head(&w->arena, out, now_s, keep);
    struct str body = bodiless ? S("") : out->body;

    return conn_send(&w->conns, c, head, body, clock_mono_us());
}

static bool
send_and_tell(struct worker *w, struct conn *c, struct answer *out, int64_t began_us)
{
    bool    alive = send_answer(w, c, out, clock_now_s());
    int64_t took_us = clock_mono_us() - began_us;

    log_request(c, out, took_us);
    board_answered(w->seat, out->status, (int64_t)out->body.n, took_us);
    w->seat->kept += out->kept;
    return alive;
}

/* What stays when the request's arena was too small: an answer made of nothing but literals. */
static bool
send_full(struct worker *w, struct conn *c, int64_t began_us)
{
    static const char text[] = "503: this page needs more memory than a request may use.\n";
    struct answer out = { .status = 503, .body = { text, sizeof text - 1 } };

    LOG(LOG_ERROR, "request.arena_full", LOG_NUMBER("bytes", (int64_t)w->arena.cap));
    if (w->store)
        store_reset(w->store);
    arena_reset(&w->arena);
    answer_field(&out, "Content-Type", S("text/plain; charset=utf-8"));
    answer_field(&out, "Cache-Control", S("no-store"));
    return send_and_tell(w, c, &out, began_us);
}

/* Runs a step that may fill an arena. False: the client has gone. */
static bool
guarded(struct worker *w, struct conn *c, bool (*step)(struct worker *, struct conn *, int64_t))
{
    jmp_buf       full;
    bool          alive;
    const int64_t began_us = clock_mono_us();

    assert(w->arena.used == 0);
    w->arena.full = c->room->arena.full = &full;
    if (setjmp(full) == 0)
        alive = step(w, c, began_us);
    else {
        w->arena.full = c->room->arena.full = NULL;
        alive = send_full(w, c, began_us);
    }
    w->arena.full = c->room->arena.full = NULL;
    arena_reset(&w->arena);
    return alive;
}

static bool
answer(struct worker *w, struct conn *c, int64_t began_us)
{
    struct http_reader *r = &c->room->reader;
    struct cx     cx = cx_of(w, c, &w->arena);
    struct answer out;

    if (r->state == HTTP_REFUSED) {
        w->seat->refused++;
        dispatch_refuse(&cx, http_refusal_status(r->refusal), http_refusal_code(r->refusal),
                        request_id(w, c), &out);
        return send_and_tell(w, c, &out, began_us);
    }
    if (health_is_alive(&r->request, &out))
        return send_and_tell(w, c, &out, began_us);
    cx.store = store_for_request(w, &cx, began_us);
    dispatch_answer(&w->dispatch, &cx, &r->request, request_id(w, c), &out);
    w->store_suspect = w->store_suspect || (cx.store && out.status >= 500);
    return send_and_tell(w, c, &out, began_us);
}

/* Files that came with it are gone when it is answered, whatever became of it. */
static bool
serve(struct worker *w, struct conn *c)
{
    struct form_in *form = c->room->form;

    if (form && c->room->reader.state == HTTP_WHOLE)
        upload_end(form);
    bool alive = guarded(w, c, answer);

    if (form)
        upload_forget(form);
    return alive;
}

/* ---- bodies ---------------------------------------------------------------------------------- */

/* False: it cannot be read as a form. */
static bool
begin_form(struct worker *w, struct conn *c, const struct body_plan *plan)
{
    struct http_request *rq = &c->room->reader.request;
    struct form_in *form = NEW(&c->room->arena, struct form_in);

    form->who = plan->who;
    c->room->form = form;
    rq->form = form;
    return upload_begin(form, &c->room->arena, http_value(rq, "content-type"),
                        w->plan->site->spool, w->limits->http.body);
}

/* The head is whole: into memory with the body, onto the disk, or the answer at once. Who sends a
 * form with files is known from here on, so it is made in the room. */
static bool
expect_body(struct worker *w, struct conn *c, int64_t began_us)
{
    struct http_reader *r = &c->room->reader;
    struct cx        cx = cx_of(w, c, &c->room->arena);
    struct body_plan plan = {
        .id = request_id(w, c), .length = r->length, .most = w->limits->upload_bytes,
    };

    cx.store = store_for_request(w, &cx, began_us);
    enum body_way way = dispatch_expect(&w->dispatch, &cx, &r->request, &plan);

    if (way == BODY_REFUSE)
        return send_and_tell(w, c, &plan.answer, began_us);
    if (way == BODY_GATHER)
        conn_gather(c, began_us);
    else if (begin_form(w, c, &plan))
        conn_pass(c, (size_t)plan.most, began_us);
    else
        return answer(w, c, began_us);
    return true;
}

static bool
take_piece(struct worker *w, struct conn *c)
{
    struct room *r = c->room;

    return upload_take(r->form, r->reader.piece) || serve(w, c);
}

/* ---- connections ---------------------------------------------------------------------------- */

/* What an event carries: the slot, and the generation that tells an old event from a new one. */
static uint64_t
name_of(const struct worker *w, const struct conn *c)
{
    return (uint64_t)c->generation << 32 | (uint64_t)(c - w->conns.conn);
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
    conn_close(&w->conns, c);
    board_left(w->plan->board, w->plan->seat, (size_t)(c - w->conns.conn));
}

static void
watch_conn(struct worker *w, struct conn *c)
{
    uint32_t events = c->state == CONN_WRITING ? EPOLLOUT : EPOLLIN;

    watch(w, EPOLL_CTL_MOD, c->fd, events, name_of(w, c));
}

/* The next thing to do with what came; false: the client has gone. */
static bool
one_step(struct worker *w, struct conn *c, enum conn_news news)
{
    bool alive = news == CONN_HEADED  ? guarded(w, c, expect_body)
                 : news == CONN_PIECE ? take_piece(w, c)
                                      : serve(w, c);

    if (!alive || c->state != CONN_WRITING || c->out.n > 0)
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
    if (c->out.n > 0)
        return true;
    return conn_answered(&w->conns, c, clock_mono_us()) && go_on(w, c);
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

/* Over a ceiling: told so in one write, and closed. What it has sent is read first, because closing
 * over unread bytes would take the answer along. */
static void
turn_away(struct worker *w, int fd, int32_t status, const char *code)
{
    struct cx     cx = { .arena = &w->arena, .chance = &w->chance, .now_s = clock_now_s() };
    struct answer out;
    char          unread[4096];

    dispatch_refuse(&cx, status, code, (struct str){ NULL, 0 }, &out);
    struct str head = answer_head(&w->arena, &out, cx.now_s, false);
    ssize_t n = send(fd, head.p, head.n, MSG_NOSIGNAL | MSG_MORE);

    if (n == (ssize_t)head.n)
        n = send(fd, out.body.p, out.body.n, MSG_NOSIGNAL);
    (void)n;
    shutdown(fd, SHUT_WR);
    n = recv(fd, unread, sizeof unread, 0);
    (void)n;
    close(fd);
    arena_reset(&w->arena);
    w->seat->turned_away++;
}

/* An IPv6 network of 64 bits counts as one: it is one line of one subscriber. */
static uint64_t
client_of(const struct sockaddr_storage *at, const char *peer)
{
    const struct in6_addr *v6 = &((const struct sockaddr_in6 *)at)->sin6_addr;

    if (at->ss_family != AF_INET6 || IN6_IS_ADDR_V4MAPPED(v6))
        return board_client(str_of(peer));
    return board_client((struct str){ (const char *)v6->s6_addr, 8 });
}

static bool
has_too_many(const struct worker *w, const char *peer, uint64_t client)
{
    return !client_is_in(&w->dispatch.trusted, str_of(peer)) &&
           board_connections_of(w->plan->board, client) >= w->limits->client_connections;
}

/* Room for one more; the one that was idle for longest may have to go. False: there is none. */
static bool
make_room(struct worker *w)
{
    bool here = w->conns.n_open < w->limits->slots;

    if (here && board_open(w->plan->board) < w->limits->connections)
        return true;
    if (!w->conns.idle.first)
        return false;
    drop(w, w->conns.idle.first);
    w->seat->evicted++;
    return true;
}

static void
admit(struct worker *w, int fd, const struct sockaddr_storage *at)
{
    char peer[CONN_PEER_MAX];
    int  yes = 1;

    conn_name_peer(peer, at);
    uint64_t client = client_of(at, peer);

    if (has_too_many(w, peer, client)) {
        turn_away(w, fd, 429, "web.client_full");
        return;
    }
    if (!make_room(w)) {
        turn_away(w, fd, 503, "web.full");
        return;
    }
    struct conn *c = conn_open(&w->conns, fd, peer, clock_mono_us());

    board_came(w->plan->board, w->plan->seat, (size_t)(c - w->conns.conn), client);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
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

static void
tell_dropped(const struct conn *c)
{
    LOG(LOG_INFO, "reader.dropped", LOG_NUMBER("unread", (int64_t)c->out.n));
}

/* Who still sends is told why; nothing can be told once an answer is on its way. */
static void
cut_off(struct worker *w, struct conn *c, int32_t status, const char *code)
{
    struct cx     cx = cx_of(w, c, &w->arena);
    struct answer out;

    if (c->state == CONN_READING) {
        dispatch_refuse(&cx, status, code, request_id(w, c), &out);
        bool alive = send_and_tell(w, c, &out, clock_mono_us());

        arena_reset(&w->arena);
        if (alive && c->out.n == 0 && conn_answered(&w->conns, c, clock_mono_us()))
            return;
    }
    if (c->state == CONN_WRITING)
        tell_dropped(c);
    drop(w, c);
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
        drop(w, c);
}

/* Once a second at most, however many there are. */
static void
tell_turned_away(struct worker *w, int64_t now_us)
{
    uint64_t n = w->seat->turned_away - w->told;

    if (n == 0 || now_us < w->told_us + RETRY_US)
        return;
    LOG(LOG_WARN, "connections.turned_away", LOG_NUMBER("n", (int64_t)n),
        LOG_NUMBER("open", (int64_t)w->conns.n_open));
    w->told += n;
    w->told_us = now_us;
}

static void
sweep(struct worker *w, int64_t now_us)
{
    if (now_us - w->swept_us < TICK_US)
        return;
    w->swept_us = now_us;
    sweep_busy(w, now_us);
    sweep_idle(w, now_us);
    tell_turned_away(w, now_us);
    if (!w->listens && !w->stopping && now_us >= w->accept_again_us)
        listen_again(w);
}

/* Over the budget those go first that read least, and those of whose forms most has come: who fills
 * a page's form has a small one. */
static void
relieve(struct worker *w)
{
    struct conn *c;

    while (w->conns.unread > UNREAD_BYTES && (c = conns_slowest_reader(&w->conns))) {
        tell_dropped(c);
        w->seat->slow++;
        drop(w, c);
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
        on_listen(w);
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
        on_listen(w);
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
    watch(w, EPOLL_CTL_ADD, w->signal_fd, EPOLLIN, ON_SIGNAL);
    listen_again(w);
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

        for (int i = 0; i < n; i++)
            on_event(w, &event[i]);
        relieve(w);
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
    store_try_open(w, clock_mono_us());
    serve_until_done(w);
    if (w->store)
        store_close(w->store);
    arena_drop(&w->store_arena);
    arena_drop(&w->arena);
    arena_drop(&own);
}
