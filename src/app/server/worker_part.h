/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * worker_part.h — what the files of worker.h share.
 *
 * READ   worker.c the loop · worker_accept.c who comes in · worker_serve.c one request
 */
#ifndef GUYUB_APP_WORKER_PART_H
#define GUYUB_APP_WORKER_PART_H

#include "app/server/board.h"
#include "app/server/conn.h"
#include "app/server/worker.h"
#include "base/arena.h"
#include "base/rand.h"

enum { WORKER_RETRY_US = 1000 * 1000 };     /* between attempts at what the system refused */

/* What an event carries that is no connection's. */
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

/* ---- worker.c ------------------------------------------------------------------------------- */

/* What an event carries: the slot, and the generation that tells an old event from a new one. */
uint64_t worker_name(const struct worker *, const struct conn *);
void     worker_watch(struct worker *, int how, int fd, uint32_t events, uint64_t who);
void     worker_drop(struct worker *, struct conn *);

/* ---- worker_accept.c ------------------------------------------------------------------------ */

void worker_listen(struct worker *);        /* from now on, until it stops or the system refuses */
void worker_accept(struct worker *);        /* those that wait, as far as the ceilings let them  */
/* Once a second at most, however many there are. */
void worker_tell_turned_away(struct worker *, int64_t now_us);

/* ---- worker_serve.c ------------------------------------------------------------------------- */

/* If it is not open; at most once a second. */
void worker_open_store(struct worker *, int64_t now_us);
/* Answers what came, or takes its body. False: the client has gone. */
bool worker_take(struct worker *, struct conn *, enum conn_news);
/* Tells a request that is still coming why it is not answered. False: the client has gone. */
bool worker_refuse(struct worker *, struct conn *, int32_t status, const char *code);

#endif
