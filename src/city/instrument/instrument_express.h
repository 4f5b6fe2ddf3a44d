/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_express.h — an item's expression: compiled with its pack, run with its parts. */
#ifndef GUYUB_INSTRUMENT_EXPRESS_H
#define GUYUB_INSTRUMENT_EXPRESS_H

#include "city/instrument/instrument_pack.h"

/* Compiles the expression of item i against the ids of its parts; faults stand inside the text. */
void instrument_compile(struct tree_reader *, int32_t i);

/* Why the expression of item i has no value here, in a sentence; MSG_NONE if that is not why it has
 * no figure. `step` is of the whole tree. */
struct msg instrument_express_why(struct arena *, const struct instrument *,
                                  const struct score_step *step, int32_t i);

#endif
