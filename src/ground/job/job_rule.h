/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * job_rule.h — rules only: states, what follows a try, how long to wait, when a schedule is due.
 *
 * A job goes from waiting to running and back until it is done, failed or stopped, and stays so.
 * OURS   Waits between tries are 10 s, 40 s, 160 s, four times as long each time, at most an hour:
 *        a restarted server is met at once, a lost disk does not fill the log.
 */
#ifndef GUYUB_JOB_RULE_H
#define GUYUB_JOB_RULE_H

#include "base/err.h"

enum job_state { JOB_NO_STATE, JOB_WAITING, JOB_RUNNING, JOB_DONE, JOB_FAILED, JOB_STOPPED };

enum { JOB_TRIES = 5, JOB_SECONDS = 3600, JOB_WAIT_MAX_S = 3600 };

struct str     job_state_word(enum job_state);          /* "waiting": stored                    */
enum job_state job_state_of(struct str word);           /* JOB_NO_STATE: no such                */
struct msg     job_state_label(enum job_state);
bool           job_has_ended(enum job_state);

/* How a try ended. */
enum job_end {
    JOB_WENT_WELL,
    JOB_WAS_STOPPED,            /* somebody asked it to stop                                    */
    JOB_MOMENTS_ERROR,          /* busy, lost database, full disk: may go well later            */
    JOB_INPUTS_ERROR,           /* follows from what was asked for: never goes well             */
    JOB_LEFT,                   /* its process is gone, or its lease ran out                    */
    JOB_PUT_BACK,               /* the runner stopped in good order                             */
};
enum job_end job_end_of(const struct err *);            /* NULL: it went well                   */

/* What follows, after `tries` (this one counted) of at most `most`. */
struct job_next {
    enum job_state state;
    int64_t        wait_s;      /* of JOB_WAITING                                               */
    bool           uncounted;   /* the try is taken back                                        */
};
struct job_next job_after(enum job_end, int64_t tries, int64_t most, bool stop_asked);

/* Before the try after the `tries`-th. */
int64_t job_wait_s(int64_t tries);

/* The first moment after `after_s` of "hour" or "day 02:30" (WIB). False: not such a text. */
bool job_every_next(struct str every, int64_t after_s, int64_t *at);

#endif
