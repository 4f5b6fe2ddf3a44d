/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/region/region_edit.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "ground/region/region_revise.h"
#include "ground/region/region_sql.h"

enum { SOURCE_MAX = 200, LAW_MAX = 250, LINE_MAX = 4096 };

/* ---- the forms ------------------------------------------------------------------------------ */

#define POINT                                                                                \
    FIELD(struct region_form, latitude, F_DEC, .min = -90, .max = 90, .label = N_("Latitude"),   \
          .hint = N_("In decimal degrees with a point, south of the equator with a minus: "  \
                     "-7.81667")),                                                           \
    FIELD(struct region_form, longitude, F_DEC, .min = -180, .max = 180,                     \
          .label = N_("Longitude"), .hint = N_("In decimal degrees: 112.01667")),            \
    FIELD(struct region_form, point_source, F_TEXT, .min = 3, .max = SOURCE_MAX,             \
          .label = N_("Source of the point"),                                                \
          .hint = N_("Who measured or published it, and when."))
#define NEW_NAME(must)                                                                       \
    FIELD(struct region_form, name, F_TEXT, .min = 3, .max = REGION_NAME_MAX,                \
          .required = (must), .label = N_("Name"),                                           \
          .hint = N_("As the law writes it; a city's begins with Kota, a regency's with "    \
                     "Kabupaten.")),                                                         \
    FIELD(struct region_form, on_date, F_DATE, .required = (must),                           \
          .label = N_("From which day")),                                                    \
    FIELD(struct region_form, law, F_TEXT, .min = 3, .max = LAW_MAX, .required = (must),     \
          .label = N_("Law"), .hint = N_("The regulation that gives the new name."))

static const struct field edit_fields[]   = { POINT };
static const struct field rename_fields[] = { NEW_NAME(true) };
static const struct field all_fields[]    = { POINT, NEW_NAME(true) };

static const struct form edit_form   = FORM(struct region_form, edit_fields);
static const struct form rename_form = FORM(struct region_form, rename_fields);
const struct form region_told_form   = FORM(struct region_form, all_fields);

static const struct field edit_flag_fields[]   = { POINT, RECORD_FLAGS(struct region_form) };
static const struct field rename_flag_fields[] = { NEW_NAME(false),
                                                   RECORD_FLAGS(struct region_form) };

const struct form region_edit_flags   = FORM(struct region_form, edit_flag_fields);
const struct form region_rename_flags = FORM(struct region_form, rename_flag_fields);

/* ---- the record as it is -------------------------------------------------------------------- */

static struct record_state
state_of(struct arena *a, const struct region *r)
{
    return (struct record_state){ .scope = { .region = r->code }, .key = r->code, .name = r->name,
                                  .href = region_href(a, r->code) };
}

static struct err *
load(struct cx *cx, struct str code, struct record_state *state)
{
    struct region_form   *f = NEW(cx->arena, struct region_form);
    struct region_version version;
    struct region         r;
    bool                  found;

    TRY(region_get(cx, code, &r));
    TRY(region_version_of(cx, r.id, &version, &found));
    *state = state_of(cx->arena, &r);
    state->version = version.version;
    form_clear(&region_told_form, f);
    if (str_is_known(r.latitude) && !dec_parse(r.latitude, &f->latitude))
        form_clear(&edit_form, f);
    if (str_is_known(r.longitude) && !dec_parse(r.longitude, &f->longitude))
        form_clear(&edit_form, f);
    f->point_source = r.point_source;
    f->name = r.name;
    state->values = f;
    return NULL;
}

/* A name is given from above: the nation names a province, a province's post its cities. */
static struct scope
scope_above(struct str code)
{
    struct str above = region_code_parent(code);

    return (struct scope){ .region = str_is_known(above) ? above : S("") };
}

static struct err *
load_rename(struct cx *cx, struct str code, struct record_state *state)
{
    TRY(load(cx, code, state));
    return must(cx, MAY_EDIT_REGION, scope_above(state->key));
}

/* ---- the point ------------------------------------------------------------------------------ */

static struct err *
refuse(struct cx *cx, struct str field, struct err e)
{
    e.kind = ERR_INPUT;
    e.where = field;
    return err_of(cx->arena, e);
}

static struct str
text_of(struct cx *cx, const struct region_form *f, const char *name)
{
    for (size_t i = 0; i < COUNT(edit_fields); i++)
        if (strcmp(edit_fields[i].name, name) == 0)
            return form_text(cx->arena, &edit_fields[i], f);
    return (struct str){ 0 };
}

