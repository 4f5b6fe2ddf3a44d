/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cohort_module.c — what the slice shows to the program. */
#include "city/cohort/cohort_page.h"
#include "city/cohort/cohort_sql.h"

const struct module cohort_module = {
    .name       = "cohort",
    .routes     = cohort_routes,     .n_routes     = COHORT_ROUTES,
    .commands   = cohort_commands,   .n_commands   = COHORT_COMMANDS,
    .migrations = cohort_migrations, .n_migrations = COHORT_MIGRATIONS,
    .statements = cohort_statements, .n_statements = COHORT_STATEMENTS,
    .panels     = cohort_panels,     .n_panels     = COHORT_PANELS,
    .load       = cohort_load,
};
