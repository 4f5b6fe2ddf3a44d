/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sqlgen_emit.c — the C text: NAME_row.h for everyone, NAME_sql.h and NAME_sql.c for the slice.
 *
 * Someone will read it in a debugger, so it is laid out like the rest of the code.
 */
#include "tool/sqlgen/sqlgen.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

enum { WIDTH = 96, LINE_MAX = 99 };

/* ---- lists that wrap ------------------------------------------------------------------------ */

/* Pieces joined by ", ", broken before WIDTH; lines after the first start at `indent`. */
struct list { struct buf *out; size_t indent, column, n; };

static void
list_add(struct list *l, struct str piece)
{
    if (l->n++ > 0) {
        buf_byte(l->out, ',');
        l->column++;
        if (l->column + 1 + piece.n + 2 > WIDTH) {
            buf_fmt(l->out, "\n%*s", (int)l->indent, "");
            l->column = l->indent;
        } else {
            buf_byte(l->out, ' ');
            l->column++;
        }
    }
    buf_add(l->out, piece);
    l->column += piece.n;
}

/* ---- types in C ----------------------------------------------------------------------------- */

static struct str
c_type(struct gen *g, struct type t)
{
    switch (t.own) {
    case OWN_ID:
        return str_fmt(g->arena, "struct %.*s_id", TEXT(t.table));
    case OWN_INT64:
    case OWN_TIME:
        return t.maybe ? S("struct maybe_int") : S("int64_t");
    case OWN_TEXT:
    case OWN_BYTES:
        return S("struct str");
    case OWN_BOOL:
        return S("bool");
    case OWN_SCOPE:
    case OWN_NONE:
    case OWNS_N:
        break;
    }
    assert(false);
    return S("");
}

static const char *
value_kind(struct type t)
{
    static const char *const kind[] = {
        [OWN_ID] = "VALUE_INT64", [OWN_INT64] = "VALUE_INT64", [OWN_TIME] = "VALUE_INT64",
        [OWN_TEXT] = "VALUE_TEXT", [OWN_BYTES] = "VALUE_BYTES", [OWN_BOOL] = "VALUE_BOOL",
    };

    return kind[t.own];
}

static bool
is_text(struct type t)
{
    return t.own == OWN_TEXT || t.own == OWN_BYTES;
}

/* A value of the statement from C: "value_text(code)", "value_id(in->parent_id.n)"; what is not
 * given by itself comes from where it says: "value_text(reach.low)". */
static struct str
to_value(struct gen *g, const struct slot *s, const char *in)
{
    static const char *const call[] = {
        [OWN_ID] = "value_id", [OWN_INT64] = "value_int", [OWN_TIME] = "value_int",
        [OWN_TEXT] = "value_text", [OWN_BYTES] = "value_bytes", [OWN_BOOL] = "value_bool",
    };
    bool number = s->type.own == OWN_INT64 || s->type.own == OWN_TIME;

    if (s->from.p)
        return str_fmt(g->arena, "%s(%.*s)", call[s->type.own], TEXT(s->from));
    return str_fmt(g->arena, "%s(%s%.*s%s)",
                   number && s->type.maybe ? "value_maybe" : call[s->type.own],
                   in, TEXT(s->name), s->type.own == OWN_ID ? ".n" : "");
}

/* C from the i-th column: "column[1].s", "{ column[0].n }". */
static struct str
from_value(struct gen *g, const struct slot *s, size_t i)
{
    switch (s->type.own) {
    case OWN_ID:
        return str_fmt(g->arena, "{ column[%zu].n }", i);
    case OWN_INT64:
    case OWN_TIME:
        return s->type.maybe ? str_fmt(g->arena, "value_as_maybe(column[%zu])", i)
                             : str_fmt(g->arena, "value_as_int(column[%zu])", i);
    case OWN_BOOL:
        return str_fmt(g->arena, "value_as_bool(column[%zu])", i);
    default:
        return str_fmt(g->arena, "column[%zu].s", i);
    }
}

