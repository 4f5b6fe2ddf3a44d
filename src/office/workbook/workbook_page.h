/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workbook_page.h — what the pages and commands of workbook.h share; not for other slices. */
#ifndef GUYUB_WORKBOOK_PAGE_H
#define GUYUB_WORKBOOK_PAGE_H

#include "base/money.h"
#include "module.h"
#include "office/paste/paste.h"
#include "office/workbook/workbook.h"
#include "web/form_html.h"
#include "web/route.h"

enum { WORKBOOK_ROUTES = 8, WORKBOOK_COMMANDS = 4, WORKBOOK_ROWS = 30, WORKBOOK_COLUMNS = 12 };

extern const struct route   workbook_routes[WORKBOOK_ROUTES];
extern const struct command workbook_commands[WORKBOOK_COMMANDS];

struct table workbook_table(struct arena *, const struct workbook_set *);
struct table workbook_cells_table(struct arena *, const struct workbook_map *);
struct table workbook_reading_table(struct cx *, const struct workbook_reading *);

/* The rows of a table of cells, as pasted or sent: what they wish for, or their faults. */
struct workbook_wishes { struct workbook_wish *row; size_t n; const struct table_seen *seen; };
extern const struct form workbook_cells_form;
struct err *workbook_wishes_read(struct cx *, const struct document *, struct grid *,
                                 struct workbook_wishes *);

/* ---- a window onto a sheet ---- */

/* Of the address; of, answers: a record's code and the column of the answers, for a proposal. */
struct workbook_look { struct str sheet, cell; int64_t row, column; struct str of, answers; };
extern const struct form workbook_look_form;

struct workbook_seen_cell { struct str text, at, number; bool is_chosen; }; /* number: mapped */
struct workbook_seen_row  { int64_t n; struct workbook_seen_cell cell[WORKBOOK_COLUMNS]; };

struct workbook_window {
    const struct workbook_map *map;
    struct grid_sheet         *sheet;   size_t n_sheets;
    struct str                 name;                        /* of the sheet that is shown */
    int64_t                    row, column;                 /* its first, from 1          */
    struct str                 letter[WORKBOOK_COLUMNS];
    struct workbook_seen_row   seen[WORKBOOK_ROWS];
    size_t                     n_rows;
    bool                       more_below, more_right, may_map;
    struct str                 here, before, after, left, right;    /* addresses, or none */
    const struct form_draw    *form;                        /* to map one cell            */
    struct paste_box           box;
    const struct paste_marks  *marks;                       /* NULL: none                 */
    const struct form_draw    *propose;                     /* asks for a proposal        */
    const struct workbook_proposal *proposal;               /* NULL: none was asked for   */
    struct html                history;
};
/* Does a cell with this text name the item: by its number, alone or before its words, or by its
 * question? */
bool        workbook_names(struct str text, const struct workbook_item *);
/* A table of cells as it could be pasted, for the items that were found. Fails: workbook.record,
 * workbook.column, as workbook_open. */
struct workbook_proposal { struct str rows; size_t n_found, n_items; };
struct err *workbook_propose(struct cx *, const struct workbook_map *,
                             const struct workbook_look *, struct workbook_proposal *);

/* From the look's row and column on. */
struct err *workbook_window_of(struct cx *, const struct workbook_look *, struct workbook_window *);

struct workbook_fill_page { struct workbook_map map; const struct form_draw *form; };
struct workbook_read_page { struct workbook_map map; const struct form_draw *form;
                            struct workbook_reading *reading; struct str replaces;
                            bool may_take; };

#endif
