/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_site_part.h — what the readers of sites from CSV and from GeoJSON share. */
#ifndef GUYUB_CITY_CONNECT_SITE_PART_H
#define GUYUB_CITY_CONNECT_SITE_PART_H

#include "city/connect/connect_read.h"
#include "city/connect/connect_site.h"

struct connect_sites_in {
    struct arena          *arena;
    struct str             name;                    /* of the file                     */
    bool                   is_json;
    struct connect_faults *faults;
    struct connect_rows    rows;                    /* struct connect_site, as read    */
    uint64_t               n_seen;
    size_t                 n_before;                /* faults that were there already  */
};

/* Refuses a file that is too large. */
struct err *connect_sites_open(struct connect_sites_in *, struct str file);
/* One site: its cells by field, unknown where there is none; `line` or the feature's number from
 * 1. Its place is taken from the cells, or, if `at` is not NULL, from there. */
struct err *connect_sites_add(struct connect_sites_in *, const struct str cell[CONNECT_FIELDS],
                              const struct place *at, uint32_t line);
/* A fault of a site that is not added. */
void        connect_sites_fault(struct connect_sites_in *, uint32_t line, struct connect_fault);
/* Leaves out what has a fault, and adds the rest to the list. */
struct err *connect_sites_close(struct connect_sites_in *, struct connect_sites *);

#endif
