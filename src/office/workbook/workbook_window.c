/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workbook_window.c — some rows and columns of a sheet, and which items their cells are for. */
#include "base/arena.h"
#include "office/workbook/workbook_page.h"
#include "office/workbook/workbook_part.h"
#include "web/query.h"

static struct str
column_letter(struct arena *a, int64_t column)
{
    struct sheet_place at = { S("x"), 0, (uint32_t)column };
    struct str         text = sheet_place_text(a, &at);

    return str_part(text, 2, text.n - 3);       /* "x!C1" */
}

static struct str
number_at(const struct workbook_window *w, struct str at)
{
    for (size_t i = 0; i < w->map->n; i++)
        if (str_eq(w->map->cell[i].sheet, w->name) && str_eq(w->map->cell[i].cell, at))
            return w->map->cell[i].number;
    return (struct str){ NULL, 0 };
}

static void
add_row(struct cx *cx, const struct workbook_look *look, struct workbook_window *w, int64_t nth,
        const struct grid_cell *cell)
{
    struct workbook_seen_row *r = &w->seen[w->n_rows++];

    r->n = nth;
    for (int64_t i = 0; i < WORKBOOK_COLUMNS; i++) {
        struct workbook_seen_cell *c = &r->cell[i];

        c->at = str_fmt(cx->arena, "%.*s%jd", TEXT(w->letter[i]), (intmax_t)nth);
        c->text = cell ? cell[i].text : S("");
        c->number = number_at(w, c->at);
        c->is_chosen = str_eq(look->cell, c->at);
    }
}

/* What a row has in the window; columns that it has not are empty. */
static struct grid_cell *
part_of_row(struct cx *cx, struct workbook_window *w, const struct grid_cell *cell, size_t n)
{
    struct grid_cell *part = NEWS(cx->arena, struct grid_cell, WORKBOOK_COLUMNS);

    for (size_t i = 0; i < WORKBOOK_COLUMNS; i++) {
        size_t at = (size_t)(w->column - 1) + i;

        part[i] = at < n ? (struct grid_cell){ cell[at].kind, str_copy(cx->arena, cell[at].text) }
                         : (struct grid_cell){ GRID_EMPTY, S("") };
    }
    w->more_right |= n > (size_t)(w->column - 1) + WORKBOOK_COLUMNS;
    return part;
}

static struct err *
read_rows(struct cx *cx, const struct workbook_look *look, struct grid *g,
          struct workbook_window *w)
{
    const struct grid_cell *cell;
    int64_t                 last = w->row + WORKBOOK_ROWS - 1, next = w->row;
    size_t                  n;
    bool                    more;

    for (;;) {
        TRY(grid_next(g, &cell, &n, &more));
        if (!more)
            return NULL;
        for (; next <= last && next < grid_row(g); next++)
            add_row(cx, look, w, next, NULL);
        if (grid_row(g) > last)
            break;
        if (grid_row(g) >= w->row) {
            add_row(cx, look, w, next, part_of_row(cx, w, cell, n));
            next++;
        }
    }
    w->more_below = true;
    return NULL;
}

static struct str
address(struct cx *cx, const struct workbook_window *w, int64_t row, int64_t column)
{
    return str_fmt(cx->arena, "/workbooks/%.*s?sheet=%.*s&row=%jd&column=%jd",
                   TEXT(w->map->document.code), TEXT(query_encode(cx->arena, w->name, false)),
                   (intmax_t)row, (intmax_t)column);
}

static void
add_ways(struct cx *cx, struct workbook_window *w)
{
    int64_t up = w->row > WORKBOOK_ROWS ? w->row - WORKBOOK_ROWS : 1;
    int64_t left = w->column > WORKBOOK_COLUMNS ? w->column - WORKBOOK_COLUMNS : 1;

    w->here = address(cx, w, w->row, w->column);
    if (w->row > 1)
        w->before = address(cx, w, up, w->column);
    if (w->more_below)
        w->after = address(cx, w, w->row + WORKBOOK_ROWS, w->column);
    if (w->column > 1)
        w->left = address(cx, w, w->row, left);
    if (w->more_right)
        w->right = address(cx, w, w->row, w->column + WORKBOOK_COLUMNS);
}

struct err *
workbook_window_of(struct cx *cx, const struct workbook_look *look, struct workbook_window *w)
{
    struct grid_file file;
    struct grid     *g;

    TRY(workbook_open(cx, &w->map->document, &file));
    TRY(grid_sheets(cx->arena, file.fd, &w->sheet, &w->n_sheets));
    if (look->sheet.n > 0)
        file.sheet = look->sheet;
    TRY(grid_open(cx->arena, &file, &g));
    w->name = look->sheet;
    for (size_t i = 0; w->name.n == 0 && i < w->n_sheets; i++)
        if (!w->sheet[i].is_hidden)
            w->name = w->sheet[i].name;
    w->row = look->row > 0 ? look->row : 1;
    w->column = look->column > 0 ? look->column : 1;
    for (int64_t i = 0; i < WORKBOOK_COLUMNS; i++)
        w->letter[i] = column_letter(cx->arena, w->column - 1 + i);
    TRY(read_rows(cx, look, g, w));
    add_ways(cx, w);
    return NULL;
}
