/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * board.h — what the processes of one server know of each other: connections and counts.
 *
 * WHAT   One piece of memory that all of them share, with a seat for each worker, which alone
 *        writes there; everybody reads and adds up. A worker that dies leaves its seat to its
 *        successor: connections are forgotten, counts go on. No locks: every number is atomic and
 *        nothing needs two of them at one moment.
 * NOT    Data: that is the database's.
 * READ   board.c · metrics.c prints it · worker.c, worker_accept.c and worker_serve.c write it
 */
#ifndef GUYUB_APP_BOARD_H
#define GUYUB_APP_BOARD_H

#include <stdatomic.h>

#include "base/str.h"

enum { BOARD_SEATS_MAX = 64, BOARD_TOOK_N = 12 };

typedef _Atomic uint64_t board_count;

struct board_seat {
    board_count  pid;                       /* 0: nobody works here now                          */
    board_count  started_s;                 /* clock time of the present process                 */
    board_count  open;                      /* connections open now                              */
    board_count  accepted, turned_away;     /* connections; turned away: over a ceiling          */
    board_count  evicted;                   /* idle ones that had to make room                   */
    board_count  answered[6];               /* by class of status: [2] is 2xx; [0] never         */
    board_count  refused;                   /* requests that were none (web/http.h)              */
    board_count  slow;                      /* requests that took too long to come               */
    board_count  kept;                      /* answers given again                               */
    board_count  bytes_in, bytes_out;
    board_count  took[BOARD_TOOK_N];        /* answers by time: board_took_us[i] at most         */
    board_count  took_us;                   /* all of them together                              */
    board_count  store_away;                /* 1: without a database now                         */
};

extern const uint32_t board_took_us[BOARD_TOOK_N];      /* the last one: whatever is longer      */

struct board {
    size_t            n_seats, per_seat;
    board_count       started_s, deaths, restarts;      /* the supervisor's */
    board_count       stopping;                         /* 1: no new connections are taken */
    struct board_seat seat[BOARD_SEATS_MAX];
    board_count       client[];             /* per_seat a seat: a hash of the address; 0: free */
};

/* Shared by this process and those that it forks from here on; kept until the process ends. */
struct board *board_make(size_t n_seats, size_t conns_per_seat);

/* A worker takes its seat: what a dead predecessor had open is forgotten. */
void   board_sit(struct board *, size_t seat, int64_t now_s);
/* Never 0. */
uint64_t board_client(struct str address);
void   board_came(struct board *, size_t seat, size_t slot, uint64_t client);
void   board_left(struct board *, size_t seat, size_t slot);
/* How many connections the client has, over all seats: one pass over the slots. */
size_t board_connections_of(const struct board *, uint64_t client);
size_t board_open(const struct board *);
void   board_answered(struct board_seat *, int32_t status, int64_t bytes, int64_t took_us);

#endif
