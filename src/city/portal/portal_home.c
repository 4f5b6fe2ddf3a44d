/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* portal_home.c — the home page: what this is, what is known, one region as a living example. */
#include "city/portal/portal_page.h"

#include <assert.h>

#include "base/arena.h"
#include "city/portal/portal_view.h"

#define EXAMPLE S("35.71")              /* Kota Kediri, whose figures are the best documented */

static int64_t
kind_count(const struct region_kind_count *row, size_t n, struct str kind)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(row[i].kind, kind))
            return row[i].n;
    return 0;
}

static void
add_count(struct portal_home *h, const char *key, int64_t n, struct msg label, const char *href)
{
    assert(h->n_counts < COUNT(h->count));
    h->count[h->n_counts++] = (struct portal_count){ n, label, href, key };
}

/* Every count leads to its list. */
static struct err *
counts_of(struct cx *cx, bool has_instrument, struct portal_home *h)
{
    struct region_kind_count *row;
    struct instrument_region *with_index;
    size_t                    n, n_with_index = 0;

    TRY(region_counts(cx, &row, &n));
    add_count(h, "provinces", kind_count(row, n, S("province")), MSG("provinces"), "/regions");
    add_count(h, "regencies_and_cities",
              kind_count(row, n, S("regency")) + kind_count(row, n, S("city")),
              MSG("regencies and cities"), "/regions?level=regency");
    add_count(h, "villages", kind_count(row, n, S("kelurahan")) + kind_count(row, n, S("desa")),
              MSG("kelurahan and desa"), "/regions?level=village");
    if (has_instrument)
        TRY(instrument_regions(cx, INSTRUMENT_SMART_CITY, &with_index, &n_with_index));
    add_count(h, "regions_with_index", (int64_t)n_with_index, MSG("regions with a published index"),
              "/compare");
    return NULL;
}

static struct err *
example_of(struct cx *cx, struct portal_home *h)
{
    struct instrument_series series;
    struct region            region;
    bool                     found;

    TRY(region_find(cx, EXAMPLE, &region, &found));
    if (!found)
        return NULL;
    TRY(instrument_series_of(cx, INSTRUMENT_SMART_CITY, EXAMPLE, &series));
    if (series.n == 0)
        return NULL;
    h->example = NEW(cx->arena, struct portal_panel);
    portal_panel_of(cx, &series, S("example"), h->example);
    return NULL;
}

static struct err *
participation_of(struct cx *cx, struct portal_home *h)
{
    TRY(cohort_series_of(cx, &h->series));
    if (h->series.n == 0)
        return NULL;
    h->growth = cohort_growth_html(cx, &h->series);
    return portal_participants_of(cx, &h->series, &h->who);
}

static void
home_json(struct json *j, const void *model)
{
    const struct portal_home *h = model;

    json_open(j, '{');
    json_str_at(j, "name", S("Guyub"));
    json_key(j, "known");
    json_open(j, '{');
    for (size_t i = 0; i < h->n_counts; i++)
        json_int_at(j, h->count[i].key, h->count[i].n);
    json_close(j, '}');
    json_key(j, "lists");
    json_open(j, '{');
    for (size_t i = 0; i < h->n_counts; i++)
        json_str_at(j, h->count[i].key, str_of(h->count[i].href));
    json_close(j, '}');
    json_close(j, '}');
}

struct err *
portal_home_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct portal_home h = { 0 };
    bool               has;

    TRY(portal_has_instrument(cx, &has));
    TRY(counts_of(cx, has, &h));
    if (rq->wants == AS_JSON) {
        reply_json(cx, rp, home_json, &h);
        return NULL;
    }
    if (has)
        TRY(example_of(cx, &h));
    TRY(participation_of(cx, &h));
    struct view v = view_in(cx->arena, cx->lang);

    portal_home_view(&v, &h);
    reply_page(rp, MSG("The smart city, from its plan to its service"), &v);
    return NULL;
}
