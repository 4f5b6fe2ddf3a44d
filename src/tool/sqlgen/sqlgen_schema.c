/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sqlgen_schema.c — the tables of the slices so far, and whose they are.
 *
 * Two databases in memory hold the same tables. `shape` has them as written, with our own type
 * names, so that SQLite can be asked for the type of any column, through views and sub-selects;
 * `real` has them as the product will, STRICT. Renames and drops in later migrations need no book
 * of our own: SQLite keeps it.
 */
#include "tool/sqlgen/sqlgen.h"

#include <assert.h>
#include <string.h>

enum { REFERENCES_MAX = 8 };        /* ids that are ids of another table, in a row */

/* ---- what a statement touches --------------------------------------------------------------- */

static void
touch(struct gen *g, const char *name, const char *view, bool writes)
{
    struct touched *seen = &g->touched;

    for (size_t i = 0; i < seen->n; i++) {
        struct touch *t = &seen->v[i];

        if (str_eq(t->name, str_of(name)) && str_eq(t->view, str_of(view)) && t->writes == writes)
            return;
    }
    if (seen->n < COUNT(seen->v))
        seen->v[seen->n++] = (struct touch){
            .name = str_copy(g->arena, str_of(name)),
            .view = view ? str_copy(g->arena, str_of(view)) : str_of(NULL),
            .writes = writes,
        };
}

static int
watch(void *arg, int action, const char *a, const char *b, const char *db, const char *view)
{
    struct gen *g = arg;

    (void)db;
    if (!g->watching)
        return SQLITE_OK;
    switch (action) {
    case SQLITE_READ:
        touch(g, a, view, false);
        break;
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
    case SQLITE_DROP_TABLE:
    case SQLITE_DROP_VIEW:
        touch(g, a, view, true);
        break;
    case SQLITE_ALTER_TABLE:
        touch(g, b, view, true);
        break;
    default:
        break;
    }
    return SQLITE_OK;
}

const struct object *
schema_object(const struct gen *g, struct str name)
{
    for (size_t i = 0; i < g->n_objects; i++)
        if (str_eq(g->object[i].name, name))
            return &g->object[i];
    return NULL;
}

const struct file *
schema_owner(const struct gen *g, struct str name)
{
    const struct object *o = schema_object(g, name);

    return o ? g->file[o->file] : NULL;
}

/* Where `name` stands in the statement, for the fault's place. */
static size_t
place_of(const struct tokens *s, struct str name)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->v[i].kind == TOKEN_WORD && str_eq(s->v[i].text, name))
            return s->v[i].at;
    return s->v[0].at;
}

bool
schema_check_touched(struct gen *g, const struct tokens *s)
{
    for (size_t i = 0; i < g->touched.n; i++) {
        const struct touch *t = &g->touched.v[i];
        const struct file  *owner = schema_owner(g, t->name);
        const struct file  *through = t->view.p ? schema_owner(g, t->view) : NULL;

        if (!owner || owner == gen_file(g) || (through && through != gen_file(g)))
            continue;
        if (t->writes)
            return gen_fault(g, place_of(s, t->name), "%.*s is written by the slice %.*s alone; "
                             "call a verb of %.*s.h", TEXT(t->name), TEXT(owner->slice),
                             TEXT(owner->slice));
        if (!str_ends(t->name, S("_pub")))
            return gen_fault(g, place_of(s, t->name), "%.*s belongs to the slice %.*s; "
                             "read %.*s_pub", TEXT(t->name), TEXT(owner->slice),
                             TEXT(owner->slice));
    }
    return true;
}

/* ---- faults in SQLite's words, in ours ------------------------------------------------------ */

/* How many letters `a` and `b` are apart: added, left out, exchanged. A beginning counts as one. */
static size_t
distance(struct str a, struct str b)
{
    size_t row[64];

    if (str_starts(b, a))
        return b.n > a.n;
    if (a.n >= COUNT(row) || b.n >= COUNT(row))
        return SIZE_MAX;
    for (size_t j = 0; j <= b.n; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t least = diagonal + (a.p[i - 1] != b.p[j - 1]);

            diagonal = row[j];
            least = least < row[j] + 1 ? least : row[j] + 1;
            row[j] = least < row[j - 1] + 1 ? least : row[j - 1] + 1;
        }
    }
    return row[b.n];
}

