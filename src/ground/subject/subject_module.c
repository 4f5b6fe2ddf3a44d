/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* subject_module.c — what the slice shows to the program. */
#include "ground/subject/subject_page.h"
#include "ground/subject/subject_sql.h"

const struct module subject_module = {
    .name       = "subject",
    .commands   = subject_commands,   .n_commands   = SUBJECT_COMMANDS,
    .migrations = subject_migrations, .n_migrations = SUBJECT_MIGRATIONS,
    .statements = subject_statements, .n_statements = SUBJECT_STATEMENTS,
    .tend       = subject_forget,
    .examine    = subject_examine,
};
