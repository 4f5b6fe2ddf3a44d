/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * record_page.c — the page of a form: shown, kept as a draft, saved, or set against another's.
 *
 * A form carries, beside its fields, the version that the reader saw (record.version) and what
 * stood in each field then (was.NAME). The page of two changes adds the version that it showed as
 * "now" (record.seen) and a choice a field (take.NAME): they count only while the record still has
 * that version; else the page is made anew. So whatever is posted can be set against what is there.
 */
#include "ground/record/record_page.h"

#include <string.h>

#include "base/arena.h"
#include "ground/record/record_view.h"
#include "web/query.h"

struct edit {
    struct cx            *cx;
    const struct request *rq;
    struct reply         *rp;
    struct record_edit    e;
};

/* ---- pairs ---------------------------------------------------------------------------------- */

struct str
record_given(const struct pair *pair, size_t n, struct str prefix, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (str_starts(pair[i].name, prefix)
            && str_eq(str_part(pair[i].name, prefix.n, pair[i].name.n), str_of(name)))
            return pair[i].value;
    return (struct str){ 0 };
}

struct str
record_began(const struct record_edit *e, const struct field *f)
{
    return record_given(e->given, e->n_given, S("was."), f->name);
}

static struct str
of_record(const struct edit *ed, const char *name)
{
    return record_given(ed->e.given, ed->e.n_given, S("record."), name);
}

static int64_t
number_of(struct str text)
{
    int64_t n;

    return str_int64(text, &n) && n >= 0 ? n : 0;
}

/* The pairs of a form that was begun at `began` and has come to `values`, with this reason. */
static void
give(struct edit *ed, const void *values, const void *began, struct str reason)
{
    struct arena      *a = ed->cx->arena;
    const struct form *form = ed->e.kind->form;
    struct pair       *pair = NEWS(a, struct pair, form->n * 2 + 1);
    size_t             n = values ? form_pairs(a, form, values, pair) : 0;

    pair[n++] = (struct pair){ S("why"), reason };
    size_t n_began = began ? form_pairs(a, form, began, pair + n) : 0;

    for (size_t i = n; i < n + n_began; i++)
        pair[i].name = str_fmt(a, "was.%.*s", TEXT(pair[i].name));
    ed->e.given = pair;
    ed->e.n_given = n + n_began;
}

/* The struct of the form from the pairs, with every fault. */
static void
read_typed(struct edit *ed)
{
    struct arena *a = ed->cx->arena;

    ed->e.typed = record_values_new(a, &ed->e.form);
    form_read(a, &ed->e.form, ed->e.given, ed->e.n_given, ed->e.typed, &ed->e.faults);
}

static struct str
why(const struct edit *ed)
{
    return *record_why_of(ed->e.kind, ed->e.typed);
}

/* ---- drawing -------------------------------------------------------------------------------- */

struct form_draw
record_drawing(const struct record_edit *e)
{
    return (struct form_draw){ .form = &e->form, .action = e->form_href, .posts = true,
                               .values = e->typed, .faults = &e->faults, .button = N_("Save") };
}

struct form_draw
record_drawing_of_why(struct arena *a, const struct record_edit *e)
{
    struct form     *form = NEW(a, struct form);
    struct form_draw draw = record_drawing(e);

    *form = (struct form){ .field = &e->form.field[e->form.n - 1], .n = 1, .size = e->form.size };
    draw.form = form;
    return draw;
}

static struct msg
title(const struct edit *ed)
{
    return (struct msg){ .id = ed->e.kind->title, .arg = { ed->e.now.name } };
}

static void
crumb(struct edit *ed)
{
    reply_crumb(ed->rp, ed->e.now.href, MSG("{0}", ed->e.now.name));
}

static struct err *
draw_form(struct edit *ed)
{
    struct view      v = view_in(ed->cx->arena, ed->cx->lang);
    struct form_draw fields = record_drawing(&ed->e);

    record_form_view(&v, &ed->e, title(ed), &fields);
    crumb(ed);
    reply_page(ed->rp, title(ed), &v);
    return NULL;
}

