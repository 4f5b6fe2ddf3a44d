/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cohort_module.c — what the slice shows to the program. */
#include "city/cohort/cohort_page.h"
#include "city/cohort/cohort_sql.h"

static const struct told told[] = {
    { "cohort_count", N_("number of participants"), { &cohort_count_form } },
    { "cohort_member", N_("participant"), { &cohort_member_form } },
};

static const struct job_kind jobs[] = {
    { .word = "cohort_import", .label = N_("Bringing in figures from a file"),
      .right = MAY_EDIT_FACT, .page = "/cohorts/import", .run = cohort_import_run },
};

const struct module cohort_module = {
    .name       = "cohort",
    .routes     = cohort_routes,     .n_routes     = COHORT_ROUTES,
    .commands   = cohort_commands,   .n_commands   = COHORT_COMMANDS,
    .migrations = cohort_migrations, .n_migrations = COHORT_MIGRATIONS,
    .statements = cohort_statements, .n_statements = COHORT_STATEMENTS,
    .panels     = cohort_panels,     .n_panels     = COHORT_PANELS,
    .told       = told,               .n_told       = COUNT(told),
    .jobs       = jobs,               .n_jobs       = COUNT(jobs),
    .load       = cohort_load,
};
