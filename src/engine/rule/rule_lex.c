/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * rule_lex.c — what people type, and what they type by mistake: signs of other languages, curved
 * quotes of a word processor and decimal commas are refused with the right sign.
 */
#include "engine/rule/rule_lex.h"

#include <string.h>

#include "base/letter.h"
#include "base/utf8.h"

/* The longer ones first, so that "<=" is not "<". */
static const struct { const char *sign; enum rule_op op; } signs[] = {
    { "!=", OP_NE }, { "<=", OP_LE }, { ">=", OP_GE }, { "=", OP_EQ }, { "<", OP_LT },
    { ">", OP_GT },  { "+", OP_ADD }, { "-", OP_SUB }, { "*", OP_MUL },
};

static const struct { const char *typed, *write; } slips[] = {
    { "==", "=" },       { "<>", "!=" },      { "=<", "<=" },      { "=>", ">=" },
    { "&&", "and" },     { "||", "or" },      { "!", "not()" },    { "%", "mod" },
    { "&", "and" },      { "{", "${name}" },  { "$", "${name}" },
    { "\xe2\x89\xa4", "<=" },  /* ≤ */        { "\xe2\x89\xa5", ">=" },  /* ≥ */
    { "\xe2\x89\xa0", "!=" },  /* ≠ */        { "\xc3\x97", "*" },       /* × */
    { "\xc3\xb7", "div" },     /* ÷ */        { "\xe2\x88\x92", "-" },   /* minus */
    { "\xe2\x80\x93", "-" },   /* en dash */  { "\xe2\x80\x98", "'" },   /* curved quotes */
    { "\xe2\x80\x99", "'" },                  { "\xe2\x80\x9c", "\"" },
    { "\xe2\x80\x9d", "\"" },
};

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool
is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool
starts_at(struct str text, size_t at, const char *sign)
{
    return str_starts(str_part(text, at, text.n - at), str_of(sign));
}

/* ---- what is wrong --------------------------------------------------------------------------- */

static bool
refuse_path(struct rule_work *w, size_t at, size_t n)
{
    return rule_refuse(w, at, n, MSG("Paths through a form are not read here."),
                       MSG("Answers are read by their names here: write {0}.", S("${name}")));
}

/* Spaces that are not the ordinary one, signs without width or shape. */
static bool
is_hidden(uint32_t letter, struct str is)
{
    return letter == 0xA0 || letter == 0xFEFF || letter == 0x202F || letter == 0x3000
        || (letter >= 0x2000 && letter <= 0x200F) || !utf8_is_plain(is);
}

static bool
refuse_letter(struct rule_work *w, size_t at)
{
    size_t   end    = at;
    uint32_t letter = letter_next(w->text, &end);
    struct str is   = str_part(w->text, at, end - at);

    if (is_hidden(letter, is))
        return rule_refuse(w, at, is.n, MSG("A hidden sign stands here, such as a fixed space."),
                           MSG("Remove it, and type an ordinary space."));
    return rule_refuse(w, at, is.n, MSG("The sign {0} has no meaning here.", is),
                       MSG("Texts stand in quotes, and names of answers in {0}.", S("${name}")));
}

static bool
refuse(struct rule_work *w, size_t at)
{
    char c = w->text.p[at];

    for (size_t i = 0; i < COUNT(slips); i++)
        if (starts_at(w->text, at, slips[i].typed))
            return rule_refuse(w, at, strlen(slips[i].typed),
                               MSG("{0} is not written like this here.", str_of(slips[i].typed)),
                               MSG("Write {0}.", str_of(slips[i].write)));
    if (c == '/')
        return refuse_path(w, at, 1);
    if (c == '[' || c == ']' || c == '@' || c == '|')
        return refuse_path(w, at, 1);
    return refuse_letter(w, at);
}

/* ---- one kind after the other ---------------------------------------------------------------- */

