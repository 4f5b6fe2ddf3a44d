/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workbook_data.c — workbooks, their cells, what was read of one, as rows; cells that come in. */
#include "base/arena.h"
#include "office/workbook/workbook_page.h"

struct table
workbook_table(struct arena *a, const struct workbook_set *set)
{
    static const struct column column[] = {
        { "document", { .id = N_("Document") }, COLUMN_TEXT },
        { "title", { .id = N_("Title") }, COLUMN_TEXT },
        { "organisation", { .id = N_("Organisation") }, COLUMN_TEXT },
        { "cells", { .id = N_("Mapped cells") }, COLUMN_INT },
    };
    struct table t = table_in(a, column, COUNT(column), set->n);

    for (size_t i = 0; i < set->n; i++) {
        struct str *cell = table_row(&t);

        cell[0] = set->row[i].document_code;
        cell[1] = set->row[i].title;
        cell[2] = set->row[i].org_code;
        cell[3] = str_int(a, set->row[i].cells);
    }
    return t;
}

/* As a table of cells comes in again. */
struct table
workbook_cells_table(struct arena *a, const struct workbook_map *m)
{
    static const struct column column[] = {
        { "number", { .id = N_("Item") }, COLUMN_TEXT },
        { "sheet", { .id = N_("Sheet") }, COLUMN_TEXT },
        { "cell", { .id = N_("Cell") }, COLUMN_TEXT },
    };
    struct table t = table_in(a, column, COUNT(column), m->n);

    for (size_t i = 0; i < m->n; i++) {
        struct str *cell = table_row(&t);

        cell[0] = m->cell[i].number;
        cell[1] = m->cell[i].sheet;
        cell[2] = m->cell[i].cell;
    }
    return t;
}

struct table
workbook_reading_table(struct cx *cx, const struct workbook_reading *w)
{
    static const struct column column[] = {
        { "number", { .id = N_("Item") }, COLUMN_TEXT },
        { "cell", { .id = N_("Cell") }, COLUMN_TEXT },
        { "given", { .id = N_("In the workbook") }, COLUMN_TEXT },
        { "now", { .id = N_("Answered now") }, COLUMN_TEXT },
        { "value", { .id = N_("Would be taken") }, COLUMN_TEXT },
        { "fault", { .id = N_("What is wrong") }, COLUMN_TEXT },
    };
    struct table t = table_in(cx->arena, column, COUNT(column), w->n);

    for (size_t i = 0; i < w->n; i++) {
        const struct workbook_read_row *r = &w->row[i];
        struct str                     *cell = table_row(&t);

        cell[0] = r->number;
        cell[1] = r->place;
        cell[2] = r->given;
        cell[3] = r->now;
        if (r->is_taken)
            cell[4] = r->value;
        if (msg_is(r->fault))
            cell[5] = msg_text(cx->arena, cx->lang, r->fault);
    }
    return t;
}

/* ---- a table of cells that comes in ---------------------------------------------------------- */

static const struct field cells_fields[] = {
    FIELD(struct workbook_wish, number, F_TEXT, .min = 1, .max = WORKBOOK_NUMBER_MAX,
          .required = true, .label = N_("Item")),
    FIELD(struct workbook_wish, sheet, F_TEXT, .max = 100, .label = N_("Sheet")),
    FIELD(struct workbook_wish, cell, F_TEXT, .max = 150, .required = true, .label = N_("Cell")),
};
const struct form workbook_cells_form = FORM(struct workbook_wish, cells_fields);

static struct workbook_wish
kept(struct arena *a, const struct workbook_wish *w)
{
    return (struct workbook_wish){ str_copy(a, w->number), str_copy(a, w->sheet),
                                   str_copy(a, w->cell) };
}

struct err *
workbook_wishes_read(struct cx *cx, const struct document *d, struct grid *g,
                     struct workbook_wishes *out)
{
    struct workbook_wish w = { .number = { NULL, 0 } };
    struct grid_sheet   *sheet;
    struct grid_file     file;
    struct sheet_place   at;
    struct table_in     *t;
    size_t               n_sheets;
    bool                 more;

    TRY(workbook_open(cx, d, &file));
    TRY(grid_sheets(cx->arena, file.fd, &sheet, &n_sheets));
    *out = (struct workbook_wishes){
        .row = NEWS(cx->arena, struct workbook_wish, WORKBOOK_CELLS_MAX) };
    TRY(table_in_open(cx->arena, g, &workbook_cells_form, &t));
    out->seen = table_in_seen(t);
    for (;;) {
        w = (struct workbook_wish){ .sheet = S("") };
        TRY(table_in_next(t, &w, &more));
        if (!more)
            return NULL;
        struct msg wrong = workbook_wish_check(cx->arena, sheet, n_sheets, &w, &at);

        if (!msg_is(wrong) && out->n == WORKBOOK_CELLS_MAX)
            wrong = MSG("A workbook may have {0} mapped cells.",
                        str_fmt(cx->arena, "%d", WORKBOOK_CELLS_MAX));
        if (msg_is(wrong))
            table_in_fault(t, "cell", wrong);
        else
            out->row[out->n++] = kept(cx->arena, &w);
    }
}
