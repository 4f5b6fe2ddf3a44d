/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/server/conn.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "app/server/upload.h"

enum {
    BUFFER_BYTES    = 64 << 10,         /* at a time, of a body that is passed on              */
    IN_BYTES        = 16 << 10,         /* of all else: more requests would keep others waiting */
    ANSWER_BYTES    = 24 << 20,         /* more than any answer has                            */
    ROOM_EXTRA      = 1 << 20,          /* for who sends a form with files                     */
    ROOM_KEPT_BYTES = 256 << 10,        /* a room that has grown more is given back            */
    ROOM_LEFT       = 64 << 10,         /* for what a client sent behind its request           */
    SPARE_MAX       = 8,
    FILE_BYTES      = 1 << 20,          /* of a file, before others have their turn            */
};

static const int64_t SECOND_US = 1000000;

/* ---- lists ----------------------------------------------------------------------------------- */

static void
list_add(struct conn_list *l, struct conn *c)
{
    c->before = l->last;
    c->after = NULL;
    if (l->last)
        l->last->after = c;
    else
        l->first = c;
    l->last = c;
}

static void
list_take(struct conn_list *l, struct conn *c)
{
    if (c->before)
        c->before->after = c->after;
    else
        l->first = c->after;
    if (c->after)
        c->after->before = c->before;
    else
        l->last = c->before;
}

static struct conn_list *
list_of(struct conns *cs, enum conn_state state)
{
    if (state == CONN_FREE)
        return &cs->free;
    return state == CONN_IDLE ? &cs->idle : &cs->busy;
}

/* Slots that were used last are used first: their pages are there. */
static void
list_add_first(struct conn_list *l, struct conn *c)
{
    c->before = NULL;
    c->after = l->first;
    if (l->first)
        l->first->before = c;
    else
        l->last = c;
    l->first = c;
}

static void
become(struct conns *cs, struct conn *c, enum conn_state state, int64_t until_us)
{
    struct conn_list *from = list_of(cs, c->state), *to = list_of(cs, state);

    c->state = state;
    c->until_us = until_us;
    if (from == to && state != CONN_IDLE)
        return;
    list_take(from, c);
    if (state == CONN_FREE)
        list_add_first(to, c);
    else
        list_add(to, c);
}

/* ---- rooms ----------------------------------------------------------------------------------- */

static struct room *
room_take(struct conns *cs)
{
    const struct http_limits *http = &cs->limits->http;
    struct room *r = cs->spare;

    if (r) {
        cs->spare = r->next;
        cs->n_spare--;
        return r;
    }
    struct arena a = arena_make(ANSWER_BYTES + ROOM_EXTRA + 2 * http->body + 4 * http->head);

    r = NEW(&a, struct room);
    r->arena = a;
    http_start(&r->reader, &r->arena, http);
    r->reader.asks = true;
    return r;
}

static void
room_forget(struct room *r)
{
    if (r->form)
        upload_forget(r->form);
    r->form = NULL;
    r->id = (struct str){ NULL, 0 };
    http_next(&r->reader);              /* all that was made behind its head */
}

static void
room_drop(struct room *r)
{
    struct arena a = r->arena;

    arena_drop(&a);
}

static void
leave_room(struct conns *cs, struct conn *c)
{
    struct room *r = c->room;

    if (!r)
        return;
    c->room = NULL;
    cs->held -= c->held;
    c->held = 0;
    room_forget(r);
    if (cs->n_spare == SPARE_MAX || r->arena.peak > ROOM_KEPT_BYTES) {
        room_drop(r);
        return;
    }
    r->next = cs->spare;
    cs->spare = r;
    cs->n_spare++;
}

/* ---- all of them ----------------------------------------------------------------------------- */

void
conns_make(struct conns *cs, struct arena *a, const struct limits *limits)
{
    *cs = (struct conns){ .limits = limits };
    cs->conn = NEWS(a, struct conn, limits->slots);
    cs->buffer = NEWS(a, char, BUFFER_BYTES);
}

static_assert(CONN_PEER_MAX >= INET6_ADDRSTRLEN, "an address fits");

void
conn_name_peer(char out[static CONN_PEER_MAX], const struct sockaddr_storage *peer)
{
    const struct in_addr  *v4 = &((const struct sockaddr_in *)peer)->sin_addr;
    const struct in6_addr *v6 = &((const struct sockaddr_in6 *)peer)->sin6_addr;
    bool        mapped = peer->ss_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(v6);
    int         family = mapped ? AF_INET : peer->ss_family;
    const void *at = mapped ? (const void *)&v6->s6_addr[12] : family == AF_INET ? (const void *)v4
                                                                                : (const void *)v6;

    if ((family != AF_INET && family != AF_INET6) || !inet_ntop(family, at, out, CONN_PEER_MAX))
        out[0] = '\0';
}

