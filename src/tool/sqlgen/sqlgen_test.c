/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sqlgen_test.c — what stops the build and in which words; what the C text looks like.
 *
 * Every case is the same two slices with one more section; the expected text is the whole message
 * without "demo.sql:". GUYUB_UPDATE=1 writes the goldens of test/fixture/sqlgen anew.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tool/sqlgen/sqlgen.h"
#include "unit.h"

#ifndef GUYUB_SOURCE_DIR
#define GUYUB_SOURCE_DIR "."
#endif

/* An earlier slice, and what is above the case: 16 lines. */
static const char place_sql[] =
    "-- migration 1: places\n"
    "CREATE TABLE place (id id PRIMARY KEY, name text NOT NULL, people int64);\n"
    "CREATE VIEW place_pub AS SELECT id, name, people FROM place;\n";

static const char demo_sql[] =
    "-- demo.sql: a slice for tests\n"
    "-- migration 1: demo\n"
    "CREATE TABLE demo (\n"
    "  id       id    PRIMARY KEY,\n"
    "  code     text  NOT NULL UNIQUE,\n"
    "  place_id id    REFERENCES place(id),\n"
    "  cost_idr int64 NOT NULL,\n"
    "  left_idr int64,\n"
    "  is_open  bool  NOT NULL,\n"
    "  made_at  time  NOT NULL\n"
    ");\n"
    "CREATE TABLE demo_note (\n"
    "  demo_id  id    PRIMARY KEY REFERENCES demo(id),\n"
    "  body     bytes NOT NULL,\n"
    "  weight   int64 NOT NULL\n"
    ");\n";

/* Runs the tool over the two slices; the fault without the file's name, empty if there is none. */
static struct str
run(struct str demo, struct emitted *e)
{
    struct arena *a = unit_arena();
    struct source source[] = {
        { .path = S("place.sql"), .slice = S("place"), .dir = S("x/place"),
          .text = str_of(place_sql) },
        { .path = S("demo.sql"), .slice = S("demo"), .dir = S("x/demo"), .text = demo },
    };
    struct gen *g = NEW(a, struct gen);

    g->arena = a;
    if (sqlgen(g, source, COUNT(source), e))
        return S("");
    return str_starts(g->fault, S("demo.sql:")) ? str_part(g->fault, 9, g->fault.n) : g->fault;
}