/* ---- rows ----------------------------------------------------------------------------------- */

static bool
has_row(const struct query *q)
{
    return q->columns->n > 0;
}

/* Whether the i-th statement is the first that gives its row. */
static bool
is_first_of_row(const struct gen *g, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (has_row(g->query[k]) && str_eq(g->query[k]->row, g->query[i]->row))
            return false;
    return has_row(g->query[i]);
}

/* Whether a statement that gives `row` is of the kind `each`, or of another. */
static bool
row_has_kind(const struct gen *g, struct str row, bool each)
{
    for (size_t i = 0; i < g->n_queries; i++) {
        const struct query *q = g->query[i];

        if (has_row(q) && str_eq(q->row, row) && (q->kind == KIND_EACH) == each)
            return true;
    }
    return false;
}

/* What the field's comment says: that it may be unknown, and the words of the column's line. */
static struct str
note_of(struct gen *g, const struct slot *f)
{
    struct str unknown = f->type.maybe ? S("may be unknown") : S("");

    size_t     at;

    if (f->note.n == 0)
        return unknown;
    if (unknown.n == 0 || str_find(f->note, S("unknown"), &at))
        return f->note;
    return str_fmt(g->arena, "%.*s; %.*s", TEXT(f->note), TEXT(unknown));
}

static void
write_fields(struct gen *g, struct buf *out, const struct slots *fields)
{
    size_t width = 0;

    for (size_t i = 0; i < fields->n; i++) {
        size_t n = c_type(g, fields->v[i].type).n;

        width = n > width ? n : width;
    }
    for (size_t i = 0; i < fields->n; i++) {
        const struct slot *f = &fields->v[i];
        struct str         type = c_type(g, f->type);

        struct str         note = note_of(g, f);
        size_t             gap = f->name.n < 16 ? 16 - f->name.n : 1;

        /* A comment that does not fit beside its field stands above it. */
        if (note.n && 4 + width + 1 + f->name.n + 1 + gap + 3 + note.n + 3 > LINE_MAX) {
            buf_fmt(out, "    /* %.*s */\n", TEXT(note));
            note.n = 0;
        }
        buf_fmt(out, "    %.*s%*s %.*s;", TEXT(type), (int)(width - type.n), "", TEXT(f->name));
        if (note.n)
            buf_fmt(out, "%*s/* %.*s */", (int)gap, "", TEXT(note));
        buf_byte(out, '\n');
    }
}

/* ---- the head of each file ------------------------------------------------------------------ */

static struct str
source_name(struct gen *g)
{
    struct file *f = gen_file(g);

    return str_fmt(g->arena, "%.*s/%.*s.sql", TEXT(f->dir), TEXT(f->slice));
}

static void
write_top(struct gen *g, struct buf *out, const char *suffix, const char *what)
{
    struct file *f = gen_file(g);

    buf_fmt(out, "/* SPDX-License-Identifier: AGPL-3.0-or-later */\n"
            "/*\n * %.*s%s — %s\n *\n"
            " * Generated by tool/sqlgen from %.*s; change that file.\n */\n",
            TEXT(f->slice), suffix, what, TEXT(source_name(g)));
}

/* "ground/region_ROW_H" as the name of a macro or constant: "GROUND_REGION_ROW_H". */
static struct str
upper(struct gen *g, struct str name)
{
    struct buf out = buf_in(g->arena, 4096);

    buf_add(&out, name);
    for (size_t i = 0; i < out.n; i++)
        if (out.p[i] >= 'a' && out.p[i] <= 'z')
            out.p[i] = (char)(out.p[i] - 'a' + 'A');
        else if (out.p[i] == '/')
            out.p[i] = '_';
    return buf_str(&out);
}

