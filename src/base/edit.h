/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * edit.h — how many slips lie between two texts: letters left out, added, changed, or two
 * neighbours swapped (optimal string alignment distance, Damerau 1964 in its restricted form).
 */
#ifndef GUYUB_BASE_EDIT_H
#define GUYUB_BASE_EDIT_H

#include "base/str.h"

enum { EDIT_LETTERS_MAX = 128 };    /* of a text; letters beyond are not compared */

/* The number of slips, or most + 1 if it is more than `most`. */
uint32_t edit_distance(struct str a, struct str b, uint32_t most);

/*
 * Likeness in thousandths: 1,000 is the same, 0 has nothing in common; by the longer text's
 * letters.
 */
int32_t  edit_likeness(struct str a, struct str b);

#endif
