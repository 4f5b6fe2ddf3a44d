/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* region_web.c — /regions and /regions/{code}: pages, JSON and CSV of the same rows. */
#include "ground/region/region_page.h"

#include <assert.h>

#include "base/arena.h"
#include "base/money.h"
#include "ground/region/region_boundary.h"
#include "ground/region/region_edit.h"
#include "ground/region/region_view.h"

enum { PAGE_ROWS = 100, DATA_ROWS = 100000, SEARCH_ROWS = 20 };

const struct choice region_levels[] = {
    { "province", N_("Provinces") },
    { "regency",  N_("Regencies and cities") },
    { "district", N_("Districts") },
    { "village",  N_("Villages (kelurahan and desa)") },
    { NULL, NULL },
};

static const struct choice sorts[] = {
    { "code", N_("by code") },
    { "name", N_("by name") },
    { NULL, NULL },
};

static const struct field query_fields[] = {
    FIELD(struct region_query, q,      F_TEXT,   .max = 100, .label = N_("Search")),
    FIELD(struct region_query, within, F_TEXT,   .max = 13,  .label = N_("Within (code)")),
    FIELD(struct region_query, level,  F_CHOICE, .choices = region_levels, .label = N_("Level")),
    FIELD(struct region_query, sort,   F_CHOICE, .choices = sorts, .label = N_("Order")),
    FIELD(struct region_query, page,   F_INT,    .min = 1, .max = 1000, .label = N_("Page")),
};
static const struct form query_form = FORM(struct region_query, query_fields);

struct msg
region_level_label(int32_t level)
{
    assert(level >= 0 && level < 4);
    return (struct msg){ .id = region_levels[level].label };
}

struct str
region_level_of_kind(struct str kind)
{
    return str_of(region_levels[region_step_of(kind)].value);
}

/* A word of the data and what people read for it. */
struct label { const char *word, *text; };

static struct msg
label_of(const struct label *row, size_t n, struct str word)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(str_of(row[i].word), word))
            return (struct msg){ .id = row[i].text };
    assert(false);          /* the table's CHECK lets no other word in */
    return (struct msg){ 0 };
}

struct msg
region_change_label(struct str change)
{
    static const struct label row[] = {
        { "split",  N_("split off") },
        { "merge",  N_("merged") },
        { "rename", N_("renamed") },
        { "recode", N_("given a new code") },
        { "move",   N_("moved to another parent") },
    };

    return label_of(row, COUNT(row), change);
}

struct msg
region_kind_plural(struct str kind)
{
    static const struct label row[] = {
        { "province",  N_("Provinces") },
        { "regency",   N_("Regencies") },
        { "city",      N_("Cities") },
        { "district",  N_("Districts") },
        { "kelurahan", N_("Kelurahan") },
        { "desa",      N_("Desa") },
    };

    return label_of(row, COUNT(row), kind);
}

/* ---- the list -------------------------------------------------------------------------------- */

/* The address of page `page` of the same list. */
/* Without its sign, which the letter of the hemisphere takes over. */
static struct str
degrees_text(struct arena *a, enum lang lang, struct str degrees)
{
    struct str size = str_starts(degrees, S("-")) ? str_part(degrees, 1, degrees.n - 1) : degrees;
    struct dec value;

    return dec_parse(size, &value) ? dec_text(a, lang, value) : degrees;
}

struct msg
region_latitude_text(struct arena *a, enum lang lang, struct str degrees)
{
    struct str size = degrees_text(a, lang, degrees);

    return str_starts(degrees, S("-")) ? MSG("{0}° S", size) : MSG("{0}° N", size);
}

struct msg
region_longitude_text(struct arena *a, enum lang lang, struct str degrees)
{
    struct str size = degrees_text(a, lang, degrees);

    return str_starts(degrees, S("-")) ? MSG("{0}° W", size) : MSG("{0}° E", size);
}

static struct str
list_href(struct arena *a, const struct region_query *q, int64_t page)
{
    struct str within = q->within.n ? str_fmt(a, "&within=%.*s", TEXT(q->within)) : S("");

    return str_fmt(a, "/regions?level=%s&sort=%s%.*s&page=%lld", region_levels[q->level].value,
                   sorts[q->sort].value, TEXT(within), (long long)page);
}

static void
list_pager(struct cx *cx, struct region_listing *l)
{
    int64_t before = (l->query.page - 1) * PAGE_ROWS;
    int64_t last = before + (int64_t)l->list.n;

    l->first_text = int_text(cx->arena, cx->lang, before + 1);
    l->last_text  = int_text(cx->arena, cx->lang, last);
    l->total_text = int_text(cx->arena, cx->lang, l->list.total);
    if (l->query.page > 1)
        l->previous = list_href(cx->arena, &l->query, l->query.page - 1);
    if (last < l->list.total)
        l->next = list_href(cx->arena, &l->query, l->query.page + 1);
}

