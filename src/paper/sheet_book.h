/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sheet_book.h — what stands where in a workbook: its sheets, its shared strings, its styles; for
 * grid_book.c, which reads, and sheet_fill.c, which writes; not for slices.
 *
 * LAW    ECMA-376 1, 18.2 (the workbook), 12.3 (its parts, found by their relations alone).
 */
#ifndef GUYUB_PAPER_SHEET_BOOK_H
#define GUYUB_PAPER_SHEET_BOOK_H

#include "paper/xml_in.h"

enum { BOOK_SHEETS_MAX = 1000 };

/* An entry of the ZIP, if the workbook has such a part. */
struct book_part { size_t entry; bool is_there; };

struct book_sheet { struct str name, relation; struct book_part part; bool is_hidden; };

struct sheet_book {
    struct arena     *arena;
    struct zip_in    *zip;
    struct str        path;             /* "xl/workbook.xml" */
    size_t            part, n_sheets;
    struct book_part  strings, styles;
    bool              is_1904;
    struct book_sheet sheet[BOOK_SHEETS_MAX];   /* worksheets only have their part there */
};

/* Arena and zip are given. Fails: xml.malformed, if it is no workbook. */
struct err *sheet_book_read(struct sheet_book *);
/* A worksheet by its name as it is written; false: there is none. */
bool        sheet_book_find(const struct sheet_book *, struct str name, size_t *sheet);

/* "C5" and "$C$5", both from 0; false: it is none. */
bool        sheet_ref_parse(struct str, uint32_t *row, uint32_t *column);
struct str  sheet_ref_text(struct arena *, uint32_t row, uint32_t column);

#endif
