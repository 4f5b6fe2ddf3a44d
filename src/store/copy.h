/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * copy.h — the whole database as a file, and what is in it: for backups, restoring and their drill.
 *
 * WHAT   What a table holds, which steps were applied, a copy of one moment while others write, and
 *        whether a database hangs together. All but the checks are asked inside store_read, so that
 *        they tell of the same moment.
 * NOT    Folders, names, keys, what is kept for how long: app/care/backup.h.
 * READ   copy.c · sqlite_copy.c (SQLite's backup, page by page) · postgres_copy.c (for pg_dump)
 */
#ifndef GUYUB_STORE_COPY_H
#define GUYUB_STORE_COPY_H

#include "store/store.h"

struct store_table  { struct str name; int64_t n_rows; };
struct store_tables { struct store_table *row; size_t n; };
enum { STORE_TABLES_MAX = 500 };

/* Every table of the program, in byte order; counts every row. */
struct err *store_tables(struct cx *, struct store_tables *);

struct store_step  { struct str slice, digest; int64_t number; };
struct store_steps { struct store_step *row; size_t n; };

/* The migrations that were applied, by slice and number; none in an empty database. */
struct err *store_steps(struct cx *, struct store_steps *);

/* Told between two parts of long work, with how much is done of all (0: not known); an error ends
 * the work and is its error. */
struct store_watch {
    struct err *(*step)(struct cx *, void *arg, int64_t done, int64_t all);
    void         *arg;
};

/*
 * SQLite only: makes the file `path`, which must not be there, from the present moment, without the
 * rows of `without` (NULL: with all), whose bytes are nowhere in it. Writers go on meanwhile.
 * Beside it stands `path`.all until it is done; who finds one that was left destroys it. Nothing is
 * synced. Fails: copy.file, and what watch.step gives.
 */
struct err *store_copy(struct cx *, struct str path, const char *without, struct store_watch);

/* PostgreSQL only: how another program reaches what this connection reaches, and its moment. */
struct store_outside {
    struct str conninfo;            /* without the password: it may stand in a command line       */
    struct str password;            /* unknown: none                                              */
    struct str snapshot;            /* for pg_dump --snapshot; unknown outside of store_read      */
};
struct err *store_outside(struct cx *, struct store_outside *);

/* Whether the engine finds fault with its own pages and references; unknown: it does not. */
struct err *store_check(struct cx *, struct str *wrong);

/* Whether a process has the SQLite file open; `pid` is one of them. Not to be asked by a process
 * that has it open itself: POSIX would take its locks away. */
bool        store_is_open_elsewhere(struct arena *, struct str path, int64_t *pid);

#endif
