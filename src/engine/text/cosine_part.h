/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * cosine_part.h — inside the nearest titles: the index, a bag, and one question. For cosine*.c only.
 *
 * A `title` here is a different folded title, numbered in the order of first rows; of `grams` the
 * index knows which titles have them and with which part. Grams of a title are not kept: they are
 * read from its text again, which is as fast as reading them from memory, and takes none.
 */
#ifndef GUYUB_ENGINE_TEXT_COSINE_PART_H
#define GUYUB_ENGINE_TEXT_COSINE_PART_H

#include "base/letter.h"
#include "engine/text/cosine.h"

enum {
    COSINE_BAG_MAX   = COSINE_TITLE_MAX,    /* grams: as letters, and a space, less than three */
    COSINE_BAG_SLOTS = 2 * COSINE_BAG_MAX,
    COSINE_WEIGHT_ONE = 1 << 12,            /* the weight of what stands in all titles         */
};

/* ---- the index ------------------------------------------------------------------------------- */

/* A slot of the table of grams; free if no title has it. Its postings end before `end`. */
struct cosine_gram { uint64_t key, end; uint32_t n_titles, weight; };

struct cosine_title { const char *text; uint32_t n, norm, first, last; };    /* last: row */

struct cosine_index {
    struct cosine_gram  *gram;                  /* a table of n_slots, a power of two         */
    uint64_t             n_slots, n_grams;
    struct cosine_title *title;
    uint32_t             n_titles, n_rows;
    uint32_t            *of_row;                /* a row's title                              */
    uint32_t            *slot;                  /* titles by their text: number + 1, 0 free   */
    uint64_t             n_title_slots;
    uint32_t            *post_title;            /* of a posting, ascending in each gram       */
    uint16_t            *post_part;
    uint64_t             length2;               /* of the longest bag: about COSINE_PART ^ 2  */
};

static inline struct str
cosine_text(const struct cosine_title *t)
{
    return (struct str){ t->text, t->n };
}

/* Folded as titles are, and cut. What is made is in the arena. */
struct str cosine_fold(struct arena *, struct str title);

/* The number of the title with this folded text; UINT32_MAX: none. */
uint32_t cosine_find(const struct cosine_index *, struct str folded);

/* NULL: no title has it. */
const struct cosine_gram *cosine_gram_find(const struct cosine_index *, uint64_t key);

/* ---- the grams of a text --------------------------------------------------------------------- */

/* One after the other: `key` has four letters of 16 bits. */
struct cosine_reader { struct str text; size_t at; uint64_t key; uint32_t n_letters; };

static inline struct cosine_reader
cosine_read(struct str folded)
{
    struct cosine_reader r = { folded, 0, ' ', 1 };

    if (folded.n == 0)
        r = (struct cosine_reader){ .at = 1, .n_letters = COSINE_LETTERS };
    return r;
}

/* A title of one letter has two spaces behind, so that it is a gram too. */
static inline bool
cosine_next(struct cosine_reader *r)
{
    do {
        uint32_t letter = ' ';

        if (r->at > r->text.n && r->n_letters >= COSINE_LETTERS)
            return false;
        if (r->at < r->text.n)
            letter = letter_next(r->text, &r->at);
        else
            r->at = r->text.n + 1;
        r->key = r->key << 16 | (letter & 0xFFFF);
        r->n_letters++;
    } while (r->n_letters < COSINE_LETTERS);
    return true;
}

/* A key's place in a table of 2^bits slots: the highest bits depend on all of it. */
static inline uint64_t
cosine_place(uint64_t key, unsigned bits)
{
    return (key ^ key >> 29) * 0x9E3779B97F4A7C15u >> (64 - bits);
}

/* ---- a bag ----------------------------------------------------------------------------------- */

struct cosine_seq {
    uint64_t                  key;
    const struct cosine_gram *gram;         /* NULL: no title has it              */
    uint32_t                  times, met;   /* met: 0 but inside cosine_product   */
    uint32_t                  weight, part;
};

struct cosine_bag {
    struct cosine_seq seq[COSINE_BAG_MAX];
    uint32_t          n, norm;
    uint16_t          slot[COSINE_BAG_SLOTS];       /* by key: number + 1, 0 free */
};

void cosine_bag_of(struct str folded, struct cosine_bag *);     /* how often; nothing else */
void cosine_weigh(const struct cosine_index *, struct cosine_bag *);        /* the rest    */

/* The sum of products with the bag of a title: what a likeness is made of. */
uint32_t cosine_product(struct cosine_bag *, const struct cosine_title *);

uint32_t cosine_weight(uint32_t n_all, uint32_t n_with);
uint64_t cosine_root(uint64_t);             /* whole, rounded down */

static inline uint32_t
cosine_part(uint32_t times, uint32_t weight, uint32_t norm)
{
    return (uint32_t)(((uint64_t)times * weight * COSINE_PART + norm / 2) / norm);
}

/* The product of two equal bags is COSINE_PART squared but for rounding, and at most 1.001 of it. */
static inline uint32_t
cosine_likeness(uint32_t product)
{
    uint64_t one = (uint64_t)COSINE_PART * COSINE_PART;
    uint64_t likeness = ((uint64_t)product * COSINE_ONE + one / 2) / one;

    return likeness < COSINE_ONE ? (uint32_t)likeness : COSINE_ONE;
}

/* The least product of this likeness; UINT32_MAX, which none has, for more than COSINE_ONE. */
static inline uint32_t
cosine_must(uint32_t likeness)
{
    uint64_t one = (uint64_t)COSINE_PART * COSINE_PART;

    return likeness > COSINE_ONE ? UINT32_MAX
        : (uint32_t)((likeness * one - one / 2 + COSINE_ONE - 1) / COSINE_ONE);
}

/* ---- a question ------------------------------------------------------------------------------ */

/* The titles that have one of the grams asked for. */
struct cosine_list {
    const uint32_t *title;
    const uint16_t *part;
    uint32_t        n, mine;                /* mine: the part in the question                  */
    uint64_t        rest2;                  /* squares of my parts from this list on, summed   */
};

/* What one thread needs for one question after the other. */
struct cosine_ask {
    const struct cosine_index *x;
    struct cosine_want         want;
    uint32_t                   n_left;
    unsigned                   sides;       /* wanted: 1 the first list, 2 the others          */
    struct cosine_bag          bag;
    struct cosine_list         list[COSINE_BAG_MAX + 1];    /* short ones first; an end        */
    size_t                     n_lists;
    uint32_t                  *shared;      /* of a title: products so far                     */
    uint32_t                  *seen;        /* titles that share something                     */
    size_t                     n_seen;
    struct cosine_hit          best[COSINE_BEST_MAX];       /* `row` is a title here           */
    size_t                     n_best;
};

struct cosine_ask *cosine_ask_in(struct arena *, const struct cosine_index *, struct cosine_want,
                                 uint32_t n_left);

/* The nearest of a folded text into `best`; not title `self`, which is what stands in the index
 * of the text itself (UINT32_MAX: nothing). Takes no memory. */
void cosine_ask(struct cosine_ask *, struct str folded, uint32_t self);
void cosine_ask_offer(struct cosine_ask *, uint32_t title, uint32_t likeness);

#endif
