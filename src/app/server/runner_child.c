/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* runner_child.c — the child of a runner: one job within its limits. */
#include <assert.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <unistd.h>

#include "app/server/runner.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/rand.h"
#include "module.h"
#include "right.h"
#include "site.h"
#include "store/store.h"

enum {
    MB                = 1 << 20,
    JOB_MB_DEFAULT    = 512,        /* for a plan without a site                             */
    STORE_ARENA_BYTES = 64 * MB,
    BASE_MB           = 192,        /* beside the job's arena: the store's, libraries        */
    FILES_MAX         = 256,
    CACHE_KB          = 6000,       /* of pages: a job reads most of them once               */
    CPU_MORE_S        = 5,          /* the runner ends a job by the clock, this by its work  */
    NICE              = 10,
    KILLED_EARLIER    = 500,        /* of 1,000: when memory runs out, before the server     */
};

/* The address space that is in use already, most of it reserved only. */
static size_t
bytes_in_use(void)
{
    char       text[100];
    int        fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t    n = fd < 0 ? -1 : read(fd, text, sizeof text);
    struct str first, rest;
    int64_t    pages;

    if (fd >= 0)
        close(fd);
    if (n <= 0 || !str_cut((struct str){ text, (size_t)n }, ' ', &first, &rest) ||
        !str_int64(first, &pages))
        return 0;
    return (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
}

static void
limit(__rlimit_resource_t what, rlim_t soft, rlim_t hard)
{
    struct rlimit now;

    if (getrlimit(what, &now) != 0)
        return;
    if (hard > now.rlim_max)
        hard = now.rlim_max;
    if (soft > hard)
        soft = hard;
    if (setrlimit(what, &(struct rlimit){ soft, hard }) != 0)
        LOG(LOG_WARN, "job.unlimited", LOG_NUMBER("limit", what));
}

static void
be_killed_earlier(void)
{
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

    if (fd < 0)
        return;
    dprintf(fd, "%d", KILLED_EARLIER);
    close(fd);
}

static void
take_limits(const struct job_taken *job, size_t memory)
{
    rlim_t cpu_s = (rlim_t)job->seconds + CPU_MORE_S, space = bytes_in_use();

    if (space > 0) {
        space += memory + BASE_MB * (rlim_t)MB;
        limit(RLIMIT_AS, space, space);
    }
    limit(RLIMIT_CPU, cpu_s, cpu_s + CPU_MORE_S);
    limit(RLIMIT_CORE, 0, 0);
    limit(RLIMIT_NOFILE, FILES_MAX, FILES_MAX);
    int niceness = nice(NICE);

    (void)niceness;
    be_killed_earlier();
}

/* A group of its own, so that what it starts ends with it. SIGTERM stays blocked: job_run.h. */
static void
take_signals(void)
{
    sigset_t blocked;

    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    sigprocmask(SIG_SETMASK, &blocked, NULL);
}

static int
run(const struct runner_plan *plan, struct cx *cx, const struct job_taken *job)
{
    struct arena store_arena = arena_make(STORE_ARENA_BYTES);
    struct err  *e = store_open(&store_arena, &cx->store, plan->db,
                                (struct store_options){ .cache_kb = CACHE_KB });

    if (!e)
        e = job_run(cx, job);
    if (e)
        log_err("job.unwritten", e);
    store_close(cx->store);
    return e ? CHILD_UNWRITTEN : 0;
}

/* The arena is the job's memory: where it ends, so does the job, and the runner writes it down. */
static int
run_guarded(const struct runner_plan *plan, struct arena *arena, const struct job_taken *job)
{
    struct rand chance;
    jmp_buf     full;
    ssize_t     n = getrandom(&chance.state, sizeof chance.state, 0);
    struct cx   cx = {
        .arena = arena, .chance = &chance, .now_s = clock_now_s(), .modules = plan->modules,
        .who = &who_program, .key = plan->key, .site = plan->site,
    };

    assert(n == sizeof chance.state);
    (void)n;
    volatile int code = CHILD_NO_MEMORY;

    arena->full = &full;
    if (setjmp(full) == 0)
        code = run(plan, &cx, job);
    arena->full = NULL;
    return code;
}

void
runner_child(const struct runner_plan *plan, const struct job_taken *job)
{
    int64_t      mb = job->mb > 0 ? job->mb : plan->site ? plan->site->job_mb : JOB_MB_DEFAULT;
    size_t       memory = (size_t)mb * MB;

    take_signals();
    take_limits(job, memory);
    struct arena arena = arena_make(memory);
    int          code = run_guarded(plan, &arena, job);

    arena_drop(&arena);         /* with what libraries hold for it */
    exit(code);
}
