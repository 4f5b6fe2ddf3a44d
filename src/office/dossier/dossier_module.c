/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* dossier_module.c — what the slice shows to the program. */
#include "ground/job/job.h"
#include "office/dossier/dossier_page.h"
#include "office/dossier/dossier_sql.h"

static const struct told told[] = {
    { "dossier", N_("file for examination"), { NULL } },
    { "sheet",   N_("workbook of rows"),     { NULL } },
};

enum { RUN_SECONDS = 6 * 3600, SHEET_SECONDS = 3600, TRIES = 3 };

static const struct job_kind kinds[] = {
    { .word = "dossier", .label = N_("file for examination"), .right = MAY_TAKE_DOSSIER,
      .tries = TRIES, .seconds = RUN_SECONDS, .page = "/dossiers", .run = dossier_run },
    { .word = "dossier_sheet", .label = N_("workbook of rows"), .right = MAY_READ_WORK,
      .is_own = true, .tries = TRIES, .seconds = SHEET_SECONDS, .page = "/sheets",
      .run = dossier_run },
    { .word = "dossier_sweep", .label = N_("forgetting files for examination whose time is over"),
      .every = "day 02:40", .run = dossier_sweep },
};

const struct module dossier_module = {
    .name       = "dossier",
    .routes     = dossier_routes,     .n_routes     = DOSSIER_ROUTES,
    .commands   = dossier_commands,   .n_commands   = DOSSIER_COMMANDS,
    .migrations = dossier_migrations, .n_migrations = DOSSIER_MIGRATIONS,
    .statements = dossier_statements, .n_statements = DOSSIER_STATEMENTS,
    .panels     = dossier_panels,     .n_panels     = DOSSIER_PANELS,
    .told       = told,               .n_told       = COUNT(told),
    .jobs       = kinds,              .n_jobs       = COUNT(kinds),
    .dossiers   = dossier_told,       .n_dossiers   = DOSSIER_TOLD,
};
