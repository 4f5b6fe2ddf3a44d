/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sqlgen_scope.c — no rows of a scoped table without a reach.
 *
 * A table with a column of the type `scope` is scoped. Wherever a statement reads, changes or
 * deletes rows of one, also through views, the same SELECT says `reach(…)` on a scope column of it
 * as a condition of its own, or a line under the name says why not. SQLite tells which tables are
 * touched; the tokens tell where, and whether the condition holds for every row. What cannot be
 * followed is refused: a statement may have to be written plainer, but none slips through.
 */
#include "tool/sqlgen/sqlgen.h"

#include <strings.h>

enum {
    ITEMS_MAX = 128,            /* tables and views that one statement names */
    CLAUSES_MAX = 256,          /* WHERE and ON of one statement             */
    FRAMES_MAX = 64,            /* brackets in brackets                      */
    NONE = ITEMS_MAX,
};

enum clause { CLAUSE_OTHER, CLAUSE_FROM, CLAUSE_WHERE, CLAUSE_ON };

/* What a FROM, an UPDATE or a DELETE names. `object` is NULL for WITH and for a sub-select. */
struct item { const struct object *object; struct str alias; size_t arm, at, n_reached; };

/* A reach(…): in which arm and clause, and what it restricts. */
struct call {
    struct reach_call is;
    size_t            at, arm, clause;      /* at: the token                                  */
    size_t            only;                 /* the item of a LEFT JOIN's ON; NONE: any        */
    bool              left;                 /* it stands in such an ON                        */
    bool              alone;                /* as far as is seen from here: no CASE, no `= 0` */
    struct str        column;               /* found: the scope column, of `table`            */
    struct str        table;
    size_t            item;
};

/* Where we are within one pair of brackets. An arm is a SELECT, or one side of a UNION. */
struct frame {
    enum clause kind;
    size_t      arm, clause, joined;
    int         cases;
    bool        expects, left, between;
};

struct scan {
    struct gen          *g;
    const struct tokens *s;
    struct item          item[ITEMS_MAX];
    struct call          call[SLOTS_MAX];
    bool                 has_or[CLAUSES_MAX];
    struct frame         frame[FRAMES_MAX];
    struct item          target;            /* of INSERT */
    size_t               n_items, n_calls, n_clauses, n_arms, depth;
    bool                 over;              /* a ceiling was passed */
};

/* ---- reach(t.region_code, t.org_id) as tokens ------------------------------------------------ */

/* A name in any case, in double quotes or not. */
static bool
same_name(struct str a, struct str b)
{
    a = str_starts(a, S("\"")) ? str_part(a, 1, a.n - 2) : a;
    b = str_starts(b, S("\"")) ? str_part(b, 1, b.n - 2) : b;
    return a.n == b.n && (a.n == 0 || strncasecmp(a.p, b.p, a.n) == 0);
}

/* "region_code" or "t.region_code" at *i, which moves behind it. */
static bool
read_column(const struct tokens *s, size_t *i, struct str *alias, struct str *column)
{
    *alias = (struct str){ 0 };
    if (s->v[*i].kind == TOKEN_WORD && token_is(&s->v[*i + 1], ".")) {
        *alias = s->v[*i].text;
        *i += 2;
    }
    *column = s->v[*i].text;
    return s->v[(*i)++].kind == TOKEN_WORD;
}

bool
is_reach(const struct tokens *s, size_t i)
{
    return i + 1 < s->n && token_is(&s->v[i], "reach") && token_is(&s->v[i + 1], "(");
}

bool
reach_at(const struct tokens *s, size_t i, struct reach_call *call)
{
    size_t     k = i + 2;
    struct str alias = { 0 };

    *call = (struct reach_call){ 0 };
    if (!read_column(s, &k, &call->alias, &call->region))
        return false;
    if (token_is(&s->v[k], ",")) {
        k++;
        if (!read_column(s, &k, &alias, &call->org) || !same_name(alias, call->alias))
            return false;
    }
    call->n = k + 1 - i;
    return token_is(&s->v[k], ")");
}

bool
scope_refuse(struct gen *g, const struct tokens *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (is_reach(s, i))
            return gen_fault(g, s->v[i].at, "reach() belongs to who asks; "
                             "leave it out here and say it in the statements");
    return true;
}

/* ---- walking a statement --------------------------------------------------------------------- */

static bool
is_one_of(const struct token *t, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (token_is(t, words[i]))
            return true;
    return false;
}

/* A new arm or clause of the innermost brackets. */
static void
enter_arm(struct scan *x)
{
    struct frame *f = &x->frame[x->depth];

    *f = (struct frame){ .arm = x->n_arms++, .joined = NONE };
}

