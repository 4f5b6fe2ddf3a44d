/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* gauge.c — see gauge.h. */
#include "gauge.h"

#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

static double
seconds(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

struct gauge
gauge_now(void)
{
    return (struct gauge){ seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID) };
}

struct gauge
gauge_since(struct gauge from)
{
    struct gauge now = gauge_now();

    return (struct gauge){ now.wall_s - from.wall_s, now.cpu_s - from.cpu_s };
}

void
gauge_add(struct gauge *sum, struct gauge one)
{
    sum->wall_s += one.wall_s;
    sum->cpu_s += one.cpu_s;
}

double
gauge_peak_mb(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

void
gauge_print(const char *what, struct gauge took)
{
    printf("{\"what\":\"%s\",\"wall_s\":%.4f,\"cpu_s\":%.4f,\"peak_mb\":%.1f", what, took.wall_s,
           took.cpu_s, gauge_peak_mb());
}
