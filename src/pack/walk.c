/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pack/walk.h"

#include <errno.h>
#include <fts.h>
#include <string.h>
#include <sys/stat.h>

struct walk {
    struct arena *arena;
    struct str    path, *file;
    size_t        n, n_entries;
    int64_t       bytes;
};

static struct err *
unreadable(struct arena *a, struct str path, int errnum)
{
    struct err *err = err_errno(a, "pack.absent", MSG("{0} could not be opened.", path), errnum);

    err->kind = ERR_INPUT;
    err->hint = MSG("Check the name and that the file may be read.");
    return err;
}

static struct err *
too_much(struct walk *w)
{
    return err_of(w->arena, (struct err){
        .kind   = ERR_INPUT,
        .code   = "pack.walk",
        .text   = MSG("{0} holds more than a folder of packs may.", w->path),
        .detail = MSG("The most is {0} packs, {1} MB and {2} folders within each other.",
                      S("1,000"), S("64"), S("8")),
        .hint   = MSG("Name a folder further in."),
    });
}

static bool
is_pack(const FTSENT *e)
{
    struct str name = { e->fts_name, e->fts_namelen };

    return e->fts_info == FTS_F && (str_ends(name, S(".yaml")) || str_ends(name, S(".yml")));
}

static struct err *
visit(struct walk *w, FTS *tree, FTSENT *e)
{
    if (++w->n_entries > WALK_ENTRIES_MAX || e->fts_level > WALK_DEPTH_MAX + 1)
        return too_much(w);
    if (e->fts_info == FTS_DNR || e->fts_info == FTS_ERR || e->fts_info == FTS_NS)
        return unreadable(w->arena, str_copy(w->arena, str_of(e->fts_path)), e->fts_errno);
    if (e->fts_level > 0 && e->fts_name[0] == '.')
        return fts_set(tree, e, FTS_SKIP), NULL;
    if (!is_pack(e))
        return NULL;
    w->bytes += e->fts_statp->st_size;
    if (w->n == WALK_FILES_MAX || w->bytes > WALK_BYTES_MAX)
        return too_much(w);
    w->file[w->n++] = str_copy(w->arena, str_of(e->fts_path));
    return NULL;
}

static int
by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static struct err *
visit_all(struct walk *w, const char *path)
{
    char       *const root[] = { (char *)path, NULL };      /* fts does not change it */
    FTS        *tree = fts_open(root, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, by_name);
    FTSENT     *e;
    struct err *err = NULL;

    if (!tree)
        return unreadable(w->arena, w->path, errno);
    while (!err && (e = fts_read(tree)))
        err = visit(w, tree, e);
    fts_close(tree);
    return err;
}

struct err *
pack_walk(struct arena *a, struct str path, struct str **file, size_t *n)
{
    struct walk w = { .arena = a, .path = path, .file = NEWS(a, struct str, WALK_FILES_MAX) };
    const char *z = str_z(a, path);
    struct stat status;

    if (str_eq(path, S("-")) || stat(z, &status) != 0 || !S_ISDIR(status.st_mode))
        w.file[w.n++] = path;               /* whoever opens it says what is wrong with it */
    else
        TRY(visit_all(&w, z));
    *file = w.file;
    *n    = w.n;
    if (w.n > 0)
        return NULL;
    return err_of(a, (struct err){
        .kind = ERR_INPUT, .code = "pack.none",
        .text = MSG("No pack is in {0}.", path),
        .hint = MSG("The name of a pack ends with .yaml or .yml."),
    });
}