static struct str
guard(struct gen *g, const char *suffix)
{
    struct file *f = gen_file(g);

    return upper(g, str_fmt(g->arena, "GUYUB_%.*s/%.*s%s", TEXT(f->dir), TEXT(f->slice), suffix));
}

/* The headers of other slices whose ids stand in rows or parameters. */
static void
write_foreign_includes(struct gen *g, struct buf *out)
{
    for (size_t f = 0; f + 1 < g->n_files; f++) {
        const struct file *file = g->file[f];
        bool               used = false;

        for (size_t i = 0; i < g->n_queries; i++) {
            const struct slots *const both[] = { g->query[i]->params, g->query[i]->columns };

            for (size_t k = 0; k < 2; k++)
                for (size_t s = 0; s < both[k]->n; s++)
                    used |= both[k]->v[s].type.own == OWN_ID
                         && schema_owner(g, both[k]->v[s].type.table) == file;
        }
        if (used)
            buf_fmt(out, "#include \"%.*s/%.*s_row.h\"\n", TEXT(file->dir), TEXT(file->slice));
    }
}

/* ---- NAME_row.h ----------------------------------------------------------------------------- */

static void
write_ids(struct gen *g, struct buf *out)
{
    size_t width = 0;

    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < g->n_objects; i++) {
            const struct object *o = &g->object[i];
            struct type          type;

            if (o->file != g->n_files - 1 || !schema_column(g, o->name, S("id"), &type)
                || type.own != OWN_ID || !str_eq(type.table, o->name))
                continue;
            if (pass == 0)
                width = o->name.n > width ? o->name.n : width;
            else
                buf_fmt(out, "struct %.*s_id%*s { int64_t n; };\n", TEXT(o->name),
                        (int)(width - o->name.n), "");
        }
}

static void
write_row(struct gen *g, struct buf *out, size_t first)
{
    struct list list = { .out = out, .indent = 3, .column = 13 };
    struct str  row = g->query[first]->row;

    buf_add(out, S("\n/* A row of "));
    for (size_t i = first; i < g->n_queries; i++)
        if (has_row(g->query[i]) && str_eq(g->query[i]->row, row))
            list_add(&list, g->query[i]->name);
    buf_fmt(out, ". */\nstruct %.*s {\n", TEXT(row));
    write_fields(g, out, g->query[first]->columns);
    buf_add(out, S("};\n"));
}

static void
write_row_h(struct gen *g, struct buf *out)
{
    struct str mark = guard(g, "_ROW_H");

    write_top(g, out, "_row.h", "the ids of the tables, and the rows of the statements.");
    buf_fmt(out, "#ifndef %.*s\n#define %.*s\n\n"
            "#include \"base/maybe.h\"\n#include \"base/str.h\"\n", TEXT(mark), TEXT(mark));
    write_foreign_includes(g, out);
    buf_add(out, S("\n/* Ids: 0 is \"unknown\". */\n"));
    write_ids(g, out);
    for (size_t i = 0; i < g->n_queries; i++)
        if (is_first_of_row(g, i))
            write_row(g, out, i);
    buf_add(out, S("\n#endif\n"));
}

/* ---- prototypes ----------------------------------------------------------------------------- */

/* What the function gives back, after the parameters. */
static void
list_results(struct gen *g, struct list *l, const struct query *q)
{
    switch (q->kind) {
    case KIND_ONE:
        list_add(l, str_fmt(g->arena, "struct %.*s *row", TEXT(q->row)));
        list_add(l, S("bool *found"));
        break;
    case KIND_MANY:
        list_add(l, str_fmt(g->arena, "struct %.*s **rows", TEXT(q->row)));
        list_add(l, S("size_t *n"));
        break;
    case KIND_EACH:
        list_add(l, str_fmt(g->arena, "struct err *(*each)(struct cx *, "
                            "const struct %.*s *, void *)", TEXT(q->row)));
        list_add(l, S("void *arg"));
        break;
    case KIND_NEW:
        list_add(l, str_fmt(g->arena, "struct %.*s_id *id", TEXT(q->row)));
        break;
    case KIND_RUN:
        list_add(l, S("int64_t *n_changed"));
        break;
    }
}

