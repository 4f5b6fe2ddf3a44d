/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * metrics.h — counts in Prometheus' text format, version 0.0.4.
 *
 * Counters begin at 0 with each start and each restart by SIGHUP, as Prometheus expects of a
 * process that began at guyub_start_time_seconds; only guyub_restarts_total goes on.
 */
#ifndef GUYUB_APP_METRICS_H
#define GUYUB_APP_METRICS_H

#include "app/server/board.h"
#include "base/buf.h"
#include "cx.h"

/* Sums over all seats. */
void metrics_of_board(struct buf *, const struct board *);

/* What waits: jobs by state, mails, lines of the journal that are not sealed; asked of the database
 * every METRICS_ASK_S seconds at most, by each process. Nothing where it is away. */
enum { METRICS_ASK_S = 10 };
void metrics_of_store(struct buf *, struct cx *);

#endif
