/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* desk_module.c — what the slice shows to the program. */
#include "city/desk/desk_page.h"
#include "city/desk/desk_sql.h"

static const struct route routes[] = {
    { GET, "/rounds/{code}/office", MAY_RUN_ROUND, .serves = SERVES_LIST, .form = &desk_form,
      .page = desk_office_page,
      .help = N_("How far every region of a round is, what stands out, what assessors carry") },
    { GET, "/rounds/{code}/regions/{region}/agencies", MAY_READ_WORK, .serves = SERVES_LIST,
      .form = &desk_form, .page = desk_agencies_page,
      .help = N_("How agencies of a region take part in a round, with the formula") },
    { GET, "/regions/{code}/head", MAY_READ_WORK, .form = &desk_head_form, .page = desk_head_page,
      .help = N_("A region at a glance, for its head: index, weakest, late, open, to decide") },
    { GET, "/regions/{code}/head/paper", MAY_READ_WORK, .serves = AS_HTML, .form = &desk_head_form,
      .page = desk_head_pdf, .help = N_("The same on one A4 page, as PDF") },
};

const struct module desk_module = {
    .name       = "desk",
    .routes     = routes,          .n_routes     = COUNT(routes),
    .statements = desk_statements, .n_statements = DESK_STATEMENTS,
    .panels     = desk_panels,     .n_panels     = DESK_PANELS,
    .dossiers   = desk_dossiers,   .n_dossiers   = COUNT(desk_dossiers),
};
