/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sqlgen_read.c — the sections of a slice's .sql file.
 *
 *     -- migration 1: TITLE              SQL of the tables, until the next section
 *     -- name: STATEMENT KIND [ROW][, at most N]
 *     -- types: x int64, y text?         of what no table column names; ? may be unknown
 *     -- unscoped: WHY                   why it sees scoped rows without reach(…)
 *     SELECT …;                          one statement
 *
 * KIND is one, many, each, run or new. Comment lines right above or under the name line say what
 * the statement is for and become the comment of its C function.
 */
#include "tool/sqlgen/sqlgen.h"

#include <string.h>

struct line { struct str text; size_t at, next; };      /* next: where the line after begins */

static struct line
line_at(struct str text, size_t at)
{
    const char *end = memchr(text.p + at, '\n', text.n - at);
    size_t      n = end ? (size_t)(end - text.p) - at : text.n - at;

    return (struct line){ str_trim(str_part(text, at, n)), at, at + n + (end != NULL) };
}

static bool
is_comment(struct line l)
{
    return str_starts(l.text, S("--"));
}

static bool
is_section(struct line l)
{
    return str_starts(l.text, S("-- name:")) || str_starts(l.text, S("-- migration "));
}

/* Where the next section line at or after `at` begins; the end of the file if there is none. */
static size_t
section_at(struct str text, size_t at)
{
    while (at < text.n && !is_section(line_at(text, at)))
        at = line_at(text, at).next;
    return at;
}

/* ---- words of a section line ---------------------------------------------------------------- */

struct words { struct str rest; };

static struct str
next_word(struct words *w)
{
    size_t n = 0;

    w->rest = str_trim(w->rest);
    while (n < w->rest.n && !strchr(" \t,:", w->rest.p[n]))
        n++;
    struct str word = str_part(w->rest, 0, n);

    w->rest = str_part(w->rest, n, w->rest.n - n);
    return word;
}

static bool
next_mark(struct words *w, char c)
{
    w->rest = str_trim(w->rest);
    if (w->rest.n == 0 || w->rest.p[0] != c)
        return false;
    w->rest = str_part(w->rest, 1, w->rest.n - 1);
    return true;
}

static size_t
place(const struct gen *g, struct str part)
{
    return (size_t)(part.p - gen_file(g)->text.p);
}

/* ---- types ---------------------------------------------------------------------------------- */

enum own
own_of(struct str word)
{
    static const struct { const char *word; enum own own; } table[] = {
        { "id", OWN_ID },       { "int64", OWN_INT64 }, { "text", OWN_TEXT },
        { "bytes", OWN_BYTES }, { "bool", OWN_BOOL },   { "time", OWN_TIME },
        { "scope", OWN_SCOPE },
    };

    for (size_t i = 0; i < COUNT(table); i++)
        if (str_eq(word, str_of(table[i].word)))
            return table[i].own;
    return OWN_NONE;
}

bool
read_type(struct gen *g, struct str word, size_t at, struct type *type)
{
    struct str base = word;

    *type = (struct type){ 0 };
    if (str_ends(word, S("?"))) {
        type->maybe = true;
        base.n--;
    }
    type->own = own_of(base);
    if (str_ends(base, S("_id"))) {
        type->own = OWN_ID;
        type->table = str_part(base, 0, base.n - 3);
        if (!schema_owner(g, type->table))
            return gen_fault(g, at, "no table \"%.*s\"; an id is written TABLE_id",
                             TEXT(type->table));
    } else if (type->own == OWN_ID || type->own == OWN_SCOPE || type->own == OWN_NONE) {
        return gen_fault(g, at, "\"%.*s\" is not a type here; use int64, text, bytes, bool, time "
                         "or TABLE_id, with ? if it may be unknown", TEXT(word));
    }
    if (type->own == OWN_BOOL && type->maybe)
        return gen_fault(g, at, "a bool is never unknown here; use int64? or coalesce it");
    return true;
}

/* "x int64, y text?" after `-- types:` */
static bool
read_types(struct gen *g, struct query *q, struct words w)
{
    do {
        struct slot slot = { .name = next_word(&w) };
        struct str  type = next_word(&w);

        slot.at = place(g, slot.name);
        if (slot.name.n == 0 || type.n == 0)
            return gen_fault(g, slot.at, "a name and its type are expected; write \"n int64\"");
        if (!read_type(g, type, place(g, type), &slot.type))
            return false;
        if (q->types->n == SLOTS_MAX)
            return gen_fault(g, slot.at, "more than %d types; split the statement", SLOTS_MAX);
        q->types->v[q->types->n++] = slot;
    } while (next_mark(&w, ','));
    if (str_trim(w.rest).n)
        return gen_fault(g, place(g, w.rest), "a comma is expected; separate types by commas");
    return true;
}

