/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sqlgen_check.c — gives every parameter and column of a statement its type, or stops the build.
 *
 * A column's type is its table's, found by SQLite through views and sub-selects; it may be unknown
 * if the table says so or a LEFT JOIN may have missed. A parameter has the type of the column of
 * the same name, in the table that the statement writes, else in those it reads. `-- types:` says
 * the rest, and overrides.
 */
#include "tool/sqlgen/sqlgen.h"

#include <string.h>

static const struct slot *
slot_named(const struct slots *s, struct str name)
{
    for (size_t i = 0; i < s->n; i++)
        if (str_eq(s->v[i].name, name))
            return &s->v[i];
    return NULL;
}

static bool
same_type(struct type a, struct type b)
{
    return a.own == b.own && str_eq(a.table, b.table);
}

/* ---- form of the statement ------------------------------------------------------------------ */

/* Leaves exactly one statement in q->sql, without its semicolon. */
static bool
check_single(struct gen *g, struct query *q)
{
    struct tokens *s = &q->sql;

    if (s->n == 0)
        return gen_fault(g, q->at, "no statement under \"%.*s\"; write one", TEXT(q->name));
    if (!token_is(&s->v[s->n - 1], ";"))
        return gen_fault(g, s->v[s->n - 1].end, "the statement does not end; end it with ;");
    s->n--;
    for (size_t i = 0; i < s->n; i++)
        if (token_is(&s->v[i], ";"))
            return gen_fault(g, s->v[i].at, "two statements under one name; give each its own");
    return s->n > 0
        || gen_fault(g, q->at, "no statement under \"%.*s\"; write one", TEXT(q->name));
}

/* `*` as a list of columns; count(*) and products follow something else. */
static bool
check_star(struct gen *g, const struct tokens *s)
{
    static const char *const before[] = { "SELECT", "DISTINCT", "ALL", ",", ".", "RETURNING" };

    for (size_t i = 1; i < s->n; i++)
        for (size_t k = 0; k < COUNT(before); k++)
            if (token_is(&s->v[i], "*") && token_is(&s->v[i - 1], before[k]))
                return gen_fault(g, s->v[i].at, "* changes with the table; name the columns");
    return true;
}

/* Where `first second` stands outside of brackets; the end if nowhere. */
static size_t
clause_at(const struct tokens *s, const char *first, const char *second)
{
    int depth = 0;

    for (size_t i = 0; i < s->n; i++) {
        depth += token_is(&s->v[i], "(");
        depth -= token_is(&s->v[i], ")");
        if (depth == 0 && token_is(&s->v[i], first) && (!second || token_is(&s->v[i + 1], second)))
            return i;
    }
    return s->n;
}

static bool
check_form(struct gen *g, struct query *q)
{
    const struct tokens *s = &q->sql;
    bool                 rows = q->kind == KIND_MANY || q->kind == KIND_EACH;

    if (!check_star(g, s))
        return false;
    if (rows && clause_at(s, "ORDER", "BY") == s->n)
        return gen_fault(g, q->at, "\"%.*s\" gives rows in no order; add ORDER BY", TEXT(q->name));
    if (q->kind != KIND_NEW)
        return true;
    if (!token_is(&s->v[0], "INSERT"))
        return gen_fault(g, s->v[0].at, "new is for INSERT; use run");
    size_t returning = clause_at(s, "RETURNING", NULL);

    return returning == s->n
        || gen_fault(g, s->v[returning].at, "new returns the id by itself; leave out RETURNING");
}

/* ---- parameters ----------------------------------------------------------------------------- */

/* The type of the slot's namesake in the tables written, or read; n tells how many said so. */
static bool
type_by_name(struct gen *g, struct slot *slot, bool writes, size_t *n)
{
    struct type type;

    *n = 0;
    for (size_t i = 0; i < g->touched.n; i++) {
        const struct touch *t = &g->touched.v[i];

        if (t->writes != writes || !schema_column(g, t->name, slot->name, &type))
            continue;
        if ((*n)++ == 0)
            slot->type = type;
        else if (!same_type(slot->type, type))
            return gen_fault(g, slot->at, "the type of :%.*s could be that of several tables; "
                             "say which in \"-- types:\"", TEXT(slot->name));
        slot->type.maybe = slot->type.maybe && type.maybe;
    }
    return true;
}

