/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * rank_bench.c — what rank.mjs measures: 514 regions of 60 items under 1,000 draws of weights.
 *
 * Beside it the same sums in doubles, sorted by qsort, without ties, ranges or what is unknown.
 * Prints milliseconds of CPU time and how wide the ranges are as one line of JSON.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/rand.h"
#include "engine/score/score_rank.h"

enum { REGIONS = 514, ITEMS = 60, DRAWS = 1000, SPREAD = 250, SEED = 514060, SCRATCH = 8 << 20 };

static int32_t figure[REGIONS * ITEMS], weight[ITEMS];
static double  real[REGIONS][ITEMS];

/* Good regions are good at most things: a level of their own, and chance about it, 1.00 to 5.00. */
static void
make_nation(void)
{
    struct rand chance = { SEED };

    for (size_t i = 0; i < ITEMS; i++)
        weight[i] = 1000 + (int32_t)rand_below(&chance, 4000);
    for (size_t r = 0; r < REGIONS; r++) {
        uint32_t own = rand_below(&chance, 251);

        for (size_t i = 0; i < ITEMS; i++) {
            figure[r * ITEMS + i] = 100 + (int32_t)(own + rand_below(&chance, 151));
            real[r][i] = figure[r * ITEMS + i] / 100.0;
        }
    }
}

/* ---- doubles --------------------------------------------------------------------------------- */

static int
descending(const void *x, const void *y)
{
    const double *a = x, *b = y;

    return *a > *b ? -1 : *a < *b;
}

static double
rank_doubles(void)
{
    struct rand chance = { SEED };
    double      drawn[ITEMS], mean[REGIONS], first = 0;

    for (int32_t d = 0; d < DRAWS; d++) {
        for (size_t i = 0; i < ITEMS; i++)
            drawn[i] = weight[i] * (1000.0 - SPREAD + rand_below(&chance, 2 * SPREAD + 1));
        for (size_t r = 0; r < REGIONS; r++) {
            mean[r] = 0;
            for (size_t i = 0; i < ITEMS; i++)
                mean[r] += drawn[i] * real[r][i];
        }
        qsort(mean, REGIONS, sizeof *mean, descending);
        first += mean[0];
    }
    return first;
}

/* ---- the measures ---------------------------------------------------------------------------- */

static double
cpu_ms(void)
{
    struct timespec t;

    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) != 0)
        assert(!"Linux has this clock");
    return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

static int32_t
widest(const struct score_rank *rank)
{
    int32_t most = 0;

    for (size_t r = 0; r < REGIONS; r++)
        if (rank[r].high - rank[r].low > most)
            most = rank[r].high - rank[r].low;
    return most;
}

static int64_t
all_widths(const struct score_rank *rank)
{
    int64_t sum = 0;

    for (size_t r = 0; r < REGIONS; r++)
        sum += rank[r].high - rank[r].low;
    return sum;
}

int
main(void)
{
    static struct score_rank rank[REGIONS];
    struct arena             a = arena_make(SCRATCH);
    struct score_ranking     in = { figure, weight, REGIONS, ITEMS };
    struct score_draws       draws = { DRAWS, SPREAD, SEED };

    make_nation();
    if (!score_rank_check(&in, &draws))
        assert(!"within the limits");
    double began = cpu_ms();
    score_rank(&a, &in, &draws, rank);
    double ranked = cpu_ms() - began, sum = rank_doubles(), doubles = cpu_ms() - began - ranked;

    printf("{\"regions\":%d,\"items\":%d,\"draws\":%d,\"seed\":%d,\"ranked\":%.3f,"
           "\"doubles\":%.3f,\"sum\":%.3f,\"mean_width\":%.2f,\"widest\":%d}\n",
           REGIONS, ITEMS, DRAWS, SEED, ranked, doubles, sum,
           (double)all_widths(rank) / REGIONS, (int)widest(rank));
    arena_drop(&a);
    return 0;
}