/* ---- statements ----------------------------------------------------------------------------- */

/* A comment line under the name: types, the reason for seeing all, or words for the reader. */
static bool
read_comment(struct gen *g, struct query *q, struct str words)
{
    struct str reason = S("unscoped:");

    if (str_starts(words, S("types:")))
        return read_types(g, q, (struct words){ str_part(words, 6, words.n) });
    if (str_starts(words, reason)) {
        q->unscoped = str_trim(str_part(words, reason.n, words.n));
        q->unscoped_at = place(g, words);
        if (q->unscoped.n == 0)
            return gen_fault(g, q->unscoped_at, "no reason is given; "
                             "say after \"unscoped:\" why all rows may be seen");
    }
    q->doc = q->doc.p ? str_fmt(g->arena, "%.*s\n%.*s", TEXT(q->doc), TEXT(words)) : words;
    return true;
}

static bool
read_kind(struct gen *g, struct query *q, struct str word)
{
    static const char *const kind[] = {
        [KIND_ONE] = "one", [KIND_MANY] = "many", [KIND_EACH] = "each",
        [KIND_RUN] = "run", [KIND_NEW] = "new",
    };

    for (size_t i = 0; i < COUNT(kind); i++)
        if (str_eq(word, str_of(kind[i]))) {
            q->kind = (enum query_kind)i;
            return true;
        }
    return gen_fault(g, place(g, word), "\"%.*s\" is not a kind of statement; "
                     "use one, many, each, run or new", TEXT(word));
}

/* ", at most N" */
static bool
read_most(struct gen *g, struct query *q, struct words *w)
{
    if (next_mark(w, ',')) {
        struct str at = next_word(w), most = next_word(w), number = next_word(w);

        if (!str_eq(at, S("at")) || !str_eq(most, S("most")) || !str_int64(number, &q->most)
            || q->most < 1)
            return gen_fault(g, place(g, at), "\"at most N\" is expected after the comma; "
                             "write it with a whole number");
    }
    if (str_trim(w->rest).n)
        return gen_fault(g, place(g, str_trim(w->rest)), "more words than a name line has; "
                         "write \"-- name: STATEMENT KIND [ROW][, at most N]\"");
    bool rows = q->kind == KIND_MANY || q->kind == KIND_EACH;

    if (q->most && !rows)
        return gen_fault(g, q->at, "only many and each have a ceiling; leave out \"at most\"");
    if (!q->most && q->kind == KIND_MANY)
        return gen_fault(g, q->at, "no ceiling; say how many rows there may be: \", at most N\"");
    return true;
}

static bool
known_name(const struct gen *g, struct str name)
{
    for (size_t i = 0; i < g->n_queries; i++)
        if (str_eq(g->query[i]->name, name))
            return true;
    return false;
}

/* A name that belongs to the slice: "region" or "region_…". */
static bool
is_ours(const struct gen *g, struct str name)
{
    struct str slice = gen_file(g)->slice;

    return str_eq(name, slice)
        || (str_starts(name, slice) && name.n > slice.n + 1 && name.p[slice.n] == '_');
}

static bool
read_name_line(struct gen *g, struct query *q, struct words w)
{
    struct str slice = gen_file(g)->slice;

    q->name = next_word(&w);
    q->at = place(g, q->name);
    if (!name_is_plain(q->name) || !is_ours(g, q->name))
        return gen_fault(g, q->at, "\"%.*s\" is not a name for a statement of %.*s; "
                         "use small letters and start with %.*s_",
                         TEXT(q->name), TEXT(slice), TEXT(slice));
    if (known_name(g, q->name))
        return gen_fault(g, q->at, "there are two statements \"%.*s\"; rename one", TEXT(q->name));
    if (!read_kind(g, q, next_word(&w)))
        return false;
    q->row = next_word(&w);
    if (q->row.n && !is_ours(g, q->row))
        return gen_fault(g, place(g, q->row), "\"%.*s\" is not a name for a row of %.*s; "
                         "start it with %.*s", TEXT(q->row), TEXT(slice), TEXT(slice));
    if (q->row.n && q->kind == KIND_RUN)
        return gen_fault(g, place(g, q->row), "run gives no rows; leave out \"%.*s\"",
                         TEXT(q->row));
    if (q->row.n == 0)
        q->row = q->name;
    return read_most(g, q, &w);
}

