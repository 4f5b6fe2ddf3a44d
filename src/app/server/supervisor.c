/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/server/supervisor.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/server/board.h"
#include "app/server/handover.h"
#include "app/server/notify.h"
#include "base/clock.h"
#include "base/log.h"

enum {
    DEATHS_MAX       = 5,
    DEATHS_WITHIN_US = 10 * 1000000,
    WAIT_FIRST_US    = 50 * 1000,
    SECOND_US        = 1000000,
    POSTS_MAX        = WORKERS_MAX + 2 + HANDOVER_OLD_MAX,
    TICK_BUSY_MS     = 20,              /* between looks while somebody is missing */
    TICK_MS          = 1000,
};

/* An old one belongs to the program before and has no successor. */
enum part { PART_WORKER, PART_RUNNER, PART_OLD, PART_KEEPER };

/* pid 0: empty, to be filled at start_at_us */
struct post { enum part part; pid_t pid; int64_t start_at_us; };

struct supervisor {
    const struct crew *crew;
    struct post        post[POSTS_MAX];         /* in the order of their parts        */
    size_t             n_posts;
    int64_t            death_us[DEATHS_MAX];    /* the last ones, a ring              */
    size_t             n_deaths;
    sigset_t           signals, before;
    int                fork_errnum;
    pid_t              proof;                   /* the child that proves; 0: none     */
    bool               proven, is_ready;
    int64_t            old_until_us, beat_us;
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
is_missing(const struct post *p)
{
    return !p->pid && p->part != PART_OLD;
}

static bool
start_due(struct supervisor *s, int64_t now_us)
{
    for (size_t i = 0; i < s->n_posts; i++) {
        struct post *p = &s->post[i];

        if (is_missing(p) && p->start_at_us <= now_us && !start(s, p))
            return false;
    }
    return true;
}

/* Of those posts that are filled; returns how many. */
static size_t
tell(struct supervisor *s, enum part first, enum part last, int signum)
{
    size_t n = 0;

    for (size_t i = 0; i < s->n_posts; i++) {
        const struct post *p = &s->post[i];

        if (p->pid && p->part >= first && p->part <= last) {
            kill(p->pid, signum);
            n++;
        }
    }
    return n;
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

static void
say_end(enum log_level level, const char *event, pid_t pid, int status)
{
    bool by_signal = WIFSIGNALED(status);

    LOG(level, event, LOG_NUMBER("pid", pid),
        LOG_TEXT("how", by_signal ? S("signal") : S("exit")),
        LOG_NUMBER("number", by_signal ? WTERMSIG(status) : WEXITSTATUS(status)));
}

/* The board shows at once that nobody sits there. */
static void
leave_seat(struct supervisor *s, const struct post *p)
{
    if (!s->crew->board || p->part != PART_WORKER)
        return;
    struct board_seat *seat = &s->crew->board->seat[p - s->post];

    seat->pid = 0;
    seat->open = 0;
}

/* The first successor comes at once; each further death in the window doubles the wait. */
static void
note_death(struct supervisor *s, struct post *p, int64_t now_us)
{
    s->death_us[s->n_deaths++ % DEATHS_MAX] = now_us;
    size_t recent = deaths_within(s, now_us);

    if (s->crew->board)
        s->crew->board->deaths++;
    p->start_at_us = now_us + (recent > 1 ? WAIT_FIRST_US * (INT64_C(1) << recent) : 0);
}

static void
note_end(struct supervisor *s, struct post *p, int status, bool expected)
{
    static const char *const death_of[] = {
        [PART_WORKER] = "worker.died", [PART_RUNNER] = "runner.died", [PART_KEEPER] = "keeper.died",
    };

    if (p->part == PART_OLD) {
        say_end(status == 0 ? LOG_INFO : LOG_WARN, "old.ended", p->pid, status);
    } else if (!expected) {
        say_end(LOG_WARN, death_of[p->part], p->pid, status);
        note_death(s, p, clock_mono_us());
    }
    leave_seat(s, p);
    p->pid = 0;
}

static void
note_proof(struct supervisor *s, int status)
{
    s->proof = 0;
    s->proven = status == 0;
    if (s->proven)
        return;
    say_end(LOG_ERROR, "restart.refused", getpid(), status);
    notify_say("READY=1\nSTATUS=The last restart was refused; the log says why.");
}

static void
reap(struct supervisor *s, bool expected)
{
    int   status;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        if (pid == s->proof)
            note_proof(s, status);
        for (size_t i = 0; i < s->n_posts; i++)
            if (s->post[i].pid == pid)
                note_end(s, &s->post[i], status, expected);
    }
}

/* ---- another program ------------------------------------------------------------------------ */

static void
ask_proof(struct supervisor *s)
{
    if (s->proof)
        return;
    LOG(LOG_INFO, "restart.asked", LOG_NUMBER("pid", getpid()));
    notify_reloading();
    s->proof = s->crew->prove(s->crew->arg);
    if (s->proof > 0)
        return;
    LOG(LOG_ERROR, "restart.refused", LOG_NUMBER("errno", errno));
    s->proof = 0;
    notify_say("READY=1");
}

/* Whoever is still there ends under the next program. */
static void
renew(struct supervisor *s)
{
    pid_t  child[POSTS_MAX];
    size_t n = 0;

    s->proven = false;
    for (size_t i = 0; i < s->n_posts; i++)
        if (s->post[i].pid)
            child[n++] = s->post[i].pid;
    if (n <= HANDOVER_OLD_MAX) {
        LOG(LOG_INFO, "restart.begins", LOG_NUMBER("ending", (int64_t)n));
        s->crew->renew(s->crew->arg, child, n);
    } else {
        errno = EAGAIN;                 /* too many are ending: ask again when they have */
    }
    LOG(LOG_ERROR, "restart.refused", LOG_NUMBER("errno", errno));
    notify_say("READY=1");
}

/* ---- the end -------------------------------------------------------------------------------- */

static bool
asks_for_the_end(const struct supervisor *s, int signum)
{
    return signum == SIGTERM || signum == SIGINT || (signum == SIGHUP && !s->crew->prove);
}

static void
end_parts(struct supervisor *s, enum part first, enum part last)
{
    int64_t until_us = clock_mono_us() + (STOP_S + 1) * (int64_t)SECOND_US;
    struct timespec tick = { .tv_nsec = 50 * 1000 * 1000 };

    tell(s, first, last, s->crew->socket_stays ? SIGUSR1 : SIGTERM);
    for (;;) {
        reap(s, true);
        int64_t now_us = clock_mono_us();

        if (tell(s, first, last, now_us > until_us ? SIGKILL : 0) == 0)
            return;
        int signum = sigtimedwait(&s->signals, NULL, &tick);

        if (asks_for_the_end(s, signum) && until_us > now_us + HURRY_S * SECOND_US) {
            until_us = now_us + HURRY_S * SECOND_US;
            tell(s, first, last, SIGTERM);
        }
    }
}

/* The keeper goes last: what the workers wrote at the end is still looked after. */
static void
stop(struct supervisor *s)
{
    if (s->crew->board)
        s->crew->board->stopping = 1;
    notify_say("STOPPING=1");
    if (s->proof)
        kill(s->proof, SIGKILL);
    if (s->crew->stopping)
        s->crew->stopping(s->crew->arg);
    end_parts(s, PART_WORKER, PART_OLD);
    end_parts(s, PART_KEEPER, PART_KEEPER);
}

/* A further ask for the end, come while workers ended, is answered by the end itself. */
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
        if (is_missing(&s->post[i]))
            return true;
    return false;
}

