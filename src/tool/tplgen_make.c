/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * tplgen_make.c — walks a template once: bytes go through the HTML machine into literals,
 * directives become statements. Each {if} and {for} remembers where the machine stood; each branch
 * must end there.
 */
#include "tool/tplgen.h"

#include "base/arena.h"

enum { FRAMES_MAX = 32 };

struct frame {
    struct directive    opened;
    struct html_machine then;           /* where the machine stood                           */
    bool                spaced;         /* and the emitter                                   */
    bool                tight, began;   /* gathered over the branches so far                 */
    bool                closed_chain;   /* {else} was there                                  */
};

struct maker {
    const struct source *source;
    struct html_machine  html, empty;   /* empty: where every template begins and ends       */
    struct emitter       out;
    struct frame         frame[FRAMES_MAX];
    size_t               n_frames;
    bool                 inside;        /* a template                                        */
    struct directive     template;
};

static struct err *
refuse(const struct maker *m, const struct directive *d, struct msg what)
{
    return source_err(m->source, d->at, what);
}

static int64_t
line_of(const struct maker *m, const struct directive *d)
{
    return source_line(m->source, d->body_at);
}

/* "name(args)": the only shape of {template} and {call}. */
static struct err *
name_and_brackets(const struct maker *m, const struct directive *d, struct str *name,
                  struct str *args)
{
    struct str body = d->body;
    size_t     n = 0;

    while (n < body.n && is_word(body.p[n]))
        n++;
    *name = str_part(body, 0, n);
    if (n == 0 || n >= body.n || body.p[n] != '(' || body.p[body.n - 1] != ')')
        return refuse(m, d, MSG("here stands name(…); give the name and its brackets"));
    *args = str_trim(str_part(body, n + 1, body.n - n - 2));
    return NULL;
}

/* ---- directives outside templates ---- */

static struct err *
include(struct maker *m, const struct directive *d)
{
    if (m->inside)
        return refuse(m, d,
                      MSG("{0} stands outside templates; move it to the top", S("{include}")));
    if (d->body.n < 3 || d->body.p[0] != '"' || d->body.p[d->body.n - 1] != '"')
        return refuse(m, d,
                      MSG("a header stands in quotes; write {0}",
                          S("{include \"folder/name.h\"}")));
    emit_include(&m->out, d->body);
    return NULL;
}

static struct err *
begin_template(struct maker *m, const struct directive *d)
{
    struct str name, params;

    if (m->inside)
        return refuse(m, d, MSG("a template inside a template; end the one of {0} first",
                                source_where(m->source, m->template.at)));
    TRY(name_and_brackets(m, d, &name, &params));
    m->inside = true;
    m->template = *d;
    m->html = m->empty;
    emit_begin(&m->out, name, params, line_of(m, d));
    return NULL;
}

/* ---- branches ---- */

static struct err *
open_frame(struct maker *m, const struct directive *d, struct str before, struct str after)
{
    bool loop = d->kind == D_FOR;

    TRY(html_branch(&m->html, d->at, loop));
    if (m->n_frames == FRAMES_MAX)
        return refuse(m, d, MSG("branches are nested deeper than 32; split the template"));
    emit_line(&m->out, line_of(m, d), before, d->body, after);
    m->out.depth++;
    m->frame[m->n_frames++]
        = (struct frame){ .opened = *d, .then = m->html, .spaced = m->out.spaced };
    m->html.floor = m->html.n_elements;
    if (loop) {                         /* a second round does not begin where the first did */
        m->html.value_began = true;
        m->out.spaced = false;
    }
    return NULL;
}

/* A branch ends: it must stand where it began; what it used up is gathered. */
static struct err *
end_branch(struct maker *m, struct frame *f, size_t at)
{
    TRY(html_branch(&m->html, at, false));
    TRY(html_meet(&m->html, &f->then, at));
    emit_flush(&m->out);
    f->tight |= m->html.tight;
    f->began |= m->html.value_began;
    return NULL;
}

