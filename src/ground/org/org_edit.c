/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/org/org_edit.h"

#include "base/arena.h"
#include "base/calendar.h"
#include "ground/org/org_page.h"
#include "ground/org/org_sql.h"

/* ---- the forms ------------------------------------------------------------------------------ */

enum { NAME_MAX = 200, SHORT_MAX = 40, DATE_MAX = 10, LAW_MAX = 250 };

#define TEXT_FIELD(member, ...) FIELD(struct org_form, member, F_TEXT, __VA_ARGS__)

#define DATE_HINT N_("2024-10-21, or 2024-10 or 2024 if no more is known.")

#define CODE(must)                                                                           \
    TEXT_FIELD(code, .min = 2, .max = 60, .required = (must), .label = N_("Code"),           \
               .hint = N_("Small letters, digits, points and hyphens, after the region's code "  \
                          "where there is one: 35.71-diskominfo. It stays for good."))
#define NAMES(must)                                                                          \
    TEXT_FIELD(name, .min = 3, .max = NAME_MAX, .required = (must), .label = N_("Name"),     \
               .hint = N_("In full, as the regulation writes it.")),                         \
    TEXT_FIELD(short_name, .max = SHORT_MAX, .label = N_("Short name")),                     \
    FIELD(struct org_form, kind, F_CHOICE, .choices = org_kinds, .required = (must),         \
          .label = N_("Kind"))
#define PLACE                                                                                \
    TEXT_FIELD(region, .max = 13, .label = N_("Region (code)"),                              \
               .hint = N_("Such as 35.71. Empty: it is of the nation.")),                    \
    TEXT_FIELD(parent, .max = 60, .label = N_("Part of (code of the organisation)"))
#define BEGIN TEXT_FIELD(valid_from, .max = DATE_MAX, .label = N_("Since"), .hint = DATE_HINT)
#define UNTIL(must, said)                                                                    \
    TEXT_FIELD(valid_to, .max = DATE_MAX, .required = (must), .label = (said), .hint = DATE_HINT)
#define SOURCE(must)                                                                         \
    TEXT_FIELD(source, .min = 3, .max = LAW_MAX, .required = (must), .label = N_("Source"),  \
               .hint = N_("The regulation or document that says so, with its date."))
#define AFTER                                                                                \
    TEXT_FIELD(successor, .max = 60, .label = N_("Became (code of the organisation)"),       \
               .hint = N_("Empty: nothing goes on in its place.")),                          \
    TEXT_FIELD(law, .max = LAW_MAX, .label = N_("Law"),                                      \
               .hint = N_("The regulation by which the other goes on."))

#define ENDED_SAID N_("First day on which it no longer is")

static const struct field new_fields[]  = { CODE(true), NAMES(true), PLACE, BEGIN, SOURCE(true) };
static const struct field edit_fields[] = { NAMES(true), BEGIN, UNTIL(false, ENDED_SAID),
                                            SOURCE(true) };
static const struct field end_fields[]  = { UNTIL(true, ENDED_SAID), AFTER };
static const struct field all_fields[]  = { CODE(true), NAMES(true), PLACE, BEGIN,
                                            UNTIL(false, N_("Until")), SOURCE(true), AFTER };

static const struct form new_form  = FORM(struct org_form, new_fields);
static const struct form edit_form = FORM(struct org_form, edit_fields);
static const struct form end_form  = FORM(struct org_form, end_fields);
const struct form org_told_form   = FORM(struct org_form, all_fields);

static const struct field new_flag_fields[] = {
    CODE(false), NAMES(false), PLACE, BEGIN, SOURCE(false), RECORD_FLAGS(struct org_form),
};
static const struct field edit_flag_fields[] = {
    NAMES(false), BEGIN, UNTIL(false, ENDED_SAID), SOURCE(false), RECORD_FLAGS(struct org_form),
};
static const struct field end_flag_fields[] = {
    UNTIL(false, ENDED_SAID), AFTER, RECORD_FLAGS(struct org_form),
};

const struct form org_new_flags  = FORM(struct org_form, new_flag_fields);
const struct form org_edit_flags = FORM(struct org_form, edit_flag_fields);
const struct form org_end_flags  = FORM(struct org_form, end_flag_fields);

/* ---- the record as it is -------------------------------------------------------------------- */

struct scope
org_scope(const struct org *org)
{
    return (struct scope){ .region = str_is_known(org->region_code) ? org->region_code : S(""),
                           .org = org->id.n };
}

struct record_state
org_state(struct arena *a, const struct org *org)
{
    return (struct record_state){ .scope = org_scope(org), .key = org->code, .name = org->name,
                                  .href = org_href(a, org->code) };
}

static int32_t
kind_index(struct str word)
{
    for (int32_t i = 0; org_kinds[i].value; i++)
        if (str_eq(str_of(org_kinds[i].value), word))
            return i;
    return -1;
}

