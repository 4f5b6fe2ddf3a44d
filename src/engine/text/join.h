/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * join.h — every pair of sets that share enough, none missed: the likeness join (ADR 0023).
 *
 * WHAT   A set is a row's terms; each term has a weight. The likeness of two sets is the weight of
 *        what they share over the weight of what either has (weighted Jaccard). The join gives
 *        every pair whose likeness is at least a threshold, as brute force would, without comparing
 *        all.
 * HOW    Whole numbers only, so that nothing is lost to rounding: "shared / all >= p / q" is
 *        "shared (p + q) >= p (weight a + weight b)". Terms stand rare first; two sets that are
 *        alike enough share one of their first terms (prefix filter), early enough in both
 *        (positional filter), and their 128-bit pictures differ in few enough places (bitmap
 *        filter). A pair is verified at the first term that it shares and nowhere else, so nothing
 *        is remembered of the pairs that were refused. Sources: Bayardo 2007, Xiao 2008, Sandes
 *        2017.
 * COST   Memory: the sets, 24 bytes for each indexed term (40 with weights), and the pairs of a
 *        batch. Time: the postings that share a rare term; it grows with the square of n where
 *        texts are alike throughout (`./dev bench overlap` shows it).
 * ORDER  Rows are worked on by weight, light ones first; pairs come in the order of their heavier
 *        row, then of the other, whatever the number of threads.
 * NOT    What a term is (corpus.h), rows that are the same (the caller groups them first: of k
 *        equal rows there are k (k - 1) / 2 pairs), what a likeness means (the judgement).
 */
#ifndef GUYUB_ENGINE_TEXT_JOIN_H
#define GUYUB_ENGINE_TEXT_JOIN_H

#include "base/arena.h"
#include "base/progress.h"

enum {
    JOIN_WEIGHT_MAX  = 4095,        /* of a term; 0 is refused             */
    JOIN_TERMS_MAX   = 1 << 18,     /* of a set: its weight stays under 2^30 */
    JOIN_THREADS_MAX = 64,
};

/* Sets i has term[first[i]] to term[first[i + 1] - 1], ascending, each once; terms are numbered
 * rare first. A set without terms is like nothing. */
struct join_sets {
    const uint32_t *first;          /* n + 1                                */
    const uint32_t *term;
    const uint32_t *weight;         /* of each term; NULL: all weigh 1      */
    uint32_t        n, n_terms;
};

/* A likeness of p / q, 0 < p <= q <= 10000. */
struct join_least { uint32_t p, q; };

struct join_pair { uint32_t a, b; uint32_t shared, all; };     /* rows, a < b; weights */

struct join_plan {
    struct join_least least;
    int               threads;          /* 1 to JOIN_THREADS_MAX               */
    bool              for_drafts;       /* join_ask needs a longer index       */
};

/* What the filters let through, for those who tune and measure. */
struct join_count { uint64_t looked_at, verified, pairs; };

struct join_index;

/* The sets must outlive the index; both live in the arena. Asserts what is said above of sets. */
struct join_index *join_make(struct arena *, const struct join_sets *, struct join_plan);

/* Takes some pairs; false: no more. */
struct join_taker { void *arg; bool (*take)(void *arg, const struct join_pair *, size_t n); };

/* Who takes the pairs, who hears how far it is (NULL: nobody), and what is counted (NULL: nothing).
 * Both are called from the calling thread, and never while another one runs. */
struct join_out {
    struct join_taker      taker;
    const struct progress *progress;
    struct join_count     *count;
};

/* All pairs. False: the taker or the progress stopped it. Memory for the time of the call: for each
 * thread 16 bytes a row and five megabytes. */
bool join_all(const struct join_index *, struct arena *, struct join_out);

/* The pairs of one row of the first `n_left` with one of the others only: two lists in one. */
bool join_between(const struct join_index *, struct arena *, uint32_t n_left, struct join_out);

/*
 * What is like a draft, which is no row: its terms ascending, those that a row has; `unknown` is
 * the weight of the others. The pairs by row, `a` the row, `b` JOIN_DRAFT; returns how many. They
 * and 8 bytes for each row come from the arena. The plan must say for_drafts.
 */
static const uint32_t JOIN_DRAFT = UINT32_MAX;
struct join_draft { const uint32_t *term; size_t n; uint32_t unknown; };
size_t join_ask(const struct join_index *, struct arena *, struct join_draft,
                struct join_pair **hit);

/* The pair itself: what brute force would say. */
struct join_pair join_of(const struct join_sets *, uint32_t a, uint32_t b);
bool             join_is_alike(struct join_pair, struct join_least);

#endif
