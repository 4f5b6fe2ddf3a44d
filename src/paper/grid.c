/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * grid.c — see grid.h; here the lines of a text.
 *
 * A row stands in the window as a whole before it is split, and its cells are parts of the window:
 * only a cell that holds quotation marks is written anew. A row that reaches over the window's end
 * is begun again when more has been read.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "paper/grid_part.h"

struct err *
grid_refuse(struct grid *g, const char *code, struct msg why)
{
    return err_of(g->arena, (struct err){
        .kind = ERR_INPUT, .code = code, .text = MSG("The table could not be read."),
        .detail = why, .hint = MSG("Save it again as CSV (UTF-8) or as XLSX."),
        .where = str_is_known(g->sheet)
                 ? str_fmt(g->arena, "%.*s!%jd", TEXT(g->sheet), (intmax_t)g->row)
                 : str_fmt(g->arena, "%.*s:%jd", TEXT(g->name), (intmax_t)g->row),
    });
}

/* The columns before it that have none are empty. */
static struct err *
make_room(struct grid *g, size_t column, size_t bytes)
{
    if (column >= GRID_COLUMNS_MAX)
        return grid_refuse(g, "grid.columns", MSG("It has over 1,024 columns."));
    if (column < g->n)
        return grid_refuse(g, "grid.malformed", MSG("The cells of a row go backwards."));
    if (bytes > GRID_CELL_MAX || g->n_text + bytes > GRID_ROW_BYTES)
        return grid_refuse(g, "grid.long", MSG("A cell is over 32 KB long, or a row over 1 MB."));
    for (; g->n < column; g->n++)
        g->cell[g->n] = (struct grid_cell){ .kind = GRID_EMPTY, .text = S("") };
    return NULL;
}

struct err *
grid_put(struct grid *g, size_t column, enum grid_kind kind, struct str text)
{
    char *p = g->text + g->n_text;

    TRY(make_room(g, column, text.n));
    if (text.n > 0)
        memcpy(p, text.p, text.n);
    g->cell[g->n++] = (struct grid_cell){ .kind = kind, .text = { p, text.n } };
    g->n_text += text.n;
    return NULL;
}

/* ---- the window ------------------------------------------------------------------------------ */

/* Eight bytes at a time: any with its high bit, or none of its bits. */
static bool
is_odd(struct str s)
{
    unsigned char high = 0;

    for (size_t i = 0; i < s.n; i++)
        high |= (unsigned char)s.p[i];
    return high >= 0x80 || (s.n > 0 && memchr(s.p, 0, s.n));
}

/* More behind what is ahead, which moves to the window's beginning. */
static struct err *
fill(struct grid *g)
{
    ssize_t n;

    if (g->ahead.n > GRID_ROW_BYTES)
        return grid_refuse(g, "grid.long", MSG("A cell is over 32 KB long, or a row over 1 MB."));
    if (g->ahead.n > 0)
        memmove(g->window, g->ahead.p, g->ahead.n);
    do
        n = read(g->fd, g->window + g->ahead.n, GRID_WINDOW);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return err_errno(g->arena, "grid.read", MSG("The file could not be read."), errno);
    g->at_end = n == 0;
    g->ahead = (struct str){ g->window, g->ahead.n + (size_t)n };
    g->is_odd = is_odd(g->ahead);
    return NULL;
}

/* How often each separator stands in the first line, outside of quotation marks. */
static void
find_separator(struct grid *g)
{
    static const char one_of[] = ",;\t";
    size_t            n[3] = { 0 }, most = 0;
    bool              is_quoted = false;

    for (size_t i = 0; i < g->ahead.n && (is_quoted || g->ahead.p[i] != '\n'); i++) {
        is_quoted ^= g->ahead.p[i] == '"';
        for (size_t k = 0; k < 3; k++)
            n[k] += !is_quoted && g->ahead.p[i] == one_of[k];
    }
    for (size_t k = 1; k < 3; k++)
        if (n[k] > n[most])
            most = k;
    g->by = one_of[most];
    g->mark = (char)(n[most] == 0 || g->by == '\t' ? 0 : g->by == ';' ? ',' : '.');
}

