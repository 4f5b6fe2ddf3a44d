/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * join_part.h — inside the join: the index, and one row against it. For join*.c only.
 *
 * A row's `place` is its number when rows are sorted by weight, light ones first; a probe looks at
 * lighter places only, so that each pair is met from one side. `rest` of a term in a row is the
 * weight of the row from that term on, itself too. A `picture` has a bit for each term, turned over
 * once for each that hashes to it: where two pictures differ, the rows differ in at least one term.
 * Where terms weigh differently a picture has four parts, from light terms to heavy ones, equally
 * full; each bit that differs weighs at least the least weight of its part. Where all weigh the
 * same two parts do, for all terms alike.
 */
#ifndef GUYUB_ENGINE_TEXT_JOIN_PART_H
#define GUYUB_ENGINE_TEXT_JOIN_PART_H

#include "engine/text/join.h"

enum { JOIN_PARTS = 4, JOIN_PARTS_ALIKE = 2 };

struct picture { uint64_t part[JOIN_PARTS]; };

struct join_index {
    struct join_sets sets;
    struct join_plan plan;
    uint32_t        *row, *place;           /* by place; by row                          */
    uint32_t        *weight;                /* of a place: its row's                     */
    uint32_t        *of_term;               /* weight of a term                          */
    struct picture  *picture;               /* of a place                                */
    uint64_t        *from;                  /* of a term: its postings, ascending places */
    uint64_t        *post_picture;          /* of a posting: its `parts`, copied, so that they are
                                             * read in a row */
    uint32_t        *post_place, *post_rest;
    size_t           parts;
    uint32_t         split[JOIN_PARTS];     /* the least weight that belongs to a part   */
    uint32_t         least[JOIN_PARTS];     /* and the least that there is               */
};

/* ---- rows and the threshold, in whole numbers ----------------------------------------------- */

/* The terms of a row. */
struct join_terms { const uint32_t *term; size_t n; };

static inline struct join_terms
join_terms(const struct join_sets *s, uint32_t row)
{
    return (struct join_terms){ s->term + s->first[row], s->first[row + 1] - s->first[row] };
}

/* The least that rows of weights a and b, together `both`, must share. */
static inline uint64_t
join_must_share(struct join_least t, uint64_t both)
{
    return (t.p * both + t.p + t.q - 1) / (t.p + t.q);
}

/* The least weight of a row that is alike enough to one of this weight; they share it, too. */
static inline uint64_t
join_lightest(struct join_least t, uint64_t weight)
{
    return (t.p * weight + t.q - 1) / t.q;
}

/* ---- a probe --------------------------------------------------------------------------------- */

/* How bits are counted: by table, one word at a time, eight (two parts that weigh the same). */
enum join_scan { JOIN_SCAN_PLAIN, JOIN_SCAN_COUNTING, JOIN_SCAN_WIDE };

bool           join_scan_can(enum join_scan);       /* on this machine */
enum join_scan join_scan_best(size_t parts);        /* and the fastest */

/* Whose pictures may differ by `most`, a bit weighing at least what its part says. */
struct join_sieve {
    struct picture mine;
    uint64_t       least[JOIN_PARTS], most;
    size_t         parts;
    enum join_scan as;
};

/* Of `n` pictures, JOIN_SCAN_MAX at most, those that pass: their numbers, in no order. */
enum { JOIN_SCAN_MAX = 256 };
size_t join_scan(const uint64_t *picture, size_t n, const struct join_sieve *, uint32_t *kept);

/* A row's picture, and the sieve of one; `most` is set where it is used. */
struct join_sieve join_sieve(const struct join_index *, struct picture mine);
struct picture    join_picture(const struct join_index *, const uint32_t *term, size_t n);

/* A row, or a draft, that looks for others among the places from `low` on and before `high`. */
struct join_probe {
    const uint32_t   *term;
    size_t            n;
    uint64_t          weight, known;        /* all of it; that of `term` only */
    struct join_sieve sieve;                /* of its picture                 */
    uint32_t          low, high;
};

/* What a probe finds; room for a pair with every row. */
struct join_found { uint32_t *place, *shared; size_t n; };

/* The row at this place looks at those before it. */
void join_probe_of(const struct join_index *, uint32_t place, struct join_probe *);

/* Adds what the probe finds, in no order, each once. */
void join_look(const struct join_index *, struct join_probe *, struct join_found *,
               struct join_count *);

/* The first place of at least this weight; the number of rows if there is none. */
uint32_t join_place_from(const struct join_index *, uint64_t weight);

/* The first posting of a term, from `at` on and before `end`, of at least this place. */
uint64_t join_posting_from(const struct join_index *, uint64_t at, uint64_t end, uint32_t place);

/* A probe at one of its terms, and what it weighs from there on. */
struct join_look {
    const struct join_index *x;
    struct join_probe       *probe;
    size_t                   i;
    uint64_t                 rest;
};

/* The places from here on cannot share enough from this term on. */
uint32_t join_last_place(const struct join_look *);

/* Looks at some of the term's postings, JOIN_SCAN_MAX at most. */
void join_look_stretch(const struct join_look *, uint64_t at, size_t n, struct join_found *,
                       struct join_count *);

/* ---- a block --------------------------------------------------------------------------------- */

enum { JOIN_BLOCK_ROWS = 256, JOIN_BLOCK_HITS = 1 << 14 };

struct join_block;

/* Found by a row of the block, counted from its first: another row, by its own number. */
struct join_hit { uint32_t row, other, shared; };

/* Some 3 MB. */
struct join_block *join_block_make(struct arena *, const struct join_index *);

/*
 * The rows at places `from` to `from + n - 1`, n at most JOIN_BLOCK_ROWS, look at those before
 * each: term by term, so that a stretch of postings is read once for all rows that want it. False:
 * it would be more than a block holds, and nothing is found or counted.
 */
bool join_look_block(struct join_block *, uint32_t from, uint32_t n, struct join_count *);

/* What was found, in no order, each once. */
struct join_hits { struct join_hit *hit; size_t n; };
struct join_hits join_block_hits(struct join_block *);

#endif
