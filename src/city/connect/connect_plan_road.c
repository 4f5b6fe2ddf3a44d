/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_plan_road.c — with roads: which links there are along them, to them, and past them.
 *
 * ALONG  Each piece of a road, at its true length.
 * TO     Sites and points of dark fibre go straight to the PLAN_ROAD_NEAR nearest road points, with
 *        the route's factor; of more, many would cut the corners of the roads. What is lit goes to
 *        the road point that is nearest to it, and every road point to what is lit within a step of
 *        the network's points; so a network far from all roads has a way to them, and one beside a
 *        road is met all along.
 * PAST   A straight link that would save the way round by road is not offered: whoever digs keeps
 *        to roads. It stays where it is no longer than the shorter of its two ends' ways to a road:
 *        neighbours behind one gate, an island without roads. To what is lit it may be a step
 *        longer, because both are known but by points.
 * OVER   Roads that come within a step of each other and do not meet, two maps in one file, are
 *        linked there. Of the shortest tree over all places those links are kept that join what is
 *        apart; then, if an end is not open to fibre, other near links. Whatever could be connected
 *        without roads so still can: the tree's longest link between two places is as short as any
 *        way between them has.
 * BOUND  Holds over these links as it does over straight ones: the engine sees but links and costs.
 */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "city/connect/connect_plan_part.h"

enum { PLAN_ROAD_NEAR = 4, GAP_NEAR = 8 };

struct plan_roads {
    struct plan_work   *w;
    uint32_t            first;          /* vertex of the first road point                       */
    struct place_index *points;         /* of road points                                       */
    double             *way_m;          /* of the vertices before: to the nearest of them       */
    uint32_t           *part;           /* of a vertex: another in its part, or itself          */
};

bool
plan_has_roads(const struct connect_ask *ask)
{
    return ask->roads && ask->roads->n > 0;
}

size_t
plan_road_room(const struct plan_work *w)
{
    const struct connect_roads *roads = w->ask->roads;

    if (!plan_has_roads(w->ask))
        return 0;
    return roads->n_pieces + (PLAN_ROAD_NEAR + 2) * (size_t)w->n + 4 * (size_t)roads->n;
}

/* ---- parts ----------------------------------------------------------------------------------- */

static uint32_t
part_of(struct plan_roads *r, uint32_t v)
{
    while (r->part[v] != v)
        v = r->part[v] = r->part[r->part[v]];
    return v;
}

/* The smaller number stands for both. */
static void
join(struct plan_roads *r, uint32_t a, uint32_t b)
{
    uint32_t x = part_of(r, a), y = part_of(r, b);

    r->part[x < y ? y : x] = x < y ? x : y;
}

/* What fibre joins; what a hop carries has an end. */
static void
join_links(struct plan_roads *r)
{
    const struct plan_work *w = r->w;

    for (size_t i = 0; i < w->n_links; i++)
        if (w->way[i].tech == CONNECT_FIBRE)
            join(r, w->link[i].a, w->link[i].b);
}

/* ---- along ----------------------------------------------------------------------------------- */

static void
road_vertices(struct plan_roads *r)
{
    struct plan_work           *w = r->w;
    const struct connect_roads *roads = w->ask->roads;

    for (uint32_t i = 0; i < roads->n; i++) {
        w->is[w->n] = CONNECT_AT_ROAD;
        w->site_of[w->n] = NET_NONE;
        w->at[w->n++] = roads->point[i];
    }
}

/* Areas by the straight line between a piece's ends: it is not long. */
static void
add_pieces(struct plan_roads *r)
{
    struct plan_work           *w = r->w;
    const struct connect_roads *roads = w->ask->roads;

    for (uint32_t i = 0; i < roads->n_pieces; i++) {
        const struct connect_road_piece *p = &roads->piece[i];
        struct plan_way way = { .metres = p->metres, .point = i, .tech = CONNECT_FIBRE,
                                .is_road = true };

        plan_way_ground(w, roads->point[p->a], roads->point[p->b], &way);
        plan_add_link(w, r->first + p->a, r->first + p->b, way);
    }
}

/* ---- to -------------------------------------------------------------------------------------- */

static void
add_straight(struct plan_roads *r, uint32_t a, uint32_t b, double metres)
{
    plan_straight(r->w, &(struct candidate){ a < b ? a : b, a < b ? b : a, metres }, 0);
}

/* To the nearest road point of another part within a step. */
static void
add_gaps(struct plan_roads *r)
{
    struct plan_work *w = r->w;
    struct place_near near[GAP_NEAR];

    for (uint32_t v = r->first; v < w->n; v++) {
        size_t n = place_nearest(r->points, w->at[v], GAP_NEAR, near), i = 0;

        while (i < n && part_of(r, r->first + near[i].number) == part_of(r, v))
            i++;
        if (i < n && near[i].metres <= CONNECT_ROAD_STEP_M)
            add_straight(r, v, r->first + near[i].number, near[i].metres);
    }
}

