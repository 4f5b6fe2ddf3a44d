/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* portal_web.c — the routes and panels of portal.h. */
#include "city/portal/portal.h"

#include "city/portal/portal_page.h"
#include "module.h"

static const struct route routes[] = {
    { GET, "/", MAY_READ_PUBLIC, .page = portal_home_page,
      .help = N_("What this is, what is known, and a living example") },
    { GET, "/compare", MAY_READ_PUBLIC, .serves = SERVES_LIST, .form = &portal_compare_form,
      .page = portal_compare_page,
      .help = N_("The index of several regions side by side: ?region=CODE&region=CODE&year=YEAR") },
};

static const struct panel panels[] = {
    { "region.first", portal_region_panel },
};

const struct module portal_module = {
    .name   = "portal",
    .routes = routes, .n_routes = COUNT(routes),
    .panels = panels, .n_panels = COUNT(panels),
};
