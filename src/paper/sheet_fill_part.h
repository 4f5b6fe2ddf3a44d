/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sheet_fill_part.h — what the files of sheet_fill.h share; not for others. */
#ifndef GUYUB_PAPER_SHEET_FILL_PART_H
#define GUYUB_PAPER_SHEET_FILL_PART_H

#include "base/buf.h"
#include "paper/sheet_book.h"
#include "paper/sheet_fill.h"
#include "paper/zip_out.h"

/* ---- bytes on their way out ---- */

struct fill_sink { struct zip_out *zip; char *p; size_t n; struct err *fault; };

enum { FILL_SINK_BYTES = 64 << 10 };

/* What cannot be written stays as the sink's fault, which the flush returns. */
void        fill_add(struct fill_sink *, struct str);
struct err *fill_flush(struct fill_sink *);

/* ---- a tag as it stands: "<x:c r="A1" s='3'/>" ---- */

/* "x:" or nothing; whether it ends with "/>". */
struct str  fill_tag_prefix(struct str tag);
bool        fill_tag_is_empty(struct str tag);
/* Without one attribute (NULL: with all), with `more` at its end, and as a beginning if `opens`. */
void        fill_tag_write(struct fill_sink *, struct str tag, const char *without,
                           struct str more, bool opens);

struct fill_range { uint32_t row, column, last_row, last_column; };

/* "A1:B2" or "A1". */
bool        fill_range_parse(struct str, struct fill_range *);

/* ---- a sheet ---- */

struct fill_column { uint32_t first, last; struct str style; };

enum { FILL_COLUMNS_MAX = 4096 };

/* The values of one sheet, in the order of its cells, and what the check found out. */
struct fill_order {
    struct arena               *arena;
    const struct sheet_book     *book;
    size_t                      sheet;
    const struct sheet_value  **value;
    size_t                      n;
    struct fill_column         *column;         /* styles of whole columns */
    size_t                      n_columns;
};

/* Whether a value may go where it should (sheet_fill_check.c). */
struct err *fill_check(struct fill_order *);
/* The sheet with its values, as the entry that is open in the sink's ZIP (sheet_fill_cells.c). */
struct err *fill_cells(const struct fill_order *, struct fill_sink *);
/* Whether a value is one of its kind, wherever it goes (sheet_fill_check.c). */
struct err *fill_value_check(const struct fill_order *, const struct sheet_value *);
/* workbook.xml, which now asks for everything to be reckoned anew (sheet_fill_book.c). */
struct err *fill_book_write(const struct sheet_book *, struct fill_sink *);

#endif
