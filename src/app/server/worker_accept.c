/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* worker_accept.c — who comes in, and who is turned away: the ceilings of connections. */
#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/server/worker_part.h"
#include "base/clock.h"
#include "base/log.h"

enum {
    ACCEPTS_MAX = 16,           /* at a time, so that other workers get their share */
    LOOKS_MAX   = 64,           /* at idle connections, for one that has nothing waiting */
};

/* ---- accepting ------------------------------------------------------------------------------ */

void
worker_listen(struct worker *w)
{
    worker_watch(w, EPOLL_CTL_ADD, w->plan->listen_fd, EPOLLIN | EPOLLEXCLUSIVE, ON_LISTEN);
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

/* Bytes of a request may have come that this worker has not read yet. */
static bool
has_asked(const struct conn *c)
{
    char first;

    return recv(c->fd, &first, 1, MSG_PEEK | MSG_DONTWAIT) == 1;
}

/* NULL: all that were looked at have begun to ask. */
static struct conn *
idle_for_longest(const struct worker *w)
{
    struct conn *c = w->conns.idle.first;

    for (int i = 0; c && i < LOOKS_MAX; i++, c = c->after)
        if (!has_asked(c))
            return c;
    return NULL;
}

/* Room for one more; the one that was idle for longest may have to go. False: there is none. */
static bool
make_room(struct worker *w)
{
    bool here = w->conns.n_open < w->limits->slots;

    if (here && board_open(w->plan->board) < w->limits->connections)
        return true;
    struct conn *c = idle_for_longest(w);

    if (!c)
        return false;
    worker_drop(w, c);
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
    worker_watch(w, EPOLL_CTL_ADD, fd, EPOLLIN, worker_name(w, c));
}

/* Errors of a client that is gone already are passed over; a lack of our own makes us wait. */
static void
accept_failed(struct worker *w, int errnum)
{
    if (errnum != EMFILE && errnum != ENFILE && errnum != ENOBUFS && errnum != ENOMEM)
        return;
    LOG(LOG_ERROR, "accept.failed", LOG_NUMBER("errno", errnum));
    listen_no_more(w);
    w->accept_again_us = clock_mono_us() + WORKER_RETRY_US;
}

void
worker_accept(struct worker *w)
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

void
worker_tell_turned_away(struct worker *w, int64_t now_us)
{
    uint64_t n = w->seat->turned_away - w->told;

    if (n == 0 || now_us < w->told_us + WORKER_RETRY_US)
        return;
    LOG(LOG_WARN, "connections.turned_away", LOG_NUMBER("n", (int64_t)n),
        LOG_NUMBER("open", (int64_t)w->conns.n_open));
    w->told += n;
    w->told_us = now_us;
}