struct conn *
conn_open(struct conns *cs, int fd, const char *peer, int64_t now_us)
{
    if (!cs->free.first && cs->n_used < cs->limits->slots)
        list_add(&cs->free, &cs->conn[cs->n_used++]);
    struct conn *c = cs->free.first;

    assert(c && c->state == CONN_FREE && !c->room);
    become(cs, c, CONN_IDLE, now_us + cs->limits->idle_s * SECOND_US);
    c->fd = fd;
    snprintf(c->peer, sizeof c->peer, "%s", peer);
    c->generation++;
    c->close_after = false;
    c->in = c->out = (struct str){ NULL, 0 };
    c->sent = c->taken = c->n_requests = 0;
    cs->n_open++;
    return c;
}

static void
end_file(struct conn *c)
{
    if (c->file.n > 0)
        close(c->file.fd);
    c->file.n = 0;
}

void
conn_close(struct conns *cs, struct conn *c)
{
    assert(c->state != CONN_FREE);
    close(c->fd);
    end_file(c);
    cs->unread -= c->out.n;
    leave_room(cs, c);
    become(cs, c, CONN_FREE, 0);
    c->fd = -1;
    cs->n_open--;
}

/* ---- in -------------------------------------------------------------------------------------- */

bool
conn_receive(struct conns *cs, struct conn *c, size_t *n)
{
    assert(c->in.n == 0);
    bool    passes = c->room && c->room->reader.passes;
    ssize_t came = recv(c->fd, cs->buffer, passes ? BUFFER_BYTES : IN_BYTES, 0);

    *n = came > 0 ? (size_t)came : 0;
    c->in = (struct str){ cs->buffer, *n };
    if (c->state == CONN_LINGERING)
        c->in.n = 0;
    return came > 0 || (came < 0 && (errno == EAGAIN || errno == EINTR));
}

/* Bytes buy time, but nobody can lay up more than some of it. */
static void
earn(const struct conns *cs, struct conn *c, size_t n, int64_t now_us)
{
    int64_t until_us = c->until_us + (int64_t)n * SECOND_US / cs->limits->slow_bytes;
    int64_t most_us = now_us + CONN_CREDIT_S * SECOND_US;

    c->until_us = until_us < most_us ? until_us : most_us;
}

static enum conn_news
news_of(const struct http_reader *r)
{
    if (r->piece.n > 0)
        return CONN_PIECE;
    if (r->state == HTTP_HEADED)
        return CONN_HEADED;
    return r->state == HTTP_MORE ? CONN_WAITS : CONN_REQUEST;
}

static void
count_held(struct conns *cs, struct conn *c)
{
    size_t held = c->room->reader.body.n;

    cs->held += held - c->held;
    c->held = held;
}

enum conn_news
conn_feed(struct conns *cs, struct conn *c, int64_t now_us)
{
    if (c->state == CONN_IDLE) {
        if (c->in.n == 0)
            return CONN_WAITS;
        c->room = room_take(cs);
        become(cs, c, CONN_READING, now_us + cs->limits->head_s * SECOND_US);
    }
    struct http_reader *r = &c->room->reader;
    bool   in_head = r->phase <= HTTP_P_FIELDS;
    size_t n = http_feed(r, c->in);

    c->in = str_part(c->in, n, c->in.n - n);
    if (!in_head)
        earn(cs, c, n, now_us);
    count_held(cs, c);
    return news_of(r);
}

/* The client holds back its body until it is told to go on. A lost one will time out. */
static void
body_may_come(struct conn *c, int64_t now_us)
{
    static const char text[] = "HTTP/1.1 100 Continue\r\n\r\n";
    struct http_reader *r = &c->room->reader;

    c->until_us = now_us + CONN_GRACE_S * SECOND_US;
    if (!r->expects || r->state == HTTP_REFUSED)
        return;
    r->expects = false;
    ssize_t n = send(c->fd, text, sizeof text - 1, MSG_NOSIGNAL);
    (void)n;
}

void
conn_gather(struct conn *c, int64_t now_us)
{
    http_gather(&c->room->reader);
    body_may_come(c, now_us);
}

void
conn_pass(struct conn *c, size_t most, int64_t now_us)
{
    http_pass(&c->room->reader, most);
    body_may_come(c, now_us);
}

void
conn_leave(const struct conns *cs, struct conn *c)
{
    if (c->in.n > 0 && c->in.p >= cs->buffer && c->in.p < cs->buffer + BUFFER_BYTES)
        c->in = str_copy(&c->room->arena, c->in);
}

/* ---- out ------------------------------------------------------------------------------------- */

static bool
is_not_now(void)
{
    return errno == EAGAIN || errno == EINTR || errno == ENOBUFS;
}

/* Keeps what the socket did not take: the texts die with the request's arena. False: too much. */
static bool
keep_rest(struct conns *cs, struct conn *c, struct str head, struct str body, size_t sent)
{
    struct arena *a = &c->room->arena;
    size_t n = head.n + body.n - sent;

    if (a->cap - a->used < n + ROOM_LEFT)
        return false;
    char *p = NEWS(a, char, n);
    struct str head_rest = sent < head.n ? str_part(head, sent, head.n - sent) : S("");
    size_t body_from = sent > head.n ? sent - head.n : 0;

    if (head_rest.n)
        memcpy(p, head_rest.p, head_rest.n);
    if (body.n > body_from)
        memcpy(p + head_rest.n, body.p + body_from, body.n - body_from);
    c->out = (struct str){ p, n };
    cs->unread += n;
    return true;
}

