/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * overlap_list.c — a CSV file as rows.
 *
 * Lists say "DINAS KESEHATAN" ten thousand times: what is short and repeats is kept once.
 */
#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/decimal.h"
#include "base/hash.h"
#include "city/overlap/overlap.h"
#include "engine/text/corpus.h"

enum { KEPT_BYTES_MAX = 200, CELL_BYTES_MAX = 4000 };
enum { WANTED_MAX = 1 + OVERLAP_TEXTS_MAX + OVERLAP_FIELDS };
enum { BYTES_MAX = 2 * CORPUS_WORDS_MAX };      /* a word and what stands behind it */
enum { YEAR_MIN = 1900, YEAR_MAX = 2200, TOLD_EVERY = 4096 };

/* Texts that were met, by their hash; a power of two of places, half of them free. */
struct kept { struct str *text; size_t n, room; };

struct list_reader {
    struct arena       *arena;
    struct csv_reader  *csv;
    struct kept         kept;
    const char         *wanted[WANTED_MAX];
    size_t              n_wanted;
    size_t              id, text, by[OVERLAP_FIELDS];       /* in wanted; WANTED_MAX: none */
    size_t              n_text, bytes;
    struct arena        rows;
    struct overlap_row *row;                /* in `rows`, side by side */
};

/* ---- money ----------------------------------------------------------------------------------- */

/* Digits in groups of three behind the first, which has one to three; or no marks at all. */
static bool
is_grouped(struct str s, char mark)
{
    size_t run = 0, marks = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == mark) {
            if (run == 0 || run > 3 || (marks > 0 && run != 3))
                return false;
            marks++;
            run = 0;
        } else {
            run++;
        }
    }
    return marks == 0 || run == 3;
}

/* Where the fraction begins: at the last mark if it is the only one of its kind and not followed by
 * three digits, which would be thousands. The text's length: nowhere. */
static size_t
fraction_at(struct str s)
{
    size_t last = s.n, n_same = 0;

    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '.' || s.p[i] == ',')
            last = i;
    for (size_t i = 0; last < s.n && i < s.n; i++)
        n_same += s.p[i] == s.p[last];
    bool has_other = last < s.n
        && (memchr(s.p, '.', s.n) != NULL) + (memchr(s.p, ',', s.n) != NULL) == 2;

    if (last == s.n || n_same > 1 || (s.n - last - 1 == 3 && !has_other))
        return s.n;
    return last;
}

static bool
has_only(struct str s, const char *digits_and)
{
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] < '0' || s.p[i] > '9') && !strchr(digits_and, s.p[i]))
            return false;
    return s.n > 0;
}

bool
overlap_money_read(struct str s, int64_t *idr)
{
    char       digits[DEC_DIGITS_MAX];
    size_t     n = 0;
    struct dec value, whole;

    s = str_trim(s);
    if (str_starts(s, S("-")))
        digits[n++] = '-', s = str_part(s, 1, s.n);
    if (str_starts(s, S("Rp")) || str_starts(s, S("rp")) || str_starts(s, S("RP")))
        s = str_part(s, 2, s.n), s = str_trim(str_starts(s, S(".")) ? str_part(s, 1, s.n) : s);
    if (str_starts(s, S("IDR")))
        s = str_trim(str_part(s, 3, s.n));
    if (str_ends(s, S(",-")))
        s = str_part(s, 0, s.n - 2);                /* "Rp25.000.000,-" */
    size_t     at = fraction_at(s);
    struct str left = str_part(s, 0, at);

    if (s.n + 2 > sizeof digits || !has_only(s, ".,") || !is_grouped(left, '.')
        || !is_grouped(left, ',') || (at < s.n && at + 1 == s.n))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (i == at || (s.p[i] != '.' && s.p[i] != ','))
            digits[n++] = i == at ? '.' : s.p[i];
    if (!dec_parse((struct str){ digits, n }, &value) || !dec_round(value, 0, DEC_HALF_UP, &whole)
        || whole.units > INT64_MAX || whole.units < INT64_MIN)
        return false;
    *idr = (int64_t)whole.units;
    return true;
}

/* ---- years ----------------------------------------------------------------------------------- */

/* Four digits at the start; the rest behind them. */
static bool
take_year(struct str *s, int64_t *year)
{
    if (s->n < 4 || !str_int64(str_part(*s, 0, 4), year) || *year < YEAR_MIN || *year > YEAR_MAX)
        return false;
    *s = str_part(*s, 4, s->n);
    return s->n == 0 || s->p[0] < '0' || s->p[0] > '9';
}

/* "-01-31", with a time or not: the rest of an ISO date. */
static bool
is_rest_of_date(struct str s)
{
    return s.n >= 6 && s.p[0] == '-' && s.p[3] == '-' && has_only(str_part(s, 1, 2), "")
        && has_only(str_part(s, 4, 2), "") && (s.n == 6 || s.p[6] == ' ' || s.p[6] == 'T');
}

