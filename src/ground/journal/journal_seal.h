/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal_seal.h — the chain, for the slice's own files; see journal.h for the rest. */
#ifndef GUYUB_JOURNAL_SEAL_H
#define GUYUB_JOURNAL_SEAL_H

#include "ground/journal/journal.h"

/* Seals batches until the tail is empty, or long enough (20,000 lines); only reads when there is
 * nothing to seal. */
struct err *journal_tend(struct cx *);
struct err *journal_seal_some(struct cx *, int64_t *n_sealed);

/* As journal_verify; and a head that was kept elsewhere, in hex, must be a line of the chain: this
 * shows lines that were cut off the end. Unknown: none is asked for. */
struct err *journal_verify_with(struct cx *, struct str head, struct journal_verdict *);

#endif
