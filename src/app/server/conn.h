/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * conn.h — one worker's connections: bytes in, requests one after the other, answers out, time.
 *
 * A connection reads one request whole (or passes its body on, piece by piece), waits until its
 * answer is written whole, and only then looks at the next one (pipelined requests are answered in
 * order). What a request needs beside the request's own arena (its bytes, the rest of an answer
 * that the socket did not take at once) is in a room, which the connection has from the first byte
 * of a request until its answer is out. A connection that waits for a request has none and costs a
 * few hundred bytes.
 *
 * TIME   A head must be whole within head_s. After it every byte buys time: a body that comes, or
 *        an answer that is taken, slower than slow_bytes a second runs out of it, at the latest
 *        CREDIT_S after it stops. COST of looking after time: the idle ones stand in the order in
 *        which they run out, so only their first is looked at; the busy ones are all looked at,
 *        four times a second.
 * FILES  Of an answer that is a file memory holds nothing: the system passes it on, some of it at
 *        a time, so that other connections have their turn.
 */
#ifndef GUYUB_APP_CONN_H
#define GUYUB_APP_CONN_H

#include "app/server/limits.h"
#include "base/arena.h"
#include "web/answer.h"

enum conn_state { CONN_FREE, CONN_IDLE, CONN_READING, CONN_WRITING, CONN_LINGERING };

enum { CONN_GRACE_S = 10, CONN_CREDIT_S = 30, CONN_LINGER_S = 2 };

enum { CONN_PEER_MAX = 46 };    /* of an IPv6 address, with its NUL */

struct form_in;

struct room {
    struct room       *next;            /* of those that nobody has                              */
    struct arena       arena;           /* in which this struct lies, too                        */
    struct http_reader reader;
    struct str         id;              /* of the request; unknown: not given yet                */
    struct form_in    *form;            /* with files, while it comes; NULL: there is none       */
};

struct conn {
    enum conn_state state;
    int             fd;
    uint32_t        generation;         /* tells a connection from the slot's former one         */
    bool            close_after;        /* when the answer is out                                */
    char            peer[CONN_PEER_MAX];    /* its address, as a text; empty: not known          */
    struct room    *room;               /* of the request; NULL: there is none                   */
    struct str      in;                 /* came, and was not read yet                            */
    struct str      out;                /* what is still to be written                           */
    struct answer_part file;            /* and, behind it, of a file; its fd is the connection's */
    size_t          held;               /* bytes of a form that memory holds while it comes      */
    int64_t         until_us;           /* the state's time limit                                */
    int64_t         sent, taken;        /* bytes of answers given to the system; by the client   */
    int64_t         took_us;            /* when the client last took something of an answer      */
    int64_t         n_requests;         /* answered on this connection                           */
    struct conn    *before, *after;     /* among the idle ones, the busy ones or the free slots  */
};

struct conn_list { struct conn *first, *last; };

struct conns {
    const struct limits *limits;
    struct conn      *conn;             /* limits->slots of them                                 */
    struct conn_list  idle, busy, free; /* idle: the one that began to be so first is first      */
    size_t            n_open, n_used;   /* used: slots that were ever taken                      */
    struct room      *spare;
    size_t            n_spare;
    size_t            unread;           /* bytes of answers that wait for slow readers           */
    size_t            held;             /* bytes of forms that memory holds while they come      */
    char             *buffer;           /* what came last, whoever sent it                       */
};

struct sockaddr_storage;

/* The address as a text, IPv4 with points also by an IPv6 socket; empty: not known. */
void conn_name_peer(char out[static CONN_PEER_MAX], const struct sockaddr_storage *);

/* What their arena must have, and that for each slot. */
enum { CONNS_EXTRA = 128 << 10, CONNS_EACH = sizeof(struct conn) };

/* As many slots as the limits say; nothing of them is touched before it is taken. */
void conns_make(struct conns *, struct arena *, const struct limits *);

/* Takes over an accepted, non-blocking socket. There must be a free slot. */
struct conn *conn_open(struct conns *, int fd, const char *peer, int64_t now_us);
void conn_close(struct conns *, struct conn *);

/* Reads what is there; `n` bytes came. False: the client has gone. */
bool conn_receive(struct conns *, struct conn *, size_t *n);

enum conn_news {
    CONN_WAITS,                 /* for more bytes                                                */
    CONN_HEADED,                /* a body is to come: gather, pass or refuse it                  */
    CONN_PIECE,                 /* reader.piece is of a body that is passed on                   */
    CONN_REQUEST,               /* a request is whole or refused and must be answered now        */
};

/* Feeds the reader with what came, and sets the time limit. */
enum conn_news conn_feed(struct conns *, struct conn *, int64_t now_us);

/* After CONN_HEADED: the body may come, and the client is told so if it waits for that. */
void conn_gather(struct conn *, int64_t now_us);
void conn_pass(struct conn *, size_t most, int64_t now_us);

/* Writes an answer, as far as the socket takes it. False: the client has gone. */
struct conn_message { struct str head, body; struct answer_part file; };
bool conn_send(struct conns *, struct conn *, const struct conn_message *, int64_t now_us);
/* Something of the answer is still to be written. */
bool conn_has_more(const struct conn *);
/* Goes on writing. False: the client has gone. */
bool conn_flush(struct conns *, struct conn *, int64_t now_us);
/* Gives it time for what it has taken since. */
void conn_credit_reader(const struct conns *, struct conn *, int64_t now_us);

/* The answer is out: ready for the next request, or saying goodbye (false: close it now). */
bool conn_answered(struct conns *, struct conn *, int64_t now_us);

/* Before another connection is looked at: what was not read yet is kept. */
void conn_leave(const struct conns *, struct conn *);

/* Of those of whose answers memory holds something, the one whose client has taken nothing for
 * longest; NULL: none does. */
struct conn *conns_slowest_reader(const struct conns *);

/* The one of whose form memory holds most; NULL: it holds none. */
struct conn *conns_largest_form(const struct conns *);

#endif
