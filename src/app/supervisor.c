/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/supervisor.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/board.h"
#include "base/clock.h"
#include "base/log.h"

enum {
    DEATHS_MAX       = 5,
    DEATHS_WITHIN_US = 10 * 1000000,
    WAIT_FIRST_US    = 50 * 1000,
    SECOND_US        = 1000000,
};

enum part { PART_WORKER, PART_RUNNER, PART_KEEPER };

/* pid 0: empty, to be filled at start_at_us */
struct post { enum part part; pid_t pid; int64_t start_at_us; };

struct supervisor {
    const struct crew *crew;
    struct post        post[WORKERS_MAX + 2];       /* the workers', the runner's, the keeper's */
    size_t             n_posts;
    int64_t            death_us[DEATHS_MAX];        /* the last ones, a ring */
    size_t             n_deaths;
    sigset_t           signals, before;
    int                fork_errnum;
};

static void
do_part(const struct supervisor *s, const struct post *p)
{
    const struct crew *crew = s->crew;

    if (p->part == PART_WORKER)
        crew->work(crew->arg, (size_t)(p - s->post));
    else
        (p->part == PART_RUNNER ? crew->run_jobs : crew->keep)(crew->arg);
}

static void
run_child(struct supervisor *s, const struct post *p, pid_t parent)
{
    /* A worker without its supervisor would hold the port for ever; it may be gone already. */
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        exit(0);
    do_part(s, p);
    exit(0);
}

static bool
start(struct supervisor *s, struct post *p)
{
    pid_t parent = getpid(), pid = fork();

    if (pid == 0)
        run_child(s, p, parent);
    if (pid < 0) {
        s->fork_errnum = errno;
        return false;
    }
    p->pid = pid;
    return true;
}

static bool
start_due(struct supervisor *s, int64_t now_us)
{
    for (size_t i = 0; i < s->n_posts; i++)
        if (!s->post[i].pid && s->post[i].start_at_us <= now_us && !start(s, &s->post[i]))
            return false;
    return true;
}

/* ---- deaths --------------------------------------------------------------------------------- */

static size_t
deaths_within(const struct supervisor *s, int64_t now_us)
{
    size_t n = 0;

    for (size_t i = 0; i < DEATHS_MAX && i < s->n_deaths; i++)
        n += now_us - s->death_us[i] < DEATHS_WITHIN_US;
    return n;
}

static const char *const death_of[] = {
    [PART_WORKER] = "worker.died", [PART_RUNNER] = "runner.died", [PART_KEEPER] = "keeper.died",
};

static void
say_death(const char *event, pid_t pid, int status)
{
    bool by_signal = WIFSIGNALED(status);

    LOG(LOG_WARN, event, LOG_NUMBER("pid", pid),
        LOG_TEXT("how", by_signal ? S("signal") : S("exit")),
        LOG_NUMBER("number", by_signal ? WTERMSIG(status) : WEXITSTATUS(status)));
}

/* The first successor comes at once; each further death in the window doubles the wait. */
static void
note_death(struct supervisor *s, struct post *p, int64_t now_us)
{
    s->death_us[s->n_deaths++ % DEATHS_MAX] = now_us;
    size_t recent = deaths_within(s, now_us);

    if (s->crew->board)
        s->crew->board->deaths++;
    p->pid = 0;
    p->start_at_us = now_us + (recent > 1 ? WAIT_FIRST_US * (INT64_C(1) << recent) : 0);
}

static void
reap(struct supervisor *s, int64_t now_us, bool expected)
{
    int   status;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        for (size_t i = 0; i < s->n_posts; i++) {
            if (s->post[i].pid != pid)
                continue;
            if (expected)
                s->post[i].pid = 0;
            else {
                say_death(death_of[s->post[i].part], pid, status);
                note_death(s, &s->post[i], now_us);
            }
        }
}

/* ---- the end -------------------------------------------------------------------------------- */

