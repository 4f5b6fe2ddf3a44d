/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* runner_test.c — real children: what ends well, what dies, what wants too much. */
#include "app/server/runner.h"

#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "ground/job/job_list.h"
#include "module.h"
#include "site.h"
#include "store/store_test.h"
#include "unit_slices.h"

static struct err *
run_well(struct cx *cx, struct job *job)
{
    return job_step(cx, job, 1, 1);
}

static struct err *
run_dead(struct cx *cx, struct job *job)
{
    (void)cx;
    (void)job;
    _exit(9);
}

static struct err *
run_hungry(struct cx *cx, struct job *job)
{
    (void)job;
    while (arena_alloc(cx->arena, 1 << 20, 1))
        continue;
    return NULL;
}

static struct err *
run_long(struct cx *cx, struct job *job)
{
    (void)cx;
    (void)job;
    while (pause() < 0)
        continue;
    return NULL;
}

static const struct job_kind kinds[] = {
    { "well",   N_("toil"), MAY_NOTHING, .run = run_well },
    { "dead",   N_("toil"), MAY_NOTHING, .run = run_dead },
    { "hungry", N_("toil"), MAY_NOTHING, .mb = 64, .run = run_hungry },
    { "long",   N_("toil"), MAY_NOTHING, .seconds = 1, .run = run_long },
};
static const struct module        toil_module = { .name = "toil", .jobs = kinds, .n_jobs = 4 };
static const struct module *const modules[] = { &toil_module, &job_module, NULL };

static struct err *
ask_once(struct cx *cx, void *arg)
{
    int64_t *id = arg;

    for (size_t i = 0; i < COUNT(kinds); i++)
        TRY(job_ask(cx, &(struct job_new){ .kind = kinds[i].word, .input = S("") }, &id[i]));
    return NULL;
}

/* Every job once: those that went wrong wait for their next try, and the runner does not. */
static void
runs(enum store_kind kind)
{
    static const enum job_state state[] = { JOB_DONE, JOB_WAITING, JOB_WAITING, JOB_WAITING };
    struct cx  *cx = unit_slices_cx(kind);
    int64_t     id[COUNT(kinds)];
    struct site site = { .job_mb = 64 };

    if (!cx)
        return;
    cx->modules = modules;
    cx->who = &who_program;
    cx->now_s = clock_now_s();
    check_ok("asked for", store_change(cx, "ask", ask_once, id));
    log_from(LOG_ERROR + 1);
    runner_run(&(struct runner_plan){ .db = unit_url(kind), .key = cx->key, .modules = modules,
                                      .site = &site, .jobs = 4, .once = true });
    log_from(LOG_INFO);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct job_seen seen = { .id = 0 };

        check_ok(kinds[i].word, job_get(cx, id[i], &seen));
        check(kinds[i].word, seen.state == state[i] && seen.tries == 1);
    }
}

TEST(runner_sqlite)   { runs(STORE_SQLITE); }
TEST(runner_postgres) { runs(STORE_POSTGRES); }
