/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* bundle_module.c — what the slice shows to the program. */
#include "city/bundle/bundle_page.h"
#include "city/bundle/bundle_sql.h"
#include "ground/job/job.h"

static const struct told told[] = {
    { BUNDLE_THING,      N_("bundle"),       { &bundle_told_form } },
    { BUNDLE_PEER_THING, N_("installation"), { &bundle_trust_told_form } },
};

static const struct job_kind kinds[BUNDLE_JOBS] = {
    { .word = "bundle_deliver", .label = N_("handing a bundle over"), .right = MAY_READ_WORK,
      .page = "/bundles", .run = bundle_deliver_run },
    { .word = "bundle_arrived", .label = N_("taking a bundle that came over HTTPS"),
      .run = bundle_arrived_run },
};

const struct module bundle_module = {
    .name       = "bundle",
    .routes     = bundle_routes,     .n_routes     = BUNDLE_ROUTES,
    .commands   = bundle_commands,   .n_commands   = BUNDLE_COMMANDS,
    .migrations = bundle_migrations, .n_migrations = BUNDLE_MIGRATIONS,
    .statements = bundle_statements, .n_statements = BUNDLE_STATEMENTS,
    .told       = told,              .n_told       = COUNT(told),
    .jobs       = kinds,             .n_jobs       = COUNT(kinds),
};
