/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* subject_module.c — what the slice shows to the program. */
#include "ground/subject/subject.h"
#include "ground/subject/subject_sql.h"
#include "module.h"

const struct module subject_module = {
    .name       = "subject",
    .migrations = subject_migrations, .n_migrations = SUBJECT_MIGRATIONS,
    .statements = subject_statements, .n_statements = SUBJECT_STATEMENTS,
    .tend       = subject_forget,
};
