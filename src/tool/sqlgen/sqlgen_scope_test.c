/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sqlgen_scope_test.c — rows of a scoped table come within a reach, or the build stops.
 *
 * Every case is the same two slices with one more section; the expected text is the whole message
 * without "post.sql:". What the statements then let through is in store/reach_test.c.
 */
#include "tool/sqlgen/sqlgen.h"
#include "unit.h"

/* An earlier slice, and what is above the case: 16 lines. */
static const char place_sql[] =
    "-- migration 1: places\n"
    "CREATE TABLE place (id id PRIMARY KEY, area scope NOT NULL, name text NOT NULL);\n"
    "CREATE VIEW place_pub AS SELECT id, area, name FROM place;\n";

static const char post_sql[] =
    "-- migration 1: posts\n"
    "CREATE TABLE post (\n"
    "  id          id    PRIMARY KEY,\n"
    "  region_code scope NOT NULL,\n"
    "  org_id      int64,\n"
    "  title       text  NOT NULL,\n"
    "  is_open     bool  NOT NULL\n"
    ");\n"
    "CREATE TABLE post_note (id id PRIMARY KEY, post_id id REFERENCES post(id),\n"
    "  region scope NOT NULL, words text NOT NULL);\n"
    "CREATE TABLE post_kind (id id PRIMARY KEY, post_id int64, name text NOT NULL);\n"
    "CREATE VIEW post_pub AS SELECT id, region_code, org_id, title FROM post;\n"
    "CREATE VIEW post_title_pub AS SELECT id, title FROM post;\n"
    "CREATE VIEW post_pair AS SELECT a.id, a.region_code, b.region_code AS other\n"
    "  FROM post a JOIN post b ON b.id = a.id;\n"
    "CREATE VIEW post_all AS SELECT title FROM post UNION SELECT words FROM post_note;\n";

static struct gen *
run(struct str post, struct emitted *e, struct str *fault)
{
    struct arena       *a = unit_arena();
    const struct source source[] = {
        { .path = S("place.sql"), .slice = S("place"), .dir = S("x/place"),
          .text = str_of(place_sql) },
        { .path = S("post.sql"), .slice = S("post"), .dir = S("x/post"), .text = post },
    };
    struct gen *g = NEW(a, struct gen);

    g->arena = a;
    *fault = sqlgen(g, source, COUNT(source), e) ? S("") : g->fault;
    if (str_starts(*fault, S("post.sql:")))
        *fault = str_part(*fault, 9, fault->n);
    return g;
}

#define LACKS(table, call)                                                                \
    table " is scoped and is used here without its reach; add reach(" call ") to the "    \
    "WHERE, or say \"-- unscoped: WHY\" under the name"
#define LACKS_POST(alias) LACKS("post", alias ".region_code, " alias ".org_id")
#define NOT_ALONE                                                                         \
    "reach() guards nothing here; make it a condition of its own: WHERE reach(…) AND (…)"
#define NOT_OWN                                                                           \
    "reach() names no table of its own SELECT; write reach(t.column) beside the FROM "    \
    "that reads t"
#define FORM                                                                              \
    "reach() takes columns of one table; write reach(t.region_code) or "                  \
    "reach(t.region_code, t.org_id)"
#define NOT_NEEDED "nothing is used here without its reach; take \"-- unscoped\" out"

