/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_web.c — /instruments and /instruments/{id}: what is measured, and how. */
#include "city/instrument/instrument_page.h"

#include <assert.h>

#include "base/arena.h"
#include "city/instrument/instrument_view.h"

struct msg
instrument_how_label(enum score_how how)
{
    switch (how) {
    case SCORE_WEIGHTED: return MSG("weighted mean of its parts");
    case SCORE_PLAIN:    return MSG("plain mean of its parts");
    default:             return MSG("assessed");
    }
}

int32_t
instrument_depth_of(const struct instrument *in, size_t item)
{
    int32_t depth = 0;

    for (int32_t p = in->tree.node[item].parent; p >= 0; p = in->tree.node[p].parent)
        depth++;
    return depth;
}

int32_t
instrument_indent_of(const struct instrument *in, size_t item)
{
    int32_t step = 3 * instrument_depth_of(in, item);

    return step < 9 ? step : 9;         /* the scale ends there */
}

struct str
instrument_weight_text(struct arena *a, enum lang lang, const struct instrument *in, size_t item)
{
    int32_t parent = in->tree.node[item].parent;

    if (parent < 0 || in->tree.node[parent].how != SCORE_WEIGHTED)
        return S("");
    return str_fmt(a, "%.*s%%", TEXT(dec_text(a, lang, in->item[item].percent)));
}

struct str
instrument_year_text(struct arena *a, int64_t year)
{
    return str_fmt(a, "%lld", (long long)year);
}

struct date
instrument_iso_date(struct str iso)
{
    struct date d = { 0, 0, 0 };

    if (str_is_known(iso) && !date_parse(iso, &d))
        assert(false && "stored dates were checked when they came in");
    return d;
}

static struct err *
instrument_index(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct instrument_brief *row;
    size_t                   n;

    TRY(instrument_list_of(cx, &row, &n));
    if (rq->wants != AS_HTML) {
        struct table t = instrument_brief_table(cx->arena, row, n);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    struct view v = view_in(cx->arena, cx->lang);
    instrument_list_view(&v, row, n);
    reply_page(rp, MSG("Instruments"), &v);
    return NULL;
}

static struct err *
instrument_show(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct instrument         in;
    struct instrument_region *region;
    size_t                    n;

    TRY(instrument_get(cx, rq->arg[0], &in));
    if (rq->wants != AS_HTML) {
        reply_json(cx, rp, instrument_json, &in);
        return NULL;
    }
    TRY(instrument_regions(cx, in.code, &region, &n));
    struct view v = view_in(cx->arena, cx->lang);
    instrument_record_view(&v, &in, region, n);
    reply_crumb(rp, S("/instruments"), MSG("Instruments"));
    reply_page(rp, MSG("{0}", instrument_say(cx->lang, in.title)), &v);
    return NULL;
}

const struct route instrument_routes[INSTRUMENT_ROUTES] = {
    { GET, "/instruments", MAY_READ_PUBLIC, .serves = SERVES_LIST, .page = instrument_index,
      .help = N_("Instruments by which regions are measured") },
    { GET, "/instruments/{id}", MAY_READ_PUBLIC, .page = instrument_show,
      .help = N_("One instrument: its items, weights, scale, notes and sources") },
};
