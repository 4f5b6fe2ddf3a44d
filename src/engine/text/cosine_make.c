/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cosine_make.c — titles as an index: each different one once, and which of them have a gram. */
#include <assert.h>
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "engine/text/cosine_part.h"

enum { FIRST_SLOTS = 1 << 12, TEXTS = 1 << 18 };

/* A list of postings. */
struct cosine_posts { uint32_t *title; uint16_t *reach; };

/* What is needed while an index is made. */
struct maker {
    struct arena        *a;
    struct cosine_index *x;
    struct cosine_set    set;
    uint32_t            *slot;          /* titles by their text: number + 1, 0 free */
    uint64_t             n_slots;
    char                *texts;         /* room for the texts of titles to come     */
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
title_slot(const struct maker *m, struct str folded)
{
    uint64_t at = cosine_place(hash_64(folded), bits_of(m->n_slots));

    while (m->slot[at] > 0 && !str_eq(cosine_text(&m->x->title[m->slot[at] - 1]), folded))
        at = (at + 1) & (m->n_slots - 1);
    return &m->slot[at];
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

    cosine_set_of(folded, &m->set);
    while (x->n_grams + m->set.n > x->n_slots / 2)
        grow(m);
    for (uint32_t i = 0; i < m->set.n; i++) {
        struct cosine_gram *g = gram_slot(x, m->set.member[i].key);

        x->n_grams += g->n_titles == 0;
        g->key = m->set.member[i].key;
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
    uint32_t  *slot = title_slot(m, folded);
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

/* Which weights go to which word of a picture: as many postings to each. */
static void
share_out(struct maker *m, uint64_t n_postings)
{
    struct cosine_index *x = m->x;
    size_t               mark = arena_mark(m->a), word = 0;
    uint64_t            *n_with = NEWS(m->a, uint64_t, x->n_titles + 1), n = 0;

    for (uint64_t i = 0; i < x->n_slots; i++)
        n_with[x->gram[i].n_titles] += x->gram[i].n_titles;
    for (uint32_t i = 1; i <= x->n_titles; i++) {
        n += n_with[i];
        for (; word < COSINE_PICTURE && n * COSINE_PICTURE >= (word + 1) * n_postings; word++)
            x->least[word] = cosine_weight(x->n_titles, i);
    }
    arena_back(m->a, mark);
}

static void
post_title(struct maker *m, uint32_t number)
{
    struct cosine_index *x = m->x;
    struct cosine_set   *set = &m->set;
    struct cosine_face  *face = &x->face[number];
    uint64_t             rest = 0;

    cosine_set_of(cosine_text(&x->title[number]), set);
    cosine_weigh(x, set);
    face->norm = set->norm;
    for (uint32_t i = set->n_known; i-- > 0;) {
        const struct cosine_member *member = &set->member[set->order[i]];
        uint64_t                    at = x->gram[member->gram - x->gram].end++;
        struct cosine_bit           bit = cosine_bit(x, member->key, member->weight);

        rest += member->weight;
        x->post_title[at] = number;
        x->post_reach[at] = (uint16_t)((rest << COSINE_REACH_BITS) / face->norm);
        face->picture[bit.word] |= bit.mask;
    }
}

/* One step of sorting by eight bits of the reach, great ones first, equal ones as they stand. */
static void
sort_step(const struct cosine_posts *from, struct cosine_posts *to, uint32_t n, unsigned shift)
{
    uint32_t at[257] = { 0 };

    for (uint32_t i = 0; i < n; i++)
        at[256 - (from->reach[i] >> shift & 0xFF)]++;
    for (uint32_t i = 1; i < 257; i++)
        at[i] += at[i - 1];
    for (uint32_t i = 0; i < n; i++) {
        uint32_t to_i = at[255 - (from->reach[i] >> shift & 0xFF)]++;

        to->title[to_i] = from->title[i];
        to->reach[to_i] = from->reach[i];
    }
}

/* Far ones first in every list. */
static void
sort_postings(struct maker *m)
{
    struct cosine_index *x = m->x;
    size_t               mark = arena_mark(m->a);
    struct cosine_posts  other = { NEWS(m->a, uint32_t, x->n_titles),
                                   NEWS(m->a, uint16_t, x->n_titles) };

    for (uint64_t i = 0; i < x->n_slots; i++) {
        const struct cosine_gram *g = &x->gram[i];
        struct cosine_posts       posts = { x->post_title + g->end - g->n_titles,
                                            x->post_reach + g->end - g->n_titles };

        if (g->n_titles < 2)
            continue;
        sort_step(&posts, &other, g->n_titles, 0);
        sort_step(&other, &posts, g->n_titles, 8);
    }
    arena_back(m->a, mark);
}

struct cosine_index *
cosine_make(struct arena *a, const struct str *title, uint32_t n)
{
    struct cosine_index *x = NEW(a, struct cosine_index);
    struct maker         m = { .a = a, .x = x, .n_texts = TEXTS, .n_slots = slots_for(n) };
    uint64_t             n_postings;

    assert(n <= COSINE_ROWS_MAX);
    *x = (struct cosine_index){ .n_rows = n, .n_slots = FIRST_SLOTS };
    x->gram = NEWS(a, struct cosine_gram, x->n_slots);
    x->title = NEWS(a, struct cosine_title, n);
    x->of_row = NEWS(a, uint32_t, n);
    m.slot = NEWS(a, uint32_t, m.n_slots);
    for (uint32_t row = 0; row < n; row++)
        add_row(&m, row, title[row]);
    n_postings = begin_postings(x);
    share_out(&m, n_postings);
    x->face = NEWS(a, struct cosine_face, x->n_titles);
    x->post_title = NEWS(a, uint32_t, n_postings);
    x->post_reach = NEWS(a, uint16_t, n_postings);
    for (uint32_t i = 0; i < x->n_titles; i++)
        post_title(&m, i);
    sort_postings(&m);
    return x;
}

uint32_t
cosine_first(const struct cosine_index *x, uint32_t row)
{
    assert(row < x->n_rows);
    return x->title[x->of_row[row]].first;
}
