/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * store.h — everything a slice may know about the database.
 *
 * WHAT   One interface over SQLite (WAL, foreign keys, STRICT, synchronous FULL) and PostgreSQL
 *        (libpq, prepared statements). Slices do not call it for rows: tool/sqlgen writes a typed C
 *        function for each named statement, and those functions call `store_*` below.
 * NOT    Queries built at run time: statements are a closed set (struct statement, generated).
 * READ   DIALECT.md what SQL both engines understand · sqlite.c · postgres.c · migrate.c
 */
#ifndef GUYUB_STORE_STORE_H
#define GUYUB_STORE_STORE_H

#include "base/err.h"
#include "cx.h"

struct store;                                       /* opaque: no field is public */

enum store_kind { STORE_SQLITE, STORE_POSTGRES };

struct store_options {
    int32_t busy_ms;         /* how long to wait for a lock; 0 means 5,000               */
    bool    create;          /* make the SQLite file if it is not there                  */
};

/* `url` is "sqlite:PATH" or "postgresql://…"; fails: store.url, store.absent, store.unreachable */
struct err     *store_open(struct arena *, struct store **, struct str url, struct store_options);
void            store_close(struct store *);        /* disconnects; the arena frees            */
enum store_kind store_kind(const struct store *);
struct str      store_name(const struct store *);   /* for people: the path, or the URI without its password */
void            store_reset(struct store *);        /* after a full arena: drops any open row or transaction */
struct err     *store_ping(struct cx *);            /* reconnects once to the writable node if it must       */

/*
 * A transaction is a function. `once` may run again after a serialization failure (five times at
 * most, with growing waits), so it touches nothing but the store and its own `arg`. An error rolls
 * back. Inside a transaction a nested call joins it.
 */
struct err *store_change(struct cx *, const char *name, struct err *(*once)(struct cx *, void *arg), void *arg);

/*
 * What several statements read is one moment: `once` sees a snapshot, and writing in it is refused.
 * A GET whose page must add up reads so. Inside a transaction it joins that one.
 */
struct err *store_read(struct cx *, const char *name, struct err *(*once)(struct cx *, void *arg), void *arg);

/* ---- migrations: forward only, under a lock, each in a transaction ---------------------------- */

struct migration {
    const char *slice;       /* "region"                                             */
    int32_t     number;      /* from 1, without gaps within the slice                */
    const char *title;
    const char *sqlite, *postgres;      /* the same text in two dialects, by sqlgen  */
    const char *digest;                 /* of the source text without blanks and comments: what store.edited compares */
};

/* Applies what is missing, in the order given; `applied` counts. Fails: store.newer (the database
 * knows migrations that this program does not), store.edited (an applied one has changed). */
struct err *store_migrate(struct cx *, const struct migration *const *list, size_t n, int64_t *applied);
/* Error store.behind if something is missing: a server does not start on an old schema. */
struct err *store_is_current(struct cx *, const struct migration *const *list, size_t n);

/* ---- what generated code calls ---------------------------------------------------------------- */

enum value_kind { VALUE_INT64, VALUE_TEXT, VALUE_BYTES, VALUE_BOOL };     /* id and time are int64 */

struct value {
    enum value_kind kind;
    bool            unknown;            /* SQL NULL                           */
    int64_t         n;                  /* VALUE_INT64; VALUE_BOOL: 0 or 1    */
    struct str      s;                  /* VALUE_TEXT, VALUE_BYTES            */
};

struct statement {
    const char            *name;        /* unique in the program: "region_by_code"      */
    const char            *sqlite;      /* :name kept                                    */
    const char            *postgres;    /* :name turned into $1, $2, …                   */
    const enum value_kind *param;       size_t n_params;     /* in $ order               */
    const enum value_kind *column;      size_t n_columns;
    bool                   writes;      /* as the engine says, not as the text looks     */
    int64_t                most;        /* rows; more is the error store.too_many        */
};

/* Called for each row; text and bytes die when it returns. Return an error to stop. */
typedef struct err *store_row(struct cx *, const struct value *column, void *arg);

struct err *store_each(struct cx *, const struct statement *, const struct value *param, store_row *, void *arg);
struct err *store_run (struct cx *, const struct statement *, const struct value *param, int64_t *n_changed);

/* Prepares every statement on the connected engine; the first that fails is the error. For tests and `guyub sql`. */
struct err *store_prepare_all(struct cx *, const struct statement *const *list, size_t n);

#endif
