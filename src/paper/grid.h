/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * grid.h — rows of cells, whether they come as CSV, as a workbook or pasted from one.
 *
 * WHAT   One row after another in constant memory, each cell with its text in data form (decimal
 *        point, ISO date) and its place in the reader's words: "Data!C5", "line 5, column 3". A
 *        workbook's sheet is read as it is asked for; its shared strings are put away in a nameless
 *        file. A date with a time of day is "2024-08-13T08:30:00".
 * FORM   CSV by comma, semicolon or tab (the one the first line has most), UTF-8 with or without a
 *        mark; XLSX: the sheet that is named, or the first that is not hidden. What people wrote
 *        into cells as text is read by grid_value.h.
 * READ   grid.c lines of a text · grid_book.c a workbook's rows · grid_string.c its shared texts ·
 *        grid_style.c which of its cells are dates · grid_number.c its numbers
 * LAW    RFC 4180; ECMA-376 1, 18.
 * ERRORS INPUT; grid.malformed, grid.sheet (lists those that are there), grid.rows, grid.columns,
 *        grid.long; BROKEN: grid.read, grid.write; those of zip_in.h and xml_in.h. A workbook that
 *        is cut short may give rows before it says so.
 */
#ifndef GUYUB_PAPER_GRID_H
#define GUYUB_PAPER_GRID_H

#include "base/err.h"

enum { GRID_COLUMNS_MAX = 1024, GRID_ROWS_MAX = 1 << 20, GRID_CELL_MAX = 32 << 10 };

enum grid_kind { GRID_EMPTY, GRID_TEXT, GRID_NUMBER, GRID_DATE, GRID_TRUTH, GRID_ERROR };

struct grid_cell { enum grid_kind kind; struct str text; };    /* dies at the next grid_next */

struct grid;

/* A file by its content. The fd belongs to the caller and stays open as long as the grid. */
struct grid_file {
    int        fd;
    struct str name;                /* for complaints: "data.xlsx"                             */
    struct str sheet;               /* of a workbook; unknown: the first that is not hidden    */
    struct str folder;              /* for what does not stay in memory; unknown: the system's */
};
struct err *grid_open(struct arena *, const struct grid_file *, struct grid **);
/* What was pasted into a form: tabs between cells. */
struct err *grid_open_text(struct arena *, struct str text, struct grid **);
struct err *grid_next(struct grid *, const struct grid_cell **, size_t *n, bool *more);
int64_t     grid_row(const struct grid *);                      /* from 1, as its program counts  */
struct msg  grid_where(struct arena *, const struct grid *, size_t column);
/* "Data, row 5", "line 5". */
struct msg  grid_where_row(struct arena *, const struct grid *, int64_t row);

/* The sheets of a workbook, in their order; a CSV has none. */
struct grid_sheet { struct str name; bool is_hidden; };
struct err *grid_sheets(struct arena *, int fd, struct grid_sheet **, size_t *n);

#endif
