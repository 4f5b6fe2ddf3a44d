/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * table.h — one row source for every list: the same rows as page, JSON, CSV and shell table.
 *
 * Column keys are stable English names (data formats); labels are for people. Cells are texts in
 * data form: ISO dates, decimal points, no grouping; unknown cells are unknown, not empty.
 */
#ifndef GUYUB_BASE_TABLE_H
#define GUYUB_BASE_TABLE_H

#include "base/json.h"
#include "base/msg.h"

enum column_kind { COLUMN_TEXT, COLUMN_INT, COLUMN_DEC, COLUMN_BOOL };

struct column { const char *key; struct msg label; enum column_kind kind; };

struct table {
    const struct column *column;
    size_t               n_columns, n_rows, cap_rows;
    struct str          *cell;               /* n_rows x n_columns, row by row */
};

struct table table_in(struct arena *, const struct column *, size_t n_columns, size_t cap_rows);
struct str  *table_row(struct table *);      /* a new row to fill; asserts the ceiling */

void table_json(struct json *, const struct table *);         /* an array of objects          */
void table_csv(struct buf *, const struct table *);           /* header and rows, shielded    */
void table_text(struct buf *, enum lang, const struct table *);   /* aligned, for a terminal  */

#endif
