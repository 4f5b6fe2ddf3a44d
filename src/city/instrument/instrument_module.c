/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_module.c — what the slice shows to the program. */
#include "city/instrument/instrument_load.h"
#include "city/instrument/instrument_pack.h"
#include "city/instrument/instrument_page.h"
#include "city/instrument/instrument_sql.h"
#include "module.h"
#include "pack/kind.h"

static void
pack_check(struct arena *a, const struct pack *pack, struct pack_faults *faults)
{
    struct instrument in;

    instrument_read(a, pack, &in, faults);
}

static const struct pack_kind packs[] = {
    { .name = "instrument", .shape = &instrument_shape, .check = pack_check,
      .help = N_("An instrument: what is scored, by which weights, from which sources.") },
};

static const struct told told[] = {
    { "instrument", N_("instrument"), { NULL } },
    { "figure", N_("published figure"), { &instrument_figure_form } },
};

const struct module instrument_module = {
    .name       = "instrument",
    .routes     = instrument_routes,     .n_routes     = INSTRUMENT_ROUTES,
    .commands   = instrument_commands,   .n_commands   = INSTRUMENT_COMMANDS,
    .migrations = instrument_migrations, .n_migrations = INSTRUMENT_MIGRATIONS,
    .statements = instrument_statements, .n_statements = INSTRUMENT_STATEMENTS,
    .panels     = instrument_panels,     .n_panels     = INSTRUMENT_PANELS,
    .packs      = packs,                 .n_packs      = COUNT(packs),
    .told       = told,               .n_told       = COUNT(told),
    .load       = instrument_load,
};
