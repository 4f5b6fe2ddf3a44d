/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal_module.c — what the slice shows to the program. */
#include "ground/journal/journal_page.h"
#include "ground/journal/journal_seal.h"
#include "ground/journal/journal_sql.h"

static const struct told told[] = {
    { "page",    N_("page"),    { NULL } },
    { "journal", N_("journal"), { NULL } },
};

const struct module journal_module = {
    .name       = "journal",
    .routes     = journal_routes,     .n_routes     = JOURNAL_ROUTES,
    .commands   = journal_commands,   .n_commands   = JOURNAL_COMMANDS,
    .migrations = journal_migrations, .n_migrations = JOURNAL_MIGRATIONS,
    .statements = journal_statements, .n_statements = JOURNAL_STATEMENTS,
    .told       = told,               .n_told       = COUNT(told),
    .tend       = journal_tend,
    .examine    = journal_examine,
};