/* "NAME(struct cx *cx, struct str code, …)"; `column` is where it starts. */
static void
write_signature(struct gen *g, struct buf *out, const struct query *q, size_t column)
{
    size_t      inside = column + q->name.n + 1;
    struct list l = { .out = out, .indent = inside, .column = inside };

    buf_fmt(out, "%.*s(", TEXT(q->name));
    list_add(&l, S("struct cx *cx"));
    if (q->reach)
        list_add(&l, S("struct reach reach"));
    if (q->given->n > PLAIN_PARAMS)
        list_add(&l, str_fmt(g->arena, "const struct %.*s_in *in", TEXT(q->name)));
    else
        for (size_t i = 0; i < q->given->n; i++) {
            const struct slot *p = &q->given->v[i];

            list_add(&l, str_fmt(g->arena, "%.*s %.*s", TEXT(c_type(g, p->type)), TEXT(p->name)));
        }
    list_results(g, &l, q);
    buf_byte(out, ')');
}

/* What the function does, in words: "one region; `found` tells whether there is one". */
static struct str
describe(struct gen *g, const struct query *q)
{
    size_t line = line_of(gen_file(g)->text, q->at);
    struct str what = { 0 };

    switch (q->kind) {
    case KIND_ONE:
        what = S("One row; `found` tells whether there is one.");
        break;
    case KIND_MANY:
        what = str_fmt(g->arena, "At most %lld rows; more are the error store.too_many.",
                       (long long)q->most);
        break;
    case KIND_EACH:
        what = q->most ? str_fmt(g->arena, "Calls `each` for at most %lld rows; "
                                 "its texts die when it returns.", (long long)q->most)
                       : S("Calls `each` for every row; its texts die when it returns.");
        break;
    case KIND_RUN:
        what = S("`n_changed` (may be NULL) counts the rows.");
        break;
    case KIND_NEW:
        what = S("`id` (may be NULL) is the new row's; 0 if there is none.");
        break;
    }
    return str_fmt(g->arena, "%.*s %.*s.sql:%zu", TEXT(what), TEXT(gen_file(g)->slice), line);
}

static void
write_doc(struct gen *g, struct buf *out, const struct query *q)
{
    struct str line, rest = q->doc;

    if (!q->doc.p) {
        buf_fmt(out, "\n/* %.*s */\n", TEXT(describe(g, q)));
        return;
    }
    buf_add(out, S("\n/*\n"));
    do {
        str_cut(rest, '\n', &line, &rest);
        buf_fmt(out, " * %.*s\n", TEXT(line));
    } while (rest.p);
    buf_fmt(out, " * %.*s\n */\n", TEXT(describe(g, q)));
}

static void
write_prototype(struct gen *g, struct buf *out, const struct query *q)
{
    if (q->given->n > PLAIN_PARAMS) {
        buf_fmt(out, "\nstruct %.*s_in {\n", TEXT(q->name));
        write_fields(g, out, q->given);
        buf_add(out, S("};\n"));
    }
    write_doc(g, out, q);
    buf_add(out, S("struct err *"));
    write_signature(g, out, q, strlen("struct err *"));
    buf_add(out, S(";\n"));
}

