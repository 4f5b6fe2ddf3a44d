/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* job_run.c — see job_run.h; and what a run itself calls: step, save, tell, part. */
#include "ground/job/job_run.h"

#include <signal.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/secret.h"
#include "ground/job/job_part.h"
#include "ground/job/job_sql.h"
#include "ground/job/job_text.h"
#include "ground/journal/journal_word.h"
#include "store/store.h"

enum { DUE_AT_A_TIME = 50, DUE_PAGES = 20, STEP_US = 500000, WEEK_S = 7 * 86400 };

/* ---- how it ends ---------------------------------------------------------------------------- */

static struct err *
stopped_err(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = "job.stopped",
        .text = MSG("This work was stopped."),
        .detail = MSG("What was done until then stays done."),
    });
}

/* The runner stops, and has said so: see job_run(). */
static struct err *
put_back_err(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_BUSY, .code = "job.put_back",
        .text = MSG("This work was put back."),
        .detail = MSG("The process that did it is ending; another goes on from here."),
    });
}

static bool
runner_stops(void)
{
    sigset_t waiting;

    return sigpending(&waiting) == 0 && sigismember(&waiting, SIGTERM) == 1;
}

static enum job_end
end_of(const struct err *e)
{
    if (e && str_eq(str_of(e->code), S("job.stopped")))
        return JOB_WAS_STOPPED;
    if (e && str_eq(str_of(e->code), S("job.put_back")))
        return JOB_PUT_BACK;
    return job_end_of(e);
}

static struct err *
death_err(struct cx *cx, enum job_death death)
{
    struct err e = {
        .kind = ERR_BROKEN, .code = "job.died", .text = MSG("The work ended in the middle."),
        .detail = MSG("Its process is gone: it was killed, or its machine stopped."),
        .hint = MSG("It goes on by itself from where it had saved."),
    };

    if (death == JOB_TOO_LONG) {
        e.code = "job.too_long";
        e.detail = MSG("It took longer than it may.");
    }
    if (death == JOB_NO_MEMORY) {
        e.code = "job.no_memory";
        e.detail = MSG("It needed more memory than it may.");
        e.hint = MSG("The operator may give more with GUYUB_JOB_MB.");
    }
    return err_of(cx->arena, e);
}

struct err *
job_put_end(struct cx *cx, const struct job_ending *e, bool *changed)
{
    struct job_id id = { e->id };
    int64_t       n;

    TRY(job_end(cx, &(struct job_end_in){
        .state = job_state_word(e->state), .error = job_err_write(cx->arena, e->err),
        .ended_at = KNOWN(cx->now_s), .id = id, .lease = (int64_t)e->lease }, &n));
    *changed = n > 0;
    if (!*changed || e->state == JOB_FAILED)
        return NULL;
    TRY(job_parts_drop(cx, id, NULL));
    return job_end_files(cx, id, NULL);
}

static enum journal_verb
verb_of(enum job_state state)
{
    return state == JOB_DONE ? JOURNAL_DONE
         : state == JOB_STOPPED ? JOURNAL_STOPPED : JOURNAL_FAILED;
}

/* What is known of a job where its try ends. */
struct tried {
    struct str        kind;
    struct scope      scope;
    int64_t           id, tries, was_stop;
    uint64_t          lease;
    enum job_end      end;
    const struct err *err;
};

static struct err *
put_back(struct cx *cx, const struct tried *t, const struct job_next *next)
{
    return job_back(cx, &(struct job_back_in){
        .error = job_err_write(cx->arena, next->uncounted ? NULL : t->err),
        .due_at = cx->now_s + next->wait_s, .tries = t->tries - (next->uncounted ? 1 : 0),
        .id = { t->id }, .lease = (int64_t)t->lease }, NULL);
}

/* In a change: writes what follows from the end of a try. */
static struct err *
settle(struct cx *cx, const struct tried *t)
{
    const struct job_kind *kind = job_kind_named(cx, t->kind);
    struct job_next        next = job_after(t->end, t->tries, job_most_tries(kind), t->was_stop);
    bool                   changed;

    if (next.state == JOB_WAITING)
        return put_back(cx, t, &next);
    TRY(job_put_end(cx, &(struct job_ending){ t->id, t->lease, next.state,
                                              next.state == JOB_FAILED ? t->err : NULL },
                    &changed));
    if (!changed)
        return NULL;
    return job_tell_fact(cx, &(struct job_fact){
        .id = t->id, .kind = t->kind, .scope = t->scope, .verb = verb_of(next.state) });
}

/* ---- taking --------------------------------------------------------------------------------- */

struct taking { struct job_taken *taken; bool found; };