static const struct { const char *name, *more, *fault; } cases[] = {
    { "baseline",
      "-- name: post_x many, at most 5\n"
      "SELECT p.title FROM post p WHERE reach(p.region_code) ORDER BY p.id;",
      "" },

    /* ---- without a reach ---- */
    { "read",
      "-- name: post_x many, at most 5\n"
      "SELECT title FROM post ORDER BY id;",
      "18:19: " LACKS_POST("post") },
    { "read under an alias",
      "-- name: post_x one\n"
      "SELECT p.title FROM post AS p WHERE p.id = :id;",
      "18:21: " LACKS_POST("p") },
    { "counted",
      "-- name: post_x one\n"
      "-- types: n int64\n"
      "SELECT count(*) AS n FROM post;",
      "19:27: " LACKS_POST("post") },
    { "changed",
      "-- name: post_x run\n"
      "UPDATE post SET title = :title WHERE id = :id;",
      "18:8: " LACKS_POST("post") },
    { "deleted",
      "-- name: post_x run\n"
      "DELETE FROM post WHERE id = :id;",
      "18:13: " LACKS_POST("post") },
    { "deleted all",
      "-- name: post_x run\n"
      "DELETE FROM post_note;",
      "18:13: " LACKS("post_note", "post_note.region") },
    { "changed where there is one",
      "-- name: post_x run\n"
      "INSERT INTO post (id, region_code, title, is_open)\n"
      "VALUES (:id, :region_code, :title, true)\n"
      "    ON CONFLICT (id) DO UPDATE SET title = excluded.title;",
      "18:13: " LACKS_POST("post") },
    { "joined",
      "-- name: post_x many, at most 5\n"
      "SELECT k.name FROM post_kind k JOIN post p ON p.id = k.post_id ORDER BY k.id;",
      "18:37: " LACKS_POST("p") },
    { "joined by a comma",
      "-- name: post_x many, at most 5\n"
      "SELECT k.name FROM post_kind k, post p WHERE p.id = k.post_id ORDER BY k.id;",
      "18:33: " LACKS_POST("p") },
    { "joined in brackets",
      "-- name: post_x many, at most 5\n"
      "SELECT k.name FROM post_kind k JOIN (post p JOIN post_kind l ON l.post_id = p.id)\n"
      "    ON p.id = k.post_id ORDER BY k.id;",
      "18:38: " LACKS_POST("p") },
    { "in a sub-select",
      "-- name: post_x many, at most 5\n"
      "SELECT name FROM post_kind WHERE post_id IN (SELECT id FROM post) ORDER BY id;",
      "18:61: " LACKS_POST("post") },
    { "in a sub-select among the columns",
      "-- name: post_x many, at most 5\n"
      "-- types: n int64\n"
      "SELECT (SELECT count(*) FROM post p WHERE p.id = k.post_id) AS n\n"
      "  FROM post_kind k ORDER BY k.id;",
      "19:30: " LACKS_POST("p") },
    { "in a sub-select after FROM",
      "-- name: post_x many, at most 5\n"
      "SELECT t.title FROM (SELECT id, title FROM post) t ORDER BY t.id;",
      "18:44: " LACKS_POST("post") },
    { "under WITH",
      "-- name: post_x many, at most 5\n"
      "WITH t AS (SELECT id, title FROM post) SELECT t.title FROM t ORDER BY t.id;",
      "18:34: " LACKS_POST("post") },
    { "in one side of a union",
      "-- name: post_x many, at most 5\n"
      "-- types: title text\n"
      "SELECT p.title FROM post p WHERE reach(p.region_code)\n"
      " UNION SELECT p.title FROM post p ORDER BY title;",
      "20:28: " LACKS_POST("p") },
    { "copied by an insert",
      "-- name: post_x run\n"
      "INSERT INTO post_kind (name) SELECT title FROM post;",
      "18:48: " LACKS_POST("post") },
    { "read to change another",
      "-- name: post_x run\n"
      "UPDATE post_kind SET name = p.title FROM post p WHERE p.id = post_kind.post_id;",
      "18:42: " LACKS_POST("p") },
    { "the same table twice, one within",
      "-- name: post_x many, at most 5\n"
      "SELECT q.title FROM post p JOIN post q ON q.id = p.id WHERE reach(p.region_code) "
      "ORDER BY q.id;",
      "18:33: " LACKS_POST("q") },
    { "two tables, one within",
      "-- name: post_x many, at most 5\n"
      "SELECT n.words FROM post p JOIN post_note n ON n.post_id = p.id\n"
      " WHERE reach(p.region_code, p.org_id) ORDER BY n.id;",
      "18:33: " LACKS("post_note", "n.region") },
    { "two tables, each within its own",
      "-- name: post_x many, at most 5\n"
      "SELECT n.words FROM post p JOIN post_note n ON n.post_id = p.id\n"
      " WHERE reach(p.region_code, p.org_id) AND reach(n.region) ORDER BY n.id;",
      "" },
    { "in quotes",
      "-- name: post_x many, at most 5\n"
      "SELECT q.title FROM post p JOIN \"post\" q ON q.id = p.id WHERE reach(p.region_code)\n"
      " ORDER BY q.id;",
      "18:33: " LACKS_POST("q") },
    { "in capitals",
      "-- name: post_x many, at most 5\n"
      "SELECT title FROM POST ORDER BY id;",
      "18:19: " LACKS_POST("POST") },

    /* ---- through a view ---- */
    { "a view",
      "-- name: post_x many, at most 5\n"
      "SELECT title FROM post_pub ORDER BY id;",
      "18:19: " LACKS_POST("post_pub") },
    { "a view within",
      "-- name: post_x many, at most 5\n"
      "SELECT v.title FROM post_pub v WHERE reach(v.region_code, v.org_id) ORDER BY v.id;",
      "" },
    { "another slice's view",
      "-- name: post_x many, at most 5\n"
      "SELECT l.name FROM place_pub l ORDER BY l.id;",
      "18:20: " LACKS("place", "l.area") },
    { "another slice's view within",
      "-- name: post_x many, at most 5\n"
      "SELECT l.name FROM place_pub l WHERE reach(l.area) ORDER BY l.id;",
      "" },
    { "a view without the scope",
      "-- name: post_x many, at most 5\n"
      "SELECT title FROM post_title_pub ORDER BY id;",
      "18:19: post_title_pub gives rows of the scoped table post without its scope; add the column "
      "to the view, or say \"-- unscoped: WHY\" under the name" },
    { "a view that reads it twice, once within",
      "-- name: post_x many, at most 5\n"
      "SELECT v.id FROM post_pair v WHERE reach(v.region_code) ORDER BY v.id;",
      "18:18: " LACKS("post", "v.region_code") },
    { "and both within",
      "-- name: post_x many, at most 5\n"
      "SELECT v.id FROM post_pair v WHERE reach(v.region_code) AND reach(v.other) ORDER BY v.id;",
      "" },
    { "the same column twice is once",
      "-- name: post_x many, at most 5\n"
      "SELECT v.id FROM post_pair v WHERE reach(v.other) AND reach(v.other) ORDER BY v.id;",
      "18:18: " LACKS("post", "v.region_code") },
    { "a view of two tables",
      "-- name: post_x many, at most 5\n"
      "-- types: title text\n"
      "SELECT title FROM post_all ORDER BY title;",
      "19:19: post_all gives rows of the scoped table post_note without its scope; add the column "
      "to the view, or say \"-- unscoped: WHY\" under the name" },
    { "a view that is made again",
      "-- migration 2: narrower\n"
      "DROP VIEW post_pub;\n"
      "CREATE VIEW post_pub AS SELECT id, title FROM post;\n"
      "-- name: post_x many, at most 5\n"
      "SELECT title FROM post_pub ORDER BY id;",
      "21:19: post_pub gives rows of the scoped table post without its scope; add the column to "
      "the view, or say \"-- unscoped: WHY\" under the name" },

    /* ---- a reach that guards nothing ---- */
    { "OR behind it",
      "-- name: post_x one\n"
      "SELECT p.title FROM post p WHERE reach(p.region_code) OR p.is_open;",
      "18:34: " NOT_ALONE },
    { "OR before it",
      "-- name: post_x one\n"
      "SELECT p.title FROM post p WHERE p.is_open OR p.id = :id AND reach(p.region_code);",
      "18:62: " NOT_ALONE },
    { "OR in brackets is another condition",
      "-- name: post_x one\n"
      "SELECT p.title FROM post p WHERE (p.is_open OR p.id = :id) AND reach(p.region_code);",
      "" },
    { "itself in brackets",
      "-- name: post_x one\n"
      "SELECT p.title FROM post p WHERE p.is_open AND (p.id = :id OR reach(p.region_code));",
      "18:63: " NOT_ALONE },
    { "NOT",
      "-- name: post_x one\n"
      "SELECT p.title FROM post p WHERE NOT reach(p.region_code);",
      "18:38: " NOT_ALONE },
    { "compared",
      "-- name: post_x one\n"
      "SELECT p.title FROM post p WHERE reach(p.region_code) = false;",
      "18:34: " NOT_ALONE },
    { "in a CASE",
      "-- name: post_x one\n"
      "SELECT p.title FROM post p\n"
      " WHERE CASE WHEN p.is_open THEN true ELSE true AND reach(p.region_code) AND true END;",
      "19:52: " NOT_ALONE },
    { "the end of a BETWEEN",
      "-- name: post_x one\n"
      "SELECT p.title FROM post p WHERE p.is_open BETWEEN false AND reach(p.region_code);",
      "18:62: " NOT_ALONE },
    { "after a BETWEEN",
      "-- name: post_x one\n"
      "SELECT p.title FROM post p WHERE p.id BETWEEN 1 AND 9 AND reach(p.region_code);",
      "" },
    { "a column",
      "-- name: post_x one\n"
      "SELECT reach(p.region_code) AS f FROM post p;",
      "18:8: " NOT_ALONE },
    { "HAVING",
      "-- name: post_x one\n"
      "SELECT p.title FROM post p GROUP BY p.title HAVING reach(p.region_code);",
      "18:52: " NOT_ALONE },
    { "in a sub-select of its own",
      "-- name: post_x one\n"
      "SELECT p.title FROM post p WHERE EXISTS (SELECT 1 FROM post_kind k "
      "WHERE reach(p.region_code));",
      "18:74: " NOT_OWN },
    { "in the condition of ON CONFLICT",
      "-- name: post_x run\n"
      "INSERT INTO post (id, region_code, title, is_open)\n"
      "VALUES (:id, :region_code, :title, true)\n"
      "    ON CONFLICT (id) WHERE reach(region_code) DO UPDATE SET title = excluded.title;",
      "20:28: " NOT_ALONE },
    { "in the condition of DO UPDATE",
      "-- name: post_x run\n"
      "INSERT INTO post AS p (id, region_code, title, is_open)\n"
      "VALUES (:id, :region_code, :title, true)\n"
      "    ON CONFLICT (id) DO UPDATE SET title = excluded.title WHERE reach(p.region_code);",
      "" },
    { "in the ON of a JOIN",
      "-- name: post_x one\n"
      "SELECT p.title FROM post_kind k JOIN post p ON p.id = k.post_id AND reach(p.region_code);",
      "" },
    { "in the ON of its own LEFT JOIN",
      "-- name: post_x one\n"
      "SELECT p.title FROM post_kind k LEFT JOIN post p ON p.id = k.post_id "
      "AND reach(p.region_code);",
      "" },
    { "in the ON of another's LEFT JOIN",
      "-- name: post_x one\n"
      "SELECT p.title FROM post p LEFT JOIN post_kind k ON k.post_id = p.id "
      "AND reach(p.region_code);",
      "18:74: the ON of a LEFT JOIN restricts only what it joins; put reach() into the WHERE" },

    /* ---- what it is given ---- */
    { "nothing",
      "-- name: post_x one\n"
      "SELECT title FROM post WHERE reach();",
      "18:30: " FORM },
    { "an expression",
      "-- name: post_x one\n"
      "SELECT title FROM post p WHERE reach(p.region_code || '');",
      "18:32: " FORM },
    { "three columns",
      "-- name: post_x one\n"
      "SELECT title FROM post p WHERE reach(p.region_code, p.org_id, p.id);",
      "18:32: " FORM },
    { "columns of two tables",
      "-- name: post_x one\n"
      "SELECT p.title FROM post p JOIN post_kind k ON k.id = p.id\n"
      " WHERE reach(p.region_code, k.id);",
      "19:8: " FORM },
    { "a misspelt column",
      "-- name: post_x one\n"
      "SELECT title FROM post p WHERE reach(p.region_cod);",
      "18:38: no column \"p.region_cod\"; did you mean \"region_code\"?" },
    { "no scope column",
      "-- name: post_x one\n"
      "SELECT p.title FROM post p WHERE reach(p.title);",
      "18:34: \"title\" of post is no scope column; give it the type scope, or take reach() out" },
    { "no scoped table",
      "-- name: post_x one\n"
      "SELECT k.name FROM post_kind k WHERE reach(k.name);",
      "18:38: \"name\" of post_kind is no scope column; give it the type scope, or take reach() "
      "out" },
    { "no organisation",
      "-- name: post_x one\n"
      "SELECT p.title FROM post p WHERE reach(p.region_code, p.title);",
      "18:34: \"title\" of post is no organisation's id; name one, or write reach() with the "
      "scope column alone" },
    { "no alias where there is one table",
      "-- name: post_x one\n"
      "SELECT title FROM post WHERE reach(region_code, org_id);",
      "" },
    { "no alias where there are two",
      "-- name: post_x one\n"
      "SELECT title FROM post JOIN post_kind k ON k.post_id = post.id WHERE reach(region_code);",
      "18:70: " NOT_OWN },
    { "the column of a sub-select",
      "-- name: post_x one\n"
      "SELECT t.title FROM (SELECT region_code, title FROM post) t WHERE reach(t.region_code);",
      "18:67: " NOT_OWN },
    { "a parameter of its name",
      "-- name: post_x one\n"
      "SELECT p.title FROM post p WHERE reach(p.region_code) AND p.title > :reach_low;",
      "18:69: \"reach_low\" is named as what reach() is given; give the parameter another name" },
    { "in a migration",
      "-- migration 2: v\n"
      "CREATE VIEW post_v AS SELECT title FROM post WHERE reach(region_code);\n",
      "18:52: reach() belongs to who asks; leave it out here and say it in the statements" },

    /* ---- without any ---- */
    { "an insert",
      "-- name: post_x new post\n"
      "INSERT INTO post (region_code, title, is_open) VALUES (:region_code, :title, true)\n"
      "    ON CONFLICT (id) DO NOTHING;",
      "" },
    { "an insert that gives back its row",
      "-- name: post_x one\n"
      "INSERT INTO post (region_code, title, is_open) VALUES (:region_code, :title, true)\n"
      "RETURNING id, region_code, title;",
      "" },
    { "a migration that changes rows",
      "-- migration 2: v\n"
      "UPDATE post SET title = '' WHERE title = '-';\n",
      "" },
    { "a reason",
      "-- name: post_x many, at most 5\n"
      "-- unscoped: everybody may see the titles\n"
      "SELECT title FROM post ORDER BY id;",
      "" },
    { "a reason for one of two tables",
      "-- name: post_x many, at most 5\n"
      "-- unscoped: notes go with their post\n"
      "SELECT n.words FROM post p JOIN post_note n ON n.post_id = p.id\n"
      " WHERE reach(p.region_code) ORDER BY n.id;",
      "" },
    { "a reason that is none",
      "-- name: post_x many, at most 5\n"
      "-- unscoped:\n"
      "SELECT title FROM post ORDER BY id;",
      "18:4: no reason is given; say after \"unscoped:\" why all rows may be seen" },
    { "a reason where no table is scoped",
      "-- name: post_x many, at most 5\n"
      "-- unscoped: kinds are everybody's\n"
      "SELECT name FROM post_kind ORDER BY id;",
      "18:4: " NOT_NEEDED },
    { "a reason beside a reach",
      "-- name: post_x many, at most 5\n"
      "-- unscoped: just in case\n"
      "SELECT p.title FROM post p WHERE reach(p.region_code) ORDER BY p.id;",
      "18:4: " NOT_NEEDED },
    { "a reason above the name is none",
      "-- unscoped: everybody may see the titles\n"
      "-- name: post_x many, at most 5\n"
      "SELECT title FROM post ORDER BY id;",
      "19:19: " LACKS_POST("post") },

    /* ---- the type ---- */
    { "a scope that may be unknown",
      "-- migration 2: v\n"
      "CREATE TABLE post_v (id id PRIMARY KEY, region scope);\n",
      "18:48: the scope \"region\" may be unknown; add NOT NULL, the nation is ''" },
    { "a scope added",
      "-- migration 2: v\n"
      "ALTER TABLE post_kind ADD COLUMN region scope NOT NULL DEFAULT '';\n"
      "-- name: post_x many, at most 5\n"
      "SELECT name FROM post_kind ORDER BY id;",
      "20:18: " LACKS("post_kind", "post_kind.region") },
    { "a scope as a word of types",
      "-- name: post_x one\n"
      "-- types: r scope\n"
      "SELECT '' AS r;",
      "18:13: \"scope\" is not a type here; use int64, text, bytes, bool, time or TABLE_id, with "
      "? if it may be unknown" },
    { "a cast to scope",
      "-- name: post_x one\n"
      "-- types: r text\n"
      "SELECT CAST('' AS scope) AS r;",
      "19:19: \"scope\" is not a type of ours; use int64, text, bytes, bool or time" },
};

