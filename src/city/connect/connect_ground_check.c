/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_ground_check.c — where a way lies, by another way than engine/net/ground.h.
 *
 * Edges lie in bands of latitude. A way is cut where it meets any edge; of the middle of each cut
 * it is asked in which polygons it lies, by how many of their edges are met to the east. Because a
 * way along an edge may be on either side of it, both are asked: the way a hand's breadth to the
 * left, and to the right.
 */
#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "city/connect/connect_ground.h"

enum { BANDS_MAX = 4096, BANDS_AN_EDGE = 4 };

static const double ASIDE = 1e-7, LEAST = 1e-12;

struct edge { struct place a, b; uint32_t polygon; uint8_t area; };

struct connect_bands {
    const struct connect_ground *g;
    const struct connect_params *params;
    struct edge                 *edge;      uint32_t n_edges;
    double                       south, high;       /* of a band                                */
    uint32_t                     n;
    uint32_t                    *first, *in;        /* of band i: in[first[i]] on               */
};

/* ---- bands ----------------------------------------------------------------------------------- */

static void
take_edges(struct arena *a, struct connect_bands *b)
{
    const struct ground_ask *ask = &b->g->ask;
    size_t                   n = 0;

    for (uint32_t i = 0; i < ask->n; i++)
        n += ask->ring[i].n;
    b->edge = NEWS(a, struct edge, n + 1);
    for (uint32_t i = 0; i < ask->n; i++)
        for (uint32_t k = 0; k < ask->ring[i].n; k++)
            b->edge[b->n_edges++] = (struct edge){
                ask->ring[i].point[k], ask->ring[i].point[(k + 1) % ask->ring[i].n],
                ask->ring[i].polygon, ask->ring[i].area };
}

static void
measure(struct connect_bands *b)
{
    double north = -90, up = 0;

    b->south = 90;
    for (uint32_t i = 0; i < b->n_edges; i++) {
        b->south = fmin(b->south, b->edge[i].a.lat);
        north = fmax(north, b->edge[i].a.lat);
        up += fabs(b->edge[i].a.lat - b->edge[i].b.lat);
    }
    double all = fmax(north - b->south, LEAST);
    double n = fmin(BANDS_MAX, (double)BANDS_AN_EDGE * b->n_edges * all / fmax(up, all));

    b->n = n < 1 ? 1 : (uint32_t)n;
    b->high = all / b->n;
}

static uint32_t
band_of(const struct connect_bands *b, double lat)
{
    double i = floor((lat - b->south) / b->high);

    return i < 0 ? 0 : i >= b->n ? b->n - 1 : (uint32_t)i;
}

static uint32_t
lowest_band(const struct connect_bands *b, struct place p, struct place q)
{
    return band_of(b, fmin(p.lat, q.lat) - 2 * ASIDE);
}

static uint32_t
highest_band(const struct connect_bands *b, struct place p, struct place q)
{
    return band_of(b, fmax(p.lat, q.lat) + 2 * ASIDE);
}

struct connect_bands *
connect_bands_of(struct arena *a, const struct connect_ground *g, const struct connect_params *q)
{
    struct connect_bands *b = NEW(a, struct connect_bands);

    *b = (struct connect_bands){ .g = g, .params = q };
    take_edges(a, b);
    measure(b);
    b->first = NEWS(a, uint32_t, b->n + 2);
    for (uint32_t i = 0; i < b->n_edges; i++)
        for (uint32_t k = lowest_band(b, b->edge[i].a, b->edge[i].b);
             k <= highest_band(b, b->edge[i].a, b->edge[i].b); k++)
            b->first[k + 2]++;
    for (uint32_t k = 2; k <= b->n + 1; k++)
        b->first[k] += b->first[k - 1];
    b->in = NEWS(a, uint32_t, b->first[b->n + 1] + 1);
    for (uint32_t i = 0; i < b->n_edges; i++)
        for (uint32_t k = lowest_band(b, b->edge[i].a, b->edge[i].b);
             k <= highest_band(b, b->edge[i].a, b->edge[i].b); k++)
            b->in[b->first[k + 1]++] = i;
    return b;
}

/* ---- a place --------------------------------------------------------------------------------- */

/* A bit for each area of the prices, and one for land. */
static uint64_t
bit_of(const struct connect_bands *b, uint8_t area)
{
    return UINT64_C(1) << (area == b->g->land ? CONNECT_NO_AREA : b->g->price_of[area]);
}

static uint64_t
polygons_at(const struct connect_bands *b, struct place p)
{
    uint32_t band = band_of(b, p.lat);
    uint64_t all = 0, odd = 0;

    for (uint32_t i = b->first[band]; i < b->first[band + 1]; i++) {
        const struct edge *e = &b->edge[b->in[i]];

        if (i > b->first[band] && e->polygon != b->edge[b->in[i - 1]].polygon)
            all |= odd, odd = 0;
        if ((e->a.lat > p.lat) == (e->b.lat > p.lat))
            continue;
        double share = (p.lat - e->a.lat) / (e->b.lat - e->a.lat);

        if (p.lon < e->a.lon + share * (e->b.lon - e->a.lon))
            odd ^= bit_of(b, e->area);
    }
    return all | odd;
}

