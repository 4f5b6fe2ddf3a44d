/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sheet_out.h — a workbook into a file, row by row, in constant memory (libxlsxwriter).
 *
 * WHAT   One sheet or more; a head that stays when one scrolls; texts are never formulas,
 *        whatever they begin with; numbers keep their digits up to the 15 that a spreadsheet has,
 *        longer ones go as text; a text that is a whole date ("2024-08-13") is a date, and reads
 *        the same when it comes back. The same content gives the same bytes.
 * ERRORS sheet.write (BROKEN: the disk), sheet.rows (TOO_LARGE: over 1,048,576 with the head),
 *        sheet.long (TOO_LARGE: a text over 32,767 characters). After an error only the arena
 *        goes on.
 */
#ifndef GUYUB_PAPER_SHEET_OUT_H
#define GUYUB_PAPER_SHEET_OUT_H

#include "base/err.h"
#include "base/table.h"

struct sheet_out;

/* Makes PATH, which the caller renames or removes; what is on the way lies in the same folder
 * without a name. The heads are in this language. Fails: sheet.write. */
struct err *sheet_out_open(struct arena *, const char *path, enum lang, struct sheet_out **);
/* The next sheet; a name that no sheet may have is made one ("a/b" is "a b"), one that is there
 * already gets a number. The columns must live until the next sheet. */
struct err *sheet_out_begin(struct sheet_out *, struct str sheet, const struct column *, size_t n);
/* As of a table's row: unknown and empty texts are empty cells. */
struct err *sheet_out_row(struct sheet_out *, const struct str *cell);
/* Writes the file; one sheet at least has begun. */
struct err *sheet_out_close(struct sheet_out *);

#endif