static bool
check_param(struct gen *g, const struct query *q, struct slot *slot)
{
    const struct slot *said = slot_named(q->types, slot->name);
    size_t             n;

    if (said) {
        slot->type = said->type;
        return true;
    }
    if (!type_by_name(g, slot, true, &n) || (n == 0 && !type_by_name(g, slot, false, &n)))
        return false;
    return n > 0 || gen_fault(g, slot->at, "no column gives :%.*s its type; "
                              "add it to \"-- types:\"", TEXT(slot->name));
}

/* What a reach(…) is given, in the order in which dialect_… writes it. */
static const struct slot reach_slots[] = {
    { .name = { "reach_low", 9 },  .from = { "reach.low", 9 },  .type = { .own = OWN_TEXT } },
    { .name = { "reach_high", 10 }, .from = { "reach.high", 10 }, .type = { .own = OWN_TEXT } },
    { .name = { "reach_org", 9 },  .from = { "reach.org", 9 },  .type = { .own = OWN_INT64 } },
};

static bool
add_param(struct gen *g, const struct query *q, struct slot slot)
{
    if (!slot.from.p && str_starts(slot.name, S("reach_")))
        return gen_fault(g, slot.at, "\"%.*s\" is named as what reach() is given; "
                         "give the parameter another name", TEXT(slot.name));
    if (slot_named(q->params, slot.name))
        return true;
    if (q->params->n == SLOTS_MAX)
        return gen_fault(g, slot.at, "more than %d parameters; split the statement", SLOTS_MAX);
    if (!slot.from.p) {
        if (!dialect_name(g, "parameter", slot.name, slot.at) || !check_param(g, q, &slot))
            return false;
        q->given->v[q->given->n++] = slot;
    }
    q->params->v[q->params->n++] = slot;
    return true;
}

static bool
check_params(struct gen *g, struct query *q)
{
    q->params = NEW(g->arena, struct slots);
    q->given = NEW(g->arena, struct slots);
    for (size_t i = 0; i < q->sql.n; i++) {
        const struct token *t = &q->sql.v[i];

        for (size_t k = 0; is_reach(&q->sql, i) && k < COUNT(reach_slots); k++)
            if (!add_param(g, q, reach_slots[k]))
                return false;
        if (t->kind == TOKEN_PARAM
            && !add_param(g, q, (struct slot){ .name = t->text, .at = t->at }))
            return false;
    }
    return true;
}

/* ---- columns -------------------------------------------------------------------------------- */

struct names { struct str v[SLOTS_MAX]; size_t n; bool all; };

static bool
has_name(const struct names *names, struct str name)
{
    for (size_t i = 0; i < names->n; i++)
        if (str_eq(names->v[i], name))
            return true;
    return names->all;
}

static void
add_name(struct names *names, struct str name)
{
    if (names->n == SLOTS_MAX)
        names->all = true;
    else if (!has_name(names, name))
        names->v[names->n++] = name;
}

/* The tables under what a LEFT JOIN may miss. What is neither table nor view (WITH) may be any. */
static void
add_under(struct gen *g, struct names *missed, struct str name)
{
    const struct object *o = schema_object(g, name);

    if (!o) {
        missed->all = true;
        return;
    }
    if (!object_is_view(o)) {
        add_name(missed, name);
        return;
    }
    for (size_t i = 3; i < o->sql.n; i++)
        if (schema_object(g, o->sql.v[i].text))
            add_under(g, missed, o->sql.v[i].text);
}

/* What the LEFT JOINs of a statement, and of the views that it names, may miss. */
static void
find_missed(struct gen *g, const struct tokens *s, struct names *missed)
{
    for (size_t i = 0; i + 1 < s->n; i++) {
        const struct object *o = schema_object(g, s->v[i].text);

        if (object_is_view(o) && o->sql.v != s->v)
            find_missed(g, &o->sql, missed);
        if (!token_is(&s->v[i], "LEFT"))
            continue;
        size_t item = i + 2 + token_is(&s->v[i + 1], "OUTER");

        if (item < s->n)
            add_under(g, missed, s->v[item].text);
    }
}

/* Whose column it is, by SQLite's word; unknown for an expression. */
struct origin { struct str table, column; };

static struct origin
origin_of(struct gen *g, sqlite3_stmt *st, int i)
{
    const char *table = sqlite3_column_table_name(st, i);

    if (!table)
        return (struct origin){ 0 };
    return (struct origin){
        .table = str_copy(g->arena, str_of(table)),
        .column = str_copy(g->arena, str_of(sqlite3_column_origin_name(st, i))),
    };
}