/* The dearest area of the prices there. */
static uint32_t
area_at(const struct connect_bands *b, struct place p)
{
    uint64_t at = polygons_at(b, p);
    uint32_t best = CONNECT_NO_AREA;

    if (b->g->land < GROUND_AREAS_MAX && !(at >> CONNECT_NO_AREA & 1))
        at |= UINT64_C(1) << b->g->sea;
    for (uint32_t i = 0; i < b->params->n_areas; i++)
        if (at >> i & 1
            && (best == CONNECT_NO_AREA || b->params->area[i].factor_per_mille
                                               > b->params->area[best].factor_per_mille))
            best = i;
    return best;
}

/* ---- a way ----------------------------------------------------------------------------------- */

struct line { struct place from, by; };

static struct place
along(const struct line *l, double t)
{
    return (struct place){ l->from.lat + t * l->by.lat, l->from.lon + t * l->by.lon };
}

/* Where the way meets the line on which the edge lies, if it meets the edge. */
static bool
meets(const struct line *l, const struct edge *e, double *t)
{
    double across = e->b.lon - e->a.lon, up = e->b.lat - e->a.lat;
    double turn = l->by.lon * up - l->by.lat * across;
    double west = e->a.lon - l->from.lon, south = e->a.lat - l->from.lat;
    double at_edge = (west * l->by.lat - south * l->by.lon) / turn;

    *t = (west * up - south * across) / turn;
    return *t > 0 && *t < 1 && at_edge > -1e-6 && at_edge < 1 + 1e-6;
}

/* Into `cut`, unless it is NULL. */
static size_t
cuts(const struct connect_bands *b, const struct line *l, double *cut)
{
    struct place to = along(l, 1);
    uint32_t     last = highest_band(b, l->from, to);
    size_t       n = 0;
    double       t;

    for (uint32_t i = b->first[lowest_band(b, l->from, to)]; i < b->first[last + 1]; i++) {
        if (!meets(l, &b->edge[b->in[i]], &t))
            continue;
        if (cut)
            cut[n] = t;
        n++;
    }
    return n;
}

static int
by_value(const void *pa, const void *pb)
{
    double a = *(const double *)pa, b = *(const double *)pb;

    return (a > b) - (a < b);
}

/* The way's shares in the areas. */
static void
shares_of(struct arena *a, const struct connect_bands *b, const struct line *l,
          double share[CONNECT_AREAS_MAX + 1])
{
    size_t  mark = arena_mark(a), n = cuts(b, l, NULL);
    double *cut = NEWS(a, double, n + 2);

    cuts(b, l, cut + 1);
    cut[n + 1] = 1;
    qsort(cut, n + 2, sizeof *cut, by_value);
    for (size_t i = 0; i <= n; i++) {
        double part = cut[i + 1] - cut[i];

        if (part > LEAST)
            share[area_at(b, along(l, (cut[i] + cut[i + 1]) / 2))] += part;
    }
    arena_back(a, mark);
}

static void
add_straight(struct arena *a, const struct connect_bands *b, const struct line *way,
             double metres, struct connect_between *out)
{
    double left[CONNECT_AREAS_MAX + 1] = { 0 }, right[CONNECT_AREAS_MAX + 1] = { 0 };
    double length = fmax(hypot(way->by.lat, way->by.lon), LEAST);
    struct place aside = { way->by.lon / length * ASIDE, -way->by.lat / length * ASIDE };
    struct line  one = { { way->from.lat + aside.lat, way->from.lon + aside.lon }, way->by };
    struct line  two = { { way->from.lat - aside.lat, way->from.lon - aside.lon }, way->by };

    shares_of(a, b, &one, left);
    shares_of(a, b, &two, right);
    for (uint32_t i = 0; i < CONNECT_AREAS_MAX; i++) {
        out->least[i] += fmin(left[i], right[i]) * metres;
        out->most[i] += fmax(left[i], right[i]) * metres;
    }
    out->metres += metres;
}

void
connect_bands_add(struct arena *a, const struct connect_bands *b, const struct place way[2],
                  double metres, struct connect_between *out)
{
    double      west = way[0].lon, east = way[1].lon, up = way[1].lat - way[0].lat;
    struct line l = { way[0], { up, east - west } };

    if (fabs(l.by.lon) <= 180) {
        add_straight(a, b, &l, metres, out);
        return;
    }
    double by = l.by.lon - copysign(360, l.by.lon), edge = copysign(180, west);
    double first = (edge - west) / by;

    l.by = (struct place){ up * first, by * first };
    add_straight(a, b, &l, metres * first, out);
    l.from = (struct place){ way[0].lat + up * first, -edge };
    l.by = (struct place){ up * (1 - first), by * (1 - first) };
    add_straight(a, b, &l, metres * (1 - first), out);
}

bool
connect_is_between(const struct connect_between *c, const uint32_t *area_m, size_t n_areas)
{
    double more = 2 + c->metres / CONNECT_PER_MILLE, all = 0;

    for (size_t i = 0; i < n_areas; i++) {
        if (area_m[i] < c->least[i] - more || area_m[i] > c->most[i] + more)
            return false;
        all += area_m[i];
    }
    return all <= c->metres + 1;
}
