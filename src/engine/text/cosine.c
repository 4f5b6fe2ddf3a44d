/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cosine.c — the nearest of one draft, and of every title on one thread or many in one order. */
#include "engine/text/cosine.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

#include "engine/text/cosine_part.h"

enum { ROUND = 128 };           /* titles between two looks at the taker and the progress */

/* ---- one ------------------------------------------------------------------------------------- */

size_t
cosine_nearest(const struct cosine_index *x, struct arena *a, struct str draft,
               struct cosine_want want, struct cosine_hit *hit)
{
    size_t             mark = arena_mark(a), n;
    struct str         folded = cosine_fold(a, draft);
    struct cosine_ask *k = cosine_ask_in(a, x, want, 0);

    cosine_ask(k, folded, UINT32_MAX);
    n = k->n_best;
    for (size_t i = 0; i < n; i++)
        hit[i] = (struct cosine_hit){ x->title[k->best[i].row].first, k->best[i].likeness };
    arena_back(a, mark);
    return n;
}

uint32_t
cosine_of(const struct cosine_index *x, uint32_t a, uint32_t b)
{
    struct cosine_set set;
    uint32_t          title_a, title_b, shared;

    assert(a < x->n_rows && b < x->n_rows);
    title_a = x->of_row[a];
    title_b = x->of_row[b];
    cosine_set_of(cosine_text(&x->title[title_a]), &set);
    cosine_weigh(x, &set);
    shared = cosine_shared(&set, cosine_text(&x->title[title_b]));
    return cosine_likeness(shared, x->face[title_a].norm, x->face[title_b].norm);
}

/* ---- all ------------------------------------------------------------------------------------- */

/* The titles of a round, and what was found for each. */
struct round {
    const struct cosine_index *x;
    uint32_t                   from, n;
    atomic_uint                next;
    size_t                     n_hits[ROUND];
    struct cosine_hit         *hit;                 /* `most` for each */
};

/* What a thread has for itself; it takes no memory. */
struct hand { struct round *round; struct cosine_ask *ask; };

/* What stands in the one list wants the other, what stands in both wants both. */
static unsigned
sides_for(const struct cosine_title *t, uint32_t n_left)
{
    return n_left == 0 ? 3 : (unsigned)(t->first < n_left) << 1 | (t->last >= n_left);
}

static void
find_one(struct hand *h, uint32_t at)
{
    struct round              *r = h->round;
    const struct cosine_title *t = &r->x->title[r->from + at];
    struct cosine_hit         *hit = r->hit + at * h->ask->want.most;

    h->ask->sides = sides_for(t, h->ask->n_left);
    cosine_ask(h->ask, cosine_text(t), r->from + at);
    r->n_hits[at] = h->ask->n_best;
    for (size_t i = 0; i < h->ask->n_best; i++)
        hit[i] = (struct cosine_hit){ r->x->title[h->ask->best[i].row].first,
                                      h->ask->best[i].likeness };
}

static void *
work(void *arg)
{
    struct hand *h = arg;

    for (uint32_t at; (at = atomic_fetch_add(&h->round->next, 1)) < h->round->n;)
        find_one(h, at);
    return NULL;
}

/* Finds what the round's titles are near to. The calling thread works too: if the system gives no
 * other, it does all. */
static void
run(struct round *r, struct hand *hand, size_t n_hands)
{
    pthread_t thread[COSINE_THREADS_MAX];
    size_t    n = 0;

    atomic_store(&r->next, 0);
    while (n + 1 < n_hands && pthread_create(&thread[n], NULL, work, &hand[n + 1]) == 0)
        n++;
    work(&hand[0]);
    for (size_t i = 0; i < n; i++)
        pthread_join(thread[i], NULL);
}

static bool
give(const struct round *r, size_t most, struct cosine_taker taker)
{
    for (uint32_t i = 0; i < r->n; i++)
        if (!taker.take(taker.arg, r->x->title[r->from + i].first, r->hit + i * most,
                        r->n_hits[i]))
            return false;
    return true;
}

static bool
run_all(struct round *r, struct hand *hand, struct cosine_plan plan, struct cosine_out out)
{
    uint32_t n = r->x->n_titles;

    for (; r->from < n; r->from += ROUND) {
        r->n = n - r->from < ROUND ? n - r->from : ROUND;
        if (!progress_goes_on(out.progress, r->from, n))
            return false;
        run(r, hand, (size_t)plan.threads);
        if (!give(r, plan.want.most, out.taker))
            return false;
    }
    return progress_goes_on(out.progress, n, n);
}

bool
cosine_all(const struct cosine_index *x, struct arena *a, struct cosine_plan plan,
           struct cosine_out out)
{
    size_t        mark = arena_mark(a);
    struct hand  *hand;
    struct round *round = NEW(a, struct round);
    bool          is_whole;

    assert(plan.threads >= 1 && plan.threads <= COSINE_THREADS_MAX && plan.n_left <= x->n_rows);
    *round = (struct round){ .x = x, .hit = NEWS(a, struct cosine_hit, ROUND * plan.want.most) };
    hand = NEWS(a, struct hand, (size_t)plan.threads);
    for (int i = 0; i < plan.threads; i++)
        hand[i] = (struct hand){ round, cosine_ask_in(a, x, plan.want, plan.n_left) };
    is_whole = run_all(round, hand, plan, out);
    arena_back(a, mark);
    return is_whole;
}
