/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * instrument_fact_edit.c — published figures, changed by the posts that may: on a page and in a
 * shell. A figure is never taken away: it may become unknown, with a reason, and its history stays.
 */
#include "base/arena.h"
#include "city/instrument/instrument_fact.h"
#include "city/instrument/instrument_page.h"
#include "city/instrument/instrument_sql.h"
#include "ground/record/record.h"
#include "store/store.h"

enum { TITLE_MAX = 300, ADDRESS_MAX = 1000, NOTE_MAX = 1000, FIGURE_MAX = 40 };

/* ---- the record ----------------------------------------------------------------------------- */

#define FIGURE_FIELDS(T, must)                                                                 \
    FIELD(T, value, F_TEXT, .max = FIGURE_MAX, .label = N_("Figure as published"),             \
          .hint = N_("Every digit that was published, with a point before the decimals: 3.20. " \
                     "Leave it empty if the figure is not known.")),                           \
    FIELD(T, source, F_TEXT, .max = TITLE_MAX, .required = (must), .label = N_("Source"),      \
          .hint = N_("Who published it, and where: the title of a decree, a report, a page.")), \
    FIELD(T, source_url, F_TEXT, .max = ADDRESS_MAX, .label = N_("Address of the source")),    \
    FIELD(T, source_date, F_TEXT, .max = 10, .label = N_("Date of the source"),                \
          .hint = N_("2024-10-21, 2024-10 or 2024.")),                                         \
    FIELD(T, note_id, F_TEXT, .max = NOTE_MAX, .label = N_("Note in Indonesian")),             \
    FIELD(T, note_en, F_TEXT, .max = NOTE_MAX, .label = N_("Note in English"))

static const struct field figure_fields[] = { FIGURE_FIELDS(struct instrument_published, true) };
const struct form instrument_figure_form = FORM(struct instrument_published, figure_fields);

static struct err *
fact_at(struct cx *cx, const struct instrument_place *p, struct instrument_fact *fact, bool *found)
{
    return instrument_fact_at(cx, &(struct instrument_fact_at_in){
        .instrument_id = p->in.id, .region_code = p->region.code, .year = p->year,
        .item = p->in.item[p->item].code, .measure = instrument_measure_word(p->measure),
    }, fact, found);
}

static struct instrument_published *
published_of(struct arena *a, const struct instrument_fact *f)
{
    struct instrument_published *p = NEW(a, struct instrument_published);

    *p = (struct instrument_published){
        .value = f->value, .source = f->source, .source_url = f->source_url,
        .source_date = f->source_date, .note_id = f->note_id, .note_en = f->note_en,
    };
    return p;
}

struct err *
instrument_figure_state(struct cx *cx, struct str key, struct record_state *s)
{
    struct instrument_place *p = NEW(cx->arena, struct instrument_place);
    struct instrument_fact   fact;
    bool                     found;

    TRY(instrument_place_of(cx, key, p));
    TRY(fact_at(cx, p, &fact, &found));
    *s = (struct record_state){
        .values  = found ? published_of(cx->arena, &fact) : NULL,
        .version = found ? fact.version : 0,
        .scope   = { .region = p->region.code },
        .key     = instrument_place_key(cx->arena, p),
        .name    = instrument_place_name(cx, p),
        .href    = instrument_place_href(cx->arena, p),
    };
    return NULL;
}

struct err *
instrument_not_known(struct cx *cx, const struct record_state *s)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_MISSING, .code = "instrument.not_known",
        .text = MSG("{0} is not known here.", s->name),
        .hint = MSG("The list of the region's figures has what is known."),
    });
}

static struct err *
figure_load(struct cx *cx, struct str key, struct record_state *s)
{
    TRY(instrument_figure_state(cx, key, s));
    return s->values ? NULL : instrument_not_known(cx, s);
}

static struct err *
known_already(struct cx *cx, const struct record_state *s)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = "instrument.known_already",
        .text = MSG("{0} is known already.", s->name),
        .hint = MSG("Open it, and change it there."),
    });
}

/* A figure that is not there yet has a scope already: its region. */
static struct err *
figure_load_new(struct cx *cx, struct str key, struct record_state *s)
{
    TRY(instrument_figure_state(cx, key, s));
    TRY(must(cx, MAY_EDIT_FACT, s->scope));
    return s->values ? known_already(cx, s) : NULL;
}

static struct err *
not_a_place(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "instrument.no_place",
        .text = MSG("Of a part only what was achieved is kept."),
        .hint = MSG("Targets and ranks belong to the whole index."),
    });
}

