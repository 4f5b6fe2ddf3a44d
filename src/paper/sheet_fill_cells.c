/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sheet_fill_cells.c — a sheet as it streams by, with its values put in.
 *
 * What is not asked for passes as it stands, byte for byte. Rows and cells that are not there are
 * put in where they belong; a row that gets cells loses its `spans`, which is a hint that would
 * be wrong. What a formula gave when it was last reckoned is dropped, in every cell that has one,
 * and with it the type of that value: no reader can then show something stale.
 */
#include <assert.h>

#include "base/arena.h"
#include "paper/sheet_fill_part.h"
#include "paper/sheet_text.h"

enum { STYLE_MAX = 16 };

enum passes { PASS, CATCH, DROP };

struct cells {
    const struct fill_order *order;
    struct fill_sink        *out;
    struct buf              *tag;           /* the latest caught                               */
    struct str               prefix;        /* of the elements: "x:" or nothing                */
    size_t                   next;          /* of the values: the next to be written           */
    int64_t                  row, column;
    struct str               row_style;     /* of the row being read; unknown: none            */
    char                     row_style_text[STYLE_MAX];
    enum passes              passes;
    int                      drop_depth;    /* the element that is dropped                     */
    bool in_data, data_was_empty, row_was_empty, row_gets;
    bool is_held;                           /* the cell's tag waits to see if a formula comes  */
    bool has_formula;
};

static void
add(struct cells *c, struct str s)
{
    fill_add(c->out, s);
}

/* "<x:row", "</x:row>" */
static void
add_tag(struct cells *c, struct str before, struct str name)
{
    add(c, before);
    add(c, c->prefix);
    add(c, name);
}

static void
on_raw(struct xml_in *x, struct str bytes)
{
    struct cells *c = x->to->arg;

    if (c->passes == DROP)
        return;
    if (c->passes == CATCH) {
        buf_add(c->tag, bytes);
        return;
    }
    if (c->is_held) {
        c->is_held = false;
        add(c, buf_str(c->tag));
    }
    add(c, bytes);
}

/* The tag that begins, which is not passed on. */
static struct str
catch_tag(struct xml_in *x)
{
    struct cells *c = x->to->arg;

    c->tag->n = 0;
    c->passes = CATCH;
    xml_raw(x);
    c->passes = PASS;
    return buf_str(c->tag);
}

/* ---- a value --------------------------------------------------------------------------------- */

static void
add_escaped(struct cells *c, struct str s)
{
    for (size_t i = 0, from = 0; i <= s.n; i++) {
        struct str as = i == s.n          ? S("")
                        : s.p[i] == '&'   ? S("&amp;")
                        : s.p[i] == '<'   ? S("&lt;")
                        : s.p[i] == '>'   ? S("&gt;")
                        : s.p[i] == '"'   ? S("&quot;")
                        : s.p[i] == '\r'  ? S("&#13;")
                                          : (struct str){ NULL, 0 };

        if (!str_is_known(as))
            continue;
        add(c, str_part(s, from, i - from));
        add(c, as);
        from = i + 1;
    }
}

static void
add_text(struct cells *c, struct str text)
{
    add(c, S(" t=\"inlineStr\">"));
    add_tag(c, S("<"), S("is>"));
    add_tag(c, S("<"), S("t xml:space=\"preserve\">"));
    add_escaped(c, sheet_text_plain(c->order->arena, text));
    add_tag(c, S("</"), S("t>"));
    add_tag(c, S("</"), S("is>"));
    add_tag(c, S("</"), S("c>"));
}

static void
add_number(struct cells *c, struct str type, struct str number)
{
    add(c, type);
    add(c, S(">"));
    add_tag(c, S("<"), S("v>"));
    add(c, number);
    add_tag(c, S("</"), S("v>"));
    add_tag(c, S("</"), S("c>"));
}

/* What comes behind "<c r=… s=…"; the check has seen that the value is one. */
static void
add_content(struct cells *c, const struct sheet_value *v)
{
    struct dec  number;
    struct date date;
    int64_t     serial;

    if (v->kind == GRID_EMPTY)
        add(c, S("/>"));
    else if (v->kind == GRID_TRUTH)
        add_number(c, S(" t=\"b\""), str_eq(v->text, S("true")) ? S("1") : S("0"));
    else if (v->kind == GRID_NUMBER && dec_parse(v->text, &number) && sheet_number_fits(number))
        add_number(c, S(""), dec_str(c->order->arena, number));
    else if (v->kind == GRID_DATE && date_parse(v->text, &date)
             && sheet_date_serial(date, c->order->book->is_1904, &serial))
        add_number(c, S(""), str_int(c->order->arena, serial));
    else
        add_text(c, v->text);
}

