/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sqlgen_dialect.c — one text, two engines.
 *
 * Statements are nearly the same on both: only parameters and CAST differ. Tables differ in their
 * types. What one engine lacks, or means otherwise, is refused here with the way out; the reasons
 * are in src/store/DIALECT.md.
 */
#include "tool/sqlgen/sqlgen.h"

#include <string.h>
#include <strings.h>

/* ---- what is refused ------------------------------------------------------------------------ */

static const struct trap { const char *word; bool call; const char *why; } traps[] = {
    { "LIKE",      false, "folds case on SQLite only; compare a range, or a column folded in C" },
    { "ILIKE",     false, "is PostgreSQL's; compare a column folded in C" },
    { "GLOB",      false, "is SQLite's; compare a range" },
    { "REGEXP",    false, "is SQLite's; compare a range" },
    { "MATCH",     false, "is SQLite's; search in C" },
    { "NATURAL",   false, "changes when a column is added; name the columns after ON" },
    { "RIGHT",     false, "turns the types round; write it as a LEFT JOIN" },
    { "FULL",      false, "turns the types round; write two statements" },
    { "WITHOUT",   false, "is SQLite's; leave it out" },
    { "STRICT",    false, "is added for SQLite by itself; leave it out" },
    { "AUTOINCREMENT", false, "is SQLite's; an id is made by itself" },
    { "TEMP",      false, "outlives the unit of work; use a real table" },
    { "TEMPORARY", false, "outlives the unit of work; use a real table" },
    { "TRIGGER",   false, "hides what a statement does; do it in the verb" },
    { "ROWID",     false, "is SQLite's; use the id" },
    { "CURRENT_TIMESTAMP", false, "hides a clock; pass the time as a parameter" },
    { "CURRENT_DATE",      false, "hides a clock; pass the date as a parameter" },
    { "CURRENT_TIME",      false, "hides a clock; pass the time as a parameter" },
    { "NOW",       true,  "hides a clock; pass the time as a parameter" },
    { "DATETIME",  true,  "is SQLite's; compute dates in C" },
    { "STRFTIME",  true,  "is SQLite's; compute dates in C" },
    { "JULIANDAY", true,  "is SQLite's; compute dates in C" },
    { "RANDOM",    true,  "hides chance; pass it as a parameter" },
    { "LOWER",     true,  "knows only ASCII on SQLite; fold in C and store the fold" },
    { "UPPER",     true,  "knows only ASCII on SQLite; fold in C and store the fold" },
    { "IFNULL",    true,  "is SQLite's; use coalesce()" },
    { "IIF",       true,  "is SQLite's; use CASE" },
    { "INSTR",     true,  "is SQLite's; search in C" },
    { "PRINTF",    true,  "is SQLite's; format in C" },
    { "TYPEOF",    true,  "is SQLite's; the columns have types" },
    { "TOTAL",     true,  "is a float; use CAST(sum(x) AS int64)" },
    { "AVG",       true,  "rounds otherwise on each engine; read sum and count, divide in C" },
    { "GROUP_CONCAT", true, "is SQLite's; read the rows, join in C" },
    { "STRING_AGG",   true, "is PostgreSQL's; read the rows, join in C" },
    { "::",        false, "is PostgreSQL's; use CAST(x AS int64)" },
    { "==",        false, "is SQLite's; use =" },
};

/* Reserved by PostgreSQL though SQLite takes them as names, and the words of C that SQL allows. */
static const char *const reserved[] = {
    "analyse", "analyze", "any", "array", "asymmetric", "auto", "authorization", "binary",
    "both", "bool", "break", "cast", "char", "column", "concurrently", "const", "continue",
    "default", "do", "double", "end", "enum", "except", "extern", "fetch", "float", "for",
    "freeze", "goto", "grant", "ilike", "initially", "inline", "int", "isnull", "lateral",
    "leading", "localtime", "long", "new", "notnull", "offset", "only", "overlaps", "placing",
    "register", "restrict", "return", "session_user", "short", "signed", "similar", "sizeof",
    "some", "static", "struct", "switch", "symmetric", "trailing", "typedef", "union",
    "unsigned", "user", "variadic", "verbose", "void", "volatile", "while", "window",
};

