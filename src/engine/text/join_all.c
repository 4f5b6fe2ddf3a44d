/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * join_all.c — all rows against the index, on one thread or many, in one order.
 *
 * Places are worked on in batches. A worker takes the next batch and a tray, fills the tray with
 * the batch's pairs and hands it over, again and again until the batch is done; the calling thread
 * empties the trays in the order of batches. A tray that is full waits for its turn, so what is
 * held is bounded whatever is found. With one thread there is one worker, and the same trays.
 */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "engine/text/join_part.h"

enum { BATCH = 256, TRAY_PAIRS = 1 << 14, TRAYS_EACH = 4 };

enum tray_state { TRAY_FREE, TRAY_FILLING, TRAY_FULL, TRAY_LAST };     /* LAST: ends its batch */

struct tray {
    enum tray_state   state;
    uint32_t          batch;
    size_t            n;
    struct join_pair *pair;
};

struct crew {
    const struct join_index *x;
    uint32_t                 n_left;        /* UINT32_MAX: all pairs               */
    uint32_t                 n_batches, next;       /* to be begun                 */
    struct tray             *tray;          size_t n_trays;
    bool                     stops;
    struct join_count        count;
    pthread_mutex_t          lock;
    pthread_cond_t           filled, emptied;
};

/* What a worker has for itself. */
struct hand { struct crew *crew; struct join_found found; struct join_count count; uint64_t *key; };

/* ---- a worker -------------------------------------------------------------------------------- */

/* Under the lock: the next batch and a tray for it; NULL when there is no more to do. */
static struct tray *
begin_batch(struct crew *c)
{
    while (!c->stops && c->next < c->n_batches) {
        for (size_t i = 0; i < c->n_trays; i++)
            if (c->tray[i].state == TRAY_FREE) {
                c->tray[i] = (struct tray){ TRAY_FILLING, c->next++, 0, c->tray[i].pair };
                return &c->tray[i];
            }
        pthread_cond_wait(&c->emptied, &c->lock);
    }
    return NULL;
}

/* Hands the tray over and, unless it was the last, waits until it is empty. False: stop. */
static bool
hand_over(struct crew *c, struct tray *tray, enum tray_state state)
{
    pthread_mutex_lock(&c->lock);
    tray->state = state;
    pthread_cond_signal(&c->filled);
    while (state == TRAY_FULL && tray->state == TRAY_FULL && !c->stops)
        pthread_cond_wait(&c->emptied, &c->lock);
    bool goes_on = !c->stops;

    pthread_mutex_unlock(&c->lock);
    return goes_on;
}

static int
by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* Do the two stand in different lists? */
static bool
is_wanted(const struct crew *c, uint32_t a, uint32_t b)
{
    return c->n_left == UINT32_MAX || (a < c->n_left) != (b < c->n_left);
}

/* What was found for one row, by the other row. */
static bool
put_found(struct hand *h, uint32_t place, struct tray *tray)
{
    const struct join_index *x = h->crew->x;
    uint32_t                 mine = x->row[place];

    for (size_t i = 0; i < h->found.n; i++)
        h->key[i] = (uint64_t)x->row[h->found.place[i]] << 32 | i;
    qsort(h->key, h->found.n, sizeof *h->key, by_number);
    for (size_t i = 0; i < h->found.n; i++) {
        uint32_t row = (uint32_t)(h->key[i] >> 32), shared = h->found.shared[(uint32_t)h->key[i]];

        if (!is_wanted(h->crew, mine, row))
            continue;
        if (tray->n == TRAY_PAIRS && !hand_over(h->crew, tray, TRAY_FULL))
            return false;
        tray->pair[tray->n++] = (struct join_pair){ row < mine ? row : mine,
            row < mine ? mine : row, shared,
            x->weight[place] + x->weight[x->place[row]] - shared };
        h->count.pairs++;
    }
    return true;
}

static bool
do_batch(struct hand *h, struct tray *tray)
{
    const struct join_index *x = h->crew->x;
    uint32_t                 from = tray->batch * BATCH;

    for (uint32_t p = from; p < x->sets.n && p < from + BATCH; p++) {
        struct join_probe probe;

        join_probe_of(x, p, &probe);
        h->found.n = 0;
        join_look(x, &probe, &h->found, &h->count);
        if (h->found.n > 0 && !put_found(h, p, tray))
            return false;
    }
    return true;
}

