/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* round_module.c — what the slice shows to the program. */
#include "city/round/round_page.h"
#include "city/round/round_sql.h"

static const struct told told[] = {
    { ROUND_THING,  N_("evaluation round"),
      { &round_told_form, &round_dates_form, &round_region_told_form } },
    { "round_seat", N_("assessor's seat"), { &round_seat_told_form } },
};

const struct module round_module = {
    .name       = "round",
    .routes     = round_routes,     .n_routes     = ROUND_ROUTES,
    .commands   = round_commands,   .n_commands   = ROUND_COMMANDS,
    .migrations = round_migrations, .n_migrations = ROUND_MIGRATIONS,
    .statements = round_statements, .n_statements = ROUND_STATEMENTS,
    .told       = told,             .n_told       = COUNT(told),
};
