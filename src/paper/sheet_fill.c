/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sheet_fill.c — see sheet_fill.h: places, the orders by sheet, and the parts that pass as they
 * are. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "paper/sheet_fill_part.h"
#include "paper/sheet_text.h"

enum { SHEETS_NAMED_MAX = 20 };

/* ---- places ---------------------------------------------------------------------------------- */

/* "'It''s'" is It's; false: its quotes are not even. */
static bool
unquote(struct arena *a, struct str quoted, struct str *out)
{
    struct str s = str_part(quoted, 1, quoted.n - 2);
    char      *p = NEWS(a, char, s.n + 1);
    size_t     n = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\'' && (i + 1 == s.n || s.p[++i] != '\''))
            return false;
        p[n++] = s.p[i];
    }
    *out = (struct str){ p, n };
    return true;
}

bool
sheet_place_parse(struct arena *a, struct str text, struct sheet_place *out)
{
    struct str s = str_trim(text), sheet;
    size_t     at = s.n;

    while (at > 0 && s.p[at - 1] != '!')
        at--;
    if (at < 2 || !sheet_ref_parse(str_part(s, at, s.n), &out->row, &out->column))
        return false;
    sheet = str_part(s, 0, at - 1);
    if (sheet.p[0] != '\'') {
        out->sheet = sheet;
        return true;
    }
    return sheet.n > 2 && str_ends(sheet, S("'")) && unquote(a, sheet, &out->sheet);
}

/* Letters, digits and _ go without quotes, unless they could be a cell or begin with a digit. */
static bool
is_plain_name(struct str name)
{
    uint32_t row, column;

    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';

        if (!letter && (c < '0' || c > '9' || i == 0))
            return false;
    }
    return name.n > 0 && !sheet_ref_parse(name, &row, &column);
}

struct str
sheet_place_text(struct arena *a, const struct sheet_place *place)
{
    struct str at = sheet_ref_text(a, place->row, place->column);
    struct buf b = buf_in(a, 2 * place->sheet.n + at.n + 3);

    if (is_plain_name(place->sheet))
        return str_fmt(a, "%.*s!%.*s", TEXT(place->sheet), TEXT(at));
    buf_byte(&b, '\'');
    for (size_t i = 0; i < place->sheet.n; i++) {
        if (place->sheet.p[i] == '\'')
            buf_byte(&b, '\'');
        buf_byte(&b, place->sheet.p[i]);
    }
    buf_add(&b, S("'!"));
    buf_add(&b, at);
    return buf_str(&b);
}

/* ---- the orders ------------------------------------------------------------------------------ */

static struct err *
no_sheet(const struct sheet_book *b, const struct sheet_value *v)
{
    struct buf names = buf_in(b->arena, 8 << 10);
    size_t     n = 0;

    for (size_t i = 0; i < b->n_sheets && n < SHEETS_NAMED_MAX; i++) {
        if (b->sheet[i].part.is_there)
            buf_fmt(&names, "%s%.*s", n++ ? ", " : "", TEXT(str_part(b->sheet[i].name, 0, 200)));
    }
    return err_of(b->arena, (struct err){
        .kind = ERR_INPUT, .code = "sheet.no_sheet",
        .text = MSG("The workbook has no sheet \"{0}\".", v->at.sheet),
        .detail = MSG("It has: {0}.", buf_str(&names)),
        .hint = MSG("Choose one of them; upper and lower case count."),
        .where = sheet_place_text(b->arena, &v->at),
    });
}

static int
by_place(const void *a, const void *b)
{
    const struct sheet_place *x = &(*(const struct sheet_value *const *)a)->at;
    const struct sheet_place *y = &(*(const struct sheet_value *const *)b)->at;

    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return (x->column > y->column) - (x->column < y->column);
}

static struct err *
no_two(const struct fill_order *o)
{
    for (size_t i = 1; i < o->n; i++)
        if (by_place(&o->value[i - 1], &o->value[i]) == 0)
            return err_of(o->arena, (struct err){
                .kind = ERR_INPUT, .code = "sheet.twice",
                .text = MSG("Two values are to go into this cell."),
                .hint = MSG("Give each value a cell of its own."),
                .where = sheet_place_text(o->arena, &o->value[i]->at),
            });
    return NULL;
}

