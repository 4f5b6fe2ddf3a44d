/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * clock.c — a clock that jumps: preloaded under a program, it adds the seconds that stand in the
 * file CLOCK_FILE to the time of day. The clock that only runs forward is left alone, as it is
 * when somebody sets a machine's date.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long
jump(void)
{
    const char *file = getenv("CLOCK_FILE");
    char        text[32] = "";
    int         fd = file ? open(file, O_RDONLY | O_CLOEXEC) : -1;

    if (fd < 0)
        return 0;
    ssize_t n = read(fd, text, sizeof text - 1);

    close(fd);
    return n > 0 ? strtol(text, NULL, 10) : 0;
}

/* The library's own definition. Through a union, since ISO C has no such cast. */
typedef int clock_fn(clockid_t, struct timespec *);

int
clock_gettime(clockid_t which, struct timespec *t)
{
    static union { void *p; clock_fn *f; } real;

    if (!real.p)
        real.p = dlsym(RTLD_NEXT, "clock_gettime");
    int rc = real.f(which, t);

    if (rc == 0 && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE))
        t->tv_sec += jump();
    return rc;
}

time_t
time(time_t *out)
{
    struct timespec t = { 0 };

    clock_gettime(CLOCK_REALTIME, &t);
    if (out)
        *out = t.tv_sec;
    return t.tv_sec;
}

int
gettimeofday(struct timeval *restrict tv, void *restrict zone)
{
    struct timespec t = { 0 };

    (void)zone;
    clock_gettime(CLOCK_REALTIME, &t);
    *tv = (struct timeval){ .tv_sec = t.tv_sec, .tv_usec = t.tv_nsec / 1000 };
    return 0;
}
