/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_plan_part.h — what a plan is made of. Private to the slice.
 *
 * WHAT   A graph for engine/net/steiner.h. Vertex 0 is the network that is lit; then come the sites
 *        to which fibre or microwave is open, then points of dark fibre. A site costs at least its
 *        `floor`, whatever is planned: the cheaper of its cheapest way alone and its cheapest end
 *        of a link. What it costs above that is its prize (alone) or on the link (which end).
 * BOUND  A link between two sites carries the smaller of what its two ends would add, because the
 *        graph does not know which way it will be used: so the graph's bound is a bound of plans.
 *        One between a site and a road or dark fibre carries what the site adds, as if it led to
 *        the site; a plan in which one leads onwards from a site costs less than its tree does, and
 *        if it comes below the bound, the bound is what it costs.
 */
#ifndef GUYUB_CITY_CONNECT_PLAN_PART_H
#define GUYUB_CITY_CONNECT_PLAN_PART_H

#include "city/connect/connect_plan.h"
#include "engine/net/candidate.h"
#include "engine/net/steiner.h"

/* Most points of roads are nobody's: there some other trees by chance save up to a hundredth. */
enum { PLAN_ENDS = CONNECT_MICROWAVE + 1, PLAN_ROUNDS = 4, PLAN_ROAD_TRIES = 3 };

static const int64_t PLAN_CLOSED = INT64_MAX;

/* When money is spread: which sites have a link in the plan of least cost, and which are left to
 * their own, fibre going by them or not. */
enum plan_lot { PLAN_FREE, PLAN_LINKED, PLAN_LEFT };

struct plan_site {
    struct connect_alone alone;
    struct connect_sum   end[PLAN_ENDS];        /* of a link, by technology                     */
    enum connect_reason  why[PLAN_ENDS];        /* CONNECT_OPEN: it can be had                  */
    int64_t              kbps, users, floor;
    uint32_t             vertex;                /* NET_NONE: in no graph                        */
    enum plan_lot        lot;
    bool                 has_hop;               /* some microwave comes within its reach        */
};

/* What a link of the graph is; `point` of a link to the root: where it begins. `more`: metres that
 * are paid for beyond those that there are, for the areas that it crosses; of a lease those in the
 * sea. Along a road, `point` is its piece. */
struct plan_way { uint32_t metres, point; int32_t more; uint8_t tech; bool is_lease, is_road; };

/* What lies between two points of dark fibre, and which vertex a node of the network is. */
struct plan_lease { uint32_t a, b, metres; };
struct plan_dark  { struct plan_lease *lease; size_t n; uint32_t *vertex_of_node; };

struct plan_work {
    struct arena             *arena;
    const struct connect_ask *ask;
    struct connect_worth      worth;
    struct plan_site         *site;             /* as in the list                               */

    struct place             *point;    uint32_t n_points;      /* of the root: fibre           */
    struct place             *mast;     uint32_t n_masts;       /* and microwave                */
    struct place             *at;               /* of a vertex                                  */
    uint32_t                 *site_of;          /* NET_NONE: no site's                          */
    uint8_t                  *is;               /* enum connect_at                              */
    uint32_t                  n;                /* vertices                                     */
    struct net_link          *link;
    struct plan_way          *way;      size_t n_links, room;
    int64_t                  *prize;

    uint32_t                 *tree_link, *tree_above;           /* the tree that is taken       */
    uint64_t                  n_candidates;
    int64_t                   bound;
};

static inline int64_t
plan_smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* ---- connect_plan_{site,graph,root,dark}.c: what can be built --------------------------- */

void        plan_sites(struct plan_work *);
struct err *plan_graph(struct plan_work *);
/* Points and masts of what is lit. */
void        plan_root(struct plan_work *);
/* Dark fibre: how many vertices it may have; they and the ways between; these as links. */
uint32_t         plan_dark_count(const struct connect_network *);
struct plan_dark plan_dark_spans(struct plan_work *, uint32_t most);
void             plan_dark_leases(struct plan_work *, const struct plan_dark *);

/* A straight way of new fibre, if it can be; of a link to the root: from which point. */
void             plan_straight(struct plan_work *, const struct candidate *, uint32_t point);

