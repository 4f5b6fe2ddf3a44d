/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * region_revise.h — splits, mergers, renamings: the map of the state changes without a rewrite.
 *
 * A change is a line of a CSV file with the columns change, from_code, to_code, to_name, on_date,
 * law. The lines are applied in their order, all in one transaction, or none:
 *
 *   split   `from` goes on; `to` begins (or is there already, from an earlier line)
 *   merge   `from` ends; `to` begins, or is there already
 *   rename  `from` ends; a row with the same code and the new name begins
 *   recode  `from` ends; `to` begins with the new code, and the old name unless a new one is given
 *   move    the same as recode, to a code under another parent
 *
 * A region that ends must have no part that goes on, except when it is renamed: the parts' own
 * changes stand in lines before it. Every change leaves a lineage row with its law.
 */
#ifndef GUYUB_REGION_REVISE_H
#define GUYUB_REGION_REVISE_H

#include "base/err.h"

struct cx;

/* `n` counts the lines applied. Fails: csv.*, region.revise_* with FILE:LINE:COLUMN. */
struct err *region_revise(struct cx *, struct str file, int64_t *n);
struct err *region_revise_text(struct cx *, struct str name, struct str text, int64_t *n);

#endif
