/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * disk.c — preloaded under a program, it writes down what the program asks of the disk (disk.h),
 * so that cut.c can say what would be left after a loss of power at any moment.
 *
 * It stands one step below a VFS of SQLite, at the calls to the system: so what SQLite's own VFS
 * does (which file it syncs when, and whether the folder too) is proved along, and so are the files
 * that SQLite knows nothing of, like the key. What is written through a mapping is not seen; of
 * the database that is the -shm file alone, which is rebuilt after a crash.
 *
 * DISK_RECORD   the file that entries are appended to; without it nothing is written down
 * DISK_FOLDER   only files below it count
 * DISK_SYNC     FULL (as the program wants it), NORMAL or OFF: the database's PRAGMA synchronous
 *
 * An entry follows its call and precedes the call's return: what a client hears, comes later.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "disk.h"

/* The library's own definition. Through a union, since ISO C has no such cast. */
#define REAL(name, type)                                            \
    static union { void *p; type *f; } real;                        \
    if (!real.p)                                                    \
        real.p = dlsym(RTLD_NEXT, name)

/* ---- writing it down ------------------------------------------------------------------------ */

static const char *folder, *record;

__attribute__((constructor)) static void
begin(void)
{
    folder = getenv("DISK_FOLDER");
    record = getenv("DISK_RECORD");
}

/* One writev at the end of the file: entries of several processes stay whole and in order. */
static void
note(enum disk_kind kind, uint64_t inode, uint64_t at, const void *p, size_t n)
{
    struct disk_entry e = { (uint32_t)kind, (uint32_t)getpid(), inode, at, n };
    char              none[8] = "";
    size_t            fill = (8 - n % 8) % 8;
    struct iovec      part[] = { { &e, sizeof e }, { (void *)(uintptr_t)p, n }, { none, fill } };
    int               errnum = errno, fd = open(record, O_WRONLY | O_APPEND | O_CLOEXEC);

    if (fd < 0 || writev(fd, part, 3) != (ssize_t)(sizeof e + n + fill))
        abort();                /* a record with a hole proves nothing */
    close(fd);
    errno = errnum;
}

static bool
is_inside(const char *path)
{
    size_t n = folder ? strlen(folder) : 0, all = strlen(path);

    return record && n > 0 && strncmp(path, folder, n) == 0 && (path[n] == '/' || !path[n])
        && !(all > 4 && strcmp(path + all - 4, "-shm") == 0);
}

/* The path behind an open file, whatever became of its name since. */
static bool
is_watched(int fd)
{
    char link[64], path[PATH_MAX + 1];

    if (!record || fd < 0)
        return false;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, PATH_MAX);

    if (n <= 0)
        return false;
    path[n] = '\0';
    char *gone = strstr(path, " (deleted)");

    if (gone)
        *gone = '\0';
    return is_inside(path);
}

static uint64_t
inode_of(int fd)
{
    struct stat is;

    return fstat(fd, &is) == 0 ? is.st_ino : 0;
}

static uint64_t
folder_of(const char *path)
{
    char        up[PATH_MAX + 1];
    struct stat is;
    char       *slash;

    snprintf(up, sizeof up, "%s", path);
    slash = strrchr(up, '/');
    if (slash)
        *slash = '\0';
    return stat(up, &is) == 0 ? is.st_ino : 0;
}

/* The path as it stands in DISK_FOLDER: absolute. */
static const char *
whole(const char *path, char out[PATH_MAX + 1])
{
    char here[PATH_MAX];

    if (path[0] == '/' || !getcwd(here, sizeof here))
        return path;
    return snprintf(out, PATH_MAX + 1, "%s/%s", here, path) > PATH_MAX ? path : out;
}

static void
note_name(enum disk_kind kind, uint64_t inode, const char *path)
{
    note(kind, inode, folder_of(path), path, strlen(path));
}

/* ---- names ---------------------------------------------------------------------------------- */

typedef int open_fn(const char *, int, ...);

static int
open_and_note(open_fn *real, const char *path, int flags, mode_t mode)
{
    char        room[PATH_MAX + 1];
    const char *at = whole(path, room);
    bool        made = (flags & O_CREAT) && is_inside(at) && access(at, F_OK) != 0;
    bool        cut = (flags & O_TRUNC) && is_inside(at) && !made;
    int         fd = real(path, flags, mode);

    if (fd >= 0 && made)
        note_name(DISK_MAKE, inode_of(fd), at);
    if (fd >= 0 && cut)
        note(DISK_SIZE, inode_of(fd), 0, NULL, 0);
    return fd;
}

int
open64(const char *path, int flags, ...)
{
    REAL("open64", open_fn);
    va_list more;

    va_start(more, flags);
    mode_t mode = (flags & O_CREAT) ? va_arg(more, mode_t) : 0;

    va_end(more);
    return open_and_note(real.f, path, flags, mode);
}

