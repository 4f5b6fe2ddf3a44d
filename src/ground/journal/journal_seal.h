/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal_seal.h — the chain, for the slice's own files; see journal.h for the rest. */
#ifndef GUYUB_JOURNAL_SEAL_H
#define GUYUB_JOURNAL_SEAL_H

#include "ground/journal/journal.h"

/* Seals batches until the tail is empty; only reads when it is. */
struct err *journal_tend(struct cx *);

#endif