static void
write_sql_h(struct gen *g, struct buf *out)
{
    struct file *f = gen_file(g);
    struct str   mark = guard(g, "_SQL_H");
    bool         reaches = false;

    for (size_t i = 0; i < g->n_queries; i++)
        reaches |= g->query[i]->reach;
    write_top(g, out, "_sql.h", "the statements as functions; for the slice's own files alone.");
    buf_fmt(out, "#ifndef %.*s\n#define %.*s\n\n#include \"%.*s/%.*s_row.h\"\n"
            "%s#include \"store/store.h\"\n", TEXT(mark), TEXT(mark), TEXT(f->dir),
            TEXT(f->slice), reaches ? "#include \"right.h\"\n" : "");
    for (size_t i = 0; i < g->n_queries; i++)
        write_prototype(g, out, g->query[i]);
    struct str name = upper(g, f->slice);

    buf_fmt(out, "\nenum { %.*s_MIGRATIONS = %zu, %.*s_STATEMENTS = %zu };\n",
            TEXT(name), f->n_changes, TEXT(name), g->n_queries);
    buf_fmt(out, "extern const struct migration        %.*s_migrations[];\n"
            "extern const struct statement *const %.*s_statements[];\n\n#endif\n",
            TEXT(f->slice), TEXT(f->slice));
}

/* ---- NAME_sql.c: literals ------------------------------------------------------------------- */

/* The inside of a C literal of one line. */
static void
write_escaped(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"' || s.p[i] == '\\')
            buf_byte(out, '\\');
        buf_byte(out, s.p[i]);
    }
}

/* SQL as a C literal, a line a line, indented; an empty line stays with the one before. */
static void
write_literal(struct buf *out, struct str sql)
{
    struct str line, rest = sql;

    buf_add(out, S("\n        \""));
    do {
        bool more = str_cut(rest, '\n', &line, &rest);

        write_escaped(out, line);
        if (more)
            buf_add(out, S("\\n"));
        if (more && !str_starts(rest, S("\n")))
            buf_add(out, S("\"\n        \""));
    } while (rest.p);
    buf_byte(out, '"');
}

static void
write_migrations(struct gen *g, struct buf *out)
{
    struct file *f = gen_file(g);

    buf_fmt(out, "\n/* ---- migrations ---- */\n\nconst struct migration %.*s_migrations[] = {\n",
            TEXT(f->slice));
    for (size_t i = 0; i < f->n_changes; i++) {
        const struct change *c = &f->change[i];

        buf_fmt(out, "    { .slice = \"%.*s\", .number = %lld, .digest = \"%.*s\",\n"
                "      .title = \"", TEXT(f->slice), (long long)c->number, TEXT(c->digest));
        write_escaped(out, c->title);
        buf_add(out, S("\",\n      .sqlite ="));
        write_literal(out, c->sqlite);
        buf_add(out, S(",\n      .postgres ="));
        write_literal(out, c->postgres);
        buf_add(out, S(" },\n"));
    }
    if (f->n_changes == 0)
        buf_add(out, S("    { .slice = NULL },\n"));
    buf_add(out, S("};\n"));
}

/* ---- NAME_sql.c: rows ----------------------------------------------------------------------- */

static void
write_kinds(struct buf *out, struct str name, const char *what, const struct slots *s)
{
    struct list l = { .out = out, .indent = 4, .column = 4 };

    if (s->n == 0)
        return;
    buf_fmt(out, "\nstatic const enum value_kind %.*s_%s[] = {\n    ", TEXT(name), what);
    for (size_t i = 0; i < s->n; i++)
        list_add(&l, str_of(value_kind(s->v[i].type)));
    buf_add(out, S(",\n};\n"));
}

/* Puts a row into the arena, with its texts. */
static void
write_collect(struct buf *out, const struct query *q)
{
    buf_fmt(out, "\nstatic struct err *\n%.*s_collect(struct cx *cx, const struct value *column, "
            "void *rows)\n{\n    struct %.*s *row = rows_next(cx->arena, rows);\n\n"
            "    *row = %.*s_read(column);\n", TEXT(q->row), TEXT(q->row), TEXT(q->row));
    for (size_t i = 0; i < q->columns->n; i++) {
        struct str c = q->columns->v[i].name;

        if (is_text(q->columns->v[i].type))
            buf_fmt(out, "    row->%.*s = str_copy(cx->arena, row->%.*s);\n", TEXT(c), TEXT(c));
    }
    buf_add(out, S("    return NULL;\n}\n"));
}

