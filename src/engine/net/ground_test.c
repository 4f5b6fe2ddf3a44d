/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* ground_test.c — ways over polygons by hand, and over thousands as a plain test of many points on
 * the way says it. */
#include "engine/net/ground.h"

#include <math.h>

#include "base/rand.h"
#include "test/unit.h"

enum { NONE = GROUND_AREAS_MAX };

/* ---- by hand --------------------------------------------------------------------------------- */

/* Squares by their south-west corner and side; their rings go round either way. */
static struct ground_ring
square(double west, double south, double side, uint32_t polygon, uint8_t area)
{
    struct place *p = NEWS(unit_arena(), struct place, 5);

    p[0] = (struct place){ south, west }, p[1] = (struct place){ south, west + side };
    p[2] = (struct place){ south + side, west + side }, p[3] = (struct place){ south + side, west };
    p[4] = p[0];
    return (struct ground_ring){ p, 5, polygon, area };
}

static bool
is_about(double a, double b)
{
    return fabs(a - b) < 1e-3;
}

/* The same there and back. */
static void
check_way(const char *name, const struct ground *g, const struct place way[2], const double *share)
{
    double there[NONE + 1], back[NONE + 1], all = place_metres(way[0], way[1]);

    ground_metres(g, way[0], way[1], there);
    ground_metres(g, way[1], way[0], back);
    for (int i = 0; i < 3; i++) {
        double should = share[i] * all;

        check(name, is_about(there[i == 2 ? NONE : i], should));
        check(name, is_about(back[i == 2 ? NONE : i], should));
    }
}

TEST(ground_by_hand)
{
    const struct ground_ring lake[] = { square(0, 0, 1, 0, 0), square(0.25, 0.25, 0.5, 0, 0) };
    const struct ground_ring over[] = { square(0, 0, 1, 0, 1), square(0.5, 0, 1, 1, 0) };
    const struct ground_ring twice[] = { square(0, 0, 1, 0, 0), square(0.5, 0, 1, 1, 0) };
    const struct ground_ring same[] = { square(0, 0, 1, 0, 0), square(0, 0, 1, 1, 0) };
    static const struct place line[] = { { 0, 0 }, { 0, 1 } }, flat[] = { { 0, 0 }, { 0, 1 },
                                                                         { 0, 0.5 } };
    const struct ground_ring nothing[] = { { line, 2, 0, 0 }, { flat, 3, 1, 0 },
                                           { NULL, 0, 2, 1 } };
    const struct {
        const char *name; const struct ground_ring *ring; uint32_t n, outside;
        struct place way[2]; double share[3];               /* of area 0, of 1, of none */
    } row[] = {
        { "through a hole",      lake, 2, NONE, { { 0.5, -0.5 }, { 0.5, 1.5 } },  { .25, 0, .75 } },
        { "in the hole",         lake, 2, NONE, { { 0.5, 0.3 }, { 0.6, 0.7 } },   { 0, 0, 1 } },
        { "inside",              lake, 2, NONE, { { 0.1, 0.1 }, { 0.1, 0.9 } },   { 1, 0, 0 } },
        { "beside",              lake, 2, NONE, { { 2, 0 }, { 2, 1 } },           { 0, 0, 1 } },
        { "far beyond",          lake, 2, NONE, { { 60, 100 }, { 61, 120 } },     { 0, 0, 1 } },
        { "through two corners", lake, 2, NONE, { { -1, -1 }, { 2, 2 } },
          { 1. / 6, 0, 5. / 6 } },
        { "at a corner",         lake, 2, NONE, { { 1.5, 0.5 }, { 0.5, 1.5 } },   { 0, 0, 1 } },
        { "outside is 1",        lake, 1, 1,    { { 0.5, -0.5 }, { 0.5, 1.5 } },  { .5, .5, 0 } },
        { "outside is 0",        lake, 2, 0,    { { 0.5, -0.5 }, { 0.5, 1.5 } },  { .75, 0, .25 } },
        { "the dearer first",    over, 2, NONE, { { 0.5, -0.5 }, { 0.5, 1.5 } },
          { .5, .25, .25 } },
        { "one area once",       twice, 2, NONE, { { 0.5, -0.5 }, { 0.5, 1.5 } }, { .75, 0, .25 } },
        { "the same polygon",    same, 2, NONE, { { 0.5, -0.5 }, { 0.5, 1.5 } },  { .5, 0, .5 } },
        { "no way",              lake, 2, NONE, { { 0.1, 0.1 }, { 0.1, 0.1 } },   { 1, 0, 0 } },
        { "nothing",             NULL, 0, NONE, { { 0, 0 }, { 1, 1 } },           { 0, 0, 1 } },
        { "no land: all sea",    NULL, 0, 0,    { { 0, 0 }, { 1, 1 } },           { 1, 0, 0 } },
        { "rings of nothing",    nothing, 3, NONE, { { -1, 0.3 }, { 1, 0.4 } },   { 0, 0, 1 } },
        { "over a flat ring",    nothing, 3, 0, { { -1, 0.3 }, { 1, 0.4 } },      { 1, 0, 0 } },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct ground_ask ask = { row[i].ring, row[i].n, row[i].outside };

        check_way(row[i].name, ground_make(unit_arena(), &ask), row[i].way, row[i].share);
    }
}

