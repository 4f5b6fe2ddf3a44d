/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/document/document_edit.h"

#include "base/arena.h"
#include "office/document/document_sql.h"

/* ---- the form ------------------------------------------------------------------------------- */

#define OF(member, kind, ...) FIELD(struct document_edit_form, member, kind, __VA_ARGS__)
#define FIELDS(must)                                                                          \
    OF(title, F_TEXT, .min = 3, .max = 200, .required = (must),                               \
       .label = N_("Title of the document"),                                                  \
       .hint = N_("What it is, with number and date if it has them.")),                       \
    OF(sensitivity, F_CHOICE, .choices = sensitivities, .required = (must),                   \
       .label = N_("Who may see it")),                                                        \
    OF(valid_from, F_DATE, .label = N_("Holds from"), .hint = N_("Empty: not limited.")),     \
    OF(valid_to, F_DATE, .label = N_("Holds until (the last day)"),                           \
       .hint = N_("Empty: not limited."))

static const struct field edit_fields[] = { FIELDS(true) };
static const struct field flag_fields[] = {
    FIELDS(false), RECORD_FLAGS(struct document_edit_form),
};

static const struct form edit_form = FORM(struct document_edit_form, edit_fields);
const struct form document_edit_flags = FORM(struct document_edit_form, flag_fields);

/* ---- the record ----------------------------------------------------------------------------- */

static struct record_state
state_of(struct arena *a, const struct document *d)
{
    return (struct record_state){
        .version = d->version, .scope = document_scope(d), .key = d->code, .name = d->title,
        .href = str_fmt(a, "/documents/%.*s", TEXT(d->code)) };
}

static struct err *
load(struct cx *cx, struct str code, struct record_state *state)
{
    struct document_edit_form      *f = NEW(cx->arena, struct document_edit_form);
    struct document_fields now;
    struct document        d;

    TRY(document_get(cx, code, &d));
    now = document_fields_of(&d);
    *f = (struct document_edit_form){ .title = now.title, .sensitivity = now.sensitivity,
                             .valid_from = now.valid_from, .valid_to = now.valid_to };
    *state = state_of(cx->arena, &d);
    state->values = f;
    return NULL;
}

static struct str
iso_or_unknown(struct arena *a, struct date d)
{
    return d.year ? date_iso(a, d) : (struct str){ NULL, 0 };
}

static struct err *
save(struct cx *cx, struct record_state *state, const void *values, bool *done)
{
    const struct document_edit_form *f = values;
    int64_t                 n;

    TRY(document_check_dates(cx, f->valid_from, f->valid_to));
    TRY(document_change(cx, reach_of(cx, MAY_ADD_DOCUMENT), &(struct document_change_in){
        .title = f->title, .sensitivity = str_of(sensitivities[f->sensitivity].value),
        .valid_from = iso_or_unknown(cx->arena, f->valid_from),
        .valid_to = iso_or_unknown(cx->arena, f->valid_to), .code = state->key,
        .version = state->version }, &n));
    *done = n == 1;
    state->name = f->title;
    return NULL;
}

const struct record_kind document_edit_kind = {
    .thing = "document", .step = "edit", .form = &edit_form, .right = MAY_ADD_DOCUMENT,
    .verb = JOURNAL_CHANGED, .decides = true, .title = N_("Change {0}"), .button = N_("Edit"),
    .done = N_("{0} is changed."), .load = load, .save = save,
};

/* ---- faces ---------------------------------------------------------------------------------- */

struct err *
document_edit_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return record_page(cx, rq, rp, &document_edit_kind, rq->arg[0]);
}

struct err *
document_edit_run(struct cx *cx, struct shell *sh)
{
    return record_command(cx, sh, &document_edit_kind, sh->arg[0]);
}

struct err *
document_actions(struct cx *cx, const struct document *d, struct html *out)
{
    static const struct record_kind *const kinds[] = { &document_edit_kind, NULL };
    struct record_state state = state_of(cx->arena, d);

    return record_actions(cx, kinds, &state, out);
}
