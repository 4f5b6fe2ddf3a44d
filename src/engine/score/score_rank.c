/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* score_rank.c — rows ranked under weights that are drawn again and again. */
#include "engine/score/score_rank.h"

#include <assert.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/rand.h"

enum { WHOLE = 1000, FINE_BITS = 41, TAIL_PERCENT = 5 };

/* A row's weighted mean in 2^-41 of a unit. */
struct place { int64_t mean; int32_t row; };

struct ranker {
    const struct score_ranking *in;
    int64_t                    *weight;     /* of this draw             */
    struct place               *place;      /* of the rows that are ranked */
    size_t                      n;
    uint32_t                   *hits;       /* n_rows x n_rows: how often a row had a rank */
};

/* ---- the limits ------------------------------------------------------------------------------ */

static bool
are_figures(const struct score_ranking *in)
{
    for (size_t i = 0; i < in->n_rows * in->n_items; i++)
        if (in->figure[i] < SCORE_RANK_NOT_APPLICABLE || in->figure[i] > SCORE_RANK_FIGURE_MAX)
            return false;
    return true;
}

static bool
are_weights(const struct score_ranking *in)
{
    for (size_t i = 0; i < in->n_items; i++)
        if (in->weight[i] < 1 || in->weight[i] > SCORE_RANK_WEIGHT_MAX)
            return false;
    return true;
}

bool
score_rank_check(const struct score_ranking *in, const struct score_draws *draws)
{
    return in->n_rows >= 1 && in->n_rows <= SCORE_RANK_ROWS_MAX
        && in->n_items >= 1 && in->n_items <= SCORE_RANK_ITEMS_MAX
        && draws->n >= 1 && draws->n <= SCORE_RANK_DRAWS_MAX
        && draws->spread >= 0 && draws->spread <= SCORE_RANK_SPREAD_MAX
        && are_figures(in) && are_weights(in);
}

/* ---- one ranking ----------------------------------------------------------------------------- */

/* A row is ranked when every figure that applies is known, and one applies. */
static void
list_rows(struct ranker *r)
{
    for (size_t row = 0; row < r->in->n_rows; row++) {
        const int32_t *figure = r->in->figure + row * r->in->n_items;
        bool           unknown = false, applies = false;

        for (size_t i = 0; i < r->in->n_items; i++) {
            unknown = unknown || figure[i] == SCORE_RANK_UNKNOWN;
            applies = applies || figure[i] >= 0;
        }
        if (!unknown && applies)
            r->place[r->n++].row = (int32_t)row;
    }
}

/* The limits keep the sum below 2^61: 10^6 x 2 x 10^9 x 1000 items. */
static int64_t
mean_of(const struct ranker *r, int32_t row)
{
    const int32_t *figure = r->in->figure + (size_t)row * r->in->n_items;
    int64_t        sum = 0, weight = 0;

    for (size_t i = 0; i < r->in->n_items; i++) {
        int64_t w = figure[i] >= 0 ? r->weight[i] : 0;

        sum    += w * figure[i];
        weight += w;
    }
    assert(weight > 0);                     /* list_rows: something applies */
    return (int64_t)(((int128)sum << FINE_BITS) / weight);
}

static int
by_mean(const void *x, const void *y)
{
    const struct place *a = x, *b = y;

    if (a->mean != b->mean)
        return a->mean > b->mean ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static void
sort_rows(struct ranker *r)
{
    for (size_t i = 0; i < r->n; i++)
        r->place[i].mean = mean_of(r, r->place[i].row);
    qsort(r->place, r->n, sizeof *r->place, by_mean);
}

/* Of the i-th in order; equal means share the better rank, which `before` had. */
static int32_t
rank_at(const struct ranker *r, size_t i, int32_t before)
{
    return i > 0 && r->place[i].mean == r->place[i - 1].mean ? before : (int32_t)i + 1;
}

/* ---- the draws ------------------------------------------------------------------------------- */

/* Down to the whole unit of a weight, but never to nothing. */
static void
draw(struct ranker *r, int32_t spread, struct rand *chance)
{
    for (size_t i = 0; i < r->in->n_items; i++) {
        int64_t factor = WHOLE - spread + (int64_t)rand_below(chance, 2 * (uint32_t)spread + 1);

        r->weight[i] = r->in->weight[i] * factor / WHOLE;
        if (r->weight[i] == 0)
            r->weight[i] = 1;
    }
}

static void
count_ranks(struct ranker *r)
{
    int32_t rank = 0;

    sort_rows(r);
    for (size_t i = 0; i < r->n; i++) {
        rank = rank_at(r, i, rank);
        r->hits[(size_t)r->place[i].row * r->in->n_rows + (size_t)rank - 1]++;
    }
}

/* The first rank up to which more than so many of the draws lie. */
static int32_t
rank_beyond(const uint32_t *hits, size_t draws)
{
    size_t  seen = hits[0];
    int32_t rank = 1;

    while (seen <= draws)
        seen += hits[rank++];
    return rank;
}

static void
sum_up(const struct ranker *r, size_t n_draws, struct score_rank *out)
{
    for (size_t i = 0; i < r->n; i++) {
        size_t             row = (size_t)r->place[i].row;
        const uint32_t    *hits = r->hits + row * r->in->n_rows;
        size_t             tail = n_draws * TAIL_PERCENT / 100;
        struct score_rank *o = &out[row];

        o->best  = rank_beyond(hits, 0);
        o->low   = rank_beyond(hits, tail);
        o->high  = rank_beyond(hits, n_draws - tail - 1);
        o->worst = rank_beyond(hits, n_draws - 1);
    }
}

static void
rank_as_they_are(struct ranker *r, struct score_rank *out)
{
    int32_t rank = 0;

    for (size_t i = 0; i < r->in->n_items; i++)
        r->weight[i] = r->in->weight[i];
    sort_rows(r);
    for (size_t i = 0; i < r->n; i++) {
        rank = rank_at(r, i, rank);
        out[r->place[i].row] = (struct score_rank){ .ranked = true, .rank = rank };
    }
}

void
score_rank(struct arena *a, const struct score_ranking *in, const struct score_draws *draws,
           struct score_rank *out)
{
    struct rand   chance = { draws->seed };
    struct ranker r = {
        .in = in, .weight = NEWS(a, int64_t, in->n_items),
        .place = NEWS(a, struct place, in->n_rows),
        .hits = NEWS(a, uint32_t, in->n_rows * in->n_rows),
    };

    assert(score_rank_check(in, draws));
    for (size_t row = 0; row < in->n_rows; row++)
        out[row] = (struct score_rank){ .ranked = false };
    list_rows(&r);
    rank_as_they_are(&r, out);
    for (size_t i = 0; i < draws->n; i++) {
        draw(&r, draws->spread, &chance);
        count_ranks(&r);
    }
    sum_up(&r, draws->n, out);
}
