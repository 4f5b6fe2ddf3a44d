/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_out.h — what a plan leaves on the disk.
 *
 * WHAT   plan.csv (a line a site), plan.geojson (sites and links), plan.ofds.json (nodes and spans
 *        of what is to be built), quantities.csv (bill of quantities: km, hops, sites by technology
 *        and year), summary.html (one page, with a map as SVG, that stands alone and prints). The
 *        same bytes for the same input: no clock, no names of machines.
 */
#ifndef GUYUB_CITY_CONNECT_OUT_H
#define GUYUB_CITY_CONNECT_OUT_H

#include "base/buf.h"
#include "base/msg.h"
#include "city/connect/connect_plan.h"

struct connect_report {
    const struct connect_ask    *ask;
    const struct connect_plan   *plan;
    const struct connect_faults *faults;
    const struct connect_move   *move;      size_t n_moves;
    struct str                   title, program;
    enum lang                    lang;
};

void connect_out_csv(struct buf *, const struct connect_report *);
void connect_out_geojson(struct buf *, const struct connect_report *);
void connect_out_ofds(struct buf *, const struct connect_report *);
void connect_out_quantities(struct buf *, const struct connect_report *);
void connect_out_summary(struct arena *, struct buf *, const struct connect_report *);

#endif
