/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* tplgen_emit.c — writes the C: a view_raw for a run of literals, #line before the author's C. */
#include "tool/tplgen.h"

enum {
    CODE_MAX    = 4 << 20,
    LITERAL_MAX = 1500,         /* escaped it stays below the 4,095 bytes that C promises */
    INDENT      = 4,
};

static void
write_guard(struct buf *b, struct str stem)
{
    buf_add(b, S("GUYUB_"));
    for (size_t i = 0; i < stem.n; i++) {
        char c = stem.p[i];

        buf_byte(b, !is_word(c) ? '_' : c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
    }
    buf_add(b, S("_H"));
}

struct emitter
emit_to(struct arena *a, struct str file, struct str stem)
{
    struct emitter e = { .file = file, .header = buf_in(a, CODE_MAX), .source = buf_in(a, CODE_MAX),
                         .literal = buf_in(a, CODE_MAX), .depth = 1 };

    buf_fmt(&e.header, "/* Compiled from %.*s by tool/tplgen. */\n#ifndef ", TEXT(file));
    write_guard(&e.header, stem);
    buf_add(&e.header, S("\n#define "));
    write_guard(&e.header, stem);
    buf_add(&e.header, S("\n\n#include \"web/html.h\"\n"));
    buf_fmt(&e.source, "/* Compiled from %.*s by tool/tplgen. */\n#include \"%.*s.h\"\n",
            TEXT(file), TEXT(stem));
    return e;
}

void
emit_include(struct emitter *e, struct str quoted)
{
    buf_fmt(&e->header, "#include %.*s\n", TEXT(quoted));
}

static void
indent(struct emitter *e)
{
    for (int32_t i = 0; i < e->depth * INDENT; i++)
        buf_byte(&e->source, ' ');
}

/* #line wants the file as a C literal. */
static void
line_mark(struct emitter *e, int64_t line)
{
    buf_fmt(&e->source, "#line %lld \"", (long long)line);
    for (size_t i = 0; i < e->file.n; i++) {
        if (e->file.p[i] == '"' || e->file.p[i] == '\\')
            buf_byte(&e->source, '\\');
        buf_byte(&e->source, e->file.p[i]);
    }
    buf_add(&e->source, S("\"\n"));
}

void
emit_begin(struct emitter *e, struct str name, struct str params, int64_t line)
{
    bool more = params.n > 0 && !str_eq(params, S("void"));

    buf_fmt(&e->header, "\nvoid %.*s(struct view *v%s%.*s);", TEXT(name), more ? ", " : "",
            more ? (int)params.n : 0, params.p);
    buf_byte(&e->source, '\n');
    line_mark(e, line);
    buf_fmt(&e->source, "void\n%.*s(struct view *v%s%.*s)\n{\n", TEXT(name), more ? ", " : "",
            more ? (int)params.n : 0, params.p);
    e->depth = 1;
    e->space = 0;
    e->spaced = true;
}

/* A byte inside a C literal. A second '?' is escaped: two begin a trigraph. */
static void
literal_byte(struct buf *b, char c, char before)
{
    if (c == '"' || c == '\\' || (c == '?' && before == '?'))
        buf_byte(b, '\\');
    if (c == '\t')
        buf_add(b, S("\\t"));
    else if (c != '\r')
        buf_byte(b, c);
}

/* A line of the page is a line of the literal. */
static void
write_literal(struct emitter *e, struct str text)
{
    indent(e);
    buf_add(&e->source, S("view_raw(v, HTML(\""));
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] != '\n') {
            literal_byte(&e->source, text.p[i], i ? text.p[i - 1] : 0);
            continue;
        }
        buf_add(&e->source, S("\\n"));
        if (i + 1 < text.n) {
            buf_add(&e->source, S("\"\n"));
            indent(e);
            buf_add(&e->source, S("                 \""));
        }
    }
    buf_add(&e->source, S("\"));\n"));
}

static void
settle_space(struct emitter *e)
{
    if (e->space && !e->spaced) {
        buf_byte(&e->literal, e->space);
        e->spaced = true;
    }
    e->space = 0;
}

void
emit_literal(struct emitter *e, char c, enum html_fate fate)
{
    if (fate == SPACE_BYTE) {
        if (e->space != '\n')
            e->space = c == '\n' ? '\n' : ' ';
        return;
    }
    settle_space(e);
    buf_byte(&e->literal, c);
    e->spaced = false;
    if (e->literal.n >= LITERAL_MAX && ((unsigned char)c & 0x80) == 0)
        emit_flush(e);
}

void
emit_flush(struct emitter *e)
{
    settle_space(e);
    if (e->literal.n > 0)
        write_literal(e, buf_str(&e->literal));
    e->literal.n = 0;
}

void
emit_line(struct emitter *e, int64_t line, struct str before, struct str body, struct str after)
{
    emit_flush(e);
    line_mark(e, line);
    indent(e);
    buf_fmt(&e->source, "%.*s%.*s%.*s\n", TEXT(before), TEXT(body), TEXT(after));
}

void
emit_word(struct emitter *e, struct str word)
{
    emit_flush(e);
    indent(e);
    buf_fmt(&e->source, "%.*s\n", TEXT(word));
}

void
emit_end(struct emitter *e)
{
    emit_flush(e);
    buf_add(&e->source, S("}\n"));
}

void
emit_close(struct emitter *e)
{
    buf_add(&e->header, S("\n\n#endif\n"));
}
