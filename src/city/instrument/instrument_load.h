/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_load.h — what loading, answering and the commands share inside the slice. */
#ifndef GUYUB_INSTRUMENT_LOAD_H
#define GUYUB_INSTRUMENT_LOAD_H

#include "city/instrument/instrument.h"

/* The module's load hook: the pack and the facts that come with the program. */
struct err *instrument_load(struct cx *, struct buf *out);

/* A pack that comes with the program. Fails: instrument.unknown. */
struct err *instrument_embedded(struct arena *, struct str code, struct pack *);

/* The item whose code is nearest to a word, for "did you mean"; unknown if none is near. */
struct str instrument_near_item(struct arena *, const struct instrument *, struct str item);

#endif
