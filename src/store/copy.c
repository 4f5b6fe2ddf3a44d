/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/copy.h"

#include <assert.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/arena.h"
#include "store/engine.h"

struct err *
store_tables(struct cx *cx, struct store_tables *out)
{
    *out = (struct store_tables){ .row = NEWS(cx->arena, struct store_table, STORE_TABLES_MAX) };
    return cx->store->engine->tables(cx, out);
}

struct err *
err_tables_many(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_TOO_LARGE, .code = "copy.tables",
        .text = MSG("The database {0} has more tables than this program ever made.",
                    cx->store->name),
        .hint = MSG("Name a database of this program."),
    });
}

struct err *
store_copy(struct cx *cx, struct str path, const char *without, struct store_watch watch)
{
    assert(cx->store->kind == STORE_SQLITE && cx->store->unit == UNIT_READ);
    return sqlite_copy(cx, path, without, watch);
}

struct err *
store_outside(struct cx *cx, struct store_outside *out)
{
    assert(cx->store->kind == STORE_POSTGRES);
    return postgres_outside(cx, out);
}

struct err *
store_check(struct cx *cx, struct str *wrong)
{
    *wrong = (struct str){ NULL, 0 };
    return cx->store->engine->check(cx, wrong);
}

/* SQLite keeps a lock on these bytes of the file for as long as it has it open in WAL mode. */
bool
store_is_open_elsewhere(struct arena *a, struct str path, int64_t *pid)
{
    enum { FIRST = 0x40000000, BYTES = 512 };
    struct flock lock = {
        .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = FIRST, .l_len = BYTES,
    };
    int  fd = open(str_z(a, path), O_RDWR | O_CLOEXEC);
    bool is = fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;

    if (fd >= 0)
        close(fd);
    *pid = is ? lock.l_pid : 0;
    return is;
}
