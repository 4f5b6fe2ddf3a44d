/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * conn.h — one connection: bytes in, requests one after the other, answers out, time limits.
 *
 * A connection reads one request whole, waits until its answer is written whole, and only then
 * looks at the next one (pipelined requests are answered in order). Its arena holds what must
 * outlive the request's own arena: the request's bytes and the rest of an answer that the
 * socket did not take at once.
 */
#ifndef GUYUB_APP_CONN_H
#define GUYUB_APP_CONN_H

#include "base/arena.h"
#include "web/http.h"

enum conn_state { CONN_FREE, CONN_READING, CONN_WRITING, CONN_LINGERING };

/* seconds */
enum { CONN_IDLE_S = 30, CONN_HEAD_S = 10, CONN_BODY_S = 60, CONN_WRITE_S = 30, CONN_LINGER_S = 2 };

enum { CONN_PEER_MAX = 46 };    /* of an IPv6 address, with its NUL */

enum { CONN_IN_BYTES = 16 << 10, CONN_ARENA_BYTES = 24 << 20 };

struct conn {
    enum conn_state    state;
    int                fd;
    char               peer[CONN_PEER_MAX];     /* its address, as a text; empty: not known      */
    uint32_t           generation;      /* tells a connection from the slot's former one         */
    bool               close_after;     /* when the answer is out                                */
    struct arena       arena;
    struct http_reader reader;
    char              *in;              /* CONN_IN_BYTES                                         */
    size_t             in_at, in_n;     /* bytes fed to the reader; bytes there                  */
    struct str         out;             /* what is still to be written                           */
    int64_t            until_us;        /* the state's time limit                                */
};

struct sockaddr_storage;

/* Takes over an accepted, non-blocking socket. The slot's arena is made at its first use. */
void conn_open(struct conn *, int fd, const struct sockaddr_storage *peer, int64_t now_us);
void conn_close(struct conn *);

/* Reads what is there. False: the client has gone. */
bool conn_fill(struct conn *);

/*
 * Feeds the reader and sets the limit of the phase it is in. True: a request is whole or refused
 * and must be answered now.
 */
bool conn_next_request(struct conn *, int64_t now_us);

/* Writes an answer, as far as the socket takes it. False: the client has gone. */
bool conn_send(struct conn *, struct str head, struct str body, int64_t now_us);
/* Goes on writing. False: the client has gone. */
bool conn_flush(struct conn *, int64_t now_us);

/* The answer is out: ready for the next request, or saying goodbye (false: close it now). */
bool conn_answered(struct conn *, int64_t now_us);

/* Nothing of a request has come: may be closed without loss. */
bool conn_is_idle(const struct conn *);

#endif
