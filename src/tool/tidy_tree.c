/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* tidy_tree.c — what concerns the tree as a whole: headers that stand alone, decisions, stories. */
#include "tool/tidy.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"

/* ---- headers that compile alone ---- */

static void
run_compiler(const struct tidy *t, const char *header)
{
    struct arena *a = t->arena;
    const char   *src = str_z(a, str_fmt(a, "-I%s/src", t->root));
    const char   *generated = t->generated ? str_z(a, str_fmt(a, "-I%s", t->generated)) : src;
    const char   *top = str_z(a, str_fmt(a, "-I%s", t->root));
    const char   *test = str_z(a, str_fmt(a, "-I%s/test", t->root));
    int           nowhere = open("/dev/null", O_WRONLY);

    dup2(nowhere, STDERR_FILENO);
    execlp(t->cc, t->cc, "-x", "c", "-std=c17", "-D_GNU_SOURCE", "-fsyntax-only", src, generated,
           top, test, "-I/usr/include/postgresql", header, (char *)NULL);
    _exit(127);
}

static void
header_alone(struct tidy *t, const struct tidy_file *f)
{
    const char *path = str_z(t->arena, str_fmt(t->arena, "%s/%.*s", t->root, TEXT(f->text.file)));
    int         status = -1;
    pid_t       child = fork();

    if (child == 0)
        run_compiler(t, path);
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        tidy_fault(t, f, 0, S("does not compile alone; include what it uses, or declare it"));
}

void
tidy_headers_alone(struct tidy *t)
{
    for (size_t i = 0; t->cc && i < t->n_files; i++)
        if (str_ends(t->file[i].text.file, S(".h")))
            header_alone(t, &t->file[i]);
}

/* ---- decisions ---- */

static bool
is_cited(const struct tidy *t, struct str number)
{
    struct str as_path = str_fmt(t->arena, "adr/%.*s", TEXT(number));
    struct str as_name = str_fmt(t->arena, "ADR %.*s", TEXT(number));
    size_t     at;

    for (size_t i = 0; i < t->n_files; i++) {
        struct str text = t->file[i].text.text;

        if (!tidy_below(&t->file[i], "doc/")
            && (str_find(text, as_path, &at) || str_find(text, as_name, &at)))
            return true;
    }
    return false;
}

/* doc/adr/NNNN-title.md: a decision that nothing cites has no hold on the code. */
void
tidy_decisions(struct tidy *t)
{
    for (size_t i = 0; i < t->n_files; i++) {
        const struct tidy_file *f = &t->file[i];
        struct str              name = str_part(f->text.file, 8, f->text.file.n);

        if (tidy_below(f, "doc/adr/") && name.n > 4 && is_digit(name.p[0])
            && !is_cited(t, str_part(name, 0, 4)))
            tidy_fault(t, f, 0,
                       str_fmt(t->arena,
                               "no source cites this decision; write \"ADR %.*s\" where it is "
                               "carried out",
                               TEXT(str_part(name, 0, 4))));
    }
}

/* ---- stories ---- */

static bool
is_told(const struct tidy *t, struct str slice)
{
    size_t at;

    for (size_t i = 0; i < t->n_files; i++)
        if (tidy_below(&t->file[i], "test/story/") && str_find(t->file[i].text.file, slice, &at))
            return true;
    return false;
}

void
tidy_stories(struct tidy *t)
{
    const struct tidy_file *law = NULL;

    for (size_t i = 0; i < t->n_files; i++)
        if (str_eq(t->file[i].text.file, S("src/DEPS")))
            law = &t->file[i];
    for (size_t i = 0; i < t->n_slices; i++)
        if (!is_told(t, t->slice[i].name))
            tidy_owe(t, DEBT_UNTOLD_SLICE, law, 0,
                     str_fmt(t->arena,
                             "no test/story/ has %.*s in its name; tell what a "
                             "person does with it",
                             TEXT(t->slice[i].name)));
}

/* ---- all ---- */

void
tidy_check(struct tidy *t)
{
    tidy_law(t);
    for (size_t i = 0; i < t->n_files; i++) {
        const struct tidy_file *f = &t->file[i];

        tidy_lines(t, f);
        if (str_ends(f->text.file, S(".html")) || tidy_is_c(f))
            tidy_includes(t, f);
        if (!tidy_is_c(f))
            continue;
        tidy_calls(t, f);
        tidy_functions(t, f);
        tidy_comments(t, f);
    }
    tidy_headers_alone(t);
    tidy_decisions(t);
    tidy_stories(t);
}
