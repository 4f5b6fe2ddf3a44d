/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_out.h — what a plan leaves on the disk.
 *
 * WHAT   plan.csv (a line a site), plan.geojson (sites and links), plan.ofds.json (nodes and spans
 *        of what is to be built), quantities.csv (bill of quantities: km, hops, sites by technology
 *        and year), summary.html (one page, with a map as SVG, that stands alone and prints). The
 *        same bytes for the same input: no clock, no names of machines.
 * DATA   Words of data are English and stay; money has as many decimals as its currency; places are
 *        written to 10^-7 degrees, a centimetre.
 * MEMORY What is made on the way goes back to the arena, so that the buffer stands in another.
 */
#ifndef GUYUB_CITY_CONNECT_OUT_H
#define GUYUB_CITY_CONNECT_OUT_H

#include "base/buf.h"
#include "base/msg.h"
#include "city/connect/connect_plan.h"

struct connect_report {
    const struct connect_ask    *ask;
    const struct connect_plan   *plan;
    const struct connect_faults *site_faults, *network_faults;
    const struct connect_faults *map_faults;                    /* NULL: no maps                */
    const struct connect_moves  *moves;                         /* NULL: not asked for          */
    struct str                   title, program;
    struct str                   sites_file, network_file;      /* names without folders        */
    struct str                   areas_file, land_file, roads_file;     /* empty: none          */
    enum lang                    lang;
};

void connect_out_csv(struct arena *, struct buf *, const struct connect_report *);
void connect_out_geojson(struct arena *, struct buf *, const struct connect_report *);
void connect_out_ofds(struct arena *, struct buf *, const struct connect_report *);
void connect_out_quantities(struct arena *, struct buf *, const struct connect_report *);
void connect_out_summary(struct arena *, struct buf *, const struct connect_report *);

/* ---- shared by the five ---------------------------------------------------------------------- */

/* The lines of the bill: links first, then sites by their technology. */
enum connect_item {
    CONNECT_NEW_FIBRE, CONNECT_SEA_FIBRE, CONNECT_LEASED_FIBRE, CONNECT_LEASED_SEA, CONNECT_HOP,
    CONNECT_JUNCTION, CONNECT_ITEM_SITE, CONNECT_ITEMS = CONNECT_ITEM_SITE + CONNECT_TECHS
};

struct connect_quantity { int64_t n, metres, users; struct connect_sum sum; };

/* A link that is partly in the sea stands in two lines, each with its part of the metres and of the
 * money; what a junction costs stands apart from the link that comes to it. Rows by year,
 * CONNECT_ITEMS in each; the last is what the money is not enough for. Without a budget there is
 * one year. */
struct connect_bill { struct connect_quantity (*year)[CONNECT_ITEMS]; uint32_t n_years; };
struct connect_bill connect_bill_of(struct arena *, const struct connect_report *);
struct str          connect_item_word(const struct connect_report *, enum connect_item);

/* Of each link: does it end at a point of a road where nothing but new fibre goes on? Such links
 * are one way with the link below. */
const bool *connect_bends_of(struct arena *, const struct connect_plan *);
/* The way that ends with link `last`, downwards, with its bends; of it alone (NULL), or with those
 * above it that go on in it, the uppermost of which is `first`. */
struct connect_way { struct place *at; uint32_t n, first; int64_t metres; };
struct connect_way connect_way_of(struct arena *, const struct connect_plan *, const bool *bend,
                                  uint32_t last);

struct str connect_tech_word(enum connect_tech);        /* in data: "fibre"; "none"             */
struct msg connect_tech_label(enum connect_tech);       /* on screen                            */
struct str connect_reason_word(enum connect_reason);
struct msg connect_reason_label(enum connect_reason);
/* How a site stands: "connected" (it has fibre), "planned", "later" (no money), "unserved". */
struct str connect_status_word(const struct connect_report *, uint32_t site);
struct dec connect_degrees_dec(double degrees);
struct dec connect_roads_km(const struct connect_roads *);
struct dec connect_money_dec(const struct connect_report *, int64_t);

#endif