static void *
work(void *arg)
{
    struct hand *h = arg;
    struct crew *c = h->crew;
    struct tray *tray;
    bool         goes_on = true;

    while (goes_on) {
        pthread_mutex_lock(&c->lock);
        tray = begin_batch(c);
        pthread_mutex_unlock(&c->lock);
        goes_on = tray && do_batch(h, tray) && hand_over(c, tray, TRAY_LAST);
    }
    pthread_mutex_lock(&c->lock);
    c->count.looked_at += h->count.looked_at;
    c->count.verified += h->count.verified;
    c->count.pairs += h->count.pairs;
    pthread_mutex_unlock(&c->lock);
    return NULL;
}

/* ---- the caller ------------------------------------------------------------------------------ */

/* Under the lock: waits for the tray of this batch to be handed over. */
static struct tray *
await_tray(struct crew *c, uint32_t batch)
{
    for (;;) {
        for (size_t i = 0; i < c->n_trays; i++)
            if (c->tray[i].state >= TRAY_FULL && c->tray[i].batch == batch)
                return &c->tray[i];
        pthread_cond_wait(&c->filled, &c->lock);
    }
}

/* Gives one batch's pairs to the taker. False: it wants no more. */
static bool
empty_batch(struct crew *c, uint32_t batch, struct join_taker taker)
{
    bool is_last = false, goes_on = true;

    while (goes_on && !is_last) {
        pthread_mutex_lock(&c->lock);
        struct tray *tray = await_tray(c, batch);

        pthread_mutex_unlock(&c->lock);
        goes_on = tray->n == 0 || taker.take(taker.arg, tray->pair, tray->n);
        is_last = tray->state == TRAY_LAST;
        tray->n = 0;
        pthread_mutex_lock(&c->lock);
        tray->state = is_last ? TRAY_FREE : TRAY_FILLING;
        pthread_cond_broadcast(&c->emptied);
        pthread_mutex_unlock(&c->lock);
    }
    return goes_on;
}

static void
stop(struct crew *c)
{
    pthread_mutex_lock(&c->lock);
    c->stops = true;
    pthread_cond_broadcast(&c->emptied);
    pthread_mutex_unlock(&c->lock);
}

static bool
empty_all(struct crew *c, struct join_taker taker, const struct progress *progress)
{
    for (uint32_t batch = 0; batch < c->n_batches; batch++)
        if (!progress_goes_on(progress, batch, c->n_batches) || !empty_batch(c, batch, taker)) {
            stop(c);
            return false;
        }
    return progress_goes_on(progress, c->n_batches, c->n_batches);
}

/* Memory that the workers need; they take none themselves. */
static struct hand *
equip(struct arena *a, struct crew *c, size_t n_hands)
{
    uint32_t     n = c->x->sets.n;
    struct hand *hand = NEWS(a, struct hand, n_hands);

    c->n_trays = n_hands * TRAYS_EACH;
    c->tray = NEWS(a, struct tray, c->n_trays);
    for (size_t i = 0; i < c->n_trays; i++)
        c->tray[i].pair = NEWS(a, struct join_pair, TRAY_PAIRS);
    for (size_t i = 0; i < n_hands; i++)
        hand[i] = (struct hand){ .crew = c, .key = NEWS(a, uint64_t, n),
            .found = { NEWS(a, uint32_t, n), NEWS(a, uint32_t, n), 0 } };
    return hand;
}

/* As many as the system gives, one at least: without any, the calling thread could only wait. */
static size_t
start(struct hand *hand, pthread_t *thread, size_t n_hands)
{
    size_t n = 0;

    while (n < n_hands && pthread_create(&thread[n], NULL, work, &hand[n]) == 0)
        n++;
    return n;
}

static bool
join(const struct join_index *x, struct arena *a, uint32_t n_left, struct join_out out)
{
    pthread_t    thread[JOIN_THREADS_MAX];
    struct crew  c = { .x = x, .n_left = n_left, .n_batches = (x->sets.n + BATCH - 1) / BATCH,
                       .lock = PTHREAD_MUTEX_INITIALIZER, .filled = PTHREAD_COND_INITIALIZER,
                       .emptied = PTHREAD_COND_INITIALIZER };
    size_t       mark = arena_mark(a), n;
    struct hand *hand = equip(a, &c, (size_t)x->plan.threads);
    bool         is_whole;

    n = start(hand, thread, (size_t)x->plan.threads);
    is_whole = n > 0 && empty_all(&c, out.taker, out.progress);
    for (size_t i = 0; i < n; i++)
        pthread_join(thread[i], NULL);
    if (out.count)
        *out.count = c.count;
    arena_back(a, mark);
    return is_whole;
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
