/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* mail_module.c — what the slice shows to the program. */
#include "ground/mail/mail_page.h"
#include "ground/mail/mail_part.h"

static const struct told told[] = {
    { "mail", N_("mail"), { NULL } },
};

const struct module mail_module = {
    .name       = "mail",
    .commands   = mail_commands,   .n_commands   = MAIL_COMMANDS,
    .migrations = mail_migrations, .n_migrations = MAIL_MIGRATIONS,
    .statements = mail_statements, .n_statements = MAIL_STATEMENTS,
    .told       = told,            .n_told       = COUNT(told),
    .jobs       = mail_jobs,       .n_jobs       = MAIL_JOBS,
    .examine    = mail_examine,
};
