/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* embed_list.c — reads the list of files, walks the folders that it names, sorts by name. */
#include "tool/embed.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/arena.h"

enum { FOLDERS_DEEP = 8, DEPENDS_MAX = 1 << 20 };

struct walk {
    const struct source *list;
    size_t               at;            /* of the line being read */
    struct embed_files  *out;
    int32_t              depth;
};

static struct err *
refuse(const struct walk *w, struct msg what)
{
    return source_err(w->list, w->at, what);
}

static struct err *
add_file(struct walk *w, struct str name, struct str path)
{
    struct arena     *a = w->list->arena;
    struct embed_file f = { .name = name, .path = path };
    struct source     s;
    struct err       *e = source_read(a, str_z(a, path), &s);

    if (e)
        return refuse(w, MSG("{0} {1} {2}; if it comes from npm, run \"npm ci --ignore-scripts\" "
                             "in asset/",
                             path, msg_text(a, LANG_EN, e->text), msg_text(a, LANG_EN, e->detail)));
    if (w->out->n == EMBED_FILES_MAX)
        return refuse(w, MSG("over 2,000 files; that is surely a mistake"));
    f.bytes = s.text;
    w->out->file[w->out->n++] = f;
    buf_fmt(&w->out->depends, "%.*s ", TEXT(path));
    return NULL;
}

static struct err *add_folder(struct walk *w, struct str name, struct str path);

static struct err *
add_entry(struct walk *w, struct str name, struct str path)
{
    struct arena *a = w->list->arena;
    struct stat   st;

    if (stat(str_z(a, path), &st) != 0 || !S_ISDIR(st.st_mode))
        return add_file(w, name, path);
    return add_folder(w, str_fmt(a, "%.*s/", TEXT(name)), str_fmt(a, "%.*s/", TEXT(path)));
}

/* All files below, but those whose name begins with a dot. `name` and `path` end in a slash. */
static struct err *
add_folder(struct walk *w, struct str name, struct str path)
{
    struct arena *a = w->list->arena;
    struct err   *e = NULL;
    DIR          *d = opendir(str_z(a, path));

    if (!d || ++w->depth > FOLDERS_DEEP)
        return refuse(w, MSG("{0} is not a folder that can be read, or folders in folders in it "
                             "have no end",
                             path));
    buf_fmt(&w->out->depends, "%.*s ", TEXT(path));
    for (struct dirent *entry; !e && (entry = readdir(d)); )
        if (entry->d_name[0] != '.')
            e = add_entry(w, str_fmt(a, "%.*s%s", TEXT(name), entry->d_name),
                          str_fmt(a, "%.*s%s", TEXT(path), entry->d_name));
    closedir(d);
    w->depth--;
    return e;
}

/* The folder of the list, with its slash: what paths are relative to. */
static struct str
folder_of(struct str file)
{
    size_t n = file.n;

    while (n > 0 && file.p[n - 1] != '/')
        n--;
    return str_part(file, 0, n);
}

static struct err *
line(struct walk *w, struct str text)
{
    struct str name, path;
    size_t     n = 0;

    while (n < text.n && !is_space(text.p[n]))
        n++;
    name = str_part(text, 0, n);
    path = str_trim(str_part(text, n, text.n));
    if (path.n == 0)
        return refuse(w, MSG("a line is the name in the program and the file; give both"));
    if (str_ends(name, S("/")) != str_ends(path, S("/")))
        return refuse(w, MSG("a folder's name and path both end in a slash; make them agree"));
    path = str_fmt(w->list->arena, "%.*s%.*s", TEXT(folder_of(w->list->file)), TEXT(path));
    return str_ends(name, S("/")) ? add_folder(w, name, path) : add_file(w, name, path);
}

static int
by_name(const void *a, const void *b)
{
    return str_cmp(((const struct embed_file *)a)->name, ((const struct embed_file *)b)->name);
}

struct err *
embed_list(const struct source *list, struct embed_files *out)
{
    struct walk w = { .list = list, .out = out };
    struct str  head, rest = list->text;

    *out = (struct embed_files){ .file = NEWS(list->arena, struct embed_file, EMBED_FILES_MAX),
                                 .depends = buf_in(list->arena, DEPENDS_MAX) };
    while (rest.n > 0) {
        w.at = (size_t)(rest.p - list->text.p);
        str_cut(rest, '\n', &head, &rest);
        head = str_trim(head);
        if (head.n > 0 && head.p[0] != '#')
            TRY(line(&w, head));
    }
    qsort(out->file, out->n, sizeof out->file[0], by_name);
    for (size_t i = 1; i < out->n; i++)
        if (str_eq(out->file[i - 1].name, out->file[i].name))
            return refuse(&w, MSG("{0} is listed twice; keep one", out->file[i].name));
    return NULL;
}
