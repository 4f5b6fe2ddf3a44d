/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_plan.h — from sites, network and prices to a plan that can be defended.
 *
 * WHAT   Everybody served at the least cost over the years; or, with money by the year, most users
 *        first. Each site has its technology, way, cost and year, and for each technology that it
 *        has not, why. `bound` and `gap` say how far the plan is from the best over its candidate
 *        links.
 * HOW    The points of lit spans, every LIT_STEP_M, are the root; dark spans are links that cost
 *        their lease; sites are vertices whose prize is what fibre saves over the cheapest way
 *        alone. Microwave hops are links too where they are cheaper; reach and capacity are looked
 *        at afterwards, and a hop that does not hold is forbidden and the plan made again.
 */
#ifndef GUYUB_CITY_CONNECT_PLAN_H
#define GUYUB_CITY_CONNECT_PLAN_H

#include "base/progress.h"
#include "city/connect/connect_cost.h"

enum { CONNECT_LIT_STEP_M = 250, CONNECT_NO_YEAR = 0xffff };

struct connect_ask {
    const struct connect_sites   *sites;
    const struct connect_network *network;
    const struct connect_params  *params;
    const int64_t                *money;    uint32_t n_money;   /* of each year; 0: no budget   */
    const struct progress        *progress;
};

/* A link of the plan: between sites, points of dark spans, or to the network (`a` is the site that
 * it feeds, `b` what feeds it; b_site CONNECT_SITES_NONE: the network, at `to`). */
static const uint32_t CONNECT_SITES_NONE = UINT32_MAX;
struct connect_link {
    uint32_t           a_site, b_site;      /* CONNECT_SITES_NONE: no site, a point on the way   */
    struct place       from, to;
    enum connect_tech  tech;                /* FIBRE or MICROWAVE                               */
    bool               is_lease;            /* of dark fibre that lies there                    */
    int64_t            metres;              /* on the ground, factors in it                     */
    struct connect_sum sum;
    uint16_t           year;                /* CONNECT_NO_YEAR: not within the money            */
};

struct connect_site_plan {
    enum connect_tech   tech;               /* CONNECT_NO_TECH: none is open to it              */
    enum connect_reason why[CONNECT_TECHS];
    uint32_t            link;               /* of the plan, that feeds it; CONNECT_SITES_NONE    */
    int64_t             kbps, users;
    struct connect_sum  sum;                /* at the site, links left out                      */
    uint16_t            year;
};

struct connect_plan {
    struct connect_site_plan *site;         /* as in the list                                   */
    struct connect_link      *link;     uint32_t n_links;
    struct connect_sum        total;        /* sites and links                                  */
    int64_t                   decision, bound;      /* what a plan can change, and its least    */
    int64_t                   alone;        /* the total if no link were built                  */
    int64_t                   users, users_bound;   /* with a budget: served, and the most      */
    uint64_t                  n_candidates;
    uint32_t                  n_tech[CONNECT_TECHS + 1];
};

struct err *connect_plan_of(struct arena *, const struct connect_ask *, struct connect_plan *);

/* Re-derives every cost of the plan from the prices alone; NULL, or what does not agree. */
const char *connect_plan_wrong(struct arena *, const struct connect_ask *,
                               const struct connect_plan *);

/* The ten parameters that move the total most, each 20 per cent up and down. */
struct connect_move { struct str name; int64_t less, more; };
enum { CONNECT_MOVES = 10 };
struct err *connect_tornado(struct arena *, const struct connect_ask *,
                            struct connect_move move[CONNECT_MOVES], size_t *n);

#endif
