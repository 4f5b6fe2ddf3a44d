/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* unit_file.c — files and folders of a test, which end with its arena. */
#include <assert.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit.h"

static void
end_file(void *fd)
{
    close(*(const int *)fd);
}

int
unit_file(struct str bytes)
{
    int   *fd = NEW(unit_arena(), int);
    void **owned = arena_owns(unit_arena(), end_file);

    *fd = memfd_create("unit", MFD_CLOEXEC);
    *owned = fd;
    assert(*fd >= 0 && write(*fd, bytes.p, bytes.n) == (ssize_t)bytes.n);
    return *fd;
}

static int
remove_one(const char *path, const struct stat *is, int type, struct FTW *where)
{
    (void)is, (void)type, (void)where;
    return remove(path);
}

void
unit_remove(const char *folder)
{
    if (nftw(folder, remove_one, 4, FTW_DEPTH | FTW_PHYS) != 0)
        perror(folder);
}

static void
end_folder(void *folder)
{
    unit_remove(folder);
}

const char *
unit_folder(void)
{
    static const char name[] = "/tmp/guyub-unit.XXXXXX";
    char             *folder = NEWS(unit_arena(), char, sizeof name);
    void            **owned = arena_owns(unit_arena(), end_folder);

    memcpy(folder, name, sizeof name);
    *owned = mkdtemp(folder);
    assert(*owned);
    return folder;
}