static bool
lex_number(struct rule_work *w, size_t at, struct rule_token *t)
{
    size_t end = at;

    while (end < w->text.n && (is_digit(w->text.p[end]) || w->text.p[end] == '.'))
        end++;
    *t = (struct rule_token){ .kind = TOKEN_NUMBER, .at = at, .n = end - at,
                              .text = str_part(w->text, at, end - at) };
    if (end < w->text.n && is_letter(w->text.p[end]))
        return rule_refuse(w, at, end + 1 - at, MSG("A number ends in a letter here."),
                           MSG("Put a space behind the number, or quotes around a text."));
    if (dec_parse(t->text, &t->number))
        return true;
    if (t->text.p[0] == '.' || t->text.p[t->n - 1] == '.')
        return rule_refuse(w, at, t->n, MSG("{0} is not a number.", t->text),
                           MSG("Write digits on both sides of the point, as in 0.5."));
    return rule_refuse(w, at, t->n, MSG("{0} is not a number.", t->text),
                       MSG("At most 36 digits, 18 of them behind one decimal point."));
}

static bool
lex_text(struct rule_work *w, size_t at, struct rule_token *t)
{
    const char *from = w->text.p + at + 1;
    const char *end  = memchr(from, w->text.p[at], w->text.n - at - 1);

    if (!end)
        return rule_refuse(w, at, w->text.n - at, MSG("A text begins here and does not end."),
                           MSG("Close it with the same quote."));
    *t = (struct rule_token){ .kind = TOKEN_TEXT, .at = at, .n = (size_t)(end - from) + 2,
                              .text = { from, (size_t)(end - from) } };
    return true;
}

static bool
lex_name(struct rule_work *w, size_t at, struct rule_token *t)
{
    struct str inside, rest = str_part(w->text, at + 2, w->text.n - at - 2);

    if (!str_cut(rest, '}', &inside, &rest))
        return rule_refuse(w, at, w->text.n - at, MSG("A name begins here and does not end."),
                           MSG("Close it with }."));
    *t = (struct rule_token){ .kind = TOKEN_NAME, .at = at, .n = inside.n + 3, .text = inside };
    return true;
}

static bool
is_word_part(char c)
{
    return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == ':';
}

static bool
lex_word(struct rule_work *w, size_t at, struct rule_token *t)
{
    size_t end = at;

    while (end < w->text.n && is_word_part(w->text.p[end]))
        end++;
    *t = (struct rule_token){ .kind = TOKEN_WORD, .at = at, .n = end - at,
                              .text = str_part(w->text, at, end - at) };
    return true;
}

static bool
lex_sign(struct rule_work *w, size_t at, struct rule_token *t)
{
    static const struct { const char *sign; enum rule_token_kind kind; } marks[] = {
        { "(", TOKEN_OPEN }, { ")", TOKEN_CLOSE }, { ",", TOKEN_COMMA },
        { "..", TOKEN_DOTS }, { ".", TOKEN_DOT },
    };

    for (size_t i = 0; i < 4; i++)                          /* those of two bytes before "=" */
        if (starts_at(w->text, at, slips[i].typed))
            return refuse(w, at);
    for (size_t i = 0; i < COUNT(marks); i++)
        if (starts_at(w->text, at, marks[i].sign)) {
            *t = (struct rule_token){ .kind = marks[i].kind, .at = at, .n = strlen(marks[i].sign) };
            return true;
        }
    for (size_t i = 0; i < COUNT(signs); i++)
        if (starts_at(w->text, at, signs[i].sign)) {
            *t = (struct rule_token){ .kind = TOKEN_SIGN, .at = at, .n = strlen(signs[i].sign),
                                      .op = signs[i].op };
            return true;
        }
    return refuse(w, at);
}

static bool
lex_at(struct rule_work *w, size_t at, struct rule_token *t)
{
    char c    = w->text.p[at];
    char then = at + 1 < w->text.n ? w->text.p[at + 1] : ' ';

    if (is_digit(c) || (c == '.' && is_digit(then)))
        return lex_number(w, at, t);
    if (c == '\'' || c == '"')
        return lex_text(w, at, t);
    if (c == '$' && then == '{')
        return lex_name(w, at, t);
    if (is_letter(c))
        return lex_word(w, at, t);
    return lex_sign(w, at, t);
}

bool
rule_lex(struct rule_work *w, size_t *at, struct rule_token *t)
{
    while (*at < w->text.n && is_space(w->text.p[*at]))
        ++*at;
    if (*at == w->text.n) {
        *t = (struct rule_token){ .kind = TOKEN_END, .at = *at };
        return true;
    }
    if (!lex_at(w, *at, t))
        return false;
    *at = t->at + t->n;
    return true;
}