static struct err *
next_branch(struct maker *m, const struct directive *d)
{
    struct frame *f = m->n_frames ? &m->frame[m->n_frames - 1] : NULL;

    if (!f || f->opened.kind != D_IF)
        return refuse(m, d,
                      MSG("{0} belongs to no {1}; remove it or open one before", S("{else}"),
                          S("{if}")));
    if (f->closed_chain)
        return refuse(m, d,
                      MSG("{0} has had its {1} already; remove this one", S("{if}"), S("{else}")));
    TRY(end_branch(m, f, d->at));
    for (size_t i = f->then.n_attributes; i < m->html.n_attributes; i++)
        m->html.attribute[i].hidden = true;
    m->html.tight = f->then.tight;
    m->html.value_began = f->then.value_began;
    m->out.spaced = f->spaced;
    m->out.depth--;
    f->closed_chain = d->kind == D_ELSE;
    if (d->kind == D_ELSE)
        emit_word(&m->out, S("} else {"));
    else
        emit_line(&m->out, line_of(m, d), S("} else if ("), d->body, S(") {"));
    m->out.depth++;
    return NULL;
}

static struct err *
end_template(struct maker *m, const struct directive *d)
{
    TRY(html_branch(&m->html, d->at, false));
    TRY(html_meet(&m->html, &m->empty, d->at));
    emit_end(&m->out);
    m->inside = false;
    return NULL;
}

static struct err *
end(struct maker *m, const struct directive *d)
{
    if (m->n_frames == 0)
        return end_template(m, d);

    struct frame *f = &m->frame[m->n_frames - 1];
    TRY(end_branch(m, f, d->at));
    for (size_t i = f->then.n_attributes; i < m->html.n_attributes; i++)
        m->html.attribute[i].hidden = false;
    m->html.tight = f->tight || (!f->closed_chain && f->then.tight);
    m->html.value_began = f->began;
    m->html.floor = f->then.floor;
    m->out.spaced = false;
    m->out.depth--;
    m->n_frames--;
    emit_word(&m->out, S("}"));
    return NULL;
}

/* ---- holes ---- */

static const struct { const char *hole, *message; } writers[] = {
    [PLACE_TEXT]      = { "view_put(v, (",       "view_msg(v, MSG(" },
    [PLACE_DATA]      = { "view_put_attr(v, (",  "view_attr_msg(v, MSG(" },
    [PLACE_ATTRIBUTE] = { "view_put_attr(v, (",  "view_attr_msg(v, MSG(" },
    [PLACE_URL]       = { "view_url(v, (",       NULL },
    [PLACE_URL_PART]  = { "view_url_part(v, (",  NULL },
};

static struct err *
hole(struct maker *m, const struct directive *d)
{
    bool            message = d->kind == D_MESSAGE;
    enum html_place place;

    TRY(html_hole(&m->html, d->at, &place));
    struct str writer = str_of(message ? writers[place].message : writers[place].hole);
    if (!str_is_known(writer))
        return refuse(m, d, MSG("words in an address; an address has no language"));
    if (message)
        TRY(tplgen_message(m->source, d));
    emit_line(&m->out, line_of(m, d), writer, d->body, S("));"));
    m->out.spaced = false;
    return NULL;
}

static struct err *
call(struct maker *m, const struct directive *d)
{
    struct str      name, args;
    enum html_place place;

    TRY(html_hole(&m->html, d->at, &place));
    if (place != PLACE_TEXT)
        return refuse(m, d, MSG("a template writes elements; it can be called between tags only"));
    TRY(name_and_brackets(m, d, &name, &args));
    emit_line(&m->out, line_of(m, d),
              str_fmt(m->source->arena, "%.*s(v%s", TEXT(name), args.n ? ", " : ""), args, S(");"));
    m->out.spaced = false;
    return NULL;
}

