/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_sheet.c — items as fields of a form: what stands there, was typed, was before. */
#include "base/arena.h"
#include "base/secret.h"
#include "city/assess/assess_page.h"
#include "office/document/document.h"
#include "web/query.h"

enum { SEEN_EACH = 90 };

struct str
assess_mark(struct cx *cx)
{
    return secret_token(cx->arena);
}

/* ---- one item -------------------------------------------------------------------------------- */

struct drawing {
    const struct assess_full       *x;
    const struct assess_sheet_wish *wish;
    struct document_cited_set       cited, last;
};

static const struct assess_number *
number_for(const struct drawing *d, const struct assess_field *f, enum assess_voice voice)
{
    return assess_number_for(f->line, (struct assess_whose){ voice, 0 }, d->wish->of);
}

/* What was taken back still has a version: without it, it could not be said again. */
static void
numbers_to(const struct drawing *d, struct assess_field *f)
{
    const struct assess_number *own = assess_row_of(f->line,
        (struct assess_whose){ d->wish->voice, 0 }, d->wish->of);

    f->agency = number_for(d, f, ASSESS_AGENCY);
    f->city = number_for(d, f, ASSESS_CITY);
    f->final = number_for(d, f, ASSESS_FINAL);
    f->objection = number_for(d, f, ASSESS_OBJECTION);
    if (d->x->seat != 0)
        f->own = assess_number_of(f->line, ASSESS_ASSESSOR, d->x->seat);
    f->value = own ? own->value : S("");
    f->note = own ? own->note : S("");
    f->version = own ? own->version : 0;
}

static void
as_typed(const struct assess_saving *s, struct assess_field *f)
{
    for (size_t i = 0; i < s->n; i++)
        if (str_eq(s->typed[i].item, f->item->code)) {
            f->value = s->typed[i].value;
            f->note = s->typed[i].note;
        }
    for (size_t i = 0; i < s->n_faults; i++)
        if (str_eq(s->typed[s->fault[i].row].item, f->item->code))
            *(s->fault[i].in_note ? &f->note_fault : &f->fault) = s->fault[i].text;
}

/* Those of the item: they come sorted by their part. */
static size_t
documents_to(const struct document_cited_set *set, struct str item,
             const struct document_cited **first)
{
    size_t n = 0;

    for (size_t i = 0; i < set->n; i++)
        if (str_eq(set->row[i].part, item) && n++ == 0)
            *first = &set->row[i];
    return n;
}

static bool
may_write(const struct cx *cx, const struct drawing *d, const struct assess_field *f)
{
    if (d->wish->voice == ASSESS_CITY)
        return may(cx, MAY_CONSOLIDATE, assess_scope(d->x));
    return assess_may_answer(cx, d->x, f->line) && f->state != ASSESS_APPROVED;
}

static void
draw_field(struct cx *cx, const struct drawing *d, const struct assess_line *l,
           struct assess_field *f)
{
    const struct instrument *in = &d->x->instrument;
    int32_t                  parent = in->tree.node[l->item].parent;

    *f = (struct assess_field){ .line = l, .item = &in->item[l->item],
                                .group = &in->item[parent < 0 ? 0 : parent] };
    f->id = str_fmt(cx->arena, "v-%.*s", TEXT(f->item->code));
    f->nth = assess_ordinal(in, l->item);
    f->each = assess_each(in, l->item);
    if (l->part.id.n != 0)
        assess_state_read(l->part.state, &f->state);
    numbers_to(d, f);
    if (d->wish->typed)
        as_typed(d->wish->typed, f);
    f->n_documents = documents_to(&d->cited, f->item->code, &f->document);
    f->n_last = documents_to(&d->last, f->item->code, &f->last);
    f->may_write = may_write(cx, d, f);
    if (!f->each || d->wish->each)
        return;
    f->may_each = f->may_write;
    f->may_write = false;
    f->each_href = str_fmt(cx->arena, "%.*s/each/%.*s", TEXT(d->wish->href),
                           TEXT(f->each->code));
}

/* ---- the sheet ------------------------------------------------------------------------------- */

static bool
is_asked(const struct drawing *d, const struct assess_line *l)
{
    const struct assess_sheet_wish *w = d->wish;

    return assess_is_in(l, w->org)
        && (!w->each || assess_each(&d->x->instrument, l->item) == w->each);
}

static struct str
seen_of(struct cx *cx, const struct assess_sheet *s)
{
    struct buf b = buf_in(cx->arena, s->n * SEEN_EACH + 1);

    for (size_t i = 0; i < s->n; i++)
        buf_fmt(&b, "%s%.*s:%lld", i > 0 ? " " : "", TEXT(s->field[i].item->code),
                (long long)s->field[i].version);
    return b.n > 0 ? buf_str(&b) : S("");
}

