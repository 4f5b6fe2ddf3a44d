/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rule_regex_parse.c — reads a pattern; what would need backtracking is refused where it is. */
#include "engine/rule/rule_regex_parse.h"

#include <string.h>

#include "base/letter.h"

struct reader {
    struct arena      *arena;
    struct str         text;
    size_t             at;
    int32_t            nested;
    struct rule_fault *fault;
};

static struct rule_regex_node *read_either(struct reader *);

static struct rule_regex_node *
refuse(struct reader *r, size_t n, struct msg what, struct msg todo)
{
    *r->fault = (struct rule_fault){ r->at, n, what, todo };
    return NULL;
}

static bool
is_next(const struct reader *r, const char *sign)
{
    return str_starts(str_part(r->text, r->at, r->text.n - r->at), str_of(sign));
}

static struct rule_regex_node *
new_node(struct reader *r, struct rule_regex_node value)
{
    struct rule_regex_node *node = NEW(r->arena, struct rule_regex_node);

    *node = value;
    return node;
}

static struct rule_regex_node *
set_node(struct reader *r, const struct rule_set *set)
{
    struct rule_set *copy = NEW(r->arena, struct rule_set);

    *copy = *set;
    return new_node(r, (struct rule_regex_node){ .kind = REGEX_SET, .set = copy });
}

/* ---- letters and sets ------------------------------------------------------------------------ */

static struct rule_regex_node *
refuse_escape(struct reader *r, char c)
{
    if (c >= '0' && c <= '9')
        return refuse(r, 2, MSG("A pattern cannot refer back to a group here."),
                      MSG("Write the part of the pattern again."));
    return refuse(r, 2, MSG("The pattern sign {0} has no meaning here.",
                            str_part(r->text, r->at, 2)),
                  MSG("There are {0}, and \\ before a sign that stands for itself.",
                      S("\\d \\D \\w \\W \\s \\S \\t \\n \\r")));
}

/* Is it a sign that a backslash makes stand for itself? */
static bool
is_mark(char c)
{
    return c > ' ' && c < 0x7F && !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z')
        && !(c >= 'A' && c <= 'Z');
}

/*
 * The letter after a backslash at r->at: a class is added to the set, else *letter is set. Leaves
 * r->at behind it; false after a fault.
 */
static bool
read_escape(struct reader *r, struct rule_set *set, uint32_t *letter, bool *is_class)
{
    char c = r->at + 1 < r->text.n ? r->text.p[r->at + 1] : '\0';

    *is_class = rule_set_add_class(set, c);
    if (!*is_class) {
        if (!is_mark(c) && c != 't' && c != 'n' && c != 'r')
            return refuse_escape(r, c);
        *letter = c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : (uint32_t)c;
    }
    r->at += 2;
    return true;
}

/* One letter of a set's list, or a class that is added to it. */
static bool
read_item(struct reader *r, struct rule_set *set, uint32_t *letter, bool *is_class)
{
    *is_class = false;
    if (is_next(r, "\\"))
        return read_escape(r, set, letter, is_class);
    if (is_next(r, "[") || is_next(r, "&&"))
        return refuse(r, 1, MSG("A list of letters cannot hold another list here."),
                      MSG("Write {0} for the sign itself.", is_next(r, "[") ? S("\\[") : S("\\&")));
    *letter = letter_next(r->text, &r->at);
    return true;
}

static bool
read_range(struct reader *r, struct rule_set *set)
{
    uint32_t from = 0, to;
    bool     is_class;
    size_t   at = r->at;

    if (!read_item(r, set, &from, &is_class))
        return false;
    if (is_class)
        return true;
    to = from;
    if (is_next(r, "-") && !is_next(r, "-]")) {
        r->at++;
        if (r->at == r->text.n)
            return true;
        if (!read_item(r, set, &to, &is_class))
            return false;
        if (is_class || to < from) {
            r->at = at;
            return refuse(r, 1, MSG("This range of letters has no beginning or no end."),
                          MSG("Write the smaller letter first, as in {0}.", S("a-z")));
        }
    }
    if (rule_set_add(set, from, to))
        return true;
    r->at = at;
    return refuse(r, 1, MSG("This list of letters is too long."),
                  MSG("At most {0} ranges beyond plain letters.", S("16")));
}

