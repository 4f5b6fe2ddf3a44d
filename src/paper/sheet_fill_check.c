/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sheet_fill_check.c — whether a value may go where it should; nothing is written before. */
#include "base/arena.h"
#include "base/utf8.h"
#include "paper/sheet_fill_part.h"
#include "paper/sheet_text.h"

struct checking { struct fill_order *order; int64_t row, column; bool in_data; };

static struct err *
refused(const struct fill_order *o, const struct sheet_value *v, const char *code, struct msg text,
        struct msg hint)
{
    return err_of(o->arena, (struct err){
        .kind = ERR_INPUT, .code = code, .text = text, .hint = hint,
        .where = sheet_place_text(o->arena, &v->at),
    });
}

/* ---- the value itself ------------------------------------------------------------------------ */

static bool
is_value(const struct sheet_value *v)
{
    struct dec  number;
    struct date date;

    switch (v->kind) {
    case GRID_EMPTY:  return true;
    case GRID_TEXT:   return utf8_is_valid(v->text, NULL);
    case GRID_NUMBER: return dec_parse(v->text, &number);
    case GRID_DATE:   return v->text.n == 10 && date_parse(v->text, &date);
    case GRID_TRUTH:  return str_eq(v->text, S("true")) || str_eq(v->text, S("false"));
    case GRID_ERROR:  return false;
    }
    return false;
}

struct err *
fill_value_check(const struct fill_order *o, const struct sheet_value *v)
{
    if (!is_value(v))
        return refused(o, v, "sheet.value",
                       MSG("\"{0}\" is not a value of the kind that it should be.", v->text),
                       MSG("Write a number like 12.5, a date like 2024-08-13, or true or false."));
    if (v->kind == GRID_TEXT && sheet_text_units(v->text) > SHEET_CELL_MAX)
        return refused(o, v, "sheet.long",
                       MSG("The text is over the 32,767 characters that a cell holds."),
                       MSG("Shorten it, or put it into a document of its own."));
    return NULL;
}

/* ---- the place ------------------------------------------------------------------------------- */

static bool
is_in(const struct fill_range *r, const struct sheet_place *at)
{
    return at->row >= r->row && at->row <= r->last_row && at->column >= r->column
           && at->column <= r->last_column;
}

static const struct sheet_value *
value_in(const struct fill_order *o, const struct fill_range *r, bool but_first)
{
    for (size_t i = 0; i < o->n; i++) {
        const struct sheet_place *at = &o->value[i]->at;
        bool first = at->row == r->row && at->column == r->column;

        if (is_in(r, at) && !(but_first && first))
            return o->value[i];
    }
    return NULL;
}

static void
has_formula(struct xml_in *x, const struct fill_range *r)
{
    struct checking          *c = x->to->arg;
    const struct sheet_value *v = value_in(c->order, r, false);

    if (v)
        xml_stop(x, refused(c->order, v, "sheet.formula",
                            MSG("This cell holds a formula, which is not overwritten."),
                            MSG("Choose the cell that the formula reads, or remove the formula in "
                                "the workbook.")));
}

/* An array's formula stands in its first cell and fills them all. */
static void
on_formula(struct xml_in *x, const char **attribute)
{
    struct checking  *c = x->to->arg;
    struct fill_range here = { (uint32_t)c->row, (uint32_t)c->column, (uint32_t)c->row,
                               (uint32_t)c->column };
    struct str        type, ref;

    if (xml_attribute(attribute, "t", &type) && !str_eq(type, S("shared"))
        && xml_attribute(attribute, "ref", &ref) && !fill_range_parse(ref, &here))
        xml_stop(x, xml_malformed(x->arena, x->part, MSG("A formula's cells are none: {0}.",
                                                    str_copy(x->arena, ref))));
    else
        has_formula(x, &here);
}

static void
on_merged(struct xml_in *x, const char **attribute)
{
    struct checking          *c = x->to->arg;
    const struct sheet_value *v;
    struct fill_range         r;
    struct str                ref;

    if (!xml_attribute(attribute, "ref", &ref) || !fill_range_parse(ref, &r))
        return;
    v = value_in(c->order, &r, true);
    if (v)
        xml_stop(x, refused(c->order, v, "sheet.merged",
                            MSG("This cell is hidden under {0}, which is merged with it.",
                                sheet_ref_text(x->arena, r.row, r.column)),
                            MSG("Choose the first of the merged cells.")));
}

/* ---- walking --------------------------------------------------------------------------------- */

static void
on_column(struct xml_in *x, const char **attribute)
{
    struct checking   *c = x->to->arg;
    struct fill_order *o = c->order;
    struct str         first, last, style;
    int64_t            from, to;

    if (o->n_columns < FILL_COLUMNS_MAX && xml_attribute(attribute, "style", &style)
        && xml_attribute(attribute, "min", &first) && xml_attribute(attribute, "max", &last)
        && str_int64(first, &from) && str_int64(last, &to) && from > 0 && to >= from
        && to <= SHEET_COLUMNS_MAX)
        o->column[o->n_columns++] = (struct fill_column){
            .first = (uint32_t)from - 1, .last = (uint32_t)to - 1,
            .style = str_copy(o->arena, style),
        };
}

static void
on_row(struct xml_in *x, const char **attribute)
{
    struct checking *c = x->to->arg;
    struct str       at;
    int64_t          row;

    if (!xml_attribute(attribute, "r", &at))
        row = c->row + 1;
    else if (str_int64(at, &row))
        row--;
    else
        row = -1;
    if (row <= c->row || row >= SHEET_ROWS_MAX)
        xml_stop(x, xml_malformed(x->arena, x->part, MSG("Its rows are not in their order.")));
    c->row = row;
    c->column = -1;
}

static void
on_cell(struct xml_in *x, const char **attribute)
{
    struct checking *c = x->to->arg;
    struct str       at;
    uint32_t         row = (uint32_t)c->row, column = (uint32_t)(c->column + 1);
    bool             good = true;

    if (xml_attribute(attribute, "r", &at))
        good = sheet_ref_parse(at, &row, &column);
    if (!good || row != c->row || (int64_t)column <= c->column || column >= SHEET_COLUMNS_MAX)
        xml_stop(x, xml_malformed(x->arena, x->part, MSG("Its cells are not in their order.")));
    c->column = column;
}

static void
on_start(struct xml_in *x, struct str name, const char **attribute)
{
    struct checking *c = x->to->arg;

    if (x->depth == 2)
        c->in_data = str_eq(name, S("sheetData"));
    if (x->depth == 3 && str_eq(name, S("mergeCell")))
        on_merged(x, attribute);
    else if (x->depth == 3 && str_eq(name, S("col")))
        on_column(x, attribute);
    if (!c->in_data)
        return;
    if (x->depth == 3 && str_eq(name, S("row")))
        on_row(x, attribute);
    else if (x->depth == 4 && str_eq(name, S("c")))
        on_cell(x, attribute);
    else if (x->depth == 5 && str_eq(name, S("f")))
        on_formula(x, attribute);
}

struct err *
fill_check(struct fill_order *o)
{
    struct checking c = { .order = o, .row = -1, .column = -1 };
    struct xml_to   to = { .start = on_start, .arg = &c };

    return xml_in_part(o->arena, o->book->zip, o->book->sheet[o->sheet].part.entry, &to);
}
