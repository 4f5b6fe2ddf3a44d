/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_plan.h — from sites, network and prices to a plan that can be defended.
 *
 * WHAT   Everybody served at the least cost over the years; or, with money by the year, most users
 *        first. Each site has its technology, way, cost and year, and for each technology that it
 *        has not, why. `bound` says how far the plan is from the best over its candidate links.
 * HOW    The points of lit spans, every CONNECT_LIT_STEP_M, lit nodes and sites that have fibre are
 *        the root; dark spans are links that cost their lease, cut every CONNECT_DARK_STEP_M; sites
 *        are vertices whose prize is what a link saves over the cheapest way alone. Microwave hops
 *        are links too where they are cheaper; what they carry is looked at afterwards, and a hop
 *        that does not hold is forbidden and the plan made again. With roads, fibre goes along them
 *        and straight only to them and where they do not lead: connect_plan_road.c.
 *        At last new fibre that leaves a place at a small angle goes together as far as that
 *        pays, and parts at a junction; where the prices know what one costs, and without roads.
 * MONEY  What is built costs all that it costs over the years, in today's money, in the year in
 *        which it is built. A site that has no link in the plan of least cost is bought on its own.
 * READ   connect_plan_part.h what it is made of · connect_plan_wrong.c another reckoning
 */
#ifndef GUYUB_CITY_CONNECT_PLAN_H
#define GUYUB_CITY_CONNECT_PLAN_H

#include "base/progress.h"
#include "city/connect/connect_cost.h"
#include "city/connect/connect_ground.h"
#include "city/connect/connect_road.h"

enum { CONNECT_LIT_STEP_M = 250, CONNECT_DARK_STEP_M = 1000, CONNECT_NO_YEAR = 0xffff };

struct connect_ask {
    const struct connect_sites   *sites;
    const struct connect_network *network;
    const struct connect_params  *params;
    const struct connect_ground  *ground;                       /* NULL: all is land            */
    const struct connect_roads   *roads;                        /* NULL: straight lines         */
    const int64_t                *money;    uint32_t n_money;   /* of each year; 0: no budget   */
    const struct progress        *progress;
};

/* What is at a link's end. */
enum connect_at { CONNECT_AT_NETWORK, CONNECT_AT_DARK, CONNECT_AT_SITE, CONNECT_AT_ROAD,
                  CONNECT_AT_JUNCTION };

/* A link of the plan, downwards from what feeds it: `b` above, the network or another link's lower
 * end, to `a` below. */
static const uint32_t CONNECT_SITES_NONE = UINT32_MAX;
struct connect_link {
    enum connect_at    a, b;                /* what is there                                    */
    uint32_t           a_site, b_site;      /* CONNECT_SITES_NONE: no site's                    */
    uint32_t           above;               /* the link that feeds b; CONNECT_SITES_NONE: lit   */
    struct place       from, to;            /* of a, of b                                       */
    enum connect_tech  tech;                /* FIBRE or MICROWAVE                               */
    bool               is_lease;            /* of dark fibre that lies there                    */
    const struct connect_road_piece *along; /* NULL: straight, or as the dark fibre lies        */
    int64_t            metres;              /* on the ground, the route's factor in it; or in
                                             * the air                                          */
    const uint32_t    *area_m;              /* of them in each area of the prices, the rest on
                                             * land; NULL: all on land, or in the air           */
    struct connect_sum sum;                 /* with the junction's, if that is at a             */
    uint16_t           year;                /* CONNECT_NO_YEAR: not within the money            */
};

struct connect_site_plan {
    enum connect_tech   tech;               /* CONNECT_NO_TECH: none is open to it              */
    enum connect_reason why[CONNECT_TECHS]; /* CONNECT_OPEN: the one that it has                */
    uint32_t            link;               /* of the plan, that feeds it; CONNECT_SITES_NONE   */
    int64_t             kbps, users;
    struct connect_sum  sum;                /* at the site, links left out; 0 if it has fibre   */
    uint16_t            year;               /* from 0 on; without a budget all 0                */
};

struct connect_plan {
    struct connect_site_plan *site;         /* as in the list                                   */
    struct connect_link      *link;     uint32_t n_links;
    struct connect_sum        total;        /* sites and links                                  */
    int64_t                   decision, bound;      /* what a plan can change, and its least    */
    int64_t                   saved;                /* by junctions, of which the bound does not
                                                     * know: it is below decision + saved       */
    uint32_t                  junctions;
    int64_t                   alone;        /* the total if no link were built                  */
    int64_t                   users, users_bound;   /* with a budget: served, and the most      */
    int64_t                   spent;                /* with a budget: of today's money          */
    uint64_t                  n_candidates;
    uint32_t                  n_given;      /* sites that have fibre already: not in n_tech     */
    uint32_t                  n_tech[CONNECT_TECHS + 1];
};

/* Fails: connect.unlit (a network without anything that is lit), connect.too_much (sums or points
 * over the engine's limits), connect.stopped. */
struct err *connect_plan_of(struct arena *, const struct connect_ask *, struct connect_plan *);

/* Reckons the plan again from sites and prices alone; NULL, or what does not agree. */
const char *connect_plan_wrong(struct arena *, const struct connect_ask *,
                               const struct connect_plan *);

/* The ten figures that move the total most, each a fifth up and a fifth down, most first; the plan
 * is made anew for each, without a budget. `middle`: with none of them turned. */
struct connect_move { struct connect_dial dial; int64_t less, more; };
enum { CONNECT_MOVES = 10 };
struct connect_moves { struct connect_move move[CONNECT_MOVES]; size_t n; int64_t middle; };
struct err *connect_tornado(struct arena *, const struct connect_ask *, struct connect_moves *);

#endif