static const struct { const char *name, *more, *fault; } cases[] = {
    { "baseline",
      "-- name: demo_x one\n"
      "SELECT code FROM demo WHERE id = :id;",
      "" },
    { "misspelt column",
      "-- name: demo_x one\n"
      "SELECT cod FROM demo WHERE id = :id;",
      "18:8: no column \"cod\"; did you mean \"code\"?" },
    { "misspelt column of an alias",
      "-- name: demo_x one\n"
      "SELECT d.code, d.cost\n"
      "  FROM demo d WHERE d.id = :id;",
      "18:16: no column \"d.cost\"; did you mean \"cost_idr\"?" },
    { "column unlike any",
      "-- name: demo_x one\n"
      "SELECT zebra_crossing FROM demo;",
      "18:8: no column \"zebra_crossing\"; check it against the migrations" },
    { "misspelt table",
      "-- name: demo_x one\n"
      "SELECT code FROM dmo;",
      "18:18: no table \"dmo\"; did you mean \"demo\"?" },
    { "misspelt view",
      "-- name: demo_x one\n"
      "SELECT name FROM place_pubs;",
      "18:18: no table \"place_pubs\"; did you mean \"place_pub\"?" },
    { "syntax",
      "-- name: demo_x one\n"
      "SELECT code FORM demo;",
      "18:18: SQLite says: near \"demo\": syntax error; correct the statement" },
    { "a double-quoted text",
      "-- name: demo_x one\n"
      "SELECT code FROM demo WHERE code = \"abc\";",
      "18:36: \"abc\" in double quotes is a name; put a text in single quotes" },
    { "two of a name",
      "-- name: demo_x one\n"
      "SELECT code FROM demo WHERE id = :id;\n"
      "-- name: demo_x one\n"
      "SELECT code FROM demo WHERE id = :id;",
      "19:10: there are two statements \"demo_x\"; rename one" },
    { "a name of another slice",
      "-- name: place_x one\n"
      "SELECT code FROM demo WHERE id = :id;",
      "17:10: \"place_x\" is not a name for a statement of demo; use small letters and start "
      "with demo_" },
    { "a name in capitals",
      "-- name: demo_X one\n"
      "SELECT code FROM demo WHERE id = :id;",
      "17:10: \"demo_X\" is not a name for a statement of demo; use small letters and start "
      "with demo_" },
    { "no name",
      "-- name:\n"
      "SELECT code FROM demo WHERE id = :id;",
      "17:9: \"\" is not a name for a statement of demo; use small letters and start with demo_" },
    { "no kind",
      "-- name: demo_x\n"
      "SELECT code FROM demo WHERE id = :id;",
      "17:16: \"\" is not a kind of statement; use one, many, each, run or new" },
    { "an unknown kind",
      "-- name: demo_x some\n"
      "SELECT code FROM demo WHERE id = :id;",
      "17:17: \"some\" is not a kind of statement; use one, many, each, run or new" },
    { "a row of another slice",
      "-- name: demo_x one place\n"
      "SELECT code FROM demo WHERE id = :id;",
      "17:21: \"place\" is not a name for a row of demo; start it with demo" },
    { "run with a row",
      "-- name: demo_x run demo\n"
      "DELETE FROM demo;",
      "17:21: run gives no rows; leave out \"demo\"" },
    { "many without a ceiling",
      "-- name: demo_x many\n"
      "SELECT code FROM demo ORDER BY code;",
      "17:10: no ceiling; say how many rows there may be: \", at most N\"" },
    { "a ceiling without number",
      "-- name: demo_x many, at most some\n"
      "SELECT code FROM demo ORDER BY code;",
      "17:23: \"at most N\" is expected after the comma; write it with a whole number" },
    { "a ceiling of 0",
      "-- name: demo_x many, at most 0\n"
      "SELECT code FROM demo ORDER BY code;",
      "17:23: \"at most N\" is expected after the comma; write it with a whole number" },
    { "one with a ceiling",
      "-- name: demo_x one, at most 5\n"
      "SELECT code FROM demo WHERE id = :id;",
      "17:10: only many and each have a ceiling; leave out \"at most\"" },
    { "too many words",
      "-- name: demo_x one demo really\n"
      "SELECT code FROM demo WHERE id = :id;",
      "17:26: more words than a name line has; write \"-- name: STATEMENT KIND [ROW][, at "
      "most N]\"" },
    { "many without order",
      "-- name: demo_x many, at most 5\n"
      "SELECT code FROM demo;",
      "17:10: \"demo_x\" gives rows in no order; add ORDER BY" },
    { "order in a sub-select alone",
      "-- name: demo_x many, at most 5\n"
      "SELECT code FROM (SELECT code FROM demo ORDER BY code);",
      "17:10: \"demo_x\" gives rows in no order; add ORDER BY" },
    { "each without order",
      "-- name: demo_x each\n"
      "SELECT code FROM demo;",
      "17:10: \"demo_x\" gives rows in no order; add ORDER BY" },
    { "each with order",
      "-- name: demo_x each\n"
      "SELECT code FROM demo ORDER BY code;",
      "" },
    { "star",
      "-- name: demo_x one\n"
      "SELECT * FROM demo;",
      "18:8: * changes with the table; name the columns" },
    { "star of an alias",
      "-- name: demo_x one\n"
      "SELECT d.* FROM demo d;",
      "18:10: * changes with the table; name the columns" },
    { "star after columns",
      "-- name: demo_x one\n"
      "SELECT code, * FROM demo;",
      "18:14: * changes with the table; name the columns" },
    { "star in a sub-select",
      "-- name: demo_x one\n"
      "SELECT code FROM (SELECT * FROM demo);",
      "18:26: * changes with the table; name the columns" },
    { "count(*) is no star",
      "-- name: demo_x one\n"
      "-- types: n int64\n"
      "SELECT count(*) AS n FROM demo;",
      "" },
    { "a product is no star",
      "-- name: demo_x one\n"
      "-- types: n int64\n"
      "SELECT cost_idr * 2 AS n FROM demo;",
      "" },
    { "no semicolon",
      "-- name: demo_x one\n"
      "SELECT code FROM demo",
      "18:22: the statement does not end; end it with ;" },
    { "two statements",
      "-- name: demo_x one\n"
      "SELECT code FROM demo WHERE id = :id;\n"
      "SELECT code FROM demo WHERE id = :id;",
      "18:37: two statements under one name; give each its own" },
    { "no statement",
      "-- name: demo_x one\n"
      "-- to be written\n",
      "17:10: no statement under \"demo_x\"; write one" },
    { "an open quote",
      "-- name: demo_x one\n"
      "SELECT code FROM demo WHERE code = 'abc;",
      "18:36: a quote is not closed; close it with '" },
    { "a quote in a comment is none",
      "-- name: demo_x one\n"
      "SELECT code -- it's\n"
      "  FROM demo /* can't */ WHERE id = :id;",
      "" },
    { "run that only reads",
      "-- name: demo_x run\n"
      "SELECT code FROM demo;",
      "17:10: \"demo_x\" only reads; use one, many or each" },
    { "run with RETURNING",
      "-- name: demo_x run\n"
      "DELETE FROM demo RETURNING code;",
      "17:10: run gives no rows; use one, many or each" },
    { "one without rows",
      "-- name: demo_x one\n"
      "DELETE FROM demo;",
      "17:10: the statement gives no rows; use run or new" },
    { "one with RETURNING",
      "-- name: demo_x one\n"
      "DELETE FROM demo WHERE id = :id RETURNING code, cost_idr;",
      "" },
    { "new that updates",
      "-- name: demo_x new\n"
      "UPDATE demo SET code = :code;",
      "18:1: new is for INSERT; use run" },
    { "new with RETURNING",
      "-- name: demo_x new\n"
      "INSERT INTO demo (code, cost_idr, is_open, made_at) VALUES (:code, :cost_idr, "
      ":is_open, :made_at) RETURNING id;",
      "18:99: new returns the id by itself; leave out RETURNING" },
    { "new of another row",
      "-- name: demo_x new demo_note\n"
      "INSERT INTO demo (code, cost_idr, is_open, made_at) VALUES (:code, :cost_idr, "
      ":is_open, :made_at);",
      "17:10: \"demo_x\" inserts into demo, not demo_note; correct the name line" },
    { "new without an id of its own",
      "-- name: demo_x new\n"
      "INSERT INTO demo_note (demo_id, body, weight) VALUES (:demo_id, :body, :weight);",
      "17:10: demo_note has no id of its own; use run" },
    { "an untyped expression",
      "-- name: demo_x one\n"
      "SELECT cost_idr + 1 AS n FROM demo;",
      "18:24: no table gives \"n\" its type; add it to \"-- types:\"" },
    { "an unnamed expression",
      "-- name: demo_x one\n"
      "-- types: n int64\n"
      "SELECT count(*) FROM demo;",
      "19:1: column 1 has no name; add AS name" },
    { "an untyped parameter",
      "-- name: demo_x one\n"
      "SELECT code FROM demo WHERE code > :prefix;",
      "18:36: no column gives :prefix its type; add it to \"-- types:\"" },
    { "a parameter typed by hand",
      "-- name: demo_x one\n"
      "-- types: prefix text\n"
      "SELECT code FROM demo WHERE code > :prefix;",
      "" },
    { "a colon in a literal is no parameter",
      "-- name: demo_x one\n"
      "SELECT code FROM demo WHERE code > ':prefix';",
      "" },
    { "a parameter of two tables",
      "-- name: demo_x one\n"
      "SELECT d.code FROM demo d JOIN place_pub p ON p.id = d.place_id WHERE p.id = :id;",
      "18:78: the type of :id could be that of several tables; say which in \"-- types:\"" },
    { "said whose it is",
      "-- name: demo_x one\n"
      "-- types: id place_id\n"
      "SELECT d.code FROM demo d JOIN place_pub p ON p.id = d.place_id WHERE p.id = :id;",
      "" },
    { "an unknown type",
      "-- name: demo_x one\n"
      "-- types: n integer\n"
      "SELECT count(*) AS n FROM demo;",
      "18:13: \"integer\" is not a type here; use int64, text, bytes, bool, time or TABLE_id, "
      "with ? if it may be unknown" },
    { "an id of no table",
      "-- name: demo_x one\n"
      "-- types: n nobody_id\n"
      "SELECT count(*) AS n FROM demo;",
      "18:13: no table \"nobody\"; an id is written TABLE_id" },
    { "a bare id",
      "-- name: demo_x one\n"
      "-- types: n id\n"
      "SELECT count(*) AS n FROM demo;",
      "18:13: \"id\" is not a type here; use int64, text, bytes, bool, time or TABLE_id, with "
      "? if it may be unknown" },
    { "an unknown bool",
      "-- name: demo_x one\n"
      "-- types: n bool?\n"
      "SELECT count(*) AS n FROM demo;",
      "18:13: a bool is never unknown here; use int64? or coalesce it" },
    { "a type without a name",
      "-- name: demo_x one\n"
      "-- types: int64\n"
      "SELECT count(*) AS n FROM demo;",
      "18:11: a name and its type are expected; write \"n int64\"" },
    { "types without a comma",
      "-- name: demo_x one\n"
      "-- types: n int64 m int64\n"
      "SELECT count(*) AS n FROM demo;",
      "18:19: a comma is expected; separate types by commas" },
    { "a type for nothing",
      "-- name: demo_x one\n"
      "-- types: m int64\n"
      "SELECT code FROM demo WHERE id = :id;",
      "18:11: the statement has no \"m\"; take it out of \"-- types:\"" },
    { "a union is not typed by its first arm",
      "-- name: demo_x many, at most 9\n"
      "SELECT code FROM demo UNION SELECT name FROM place_pub ORDER BY code;",
      "18:8: no table gives \"code\" its type; add it to \"-- types:\"" },
    { "two columns of a name",
      "-- name: demo_x one\n"
      "SELECT code, code FROM demo;",
      "18:8: two columns are called \"code\"; rename one with AS" },
    { "a column called user",
      "-- name: demo_x one\n"
      "SELECT code AS user FROM demo;",
      "18:16: \"user\" is a reserved word of PostgreSQL or C; give the alias another name" },
    { "a table called some",
      "-- name: demo_x one\n"
      "SELECT some.code FROM demo AS some;",
      "18:31: \"some\" is a reserved word of PostgreSQL or C; give the alias another name" },
    { "a sub-select called some",
      "-- name: demo_x one\n"
      "SELECT some.code FROM (SELECT code FROM demo) AS some;",
      "18:50: \"some\" is a reserved word of PostgreSQL or C; give the alias another name" },
    { "a cast to bool is none",
      "-- name: demo_x one\n"
      "-- types: f bool\n"
      "SELECT CAST(1 AS bool) AS f FROM demo;",
      "" },
    { "a bool that a LEFT JOIN misses",
      "-- name: demo_x one\n"
      "SELECT p.name, d.is_open FROM place_pub p LEFT JOIN demo d ON d.place_id = p.id;",
      "18:18: the bool \"is_open\" is unknown when the LEFT JOIN misses; use coalesce(…, false)" },
    { "a row with other columns",
      "-- name: demo_x one demo\n"
      "SELECT code FROM demo WHERE id = :id;\n"
      "-- name: demo_y one demo\n"
      "SELECT id, code FROM demo WHERE id = :id;",
      "19:10: the row \"demo\" has other columns in \"demo_x\"; make them the same, or name "
      "this row otherwise" },
    { "a row with the same columns",
      "-- name: demo_x one demo\n"
      "SELECT code FROM demo WHERE id = :id;\n"
      "-- name: demo_y many demo, at most 5\n"
      "SELECT code FROM demo ORDER BY id;",
      "" },
    { "a row unknown in one alone",
      "-- name: demo_x one demo\n"
      "SELECT weight FROM demo_note;\n"
      "-- name: demo_y one demo\n"
      "SELECT weight FROM demo LEFT JOIN demo_note ON demo_id = id;",
      "19:10: the row \"demo\" has other columns in \"demo_x\"; make them the same, or name "
      "this row otherwise" },
    { "ordered by what may be unknown",
      "-- name: demo_x many, at most 5\n"
      "SELECT code, left_idr FROM demo ORDER BY left_idr, code;",
      "18:42: \"left_idr\" may be unknown, and the engines sort that to opposite ends; say "
      "NULLS FIRST or NULLS LAST" },
    { "and says where",
      "-- name: demo_x many, at most 5\n"
      "SELECT code, left_idr FROM demo ORDER BY left_idr NULLS LAST, code;",
      "" },
    { "and leaves them out",
      "-- name: demo_x many, at most 5\n"
      "SELECT code, left_idr FROM demo WHERE left_idr IS NOT NULL ORDER BY left_idr DESC, code;",
      "" },
    { "another slice's table",
      "-- name: demo_x one\n"
      "SELECT name FROM place WHERE id = :id;",
      "18:18: place belongs to the slice place; read place_pub" },
    { "another slice's view",
      "-- name: demo_x one\n"
      "SELECT name FROM place_pub WHERE id = :id;",
      "" },
    { "a write to another slice",
      "-- name: demo_x run\n"
      "UPDATE place SET name = :name;",
      "18:8: place is written by the slice place alone; call a verb of place.h" },
    { "another slice's table in a sub-select",
      "-- name: demo_x one\n"
      "SELECT code FROM demo WHERE place_id IN (SELECT id FROM place);",
      "18:57: place belongs to the slice place; read place_pub" },
    { "another slice's table in a view",
      "-- migration 2: v\n"
      "CREATE VIEW demo_v AS SELECT name FROM place;\n",
      "18:40: place belongs to the slice place; read place_pub" },
    { "a table of another's name",
      "-- migration 2: v\n"
      "CREATE TABLE note (id id PRIMARY KEY);\n",
      "18:1: note is not named after its slice; call it demo_note" },
    { "a migration that writes another's",
      "-- migration 2: v\n"
      "UPDATE place SET people = 0;\n",
      "18:8: place is written by the slice place alone; call a verb of place.h" },
    { "a migration that drops another's",
      "-- migration 2: v\n"
      "DROP TABLE place;\n",
      "18:12: place is written by the slice place alone; call a verb of place.h" },
    { "a gap",
      "-- migration 3: v\n"
      "DROP TABLE demo_note;\n",
      "17:14: migration 2 is expected here; number them from 1 without gaps" },
    { "no title",
      "-- migration 2\n"
      "DROP TABLE demo_note;\n",
      "17:14: the migration has no title; write \"-- migration 2: TITLE\"" },
    { "an empty one",
      "-- migration 2: later\n"
      "-- nothing yet\n",
      "17:14: migration 2 is empty; leave it out" },
    { "a type of SQLite",
      "-- migration 2: v\n"
      "CREATE TABLE demo_v (id id PRIMARY KEY, n INTEGER);\n",
      "18:43: the column \"n\" has no type of ours; use id, int64, text, bytes, bool, "
      "time or scope" },
    { "no type",
      "-- migration 2: v\n"
      "CREATE TABLE demo_v (id id PRIMARY KEY, n);\n",
      "18:42: the column \"n\" has no type of ours; use id, int64, text, bytes, bool, "
      "time or scope" },
    { "an id of nobody",
      "-- migration 2: v\n"
      "CREATE TABLE demo_v (id id NOT NULL);\n",
      "18:25: the id \"id\" belongs to no table; add PRIMARY KEY or REFERENCES table(id)" },
    { "an unknown bool column",
      "-- migration 2: v\n"
      "CREATE TABLE demo_v (id id PRIMARY KEY, f bool);\n",
      "18:43: the bool \"f\" may be unknown; add NOT NULL, or use text with a CHECK" },
    { "a reserved column",
      "-- migration 2: v\n"
      "CREATE TABLE demo_v (id id PRIMARY KEY, user text);\n",
      "18:41: \"user\" is a reserved word of PostgreSQL or C; give the column another name" },
    { "a reserved word of C",
      "-- migration 2: v\n"
      "CREATE TABLE demo_v (id id PRIMARY KEY, int int64);\n",
      "18:41: \"int\" is a reserved word of PostgreSQL or C; give the column another name" },
    { "a column in capitals",
      "-- migration 2: v\n"
      "CREATE TABLE demo_v (id id PRIMARY KEY, Name text);\n",
      "18:41: \"Name\" is not a name for a column; use small letters, digits and _" },
    { "a misspelt column in an index",
      "-- migration 2: v\n"
      "CREATE INDEX demo_i ON demo (coed);\n",
      "18:30: no column \"coed\"; did you mean \"code\"?" },
    { "a misspelt column in a view",
      "-- migration 2: v\n"
      "CREATE VIEW demo_v AS\n"
      "  SELECT coed FROM demo;\n",
      "19:10: no column \"coed\"; did you mean \"code\"?" },
    { "a misspelt column in a check",
      "-- migration 2: v\n"
      "CREATE TABLE demo_v (id id PRIMARY KEY, n int64 CHECK (m > 0));\n",
      "18:56: no column \"m\"; check it against the migrations" },
    { "a column added",
      "-- migration 2: v\n"
      "ALTER TABLE demo ADD COLUMN extra text;\n"
      "-- name: demo_x one\n"
      "SELECT extra FROM demo WHERE id = :id;",
      "" },
    { "a column added with a wrong type",
      "-- migration 2: v\n"
      "ALTER TABLE demo ADD COLUMN extra varchar;\n",
      "18:35: the column \"extra\" has no type of ours; use id, int64, text, bytes, bool, "
      "time or scope" },
    { "PRAGMA",
      "-- migration 2: v\n"
      "PRAGMA foreign_keys = 0;\n",
      "18:1: PRAGMA has no place in a migration; use CREATE, ALTER, DROP, INSERT, UPDATE or "
      "DELETE" },
    { "a trigger",
      "-- migration 2: v\n"
      "CREATE TRIGGER demo_t AFTER INSERT ON demo BEGIN SELECT 1; END;\n",
      "18:8: TRIGGER hides what a statement does; do it in the verb" },
    { "STRICT by hand",
      "-- migration 2: v\n"
      "CREATE TABLE demo_v (id id PRIMARY KEY) STRICT;\n",
      "18:41: STRICT is added for SQLite by itself; leave it out" },
    { "CREATE TABLE AS",
      "-- migration 2: v\n"
      "CREATE TABLE demo_v AS SELECT code FROM demo;\n",
      "18:20: a list of columns is expected; write CREATE TABLE name (…)" },
    { "LIKE",
      "-- name: demo_x one\n"
      "SELECT code FROM demo WHERE code LIKE :code;",
      "18:34: LIKE folds case on SQLite only; compare a range, or a column folded in C" },
    { "OR REPLACE",
      "-- name: demo_x run\n"
      "INSERT OR REPLACE INTO demo (code) VALUES (:code);",
      "18:8: INSERT OR is SQLite's; use ON CONFLICT (…) DO …" },
    { "REPLACE",
      "-- name: demo_x run\n"
      "REPLACE INTO demo (code) VALUES (:code);",
      "18:1: REPLACE is SQLite's; use INSERT … ON CONFLICT (…) DO UPDATE" },
    { "a PostgreSQL cast",
      "-- name: demo_x one\n"
      "SELECT code FROM demo WHERE cost_idr = 1::int;",
      "18:41: :: is PostgreSQL's; use CAST(x AS int64)" },
    { "a cast to a type of ours",
      "-- name: demo_x one\n"
      "-- types: n int64\n"
      "SELECT CAST(sum(cost_idr) AS int64) AS n FROM demo;",
      "" },
    { "a cast to another type",
      "-- name: demo_x one\n"
      "-- types: n int64\n"
      "SELECT CAST(sum(cost_idr) AS bigint) AS n FROM demo;",
      "19:30: \"bigint\" is not a type of ours; use int64, text, bytes, bool or time" },
    { "bytes in a literal",
      "-- name: demo_x one\n"
      "SELECT weight FROM demo_note WHERE body = x'00';",
      "18:44: a literal of bytes differs between the engines; pass it as a parameter" },
    { "a clock",
      "-- name: demo_x run\n"
      "UPDATE demo SET made_at = strftime('%s');",
      "18:27: strftime is SQLite's; compute dates in C" },
    { "lower()",
      "-- name: demo_x one\n"
      "SELECT code FROM demo WHERE lower(code) = :code;",
      "18:29: lower knows only ASCII on SQLite; fold in C and store the fold" },
    { "avg()",
      "-- name: demo_x one\n"
      "-- types: n int64\n"
      "SELECT avg(cost_idr) AS n FROM demo;",
      "19:8: avg rounds otherwise on each engine; read sum and count, divide in C" },
    { "==",
      "-- name: demo_x one\n"
      "SELECT code FROM demo WHERE id == :id;",
      "18:32: == is SQLite's; use =" },
    { "RIGHT JOIN",
      "-- name: demo_x one\n"
      "SELECT code FROM demo RIGHT JOIN demo_note ON demo_id = id;",
      "18:23: RIGHT turns the types round; write it as a LEFT JOIN" },
};

