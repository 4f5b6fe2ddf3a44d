/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_site.h — the list of sites: CSV or GeoJSON, every fault told.
 *
 * WHAT   Columns are found by their names, Indonesian and English ("lintang", "lat", "latitude");
 *        a first row that does not say where a site lies is refused. Faults: no coordinates,
 *        outside of the earth, 0,0, likely swapped (the other way round lies where most others do),
 *        the same id twice; doubts: the same place twice, far from all others. What has a fault is
 *        left out and told; a list of nothing but faults is refused.
 * COST   One pass; memory for what is kept.
 */
#ifndef GUYUB_CITY_CONNECT_SITE_H
#define GUYUB_CITY_CONNECT_SITE_H

#include "city/connect/connect.h"

enum { CONNECT_SITES_MAX = 4000000, CONNECT_FAULTS_MAX = 1000, CONNECT_FILE_MAX = 1 << 30 };

/* `name` is the file's, for faults. Texts of the sites lie in `file` or the arena. */
struct err *connect_sites_read_csv(struct arena *, struct str name, struct str file,
                                   struct connect_sites *, struct connect_faults *);
struct err *connect_sites_read_geojson(struct arena *, struct str name, struct str file,
                                       struct connect_sites *, struct connect_faults *);

#endif
