/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * workbook_propose.c — which cells could be whose: an item's number or question stands in a row,
 * its answer in a column that is the same for all. Told as a table, never kept unseen.
 */
#include "base/arena.h"
#include "base/buf.h"
#include "office/workbook/workbook_page.h"
#include "office/workbook/workbook_part.h"

enum { ROWS_MAX = 5000, LINE_MAX = 400 };

struct proposing {
    const struct workbook_answers *answers;
    struct str                     column, sheet;
    bool                          *is_found;
    struct buf                     out;
    size_t                         n;
};

bool
workbook_names(struct str text, const struct workbook_item *item)
{
    struct str s = str_trim(text);

    if (str_eq(s, item->number) || (s.n > 0 && str_eq(s, str_trim(item->question))))
        return true;
    return str_starts(s, item->number) && s.n > item->number.n
        && (s.p[item->number.n] == ' ' || (s.p[item->number.n] == '.' && s.n > item->number.n + 1
                                           && s.p[item->number.n + 1] == ' '));
}

static void
propose_row(struct proposing *p, struct arena *a, const struct grid_cell *cell, size_t n,
            int64_t row)
{
    for (size_t k = 0; k < n && k < WORKBOOK_COLUMNS; k++)
        for (size_t i = 0; i < p->answers->n && cell[k].text.n > 0; i++) {
            if (p->is_found[i] || !workbook_names(cell[k].text, &p->answers->item[i]))
                continue;
            p->is_found[i] = true;
            p->n++;
            buf_add(&p->out, str_fmt(a, "%.*s\t%.*s\t%.*s%lld\n",
                                     TEXT(p->answers->item[i].number), TEXT(p->sheet),
                                     TEXT(p->column), (long long)row));
            return;
        }
}

static struct err *
propose_sheet(struct cx *cx, struct proposing *p, struct grid_file file)
{
    const struct grid_cell *cell;
    struct grid            *g;
    size_t                  n;
    bool                    more = true;

    file.sheet = p->sheet;
    TRY(grid_open(cx->arena, &file, &g));
    for (size_t i = 0; i < ROWS_MAX; i++) {
        TRY(grid_next(g, &cell, &n, &more));
        if (!more)
            break;
        propose_row(p, cx->arena, cell, n, grid_row(g));
    }
    return NULL;
}

static struct err *
no_column(struct cx *cx, struct str column)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "workbook.column",
        .text = MSG("\"{0}\" is not a column such as D.", column),
        .where = S("answers") });
}

static bool
is_column(struct arena *a, struct str column)
{
    struct sheet_place at;

    return column.n > 0
        && sheet_place_parse(a, str_fmt(a, "x!%.*s1", TEXT(column)), &at)
        && at.column < GRID_COLUMNS_MAX;
}

struct err *
workbook_propose(struct cx *cx, const struct workbook_map *m, const struct workbook_look *look,
                 struct workbook_proposal *out)
{
    struct workbook_answers *answers = NEW(cx->arena, struct workbook_answers);
    struct proposing         p = { .answers = answers, .column = look->answers };
    struct grid_sheet       *sheet;
    struct grid_file         file;
    size_t                   n_sheets;

    if (!is_column(cx->arena, look->answers))
        return no_column(cx, look->answers);
    TRY(workbook_answers_of(cx, look->of, answers));
    p.is_found = NEWS(cx->arena, bool, answers->n + 1);
    p.out = buf_in(cx->arena, (answers->n + 1) * LINE_MAX);
    buf_add(&p.out, S("number\tsheet\tcell\n"));
    TRY(workbook_open(cx, &m->document, &file));
    TRY(grid_sheets(cx->arena, file.fd, &sheet, &n_sheets));
    for (size_t i = 0; i < n_sheets; i++) {
        p.sheet = sheet[i].name;
        if (!sheet[i].is_hidden)
            TRY(propose_sheet(cx, &p, file));
    }
    *out = (struct workbook_proposal){ buf_str(&p.out), p.n, answers->n };
    return NULL;
}
