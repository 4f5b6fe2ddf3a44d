/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * cosine_part.h — inside the nearest titles: the index, a set, one question. For cosine*.c only.
 *
 * A `title` here is a different folded title, numbered in the order of first rows. A `gram` is a
 * sequence of letters, and so is its second occurrence in a title, and its third. The index knows
 * of each gram which titles have it; the grams of one title are read from its text again.
 *
 * `shared` is the weight of what two titles have in common, `all` that of one, `norm` the root of
 * it: a likeness is shared / (norm x norm). Grams stand in one order, rare ones first, and `rest`
 * is the weight of a title from a gram on, this one too.
 */
#ifndef GUYUB_ENGINE_TEXT_COSINE_PART_H
#define GUYUB_ENGINE_TEXT_COSINE_PART_H

#include "base/letter.h"
#include "engine/text/cosine.h"

enum {
    COSINE_SET_MAX    = COSINE_TITLE_MAX,   /* grams: as letters, and two spaces, less three     */
    COSINE_SET_SLOTS  = 2 * COSINE_SET_MAX,
    COSINE_PICTURE    = 15,                 /* words of 32 bits                                  */
    COSINE_NORM_BITS  = 20,                 /* of a norm, behind the point                       */
    COSINE_REACH_BITS = 11,                 /* of a reach, likewise                              */
    COSINE_MUST_BITS  = 24,                 /* of cosine_must                                    */
};

/* ---- the index ------------------------------------------------------------------------------- */

/* A slot of the table of grams; free if no title has it. Its postings end before `end`. */
struct cosine_gram { uint64_t key, end; uint32_t n_titles, weight; };

struct cosine_title { const char *text; uint32_t n, first, last; };          /* last: row */

/*
 * What a question looks at first, in one line of the cache: a picture, and the root of `all`. A
 * picture has a bit for each gram that the title may have; of two that fall on one bit one is not
 * seen. Its words are for grams by their weight, heavy ones first, and as many of them in each.
 */
struct cosine_face { _Alignas(64) uint32_t picture[COSINE_PICTURE]; uint32_t norm; };
_Static_assert(sizeof(struct cosine_face) == 64, "a face is one line of the cache");

/*
 * A posting is a title and its `reach`: rest / norm, as far as the title can come with this gram
 * and those behind. Those of a gram stand with far ones first.
 */
struct cosine_index {
    struct cosine_gram  *gram;                  /* a table of n_slots, a power of two         */
    uint64_t             n_slots, n_grams;
    struct cosine_title *title;
    struct cosine_face  *face;
    uint32_t             n_titles, n_rows;
    uint32_t            *of_row;                /* a row's title                              */
    uint32_t            *post_title;
    uint16_t            *post_reach;
    uint32_t             least[COSINE_PICTURE];     /* weight in a word of a picture          */
};

/* Its folded text. */
static inline struct str
cosine_text(const struct cosine_title *t)
{
    return (struct str){ t->text, t->n };
}

/* Folded as titles are, and cut. What is made is in the arena. */
struct str cosine_fold(struct arena *, struct str title);

/* NULL: no title has it. */
const struct cosine_gram *cosine_gram_find(const struct cosine_index *, uint64_t key);

/* ---- the sequences of a text ----------------------------------------------------------------- */

/* One after the other: `key` has four letters of 16 bits. */
struct cosine_reader { struct str text; size_t at; uint64_t key; uint32_t n_letters; };

/* A reader before the first sequence. */
static inline struct cosine_reader
cosine_read(struct str folded)
{
    struct cosine_reader r = { folded, 0, ' ', 1 };

    if (folded.n == 0)
        r = (struct cosine_reader){ .at = 1, .n_letters = COSINE_LETTERS };
    return r;
}

/* A title of one letter has two spaces behind, so that it is a sequence too. */
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

struct cosine_bit { uint32_t word, mask; };

/* Where the gram stands in a picture. */
static inline struct cosine_bit
cosine_bit(const struct cosine_index *x, uint64_t key, uint32_t weight)
{
    uint32_t word = 0;

    while (word + 1 < COSINE_PICTURE && weight < x->least[word])
        word++;
    return (struct cosine_bit){ word, 1u << cosine_place(key, 5) };
}

/* ---- a set ----------------------------------------------------------------------------------- */

struct cosine_member {
    uint64_t                  key;
    const struct cosine_gram *gram;         /* NULL: no title has it                       */
    uint32_t                  weight;
    uint16_t                  times;        /* of a first occurrence: how many there are   */
    uint16_t                  met;          /* of a first one: 0 but inside cosine_shared  */
};

