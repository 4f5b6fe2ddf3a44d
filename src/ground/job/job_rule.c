/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* job_rule.c — see job_rule.h. */
#include "ground/job/job_rule.h"

#include <assert.h>

#include "base/maybe.h"

enum { FIRST_WAIT_S = 10, WIB_S = 7 * 3600, HOUR_S = 3600, DAY_S = 24 * HOUR_S };

static const struct { const char *word, *label; } states[] = {
    [JOB_NO_STATE] = { "none",    NULL },
    [JOB_WAITING]  = { "waiting", N_("Waiting") },
    [JOB_RUNNING]  = { "running", N_("Running") },
    [JOB_DONE]     = { "done",    N_("Done") },
    [JOB_FAILED]   = { "failed",  N_("Failed") },
    [JOB_STOPPED]  = { "stopped", N_("Stopped") },
};

struct str
job_state_word(enum job_state state)
{
    assert(state < COUNT(states));
    return str_of(states[state].word);
}

enum job_state
job_state_of(struct str word)
{
    for (enum job_state s = JOB_WAITING; s < COUNT(states); s++)
        if (str_eq(word, str_of(states[s].word)))
            return s;
    return JOB_NO_STATE;
}

struct msg
job_state_label(enum job_state state)
{
    assert(state < COUNT(states));
    return (struct msg){ .id = states[state].label };
}

bool
job_has_ended(enum job_state state)
{
    return state == JOB_DONE || state == JOB_FAILED || state == JOB_STOPPED;
}

/* ---- what follows a try --------------------------------------------------------------------- */

enum job_end
job_end_of(const struct err *e)
{
    if (!e)
        return JOB_WENT_WELL;
    return e->kind == ERR_BUSY || e->kind == ERR_BROKEN ? JOB_MOMENTS_ERROR : JOB_INPUTS_ERROR;
}

int64_t
job_wait_s(int64_t tries)
{
    int64_t wait_s = FIRST_WAIT_S;

    for (int64_t i = 1; i < tries && wait_s < JOB_WAIT_MAX_S; i++)
        wait_s *= 4;
    return wait_s < JOB_WAIT_MAX_S ? wait_s : JOB_WAIT_MAX_S;
}

static struct job_next
try_again(int64_t tries, int64_t most)
{
    if (tries >= most)
        return (struct job_next){ .state = JOB_FAILED };
    return (struct job_next){ .state = JOB_WAITING, .wait_s = job_wait_s(tries) };
}

struct job_next
job_after(enum job_end end, int64_t tries, int64_t most, bool stop_asked)
{
    if (end == JOB_WENT_WELL)
        return (struct job_next){ .state = JOB_DONE };
    if (stop_asked || end == JOB_WAS_STOPPED)
        return (struct job_next){ .state = JOB_STOPPED };
    if (end == JOB_PUT_BACK)
        return (struct job_next){ .state = JOB_WAITING, .uncounted = true };
    if (end == JOB_INPUTS_ERROR)
        return (struct job_next){ .state = JOB_FAILED };
    return try_again(tries, most);
}

/* ---- schedules ------------------------------------------------------------------------------ */

/* Two digits below `below`. */
static bool
two_digits(struct str s, int64_t below, int64_t *n)
{
    bool digits = s.n == 2 && s.p[0] >= '0' && s.p[0] <= '9' && s.p[1] >= '0' && s.p[1] <= '9';

    return digits && str_int64(s, n) && *n < below;
}

/* The first multiple of `period` after `t`, shifted by `offset`. */
static int64_t
next_of(int64_t t, int64_t period, int64_t offset)
{
    int64_t past = ((t - offset) % period + period) % period;

    return t - past + period;
}

bool
job_every_next(struct str every, int64_t after_s, int64_t *at)
{
    struct str word, time, hh, mm;
    int64_t    hour, minute;

    if (str_eq(every, S("hour"))) {
        *at = next_of(after_s, HOUR_S, 0);
        return true;
    }
    str_cut(every, ' ', &word, &time);
    str_cut(time, ':', &hh, &mm);
    if (!str_eq(word, S("day")) || !two_digits(hh, 24, &hour) || !two_digits(mm, 60, &minute))
        return false;
    *at = next_of(after_s, DAY_S, hour * HOUR_S + minute * 60 - WIB_S);
    return true;
}