TEST(sqlgen_stops_the_build)
{
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct str     sql = str_fmt(unit_arena(), "%s%s", demo_sql, cases[i].more);
        struct emitted e;

        check_text(cases[i].name, run(sql, &e), str_of(cases[i].fault));
        arena_reset(unit_arena());
    }
}

TEST(sqlgen_refuses_sql_before_sections)
{
    struct emitted e;

    check_text("before a section", run(S("CREATE TABLE demo (id id PRIMARY KEY);\n"), &e),
               S("1:1: SQL before the first section; "
                 "put it under \"-- migration N: TITLE\" or \"-- name: …\""));
    check_text("an empty slice is one", run(S("-- nothing yet\n"), &e), S(""));
}

/* ---- the C text ----------------------------------------------------------------------------- */

static struct str
read_fixture(const char *name)
{
    struct arena *a = unit_arena();
    struct str    path = str_fmt(a, "%s/test/fixture/sqlgen/%s", GUYUB_SOURCE_DIR, name);
    FILE         *f = fopen(str_z(a, path), "rb");
    char         *p = NEWS(a, char, 1 << 20);
    size_t        n = f ? fread(p, 1, 1 << 20, f) : 0;

    if (f)
        fclose(f);
    return (struct str){ p, n };
}

static void
check_golden(const char *name, const struct buf *is)
{
    struct arena *a = unit_arena();

    if (getenv("GUYUB_UPDATE")) {
        struct str path = str_fmt(a, "%s/test/fixture/sqlgen/%s", GUYUB_SOURCE_DIR, name);
        FILE      *f = fopen(str_z(a, path), "wb");

        fwrite(is->p, 1, is->n, f);
        fclose(f);
    }
    check_text(name, buf_str(is), read_fixture(name));
}

TEST(sqlgen_writes)
{
    struct emitted e;
    struct str     fault = run(read_fixture("demo.sql"), &e);

    check_text("demo.sql", fault, S(""));
    if (fault.n)
        return;
    check_golden("demo_row.h", &e.row);
    check_golden("demo_sql.h", &e.head);
    check_golden("demo_sql.c", &e.body);
}