static struct err *
load(struct cx *cx, struct str code, struct record_state *state)
{
    struct org_form   *f = NEW(cx->arena, struct org_form);
    struct org_version version;
    struct org         org;
    bool               found;

    TRY(org_get(cx, code, &org));
    TRY(org_version_of(cx, org.id, &version, &found));
    *state = org_state(cx->arena, &org);
    state->version = version.version;
    *f = (struct org_form){ .code = org.code, .name = org.name, .short_name = org.short_name,
        .kind = kind_index(org.kind), .valid_from = org.valid_from, .valid_to = org.valid_to,
        .source = org.source };
    state->values = f;
    return NULL;
}

/* Where the new one would stand is not known yet; the acting post's own place is proposed. */
static struct err *
load_new(struct cx *cx, struct str key, struct record_state *state)
{
    struct org_form *f = NEW(cx->arena, struct org_form);

    form_clear(&org_told_form, f);
    if (cx->who)
        f->region = cx->who->post.scope.region;
    *state = (struct record_state){ .proposal = f, .key = key, .href = S("/organisations"),
        .name = msg_text(cx->arena, cx->lang, MSG("Organisations")) };
    return NULL;
}

/* ---- the rules ------------------------------------------------------------------------------ */

static struct err *
refuse(struct cx *cx, struct str field, struct err e)
{
    e.kind = ERR_INPUT;
    e.where = field;
    return err_of(cx->arena, e);
}

static struct err *
check_date(struct cx *cx, struct str field, struct str text)
{
    struct date d;

    if (text.n == 0 || date_parse(text, &d))
        return NULL;
    return refuse(cx, field, (struct err){ .code = "org.date",
        .text = MSG("{0} is not a date.", text),
        .hint = MSG("Write 2024-10-21, 2024-10 or 2024.") });
}

static struct err *
check_dates(struct cx *cx, struct str from, struct str to)
{
    TRY(check_date(cx, S("valid_from"), from));
    TRY(check_date(cx, S("valid_to"), to));
    if (org_dates_in_order(from, to))
        return NULL;
    return refuse(cx, S("valid_to"), (struct err){ .code = "org.order",
        .text = MSG("It cannot end on {0}: it began on {1}.", to, from) });
}

static struct str
known(struct str text)
{
    return text.n > 0 ? text : (struct str){ 0 };
}

/* ---- saving --------------------------------------------------------------------------------- */

static struct err *
save(struct cx *cx, struct record_state *state, const void *values, bool *done)
{
    const struct org_form *f = values;
    int64_t                n;

    TRY(check_dates(cx, f->valid_from, f->valid_to));
    TRY(org_change(cx, &(struct org_change_in){ .code = state->key, .version = state->version,
        .kind = str_of(org_kinds[f->kind].value), .name = f->name,
        .short_name = known(f->short_name), .valid_from = known(f->valid_from),
        .valid_to = known(f->valid_to), .source = f->source }, &n));
    *done = n == 1;
    state->name = f->name;
    return NULL;
}

static struct err *
check_successor(struct cx *cx, const struct record_state *state, const struct org_form *f,
                struct org *to)
{
    bool found;

    if (f->law.n == 0)
        return refuse(cx, S("law"), (struct err){ .code = "org.succession",
            .text = MSG("A succession needs the day on which it took place and the law.") });
    TRY(org_find(cx, f->successor, to, &found));
    if (!found || str_eq(f->successor, state->key))
        return refuse(cx, S("successor"), (struct err){ .code = "org.successor",
            .text = MSG("There is no other organisation with the code {0}.", f->successor),
            .hint = MSG("Add it first, then end this one.") });
    return NULL;
}

static struct err *
succeed(struct cx *cx, const struct record_state *state, const struct org_form *f)
{
    struct org from = { .id = { 0 } }, to = { .id = { 0 } };

    if (f->successor.n == 0)
        return NULL;
    TRY(check_successor(cx, state, f, &to));
    TRY(org_get(cx, state->key, &from));
    return org_succeed(cx, from.id, to.id, f->valid_to, f->law, NULL);
}

static struct err *
save_end(struct cx *cx, struct record_state *state, const void *values, bool *done)
{
    const struct org_form *f = values;
    const struct org_form *was = state->values;
    int64_t                n;

    if (was->valid_to.n > 0)
        return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "org.ended",
            .text = MSG("{0} has ended already, on {1}.", state->name, was->valid_to),
            .hint = MSG("Correct the day with “Edit”, if it is wrong.") });
    TRY(check_dates(cx, was->valid_from, f->valid_to));
    TRY(org_end(cx, f->valid_to, state->key, state->version, &n));
    *done = n == 1;
    return *done ? succeed(cx, state, f) : NULL;
}

