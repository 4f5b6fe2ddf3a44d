/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* table_in_cell.c — a cell of a table that comes in, as its field's form reads it. */
#include "base/arena.h"
#include "base/utf8.h"
#include "paper/grid_value.h"
#include "paper/table_in_part.h"

/* Without what is not seen at its ends: office programs leave spaces that do not break. */
static struct str
trimmed(struct str s)
{
    static const struct str odd[] = { { "\xc2\xa0", 2 }, { "\xef\xbb\xbf", 3 } };
    size_t                  before;

    do {
        before = s.n;
        s = str_trim(s);
        for (size_t i = 0; i < COUNT(odd); i++) {
            if (str_starts(s, odd[i]))
                s = str_part(s, odd[i].n, s.n);
            if (str_ends(s, odd[i]))
                s = str_part(s, 0, s.n - odd[i].n);
        }
    } while (s.n < before);
    return s;
}

/* A line's end in a cell is a space in a field. */
static struct str
one_line(struct arena *a, struct str s)
{
    char  *p = NEWS(a, char, s.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        bool breaks = s.p[i] == '\n' || s.p[i] == '\r' || s.p[i] == '\t';

        if (!breaks)
            p[n++] = s.p[i];
        else if (n > 0 && p[n - 1] != ' ')
            p[n++] = ' ';
    }
    return (struct str){ p, n };
}

static bool
says(struct arena *a, struct str folded, struct str word)
{
    struct str is = utf8_fold(a, word);

    return is.n > 0 && str_eq(folded, is);
}

/* The word in data of a choice by it or by its label; as it stands if there is no such. */
static struct str
choice_of(struct arena *a, const struct choice *c, struct str given)
{
    struct str folded = utf8_fold(a, given);

    for (size_t i = 0; c[i].value; i++) {
        struct msg label = { .id = c[i].label };

        if (str_eq(given, str_of(c[i].value)) || says(a, folded, str_of(c[i].value))
            || (c[i].label && (says(a, folded, msg_text(a, LANG_ID, label))
                               || says(a, folded, msg_text(a, LANG_EN, label)))))
            return str_of(c[i].value);
    }
    return given;
}

static bool
is_word(struct arena *a, struct str given, const char *word)
{
    return str_eq(given, str_of(word)) || says(a, utf8_fold(a, given), str_of(word));
}

static struct msg
flag_of(struct arena *a, struct str given, struct str *out)
{
    static const char *const yes[] = { "ya", "yes", "y", "x", "1", "true", "benar", "v",
                                       "✓" };
    static const char *const no[] = { "tidak", "no", "n", "0", "false", "salah", "-" };

    for (size_t i = 0; i < COUNT(yes); i++)
        if (is_word(a, given, yes[i])) {
            *out = S("1");
            return MSG_NONE;
        }
    *out = S("");
    for (size_t i = 0; i < COUNT(no); i++)
        if (is_word(a, given, no[i]))
            return MSG_NONE;
    return MSG("\"{0}\" is neither yes nor no: write \"ya\" or \"tidak\".",
               table_shortened(a, given, TABLE_SHOWN_BYTES));
}

struct msg
table_cell(struct table_in *t, const struct field *f, const struct grid_cell *c, struct str *out)
{
    struct arena *a = t->arena;
    struct str    given = trimmed(c->text);
    bool          is_plain = c->kind == GRID_NUMBER;    /* in data form already */

    *out = given;
    if (c->kind == GRID_ERROR)
        return MSG("The cell shows an error of its formula. Mend it there, or write the value.");
    if (given.n == 0)
        return MSG_NONE;
    switch (f->kind) {
    case F_TEXT:
        *out = one_line(a, given);
        return MSG_NONE;
    case F_INT:
    case F_MONEY:
        return is_plain ? MSG_NONE : grid_whole_of(a, given, out);
    case F_DEC:
        return is_plain ? MSG_NONE : grid_number_of(a, given, grid_mark(t->grid), out);
    case F_DATE:
        return grid_date_of(a, given, out);
    case F_CHOICE:
        *out = choice_of(a, f->choices, given);
        return MSG_NONE;
    case F_FLAG:
        break;
    }
    return flag_of(a, given, out);
}
