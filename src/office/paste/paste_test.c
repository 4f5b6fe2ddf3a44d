/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* paste_test.c — a pasted table with faults, as its page shows it again. */
#include "office/paste/paste.h"

#include "unit.h"

struct line { struct str name; struct date day; };

static const struct field fields[] = {
    FIELD(struct line, name, F_TEXT, .max = 20, .required = true),
    FIELD(struct line, day,  F_DATE, .required = true),
};
static const struct form form = FORM(struct line, fields);

/* The page's part after a POST with this text. */
static struct str
shown(const char *text)
{
    struct query       q = { .pair = { { S("rows"), str_of(text) } }, .n = 1 };
    struct request     rq = { .method = POST, .given = &q };
    struct cx          cx = { .arena = unit_arena(), .lang = LANG_EN };
    struct view        v = view_in(unit_arena(), LANG_EN);
    struct paste_box   box = paste_box_of(&rq, &form);
    struct line        line = { 0 };
    struct paste_marks m;
    struct table_in   *t = NULL;
    struct grid       *g;
    bool               given, more = true;
    struct err        *e = paste_grid(&cx, &rq, &g, &given);

    check("it opens", !e && given && !table_in_open(cx.arena, g, &form, &t));
    while (!e && more)
        e = table_in_next(t, &line, &more);
    check("it is read", !e && !paste_grid(&cx, &rq, &g, &given)
          && !paste_marked(&cx, g, &form, table_in_seen(t), &m));
    paste_draw_marks(&v, &m);
    paste_draw_box(&v, &box);
    return (struct str){ view_html(&v).safe, view_html(&v).n };
}

TEST(paste_marks)
{
    static const struct { const char *name, *text, *has; bool is_there; } row[] = {
        { "the fault at its cell", "name\tday\nNyepi\tbesok\n",
          "gy-paste__given\">besok</span><span class=\"gy-paste__why\"", true },
        { "an empty cell that must not be", "name\tday\n\t1/1/2026\n",
          "gy-paste__given\">empty", true },
        { "a cell beyond the row's end", "name\tday\nNyepi\n", "gy-paste__given\">empty", true },
        { "what was typed stays", "name\tday\nNyepi\tbesok\n",
          ">name\tday\nNyepi\tbesok\n</textarea>", true },
        { "markup is text", "name\tday\n<b>\tbesok\n", "<b>", false },
        { "a missing column", "name\nNyepi\n",
          "line 1: <strong>day</strong>. This column is not there", true },
        { "what is passed over", "name\tday\tCatatan\nNyepi\tbesok\t1\n",
          "called so: Catatan", true },
        { "nothing is wrong", "name\tday\nNyepi\t1/1/2026\n", "Nothing was taken", false },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str page = shown(row[i].text);
        size_t     at;

        check(row[i].name, str_find(page, str_of(row[i].has), &at) == row[i].is_there);
    }
}
