/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* clock.c — the system's clocks, and a fixed time for tests. */
#include "base/clock.h"

#include <assert.h>
#include <stdlib.h>
#include <time.h>

#include "base/str.h"

static struct timespec
read_clock(clockid_t which)
{
    struct timespec t;
    int failed = clock_gettime(which, &t);

    assert(!failed);
    (void)failed;
    return t;
}

int64_t
clock_now_s(void)
{
    const char *fixed = getenv("GUYUB_NOW");
    int64_t     now_s;

    if (!fixed)
        return read_clock(CLOCK_REALTIME).tv_sec;
    bool is_number = str_int64(str_of(fixed), &now_s);

    assert(is_number && "GUYUB_NOW is seconds since 1970-01-01 UTC");
    (void)is_number;
    return now_s;
}

int64_t
clock_mono_us(void)
{
    struct timespec t = read_clock(CLOCK_MONOTONIC);

    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}
