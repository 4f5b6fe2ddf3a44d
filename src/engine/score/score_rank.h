/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * score_rank.h — how far a ranking hangs on its weights: the ranks under weights drawn many times.
 *
 * Every draw multiplies each weight by chance, between 1 - spread and 1 + spread, and ranks the
 * rows again by the weighted mean of their figures. The same seed gives the same draws everywhere.
 * The outcome is a range for each row: where it stands by the weights as they are, its best and
 * worst rank of all draws, and the ranks between which nine of ten of them lie.
 *
 * OURS: a row that lacks a figure is not ranked and takes nobody's place. What is not applicable to
 * a row leaves its weight to the row's other items. Equal means share the better rank, and the next
 * rank is left out; means are equal when they differ by less than 2^-41 of a figure's unit, which
 * is never so for different means of rows to which the same items apply.
 *
 * Whole numbers only. It costs n_draws x (n_rows x n_items sums + a sort of n_rows).
 */
#ifndef GUYUB_ENGINE_SCORE_RANK_H
#define GUYUB_ENGINE_SCORE_RANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum {
    SCORE_RANK_ROWS_MAX   = 2000,
    SCORE_RANK_ITEMS_MAX  = 1000,
    SCORE_RANK_FIGURE_MAX = 1000000,        /* 0 to this: 100 with four places        */
    SCORE_RANK_WEIGHT_MAX = 1000000000,     /* 1 to this, in any unit                 */
    SCORE_RANK_DRAWS_MAX  = 1000000,
    SCORE_RANK_SPREAD_MAX = 999             /* thousandths of a weight                */
};

/* In place of a figure. */
enum { SCORE_RANK_UNKNOWN = -1, SCORE_RANK_NOT_APPLICABLE = -2 };

struct score_ranking {
    const int32_t *figure;                  /* n_rows x n_items, row by row, in one unit */
    const int32_t *weight;                  /* n_items                                   */
    size_t         n_rows, n_items;
};

struct score_draws { size_t n; int32_t spread; uint64_t seed; };

/* Of the draws: the best and worst rank, and those between which nine of ten lie. */
struct score_rank { bool ranked; int32_t rank, best, worst, low, high; };

/* Is all of it within the limits above? At least one row, item and draw. */
bool score_rank_check(const struct score_ranking *, const struct score_draws *);

/* Fills `out`, one a row, for what passed the check. Scratch: 4 bytes a pair of rows. */
void score_rank(struct arena *, const struct score_ranking *, const struct score_draws *,
                struct score_rank *out);

#endif