/* ---- a row ----------------------------------------------------------------------------------- */

/* A row as it is split; `at` is where the next cell begins. */
struct split { const char *p, *end, *at; bool is_whole; };

/* Behind the quotation mark that opens, up to where the cell ends; NULL: it does not end here. */
static const char *
quoted_end(struct grid *g, const char *from, const char *end)
{
    bool open = true;

    for (const char *p = from; p < end; p++) {
        if (open) {
            p = memchr(p, '"', (size_t)(end - p));
            if (!p)
                return NULL;
            open = false;
        } else if (*p == '"' && p[-1] == '"') {
            open = true;                        /* two of them are one */
        } else if (*p == g->by || *p == '\n') {
            return p;
        }
    }
    return open ? NULL : end;
}

/* Its marks are off, two are one, what stands behind the closing one stays. */
static struct err *
put_quoted(struct grid *g, struct str raw)
{
    char  *to = g->text + g->n_text;
    size_t n = 0;
    bool   open = false;

    TRY(make_room(g, g->n, raw.n > GRID_CELL_MAX ? raw.n / 2 : raw.n));
    for (size_t i = 0; i < raw.n; i++) {
        bool is_mark = raw.p[i] == '"';

        if (is_mark && open && i + 1 < raw.n && raw.p[i + 1] == '"')
            i++;
        else if (is_mark) {
            open = !open;
            continue;
        }
        to[n++] = raw.p[i];
    }
    if (n > GRID_CELL_MAX)
        return grid_refuse(g, "grid.long", MSG("A cell is over 32 KB long, or a row over 1 MB."));
    g->cell[g->n++] = (struct grid_cell){ .kind = GRID_TEXT, .text = { to, n } };
    g->n_text += n;
    return NULL;
}

static struct err *
put_bare(struct grid *g, struct str text)
{
    if (g->n == GRID_COLUMNS_MAX || text.n > GRID_CELL_MAX)
        return make_room(g, g->n, text.n);
    g->cell[g->n++] = (struct grid_cell){ .kind = text.n > 0 ? GRID_TEXT : GRID_EMPTY,
                                          .text = text };
    return NULL;
}

static const char *
bare_end(const char *p, const char *end, char by)
{
    while (p < end && *p != by && *p != '\n')
        p++;
    return p;
}

static struct err *
put_cell(struct grid *g, const char *from, const char *end, bool is_last)
{
    size_t n = (size_t)(end - from);

    n -= is_last && n > 0 && end[-1] == '\r';
    return n > 0 && *from == '"' ? put_quoted(g, (struct str){ from, n })
                                 : put_bare(g, (struct str){ from, n });
}

/* The cells of the row ahead; not whole: it reaches beyond what was read. */
static struct err *
split(struct grid *g, struct split *s)
{
    g->n = g->n_text = 0;
    for (s->at = s->p; ; s->at++) {
        const char *from = s->at;

        s->at = from < s->end && *from == '"' ? quoted_end(g, from + 1, s->end)
                                              : bare_end(from, s->end, g->by);
        s->is_whole = s->at && (s->at < s->end || g->at_end);
        if (!s->is_whole)
            return NULL;
        bool is_last = s->at == s->end || *s->at == '\n';

        TRY(put_cell(g, from, s->at, is_last));
        if (is_last)
            return NULL;
    }
}

static struct err *
check_text(struct grid *g, struct str row)
{
    if (row.n > GRID_ROW_BYTES)
        return grid_refuse(g, "grid.long", MSG("A cell is over 32 KB long, or a row over 1 MB."));
    if (!g->is_odd)
        return NULL;
    if (row.n > 0 && memchr(row.p, 0, row.n))
        return grid_refuse(g, "grid.malformed", MSG("It holds a byte that no text has."));
    return utf8_is_valid(row, NULL) ? NULL
           : grid_refuse(g, "grid.malformed", MSG("It is not in UTF-8."));
}

