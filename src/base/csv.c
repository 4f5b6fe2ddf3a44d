/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * csv.c — reads character by character through a fixed window.
 *
 * The reader looks at one whole character at a time (csv_peek) and takes it (csv_take), so that the
 * place it names in a complaint is the place an editor shows: lines and characters from 1.
 */
#include "base/csv.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/utf8.h"

enum { WINDOW_BYTES = 1 << 16, CHARACTER_BYTES = 4 };

struct place { int64_t line, column; };

struct cell {
    size_t       from, n;                       /* in csv_reader.text */
    bool         known;
    struct place place;
};

struct csv_reader {
    struct arena *arena;
    struct str    name;
    int           fd;                           /* -1 for a text in memory       */
    const char   *at, *end;                     /* what was read and not taken   */
    char         *window;
    bool          ended;                        /* nothing more will be read     */
    struct err   *failed;                       /* an error is final             */
    struct place  here, record;

    char         *text;                         /* of the record, without quotes */
    size_t        n_text;
    struct cell   cell[CSV_FIELDS_MAX];
    size_t        n_cells, n_columns;

    size_t        column_of[CSV_FIELDS_MAX];    /* wanted -> column              */
    size_t        n_wanted;
    struct str    field[CSV_FIELDS_MAX];
};

/* ---- complaints ----------------------------------------------------------------------------- */

static struct str
place_text(struct csv_reader *r, struct place at)
{
    return str_fmt(r->arena, "%.*s:%jd:%jd", TEXT(r->name), (intmax_t)at.line, (intmax_t)at.column);
}

static struct err *
refuse(struct csv_reader *r, struct place at, const char *code, struct msg text, struct msg hint)
{
    bool too_large = strncmp(code, "csv.too_", 8) == 0;

    return err_of(r->arena, (struct err){
        .kind = too_large ? ERR_TOO_LARGE : ERR_INPUT, .code = code,
        .text = text, .hint = hint, .where = place_text(r, at),
    });
}

static struct str
number(struct csv_reader *r, size_t n)
{
    return str_fmt(r->arena, "%zu", n);
}

/* ---- the window ----------------------------------------------------------------------------- */

static struct err *
file_err(struct csv_reader *r, struct msg text, int errnum)
{
    struct err *e = err_errno(r->arena, "csv.file", text, errnum);

    if (errnum != EIO)
        e->kind = ERR_INPUT;                    /* a wrong name, a folder, no permission */
    e->where = r->name;
    return e;
}

/* Moves what is left to the front and reads until the window is full or the file ends. */
static struct err *
refill(struct csv_reader *r)
{
    size_t left = (size_t)(r->end - r->at);

    if (left)
        memmove(r->window, r->at, left);
    while (left < WINDOW_BYTES && !r->ended) {
        ssize_t n = read(r->fd, r->window + left, WINDOW_BYTES - left);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return file_err(r, MSG("The file could not be read."), errno);
        r->ended = n == 0;
        left += (size_t)n;
    }
    r->at = r->window;
    r->end = r->window + left;
    return NULL;
}