/* The values of one sheet, checked; whether a place is in bounds is part of it. */
static struct err *
order_of(struct fill_order *o, const struct sheet_value *v, size_t n)
{
    o->value = NEWS(o->arena, const struct sheet_value *, n + 1);
    o->column = NEWS(o->arena, struct fill_column, FILL_COLUMNS_MAX);
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(v[i].at.sheet, o->book->sheet[o->sheet].name))
            continue;
        if (v[i].at.row >= SHEET_ROWS_MAX || v[i].at.column >= SHEET_COLUMNS_MAX)
            return xml_malformed(o->arena, v[i].at.sheet, MSG("No sheet has so many cells."));
        TRY(fill_value_check(o, &v[i]));
        o->value[o->n++] = &v[i];
    }
    if (o->n > 0)
        qsort(o->value, o->n, sizeof(*o->value), by_place);
    TRY(no_two(o));
    return fill_check(o);
}

/* ---- parts ----------------------------------------------------------------------------------- */

static struct err *
copy_part(struct sheet_book *b, size_t part, struct fill_sink *out)
{
    size_t n;

    TRY(zip_in_begin(b->zip, part));
    do {
        TRY(zip_in_read(b->zip, out->p, FILL_SINK_BYTES, &n));
        out->n = n;
        TRY(fill_flush(out));
    } while (n > 0);
    zip_in_end(b->zip);
    return NULL;
}

static const struct fill_order *
order_for(const struct sheet_book *b, const struct fill_order *order, size_t part)
{
    for (size_t i = 0; i < b->n_sheets; i++)
        if (b->sheet[i].part.is_there && b->sheet[i].part.entry == part)
            return &order[i];
    return NULL;
}

static struct err *
write_part(struct sheet_book *b, const struct fill_order *order, size_t part, struct fill_sink *out)
{
    const struct zip_entry  *e = zip_in_entry(b->zip, part);
    const struct fill_order *o = order_for(b, order, part);

    TRY(zip_out_begin(out->zip, e->name, e->packed < e->bytes || e->bytes == 0));
    if (o)
        return fill_cells(o, out);
    return part == b->part ? fill_book_write(b, out) : copy_part(b, part, out);
}

static struct err *
no_macros(const struct sheet_book *b)
{
    static const char vba[] = "vbaproject.bin";

    for (size_t i = 0; i < zip_in_count(b->zip); i++) {
        struct str name = zip_in_entry(b->zip, i)->name;

        if (name.n >= sizeof vba - 1
            && strncasecmp(name.p + name.n - (sizeof vba - 1), vba, sizeof vba - 1) == 0)
            return err_of(b->arena, (struct err){
                .kind = ERR_INPUT, .code = "sheet.macros", .where = name,
                .text = MSG("The workbook holds macros, and such a one is not filled."),
                .hint = MSG("Save it as .xlsx, which has none, and try once more."),
            });
    }
    return NULL;
}

static struct err *
write_all(struct sheet_book *b, const struct fill_order *order, int to)
{
    struct fill_sink out = { .p = NEWS(b->arena, char, FILL_SINK_BYTES) };

    TRY(zip_out_open(b->arena, to, &out.zip));
    for (size_t i = 0; i < zip_in_count(b->zip); i++) {
        if (!zip_in_entry(b->zip, i)->is_folder)
            TRY(write_part(b, order, i, &out));
    }
    return zip_out_close(out.zip);
}

struct err *
sheet_fill(struct arena *a, int from, int to, const struct sheet_value *v, size_t n)
{
    struct sheet_book  *b = NEW(a, struct sheet_book);
    struct fill_order *order;
    size_t             sheet;

    b->arena = a;
    TRY(zip_in_open(a, from, &zip_limits_office, &b->zip));
    TRY(no_macros(b));
    TRY(sheet_book_read(b));
    order = NEWS(a, struct fill_order, b->n_sheets + 1);
    for (size_t i = 0; i < n; i++)
        if (!sheet_book_find(b, v[i].at.sheet, &sheet))
            return no_sheet(b, &v[i]);
    for (size_t i = 0; i < b->n_sheets; i++) {
        order[i] = (struct fill_order){ .arena = a, .book = b, .sheet = i };
        if (b->sheet[i].part.is_there)
            TRY(order_of(&order[i], v, n));
    }
    return write_all(b, order, to);
}
