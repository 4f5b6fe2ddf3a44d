/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document_module.c — what the slice shows to the program. */
#include "ground/job/job.h"
#include "module.h"
#include "office/document/document_page.h"
#include "office/document/document_sql.h"

static const struct told told[] = {
    { "document", N_("document"), { &document_told_form } },
};

static const struct job_kind kinds[] = {
    { .word = "document_sweep", .label = N_("forgetting uploads that nobody went on with"),
      .every = "day 02:10", .run = document_sweep },
    { .word = "document_take", .label = N_("looking at a large file"), .right = MAY_ADD_DOCUMENT,
      .page = "/documents/new", .run = document_later_run },
};

const struct module document_module = {
    .name       = "document",
    .routes     = document_routes,     .n_routes     = DOCUMENT_ROUTES,
    .commands   = document_commands,   .n_commands   = DOCUMENT_COMMANDS,
    .migrations = document_migrations, .n_migrations = DOCUMENT_MIGRATIONS,
    .statements = document_statements, .n_statements = DOCUMENT_STATEMENTS,
    .told       = told,                .n_told       = COUNT(told),
    .jobs       = kinds,               .n_jobs       = COUNT(kinds),
};
