/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "base/arena.h"
#include "store/sqlite.h"

enum { FULL = 2, WAL_MB_MANY = 256 };

static struct sqlite *
self(struct cx *cx)
{
    return cx->store->self;
}

/* What a pragma says now, as text; unknown: it cannot be asked. */
static struct str
pragma(struct cx *cx, const char *sql)
{
    sqlite3_stmt *p = NULL;
    struct str    is = { NULL, 0 };

    if (sqlite3_prepare_v2(self(cx)->db, sql, -1, &p, NULL) == SQLITE_OK
        && sqlite3_step(p) == SQLITE_ROW)
        is = str_copy(cx->arena, str_of((const char *)sqlite3_column_text(p, 0)));
    sqlite3_finalize(p);
    return is;
}

/* ---- whether writes stay --------------------------------------------------------------------- */

static void
look_at_sync(struct cx *cx, struct store_notes *notes)
{
    struct str mode = pragma(cx, "PRAGMA journal_mode"), sync = pragma(cx, "PRAGMA synchronous");

    if (!str_eq(mode, S("wal")))
        store_note(notes, STORE_BAD, "store.journal_mode",
                   MSG("SQLite does not use its write-ahead log, but \"{0}\".", mode),
                   MSG("Another program may hold the file; stop it, then start this one again."));
    if (!str_eq(sync, S("2")))
        store_note(notes, STORE_BAD, "store.synchronous",
                   MSG("SQLite does not wait for the disk (synchronous is {0}, not 2).", sync),
                   MSG("A loss of power would lose what was confirmed. Report this as a fault."));
    else
        store_note(notes, STORE_WELL, "store.synchronous",
                   MSG("Every confirmed change is on the disk (WAL, synchronous FULL)."), MSG_NONE);
}

/* From linux/magic.h: what a write-ahead log, whose index is shared memory, cannot be used on. */
static const struct { int64_t magic; const char *name; bool bad; } file_systems[] = {
    { 0x6969,     "NFS",  true  }, { 0x517B,     "SMB",    true  }, { 0xFF534D42, "CIFS",  true },
    { 0xFE534D42, "SMB2", true  }, { 0x01021997, "9P",     true  }, { 0x00C36400, "Ceph",  true },
    { 0x5346414F, "AFS",  true  }, { 0x73757245, "Coda",   true  }, { 0x01021994, "tmpfs", true },
    { 0x65735546, "FUSE", false },
};

static void
look_at_file_system(struct cx *cx, struct store_notes *notes)
{
    struct statfs is;

    if (statfs(self(cx)->path, &is) != 0)
        return;
    for (size_t i = 0; i < COUNT(file_systems); i++)
        if ((int64_t)is.f_type == file_systems[i].magic) {
            store_note(notes, file_systems[i].bad ? STORE_BAD : STORE_DOUBT, "store.file_system",
                       MSG("The database is on a file system on which SQLite is not safe: {0}.",
                           str_of(file_systems[i].name)),
                       MSG("Keep the file on a disk of this machine; for several machines use "
                           "PostgreSQL."));
            return;
        }
    store_note(notes, STORE_WELL, "store.file_system",
               MSG("The database is on a disk of this machine."), MSG_NONE);
}

struct err *
sqlite_durable(struct cx *cx, struct store_notes *notes)
{
    look_at_sync(cx, notes);
    look_at_file_system(cx, notes);
    return NULL;
}

/* ---- the rest -------------------------------------------------------------------------------- */

static void
look_at_pages(struct cx *cx, struct store_notes *notes)
{
    struct str is = pragma(cx, "PRAGMA quick_check(1)");

    if (str_eq(is, S("ok")))
        store_note(notes, STORE_WELL, "store.pages", MSG("All pages of the database are sound."),
                   MSG_NONE);
    else
        store_note(notes, STORE_BAD, "store.pages",
                   MSG("The database finds fault with its own pages: {0}",
                       str_is_known(is) ? is : str_copy(cx->arena,
                           str_of(sqlite3_errmsg(self(cx)->db)))),
                   MSG("Stop the server, keep a copy of the file, look at the disk, and restore "
                       "the last copy: guyub restore"));
}

/* Others of the machine may read it, or it is not the one's to whom the database belongs. */
static void
look_at_file(struct cx *cx, struct store_notes *notes, const char *suffix, uid_t owner)
{
    struct arena *a = cx->arena;
    struct str    path = str_fmt(a, "%s%s", self(cx)->path, suffix);
    struct stat   is;

    if (stat(str_z(a, path), &is) != 0)
        return;
    if (is.st_mode & (S_IRWXG | S_IRWXO))
        store_note(notes, STORE_BAD, "store.rights",
                   MSG("Others on this machine may use {0}.", path),
                   MSG("Close it with: chmod 600 {0}", path));
    if (is.st_uid != owner)
        store_note(notes, STORE_BAD, "store.owner",
                   MSG("{0} belongs to another user than the database.", path),
                   MSG("Stop the server and give it to the same user: chown --reference={0} {1}",
                       str_of(self(cx)->path), path));
}

static void
look_at_files(struct cx *cx, struct store_notes *notes)
{
    struct stat is;
    size_t      before = notes->n;

    if (stat(self(cx)->path, &is) != 0)
        return;
    look_at_file(cx, notes, "", is.st_uid);
    look_at_file(cx, notes, "-wal", is.st_uid);
    look_at_file(cx, notes, "-shm", is.st_uid);
    if (notes->n == before)
        store_note(notes, STORE_WELL, "store.rights",
                   MSG("Only its owner may use the database's files."), MSG_NONE);
}

static void
look_at_log(struct cx *cx, struct store_notes *notes)
{
    struct arena *a = cx->arena;
    struct stat   is;

    if (stat(str_z(a, str_fmt(a, "%s-wal", self(cx)->path)), &is) != 0)
        return;
    if (is.st_size >> 20 >= WAL_MB_MANY)
        store_note(notes, STORE_DOUBT, "store.log",
                   MSG("The log beside the database has grown to {0} MB.",
                       str_int(a, is.st_size >> 20)),
                   MSG("Something reads for very long: a copy, or a tool that holds the file. "
                       "Restart the server when that is done."));
}

struct err *
sqlite_examine(struct cx *cx, struct store_notes *notes)
{
    look_at_pages(cx, notes);
    look_at_files(cx, notes);
    look_at_log(cx, notes);
    return NULL;
}
