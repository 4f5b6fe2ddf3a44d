/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* dossier_plan.c — what goes in: the record, what it cites, papers, history; what is left out. */
#include <stdlib.h>

#include "base/arena.h"
#include "module.h"
#include "office/dossier/dossier_part.h"
#include "office/dossier/dossier_rule.h"
#include "store/store.h"

enum { LEFT_MAX = 1000 };

/* ---- the record ----------------------------------------------------------------------------- */

static const struct dossier_kind *
kind_named(const struct cx *cx, struct str thing)
{
    for (const struct module *const *m = cx->modules; m && *m; m++)
        for (size_t i = 0; i < (*m)->n_dossiers; i++)
            if (str_eq(thing, str_of((*m)->dossiers[i].thing)))
                return &(*m)->dossiers[i];
    return NULL;
}

static struct str
kinds_text(const struct cx *cx)
{
    struct str word[64];
    size_t     n = 0;

    for (const struct module *const *m = cx->modules; m && *m; m++)
        for (size_t i = 0; i < (*m)->n_dossiers && n < COUNT(word); i++)
            if ((*m)->dossiers[i].tell)
                word[n++] = str_of((*m)->dossiers[i].thing);
    return str_join(cx->arena, S(", "), word, n);
}

static struct err *
no_such(struct cx *cx, struct str thing)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_MISSING, .code = "dossier.thing", .where = S("thing"),
        .text = MSG("There are no files for examination of “{0}”.", thing),
        .hint = MSG("There are of: {0}", kinds_text(cx)) });
}

static struct err *
find_kind(struct cx *cx, const struct dossier_asking *a, struct dossier_plan *p)
{
    *p = (struct dossier_plan){ .kind = kind_named(cx, a->thing), .key = a->key };
    if (!p->kind || (!a->is_sheet && !p->kind->tell))
        return no_such(cx, a->thing);
    if (!a->is_sheet)
        return must_somewhere(cx, MAY_TAKE_DOSSIER);
    return p->kind->sheet ? NULL : err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "dossier.no_sheet", .where = S("thing"),
        .text = MSG("Of this record there is no workbook."),
        .hint = MSG("Its page shows what can be taken away.") });
}

/* A sheet holds what its page shows: the head has refused whom the page refuses. */
struct err *
dossier_head_of(struct cx *cx, const struct dossier_asking *a, struct dossier_plan *p)
{
    TRY(find_kind(cx, a, p));
    TRY((p->kind->head ? p->kind->head : p->kind->tell)(cx, a->key, &p->record));
    return a->is_sheet ? NULL : must(cx, MAY_TAKE_DOSSIER, p->record.scope);
}

static struct err *
tell_record(struct cx *cx, struct str thing, struct str key, struct dossier_plan *p)
{
    TRY(find_kind(cx, &(struct dossier_asking){ .thing = thing, .key = key }, p));
    TRY(p->kind->tell(cx, key, &p->record));
    return must(cx, MAY_TAKE_DOSSIER, p->record.scope);
}

void
dossier_leave(struct dossier_plan *p, struct dossier_left left)
{
    if (p->n_left < LEFT_MAX)
        p->left[p->n_left++] = left;
}

/* ---- things, each once ---------------------------------------------------------------------- */

static bool
has_thing(const struct dossier_plan *p, const struct dossier_thing *t)
{
    for (size_t i = 0; i < p->n_things; i++)
        if (str_eq(str_of(p->thing[i].thing), str_of(t->thing))
            && str_eq(p->thing[i].key, t->key))
            return true;
    return false;
}

static void
add_thing(struct dossier_plan *p, struct dossier_thing t)
{
    if (has_thing(p, &t))
        return;
    if (p->n_things < DOSSIER_THINGS_MAX)
        p->thing[p->n_things++] = t;
    else
        dossier_leave(p, (struct dossier_left){ MSG("{0}", t.name),
            MSG("The record has more parts than one file takes.") });
}

/* ---- documents ------------------------------------------------------------------------------ */

struct wanted { struct str code, place; int64_t nth; };

