/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* tplgen_scan.c — finds where a directive ends and which it is; C inside is skipped, not parsed. */
#include "tool/tplgen.h"

#include <assert.h>

static const struct { const char *word; enum directive_kind kind; bool alone; } directives[] = {
    { "include",  D_INCLUDE,  false },
    { "template", D_TEMPLATE, false },
    { "if",       D_IF,       false },
    { "elseif",   D_ELSEIF,   false },
    { "else",     D_ELSE,     true  },
    { "for",      D_FOR,      false },
    { "end",      D_END,      true  },
    { "call",     D_CALL,     false },
};

/* Past a "string" or 'character' that begins at `at`; 0 if it never ends on its line. */
static size_t
past_literal(struct str t, size_t at)
{
    char quote = t.p[at];

    for (size_t i = at + 1; i < t.n && t.p[i] != '\n'; i++) {
        if (t.p[i] == '\\')
            i++;
        else if (t.p[i] == quote)
            return i + 1;
    }
    return 0;
}

/* The '}' that closes the '{' at `at`, past strings and inner braces. */
static struct err *
find_close(const struct source *s, size_t at, size_t *close)
{
    struct str t = s->text;
    int32_t    depth = 0;

    for (size_t i = at + 1; i < t.n; i++) {
        char c = t.p[i];

        if (c == '"' || c == '\'') {
            size_t past = past_literal(t, i);

            if (!past)
                return source_err(s, i,
                                  MSG("a C literal without its closing quote; close it on this "
                                      "line"));
            i = past - 1;
        } else if (c == '{') {
            depth++;
        } else if (c == '}' && depth-- == 0) {
            *close = i;
            return NULL;
        }
    }
    return source_err(s, at, MSG("this {0} has no {1}; close it, or write {2} for a literal brace",
                                 S("{"), S("}"), S("{{")));
}

static struct err *
comment(const struct source *s, size_t at, struct directive *d)
{
    size_t end;

    if (!str_find(str_part(s->text, at + 2, s->text.n), S("#}"), &end))
        return source_err(s, at, MSG("a comment without an end; write {0}", S("#}")));
    *d = (struct directive){ .kind = D_COMMENT, .at = at, .end = at + 2 + end + 2 };
    return NULL;
}

static size_t
word_length(struct str s)
{
    size_t n = 0;

    while (n < s.n && is_word(s.p[n]))
        n++;
    return n;
}

/* Is this "word word": what no C expression begins with, so a directive that does not exist? */
static bool
reads_as_directive(struct str body, size_t word)
{
    struct str rest = str_trim(str_part(body, word, body.n));
    bool       apart = word > 0 && word < body.n && is_space(body.p[word]);

    return apart && rest.n > 0 && (is_word(rest.p[0]) || rest.p[0] == '"')
        && !str_eq(str_part(body, 0, word), S("sizeof"));
}

/* `{t "…"}` is a message; `{t}` is a hole with a variable t. */
static bool
is_message(struct str body)
{
    return body.n > 1 && body.p[0] == 't' && is_space(body.p[1])
        && str_starts(str_trim(str_part(body, 1, body.n)), S("\""));
}

static struct err *
classify(const struct source *s, struct directive *d)
{
    struct str body = d->body;
    size_t     word = word_length(body);
    struct str name = str_part(body, 0, word);

    if (is_message(body)) {
        d->kind = D_MESSAGE;
        d->body = str_trim(str_part(body, 1, body.n));
        return NULL;
    }
    for (size_t i = 0; i < COUNT(directives); i++) {
        if (!str_eq(name, str_of(directives[i].word)))
            continue;
        d->kind = directives[i].kind;
        d->body = str_trim(str_part(body, word, body.n));
        if (directives[i].alone != (d->body.n == 0))
            return source_err(s, d->at, directives[i].alone
                ? MSG("{0} takes nothing after it; end the directive here", name)
                : MSG("{0} needs something after it", name));
        return NULL;
    }
    if (reads_as_directive(body, word))
        return source_err(s, d->at,
                          MSG("there is no directive {0}; there are include, template, if, "
                              "elseif, else, for, end, call, t and holes",
                              name));
    d->kind = D_HOLE;
    return NULL;
}

struct err *
tplgen_directive(const struct source *s, size_t at, struct directive *d)
{
    size_t close = at;

    assert(at < s->text.n && s->text.p[at] == '{');
    if (at + 1 < s->text.n && s->text.p[at + 1] == '#')
        return comment(s, at, d);
    TRY(find_close(s, at, &close));
    *d = (struct directive){ .at = at, .end = close + 1,
                             .body = str_trim(str_part(s->text, at + 1, close - at - 1)) };
    if (d->body.n == 0)
        return source_err(s, at, MSG("an empty hole; name what stands here"));
    TRY(classify(s, d));
    d->body_at = (size_t)(d->body.p - s->text.p);
    return NULL;
}

/* Arguments after the literal: commas outside brackets and literals. */
static size_t
count_arguments(struct str rest)
{
    size_t  n = 0;
    int32_t depth = 0;

    for (size_t i = 0; i < rest.n; i++) {
        char c = rest.p[i];

        if (c == '"' || c == '\'')
            i = past_literal(rest, i) - 1;
        else if (c == '(' || c == '[' || c == '{')
            depth++;
        else if (c == ')' || c == ']' || c == '}')
            depth--;
        else if (c == ',' && depth == 0)
            n++;
    }
    return n;
}

/* How many of {0} to {3} the literal uses; false if one is skipped ("{1}" without "{0}"). */
static bool
count_holes(struct str literal, size_t *n)
{
    bool used[4] = { false };

    *n = 0;
    for (size_t i = 0; i + 2 < literal.n; i++)
        if (literal.p[i] == '{' && literal.p[i + 1] >= '0' && literal.p[i + 1] <= '3'
            && literal.p[i + 2] == '}')
            used[literal.p[i + 1] - '0'] = true;
    while (*n < 4 && used[*n])
        (*n)++;
    for (size_t i = *n; i < 4; i++)
        if (used[i])
            return false;
    return true;
}

struct err *
tplgen_message(const struct source *s, const struct directive *d)
{
    size_t     length = past_literal(d->body, 0), holes, arguments;
    struct str rest;

    assert(length > 0);
    rest = str_trim(str_part(d->body, length, d->body.n));
    if (length == 2)
        return source_err(s, d->at, MSG("an empty message; say something or leave it out"));
    if (rest.n > 0 && rest.p[0] != ',')
        return source_err(s, d->at,
                          MSG("a message is one literal and, after commas, its texts; join the "
                              "pieces"));
    if (!count_holes(str_part(d->body, 0, length), &holes))
        return source_err(s, d->at,
                          MSG("the holes of a message are numbered from {0} without gaps",
                              S("{0}")));
    arguments = count_arguments(rest);
    if (holes != arguments)
        return source_err(s, d->at,
                          MSG("the message has {0} holes and {1} texts; make them agree",
                              str_fmt(s->arena, "%zu", holes),
                              str_fmt(s->arena, "%zu", arguments)));
    return NULL;
}
