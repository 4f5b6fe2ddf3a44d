/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * town.h — a country of sites that nobody counted, round towns that are there.
 *
 * WHAT   Sites stand round the towns of a file: any town as likely as another, as far from it as an
 *        exponential of TOWN_SPREAD_M says, in any direction; the sea is not asked. The network
 *        that stands joins the 400 largest towns by their shortest tree, a point every 2 km.
 * MONEY  Cents of a US dollar, the defaults of Giga's cost model (UNICEF and ITU, 2023), 10 years
 *        at 8 %. A site's prize is what it saves by fibre over the cheapest of the others:
 *        satellite, or cellular for the 30 % that it covers. Mbps follow the size of a school,
 *        lognormal.
 * SAME   The same for the same file, number and seed.
 */
#ifndef GUYUB_BENCH_NET_TOWN_H
#define GUYUB_BENCH_NET_TOWN_H

#include "engine/net/place.h"

enum { TOWN_SPREAD_M = 15000, TOWNS_ON_NETWORK = 400, TOWN_POINT_M = 2000, TOWNS_MAX = 1 << 20 };

struct town_sites {
    struct place *site;
    int64_t      *prize;                /* of a site */
    int64_t      *paid;                 /* of a site: the cheapest of satellite and cellular */
    int64_t      *users;                /* of a site: its students                           */
    uint32_t      n;
    struct place *point;
    uint32_t      n_points;
};

/* FILE: lines of "latitude,longitude,people" below a header, in millionths of a degree. Ends the
 * program with a message if it cannot be read. */
struct town_sites town_sites_make(struct arena *, const char *file, uint32_t n, uint64_t seed);

/* What so many metres of fibre cost over the years. */
int64_t town_fibre(double metres);

#endif
