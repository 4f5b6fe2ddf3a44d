/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* table.c — the same rows as JSON, CSV and text for a terminal. */
#include "base/table.h"

#include <assert.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/utf8.h"

enum { WIDTH_MAX = 60 };  /* a wider cell pushes its row out and leaves the column alone */

struct table
table_in(struct arena *a, const struct column *column, size_t n_columns, size_t cap_rows)
{
    assert(n_columns > 0 && n_columns <= CSV_FIELDS_MAX);
    return (struct table){
        .column = column, .n_columns = n_columns, .cap_rows = cap_rows,
        .cell = NEWS(a, struct str, arena_bytes(n_columns, cap_rows)),
    };
}

struct str *
table_row(struct table *t)
{
    assert(t->n_rows < t->cap_rows);
    return t->cell + t->n_columns * t->n_rows++;
}

static const struct str *
row_of(const struct table *t, size_t row)
{
    return t->cell + t->n_columns * row;
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void
json_cell(struct json *j, enum column_kind kind, struct str cell)
{
    struct dec number;

    if (!str_is_known(cell) || kind == COLUMN_TEXT) {
        json_str(j, cell);
    } else if (kind == COLUMN_BOOL) {
        assert(str_eq(cell, S("true")) || str_eq(cell, S("false")));
        json_bool(j, str_eq(cell, S("true")));
    } else {
        bool is_number = dec_parse(cell, &number);

        assert(is_number && (kind == COLUMN_DEC || number.scale == 0));
        (void)is_number;
        json_dec(j, number);
    }
}

void
table_json(struct json *j, const struct table *t)
{
    json_open(j, '[');
    for (size_t r = 0; r < t->n_rows; r++) {
        json_open(j, '{');
        for (size_t c = 0; c < t->n_columns; c++) {
            json_key(j, t->column[c].key);
            json_cell(j, t->column[c].kind, row_of(t, r)[c]);
        }
        json_close(j, '}');
    }
    json_close(j, ']');
}

/* ---- CSV ------------------------------------------------------------------------------------ */

void
table_csv(struct buf *out, const struct table *t)
{
    struct str head[CSV_FIELDS_MAX];

    for (size_t c = 0; c < t->n_columns; c++)
        head[c] = str_of(t->column[c].key);
    csv_write(out, head, t->n_columns, true);
    for (size_t r = 0; r < t->n_rows; r++)
        csv_write(out, row_of(t, r), t->n_columns, true);
}

/* ---- a terminal ----------------------------------------------------------------------------- */

/* Columns on a terminal, one a character; what add_printable cannot print takes one a byte. */
static size_t
width_of(struct str s)
{
    return utf8_is_plain(s) ? utf8_count(s) : s.n;
}

/* A control character from the data must not reach the terminal. */
static void
add_printable(struct buf *out, struct str s)
{
    if (utf8_is_plain(s)) {
        buf_add(out, s);
        return;
    }
    for (size_t i = 0; i < s.n; i++)
        buf_byte(out, s.p[i] >= ' ' && s.p[i] < 0x7f ? s.p[i] : '?');
}

static void
add_spaces(struct buf *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_byte(out, ' ');
}

static bool
is_number(const struct column *column)
{
    return column->kind == COLUMN_INT || column->kind == COLUMN_DEC;
}

static void
text_row(struct buf *out, const struct table *t, const struct str *cell, const size_t *width)
{
    for (size_t c = 0; c < t->n_columns; c++) {
        size_t is = width_of(cell[c]), pad = is < width[c] ? width[c] - is : 0;
        bool   right = is_number(&t->column[c]), last = c + 1 == t->n_columns;

        add_spaces(out, right ? pad : 0);
        add_printable(out, cell[c]);
        add_spaces(out, last ? 0 : (right ? 2 : pad + 2));
    }
    buf_byte(out, '\n');
}

static void
widen(size_t *width, struct str cell)
{
    size_t is = width_of(cell);

    if (is > *width)
        *width = is < WIDTH_MAX ? is : WIDTH_MAX;
}

void
table_text(struct buf *out, enum lang lang, const struct table *t)
{
    struct str head[CSV_FIELDS_MAX];
    size_t     width[CSV_FIELDS_MAX] = { 0 };

    for (size_t c = 0; c < t->n_columns; c++) {
        head[c] = msg_text(out->arena, lang, t->column[c].label);
        for (size_t r = 0; r < t->n_rows; r++)
            widen(&width[c], row_of(t, r)[c]);
        widen(&width[c], head[c]);
    }
    text_row(out, t, head, width);
    for (size_t r = 0; r < t->n_rows; r++)
        text_row(out, t, row_of(t, r), width);
}