static void
add_ways_to_roads(struct plan_roads *r)
{
    struct plan_work *w = r->w;
    struct place_near near[PLAN_ROAD_NEAR];

    for (uint32_t v = 1; v < r->first; v++) {
        size_t n = place_nearest(r->points, w->at[v], PLAN_ROAD_NEAR, near);

        r->way_m[v] = near[0].metres;
        for (size_t i = 0; i < n; i++)
            add_straight(r, v, r->first + near[i].number, near[i].metres);
    }
}

static void
add_ways_to_lit(struct plan_roads *r)
{
    struct plan_work   *w = r->w;
    struct place_index *lit = place_index_make(w->arena, w->point, w->n_points);
    bool               *is_met = NEWS(w->arena, bool, w->n);
    struct place_near   near;

    for (uint32_t i = 0; i < w->n_points; i++)
        if (place_nearest(r->points, w->point[i], 1, &near) == 1)
            is_met[r->first + near.number] = true;
    for (uint32_t v = r->first; v < w->n && w->n_points > 0; v++)
        if (place_nearest(lit, w->at[v], 1, &near) == 1
            && (is_met[v] || near.metres <= CONNECT_LIT_STEP_M))
            plan_straight(w, &(struct candidate){ 0, v, near.metres }, near.number);
}

struct plan_roads *
plan_roads_of(struct plan_work *w)
{
    struct plan_roads *r = NEW(w->arena, struct plan_roads);

    *r = (struct plan_roads){ .w = w, .first = w->n, .way_m = NEWS(w->arena, double, w->n),
        .points = place_index_make(w->arena, w->ask->roads->point, w->ask->roads->n) };
    road_vertices(r);
    r->part = NEWS(w->arena, uint32_t, w->n);
    for (uint32_t v = 0; v < w->n; v++)
        r->part[v] = v;
    add_pieces(r);
    join_links(r);
    add_gaps(r);
    add_ways_to_roads(r);
    add_ways_to_lit(r);
    return r;
}

/* ---- past ------------------------------------------------------------------------------------ */

bool
plan_is_past_roads(const struct plan_roads *r, const struct candidate *c)
{
    if (c->a == 0)
        return c->metres <= r->way_m[c->b] + CONNECT_LIT_STEP_M;
    return c->metres <= fmin(r->way_m[c->a], r->way_m[c->b]);
}

/* ---- over ------------------------------------------------------------------------------------ */

static bool
is_apart(struct plan_roads *r, const struct candidate *c)
{
    return part_of(r, c->a) != part_of(r, c->b);
}

/* The tree over what is lit, which is one, and all vertices behind it. */
static struct err *
add_tree(struct plan_roads *r)
{
    struct plan_work  *w = r->w;
    uint32_t           lit = w->n_points, n = lit + w->n - 1;
    struct place      *at = NEWS(w->arena, struct place, n);
    struct place_links tree;

    if (lit > 0)
        memcpy(at, w->point, lit * sizeof *at);
    memcpy(at + lit, w->at + 1, (w->n - 1) * sizeof *at);
    if (!place_tree(w->arena, place_index_make(w->arena, at, n), lit, w->ask->progress, &tree))
        return plan_stopped(w->arena);
    for (size_t i = 0; i < tree.n; i++) {
        uint32_t a = tree.link[i].a, b = tree.link[i].b;
        struct candidate c = { a < lit ? 0 : a - lit + 1, b - lit + 1, tree.link[i].metres };

        if (is_apart(r, &c))
            plan_straight(w, &c, a < lit ? a : 0);
    }
    return NULL;
}

/* Those that can be, one for two parts. */
static void
add_near(struct plan_roads *r, const struct candidates *near)
{
    for (size_t i = 0; i < near->n; i++) {
        const struct candidate *c = &near->link[i];
        size_t                  before = r->w->n_links;

        if (!is_apart(r, c))
            continue;
        plan_straight(r->w, c, c->a == 0 ? near->point[c->b - 1] : 0);
        if (r->w->n_links > before)
            join(r, c->a, c->b);
    }
}

struct err *
plan_roads_join(struct plan_roads *r, const struct candidates *near)
{
    join_links(r);
    if (r->w->n_points + r->w->n > PLACES_MAX)
        return plan_too_much(r->w->arena);
    TRY(add_tree(r));
    join_links(r);
    add_near(r, near);
    return NULL;
}
