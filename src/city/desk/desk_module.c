/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* desk_module.c — what the slice shows to the program. */
#include "city/desk/desk_page.h"
#include "city/desk/desk_sql.h"
#include "city/desk/desk_view.h"

static const struct route routes[] = {
    { GET, "/rounds/{code}/office", MAY_RUN_ROUND, .serves = SERVES_LIST, .form = &desk_form,
      .page = desk_office_page,
      .help = N_("How far every region of a round is, what stands out, what assessors carry") },
    { GET, "/rounds/{code}/regions/{region}/agencies", MAY_READ_WORK, .serves = SERVES_LIST,
      .form = &desk_form, .page = desk_agencies_page,
      .help = N_("How agencies of a region take part in a round, with the formula") },
};

static struct err *
round_panel(struct cx *cx, int64_t id, struct html *out)
{
    struct view  v = view_in(cx->arena, cx->lang);
    struct round r;

    *out = HTML("");
    if (!may(cx, MAY_RUN_ROUND, (struct scope){ .region = S("") }))
        return NULL;
    TRY(round_of_id(cx, id, &r));
    desk_door_view(&v, r.code);
    *out = view_html(&v);
    return NULL;
}

static const struct panel panels[] = { { "round.more", round_panel } };

const struct module desk_module = {
    .name       = "desk",
    .routes     = routes,          .n_routes     = COUNT(routes),
    .statements = desk_statements, .n_statements = DESK_STATEMENTS,
    .panels     = panels,          .n_panels     = COUNT(panels),
    .dossiers   = desk_dossiers,   .n_dossiers   = COUNT(desk_dossiers),
};
