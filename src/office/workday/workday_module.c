/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workday_module.c — what the slice shows to the program. */
#include "office/workday/workday_pack.h"
#include "office/workday/workday_page.h"
#include "office/workday/workday_sql.h"

static const struct told told[] = {
    { "holiday",  N_("free day"),         { &workday_told_form } },
    { "workweek", N_("working week"),     { &workday_week_told_form } },
    { "calendar", N_("year of free days"), { NULL } },
};

const struct module workday_module = {
    .name       = "workday",
    .routes     = workday_routes,     .n_routes     = WORKDAY_ROUTES,
    .commands   = workday_commands,   .n_commands   = WORKDAY_COMMANDS,
    .migrations = workday_migrations, .n_migrations = WORKDAY_MIGRATIONS,
    .statements = workday_statements, .n_statements = WORKDAY_STATEMENTS,
    .panels     = workday_panels,     .n_panels     = WORKDAY_PANELS,
    .packs      = &workday_pack_kind, .n_packs      = 1,
    .told       = told,               .n_told       = COUNT(told),
    .load       = workday_load,
};