static struct dossier_file *
file_of(const struct dossier_plan *p, const struct document *d, int64_t nth)
{
    for (size_t i = 0; i < p->n_files; i++)
        if (p->file[i].document.id.n == d->id.n && p->file[i].copy.nth == nth)
            return &p->file[i];
    return NULL;
}

static void
add_place(struct cx *cx, struct dossier_file *f, struct str place)
{
    if (place.n == 0)
        return;
    f->places = f->places.n == 0 ? place
              : str_fmt(cx->arena, "%.*s; %.*s", TEXT(f->places), TEXT(place));
}

static struct err *
add_copy(struct cx *cx, struct dossier_plan *p, const struct document *d, struct wanted w)
{
    struct document_copies copies;

    TRY(document_copies_of(cx, d, &copies));
    for (size_t i = 0; i < copies.n; i++) {
        if (copies.row[i].nth != w.nth)
            continue;
        struct dossier_file *f = &p->file[p->n_files++];

        *f = (struct dossier_file){ .document = *d, .copy = copies.row[i], .places = w.place,
            .name = dossier_name(cx->arena, (int64_t)p->n_files, copies.row[i].name) };
    }
    return NULL;
}

/* Who may not see it is told that there is none: so is the reader of the file. */
static struct err *
add_document(struct cx *cx, struct dossier_plan *p, struct wanted w)
{
    struct document d;
    struct err     *e = document_get(cx, w.code, &d);

    if (e && str_eq(str_of(e->code), S("document.unknown"))) {
        dossier_leave(p, (struct dossier_left){ MSG("A document"), e->text });
        return NULL;
    }
    TRY(e);
    w.nth = w.nth > 0 ? w.nth : d.copies;
    struct dossier_file *f = file_of(p, &d, w.nth);

    if (f) {
        add_place(cx, f, w.place);
        return NULL;
    }
    add_thing(p, (struct dossier_thing){ "document", d.code, document_scope(&d), d.title });
    if (p->n_files < DOSSIER_DOCUMENTS_MAX)
        return add_copy(cx, p, &d, w);
    dossier_leave(p, (struct dossier_left){ MSG("{0}", d.title),
        MSG("The record has more documents than one file takes.") });
    return NULL;
}

static struct str
place_of(struct cx *cx, const struct dossier_thing *t, struct str part)
{
    if (t->name.n == 0 || part.n == 0)
        return t->name.n == 0 ? part : t->name;
    return str_fmt(cx->arena, "%.*s, %.*s", TEXT(t->name), TEXT(part));
}

static struct err *
add_cited(struct cx *cx, struct dossier_plan *p, const struct dossier_thing *t)
{
    struct document_cited_set set;

    TRY(documents_of(cx, t->thing, t->key, &set));
    for (size_t i = 0; i < set.n; i++) {
        const struct document_cited *c = &set.row[i];
        struct str                   place = place_of(cx, t, c->part);

        if (str_is_known(c->code))
            TRY(add_document(cx, p, (struct wanted){ c->code, place, c->seen }));
        else
            dossier_leave(p, (struct dossier_left){ MSG("A document of: {0}", place),
                MSG("Your post may not see it.") });
    }
    return NULL;
}

/* ---- papers --------------------------------------------------------------------------------- */

static struct err *
add_paper(struct cx *cx, struct dossier_plan *p, struct str code)
{
    struct dossier_paper *out = &p->paper[p->n_papers];
    struct letter        *l = &out->letter;

    TRY(letter_get(cx, code, l));
    p->n_papers++;
    out->name = str_fmt(cx->arena, "%03zu-%.*s", p->n_papers, TEXT(l->code));
    struct err *e = letter_paper(cx, l, &out->paper);

    if (e && !str_eq(str_of(e->code), S("letter.changed")))
        return e;
    out->is = e ? DOSSIER_CHANGED : DOSSIER_WELL;
    add_thing(p, (struct dossier_thing){ "letter", l->code,
        { .region = l->region_code, .org = l->org_id.n }, l->title });
    return NULL;
}

