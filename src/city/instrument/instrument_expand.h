/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * instrument_expand.h — an instrument for one sheet of answers: what repeats stands there once for
 * each of its instances. Without instances it stands once, unanswered.
 */
#ifndef GUYUB_INSTRUMENT_EXPAND_H
#define GUYUB_INSTRUMENT_EXPAND_H

#include "city/instrument/instrument.h"

/* The instances of an item that repeats, in order, as the answers name them. */
struct instrument_instances { int32_t item; struct str *of; size_t n; };

/* How many items it will have: at most SCORE_NODES_MAX may be expanded. */
size_t instrument_expanded_size(const struct instrument *, const struct instrument_instances *,
                                size_t n);
void   instrument_expand(struct arena *, const struct instrument *,
                         const struct instrument_instances *, size_t n, struct instrument *out);

#endif
