/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* join_make.c — the index of a join. See join_part.h. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "engine/text/join_part.h"

static int
by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

static void
assert_sets(const struct join_sets *s)
{
    for (uint32_t r = 0; r < s->n; r++) {
        struct join_terms t = join_terms(s, r);

        assert(s->first[r] <= s->first[r + 1] && t.n <= JOIN_TERMS_MAX);
        for (size_t i = 0; i < t.n; i++)
            assert(t.term[i] < s->n_terms && (i == 0 || t.term[i - 1] < t.term[i]));
    }
    for (uint32_t t = 0; s->weight && t < s->n_terms; t++)
        assert(s->weight[t] > 0 && s->weight[t] <= JOIN_WEIGHT_MAX);
}

/* Rows by weight, of equals the first; weights stay under 2^30. */
static void
sort_rows(struct arena *a, struct join_index *x)
{
    uint32_t  n = x->sets.n;
    size_t    mark;
    uint64_t *key;

    x->row = NEWS(a, uint32_t, n);
    x->place = NEWS(a, uint32_t, n);
    x->weight = NEWS(a, uint32_t, n);
    mark = arena_mark(a);
    key = NEWS(a, uint64_t, n);
    for (uint32_t r = 0; r < n; r++) {
        struct join_terms t = join_terms(&x->sets, r);
        uint64_t          weight = 0;

        for (size_t i = 0; i < t.n; i++)
            weight += x->of_term[t.term[i]];
        key[r] = weight << 32 | r;
    }
    qsort(key, n, sizeof *key, by_number);
    for (uint32_t p = 0; p < n; p++) {
        x->row[p] = (uint32_t)key[p];
        x->weight[p] = (uint32_t)(key[p] >> 32);
        x->place[x->row[p]] = p;
    }
    arena_back(a, mark);
}

/* The weights of all that stands in the sets are cut in equal parts; equal weights are not cut. */
static void
split_weights(struct join_index *x)
{
    uint64_t seen[JOIN_WEIGHT_MAX + 1] = { 0 }, before = 0, all = x->sets.first[x->sets.n];
    size_t   part = 0;

    for (uint64_t i = 0; i < all; i++)
        seen[x->of_term[x->sets.term[i]]]++;
    for (uint32_t w = 1; w <= JOIN_WEIGHT_MAX; w++) {
        while (part + 1 < JOIN_PARTS && before > 0 && before * JOIN_PARTS >= all * (part + 1))
            x->split[++part] = w;
        if (seen[w] > 0 && x->least[part] == 0)
            x->least[part] = w;
        before += seen[w];
    }
    x->parts = JOIN_PARTS;
    while (part + 1 < JOIN_PARTS)
        x->split[++part] = UINT32_MAX;
}

/* All weigh the same: they are spread over fewer parts, which all of them share. */
static void
share_parts(struct join_index *x)
{
    for (size_t p = 1; p < JOIN_PARTS; p++)
        if (x->least[p] > 0)
            return;
    x->parts = JOIN_PARTS_ALIKE;
    for (size_t p = 1; p < x->parts; p++)
        x->least[p] = x->least[0];
}

static size_t
part_of(const struct join_index *x, uint32_t term, uint32_t spread)
{
    size_t part = 0;

    if (x->parts == JOIN_PARTS_ALIKE)
        return spread >> 25 & 1;
    while (part + 1 < x->parts && x->of_term[term] >= x->split[part + 1])
        part++;
    return part;
}

/* Numbers of terms are no chance: they are spread over the bits by a multiplication. */
struct picture
join_picture(const struct join_index *x, const uint32_t *term, size_t n)
{
    struct picture picture = { { 0 } };

    for (size_t i = 0; i < n; i++) {
        uint32_t spread = term[i] * 2654435761u;

        picture.part[part_of(x, term[i], spread)] ^= UINT64_C(1) << (spread >> 26);
    }
    return picture;
}

/* The terms of a place that stand in the index: those with this much behind them. */
static uint64_t
indexed_rest(const struct join_index *x, uint32_t place)
{
    uint64_t weight = x->weight[place];

    return x->plan.for_drafts ? join_lightest(x->plan.least, weight)
                              : join_must_share(x->plan.least, 2 * weight);
}

struct postings_to { uint64_t *at; bool counts; };

static void
post_place(struct join_index *x, uint32_t place, struct postings_to to)
{
    struct join_terms t = join_terms(&x->sets, x->row[place]);
    uint64_t          rest = x->weight[place], least = indexed_rest(x, place);

    for (size_t i = 0; i < t.n && rest >= least; i++) {
        uint64_t at = to.at[t.term[i]]++;

        if (!to.counts) {
            memcpy(x->post_picture + at * x->parts, &x->picture[place],
                   x->parts * sizeof *x->post_picture);
            x->post_place[at] = place;
            x->post_rest[at] = (uint32_t)rest;
        }
        rest -= x->of_term[t.term[i]];
    }
}

static void
post_all(struct arena *a, struct join_index *x)
{
    uint32_t  n_terms = x->sets.n_terms;
    uint64_t  before = 0;
    uint64_t *at;

    x->from = NEWS(a, uint64_t, n_terms + (size_t)2);
    at = x->from + 1;                           /* ends one step ahead, where it has to be */
    for (uint32_t p = 0; p < x->sets.n; p++)
        post_place(x, p, (struct postings_to){ at, true });
    for (uint32_t t = 0; t < n_terms; t++) {
        uint64_t n = at[t];

        at[t] = before;
        before += n;
    }
    x->post_picture = NEWS(a, uint64_t, before * x->parts);
    x->post_place = NEWS(a, uint32_t, before);
    x->post_rest = NEWS(a, uint32_t, before);
    for (uint32_t p = 0; p < x->sets.n; p++)
        post_place(x, p, (struct postings_to){ at, false });
}

struct join_index *
join_make(struct arena *a, const struct join_sets *sets, struct join_plan plan)
{
    struct join_index *x = NEW(a, struct join_index);

    assert(plan.least.p > 0 && plan.least.p <= plan.least.q && plan.least.q <= 10000);
    assert(plan.threads >= 1 && plan.threads <= JOIN_THREADS_MAX);
    assert_sets(sets);
    *x = (struct join_index){ .sets = *sets, .plan = plan };
    x->of_term = NEWS(a, uint32_t, sets->n_terms);
    for (uint32_t t = 0; t < sets->n_terms; t++)
        x->of_term[t] = sets->weight ? sets->weight[t] : 1;
    sort_rows(a, x);
    split_weights(x);
    share_parts(x);
    x->picture = NEWS(a, struct picture, sets->n);
    for (uint32_t p = 0; p < sets->n; p++) {
        struct join_terms t = join_terms(sets, x->row[p]);

        x->picture[p] = join_picture(x, t.term, t.n);
    }
    post_all(a, x);
    return x;
}