bool
overlap_years_read(struct str s, int64_t *from, int64_t *to)
{
    static const struct str between[] = {
        { "-", 1 }, { "\xe2\x80\x93", 3 }, { "/", 1 }, { "s.d.", 4 }, { "s/d", 3 },
    };
    int64_t first, last;

    s = str_trim(s);
    if (!take_year(&s, &first))
        return false;
    last = first;
    if (s.n > 0 && !is_rest_of_date(s)) {
        bool is_span = false;

        s = str_trim(s);
        for (size_t i = 0; i < COUNT(between) && !is_span; i++)
            if ((is_span = str_starts(s, between[i])))
                s = str_trim(str_part(s, between[i].n, s.n));
        if (!is_span || !take_year(&s, &last) || s.n > 0 || last < first)
            return false;
    }
    *from = first;
    *to = last;
    return true;
}

/* ---- cells ----------------------------------------------------------------------------------- */

static void
kept_grow(struct arena *a, struct kept *k)
{
    struct kept more = { .room = k->room ? k->room * 2 : 1024, .n = k->n };

    more.text = NEWS(a, struct str, more.room);
    for (size_t i = 0; i < k->room; i++) {
        size_t at;

        if (!k->text[i].p)
            continue;
        for (at = hash_64(k->text[i]) & (more.room - 1); more.text[at].p;)
            at = (at + 1) & (more.room - 1);
        more.text[at] = k->text[i];
    }
    *k = more;
}

/* The text, once for all rows that have it. */
static struct str
keep(struct list_reader *r, struct str s)
{
    struct kept *k = &r->kept;
    size_t       at;

    if (s.n > KEPT_BYTES_MAX)
        return str_copy(r->arena, s);
    if (k->n * 2 >= k->room)
        kept_grow(r->arena, k);
    for (at = hash_64(s) & (k->room - 1); k->text[at].p; at = (at + 1) & (k->room - 1))
        if (str_eq(k->text[at], s))
            return k->text[at];
    k->n++;
    return k->text[at] = str_copy(r->arena, s);
}

/* What a cell says; unknown for one that is empty or has a dash, as lists do. */
static struct str
cell(const struct csv_record *rec, size_t at)
{
    struct str s = at == WANTED_MAX ? (struct str){ NULL, 0 } : str_trim(rec->field[at]);

    return s.n == 0 || str_eq(s, S("-")) ? (struct str){ NULL, 0 } : s;
}

static struct str
field_cell(struct list_reader *r, const struct csv_record *rec, enum overlap_field f)
{
    struct str s = cell(rec, r->by[f]);

    return str_is_known(s) ? keep(r, s) : s;
}

static struct err *
cell_fault(struct list_reader *r, size_t at, const char *code, struct msg text, struct msg hint)
{
    return err_of(r->arena, (struct err){ .kind = ERR_INPUT, .code = code, .text = text,
        .hint = hint, .where = csv_where(r->csv, at) });
}

/* What names a row, an office or a place is short; and each stands in reasons, again and again. */
static struct err *
check_cells(struct list_reader *r, const struct csv_record *rec)
{
    for (size_t i = r->text + r->n_text; i < r->n_wanted; i++)
        if (rec->field[i].n > CELL_BYTES_MAX)
            return cell_fault(r, i, "overlap.cell",
                              MSG("This cell is longer than {0} bytes.",
                                  str_fmt(r->arena, "%d", CELL_BYTES_MAX)),
                              MSG("Is the column one of text? Then name it in --text."));
    return NULL;
}

static struct err *
read_years(struct list_reader *r, const struct csv_record *rec, struct overlap_row *row)
{
    struct str s = cell(rec, r->by[OVERLAP_YEAR]);

    if (!str_is_known(s))
        return NULL;
    if (!overlap_years_read(s, &row->from.n, &row->to.n))
        return cell_fault(r, r->by[OVERLAP_YEAR], "overlap.year",
                          MSG("\"{0}\" is no year.", str_copy(r->arena, s)),
                          MSG("Write it as 2025, as 2025-2029 or as 2025-01-31; leave the cell "
                              "empty where it is not known."));
    row->from.known = row->to.known = true;
    return NULL;
}

static struct err *
read_money(struct list_reader *r, const struct csv_record *rec, struct overlap_row *row)
{
    struct str s = cell(rec, r->by[OVERLAP_MONEY]);

    if (!str_is_known(s))
        return NULL;
    if (!overlap_money_read(s, &row->money.n))
        return cell_fault(r, r->by[OVERLAP_MONEY], "overlap.money",
                          MSG("\"{0}\" is no amount of rupiah.", str_copy(r->arena, s)),
                          MSG("Write it as 25000000, 25.000.000 or Rp25.000.000; leave the cell "
                              "empty where it is not known."));
    row->money.known = true;
    return NULL;
}

/* The texts behind the title, as one. */
static struct str
read_text(struct list_reader *r, const struct csv_record *rec)
{
    struct str part[OVERLAP_TEXTS_MAX];
    size_t     n = 0;

    for (size_t i = 1; i < r->n_text; i++) {
        struct str s = cell(rec, r->text + i);

        if (str_is_known(s))
            part[n++] = s;
    }
    return n == 0 ? (struct str){ NULL, 0 } : str_join(r->arena, S("; "), part, n);
}

