/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * cosine.h — the rows whose titles are nearest: exact best ones by the cosine of weighted letter
 * sequences.
 *
 * WHAT   A title, folded, with a space before and behind, is the bag of its sequences of
 *        COSINE_LETTERS letters; each weighs (times it stands there) x log((N + 1) / (titles with
 *        it + 1)), and the bag has length 1. The likeness of two is the sum of products, 0 to
 *        COSINE_ONE. Short titles and slips of the finger are near here where words would say:
 *        nothing shared.
 * HOW    Whole numbers: parts of a bag are rounded to COSINE_PART once, and the likeness is defined
 *        on these, so that every machine and every number of threads says the same. The heaviest
 *        sequences are looked up first, and what can no longer reach the least asked for or the
 *        last of the best is not begun: no better row is missed.
 * ORDER  Best first; of equals the smaller row.
 * COST   Memory about 8 bytes for each different sequence of each title. Time: titles that share
 *        rare sequences.
 */
#ifndef GUYUB_ENGINE_TEXT_COSINE_H
#define GUYUB_ENGINE_TEXT_COSINE_H

#include "base/arena.h"
#include "base/progress.h"
#include "base/str.h"

enum {
    COSINE_LETTERS = 4,
    COSINE_TITLE_MAX = 512,         /* bytes of a folded title; what is beyond is not looked at */
    COSINE_PART    = 1 << 15,       /* the part that a bag of one sequence has                  */
    COSINE_ONE     = 10000,         /* the likeness of two equal titles                         */
    COSINE_BEST_MAX = 64,
};

struct cosine_index;

/* The titles need not live longer. Titles that are equal when folded are one: it is named by its
 * first row, here and in every hit. */
struct cosine_index *cosine_make(struct arena *, const struct str *title, uint32_t n);
uint32_t             cosine_first(const struct cosine_index *, uint32_t row);

struct cosine_hit { uint32_t row; uint32_t likeness; };

/* The `most` nearest titles with at least `least`, other than that of row `but` (UINT32_MAX:
 * none). */
size_t cosine_nearest(const struct cosine_index *, struct arena *scratch, struct str title,
                      uint32_t but, uint32_t least, struct cosine_hit *hit, size_t most);

/* The nearest of every title, in the order of first rows, with `most` and `least` as above. False:
 * stopped. */
struct cosine_taker {
    void *arg;
    bool (*take)(void *arg, uint32_t row, const struct cosine_hit *hit, size_t n);
};
bool   cosine_all(const struct cosine_index *, int threads, uint32_t least, size_t most,
                  struct cosine_taker, const struct progress *);

/* What brute force would say of two titles. */
uint32_t cosine_of(const struct cosine_index *, uint32_t a, uint32_t b);

#endif