static struct err *
list_title(struct cx *cx, struct region_listing *l)
{
    struct region within;

    l->title = region_level_label(l->query.level);
    if (l->within.n == 0)
        return NULL;
    TRY(region_get(cx, l->within, &within));
    l->title = MSG("{0} in {1}", msg_text(cx->arena, cx->lang, l->title), within.name);
    return NULL;
}

static struct err *
list_reply(struct cx *cx, const struct request *rq, const struct region_query *q, struct reply *rp)
{
    bool                  page = rq->wants == AS_HTML;
    struct region_listing l = { .query = *q, .within = q->within };

    TRY(list_title(cx, &l));
    TRY(region_list_of(cx, (struct region_filter){
        .step = (enum region_step)q->level, .within = q->within, .by_name = q->sort == 1,
        .after = page ? (q->page - 1) * PAGE_ROWS : 0,
        .most = page ? PAGE_ROWS : DATA_ROWS }, &l.list));
    if (!page) {
        struct table t = region_table(cx->arena, l.list.row, l.list.n);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    list_pager(cx, &l);
    struct view v = view_in(cx->arena, cx->lang);
    region_list_view(&v, &l);
    reply_page(rp, l.title, &v);
    return NULL;
}

static struct err *
search_reply(struct cx *cx, const struct request *rq, struct str text, struct reply *rp)
{
    struct region_hit *hit;
    size_t             n;

    TRY(region_search(cx, text, SEARCH_ROWS, &hit, &n));
    if (rq->wants != AS_HTML) {
        struct table t = region_hit_table(cx->arena, hit, n);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    struct view v = view_in(cx->arena, cx->lang);
    region_hits_view(&v, text, hit, n);
    reply_page(rp, MSG("Regions: {0}", text), &v);
    return NULL;
}

static struct err *
region_index(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct region_query q = *(const struct region_query *)rq->form;

    TRY(form_err(cx->arena, rq->faults));
    if (q.page == 0)
        q.page = 1;
    return q.q.n > 0 ? search_reply(cx, rq, q.q, rp) : list_reply(cx, rq, &q, rp);
}

/* ---- one region ------------------------------------------------------------------------------ */

static struct err *
record_outline(struct cx *cx, const struct region *r, struct html *out)
{
    struct region_outline outline;
    bool                  found;
    struct view           v = view_in(cx->arena, cx->lang);

    *out = HTML("");
    TRY(region_outline_of(cx, r->id, &outline, &found));
    if (!found)
        return NULL;
    region_outline_view(&v, r, outline.path, outline.view_box);
    *out = view_html(&v);
    return NULL;
}

static struct err *
show_page(struct cx *cx, const struct region_record *r, struct reply *rp)
{
    struct region_parts   parts;
    struct region_changes changes;
    struct view           v = view_in(cx->arena, cx->lang);

    TRY(panels_draw(cx, "region.first", r->region.id.n, &parts.first));
    TRY(panels_draw(cx, "region.more", r->region.id.n, &parts.more));
    TRY(record_outline(cx, &r->region, &parts.outline));
    TRY(region_changes_of(cx, &r->region, &changes));
    parts.actions = changes.actions;
    parts.history = changes.history;
    region_record_view(&v, r, &parts);
    reply_crumb(rp, S("/regions"), MSG("Regions"));
    for (size_t i = 0; i < r->n_above; i++)
        reply_crumb(rp, region_href(cx->arena, r->above[i].code), MSG("{0}", r->above[i].name));
    reply_page(rp, MSG("{0}", r->region.name), &v);
    return NULL;
}

static struct err *
region_show(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct region_record r;

    TRY(region_record_get(cx, rq->arg[0], &r));
    if (rq->wants == AS_HTML)
        return show_page(cx, &r, rp);
    reply_json(cx, rp, region_record_json, &r);
    return NULL;
}

const struct route region_routes[REGION_ROUTES] = {
    { GET, "/regions", MAY_READ_PUBLIC, .serves = SERVES_LIST, .form = &query_form,
      .page = region_index, .keeps = true,
      .help = N_("Regions of a level, or what a search finds") },
    { GET, "/regions/{code}", MAY_READ_PUBLIC, .page = region_show, .keeps = true,
      .help = N_("One region: its place, its parts, its history, its index") },
    { GET, "/regions/{code}/map", MAY_READ_PUBLIC, .serves = AS_JSON, .page = region_map_page,
      .keeps = true,
      .help = N_("One region for a map: GeoJSON of its boundary, "
                 "its point and those of its parts") },
    { GET, "/regions/{code}/edit", MAY_EDIT_REGION, .serves = AS_HTML, .page = region_edit_page,
      .help = N_("The form to change a region's point") },
    { POST, "/regions/{code}/edit", MAY_EDIT_REGION, .serves = AS_HTML, .page = region_edit_page,
      .help = N_("Change a region's point") },
    { GET, "/regions/{code}/rename", MAY_EDIT_REGION, .serves = AS_HTML,
      .page = region_rename_page, .help = N_("The form to rename a region") },
    { POST, "/regions/{code}/rename", MAY_EDIT_REGION, .serves = AS_HTML,
      .page = region_rename_page, .help = N_("Rename a region by a law, from a day") },
};