static size_t
place_of_column(const struct tokens *s, struct str name)
{
    for (size_t i = 0; i < s->n; i++)
        if (str_eq(s->v[i].text, name))
            return s->v[i].at;
    return s->v[0].at;
}

/* UNION and its like: SQLite tells of the first arm alone. */
static bool
is_compound(const struct tokens *s)
{
    return clause_at(s, "UNION", NULL) < s->n || clause_at(s, "EXCEPT", NULL) < s->n
        || clause_at(s, "INTERSECT", NULL) < s->n;
}

/* From the schema: by SQLite's word, or for RETURNING by the name in the table written. */
static bool
column_of_schema(struct gen *g, const struct query *q, struct origin from, struct slot *slot)
{
    size_t n = 0;

    if (!from.table.p || is_compound(&q->sql))
        return q->writes && type_by_name(g, slot, true, &n) && n > 0;
    slot->note = schema_note(g, from.table, from.column);
    return schema_column(g, from.table, from.column, &slot->type);
}

static bool
check_column(struct gen *g, struct query *q, sqlite3_stmt *st, int i, const struct names *missed)
{
    struct slot       *slot = &q->columns->v[q->columns->n];
    struct str         name = str_copy(g->arena, str_of(sqlite3_column_name(st, i)));
    struct origin      from = origin_of(g, st, i);
    const struct slot *said = slot_named(q->types, name);

    *slot = (struct slot){ .name = name, .at = place_of_column(&q->sql, name) };
    if (!name_is_plain(name))
        return gen_fault(g, slot->at, "column %d has no name; add AS name", i + 1);
    if (!dialect_name(g, "column", name, slot->at))
        return false;
    if (slot_named(q->columns, name))
        return gen_fault(g, slot->at, "two columns are called \"%.*s\"; rename one with AS",
                         TEXT(name));
    q->columns->n++;
    if (said) {
        slot->type = said->type;
        return true;
    }
    if (!column_of_schema(g, q, from, slot))
        return gen_fault(g, slot->at, "no table gives \"%.*s\" its type; add it to \"-- types:\"",
                         TEXT(name));
    slot->type.maybe |= has_name(missed, from.table);
    return slot->type.own != OWN_BOOL || !slot->type.maybe
        || gen_fault(g, slot->at, "the bool \"%.*s\" is unknown when the LEFT JOIN misses; "
                     "use coalesce(…, false)", TEXT(name));
}

static bool
check_columns(struct gen *g, struct query *q, sqlite3_stmt *st)
{
    struct names *missed = NEW(g->arena, struct names);
    int           n = sqlite3_column_count(st);

    q->columns = NEW(g->arena, struct slots);
    if (q->kind == KIND_NEW)
        return true;
    if (q->kind == KIND_RUN)
        return n == 0 || gen_fault(g, q->at, "run gives no rows; use one, many or each");
    if (n == 0)
        return gen_fault(g, q->at, "the statement gives no rows; use run or new");
    if (n > SLOTS_MAX)
        return gen_fault(g, q->at, "more than %d columns; split the statement", SLOTS_MAX);
    find_missed(g, &q->sql, missed);
    for (int i = 0; i < n; i++)
        if (!check_column(g, q, st, i, missed))
            return false;
    return true;
}

/* ---- order ---------------------------------------------------------------------------------- */

static bool
says_not_null(const struct tokens *s, struct str name)
{
    for (size_t i = 0; i + 3 < s->n; i++)
        if (str_eq(s->v[i].text, name) && token_is(&s->v[i + 1], "IS")
            && token_is(&s->v[i + 2], "NOT") && token_is(&s->v[i + 3], "NULL"))
            return true;
    return false;
}

