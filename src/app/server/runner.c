/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/server/runner.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/rand.h"
#include "module.h"
#include "right.h"
#include "store/store.h"

enum {
    ROUND_ARENA_BYTES = 64 << 20,
    STORE_ARENA_BYTES = 64 << 20,
    SECOND_US         = 1000 * 1000,
    TICK_MS           = 250,
    TAKE_US           = 1 * SECOND_US,      /* between looks when nothing was due            */
    RENEW_US          = 5 * SECOND_US,      /* of a lease: JOB_LEASE_S is six times as long  */
    RETRY_US          = 1 * SECOND_US,      /* between attempts to reach the database        */
    LET_GO_US         = 3 * SECOND_US,      /* for jobs to reach their next step at the end  */
};

/* A job and its process; pid 0: a free place. */
struct running {
    pid_t            pid;
    struct job_taken job;
    int64_t          until_us, renew_us;
    bool             too_long, gone;
};

/* A job whose child is dead, as long as the database does not take that down. */
struct lost { struct job_taken job; enum job_death how; };

struct runner {
    const struct runner_plan *plan;
    struct arena   arena;           /* of one call of a job_* function           */
    struct arena   store_arena;
    struct store  *store;           /* NULL: closed, or away                     */
    int64_t        retry_us;
    struct rand    chance;
    struct running place[RUNNER_JOBS_MAX];
    struct lost    lost[RUNNER_JOBS_MAX];
    size_t         n_lost;
    int64_t        take_us;         /* the next look for a due job               */
    bool           none_due, stopping;
    int64_t        kill_us;         /* when stopping: who runs still is ended    */
};

/* ---- the database --------------------------------------------------------------------------- */

static void
store_let_go(struct runner *r)
{
    store_close(r->store);
    r->store = NULL;
}

static void
store_away(struct runner *r, const struct err *e)
{
    log_err("store.away", e);
    store_let_go(r);
    r->retry_us = clock_mono_us() + RETRY_US;
}

static bool
store_is_there(struct runner *r)
{
    if (r->store)
        return true;
    if (clock_mono_us() < r->retry_us)
        return false;
    arena_reset(&r->store_arena);
    struct err *e = store_open(&r->store_arena, &r->store, r->plan->db,
                               (struct store_options){ .busy_ms = 0 });

    if (!e)
        return true;
    r->store = NULL;
    store_away(r, e);
    return false;
}

/* ---- one call ------------------------------------------------------------------------------- */

struct call {
    struct err      *(*make)(struct cx *, struct call *);
    struct job_taken *job;
    enum job_death    how;          /* for call_lost                       */
    enum job_hold     hold;         /* from call_renew                     */
    bool              found;        /* from call_take                      */
    bool              is_done;      /* false: the database did not take it */
};

static struct err *
call_take(struct cx *cx, struct call *c)
{
    return job_take(cx, c->job, &c->found);
}

static struct err *
call_renew(struct cx *cx, struct call *c)
{
    return job_renew(cx, c->job, &c->hold);
}

static struct err *
call_lost(struct cx *cx, struct call *c)
{
    return job_lost(cx, c->job, c->how);
}

static void
make_call(struct runner *r, struct call *c)
{
    struct cx cx = {
        .arena = &r->arena, .store = r->store, .chance = &r->chance, .now_s = clock_now_s(),
        .modules = r->plan->modules, .who = &who_program, .key = r->plan->key,
        .site = r->plan->site,
    };
    struct err *e = c->make(&cx, c);

    if (e)
        store_away(r, e);
    c->is_done = !e;
}

/* False: it is to be asked again later; why is in the log. */
static bool
ask(struct runner *r, struct call *c)
{
    jmp_buf full;

    if (!store_is_there(r))
        return false;
    r->arena.full = &full;
    if (setjmp(full) == 0) {
        make_call(r, c);
    } else {
        LOG(LOG_ERROR, "runner.arena_full", LOG_NUMBER("bytes", (int64_t)r->arena.cap));
        store_reset(r->store);
    }
    r->arena.full = NULL;
    arena_reset(&r->arena);
    return c->is_done;
}