/* The form again, with what was typed and what is wrong with it. */
static struct err *
draw_faults(struct edit *ed)
{
    ed->rp->status = 400;
    return draw_form(ed);
}

/* ---- beginning: from the record, or from a draft -------------------------------------------- */

static struct err *
begin(struct edit *ed, struct str key)
{
    struct cx           *cx = ed->cx;
    struct record_edit  *e = &ed->e;

    TRY(e->kind->load(cx, key, &e->now));
    TRY(e->now.values ? must(cx, e->kind->right, e->now.scope)
                      : must_somewhere(cx, e->kind->right));
    e->form_href = record_form_href(cx->arena, e->kind, &e->now);
    e->form = record_form_with_why(cx->arena, e->kind);
    return NULL;
}

static void
begin_from_record(struct edit *ed)
{
    const struct record_state *now = &ed->e.now;

    ed->e.version = now->version;
    give(ed, now->values ? now->values : now->proposal, now->values, (struct str){ 0 });
    read_typed(ed);
    ed->e.faults.n = 0;             /* nobody has typed anything yet */
}

static struct err *
begin_from_draft(struct edit *ed, const struct record_draft *d)
{
    struct query       *kept = NEW(ed->cx->arena, struct query);
    struct record_edit *e = &ed->e;

    if (!query_read(ed->cx->arena, d->body, kept)) {
        begin_from_record(ed);      /* it was kept by another program's rules */
        return NULL;
    }
    e->draft = d->id.n;
    e->version = d->base_version;
    e->given = kept->pair;
    e->n_given = kept->n;
    read_typed(ed);
    TRY(record_draft_note(ed->cx, d, &e->draft_note));
    if (e->now.values && e->version != e->now.version)
        TRY(record_by_whom(ed->cx, e->kind, &e->now, &e->by));
    return NULL;
}

static struct err *
name_others(struct edit *ed, const struct record_draft_set *set, size_t shown)
{
    struct arena       *a = ed->cx->arena;
    struct record_edit *e = &ed->e;

    e->other = NEWS(a, struct record_other, set->n);
    for (size_t i = 0; i < set->n; i++) {
        if (i == shown)
            continue;
        struct record_other *o = &e->other[e->n_others++];

        o->href = str_fmt(a, "%.*s?draft=%lld", TEXT(e->form_href), (long long)set->row[i].id.n);
        TRY(record_draft_note(ed->cx, &set->row[i], &o->note));
    }
    return NULL;
}

/* The draft that ?draft= names, else the latest of the post; `set` may be empty. */
static size_t
chosen_draft(const struct edit *ed, const struct record_draft_set *set)
{
    struct query q;
    int64_t      id = 0;

    if (query_read(ed->cx->arena, ed->rq->query, &q))
        id = number_of(query_value(&q, S("draft")));
    for (size_t i = 0; i < set->n; i++)
        if (set->row[i].id.n == id)
            return i;
    return 0;
}

static struct err *
show(struct edit *ed)
{
    struct record_draft_set set;

    TRY(record_drafts_at(ed->cx, ed->e.form_href, &set));
    if (set.n == 0) {
        begin_from_record(ed);
        return draw_form(ed);
    }
    size_t at = chosen_draft(ed, &set);

    TRY(begin_from_draft(ed, &set.row[at]));
    TRY(name_others(ed, &set, at));
    return draw_form(ed);
}

/* ---- drafts --------------------------------------------------------------------------------- */

static struct err *
keep_draft(struct edit *ed)
{
    struct record_edit *e = &ed->e;

    return record_draft_keep(ed->cx, &(struct record_draft_new){
        .scope = e->now.scope, .thing = str_of(e->kind->thing), .key = e->now.key,
        .href = e->form_href, .name = msg_text(ed->cx->arena, ed->cx->lang, title(ed)),
        .base_version = e->version,
        .body = record_draft_body(ed->cx->arena, &e->form, e->given, e->n_given) });
}

static struct err *
keep(struct edit *ed)
{
    TRY(keep_draft(ed));
    reply_done(ed->rp, MSG("The draft is kept. It waits in this form for you, and for whoever "
                           "holds this post."));
    reply_see(ed->rp, ed->e.form_href);
    return NULL;
}

