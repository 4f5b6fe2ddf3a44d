/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workday_week.c — where offices work six days a week, or five again, as records. */
#include "base/arena.h"
#include "ground/org/org.h"
#include "office/workday/workday_edit.h"
#include "office/workday/workday_sql.h"

enum { CODE_MAX = 60, REGION_MAX = 13, SOURCE_MAX = 300, DAYS_MIN = 5, DAYS_MAX = 6 };

#define OF(member, kind, ...) FIELD(struct workday_week_form, member, kind, __VA_ARGS__)

#define WHERE                                                                                \
    OF(org, F_TEXT, .max = CODE_MAX, .label = N_("Organisation (code)"),                     \
       .hint = N_("Empty: for all offices of the region that have no week of their own.")),  \
    OF(region, F_TEXT, .max = REGION_MAX, .label = N_("Region (code)"),                      \
       .hint = N_("Left empty if an organisation is given."))
#define WEEK(must)                                                                           \
    OF(days, F_INT, .min = DAYS_MIN, .max = DAYS_MAX, .required = (must),                    \
       .label = N_("Working days a week"), .hint = N_("5: Monday to Friday. 6: Saturday too.")), \
    OF(source, F_TEXT, .min = 3, .max = SOURCE_MAX, .required = (must), .label = N_("Source"), \
       .hint = N_("The decree or decision that says so, with its number and date."))

static const struct field new_fields[]  = { WHERE, WEEK(true) };
static const struct field edit_fields[] = { WEEK(true) };
static const struct field flag_fields[] = { WHERE, WEEK(false),
                                            RECORD_FLAGS(struct workday_week_form) };
static const struct form  new_form  = FORM(struct workday_week_form, new_fields);
static const struct form  edit_form = FORM(struct workday_week_form, edit_fields);
const struct form workday_week_told_form = FORM(struct workday_week_form, new_fields);
const struct form workday_week_flags     = FORM(struct workday_week_form, flag_fields);

/* ---- the record as it is --------------------------------------------------------------------- */

struct err *
workday_week_get(struct cx *cx, struct str key, struct workday_week *week)
{
    bool found;

    TRY(workday_week_by_key(cx, key, week, &found));
    if (found)
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "workday.week_unknown",
        .text = MSG("{0} has no working week of its own.", key),
        .hint = MSG("It works five days, or as the region around it does.") });
}

static struct record_state
state_of(struct arena *a, const struct workday_week *w)
{
    return (struct record_state){ .version = w->version, .key = w->key,
        .scope = { .region = w->region_code, .org = w->org_id.n },
        .name = str_is_known(w->org_name) ? w->org_name
              : str_is_known(w->region_name) ? w->region_name : w->key,
        .href = str_fmt(a, "/calendar/weeks/%.*s", TEXT(w->key)) };
}

static struct err *
load(struct cx *cx, struct str key, struct record_state *state)
{
    struct workday_week_form *f = NEW(cx->arena, struct workday_week_form);
    struct workday_week       week;

    TRY(workday_week_get(cx, key, &week));
    *state = state_of(cx->arena, &week);
    *f = (struct workday_week_form){ .org = week.org_id.n ? week.key : S(""),
        .region = week.org_id.n ? S("") : week.region_code, .days = week.days,
        .source = week.source };
    state->values = f;
    return NULL;
}

static struct err *
load_new(struct cx *cx, struct str key, struct record_state *state)
{
    struct workday_week_form *f = NEW(cx->arena, struct workday_week_form);

    form_clear(&workday_week_told_form, f);
    *state = (struct record_state){ .proposal = f, .key = key, .href = S("/calendar/weeks"),
        .name = msg_text(cx->arena, cx->lang, MSG("Working weeks")) };
    return NULL;
}

/* ---- saving ---------------------------------------------------------------------------------- */

static struct err *
save(struct cx *cx, struct record_state *state, const void *values, bool *done)
{
    const struct workday_week_form *f = values;
    int64_t                         n;

    TRY(workday_week_set(cx, f->days, f->source, state->key, state->version, &n));
    *done = n == 1;
    return *done ? workday_revision_raise(cx, NULL) : NULL;
}

static struct err *
refuse(struct cx *cx, const char *field, const char *code, struct msg text)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = code, .text = text,
                                           .where = str_of(field) });
}

/* Where the week is: in an organisation, or in a region. */
static struct err *
place_of(struct cx *cx, const struct workday_week_form *f, struct workday_week *w)
{
    struct region region;
    struct org    org;
    bool          found = false;

    if ((f->org.n > 0) == (f->region.n > 0))
        return refuse(cx, "org", "workday.week_of", MSG("Give an organisation or a region."));
    if (f->org.n > 0) {
        TRY(org_find(cx, f->org, &org, &found));
        if (!found)
            return refuse(cx, "org", "workday.org",
                          MSG("There is no organisation with the code {0}.", f->org));
        w->key = f->org;
        w->org_id = org.id;
        w->region_code = str_is_known(org.region_code) ? org.region_code : S("");
        w->org_name = org.name;
        return NULL;
    }
    if (region_code_is_valid(f->region))
        TRY(region_find(cx, f->region, &region, &found));
    if (!found)
        return refuse(cx, "region", "workday.region",
                      MSG("There is no region with the code {0}.", f->region));
    w->key = w->region_code = f->region;
    w->region_name = region.name;
    return NULL;
}

static struct err *
save_new(struct cx *cx, struct record_state *state, const void *values, bool *done)
{
    const struct workday_week_form *f = values;
    struct workday_week             w = { .days = f->days, .source = f->source }, there;
    bool                            found;

    TRY(place_of(cx, f, &w));
    TRY(must(cx, MAY_EDIT_CALENDAR, (struct scope){ w.region_code, w.org_id.n }));
    TRY(workday_week_by_key(cx, w.key, &there, &found));
    if (found)
        return refuse(cx, "org", "workday.week_taken",
                      MSG("{0} has a working week of its own already; change that one.", w.key));
    TRY(workday_week_put(cx, &(struct workday_week_put_in){ .key = w.key, .org_id = w.org_id,
        .region_code = w.region_code, .days = w.days, .source = w.source }, NULL));
    TRY(workday_revision_raise(cx, NULL));
    *state = state_of(cx->arena, &w);
    *done = true;
    return NULL;
}

/* ---- kinds ----------------------------------------------------------------------------------- */

const struct record_kind workday_week_new_kind = {
    .thing = "workweek", .step = "new", .form = &new_form, .right = MAY_EDIT_CALENDAR,
    .verb = JOURNAL_ADDED, .title = N_("Set a working week"), .button = N_("Set a working week"),
    .done = N_("The working week of {0} is set; deadlines are counted anew."),
    .load = load_new, .save = save_new,
};

const struct record_kind workday_week_edit_kind = {
    .thing = "workweek", .step = "edit", .form = &edit_form, .right = MAY_EDIT_CALENDAR,
    .verb = JOURNAL_CHANGED, .decides = true, .title = N_("Change the working week of {0}"),
    .button = N_("Edit"),
    .done = N_("The working week of {0} is changed; deadlines are counted anew."),
    .load = load, .save = save,
};

struct err *
workday_week_changes_of(struct cx *cx, const struct workday_week *w, struct workday_changes *c)
{
    const struct record_kind *const kinds[] = { &workday_week_edit_kind, NULL };
    struct record_state             state = state_of(cx->arena, w);

    TRY(record_actions(cx, kinds, &state, &c->actions));
    return record_history(cx, &workday_week_edit_kind, &state, &c->history);
}
