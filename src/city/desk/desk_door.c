/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* desk_door.c — the ways to results, glances and targets, on the pages of earlier slices. */
#include "base/arena.h"
#include "city/desk/desk_head_view.h"
#include "city/desk/desk_page.h"
#include "city/desk/desk_sql.h"

struct str
desk_figure_text(struct arena *a, enum lang lang, struct str figure)
{
    struct dec value;

    return dec_parse(figure, &value) ? dec_text(a, lang, value) : figure;
}

/* On a round's page: all regions on one screen, for who runs it. */
static struct err *
round_panel(struct cx *cx, int64_t id, struct html *out)
{
    struct view  v = view_in(cx->arena, cx->lang);
    struct round r;

    *out = HTML("");
    if (!may(cx, MAY_RUN_ROUND, (struct scope){ .region = S("") }))
        return NULL;
    TRY(round_of_id(cx, id, &r));
    desk_round_door_view(&v, r.code);
    *out = view_html(&v);
    return NULL;
}

static bool
is_evaluated(const struct region *r)
{
    enum region_kind kind = region_kind_of_word(r->kind);

    return kind >= REGION_PROVINCE && kind <= REGION_CITY;
}

/* First on a region's page: its head's page, for who may. */
static struct err *
head_panel(struct cx *cx, int64_t id, struct html *out)
{
    struct view   v = view_in(cx->arena, cx->lang);
    struct region region;

    *out = HTML("");
    TRY(region_of_id(cx, (struct region_id){ id }, &region));
    if (!is_evaluated(&region) || !desk_head_may(cx, region.code))
        return NULL;
    desk_head_door_view(&v, region.code);
    *out = view_html(&v);
    return NULL;
}

/* Further down: its published results, for everybody. */
static struct err *
results_panel(struct cx *cx, int64_t id, struct html *out)
{
    struct view         v = view_in(cx->arena, cx->lang);
    struct region       region;
    struct desk_result *row;
    size_t              n;

    *out = HTML("");
    TRY(region_of_id(cx, (struct region_id){ id }, &region));
    TRY(desk_results(cx, region.code, &row, &n));
    if (n == 0)
        return NULL;
    desk_results_door_view(&v, region.code, row, n);
    *out = view_html(&v);
    return NULL;
}

/* On a self-assessment's page, whose reader reads its answers: what would follow from others. */
static struct err *
assess_panel(struct cx *cx, int64_t id, struct html *out)
{
    struct view             v = view_in(cx->arena, cx->lang);
    struct desk_entry_round e;
    bool                    found;

    *out = HTML("");
    TRY(desk_entry_round(cx, (struct assess_entry_id){ id }, &e, &found));
    if (!found)
        return NULL;
    desk_assess_door_view(&v, &e);
    *out = view_html(&v);
    return NULL;
}

const struct panel desk_panels[DESK_PANELS] = {
    { "round.more", round_panel }, { "region.first", head_panel }, { "region.more", results_panel },
    { "assess.more", assess_panel },
};
