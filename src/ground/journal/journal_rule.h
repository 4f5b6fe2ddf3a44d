/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * journal_rule.h — rules only: what differs, as JSON, and what the digest of a line covers.
 *
 * OURS   The digest of a line is BLAKE2b-256 over the digest of the line before it (32 zero bytes
 *        before the first) and then every column in the order of the table. A number is eight
 *        bytes, most significant first. A text is one byte, 1 if it is known and 0 if not, then its
 *        length as a number, then its bytes. So no two different lines are the same bytes.
 */
#ifndef GUYUB_JOURNAL_RULE_H
#define GUYUB_JOURNAL_RULE_H

#include "base/buf.h"
#include "base/form.h"
#include "base/json.h"
#include "ground/journal/journal_row.h"     /* generated: struct journal_row */

/* What the digest of a line is taken of. `previous` is the line before's digest; 32 bytes. */
void journal_canonical(struct buf *, struct str previous, const struct journal_row *);

/* Where a personal value stands; for a value that is not there, 0 and unknown. */
struct journal_sealed { int64_t value; struct str digest; };
struct journal_change { struct form_change change; struct journal_sealed before, after; };

/* The fields that differ, without secret ones; `out` has room for form->n. Returns how many. */
size_t journal_changes(struct arena *, const struct form *, const void *before, const void *after,
                       struct journal_change *out);

/* One side as a JSON object: {"name":"Dinas X","email":{"digest":"…","value":17},"year":null}. */
enum journal_side { JOURNAL_BEFORE, JOURNAL_AFTER };
void journal_side_json(struct json *, const struct journal_change *, size_t n, enum journal_side);

#endif
