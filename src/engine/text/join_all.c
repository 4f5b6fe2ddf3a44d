/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * join_all.c — all rows against the index, on one thread or many, in one order.
 *
 * Work goes in rounds. In a round threads fill trays, one for each batch of rows, and end; then the
 * calling thread, alone, empties the trays in the order of batches. So neither the taker nor the
 * progress ever runs beside a thread, and may stop, fail or jump. A batch with more pairs than its
 * tray holds is broken off before the row that does not fit, and the calling thread does the rest
 * of it when its turn has come: what is held is bounded, whatever is found.
 */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "engine/text/join_part.h"

enum { BATCH_ROWS = JOIN_BLOCK_ROWS, TRAY_PAIRS = JOIN_BLOCK_HITS, TRAYS_EACH = 8 };

/* The pairs of the rows from a batch's first place on, and before `at`. */
struct tray { uint32_t at, end; size_t n; struct join_pair *pair; };

/* What a thread has for itself: what a block and one row find, and the order of a row's pairs. */
struct hand {
    struct crew       *crew;
    struct join_block *block;
    struct join_found  found;
    uint64_t          *key;
    struct join_count  count;
};

struct crew {
    const struct join_index *x;
    uint32_t                 n_left;            /* UINT32_MAX: all pairs                       */
    struct tray             *tray;
    size_t                   n_trays;           /* of this round                               */
    _Atomic size_t           next;              /* to be filled                                */
    struct hand             *hand;
    size_t                   n_hands;           /* the first is the calling thread's           */
};

/* ---- rows ------------------------------------------------------------------------------------ */

/* Do the two stand in different lists? */
static bool
is_wanted(const struct crew *c, uint32_t a, uint32_t b)
{
    return c->n_left == UINT32_MAX || (a < c->n_left) != (b < c->n_left);
}

static struct join_pair
pair_of(const struct join_index *x, uint32_t a, uint32_t b, uint32_t shared)
{
    return (struct join_pair){ a < b ? a : b, a < b ? b : a, shared,
                               x->weight[x->place[a]] + x->weight[x->place[b]] - shared };
}

static int
by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* Finds what is like the row at this place; `key` has it in order: the other row, and where it
 * is. */
static void
find(struct hand *h, uint32_t place)
{
    const struct join_index *x = h->crew->x;
    struct join_probe        probe;
    size_t                   kept = 0;

    join_probe_of(x, place, &probe);
    h->found.n = 0;
    join_look(x, &probe, &h->found, &h->count);
    for (size_t i = 0; i < h->found.n; i++) {
        uint32_t row = x->row[h->found.place[i]];

        if (is_wanted(h->crew, x->row[place], row))
            h->key[kept++] = (uint64_t)row << 32 | i;
    }
    h->found.n = kept;
    qsort(h->key, kept, sizeof *h->key, by_number);
}

/* The i-th pair of the row at this place, in order. */
static struct join_pair
found_pair(const struct hand *h, uint32_t place, size_t i)
{
    const struct join_index *x = h->crew->x;

    return pair_of(x, x->row[place], (uint32_t)(h->key[i] >> 32),
                   h->found.shared[(uint32_t)h->key[i]]);
}

static int
by_hit(const void *a, const void *b)
{
    const struct join_hit *x = a, *y = b;

    return x->row != y->row ? (x->row > y->row) - (x->row < y->row)
                            : (x->other > y->other) - (x->other < y->other);
}

/* ---- a round --------------------------------------------------------------------------------- */

/* Row by row, up to one that does not fit. */
static void
fill_rows(struct hand *h, struct tray *tray)
{
    for (; tray->at < tray->end; tray->at++) {
        struct join_count before = h->count;

        find(h, tray->at);
        if (h->found.n > TRAY_PAIRS - tray->n) {
            h->count = before;                  /* it is done again, and counted then */
            return;
        }
        for (size_t i = 0; i < h->found.n; i++)
            tray->pair[tray->n++] = found_pair(h, tray->at, i);
    }
}

/* The whole tray at once; false: it is too much for a block. */
static bool
fill_block(struct hand *h, struct tray *tray)
{
    const struct join_index *x = h->crew->x;
    struct join_hits         hits;

    if (!join_look_block(h->block, tray->at, tray->end - tray->at, &h->count))
        return false;
    hits = join_block_hits(h->block);
    qsort(hits.hit, hits.n, sizeof *hits.hit, by_hit);
    for (size_t i = 0; i < hits.n; i++) {
        uint32_t mine = x->row[tray->at + hits.hit[i].row], other = hits.hit[i].other;

        if (is_wanted(h->crew, mine, other))
            tray->pair[tray->n++] = pair_of(x, mine, other, hits.hit[i].shared);
    }
    tray->at = tray->end;
    return true;
}