/* ---- children that have ended --------------------------------------------------------------- */

/* Room is always there: who waits here holds no place any more, and nothing new is taken then. */
static void
note_lost(struct runner *r, const struct job_taken *job, enum job_death how)
{
    if (r->n_lost < RUNNER_JOBS_MAX)
        r->lost[r->n_lost++] = (struct lost){ *job, how };
}

static void
tell_lost(struct runner *r)
{
    while (r->n_lost > 0) {
        struct lost *last = &r->lost[r->n_lost - 1];

        if (!ask(r, &(struct call){ .make = call_lost, .job = &last->job, .how = last->how }))
            return;
        r->n_lost--;
    }
}

static enum job_death
death_of(const struct runner *r, const struct running *p, int status)
{
    bool by_signal = WIFSIGNALED(status);

    if (p->too_long || (by_signal && WTERMSIG(status) == SIGXCPU))
        return JOB_TOO_LONG;
    if (!by_signal && WEXITSTATUS(status) == CHILD_NO_MEMORY)
        return JOB_NO_MEMORY;
    return r->stopping && by_signal ? JOB_GIVEN_BACK : JOB_DIED;
}

static void
note_end(struct runner *r, struct running *p, int status)
{
    bool by_signal = WIFSIGNALED(status);

    p->pid = 0;
    r->none_due = false;
    r->take_us = 0;
    if (status == 0)
        return;
    LOG(LOG_WARN, "job.died", LOG_NUMBER("job", p->job.id),
        LOG_TEXT("kind", str_of(p->job.kind->word)),
        LOG_TEXT("how", by_signal ? S("signal") : S("exit")),
        LOG_NUMBER("number", by_signal ? WTERMSIG(status) : WEXITSTATUS(status)));
    if (!p->gone)
        note_lost(r, &p->job, death_of(r, p, status));
}

static void
reap(struct runner *r)
{
    int   status;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        for (size_t i = 0; i < RUNNER_JOBS_MAX; i++)
            if (r->place[i].pid == pid)
                note_end(r, &r->place[i], status);
}

/* ---- children that run ---------------------------------------------------------------------- */

static size_t
n_running(const struct runner *r)
{
    size_t n = 0;

    for (size_t i = 0; i < RUNNER_JOBS_MAX; i++)
        n += r->place[i].pid != 0;
    return n;
}

/* With all that it has started. */
static void
kill_child(const struct running *p)
{
    if (kill(-p->pid, SIGKILL) != 0)
        kill(p->pid, SIGKILL);          /* so early that it has no group yet */
}

static void
renew(struct runner *r, struct running *p, int64_t now_us)
{
    struct call c = { .make = call_renew, .job = &p->job };

    if (now_us < p->renew_us || !ask(r, &c))
        return;
    p->renew_us = now_us + RENEW_US;
    if (c.hold != JOB_GONE || p->gone)
        return;
    p->gone = true;
    LOG(LOG_WARN, "job.lease_lost", LOG_NUMBER("job", p->job.id));
    kill_child(p);
}

static void
look_after(struct runner *r, struct running *p, int64_t now_us)
{
    if (now_us >= p->until_us && !p->too_long) {
        p->too_long = true;
        LOG(LOG_WARN, "job.too_long", LOG_NUMBER("job", p->job.id),
            LOG_NUMBER("seconds", p->job.seconds));
        kill_child(p);
    } else if (r->stopping && now_us >= r->kill_us) {
        kill_child(p);
    } else {
        renew(r, p, now_us);
    }
}

/* ---- taking the next ------------------------------------------------------------------------ */

static struct running *
free_place(struct runner *r)
{
    for (size_t i = 0; i < (size_t)r->plan->jobs; i++)
        if (!r->place[i].pid)
            return &r->place[i];
    return NULL;
}

