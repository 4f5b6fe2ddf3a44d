/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* portal_place.c — where a region lies: a dot on the nation's map, and a map that a press opens. */
#include "city/portal/portal_page.h"

#include "base/arena.h"
#include "city/portal/portal_view.h"
#include "ground/region/region_boundary.h"

static struct err *
spot_of(struct cx *cx, const struct region *r, struct portal_spot *spot, bool *on_map)
{
    int64_t latitude_e6, longitude_e6;

    *on_map = false;
    if (!str_is_known(r->latitude))
        return NULL;
    TRY(region_degrees(cx->arena, r->latitude, 90, &latitude_e6));
    TRY(region_degrees(cx->arena, r->longitude, 180, &longitude_e6));
    *on_map = portal_map_spot(latitude_e6, longitude_e6, spot);
    return NULL;
}

/* Points are known of provinces, regencies and cities; below them there is nothing to show. */
struct err *
portal_place_panel(struct cx *cx, int64_t region_id, struct html *out)
{
    struct region      region;
    struct portal_spot spot = { 0, 0 };
    struct view        v = view_in(cx->arena, cx->lang);
    bool               on_map;

    *out = HTML("");
    TRY(region_of_id(cx, (struct region_id){ region_id }, &region));
    if (str_is_known(region.valid_to) || region_step_of(region.kind) > REGION_STEP_REGENCY)
        return NULL;
    TRY(spot_of(cx, &region, &spot, &on_map));
    portal_place_view(&v, &region, on_map ? &spot : NULL);
    *out = view_html(&v);
    return NULL;
}
