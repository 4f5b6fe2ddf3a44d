/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/server/supervisor.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "unit.h"

static void
die(void *arg, size_t seat)
{
    (void)arg;
    (void)seat;
    _exit(7);
}

static void
ask_for_the_end(void *arg, size_t seat)
{
    sigset_t none;

    (void)arg;
    (void)seat;
    kill(getppid(), SIGTERM);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (;;)
        pause();
}

static void
note_stop(void *arg)
{
    *(int *)arg += 1;
}

/* Runs in the test's own process: its children are the workers. */
TEST(supervise_gives_up_when_workers_only_die)
{
    int stops = 0;
    int64_t began_us = clock_mono_us();
    struct crew crew = { .n_workers = 1, .work = die, .stopping = note_stop, .arg = &stops };

    log_from(LOG_ERROR);
    struct err *e = supervise(unit_arena(), &crew);
    int64_t took_us = clock_mono_us() - began_us;

    log_from(LOG_INFO);
    check_text("it says so", str_of(e ? e->code : NULL), S("serve.workers_die"));
    check("it waited between the attempts", took_us > 1000000 && took_us < 9000000);
    check("it told that it stops, once", stops == 1);
}

TEST(supervise_stops_when_asked)
{
    int stops = 0;
    struct crew crew = {
        .n_workers = 3, .work = ask_for_the_end, .stopping = note_stop, .arg = &stops,
    };
    struct err *e = supervise(unit_arena(), &crew);
    sigset_t    now;

    sigprocmask(SIG_BLOCK, NULL, &now);
    check("in good order", e == NULL);
    check("it told that it stops, once", stops == 1);
    check("signals are as they were", !sigismember(&now, SIGTERM));
}

/* ---- the keeper ----------------------------------------------------------------------------- */

struct watched { int pipe[2]; };

static void
say_when_told_to_end(const struct watched *w, const char *what)
{
    sigset_t told;
    int      signum;

    sigemptyset(&told);
    sigaddset(&told, SIGTERM);
    sigwait(&told, &signum);
    if (write(w->pipe[1], what, 1) != 1)
        _exit(1);
}

static void
work_until_told(void *arg, size_t seat)
{
    (void)seat;
    say_when_told_to_end(arg, "w");
}

/* The first keeper dies; the second asks for the end. Both say that they were there. */
static void
keep_at_last(void *arg)
{
    const struct watched *w = arg;
    char before[8];

    if (write(w->pipe[1], "k", 1) != 1 || read(w->pipe[0], before, 2) < 1)
        _exit(1);
    if (before[0] == 'k' && write(w->pipe[1], "d", 1) == 1)
        _exit(7);
    kill(getppid(), SIGTERM);
    say_when_told_to_end(w, "e");
}

TEST(supervise_replaces_the_keeper_and_ends_it_last)
{
    struct watched w;
    char           said[8] = "";

    check("a pipe", pipe(w.pipe) == 0);
    struct crew crew = {
        .n_workers = 2, .work = work_until_told, .keep = keep_at_last, .arg = &w,
    };

    log_from(LOG_ERROR);
    struct err *e = supervise(unit_arena(), &crew);
    ssize_t     n = read(w.pipe[0], said, sizeof said - 1);

    log_from(LOG_INFO);
    check("in good order", e == NULL);
    check_text("workers first, then the keeper", str_of(n > 0 ? said : ""), S("wwe"));
    close(w.pipe[0]);
    close(w.pipe[1]);
}

static void
ask_and_leave(void *arg, size_t seat)
{
    (void)arg;
    (void)seat;
    kill(getppid(), SIGTERM);
    _exit(0);
}

/* The worker is dead and a second request waits when the supervisor looks for whom to end. */
static void
ask_again(void *arg)
{
    siginfo_t dead;

    (void)arg;
    waitid(P_ALL, 0, &dead, WEXITED | WNOWAIT);
    raise(SIGTERM);
}