TEST(ground_along_an_edge)
{
    const struct ground_ring  box[] = { square(0, 0, 1, 0, 0) };
    const struct ground      *g = ground_make(unit_arena(), &(struct ground_ask){ box, 1, NONE });
    double                    in[NONE + 1];
    struct place              from = { 1, -1 }, to = { 1, 2 };

    ground_metres(g, from, to, in);
    check("no more than the edge", in[0] <= place_metres(from, to) / 3 + 1);
    check("all of the way", is_about(in[0] + in[NONE], place_metres(from, to)));
}

TEST(ground_places)
{
    const struct ground_ring ring[] = { square(0, 0, 1, 0, 1), square(0.25, 0.25, 0.5, 0, 1),
                                        square(0.4, 0.4, 0.1, 7, 0) };
    const struct ground     *g = ground_make(unit_arena(), &(struct ground_ask){ ring, 3, NONE });
    const struct ground     *sea = ground_make(unit_arena(), &(struct ground_ask){ ring, 3, 1 });
    static const struct { struct place at; uint32_t is, with_sea; } row[] = {
        { { 0.1, 0.1 }, 1, NONE }, { { 0.3, 0.3 }, NONE, 1 }, { { 0.45, 0.45 }, 0, 0 },
        { { 2, 2 }, NONE, 1 },     { { -89, -180 }, NONE, 1 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        check("a place", ground_at(g, row[i].at) == row[i].is);
        check("a place in the sea", ground_at(sea, row[i].at) == row[i].with_sea);
    }
}

TEST(ground_over_the_180th_meridian)
{
    const struct ground_ring ring[] = { square(179, 0, 1, 0, 0), square(-180, 0, 2, 1, 1) };
    const struct ground     *g = ground_make(unit_arena(), &(struct ground_ask){ ring, 2, NONE });

    check_way("over it", g, (struct place[2]){ { 0.5, 178 }, { 0.5, -178 } },
              (double[]){ .25, .5, .25 });
    check_way("to it", g, (struct place[2]){ { 0.5, 179 }, { 0.5, 180 } }, (double[]){ 1, 0, 0 });
    check_way("from it", g, (struct place[2]){ { 0.5, -180 }, { 0.5, -179 } },
              (double[]){ 0, 1, 0 });
}

/* ---- by many points on the way --------------------------------------------------------------- */

enum { RINGS = 8, POINTS = 12, WORLDS = 800, WAYS = 5, SAMPLES = 1000 };

struct random_ground { struct ground_ring ring[RINGS]; struct place point[RINGS][POINTS]; };

static double
random_in(struct rand *r, double from, double to)
{
    return from + (to - from) * (rand_below(r, 1000001) / 1e6);
}

/* Rings that cross themselves and each other, in polygons of one or two, in three areas; each third
 * has its points on a lattice, so that corners, edges and ways fall together. */
static struct ground_ask
random_rings(struct rand *r, struct random_ground *g, uint32_t outside)
{
    bool     is_even = rand_below(r, 3) == 0;
    uint32_t n = rand_below(r, RINGS + 1);

    for (uint32_t i = 0; i < n; i++) {
        struct place middle = { random_in(r, -7, -6), random_in(r, 112, 113) };
        double       size = random_in(r, 0.01, 1);

        g->ring[i] = (struct ground_ring){ g->point[i], 2 + rand_below(r, POINTS - 1),
                                           i / 2, (uint8_t)(i / 2 % 3) };
        for (uint32_t k = 0; k < g->ring[i].n; k++) {
            struct place *p = &g->point[i][k];

            *p = (struct place){ middle.lat + random_in(r, -size, size),
                                 middle.lon + random_in(r, -size, size) };
            if (is_even)
                *p = (struct place){ round(p->lat * 4) / 4, round(p->lon * 4) / 4 };
        }
    }
    return (struct ground_ask){ g->ring, n, outside };
}

/* The plain test: how many edges are met to the east. */
static bool
is_in_ring(const struct ground_ring *r, struct place p)
{
    bool is_in = false;

    for (uint32_t i = 0; i < r->n && r->n >= 3; i++) {
        struct place a = r->point[i], b = r->point[(i + 1) % r->n];

        if ((a.lat > p.lat) != (b.lat > p.lat)
            && p.lon < a.lon + (p.lat - a.lat) / (b.lat - a.lat) * (b.lon - a.lon))
            is_in = !is_in;
    }
    return is_in;
}

static uint32_t
plain_at(const struct ground_ask *ask, struct place p)
{
    bool is_in[NONE] = { false };

    for (uint32_t i = 0; i < ask->n; i++) {
        bool in_polygon = is_in_ring(&ask->ring[i], p);

        while (i + 1 < ask->n && ask->ring[i + 1].polygon == ask->ring[i].polygon)
            in_polygon ^= is_in_ring(&ask->ring[++i], p);
        is_in[ask->ring[i].area] |= in_polygon;
    }
    for (uint32_t a = 0; a < NONE; a++)
        if (is_in[a] != (a == ask->outside))
            return a;
    return NONE;
}

/* Of a straight way each area has as many points as its share, but for a few where it ends. */
static void
check_by_points(const struct ground_ask *ask, const struct ground *g, struct place a,
                struct place b)
{
    double   in[NONE + 1], all = place_metres(a, b), sum = 0;
    uint32_t hits[NONE + 1] = { 0 }, turns = 0, before = NONE + 1;

    ground_metres(g, a, b, in);
    for (uint32_t i = 0; i < SAMPLES; i++) {
        double       t = (i + 0.5) / SAMPLES;
        struct place p = { a.lat + t * (b.lat - a.lat), a.lon + t * (b.lon - a.lon) };
        uint32_t     area = plain_at(ask, p);

        hits[area]++;
        turns += area != before;
        before = area;
    }
    for (uint32_t i = 0; i <= NONE; i++) {
        check("as its points", fabs(in[i] - hits[i] * all / SAMPLES)
                                   <= (turns + 6) * all / SAMPLES + 1e-6);
        check("none is less than nothing", in[i] >= -1e-6);
        sum += in[i];
    }
    check("the pieces are the way", fabs(sum - all) < 1e-6);
}

TEST(ground_against_points)
{
    struct rand r = { 20261122 };

    for (uint32_t w = 0; w < WORLDS; w++) {
        struct random_ground *world = NEW(unit_arena(), struct random_ground);
        struct ground_ask     ask = random_rings(&r, world, w % 2 ? NONE : w % 3);
        const struct ground  *g = ground_make(unit_arena(), &ask);

        for (uint32_t i = 0; i < WAYS; i++) {
            struct place a = { random_in(&r, -8, -5), random_in(&r, 111, 114) };
            struct place b = { random_in(&r, -8, -5), random_in(&r, 111, 114) };

            check_by_points(&ask, g, a, b);
            check("a place as the plain test", ground_at(g, a) == plain_at(&ask, a));
        }
    }
}