/* The next value as a cell; `style` unknown: none. */
static void
add_cell(struct cells *c, struct str style)
{
    const struct sheet_value *v = c->order->value[c->next++];
    size_t                    mark = arena_mark(c->order->arena);

    add_tag(c, S("<"), S("c r=\""));
    add(c, sheet_ref_text(c->order->arena, v->at.row, v->at.column));
    add(c, S("\""));
    if (str_is_known(style)) {
        add(c, S(" s=\""));
        add_escaped(c, style);
        add(c, S("\""));
    }
    add_content(c, v);
    arena_back(c->order->arena, mark);
}

/* ---- rows and cells that are not there ------------------------------------------------------- */

/* A new cell looks as its row or its column does. */
static struct str
style_for(const struct cells *c, uint32_t column)
{
    if (str_is_known(c->row_style))
        return c->row_style;
    for (size_t i = 0; i < c->order->n_columns; i++)
        if (column >= c->order->column[i].first && column <= c->order->column[i].last)
            return c->order->column[i].style;
    return (struct str){ NULL, 0 };
}

/* Values of this row before this column. */
static void
add_cells_before(struct cells *c, int64_t row, int64_t column)
{
    while (c->next < c->order->n) {
        const struct sheet_place *at = &c->order->value[c->next]->at;

        if (at->row != row || at->column >= column)
            break;
        add_cell(c, style_for(c, at->column));
    }
}

static void
add_rows_before(struct cells *c, int64_t row)
{
    c->row_style = (struct str){ NULL, 0 };
    while (c->next < c->order->n && c->order->value[c->next]->at.row < row) {
        uint32_t is = c->order->value[c->next]->at.row;
        char     text[16];
        struct str number = { text, 0 };

        for (uint32_t n = is + 1; n > 0; n /= 10)
            text[sizeof text - ++number.n] = (char)('0' + n % 10);
        number.p = text + sizeof text - number.n;
        add_tag(c, S("<"), S("row r=\""));
        add(c, number);
        add(c, S("\">"));
        add_cells_before(c, is, SHEET_COLUMNS_MAX);
        add_tag(c, S("</"), S("row>"));
    }
}

/* ---- what is there --------------------------------------------------------------------------- */

static void
on_data(struct xml_in *x)
{
    struct cells *c = x->to->arg;
    struct str    tag = catch_tag(x);

    c->in_data = true;
    c->prefix = str_copy(x->arena, fill_tag_prefix(tag));
    c->data_was_empty = fill_tag_is_empty(tag) && c->order->n > 0;
    fill_tag_write(c->out, tag, NULL, S(""), c->data_was_empty);
}

static void
keep_row_style(struct cells *c, const char **attribute)
{
    struct str custom, style;

    c->row_style = (struct str){ NULL, 0 };
    if (!xml_attribute(attribute, "customFormat", &custom) || str_eq(custom, S("0"))
        || str_eq(custom, S("false")) || !xml_attribute(attribute, "s", &style)
        || style.n > STYLE_MAX)
        return;
    for (size_t i = 0; i < style.n; i++)
        c->row_style_text[i] = style.p[i];
    c->row_style = (struct str){ c->row_style_text, style.n };
}

static void
on_row(struct xml_in *x, const char **attribute)
{
    struct cells *c = x->to->arg;
    struct str    at;
    int64_t       row = c->row + 1;

    if (xml_attribute(attribute, "r", &at) && str_int64(at, &row))
        row--;
    c->row = row;
    c->column = -1;
    add_rows_before(c, row);
    keep_row_style(c, attribute);
    struct str tag = catch_tag(x);

    c->row_gets = c->next < c->order->n && c->order->value[c->next]->at.row == row;
    c->row_was_empty = c->row_gets && fill_tag_is_empty(tag);
    fill_tag_write(c->out, tag, c->row_gets ? "spans" : NULL, S(""), c->row_was_empty);
}

static void
on_cell(struct xml_in *x, const char **attribute)
{
    struct cells *c = x->to->arg;
    struct str    at, style = { NULL, 0 };
    uint32_t      row, column = (uint32_t)(c->column + 1);

    if (xml_attribute(attribute, "r", &at))
        sheet_ref_parse(at, &row, &column);
    c->column = column;
    c->has_formula = false;
    if (c->row_gets)
        add_cells_before(c, c->row, column);
    if (c->row_gets && c->next < c->order->n && c->order->value[c->next]->at.row == c->row
        && c->order->value[c->next]->at.column == column) {
        xml_attribute(attribute, "s", &style);
        add_cell(c, style);
        c->passes = DROP;
        c->drop_depth = x->depth;
        return;
    }
    if (fill_tag_is_empty(catch_tag(x)))
        add(c, buf_str(c->tag));
    else
        c->is_held = true;
}

