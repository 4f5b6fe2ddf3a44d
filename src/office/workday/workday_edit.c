/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/workday/workday_edit.h"

#include "base/arena.h"
#include "ground/region/region.h"
#include "office/workday/workday_sql.h"

/* ---- the forms ------------------------------------------------------------------------------- */

enum { REGION_MAX = 13, NAME_MAX = 120, SOURCE_MAX = 300 };

const struct choice workday_kinds[] = {
    { "national", N_("National holiday") }, { "shared_leave", N_("Shared leave") },
    { "local", N_("Local holiday") }, { NULL, NULL },
};

#define OF(member, kind, ...) FIELD(struct workday_form, member, kind, __VA_ARGS__)

#define PLACE                                                                                \
    OF(region, F_TEXT, .max = REGION_MAX, .label = N_("Region (code)"),                      \
       .hint = N_("Such as 35.71, for it and all below it. Empty: for the whole nation."))
#define DAY(must)                                                                            \
    OF(date, F_DATE, .required = (must), .label = N_("Date"))
#define KIND(must)                                                                           \
    OF(kind, F_CHOICE, .choices = workday_kinds, .required = (must), .label = N_("Kind"))
#define NAMES(must)                                                                          \
    OF(name_id, F_TEXT, .min = 3, .max = NAME_MAX, .required = (must),                       \
       .label = N_("Name in Indonesian")),                                                   \
    OF(name_en, F_TEXT, .max = NAME_MAX, .label = N_("Name in English"),                     \
       .hint = N_("Empty: the Indonesian name stands there too."))
#define SOURCE(must)                                                                         \
    OF(source, F_TEXT, .min = 3, .max = SOURCE_MAX, .required = (must), .label = N_("Source"), \
       .hint = N_("The decree or decision that says so, with its number and date."))
#define DECISION(must)                                                                       \
    OF(decision, F_TEXT, .min = 3, .max = SOURCE_MAX, .required = (must),                    \
       .label = N_("Decision by which offices work"),                                        \
       .hint = N_("With its number and date."))

static const struct field new_fields[]  = { PLACE, DAY(true), KIND(true), NAMES(true),
                                            SOURCE(true) };
static const struct field edit_fields[] = { NAMES(true), SOURCE(true) };
static const struct field end_fields[]  = { DECISION(true) };
static const struct field all_fields[]  = { PLACE, DAY(true), KIND(true), NAMES(true),
                                            SOURCE(true), DECISION(false) };
static const struct form  new_form  = FORM(struct workday_form, new_fields);
static const struct form  edit_form = FORM(struct workday_form, edit_fields);
static const struct form  end_form  = FORM(struct workday_form, end_fields);
const struct form workday_told_form = FORM(struct workday_form, all_fields);

static const struct field new_flag_fields[] = {
    PLACE, DAY(false), KIND(false), NAMES(false), SOURCE(false),
    RECORD_FLAGS(struct workday_form),
};
static const struct field edit_flag_fields[] = { NAMES(false), SOURCE(false),
                                                 RECORD_FLAGS(struct workday_form) };
static const struct field end_flag_fields[] = { DECISION(false),
                                                RECORD_FLAGS(struct workday_form) };
const struct form workday_new_flags  = FORM(struct workday_form, new_flag_fields);
const struct form workday_edit_flags = FORM(struct workday_form, edit_flag_fields);
const struct form workday_end_flags  = FORM(struct workday_form, end_flag_fields);

struct msg
workday_kind_label(struct str word)
{
    for (size_t i = 0; workday_kinds[i].value; i++)
        if (str_eq(str_of(workday_kinds[i].value), word))
            return (struct msg){ .id = workday_kinds[i].label };
    return MSG("{0}", word);
}

/* ---- the record as it is --------------------------------------------------------------------- */

static struct err *
refuse(struct cx *cx, const char *field, const char *code, struct msg text)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = code, .text = text,
                                           .where = str_of(field) });
}

struct err *
workday_get(struct cx *cx, struct str key, struct workday_day *day)
{
    struct date date = { 0 };
    struct str  region = S("");
    bool        found = false;

    if (workday_key_read(key, &date, &region))
        TRY(workday_day_at(cx, region, date_iso(cx->arena, date), day, &found));
    if (found)
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "workday.unknown",
        .text = MSG("The calendar has no free day {0}.", key),
        .hint = MSG("The page “Calendar” lists those that are known, year by year.") });
}

static struct record_state
state_of(struct cx *cx, const struct workday_day *day)
{
    struct date date = date_of_iso(day->date);
    struct str  key = workday_key(cx->arena, date, day->region_code);
    struct msg  name = MSG("{0} ({1})", cx->lang == LANG_ID ? day->name_id : day->name_en,
                           date_text(cx->arena, cx->lang, date));

    return (struct record_state){ .version = day->version, .key = key,
        .scope = workday_scope(day->region_code), .name = msg_text(cx->arena, cx->lang, name),
        .href = str_fmt(cx->arena, "/calendar/%.*s", TEXT(key)) };
}

static int32_t
kind_index(struct str word)
{
    for (int32_t i = 0; workday_kinds[i].value; i++)
        if (str_eq(str_of(workday_kinds[i].value), word))
            return i;
    return -1;
}

static struct err *
load(struct cx *cx, struct str key, struct record_state *state)
{
    struct workday_form *f = NEW(cx->arena, struct workday_form);
    struct workday_day   day = { .is_ended = false };

    TRY(workday_get(cx, key, &day));
    *state = state_of(cx, &day);
    *f = (struct workday_form){ .region = day.region_code, .date = date_of_iso(day.date),
        .kind = kind_index(day.kind), .name_id = day.name_id, .name_en = day.name_en,
        .source = day.source, .decision = S("") };
    state->values = f;
    return NULL;
}