/* The name most like `name` of those that `sql` lists; unknown if none is like it. */
static struct str
like_it(struct gen *g, struct str name, const char *sql)
{
    sqlite3_stmt *st;
    struct str    found = { 0 };
    size_t        least = 3;

    if (sqlite3_prepare_v2(g->shape, sql, -1, &st, NULL) != SQLITE_OK)
        return found;
    while (sqlite3_step(st) == SQLITE_ROW) {
        struct str other = str_of((const char *)sqlite3_column_text(st, 0));
        size_t     apart = distance(name, other);

        if (apart > 0 && apart < least && apart < name.n) {
            least = apart;
            found = str_copy(g->arena, other);
        }
    }
    sqlite3_finalize(st);
    return found;
}

static bool
fault_no_such(struct gen *g, size_t at, const char *what, struct str name, const char *names)
{
    struct str text = gen_file(g)->text;
    struct str head, bare;
    size_t     skip;

    if (!str_cut(name, '.', &head, &bare))
        bare = name;
    /* SQLite does not say where a table stands. */
    if (!str_starts(str_part(text, at, text.n), name)
        && str_find(str_part(text, at, text.n), name, &skip))
        at += skip;
    if (at > 0 && text.p[at - 1] == '"')
        return gen_fault(g, at - 1, "\"%.*s\" in double quotes is a name; "
                         "put a text in single quotes", TEXT(name));
    struct str like = like_it(g, bare, names);

    if (like.p)
        return gen_fault(g, at, "no %s \"%.*s\"; did you mean \"%.*s\"?",
                         what, TEXT(name), TEXT(like));
    return gen_fault(g, at, "no %s \"%.*s\"; check it against the migrations", what, TEXT(name));
}

/* What SQLite just refused, said of the byte `at`. */
static bool
fault_at(struct gen *g, sqlite3 *db, size_t at)
{
    struct str text = str_copy(g->arena, str_of(sqlite3_errmsg(db)));
    struct str column = S("no such column: "), table = S("no such table: ");

    if (str_starts(text, column))
        return fault_no_such(g, at, "column", str_part(text, column.n, text.n),
            "SELECT DISTINCT c.name FROM sqlite_schema s, pragma_table_info(s.name) c "
            "WHERE s.type = 'table' ORDER BY 1");
    if (str_starts(text, table))
        return fault_no_such(g, at, "table", str_part(text, table.n, text.n),
            "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY 1");
    return gen_fault(g, at, "SQLite says: %.*s; correct the statement", TEXT(text));
}

/* The same for a text that begins at `from`, in which SQLite knows the place. */
static bool
fault_of(struct gen *g, sqlite3 *db, size_t from)
{
    int offset = sqlite3_error_offset(db);

    return fault_at(g, db, from + (offset > 0 ? (size_t)offset : 0));
}

bool
schema_prepare(struct gen *g, size_t from, struct str sql, sqlite3_stmt **st)
{
    g->touched.n = 0;
    g->watching = true;
    int rc = sqlite3_prepare_v2(g->shape, sql.p, (int)sql.n, st, NULL);

    g->watching = false;
    return rc == SQLITE_OK || fault_of(g, g->shape, from);
}

/* ---- loading -------------------------------------------------------------------------------- */

/* There only so that SQLite knows the name: statements are prepared here and never run. */
static void
reach(sqlite3_context *result, int n, sqlite3_value **of)
{
    (void)n, (void)of;
    sqlite3_result_null(result);
}

