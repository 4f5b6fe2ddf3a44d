/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* lsh.c — see lsh.h. */
#include "lsh.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

#include "base/rand.h"

enum { HASHES = LSH_BANDS * LSH_ROWS, THREADS_MAX = 16, RADIX_BITS = 11, PAIRS_BYTES_LOG2 = 34 };

struct lsh {
    const struct join_sets *sets;
    struct join_plan        plan;
    uint32_t                times[HASHES], plus[HASHES];    /* hash k of x: times x + plus */
    uint32_t               *mixed;                          /* of a term                   */
    uint32_t               *key[LSH_BANDS];                 /* of a row                    */
};

struct worker {
    struct lsh       *lsh;
    int               number;
    uint64_t         *entry, *other;        /* key << 32 | row                    */
    struct arena      arena;                /* of the pairs, which grow as a list */
    struct lsh_result result;
};

static uint32_t
mix(uint32_t x)
{
    x = (x ^ x >> 16) * 0x85ebca6bu;
    x = (x ^ x >> 13) * 0xc2b2ae35u;
    return x ^ x >> 16;
}

/* ---- signatures ------------------------------------------------------------------------------ */

static void
sign(const struct lsh *l, uint32_t row, uint32_t least[HASHES])
{
    const struct join_sets *s = l->sets;

    memset(least, 0xff, HASHES * sizeof *least);
    for (uint32_t i = s->first[row]; i < s->first[row + 1]; i++) {
        uint32_t x = l->mixed[s->term[i]];

        for (int k = 0; k < HASHES; k++) {
            uint32_t hash = l->times[k] * x + l->plus[k];

            least[k] = hash < least[k] ? hash : least[k];
        }
    }
}

static void *
sign_share(void *arg)
{
    struct worker *w = arg;
    struct lsh    *l = w->lsh;

    for (uint32_t row = (uint32_t)w->number; row < l->sets->n; row += (uint32_t)l->plan.threads) {
        uint32_t least[HASHES];

        sign(l, row, least);
        for (int band = 0; band < LSH_BANDS; band++) {
            uint32_t key = (uint32_t)band;

            for (int k = 0; k < LSH_ROWS; k++)
                key = mix(key * 31 + least[band * LSH_ROWS + k]);
            l->key[band][row] = key;
        }
    }
    return NULL;
}

/* ---- a band ---------------------------------------------------------------------------------- */

static void
sort_by_key(uint64_t *entry, uint64_t *other, uint32_t n)
{
    static const int      passes = (32 + RADIX_BITS - 1) / RADIX_BITS;
    static const uint64_t mask = (1 << RADIX_BITS) - 1;

    for (int pass = 0; pass < passes; pass++) {
        int       shift = 32 + pass * RADIX_BITS;
        uint32_t  at[1 << RADIX_BITS] = { 0 }, before = 0;
        uint64_t *from = pass % 2 ? other : entry, *to = pass % 2 ? entry : other;

        for (uint32_t i = 0; i < n; i++)
            at[from[i] >> shift & mask]++;
        for (size_t d = 0; d <= mask; d++) {
            uint32_t count = at[d];

            at[d] = before;
            before += count;
        }
        for (uint32_t i = 0; i < n; i++)
            to[at[from[i] >> shift & mask]++] = from[i];
    }
    if (passes % 2)
        memcpy(entry, other, n * sizeof *entry);
}

static bool
was_seen(const struct lsh *l, int band, uint32_t a, uint32_t b)
{
    for (int earlier = 0; earlier < band; earlier++)
        if (l->key[earlier][a] == l->key[earlier][b])
            return true;
    return false;
}

/* What both have, or as soon as they cannot share `must`, something less. */
static uint32_t
shared_of(const struct join_sets *s, uint32_t a, uint32_t b, uint32_t must)
{
    uint32_t i = s->first[a], j = s->first[b], end_i = s->first[a + 1], end_j = s->first[b + 1];
    uint32_t shared = 0;

    while (i < end_i && j < end_j && shared + (end_i - i) >= must && shared + (end_j - j) >= must) {
        uint32_t x = s->term[i], y = s->term[j];

        shared += x == y;
        i += x <= y;
        j += y <= x;
    }
    return shared;
}

