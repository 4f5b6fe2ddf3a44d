/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * cosine_ask.c — the titles nearest to one text: exact, and few of them measured.
 *
 * A title comes in if its likeness is the least asked for, and better than the last of the best
 * once there are enough: this is the bar, and it never falls. The lists of the text's grams are
 * read, rare grams first. Of each list only the titles that reach far enough are read, and each
 * title that is met there for the first time is a candidate, if its picture allows it. Whenever
 * twice as much has been read, the candidates are measured, the most promising first: so the bar
 * rises early.
 *
 * PROOF  Let a title come in, and let the first gram that it shares with the text, in the order of
 *        grams, be that of list i. What they share is at most the text's rest at i, and at most
 *        the title's own rest at i. And it is at least must x the title's norm (cosine_must).
 *        - So the title's reach at i, its rest / norm, is at least must, both rounded down alike:
 *          it stands in the part of the list that is read (cosine_must_reach).
 *        - Its rest is at most all of it, which is norm squared: so its norm is at least must, but
 *          for what is rounded; and the text's rest is at least must x that: the list is read
 *          (is_open).
 *        - It stands in no list before, so it is met here first; it shares no gram that its
 *          picture lacks, so the rest without those is still enough: it is a candidate. Each time
 *          that it is asked for less (the sieve counts each gram that is lacking for the lightest
 *          of its word) it passes too, and in the end it is measured.
 *        A title refused under an earlier bar would be refused under every later one.
 *
 * COST   Reading: those parts of lists. Measuring: each title once at the most. Memory: 12 bytes
 *        for each title, and none while a question is answered.
 */
#include <assert.h>

#include "engine/text/cosine_part.h"

enum {
    FIRST_LIFT = 1 << 10,           /* postings                                                  */
    ROUNDED    = 3,                 /* by how much a norm and a reach may be rounded down, and 1 */
};

struct cosine_ask *
cosine_ask_in(struct arena *a, const struct cosine_index *x, struct cosine_want want,
              uint32_t n_left)
{
    struct cosine_ask *k = NEW(a, struct cosine_ask);

    assert(want.most >= 1 && want.most <= COSINE_BEST_MAX);
    *k = (struct cosine_ask){ .x = x, .want = want, .n_left = n_left, .sides = 3 };
    k->want.least = want.least > 0 ? want.least : 1;
    k->met = NEWS(a, uint32_t, x->n_titles);
    k->candidate = NEWS(a, struct cosine_candidate, x->n_titles);
    return k;
}

/* ---- the best -------------------------------------------------------------------------------- */

/* Better than the other: nearer, or as near and earlier. */
static bool
is_better(struct cosine_hit a, struct cosine_hit b)
{
    return a.likeness > b.likeness || (a.likeness == b.likeness && a.row < b.row);
}

/* The bar; of equals the earlier title is better. */
static void
set_bar(struct cosine_ask *k)
{
    bool     is_full = k->n_best == k->want.most;
    uint32_t least = is_full ? k->best[k->n_best - 1].likeness : k->want.least;

    k->must[0] = cosine_must(least, k->set.norm);
    k->must[1] = cosine_must(least + is_full, k->set.norm);
}

static void
offer(struct cosine_ask *k, struct cosine_hit new)
{
    size_t at = k->n_best;

    if (new.likeness < k->want.least
        || (at == k->want.most && !is_better(new, k->best[at - 1])))
        return;
    if (at == k->want.most)
        at--;
    else
        k->n_best++;
    for (; at > 0 && is_better(new, k->best[at - 1]); at--)
        k->best[at] = k->best[at - 1];
    k->best[at] = new;
    set_bar(k);
}

/* Can a title come in whose first shared gram is that of this list? */
static bool
is_open(const struct cosine_ask *k, const struct cosine_list *l)
{
    uint64_t norm = cosine_must_reach(k) << (COSINE_NORM_BITS - COSINE_REACH_BITS);

    norm -= norm < ROUNDED ? norm : ROUNDED;
    return l->rest >= k->must[0] * norm >> COSINE_MUST_BITS;
}

