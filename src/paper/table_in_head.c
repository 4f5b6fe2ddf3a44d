/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* table_in_head.c — the head of a table that comes in: which of its columns is which field. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "paper/table_in_part.h"

enum { WAYS = 3, PASSED_OVER_MAX = 4000, NAME_BYTES = 60 };      /* label in two languages, name */

struct head { struct str way[TABLE_FIELDS_MAX][WAYS]; };

static void
fold_names(struct table_in *t, struct head *h)
{
    for (size_t i = 0; i < t->form->n; i++) {
        const struct field *f = &t->form->field[i];
        struct msg          label = { .id = f->label };

        h->way[i][0] = utf8_fold(t->arena, str_of(f->name));
        if (f->label) {
            h->way[i][1] = utf8_fold(t->arena, msg_text(t->arena, LANG_ID, label));
            h->way[i][2] = utf8_fold(t->arena, msg_text(t->arena, LANG_EN, label));
        }
    }
}

/* The field that a cell of the head names; form->n if none. */
static size_t
field_of(const struct table_in *t, const struct head *h, struct str cell)
{
    struct str folded = utf8_fold(t->arena, cell);

    for (size_t i = 0; i < t->form->n && folded.n > 0; i++)
        for (size_t k = 0; k < WAYS; k++)
            if (h->way[i][k].n > 0 && str_eq(folded, h->way[i][k]))
                return i;
    return t->form->n;
}

/* How many fields the row names; `whole`: all that must be there. */
static size_t
match(struct table_in *t, const struct head *h, bool *whole)
{
    size_t n = 0;

    *whole = true;
    for (size_t i = 0; i < t->form->n; i++)
        t->column[i] = TABLE_NO_COLUMN;
    for (size_t c = 0; c < t->n_cells; c++) {
        size_t i = field_of(t, h, t->cell[c].text);

        if (i < t->form->n && t->column[i] == TABLE_NO_COLUMN) {
            t->column[i] = (int32_t)c;
            n++;
        }
    }
    for (size_t i = 0; i < t->form->n; i++)
        *whole &= t->column[i] != TABLE_NO_COLUMN || !t->form->field[i].required;
    *whole &= n > 0;
    return n;
}

/* What it names twice is a fault, what no field has is passed over. */
static void
tell_columns(struct table_in *t, const struct head *h, struct buf *over)
{
    for (size_t c = 0; c < t->n_cells; c++) {
        struct str cell = str_trim(t->cell[c].text);
        size_t     i = field_of(t, h, cell);

        if (i < t->form->n && t->column[i] != (int32_t)c)
            table_note(t, (int32_t)c, &t->form->field[i], cell,
                       MSG("This column is there twice. Take one of the two away."));
        else if (i == t->form->n && cell.n > 0)
            buf_fmt(over, "%s%.*s", over->n > 0 ? ", " : "",
                    TEXT(table_shortened(t->arena, cell, NAME_BYTES)));
    }
}

/* The row that names most of them stands for the head in what is told. */
static void
tell_missing(struct table_in *t, const bool *is_there)
{
    for (size_t i = 0; i < t->form->n; i++)
        if (t->form->field[i].required && !is_there[i])
            table_note(t, TABLE_NO_COLUMN, &t->form->field[i], S(""),
                       MSG("This column is not there. Write its name above the column."));
    if (t->seen.n_faults == 0)
        table_note(t, TABLE_NO_COLUMN, NULL, S(""),
                   MSG("None of the columns is known. Write their names above them."));
}

static struct err *
find_head(struct table_in *t, const struct head *h)
{
    bool   is_there[TABLE_FIELDS_MAX] = { false }, more = true, whole = false;
    size_t most = 0;

    for (int i = 0; i < TABLE_HEAD_WITHIN && !whole; i++) {
        TRY(grid_next(t->grid, &t->cell, &t->n_cells, &more));
        size_t mark = arena_mark(t->arena);

        if (!more)
            break;
        size_t n = match(t, h, &whole);

        arena_back(t->arena, mark);
        if (n <= most && i > 0)
            continue;
        most = n;
        t->row = grid_row(t->grid);
        for (size_t k = 0; k < t->form->n; k++)
            is_there[k] = t->column[k] != TABLE_NO_COLUMN;
    }
    t->has_head = whole;
    if (!whole)
        tell_missing(t, is_there);
    return NULL;
}

struct err *
table_head(struct table_in *t)
{
    struct head h = { 0 };
    struct buf  over = buf_in(t->arena, PASSED_OVER_MAX);

    fold_names(t, &h);
    TRY(find_head(t, &h));
    if (!t->has_head)
        return NULL;
    tell_columns(t, &h, &over);
    t->seen.passed_over = (struct str){ over.p ? over.p : "", over.n };
    t->has_head = t->seen.n_faults == 0;
    return NULL;
}
