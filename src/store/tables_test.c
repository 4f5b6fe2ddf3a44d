/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * tables_test.c — every column of every slice, as the database itself tells of it: only our own
 * types, and 2^62 comes back from each column of whole numbers.
 *
 * The engine's rules (CHECK, REFERENCES) are off here, so that one row may hold nothing but 2^62.
 */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "store/engine.h"
#include "store/store_test.h"
#include "unit_slices.h"

enum { COLUMNS_MAX = 1000, SQL_MAX = 1 << 16 };

static const enum value_kind text_kinds[] = { VALUE_TEXT, VALUE_TEXT, VALUE_TEXT };

static const struct statement catalogue = {
    .name = "unit_catalogue",
    .sqlite = "SELECT t.name, c.name, lower(c.type)\n"
              "  FROM sqlite_schema t, pragma_table_info(t.name) c\n"
              " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY t.name, c.cid",
    .postgres = "SELECT c.table_name::text, c.column_name::text, c.data_type::text\n"
                "  FROM information_schema.columns c JOIN information_schema.tables t\n"
                "    ON t.table_schema = c.table_schema AND t.table_name = c.table_name\n"
                " WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'\n"
                "   AND c.is_generated = 'NEVER'\n"
                " ORDER BY c.table_name, c.ordinal_position",
    .column = text_kinds, .n_columns = 3, .most = COLUMNS_MAX,
};

static const char rules_off_sqlite[] =
    "PRAGMA ignore_check_constraints = 1; PRAGMA foreign_keys = 0";

static const char rules_off_postgres[] =
    "SET session_replication_role = replica;\n"
    "DO $$ DECLARE c record; BEGIN\n"
    "  FOR c IN SELECT conrelid::regclass AS t, conname FROM pg_constraint\n"
    "            WHERE contype = 'c' AND connamespace = current_schema()::regnamespace LOOP\n"
    "    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname);\n"
    "  END LOOP; END $$";

struct column { struct str table, name, type; };
struct columns { struct column v[COLUMNS_MAX]; size_t n; };

static struct err *
take_column(struct cx *cx, const struct value *v, void *arg)
{
    struct columns *all = arg;

    all->v[all->n++] = (struct column){
        str_copy(cx->arena, v[0].s), str_copy(cx->arena, v[1].s), str_copy(cx->arena, v[2].s),
    };
    return NULL;
}

static bool
is_number(struct column c)
{
    return str_eq(c.type, S("integer")) || str_eq(c.type, S("bigint"));
}

/* Something of the column's type; NULL for a type that is not ours. */
static const char *
filler(struct column c, enum store_kind kind)
{
    if (kind == STORE_POSTGRES && str_eq(c.type, S("integer")))
        return NULL;                    /* four bytes there */
    if (is_number(c))
        return "4611686018427387904";
    if (str_eq(c.type, S("text")))
        return "'x'";
    if (str_eq(c.type, S("blob")))
        return "x'00'";
    if (str_eq(c.type, S("bytea")))
        return "'\\x00'";
    return str_eq(c.type, S("boolean")) ? "true" : NULL;
}

/* Inserts a row into the table of c[0], n columns, and asks for it by every number. */
static void
store_row_of(struct cx *cx, const struct column *c, size_t n)
{
    enum store_kind kind = store_kind(cx->store);
    struct arena   *a = cx->arena;
    struct buf      names = buf_in(a, SQL_MAX), values = buf_in(a, SQL_MAX);
    struct buf      where = buf_in(a, SQL_MAX);

    for (size_t i = 0; i < n; i++) {
        const char *value = filler(c[i], kind);

        check(str_z(a, c[i].type), value != NULL);
        buf_fmt(&names, "%s%.*s", i ? ", " : "", TEXT(c[i].name));
        buf_fmt(&values, "%s%s", i ? ", " : "", value ? value : "NULL");
        if (is_number(c[i]))
            buf_fmt(&where, " AND %.*s = 4611686018427387904", TEXT(c[i].name));
    }
    struct str        insert = str_fmt(a, "INSERT INTO %.*s (%.*s) VALUES (%.*s)", TEXT(c->table),
                                       TEXT(buf_str(&names)), TEXT(buf_str(&values)));
    struct str        select = str_fmt(a, "SELECT count(*) FROM %.*s WHERE true%.*s",
                                       TEXT(c->table), TEXT(buf_str(&where)));
    struct statement *count = NEW(a, struct statement);
    int64_t           found = 0;

    *count = (struct statement){
        .name = str_z(a, c->table), .sqlite = str_z(a, select), .postgres = str_z(a, select),
        .column = value_of_id, .n_columns = 1, .most = 1,
    };
    check_ok(count->name, cx->store->engine->script(cx, str_z(a, insert)));
    check_ok(count->name, store_each(cx, count, NULL, value_take_int, &found));
    check(count->name, found == 1);
}

static void
check_tables(enum store_kind kind)
{
    struct cx      *cx = unit_slices_cx(kind);
    struct columns *all = NEW(unit_arena(), struct columns);
    bool            sqlite = kind == STORE_SQLITE;

    if (!cx)
        return;
    check_ok("the catalogue", store_each(cx, &catalogue, NULL, take_column, all));
    check_ok("rules off", cx->store->engine->script(cx, sqlite ? rules_off_sqlite
                                                               : rules_off_postgres));
    check("there are tables", all->n > 20);
    for (size_t i = 0, n; i < all->n; i += n) {
        for (n = 1; i + n < all->n && str_eq(all->v[i].table, all->v[i + n].table); n++)
            ;
        store_row_of(cx, &all->v[i], n);
    }
}

TEST(store_int64_in_every_table_sqlite)
{
    check_tables(STORE_SQLITE);
}

TEST(store_int64_in_every_table_postgres)
{
    check_tables(STORE_POSTGRES);
}