static struct rule_regex_node *
read_list(struct reader *r)
{
    struct rule_set set  = { .n = 0 };
    size_t          from = r->at;
    bool            negated;

    r->at++;
    negated = is_next(r, "^");
    r->at += negated;
    if (is_next(r, "]"))
        return refuse(r, 1, MSG("This list of letters is empty."),
                      MSG("Write {0} for the sign itself.", S("\\]")));
    while (r->at < r->text.n && !is_next(r, "]"))
        if (!read_range(r, &set))
            return NULL;
    if (r->at == r->text.n) {
        r->at = from;
        return refuse(r, 1, MSG("A list of letters begins here and does not end."),
                      MSG("Close it with ]."));
    }
    r->at++;
    if (negated)
        rule_set_negate(&set);
    return set_node(r, &set);
}

static struct rule_regex_node *
read_any(struct reader *r)
{
    struct rule_set set = { .n = 0 };

    r->at++;
    rule_set_add(&set, '\n', '\n');
    rule_set_negate(&set);
    return set_node(r, &set);
}

static struct rule_regex_node *
read_letter(struct reader *r)
{
    struct rule_set set = { .n = 0 };
    uint32_t        letter = 0;
    bool            is_class = false;

    if (!is_next(r, "\\"))
        letter = letter_next(r->text, &r->at);
    else if (!read_escape(r, &set, &letter, &is_class))
        return NULL;
    if (!is_class)
        rule_set_add(&set, letter, letter);
    return set_node(r, &set);
}

/* ---- groups and repeats ---------------------------------------------------------------------- */

static struct rule_regex_node *
read_group(struct reader *r)
{
    size_t                  from = r->at;
    struct rule_regex_node *inside;

    if (is_next(r, "(?") && !is_next(r, "(?:"))
        return refuse(r, 3, MSG("Groups that begin with {0} are not read here.", S("(?")),
                      MSG("Write {0} or {1}; nothing looks ahead, behind or back.", S("( )"),
                          S("(?: )")));
    if (r->nested == RULE_REGEX_NESTED_MAX)
        return refuse(r, 1, MSG("The pattern is nested too deeply."),
                      MSG("At most {0} groups in one another.", S("32")));
    r->nested++;
    r->at += is_next(r, "(?:") ? 3 : 1;
    inside = read_either(r);
    if (!inside)
        return NULL;
    r->nested--;
    if (!is_next(r, ")")) {
        r->at = from;
        return refuse(r, 1, MSG("A group begins here and does not end."), MSG("Close it with )."));
    }
    r->at++;
    return inside;
}

static struct rule_regex_node *
read_atom(struct reader *r)
{
    switch (r->text.p[r->at]) {
    case '(':
        return read_group(r);
    case '[':
        return read_list(r);
    case '.':
        return read_any(r);
    case '^':
        r->at++;
        return new_node(r, (struct rule_regex_node){ .kind = REGEX_BEGIN });
    case '$':
        r->at++;
        return new_node(r, (struct rule_regex_node){ .kind = REGEX_END });
    case '*': case '+': case '?':
        return refuse(r, 1, MSG("There is nothing before this sign that it could repeat."),
                      MSG("Write {0} for the sign itself.",
                          str_fmt(r->arena, "\\%c", r->text.p[r->at])));
    case '{': case '}': case ']':
        return refuse(r, 1, MSG("This bracket has no meaning here."),
                      MSG("Write {0} for the sign itself.",
                          str_fmt(r->arena, "\\%c", r->text.p[r->at])));
    default:
        return read_letter(r);
    }
}

