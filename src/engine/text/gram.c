/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* gram.c — see gram.h. */
#include "engine/text/gram.h"

#include "base/letter.h"

#include <assert.h>
#include <string.h>

enum { CODE_POINT_BITS = 21, GRAM_LETTERS = 3 };

static struct gram
gram_of(const uint32_t letter[static GRAM_LETTERS])
{
    struct gram g = { 0 };

    for (size_t i = 0; i < GRAM_LETTERS; i++)
        g.n = g.n << CODE_POINT_BITS | letter[i];
    return g;
}

/* Puts a gram in its place; the sets are small and nearly all grams differ. */
static void
gram_set_put(struct gram_set *set, struct gram g)
{
    uint32_t at = set->n;

    while (at > 0 && set->gram[at - 1].n > g.n)
        at--;
    if ((at > 0 && set->gram[at - 1].n == g.n) || set->n == GRAM_SET_MAX)
        return;
    memmove(&set->gram[at + 1], &set->gram[at], (set->n - at) * sizeof(struct gram));
    set->gram[at] = g;
    set->n++;
}

void
gram_set_of(struct str folded, struct gram_set *set)
{
    uint32_t window[GRAM_LETTERS] = { ' ', ' ', ' ' };
    size_t   at = 0;

    set->n = 0;
    while (at < folded.n || window[1] != ' ') {
        window[2] = at < folded.n ? letter_next(folded, &at) : ' ';
        if (window[2] != ' ' || window[1] != ' ')
            gram_set_put(set, gram_of(window));
        window[0] = window[2] == ' ' ? ' ' : window[1];
        window[1] = window[2];
    }
}

struct str
gram_key(struct gram g, char key[static GRAM_KEY_MAX])
{
    size_t n = 0;

    for (int i = GRAM_LETTERS - 1; i >= 0; i--)
        n += letter_put((uint32_t)(g.n >> (i * CODE_POINT_BITS) & 0x1FFFFF), key + n);
    assert(n <= GRAM_KEY_MAX);
    return (struct str){ key, n };
}

bool
gram_of_prefix(struct str letters, struct gram *out)
{
    uint32_t window[GRAM_LETTERS] = { ' ', ' ', ' ' };
    size_t   at = 0, n = 0;

    while (at < letters.n && n < GRAM_LETTERS) {
        window[0] = window[1];
        window[1] = window[2];
        window[2] = letter_next(letters, &at);
        n++;
    }
    *out = gram_of(window);
    return (n == 1 || n == 2) && at == letters.n;
}

struct posting_writer
posting_write_to(unsigned char *p, size_t cap)
{
    return (struct posting_writer){ .p = p, .cap = cap };
}

void
posting_put(struct posting_writer *w, struct posting posting)
{
    uint32_t step = posting.id - w->last_id;

    assert(posting.id > w->last_id || w->n == 0);
    assert(posting.n_grams >= 1 && posting.n_grams <= GRAM_SET_MAX);
    assert(w->cap - w->n >= POSTING_MAX - 1);
    for (; step >= 0x80; step >>= 7)
        w->p[w->n++] = (unsigned char)(0x80 | (step & 0x7F));
    w->p[w->n++] = (unsigned char)step;
    w->p[w->n++] = (unsigned char)posting.n_grams;
    w->last_id = posting.id;
}

struct posting_reader
posting_read_from(struct str packed)
{
    return (struct posting_reader){ .p = (const unsigned char *)packed.p, .n = packed.n };
}

/* Reads seven bits a byte, the lowest first; false if it does not end or is over 32 bits. */
static bool
posting_step(struct posting_reader *r, size_t *at, uint32_t *step)
{
    uint64_t value = 0;

    for (unsigned shift = 0; shift <= 28 && *at < r->n; shift += 7) {
        unsigned char byte = r->p[(*at)++];

        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            *step = (uint32_t)value;
            return value <= UINT32_MAX;
        }
    }
    return false;
}

bool
posting_next(struct posting_reader *r, struct posting *out)
{
    size_t   at = r->at;
    uint32_t step;

    if (!posting_step(r, &at, &step) || at == r->n || r->p[at] == 0)
        return false;
    if ((step == 0 && r->at > 0) || step > UINT32_MAX - r->last_id)
        return false;
    r->last_id += step;
    *out = (struct posting){ .id = r->last_id, .n_grams = r->p[at] };
    r->at = at + 1;
    return true;
}

bool
posting_is_whole(const struct posting_reader *r)
{
    return r->at == r->n;
}

bool
gram_count_in(struct str packed, struct gram_count *count, size_t n_ids)
{
    struct posting_reader r = posting_read_from(packed);
    struct posting        posting;

    while (posting_next(&r, &posting)) {
        if (posting.id >= n_ids)
            return false;
        count[posting.id].n_grams = (uint8_t)posting.n_grams;
        if (count[posting.id].shared < UINT8_MAX)
            count[posting.id].shared++;
    }
    return posting_is_whole(&r);
}

/* Keeps `hit` sorted; ids come ascending, so an equal score goes behind. */
static size_t
gram_keep(struct gram_hit *hit, size_t n, size_t most, struct gram_hit new)
{
    size_t at = n < most ? n : most - 1;

    while (at > 0 && hit[at - 1].score < new.score) {
        hit[at] = hit[at - 1];
        at--;
    }
    hit[at] = new;
    return n < most ? n + 1 : most;
}

size_t
gram_best(const struct gram_count *count, size_t n_ids, uint32_t n_asked,
          struct gram_hit *hit, size_t most)
{
    size_t n = 0;

    assert(n_asked > 0 && most > 0);
    for (size_t id = 0; id < n_ids; id++) {
        uint32_t score;

        if (count[id].shared == 0)
            continue;
        score = 2u * GRAM_SCORE_FULL * count[id].shared / (n_asked + count[id].n_grams);
        if (n < most || score > hit[n - 1].score)
            n = gram_keep(hit, n, most, (struct gram_hit){ (uint32_t)id, score });
    }
    return n;
}