/* What was left alone: its try is over, and may have been the last. */
static struct err *
settle_left(struct cx *cx, const struct job_due *due)
{
    struct job_row row;
    bool           found;

    TRY(job_by_id(cx, due->id, &row, &found));
    if (!found)
        return NULL;
    return settle(cx, &(struct tried){
        .kind = row.kind, .scope = { row.region_code, row.org_id }, .id = row.id.n,
        .tries = row.tries, .was_stop = row.stop_asked, .lease = (uint64_t)row.lease,
        .end = JOB_LEFT, .err = death_err(cx, JOB_DIED) });
}

static uint64_t
new_lease(void)
{
    uint64_t lease;

    secret_chance(&lease, sizeof lease);
    return (lease >> 1) | 1;            /* a positive number for the database, never 0 */
}

static struct err *
take(struct cx *cx, const struct job_due *due, const struct job_kind *kind, struct taking *t)
{
    int64_t  n;
    uint64_t lease = new_lease();

    TRY(job_lease_take(cx, &(struct job_lease_take_in){
        .lease = (int64_t)lease, .leased_until = cx->now_s + JOB_LEASE_S,
        .begun_at = KNOWN(cx->now_s), .id = due->id, .was = due->lease }, &n));
    t->found = n > 0;
    *t->taken = (struct job_taken){
        .id = due->id.n, .kind = kind, .lease = lease, .mb = kind->mb,
        .seconds = kind->seconds > 0 ? kind->seconds : JOB_SECONDS,
    };
    return NULL;
}

static struct err *
take_one_of(struct cx *cx, const struct job_due *due, size_t n, struct taking *t)
{
    for (size_t i = 0; i < n && !t->found; i++) {
        const struct job_kind *kind = job_kind_named(cx, due[i].kind);

        if (!kind)
            continue;
        if (job_state_of(due[i].state) == JOB_RUNNING)
            TRY(settle_left(cx, &due[i]));
        else
            TRY(take(cx, &due[i], kind, t));
    }
    return NULL;
}

static struct err *
take_once(struct cx *cx, void *arg)
{
    struct taking  *t = arg;
    struct job_due *due;
    size_t          n = DUE_AT_A_TIME;

    t->found = false;
    for (int64_t page = 0; page < DUE_PAGES && n == DUE_AT_A_TIME && !t->found; page++) {
        TRY(job_due(cx, cx->now_s, DUE_AT_A_TIME, page * DUE_AT_A_TIME, &due, &n));
        TRY(take_one_of(cx, due, n, t));
    }
    return NULL;
}

/* Looks before it changes: a change, even an empty one, costs readers what was kept for them. */
struct err *
job_take(struct cx *cx, struct job_taken *taken, bool *found)
{
    struct taking   t = { taken, false };
    struct job_due *due;
    size_t          n;

    *found = false;
    TRY(job_due(cx, cx->now_s, 1, 0, &due, &n));
    if (n > 0)
        TRY(store_change(cx, "job_take", take_once, &t));
    *found = t.found;
    return NULL;
}

/* ---- the lease ------------------------------------------------------------------------------ */

struct err *
job_renew(struct cx *cx, const struct job_taken *taken, enum job_hold *hold)
{
    struct job_row row;
    bool           found;
    int64_t        n;
    struct job_id  id = { taken->id };

    *hold = JOB_GONE;
    TRY(job_lease_renew(cx, cx->now_s + JOB_LEASE_S, id, (int64_t)taken->lease, &n));
    if (n == 0)
        return NULL;
    TRY(job_by_lease(cx, id, (int64_t)taken->lease, &row, &found));
    if (found)
        *hold = row.stop_asked ? JOB_STOPPING : JOB_HELD;
    return NULL;
}

struct losing { const struct job_taken *taken; enum job_death death; };

static struct err *
lost_once(struct cx *cx, void *arg)
{
    const struct losing *l = arg;
    struct job_row       row;
    bool                 found;

    TRY(job_by_lease(cx, (struct job_id){ l->taken->id }, (int64_t)l->taken->lease, &row, &found));
    if (!found)
        return NULL;
    return settle(cx, &(struct tried){
        .kind = row.kind, .scope = { row.region_code, row.org_id }, .id = row.id.n,
        .tries = row.tries, .was_stop = row.stop_asked, .lease = l->taken->lease,
        .end = l->death == JOB_GIVEN_BACK ? JOB_PUT_BACK : JOB_LEFT,
        .err = l->death == JOB_GIVEN_BACK ? NULL : death_err(cx, l->death) });
}

struct err *
job_lost(struct cx *cx, const struct job_taken *taken, enum job_death death)
{
    struct losing l = { taken, death };

    return store_change(cx, "job_lost", lost_once, &l);
}

/* ---- running -------------------------------------------------------------------------------- */

/* Who asked, in the post of then: their right was asked when they asked. */
static struct who
asker_of(const struct job_row *row)
{
    struct who who = {
        .kind = journal_actor_of(row->by_kind), .account_id = row->by_account_id,
        .subject_id = row->by_subject_id, .name_value = row->by_name_id, .name = row->by_machine,
    };

    if (row->by_post_id == 0)
        return who;
    who.post = (struct hold){
        .post_id = row->by_post_id, .kind = post_kind_of(row->by_post_kind),
        .as = journal_hold_of(row->by_hold), .title = row->by_post,
        .scope = { row->by_region, row->by_org },
    };
    return who;
}