static struct err *
directive(struct maker *m, const struct directive *d)
{
    if (!m->inside && d->kind != D_COMMENT && d->kind != D_INCLUDE && d->kind != D_TEMPLATE)
        return refuse(m, d,
                      MSG("this stands outside a template; open one with {0}",
                          S("{template name(…)}")));
    switch (d->kind) {
    case D_COMMENT:
        return NULL;
    case D_INCLUDE:
        return include(m, d);
    case D_TEMPLATE:
        return begin_template(m, d);
    case D_IF:
        return open_frame(m, d, S("if ("), S(") {"));
    case D_FOR:
        return open_frame(m, d, S("for ("), S(") {"));
    case D_ELSEIF:
    case D_ELSE:
        return next_branch(m, d);
    case D_END:
        return end(m, d);
    case D_CALL:
        return call(m, d);
    case D_MESSAGE:
    case D_HOLE:
        return hole(m, d);
    }
    return NULL;
}

/* ---- the walk ---- */

static struct err *
literal(struct maker *m, char c, size_t at)
{
    enum html_fate fate;

    if (!m->inside)
        return is_space(c) ? NULL
                           : source_err(m->source, at,
                                        MSG("text outside a template; open one with {0}",
                                            S("{template name(…)}")));
    TRY(html_byte(&m->html, c, at, &fate));
    emit_literal(&m->out, c, fate);
    if (fate == POSTS_BYTE)
        emit_word(&m->out, S("view_form_token(v);"));
    return NULL;
}

static bool
is_block(enum directive_kind kind)
{
    return kind != D_HOLE && kind != D_MESSAGE && kind != D_CALL;
}

/* Past the line's end if the directive is alone on its line, else past the directive. */
static size_t
past_own_line(struct str t, const struct directive *d)
{
    size_t from = d->at, to = d->end;

    while (from > 0 && is_space(t.p[from - 1]) && t.p[from - 1] != '\n')
        from--;
    while (to < t.n && is_space(t.p[to]) && t.p[to] != '\n')
        to++;
    bool alone = (from == 0 || t.p[from - 1] == '\n') && to < t.n && t.p[to] == '\n';
    return alone ? to + 1 : d->end;
}

/*
 * A block directive alone on its line takes the line's end with it. On every road the page then
 * stands after the end of the line before, so the indentation that follows says nothing either.
 */
static struct err *
directive_at(struct maker *m, size_t *at)
{
    struct directive d;

    TRY(tplgen_directive(m->source, *at, &d));
    *at = is_block(d.kind) ? past_own_line(m->source->text, &d) : d.end;
    TRY(directive(m, &d));
    if (*at != d.end && d.kind != D_COMMENT)
        m->out.spaced = true;
    return NULL;
}

/* One step: a doubled brace, a directive or a byte. */
static struct err *
step(struct maker *m, size_t *at)
{
    struct str t = m->source->text;
    char       c = t.p[*at];
    bool       doubled = *at + 1 < t.n && t.p[*at + 1] == c;

    if ((c == '{' || c == '}') && doubled) {
        TRY(literal(m, c, *at));
        *at += 2;
        return NULL;
    }
    if (c == '}')
        return source_err(m->source, *at,
                          MSG("a {0} that closes nothing; write {1} for a literal brace", S("}"),
                              S("}}")));
    if (c == '{')
        return directive_at(m, at);
    TRY(literal(m, c, *at));
    (*at)++;
    return NULL;
}

struct err *
tplgen_make(const struct source *s, struct str stem, struct template_code *code)
{
    struct maker *m = NEW(s->arena, struct maker);

    m->source = s;
    m->html.source = m->empty.source = s;
    m->out = emit_to(s->arena, s->file, stem);
    for (size_t at = 0; at < s->text.n; )
        TRY(step(m, &at));
    if (m->n_frames > 0)
        return refuse(m, &m->frame[m->n_frames - 1].opened,
                      MSG("this branch has no {0}; add it", S("{end}")));
    if (m->inside)
        return refuse(m, &m->template, MSG("this template has no {0}; add it", S("{end}")));
    emit_close(&m->out);
    *code = (struct template_code){ buf_str(&m->out.header), buf_str(&m->out.source) };
    return NULL;
}
