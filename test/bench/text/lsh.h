/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * lsh.h — the usual way to find pairs that are alike: MinHash signatures in bands, and every pair
 * that shares a band verified exactly.
 *
 * 20 bands of 5 (Broder 1997; Leskovec, Rajaraman, Ullman, chapter 3): a pair of likeness 0.6 is
 * seen with a chance of 0.80, one of 0.7 with 0.975. A pair is verified in the first band that it
 * shares, so that no set of seen pairs is held; sizes that are too different are passed over. A
 * band's keys are sorted by radix. Threads share the rows, then the bands.
 */
#ifndef GUYUB_BENCH_TEXT_LSH_H
#define GUYUB_BENCH_TEXT_LSH_H

#include "engine/text/join.h"

enum { LSH_BANDS = 20, LSH_ROWS = 5 };

struct lsh_result { struct join_pair *pair; size_t n; uint64_t candidates, verified; };

/* Unweighted. The pairs in no order, each once. */
struct lsh_result lsh_join(struct arena *, const struct join_sets *, struct join_plan);

#endif
