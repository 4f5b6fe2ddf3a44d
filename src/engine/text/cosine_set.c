/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cosine_set.c — a text as a set of weighted letter sequences, and what two share. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "engine/text/cosine_part.h"

enum { SET_BITS = 10, WEIGHT_BITS = 12 };
_Static_assert(COSINE_SET_SLOTS == 1 << SET_BITS, "cosine_place needs a power of two");

/* Where the key's number stands, or would stand. */
static uint16_t *
set_slot(struct cosine_set *s, uint64_t key)
{
    uint64_t at = cosine_place(key, SET_BITS);

    while (s->slot[at] > 0 && s->member[s->slot[at] - 1].key != key)
        at = (at + 1) % COSINE_SET_SLOTS;
    return &s->slot[at];
}

/* The key of a further occurrence: another gram than the first. */
static uint64_t
key_again(uint64_t key, uint32_t times)
{
    return key + times * 0xD1B54A32D192ED03u;
}

static struct cosine_member *
set_put(struct cosine_set *s, uint64_t key)
{
    uint16_t *slot = set_slot(s, key);

    if (*slot == 0) {
        s->member[s->n++] = (struct cosine_member){ .key = key };
        *slot = (uint16_t)s->n;
    }
    return &s->member[*slot - 1];
}

void
cosine_set_of(struct str folded, struct cosine_set *s)
{
    struct cosine_reader r = cosine_read(folded);

    assert(folded.n <= COSINE_TITLE_MAX);
    memset(s->slot, 0, sizeof s->slot);
    s->n = 0;
    while (cosine_next(&r)) {
        struct cosine_member *first = set_put(s, r.key);

        if (first->times++ > 0)
            set_put(s, key_again(r.key, first->times));
    }
}

/* ---- weights --------------------------------------------------------------------------------- */

/* log2(n) with WEIGHT_BITS behind the point, rounded down: the same on every machine. */
static uint32_t
log2_of(uint32_t n)
{
    uint32_t whole = 31 - (uint32_t)__builtin_clz(n), out = whole;
    uint64_t m = (uint64_t)n << (31 - whole);           /* 1 to 2, as 2^31 to 2^32 */

    for (int i = 0; i < WEIGHT_BITS; i++) {
        m = m * m >> 31;
        out = out << 1 | (uint32_t)(m >> 32);
        m >>= m >> 32;
    }
    return out;
}

/* log2(2 (all + 1) / (with + 1)), squared. */
uint32_t
cosine_weight(uint32_t n_all, uint32_t n_with)
{
    uint64_t log;

    assert(n_with <= n_all && n_all <= COSINE_ROWS_MAX);
    log = (1u << WEIGHT_BITS) + log2_of(n_all + 1) - log2_of(n_with + 1);
    return (uint32_t)(log * log >> (2 * WEIGHT_BITS - 10));
}

uint64_t
cosine_root(uint64_t n)
{
    uint64_t root = 0, rest = n;

    for (uint64_t bit = 1ull << 62; bit > 0; bit >>= 2) {
        bool fits = rest >= root + bit;

        rest -= fits ? root + bit : 0;
        root = (root >> 1) + (fits ? bit : 0);
    }
    return root;
}

struct ordered { uint64_t order; uint16_t number; };

static int
by_order(const void *a, const void *b)
{
    const struct ordered *x = a, *y = b;

    return (x->order > y->order) - (x->order < y->order);
}

/* Rare grams first; of those as rare, by their place in the table: one order for all sets. */
static void
put_in_order(const struct cosine_index *x, struct cosine_set *s)
{
    struct ordered o[COSINE_SET_MAX];

    s->n_known = 0;
    for (uint32_t i = 0; i < s->n; i++)
        if (s->member[i].gram)
            o[s->n_known++] = (struct ordered){ (uint64_t)s->member[i].gram->n_titles << 38
                | (uint64_t)(s->member[i].gram - x->gram), (uint16_t)i };
    qsort(o, s->n_known, sizeof o[0], by_order);
    for (uint32_t i = 0; i < s->n_known; i++)
        s->order[i] = o[i].number;
}

void
cosine_weigh(const struct cosine_index *x, struct cosine_set *s)
{
    uint64_t all = 0;

    for (uint32_t i = 0; i < s->n; i++) {
        struct cosine_member *m = &s->member[i];

        m->gram = cosine_gram_find(x, m->key);
        m->weight = m->gram ? m->gram->weight : cosine_weight(x->n_titles, 0);
        all += m->weight;
    }
    s->norm = (uint32_t)cosine_root(all << COSINE_NORM_BITS);
    put_in_order(x, s);
}

uint32_t
cosine_shared(struct cosine_set *s, struct str title)
{
    struct cosine_reader r = cosine_read(title);
    uint16_t             met[COSINE_SET_MAX];
    uint32_t             n = 0, sum = 0;

    while (cosine_next(&r)) {
        uint16_t              slot = *set_slot(s, r.key);
        struct cosine_member *first = slot > 0 ? &s->member[slot - 1] : NULL;

        if (!first || first->met == first->times)
            continue;
        if (first->met++ == 0) {
            sum += first->weight;
            met[n++] = slot;
        } else {
            sum += s->member[*set_slot(s, key_again(r.key, first->met)) - 1].weight;
        }
    }
    for (uint32_t i = 0; i < n; i++)
        s->member[met[i] - 1].met = 0;
    return sum;
}