bool
dialect_name(struct gen *g, const char *what, struct str name, size_t at)
{
    if (!name_is_plain(name))
        return gen_fault(g, at, "\"%.*s\" is not a name for a %s; use small letters, digits and _",
                         TEXT(name), what);
    for (size_t i = 0; i < COUNT(reserved); i++)
        if (str_eq(name, str_of(reserved[i])))
            return gen_fault(g, at, "\"%.*s\" is a reserved word of PostgreSQL or C; "
                             "give the %s another name", TEXT(name), what);
    return true;
}

/* `AS word`, of a column or a table; the types of CAST have words of their own. */
static bool
refuse_alias(struct gen *g, const struct tokens *s)
{
    for (size_t i = 1; i < s->n; i++) {
        const struct token *t = &s->v[i];

        for (size_t k = 0; token_is(t - 1, "AS") && k < COUNT(reserved); k++)
            if (token_is(t, reserved[k]) && own_of(t->text) == OWN_NONE)
                return dialect_name(g, "alias", t->text, t->at);
    }
    return true;
}

static bool
refuse_traps(struct gen *g, const struct tokens *s)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct token *t = &s->v[i];
        bool                call = token_is(t + 1, "(");

        for (size_t k = 0; k < COUNT(traps); k++)
            if (token_is(t, traps[k].word) && (call || !traps[k].call))
                return gen_fault(g, t->at, "%.*s %s", TEXT(t->text), traps[k].why);
        if (t->kind == TOKEN_STRING && i > 0 && t[-1].kind == TOKEN_WORD && t[-1].end == t->at)
            return gen_fault(g, t->at, "a literal of bytes differs between the engines; "
                             "pass it as a parameter");
        if (token_is(t, "OR") && i > 0 && (token_is(t - 1, "INSERT") || token_is(t - 1, "UPDATE")))
            return gen_fault(g, t->at, "%.*s OR is SQLite's; use ON CONFLICT (…) DO …",
                             TEXT(t[-1].text));
    }
    if (s->n && token_is(&s->v[0], "REPLACE"))
        return gen_fault(g, s->v[0].at, "REPLACE is SQLite's; "
                         "use INSERT … ON CONFLICT (…) DO UPDATE");
    return true;
}

/* ---- where types stand ---------------------------------------------------------------------- */

/* Where the list item at `from` ends: at a comma or the closing bracket. */
static size_t
item_end(const struct tokens *s, size_t from)
{
    int depth = 0;

    for (size_t i = from; i < s->n; i++) {
        if (depth == 0 && (token_is(&s->v[i], ",") || token_is(&s->v[i], ")")))
            return i;
        depth += token_is(&s->v[i], "(");
        depth -= token_is(&s->v[i], ")");
    }
    return s->n;
}

static bool
has_word(const struct tokens *s, size_t from, size_t to, const char *word)
{
    for (size_t i = from; i < to; i++)
        if (token_is(&s->v[i], word))
            return true;
    return false;
}

/* A column's definition: name, type, constraints, from `i` to `end`. */
static bool
mark_column(struct gen *g, struct tokens *s, size_t i, size_t end)
{
    struct token *name = &s->v[i], *type = &s->v[i + 1];
    bool          primary = has_word(s, i, end, "PRIMARY");
    bool          refers = has_word(s, i, end, "REFERENCES");

    if (!dialect_name(g, "column", name->text, name->at))
        return false;
    enum own own = i + 1 < end ? own_of(type->text) : OWN_NONE;

    if (own == OWN_NONE)
        return gen_fault(g, i + 1 < end ? type->at : name->end,
                         "the column \"%.*s\" has no type of ours; "
                         "use id, int64, text, bytes, bool, time or scope", TEXT(name->text));
    if (own == OWN_ID && !primary && !refers)
        return gen_fault(g, type->at, "the id \"%.*s\" belongs to no table; "
                         "add PRIMARY KEY or REFERENCES table(id)", TEXT(name->text));
    if (own == OWN_BOOL && !has_word(s, i, end, "NOT"))
        return gen_fault(g, type->at, "the bool \"%.*s\" may be unknown; "
                         "add NOT NULL, or use text with a CHECK", TEXT(name->text));
    if (own == OWN_SCOPE && !has_word(s, i, end, "NOT"))
        return gen_fault(g, type->at, "the scope \"%.*s\" may be unknown; "
                         "add NOT NULL, the nation is ''", TEXT(name->text));
    type->role = own == OWN_ID && primary && !refers ? ROLE_IDENTITY : ROLE_TYPE;
    type->column = name->text;
    return true;
}