static void
enter_clause(struct scan *x, enum clause kind)
{
    struct frame *f = &x->frame[x->depth];

    f->kind = kind;
    f->expects = kind == CLAUSE_FROM;
    f->cases = 0;
    f->between = false;
    x->over |= x->n_clauses + 1 >= CLAUSES_MAX;
    f->clause = x->over ? 0 : ++x->n_clauses;
}

/* `name`, `name alias` or `name AS alias` at the i-th token. */
static struct item
item_at(struct scan *x, size_t i)
{
    static const char *const after[] = {
        "ON", "WHERE", "JOIN", "LEFT", "INNER", "CROSS", "OUTER", "GROUP", "HAVING", "ORDER",
        "LIMIT", "OFFSET", "WINDOW", "UNION", "EXCEPT", "INTERSECT", "SET", "FROM", "USING",
        "VALUES", "SELECT", "DEFAULT", "RETURNING", "INDEXED", "NOT", "FOR", "OVERRIDING",
    };
    const struct token *t = &x->s->v[i], *next = t + 1;
    struct item         item = { .alias = t->text, .arm = x->frame[x->depth].arm, .at = t->at };

    for (size_t k = 0; k < x->g->n_objects && !item.object; k++)
        if (same_name(x->g->object[k].name, t->text))
            item.object = &x->g->object[k];
    if (token_is(next, "AS"))
        next++;
    if (next->kind == TOKEN_WORD && !is_one_of(next, after, COUNT(after)))
        item.alias = next->text;
    return item;
}

static void
add_item(struct scan *x, struct item item)
{
    x->over |= x->n_items == ITEMS_MAX;
    if (x->over)
        return;
    x->frame[x->depth].joined = x->n_items;
    x->item[x->n_items++] = item;
}

/* An opening bracket: a SELECT, a join in brackets, or nothing of ours. */
static void
open_bracket(struct scan *x, size_t i)
{
    static const char *const starts[] = { "SELECT", "VALUES", "WITH" };
    struct frame            *f = &x->frame[x->depth];
    bool                     from = f->expects;

    if (from)
        add_item(x, (struct item){ .arm = f->arm, .at = x->s->v[i].at });
    f->expects = false;
    if (x->depth + 1 == FRAMES_MAX) {
        x->over = true;
        return;
    }
    x->depth++;
    enter_arm(x);
    if (from && !is_one_of(&x->s->v[i + 1], starts, COUNT(starts)))
        enter_clause(x, CLAUSE_FROM);
}

static void
add_call(struct scan *x, size_t i)
{
    static const char *const after[] = {
        "AND", ")", ",", ";", "ON", "WHERE", "JOIN", "LEFT", "INNER", "CROSS", "GROUP", "HAVING",
        "ORDER", "LIMIT", "OFFSET", "WINDOW", "UNION", "EXCEPT", "INTERSECT", "RETURNING",
    };
    const struct frame *f = &x->frame[x->depth];
    struct call         call = { .at = i, .arm = f->arm, .clause = f->clause, .item = NONE };
    const struct token *before = i > 0 ? &x->s->v[i - 1] : &x->s->v[i];

    x->over |= x->n_calls == SLOTS_MAX;
    if (x->over || !reach_at(x->s, i, &call.is))
        return;
    const struct token *next = &x->s->v[i + call.is.n];
    bool                starts = token_is(before, "WHERE") || token_is(before, "ON");

    call.left = f->kind == CLAUSE_ON && f->left;
    call.only = f->joined;
    call.alone = (f->kind == CLAUSE_WHERE || f->kind == CLAUSE_ON) && f->cases == 0
        && (starts || (token_is(before, "AND") && !f->between))
        && (next->kind == TOKEN_END || is_one_of(next, after, COUNT(after)));
    x->call[x->n_calls++] = call;
}

static bool
begins_arm(const struct token *t)
{
    return token_is(t, "UNION") || token_is(t, "EXCEPT") || token_is(t, "INTERSECT")
        || (token_is(t, "ON") && token_is(t + 1, "CONFLICT"));
}

/* DO UPDATE and IS DISTINCT FROM name no tables after them. */
static bool
begins_tables(const struct token *t, const struct token *before)
{
    return (token_is(t, "UPDATE") && !(before && token_is(before, "DO")))
        || (token_is(t, "FROM") && !(before && token_is(before, "DISTINCT")));
}

