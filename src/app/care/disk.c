/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/care/disk.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/sha.h"

enum { PART_BYTES = 1 << 20 };

static struct err *
fault(struct arena *a, struct str path, int errnum)
{
    struct err *e = err_errno(a, "disk.file", MSG("The file or folder could not be used."), errnum);

    e->where = str_copy(a, path);
    return e;
}

struct str
disk_path(struct arena *a, struct str folder, struct str name)
{
    return str_fmt(a, "%.*s/%.*s", TEXT(folder), TEXT(name));
}

bool
disk_is_there(struct arena *a, struct str path)
{
    struct stat st;

    return lstat(str_z(a, path), &st) == 0;
}

/* ---- folders --------------------------------------------------------------------------------- */

struct err *
disk_folder(struct arena *a, struct str path)
{
    struct stat st;

    if (mkdir(str_z(a, path), 0700) == 0)
        return NULL;
    if (errno != EEXIST || stat(str_z(a, path), &st) != 0)
        return fault(a, path, errno);
    return S_ISDIR(st.st_mode) ? NULL : fault(a, path, ENOTDIR);
}

static int
by_name(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

struct err *
disk_names(struct arena *a, struct str folder, struct disk_names *out)
{
    DIR           *dir = opendir(str_z(a, folder));
    struct dirent *entry;

    *out = (struct disk_names){ .n = 0 };
    if (!dir)
        return fault(a, folder, errno);
    out->name = NEWS(a, struct str, DISK_NAMES_MAX);
    while (out->n < DISK_NAMES_MAX && (entry = readdir(dir)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            out->name[out->n++] = str_copy(a, str_of(entry->d_name));
    closedir(dir);
    qsort(out->name, out->n, sizeof *out->name, by_name);
    return NULL;
}

struct err *
disk_sync(struct arena *a, struct str path)
{
    int fd = open(str_z(a, path), O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return fault(a, path, errno);
    int errnum = fsync(fd) == 0 ? 0 : errno;

    close(fd);
    return errnum ? fault(a, path, errnum) : NULL;
}

/* ---- files ----------------------------------------------------------------------------------- */

/* Zero, or errno. */
static int
put(int fd, struct str text)
{
    while (text.n > 0) {
        ssize_t n = write(fd, text.p, text.n);

        if (n < 0 && errno != EINTR)
            return errno;
        text = str_part(text, n > 0 ? (size_t)n : 0, text.n);
    }
    return 0;
}

static struct err *
make(struct arena *a, struct str path, int *fd)
{
    *fd = open(str_z(a, path), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    return *fd < 0 ? fault(a, path, errno) : NULL;
}

/* Synced and closed; what could not be written whole is not left behind. */
static struct err *
finish(struct arena *a, struct str path, int fd, int errnum)
{
    if (!errnum && fsync(fd) != 0)
        errnum = errno;
    if (close(fd) != 0 && !errnum)
        errnum = errno;
    if (!errnum)
        return NULL;
    unlink(str_z(a, path));
    return fault(a, path, errnum);
}

struct err *
disk_write(struct arena *a, struct str path, struct str text)
{
    int fd;

    TRY(make(a, path, &fd));
    return finish(a, path, fd, put(fd, text));
}

/* Calls `take` with each part; zero, or errno. */
static int
each_part(struct arena *a, int fd, int (*take)(void *, struct str), void *arg)
{
    size_t  mark = arena_mark(a);
    char   *p = arena_alloc(a, PART_BYTES, 1);
    int     errnum = 0;
    ssize_t n = 1;

    while (!errnum && n > 0) {
        n = read(fd, p, PART_BYTES);
        if (n > 0)
            errnum = take(arg, (struct str){ p, (size_t)n });
        else if (n < 0)
            errnum = errno;
    }
    arena_back(a, mark);
    return errnum;
}

static int
put_part(void *arg, struct str part)
{
    return put(*(int *)arg, part);
}

struct err *
disk_copy(struct arena *a, struct str from, struct str to)
{
    int out, in = open(str_z(a, from), O_RDONLY | O_CLOEXEC);

    if (in < 0)
        return fault(a, from, errno);
    struct err *e = make(a, to, &out);

    if (!e)
        e = finish(a, to, out, each_part(a, in, put_part, &out));
    close(in);
    return e;
}

struct digesting { struct sha sha; int64_t bytes; };

static int
add_part(void *arg, struct str part)
{
    struct digesting *d = arg;

    sha_add(&d->sha, part);
    d->bytes += (int64_t)part.n;
    return 0;
}

struct err *
disk_digest(struct arena *a, struct str path, struct str *sha256, int64_t *bytes)
{
    struct digesting d = { .bytes = 0 };
    int              fd = open(str_z(a, path), O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return fault(a, path, errno);
    sha_begin(&d.sha);
    int errnum = each_part(a, fd, add_part, &d);

    close(fd);
    if (errnum)
        return fault(a, path, errnum);
    *sha256 = sha_hex(&d.sha, a);
    *bytes = d.bytes;
    return NULL;
}

struct err *
disk_read(struct arena *a, struct str path, size_t most, struct str *text)
{
    struct stat st;
    int         fd = open(str_z(a, path), O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return fault(a, path, errno);
    bool    ok = fstat(fd, &st) == 0 && (uint64_t)st.st_size <= most;
    size_t  n = ok ? (size_t)st.st_size : 0, at = 0;
    char   *p = arena_alloc(a, n + 1, 1);
    ssize_t got = 1;

    while (ok && at < n && (got = read(fd, p + at, n - at)) > 0)
        at += (size_t)got;
    int errnum = !ok ? EFBIG : got < 0 ? errno : 0;

    close(fd);
    *text = (struct str){ p, at };
    return errnum ? fault(a, path, errnum) : NULL;
}

struct err *
disk_move(struct arena *a, struct str from, struct str to)
{
    return rename(str_z(a, from), str_z(a, to)) == 0 ? NULL : fault(a, from, errno);
}

/* ---- the end of them ------------------------------------------------------------------------- */

static int
overwrite(struct arena *a, int fd)
{
    struct stat st;
    size_t      mark = arena_mark(a);
    char       *zeros = arena_alloc(a, PART_BYTES, 1);
    int         errnum = fstat(fd, &st) == 0 ? 0 : errno;

    for (int64_t left = errnum ? 0 : st.st_size; !errnum && left > 0; left -= PART_BYTES)
        errnum = put(fd, (struct str){ zeros, left < PART_BYTES ? (size_t)left : PART_BYTES });
    if (!errnum && fsync(fd) != 0)
        errnum = errno;
    arena_back(a, mark);
    return errnum;
}

struct err *
disk_destroy(struct arena *a, struct str path)
{
    int fd = open(str_z(a, path), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);

    if (fd < 0)
        return errno == ENOENT ? NULL : fault(a, path, errno);
    int errnum = overwrite(a, fd);

    close(fd);
    if (unlink(str_z(a, path)) != 0 && !errnum)
        errnum = errno;
    return errnum ? fault(a, path, errnum) : NULL;
}

/* On a full disk a hole in a file cannot be overwritten: what can be removed is removed. */
struct err *
disk_remove(struct arena *a, struct str folder, bool destroy)
{
    struct disk_names names;
    struct err       *first = NULL;

    TRY(disk_names(a, folder, &names));
    for (size_t i = 0; i < names.n; i++) {
        struct str  path = disk_path(a, folder, names.name[i]);
        struct err *e = destroy ? disk_destroy(a, path)
                      : unlink(str_z(a, path)) == 0 ? NULL : fault(a, path, errno);

        first = first ? first : e;
    }
    if (rmdir(str_z(a, folder)) != 0)
        return first ? first : fault(a, folder, errno);
    return NULL;
}