TEST(sqlgen_scope)
{
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct str     sql = str_fmt(unit_arena(), "%s%s", post_sql, cases[i].more);
        struct emitted e;
        struct str     fault;

        run(sql, &e, &fault);
        check_text(cases[i].name, fault, str_of(cases[i].fault));
        arena_reset(unit_arena());
    }
}

/* ---- what becomes of it ---------------------------------------------------------------------- */

static const struct { const char *name, *call, *sqlite, *postgres; } written[] = {
    { "a region", "reach(p.region_code)",
      "(p.region_code >= :reach_low AND p.region_code < :reach_high AND :reach_org = 0)",
      "(p.region_code >= $1 AND p.region_code < $2 AND $3 = 0)" },
    { "an organisation", "reach ( p.region_code,\n  p.org_id )",
      "(p.region_code >= :reach_low AND p.region_code < :reach_high"
      " AND (:reach_org = 0 OR p.org_id = :reach_org))",
      "(p.region_code >= $1 AND p.region_code < $2 AND ($3 = 0 OR p.org_id = $3))" },
    { "no alias", "reach(region_code)",
      "(region_code >= :reach_low AND region_code < :reach_high AND :reach_org = 0)",
      "(region_code >= $1 AND region_code < $2 AND $3 = 0)" },
    { "another parameter before", "p.title = :title AND reach(p.region_code)",
      "p.title = :title AND "
      "(p.region_code >= :reach_low AND p.region_code < :reach_high AND :reach_org = 0)",
      "p.title = $1 AND (p.region_code >= $2 AND p.region_code < $3 AND $4 = 0)" },
};

TEST(sqlgen_scope_expands)
{
    for (size_t i = 0; i < COUNT(written); i++) {
        struct arena  *a = unit_arena();
        const char    *head = "SELECT p.title FROM post p WHERE ";
        struct emitted e;
        struct str     fault;
        struct gen    *g = run(str_fmt(a, "%s-- name: post_x one\n%s%s;", post_sql, head,
                                       written[i].call), &e, &fault);

        check_text(written[i].name, fault, S(""));
        if (fault.n)
            continue;
        check_text(written[i].name, g->query[0]->sqlite,
                   str_fmt(a, "%s%s", head, written[i].sqlite));
        check_text(written[i].name, g->query[0]->postgres,
                   str_fmt(a, "%s%s", head, written[i].postgres));
        check(written[i].name, g->query[0]->reach);
        arena_reset(a);
    }
}