static bool
is_constraint(const struct token *t)
{
    static const char *const word[] = { "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN" };

    for (size_t i = 0; i < COUNT(word); i++)
        if (token_is(t, word[i]))
            return true;
    return false;
}

/* CREATE TABLE name ( item, … ) */
static bool
mark_table(struct gen *g, struct tokens *s)
{
    size_t i = 2;

    if (!dialect_name(g, "table", s->v[i].text, s->v[i].at))
        return false;
    if (i + 2 >= s->n || !token_is(&s->v[i + 1], "("))
        return gen_fault(g, s->v[i].end, "a list of columns is expected; "
                         "write CREATE TABLE name (…)");
    for (i += 2; i < s->n; i++) {
        size_t end = item_end(s, i);

        if (!is_constraint(&s->v[i]) && !mark_column(g, s, i, end))
            return false;
        i = end;
        if (token_is(&s->v[i], ")"))
            break;
    }
    if (i + 1 != s->n)
        return gen_fault(g, s->v[i].at, "the table does not end here; end it with );");
    s->v[i].role = ROLE_TABLE_END;
    return true;
}

/* CAST ( … AS type ) */
static bool
mark_casts(struct gen *g, struct tokens *s)
{
    for (size_t i = 0; i + 1 < s->n; i++) {
        if (!token_is(&s->v[i], "CAST") || !token_is(&s->v[i + 1], "("))
            continue;
        size_t        end = item_end(s, i + 2);
        struct token *type = &s->v[end - 1];

        enum own      own = own_of(type->text);

        if (own == OWN_NONE || own == OWN_ID || own == OWN_SCOPE)
            return gen_fault(g, type->at, "\"%.*s\" is not a type of ours; "
                             "use int64, text, bytes, bool or time", TEXT(type->text));
        type->role = ROLE_TYPE;
    }
    return true;
}

bool
dialect_mark(struct gen *g, struct tokens *s)
{
    const struct token *v = s->v;

    if (!refuse_traps(g, s) || !refuse_alias(g, s) || !mark_casts(g, s))
        return false;
    if (s->n > 2 && token_is(&v[0], "CREATE") && token_is(&v[1], "TABLE"))
        return mark_table(g, s);
    if (s->n > 4 && token_is(&v[0], "ALTER") && token_is(&v[3], "ADD"))
        return mark_column(g, s, token_is(&v[4], "COLUMN") ? 5 : 4, s->n);
    return true;
}

bool
tokens_next(const struct tokens *all, size_t *from, struct tokens *statement)
{
    size_t i = *from;

    while (i < all->n && token_is(&all->v[i], ";"))
        i++;
    if (i == all->n)
        return false;
    *statement = (struct tokens){ .v = all->v + i };
    while (i < all->n && !token_is(&all->v[i], ";"))
        statement->n++, i++;
    *from = i;
    return true;
}

/* ---- writing -------------------------------------------------------------------------------- */

/* The space before a token: a line break with its indent, one blank, or nothing. */
static void
write_gap(struct gen *g, struct buf *out, const struct token *before, const struct token *t)
{
    struct str gap = str_part(gen_file(g)->text, before->end, t->at - before->end);
    size_t     indent = 0;

    while (indent < gap.n && gap.p[gap.n - 1 - indent] != '\n')
        indent++;
    if (indent < gap.n)
        buf_fmt(out, "\n%*s", (int)indent, "");
    else if (gap.n)
        buf_byte(out, ' ');
}

struct dialect {
    const char *type[OWNS_N];
    const char *identity, *table_end;
    const char *collate;                /* after the type of a column of text       */
    const struct slots *params;         /* numbered, if the engine numbers them */
};

