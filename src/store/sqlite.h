/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sqlite.h — between sqlite.c and sqlite_open.c. */
#ifndef GUYUB_STORE_SQLITE_H
#define GUYUB_STORE_SQLITE_H

#include <sqlite3.h>
#include <sys/types.h>

#include "store/engine.h"

struct sqlite {
    sqlite3     *db;
    const char  *path;
    ino_t        inode;         /* of the file that was opened; see sqlite_ping */
    dev_t        device;
    struct cache cache;         /* values are sqlite3_stmt *                    */
};

extern const struct engine sqlite_engine;

/* sqlite_health.c */
struct err *sqlite_durable(struct cx *, struct store_notes *);
struct err *sqlite_examine(struct cx *, struct store_notes *);

/* sqlite_copy.c */
struct err *sqlite_tables(struct cx *, struct store_tables *);
struct err *sqlite_check(struct cx *, struct str *wrong);

struct err *sqlite_err(struct arena *, struct store *);         /* the last failure, in our words */
struct err *sqlite_err_absent(struct arena *, const struct store *);
struct err *sqlite_err_damaged(struct arena *, const struct store *, struct str said);

#endif
