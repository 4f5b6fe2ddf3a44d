/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * paste.h — a table that is pasted into a page, or sent as a file; and what is wrong, at its cells.
 *
 * WHAT   A page of any slice has a box for cells copied from a spreadsheet, and a place for a file
 *        (CSV, XLSX). The slice's handler takes the grid out of the request, reads it by its own
 *        form (paper/table_in.h), and when there are faults shows the page again: the cells with
 *        each fault at its own, and the box with all that was typed.
 * HOW    paste_grid, table_in_open, table_in_next …; then paste_marked, and in the slice's template
 *        {call paste_draw_marks(&m)} above its <form> and {call paste_draw_box(&b)} within it.
 *        The <form> is enctype="multipart/form-data", its route takes PASTE_FILE_BYTES.
 * NOT    What the columns mean: the slice's form. Files too long for a page: a job.
 */
#ifndef GUYUB_PASTE_H
#define GUYUB_PASTE_H

#include "base/money.h"
#include "cx.h"
#include "paper/table_in.h"
#include "web/route.h"

enum { PASTE_FILE_BYTES = 8 << 20, PASTE_ROWS_SHOWN = 60, PASTE_COLUMNS_SHOWN = 40 };

/* The file "file" of the request if one came, else its text "rows". `given` false: neither; a
 * second call begins again. Fails as grid_open. */
struct err *paste_grid(struct cx *, const struct request *, struct grid **, bool *given);

struct paste_cell { struct str text; const struct table_fault *fault; };
struct paste_row  { int64_t n; struct paste_cell *cell; size_t n_cells;
                    const struct table_fault *fault; };     /* of the row as a whole */

/* What is shown of a table with faults: the first rows, and those at fault; beside them the faults
 * that stand in no cell. */
struct paste_marks {
    const struct table_seen *seen;
    const struct form       *form;
    struct paste_row        *row;     size_t n_rows;
    const struct table_fault **other; size_t n_others;      /* of the head and of whole rows */
    size_t                   n_columns;
    int64_t                  n_not_shown;                   /* faults that are counted only  */
};
/* `g`: the same table from its beginning. Fails as grid_next. */
struct err *paste_marked(struct cx *, struct grid *g, const struct form *,
                         const struct table_seen *, struct paste_marks *);

/* The box: what was typed stays in it. The columns are named from the form. */
struct paste_box { const struct form *form; struct str rows; };
struct paste_box paste_box_of(const struct request *, const struct form *);

/* For templates: the cells with their faults, a summary above; the box and the file's field. */
void paste_draw_marks(struct view *, const struct paste_marks *);
void paste_draw_box(struct view *, const struct paste_box *);

#endif
