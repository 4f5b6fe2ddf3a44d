/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workbook_read.c — a filled workbook as answers: first told, then taken. */
#include "base/arena.h"
#include "base/sha.h"
#include "office/workbook/workbook_part.h"

static void
read_row(struct cx *cx, const struct workbook_answers *a, size_t item,
         const struct grid_cell *c, struct workbook_read_row *r)
{
    if (!c || c->kind == GRID_EMPTY || str_trim(c->text).n == 0)
        return;
    r->given = c->text;
    r->fault = c->kind == GRID_ERROR
        ? MSG("The cell shows an error of its formula. Mend it there, or write the value.")
        : a->kind->read(cx, a, item, c, &r->value);
    if (msg_is(r->fault) || r->value.n == 0)
        r->value = (struct str){ NULL, 0 };
}

/* The cells of the items that have one, in the order of the items. */
static struct err *
cells_of(struct cx *cx, const struct workbook_reading *w, struct grid_cell *out)
{
    const struct workbook_answers *a = &w->answers;
    struct sheet_place *place = NEWS(cx->arena, struct sheet_place, a->n + 1);
    struct grid_cell   *cell = NEWS(cx->arena, struct grid_cell, a->n + 1);
    struct grid_file    file;
    size_t              n = 0;

    for (size_t i = 0; i < a->n; i++) {
        const struct workbook_cell *c = workbook_cell_of(&w->map, a->item[i].number);

        if (c)
            place[n++] = workbook_place(cx->arena, c);
    }
    TRY(workbook_open(cx, &w->from, &file));
    TRY(sheet_cells_read(cx->arena, &file, place, n, cell));
    for (size_t i = 0, k = 0; i < a->n; i++)
        if (workbook_cell_of(&w->map, a->item[i].number))
            out[i] = cell[k++];
    return NULL;
}

static struct str
digest_of(struct cx *cx, const struct workbook_answers *a)
{
    struct sha sha;

    sha_begin(&sha);
    for (size_t i = 0; i < a->n; i++) {
        sha_add(&sha, a->item[i].number);
        sha_add(&sha, str_is_known(a->item[i].now) ? S("=") : S("-"));
        sha_add(&sha, a->item[i].now);
        sha_add(&sha, S("\n"));
    }
    return sha_hex(&sha, cx->arena);
}

static struct err *
read_rows(struct cx *cx, bool replaces, struct workbook_reading *w)
{
    const struct workbook_answers *a = &w->answers;
    struct grid_cell              *cell = NEWS(cx->arena, struct grid_cell, a->n + 1);

    TRY(cells_of(cx, w, cell));
    w->seen = digest_of(cx, a);
    w->n = a->n;
    w->row = NEWS(cx->arena, struct workbook_read_row, a->n + 1);
    for (size_t i = 0; i < a->n; i++) {
        const struct workbook_item *item = &a->item[i];
        const struct workbook_cell *c = workbook_cell_of(&w->map, item->number);
        struct workbook_read_row   *r = &w->row[i];

        *r = (struct workbook_read_row){ .number = item->number, .question = item->question,
                                         .now = item->now };
        if (c) {
            struct sheet_place at = workbook_place(cx->arena, c);

            r->place = sheet_place_text(cx->arena, &at);
        }
        read_row(cx, a, i, c ? &cell[i] : NULL, r);
        r->is_taken = str_is_known(r->value)
                      && (!str_is_known(r->now) || (replaces && !str_eq(r->now, r->value)));
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
    TRY(workbook_answers_of(cx, wish->record, &w->answers));
    return read_rows(cx, wish->replaces, w);
}

static struct err *
changed(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "workbook.changed",
        .text = MSG("Meanwhile somebody else has answered. Nothing was taken."),
        .hint = MSG("Show again what would be taken, then take it.") });
}

struct err *
workbook_take(struct cx *cx, struct workbook_reading *w, struct str seen)
{
    struct workbook_given *given = NEWS(cx->arena, struct workbook_given, w->n + 1);
    size_t                 n = 0;

    if (seen.n > 0 && !str_eq(seen, w->seen))
        return changed(cx);
    for (size_t i = 0; i < w->n; i++)
        if (w->row[i].is_taken)
            given[n++] = (struct workbook_given){ .item = i, .value = w->row[i].value,
                .note = str_fmt(cx->arena, "%.*s, %.*s", TEXT(w->from.code),
                                TEXT(w->row[i].place)) };
    return w->answers.kind->take(cx, &w->answers, given, n, &w->n_taken);
}
