/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* dossier_folder.c — VAULT/dossier: made files, under names by chance; a row says whose one is. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/secret.h"
#include "office/document/document_vault.h"
#include "office/dossier/dossier_part.h"
#include "office/dossier/dossier_sql.h"
#include "site.h"

static struct err *
fault(struct cx *cx, int errnum)
{
    return err_errno(cx->arena, "dossier.folder",
                     MSG("The folder of files for examination cannot be used."), errnum);
}

static void
end_fd(void *fd)
{
    close(*(const int *)fd);
}

static struct err *
enter(struct cx *cx, const char **folder)
{
    if (!cx->site || cx->site->vault.n == 0)
        return err_of(cx->arena, (struct err){ .kind = ERR_BROKEN, .code = "vault.unset",
            .text = MSG("No folder for documents is set."),
            .hint = MSG("Tell the administrator: set vault to a folder that all servers of this "
                        "database share.") });
    *folder = str_z(cx->arena, str_fmt(cx->arena, "%.*s/dossier", TEXT(cx->site->vault)));
    if (mkdir(str_z(cx->arena, cx->site->vault), 0700) != 0 && errno != EEXIST)
        return fault(cx, errno);
    return mkdir(*folder, 0700) == 0 || errno == EEXIST ? NULL : fault(cx, errno);
}

static struct err *
path_of(struct cx *cx, struct str name, const char **path)
{
    const char *folder = "";

    TRY(enter(cx, &folder));
    *path = str_z(cx->arena, str_fmt(cx->arena, "%s/%.*s", folder, TEXT(name)));
    return NULL;
}

static struct err *
open_in(struct cx *cx, struct str name, int how, int *fd)
{
    int        *kept = NEW(cx->arena, int);
    void      **place = arena_owns(cx->arena, end_fd);
    const char *path = "";

    TRY(path_of(cx, name, &path));
    *fd = *kept = open(path, how | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (*fd < 0)
        return fault(cx, errno);
    *place = kept;
    return NULL;
}

struct err *
dossier_folder_new(struct cx *cx, struct str *name, int *fd)
{
    *name = str_fmt(cx->arena, "%.*s.zip", TEXT(secret_token(cx->arena)));
    return open_in(cx, *name, O_RDWR | O_CREAT | O_EXCL, fd);
}

struct err *
dossier_folder_path(struct cx *cx, struct str *name, const char **path)
{
    *name = str_fmt(cx->arena, "%.*s.xlsx", TEXT(secret_token(cx->arena)));
    return path_of(cx, *name, path);
}

struct err *
dossier_folder_keep(struct cx *cx, int fd)
{
    const char *folder = "";

    TRY(enter(cx, &folder));
    int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int errnum = dir < 0 || fsync(fd) != 0 || fsync(dir) != 0 ? errno : 0;

    if (dir >= 0)
        close(dir);
    return errnum ? fault(cx, errnum) : NULL;
}

struct err *
dossier_folder_open(struct cx *cx, struct str name, int *fd)
{
    return open_in(cx, name, O_RDONLY, fd);
}

void
dossier_folder_drop(struct cx *cx, struct str name)
{
    const char *path = "";

    if (!path_of(cx, name, &path))
        unlink(path);
}

struct err *
dossier_folder_room(struct cx *cx, int fd, int64_t bytes)
{
    struct statvfs disk;

    if (fstatvfs(fd, &disk) != 0
        || (int64_t)(disk.f_bavail * disk.f_frsize) > bytes + VAULT_RESERVE)
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_BUSY, .code = "vault.full",
        .text = MSG("There is no room left for documents."),
        .hint = MSG("Tell the administrator: the vault's disk is full. Nothing was lost.") });
}

/* ---- sweeping ------------------------------------------------------------------------------- */

static void
end_dir(void *dir)
{
    closedir(dir);
}

static struct err *
sweep_one(struct cx *cx, struct str name, int64_t before_s)
{
    struct dossier_code of;
    struct stat         st;
    const char         *path = "";
    bool                found;

    TRY(path_of(cx, name, &path));
    if (stat(path, &st) != 0 || st.st_mtime >= before_s)
        return NULL;
    TRY(dossier_of_file(cx, name, &of, &found));
    if (!found)
        unlink(path);
    return NULL;
}

static struct err *
sweep_all(struct cx *cx, int64_t before_s)
{
    void         **place = arena_owns(cx->arena, end_dir);
    const char    *folder = "";
    struct dirent *entry;

    TRY(enter(cx, &folder));
    DIR *dir = opendir(folder);

    *place = dir;
    while (dir && (entry = readdir(dir))) {
        size_t mark = arena_mark(cx->arena);

        if (entry->d_name[0] != '.')
            TRY(sweep_one(cx, str_of(entry->d_name), before_s));
        arena_back(cx->arena, mark);
    }
    return NULL;
}

/* The folder is closed when it is swept, not when the job's process is over. */
struct err *
dossier_folder_sweep(struct cx *cx, int64_t before_s)
{
    size_t mark = arena_mark(cx->arena);

    TRY(sweep_all(cx, before_s));
    arena_back(cx->arena, mark);
    return NULL;
}
