/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* job_module.c — what the slice shows to the program. */
#include "ground/job/job_page.h"
#include "ground/job/job_part.h"
#include "ground/job/job_sql.h"
#include "module.h"

static const struct told told[] = {
    { "job", N_("work"), { NULL } },
};

static const struct job_kind kinds[] = {
    { .word = "job_clean", .label = N_("forgetting work that ended long ago"),
      .every = "day 03:10", .run = job_clean },
};

const struct module job_module = {
    .name       = "job",
    .routes     = job_routes,     .n_routes     = JOB_ROUTES,
    .commands   = job_commands,   .n_commands   = JOB_COMMANDS,
    .migrations = job_migrations, .n_migrations = JOB_MIGRATIONS,
    .statements = job_statements, .n_statements = JOB_STATEMENTS,
    .panels     = job_panels,     .n_panels     = JOB_PANELS,
    .told       = told,           .n_told       = COUNT(told),
    .jobs       = kinds,          .n_jobs       = COUNT(kinds),
    .tend       = job_tend,
    .examine    = job_examine,
};
