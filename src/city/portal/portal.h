/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * portal.h — what guests see first: the home page, a region's index, regions side by side, data.
 *
 * WHAT   Shows the figures of earlier slices to people: an index by year as picture and table, its
 *        parts, its target, how it was computed down to each published figure, and every source.
 *        The panel of a region's page comes from here. What is unknown is said; what was published
 *        and what follows from its parts stand side by side, each with its range. Who takes part
 *        stands on a map and in a list, how many by year in a picture and a table. /data lists all
 *        that the program serves as rows, with source, licence and date.
 * NOT    Figures and rules of its own: it computes nothing that instrument/ and cohort/ do not hand
 *        it. The map that a press opens is asset/map.js.
 * READ   portal_rule.h which colour, which year, which station, which spot (pure) · portal_panel.c
 *        one region's index in words · portal_map.c who takes part ·
 *        portal_place.c where a region lies · portal_data.c what is public · portal_region.c,
 *        portal_home.c, portal_compare.c the pages · portal_web.c routes · portal_view.html
 */
#ifndef GUYUB_PORTAL_H
#define GUYUB_PORTAL_H

struct module;

extern const struct module portal_module;

#endif
