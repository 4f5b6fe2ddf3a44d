/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* table_in.c — see table_in.h: the rows and what is kept of their faults. */
#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "paper/table_in_part.h"

/* ---- what is kept ---------------------------------------------------------------------------- */

/* Into the place for kept texts; unknown if it is full. */
static struct str
keep(struct table_in *t, struct str s)
{
    if (s.n == 0 || s.n > TABLE_KEPT_BYTES - t->n_kept_bytes)
        return (struct str){ s.n == 0 ? s.p : NULL, 0 };
    char *p = t->kept + t->n_kept_bytes;

    memcpy(p, s.p, s.n);
    t->n_kept_bytes += s.n;
    return (struct str){ p, s.n };
}

static struct msg
keep_msg(struct table_in *t, struct msg m)
{
    for (size_t i = 0; i < COUNT(m.arg); i++)
        m.arg[i] = keep(t, m.arg[i]);
    return m;
}

struct str
table_shortened(struct arena *a, struct str s, size_t bytes)
{
    size_t n = bytes;

    if (s.n <= n)
        return s;
    while (n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
        n--;
    return str_fmt(a, "%.*s…", (int)n, s.p);
}

void
table_note(struct table_in *t, int32_t column, const struct field *f, struct str given,
           struct msg text)
{
    struct table_seen *seen = &t->seen;
    struct msg         place = column == TABLE_NO_COLUMN
                               ? grid_where_row(t->arena, t->grid, t->row)
                               : grid_where(t->arena, t->grid, (size_t)column);

    seen->n_faults++;
    t->row_is_bad = true;
    if (seen->n_kept == TABLE_FAULTS_MAX
        || TABLE_KEPT_BYTES - t->n_kept_bytes < TABLE_FAULT_BYTES_MAX)
        return;
    seen->fault[seen->n_kept++] = (struct table_fault){
        .place = keep_msg(t, place), .row = t->row, .column = column, .field = f,
        .given = keep(t, table_shortened(t->arena, given, TABLE_GIVEN_BYTES)),
        .text = keep_msg(t, text),
    };
}

/* ---- a row ----------------------------------------------------------------------------------- */

/* The cells as pairs of the form, in data form. */
static size_t
pairs_of(struct table_in *t, struct pair *pair)
{
    size_t n = 0;

    for (size_t i = 0; i < t->form->n; i++) {
        const struct field *f = &t->form->field[i];
        int32_t             at = t->column[i];
        struct str          value;
        struct msg          wrong;

        if (at < 0 || (size_t)at >= t->n_cells)
            continue;
        wrong = table_cell(t, f, &t->cell[at], &value);
        if (msg_is(wrong)) {
            table_note(t, at, f, t->cell[at].text, wrong);
            t->told |= UINT64_C(1) << i;
        } else if (value.n > 0) {
            pair[n++] = (struct pair){ str_of(f->name), value };
        }
    }
    return n;
}

/* What the form has against it, but for fields that are told of already. */
static void
note_form(struct table_in *t, const struct form_faults *faults)
{
    for (size_t i = 0; i < faults->n; i++) {
        const struct form_fault *is = &faults->fault[i];
        size_t                   nth = (size_t)(is->field - t->form->field);
        int32_t                  at = t->column[nth];

        if (!(t->told & UINT64_C(1) << nth))
            table_note(t, at, is->field,
                       at >= 0 && (size_t)at < t->n_cells ? t->cell[at].text : S(""), is->text);
    }
}

/* Texts move to the row's own place, which outlives the marks of the arena. */
static bool
settle(struct table_in *t, char *values)
{
    size_t used = 0;

    for (size_t i = 0; i < t->form->n; i++) {
        const struct field *f = &t->form->field[i];
        struct str         *s = (struct str *)(values + f->offset);

        if (f->kind != F_TEXT || s->n == 0 || t->column[i] < 0)
            continue;
        if (s->n > GRID_ROW_BYTES - used)
            return false;
        memcpy(t->texts + used, s->p, s->n);
        s->p = t->texts + used;
        used += s->n;
    }
    return true;
}

static void
read_row(struct table_in *t, void *values)
{
    struct pair        pair[TABLE_FIELDS_MAX];
    struct form_faults faults;

    t->row_is_bad = false;
    t->told = 0;
    t->seen.n_rows++;
    form_read(t->arena, t->form, pair, pairs_of(t, pair), values, &faults);
    note_form(t, &faults);
    if (!t->row_is_bad && !settle(t, values))
        table_note(t, TABLE_NO_COLUMN, NULL, S(""), MSG("This row is over 1 MB long."));
    t->seen.n_good += !t->row_is_bad;
}

static bool
is_empty(const struct table_in *t)
{
    for (size_t i = 0; i < t->n_cells; i++)
        if (str_trim(t->cell[i].text).n > 0)
            return false;
    return true;
}

/* ---- all of it ------------------------------------------------------------------------------- */

struct err *
table_in_open(struct arena *a, struct grid *g, const struct form *form, struct table_in **out)
{
    struct table_in *t = NEW(a, struct table_in);

    assert(form->n > 0 && form->n <= TABLE_FIELDS_MAX);
    *t = (struct table_in){ .arena = a, .grid = g, .form = form,
                            .kept = NEWS(a, char, TABLE_KEPT_BYTES),
                            .texts = NEWS(a, char, GRID_ROW_BYTES),
                            .before = NEWS(a, char, form->size), .row = 1 };
    t->seen.passed_over = S("");
    *out = t;
    return table_head(t);
}

struct err *
table_in_next(struct table_in *t, void *values, bool *more)
{
    memcpy(t->before, values, t->form->size);
    for (*more = t->has_head; *more;) {
        TRY(grid_next(t->grid, &t->cell, &t->n_cells, more));
        size_t mark = arena_mark(t->arena);

        if (!*more || is_empty(t))
            continue;
        t->row = grid_row(t->grid);
        read_row(t, values);
        arena_back(t->arena, mark);
        if (!t->row_is_bad)
            return NULL;
        memcpy(values, t->before, t->form->size);
    }
    return NULL;
}

void
table_in_fault(struct table_in *t, const char *field, struct msg text)
{
    const struct field *f = NULL;
    int32_t             at = TABLE_NO_COLUMN;

    for (size_t i = 0; field && i < t->form->n; i++)
        if (strcmp(t->form->field[i].name, field) == 0) {
            f = &t->form->field[i];
            at = t->column[i];
        }
    assert(f || !field);
    t->seen.n_good -= !t->row_is_bad;
    table_note(t, at, f, at >= 0 && (size_t)at < t->n_cells ? t->cell[at].text : S(""), text);
}

const struct table_seen *
table_in_seen(const struct table_in *t)
{
    return &t->seen;
}

int64_t
table_in_row(const struct table_in *t)
{
    return grid_row(t->grid);
}
