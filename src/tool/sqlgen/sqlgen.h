/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sqlgen.h — how the parts of tool/sqlgen know each other.
 *
 * WHAT   A slice's .sql file becomes typed C (ADR 0002): its tables give the ids, its named
 *        statements give row structs and functions. Every type comes from the schema; what the
 *        schema cannot say is said in a `-- types:` line; what nobody says stops the build.
 * NOT    A parser of SQL. SQLite is the parser: the tables are made in two databases in memory and
 *        every statement is prepared there; sqlgen only reads tokens.
 * READ   sqlgen_lex.c tokens · sqlgen_read.c sections · sqlgen_schema.c tables, owners ·
 *        sqlgen_dialect.c the two dialects · sqlgen_scope.c who reaches what ·
 *        sqlgen_check.c types · sqlgen_emit.c the C text
 */
#ifndef GUYUB_TOOL_SQLGEN_SQLGEN_H
#define GUYUB_TOOL_SQLGEN_SQLGEN_H

#include <sqlite3.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

enum {
    FILES_MAX      = 64,        /* slices                                   */
    OBJECTS_MAX    = 1000,      /* tables and views of all slices           */
    MIGRATIONS_MAX = 200,       /* of one slice                             */
    QUERIES_MAX    = 500,       /* statements of one slice                  */
    SLOTS_MAX      = 64,        /* parameters, or columns, of one statement */
    PLAIN_PARAMS   = 4,         /* more of them become a struct             */
    TEXT_MAX       = 8 << 20,   /* bytes of one generated file              */
};

/* ---- the text ------------------------------------------------------------------------------- */

enum token_kind { TOKEN_END, TOKEN_WORD, TOKEN_STRING, TOKEN_NUMBER, TOKEN_PARAM, TOKEN_MARK };

/* What a word is beyond its letters; set by dialect_mark. */
enum token_role { ROLE_PLAIN, ROLE_TYPE, ROLE_IDENTITY, ROLE_TABLE_END };

struct token {
    enum token_kind kind;
    enum token_role role;
    struct str      text;       /* as written; of a parameter without the colon      */
    struct str      column;     /* ROLE_TYPE of a table's column: the column's name  */
    size_t          at, end;    /* bytes from the start of the file                  */
};

struct tokens { struct token *v; size_t n; };       /* v[n] is TOKEN_END */

/* ---- types ---------------------------------------------------------------------------------- */

/* A `scope` is a text in everything but this: its table is scoped (sqlgen_scope.c). */
enum own {
    OWN_NONE, OWN_ID, OWN_INT64, OWN_TEXT, OWN_BYTES, OWN_BOOL, OWN_TIME, OWN_SCOPE, OWNS_N
};

struct type {
    enum own   own;
    bool       maybe;           /* may be unknown (NULL)          */
    struct str table;           /* OWN_ID: whose                  */
};

/*
 * A parameter, a column, or a word of `-- types:`. The note is the comment on the column's line;
 * `from` the C expression of a parameter that the caller does not give by itself: "reach.low".
 */
struct slot { struct str name, note, from; struct type type; size_t at; };

struct slots { struct slot v[SLOTS_MAX]; size_t n; };

/* ---- what a file says ----------------------------------------------------------------------- */

enum query_kind { KIND_ONE, KIND_MANY, KIND_EACH, KIND_RUN, KIND_NEW };

struct query {
    struct str      name, row, doc;     /* doc: the comment lines under the name; may be unknown */
    enum query_kind kind;
    int64_t         most;               /* rows; 0 means no ceiling              */
    size_t          at;                 /* of the name                           */
    struct tokens   sql;
    struct str      unscoped;           /* the reason of `-- unscoped:`          */
    size_t          unscoped_at;
    struct slots   *types, *params, *columns;
    struct slots   *given;              /* the parameters without `from`         */
    bool            writes;
    bool            reach;              /* its function takes a struct reach     */
    struct str      sqlite, postgres;
};

struct change {                         /* a migration */
    int64_t       number;
    struct str    title;
    size_t        at;
    struct tokens sql;
    struct str    sqlite, postgres, digest;
};

struct file {
    struct str path, text;              /* path: as given, for messages                     */
    struct str slice, dir;              /* "region", "ground/region"                        */
    struct change change[MIGRATIONS_MAX];
    size_t        n_changes;
};