/* ---- candidates ------------------------------------------------------------------------------ */

/* The most that a title can share by its picture, gram by gram; less than `must` is not known
 * exactly. */
static uint32_t
most_shared(const struct cosine_ask *k, uint32_t title, uint32_t must)
{
    const uint32_t *picture = k->x->face[title].picture;
    uint32_t        most = k->list[0].rest;

    for (size_t i = 0; i < k->n_lists && most >= must; i++)
        most -= picture[k->list[i].bit.word] & k->list[i].bit.mask ? 0 : k->list[i].weight;
    return most;
}

static void
measure(struct cosine_ask *k, struct cosine_candidate c)
{
    const struct cosine_index *x = k->x;
    uint32_t                   must = cosine_must_share(k, c.title), shared;

    if (c.shared < must || most_shared(k, c.title, must) < must)
        return;
    shared = cosine_shared(&k->set, cosine_text(&x->title[c.title]));
    offer(k, (struct cosine_hit){ c.title,
        cosine_likeness(shared, k->set.norm, x->face[c.title].norm) });
}

/* Puts the most promising first, as many as are wanted. */
static void
put_first(struct cosine_ask *k)
{
    uint32_t top[COSINE_BEST_MAX];              /* what their likeness may be, falling */
    size_t   n = 0;

    assert(k->want.most > 0);
    for (size_t i = 0; i < k->n_candidates; i++) {
        struct cosine_candidate c = k->candidate[i];
        uint32_t likeness = cosine_likeness(c.shared, k->set.norm, k->x->face[c.title].norm);
        size_t   at = n < k->want.most ? n : n - 1;

        if (n == k->want.most && likeness <= top[at])
            continue;
        k->candidate[i] = k->candidate[at];
        n += n < k->want.most;
        for (; at > 0 && likeness > top[at - 1]; at--) {
            top[at] = top[at - 1];
            k->candidate[at] = k->candidate[at - 1];
        }
        top[at] = likeness;
        k->candidate[at] = c;
    }
}

static void
measure_all(struct cosine_ask *k)
{
    put_first(k);
    for (size_t i = 0; i < k->n_candidates; i++)
        measure(k, k->candidate[i]);
    k->n_candidates = 0;
}

/* ---- the question ---------------------------------------------------------------------------- */

static void
find_lists(struct cosine_ask *k)
{
    const struct cosine_index *x = k->x;
    uint32_t                   rest = 0;

    k->n_lists = k->set.n_known;
    k->sieve = (struct cosine_sieve){ .mask = { 0 } };
    for (size_t i = k->n_lists; i-- > 0;) {
        const struct cosine_member *m = &k->set.member[k->set.order[i]];
        struct cosine_bit           b = cosine_bit(x, m->key, m->weight);
        uint64_t                    from = m->gram->end - m->gram->n_titles;

        rest += m->weight;
        k->list[i] = (struct cosine_list){ x->post_title + from, x->post_reach + from,
            m->gram->n_titles, m->weight, rest, b };
        if (k->sieve.mask[b.word] == 0)
            k->sieve.least[b.word] = m->weight;
        k->sieve.mask[b.word] |= b.mask;
    }
}

void
cosine_ask(struct cosine_ask *k, struct str folded, uint32_t self)
{
    uint64_t n_read = 0, next = FIRST_LIFT;

    k->turn++;
    k->n_best = 0;
    if (self != UINT32_MAX)
        k->met[self] = k->turn;
    cosine_set_of(folded, &k->set);
    cosine_weigh(k->x, &k->set);
    find_lists(k);
    set_bar(k);
    for (size_t i = 0; i < k->n_lists && is_open(k, &k->list[i]); i++) {
        n_read += k->list[i].n;
        if (n_read >= next) {
            next = 2 * n_read;
            measure_all(k);
        }
        cosine_read_list(k, i);
    }
    measure_all(k);
}
