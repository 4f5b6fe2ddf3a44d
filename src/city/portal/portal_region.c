/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* portal_region.c — a region's page: its index, or the way to the regions that have one. */
#include "city/portal/portal_page.h"

#include <string.h>

#include "base/arena.h"
#include "city/portal/portal_view.h"

struct err *
portal_has_instrument(struct cx *cx, bool *has)
{
    struct instrument_brief *row;
    size_t                   n;

    *has = false;
    TRY(instrument_list_of(cx, &row, &n));
    for (size_t i = 0; i < n; i++)
        *has |= str_eq(row[i].code, INSTRUMENT_SMART_CITY);
    return NULL;
}

/* A province, or whatever holds regions with an index: their list, and the way to compare them. */
static struct err *
draw_below(struct cx *cx, const struct region *r, struct view *v)
{
    struct instrument_region *row, *below;
    size_t                    n, n_below = 0;

    TRY(instrument_regions(cx, INSTRUMENT_SMART_CITY, &row, &n));
    below = NEWS(cx->arena, struct instrument_region, n);
    for (size_t i = 0; i < n; i++)
        if (region_code_is_below(row[i].region_code, r->code))
            below[n_below++] = row[i];
    if (n_below > 0)
        portal_below_view(v, r, below, n_below);
    return NULL;
}

/* What other instruments say: each by itself, for no two editions are one line. */
static struct err *
draw_others(struct cx *cx, const struct region *r, struct view *v)
{
    struct instrument_series *all, *other;
    size_t                    n, n_others = 0;

    TRY(instrument_all_series_of(cx, r->code, &all, &n));
    other = NEWS(cx->arena, struct instrument_series, n);
    for (size_t i = 0; i < n; i++)
        if (!str_eq(all[i].instrument.code, INSTRUMENT_SMART_CITY))
            other[n_others++] = all[i];
    if (n_others > 0)
        portal_others_view(v, cx, r, other, n_others);
    return NULL;
}

/* A database without the instrument has pages without the index. */
static bool
is_not_loaded(const struct err *e)
{
    return strcmp(e->code, "instrument.unknown") == 0;
}

struct err *
portal_region_panel(struct cx *cx, int64_t region_id, struct html *out)
{
    struct instrument_series series;
    struct region            region;
    struct view              v = view_in(cx->arena, cx->lang);

    *out = HTML("");
    TRY(region_of_id(cx, (struct region_id){ region_id }, &region));
    if (str_is_known(region.valid_to))
        return NULL;
    struct err *e = instrument_series_of(cx, INSTRUMENT_SMART_CITY, region.code, &series);

    if (e)
        return is_not_loaded(e) ? NULL : e;
    if (series.n > 0) {
        struct portal_panel *p = NEW(cx->arena, struct portal_panel);

        portal_panel_of(cx, &series, S("index"), p);
        portal_panel_view(&v, p);
    } else if (region_step_of(region.kind) == REGION_STEP_REGENCY) {
        portal_nothing_view(&v, &region);
    } else {
        TRY(draw_below(cx, &region, &v));
    }
    TRY(draw_others(cx, &region, &v));
    *out = view_html(&v);
    return NULL;
}
