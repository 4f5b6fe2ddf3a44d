/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/conn.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

static int64_t
after(int64_t now_us, int64_t seconds)
{
    return now_us + seconds * 1000000;
}

static_assert(CONN_PEER_MAX >= INET6_ADDRSTRLEN, "an address fits");

/* IPv4 with points, also where it comes by an IPv6 socket. */
static void
name_peer(struct conn *c, const struct sockaddr_storage *peer)
{
    const struct in_addr  *v4 = &((const struct sockaddr_in *)peer)->sin_addr;
    const struct in6_addr *v6 = &((const struct sockaddr_in6 *)peer)->sin6_addr;
    bool        mapped = peer->ss_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(v6);
    int         family = mapped ? AF_INET : peer->ss_family;
    const void *at = mapped ? (const void *)&v6->s6_addr[12] : family == AF_INET ? (const void *)v4
                                                                                : (const void *)v6;

    if ((family != AF_INET && family != AF_INET6) ||
        !inet_ntop(family, at, c->peer, sizeof c->peer))
        c->peer[0] = '\0';
}

void
conn_open(struct conn *c, int fd, const struct sockaddr_storage *peer, int64_t now_us)
{
    assert(c->state == CONN_FREE);
    if (!c->arena.base)
        c->arena = arena_make(CONN_ARENA_BYTES);
    c->state = CONN_READING;
    c->fd = fd;
    name_peer(c, peer);
    c->generation++;
    c->close_after = false;
    c->in = NEWS(&c->arena, char, CONN_IN_BYTES);
    c->in_at = c->in_n = 0;
    c->out = (struct str){ NULL, 0 };
    http_start(&c->reader, &c->arena, &http_limits_default);
    c->until_us = after(now_us, CONN_IDLE_S);
}

void
conn_close(struct conn *c)
{
    assert(c->state != CONN_FREE);
    close(c->fd);
    arena_reset(&c->arena);
    c->state = CONN_FREE;
    c->fd = -1;
}

bool
conn_is_idle(const struct conn *c)
{
    return c->state == CONN_READING && !c->reader.begun && c->in_at == c->in_n;
}

/* ---- in ------------------------------------------------------------------------------------- */

bool
conn_fill(struct conn *c)
{
    assert(c->in_at == c->in_n);
    ssize_t n = recv(c->fd, c->in, CONN_IN_BYTES, 0);

    c->in_at = c->in_n = 0;
    if (n > 0)
        c->in_n = (size_t)n;
    return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

/* The client holds back its body until it is told to go on. A lost one will time out. */
static void
say_continue(struct conn *c)
{
    static const char text[] = "HTTP/1.1 100 Continue\r\n\r\n";

    c->reader.expects = false;
    ssize_t n = send(c->fd, text, sizeof text - 1, MSG_NOSIGNAL);
    (void)n;
}

bool
conn_next_request(struct conn *c, int64_t now_us)
{
    struct http_reader *r = &c->reader;
    bool was_begun = r->begun, was_in_head = r->phase <= HTTP_P_FIELDS;

    c->in_at += http_feed(r, (struct str){ c->in + c->in_at, c->in_n - c->in_at });
    if (r->state != HTTP_MORE)
        return true;
    bool in_head = r->phase <= HTTP_P_FIELDS;

    if (r->begun && !was_begun)
        c->until_us = after(now_us, CONN_HEAD_S);
    if (was_in_head && !in_head)
        c->until_us = after(now_us, CONN_BODY_S);
    if (r->expects)
        say_continue(c);
    return false;
}

/* ---- out ------------------------------------------------------------------------------------ */

static bool
is_not_now(void)
{
    return errno == EAGAIN || errno == EINTR || errno == ENOBUFS;
}

/* Keeps what the socket did not take: the texts die with the request's arena. */
static void
keep_rest(struct conn *c, struct str head, struct str body, size_t sent)
{
    size_t n = head.n + body.n - sent;
    char  *p = NEWS(&c->arena, char, n);
    struct str head_rest = sent < head.n ? str_part(head, sent, head.n - sent) : S("");
    size_t body_from = sent > head.n ? sent - head.n : 0;

    if (head_rest.n)
        memcpy(p, head_rest.p, head_rest.n);
    if (body.n > body_from)
        memcpy(p + head_rest.n, body.p + body_from, body.n - body_from);
    c->out = (struct str){ p, n };
}

bool
conn_send(struct conn *c, struct str head, struct str body, int64_t now_us)
{
    struct iovec part[2] = {
        { .iov_base = (void *)head.p, .iov_len = head.n },
        { .iov_base = (void *)body.p, .iov_len = body.n },
    };
    struct msghdr message = { .msg_iov = part, .msg_iovlen = body.n ? 2 : 1 };
    ssize_t n = sendmsg(c->fd, &message, MSG_NOSIGNAL);

    if (n < 0 && !is_not_now())
        return false;
    c->state = CONN_WRITING;
    c->until_us = after(now_us, CONN_WRITE_S);
    if (n < (ssize_t)(head.n + body.n))
        keep_rest(c, head, body, n < 0 ? 0 : (size_t)n);
    return true;
}

bool
conn_flush(struct conn *c, int64_t now_us)
{
    while (c->out.n > 0) {
        ssize_t n = send(c->fd, c->out.p, c->out.n, MSG_NOSIGNAL);

        if (n < 0)
            return is_not_now();
        c->out = str_part(c->out, (size_t)n, c->out.n - (size_t)n);
        c->until_us = after(now_us, CONN_WRITE_S);
    }
    return true;
}

/*
 * Closing at once while bytes of the client are still unread would make the system send a reset,
 * which can destroy the answer on its way. So: no more from us, and reading on for a moment.
 */
static bool
linger(struct conn *c, int64_t now_us)
{
    if (shutdown(c->fd, SHUT_WR) != 0)
        return false;
    c->state = CONN_LINGERING;
    c->in_at = c->in_n = 0;
    c->until_us = after(now_us, CONN_LINGER_S);
    return true;
}

bool
conn_answered(struct conn *c, int64_t now_us)
{
    assert(c->out.n == 0);
    if (c->close_after)
        return linger(c, now_us);
    http_next(&c->reader);
    c->out = (struct str){ NULL, 0 };
    c->state = CONN_READING;
    c->until_us = after(now_us, CONN_IDLE_S);
    return true;
}