static struct err *
read_row(struct list_reader *r, const struct csv_record *rec, struct overlap_row *row)
{
    struct str id = cell(rec, r->id), title = cell(rec, r->text);

    TRY(check_cells(r, rec));
    *row = (struct overlap_row){
        .id = str_is_known(id) ? str_copy(r->arena, id)
                               : str_int(r->arena, rec->line),
        .title = str_is_known(title) ? str_copy(r->arena, title) : title,
        .text = read_text(r, rec), .line = rec->line,
        .office = field_cell(r, rec, OVERLAP_OFFICE), .unit = field_cell(r, rec, OVERLAP_UNIT),
        .code = field_cell(r, rec, OVERLAP_CODE), .edition = field_cell(r, rec, OVERLAP_EDITION),
        .place = field_cell(r, rec, OVERLAP_PLACE), .city = field_cell(r, rec, OVERLAP_CITY),
        .target = field_cell(r, rec, OVERLAP_TARGET), .fund = field_cell(r, rec, OVERLAP_FUND),
        .function = field_cell(r, rec, OVERLAP_FUNCTION),
    };
    r->bytes += row->title.n + row->text.n;
    TRY(read_years(r, rec, row));
    return read_money(r, rec, row);
}

/* ---- the file -------------------------------------------------------------------------------- */

static size_t
want(struct list_reader *r, struct str column)
{
    if (!str_is_known(column))
        return WANTED_MAX;
    r->wanted[r->n_wanted] = str_z(r->arena, column);
    return r->n_wanted++;
}

static void
want_all(struct list_reader *r, const struct overlap_columns *c)
{
    r->n_text = c->n_text;
    r->text = want(r, c->text[0]);
    for (size_t i = 1; i < c->n_text; i++)
        want(r, c->text[i]);
    r->id = want(r, c->id);
    for (size_t f = 0; f < OVERLAP_FIELDS; f++)
        r->by[f] = want(r, c->by[f]);
}

static struct err *
too_many(struct list_reader *r)
{
    struct arena *a = r->arena;

    return err_of(a, (struct err){ .kind = ERR_TOO_LARGE, .code = "overlap.rows",
        .text = MSG("The list is longer than {0} rows or {1} MB of text.",
                    str_fmt(a, "%d", CORPUS_ROWS_MAX), str_fmt(a, "%d", BYTES_MAX >> 20)),
        .hint = MSG("Split it, by year or by region, and compare the parts.") });
}

/* Rows grow in a place of their own, so that they stand side by side. */
static struct overlap_row *
next_row(struct list_reader *r, size_t n)
{
    if (n == 0)
        return r->row = NEW(&r->rows, struct overlap_row);
    bool is_last = arena_extend(&r->rows, r->row, n * sizeof *r->row, sizeof *r->row);

    assert(is_last);
    (void)is_last;
    return r->row + n;
}

static struct err *
read_rows(struct list_reader *r, const struct progress *progress, size_t before, size_t *n)
{
    struct csv_record rec;
    bool              more;

    for (;; (*n)++) {
        TRY(csv_next(r->csv, &rec, &more));
        if (!more)
            return NULL;
        if (before + *n == CORPUS_ROWS_MAX || r->bytes > BYTES_MAX)
            return too_many(r);
        if (*n % TOLD_EVERY == 0 && !progress_goes_on(progress, *n, 0))
            return err_of(r->arena, (struct err){ .kind = ERR_BUSY, .code = "overlap.stopped",
                .text = MSG("It was stopped while the list was read."), });
        TRY(read_row(r, &rec, next_row(r, *n)));
    }
}

static void
drop(void *arena)
{
    arena_drop(arena);
}

/* Behind the rows of the files before. */
static void
append(struct list_reader *r, struct overlap_list *list, size_t n)
{
    struct overlap_row *row = NEWS(r->arena, struct overlap_row, list->n + n);

    if (list->n > 0)
        memcpy(row, list->row, list->n * sizeof *row);
    if (n > 0)
        memcpy(row + list->n, r->row, n * sizeof *row);
    *list = (struct overlap_list){ row, list->n + n };
}

struct err *
overlap_list_read(struct arena *a, struct str file, const struct overlap_columns *columns,
                  const struct progress *progress, struct overlap_list *list)
{
    struct list_reader *r = NEW(a, struct list_reader);
    void              **place = arena_owns(a, drop);
    size_t              n = 0;

    r->arena = a;
    want_all(r, columns);
    TRY(csv_open(a, &r->csv, file, r->wanted, r->n_wanted));
    r->rows = arena_make((CORPUS_ROWS_MAX + (size_t)1) * sizeof(struct overlap_row));
    r->rows.full = a->full;
    *place = &r->rows;
    struct err *e = read_rows(r, progress, list->n, &n);

    csv_close(r->csv);
    if (!e)
        append(r, list, n);
    arena_drop(&r->rows);
    *place = NULL;
    return e;
}