/* Of the posts from `first` on; returns how many there still are. */
static size_t
tell(struct supervisor *s, size_t first, size_t end, int signum)
{
    size_t n = 0;

    for (size_t i = first; i < end; i++)
        if (s->post[i].pid) {
            kill(s->post[i].pid, signum);
            n++;
        }
    return n;
}

static void
end_posts(struct supervisor *s, size_t first, size_t end)
{
    int64_t until_us = clock_mono_us() + (STOP_S + 1) * (int64_t)SECOND_US;
    struct timespec tick = { .tv_nsec = 50 * 1000 * 1000 };

    tell(s, first, end, SIGTERM);
    for (;;) {
        reap(s, clock_mono_us(), true);
        bool late = clock_mono_us() > until_us;

        if (tell(s, first, end, late ? SIGKILL : 0) == 0)
            return;
        sigtimedwait(&s->signals, NULL, &tick);
    }
}

/* The keeper goes last: what the workers wrote at the end is still looked after. */
static void
stop(struct supervisor *s)
{
    if (s->crew->stopping)
        s->crew->stopping(s->crew->arg);
    end_posts(s, 0, s->crew->n_workers);
    end_posts(s, s->crew->n_workers, s->n_posts);
}

/* A second ask for the end, come while workers ended, is answered by the end itself. */
static void
forget_pending(const struct supervisor *s)
{
    struct timespec none = { 0 };

    while (sigtimedwait(&s->signals, NULL, &none) > 0)
        continue;
}

/* ---- the watch ------------------------------------------------------------------------------ */

static bool
someone_is_missing(const struct supervisor *s)
{
    for (size_t i = 0; i < s->n_posts; i++)
        if (!s->post[i].pid)
            return true;
    return false;
}

/* Until a signal asks for the end (true), or workers die too fast or cannot be made (false). */
static bool
watch(struct supervisor *s)
{
    struct timespec tick = { .tv_nsec = 20 * 1000 * 1000 };

    for (;;) {
        if (!start_due(s, clock_mono_us()))
            return false;
        int signum = someone_is_missing(s) ? sigtimedwait(&s->signals, NULL, &tick)
                                           : sigwaitinfo(&s->signals, NULL);

        if (signum == SIGTERM || signum == SIGINT)
            return true;
        reap(s, clock_mono_us(), false);
        if (deaths_within(s, clock_mono_us()) >= DEATHS_MAX)
            return false;
    }
}

static struct err *
gave_up(struct arena *a, const struct supervisor *s)
{
    if (s->fork_errnum)
        return err_errno(a, "serve.fork", MSG("A worker process could not be started."),
                         s->fork_errnum);
    return err_of(a, (struct err){
        .kind = ERR_BROKEN, .code = "serve.workers_die",
        .text = MSG("The server stopped, because its workers died one after the other."),
        .detail = MSG("{0} workers ended within {1} seconds.", S("5"), S("10")),
        .hint = MSG("The log lines above say how; report them if they speak of an assertion."),
    });
}

struct err *
supervise(struct arena *a, const struct crew *crew)
{
    struct supervisor s = { .crew = crew };

    assert(crew->n_workers >= 1 && crew->n_workers <= WORKERS_MAX);
    s.n_posts = crew->n_workers;        /* PART_WORKER */
    if (crew->run_jobs)
        s.post[s.n_posts++].part = PART_RUNNER;
    if (crew->keep)
        s.post[s.n_posts++].part = PART_KEEPER;
    sigemptyset(&s.signals);
    sigaddset(&s.signals, SIGCHLD);
    sigaddset(&s.signals, SIGTERM);
    sigaddset(&s.signals, SIGINT);
    sigprocmask(SIG_BLOCK, &s.signals, &s.before);
    bool asked = watch(&s);

    stop(&s);
    forget_pending(&s);
    sigprocmask(SIG_SETMASK, &s.before, NULL);
    return asked ? NULL : gave_up(a, &s);
}
