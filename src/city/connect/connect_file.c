/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_file.c — files that the commands read, and a folder that is whole or as it was. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "city/connect/connect_module.h"
#include "city/connect/connect_site.h"

/* ---- reading --------------------------------------------------------------------------------- */

static struct err *
file_fault(struct arena *a, const char *code, struct msg what, struct str path, int errnum)
{
    struct err *e = err_errno(a, code, what, errnum);

    if (errnum == ENOENT || errnum == EACCES || errnum == EISDIR || errnum == ENOTDIR
        || errnum == EFBIG || errnum == EEXIST)
        e->kind = ERR_INPUT;
    e->where = str_copy(a, path);
    return e;
}

static int
read_all(struct arena *a, int fd, struct str *text)
{
    struct stat about;
    size_t      n = 0;
    ssize_t     more = 1;

    if (fstat(fd, &about) != 0)
        return errno;
    if (S_ISDIR(about.st_mode))
        return EISDIR;
    if (about.st_size > CONNECT_FILE_MAX)
        return EFBIG;
    size_t room = (size_t)about.st_size;
    char  *p = NEWS(a, char, room + 1);

    while (n < room && (more = read(fd, p + n, room - n)) > 0)
        n += (size_t)more;
    *text = (struct str){ p, n };
    return more < 0 ? errno : 0;
}

struct err *
connect_file_read(struct arena *a, struct str path, struct str *text)
{
    int fd = open(str_z(a, path), O_RDONLY | O_CLOEXEC);
    int errnum = fd < 0 ? errno : read_all(a, fd, text);

    if (fd >= 0)
        close(fd);
    if (!errnum)
        return NULL;
    return file_fault(a, "connect.file", MSG("The file could not be read."), path, errnum);
}

/* ---- writing --------------------------------------------------------------------------------- */

static const char *
path_of(struct arena *a, struct str folder, const char *name, const char *end)
{
    return str_z(a, str_fmt(a, "%.*s/%s%s", TEXT(folder), name, end));
}

static struct err *
write_fault(struct arena *a, const char *path, int errnum)
{
    return file_fault(a, "connect.write", MSG("The file could not be written."), str_of(path),
                      errnum);
}

struct err *
connect_folder_open(struct arena *a, struct str folder, const char *const *name, size_t n,
                    bool may_replace)
{
    struct stat about;

    if (mkdir(str_z(a, folder), 0777) != 0 && errno != EEXIST)
        return file_fault(a, "connect.out", MSG("The folder could not be made."), folder, errno);
    if (stat(str_z(a, folder), &about) != 0 || !S_ISDIR(about.st_mode))
        return file_fault(a, "connect.out", MSG("The folder could not be made."), folder, ENOTDIR);
    for (size_t i = 0; i < n && !may_replace; i++)
        if (stat(path_of(a, folder, name[i], ""), &about) == 0)
            return err_of(a, (struct err){ .kind = ERR_INPUT, .code = "connect.out_full",
                .text = MSG("A plan is there already; it was left as it is."),
                .hint = MSG("Name another folder, or say --force to replace it."),
                .where = str_of(path_of(a, folder, name[i], "")) });
    return NULL;
}

static int
write_all(int fd, struct str text)
{
    while (text.n > 0) {
        ssize_t n = write(fd, text.p, text.n);

        if (n < 0 && errno != EINTR)
            return errno;
        if (n > 0)
            text = str_part(text, (size_t)n, text.n);
    }
    return fsync(fd) != 0 && errno != EINVAL ? errno : 0;
}

struct err *
connect_folder_write(struct arena *a, struct str folder, const char *name, struct str text)
{
    const char *path = path_of(a, folder, name, ".part");
    int         fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

    if (fd < 0)
        return write_fault(a, path, errno);
    int errnum = write_all(fd, text);

    close(fd);
    return errnum ? write_fault(a, path, errnum) : NULL;
}

struct err *
connect_folder_end(struct arena *a, struct str folder, const char *const *name, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *path = path_of(a, folder, name[i], "");

        if (rename(path_of(a, folder, name[i], ".part"), path) != 0)
            return write_fault(a, path, errno);
    }
    return NULL;
}

void
connect_folder_drop(struct arena *a, struct str folder, const char *const *name, size_t n)
{
    for (size_t i = 0; i < n; i++)
        unlink(path_of(a, folder, name[i], ".part"));
}
