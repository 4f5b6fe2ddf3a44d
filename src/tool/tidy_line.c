/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* tidy_line.c — what a line may not have, and how long a file may be: ADR 0007. */
#include "tool/tidy.h"

enum { WIDE = 100, FAR_TOO_WIDE = 132, FILE_LINES = 800 };

/* Words that no file says; the tree has none to forbid by itself. */
static const char *const forbidden[] = { NULL };

static size_t
columns(struct str line)
{
    size_t n = 0;

    for (size_t i = 0; i < line.n; i++)
        n += ((unsigned char)line.p[i] & 0xC0) != 0x80;
    return n;
}

static void
check_width(struct tidy *t, const struct tidy_file *f, const struct tidy_line *l)
{
    size_t n = columns(l->text);

    if (n > FAR_TOO_WIDE)
        tidy_fault(t, f, l->at,
                   str_fmt(t->arena, "%zu columns; the limit is 100, break the line", n));
    else if (n > WIDE)
        tidy_owe(t, DEBT_WIDE_LINE, f, l->at,
                 str_fmt(t->arena, "%zu columns; the limit is 100, break the line", n));
}

static void
check_bytes(struct tidy *t, const struct tidy_file *f, const struct tidy_line *l)
{
    size_t at;

    if (str_find(l->text, S("\t"), &at))
        tidy_fault(t, f, l->at, S("a tab; indent with four spaces"));
    if (l->text.n > 0 && is_space(l->text.p[l->text.n - 1]))
        tidy_fault(t, f, l->at, S("white space at the end of the line; remove it"));
    if (str_find(l->text, S("TO" "DO"), &at) || str_find(l->text, S("FIX" "ME"), &at))
        tidy_fault(t, f, l->at, S("an open task; finish it, or write it into doc/status.md"));
    for (size_t i = 0; forbidden[i]; i++)
        if (str_find(l->text, str_of(forbidden[i]), &at))
            tidy_fault(t, f, l->at,
                       str_fmt(t->arena, "\"%s\" has no place here; remove it", forbidden[i]));
}

/* Layout that the other checks lean on; `code` is the line without comments and literals. */
static void
check_layout(struct tidy *t, const struct tidy_file *f, const struct tidy_line *l)
{
    static const char *const tight[] = { " if(", " for(", " while(", " switch(", "}else", "else{" };
    struct str code = str_part(f->code, l->at, l->text.n);
    size_t     at;

    for (size_t i = 0; i < COUNT(tight); i++)
        if (str_find(code, str_of(tight[i]), &at))
            tidy_fault(t, f, l->at,
                       S("a keyword without its space; write \"if (\" and \"} else {\""));
    if (code.n == 0 || is_space(code.p[0]) || code.p[0] == '#' || code.p[0] == '}')
        return;
    if (str_ends(str_trim(code), S(") {")))
        tidy_fault(t, f, l->at, S("a function's brace stands on its own line; move it down"));
}

static void
check_licence(struct tidy *t, const struct tidy_file *f)
{
    if (!str_starts(f->text.text, S("/* SPDX-License-Identifier: AGPL-3.0-or-later */\n")))
        tidy_fault(t, f, 0,
                   S("no licence; begin with /* SPDX-License-Identifier: AGPL-3.0-or-later */"));
}

void
tidy_lines(struct tidy *t, const struct tidy_file *f)
{
    struct tidy_line l = { .next = 0 };
    size_t           n = 0;

    while (tidy_next_line(f->text.text, &l)) {
        n++;
        if (!tidy_below(f, "doc/"))
            check_bytes(t, f, &l);
        if (!tidy_is_c(f))
            continue;
        check_width(t, f, &l);
        check_layout(t, f, &l);
    }
    if (!tidy_is_c(f))
        return;
    check_licence(t, f);
    if (n > FILE_LINES)
        tidy_fault(t, f, 0,
                   str_fmt(t->arena, "%zu lines; the limit is 800, split it by what it does", n));
}
