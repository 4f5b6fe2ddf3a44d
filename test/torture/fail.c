/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fail.c — a disk that fails: preloaded under a program, it counts the calls that change files and
 * lets the n-th of them, and all later ones, fail as a full or a broken disk does.
 *
 * FAIL_AT      which call is the first to fail, from 1; 0 or absent: none, only count
 * FAIL_COUNT   a file into which the number of calls is written when the program ends
 *
 * Only regular files count: a message to a terminal or a pipe is not the disk's.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static long calls;

static bool
is_failing(int fd)
{
    struct stat st;

    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    const char *at = getenv("FAIL_AT");
    long first = at ? strtol(at, NULL, 10) : 0;

    calls++;
    return first > 0 && calls >= first;
}

/* The C library's own definition. Through a union, since ISO C has no such cast. */
#define REAL(name, type)                                            \
    union { void *p; type f; } real = { .p = dlsym(RTLD_NEXT, name) }

typedef ssize_t write_fn(int, const void *, size_t);
typedef ssize_t pwrite_fn(int, const void *, size_t, off_t);
typedef int     sync_fn(int);
typedef int     truncate_fn(int, off_t);

ssize_t
write(int fd, const void *p, size_t n)
{
    REAL("write", write_fn *);

    if (is_failing(fd)) {
        errno = ENOSPC;
        return -1;
    }
    return real.f(fd, p, n);
}

static ssize_t
pwrite_or_fail(int fd, const void *p, size_t n, off_t at)
{
    REAL("pwrite64", pwrite_fn *);

    if (is_failing(fd)) {
        errno = ENOSPC;
        return -1;
    }
    return real.f(fd, p, n, at);
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t at)
{
    return pwrite_or_fail(fd, p, n, at);
}

ssize_t
pwrite64(int fd, const void *p, size_t n, off64_t at)
{
    return pwrite_or_fail(fd, p, n, at);
}

static int
sync_or_fail(const char *name, int fd)
{
    REAL(name, sync_fn *);

    if (is_failing(fd)) {
        errno = EIO;
        return -1;
    }
    return real.f(fd);
}

int fsync(int fd)     { return sync_or_fail("fsync", fd); }
int fdatasync(int fd) { return sync_or_fail("fdatasync", fd); }

static int
truncate_or_fail(int fd, off_t size)
{
    REAL("ftruncate64", truncate_fn *);

    if (is_failing(fd)) {
        errno = EIO;
        return -1;
    }
    return real.f(fd, size);
}

int ftruncate(int fd, off_t size)     { return truncate_or_fail(fd, size); }
int ftruncate64(int fd, off64_t size) { return truncate_or_fail(fd, size); }

__attribute__((destructor)) static void
tell(void)
{
    const char *path = getenv("FAIL_COUNT");
    FILE       *f = path ? fopen(path, "w") : NULL;
    long        counted = calls;

    unsetenv("FAIL_AT");
    if (!f)
        return;
    fprintf(f, "%ld\n", counted);
    fclose(f);
}
