/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * tidy_function.c — the size and shape of functions, and the comments of public ones.
 *
 * A function's name stands at the start of a line, its brace alone at the start of a later one, and
 * so does the brace that closes it: that is the layout of this tree, and what is found by it.
 */
#include "tool/tidy.h"

enum { LONG = 40, FAR_TOO_LONG = 60, DEEP = 4, PARAMETERS = 5, FAR_TOO_MANY = 8 };
enum { SIGNATURE_LINES = 12 };

struct function {
    struct str name;
    size_t     at, brace, end;          /* bytes: of the name, after '{', of the closing '}' */
    int64_t    lines;
    size_t     parameters, depth;
};

static size_t
line_start(struct str code, size_t at)
{
    while (at > 0 && code.p[at - 1] != '\n')
        at--;
    return at;
}

/* The line before that starts with "name(": where the signature of the brace at `brace` begins. */
static bool
find_name(struct str code, size_t brace, struct function *fn)
{
    size_t at = brace;

    for (int32_t i = 0; i < SIGNATURE_LINES && at > 0; i++) {
        size_t n = 0;

        at = line_start(code, at - 1);
        while (at + n < code.n && is_word(code.p[at + n]))
            n++;
        if (n > 0 && code.p[at + n] == '(') {
            fn->at = at;
            fn->name = str_part(code, at, n);
            return true;
        }
        if (code.p[at] == '\n' || code.p[at] == '}' || code.p[at] == '#')
            return false;
    }
    return false;
}

static size_t
count_parameters(struct str code, const struct function *fn)
{
    size_t  commas = 0;
    int32_t depth = 0;

    for (size_t i = fn->at + fn->name.n; i < fn->brace; i++) {
        depth += (code.p[i] == '(') - (code.p[i] == ')');
        commas += code.p[i] == ',' && depth == 1;
        if (depth == 0)
            break;
    }
    return commas + 1;
}

/* Is this '{' a branch's or a loop's? Those come after ") " or "else " or "do ". */
static bool
opens_control(struct str code, size_t brace)
{
    struct str before = str_part(code, 0, brace);

    return str_ends(before, S(") ")) || str_ends(before, S("else ")) || str_ends(before, S("do "));
}

static void
measure(struct str code, struct function *fn)
{
    bool   control[64] = { false };
    size_t open = 0, depth = 0;

    fn->parameters = count_parameters(code, fn);
    fn->lines = 1;
    for (size_t i = fn->at; i < fn->end; i++) {
        char c = code.p[i];

        fn->lines += c == '\n';
        if (c == '{' && i >= fn->brace && open < COUNT(control)) {
            control[open] = opens_control(code, i);
            depth += control[open++];
            fn->depth = depth > fn->depth ? depth : fn->depth;
        } else if (c == '}' && open > 0) {
            depth -= control[--open];
        }
    }
}

/* A table of cases is data: a test may be as long as its rows. */
static void
judge_length(struct tidy *t, const struct tidy_file *f, const struct function *fn)
{
    struct str what = str_fmt(t->arena,
                              "%.*s() is %lld lines; the limit is 60, let the parent decide "
                              "and the leaves compute",
                              TEXT(fn->name), (long long)fn->lines);

    if (str_eq(fn->name, S("TEST")))
        return;
    if (fn->lines > FAR_TOO_LONG)
        tidy_fault(t, f, fn->at, what);
    else if (fn->lines > LONG)
        tidy_owe(t, DEBT_LONG_FUNCTION, f, fn->at, what);
}

static void
judge_depth(struct tidy *t, const struct tidy_file *f, const struct function *fn)
{
    struct str what
        = str_fmt(t->arena, "%.*s() nests %zu deep; the limit is 3, turn a block into a function",
                  TEXT(fn->name), fn->depth);

    if (fn->depth > DEEP)
        tidy_fault(t, f, fn->at, what);
    else if (fn->depth == DEEP)
        tidy_owe(t, DEBT_DEEP_FUNCTION, f, fn->at, what);
}

static void
judge_parameters(struct tidy *t, const struct tidy_file *f, const struct function *fn)
{
    struct str what
        = str_fmt(t->arena, "%.*s() takes %zu parameters; the limit is 5, make a struct",
                  TEXT(fn->name), fn->parameters);

    if (fn->parameters > FAR_TOO_MANY)
        tidy_fault(t, f, fn->at, what);
    else if (fn->parameters > PARAMETERS)
        tidy_owe(t, DEBT_MANY_PARAMETERS, f, fn->at, what);
}

void
tidy_functions(struct tidy *t, const struct tidy_file *f)
{
    struct tidy_line l = { .next = 0 };
    struct function  fn = { .at = 0 };
    bool             inside = false;

    while (tidy_next_line(f->code, &l)) {
        if (!inside && str_eq(l.text, S("{"))) {
            fn = (struct function){ .brace = l.at + 1 };
            inside = find_name(f->code, l.at, &fn);
        } else if (inside && str_eq(l.text, S("}"))) {
            fn.end = l.at;
            measure(f->code, &fn);
            judge_length(t, f, &fn);
            judge_depth(t, f, &fn);
            judge_parameters(t, f, &fn);
            inside = false;
        }
    }
}

/* ---- comments ---- */

/* A line at the start of a line that declares a function: "struct err *plan_put(struct cx *, …" */
static bool
declares(struct str code)
{
    size_t at;

    if (code.n == 0 || !is_letter(code.p[0]) || str_starts(code, S("typedef"))
        || str_starts(code, S("static")))
        return false;
    return str_find(code, S("("), &at) && at > 0 && !str_find(str_part(code, 0, at), S("="), &at);
}

struct paragraph { size_t at; bool declares, speaks; };

static void
end_paragraph(struct tidy *t, const struct tidy_file *f, struct paragraph *p, size_t n_thoughts)
{
    if (p->declares && !p->speaks && n_thoughts > 1)
        tidy_owe(t, DEBT_SILENT_HEADER, f, p->at,
                 S("public functions without a comment; say what goes in, what "
                   "comes out, which errors"));
    *p = (struct paragraph){ .at = 0 };
}

/*
 * Declarations without an empty line between them are one thought, and one comment may serve it.
 * The first thought of a header may lean on the comment at its top.
 */
void
tidy_comments(struct tidy *t, const struct tidy_file *f)
{
    struct tidy_line l = { .next = 0 };
    struct paragraph p = { .at = 0 };
    size_t           n = 0;

    if (!str_ends(f->text.file, S(".h")) || tidy_below(f, "test/"))
        return;
    while (tidy_next_line(f->text.text, &l)) {
        struct str code = str_part(f->code, l.at, l.text.n);
        size_t     at;

        if (str_trim(l.text).n == 0) {
            end_paragraph(t, f, &p, n);
            continue;
        }
        if (declares(code) && !p.declares) {
            n++;
            p.at = l.at;
            p.declares = true;
        }
        p.speaks |= str_find(l.text, S("/*"), &at) || str_find(l.text, S("*/"), &at);
    }
    end_paragraph(t, f, &p, n);
}