static bool
read_count(struct reader *r, int32_t *out)
{
    size_t from = r->at;

    *out = 0;
    while (r->at < r->text.n && r->text.p[r->at] >= '0' && r->text.p[r->at] <= '9'
           && *out <= RULE_REGEX_REPEAT_MAX)
        *out = *out * 10 + (r->text.p[r->at++] - '0');
    return r->at > from && *out <= RULE_REGEX_REPEAT_MAX;
}

/* {m}, {m,} or {m,n} at r->at. */
static bool
read_counts(struct reader *r, int32_t *least, int32_t *most)
{
    size_t from = r->at++;
    bool   fits = read_count(r, least);

    *most = *least;
    if (fits && is_next(r, ",")) {
        r->at++;
        *most = -1;
        if (!is_next(r, "}"))
            fits = read_count(r, most) && *most >= *least;
    }
    if (fits && is_next(r, "}")) {
        r->at++;
        return true;
    }
    r->at = from;
    return refuse(r, 1, MSG("How often to repeat is not written like this."),
                  MSG("Write {0} with numbers up to {1}, the smaller first.",
                      S("{2}, {2,} or {2,5}"), S("500")));
}

/* The repeat behind an atom, if there is one. False after a fault. */
static bool
read_repeat(struct reader *r, int32_t *least, int32_t *most, bool *is)
{
    char c = r->at < r->text.n ? r->text.p[r->at] : '\0';

    *is = c == '*' || c == '+' || c == '?' || c == '{';
    if (!*is)
        return true;
    *least = c == '+';
    *most  = c == '?' ? 1 : -1;
    if (c == '{') {
        if (!read_counts(r, least, most))
            return false;
    } else {
        r->at++;
    }
    r->at += is_next(r, "?");
    if (is_next(r, "*") || is_next(r, "+") || is_next(r, "?") || is_next(r, "{"))
        return refuse(r, 1, MSG("Two signs that repeat follow each other."),
                      MSG("Put a group between them, as in {0}.", S("(a+)*")));
    return true;
}

static struct rule_regex_node *
read_piece(struct reader *r)
{
    struct rule_regex_node *atom = read_atom(r);
    int32_t                 least, most;
    bool                    repeats;

    if (!atom || !read_repeat(r, &least, &most, &repeats))
        return NULL;
    if (!repeats)
        return atom;
    return new_node(r, (struct rule_regex_node){ .kind = REGEX_REPEAT, .least = least,
                                                 .most = most, .first = atom });
}

/* Pieces up to the next | or ). */
static struct rule_regex_node *
read_row(struct reader *r)
{
    struct rule_regex_node  *row = new_node(r, (struct rule_regex_node){ .kind = REGEX_ROW });
    struct rule_regex_node **end = &row->first;

    while (r->at < r->text.n && !is_next(r, "|") && !is_next(r, ")")) {
        struct rule_regex_node *piece = read_piece(r);

        if (!piece)
            return NULL;
        *end = piece;
        end = &piece->next;
    }
    return row;
}

static struct rule_regex_node *
read_either(struct reader *r)
{
    struct rule_regex_node *either = new_node(r, (struct rule_regex_node){ .kind = REGEX_EITHER });
    struct rule_regex_node **end = &either->first;
    struct rule_regex_node *row;

    for (;;) {
        if (!(row = read_row(r)))
            return NULL;
        *end = row;
        end = &row->next;
        if (!is_next(r, "|"))
            return either;
        r->at++;
    }
}

const struct rule_regex_node *
rule_regex_parse(struct arena *a, struct str pattern, struct rule_fault *fault)
{
    struct reader           r    = { .arena = a, .text = pattern, .fault = fault };
    struct rule_regex_node *tree = read_either(&r);

    if (tree && r.at < pattern.n)
        return refuse(&r, 1, MSG("A group is closed here that was not opened."),
                      MSG("Write {0} for the sign itself.", S("\\)")));
    return tree;
}