/* Latitude, longitude and source go together, or the point is unknown. */
static struct err *
check_point(struct cx *cx, const struct region_form *f, bool has_latitude, bool has_longitude)
{
    if (has_latitude != has_longitude)
        return refuse(cx, has_latitude ? S("longitude") : S("latitude"),
            (struct err){ .code = "region.point_half",
            .text = MSG("A point needs both; leave both empty if it is unknown.") });
    if (!has_latitude)
        return NULL;
    if (!region_point_is_here(f->latitude, f->longitude))
        return refuse(cx, S("latitude"), (struct err){ .code = "region.point_far",
            .text = MSG("This point lies outside of Indonesia."),
            .hint = MSG("Latitude goes from -11 to 6, longitude from 95 to 141; are they swapped, "
                        "or is a minus missing?") });
    if (f->point_source.n == 0)
        return refuse(cx, S("point_source"), (struct err){ .code = "region.point_source",
            .text = MSG("A point needs its source.") });
    return NULL;
}

static struct err *
save(struct cx *cx, struct record_state *state, const void *values, bool *done)
{
    const struct region_form *f = values;
    struct str                latitude = text_of(cx, f, "latitude");
    struct str                longitude = text_of(cx, f, "longitude");
    bool                      has = str_is_known(latitude);
    struct region             r;
    int64_t                   n;

    TRY(check_point(cx, f, has, str_is_known(longitude)));
    TRY(region_get(cx, state->key, &r));
    TRY(region_change(cx, &(struct region_change_in){ .id = r.id, .version = state->version,
        .latitude = latitude, .longitude = longitude,
        .point_source = has ? f->point_source : (struct str){ 0 } }, &n));
    *done = n == 1;
    return NULL;
}

/* ---- the name ------------------------------------------------------------------------------- */

/* The complaint of a line of region_revise, at the field that it is about. */
static struct err *
at_field(struct err *e)
{
    static const struct { const char *code, *field; } row[] = {
        { "region.revise_date", "on_date" }, { "region.revise_order", "on_date" },
        { "region.revise_law",  "law" },
    };

    if (!e || e->kind != ERR_INPUT)
        return e;
    e->where = S("name");
    for (size_t i = 0; i < COUNT(row); i++)
        if (strcmp(e->code, row[i].code) == 0)
            e->where = str_of(row[i].field);
    return e;
}

static void
put_cell(struct buf *line, struct str text)
{
    buf_byte(line, '"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            buf_byte(line, '"');
        buf_byte(line, text.p[i]);
    }
    buf_byte(line, '"');
}

static struct str
revision(struct cx *cx, struct str code, const struct region_form *f)
{
    struct str day = date_iso(cx->arena, f->on_date);
    struct str cell[] = { S("rename"), code, code, f->name, day, f->law };
    struct buf line = buf_in(cx->arena, LINE_MAX);

    buf_add(&line, S("change,from_code,to_code,to_name,on_date,law\n"));
    for (size_t i = 0; i < COUNT(cell); i++) {
        if (i > 0)
            buf_byte(&line, ',');
        put_cell(&line, cell[i]);
    }
    buf_byte(&line, '\n');
    return buf_str(&line);
}

static struct err *
save_rename(struct cx *cx, struct record_state *state, const void *values, bool *done)
{
    const struct region_form *f = values;
    int64_t                   n;

    if (str_eq(f->name, state->name))
        return refuse(cx, S("name"), (struct err){ .code = "region.same_name",
            .text = MSG("This is its name already.") });
    TRY(at_field(region_revise_text(cx, S("rename"), revision(cx, state->key, f), &n)));
    *done = n == 1;
    state->name = f->name;
    return NULL;
}

/* ---- kinds, pages --------------------------------------------------------------------------- */

const struct record_kind region_edit_kind = {
    .thing = "region", .step = "edit", .form = &edit_form,
    .right = MAY_EDIT_REGION, .verb = JOURNAL_CHANGED, .title = N_("Change the point of {0}"),
    .button = N_("Change the point"), .done = N_("{0} is changed."), .load = load, .save = save,
};

const struct record_kind region_rename_kind = {
    .thing = "region", .step = "rename", .form = &rename_form,
    .right = MAY_EDIT_REGION, .verb = JOURNAL_CHANGED, .decides = true,
    .title = N_("Rename {0}"), .button = N_("Rename"), .done = N_("{0} has its new name."),
    .load = load_rename, .save = save_rename,
};

struct err *
region_edit_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return record_page(cx, rq, rp, &region_edit_kind, rq->arg[0]);
}

struct err *
region_rename_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return record_page(cx, rq, rp, &region_rename_kind, rq->arg[0]);
}

struct err *
region_changes_of(struct cx *cx, const struct region *r, struct region_changes *c)
{
    bool                            names = may(cx, MAY_EDIT_REGION, scope_above(r->code));
    const struct record_kind *const kinds[] = { &region_edit_kind,
                                                names ? &region_rename_kind : NULL, NULL };
    struct record_state             state = state_of(cx->arena, r);

    TRY(record_actions(cx, kinds, &state, &c->actions));
    return record_history(cx, &region_edit_kind, &state, &c->history);
}