/* Rows without a value come first on SQLite and last on PostgreSQL, unless the statement says. */
static bool
check_order(struct gen *g, const struct query *q)
{
    const struct tokens *s = &q->sql;

    for (size_t i = clause_at(s, "ORDER", "BY") + 2; i < s->n; i++) {
        const struct token *t = &s->v[i], *after = t + 1;
        const struct slot  *c = slot_named(q->columns, t->text);

        if (token_is(after, "ASC") || token_is(after, "DESC"))
            after++;
        bool ends = token_is(after, ",") || after->kind == TOKEN_END || token_is(after, ";")
                 || token_is(after, "LIMIT");

        if (t->kind == TOKEN_WORD && c && c->type.maybe && ends && !says_not_null(s, t->text))
            return gen_fault(g, t->at, "\"%.*s\" may be unknown, and the engines sort that to "
                             "opposite ends; say NULLS FIRST or NULLS LAST", TEXT(t->text));
    }
    return true;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static bool
check_types_used(struct gen *g, const struct query *q)
{
    for (size_t i = 0; i < q->types->n; i++) {
        const struct slot *t = &q->types->v[i];

        if (!slot_named(q->params, t->name) && !slot_named(q->columns, t->name))
            return gen_fault(g, t->at, "the statement has no \"%.*s\"; "
                             "take it out of \"-- types:\"", TEXT(t->name));
    }
    return true;
}

/* `new` gives the id of a row of the table that it writes. */
static bool
check_new(struct gen *g, struct query *q)
{
    struct type type;
    struct str  table = { 0 };

    for (size_t i = 0; i < g->touched.n; i++)
        if (g->touched.v[i].writes)
            table = g->touched.v[i].name;
    if (!str_eq(q->row, q->name) && !str_eq(q->row, table))
        return gen_fault(g, q->at, "\"%.*s\" inserts into %.*s, not %.*s; correct the name line",
                         TEXT(q->name), TEXT(table), TEXT(q->row));
    q->row = table;
    return (schema_column(g, table, S("id"), &type) && type.own == OWN_ID)
        || gen_fault(g, q->at, "%.*s has no id of its own; use run", TEXT(table));
}

static bool
check_writes(struct gen *g, struct query *q)
{
    if (q->kind == KIND_RUN && !q->writes)
        return gen_fault(g, q->at, "\"%.*s\" only reads; use one, many or each", TEXT(q->name));
    return q->kind != KIND_NEW || check_new(g, q);
}

static bool
check_prepared(struct gen *g, struct query *q, sqlite3_stmt *st)
{
    q->writes = !sqlite3_stmt_readonly(st);
    return schema_check_touched(g, &q->sql) && check_writes(g, q) && scope_check(g, q)
        && check_params(g, q) && check_columns(g, q, st) && check_types_used(g, q)
        && check_order(g, q);
}

/* The product's own text must stand on the product's own tables. */
static bool
check_real(struct gen *g, struct query *q)
{
    const char   *tail = q->kind == KIND_NEW ? " RETURNING id" : "";
    sqlite3_stmt *st = NULL;

    q->sqlite = dialect_sqlite(g, &q->sql, tail);
    q->postgres = dialect_postgres(g, &q->sql, q->params, tail);
    if (sqlite3_prepare_v2(g->real, q->sqlite.p, (int)q->sqlite.n, &st, NULL) != SQLITE_OK)
        return gen_fault(g, q->sql.v[0].at, "SQLite says: %s; correct the statement",
                         sqlite3_errmsg(g->real));
    sqlite3_finalize(st);
    return true;
}

/* Statements that share a row's name share its columns. */
static bool
check_row(struct gen *g, size_t which)
{
    struct query *q = g->query[which];

    for (size_t i = 0; i < which && q->columns->n; i++) {
        struct query *other = g->query[i];

        if (!other->columns->n || !str_eq(other->row, q->row))
            continue;
        bool same = other->columns->n == q->columns->n;

        for (size_t k = 0; same && k < q->columns->n; k++) {
            struct slot *a = &q->columns->v[k], *b = &other->columns->v[k];
            bool         number = a->type.own == OWN_INT64 || a->type.own == OWN_TIME;

            same = str_eq(a->name, b->name) && same_type(a->type, b->type)
                && (!number || a->type.maybe == b->type.maybe);
            b->type.maybe |= a->type.maybe;
        }
        if (!same)
            return gen_fault(g, q->at, "the row \"%.*s\" has other columns in \"%.*s\"; "
                             "make them the same, or name this row otherwise",
                             TEXT(q->row), TEXT(other->name));
        return true;
    }
    return true;
}

static bool
check_query(struct gen *g, size_t i)
{
    struct query *q = g->query[i];
    sqlite3_stmt *st = NULL;

    if (!check_single(g, q) || !dialect_mark(g, &q->sql) || !check_form(g, q))
        return false;
    size_t     from = q->sql.v[0].at;
    struct str sql = str_part(gen_file(g)->text, from, q->sql.v[q->sql.n - 1].end - from);

    if (!schema_prepare(g, from, sql, &st))
        return false;
    bool ok = check_prepared(g, q, st);

    sqlite3_finalize(st);
    return ok && check_real(g, q) && check_row(g, i);
}

bool
check_queries(struct gen *g)
{
    for (size_t i = 0; i < g->n_queries; i++)
        if (!check_query(g, i))
            return false;
    return true;
}
