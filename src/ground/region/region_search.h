/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * region_search.h — finding a region by what a person types.
 *
 * WHAT   A code is found directly. A name is found in spite of slips (letters left out, added,
 *        changed, swapped), of words for a kind ("kab. kediri" prefers the regency), of a beginning
 *        only ("band"), and together with what lies above it ("mojoroto kediri").
 * HOW    region_index.h gives candidates by shared trigrams; each is then measured by edit
 *        distance against every run of the words asked, and words that the name leaves over are
 *        looked for in the names above it. All in whole numbers: the order is the same on both
 *        engines.
 * LAW    None; OURS is the order: likeness, then the higher level, then the code.
 */
#ifndef GUYUB_REGION_SEARCH_H
#define GUYUB_REGION_SEARCH_H

#include "base/err.h"
#include "ground/region/region_row.h"
#include "ground/region/region_rule.h"

struct cx;

enum { REGION_HITS_MAX = 50 };

struct region_hit {
    struct region region;
    struct region above[REGION_LEVEL_MAX - 1];      /* from the province down                   */
    size_t        n_above;
    int32_t       score;  /* the higher the liker; 1,000 is the name itself */
};

/*
 * The best `most` (1 to REGION_HITS_MAX) regions of today for `text`, best first; none is not an
 * error.
 */
struct err *region_search(struct cx *, struct str text, size_t most, struct region_hit **hits,
                          size_t *n);

/* Writes the index anew from the regions of today. Whatever adds, ends or renames regions calls it
 * in its own transaction. */
struct err *region_search_rebuild(struct cx *);

#endif
