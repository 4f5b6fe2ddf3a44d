/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cosine_make.c — titles as an index: each different one once, and which of them have a gram. */
#include <assert.h>
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "engine/text/cosine_part.h"

enum { FIRST_SLOTS = 1 << 12, TEXTS = 1 << 18 };

/* What is needed while an index is made. */
struct maker {
    struct arena        *a;
    struct cosine_index *x;
    struct cosine_bag    bag;
    char                *texts;         /* room for the texts of titles to come */
    size_t               n_texts;
};

/* ---- texts ----------------------------------------------------------------------------------- */

/* At most n bytes of it, whole letters. */
static struct str
cut(struct str s, size_t n)
{
    if (s.n <= n)
        return s;
    while (n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n--;
    return (struct str){ s.p, n };
}

struct str
cosine_fold(struct arena *a, struct str title)
{
    return str_trim(cut(utf8_fold(a, cut(title, COSINE_RAW_MAX)), COSINE_TITLE_MAX));
}

static unsigned
bits_of(uint64_t power_of_two)
{
    return (unsigned)__builtin_ctzll(power_of_two);
}

/* The least power of two with room for n and as much again. */
static uint64_t
slots_for(uint64_t n)
{
    uint64_t slots = 2;

    while (slots < 2 * n)
        slots *= 2;
    return slots;
}

static uint32_t *
title_slot(const struct cosine_index *x, struct str folded)
{
    uint64_t at = cosine_place(hash_64(folded), bits_of(x->n_title_slots));

    while (x->slot[at] > 0 && !str_eq(cosine_text(&x->title[x->slot[at] - 1]), folded))
        at = (at + 1) & (x->n_title_slots - 1);
    return &x->slot[at];
}

uint32_t
cosine_find(const struct cosine_index *x, struct str folded)
{
    return *title_slot(x, folded) - 1;
}

static char *
keep_text(struct maker *m, struct str folded)
{
    char *text = m->texts + m->n_texts;

    memcpy(text, folded.p, folded.n);
    m->n_texts += folded.n;
    return text;
}

/* ---- grams ----------------------------------------------------------------------------------- */

static struct cosine_gram *
gram_slot(const struct cosine_index *x, uint64_t key)
{
    uint64_t at = cosine_place(key, bits_of(x->n_slots));

    while (x->gram[at].n_titles > 0 && x->gram[at].key != key)
        at = (at + 1) & (x->n_slots - 1);
    return &x->gram[at];
}

const struct cosine_gram *
cosine_gram_find(const struct cosine_index *x, uint64_t key)
{
    const struct cosine_gram *g = gram_slot(x, key);

    return g->n_titles > 0 ? g : NULL;
}

/* A table of twice the slots; the old one stays where it is until the arena goes. */
static void
grow(struct maker *m)
{
    struct cosine_index *x = m->x;
    struct cosine_gram  *old = x->gram;
    uint64_t             n_old = x->n_slots;

    x->n_slots *= 2;
    x->gram = NEWS(m->a, struct cosine_gram, x->n_slots);
    for (uint64_t i = 0; i < n_old; i++)
        if (old[i].n_titles > 0)
            *gram_slot(x, old[i].key) = old[i];
}

static void
count_grams(struct maker *m, struct str folded)
{
    struct cosine_index *x = m->x;

    cosine_bag_of(folded, &m->bag);
    while (x->n_grams + m->bag.n > x->n_slots / 2)
        grow(m);
    for (uint32_t i = 0; i < m->bag.n; i++) {
        struct cosine_gram *g = gram_slot(x, m->bag.seq[i].key);

        x->n_grams += g->n_titles == 0;
        g->key = m->bag.seq[i].key;
        g->n_titles++;
    }
}

/* ---- the index ------------------------------------------------------------------------------- */

static void
add_row(struct maker *m, uint32_t row, struct str title)
{
    struct cosine_index *x = m->x;

    if (TEXTS - m->n_texts < COSINE_TITLE_MAX) {
        m->texts = NEWS(m->a, char, TEXTS);
        m->n_texts = 0;
    }
    size_t     mark = arena_mark(m->a);
    struct str folded = cosine_fold(m->a, title);
    uint32_t  *slot = title_slot(x, folded);
    bool       is_new = *slot == 0;

    if (is_new) {
        x->title[x->n_titles++] = (struct cosine_title){ .text = keep_text(m, folded),
            .n = (uint32_t)folded.n, .first = row };
        *slot = x->n_titles;
    }
    x->of_row[row] = *slot - 1;
    x->title[*slot - 1].last = row;
    arena_back(m->a, mark);
    if (is_new)
        count_grams(m, cosine_text(&x->title[x->n_titles - 1]));
}

/* Weights, and where the postings of each gram begin: `end` moves as they come. Returns how many
 * there are. */
static uint64_t
begin_postings(struct cosine_index *x)
{
    uint64_t n = 0;

    for (uint64_t i = 0; i < x->n_slots; i++) {
        struct cosine_gram *g = &x->gram[i];

        if (g->n_titles == 0)
            continue;
        g->weight = cosine_weight(x->n_titles, g->n_titles);
        g->end = n;
        n += g->n_titles;
    }
    return n;
}

static void
post_title(struct maker *m, uint32_t number)
{
    struct cosine_index *x = m->x;
    uint64_t             length2 = 0;

    cosine_bag_of(cosine_text(&x->title[number]), &m->bag);
    cosine_weigh(x, &m->bag);
    x->title[number].norm = m->bag.norm;
    for (uint32_t i = 0; i < m->bag.n; i++) {
        const struct cosine_seq *s = &m->bag.seq[i];
        uint64_t                 at = x->gram[s->gram - x->gram].end++;

        x->post_title[at] = number;
        x->post_part[at] = (uint16_t)s->part;
        length2 += (uint64_t)s->part * s->part;
    }
    if (x->length2 < length2)
        x->length2 = length2;
}

struct cosine_index *
cosine_make(struct arena *a, const struct str *title, uint32_t n)
{
    struct cosine_index *x = NEW(a, struct cosine_index);
    struct maker         m = { .a = a, .x = x, .n_texts = TEXTS };
    uint64_t             n_postings;

    assert(n <= COSINE_ROWS_MAX);
    *x = (struct cosine_index){ .n_rows = n, .n_slots = FIRST_SLOTS,
                                .n_title_slots = slots_for(n) };
    x->gram = NEWS(a, struct cosine_gram, x->n_slots);
    x->title = NEWS(a, struct cosine_title, n);
    x->of_row = NEWS(a, uint32_t, n);
    x->slot = NEWS(a, uint32_t, x->n_title_slots);
    for (uint32_t row = 0; row < n; row++)
        add_row(&m, row, title[row]);
    n_postings = begin_postings(x);
    x->post_title = NEWS(a, uint32_t, n_postings);
    x->post_part = NEWS(a, uint16_t, n_postings);
    for (uint32_t i = 0; i < x->n_titles; i++)
        post_title(&m, i);
    return x;
}

uint32_t
cosine_first(const struct cosine_index *x, uint32_t row)
{
    assert(row < x->n_rows);
    return x->title[x->of_row[row]].first;
}