static void
part_of(struct cx *cx, struct assess_sheet *s, const struct assess_sheet_wish *w)
{
    struct str at = w->each ? str_fmt(cx->arena, "%.*s?of=%.*s&from=", TEXT(w->href),
                                      TEXT(query_encode(cx->arena, w->of, false)))
                            : str_fmt(cx->arena, "%.*s?from=", TEXT(w->href));

    s->from = w->from < s->all ? w->from : 0;
    s->field += s->from;
    s->n = s->all - s->from < w->most ? s->all - s->from : w->most;
    if (s->from > 0)
        s->back = str_fmt(cx->arena, "%.*s%zu", TEXT(at),
                          s->from > w->most ? s->from - w->most : 0);
    if (s->from + s->n < s->all)
        s->on = str_fmt(cx->arena, "%.*s%zu", TEXT(at), s->from + s->n);
    s->action = w->each ? w->href
                        : str_fmt(cx->arena, "%.*s/answers?from=%zu", TEXT(w->href), s->from);
}

static struct err *
read_documents(struct cx *cx, struct drawing *d)
{
    const struct assess_full *x = d->x;

    d->cited = d->last = (struct document_cited_set){ .n = 0 };
    if (x->entry.id.n != 0)
        TRY(documents_of(cx, ASSESS_THING, x->entry.code, &d->cited));
    if (x->last_id != 0 && x->last_id != x->entry.id.n)
        TRY(documents_of(cx, ASSESS_THING, x->last_code, &d->last));
    return NULL;
}

struct err *
assess_sheet_of(struct cx *cx, const struct assess_full *x, const struct assess_lines *lines,
                const struct assess_sheet_wish *w, struct assess_sheet *s)
{
    struct drawing d = { .x = x, .wish = w };

    TRY(read_documents(cx, &d));
    *s = (struct assess_sheet){ .voice = w->voice, .mark = assess_mark(cx),
        .field = NEWS(cx->arena, struct assess_field, lines->n + 1),
        .n_faults = w->typed ? w->typed->n_faults : 0, .back = S(""), .on = S("") };
    for (size_t i = 0; i < lines->n; i++)
        if (is_asked(&d, &lines->row[i]))
            draw_field(cx, &d, &lines->row[i], &s->field[s->all++]);
    part_of(cx, s, w);
    for (size_t i = 0; i < s->n; i++)
        s->field[i].begins_group = i == 0 || s->field[i].group != s->field[i - 1].group;
    s->seen = seen_of(cx, s);
    return NULL;
}

bool
assess_is_blank(const struct assess_field *f)
{
    return (f->may_write && f->value.n == 0)
        || (f->may_each && assess_says(f->line, ASSESS_AGENCY) == 0);
}

size_t
assess_sheet_blank(const struct assess_sheet *s)
{
    size_t n = 0;

    for (size_t i = 0; i < s->n; i++)
        n += assess_is_blank(&s->field[i]);
    return n;
}

/* ---- reading a form -------------------------------------------------------------------------- */

int64_t
assess_seen_in(struct str seen, struct str item)
{
    struct str rest = seen, part, name, version;
    bool       more = seen.n > 0;
    int64_t    n;

    while (more) {
        more = str_cut(rest, ' ', &part, &rest);
        if (str_cut(part, ':', &name, &version) && str_eq(name, item) && str_int64(version, &n))
            return n;
    }
    return -1;
}

/* Browsers end lines by CR LF. */
static struct str
without_cr(struct cx *cx, struct str text)
{
    char  *p = NEWS(cx->arena, char, text.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != '\r')
            p[n++] = text.p[i];
    return (struct str){ p, n };
}

/* A group of radio buttons of which none is chosen sends nothing: its note says it was there. */
void
assess_typed_of(struct cx *cx, const struct query *q, struct assess_saving *in)
{
    struct assess_typed *row = NEWS(cx->arena, struct assess_typed, q->n + 1);
    struct str           seen = query_value(q, S("seen")), of = query_value(q, S("of"));

    in->typed = row;
    in->mark = query_value(q, S("mark"));
    for (size_t i = 0; i < q->n; i++) {
        struct str item = str_part(q->pair[i].name, 2, q->pair[i].name.n), value;

        if (!str_starts(q->pair[i].name, S("n.")))
            continue;
        value = query_value(q, str_fmt(cx->arena, "v.%.*s", TEXT(item)));
        row[in->n++] = (struct assess_typed){ .item = item,
            .of = str_is_known(of) ? str_trim(of) : S(""),
            .value = str_is_known(value) ? without_cr(cx, value) : S(""),
            .note = without_cr(cx, q->pair[i].value), .seen = assess_seen_in(seen, item) };
    }
}