/* A table or view, its owner, and the statement that made it. */
struct object { struct str name; size_t file; struct tokens sql; };

/* What SQLite's authorizer saw while a statement was prepared. */
struct touch { struct str name, view; bool writes; };
struct touched { struct touch v[SLOTS_MAX * 4]; size_t n; };

struct gen {
    struct arena  *arena;
    struct file   *file[FILES_MAX];     /* the last is the one to generate for           */
    size_t         n_files, n_objects, n_queries;
    struct object  object[OBJECTS_MAX];
    struct query  *query[QUERIES_MAX];
    sqlite3       *shape;               /* tables with our own type names: to ask        */
    sqlite3       *real;                /* tables as SQLite will have them, STRICT       */
    struct touched touched;
    bool           watching;
    struct str     fault;               /* "FILE:LINE:COLUMN: what; what to do"          */
};

/* Every function below that returns bool returns false after gen_fault. */

/* Words the fault for the byte `at` of the current file. Always false. */
bool gen_fault(struct gen *, size_t at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
struct file *gen_file(const struct gen *);                      /* the current one */

/* sqlgen_lex.c */
bool lex(struct gen *, size_t from, size_t to, struct tokens *out);
bool token_is(const struct token *, const char *word);          /* letters in any case; marks too */
bool name_is_plain(struct str);                                 /* a lower-case C and SQL name    */
size_t line_of(struct str text, size_t at);                     /* from 1 */

/* sqlgen_read.c */
bool read_file(struct gen *);                                   /* migrations of the current file */
bool read_queries(struct gen *);                                /* its named statements           */
bool read_type(struct gen *, struct str word, size_t at, struct type *);
enum own own_of(struct str word);

/* sqlgen_dialect.c */
/* Finds the types; refuses what one engine lacks or means otherwise. */
bool dialect_mark(struct gen *, struct tokens *statement);
struct str dialect_sqlite(struct gen *, const struct tokens *, const char *tail);
struct str dialect_postgres(struct gen *, const struct tokens *, const struct slots *params,
                            const char *tail);
bool dialect_name(struct gen *, const char *what, struct str name, size_t at);   /* not reserved */
/* The next statement of several, without its semicolon; false at the end. */
bool tokens_next(const struct tokens *, size_t *from, struct tokens *statement);

/* sqlgen_schema.c */
bool schema_open(struct gen *);
void schema_close(struct gen *);
bool schema_load(struct gen *);                                 /* the current file's migrations */
bool schema_prepare(struct gen *, size_t from, struct str sql, sqlite3_stmt **);
bool schema_column(struct gen *, struct str table, struct str column, struct type *);
struct str schema_note(struct gen *, struct str table, struct str column);   /* may be unknown */
/* Whether the statement prepared last touches only what this slice may. */
bool schema_check_touched(struct gen *, const struct tokens *);
const struct object *schema_object(const struct gen *, struct str name);    /* NULL: no such */
const struct file *schema_owner(const struct gen *, struct str name);
bool object_is_view(const struct object *);
/* The table and column from which a table's or view's column comes; false for an expression. */
bool schema_origin(struct gen *, struct str *table, struct str *column);
bool schema_is_scope(struct gen *, struct str table, struct str column);
/* The column of `name`, a table or view, that is a scope column of `table`; unknown: none. */
struct str schema_scope_of(struct gen *, struct str name, struct str table);

/* sqlgen_scope.c */
/* reach(t.region, t.org) in n tokens; `alias` and `org` may be unknown. */
struct reach_call { struct str alias, region, org; size_t n; };
bool is_reach(const struct tokens *, size_t i);
/* False if its arguments are something else. */
bool reach_at(const struct tokens *, size_t i, struct reach_call *);
bool scope_refuse(struct gen *, const struct tokens *);         /* for migrations */
/* Whether the statement prepared last uses scoped tables within a reach alone. */
bool scope_check(struct gen *, struct query *);

/* sqlgen_check.c */
bool check_queries(struct gen *);

/* sqlgen_emit.c */
struct emitted { struct buf row, head, body; };
struct emitted emit(struct gen *);

/* sqlgen_run.c */
struct source { struct str path, text, slice, dir; };
/* The whole tool without files: the last source is the one to generate for. */
bool sqlgen(struct gen *, const struct source *, size_t n, struct emitted *);

#endif
