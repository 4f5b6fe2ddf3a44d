/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * cosine_read.c — one list read, and which of its titles may be near by their pictures: nearly all
 * of the time goes here. Why nothing is missed stands in cosine_ask.c.
 */
#include "engine/text/cosine_part.h"

enum { AHEAD = 8 };             /* postings whose titles are called for */

/* How many postings reach that far. */
static uint32_t
count_far(const struct cosine_list *l, uint64_t reach)
{
    uint32_t from = 0, to = l->n;

    while (from < to) {
        uint32_t mid = from + (to - from) / 2;

        if (l->reach[mid] >= reach)
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

/* Does the title stand in a list that is wanted? */
static bool
is_wanted(const struct cosine_ask *k, uint32_t title)
{
    const struct cosine_title *t = &k->x->title[title];

    return k->n_left == 0
        || (k->sides & ((t->first < k->n_left) | (unsigned)(t->last >= k->n_left) << 1)) != 0;
}

/* What a picture lacks of the lists to come, at the least: in each word so many grams, each of the
 * least weight that the text has there. No branch, and no look at any gram. */
static inline __attribute__((always_inline)) uint32_t
lacks(const struct cosine_sieve *s, const uint32_t *picture)
{
    uint32_t missing = 0;

    for (size_t i = 0; i < COSINE_PICTURE; i++)
        missing += s->least[i] * (uint32_t)__builtin_popcount(s->mask[i] & ~picture[i]);
    return missing;
}

static inline __attribute__((always_inline)) void
read_list(struct cosine_ask *k, size_t list)
{
    const struct cosine_list  *l = &k->list[list];
    const struct cosine_face  *face = k->x->face;
    const struct cosine_sieve  sieve = k->sieve;
    uint32_t                   n = count_far(l, cosine_must_reach(k));

    for (uint32_t i = 0; i < n; i++) {
        uint32_t title = l->title[i], must, missing;

        if (i + AHEAD < n)
            __builtin_prefetch(&face[l->title[i + AHEAD]]);
        if (k->met[title] == k->turn)
            continue;
        k->met[title] = k->turn;
        must = cosine_must_share(k, title);
        missing = lacks(&sieve, face[title].picture);
        if (l->rest >= must + missing && is_wanted(k, title))
            k->candidate[k->n_candidates++] = (struct cosine_candidate){ title, l->rest - missing };
    }
}

#if defined(__x86_64__)
/* The least of these machines count bits with a table; all of the last fifteen years can do it. */
__attribute__((target("popcnt"))) static void
read_list_counting(struct cosine_ask *k, size_t list)
{
    read_list(k, list);
}
#endif

void
cosine_read_list(struct cosine_ask *k, size_t list)
{
    k->sieve.mask[k->list[list].bit.word] &= ~k->list[list].bit.mask;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("popcnt")) {
        read_list_counting(k, list);
        return;
    }
#endif
    read_list(k, list);
}