static void
write_reader(struct gen *g, struct buf *out, const struct query *q)
{
    bool any = false;

    for (size_t i = 0; i < q->columns->n; i++)
        any |= is_text(q->columns->v[i].type);
    buf_fmt(out, "\n%sstatic struct %.*s\n%.*s_read(const struct value *column)\n{\n"
            "    return (struct %.*s){\n", any ? "/* Texts are still the engine's. */\n" : "",
            TEXT(q->row), TEXT(q->row), TEXT(q->row));
    for (size_t i = 0; i < q->columns->n; i++) {
        const struct slot *c = &q->columns->v[i];

        buf_fmt(out, "        .%.*s = %.*s,\n", TEXT(c->name), TEXT(from_value(g, c, i)));
    }
    buf_add(out, S("    };\n}\n"));
    if (row_has_kind(g, q->row, false))
        write_collect(out, q);
}

static void
write_hand(struct buf *out, struct str row)
{
    buf_fmt(out, "\nstruct %.*s_call {\n"
            "    struct err *(*each)(struct cx *, const struct %.*s *, void *);\n"
            "    void         *arg;\n};\n", TEXT(row), TEXT(row));
    buf_fmt(out, "\nstatic struct err *\n%.*s_hand(struct cx *cx, const struct value *column, "
            "void *arg)\n{\n    const struct %.*s_call *call = arg;\n"
            "    const struct %.*s       row = %.*s_read(column);\n\n"
            "    return call->each(cx, &row, call->arg);\n}\n",
            TEXT(row), TEXT(row), TEXT(row), TEXT(row));
}

static void
write_rows(struct gen *g, struct buf *out)
{
    for (size_t i = 0; i < g->n_queries; i++) {
        const struct query *q = g->query[i];

        if (!is_first_of_row(g, i))
            continue;
        buf_fmt(out, "\n/* ---- struct %.*s ---- */\n", TEXT(q->row));
        write_kinds(out, q->row, "columns", q->columns);
        write_reader(g, out, q);
        if (row_has_kind(g, q->row, true))
            write_hand(out, q->row);
    }
}

/* ---- NAME_sql.c: statements ----------------------------------------------------------------- */

static void
write_statement(struct buf *out, const struct query *q)
{
    buf_fmt(out, "\n/* ---- %.*s ---- */\n", TEXT(q->name));
    write_kinds(out, q->name, "param", q->params);
    buf_fmt(out, "\nstatic const struct statement %.*s_statement = {\n    .name = \"%.*s\",\n"
            "    .sqlite =", TEXT(q->name), TEXT(q->name));
    write_literal(out, q->sqlite);
    buf_add(out, S(",\n    .postgres ="));
    write_literal(out, q->postgres);
    buf_add(out, S(",\n"));
    if (q->params->n)
        buf_fmt(out, "    .param = %.*s_param, .n_params = COUNT(%.*s_param),\n",
                TEXT(q->name), TEXT(q->name));
    if (has_row(q))
        buf_fmt(out, "    .column = %.*s_columns, .n_columns = COUNT(%.*s_columns),\n",
                TEXT(q->row), TEXT(q->row));
    if (q->kind == KIND_NEW)
        buf_add(out, S("    .column = value_of_id, .n_columns = COUNT(value_of_id),\n"));
    if (q->writes)
        buf_add(out, S("    .writes = true,\n"));
    if (q->kind == KIND_ONE || q->kind == KIND_NEW || q->most)
        buf_fmt(out, "    .most = %lld,\n", (long long)(q->most ? q->most : 1));
    buf_add(out, S("};\n"));
}

static void
write_values(struct gen *g, struct buf *out, const struct query *q)
{
    if (q->params->n == 0)
        return;
    buf_add(out, S("    const struct value param[] = {\n"));
    for (size_t i = 0; i < q->params->n; i++)
        buf_fmt(out, "        %.*s,\n", TEXT(to_value(g, &q->params->v[i],
                                                      q->given->n > PLAIN_PARAMS ? "in->" : "")));
    buf_add(out, S("    };\n"));
}