/* The words that begin another part of a SELECT, UPDATE, DELETE or INSERT. */
static bool
take_clause_word(struct scan *x, size_t i)
{
    static const char *const other[] = {
        "SELECT", "SET", "VALUES", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "WINDOW",
        "RETURNING", "USING",
    };
    const struct token *t = &x->s->v[i], *before = i > 0 ? t - 1 : NULL;
    struct frame       *f = &x->frame[x->depth];

    if (begins_arm(t)) {
        enter_arm(x);
    } else if (token_is(t, "DO") && token_is(t + 1, "UPDATE")) {
        enter_arm(x);
        x->target.arm = f->arm;
        add_item(x, x->target);
    } else if (begins_tables(t, before)) {
        enter_clause(x, CLAUSE_FROM);
    } else if (token_is(t, "WHERE")) {
        enter_clause(x, CLAUSE_WHERE);
    } else if (token_is(t, "ON")) {
        enter_clause(x, CLAUSE_ON);
    } else if (is_one_of(t, other, COUNT(other))) {
        enter_clause(x, CLAUSE_OTHER);
    } else {
        return false;
    }
    return true;
}

/* What stands between the tables of a FROM, and within a condition. */
static void
take_word(struct scan *x, size_t i)
{
    const struct token *t = &x->s->v[i];
    struct frame       *f = &x->frame[x->depth];

    if (token_is(t, "LEFT")) {
        f->left = true;
    } else if (token_is(t, "JOIN")) {
        bool left = f->left && (token_is(t - 1, "LEFT") || token_is(t - 1, "OUTER"));

        enter_clause(x, CLAUSE_FROM);
        f->left = left;
    } else if (token_is(t, ",") && (f->kind == CLAUSE_FROM || f->kind == CLAUSE_ON)) {
        enter_clause(x, CLAUSE_FROM);
        f->left = false;
    } else if (token_is(t, "INTO")) {
        x->target = item_at(x, i + 1);
    } else if (token_is(t, "CASE")) {
        f->cases++;
    } else if (token_is(t, "END")) {
        f->cases -= f->cases > 0;
    } else if (token_is(t, "BETWEEN")) {
        f->between = true;
    } else if (token_is(t, "OR")) {
        x->has_or[f->clause] = true;
    }
}

static void
take_token(struct scan *x, size_t i)
{
    const struct token *t = &x->s->v[i];
    struct frame       *f = &x->frame[x->depth];
    bool                is_and = token_is(t, "AND");

    if (i > 0 && token_is(t - 1, "."))
        return;                             /* a column, whatever its name */
    if (is_reach(x->s, i))
        add_call(x, i);
    if (token_is(t, "(")) {
        open_bracket(x, i);
    } else if (token_is(t, ")")) {
        x->depth -= x->depth > 0;
    } else if (!take_clause_word(x, i)) {
        if (f->expects && t->kind == TOKEN_WORD) {
            add_item(x, item_at(x, i));
            f->expects = false;
        } else {
            take_word(x, i);
        }
    }
    if (is_and && i + 1 < x->s->n && !is_reach(x->s, i + 1))
        f->between = false;
}

static struct scan *
scan(struct gen *g, const struct tokens *s)
{
    struct scan *x = NEW(g->arena, struct scan);

    x->g = g;
    x->s = s;
    enter_arm(x);
    for (size_t i = 0; i < s->n; i++)
        take_token(x, i);
    return x;
}

/* ---- what stands for which table ------------------------------------------------------------- */

static bool
is_scoped(struct gen *g, struct str table)
{
    const struct object *o = schema_object(g, table);

    return o && !object_is_view(o) && schema_scope_of(g, table, table).p != NULL;
}

/* How often the rows of `table` come with `o`: a view may read it twice. */
static size_t
times_in(struct gen *g, const struct object *o, struct str table)
{
    size_t n = 0;

    if (!o)
        return 0;
    if (!object_is_view(o))
        return str_eq(o->name, table);
    const struct scan *x = scan(g, &o->sql);

    for (size_t i = 0; i < x->n_items; i++)
        n += times_in(g, x->item[i].object, table);
    return n;
}

/* How many scope columns of `table` are given to reach() from the i-th item. */
static size_t
times_reached(const struct scan *x, size_t i, struct str table)
{
    size_t n = 0;

    for (size_t k = 0; k < x->n_calls; k++) {
        const struct call *c = &x->call[k];
        bool               again = false;

        for (size_t j = 0; j < k; j++)
            again |= x->call[j].item == i && same_name(x->call[j].is.region, c->is.region);
        n += c->item == i && str_eq(c->table, table) && !again;
    }
    return n;
}

/* ---- each reach(…) --------------------------------------------------------------------------- */

/* The item that the call names; NONE if it names none of its own SELECT. */
static size_t
item_of(const struct scan *x, const struct call *c)
{
    size_t found = NONE, n = 0;

    for (size_t i = 0; i < x->n_items; i++) {
        if (x->item[i].arm != c->arm)
            continue;
        n++;
        if (!c->is.alias.p || same_name(x->item[i].alias, c->is.alias))
            found = i;
    }
    return c->is.alias.p || n == 1 ? found : NONE;
}

