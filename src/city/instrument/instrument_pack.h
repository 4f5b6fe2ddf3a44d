/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_pack.h — the shape of an instrument's pack: for the checker and for editors. */
#ifndef GUYUB_INSTRUMENT_PACK_H
#define GUYUB_INSTRUMENT_PACK_H

#include "pack/shape.h"

extern const struct shape instrument_shape;

#endif
