/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * engine.h — between store.c and the two engines; nobody else includes it.
 *
 * store.c decides (who may write, what is one unit of work, when to try again); an engine only
 * does, and says what went wrong in the product's words. A unit of work is NONE between
 * transactions; every statement that writes runs inside one.
 */
#ifndef GUYUB_STORE_ENGINE_H
#define GUYUB_STORE_ENGINE_H

#include "store/copy.h"
#include "store/health.h"
#include "store/store.h"

enum unit {
    UNIT_NONE,
    UNIT_CHANGE,            /* serializable, the writer's lock at once on SQLite       */
    UNIT_READ,              /* one snapshot, nothing is written                        */
    UNIT_MIGRATE,           /* like a change, under the lock that migrations wait for  */
};

/* What a call of a statement brings, and what it wants back. */
struct ask {
    const struct value *param;
    store_row          *row;            /* NULL: the rows, if any, are not looked at */
    void               *arg;
    int64_t            *n_changed;      /* NULL: not asked for                       */
};

struct engine {
    void        (*close)(struct store *);
    struct err *(*guard)(struct cx *, bool read_only);      /* the engine's own refusal of writes */
    struct err *(*begin)(struct cx *, enum unit);           /* reconnects once if it must         */
    struct err *(*commit)(struct cx *);
    void        (*rollback)(struct store *);                /* safe when there is nothing to undo */
    struct err *(*run)(struct cx *, const struct statement *, const struct ask *);
    struct err *(*script)(struct cx *, const char *sql);    /* several statements, for migrations */
    struct err *(*prepare)(struct cx *, const struct statement *);
    struct err *(*ping)(struct cx *);
    void        (*reset)(struct store *);                   /* lets go of rows left open          */
    struct err *(*version)(struct cx *, struct str *out);   /* moves when others have committed   */
    struct err *(*scrub)(struct cx *, const char *table, bool *done);
    struct err *(*tables)(struct cx *, struct store_tables *);
    struct err *(*check)(struct cx *, struct str *wrong);
    struct err *(*durable)(struct cx *, struct store_notes *);
    struct err *(*examine)(struct cx *, struct store_notes *);
};

struct store {
    const struct engine *engine;
    enum store_kind      kind;
    struct str           name;          /* for people                                         */
    int32_t              busy_ms, cache_kb;
    enum unit            unit;
    bool                 guarded;       /* the engine refuses writes now                       */
    uint64_t             turns;         /* our units that could write, and new connections     */
    struct err          *doomed;        /* the error that ends this unit, whatever follows     */
    void                *self;          /* struct sqlite or struct postgres                    */
};

struct err *sqlite_open(struct arena *, struct store *, struct str path, struct store_options);
struct err *postgres_open(struct arena *, struct store *, struct str uri, struct store_options);

/* For copy.c, where they are one engine's alone. */
struct err *sqlite_copy(struct cx *, struct str path, const char *without, struct store_watch);
struct err *postgres_outside(struct cx *, struct store_outside *);

/* health.c: adds a line. */
void store_note(struct store_notes *, enum store_health, const char *code, struct msg is,
                struct msg hint);

/* Like store_change, under the lock of migrations; for migrate.c. */
struct err *store_migrating(struct cx *, const char *name,
                            struct err *(*once)(struct cx *, void *), void *arg);

enum { VALUES_MAX = 64 };               /* parameters, or columns, of a statement */

/* ---- prepared statements of one connection -------------------------------------------------- */

enum { CACHE_MAX = 4096 };              /* a power of two, well above the product's statements */

struct cache { const struct statement *key[CACHE_MAX]; void *value[CACHE_MAX]; size_t n; };

/* The place of `st`: its value, or NULL to be filled. */
void **cache_at(struct cache *, const struct statement *st);
void   cache_clear(struct cache *);     /* forgets; the values are the engine's to close */

/* ---- errors --------------------------------------------------------------------------------- */

/* "store.conflict": the unit may be tried again. */
bool        err_is_conflict(const struct err *);
/* A column that came otherwise than the statement says. */
struct err *err_column(struct cx *, const struct statement *, size_t column, struct str is);
/* A failure that has no words of its own: `said` is the engine's. */
struct err *err_engine(struct arena *, struct str store, struct str said);
/* "store.unsure": it failed with `what` while a change was confirmed, and nobody knows. */
struct err *err_unsure(struct arena *, struct msg what);
/* A statement that writes where only reading is allowed: our own fault. */
struct err *err_read_only(struct arena *, struct str what);
/* A rule of the tables was broken: code "store.unique", "store.foreign_key", … */
struct err *err_rule(struct arena *, const char *code, struct str said);
/* More tables than STORE_TABLES_MAX (store/copy.h). */
struct err *err_tables_many(struct cx *);

#endif