/* Once, when all have been started: from here on the old ones may go. */
static void
say_ready(struct supervisor *s)
{
    if (s->is_ready)
        return;
    s->is_ready = true;
    s->old_until_us = clock_mono_us() + (DRAIN_S + 1) * (int64_t)SECOND_US;
    tell(s, PART_OLD, PART_OLD, SIGUSR1);
    notify_say("READY=1\nSTATUS=");
}

static void
end_late_ones(struct supervisor *s, int64_t now_us)
{
    if (now_us > s->old_until_us)
        tell(s, PART_OLD, PART_OLD, SIGKILL);
}

static void
beat(struct supervisor *s, int64_t now_us)
{
    if (notify_watchdog_us() == 0 || now_us < s->beat_us)
        return;
    notify_say("WATCHDOG=1");
    s->beat_us = now_us + SECOND_US / 2;
}

static int
next_signal(const struct supervisor *s)
{
    int64_t ms = someone_is_missing(s) ? TICK_BUSY_MS : TICK_MS;
    struct timespec tick = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };

    return sigtimedwait(&s->signals, NULL, &tick);
}

/* Until a signal asks for the end (true), or workers die too fast or cannot be made (false). */
static bool
watch(struct supervisor *s)
{
    for (;;) {
        if (!start_due(s, clock_mono_us()))
            return false;
        say_ready(s);
        beat(s, clock_mono_us());
        int signum = next_signal(s);

        if (asks_for_the_end(s, signum))
            return true;
        if (signum == SIGHUP)
            ask_proof(s);
        reap(s, false);
        end_late_ones(s, clock_mono_us());
        if (s->proven)
            renew(s);
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

static void
add_post(struct supervisor *s, enum part part, pid_t pid)
{
    assert(s->n_posts < POSTS_MAX);
    s->post[s->n_posts++] = (struct post){ .part = part, .pid = pid };
}

static void
make_posts(struct supervisor *s)
{
    for (size_t i = 0; i < s->crew->n_workers; i++)
        add_post(s, PART_WORKER, 0);
    if (s->crew->run_jobs)
        add_post(s, PART_RUNNER, 0);
    for (size_t i = 0; i < s->crew->n_old; i++)
        add_post(s, PART_OLD, s->crew->old[i]);
    if (s->crew->keep)
        add_post(s, PART_KEEPER, 0);
}

struct err *
supervise(struct arena *a, const struct crew *crew)
{
    static const int known[] = { SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGUSR1 };
    struct supervisor s = { .crew = crew };

    assert(crew->n_workers >= 1 && crew->n_workers <= WORKERS_MAX);
    make_posts(&s);
    sigemptyset(&s.signals);
    for (size_t i = 0; i < COUNT(known); i++)
        sigaddset(&s.signals, known[i]);
    sigprocmask(SIG_BLOCK, &s.signals, &s.before);
    bool asked = watch(&s);

    stop(&s);
    forget_pending(&s);
    sigprocmask(SIG_SETMASK, &s.before, NULL);
    return asked ? NULL : gave_up(a, &s);
}