static struct err *
end_once(struct cx *cx, void *arg)
{
    const struct tried *t = arg;
    struct job_row      row;
    bool                found;

    TRY(job_by_lease(cx, (struct job_id){ t->id }, (int64_t)t->lease, &row, &found));
    return found ? settle(cx, t) : NULL;
}

static void
log_end(const struct tried *t)
{
    if (t->end == JOB_MOMENTS_ERROR)
        log_err("job.moments_error", t->err);
    LOG(LOG_INFO, "job.ended", LOG_NUMBER("job", t->id), LOG_TEXT("kind", t->kind),
        LOG_NUMBER("try", t->tries),
        LOG_TEXT("code", t->err ? str_of(t->err->code) : S("done")));
}

static struct err *
run_row(struct cx *cx, const struct job_taken *taken, const struct job_row *row)
{
    struct who  asker = asker_of(row);
    struct job  job = {
        .id = row->id.n, .kind = taken->kind, .input = row->input, .saved = row->saved,
        .nth_try = (int32_t)row->tries, .file_bytes = row->file_bytes, .file_name = row->file_name,
        .lease = taken->lease,
    };
    struct tried tried = {
        .kind = row->kind, .scope = { row->region_code, row->org_id }, .id = row->id.n,
        .tries = row->tries, .lease = taken->lease,
    };

    cx->who = taken->kind->right == MAY_NOTHING ? &who_program : &asker;
    tried.err = row->stop_asked ? stopped_err(cx) : taken->kind->run(cx, &job);
    cx->who = &who_program;
    cx->now_s = clock_now_s();
    tried.end = end_of(tried.err);
    log_end(&tried);
    return store_change(cx, "job_end", end_once, &tried);
}

struct err *
job_run(struct cx *cx, const struct job_taken *taken)
{
    struct job_row row;
    bool           found;

    TRY(job_by_lease(cx, (struct job_id){ taken->id }, (int64_t)taken->lease, &row, &found));
    return found ? run_row(cx, taken, &row) : NULL;
}

/* ---- what a run calls ----------------------------------------------------------------------- */

struct progress { const struct job *job; int64_t done, all; };

static struct err *
step_once(struct cx *cx, void *arg)
{
    const struct progress *p = arg;
    int64_t                n;

    TRY(job_progress(cx, p->done, p->all, (struct job_id){ p->job->id }, (int64_t)p->job->lease,
                     &n));
    return n > 0 ? NULL : stopped_err(cx);
}

struct err *
job_step(struct cx *cx, struct job *job, int64_t done, int64_t all)
{
    struct progress p = { job, done, all };
    int64_t         now_us = clock_mono_us();
    bool            turns = all != job->stepped_all || (all > 0 && done == all);

    if (runner_stops())
        return put_back_err(cx);
    if (job->stepped_us && now_us - job->stepped_us < STEP_US && !turns)
        return NULL;
    job->stepped_us = now_us;
    job->stepped_all = all;
    cx->now_s = clock_now_s();
    return store_change(cx, "job_step", step_once, &p);
}

struct err *
job_save(struct cx *cx, struct job *job, struct str saved)
{
    int64_t n;

    TRY(job_put_saved(cx, saved, (struct job_id){ job->id }, (int64_t)job->lease, &n));
    if (n == 0)
        return stopped_err(cx);
    job->saved = saved;
    return NULL;
}

struct err *
job_tell(struct cx *cx, struct job *job, const struct job_line *line, size_t n_lines)
{
    int64_t n;

    TRY(job_put_told(cx, job_lines_write(cx->arena, line, n_lines), (struct job_id){ job->id },
                     (int64_t)job->lease, &n));
    return n > 0 ? NULL : stopped_err(cx);
}

bool
job_is_moments(const struct err *e)
{
    return job_end_of(e) == JOB_MOMENTS_ERROR;
}

struct err *
job_part(struct cx *cx, const struct job *job, int64_t n, struct str *bytes)
{
    struct job_part part;
    bool            found;

    *bytes = S("");
    TRY(job_part_at(cx, (struct job_id){ job->id }, n, &part, &found));
    if (found)
        *bytes = part.bytes;
    return NULL;
}

/* ---- numbers -------------------------------------------------------------------------------- */

struct err *
job_counts_of(struct cx *cx, struct job_counts *counts)
{
    struct job_counts_row row;
    bool                  found;

    TRY(job_counts_row(cx, cx->now_s, cx->now_s - WEEK_S, &row, &found));
    *counts = (struct job_counts){
        .waiting = row.waiting, .due = row.due, .running = row.running,
        .oldest_due_s = row.oldest ? cx->now_s - row.oldest : 0, .failed_week = row.failed,
    };
    return NULL;
}