static int64_t
lines_in(struct str s)
{
    int64_t     n = 0;
    const char *p = s.p, *end = s.p + s.n;

    while (p < end && (p = memchr(p, '\n', (size_t)(end - p)))) {
        n++;
        p++;
    }
    return n;
}

static struct err *
next_line(struct grid *g, bool *more)
{
    struct split s = { 0 };

    g->row = g->line;
    if (g->ahead.n == 0 && !g->at_end)
        TRY(fill(g));
    *more = g->ahead.n > 0;
    while (*more && !s.is_whole) {
        s.p = g->ahead.p;
        s.end = s.p + g->ahead.n;
        TRY(split(g, &s));
        if (s.is_whole)
            break;
        if (g->at_end)
            return grid_refuse(g, "grid.malformed", MSG("A quotation mark is not closed."));
        TRY(fill(g));
    }
    if (!*more)
        return NULL;
    struct str row = str_part(g->ahead, 0, (size_t)(s.at - s.p) + (s.at < s.end));

    g->line += lines_in(row);
    g->ahead = str_part(g->ahead, row.n, g->ahead.n);
    return check_text(g, row);
}

/* ---- all of it ------------------------------------------------------------------------------- */

static struct grid *
new_grid(struct arena *a, struct str name)
{
    struct grid *g = NEW(a, struct grid);

    g->arena = a;
    g->name = name;
    g->fd = -1;
    g->line = 1;
    g->text = NEWS(a, char, GRID_ROW_BYTES + GRID_CELL_MAX);
    return g;
}

static void
skip_mark(struct grid *g)
{
    if (str_starts(g->ahead, S("\xef\xbb\xbf")))
        g->ahead = str_part(g->ahead, 3, g->ahead.n);
}

struct err *
grid_open(struct arena *a, const struct grid_file *f, struct grid **out)
{
    struct grid *g = new_grid(a, f->name);
    char         first[4] = { 0 };

    *out = g;
    g->folder = f->folder;
    if (pread(f->fd, first, sizeof first, 0) < 0 || lseek(f->fd, 0, SEEK_SET) < 0)
        return err_errno(a, "grid.read", MSG("The file could not be read."), errno);
    if (memcmp(first, "PK\3\4", 4) == 0)
        return grid_book_open(g, f->fd, f->sheet);
    g->fd = f->fd;
    g->window = NEWS(a, char, GRID_ROW_BYTES + 2 * GRID_WINDOW);
    TRY(fill(g));
    skip_mark(g);
    find_separator(g);
    return NULL;
}

struct err *
grid_open_text(struct arena *a, struct str text, struct grid **out)
{
    struct grid *g = new_grid(a, S(""));

    g->ahead = text;
    g->at_end = true;
    skip_mark(g);
    g->is_odd = is_odd(g->ahead);
    g->by = '\t';
    *out = g;
    return NULL;
}

struct err *
grid_next(struct grid *g, const struct grid_cell **cell, size_t *n, bool *more)
{
    TRY(g->book ? grid_book_next(g, more) : next_line(g, more));
    *cell = g->cell;
    *n = g->n;
    return NULL;
}

int64_t
grid_row(const struct grid *g)
{
    return g->row;
}

struct msg
grid_where(struct arena *a, const struct grid *g, size_t column)
{
    struct str letters = S("");

    if (!str_is_known(g->sheet))
        return MSG("line {0}, column {1}", str_int(a, g->row),
                   str_fmt(a, "%zu", column + 1));
    for (size_t c = column + 1; c > 0; c = (c - 1) / 26)
        letters = str_fmt(a, "%c%.*s", (char)('A' + (c - 1) % 26), TEXT(letters));
    return MSG("{0}!{1}", g->sheet, str_fmt(a, "%.*s%jd", TEXT(letters), (intmax_t)g->row));
}

struct msg
grid_where_row(struct arena *a, const struct grid *g, int64_t row)
{
    struct str n = str_int(a, row);

    return str_is_known(g->sheet) ? MSG("{0}, row {1}", g->sheet, n) : MSG("line {0}", n);
}
