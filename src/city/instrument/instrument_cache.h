/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_cache.h — instruments that this process has parsed; the reason stands in the .c. */
#ifndef GUYUB_INSTRUMENT_CACHE_H
#define GUYUB_INSTRUMENT_CACHE_H

#include "city/instrument/instrument.h"

/* NULL if this text is not kept. Its `id` is unknown: that is the database's. */
const struct instrument *instrument_kept(struct str code, struct str digest);

/* Parses a pack's text and keeps it if there is room; `in` is sound either way. */
struct err *instrument_keep(struct arena *, struct str code, struct str text,
                            struct instrument *in);

#endif