typedef FILE *fopen_fn(const char *, const char *);

FILE *
fopen64(const char *path, const char *mode)
{
    REAL("fopen64", fopen_fn);
    char        room[PATH_MAX + 1];
    const char *at = whole(path, room);

    if (mode[0] != 'r' && is_inside(at))
        abort();                /* the program writes none so; if it does, record it */
    return real.f(path, mode);
}

typedef int unlink_fn(const char *);
typedef int link_fn(const char *, const char *);

int
unlink(const char *path)
{
    REAL("unlink", unlink_fn);
    char        room[PATH_MAX + 1];
    const char *at = whole(path, room);
    int         rc = real.f(path);

    if (rc == 0 && is_inside(at))
        note_name(DISK_REMOVE, 0, at);
    return rc;
}

static void
note_link(const char *path)
{
    struct stat is;
    char        room[PATH_MAX + 1];
    const char *at = whole(path, room);

    if (is_inside(at) && stat(at, &is) == 0)
        note_name(DISK_LINK, is.st_ino, at);
}

int
link(const char *from, const char *to)
{
    REAL("link", link_fn);
    int rc = real.f(from, to);

    if (rc == 0)
        note_link(to);
    return rc;
}

int
rename(const char *from, const char *to)
{
    REAL("rename", link_fn);
    char        room[PATH_MAX + 1];
    const char *at = whole(from, room);
    int         rc = real.f(from, to);

    if (rc == 0)
        note_link(to);
    if (rc == 0 && is_inside(at))
        note_name(DISK_REMOVE, 0, at);
    return rc;
}

/* ---- contents ------------------------------------------------------------------------------- */

typedef ssize_t write_fn(int, const void *, size_t);
typedef ssize_t pwrite_fn(int, const void *, size_t, off_t);
typedef int     truncate_fn(int, off_t);
typedef int     sync_fn(int);

ssize_t
write(int fd, const void *p, size_t n)
{
    REAL("write", write_fn);
    bool    watched = is_watched(fd);
    off_t   at = watched ? lseek(fd, 0, SEEK_CUR) : 0;
    ssize_t done = real.f(fd, p, n);

    if (watched && done > 0)
        note(DISK_WRITE, inode_of(fd), (uint64_t)at, p, (size_t)done);
    return done;
}

static ssize_t
write_at(pwrite_fn *real, int fd, const void *p, size_t n, off_t at)
{
    ssize_t done = real(fd, p, n, at);

    if (done > 0 && is_watched(fd))
        note(DISK_WRITE, inode_of(fd), (uint64_t)at, p, (size_t)done);
    return done;
}

ssize_t
pwrite64(int fd, const void *p, size_t n, off64_t at)
{
    REAL("pwrite64", pwrite_fn);

    return write_at(real.f, fd, p, n, at);
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t at)
{
    REAL("pwrite", pwrite_fn);

    return write_at(real.f, fd, p, n, at);
}

static int
set_size(truncate_fn *real, int fd, off_t size)
{
    int rc = real(fd, size);

    if (rc == 0 && is_watched(fd))
        note(DISK_SIZE, inode_of(fd), (uint64_t)size, NULL, 0);
    return rc;
}

int
ftruncate64(int fd, off64_t size)
{
    REAL("ftruncate64", truncate_fn);

    return set_size(real.f, fd, size);
}

int
ftruncate(int fd, off_t size)
{
    REAL("ftruncate", truncate_fn);

    return set_size(real.f, fd, size);
}

static int
sync_and_note(sync_fn *real, int fd)
{
    bool watched = is_watched(fd);

    if (watched)
        note(DISK_BEGIN, inode_of(fd), 0, NULL, 0);
    int rc = real(fd);

    if (watched && rc == 0)
        note(DISK_SYNC, inode_of(fd), 0, NULL, 0);
    return rc;
}

int
fsync(int fd)
{
    REAL("fsync", sync_fn);

    return sync_and_note(real.f, fd);
}

int
fdatasync(int fd)
{
    REAL("fdatasync", sync_fn);

    return sync_and_note(real.f, fd);
}

/* ---- a database that is careless ------------------------------------------------------------- */

struct sqlite3;
typedef int exec_fn(struct sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *,
                    char **);

int sqlite3_exec(struct sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *,
                 char **);

/* As the program asks, and after that, if it asked for the level, the one of DISK_SYNC. */
int
sqlite3_exec(struct sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **),
             void *arg, char **said)
{
    REAL("sqlite3_exec", exec_fn);
    const char *level = getenv("DISK_SYNC");
    char        pragma[64];
    int         rc = real.f(db, sql, row, arg, said);

    if (rc == 0 && level && strstr(sql, "PRAGMA synchronous")) {
        snprintf(pragma, sizeof pragma, "PRAGMA synchronous = %.10s", level);
        rc = real.f(db, pragma, NULL, NULL, NULL);
    }
    return rc;
}
