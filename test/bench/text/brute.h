/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * brute.h — all pairs looked at: what the join must say, by other code than the join's.
 */
#ifndef GUYUB_BENCH_TEXT_BRUTE_H
#define GUYUB_BENCH_TEXT_BRUTE_H

#include "engine/text/join.h"

struct pairs { struct join_pair *pair; size_t n; };

/* Pairs of at least this likeness, by the first row, then by the second. */
struct pairs brute_pairs(struct arena *, const struct join_sets *, struct join_least);

/* Those of them that reach a higher one. */
struct pairs brute_at(struct arena *, struct pairs, struct join_least);

/* What the join says, in the same order; `n_left` as join_between has it, UINT32_MAX: one list. */
struct pairs joined_pairs(struct arena *, const struct join_sets *, struct join_plan,
                          uint32_t n_left);

/* Says on stderr where they begin to differ. */
bool         pairs_agree(struct pairs, struct pairs, const char *what);

/* Every step-th row, with something unknown, as a draft: it finds what brute force finds. */
bool         drafts_agree(struct arena *, const struct join_sets *, struct join_least,
                          uint32_t step);

#endif
