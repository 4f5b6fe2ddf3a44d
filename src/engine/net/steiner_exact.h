/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * steiner_exact.h — for tests and the bench: small graphs by chance, and their best tree by trying
 * every set of vertices. Nothing of it is shared with what it examines.
 */
#ifndef GUYUB_ENGINE_NET_STEINER_EXACT_H
#define GUYUB_ENGINE_NET_STEINER_EXACT_H

#include "base/rand.h"
#include "engine/net/steiner.h"

enum { EXACT_LEAST = 6, EXACT_MOST = 14 };

/* Costs within a tenth of each other; distances of points in a square; from 1 to a million. */
enum exact_class { EXACT_UNIFORM, EXACT_PLACES, EXACT_WIDE, EXACT_CLASSES };

/* 6 to 14 vertices, some without a prize and some that must, a few out of reach; now and then
 * loops, doubles and links that cost nothing. */
struct net_graph exact_instance(struct arena *, enum exact_class, uint64_t seed);

/* Links and lost prizes of the best tree, as net_tree counts them. Up to EXACT_MOST vertices. */
int64_t exact_best(const struct net_graph *);

/* Histogram of gaps in shares of the best: none, up to 0.1, 1, 5 % and above. */
enum { EXACT_GAPS = 5 };
struct exact_tally {
    uint32_t n, best, proven, wrong;    /* tree = best; bound = best; a promise was broken */
    uint32_t gap[EXACT_GAPS], gap_of_bound[EXACT_GAPS];
    double   worst, worst_of_bound;
};
void exact_try(struct arena *, enum exact_class, uint64_t seed, struct exact_tally *);

#endif
