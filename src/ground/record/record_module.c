/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* record_module.c — what the slice shows to the program. */
#include "ground/record/record_page.h"
#include "ground/record/record_sql.h"

const struct module record_module = {
    .name       = "record",
    .routes     = record_routes,     .n_routes     = RECORD_ROUTES,
    .migrations = record_migrations, .n_migrations = RECORD_MIGRATIONS,
    .statements = record_statements, .n_statements = RECORD_STATEMENTS,
    .panels     = record_panels,     .n_panels     = RECORD_PANELS,
};
