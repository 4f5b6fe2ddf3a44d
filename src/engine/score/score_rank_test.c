/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* score_rank_test.c — rank ranges beside ranks counted one pair of rows after the other. */
#include "engine/score/score_rank.h"

#include "base/arena.h"
#include "base/decimal.h"
#include "base/rand.h"
#include "unit.h"

enum { U = SCORE_RANK_UNKNOWN, NA = SCORE_RANK_NOT_APPLICABLE };

TEST(score_rank_as_weights_are)
{
    static const struct {
        const char *name; int32_t figure[4][2]; int32_t weight[2], rank[4];
    } row[] = {
        { "in order",       { { 9, 9 }, { 8, 8 }, { 7, 7 }, { 6, 6 } }, { 1, 1 }, { 1, 2, 3, 4 } },
        { "weights decide", { { 9, 0 }, { 0, 9 }, { 5, 5 }, { 1, 1 } }, { 3, 1 }, { 1, 3, 2, 4 } },
        { "equal ones share the better rank", { { 8, 2 }, { 5, 5 }, { 2, 8 }, { 1, 1 } }, { 1, 1 },
          { 1, 1, 1, 4 } },
        { "unknown is not ranked, nor last",  { { 9, U }, { 8, 8 }, { 7, 7 }, { 6, 6 } }, { 1, 1 },
          { 0, 1, 2, 3 } },
        { "what does not apply leaves its weight", { { 7, NA }, { 8, 8 }, { 6, 9 }, { 9, 0 } },
          { 1, 1 }, { 3, 1, 2, 4 } },
        { "nothing applies",   { { NA, NA }, { 8, 8 }, { 7, 7 }, { 6, 6 } }, { 1, 1 },
          { 0, 1, 2, 3 } },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct score_ranking in = { row[i].figure[0], row[i].weight, 4, 2 };
        struct score_draws   draws = { .n = 1, .spread = 0, .seed = 1 };
        struct score_rank    out[4];

        check(row[i].name, score_rank_check(&in, &draws));
        score_rank(unit_arena(), &in, &draws, out);
        for (size_t r = 0; r < 4; r++) {
            check(row[i].name, out[r].ranked == (row[i].rank[r] > 0));
            check(row[i].name, out[r].rank == row[i].rank[r]);
            check("weights that stay give one rank",
                  out[r].best == out[r].rank && out[r].worst == out[r].rank);
        }
    }
}

/* ---- beside a count of pairs ---------------------------------------------------------------- */

enum { ROWS = 12, ITEMS = 5, DRAWS = 200, SPREAD = 400 };

static bool
is_ahead(const int32_t *a, const int32_t *b, const int64_t *weight)
{
    int128 sum[2] = { 0, 0 }, all[2] = { 0, 0 };

    for (size_t i = 0; i < ITEMS; i++) {
        if (a[i] >= 0)
            sum[0] += weight[i] * a[i], all[0] += weight[i];
        if (b[i] >= 0)
            sum[1] += weight[i] * b[i], all[1] += weight[i];
    }
    return sum[0] * all[1] > sum[1] * all[0];
}

/* One more than those ahead of it. */
static int32_t
counted(const int32_t *figure, size_t row, const int64_t *weight)
{
    int32_t rank = 1;

    for (size_t other = 0; other < ROWS; other++)
        rank += is_ahead(figure + other * ITEMS, figure + row * ITEMS, weight);
    return rank;
}

/* Each draw's ranks, in order, so that ranges can be read off them. */
static void
insert(int32_t *rank, size_t n, int32_t r)
{
    for (; n > 0 && rank[n - 1] > r; n--)
        rank[n] = rank[n - 1];
    rank[n] = r;
}

TEST(score_rank_ranges_are_those_counted)
{
    struct rand          chance = { 60 };
    int32_t              figure[ROWS * ITEMS], weight[ITEMS], rank[ROWS][DRAWS];
    struct score_ranking in = { figure, weight, ROWS, ITEMS };
    struct score_draws   draws = { DRAWS, SPREAD, 7 };
    struct score_rank    out[ROWS];

    for (size_t i = 0; i < ROWS * ITEMS; i++)
        figure[i] = rand_below(&chance, 10) == 0 ? NA : (int32_t)rand_below(&chance, 40);
    for (size_t i = 0; i < ITEMS; i++)
        weight[i] = 1000 + (int32_t)rand_below(&chance, 5000);
    score_rank(unit_arena(), &in, &draws, out);
    chance = (struct rand){ 7 };
    for (size_t d = 0; d < DRAWS; d++) {
        int64_t drawn[ITEMS];

        for (size_t i = 0; i < ITEMS; i++)
            drawn[i] = weight[i] * (600 + (int64_t)rand_below(&chance, 801)) / 1000;
        for (size_t r = 0; r < ROWS; r++)
            insert(rank[r], d, counted(figure, r, drawn));
    }
    for (size_t r = 0; r < ROWS; r++) {
        check("best",   out[r].best == rank[r][0]);
        check("low",    out[r].low == rank[r][10]);
        check("high",   out[r].high == rank[r][189]);
        check("worst",  out[r].worst == rank[r][199]);
        check("in order", out[r].best <= out[r].low && out[r].low <= out[r].high
                       && out[r].high <= out[r].worst);
    }
}

TEST(score_rank_seed_and_limits)
{
    int32_t              figure[] = { 30, 31, 31, 30 }, weight[] = { 1000, 1000 };
    struct score_ranking in = { figure, weight, 2, 2 };
    struct score_draws   draws = { 1000, 250, 1 };
    struct score_rank    first[2], again[2];

    score_rank(unit_arena(), &in, &draws, first);
    score_rank(unit_arena(), &in, &draws, again);
    check("the same seed, the same ranges",
          first[0].low == again[0].low && first[0].worst == again[0].worst);
    check("weights decide between mirror images", first[0].best == 1 && first[0].worst == 2);
    draws.spread = 1000;
    check("a weight is never taken away", !score_rank_check(&in, &draws));
    draws.spread = 250;
    draws.n      = 0;
    check("at least one draw", !score_rank_check(&in, &draws));
    draws.n   = 1;
    figure[0] = SCORE_RANK_FIGURE_MAX + 1;
    check("a figure beyond the limit", !score_rank_check(&in, &draws));
    figure[0] = 0;
    weight[1] = 0;
    check("a weight of nothing", !score_rank_check(&in, &draws));
    weight[0] = weight[1] = SCORE_RANK_WEIGHT_MAX;
    figure[0] = figure[1] = SCORE_RANK_FIGURE_MAX;
    check("the ends fit", score_rank_check(&in, &draws));
    score_rank(unit_arena(), &in, &draws, first);
    check("and are first", first[0].rank == 1 && first[1].rank == 2);
}