static struct err *
figure_begin(struct cx *cx, struct record_state *s, const void *values, bool *done)
{
    const struct instrument_published *v = values;
    struct instrument_place           *p = NEW(cx->arena, struct instrument_place);
    struct instrument_fact_id          id;

    TRY(instrument_place_of(cx, s->key, p));
    if (!instrument_is_place(p->item, p->measure))
        return not_a_place(cx);
    TRY(instrument_fact_check(cx, &p->in, p->item, p->measure, v));
    TRY(instrument_fact_begin(cx, &(struct instrument_fact_begin_in){
        .instrument_id = p->in.id, .region_code = p->region.code, .year = p->year,
        .item = p->in.item[p->item].code, .measure = instrument_measure_word(p->measure),
        .value = v->value, .source = v->source, .source_url = v->source_url,
        .source_date = v->source_date, .note_id = v->note_id, .note_en = v->note_en,
    }, &id));
    *done = id.n != 0;
    return NULL;
}

struct err *
instrument_fact_publish(struct cx *cx, const struct instrument_place *p,
                        const struct instrument_published *v)
{
    const struct instrument_published *there;
    struct record_state                s;
    bool                               done;

    TRY(instrument_figure_state(cx, instrument_place_key(cx->arena, p), &s));
    there = s.values;
    if (there)
        return str_eq(there->value, v->value) ? NULL : known_already(cx, &s);
    TRY(figure_begin(cx, &s, v, &done));
    return journal_tell(cx, &(struct fact){ .verb = JOURNAL_ADDED, .thing = "figure",
        .key = s.key, .scope = s.scope, .form = &instrument_figure_form, .after = v });
}

static struct err *
figure_change(struct cx *cx, struct record_state *s, const void *values, bool *done)
{
    const struct instrument_published *v = values;
    struct instrument_place           *p = NEW(cx->arena, struct instrument_place);
    int64_t                            n;

    TRY(instrument_place_of(cx, s->key, p));
    TRY(instrument_fact_check(cx, &p->in, p->item, p->measure, v));
    TRY(instrument_fact_change(cx, &(struct instrument_fact_change_in){
        .instrument_id = p->in.id, .region_code = p->region.code, .year = p->year,
        .item = p->in.item[p->item].code, .measure = instrument_measure_word(p->measure),
        .value = v->value, .source = v->source, .source_url = v->source_url,
        .source_date = v->source_date, .note_id = v->note_id, .note_en = v->note_en,
        .version = s->version,
    }, &n));
    *done = n == 1;
    return NULL;
}

const struct record_kind instrument_figure_edit = {
    .thing = "figure", .step = "edit", .form = &instrument_figure_form, .right = MAY_EDIT_FACT,
    .verb = JOURNAL_CHANGED, .decides = true, .title = N_("Change {0}"), .button = N_("Edit"),
    .done = N_("{0} is changed."), .load = figure_load, .save = figure_change,
};

const struct record_kind instrument_figure_add = {
    .thing = "figure", .step = "add", .form = &instrument_figure_form, .right = MAY_EDIT_FACT,
    .verb = JOURNAL_ADDED, .decides = true, .title = N_("Add {0}"), .button = N_("Add"),
    .done = N_("{0} is added."), .load = figure_load_new, .save = figure_begin,
};

/* ---- pages ---------------------------------------------------------------------------------- */

static struct str
key_of(struct cx *cx, const struct request *rq)
{
    return str_fmt(cx->arena, "%.*s/%.*s/%.*s/%.*s", TEXT(rq->arg[1]), TEXT(rq->arg[0]),
                   TEXT(rq->arg[2]), TEXT(rq->arg[3]));
}

struct err *
instrument_figure_edit_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return record_page(cx, rq, rp, &instrument_figure_edit, key_of(cx, rq));
}

struct err *
instrument_figure_add_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return record_page(cx, rq, rp, &instrument_figure_add, key_of(cx, rq));
}

/* ---- shell ---------------------------------------------------------------------------------- */

struct figure_flags {
    struct str value, source, source_url, source_date, note_id, note_en, why;
    bool       dry_run;
};

static const struct field figure_flag_fields[] = {
    FIGURE_FIELDS(struct figure_flags, false), RECORD_FLAGS(struct figure_flags),
};
const struct form instrument_figure_flags = FORM(struct figure_flags, figure_flag_fields);

struct err *
instrument_figure_edit_run(struct cx *cx, struct shell *sh)
{
    return record_command(cx, sh, &instrument_figure_edit, sh->arg[0]);
}

struct err *
instrument_figure_add_run(struct cx *cx, struct shell *sh)
{
    return record_command(cx, sh, &instrument_figure_add, sh->arg[0]);
}
