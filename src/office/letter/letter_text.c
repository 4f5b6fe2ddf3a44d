/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/letter/letter_text.h"

#include <string.h>

#include "base/arena.h"

/* ---- lines ---------------------------------------------------------------------------------- */

struct typed { struct str line[LETTER_LINES_MAX]; enum paper_kind kind[LETTER_LINES_MAX];
               size_t n; };

enum { EMPTY = PAPER_KINDS_N };

static enum paper_kind
kind_of(struct str line)
{
    size_t at;

    if (str_trim(line).n == 0)
        return (enum paper_kind)EMPTY;
    if (memchr(line.p, '\t', line.n))
        return PAPER_TABLE;
    if (str_starts(line, S("- ")))
        return PAPER_LIST;
    if (str_starts(line, S("# ")))
        return PAPER_HEADING;
    return str_find(line, S(" : "), &at) && at > 0 && at < 60 ? PAPER_FIELDS : PAPER_TEXT;
}

static bool
read_lines(struct str typed, struct typed *t)
{
    struct str line, rest = typed;

    for (bool more = true; more;) {
        more = str_cut(rest, '\n', &line, &rest);
        if (line.n > 0 && line.p[line.n - 1] == '\r')
            line.n--;
        if (t->n == LETTER_LINES_MAX)
            return false;
        t->kind[t->n] = kind_of(line);
        t->line[t->n++] = line;
    }
    return true;
}

/* ---- blocks --------------------------------------------------------------------------------- */

static size_t
cells_of(struct str line)
{
    size_t n = 1;

    for (size_t i = 0; i < line.n; i++)
        n += line.p[i] == '\t';
    return n < PAPER_COLUMNS_MAX ? n : PAPER_COLUMNS_MAX;
}

/* The last cell takes what is too much; cells that are not there are empty. */
static void
split_row(struct str line, struct str *cell, size_t n)
{
    struct str rest = line, one, after;

    for (size_t i = 0; i < n; i++) {
        bool more = i + 1 < n && str_cut(rest, '\t', &one, &after);

        cell[i] = str_trim(more ? one : rest);
        rest = more ? after : S("");
    }
}

static bool
is_number(struct str s)
{
    bool has_digit = false;

    for (size_t i = 0; i < s.n; i++) {
        bool is_digit = s.p[i] >= '0' && s.p[i] <= '9';

        if (!is_digit && (s.p[i] == 0 || !strchr(".,-%", s.p[i])))
            return false;
        has_digit = has_digit || is_digit;
    }
    return has_digit || s.n == 0;
}

static struct paper_block
table_of(struct arena *a, const struct typed *t, size_t from, size_t to)
{
    size_t      n = 1;
    struct str *text;
    bool       *number;

    for (size_t i = from; i < to; i++)
        n = cells_of(t->line[i]) > n ? cells_of(t->line[i]) : n;
    text = NEWS(a, struct str, n * (to - from));
    number = NEWS(a, bool, n);
    for (size_t k = 0; k < n; k++)
        number[k] = to - from > 1;
    for (size_t i = from; i < to; i++) {
        struct str *row = text + (i - from) * n;

        split_row(t->line[i], row, n);
        for (size_t k = 0; k < n && i > from; k++)
            number[k] = number[k] && is_number(row[k]);
    }
    return (struct paper_block){ .kind = PAPER_TABLE, .text = text, .n = n * (to - from),
                                 .n_columns = n, .is_number = number };
}

static struct paper_block
fields_of(struct arena *a, const struct typed *t, size_t from, size_t to)
{
    struct str *text = NEWS(a, struct str, 2 * (to - from));
    size_t      at = 0;

    for (size_t i = from; i < to; i++) {
        str_find(t->line[i], S(" : "), &at);
        text[2 * (i - from)] = str_trim(str_part(t->line[i], 0, at));
        text[2 * (i - from) + 1] = str_trim(str_part(t->line[i], at + 3, t->line[i].n));
    }
    return (struct paper_block){ .kind = PAPER_FIELDS, .text = text, .n = 2 * (to - from) };
}

static struct paper_block
lines_of(struct arena *a, const struct typed *t, size_t from, size_t to)
{
    enum paper_kind kind = t->kind[from];
    size_t          mark = kind == PAPER_TEXT ? 0 : 2;      /* "- ", "# " */
    struct str     *text = NEWS(a, struct str, to - from);

    for (size_t i = from; i < to; i++)
        text[i - from] = str_trim(str_part(t->line[i], mark, t->line[i].n));
    return (struct paper_block){ .kind = kind, .text = text, .n = to - from };
}

/* Lines of these stand together in one block. */
static bool
is_joined(enum paper_kind kind)
{
    return kind == PAPER_TABLE || kind == PAPER_LIST || kind == PAPER_FIELDS;
}

bool
letter_body_of(struct arena *a, struct str typed, struct letter_body *body)
{
    struct typed *t = NEW(a, struct typed);

    if (!read_lines(typed, t))
        return false;
    *body = (struct letter_body){ .block = NEWS(a, struct paper_block, t->n) };
    for (size_t from = 0, to; from < t->n; from = to) {
        to = from + 1;
        while (is_joined(t->kind[from]) && to < t->n && t->kind[to] == t->kind[from])
            to++;
        if ((int)t->kind[from] == EMPTY)
            continue;
        body->block[body->n++] = t->kind[from] == PAPER_TABLE ? table_of(a, t, from, to)
                               : t->kind[from] == PAPER_FIELDS ? fields_of(a, t, from, to)
                                                               : lines_of(a, t, from, to);
    }
    return true;
}
