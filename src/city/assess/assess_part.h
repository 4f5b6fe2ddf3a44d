/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_part.h — what the parts of the slice share. */
#ifndef GUYUB_ASSESS_PART_H
#define GUYUB_ASSESS_PART_H

#include "city/assess/assess.h"
#include "ground/journal/journal.h"

/* May this leaf be answered in this region: it is for its kind, and its score has a source? */
bool assess_is_asked(const struct instrument *, int32_t item, enum region_kind);
/* Does an instrument's item repeat ("each"), itself or what it stands below? */
bool assess_repeats(const struct instrument *, int32_t item);

/* Is this value an answer to the item? An empty one is none, and sound. Fails: answer.* */
struct err *assess_value_check(struct cx *, const struct assess_full *, struct str item,
                               struct str of, struct str value);

/* The acting post of now, as rows keep it; "" for who acts in none. */
struct str assess_by_post(const struct cx *);

#endif
