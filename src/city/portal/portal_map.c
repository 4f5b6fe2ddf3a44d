/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* portal_map.c — the participants known by name, for the map and for the list beside it. */
#include "city/portal/portal_page.h"

#include <assert.h>

#include "base/arena.h"
#include "base/money.h"
#include "ground/region/region_boundary.h"

enum { REGIONS_MOST = 1000 };

/* The region of that code in a list that is in order of code; NULL if it is not there. */
static const struct region *
region_among(const struct region_list *list, struct str code)
{
    size_t low = 0, high = list->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int    order = str_cmp(code, list->row[middle].code);

        if (order == 0)
            return &list->row[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static struct err *
put_on_map(struct cx *cx, const struct region *r, struct portal_pin *pin)
{
    int64_t latitude_e6, longitude_e6;

    if (!r || !str_is_known(r->latitude))
        return NULL;
    TRY(region_degrees(cx->arena, r->latitude, 90, &latitude_e6));
    TRY(region_degrees(cx->arena, r->longitude, 180, &longitude_e6));
    pin->latitude = r->latitude;
    pin->longitude = r->longitude;
    pin->on_map = portal_map_spot(latitude_e6, longitude_e6, &pin->spot);
    return NULL;
}

static struct portal_pin
pin_of(struct cx *cx, const struct cohort_member *m)
{
    return (struct portal_pin){
        .code = m->region_code, .name = m->name, .kind = m->kind, .year = m->year,
        .is_province = !cohort_kind_is_counted(m->kind),
        .since = cohort_member_text(cx->arena, m),
    };
}

struct msg
portal_total_msg(struct arena *a, enum lang lang, struct maybe_int total)
{
    return total.known ? MSG("{0}", int_text(a, lang, total.n)) : MSG("unknown");
}

struct err *
portal_participants_of(struct cx *cx, const struct cohort_series *series,
                       struct portal_participants *out)
{
    struct region_list provinces, regencies;
    struct cohort_set  set;

    TRY(cohort_members_of(cx, (struct cohort_filter){ 0 }, &set));
    TRY(region_list_of(cx, (struct region_filter){ .step = REGION_STEP_PROVINCE,
                                                   .most = REGIONS_MOST }, &provinces));
    TRY(region_list_of(cx, (struct region_filter){ .step = REGION_STEP_REGENCY,
                                                   .most = REGIONS_MOST }, &regencies));
    *out = (struct portal_participants){ .n = set.n, .total = series->total,
                                         .n_named = series->n_named };
    out->pin = NEWS(cx->arena, struct portal_pin, set.n);
    for (size_t i = 0; i < set.n; i++) {
        struct portal_pin *pin = &out->pin[i];

        *pin = pin_of(cx, &set.row[i]);
        TRY(put_on_map(cx, region_among(pin->is_province ? &provinces : &regencies, pin->code),
                       pin));
        out->n_on_map += pin->on_map;
    }
    return NULL;
}

/* ---- GeoJSON --------------------------------------------------------------------------------- */


static void
pin_json(struct json *j, const struct portal_pin *pin)
{
    struct dec latitude, longitude;
    bool       is_number = dec_parse(pin->latitude, &latitude) &&
                           dec_parse(pin->longitude, &longitude);

    assert(is_number && "region_degrees read it before");
    json_open(j, '{');
    json_str_at(j, "type", S("Feature"));
    json_key(j, "properties");
    json_open(j, '{');
    json_str_at(j, "role", pin->is_province ? S("province") : S("participant"));
    json_str_at(j, "code", pin->code);
    json_str_at(j, "name", pin->name);
    json_str_at(j, "kind", pin->kind);
    json_key(j, "year");
    if (pin->year.known)
        json_int(j, pin->year.n);
    else
        json_unknown(j);
    json_close(j, '}');
    json_key(j, "geometry");
    json_open(j, '{');
    json_str_at(j, "type", S("Point"));
    json_key(j, "coordinates");
    json_open(j, '[');
    json_dec(j, longitude);
    json_dec(j, latitude);
    json_close(j, ']');
    json_close(j, '}');
    json_close(j, '}');
}

static void
map_json(struct json *j, const void *model)
{
    const struct portal_participants *p = model;

    json_open(j, '{');
    json_str_at(j, "type", S("FeatureCollection"));
    json_key(j, "features");
    json_open(j, '[');
    for (size_t i = 0; i < p->n; i++)
        if (p->pin[i].on_map)
            pin_json(j, &p->pin[i]);
    json_close(j, ']');
    json_close(j, '}');
}

struct err *
portal_map_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct cohort_series       series;
    struct portal_participants p;

    (void)rq;
    TRY(cohort_series_of(cx, &series));
    TRY(portal_participants_of(cx, &series, &p));
    reply_json(cx, rp, map_json, &p);
    return NULL;
}
