/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* region_module.c — what the slice shows to the program. */
#include "base/money.h"
#include "ground/region/region_edit.h"
#include "ground/region/region_load.h"
#include "ground/region/region_page.h"
#include "ground/region/region_sql.h"

static struct err *
load(struct cx *cx, struct buf *out)
{
    struct region_load_count count;

    TRY(region_load_own(cx, &count));
    load_say(cx, out, MSG("Regions: {0} new, {1} with a point.",
                          int_text(cx->arena, cx->lang, count.added),
                          int_text(cx->arena, cx->lang, count.points)));
    return NULL;
}

static const struct told told[] = {
    { "region", N_("region"), { &region_told_form } },
};

const struct module region_module = {
    .name       = "region",
    .routes     = region_routes,     .n_routes     = REGION_ROUTES,
    .commands   = region_commands,   .n_commands   = REGION_COMMANDS,
    .migrations = region_migrations, .n_migrations = REGION_MIGRATIONS,
    .statements = region_statements, .n_statements = REGION_STATEMENTS,
    .told       = told,               .n_told       = COUNT(told),
    .load       = load,
};
