/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* desk_rule.h — degree of participation, what is weakest where, what stands out: pure, exact. */
#ifndef GUYUB_DESK_RULE_H
#define GUYUB_DESK_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/decimal.h"
#include "engine/score/score.h"

/* Items given to an agency, and of them: answered at all, answered by the last day, answered with
 * evidence. */
struct desk_share { int64_t given, answered, in_time, with_evidence; };

/* 0 to 100, the mean of the three shares; known is false if nothing was given. */
struct desk_degree { bool known; struct dec percent; };
struct desk_degree desk_degree_of(struct desk_share);

/* The indices of the `most` lowest figures, lowest first, in order where equal; returns how
 * many. */
size_t desk_lowest(const struct dec *figure, const bool *known, size_t n, size_t most,
                   size_t *index);

/*
 * The sub-dimensions of a tree: of the nodes that are neither the whole nor a question, the deepest
 * ones. Marks them, and returns how many; 0 if there are none, or they cannot be compared: their
 * scales differ, or something else than means stands above them.
 */
size_t desk_level(struct score_tree, const bool *is_question, bool *is_in);

/* Stands out: further from the median than `times` the median of such distances; nothing does where
 * half of the figures are the same. At most 1,000 figures, of the size of an index. */
void desk_outliers(const struct dec *figure, const bool *known, size_t n, int32_t times,
                   bool *out);

#endif
