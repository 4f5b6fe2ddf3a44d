/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workbook_read.c — a filled workbook as answers: first told, then taken. */
#include "base/arena.h"
#include "office/workbook/workbook_part.h"

/* A cell as people would type it, so that the task's own rule reads it. */
static struct msg
read_cell(struct cx *cx, enum task_kind kind, const struct grid_cell *c, struct str *value)
{
    struct str typed = c->text;

    if (c->kind == GRID_ERROR)
        return MSG("The cell shows an error of its formula. Mend it there, or write the value.");
    if (kind == TASK_DOCUMENT)
        return MSG("This item is answered by a document, not by a cell.");
    if (c->kind == GRID_NUMBER && kind == TASK_NUMBER)
        typed = task_value_typed(cx->arena, TASK_NUMBER, c->text);
    if (c->kind == GRID_TRUTH && kind == TASK_YES_NO)
        typed = str_eq(c->text, S("true")) ? S("ya") : S("tidak");
    return task_value_read(cx->arena, kind, typed, value);
}

static void
read_row(struct cx *cx, const struct task_line *l, const struct grid_cell *c, bool replaces,
         struct workbook_read_row *r)
{
    enum task_kind kind = TASK_TEXT;

    task_kind_read(l->item.kind, &kind);
    if (l->is_answered && l->answer.value.n > 0)
        r->now = l->answer.value;
    if (!c || c->kind == GRID_EMPTY || str_trim(c->text).n == 0)
        return;
    r->given = c->text;
    r->fault = read_cell(cx, kind, c, &r->value);
    if (msg_is(r->fault) || r->value.n == 0)
        r->value = (struct str){ NULL, 0 };
    r->is_taken = str_is_known(r->value)
                  && (!str_is_known(r->now) || (replaces && !str_eq(r->now, r->value)));
}

/* The cells of the items that have one, in the order of the items. */
static struct err *
cells_of(struct cx *cx, const struct workbook_reading *w, const struct task_lines *lines,
         struct grid_cell *out)
{
    struct sheet_place *place = NEWS(cx->arena, struct sheet_place, lines->n + 1);
    struct grid_cell   *cell = NEWS(cx->arena, struct grid_cell, lines->n + 1);
    struct grid_file    file;
    size_t              n = 0;

    for (size_t i = 0; i < lines->n; i++) {
        const struct workbook_cell *c = workbook_cell_of(&w->map, lines->row[i].item.number);

        if (c)
            place[n++] = workbook_place(cx->arena, c);
    }
    TRY(workbook_open(cx, &w->from, &file));
    TRY(sheet_cells_read(cx->arena, &file, place, n, cell));
    for (size_t i = 0, k = 0; i < lines->n; i++)
        if (workbook_cell_of(&w->map, lines->row[i].item.number))
            out[i] = cell[k++];
    return NULL;
}

static struct err *
read_rows(struct cx *cx, bool replaces, struct workbook_reading *w)
{
    struct task_lines lines;

    TRY(task_lines_of(cx, &w->task, &lines));
    struct grid_cell *cell = NEWS(cx->arena, struct grid_cell, lines.n + 1);

    TRY(cells_of(cx, w, &lines, cell));
    w->n = lines.n;
    w->row = NEWS(cx->arena, struct workbook_read_row, lines.n + 1);
    for (size_t i = 0; i < lines.n; i++) {
        const struct task_item     *item = &lines.row[i].item;
        const struct workbook_cell *c = workbook_cell_of(&w->map, item->number);
        struct workbook_read_row   *r = &w->row[i];

        *r = (struct workbook_read_row){ .number = item->number, .question = item->question,
                                         .kind = item->kind, .unit = item->unit };
        if (c) {
            struct sheet_place at = workbook_place(cx->arena, c);

            r->place = sheet_place_text(cx->arena, &at);
        }
        read_row(cx, &lines.row[i], c ? &cell[i] : NULL, replaces, r);
        w->n_taken += r->is_taken;
        w->n_faults += msg_is(r->fault);
    }
    return NULL;
}

struct err *
workbook_read(struct cx *cx, const struct workbook_read_wish *wish, struct workbook_reading *w)
{
    *w = (struct workbook_reading){ .n = 0 };
    TRY(workbook_get(cx, wish->document, &w->map));
    TRY(document_get(cx, wish->from, &w->from));
    TRY(task_get(cx, wish->task, &w->task));
    return read_rows(cx, wish->replaces, w);
}

/* What is typed goes through the task's rule once more, so it is given as people write it. */
static struct str
typed_of(struct cx *cx, const struct workbook_read_row *r)
{
    enum task_kind kind = TASK_TEXT;

    task_kind_read(r->kind, &kind);
    return kind == TASK_NUMBER ? task_value_typed(cx->arena, kind, r->value) : r->value;
}

struct err *
workbook_take(struct cx *cx, struct workbook_reading *w)
{
    struct task_typed *typed = NEWS(cx->arena, struct task_typed, w->n + 1);
    struct task_saving s = { .code = w->task.code, .typed = typed };

    for (size_t i = 0; i < w->n; i++)
        if (w->row[i].is_taken)
            typed[s.n++] = (struct task_typed){
                .number = w->row[i].number, .value = typed_of(cx, &w->row[i]),
                .note = str_fmt(cx->arena, "%.*s, %.*s", TEXT(w->from.code),
                                TEXT(w->row[i].place)), .seen = -1 };
    TRY(task_save(cx, &s));
    if (s.n_faults > 0)
        return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "workbook.fault",
            .text = s.fault[0].text, .detail = MSG("Item {0}", typed[s.fault[0].row].number) });
    w->n_taken = s.n_saved;
    return NULL;
}
