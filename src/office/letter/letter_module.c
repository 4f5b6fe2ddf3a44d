/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* letter_module.c — what the slice shows to the program. */
#include "office/letter/letter_page.h"
#include "office/letter/letter_sql.h"

static const struct told told[] = {
    { "letter", N_("issued paper"), { NULL } },
};

const struct module letter_module = {
    .name       = "letter",
    .routes     = letter_routes,     .n_routes     = LETTER_ROUTES,
    .commands   = letter_commands,   .n_commands   = LETTER_COMMANDS,
    .migrations = letter_migrations, .n_migrations = LETTER_MIGRATIONS,
    .statements = letter_statements, .n_statements = LETTER_STATEMENTS,
    .told       = told,              .n_told       = COUNT(told),
};