static struct err *
find_region(struct cx *cx, struct str code, struct org_add_in *in)
{
    struct region region;
    bool          found = false;

    if (code.n == 0)
        return NULL;
    if (region_code_is_valid(code))
        TRY(region_find(cx, code, &region, &found));
    if (!found)
        return refuse(cx, S("region"), (struct err){ .code = "org.region",
            .text = MSG("There is no region with the code {0}.", code) });
    in->region_id = region.id;
    return NULL;
}

static struct err *
find_parent(struct cx *cx, struct str code, struct org_add_in *in)
{
    struct org parent;
    bool       found;

    if (code.n == 0)
        return NULL;
    TRY(org_find(cx, code, &parent, &found));
    if (!found)
        return refuse(cx, S("parent"), (struct err){ .code = "org.parent",
            .text = MSG("There is no organisation with the code {0}.", code) });
    in->parent_id = parent.id;
    return NULL;
}

static struct err *
check_code(struct cx *cx, struct str code, struct str region)
{
    struct org there;
    bool       found;

    if (!org_code_is_valid(code))
        return refuse(cx, S("code"), (struct err){ .code = "org.code",
            .text = MSG("{0} cannot be an organisation's code.", code),
            .hint = MSG("Use 2 to 60 small letters, digits, points and hyphens.") });
    if (!org_code_is_of(code, region))
        return refuse(cx, S("code"), (struct err){ .code = "org.code",
            .text = MSG("{0} cannot be an organisation's code.", code), .hint = MSG(
                "Small letters, digits, points and hyphens, after the region's code "
                "where there is one: 35.71-diskominfo. It stays for good.") });
    TRY(org_find(cx, code, &there, &found));
    if (!found)
        return NULL;
    return refuse(cx, S("code"), (struct err){ .code = "org.taken",
        .text = MSG("{0} is the code of {1} already.", code, there.name),
        .hint = MSG("Change that one, or give this one another code.") });
}

static struct err *
save_new(struct cx *cx, struct record_state *state, const void *values, bool *done)
{
    const struct org_form *f = values;
    struct scope           scope = { .region = f->region.n > 0 ? f->region : S("") };
    struct org_add_in      in = { .code = f->code, .name = f->name,
        .kind = str_of(org_kinds[f->kind].value), .short_name = known(f->short_name),
        .valid_from = known(f->valid_from), .source = f->source };
    struct org_id          id;

    TRY(must(cx, MAY_EDIT_ORG, scope));
    TRY(check_code(cx, f->code, scope.region));
    TRY(check_date(cx, S("valid_from"), f->valid_from));
    TRY(find_region(cx, f->region, &in));
    TRY(find_parent(cx, f->parent, &in));
    TRY(org_add(cx, &in, &id));
    *done = true;
    *state = (struct record_state){ .scope = { .region = scope.region, .org = id.n },
        .key = f->code, .name = f->name, .href = org_href(cx->arena, f->code) };
    return NULL;
}

/* ---- kinds, pages --------------------------------------------------------------------------- */

const struct record_kind org_edit_kind = {
    .thing = "org", .step = "edit", .form = &edit_form,
    .right = MAY_EDIT_ORG, .verb = JOURNAL_CHANGED, .title = N_("Change {0}"),
    .button = N_("Edit"), .done = N_("{0} is changed."), .load = load, .save = save,
};

const struct record_kind org_end_kind = {
    .thing = "org", .step = "end", .form = &end_form,
    .right = MAY_EDIT_ORG, .verb = JOURNAL_ENDED, .decides = true, .title = N_("End {0}"),
    .button = N_("End"), .done = N_("{0} is ended."), .load = load, .save = save_end,
};

const struct record_kind org_new_kind = {
    .thing = "org", .step = "new", .form = &new_form,
    .right = MAY_EDIT_ORG, .verb = JOURNAL_ADDED, .title = N_("Add an organisation"),
    .button = N_("Add an organisation"), .done = N_("{0} is added."), .load = load_new,
    .save = save_new,
};

struct err *
org_edit_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return record_page(cx, rq, rp, &org_edit_kind, rq->arg[0]);
}

struct err *
org_end_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return record_page(cx, rq, rp, &org_end_kind, rq->arg[0]);
}

struct err *
org_new_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return record_page(cx, rq, rp, &org_new_kind, S("new"));
}

struct err *
org_changes_of(struct cx *cx, const struct org *org, struct org_changes *c)
{
    bool                            ended = str_is_known(org->valid_to);
    const struct record_kind *const kinds[] = { &org_edit_kind, ended ? NULL : &org_end_kind,
                                                NULL };
    struct record_state             state = org_state(cx->arena, org);

    TRY(record_actions(cx, kinds, &state, &c->actions));
    return record_history(cx, &org_edit_kind, &state, &c->history);
}