/* What was sent and does not lie in the system any more, the client's system has. */
static int64_t
taken_by_client(const struct conn *c)
{
    int waiting = 0;

    if (ioctl(c->fd, SIOCOUTQ, &waiting) != 0)
        waiting = 0;
    return c->sent - waiting;
}

/* The fd that the request gave ends with it. */
static bool
take_file(struct conn *c, const struct answer_part *file)
{
    int fd = file->n > 0 ? fcntl(file->fd, F_DUPFD_CLOEXEC, 0) : -1;

    assert(c->file.n == 0);
    if (fd >= 0)
        c->file = (struct answer_part){ fd, file->from, file->n };
    return fd >= 0 || file->n == 0;
}

/* False: the client has gone, or the file has fewer bytes than were announced. */
static bool
send_file(struct conn *c)
{
    ssize_t n = 1;

    for (int64_t left = FILE_BYTES; c->file.n > 0 && left > 0; left -= n) {
        off_t at = (off_t)c->file.from;

        n = sendfile(c->fd, c->file.fd, &at, (size_t)(c->file.n < left ? c->file.n : left));
        if (n <= 0)
            return n < 0 && is_not_now();
        c->sent += n;
        c->file.from += n;
        if (n == c->file.n)
            end_file(c);
        else
            c->file.n -= n;
    }
    return true;
}

bool
conn_has_more(const struct conn *c)
{
    return c->out.n > 0 || c->file.n > 0;
}

bool
conn_send(struct conns *cs, struct conn *c, const struct conn_message *m, int64_t now_us)
{
    struct iovec part[2] = {
        { .iov_base = (void *)m->head.p, .iov_len = m->head.n },
        { .iov_base = (void *)m->body.p, .iov_len = m->body.n },
    };
    struct msghdr message = { .msg_iov = part, .msg_iovlen = m->body.n ? 2 : 1 };

    if (!take_file(c, &m->file))
        return false;
    ssize_t n = sendmsg(c->fd, &message, MSG_NOSIGNAL | (c->file.n > 0 ? MSG_MORE : 0));

    if (n < 0 && !is_not_now())
        return false;
    size_t sent = n < 0 ? 0 : (size_t)n;

    become(cs, c, CONN_WRITING, now_us + CONN_GRACE_S * SECOND_US);
    c->took_us = now_us;
    c->sent += (int64_t)sent;
    bool goes_on = sent == m->head.n + m->body.n ? send_file(c)
                                                 : keep_rest(cs, c, m->head, m->body, sent);

    c->taken = taken_by_client(c);
    return goes_on;
}

bool
conn_flush(struct conns *cs, struct conn *c, int64_t now_us)
{
    conn_credit_reader(cs, c, now_us);
    while (c->out.n > 0) {
        ssize_t n = send(c->fd, c->out.p, c->out.n, MSG_NOSIGNAL);

        if (n < 0)
            return is_not_now();
        c->out = str_part(c->out, (size_t)n, c->out.n - (size_t)n);
        c->sent += n;
        cs->unread -= (size_t)n;
    }
    return send_file(c);
}

void
conn_credit_reader(const struct conns *cs, struct conn *c, int64_t now_us)
{
    int64_t taken = taken_by_client(c);

    if (taken > c->taken) {
        earn(cs, c, (size_t)(taken - c->taken), now_us);
        c->took_us = now_us;
    }
    c->taken = taken;
}

struct conn *
conns_slowest_reader(const struct conns *cs)
{
    struct conn *slowest = NULL;

    for (struct conn *c = cs->busy.first; c; c = c->after)
        if (c->out.n > 0 && (!slowest || c->took_us < slowest->took_us))
            slowest = c;
    return slowest;
}

struct conn *
conns_largest_form(const struct conns *cs)
{
    struct conn *largest = NULL;

    for (struct conn *c = cs->busy.first; c; c = c->after)
        if (c->held > (largest ? largest->held : 0))
            largest = c;
    return largest;
}

/*
 * Closing at once while bytes of the client are still unread would make the system send a reset,
 * which can destroy the answer on its way. So: no more from us, and reading on for a moment.
 */
static bool
linger(struct conns *cs, struct conn *c, int64_t now_us)
{
    if (shutdown(c->fd, SHUT_WR) != 0)
        return false;
    c->in.n = 0;
    leave_room(cs, c);
    become(cs, c, CONN_LINGERING, now_us + CONN_LINGER_S * SECOND_US);
    return true;
}

bool
conn_answered(struct conns *cs, struct conn *c, int64_t now_us)
{
    assert(!conn_has_more(c));
    c->n_requests++;
    if (c->close_after)
        return linger(cs, c, now_us);
    if (c->in.n > 0 && c->in.p != cs->buffer) {         /* out of the room, before it goes */
        memmove(cs->buffer, c->in.p, c->in.n);
        c->in.p = cs->buffer;
    }
    leave_room(cs, c);
    become(cs, c, CONN_IDLE, now_us + cs->limits->idle_s * SECOND_US);
    return true;
}