static struct err *
drop(struct edit *ed)
{
    TRY(record_draft_end(ed->cx, ed->e.form_href, ed->e.draft));
    reply_done(ed->rp, MSG("What you had typed is thrown away. Nothing else is changed."));
    reply_see(ed->rp, ed->e.now.href);
    return NULL;
}

/* ---- two changes at once -------------------------------------------------------------------- */

static struct record_texts
texts_of(const struct edit *ed, const struct field *f)
{
    struct arena *a = ed->cx->arena;

    return (struct record_texts){ .began = record_began(&ed->e, f),
                                  .now = form_text(a, f, ed->e.now.values),
                                  .mine = form_text(a, f, ed->e.typed) };
}

static enum record_take
take_given(const struct edit *ed, const struct field *f)
{
    struct str take = record_given(ed->e.given, ed->e.n_given, S("take."), f->name);

    if (str_eq(take, S("now")))
        return RECORD_TAKE_NOW;
    return str_eq(take, S("mine")) ? RECORD_TAKE_MINE : RECORD_TAKE_NONE;
}

/* The rows that differ; `answered`: with what the reader chose among them. */
static void
compare(struct edit *ed, bool answered)
{
    struct record_edit *e = &ed->e;
    struct arena       *a = ed->cx->arena;
    enum lang           lang = ed->cx->lang;

    e->row = NEWS(a, struct record_row, e->kind->form->n);
    e->n_rows = e->n_wrong = 0;
    for (size_t i = 0; i < e->kind->form->n; i++) {
        const struct field *f = &e->kind->form->field[i];
        struct record_texts t = texts_of(ed, f);
        enum record_fate    fate = record_fate_of(t);
        enum record_take    take = answered ? take_given(ed, f) : record_take_of(fate);
        bool                wrong = answered && take == RECORD_TAKE_NONE;

        if (fate == RECORD_SAME)
            continue;
        e->row[e->n_rows++] = (struct record_row){ .field = f, .fate = fate, .take = take,
            .wrong = wrong, .began = form_shown(a, lang, f, t.began),
            .now = form_shown(a, lang, f, t.now), .mine = form_shown(a, lang, f, t.mine) };
        e->n_wrong += wrong;
    }
}

static struct err *
draw_meanwhile(struct edit *ed)
{
    struct record_edit *e = &ed->e;
    struct view         v = view_in(ed->cx->arena, ed->cx->lang);
    struct form_draw    reason = record_drawing_of_why(ed->cx->arena, e);
    struct msg          said = MSG("{0}: changed meanwhile", e->now.name);

    TRY(record_by_whom(ed->cx, e->kind, &e->now, &e->by));
    record_meanwhile_view(&v, e, said, &reason);
    crumb(ed);
    reply_page(ed->rp, said, &v);
    ed->rp->status = e->n_wrong > 0 ? 400 : 409;
    return NULL;
}

/* The other has made the very same change. */
static struct err *
agreed(struct edit *ed)
{
    TRY(record_draft_end(ed->cx, ed->e.form_href, ed->e.draft));
    reply_done(ed->rp, MSG("Somebody else has made the same change meanwhile; nothing is left to "
                           "save."));
    reply_see(ed->rp, ed->e.now.href);
    return NULL;
}

/* A page of two changes may be closed: what was typed waits as a draft. */
static struct err *
meanwhile(struct edit *ed)
{
    compare(ed, false);
    if (ed->e.n_rows == 0)
        return agreed(ed);
    struct err *e = keep_draft(ed);

    if (e && strcmp(e->code, "record.draft_large") != 0)
        return e;                   /* then the page alone holds it */
    return draw_meanwhile(ed);
}

