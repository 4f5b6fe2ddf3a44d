/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sheet_out.c — see sheet_out.h. */
#include "paper/sheet_out.h"

#include <assert.h>
#include <string.h>
#include <xlsxwriter.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "paper/sheet_text.h"

enum { SHEETS_MAX = 255, WIDTH_LEAST = 10, WIDTH_MOST = 40,
       MADE_S = 315532800 };        /* 1980-01-01, the first day of a ZIP; 0 would be today */

struct sheet_out {
    struct arena        *arena;
    enum lang            lang;
    void               **owned;         /* the workbook, until it is written */
    lxw_workbook        *book;
    lxw_worksheet       *sheet;
    lxw_format          *head, *date, *scale[DEC_SCALE_MAX + 1];
    const struct column *column;
    size_t               n_columns, n_sheets;
    lxw_row_t            row;           /* the next one */
    struct str           name[SHEETS_MAX];
};

static struct err *
write_failed(struct sheet_out *o, lxw_error why)
{
    return err_of(o->arena, (struct err){
        .kind = ERR_BROKEN, .code = "sheet.write",
        .text = MSG("The workbook could not be written."),
        .detail = MSG("The library says: {0}", str_of(lxw_strerror(why))),
        .hint = MSG("See that the disk has room and that the folder can be written to."),
    });
}

static void
end_book(void *book)
{
    lxw_workbook_free(book);
}

static lxw_format *
format_of(struct sheet_out *o, struct str number_format)
{
    lxw_format *f = workbook_add_format(o->book);

    if (f)
        format_set_num_format(f, str_z(o->arena, number_format));
    return f;
}

/* "3.200" shows its places: "0.000". */
static bool
make_formats(struct sheet_out *o)
{
    static const char zeros[] = "0.000000000000000000";

    o->head = workbook_add_format(o->book);
    o->date = format_of(o, S("yyyy-mm-dd"));
    if (!o->head || !o->date)
        return false;
    format_set_bold(o->head);
    for (size_t i = 1; i <= DEC_SCALE_MAX; i++)
        if (!(o->scale[i] = format_of(o, (struct str){ zeros, i + 2 })))
            return false;
    return true;
}

/* The folder of a path, for the library's own files: "." without one. */
static char *
folder_of(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t      n = slash ? (size_t)(slash - path) : 0;
    char       *z = NEWS(a, char, n + 2);

    z[0] = slash ? '/' : '.';
    if (n > 0)
        memcpy(z, path, n);
    return z;
}

struct err *
sheet_out_open(struct arena *a, const char *path, enum lang lang, struct sheet_out **out)
{
    struct sheet_out    *o = NEW(a, struct sheet_out);
    lxw_workbook_options options = { .constant_memory = LXW_TRUE, .use_zip64 = LXW_FALSE };
    lxw_doc_properties   properties = { .created = MADE_S };

    *o = (struct sheet_out){ .arena = a, .lang = lang, .owned = arena_owns(a, end_book) };
    options.tmpdir = folder_of(a, path);
    o->book = workbook_new_opt(path, &options);
    *o->owned = o->book;
    if (!o->book || workbook_set_properties(o->book, &properties) || !make_formats(o))
        return write_failed(o, LXW_ERROR_MEMORY_MALLOC_FAILED);
    *out = o;
    return NULL;
}

/* ---- a sheet --------------------------------------------------------------------------------- */

static bool
is_taken(const struct sheet_out *o, struct str name)
{
    for (size_t i = 0; i < o->n_sheets; i++)
        if (strncasecmp(o->name[i].p, name.p, name.n) == 0 && o->name[i].n == name.n)
            return true;
    return false;
}

/* Its first letters, so many units of them at most. */
static struct str
first_units(struct str s, size_t units)
{
    size_t at = s.n;

    while (sheet_text_units(str_part(s, 0, at)) > units)
        do
            at--;
        while (at > 0 && ((unsigned char)s.p[at] & 0xC0) == 0x80);
    return str_part(s, 0, at);
}

/* THE LAW (Excel's help, "Rename a worksheet"): 1 to 31 characters, none of \ / ? * [ ] :, no '
 * at an end, no name twice. */
static struct str
name_of(struct sheet_out *o, struct str wanted)
{
    struct str plain = sheet_text_plain(o->arena, wanted);
    char      *p = NEWS(o->arena, char, plain.n + 1);
    struct str name, free_name;

    for (size_t i = 0; i < plain.n; i++) {
        bool odd = (unsigned char)plain.p[i] < ' ' || strchr("\\/?*[]:'", plain.p[i]);

        p[i] = odd ? ' ' : plain.p[i];
    }
    name = first_units(str_trim((struct str){ p, plain.n }), SHEET_NAME_MAX);
    name = name.n > 0 ? str_trim(name) : S("Data");
    free_name = name;
    for (size_t i = 2; is_taken(o, free_name); i++)
        free_name = str_fmt(o->arena, "%.*s %zu", TEXT(first_units(name, SHEET_NAME_MAX - 4)), i);
    return free_name;
}