static void
write_param(struct buf *out, const struct dialect *d, struct str name)
{
    if (!d->params)
        buf_fmt(out, ":%.*s", TEXT(name));
    else
        for (size_t i = 0; i < d->params->n; i++)
            if (str_eq(d->params->v[i].name, name))
                buf_fmt(out, "$%zu", i + 1);
}

/* A table without organisations is not reached by a post that is of one alone (right.h). */
static void
write_reach(struct buf *out, const struct dialect *d, const struct reach_call *call)
{
    struct str  alias = call->alias;
    const char *dot = alias.p ? "." : "";

    buf_fmt(out, "(%.*s%s%.*s >= ", TEXT(alias), dot, TEXT(call->region));
    write_param(out, d, S("reach_low"));
    buf_fmt(out, " AND %.*s%s%.*s < ", TEXT(alias), dot, TEXT(call->region));
    write_param(out, d, S("reach_high"));
    buf_add(out, call->org.p ? S(" AND (") : S(" AND "));
    write_param(out, d, S("reach_org"));
    buf_add(out, S(" = 0"));
    if (call->org.p) {
        buf_fmt(out, " OR %.*s%s%.*s = ", TEXT(alias), dot, TEXT(call->org));
        write_param(out, d, S("reach_org"));
        buf_byte(out, ')');
    }
    buf_byte(out, ')');
}

static void
write_token(struct buf *out, const struct dialect *d, const struct token *t)
{
    enum own own = t->role == ROLE_TYPE ? own_of(t->text) : OWN_NONE;

    if (t->role == ROLE_IDENTITY)
        buf_add(out, str_of(d->identity));
    else if (t->role == ROLE_TYPE)
        buf_add(out, str_of(d->type[own]));
    else if (t->role == ROLE_TABLE_END)
        buf_add(out, str_of(d->table_end));
    else if (t->kind != TOKEN_PARAM)
        buf_add(out, t->text);
    else
        write_param(out, d, t->text);
    if (t->column.p && (own == OWN_TEXT || own == OWN_SCOPE))
        buf_add(out, str_of(d->collate));
    if (t->column.p && own == OWN_BOOL && !d->params)
        buf_fmt(out, " CHECK (%.*s IN (0, 1))", TEXT(t->column));
}

static struct str
write_all(struct gen *g, const struct tokens *s, const struct dialect *d, const char *tail)
{
    struct buf out = buf_in(g->arena, TEXT_MAX);

    for (size_t i = 0; i < s->n; i++) {
        struct reach_call call;

        if (i > 0)
            write_gap(g, &out, &s->v[i - 1], &s->v[i]);
        if (is_reach(s, i) && reach_at(s, i, &call)) {
            write_reach(&out, d, &call);
            i += call.n - 1;
        } else {
            write_token(&out, d, &s->v[i]);
        }
    }
    buf_add(&out, str_of(tail));
    return buf_str(&out);
}

struct str
dialect_sqlite(struct gen *g, const struct tokens *s, const char *tail)
{
    static const struct dialect sqlite = {
        .type = { [OWN_ID] = "INTEGER", [OWN_INT64] = "INTEGER", [OWN_TEXT] = "TEXT",
                  [OWN_BYTES] = "BLOB", [OWN_BOOL] = "INTEGER",  [OWN_TIME] = "INTEGER",
                  [OWN_SCOPE] = "TEXT" },
        .identity = "INTEGER", .table_end = ") STRICT", .collate = "",
    };
    return write_all(g, s, &sqlite, tail);
}

struct str
dialect_postgres(struct gen *g, const struct tokens *s, const struct slots *params,
                 const char *tail)
{
    static const struct slots none;
    const struct dialect      postgres = {
        .type = { [OWN_ID] = "bigint", [OWN_INT64] = "bigint", [OWN_TEXT] = "text",
                  [OWN_BYTES] = "bytea", [OWN_BOOL] = "boolean", [OWN_TIME] = "bigint",
                  [OWN_SCOPE] = "text" },
        .identity = "bigint GENERATED BY DEFAULT AS IDENTITY", .table_end = ")",
        .collate = " COLLATE \"C\"", .params = params ? params : &none,
    };
    return write_all(g, s, &postgres, tail);
}
