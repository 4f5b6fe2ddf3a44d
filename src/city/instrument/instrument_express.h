/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_express.h — an item's expression: compiled with its pack, run with its parts. */
#ifndef GUYUB_INSTRUMENT_EXPRESS_H
#define GUYUB_INSTRUMENT_EXPRESS_H

#include "city/instrument/instrument_pack.h"

/* Compiles the expression of item i against the ids of its parts; faults stand inside the text. */
void instrument_compile(struct tree_reader *, int32_t i);

#endif
