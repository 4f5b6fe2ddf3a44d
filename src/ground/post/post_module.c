/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* post_module.c — what the slice shows to the program. */
#include "ground/post/post_part.h"
#include "module.h"

const struct module post_module = {
    .name       = "post",
    .migrations = post_migrations, .n_migrations = POST_MIGRATIONS,
    .statements = post_statements, .n_statements = POST_STATEMENTS,
    .tend       = post_tend,
};
