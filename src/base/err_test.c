/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* err_test.c */
#include "base/err.h"

#include <errno.h>

#include "unit.h"

TEST(err_line)
{
    struct { const char *name; struct err e; struct str line; } row[] = {
        { "baseline", { .text = MSG("It failed.") }, S("It failed.") },
        { "with a place", { .text = MSG("It failed."), .where = S("a.csv:3:7") },
          S("a.csv:3:7: It failed.") },
        { "all four", { .text = MSG("It failed."), .detail = MSG("Two of {0}.", S("3")),
                        .hint = MSG("Try again."), .where = S("a") },
          S("a: It failed. Two of 3. Try again.") },
        { "a missing full stop", { .text = MSG("it failed"), .hint = MSG("Why?") },
          S("it failed. Why?") },
        { "one line whatever comes in", { .text = MSG("bad {0}", S("a\n\tb\x1b[31m\x7f")) },
          S("bad a b [31m ") },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        row[i].e.kind = ERR_INPUT, row[i].e.code = "test";
        check_text(row[i].name, err_line(unit_arena(), LANG_EN, &row[i].e), row[i].line);
    }
}

TEST(err_kinds)
{
    static const struct { enum err_kind kind; const char *code; int status, exit; } row[] = {
        { ERR_INPUT,     "input",     400, 2 }, { ERR_DENIED,   "denied",   403, 1 },
        { ERR_MISSING,   "missing",   404, 1 }, { ERR_CONFLICT, "conflict", 409, 1 },
        { ERR_TOO_LARGE, "too_large", 413, 2 }, { ERR_BUSY,     "busy",     503, 3 },
        { ERR_BROKEN,    "broken",    500, 3 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct err e = { .kind = row[i].kind, .code = "test", .text = MSG("x") };

        check(row[i].code, err_status(&e) == row[i].status && err_exit(&e) == row[i].exit);
        check_text(row[i].code, err_kind_code(row[i].kind), str_of(row[i].code));
    }
    check("no error", err_exit(NULL) == 0 && err_status(NULL) == 200);
}

static void
without_code(void *arg)
{
    err_of(arg, (struct err){ .kind = ERR_INPUT, .text = MSG("x") });
}

static void
without_kind(void *arg)
{
    err_of(arg, (struct err){ .code = "a", .text = MSG("x") });
}

static void
without_text(void *arg)
{
    err_of(arg, (struct err){ .kind = ERR_INPUT, .code = "a" });
}

TEST(err_of_asserts)
{
    check("code",  unit_aborts(without_code, unit_arena()));
    check("kind",  unit_aborts(without_kind, unit_arena()));
    check("text",  unit_aborts(without_text, unit_arena()));
}

static struct err *
fails_if(struct arena *a, bool yes, int *reached)
{
    TRY(yes ? err_of(a, (struct err){ .kind = ERR_BUSY, .code = "t", .text = MSG("x") }) : NULL);
    ++*reached;
    return NULL;
}

TEST(err_try)
{
    int reached = 0;

    check("goes on without an error", !fails_if(unit_arena(), false, &reached) && reached == 1);
    check("returns the error", fails_if(unit_arena(), true, &reached) && reached == 1);
}

TEST(err_errno)
{
    static const int known[] = { ENOENT, EACCES, EPERM, EISDIR, ENOTDIR, EROFS, ENOSPC, EMFILE,
                                 ENFILE, EADDRINUSE };
    struct arena *a = unit_arena();

    for (size_t i = 0; i < COUNT(known); i++) {
        struct err *e = err_errno(a, "t", MSG("No."), known[i]);
        check("has its own words", e->kind == ERR_BROKEN && !str_is_known(e->detail.arg[0]));
    }
    check_text("another", err_line(a, LANG_EN, err_errno(a, "t", MSG("No."), EPIPE)),
               S("No. The system says: Broken pipe."));
}