/* ---- connect_plan_road.c: with roads --------------------------------------------------------- */

struct plan_roads;
bool               plan_has_roads(const struct connect_ask *);
/* How many links more there may be than without. */
size_t             plan_road_room(const struct plan_work *);
/* Makes vertices of road points, behind the others, and links of roads and of the ways to them. */
struct plan_roads *plan_roads_of(struct plan_work *);
/* May the link go straight, past the roads? */
bool               plan_is_past_roads(const struct plan_roads *, const struct candidate *);
/* Links what is still apart. */
struct err        *plan_roads_join(struct plan_roads *, const struct candidates *near);

/* ---- connect_plan_link.c --------------------------------------------------------------------- */

/* A straight way of fibre, so long in the air; and of what is leased, so long on the ground. */
struct plan_way plan_fibre(const struct plan_work *, struct place, struct place, double metres);
struct plan_way plan_leased(const struct plan_work *, struct place, struct place, uint32_t metres);
/* Sets `more` by what lies between the two places: of a way of new fibre. */
void        plan_way_ground(const struct plan_work *, struct place, struct place,
                            struct plan_way *);
/* What the link would cost; PLAN_CLOSED if it cannot be. */
int64_t     plan_price(const struct plan_work *, const struct net_link *, const struct plan_way *);
/* Where it can be. */
void        plan_add_link(struct plan_work *, uint32_t a, uint32_t b, struct plan_way);
/* Does a link between them leave what stands? */
bool        plan_leaves(const struct plan_work *, uint32_t a, uint32_t b);
/* What a link costs without the site at its end; `leaves` what stands: with the tap. */
struct connect_sum plan_link_sum(const struct plan_work *, const struct plan_way *, bool leaves);
/* What it adds to the floor of the site at its lower end; 0 for dark fibre. */
int64_t     plan_end_adds(const struct plan_work *, uint32_t vertex, enum connect_tech);
/* Does the site stay on its own, although fibre goes by it? */
bool        plan_stays_alone(const struct plan_site *, enum connect_tech);
struct err *plan_stopped(struct arena *);
struct err *plan_too_much(struct arena *);

/* Points along a span's way, its ends with them, `step_m` apart; metres since the last. */
struct plan_walk { const struct connect_span *span; double step_m, at_m; uint32_t piece;
                   bool has_begun, is_over; };
bool plan_walk_next(struct plan_walk *, struct place *, double *metres);

/* ---- connect_plan_tree.c, connect_plan_money.c: what is built -------------------------------- */

/* Does the link that comes to the vertex serve the site there? */
bool   plan_serves(const struct plan_work *, uint32_t vertex);
/* The vertices of the taken tree that feed a site, from the leaves to the root; how many. */
size_t plan_upwards(struct arena *, const struct plan_work *, uint32_t *order);
/* The cheapest tree under the reach of every hop, into tree_link and tree_above. */
struct err *plan_tree(struct plan_work *);
/* Mends the taken tree until no hop carries more than it can; how many branches had to be taken
 * off. `closes` their links, for trees to come. connect_plan_hop.c */
size_t plan_relieve_hops(struct plan_work *, bool closes);
/* Where a vertex finds a cheaper link that holds, it takes it. */
void   plan_refeed(struct plan_work *);

/* Spreads the money: takes the tree that serves most users for it and goes on with the rest at the
 * least cost. Years of vertices, and of sites on their own. */
struct plan_years { uint16_t *vertex, *left; int64_t users_bound; };
struct err *plan_money(struct plan_work *, struct plan_years *);

/* ---- connect_plan_junction.c ----------------------------------------------------------------- */

/* Lets ways of the taken tree part where that costs less, and those of one year only: how many
 * junctions, and what they save. Junctions are vertices behind the others; then the candidate links
 * are no more, and each vertex has the way that comes to it. */
struct plan_parted { uint32_t n; int64_t saved; };
struct plan_parted plan_junctions(struct plan_work *, struct plan_years *);

/* Link costs again, after sites got their lots. */
void plan_price_links(struct plan_work *);

#endif