static void *
work(void *arg)
{
    struct hand *h = arg;
    size_t       i;

    while ((i = atomic_fetch_add(&h->crew->next, 1)) < h->crew->n_trays)
        if (!fill_block(h, &h->crew->tray[i]))
            fill_rows(h, &h->crew->tray[i]);
    return NULL;
}

/* The calling thread works too, and alone if the system gives no other. */
static void
fill_all(struct crew *c)
{
    pthread_t thread[JOIN_THREADS_MAX];
    size_t    n = 1;

    atomic_store(&c->next, 0);
    while (n < c->n_hands && pthread_create(&thread[n], NULL, work, &c->hand[n]) == 0)
        n++;
    work(&c->hand[0]);
    while (n-- > 1)
        pthread_join(thread[n], NULL);
}

/* Sets the trays out for the rows from this place on; returns where the round ends. */
static uint32_t
set_out(struct crew *c, uint32_t place)
{
    uint32_t n = c->x->sets.n;

    for (c->n_trays = 0; c->n_trays < c->n_hands * TRAYS_EACH && place < n; c->n_trays++) {
        struct tray *tray = &c->tray[c->n_trays];

        *tray = (struct tray){ place, n - place < BATCH_ROWS ? n : place + BATCH_ROWS, 0,
                               tray->pair };
        place = tray->end;
    }
    return place;
}

/* ---- what is found goes out ------------------------------------------------------------------ */

static bool
give(struct crew *c, const struct tray *tray, struct join_taker taker)
{
    c->hand[0].count.pairs += tray->n;
    return tray->n == 0 || taker.take(taker.arg, tray->pair, tray->n);
}

/* A row with more pairs than a tray holds. */
static bool
give_row(struct crew *c, struct tray *tray, struct join_taker taker)
{
    find(&c->hand[0], tray->at);
    for (size_t i = 0; i < c->hand[0].found.n; tray->n = 0) {
        for (; i < c->hand[0].found.n && tray->n < TRAY_PAIRS; i++)
            tray->pair[tray->n++] = found_pair(&c->hand[0], tray->at, i);
        if (!give(c, tray, taker))
            return false;
    }
    tray->at++;
    return true;
}

static bool
empty(struct crew *c, struct tray *tray, struct join_taker taker)
{
    if (!give(c, tray, taker))
        return false;
    while (tray->at < tray->end) {
        tray->n = 0;
        if (!give_row(c, tray, taker))
            return false;
        fill_rows(&c->hand[0], tray);
        if (!give(c, tray, taker))
            return false;
    }
    return true;
}

static bool
empty_all(struct crew *c, struct join_taker taker)
{
    for (size_t i = 0; i < c->n_trays; i++)
        if (!empty(c, &c->tray[i], taker))
            return false;
    return true;
}

/* ---- all of it ------------------------------------------------------------------------------- */

/* Memory that the threads need; they take none themselves. */
static void
equip(struct arena *a, struct crew *c, size_t n_hands)
{
    uint32_t n = c->x->sets.n;

    c->n_hands = n_hands;
    c->hand = NEWS(a, struct hand, n_hands);
    c->tray = NEWS(a, struct tray, n_hands * TRAYS_EACH);
    for (size_t i = 0; i < n_hands * TRAYS_EACH; i++)
        c->tray[i].pair = NEWS(a, struct join_pair, TRAY_PAIRS);
    for (size_t i = 0; i < n_hands; i++)
        c->hand[i] = (struct hand){ .crew = c, .block = join_block_make(a, c->x),
            .found = { NEWS(a, uint32_t, n), NEWS(a, uint32_t, n), 0 },
            .key = NEWS(a, uint64_t, n) };
}

static void
add_counts(const struct crew *c, struct join_count *count)
{
    *count = (struct join_count){ 0 };
    for (size_t i = 0; i < c->n_hands; i++) {
        count->looked_at += c->hand[i].count.looked_at;
        count->verified += c->hand[i].count.verified;
        count->pairs += c->hand[i].count.pairs;
    }
}

static bool
join(const struct join_index *x, struct arena *a, uint32_t n_left, struct join_out out)
{
    struct crew c = { .x = x, .n_left = n_left };
    size_t      mark = arena_mark(a);
    uint32_t    place = 0, n = x->sets.n;
    bool        goes_on = true;

    equip(a, &c, (size_t)x->plan.threads);
    while (goes_on && place < n) {
        place = set_out(&c, place);
        fill_all(&c);
        goes_on = empty_all(&c, out.taker) && progress_goes_on(out.progress, place, n);
    }
    if (out.count)
        add_counts(&c, out.count);
    arena_back(a, mark);
    return goes_on;
}

bool
join_all(const struct join_index *x, struct arena *a, struct join_out out)
{
    return join(x, a, UINT32_MAX, out);
}

bool
join_between(const struct join_index *x, struct arena *a, uint32_t n_left, struct join_out out)
{
    assert(n_left <= x->sets.n);
    return join(x, a, n_left, out);
}
