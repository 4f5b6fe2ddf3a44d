/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sheet_fill.h — values into someone else's workbook, which stays theirs.
 *
 * WHAT   Every part of the file is copied as it is but for the sheets that get values and for
 *        what would go stale: a cell keeps its style, merged cells, formulas, pictures and names
 *        stay, and whoever opens it has all formulas reckoned anew. A cell that holds a formula
 *        is not overwritten but told.
 * NOT    Charts and pivot tables keep what they showed until the workbook is opened. A date in a
 *        cell whose style is not one of dates shows as a number: the style is the owner's.
 * READ   What stands in a cell is read by grid.h; sheet_cells_read reads a few by their names.
 *        sheet_fill_book.c which sheet lies where · sheet_fill_check.c what may be written ·
 *        sheet_fill_cells.c the writing
 * LAW    ECMA-376 1, 18.2 and 18.3.
 */
#ifndef GUYUB_PAPER_SHEET_FILL_H
#define GUYUB_PAPER_SHEET_FILL_H

#include "base/calendar.h"
#include "base/err.h"
#include "paper/grid.h"

/* "Data!C5", "'Lembar 1'!AA12"; "$C$5" is read too. */
struct sheet_place { struct str sheet; uint32_t row, column; };        /* both from 0 */
bool       sheet_place_parse(struct arena *, struct str, struct sheet_place *);
struct str sheet_place_text(struct arena *, const struct sheet_place *);

/* Data form: "12.5", "2024-08-13", "true"; GRID_EMPTY empties the cell, GRID_ERROR is refused. */
struct sheet_value { struct sheet_place at; enum grid_kind kind; struct str text; };

/* From `from` into `to`, which is a new file. Fails, where: the place: sheet.no_sheet,
 * sheet.formula, sheet.merged (not the first cell of merged ones), sheet.twice, sheet.value (no
 * number, no date), sheet.long, sheet.macros; xml.malformed and as zip_in.h. What `to` holds after
 * an error is nothing. */
struct err *sheet_fill(struct arena *, int from, int to, const struct sheet_value *, size_t n);
/* A few cells by their places; of the file, its sheet is not asked for. Fails as grid_open. */
struct err *sheet_cells_read(struct arena *, const struct grid_file *, const struct sheet_place *,
                             size_t n, struct grid_cell *out);

#endif
