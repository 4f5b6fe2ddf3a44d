/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * csv.h — RFC 4180 both ways, a record at a time, so that a file of any length costs one record.
 *
 * Strict where a guess could lose data: a quote inside an unquoted field, text after a closing
 * quote, an open quote at the end, a NUL, bytes that are not UTF-8, a record whose number of fields
 * differs from the header's: each is an error "FILE:LINE:COLUMN". Lines may end in LF or CRLF; a
 * byte order mark at the start is skipped. Writing ends lines with CRLF, quotes where it must and,
 * on request, shields cells that a spreadsheet would run (= + - @) with an apostrophe; numbers stay
 * numbers.
 *
 * An empty cell is unknown; a quoted empty cell ("") is known to be empty. Both ways.
 */
#ifndef GUYUB_BASE_CSV_H
#define GUYUB_BASE_CSV_H

#include "base/buf.h"
#include "base/err.h"

enum { CSV_FIELDS_MAX = 256, CSV_RECORD_MAX = 1 << 20 };

/* closed; all its memory is taken at the opening, so records may be marked and left behind */
struct csv_reader;

struct csv_record {
    const struct str *field;                         /* dies at the next csv_next */
    size_t            n;
    int64_t           line;                          /* where the record began, from 1 */
};

/*
 * Opens FILE and reads the header; `wanted` names (n of them) must all be there, in any order;
 * other columns are passed over. Fails: csv.file, csv.column_missing, csv.column_twice,
 * csv.separator, csv.workbook, and what csv_next refuses: csv.quote_inside, csv.after_quote,
 * csv.quote_open, csv.return, csv.nul, csv.utf8, csv.fields, csv.too_many_fields, csv.too_long.
 */
struct err *csv_open(struct arena *, struct csv_reader **, struct str file,
                     const char *const *wanted, size_t n_wanted);
/* The same from a text in memory, which must outlive the reader; `name` stands in complaints. */
struct err *csv_open_text(struct arena *, struct csv_reader **, struct str name, struct str text,
                          const char *const *wanted, size_t n_wanted);

/* The next record, its fields in the order of `wanted`. */
struct err *csv_next(struct csv_reader *, struct csv_record *, bool *more);
/* "FILE:LINE:COLUMN" of a field of the last record. */
struct str  csv_where(struct csv_reader *, size_t wanted);
void        csv_close(struct csv_reader *);         /* closes the file; safe after an error */

/* Adds one record to `out`. */
void        csv_write(struct buf *, const struct str *field, size_t n, bool shield);

#endif