struct cosine_set {
    struct cosine_member member[COSINE_SET_MAX];
    uint32_t             n, norm;
    uint16_t             slot[COSINE_SET_SLOTS];        /* by key: number + 1, 0 free      */
    uint16_t             order[COSINE_SET_MAX];         /* those that titles have, rare first */
    uint32_t             n_known;
};

/* Its members; nothing is known of them yet but how often they stand there. */
void cosine_set_of(struct str folded, struct cosine_set *);

/* Weights, order and norm. */
void cosine_weigh(const struct cosine_index *, struct cosine_set *);

/* The weight of what the set shares with a title. */
uint32_t cosine_shared(struct cosine_set *, struct str title);

/* The weight of a gram that `n_with` of `n_all` titles have, 1024 for 1, and whole roots. */
uint32_t cosine_weight(uint32_t n_all, uint32_t n_with);
uint64_t cosine_root(uint64_t);

/* ---- a likeness in whole numbers ------------------------------------------------------------- */

/* Shared / (norm x norm), rounded: all that is said of likenesses is said of this. */
static inline uint32_t
cosine_likeness(uint32_t shared, uint32_t norm_a, uint32_t norm_b)
{
    uint64_t norms = (uint64_t)norm_a * norm_b, likeness;

    if (shared == 0)
        return 0;
    likeness = (((uint64_t)shared * COSINE_ONE << COSINE_NORM_BITS) + norms / 2) / norms;
    return likeness < COSINE_ONE ? (uint32_t)likeness : COSINE_ONE;
}

/* What must be shared for a likeness, for each unit of the other's norm, rounded down: who shares
 * less than that times norm is less alike. */
static inline uint64_t
cosine_must(uint32_t likeness, uint32_t norm)
{
    return ((2ull * likeness - 1) * norm << COSINE_MUST_BITS)
        / (2ull * COSINE_ONE << COSINE_NORM_BITS);
}

/* ---- a question ------------------------------------------------------------------------------ */

/* The postings of one of the grams asked for. */
struct cosine_list {
    const uint32_t   *title;
    const uint16_t   *reach;
    uint32_t          n, weight, rest;      /* rest: mine, of this list and those behind       */
    struct cosine_bit bit;
};

/* The grams of the lists that are still to be read, and the least weight of any in each word. */
struct cosine_sieve { uint32_t mask[COSINE_PICTURE], least[COSINE_PICTURE]; };

/* A title that may be near, and the most that it can share. */
struct cosine_candidate { uint32_t title, shared; };

/* What one thread needs for one question after the other. */
struct cosine_ask {
    const struct cosine_index *x;
    struct cosine_want         want;
    uint32_t                   n_left;
    unsigned                   sides;       /* wanted: 1 the first list, 2 the others        */
    struct cosine_set          set;
    struct cosine_list         list[COSINE_SET_MAX];        /* rare ones first               */
    size_t                     n_lists;
    struct cosine_sieve        sieve;
    uint64_t                   must[2];     /* for titles before the last of the best; behind */
    uint32_t                  *met, turn;   /* a title was met if its `met` is this turn     */
    struct cosine_candidate   *candidate;
    size_t                     n_candidates;
    struct cosine_hit          best[COSINE_BEST_MAX];       /* `row` is a title here         */
    size_t                     n_best;
};

/* In the arena, for questions that want the same; the titles of one list, or of two. */
struct cosine_ask *cosine_ask_in(struct arena *, const struct cosine_index *, struct cosine_want,
                                 uint32_t n_left);

/* The nearest of a folded text into `best`, other than the title `self` (UINT32_MAX: none). Takes
 * no memory. */
void cosine_ask(struct cosine_ask *, struct str folded, uint32_t self);

/* Reads what may come in of one list, each after those before it, for candidates. */
void cosine_read_list(struct cosine_ask *, size_t list);

/* What this title must share to come in. */
static inline uint32_t
cosine_must_share(const struct cosine_ask *k, uint32_t title)
{
    bool is_behind = k->n_best > 0 && title > k->best[k->n_best - 1].row;

    return (uint32_t)(k->must[is_behind] * k->x->face[title].norm >> COSINE_MUST_BITS);
}

/* The reach of a title that comes in, at the first gram that it shares. */
static inline uint64_t
cosine_must_reach(const struct cosine_ask *k)
{
    return k->must[0] >> (COSINE_MUST_BITS - COSINE_REACH_BITS);
}

#endif
