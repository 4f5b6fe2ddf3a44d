/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * store.h — everything a slice may know about the database.
 *
 * WHAT   One interface over SQLite (WAL, foreign keys, STRICT, synchronous FULL) and PostgreSQL
 *        (libpq, prepared statements). Slices do not call it for rows: tool/sqlgen writes a typed
 *        C function for each named statement, and those functions call `store_*` below.
 * NOT    Queries built at run time: statements are a closed set (struct statement, generated).
 * READ   DIALECT.md what SQL both engines understand · store.c units of work · sqlite.c ·
 *        postgres.c · migrate.c · value.h for generated code
 *
 * A process that forks opens its own store in each child. A statement that fails inside a change
 * dooms it: what follows gives the same error, on both engines. Besides the errors named below,
 * any call may fail with store.busy (locked too long), store.lost (the connection died inside a
 * unit of work: nothing was changed), store.unsure (it, or the disk, died while a change was
 * confirmed: nobody knows), store.unreachable, store.full, store.damaged or store.broken, and one
 * that writes with the rule that it broke: store.unique, store.foreign_key, store.check,
 * store.not_null.
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
    int32_t cache_kb;        /* pages that SQLite keeps at most; 0 means 16,000          */
};

/*
 * `url` is "sqlite:PATH" or "postgresql://…" (several hosts: the one that takes writes). Fails:
 * store.url, store.absent, store.folder, store.directory, store.not_database, store.permission,
 * store.unreachable.
 */
struct err     *store_open(struct arena *, struct store **, struct str url, struct store_options);
void            store_close(struct store *);        /* disconnects; the arena frees; NULL is fine */
enum store_kind store_kind(const struct store *);

/* For people: the path, or the URI without its password. */
struct str      store_name(const struct store *);

/* After a jump out of a full arena: lets go of open rows, rolls back. */
void            store_reset(struct store *);

/* Tells PostgreSQL's planner how full the tables are; after a load, since it guesses badly without.
 * SQLite is left alone: given statistics, it reads whole tables to filter a few rows of a join. */
struct err     *store_analyze(struct cx *);

/*
 * After rows of `table` were deleted: their bytes go out of the database's files too. SQLite has
 * overwritten them by then and empties its log, unless a reader is in it: then `done` is false,
 * and it is asked again. PostgreSQL writes the table anew while nobody else may use it, so the
 * table had better be small; the server's own log holds the bytes until its files are used again,
 * and copies of that log and backups hold them for as long as the operator keeps them (ADR 0011).
 * Outside of units of work; `table` is a literal of the program.
 */
struct err     *store_scrub(struct cx *, const char *table, bool *done);

/* Asks the database for a sign of life; reconnects once, to the node that takes writes. */
struct err     *store_ping(struct cx *);

/*
 * What the data is now, as a text to compare with an earlier one of the same store: the same text,
 * and nothing was committed in between, by whomever. Another text may come without a change. Asked
 * outside of units of work; one round trip on PostgreSQL. What is kept from one moment to another
 * is worth as much as this promise (ADR 0009).
 */
struct err     *store_version(struct cx *, struct str *version);

/*
 * A transaction is a function. `once` may run again after a serialization failure (five times at
 * most, with growing waits), so it touches nothing but the store and its own `arg`. An error rolls
 * back. Inside a transaction a nested call joins it, and its error is the outer one's too. On
 * PostgreSQL a statement whose result nobody asks for (store_run without n_changed) is queued, and
 * its error comes with a later statement or the commit: a load need not wait for every row.
 * Fails: what `once` gives, store.conflict (in vain), store.read_only.
 */
struct err *store_change(struct cx *, const char *name,
                         struct err *(*once)(struct cx *, void *arg), void *arg);

/*
 * What several statements read is one moment: `once` sees a snapshot, and writing in it is
 * refused. A GET whose page must add up reads so. Inside a transaction it joins that one.
 */
struct err *store_read(struct cx *, const char *name,
                       struct err *(*once)(struct cx *, void *arg), void *arg);

/* ---- migrations: forward only, under a lock, each in a transaction --------------------------- */

struct migration {
    const char *slice;       /* "region"                                             */
    int32_t     number;      /* from 1, without gaps within the slice                */
    const char *title;
    const char *sqlite, *postgres;      /* the same text in two dialects, by sqlgen  */
    const char *digest;      /* of the source without blanks and comments; for store.edited */
};

/* Applies what is missing, in the order given; `applied` counts. Fails: store.newer (the database
 * knows migrations that this program does not), store.edited (an applied one has changed). */
struct err *store_migrate(struct cx *, const struct migration *const *list, size_t n,
                          int64_t *applied);
/* Error store.behind if something is missing: a server does not start on an old schema. */
struct err *store_is_current(struct cx *, const struct migration *const *list, size_t n);

/* ---- what generated code calls --------------------------------------------------------------- */

enum value_kind { VALUE_INT64, VALUE_TEXT, VALUE_BYTES, VALUE_BOOL };    /* id and time are int64 */

struct value {
    enum value_kind kind;
    bool            unknown;            /* SQL NULL                           */
    int64_t         n;                  /* VALUE_INT64; VALUE_BOOL: 0 or 1    */
    struct str      s;                  /* VALUE_TEXT, VALUE_BYTES            */
};

/* Statements live as long as the program: they are known by their address. */
struct statement {
    const char            *name;        /* unique in the program: "region_by_code"      */
    const char            *sqlite;      /* :name kept                                    */
    const char            *postgres;    /* :name turned into $1, $2, …                   */
    const enum value_kind *param;       size_t n_params;     /* in $ order               */
    const enum value_kind *column;      size_t n_columns;
    bool                   writes;      /* as the engine says, not as the text looks     */
    int64_t                most;        /* rows; more is store.too_many; 0: no ceiling   */
};

/* Called for each row; text and bytes die when it returns. Return an error to stop. */
typedef struct err *store_row(struct cx *, const struct value *column, void *arg);

/* `n_changed` may be NULL. Fails: store.too_many, store.read_only, store.text (a NUL in a text). */
struct err *store_each(struct cx *, const struct statement *, const struct value *param,
                       store_row *, void *arg);
struct err *store_run(struct cx *, const struct statement *, const struct value *param,
                      int64_t *n_changed);

/* Prepares every statement on the connected engine and compares its types; the first that fails
 * is the error. For tests and `guyub sql`. */
struct err *store_prepare_all(struct cx *, const struct statement *const *list, size_t n);

#endif
