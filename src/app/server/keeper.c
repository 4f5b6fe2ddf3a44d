/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/server/keeper.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <sys/random.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/rand.h"
#include "module.h"
#include "store/store.h"

enum {
    ROUND_ARENA_BYTES = 256 << 20,
    STORE_ARENA_BYTES = 64 << 20,
    ROUND_MS          = 500,
    RETRY_US          = 1000 * 1000,    /* between attempts to reach the database */
};

struct keeper {
    const struct keeper_plan *plan;
    struct arena              arena;        /* of one tend                                   */
    struct arena              store_arena;
    struct store             *store;        /* NULL: away                                    */
    bool                      suspect;      /* a tend failed: ask the database before the next */
    int64_t                   retry_us;
    struct rand               chance;
};

static struct cx
unit_of_work(struct keeper *k)
{
    return (struct cx){
        .arena = &k->arena, .store = k->store, .chance = &k->chance, .now_s = clock_now_s(),
        .modules = k->plan->modules, .who = &who_program, .key = k->plan->key,
        .site = k->plan->site,
    };
}

/* ---- the database --------------------------------------------------------------------------- */

static void
store_away(struct keeper *k, const struct err *e)
{
    log_err("store.away", e);
    if (k->store)
        store_close(k->store);
    k->store = NULL;
    k->retry_us = clock_mono_us() + RETRY_US;
}

static void
store_try_open(struct keeper *k)
{
    if (clock_mono_us() < k->retry_us)
        return;
    arena_reset(&k->store_arena);
    struct err *e = store_open(&k->store_arena, &k->store, k->plan->db,
                               (struct store_options){ .busy_ms = 0 });

    if (e) {
        k->store = NULL;
        store_away(k, e);
    }
}

static bool
store_is_there(struct keeper *k)
{
    struct cx cx = unit_of_work(k);

    if (!k->store)
        store_try_open(k);
    else if (k->suspect) {
        struct err *e = store_ping(&cx);

        if (e)
            store_away(k, e);
    }
    k->suspect = false;
    return k->store != NULL;
}

/* ---- a round -------------------------------------------------------------------------------- */

static void
tend(struct keeper *k, const struct module *m)
{
    struct cx   cx = unit_of_work(k);
    struct err *e = m->tend(&cx);

    if (!e)
        return;
    LOG(LOG_ERROR, "keeper.failed", LOG_TEXT("module", str_of(m->name)));
    log_err("keeper.failed", e);
    k->suspect = true;
}

/* A tend that needs more memory than there is costs its own round, not the keeper. */
static void
tend_guarded(struct keeper *k, const struct module *m)
{
    jmp_buf full;

    k->arena.full = &full;
    if (setjmp(full) == 0) {
        tend(k, m);
    } else {
        LOG(LOG_ERROR, "keeper.arena_full", LOG_TEXT("module", str_of(m->name)),
            LOG_NUMBER("bytes", (int64_t)k->arena.cap));
        store_reset(k->store);
    }
    k->arena.full = NULL;
    arena_reset(&k->arena);
}

static void
go_round(struct keeper *k)
{
    for (const struct module *const *m = k->plan->modules; *m; m++) {
        if (!(*m)->tend)
            continue;
        bool there = store_is_there(k);

        arena_reset(&k->arena);
        if (!there)
            return;
        tend_guarded(k, *m);
    }
}

/* ---- the loop ------------------------------------------------------------------------------- */

/* Waits until the next round; true: to end has been asked for. */
static bool
asked_to_end(const sigset_t *signals)
{
    struct timespec round = { .tv_nsec = ROUND_MS * 1000000 };

    return sigtimedwait(signals, NULL, &round) > 0;
}

void
keeper_run(const struct keeper_plan *plan)
{
    struct keeper k = {
        .plan = plan, .arena = arena_make(ROUND_ARENA_BYTES),
        .store_arena = arena_make(STORE_ARENA_BYTES),
    };
    sigset_t signals;
    ssize_t  n = getrandom(&k.chance.state, sizeof k.chance.state, 0);

    assert(n == sizeof k.chance.state);
    (void)n;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGUSR1);
    do
        go_round(&k);
    while (!asked_to_end(&signals));
    go_round(&k);
    store_close(k.store);
    arena_drop(&k.store_arena);
    arena_drop(&k.arena);
}
