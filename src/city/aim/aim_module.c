/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* aim_module.c — what the slice shows to the program: a page, a panel of a region, a command. */
#include "city/aim/aim.h"

#include "base/arena.h"
#include "city/aim/aim_page.h"
#include "city/aim/aim_view.h"

/* Not kept: there are as many as answers. */
static const struct route routes[] = {
    { GET, "/regions/{code}/aim/{instrument}", MAY_READ_PUBLIC, .page = aim_page,
      .help = N_("Towards the target: which index follows from other answers, "
                 "and what adds most") },
};

/* The instruments of which the region can have an index, the smart-city one first. */
static struct err *
region_panel(struct cx *cx, int64_t region_id, struct html *out)
{
    struct aim_asked  none = { .target = S(""), .round = S("") };
    struct aim_count *c = NEW(cx->arena, struct aim_count);
    struct msg       *said = NEWS(cx->arena, struct msg, AIM_SENTENCES_MAX);
    struct view       v = view_in(cx->arena, cx->lang);
    struct region     region;
    enum region_kind  kind;

    *out = view_html(&v);
    TRY(region_of_id(cx, (struct region_id){ region_id }, &region));
    kind = region_kind_of_word(region.kind);
    if (kind > REGION_CITY || str_is_known(region.valid_to))
        return NULL;

    struct instrument_brief *brief;
    size_t                   n;
    bool                     has = false;

    TRY(instrument_list_of(cx, &brief, &n));
    for (size_t i = 0; i < n; i++)
        has = has || str_eq(brief[i].code, INSTRUMENT_SMART_CITY);
    if (!has)
        return NULL;
    TRY(aim_count_of(cx, region.code, INSTRUMENT_SMART_CITY, &none, c));
    aim_panel_view(&v, &region, said, c->has_target ? aim_sentences(cx, c, said) : 0, brief, n);
    *out = view_html(&v);
    return NULL;
}

static const struct panel panels[] = {
    { "region.more", region_panel },
};

const struct module aim_module = {
    .name     = "aim",
    .routes   = routes, .n_routes = COUNT(routes),
    .commands = aim_commands, .n_commands = COUNT(aim_commands),
    .panels   = panels, .n_panels = COUNT(panels),
};
