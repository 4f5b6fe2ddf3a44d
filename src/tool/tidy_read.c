/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* tidy_read.c — walks the tree, reads its texts, blanks what is not code, keeps the report. */
#include "tool/tidy.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/arena.h"

enum { REPORT_MAX = 8 << 20, FOLDERS_DEEP = 12 };

static const char *const read_endings[]
    = { ".c", ".h", ".html", ".sql", ".md", ".mjs", "DEPS", "meson.build" };
static const char *const passed_over[] = { "node_modules", "fixture", "golden" };

/* ---- blanking ---- */

enum inside { CODE, LINE_COMMENT, BLOCK_COMMENT, STRING, CHARACTER };

/* What begins at the byte, where the one before was code. */
static enum inside
begins(struct str t, size_t i)
{
    char next = i + 1 < t.n ? t.p[i + 1] : 0;

    if (t.p[i] == '/' && next == '/')
        return LINE_COMMENT;
    if (t.p[i] == '/' && next == '*')
        return BLOCK_COMMENT;
    if (t.p[i] == '"')
        return STRING;
    return t.p[i] == '\'' ? CHARACTER : CODE;
}

static bool
ends(enum inside in, struct str t, size_t i)
{
    switch (in) {
    case LINE_COMMENT:
        return t.p[i] == '\n';
    case BLOCK_COMMENT:
        return t.p[i] == '/' && t.p[i - 1] == '*';
    case STRING:
        return t.p[i] == '"' || t.p[i] == '\n';
    case CHARACTER:
        return t.p[i] == '\'' || t.p[i] == '\n';
    case CODE:
        break;
    }
    return false;
}

/* The same length and lines, with blanks for comments and for what literals hold. */
static struct str
blank(struct arena *a, struct str t)
{
    char       *out = NEWS(a, char, t.n + 1);
    enum inside in = CODE;
    size_t      from = 0;               /* where the comment or literal began     */
    bool        escaped = false;        /* a backslash stands before, in a literal */

    for (size_t i = 0; i < t.n; i++) {
        bool literal = in == STRING || in == CHARACTER;

        out[i] = in == CODE || t.p[i] == '\n' ? t.p[i] : ' ';
        if (in == CODE) {
            in = begins(t, i);
            from = i;
            if (in == LINE_COMMENT || in == BLOCK_COMMENT)
                out[i] = ' ';
        } else if (!escaped && i > from + (in == BLOCK_COMMENT) && ends(in, t, i)) {
            out[i] = literal ? t.p[i] : out[i];
            in = CODE;
        }
        escaped = literal && !escaped && t.p[i] == '\\';
    }
    return (struct str){ out, t.n };
}

/* ---- the walk ---- */

static bool
is_read(struct str name)
{
    for (size_t i = 0; i < COUNT(read_endings); i++)
        if (str_ends(name, str_of(read_endings[i])))
            return true;
    return false;
}

static bool
is_passed_over(const char *name)
{
    for (size_t i = 0; i < COUNT(passed_over); i++)
        if (str_eq(str_of(name), str_of(passed_over[i])))
            return true;
    return name[0] == '.';
}

struct err *
tidy_add(struct tidy *t, struct str path, struct str text)
{
    struct tidy_file *f = &t->file[t->n_files];

    if (t->n_files == TIDY_FILES_MAX)
        return err_of(t->arena, (struct err){ .kind = ERR_TOO_LARGE, .code = "tool.refused",
                                              .text = MSG("over 4,000 files in the tree.") });
    f->text = (struct source){ t->arena, path, text };
    f->code = tidy_is_c(f) ? blank(t->arena, text) : (struct str){ NULL, 0 };
    t->n_files++;
    return NULL;
}

static struct err *
add_file(struct tidy *t, struct str path)
{
    struct source s;

    TRY(source_read(t->arena, str_z(t->arena, str_fmt(t->arena, "%s/%.*s", t->root, TEXT(path))),
                    &s));
    return tidy_add(t, path, s.text);
}

static struct err *walk(struct tidy *t, struct str path, int32_t depth);

static struct err *
enter(struct tidy *t, struct str path, int32_t depth)
{
    struct stat st;

    if (stat(str_z(t->arena, str_fmt(t->arena, "%s/%.*s", t->root, TEXT(path))), &st) != 0)
        return NULL;
    if (S_ISDIR(st.st_mode))
        return depth < FOLDERS_DEEP ? walk(t, path, depth + 1) : NULL;
    return is_read(path) ? add_file(t, path) : NULL;
}

/* A folder that is not there has nothing to say. */
static struct err *
walk(struct tidy *t, struct str path, int32_t depth)
{
    struct err *e = NULL;
    DIR        *d = opendir(str_z(t->arena, str_fmt(t->arena, "%s/%.*s", t->root, TEXT(path))));

    if (!d)
        return NULL;
    for (struct dirent *entry; !e && (entry = readdir(d)); )
        if (!is_passed_over(entry->d_name))
            e = enter(t, str_fmt(t->arena, "%.*s/%s", TEXT(path), entry->d_name), depth);
    closedir(d);
    return e;
}

static int
by_path(const void *a, const void *b)
{
    return str_cmp(((const struct tidy_file *)a)->text.file,
                   ((const struct tidy_file *)b)->text.file);
}

void
tidy_begin(struct arena *a, const char *root, struct tidy *t)
{
    *t = (struct tidy){ .arena = a, .root = root, .file = NEWS(a, struct tidy_file, TIDY_FILES_MAX),
                        .report = buf_in(a, REPORT_MAX) };
    for (size_t i = 0; i < TIDY_DEBTS; i++)
        t->debts[i] = buf_in(a, REPORT_MAX);
}

struct err *
tidy_read(struct arena *a, const char *root, struct tidy *t)
{
    tidy_begin(a, root, t);
    TRY(walk(t, S("src"), 0));
    TRY(walk(t, S("test"), 0));
    TRY(walk(t, S("doc/adr"), 0));
    qsort(t->file, t->n_files, sizeof t->file[0], by_path);
    return NULL;
}

/* ---- shared ---- */

static void
write_finding(struct buf *b, const struct tidy_file *f, size_t at, struct str what)
{
    buf_fmt(b, "%.*s:%lld: %.*s\n", TEXT(f->text.file), (long long)source_line(&f->text, at),
            TEXT(what));
}

void
tidy_fault(struct tidy *t, const struct tidy_file *f, size_t at, struct str what)
{
    t->n_faults++;
    write_finding(&t->report, f, at, what);
}

void
tidy_owe(struct tidy *t, enum tidy_debt debt, const struct tidy_file *f, size_t at, struct str what)
{
    t->debt[debt]++;
    write_finding(&t->debts[debt], f, at, what);
}

bool
tidy_is_c(const struct tidy_file *f)
{
    return str_ends(f->text.file, S(".c")) || str_ends(f->text.file, S(".h"));
}

bool
tidy_is_test(const struct tidy_file *f)
{
    return tidy_below(f, "test/") || str_ends(f->text.file, S("_test.c"))
           || str_ends(f->text.file, S("_test.h"));
}

bool
tidy_below(const struct tidy_file *f, const char *folder)
{
    return str_starts(f->text.file, str_of(folder));
}

bool
tidy_next_line(struct str all, struct tidy_line *l)
{
    if (l->next >= all.n)
        return false;
    l->at = l->next;
    while (l->next < all.n && all.p[l->next] != '\n')
        l->next++;
    l->text = str_part(all, l->at, l->next - l->at);
    l->next++;
    return true;
}