static void
write_body(struct buf *out, const struct query *q)
{
    const char *param = q->params->n ? "param" : "NULL";

    switch (q->kind) {
    case KIND_ONE:
        buf_fmt(out, "    struct rows rows = { .size = sizeof(struct %.*s) };\n\n"
                "    TRY(store_each(cx, &%.*s_statement, %s, %.*s_collect, &rows));\n"
                "    *found = rows.n > 0;\n"
                "    *row = *found ? *(const struct %.*s *)rows.p : (struct %.*s){ 0 };\n"
                "    return NULL;\n", TEXT(q->row), TEXT(q->name), param, TEXT(q->row),
                TEXT(q->row), TEXT(q->row));
        break;
    case KIND_MANY:
        buf_fmt(out, "    struct rows all = { .size = sizeof(struct %.*s) };\n\n"
                "    TRY(store_each(cx, &%.*s_statement, %s, %.*s_collect, &all));\n"
                "    *rows = all.p;\n    *n = all.n;\n    return NULL;\n",
                TEXT(q->row), TEXT(q->name), param, TEXT(q->row));
        break;
    case KIND_EACH:
        buf_fmt(out, "    struct %.*s_call call = { each, arg };\n\n"
                "    return store_each(cx, &%.*s_statement, %s, %.*s_hand, &call);\n",
                TEXT(q->row), TEXT(q->name), param, TEXT(q->row));
        break;
    case KIND_NEW:
        buf_fmt(out, "    int64_t n = 0;\n\n    if (!id)\n"
                "        return store_run(cx, &%.*s_statement, %s, NULL);\n"
                "    TRY(store_each(cx, &%.*s_statement, %s, value_take_int, &n));\n"
                "    id->n = n;\n    return NULL;\n", TEXT(q->name), param, TEXT(q->name), param);
        break;
    case KIND_RUN:
        buf_fmt(out, "%s    return store_run(cx, &%.*s_statement, %s, n_changed);\n",
                q->params->n ? "\n" : "", TEXT(q->name), param);
        break;
    }
}

static void
write_sql_c(struct gen *g, struct buf *out)
{
    struct file *f = gen_file(g);

    write_top(g, out, "_sql.c", "tables in two dialects, and the statements.");
    buf_fmt(out, "#include \"%.*s/%.*s_sql.h\"\n\n#include \"base/arena.h\"\n"
            "#include \"store/value.h\"\n", TEXT(f->dir), TEXT(f->slice));
    write_migrations(g, out);
    write_rows(g, out);
    for (size_t i = 0; i < g->n_queries; i++) {
        const struct query *q = g->query[i];

        write_statement(out, q);
        buf_add(out, S("\nstruct err *\n"));
        write_signature(g, out, q, 0);
        buf_add(out, S("\n{\n"));
        write_values(g, out, q);
        write_body(out, q);
        buf_add(out, S("}\n"));
    }
    buf_fmt(out, "\nconst struct statement *const %.*s_statements[] = {\n", TEXT(f->slice));
    for (size_t i = 0; i < g->n_queries; i++)
        buf_fmt(out, "    &%.*s_statement,\n", TEXT(g->query[i]->name));
    if (g->n_queries == 0)
        buf_add(out, S("    NULL,\n"));
    buf_add(out, S("};\n"));
}

struct emitted
emit(struct gen *g)
{
    struct emitted e = {
        .row = buf_in(g->arena, TEXT_MAX),
        .head = buf_in(g->arena, TEXT_MAX),
        .body = buf_in(g->arena, TEXT_MAX),
    };

    write_row_h(g, &e.row);
    write_sql_h(g, &e.head);
    write_sql_c(g, &e.body);
    return e;
}