/* What was chosen becomes what is typed, and now what stood there when the reader began. */
static void
merge(struct edit *ed)
{
    struct record_edit *e = &ed->e;
    struct arena       *a = ed->cx->arena;
    struct pair        *pair = NEWS(a, struct pair, e->kind->form->n + 1);
    struct str          reason = why(ed);
    size_t              n = 0;

    for (size_t i = 0; i < e->kind->form->n; i++) {
        const struct field *f = &e->kind->form->field[i];
        struct record_texts t = texts_of(ed, f);
        struct str text = take_given(ed, f) == RECORD_TAKE_NOW ? t.now : t.mine;

        if (str_is_known(text))
            pair[n++] = (struct pair){ str_of(f->name), text };
    }
    pair[n++] = (struct pair){ S("why"), reason };
    form_clear(&e->form, e->typed);
    form_read(a, &e->form, pair, n, e->typed, &e->faults);
    give(ed, e->typed, e->now.values, reason);
    e->version = e->now.version;
}

/* ---- saving --------------------------------------------------------------------------------- */

static const struct field *
field_named(const struct form *form, struct str name)
{
    for (size_t i = 0; i < form->n; i++)
        if (str_eq(str_of(form->field[i].name), name))
            return &form->field[i];
    return NULL;
}

/* What the rules refuse stands at its field, like what the form itself refuses. */
static struct err *
refused(struct edit *ed, struct err *err)
{
    struct record_edit *e = &ed->e;
    struct arena       *a = ed->cx->arena;
    const struct field *f = err->kind == ERR_INPUT ? field_named(&e->form, err->where) : NULL;
    struct err          alone = *err;

    if (!f)
        return err;
    alone.where = (struct str){ 0 };
    e->faults.fault[0] = (struct form_fault){ .field = f,
        .text = MSG("{0}", err_line(a, ed->cx->lang, &alone)),
        .given = record_given(e->given, e->n_given, S(""), f->name) };
    e->faults.n = 1;
    return draw_faults(ed);
}

static struct err *
saved(struct edit *ed, const struct record_change *c)
{
    if (c->n_changes == 0)
        reply_done(ed->rp, MSG("Nothing was different, so nothing is changed."));
    else
        reply_done(ed->rp, (struct msg){ .id = ed->e.kind->done, .arg = { c->before.name } });
    reply_see(ed->rp, c->before.href);
    return NULL;
}

static struct err *
store(struct edit *ed)
{
    struct record_change c = {
        .kind = ed->e.kind, .draft = ed->e.draft,
        .wish = { .key = ed->e.now.key, .version = ed->e.version, .values = ed->e.typed,
                  .why = why(ed) },
    };
    struct err *err = record_try(ed->cx, &c);

    if (err)
        return refused(ed, err);
    if (!c.stale)
        return saved(ed, &c);
    /* Somebody was faster between our look and our change. */
    TRY(ed->e.kind->load(ed->cx, ed->e.now.key, &ed->e.now));
    return meanwhile(ed);
}

static struct err *
save(struct edit *ed)
{
    struct record_edit *e = &ed->e;

    read_typed(ed);
    if (e->faults.n > 0)
        return draw_faults(ed);
    if (!e->now.values || e->version == e->now.version)
        return store(ed);
    if (number_of(of_record(ed, "seen")) != e->now.version)
        return meanwhile(ed);
    compare(ed, true);
    if (e->n_wrong > 0)
        return draw_meanwhile(ed);
    merge(ed);
    return e->faults.n > 0 ? draw_faults(ed) : store(ed);
}

static struct err *
act(struct edit *ed)
{
    struct str what;

    ed->e.given = ed->rq->given->pair;
    ed->e.n_given = ed->rq->given->n;
    ed->e.version = number_of(of_record(ed, "version"));
    ed->e.draft = number_of(of_record(ed, "draft"));
    what = of_record(ed, "do");
    if (str_eq(what, S("keep")))
        return keep(ed);
    return str_eq(what, S("drop")) ? drop(ed) : save(ed);
}

struct err *
record_page(struct cx *cx, const struct request *rq, struct reply *rp,
            const struct record_kind *kind, struct str key)
{
    struct edit *ed = NEW(cx->arena, struct edit);

    *ed = (struct edit){ .cx = cx, .rq = rq, .rp = rp, .e = { .kind = kind } };
    TRY(begin(ed, key));
    return rq->method == GET ? show(ed) : act(ed);
}