bool
schema_open(struct gen *g)
{
    int rc = sqlite3_open(":memory:", &g->shape) | sqlite3_open(":memory:", &g->real);

    assert(rc == SQLITE_OK);
    sqlite3 *const db[] = { g->shape, g->real };

    for (size_t i = 0; i < COUNT(db); i++) {
        sqlite3_db_config(db[i], SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
        sqlite3_db_config(db[i], SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    }
    sqlite3_set_authorizer(g->shape, watch, g);
    rc |= sqlite3_create_function(g->shape, "reach", -1, SQLITE_UTF8, NULL, reach, NULL, NULL);
    assert(rc == SQLITE_OK);
    return rc == SQLITE_OK;
}

void
schema_close(struct gen *g)
{
    sqlite3_close(g->shape);
    sqlite3_close(g->real);
}

/* Runs one statement of a migration on the tables as written. */
static bool
run_shape(struct gen *g, const struct tokens *s)
{
    size_t        from = s->v[0].at;
    struct str    sql = str_part(gen_file(g)->text, from, s->v[s->n - 1].end - from);
    sqlite3_stmt *st;

    if (!schema_prepare(g, from, sql, &st))
        return false;
    if (!schema_check_touched(g, s)) {
        sqlite3_finalize(st);
        return false;
    }
    while (sqlite3_step(st) == SQLITE_ROW)
        ;
    return sqlite3_finalize(st) == SQLITE_OK || fault_of(g, g->shape, from);
}

static bool
may_migrate(struct gen *g, const struct token *first)
{
    static const char *const verb[] = { "CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE" };

    for (size_t i = 0; i < COUNT(verb); i++)
        if (token_is(first, verb[i]))
            return true;
    return gen_fault(g, first->at, "%.*s has no place in a migration; "
                     "use CREATE, ALTER, DROP, INSERT, UPDATE or DELETE", TEXT(first->text));
}

/* Marks, tries and translates one statement of a migration. */
static bool
load_statement(struct gen *g, struct tokens *s, struct buf *sqlite, struct buf *postgres)
{
    if (!may_migrate(g, &s->v[0]) || !scope_refuse(g, s) || !dialect_mark(g, s)
        || !run_shape(g, s))
        return false;
    struct str real = dialect_sqlite(g, s, ";");

    if (sqlite3_exec(g->real, str_z(g->arena, real), NULL, NULL, NULL) != SQLITE_OK)
        return fault_of(g, g->real, s->v[0].at);
    struct str gap = sqlite->n ? S("\n\n") : S("");

    buf_add(sqlite, gap);
    buf_add(sqlite, real);
    buf_add(postgres, gap);
    buf_add(postgres, dialect_postgres(g, s, NULL, ";"));
    return true;
}

/* A table or view that is made again is what the last statement says. */
static void
take_again(struct gen *g, const struct tokens *s)
{
    bool makes = s->n > 2 && token_is(&s->v[0], "CREATE")
              && (token_is(&s->v[1], "TABLE") || token_is(&s->v[1], "VIEW"));

    for (size_t i = 0; makes && i < g->n_objects; i++)
        if (str_eq(g->object[i].name, s->v[2].text))
            g->object[i].sql = *s;
}

/* New tables and views are the current slice's, and say so by their names. */
static bool
take_objects(struct gen *g, const struct tokens *s)
{
    size_t        at = s->v[0].at;
    struct str    slice = gen_file(g)->slice;
    sqlite3_stmt *st;
    bool          ok = true;

    take_again(g, s);
    int rc = sqlite3_prepare_v2(g->shape, "SELECT name FROM sqlite_schema "
                                "WHERE type IN ('table', 'view') ORDER BY rowid", -1, &st, NULL);
    assert(rc == SQLITE_OK);
    while (ok && sqlite3_step(st) == SQLITE_ROW) {
        struct str name = str_of((const char *)sqlite3_column_text(st, 0));

        if (str_starts(name, S("sqlite_")) || schema_owner(g, name))
            continue;
        if (!str_eq(name, slice) && !str_starts(name, str_fmt(g->arena, "%.*s_", TEXT(slice))))
            ok = gen_fault(g, at, "%.*s is not named after its slice; call it %.*s_%.*s",
                           TEXT(name), TEXT(slice), TEXT(name));
        else if (g->n_objects == OBJECTS_MAX)
            ok = gen_fault(g, at, "more than %d tables and views", OBJECTS_MAX);
        else
            g->object[g->n_objects++] = (struct object){ .name = str_copy(g->arena, name),
                                                         .file = g->n_files - 1, .sql = *s };
    }
    sqlite3_finalize(st);
    return ok && rc == SQLITE_OK;
}

/* A digest of the tokens: neither blanks, comments nor a better translation change it. */
static struct str
digest_of(struct gen *g, const struct tokens *s)
{
    uint64_t h = 14695981039346656037u;             /* FNV-1a, 64 bits */

    for (size_t i = 0; i < s->n; i++)
        for (size_t k = 0; k <= s->v[i].text.n; k++) {
            unsigned char c = k < s->v[i].text.n ? (unsigned char)s->v[i].text.p[k] : '\n';

            h = (h ^ c) * 1099511628211u;
        }
    return str_fmt(g->arena, "%016llx", (unsigned long long)h);
}

/* SQLite looks into a view only when it is read. */
static bool
try_view(struct gen *g, const struct tokens *s)
{
    sqlite3_stmt *st;

    if (s->n < 3 || !token_is(&s->v[0], "CREATE") || !token_is(&s->v[1], "VIEW"))
        return true;
    struct str sql = str_fmt(g->arena, "SELECT * FROM %.*s", TEXT(s->v[2].text));

    g->touched.n = 0;
    g->watching = true;
    int rc = sqlite3_prepare_v2(g->shape, str_z(g->arena, sql), -1, &st, NULL);

    g->watching = false;
    if (rc != SQLITE_OK) {
        const char *word = strrchr(sqlite3_errmsg(g->shape), ' ');

        return fault_at(g, g->shape, place_of(s, str_of(word ? word + 1 : "")));
    }
    sqlite3_finalize(st);
    return schema_check_touched(g, s);
}

static bool
load_change(struct gen *g, struct change *c)
{
    struct buf    sqlite = buf_in(g->arena, TEXT_MAX), postgres = buf_in(g->arena, TEXT_MAX);
    struct tokens s;

    for (size_t from = 0; tokens_next(&c->sql, &from, &s);)
        if (!load_statement(g, &s, &sqlite, &postgres) || !take_objects(g, &s)
            || !try_view(g, &s))
            return false;
    if (sqlite.n == 0)
        return gen_fault(g, c->at, "migration %lld is empty; leave it out", (long long)c->number);
    c->sqlite = buf_str(&sqlite);
    c->postgres = buf_str(&postgres);
    c->digest = digest_of(g, &c->sql);
    return true;
}

bool
schema_load(struct gen *g)
{
    struct file *f = gen_file(g);

    for (size_t i = 0; i < f->n_changes; i++)
        if (!load_change(g, &f->change[i]))
            return false;
    return true;
}

/* ---- questions ------------------------------------------------------------------------------ */

bool
object_is_view(const struct object *o)
{
    return o && o->sql.n > 1 && token_is(&o->sql.v[1], "VIEW");
}

bool
schema_origin(struct gen *g, struct str *table, struct str *column)
{
    struct str    sql = str_fmt(g->arena, "SELECT %.*s FROM %.*s", TEXT(*column), TEXT(*table));
    sqlite3_stmt *st;
    const char   *from;

    if (sqlite3_prepare_v2(g->shape, sql.p, (int)sql.n, &st, NULL) != SQLITE_OK)
        return false;
    from = sqlite3_column_table_name(st, 0);
    if (from) {
        *table = str_copy(g->arena, str_of(from));
        *column = str_copy(g->arena, str_of(sqlite3_column_origin_name(st, 0)));
    }
    sqlite3_finalize(st);
    return from != NULL;
}

bool
schema_is_scope(struct gen *g, struct str table, struct str column)
{
    const char *decl = NULL;

    return sqlite3_table_column_metadata(g->shape, NULL, str_z(g->arena, table),
                                         str_z(g->arena, column), &decl, NULL, NULL, NULL,
                                         NULL) == SQLITE_OK
        && own_of(str_of(decl)) == OWN_SCOPE;
}

struct str
schema_scope_of(struct gen *g, struct str name, struct str table)
{
    struct str    found = { 0 };
    sqlite3_stmt *st;

    int rc = sqlite3_prepare_v2(g->shape, "SELECT name FROM pragma_table_info(?1) ORDER BY cid",
                                -1, &st, NULL);
    assert(rc == SQLITE_OK);
    sqlite3_bind_text(st, 1, name.p, (int)name.n, SQLITE_STATIC);
    while (rc == SQLITE_OK && !found.p && sqlite3_step(st) == SQLITE_ROW) {
        struct str column = str_copy(g->arena, str_of((const char *)sqlite3_column_text(st, 0)));
        struct str from = name, origin = column;

        if (schema_origin(g, &from, &origin) && str_eq(from, table)
            && schema_is_scope(g, from, origin))
            found = column;
    }
    sqlite3_finalize(st);
    return found;
}

/* Where REFERENCES leads from *table.*column; false if nowhere. */
static bool
follow(struct gen *g, struct str *table, struct str *column)
{
    sqlite3_stmt *st;
    bool          leads;

    int rc = sqlite3_prepare_v2(g->shape, "SELECT \"table\", coalesce(\"to\", 'id') "
                                "FROM pragma_foreign_key_list(?1) WHERE \"from\" = ?2",
                                -1, &st, NULL);
    assert(rc == SQLITE_OK);
    sqlite3_bind_text(st, 1, table->p, (int)table->n, SQLITE_STATIC);
    sqlite3_bind_text(st, 2, column->p, (int)column->n, SQLITE_STATIC);
    leads = rc == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW;
    if (leads) {
        struct str to = str_copy(g->arena, str_of((const char *)sqlite3_column_text(st, 0)));

        *column = str_copy(g->arena, str_of((const char *)sqlite3_column_text(st, 1)));
        *table = to;
    }
    sqlite3_finalize(st);
    return leads;
}

/* The table whose row the id in table.column names: itself, or the end of its REFERENCES. */
static struct str
id_table(struct gen *g, struct str table, struct str column)
{
    for (int step = 0; step < REFERENCES_MAX && follow(g, &table, &column); step++)
        ;
    return table;
}

bool
schema_column(struct gen *g, struct str table, struct str column, struct type *type)
{
    const char *decl, *collation;
    int         not_null, primary, automatic;
    const char *t = str_z(g->arena, table), *c = str_z(g->arena, column);

    if (sqlite3_table_column_metadata(g->shape, NULL, t, c, &decl, &collation,
                                      &not_null, &primary, &automatic) != SQLITE_OK)
        return false;
    /* SQLite gives back its own type names in capitals; text is the one that we share. */
    enum own own = str_eq(str_of(decl), S("TEXT")) ? OWN_TEXT : own_of(str_of(decl));

    own = own == OWN_SCOPE ? OWN_TEXT : own;
    *type = (struct type){ .own = own, .maybe = !not_null && !primary };
    if (type->own == OWN_ID)
        type->table = id_table(g, table, column);
    return type->own != OWN_NONE;
}

/* The words after `--` on the line of the column's type, if that ends the column. */
struct str
schema_note(struct gen *g, struct str table, struct str column)
{
    const struct object *o = schema_object(g, table);

    for (size_t i = 0; o && i < o->sql.n; i++) {
        const struct token *t = &o->sql.v[i];
        struct str          text = g->file[o->file]->text, line, rest;
        size_t              at;

        if (t->role == ROLE_PLAIN || !str_eq(t->column, column))
            continue;
        str_cut(str_part(text, t->end, text.n), '\n', &line, &rest);
        if (!str_find(line, S("-- "), &at) || str_find(str_part(line, at, line.n), S("*/"), &at))
            break;
        return str_trim(str_part(line, at + 3, line.n));
    }
    return (struct str){ 0 };
}
