/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rule_doc_test.c — doc/rule.md and the tables of rule_func.c say the same, in the same order. */
#include <stdio.h>

#include "engine/rule/rule_func.h"
#include "test/unit.h"

enum { DOC_MAX = 1 << 16 };

static struct str
read_doc(void)
{
    char  *text = arena_alloc(unit_arena(), DOC_MAX, 1);
    FILE  *f = fopen(GUYUB_SOURCE_DIR "/doc/rule.md", "r");
    size_t n = f ? fread(text, 1, DOC_MAX, f) : 0;

    check("doc/rule.md is there", f != NULL && n < DOC_MAX);
    if (f)
        fclose(f);
    return (struct str){ text, n };
}

/* The rest of the document from behind this heading's line. */
static struct str
section(struct str doc, struct str heading)
{
    size_t at;

    if (!str_find(doc, heading, &at))
        return S("");
    return str_part(doc, at + heading.n, doc.n);
}

/* The cells of the next row that begins with a name; false at the next heading or the end. */
static bool
next_row(struct str *doc, struct str cell[2])
{
    struct str line, rest;

    while (str_cut(*doc, '\n', &line, doc)) {
        if (str_starts(line, S("## ")))
            return false;
        if (!str_starts(line, S("| `")))
            continue;
        str_cut(str_part(line, 2, line.n), '|', &cell[0], &rest);
        str_cut(rest, '|', &cell[1], &rest);
        cell[0] = str_trim(cell[0]);
        cell[1] = str_trim(cell[1]);
        return true;
    }
    return false;
}

static struct str
without_marks(struct str s)
{
    char  *out = arena_alloc(unit_arena(), s.n, 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '`')
            out[n++] = s.p[i];
    return (struct str){ out, n };
}

TEST(rule_doc_functions)
{
    struct str              doc = section(read_doc(), S("\n## Functions\n")), cell[2];
    const struct rule_func *f;
    size_t                  i = 0;

    for (; next_row(&doc, cell); i++) {
        f = rule_func_at(i);
        check_text("a function", without_marks(cell[0]),
                   f ? rule_func_shape(unit_arena(), f) : S("no more in rule_func.c"));
        check_text(f ? f->name : "", cell[1], f ? rule_func_gives(f) : S(""));
    }
    check("doc/rule.md has them all", rule_func_at(i) == NULL && i > 0);
}

TEST(rule_doc_refused)
{
    struct str doc = section(read_doc(), S("\n## Functions of XLSForm that are refused\n"));
    struct str cell[2];
    const struct rule_refused *r;
    size_t                     i = 0;

    for (; next_row(&doc, cell); i++) {
        r = rule_refused_at(i);
        check_text("a refused function", without_marks(cell[0]),
                   r ? str_of(r->name) : S("no more in rule_func.c"));
        check_text(r ? r->name : "", without_marks(cell[1]),
                   r ? msg_text(unit_arena(), LANG_EN, rule_refused_todo(r)) : S(""));
    }
    check("doc/rule.md has them all", rule_refused_at(i) == NULL && i > 0);
}

/* A name is found once, in one table. */
TEST(rule_functions_are_sorted)
{
    for (size_t i = 1; rule_func_at(i); i++)
        check(rule_func_at(i)->name, str_cmp(str_of(rule_func_at(i - 1)->name),
                                             str_of(rule_func_at(i)->name)) < 0);
    for (size_t i = 1; rule_refused_at(i); i++)
        check(rule_refused_at(i)->name, str_cmp(str_of(rule_refused_at(i - 1)->name),
                                                str_of(rule_refused_at(i)->name)) < 0);
}