static void
begin(struct runner *r, struct running *p, const struct job_taken *job)
{
    int64_t now_us = clock_mono_us();

    store_let_go(r);
    pid_t pid = fork();

    if (pid == 0)
        runner_child(r->plan, job);
    *p = (struct running){
        .pid = pid, .job = *job, .until_us = now_us + (int64_t)job->seconds * SECOND_US,
        .renew_us = now_us + RENEW_US,
    };
    if (pid > 0) {
        LOG(LOG_INFO, "job.begins", LOG_NUMBER("job", job->id), LOG_NUMBER("pid", pid),
            LOG_TEXT("kind", str_of(job->kind->word)));
        return;
    }
    LOG(LOG_ERROR, "job.fork_failed", LOG_NUMBER("errno", errno));
    p->pid = 0;
    note_lost(r, job, JOB_GIVEN_BACK);
    r->take_us = now_us + TAKE_US;
}

static void
take_due(struct runner *r)
{
    struct job_taken job;
    struct running  *p;

    while (!r->stopping && r->n_lost == 0 && clock_mono_us() >= r->take_us &&
           (p = free_place(r))) {
        struct call c = { .make = call_take, .job = &job };

        if (!ask(r, &c))
            return;
        if (c.found) {
            begin(r, p, &job);
            continue;
        }
        r->none_due = true;
        r->take_us = clock_mono_us() + TAKE_US;
    }
}

/* ---- the loop ------------------------------------------------------------------------------- */

/* The second ask leaves no time for a next step. */
static void
asked_to_end(struct runner *r)
{
    r->kill_us = r->stopping ? 0 : clock_mono_us() + LET_GO_US;
    r->stopping = true;
    for (size_t i = 0; i < RUNNER_JOBS_MAX; i++)
        if (r->place[i].pid)
            kill(r->place[i].pid, SIGTERM);
}

static bool
is_done(const struct runner *r)
{
    bool no_more = r->stopping || (r->plan->once && r->none_due);

    return no_more && n_running(r) == 0 && (r->n_lost == 0 || r->stopping);
}

static void
go_round(struct runner *r)
{
    reap(r);
    tell_lost(r);
    for (size_t i = 0; i < RUNNER_JOBS_MAX; i++)
        if (r->place[i].pid)
            look_after(r, &r->place[i], clock_mono_us());
    take_due(r);
}

static void
prepare(struct runner *r, const struct runner_plan *plan, sigset_t *signals)
{
    static const int known[] = { SIGCHLD, SIGTERM, SIGINT, SIGUSR1 };

    assert(plan->jobs >= 1 && plan->jobs <= RUNNER_JOBS_MAX);
    *r = (struct runner){
        .plan = plan, .arena = arena_make(ROUND_ARENA_BYTES),
        .store_arena = arena_make(STORE_ARENA_BYTES),
    };
    ssize_t n = getrandom(&r->chance.state, sizeof r->chance.state, 0);

    assert(n == sizeof r->chance.state);
    (void)n;
    sigemptyset(signals);
    for (size_t i = 0; i < COUNT(known); i++)
        sigaddset(signals, known[i]);
}

void
runner_run(const struct runner_plan *plan)
{
    struct timespec tick = { .tv_nsec = TICK_MS * 1000000 };
    struct runner   r;
    sigset_t        signals, before;

    prepare(&r, plan, &signals);
    sigprocmask(SIG_BLOCK, &signals, &before);
    for (go_round(&r); !is_done(&r); go_round(&r)) {
        int signum = sigtimedwait(&signals, NULL, &tick);

        if (signum > 0 && signum != SIGCHLD)
            asked_to_end(&r);
    }
    store_let_go(&r);
    arena_drop(&r.store_arena);
    arena_drop(&r.arena);
    sigprocmask(SIG_SETMASK, &before, NULL);
}