TEST(supervise_survives_being_asked_twice)
{
    struct crew crew = { .n_workers = 1, .work = ask_and_leave, .stopping = ask_again };
    sigset_t    waiting;

    check("in good order", supervise(unit_arena(), &crew) == NULL);
    sigpending(&waiting);
    check("no request is left to end the process", !sigismember(&waiting, SIGTERM));
}

/* ---- another program ------------------------------------------------------------------------ */

struct renewal { int exit_code, n_proofs, n_renewals; size_t n_children; };

/* Asks for another program, then, when that was decided, for the end. */
static void
ask_for_another(void *arg, size_t seat)
{
    int told;
    sigset_t end;

    (void)arg;
    (void)seat;
    kill(getppid(), SIGHUP);
    usleep(300 * 1000);
    kill(getppid(), SIGTERM);
    sigemptyset(&end);
    sigaddset(&end, SIGTERM);
    sigwait(&end, &told);
}

static pid_t
prove(void *arg)
{
    struct renewal *r = arg;
    pid_t pid = fork();

    if (pid == 0)
        _exit(r->exit_code);
    r->n_proofs++;
    return pid;
}

static void
renew(void *arg, const pid_t *child, size_t n)
{
    struct renewal *r = arg;

    r->n_renewals++;
    r->n_children = child[0] > 0 ? n : 0;
}

TEST(supervise_becomes_only_what_is_proven)
{
    static const struct {
        const char *name; int exit_code, n_renewals; size_t n_children;
    } row[] = {
        { "well",     0, 1, 1 },
        { "not well", 2, 0, 0 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct renewal r = { .exit_code = row[i].exit_code };
        struct crew crew = {
            .n_workers = 1, .work = ask_for_another, .prove = prove, .renew = renew, .arg = &r,
        };

        log_from(LOG_ERROR + 1);
        struct err *e = supervise(unit_arena(), &crew);

        log_from(LOG_INFO);
        check(row[i].name, e == NULL && r.n_proofs == 1);
        check(row[i].name, r.n_renewals == row[i].n_renewals);
        check(row[i].name, r.n_children == row[i].n_children);
    }
}

static pid_t
old_one(void)
{
    sigset_t peace;
    int      told;
    pid_t    pid;

    sigemptyset(&peace);
    sigaddset(&peace, SIGUSR1);
    sigprocmask(SIG_BLOCK, &peace, NULL);
    pid = fork();
    if (pid == 0)
        _exit(sigwait(&peace, &told) == 0 ? 0 : 1);
    sigprocmask(SIG_UNBLOCK, &peace, NULL);
    return pid;
}

TEST(supervise_lets_the_old_ones_end_in_peace)
{
    struct renewal r = { .exit_code = 2 };
    pid_t          old = old_one();
    struct crew crew = {
        .n_workers = 1, .work = ask_for_another, .prove = prove, .renew = renew, .arg = &r,
        .old = &old, .n_old = 1,
    };

    log_from(LOG_ERROR + 1);
    check("in good order", supervise(unit_arena(), &crew) == NULL);
    log_from(LOG_INFO);
    check("it has ended, and was not left behind", waitpid(old, NULL, 0) < 0);
}

/* Hears nothing, and lets the supervisor be asked twice. */
static void
be_deaf(void *arg, size_t seat)
{
    (void)arg;
    (void)seat;
    kill(getppid(), SIGTERM);
    usleep(200 * 1000);
    kill(getppid(), SIGTERM);
    for (;;)
        pause();
}

TEST(supervise_hurries_when_asked_twice)
{
    struct crew crew = { .n_workers = 1, .work = be_deaf };
    int64_t     began_us = clock_mono_us();

    check("in good order", supervise(unit_arena(), &crew) == NULL);
    check("without the time that one ask leaves",
          clock_mono_us() - began_us < STOP_S * INT64_C(1000000));
}
