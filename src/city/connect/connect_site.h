/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_site.h — the list of sites: CSV or GeoJSON, every fault told.
 *
 * WHAT   Columns (of GeoJSON: properties) are found by their names, Indonesian and English
 *        ("lintang", "lat", "latitude"), by pack/connectivity/column.csv; a first line that does
 *        not say where a site lies is refused. Faults: no coordinates, no numbers, a decimal comma,
 *        outside of the earth, 0, 0, likely swapped (the other way round it lies where most others
 *        do), the same id twice. Doubts: far from most others, the same place twice, a cell that is
 *        not understood and so not known. What has a fault is left out and told; a list of nothing
 *        but faults is refused.
 * OURS   Far is more than ten times as far from the middle (the median) as half of the list lies,
 *        and 100 km. A coordinate of exactly 0 that is far is taken for an empty cell, as lists of
 *        schools have them.
 * COST   One pass; memory for what is kept. 500,000 sites: 34 MB of CSV, a second.
 */
#ifndef GUYUB_CITY_CONNECT_SITE_H
#define GUYUB_CITY_CONNECT_SITE_H

#include "city/connect/connect.h"

enum { CONNECT_SITES_MAX = 4000000, CONNECT_FAULTS_MAX = 1000, CONNECT_FILE_MAX = 1 << 30 };

/* Adds to the sites; ids and places are compared within the file. `name` is the file's, for faults.
 * Of GeoJSON a site's `line` is the number of its feature, from 1. Fails: connect.no_place,
 * connect.no_features, connect.no_site, connect.json, connect.sites, connect.file_large, and what
 * base/csv.h refuses. */
struct err *connect_sites_read_csv(struct arena *, struct str name, struct str file,
                                   struct connect_sites *, struct connect_faults *);
struct err *connect_sites_read_geojson(struct arena *, struct str name, struct str file,
                                       struct connect_sites *, struct connect_faults *);

/* Doubts: kinds of which the prices do not list what they need, one for each of the first 64; they
 * stand before what is in the list already, so that none is beyond its room. */
struct connect_params;
void connect_kinds_check(struct arena *, const struct connect_list *, const struct connect_params *,
                         struct connect_faults *);

#endif
