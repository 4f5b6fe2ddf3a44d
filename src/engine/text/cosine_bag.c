/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cosine_bag.c — a text as a bag of weighted letter sequences, and the product of two. */
#include <assert.h>
#include <string.h>

#include "engine/text/cosine_part.h"

enum { BAG_BITS = 10 };
_Static_assert(COSINE_BAG_SLOTS == 1 << BAG_BITS, "cosine_place needs a power of two");

/* Where the key's number stands, or would stand. */
static uint16_t *
bag_slot(struct cosine_bag *b, uint64_t key)
{
    uint64_t at = cosine_place(key, BAG_BITS);

    while (b->slot[at] > 0 && b->seq[b->slot[at] - 1].key != key)
        at = (at + 1) % COSINE_BAG_SLOTS;
    return &b->slot[at];
}

void
cosine_bag_of(struct str folded, struct cosine_bag *b)
{
    struct cosine_reader r = cosine_read(folded);

    assert(folded.n <= COSINE_TITLE_MAX);
    memset(b->slot, 0, sizeof b->slot);
    b->n = 0;
    while (cosine_next(&r)) {
        uint16_t *slot = bag_slot(b, r.key);

        if (*slot == 0) {
            b->seq[b->n++] = (struct cosine_seq){ .key = r.key };
            *slot = (uint16_t)b->n;
        }
        b->seq[*slot - 1].times++;
    }
}

void
cosine_weigh(const struct cosine_index *x, struct cosine_bag *b)
{
    uint64_t sum = 0;

    for (uint32_t i = 0; i < b->n; i++) {
        struct cosine_seq *s = &b->seq[i];
        uint64_t           all;

        s->gram = cosine_gram_find(x, s->key);
        s->weight = s->gram ? s->gram->weight : cosine_weight(x->n_titles, 0);
        all = (uint64_t)s->times * s->weight;
        sum += all * all;
    }
    b->norm = (uint32_t)cosine_root(sum);
    for (uint32_t i = 0; i < b->n; i++)
        b->seq[i].part = cosine_part(b->seq[i].times, b->seq[i].weight, b->norm);
}

uint32_t
cosine_product(struct cosine_bag *b, const struct cosine_title *t)
{
    struct cosine_reader r = cosine_read(cosine_text(t));
    uint16_t             met[COSINE_BAG_MAX];
    uint32_t             n = 0, sum = 0;

    while (cosine_next(&r)) {
        uint16_t slot = *bag_slot(b, r.key);

        if (slot > 0 && b->seq[slot - 1].met++ == 0)
            met[n++] = slot;
    }
    for (uint32_t i = 0; i < n; i++) {
        struct cosine_seq *s = &b->seq[met[i] - 1];

        sum += s->part * cosine_part(s->met, s->weight, t->norm);
        s->met = 0;
    }
    return sum;
}

/* log2(n) in COSINE_WEIGHT_ONEths, rounded down: whole numbers, the same on every machine. */
static uint32_t
log2_of(uint32_t n)
{
    uint32_t whole = 31 - (uint32_t)__builtin_clz(n), out = whole;
    uint64_t m = (uint64_t)n << (31 - whole);           /* 1 to 2, as 2^31 to 2^32 */

    for (uint32_t one = COSINE_WEIGHT_ONE; one > 1; one >>= 1) {
        m = m * m >> 31;
        out = out << 1 | (uint32_t)(m >> 32);
        m >>= m >> 32;
    }
    return out;
}

uint32_t
cosine_weight(uint32_t n_all, uint32_t n_with)
{
    assert(n_with <= n_all && n_all <= COSINE_ROWS_MAX);
    return COSINE_WEIGHT_ONE + log2_of(n_all + 1) - log2_of(n_with + 1);
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
