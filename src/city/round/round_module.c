/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* round_module.c — what the slice shows to the program. */
#include "city/round/round_page.h"
#include "city/round/round_part.h"
#include "ground/job/job.h"

static const struct told told[] = {
    { ROUND_THING,  N_("evaluation round"),
      { &round_told_form, &round_dates_form, &round_region_told_form } },
    { "round_seat", N_("assessor's seat"), { &round_seat_told_form } },
};

static const struct job_kind kinds[] = {
    { .word = "round_seats", .label = N_("assessors' seats that need another holder"),
      .right = MAY_NOTHING, .every = "day 06:00", .run = round_replace_run },
};

const struct module round_module = {
    .name       = "round",
    .routes     = round_routes,     .n_routes     = ROUND_ROUTES,
    .commands   = round_commands,   .n_commands   = ROUND_COMMANDS,
    .migrations = round_migrations, .n_migrations = ROUND_MIGRATIONS,
    .statements = round_statements, .n_statements = ROUND_STATEMENTS,
    .told       = told,             .n_told       = COUNT(told),
    .jobs       = kinds,            .n_jobs       = COUNT(kinds),
};
