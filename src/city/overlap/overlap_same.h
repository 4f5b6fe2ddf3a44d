/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * overlap_same.h — which rows of a list say the same, and in which order rows stand that have much
 * in common. Private to the slice.
 *
 * WHAT   Of rows that are equal in every field but id and line one is compared, the first: it is a
 *        `different` row, numbered from 0 in the order of rows. Different rows are also put into an
 *        order by city, office, sub-unit, code, year, place and money, so that among many that
 *        share their words the neighbours are those most likely to be the same work.
 * OWNER  The office of a city: whose manner of speaking counts (engine/text/corpus.h).
 */
#ifndef GUYUB_OVERLAP_SAME_H
#define GUYUB_OVERLAP_SAME_H

#include "base/arena.h"
#include "city/overlap/overlap.h"

static const uint32_t OVERLAP_NO_ROW = UINT32_MAX;

struct overlap_same {
    uint32_t  n, n_left;        /* different rows; of the first of two lists                */
    uint32_t *row, *count;      /* of each: its row in the list; how many say it            */
    uint32_t *next;             /* of each row of the list: the next that says the same     */
    uint32_t *ranked, *rank;    /* different rows in their order; of each its place there   */
    uint32_t *owner, *owned;    /* of each; of each owner, how many different rows          */
};

/* `n_left` rows are the first list: what two lists have in common is not put together. */
void overlap_same_of(struct arena *, const struct overlap_list *, size_t n_left,
                     struct overlap_same *);

/* Different rows put together by a number that each has, in their order by rank. */
struct overlap_cluster  { const uint32_t *member; size_t n; };
struct overlap_clusters { uint32_t *first, *member; uint32_t n; };

/* Numbers are 0 to n_numbers - 1; a number that no row has makes an empty cluster. */
struct overlap_clusters overlap_clusters_of(struct arena *, const struct overlap_same *,
                                            const uint32_t *number, uint32_t n_numbers);
struct overlap_cluster  overlap_cluster(const struct overlap_clusters *, uint32_t number);

#endif
