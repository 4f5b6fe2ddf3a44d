/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * cosine_ask.c — the titles nearest to one text: exact, and few of them looked at.
 *
 * 1 TAKE UP  The lists of the text's grams are read, short ones first, and what titles share is
 *            summed, until a title met no earlier cannot come in. Whenever twice as much has been
 *            read, the titles that share most are measured, so that the last of the best, and with
 *            it the bar, rises early.
 * 2 NARROW   Titles that cannot reach the bar are put off. While many are left, the next list is
 *            read for them alone: it may be cheaper than measuring them.
 * 3 MEASURE  What is left is measured.
 *
 * PROOF  Let a title not be measured. Either it stands in no list that was taken up, and then it
 *        shares only grams of the lists from i on; or it was put off before list i, and then it has
 *        `shared` from those before. By Cauchy and Schwarz what it shares from i on is at most
 *        sqrt(rest2[i] x length2), where rest2 sums the squares of the text's parts from i on and
 *        length2 is at least the same sum over all of the title's parts; being whole, at most that
 *        rounded down. In both cases the total was below the bar of that moment, and the bar never
 *        falls. All of this is in the whole numbers that likenesses are made of: nothing is lost
 *        to rounding.
 *
 * COST   Reading: the lists that are taken up; n titles x grams of the text at the most, where all
 *        titles are made of the same few grams. Memory: none but the two numbers for each title.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "engine/text/cosine_part.h"

enum {
    FIRST_LIFT   = 1 << 10,     /* postings                                            */
    MEASURE_COST = 64,          /* measuring a title takes as long as so many postings */
};

/* In `shared`: nothing more to learn. Sums stay below. */
static const uint32_t MEASURED = 1u << 31;

struct cosine_ask *
cosine_ask_in(struct arena *a, const struct cosine_index *x, struct cosine_want want,
              uint32_t n_left)
{
    struct cosine_ask *k = NEW(a, struct cosine_ask);

    assert(want.most >= 1 && want.most <= COSINE_BEST_MAX);
    *k = (struct cosine_ask){ .x = x, .want = want, .n_left = n_left, .sides = 3 };
    k->want.least = want.least > 0 ? want.least : 1;
    k->shared = NEWS(a, uint32_t, x->n_titles);
    k->seen = NEWS(a, uint32_t, x->n_titles);
    return k;
}

/* ---- the best -------------------------------------------------------------------------------- */

/* Better than the other: nearer, or as near and earlier. */
static bool
is_better(struct cosine_hit a, struct cosine_hit b)
{
    return a.likeness > b.likeness || (a.likeness == b.likeness && a.row < b.row);
}

void
cosine_ask_offer(struct cosine_ask *k, uint32_t title, uint32_t likeness)
{
    struct cosine_hit new = { title, likeness };
    size_t            at = k->n_best;

    if (likeness < k->want.least
        || (at == k->want.most && !is_better(new, k->best[at - 1])))
        return;
    if (at == k->want.most)
        at--;
    else
        k->n_best++;
    for (; at > 0 && is_better(new, k->best[at - 1]); at--)
        k->best[at] = k->best[at - 1];
    k->best[at] = new;
}

/* The bar: the least product with which any title comes in, or this one. */
static uint32_t
bar(const struct cosine_ask *k)
{
    return cosine_must(k->n_best < k->want.most ? k->want.least
                                                : k->best[k->n_best - 1].likeness);
}

static uint32_t
bar_of(const struct cosine_ask *k, uint32_t title)
{
    const struct cosine_hit *last = &k->best[k->want.most - 1];

    return k->n_best < k->want.most ? cosine_must(k->want.least)
        : cosine_must(last->likeness + (title > last->row));
}

static unsigned
side_of(const struct cosine_ask *k, uint32_t title)
{
    const struct cosine_title *t = &k->x->title[title];

    return (t->first < k->n_left) | (unsigned)(t->last >= k->n_left) << 1;
}

static void
measure(struct cosine_ask *k, uint32_t title)
{
    k->shared[title] = MEASURED;
    if (side_of(k, title) & k->sides)
        cosine_ask_offer(k, title,
                         cosine_likeness(cosine_product(&k->bag, &k->x->title[title])));
}

/* ---- lists ----------------------------------------------------------------------------------- */

static int
shorter(const void *a, const void *b)
{
    const struct cosine_list *x = a, *y = b;

    if (x->n != y->n)
        return x->n < y->n ? -1 : 1;
    return (x->title > y->title) - (x->title < y->title);
}

