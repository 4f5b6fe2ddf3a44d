/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* org_module.c — what the slice shows to the program. */
#include "ground/org/org_edit.h"
#include "ground/org/org_page.h"
#include "ground/org/org_sql.h"

static const struct told told[] = {
    { "org", N_("organisation"), { &org_told_form } },
};

const struct module org_module = {
    .name       = "org",
    .routes     = org_routes,     .n_routes     = ORG_ROUTES,
    .commands   = org_commands,   .n_commands   = ORG_COMMANDS,
    .migrations = org_migrations, .n_migrations = ORG_MIGRATIONS,
    .statements = org_statements, .n_statements = ORG_STATEMENTS,
    .panels     = org_panels,     .n_panels     = ORG_PANELS,
    .told       = told,               .n_told       = COUNT(told),
    .load       = org_load,
};