static struct err *
add_papers(struct cx *cx, struct dossier_plan *p)
{
    size_t n = p->record.n_papers;

    p->paper = NEWS(cx->arena, struct dossier_paper, n);
    for (size_t i = 0; i < n; i++) {
        if (i < DOSSIER_PAPERS_MAX)
            TRY(add_paper(cx, p, p->record.paper[i]));
        else
            dossier_leave(p, (struct dossier_left){ MSG("{0}", p->record.paper[i]),
                MSG("The record has more papers than one file takes.") });
    }
    return NULL;
}

/* ---- history -------------------------------------------------------------------------------- */

static void
add_facts(struct dossier_plan *p, const struct journal_lines *lines)
{
    for (size_t i = 0; i < lines->n; i++) {
        if (p->n_facts < DOSSIER_FACTS_MAX)
            p->fact[p->n_facts++] = lines->row[i];
        else
            p->facts_cut = true;
    }
}

static struct err *
add_history(struct cx *cx, struct dossier_plan *p, const struct dossier_thing *t)
{
    struct journal_filter filter = { .thing = str_of(t->thing), .key = t->key };
    struct journal_list   list = { .older = 1 };

    if (!may(cx, MAY_READ_JOURNAL, t->scope)) {
        dossier_leave(p, (struct dossier_left){ MSG("The history of: {0}", t->name),
            MSG("Your post may not read that part of the journal.") });
        return NULL;
    }
    while (list.older > 0 && !p->facts_cut) {
        TRY(journal_list_of(cx, &filter, JOURNAL_LINES_MAX, &list));
        add_facts(p, &list.lines);
        filter.before = list.older;
    }
    return NULL;
}

/* What is not sealed yet is newer than all that is. */
static int
by_time(const void *left, const void *right)
{
    const struct journal_line *a = left, *b = right;
    int64_t                    seq_a = a->seq ? a->seq : INT64_MAX;
    int64_t                    seq_b = b->seq ? b->seq : INT64_MAX;

    if (seq_a != seq_b)
        return seq_a < seq_b ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

static struct err *
add_histories(struct cx *cx, struct dossier_plan *p)
{
    p->fact = NEWS(cx->arena, struct journal_line, DOSSIER_FACTS_MAX);
    for (size_t i = 0; i < p->n_things; i++)
        TRY(add_history(cx, p, &p->thing[i]));
    qsort(p->fact, p->n_facts, sizeof *p->fact, by_time);
    return journal_head_of(cx, (struct date){ 0 }, &p->head);
}

/* ---- all ------------------------------------------------------------------------------------ */

struct planning { struct str thing, key; struct dossier_plan *plan; };

static struct err *
plan_once(struct cx *cx, void *arg)
{
    const struct planning *g = arg;
    struct dossier_plan   *p = g->plan;

    cx->reads = NULL;
    TRY(tell_record(cx, g->thing, g->key, p));
    p->thing = NEWS(cx->arena, struct dossier_thing, DOSSIER_THINGS_MAX);
    p->file = NEWS(cx->arena, struct dossier_file, DOSSIER_DOCUMENTS_MAX);
    p->left = NEWS(cx->arena, struct dossier_left, LEFT_MAX);
    for (size_t i = 0; i < p->record.n_things; i++)
        add_thing(p, p->record.thing[i]);
    TRY(add_papers(cx, p));
    size_t n_citing = p->n_things;      /* documents, which come now, cite nothing */

    for (size_t i = 0; i < n_citing; i++)
        TRY(add_cited(cx, p, &p->thing[i]));
    for (size_t i = 0; i < p->record.n_documents; i++)
        TRY(add_document(cx, p, (struct wanted){ p->record.document[i].code, S(""),
                                                 p->record.document[i].nth }));
    return add_histories(cx, p);
}

struct err *
dossier_plan_of(struct cx *cx, struct str thing, struct str key, struct dossier_plan *p)
{
    return store_read(cx, "dossier_plan", plan_once, &(struct planning){ thing, key, p });
}