static bool
is_org(struct gen *g, struct str table, struct str column)
{
    struct type type;

    return schema_origin(g, &table, &column) && schema_column(g, table, column, &type)
        && (type.own == OWN_ID || type.own == OWN_INT64);
}

static bool
check_call(struct scan *x, struct call *c)
{
    struct gen *g = x->g;
    size_t      at = x->s->v[c->at].at;

    if (!c->alone || x->has_or[c->clause])
        return gen_fault(g, at, "reach() guards nothing here; make it a condition of its own: "
                         "WHERE reach(…) AND (…)");
    c->item = item_of(x, c);
    if (c->item == NONE || !x->item[c->item].object)
        return gen_fault(g, at, "reach() names no table of its own SELECT; "
                         "write reach(t.column) beside the FROM that reads t");
    if (c->left && c->only != c->item)
        return gen_fault(g, at, "the ON of a LEFT JOIN restricts only what it joins; "
                         "put reach() into the WHERE");
    struct str object = x->item[c->item].object->name;

    c->table = object;
    c->column = c->is.region;
    if (!schema_origin(g, &c->table, &c->column) || !schema_is_scope(g, c->table, c->column))
        return gen_fault(g, at, "\"%.*s\" of %.*s is no scope column; "
                         "give it the type scope, or take reach() out",
                         TEXT(c->is.region), TEXT(object));
    return !c->is.org.p || is_org(g, object, c->is.org)
        || gen_fault(g, at, "\"%.*s\" of %.*s is no organisation's id; "
                     "name one, or write reach() with the scope column alone",
                     TEXT(c->is.org), TEXT(object));
}

static bool
check_calls(struct gen *g, struct scan *x)
{
    for (size_t i = 0; i < x->s->n; i++) {
        struct reach_call call;

        if (is_reach(x->s, i) && !reach_at(x->s, i, &call))
            return gen_fault(g, x->s->v[i].at, "reach() takes columns of one table; "
                             "write reach(t.region_code) or reach(t.region_code, t.org_id)");
    }
    for (size_t i = 0; i < x->n_calls; i++)
        if (!check_call(x, &x->call[i]))
            return false;
    return true;
}

/* ---- all of it ------------------------------------------------------------------------------- */

/* Refuses the item that brings rows of `table` unrestricted, and says what would restrict it. */
static bool
fault_unreached(struct gen *g, const struct item *item, struct str table)
{
    struct str column = schema_scope_of(g, item->object->name, table);

    if (!column.p)
        return gen_fault(g, item->at, "%.*s gives rows of the scoped table %.*s without its scope; "
                         "add the column to the view, or say \"-- unscoped: WHY\" under the name",
                         TEXT(item->object->name), TEXT(table));
    struct str more = S("");

    if (is_org(g, item->object->name, S("org_id")))
        more = str_fmt(g->arena, ", %.*s.org_id", TEXT(item->alias));
    return gen_fault(g, item->at, "%.*s is scoped and is used here without its reach; "
                     "add reach(%.*s.%.*s%.*s) to the WHERE, or say \"-- unscoped: WHY\" "
                     "under the name", TEXT(table), TEXT(item->alias), TEXT(column), TEXT(more));
}

/* Whether the rows of `table` come only within a reach; *lacks says no without a fault. */
static bool
check_table(struct scan *x, const struct query *q, const struct touch *t, bool *lacks)
{
    struct gen *g = x->g;
    size_t      found = 0;

    for (size_t i = 0; i < x->n_items; i++) {
        size_t times = times_in(g, x->item[i].object, t->name);

        found += times;
        if (times_reached(x, i, t->name) >= times)
            continue;
        *lacks = true;
        if (!q->unscoped.p)
            return fault_unreached(g, &x->item[i], t->name);
    }
    if (found || (x->target.object && str_eq(x->target.object->name, t->name)))
        return true;
    *lacks = true;
    return q->unscoped.p
        || gen_fault(g, x->s->v[0].at, "%.*s is scoped and is used here in a way that cannot be "
                     "followed; name it plainly after FROM or JOIN", TEXT(t->name));
}

bool
scope_check(struct gen *g, struct query *q)
{
    struct scan *x = scan(g, &q->sql);
    bool         lacks = false;

    if (x->over)
        return gen_fault(g, q->at, "the statement is too long to be followed; split it");
    if (!check_calls(g, x))
        return false;
    for (size_t i = 0; i < g->touched.n; i++)
        if (is_scoped(g, g->touched.v[i].name) && !check_table(x, q, &g->touched.v[i], &lacks))
            return false;
    q->reach = x->n_calls > 0;
    return lacks || !q->unscoped.p
        || gen_fault(g, q->unscoped_at, "nothing is used here without its reach; "
                     "take \"-- unscoped\" out");
}