static struct err *
load_new(struct cx *cx, struct str key, struct record_state *state)
{
    struct workday_form *f = NEW(cx->arena, struct workday_form);

    form_clear(&workday_told_form, f);
    if (cx->who)
        f->region = cx->who->post.scope.region;
    *state = (struct record_state){ .proposal = f, .key = key, .href = S("/calendar"),
        .name = msg_text(cx->arena, cx->lang, MSG("Calendar")) };
    return NULL;
}

/* ---- saving ---------------------------------------------------------------------------------- */

static struct err *
set(struct cx *cx, const struct record_state *state, struct workday_day day, bool *done)
{
    int64_t n;

    TRY(workday_day_set(cx, &(struct workday_day_set_in){ .region_code = day.region_code,
        .date = day.date, .was = state->version, .kind = day.kind, .name_id = day.name_id,
        .name_en = day.name_en.n > 0 ? day.name_en : day.name_id, .source = day.source,
        .is_ended = day.is_ended }, &n));
    *done = n == 1;
    return *done ? workday_revision_raise(cx, NULL) : NULL;
}

static struct err *
save(struct cx *cx, struct record_state *state, const void *values, bool *done)
{
    const struct workday_form *f = values;
    struct workday_day         day = { .is_ended = false };

    TRY(workday_get(cx, state->key, &day));
    day.name_id = f->name_id;
    day.name_en = f->name_en;
    day.source  = f->source;
    return set(cx, state, day, done);
}

static struct err *
save_end(struct cx *cx, struct record_state *state, const void *values, bool *done)
{
    const struct workday_form *f = values;
    struct workday_day         day = { .is_ended = false };

    TRY(workday_get(cx, state->key, &day));
    if (day.is_ended)
        return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "workday.ended",
            .text = MSG("{0} is a working day again already.", state->name) });
    day.source   = f->decision;
    day.is_ended = true;
    return set(cx, state, day, done);
}

static struct err *
check_new(struct cx *cx, const struct workday_form *f)
{
    struct region region;
    bool          found = true;

    if (f->region.n > 0 && !region_code_is_valid(f->region))
        found = false;
    else if (f->region.n > 0)
        TRY(region_find(cx, f->region, &region, &found));
    if (!found)
        return refuse(cx, "region", "workday.region",
                      MSG("There is no region with the code {0}.", f->region));
    if ((f->region.n > 0) != (f->kind == WORKDAY_LOCAL))
        return refuse(cx, "kind", "workday.kind", MSG(
            "A local holiday is of a region, a national one and shared leave of none."));
    return NULL;
}

/* A day that was ended is free again as the form says. */
static struct err *
put_new(struct cx *cx, struct record_state *state, const struct workday_day *new)
{
    struct workday_day there;
    bool               found, done;

    TRY(workday_day_at(cx, new->region_code, new->date, &there, &found));
    if (found && !there.is_ended)
        return refuse(cx, "date", "workday.taken",
                      MSG("That day is free already: {0}.", there.name_id));
    state->version = there.version;
    if (found)
        return set(cx, state, *new, &done);
    TRY(workday_day_put(cx, &(struct workday_day_put_in){ .region_code = new->region_code,
        .date = new->date, .kind = new->kind, .name_id = new->name_id, .name_en = new->name_en,
        .source = new->source }, NULL));
    return workday_revision_raise(cx, NULL);
}

static struct err *
save_new(struct cx *cx, struct record_state *state, const void *values, bool *done)
{
    const struct workday_form *f = values;
    struct workday_day         day = { .date = date_iso(cx->arena, f->date),
        .region_code = f->region.n > 0 ? f->region : S(""), .name_id = f->name_id,
        .name_en = f->name_en.n > 0 ? f->name_en : f->name_id, .source = f->source };

    TRY(must(cx, MAY_EDIT_CALENDAR, workday_scope(f->region)));
    TRY(check_new(cx, f));
    day.kind = str_of(workday_kinds[f->kind].value);
    TRY(put_new(cx, state, &day));
    *state = state_of(cx, &day);
    *done = true;
    return NULL;
}

/* ---- kinds ----------------------------------------------------------------------------------- */

const struct record_kind workday_new_kind = {
    .thing = "holiday", .step = "new", .form = &new_form, .right = MAY_EDIT_CALENDAR,
    .verb = JOURNAL_ADDED, .title = N_("Add a free day"), .button = N_("Add a free day"),
    .done = N_("{0} is in the calendar; deadlines are counted anew."), .load = load_new,
    .save = save_new,
};

const struct record_kind workday_edit_kind = {
    .thing = "holiday", .step = "edit", .form = &edit_form, .right = MAY_EDIT_CALENDAR,
    .verb = JOURNAL_CHANGED, .title = N_("Change {0}"), .button = N_("Edit"),
    .done = N_("{0} is changed."), .load = load, .save = save,
};

const struct record_kind workday_end_kind = {
    .thing = "holiday", .step = "end", .form = &end_form, .right = MAY_EDIT_CALENDAR,
    .verb = JOURNAL_ENDED, .decides = true, .title = N_("Make {0} a working day again"),
    .button = N_("Make it a working day again"),
    .done = N_("{0} is a working day again; deadlines are counted anew."), .load = load,
    .save = save_end,
};

struct err *
workday_changes_of(struct cx *cx, const struct workday_day *day, struct workday_changes *c)
{
    const struct record_kind *const kinds[] = { day->is_ended ? NULL : &workday_edit_kind,
                                                day->is_ended ? NULL : &workday_end_kind, NULL };
    struct record_state             state = state_of(cx, day);

    TRY(record_actions(cx, kinds, &state, &c->actions));
    return record_history(cx, &workday_edit_kind, &state, &c->history);
}
