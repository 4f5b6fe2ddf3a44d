/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * grid_book.c — a sheet of a workbook, row by row as it comes out of its ZIP.
 *
 * THE LAW  ECMA-376 1, 18.3 (sheets), 18.4 (shared strings), 18.18.11 (types of cells).
 * OURS     A number is given as the 15 digits that a spreadsheet shows.
 */
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "paper/grid_part.h"
#include "paper/sheet_book.h"

enum { TEXT_MAX = 4 * GRID_CELL_MAX };

enum cell_type { CELL_NUMBER, CELL_SHARED, CELL_TRUTH, CELL_ERROR, CELL_DATE, CELL_TEXT,
                 CELL_INLINE };

struct grid_book {
    struct grid         *grid;
    struct xml_in       *xml;
    struct xml_to        to;
    struct grid_strings *strings;           /* NULL: it has none */
    struct grid_styles   styles;
    bool                 is_1904, in_text, in_phonetic, row_is_whole;
    char                *text;              /* of the cell being read */
    size_t               n_text;
    size_t               column, style;
    enum cell_type       type;
};

/* ---- what begins ----------------------------------------------------------------------------- */

static struct err *
begin_row(struct grid_book *b, const char **attribute)
{
    struct grid *g = b->grid;
    struct str   said;
    int64_t      row = g->row + 1;

    if (xml_attribute(attribute, "r", &said) && (!str_int64(said, &row) || row <= g->row))
        return grid_refuse(g, "grid.malformed", MSG("The rows of the sheet go backwards."));
    if (row > GRID_ROWS_MAX)
        return grid_refuse(g, "grid.rows", MSG("It has over 1,048,576 rows."));
    g->row = row;
    g->n = g->n_text = 0;
    return NULL;
}