static struct err *
write_head(struct sheet_out *o)
{
    for (size_t i = 0; i < o->n_columns; i++) {
        struct str label = msg_text(o->arena, o->lang, o->column[i].label);
        struct str text = sheet_text_plain(o->arena, label.n > 0 ? label
                                                                 : str_of(o->column[i].key));
        size_t     width = sheet_text_units(text) + 2;
        lxw_error  e;

        width = width < WIDTH_LEAST ? WIDTH_LEAST : width > WIDTH_MOST ? WIDTH_MOST : width;
        worksheet_set_column(o->sheet, (lxw_col_t)i, (lxw_col_t)i, (double)width, NULL);
        e = worksheet_write_string(o->sheet, 0, (lxw_col_t)i, str_z(o->arena, text), o->head);
        if (e)
            return write_failed(o, e);
    }
    worksheet_freeze_panes(o->sheet, 1, 0);
    o->row = 1;
    return NULL;
}

struct err *
sheet_out_begin(struct sheet_out *o, struct str sheet, const struct column *column, size_t n)
{
    assert(n > 0 && n <= SHEET_COLUMNS_MAX && o->n_sheets < SHEETS_MAX);
    struct str name = name_of(o, sheet);

    o->name[o->n_sheets++] = name;
    o->sheet = workbook_add_worksheet(o->book, str_z(o->arena, name));
    if (!o->sheet)
        return write_failed(o, LXW_ERROR_CREATING_TMPFILE);
    o->column = column;
    o->n_columns = n;
    return write_head(o);
}

/* ---- a row ----------------------------------------------------------------------------------- */

static struct err *
too_large(struct sheet_out *o, const char *code, struct msg text, struct msg hint)
{
    return err_of(o->arena, (struct err){
        .kind = ERR_TOO_LARGE, .code = code, .text = text, .hint = hint,
        .where = o->name[o->n_sheets - 1],
    });
}

static lxw_error
write_number(struct sheet_out *o, lxw_col_t at, struct dec d)
{
    double ten = 1;

    for (int32_t i = 0; i < d.scale; i++)
        ten *= 10;                      /* exact up to 10^22, so the quotient is the nearest */
    return worksheet_write_number(o->sheet, o->row, at, (double)d.units / ten, o->scale[d.scale]);
}

static struct err *
write_text(struct sheet_out *o, lxw_col_t at, struct str cell)
{
    struct str text = sheet_text_plain(o->arena, cell);
    lxw_error  e;

    if (sheet_text_units(text) > SHEET_CELL_MAX)
        return too_large(o, "sheet.long",
                         MSG("A text in row {0} is over the 32,767 characters that a cell holds.",
                             str_fmt(o->arena, "%u", (unsigned)o->row + 1)),
                         MSG("Take the list as CSV, which has no such limit."));
    e = worksheet_write_string(o->sheet, o->row, at, str_z(o->arena, text), NULL);
    return e ? write_failed(o, e) : NULL;
}

static bool
is_whole_date(struct str cell, int64_t *serial)
{
    struct date d;

    return cell.n == 10 && date_parse(cell, &d) && sheet_date_serial(d, false, serial);
}

static struct err *
write_cell(struct sheet_out *o, lxw_col_t at, struct str cell)
{
    enum column_kind kind = o->column[at].kind;
    int64_t          serial;
    struct dec       d;
    lxw_error        e = LXW_NO_ERROR;

    if (cell.n == 0)
        return NULL;
    if (kind == COLUMN_BOOL)
        e = worksheet_write_boolean(o->sheet, o->row, at, str_eq(cell, S("true")), NULL);
    else if (kind != COLUMN_TEXT && dec_parse(cell, &d) && sheet_number_fits(d))
        e = write_number(o, at, d);
    else if (kind == COLUMN_TEXT && is_whole_date(cell, &serial))
        e = worksheet_write_number(o->sheet, o->row, at, (double)serial, o->date);
    else
        return write_text(o, at, cell);
    return e ? write_failed(o, e) : NULL;
}

struct err *
sheet_out_row(struct sheet_out *o, const struct str *cell)
{
    assert(o->sheet);
    size_t mark = arena_mark(o->arena);

    if (o->row >= SHEET_ROWS_MAX)
        return too_large(o, "sheet.rows",
                         MSG("A sheet of a workbook holds 1,048,576 rows, and there are more."),
                         MSG("Take the list as CSV, or narrow it down first."));
    for (size_t i = 0; i < o->n_columns; i++)
        TRY(write_cell(o, (lxw_col_t)i, cell[i]));
    o->row++;
    arena_back(o->arena, mark);
    return NULL;
}

struct err *
sheet_out_close(struct sheet_out *o)
{
    assert(o->sheet);
    *o->owned = NULL;                   /* the library frees it, whatever comes of it */
    lxw_error e = workbook_close(o->book);

    o->sheet = NULL;
    return e ? write_failed(o, e) : NULL;
}
