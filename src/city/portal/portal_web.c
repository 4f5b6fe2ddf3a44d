/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* portal_web.c — the routes and panels of portal.h. */
#include "city/portal/portal.h"

#include "city/portal/portal_page.h"
#include "module.h"

static const struct route routes[] = {
    { GET, "/", MAY_READ_PUBLIC, .page = portal_home_page, .keeps = true,
      .help = N_("What this is, what is known, and a living example") },
    { GET, "/compare", MAY_READ_PUBLIC, .serves = SERVES_LIST, .form = &portal_compare_form,
      .page = portal_compare_page, .keeps = true,
      .help = N_("The index of several regions side by side: ?region=CODE&region=CODE&year=YEAR") },
    { GET, "/map", MAY_READ_PUBLIC, .serves = AS_JSON, .page = portal_map_page,
      .keeps = true,
      .help = N_("The participants known by name, for a map: GeoJSON of their points") },
    { GET, "/data", MAY_READ_PUBLIC, .serves = SERVES_LIST, .page = portal_data_page,
      .keeps = true,
      .help = N_("Everything public, as CSV and JSON, with source and licence") },
};

static const struct panel panels[] = {
    { "region.first", portal_region_panel },
    { "region.more", portal_place_panel },
};

const struct module portal_module = {
    .name   = "portal",
    .routes = routes, .n_routes = COUNT(routes),
    .panels = panels, .n_panels = COUNT(panels),
};
