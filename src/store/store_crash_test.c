/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * store_crash_test.c — kill -9 while writing: what was acknowledged is there, nothing is halved.
 *
 * A child writes changes of PER_CHANGE rows and tells each commit over a pipe; the parent kills it
 * at a seeded moment, reopens the database and counts. GUYUB_LONG repeats it 200 times, not 10.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/rand.h"
#include "store/store_test.h"

enum { PER_CHANGE = 7, SHORT = 10, LONG = 200 };

static struct err *
put_seven(struct cx *cx, void *arg)
{
    int64_t *n = arg;

    for (int i = 0; i < PER_CHANGE; i++)
        TRY(thing_put(cx, (struct thing){ .n = { true, 1000 + *n } }));
    return NULL;
}

/* Writes until it is killed. */
static void
write_for_ever(enum store_kind kind, int tell)
{
    struct arena arena = arena_make(4 << 20);
    struct cx    cx = { .arena = &arena, .now_s = 1 };
    struct err  *e = store_open(&arena, &cx.store, unit_url(kind), (struct store_options){ 0 });

    for (int64_t n = 0; !e; n++) {
        e = store_change(&cx, "crash", put_seven, &n);
        if (!e && write(tell, "+", 1) != 1)
            break;
    }
    _exit(1);
}

static int64_t
count_bytes(int from)
{
    char    bytes[4096];
    ssize_t got;
    int64_t n = 0;

    while ((got = read(from, bytes, sizeof bytes)) > 0)
        n += got;
    return n;
}

/* Lets a writer run for a while, kills it, and returns the changes that it told of. */
static int64_t
crash(enum store_kind kind, long after_us)
{
    int tell[2], status;

    if (pipe(tell) != 0)
        return -1;
    pid_t child = fork();

    if (child == 0) {
        close(tell[0]);
        write_for_ever(kind, tell[1]);
    }
    close(tell[1]);
    nanosleep(&(struct timespec){ .tv_nsec = after_us * 1000 }, NULL);
    kill(child, SIGKILL);
    int64_t acknowledged = count_bytes(tell[0]);

    close(tell[0]);
    waitpid(child, &status, 0);
    check("it was killed, not failed", WIFSIGNALED(status));
    return acknowledged;
}

BOTH(store_crash)
{
    struct rand chance = { .state = 20261121 };
    int         times = getenv("GUYUB_LONG") ? LONG : SHORT;
    int64_t     told = 0, n = 0;

    thing_make(cx);
    for (int i = 1; i <= times; i++) {
        told += crash(kind, 20000 + (long)rand_below(&chance, 60000));
        check_ok("count", thing_count(cx, &n));
        check("no half change", n % PER_CHANGE == 0);
        check("all that was acknowledged", n >= told * PER_CHANGE);
        check("at most one more a kill", n <= (told + i) * PER_CHANGE);
    }
    check("something was written", told > times);
    printf("           %d kills, %lld changes acknowledged, none lost\n", times, (long long)told);
}