static void
look_at(struct worker *w, int band, uint32_t a, uint32_t b)
{
    const struct join_sets *s = w->lsh->sets;
    struct join_least       t = w->lsh->plan.least;
    uint32_t both = s->first[a + 1] - s->first[a] + s->first[b + 1] - s->first[b];
    uint32_t must = (t.p * both + t.p + t.q - 1) / (t.p + t.q), shared;

    w->result.candidates++;
    if (must > s->first[a + 1] - s->first[a] || must > s->first[b + 1] - s->first[b] ||
        was_seen(w->lsh, band, a, b))
        return;
    w->result.verified++;
    shared = shared_of(s, a, b, must);
    if (shared < must || shared == 0)
        return;
    bool grows = arena_extend(&w->arena, w->result.pair, w->result.n * sizeof *w->result.pair,
                              sizeof *w->result.pair);

    assert(grows);
    w->result.pair[w->result.n++] = (struct join_pair){ a < b ? a : b, a < b ? b : a, shared,
                                                        both - shared };
}

static void
join_band(struct worker *w, int band)
{
    uint32_t n = w->lsh->sets->n;

    for (uint32_t row = 0; row < n; row++)
        w->entry[row] = (uint64_t)w->lsh->key[band][row] << 32 | row;
    sort_by_key(w->entry, w->other, n);
    for (uint32_t from = 0, end; from < n; from = end) {
        for (end = from + 1; end < n && w->entry[end] >> 32 == w->entry[from] >> 32; end++)
            ;
        for (uint32_t i = from; i < end; i++)
            for (uint32_t j = i + 1; j < end; j++)
                look_at(w, band, (uint32_t)w->entry[i], (uint32_t)w->entry[j]);
    }
}

static void *
join_share(void *arg)
{
    struct worker *w = arg;

    for (int band = w->number; band < LSH_BANDS; band += w->lsh->plan.threads)
        join_band(w, band);
    return NULL;
}

/* ---- all ------------------------------------------------------------------------------------- */

static void
run(struct worker *worker, int n, void *(*work)(void *))
{
    pthread_t thread[THREADS_MAX];

    for (int i = 0; i < n; i++) {
        int failed = pthread_create(&thread[i], NULL, work, &worker[i]);

        assert(!failed);
    }
    for (int i = 0; i < n; i++)
        pthread_join(thread[i], NULL);
}

static void
prepare(struct arena *a, struct lsh *l)
{
    struct rand chance = { 1 };

    for (int k = 0; k < HASHES; k++) {
        l->times[k] = (uint32_t)rand_next(&chance) | 1;
        l->plus[k] = (uint32_t)rand_next(&chance);
    }
    l->mixed = NEWS(a, uint32_t, l->sets->n_terms);
    for (uint32_t t = 0; t < l->sets->n_terms; t++)
        l->mixed[t] = mix(t + 1);
    for (int band = 0; band < LSH_BANDS; band++)
        l->key[band] = NEWS(a, uint32_t, l->sets->n);
}

static struct lsh_result
gather(struct arena *a, struct worker *worker, int n)
{
    struct lsh_result all = { .n = 0 };

    for (int i = 0; i < n; i++)
        all.n += worker[i].result.n;
    all.pair = NEWS(a, struct join_pair, all.n);
    all.n = 0;
    for (int i = 0; i < n; i++) {
        struct lsh_result *one = &worker[i].result;

        memcpy(all.pair + all.n, one->pair, one->n * sizeof *one->pair);
        all.n += one->n;
        all.candidates += one->candidates;
        all.verified += one->verified;
        arena_drop(&worker[i].arena);
    }
    return all;
}

struct lsh_result
lsh_join(struct arena *a, const struct join_sets *sets, struct join_plan plan)
{
    struct lsh    *l = NEW(a, struct lsh);
    struct worker *worker = NEWS(a, struct worker, (size_t)plan.threads);

    assert(plan.threads >= 1 && plan.threads <= THREADS_MAX);
    l->sets = sets;
    l->plan = plan;
    prepare(a, l);
    for (int i = 0; i < plan.threads; i++) {
        worker[i] = (struct worker){ .lsh = l, .number = i, .entry = NEWS(a, uint64_t, sets->n),
            .other = NEWS(a, uint64_t, sets->n),
            .arena = arena_make((size_t)1 << PAIRS_BYTES_LOG2) };
        worker[i].result.pair = NEWS(&worker[i].arena, struct join_pair, 0);
    }
    run(worker, plan.threads, sign_share);
    run(worker, plan.threads, join_share);
    return gather(a, worker, plan.threads);
}
