/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_module.c — what the slice shows to the program. */
#include "city/instrument/instrument_load.h"
#include "city/instrument/instrument_page.h"
#include "city/instrument/instrument_sql.h"
#include "module.h"

const struct module instrument_module = {
    .name       = "instrument",
    .routes     = instrument_routes,     .n_routes     = INSTRUMENT_ROUTES,
    .commands   = instrument_commands,   .n_commands   = INSTRUMENT_COMMANDS,
    .migrations = instrument_migrations, .n_migrations = INSTRUMENT_MIGRATIONS,
    .statements = instrument_statements, .n_statements = INSTRUMENT_STATEMENTS,
    .load       = instrument_load,
};
