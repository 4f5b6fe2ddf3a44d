/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workbook_module.c — what the slice shows to the program. */
#include "ground/job/job.h"
#include "office/workbook/workbook_page.h"
#include "office/workbook/workbook_part.h"
#include "office/workbook/workbook_sql.h"

static const struct told told[] = {
    { "workbook", N_("mapped workbook"), { &workbook_told_form } },
};

static const struct job_kind kinds[] = {
    { .word = "workbook_fill", .label = N_("filling a workbook"), .right = MAY_ADD_DOCUMENT,
      .page = "/workbooks", .run = workbook_fill_run },
};

const struct module workbook_module = {
    .name       = "workbook",
    .routes     = workbook_routes,     .n_routes     = WORKBOOK_ROUTES,
    .commands   = workbook_commands,   .n_commands   = WORKBOOK_COMMANDS,
    .migrations = workbook_migrations, .n_migrations = WORKBOOK_MIGRATIONS,
    .statements = workbook_statements, .n_statements = WORKBOOK_STATEMENTS,
    .told       = told,                .n_told       = COUNT(told),
    .jobs       = kinds,               .n_jobs       = COUNT(kinds),
    .workbooks  = workbook_tasks,      .n_workbooks  = COUNT(workbook_tasks),
};