static size_t
length_by_first_byte(unsigned char c)
{
    return c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

/* The next character, 1 to 4 bytes at r->at, or 0 bytes at the end. */
static struct err *
csv_peek(struct csv_reader *r, size_t *n)
{
    if (r->end - r->at < CHARACTER_BYTES && !r->ended)
        TRY(refill(r));
    size_t left = (size_t)(r->end - r->at);

    *n = 0;
    if (left == 0)
        return NULL;
    *n = length_by_first_byte((unsigned char)*r->at);
    if (*r->at == '\0')
        return refuse(r, r->here, "csv.nul", MSG("There is a NUL byte here."),
                      MSG("Is this a text file? Export it again as CSV in UTF-8."));
    if (*n > left || !utf8_is_valid((struct str){ r->at, *n }, NULL))
        return refuse(r, r->here, "csv.utf8", MSG("The bytes here are not UTF-8."),
                      MSG("Save the file as \"CSV UTF-8\"."));
    return NULL;
}

static void
csv_take(struct csv_reader *r, size_t n)
{
    if (*r->at == '\n')
        r->here = (struct place){ r->here.line + 1, 1 };
    else
        r->here.column++;
    r->at += n;
}

/* Takes the character as a part of the cell that is being read. */
static struct err *
keep(struct csv_reader *r, size_t n)
{
    if (n > CSV_RECORD_MAX - r->n_text)
        return refuse(r, r->record, "csv.too_long",
                      MSG("The record is longer than {0} bytes.", number(r, CSV_RECORD_MAX)),
                      MSG("Is a quote missing at the end of a cell?"));
    memcpy(r->text + r->n_text, r->at, n);
    r->n_text += n;
    csv_take(r, n);
    return NULL;
}

/* ---- cells and records ---------------------------------------------------------------------- */

static bool
is_next(const struct csv_reader *r, size_t n, char c)
{
    return n == 1 && *r->at == c;
}

/* After the opening quote: to the closing one, which must be the last of the cell. */
static struct err *
read_quoted(struct csv_reader *r, struct place opened)
{
    size_t n;

    for (;;) {
        TRY(csv_peek(r, &n));
        if (n == 0)
            return refuse(r, opened, "csv.quote_open",
                          MSG("The quote that begins here is never closed."), MSG_NONE);
        if (!is_next(r, n, '"')) {
            TRY(keep(r, n));
            continue;
        }
        csv_take(r, n);
        TRY(csv_peek(r, &n));
        if (is_next(r, n, '"')) {
            TRY(keep(r, n));
            continue;
        }
        if (n == 0 || is_next(r, n, ',') || is_next(r, n, '\r') || is_next(r, n, '\n'))
            return NULL;
        return refuse(r, r->here, "csv.after_quote",
                      MSG("There is text after the closing quote of a cell."),
                      MSG("A quote inside a quoted cell is written twice."));
    }
}

static struct err *
read_bare(struct csv_reader *r)
{
    size_t n;

    for (;;) {
        TRY(csv_peek(r, &n));
        if (n == 0 || is_next(r, n, ',') || is_next(r, n, '\r') || is_next(r, n, '\n'))
            return NULL;
        if (is_next(r, n, '"'))
            return refuse(r, r->here, "csv.quote_inside",
                          MSG("There is a quote inside a cell that does not begin with one."),
                          MSG("Put the whole cell in quotes and write the inner quote twice."));
        TRY(keep(r, n));
    }
}

static struct err *
read_cell(struct csv_reader *r)
{
    struct cell cell = { .from = r->n_text, .place = r->here };
    size_t      n;

    if (r->n_cells == CSV_FIELDS_MAX)
        return refuse(r, r->here, "csv.too_many_fields",
                      MSG("The record has more than {0} cells.", number(r, CSV_FIELDS_MAX)),
                      MSG_NONE);
    TRY(csv_peek(r, &n));
    bool quoted = is_next(r, n, '"');

    if (quoted) {
        csv_take(r, n);
        TRY(read_quoted(r, cell.place));
    } else {
        TRY(read_bare(r));
    }
    cell.n = r->n_text - cell.from;
    cell.known = quoted || cell.n > 0;
    r->cell[r->n_cells++] = cell;
    return NULL;
}

/* What stands between two cells: a comma (another follows), the end of the line, or of the file. */
static struct err *
read_separator(struct csv_reader *r, bool *another)
{
    size_t n;

    TRY(csv_peek(r, &n));
    *another = is_next(r, n, ',');
    if (is_next(r, n, '\r')) {
        struct place at = r->here;

        csv_take(r, n);
        TRY(csv_peek(r, &n));
        if (!is_next(r, n, '\n'))
            return refuse(r, at, "csv.return",
                          MSG("A carriage return stands here without a line feed."),
                          MSG("Save the file with the line ends of Windows or Unix."));
    }
    if (n)
        csv_take(r, n);
    return NULL;
}

static struct err *
read_record(struct csv_reader *r, bool *more)
{
    size_t n;
    bool   another = true;

    TRY(csv_peek(r, &n));
    *more = n > 0;
    r->n_text = r->n_cells = 0;
    r->record = r->here;
    while (*more && another) {
        TRY(read_cell(r));
        TRY(read_separator(r, &another));
    }
    return NULL;
}

/* ---- opening -------------------------------------------------------------------------------- */

static struct str
cell_text(const struct csv_reader *r, size_t column)
{
    const struct cell *c = &r->cell[column];

    return c->known ? (struct str){ r->text + c->from, c->n } : (struct str){ NULL, 0 };
}

static struct str
header_text(struct csv_reader *r)
{
    struct str name[CSV_FIELDS_MAX];

    for (size_t i = 0; i < r->n_cells; i++)
        name[i] = cell_text(r, i);
    return str_join(r->arena, S(", "), name, r->n_cells);
}

/* One column whose name has them: where the comma marks decimals, as in Indonesia, spreadsheets
 * save "CSV" with semicolons. */
static bool
is_otherwise_separated(const struct csv_reader *r)
{
    size_t at;

    return r->n_cells == 1
        && (str_find(cell_text(r, 0), S(";"), &at) || str_find(cell_text(r, 0), S("\t"), &at));
}

static struct err *
column_missing(struct csv_reader *r, struct str wanted)
{
    if (is_otherwise_separated(r))
        return refuse(r, r->record, "csv.separator",
                      MSG("The columns of this file are not separated by commas."),
                      MSG("Save it as CSV with commas between the columns: LibreOffice asks for "
                          "the separator, Google Sheets uses commas, Excel follows the region that "
                          "is set on the computer. A figure such as 3,31 is then written 3.31."));
    return refuse(r, r->record, "csv.column_missing",
                  MSG("The column \"{0}\" is missing.", wanted),
                  MSG("The first line names the columns; it has: {0}", header_text(r)));
}

static struct err *
find_column(struct csv_reader *r, struct str wanted, size_t *column)
{
    size_t found = 0;

    for (size_t i = 0; i < r->n_cells; i++) {
        if (!str_eq(cell_text(r, i), wanted))
            continue;
        *column = i;
        if (++found == 2)
            return refuse(r, r->cell[i].place, "csv.column_twice",
                          MSG("The column \"{0}\" is there twice.", wanted), MSG_NONE);
    }
    return found == 0 ? column_missing(r, wanted) : NULL;
}

/* First bytes of .xlsx and .ods (ZIP), and of .xls (OLE 2). */
static bool
is_workbook(const struct csv_reader *r)
{
    return r->end - r->at >= 4
        && (memcmp(r->at, "PK\3\4", 4) == 0 || memcmp(r->at, "\xd0\xcf\x11\xe0", 4) == 0);
}

static struct err *
read_header(struct csv_reader *r, const char *const *wanted, size_t n_wanted)
{
    size_t      n;
    bool        more;
    struct err *e = csv_peek(r, &n);

    if (is_workbook(r))
        return refuse(r, r->here, "csv.workbook", MSG("This is a workbook, not a CSV file."),
                      MSG("Open it in the spreadsheet program and save the sheet as "
                          "\"CSV UTF-8\"."));
    TRY(e);
    if (n == 3 && memcmp(r->at, "\xef\xbb\xbf", 3) == 0)
        r->at += n;                             /* a byte order mark takes no column */
    TRY(read_record(r, &more));
    if (!more)
        return refuse(r, r->here, "csv.column_missing", MSG("The file is empty."),
                      MSG("The first line names the columns."));
    r->n_columns = r->n_cells;
    for (; r->n_wanted < n_wanted; r->n_wanted++)
        TRY(find_column(r, str_of(wanted[r->n_wanted]), &r->column_of[r->n_wanted]));
    return NULL;
}

/* A record cannot be longer than all there is. */
static struct csv_reader *
reader(struct arena *a, struct str name, size_t bytes, size_t n_wanted)
{
    struct csv_reader *r = NEW(a, struct csv_reader);

    assert(n_wanted > 0 && n_wanted <= CSV_FIELDS_MAX);
    r->arena = a;
    r->name = str_copy(a, name);
    r->fd = -1;
    r->here = (struct place){ 1, 1 };
    r->text = NEWS(a, char, bytes < CSV_RECORD_MAX ? bytes : CSV_RECORD_MAX);
    return r;
}

struct err *
csv_open(struct arena *a, struct csv_reader **out, struct str file,
         const char *const *wanted, size_t n_wanted)
{
    struct csv_reader *r = *out = reader(a, file, CSV_RECORD_MAX, n_wanted);

    r->window = NEWS(a, char, WINDOW_BYTES);
    r->at = r->end = r->window;
    r->fd = open(str_z(a, file), O_RDONLY | O_CLOEXEC);
    r->failed = r->fd < 0 ? file_err(r, MSG("The file could not be opened."), errno)
                          : read_header(r, wanted, n_wanted);
    if (r->failed)
        csv_close(r);
    return r->failed;
}

struct err *
csv_open_text(struct arena *a, struct csv_reader **out, struct str name, struct str text,
              const char *const *wanted, size_t n_wanted)
{
    struct csv_reader *r = *out = reader(a, name, text.n, n_wanted);

    r->at = text.p ? text.p : "";
    r->end = r->at + text.n;
    r->ended = true;
    r->failed = read_header(r, wanted, n_wanted);
    return r->failed;
}

/* ---- reading -------------------------------------------------------------------------------- */

static struct err *
wrong_number_of_fields(struct csv_reader *r)
{
    struct place at = r->n_cells > r->n_columns ? r->cell[r->n_columns].place : r->record;

    return refuse(r, at, "csv.fields",
                  MSG("The record has {0} cells; the first line has {1}.",
                      number(r, r->n_cells), number(r, r->n_columns)),
                  MSG("Does a cell hold a comma without being quoted?"));
}

struct err *
csv_next(struct csv_reader *r, struct csv_record *record, bool *more)
{
    *more = false;
    if (!r->failed)
        r->failed = read_record(r, more);
    if (!r->failed && *more && r->n_cells != r->n_columns)
        r->failed = wrong_number_of_fields(r);
    if (r->failed || !*more)
        return r->failed;
    for (size_t i = 0; i < r->n_wanted; i++)
        r->field[i] = cell_text(r, r->column_of[i]);
    *record = (struct csv_record){ .field = r->field, .n = r->n_wanted, .line = r->record.line };
    return NULL;
}

void
csv_close(struct csv_reader *r)
{
    if (r->fd >= 0)
        close(r->fd);
    r->fd = -1;
    r->ended = true;
    r->at = r->end;
}

struct str
csv_where(struct csv_reader *r, size_t wanted)
{
    assert(wanted < r->n_wanted && r->n_cells == r->n_columns);
    return place_text(r, r->cell[r->column_of[wanted]].place);
}

/* ---- writing -------------------------------------------------------------------------------- */

/* Would a spreadsheet take the cell for a formula? */
static bool
is_formula(struct str s)
{
    const struct str first = S("=+-@\t\r");
    struct dec       as_number;
    size_t           at;

    return s.n > 0 && str_find(first, str_part(s, 0, 1), &at) && !dec_parse(s, &as_number);
}

static bool
must_quote(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '"' || s.p[i] == ',' || s.p[i] == '\r' || s.p[i] == '\n')
            return true;
    return s.n == 0 && s.p;                     /* known to be empty */
}

static void
write_quoted(struct buf *out, struct str s, bool shield)
{
    buf_byte(out, '"');
    if (shield)
        buf_byte(out, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_byte(out, '"');
        buf_byte(out, s.p[i]);
    }
    buf_byte(out, '"');
}

void
csv_write(struct buf *out, const struct str *field, size_t n, bool shield)
{
    for (size_t i = 0; i < n; i++) {
        bool guard = shield && is_formula(field[i]);

        if (i)
            buf_byte(out, ',');
        if (must_quote(field[i])) {
            write_quoted(out, field[i], guard);
        } else {
            if (guard)
                buf_byte(out, '\'');
            buf_add(out, field[i]);
        }
    }
    buf_add(out, S("\r\n"));
}
