/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* grid_part.h — what the files of grid.h share; not for others. */
#ifndef GUYUB_PAPER_GRID_PART_H
#define GUYUB_PAPER_GRID_PART_H

#include "paper/grid.h"
#include "paper/xml_in.h"

enum { GRID_ROW_BYTES = 1 << 20, GRID_WINDOW = 64 << 10 };

struct grid_book;

struct grid {
    struct arena     *arena;
    struct str        name, sheet, folder;      /* sheet unknown: lines of text                 */
    int64_t           row;
    struct grid_cell  cell[GRID_COLUMNS_MAX];
    size_t            n;
    char             *text;                     /* of the row, where it is not as it came       */
    size_t            n_text;
    struct grid_book *book;                     /* NULL: lines                                  */

    int               fd;                       /* of lines: -1 for a text in memory            */
    char             *window;                   /* GRID_ROW_BYTES + GRID_WINDOW                 */
    struct str        ahead;                    /* read and not taken                           */
    bool              is_odd;                   /* there is more in it than ASCII, or a NUL     */
    bool              at_end;                   /* no more comes behind what is ahead           */
    int64_t           line;
    char              by, mark;                 /* between the cells; before decimals, 0: which? */
};

/* The file is at fault, in the row being read: INPUT. */
struct err *grid_refuse(struct grid *, const char *code, struct msg why);
/* A cell of this row; the columns before it that have none are empty. The text is copied. */
struct err *grid_put(struct grid *, size_t column, enum grid_kind, struct str text);

/* ---- a workbook (grid_book.c) ---- */

/* As grid_open and grid_next have it. */
struct err *grid_book_open(struct grid *, int fd, struct str sheet);
struct err *grid_book_next(struct grid *, bool *more);

/* Its shared strings, put away in a nameless file (grid_string.c). `i` is none of them: INPUT. The
 * text lives until the next call. */
struct grid_strings;
struct err *grid_strings_read(struct grid *, struct zip_in *, size_t entry, struct grid_strings **);
struct err *grid_string(struct grid *, struct grid_strings *, int64_t i, struct str *out);

/* Which of its cells are dates, by the number of their style (grid_style.c). */
struct grid_styles { bool *is_date; size_t n; };
struct err *grid_styles_read(struct grid *, struct zip_in *, size_t entry, struct grid_styles *);
/* What a day's number means: "2024-08-13", "2024-08-13T08:30:00"; false: no day. */
bool        grid_day_text(struct arena *, struct str number, bool is_1904, struct str *out);

/* A number as a workbook keeps it, in plain digits, 15 of them at most; false: it is none. It may
 * be a part of `s` itself. */
bool        grid_number_plain(struct arena *, struct str s, struct str *out);

#endif
