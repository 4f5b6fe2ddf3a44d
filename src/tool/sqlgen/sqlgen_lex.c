/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sqlgen_lex.c — SQL as tokens with their places.
 *
 * Comments vanish here, so nobody later mistakes a word in a comment or a literal for SQL. A colon
 * starts a parameter only before a letter and never after another colon, which leaves `::` whole.
 */
#include "tool/sqlgen/sqlgen.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct file *
gen_file(const struct gen *g)
{
    return g->file[g->n_files - 1];
}

size_t
line_of(struct str text, size_t at)
{
    size_t line = 1;

    for (size_t i = 0; i < at && i < text.n; i++)
        line += text.p[i] == '\n';
    return line;
}

bool
gen_fault(struct gen *g, size_t at, const char *fmt, ...)
{
    struct str text = gen_file(g)->text;
    size_t     start = at < text.n ? at : text.n;
    char       what[1000];
    va_list    args;

    while (start > 0 && text.p[start - 1] != '\n')
        start--;
    va_start(args, fmt);
    vsnprintf(what, sizeof what, fmt, args);
    va_end(args);
    g->fault = str_fmt(g->arena, "%.*s:%zu:%zu: %s", TEXT(gen_file(g)->path),
                       line_of(text, at), at - start + 1, what);
    return false;
}

bool
token_is(const struct token *t, const char *word)
{
    return (t->kind == TOKEN_WORD || t->kind == TOKEN_MARK)
        && strlen(word) == t->text.n && strncasecmp(t->text.p, word, t->text.n) == 0;
}

bool
name_is_plain(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        bool lower = s.p[i] >= 'a' && s.p[i] <= 'z';

        if (!lower && s.p[i] != '_' && !(i > 0 && is_digit(s.p[i])))
            return false;
    }
    return s.n > 0 && s.n <= 60;
}

/* Where the blanks and comments from `at` end. */
static size_t
skip_blank(struct str s, size_t at, size_t to)
{
    while (at < to) {
        if (is_space(s.p[at])) {
            at++;
        } else if (s.p[at] == '-' && at + 1 < to && s.p[at + 1] == '-') {
            while (at < to && s.p[at] != '\n')
                at++;
        } else if (s.p[at] == '/' && at + 1 < to && s.p[at + 1] == '*') {
            at += 2;
            while (at < to && !(s.p[at] == '/' && s.p[at - 1] == '*'))
                at++;
            at += at < to;
        } else {
            break;
        }
    }
    return at;
}

/* Where the text in quotes that starts at `at` ends; 0 if it does not. A doubled quote is one. */
static size_t
quoted_end(struct str s, size_t at, size_t to)
{
    char quote = s.p[at++];

    while (at < to) {
        if (s.p[at] == quote && at + 1 < to && s.p[at + 1] == quote)
            at += 2;
        else if (s.p[at] == quote)
            return at + 1;
        else
            at++;
    }
    return 0;
}

static size_t
mark_end(struct str s, size_t at, size_t to)
{
    static const char *const pair[] = {
        "||", "::", "<=", ">=", "<>", "!=", "==", "->", "<<", ">>",
    };

    for (size_t i = 0; i < COUNT(pair); i++)
        if (at + 1 < to && s.p[at] == pair[i][0] && s.p[at + 1] == pair[i][1])
            return at + 2;
    return at + 1;
}

static size_t
word_end(struct str s, size_t at, size_t to)
{
    while (at < to && (is_letter(s.p[at]) || is_digit(s.p[at])))
        at++;
    return at;
}

static size_t
number_end(struct str s, size_t at, size_t to)
{
    while (at < to && (is_letter(s.p[at]) || is_digit(s.p[at]) || s.p[at] == '.'))
        at++;
    return at;
}

/* One token from `at`, which is not blank. */
static bool
lex_one(struct gen *g, size_t at, size_t to, struct token *t)
{
    struct str s = gen_file(g)->text;
    size_t     end;

    *t = (struct token){ .at = at };
    if (s.p[at] == '\'' || s.p[at] == '"') {
        t->kind = s.p[at] == '"' ? TOKEN_WORD : TOKEN_STRING;
        end = quoted_end(s, at, to);
        if (!end)
            return gen_fault(g, at, "a quote is not closed; close it with %c", s.p[at]);
    } else if (s.p[at] == ':' && at + 1 < to && is_letter(s.p[at + 1])) {
        t->kind = TOKEN_PARAM;
        end = word_end(s, at + 1, to);
    } else if (is_letter(s.p[at])) {
        t->kind = TOKEN_WORD;
        end = word_end(s, at, to);
    } else if (is_digit(s.p[at])) {
        t->kind = TOKEN_NUMBER;
        end = number_end(s, at, to);
    } else {
        t->kind = TOKEN_MARK;
        end = mark_end(s, at, to);
    }
    size_t skip = t->kind == TOKEN_PARAM;

    t->end = end;
    t->text = str_part(s, at + skip, end - at - skip);
    return true;
}

bool
lex(struct gen *g, size_t from, size_t to, struct tokens *out)
{
    struct str s = gen_file(g)->text;
    size_t     at = skip_blank(s, from, to);

    *out = (struct tokens){ .v = NEWS(g->arena, struct token, to - from + 1) };
    while (at < to) {
        if (!lex_one(g, at, to, &out->v[out->n]))
            return false;
        at = skip_blank(s, out->v[out->n++].end, to);
    }
    out->v[out->n] = (struct token){ .kind = TOKEN_END, .at = to, .end = to };
    return true;
}