/* The comment lines right above the line at `at`, without dashes; unknown if there are none. */
static struct str
doc_above(struct gen *g, size_t at)
{
    struct str text = gen_file(g)->text;
    struct str doc = { 0 };

    while (at > 0) {
        size_t start = at - 1;

        while (start > 0 && text.p[start - 1] != '\n')
            start--;
        struct line l = line_at(text, start);

        if (!is_comment(l) || is_section(l) || str_starts(l.text, S("-- types:")))
            break;
        struct str words = str_trim(str_part(l.text, 2, l.text.n));

        doc = doc.p ? str_fmt(g->arena, "%.*s\n%.*s", TEXT(words), TEXT(doc)) : words;
        at = start;
    }
    return doc;
}

static bool
read_query(struct gen *g, size_t at, size_t to)
{
    struct str    text = gen_file(g)->text;
    struct line   l = line_at(text, at);
    struct query *q = NEW(g->arena, struct query);

    q->types = NEW(g->arena, struct slots);
    q->doc = doc_above(g, at);
    if (!read_name_line(g, q, (struct words){ str_part(l.text, 8, l.text.n) }))
        return false;
    for (l = line_at(text, l.next); l.at < to && is_comment(l); l = line_at(text, l.next))
        if (!read_comment(g, q, str_trim(str_part(l.text, 2, l.text.n))))
            return false;
    if (!lex(g, l.at, to, &q->sql))
        return false;
    if (g->n_queries == QUERIES_MAX)
        return gen_fault(g, at, "more than %d statements; split the slice", QUERIES_MAX);
    g->query[g->n_queries++] = q;
    return true;
}

/* ---- migrations ----------------------------------------------------------------------------- */

static bool
read_change(struct gen *g, size_t at, size_t to)
{
    struct file   *f = gen_file(g);
    struct line    l = line_at(f->text, at);
    struct words   w = { str_part(l.text, 13, l.text.n) };
    struct change *c = &f->change[f->n_changes];
    struct str     number = next_word(&w);

    if (f->n_changes == MIGRATIONS_MAX)
        return gen_fault(g, at, "more than %d migrations", MIGRATIONS_MAX);
    c->at = place(g, number);
    if (!str_int64(number, &c->number) || c->number != (int64_t)f->n_changes + 1)
        return gen_fault(g, c->at, "migration %zu is expected here; "
                         "number them from 1 without gaps", f->n_changes + 1);
    if (!next_mark(&w, ':') || str_trim(w.rest).n == 0)
        return gen_fault(g, c->at, "the migration has no title; write \"-- migration %zu: TITLE\"",
                         f->n_changes + 1);
    c->title = str_trim(w.rest);
    f->n_changes++;
    return lex(g, l.next, to, &c->sql);
}

/*
 * Earlier slices are read for their tables alone. The current slice's migrations are loaded before
 * its statements are read, since `-- types:` may name its tables.
 */
static bool
read_sections(struct gen *g, bool names)
{
    struct str text = gen_file(g)->text;

    for (size_t at = section_at(text, 0); at < text.n;) {
        size_t      to = section_at(text, line_at(text, at).next);
        struct line l = line_at(text, at);
        bool        is_name = str_starts(l.text, S("-- name:"));

        if (is_name && names && !read_query(g, at, to))
            return false;
        if (!is_name && !names && !read_change(g, at, to))
            return false;
        at = to;
    }
    return true;
}

/* SQL before the first section belongs to nobody. */
static bool
read_preface(struct gen *g)
{
    struct tokens before;

    if (!lex(g, 0, section_at(gen_file(g)->text, 0), &before))
        return false;
    if (before.n)
        return gen_fault(g, before.v[0].at, "SQL before the first section; "
                         "put it under \"-- migration N: TITLE\" or \"-- name: …\"");
    return true;
}

bool
read_file(struct gen *g)
{
    return read_preface(g) && read_sections(g, false);
}

bool
read_queries(struct gen *g)
{
    return read_sections(g, true);
}