static void
find_lists(struct cosine_ask *k)
{
    const struct cosine_index *x = k->x;

    k->n_lists = 0;
    for (uint32_t i = 0; i < k->bag.n; i++) {
        const struct cosine_gram *g = k->bag.seq[i].gram;

        if (g)
            k->list[k->n_lists++] = (struct cosine_list){ x->post_title + g->end - g->n_titles,
                x->post_part + g->end - g->n_titles, g->n_titles, k->bag.seq[i].part, 0 };
    }
    qsort(k->list, k->n_lists, sizeof k->list[0], shorter);
    k->list[k->n_lists].rest2 = 0;
    for (size_t i = k->n_lists; i-- > 0;)
        k->list[i].rest2 = k->list[i + 1].rest2 + (uint64_t)k->list[i].mine * k->list[i].mine;
}

/* Can a title that shares nothing of the lists before this one come in? */
static bool
is_open(const struct cosine_ask *k, size_t list)
{
    uint64_t must = bar(k);

    return k->list[list].rest2 * k->x->length2 >= must * must;
}

/* The most that a title can share of this list and those behind. */
static uint32_t
rest_of(const struct cosine_ask *k, size_t list)
{
    return (uint32_t)cosine_root(k->list[list].rest2 * k->x->length2);
}

static void
read_list(struct cosine_ask *k, const struct cosine_list *l)
{
    for (uint32_t i = 0; i < l->n; i++) {
        uint32_t *shared = &k->shared[l->title[i]];

        if (*shared == 0)
            k->seen[k->n_seen++] = l->title[i];
        *shared += l->mine * l->part[i];
    }
}

static void
read_for_seen(struct cosine_ask *k, const struct cosine_list *l)
{
    for (uint32_t i = 0; i < l->n; i++) {
        uint32_t *shared = &k->shared[l->title[i]];

        *shared += *shared > 0 ? l->mine * l->part[i] : 0;
    }
}

/* ---- titles ---------------------------------------------------------------------------------- */

/* Measures the titles that share most so far: as many as are wanted. */
static void
lift(struct cosine_ask *k, size_t list)
{
    uint32_t top[COSINE_BEST_MAX], rest = rest_of(k, list);
    size_t   n = 0;

    for (size_t i = 0; i < k->n_seen; i++) {
        uint32_t title = k->seen[i], shared = k->shared[title];
        size_t   at = n;

        if (shared >= MEASURED || (n == k->want.most && shared <= k->shared[top[n - 1]]))
            continue;
        if (n == k->want.most)
            at--;
        else
            n++;
        for (; at > 0 && shared > k->shared[top[at - 1]]; at--)
            top[at] = top[at - 1];
        top[at] = title;
    }
    for (size_t i = 0; i < n; i++)
        if (k->shared[top[i]] + rest >= bar_of(k, top[i]))
            measure(k, top[i]);
}

/* Puts off what is measured and what cannot reach the bar; no list is taken up after this. */
static void
put_off(struct cosine_ask *k, uint32_t rest)
{
    size_t n = 0;

    for (size_t i = 0; i < k->n_seen; i++) {
        uint32_t title = k->seen[i], shared = k->shared[title];

        if (shared < MEASURED && shared + rest >= bar_of(k, title))
            k->seen[n++] = title;
        else
            k->shared[title] = 0;
    }
    k->n_seen = n;
}

/* Returns the first list that was not taken up. */
static size_t
take_up(struct cosine_ask *k)
{
    uint64_t n_read = 0, next = FIRST_LIFT;
    size_t   i = 0;

    while (i < k->n_lists && is_open(k, i)) {
        n_read += k->list[i].n;
        if (n_read >= next && k->n_seen > 0) {
            next = 2 * n_read;
            lift(k, i);
            if (!is_open(k, i))
                break;
        }
        read_list(k, &k->list[i++]);
    }
    return i;
}

/* Returns the first list that was not read. */
static size_t
narrow(struct cosine_ask *k, size_t list)
{
    for (;; list++) {
        lift(k, list);
        put_off(k, rest_of(k, list));
        if (list == k->n_lists || k->n_seen * MEASURE_COST <= k->list[list].n)
            return list;
        read_for_seen(k, &k->list[list]);
    }
}

void
cosine_ask(struct cosine_ask *k, struct str folded, uint32_t self)
{
    uint32_t rest;

    k->n_best = 0;
    if (self != UINT32_MAX) {
        k->shared[self] = MEASURED;
        k->seen[k->n_seen++] = self;
    }
    cosine_bag_of(folded, &k->bag);
    cosine_weigh(k->x, &k->bag);
    find_lists(k);
    rest = rest_of(k, narrow(k, take_up(k)));
    for (size_t i = 0; i < k->n_seen; i++) {
        if (k->shared[k->seen[i]] + rest >= bar_of(k, k->seen[i]))
            measure(k, k->seen[i]);
        k->shared[k->seen[i]] = 0;
    }
    k->n_seen = 0;
}