/* The formula stays; what it gave goes, and so does the type of that. */
static void
on_formula(struct xml_in *x)
{
    struct cells *c = x->to->arg;

    c->has_formula = true;
    if (c->is_held) {
        c->is_held = false;
        fill_tag_write(c->out, buf_str(c->tag), "t", S(""), false);
    }
    xml_raw(x);
}

static void
on_dimension(struct xml_in *x, const char **attribute)
{
    struct cells     *c = x->to->arg;
    struct str        tag = catch_tag(x), ref;
    struct fill_range r;

    if (!xml_attribute(attribute, "ref", &ref) || !fill_range_parse(ref, &r)) {
        add(c, tag);
        return;
    }
    for (size_t i = 0; i < c->order->n; i++) {
        const struct sheet_place *at = &c->order->value[i]->at;

        r.row = at->row < r.row ? at->row : r.row;
        r.column = at->column < r.column ? at->column : r.column;
        r.last_row = at->row > r.last_row ? at->row : r.last_row;
        r.last_column = at->column > r.last_column ? at->column : r.last_column;
    }
    struct str more = str_fmt(x->arena, " ref=\"%.*s:%.*s\"",
                              TEXT(sheet_ref_text(x->arena, r.row, r.column)),
                              TEXT(sheet_ref_text(x->arena, r.last_row, r.last_column)));

    fill_tag_write(c->out, tag, "ref", more, false);
}

static void
on_start(struct xml_in *x, struct str name, const char **attribute)
{
    struct cells *c = x->to->arg;

    if (c->passes == DROP)
        return;
    if (x->depth == 2)
        c->in_data = false;
    if (x->depth == 2 && str_eq(name, S("sheetData")))
        on_data(x);
    else if (x->depth == 2 && str_eq(name, S("dimension")) && c->order->n > 0)
        on_dimension(x, attribute);
    else if (c->in_data && x->depth == 3 && str_eq(name, S("row")))
        on_row(x, attribute);
    else if (c->in_data && x->depth == 4 && str_eq(name, S("c")))
        on_cell(x, attribute);
    else if (c->in_data && x->depth == 5 && str_eq(name, S("f")))
        on_formula(x);
    else if (c->in_data && x->depth == 5 && c->has_formula && str_eq(name, S("v")))
        c->passes = DROP, c->drop_depth = x->depth;
    else
        xml_raw(x);
}

static void
on_row_end(struct xml_in *x)
{
    struct cells *c = x->to->arg;

    if (c->row_gets)
        add_cells_before(c, c->row, SHEET_COLUMNS_MAX);
    if (c->row_was_empty)
        add_tag(c, S("</"), S("row>"));
    c->row_gets = c->row_was_empty = false;
    c->row_style = (struct str){ NULL, 0 };
    xml_raw(x);
}

static void
on_data_end(struct xml_in *x)
{
    struct cells *c = x->to->arg;

    add_rows_before(c, SHEET_ROWS_MAX);
    if (c->data_was_empty)
        add_tag(c, S("</"), S("sheetData>"));
    c->in_data = false;
    xml_raw(x);
}

static void
on_end(struct xml_in *x, struct str name)
{
    struct cells *c = x->to->arg;

    if (c->passes == DROP) {
        if (x->depth == c->drop_depth)
            c->passes = PASS;
        return;
    }
    if (c->in_data && x->depth == 3 && str_eq(name, S("row")))
        on_row_end(x);
    else if (c->in_data && x->depth == 2)
        on_data_end(x);
    else
        xml_raw(x);
}

struct err *
fill_cells(const struct fill_order *o, struct fill_sink *out)
{
    struct buf    tag = buf_in(o->arena, 2 * XML_PIECE_MAX);
    struct cells  c = { .order = o, .out = out, .tag = &tag, .row = -1, .column = -1 };
    struct xml_to to = { .start = on_start, .end = on_end, .raw = on_raw, .arg = &c };

    TRY(xml_in_part(o->arena, o->book->zip, o->book->sheet[o->sheet].part.entry, &to));
    TRY(fill_flush(out));
    if (c.next < o->n)
        return xml_malformed(o->arena, zip_in_entry(o->book->zip,
                                                    o->book->sheet[o->sheet].part.entry)->name,
                             MSG("The sheet has no place for cells."));
    return NULL;
}