static enum cell_type
type_of(const char *said)
{
    static const struct { const char *word; enum cell_type type; } row[] = {
        { "s", CELL_SHARED }, { "n", CELL_NUMBER }, { "inlineStr", CELL_INLINE },
        { "str", CELL_TEXT }, { "b", CELL_TRUTH }, { "e", CELL_ERROR }, { "d", CELL_DATE },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        if (strcmp(said, row[i].word) == 0)
            return row[i].type;
    return CELL_NUMBER;
}

/* Its attributes have one letter each, and no prefix. */
static struct err *
begin_cell(struct grid_book *b, const char **attribute)
{
    uint32_t row, column;
    int64_t  style = 0;

    b->column = b->grid->n;
    b->n_text = b->style = 0;
    b->type = CELL_NUMBER;
    for (; attribute[0]; attribute += 2) {
        const char *said = attribute[1];

        if (attribute[0][1] != 0)
            continue;               /* "cm", "vm", "ph" */
        if (attribute[0][0] == 'r') {
            if (!sheet_ref_parse(str_of(said), &row, &column))
                return grid_refuse(b->grid, "grid.malformed", MSG("A cell has no place."));
            b->column = column;
        } else if (attribute[0][0] == 't') {
            b->type = type_of(said);
        } else if (attribute[0][0] == 's' && str_int64(str_of(said), &style) && style > 0) {
            b->style = (size_t)style;
        }
    }
    return NULL;
}

static void
on_start(struct xml_in *x, struct str name, const char **attribute)
{
    struct grid_book *b = x->to->arg;
    struct err       *e = NULL;

    if (name.n == 1) {
        b->in_text = name.p[0] == 'v' || name.p[0] == 't';
        if (name.p[0] == 'c')
            e = begin_cell(b, attribute);
    } else {
        b->in_text = false;
        b->in_phonetic |= str_eq(name, S("rPh"));
        if (str_eq(name, S("row")))
            e = begin_row(b, attribute);
    }
    if (e)
        xml_stop(x, e);
}

static void
on_text(struct xml_in *x, struct str text)
{
    struct grid_book *b = x->to->arg;

    if (!b->in_text || b->in_phonetic)
        return;
    if (text.n > TEXT_MAX - b->n_text) {
        xml_stop(x, grid_refuse(b->grid, "grid.long",
                                MSG("A cell is over 32 KB long, or a row over 1 MB.")));
        return;
    }
    memcpy(b->text + b->n_text, text.p, text.n);
    b->n_text += text.n;
}

/* ---- what ends ------------------------------------------------------------------------------- */

static struct err *
put_number(struct grid_book *b, struct str text)
{
    struct arena *a = b->grid->arena;
    size_t        mark = arena_mark(a);
    bool          is_date = b->style < b->styles.n && b->styles.is_date[b->style];
    struct str    plain, day;

    if (!grid_number_plain(a, text, &plain))
        return grid_refuse(b->grid, "grid.malformed", MSG("A cell's number is none."));
    is_date = is_date && grid_day_text(a, plain, b->is_1904, &day);
    TRY(grid_put(b->grid, b->column, is_date ? GRID_DATE : GRID_NUMBER, is_date ? day : plain));
    arena_back(a, mark);
    return NULL;
}

static struct err *
put_shared(struct grid_book *b, struct str number)
{
    int64_t    i = -1;
    struct str text;

    (void)str_int64(number, &i);
    TRY(grid_string(b->grid, b->strings, i, &text));
    return grid_put(b->grid, b->column, GRID_TEXT, text);
}

static struct err *
end_cell(struct grid_book *b)
{
    struct str text = { b->text, b->n_text };

    if (text.n == 0 && b->type != CELL_INLINE)
        return NULL;
    switch (b->type) {
    case CELL_SHARED:
        return put_shared(b, text);
    case CELL_TRUTH:
        return grid_put(b->grid, b->column, GRID_TRUTH,
                        str_bool(str_eq(text, S("1"))));
    case CELL_ERROR:
        return grid_put(b->grid, b->column, GRID_ERROR, text);
    case CELL_DATE:
        return grid_put(b->grid, b->column, GRID_DATE, text);
    case CELL_TEXT:
    case CELL_INLINE:
        return grid_put(b->grid, b->column, GRID_TEXT, text);
    case CELL_NUMBER:
        break;
    }
    return put_number(b, text);
}

static void
on_end(struct xml_in *x, struct str name)
{
    struct grid_book *b = x->to->arg;
    struct err       *e = NULL;

    b->in_text = false;
    if (name.n == 1 && name.p[0] == 'c')
        e = end_cell(b);
    else if (str_eq(name, S("rPh")))
        b->in_phonetic = false;
    else if (str_eq(name, S("row")) && b->grid->n > 0) {
        b->row_is_whole = true;
        xml_pause(x);
    }
    if (e)
        xml_stop(x, e);
}

/* ---- the workbook ---------------------------------------------------------------------------- */

static struct err *
find_sheet(struct grid *g, const struct sheet_book *f, struct str wanted, size_t *at)
{
    struct str there = S("");

    if (str_is_known(wanted) && sheet_book_find(f, wanted, at))
        return NULL;
    for (int hidden = 0; !str_is_known(wanted) && hidden < 2; hidden++)
        for (*at = 0; *at < f->n_sheets; ++*at)
            if (f->sheet[*at].part.is_there && f->sheet[*at].is_hidden == (hidden == 1))
                return NULL;
    for (size_t i = 0; i < f->n_sheets; i++)
        if (f->sheet[i].part.is_there)
            there = str_fmt(g->arena, "%.*s%s%.*s", TEXT(there), there.n > 0 ? ", " : "",
                            TEXT(f->sheet[i].name));
    return grid_refuse(g, "grid.sheet", MSG("The sheet is not there; there are: {0}", there));
}

static struct err *
open_book(struct arena *a, int fd, struct sheet_book **out)
{
    struct sheet_book *f = NEW(a, struct sheet_book);

    f->arena = a;
    *out = f;
    TRY(zip_in_open(a, fd, &zip_limits_office, &f->zip));
    return sheet_book_read(f);
}

struct err *
grid_book_open(struct grid *g, int fd, struct str wanted)
{
    struct grid_book  *b = NEW(g->arena, struct grid_book);
    struct sheet_book *f;
    size_t             sheet = 0;

    TRY(open_book(g->arena, fd, &f));
    TRY(find_sheet(g, f, wanted, &sheet));
    g->sheet = f->sheet[sheet].name;
    *b = (struct grid_book){
        .grid = g, .is_1904 = f->is_1904, .text = NEWS(g->arena, char, TEXT_MAX),
        .to = { .start = on_start, .end = on_end, .text = on_text, .arg = b },
    };
    if (f->strings.is_there)
        TRY(grid_strings_read(g, f->zip, f->strings.entry, &b->strings));
    if (f->styles.is_there)
        TRY(grid_styles_read(g, f->zip, f->styles.entry, &b->styles));
    g->book = b;
    return xml_in_open(g->arena, f->zip, f->sheet[sheet].part.entry, &b->to, &b->xml);
}

struct err *
grid_book_next(struct grid *g, bool *more)
{
    struct grid_book *b = g->book;

    g->n = g->n_text = 0;
    b->row_is_whole = false;
    do
        TRY(xml_in_step(b->xml, more));
    while (*more && !b->row_is_whole);
    return NULL;
}

struct err *
grid_sheets(struct arena *a, int fd, struct grid_sheet **out, size_t *n)
{
    struct sheet_book *f;
    char               first[4] = { 0 };

    *n = 0;
    if (pread(fd, first, sizeof first, 0) < (ssize_t)sizeof first
        || memcmp(first, "PK\3\4", sizeof first) != 0)
        return NULL;
    TRY(open_book(a, fd, &f));
    *out = NEWS(a, struct grid_sheet, f->n_sheets + 1);
    for (size_t i = 0; i < f->n_sheets; i++)
        if (f->sheet[i].part.is_there)
            (*out)[(*n)++] = (struct grid_sheet){ f->sheet[i].name, f->sheet[i].is_hidden };
    return NULL;
}
