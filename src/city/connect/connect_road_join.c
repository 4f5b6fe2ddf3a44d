/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_road_join.c — lines become one net: points where it can be left, pieces between them.
 *
 * Positions that are equal become one; of each it is known which others are next to it, once each.
 * Where these are two, a road goes on; all others are points. From point to point a road is walked
 * and cut; what is left are rings that nothing meets.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "city/connect/connect_read.h"
#include "city/connect/connect_road.h"
#include "engine/net/steiner.h"

/* By so much of a step a road is longer than its steps before it is cut once more. */
static const double PER_DEGREE = 1e7, STEP_SLACK = 0.01;
enum { WAYS_MAX = CONNECT_ROADS_MAX + 2 * CONNECT_ROADS_AT_MAX };

/* Of those next to position v: from first[v] on and before end[v], the smaller first. */
struct joining {
    const struct connect_roads *roads;
    uint32_t                   *equal;          /* of a position as read: the one that it is    */
    struct place               *at;
    uint32_t                    n;
    uint32_t                   *first, *end, *next;
    bool                       *is_walked;      /* of `next`: that way out of v                 */
    uint32_t                   *chain;          /* positions of the road that is walked         */
    uint32_t                   *point;          /* of a position; NET_NONE: none yet            */
    struct connect_rows         points, pieces;
    struct connect_rows         ways;           /* of all pieces, one behind the other          */
    uint32_t                    way;            /* where that of the piece to be made begins    */
    double                      walked_m;       /* of the road that is cut, pieces so far       */
};

/* ---- positions that are equal ---------------------------------------------------------------- */

struct key { int64_t lat, lon; };

/* The 180th meridian from both of its sides. */
static struct key
key_of(struct place p)
{
    struct key k = { llround(p.lat * PER_DEGREE), llround(p.lon * PER_DEGREE) };

    if (k.lon == -llround(180 * PER_DEGREE))
        k.lon = -k.lon;
    return k;
}

static uint64_t
mixed(struct key k)
{
    uint64_t h = ((uint64_t)k.lat * 0x9e3779b97f4a7c15U) ^ (uint64_t)k.lon;

    h = (h ^ h >> 32) * 0xd6e8feb86659fd93U;
    return h ^ h >> 32;
}

static uint32_t
equal_of(struct joining *j, uint32_t *room, size_t rooms, struct place p)
{
    struct key k = key_of(p);
    size_t     at = mixed(k) & (rooms - 1);

    for (; room[at] != NET_NONE; at = (at + 1) & (rooms - 1)) {
        struct key other = key_of(j->at[room[at]]);

        if (other.lat == k.lat && other.lon == k.lon)
            return room[at];
    }
    j->at[j->n] = p;
    return room[at] = j->n++;
}

static void
positions_join(struct arena *a, struct joining *j)
{
    const struct connect_roads *r = j->roads;
    size_t                      rooms = 16;

    while (rooms < 2 * (size_t)r->n_at)
        rooms *= 2;
    j->equal = NEWS(a, uint32_t, r->n_at);
    j->at = NEWS(a, struct place, r->n_at);
    size_t    mark = arena_mark(a);
    uint32_t *room = NEWS(a, uint32_t, rooms);

    memset(room, 0xff, rooms * sizeof *room);
    for (uint32_t i = 0; i < r->n_lines; i++)
        for (uint32_t k = r->line[i].from; k < r->line[i].from + r->line[i].n; k++)
            j->equal[k] = equal_of(j, room, rooms, r->at[k]);
    arena_back(a, mark);
}

/* ---- which are next to each other ------------------------------------------------------------ */

typedef void pair_sink(struct joining *, uint32_t a, uint32_t b);

static void
each_pair(struct joining *j, pair_sink *sink)
{
    const struct connect_roads *r = j->roads;

    for (uint32_t i = 0; i < r->n_lines; i++)
        for (uint32_t k = r->line[i].from + 1; k < r->line[i].from + r->line[i].n; k++)
            if (j->equal[k] != j->equal[k - 1]) {
                sink(j, j->equal[k - 1], j->equal[k]);
                sink(j, j->equal[k], j->equal[k - 1]);
            }
}

static void
count_pair(struct joining *j, uint32_t a, uint32_t b)
{
    (void)b;
    j->first[a + 1]++;
}

static void
put_pair(struct joining *j, uint32_t a, uint32_t b)
{
    j->next[j->end[a]++] = b;
}

static int
by_number(const void *pa, const void *pb)
{
    uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;

    return (a > b) - (a < b);
}

static void
neighbours_find(struct arena *a, struct joining *j)
{
    j->first = NEWS(a, uint32_t, (size_t)j->n + 1);
    j->end = NEWS(a, uint32_t, (size_t)j->n + 1);
    each_pair(j, count_pair);
    for (uint32_t v = 0; v < j->n; v++)
        j->end[v + 1] = j->first[v + 1] += j->first[v];
    j->next = NEWS(a, uint32_t, j->first[j->n]);
    j->is_walked = NEWS(a, bool, j->first[j->n]);
    each_pair(j, put_pair);
    for (uint32_t v = 0; v < j->n; v++) {
        uint32_t *next = j->next + j->first[v], n = j->end[v] - j->first[v], kept = 0;

        qsort(next, n, sizeof *next, by_number);
        for (uint32_t i = 0; i < n; i++)
            if (kept == 0 || next[i] != next[kept - 1])
                next[kept++] = next[i];
        j->end[v] = j->first[v] + kept;
    }
}

/* ---- a road is cut --------------------------------------------------------------------------- */

static bool
way_add(struct joining *j, struct place at)
{
    struct place *p = connect_rows_add(&j->ways);

    if (p)
        *p = at;
    return p != NULL;
}

/* The number of a new point; NET_NONE: there are too many. */
static uint32_t
point_add(struct joining *j, struct place at)
{
    struct place *p = connect_rows_add(&j->points);

    if (!p)
        return NET_NONE;
    *p = at;
    return (uint32_t)j->points.n - 1;
}

static uint32_t
point_of(struct joining *j, uint32_t v)
{
    if (j->point[v] == NET_NONE)
        j->point[v] = point_add(j, j->at[v]);
    return j->point[v];
}

/* What was walked since the last point becomes a piece; the next one begins where it ends. */
static bool
piece_end(struct joining *j, uint32_t from, uint32_t to)
{
    const struct place        *way = (const struct place *)j->ways.row + j->way;
    struct connect_road_piece *piece = connect_rows_add(&j->pieces);
    uint32_t                   n = (uint32_t)j->ways.n - j->way;
    double                     before = round(j->walked_m);

    if (!piece || from == NET_NONE || to == NET_NONE)
        return false;
    for (uint32_t i = 1; i < n; i++)
        j->walked_m += place_metres(way[i - 1], way[i]);
    *piece = (struct connect_road_piece){ .a = from, .b = to, .n = n,
                                          .metres = (uint32_t)(round(j->walked_m) - before) };
    j->way = (uint32_t)j->ways.n;
    return true;
}

/* Steps into which a road of n positions is cut: a ring into two at least, so that no piece ends
 * where it begins. */
static double
step_of(const struct joining *j, uint32_t n, double *steps)
{
    double all = 0;

    for (uint32_t i = 1; i < n; i++)
        all += place_metres(j->at[j->chain[i - 1]], j->at[j->chain[i]]);
    *steps = fmax(ceil(all / CONNECT_ROAD_STEP_M - STEP_SLACK),
                  j->chain[0] == j->chain[n - 1] ? 2 : 1);
    return all / *steps;
}

/* A road that is walked: the point behind, the metres since, the cuts to come. */
struct cutting { uint32_t point; double gone_m, step_m, cuts; };

static bool
walk_on(struct joining *j, struct cutting *c, struct place from, struct place to)
{
    double metres = place_metres(from, to), at_m = 0;

    while (c->cuts > 0 && c->gone_m + metres - at_m >= c->step_m) {
        at_m += c->step_m - c->gone_m;
        struct place at = place_between(from, to, fmin(at_m / metres, 1));
        uint32_t     point = point_add(j, at);

        if (!way_add(j, at) || !piece_end(j, c->point, point) || !way_add(j, at))
            return false;
        c->point = point;
        c->gone_m = 0;
        c->cuts--;
    }
    c->gone_m += metres - at_m;
    return way_add(j, to);
}

/* The first n positions of the chain. A road of no length (at a pole) is none. */
static bool
chain_cut(struct joining *j, uint32_t n)
{
    double         steps;
    struct cutting c = { .step_m = step_of(j, n, &steps) };

    c.cuts = steps - 1;
    j->walked_m = 0;
    if (!(c.step_m > 0))
        return true;
    c.point = point_of(j, j->chain[0]);
    if (!way_add(j, j->at[j->chain[0]]))
        return false;
    for (uint32_t i = 1; i < n; i++)
        if (!walk_on(j, &c, j->at[j->chain[i - 1]], j->at[j->chain[i]]))
            return false;
    return piece_end(j, c.point, point_of(j, j->chain[n - 1]));
}

/* ---- from point to point --------------------------------------------------------------------- */

static bool
goes_on(const struct joining *j, uint32_t v)
{
    return j->end[v] - j->first[v] == 2;
}

static void
mark_walked(struct joining *j, uint32_t v, uint32_t to)
{
    for (uint32_t i = j->first[v]; i < j->end[v]; i++)
        j->is_walked[i] |= j->next[i] == to;
}

/* Out of v by one of its ways, on to the next point, or round to v itself. */
static bool
walk(struct joining *j, uint32_t v, uint32_t way)
{
    uint32_t n = 0, before = v, at = j->next[way];

    if (j->is_walked[way])
        return true;
    j->chain[n++] = v;
    j->chain[n++] = at;
    j->is_walked[way] = true;
    while (goes_on(j, at) && at != v) {
        uint32_t first = j->first[at], on = j->next[first] == before ? first + 1 : first;

        j->is_walked[first] = j->is_walked[first + 1] = true;
        before = at;
        at = j->next[on];
        j->chain[n++] = at;
    }
    mark_walked(j, at, before);
    return chain_cut(j, n);
}

/* First the points, then rings that nothing meets, from their first position on. */
static bool
walk_all(struct joining *j, bool of_rings)
{
    for (uint32_t v = 0; v < j->n; v++) {
        uint32_t ways = of_rings ? 1 : j->end[v] - j->first[v];

        if (goes_on(j, v) != of_rings)
            continue;
        for (uint32_t i = 0; i < ways; i++)
            if (!walk(j, v, j->first[v] + i))
                return false;
    }
    return true;
}

static void
take(struct arena *a, struct joining *j, struct connect_roads *r)
{
    const struct place *way;

    r->n = (uint32_t)j->points.n;
    r->n_pieces = (uint32_t)j->pieces.n;
    r->point = connect_rows_take(a, &j->points, NULL, 0);
    r->piece = connect_rows_take(a, &j->pieces, NULL, 0);
    way = connect_rows_take(a, &j->ways, NULL, 0);
    for (uint32_t i = 0; i < r->n_pieces; i++) {
        r->piece[i].way = way;
        way += r->piece[i].n;
    }
}

struct err *
connect_roads_join(struct arena *a, struct connect_roads *r)
{
    struct joining j = { .roads = r };

    connect_rows_open(a, &j.points, sizeof(struct place), CONNECT_ROADS_MAX);
    connect_rows_open(a, &j.pieces, sizeof(struct connect_road_piece), 2 * CONNECT_ROADS_MAX);
    connect_rows_open(a, &j.ways, sizeof(struct place), WAYS_MAX);
    size_t mark = arena_mark(a);

    positions_join(a, &j);
    neighbours_find(a, &j);
    j.chain = NEWS(a, uint32_t, (size_t)j.n + 1);
    j.point = NEWS(a, uint32_t, j.n);
    memset(j.point, 0xff, j.n * sizeof *j.point);
    bool fits = walk_all(&j, false) && walk_all(&j, true);

    arena_back(a, mark);
    if (!fits)
        return err_of(a, (struct err){ .kind = ERR_TOO_LARGE, .code = "connect.roads_large",
            .text = MSG("The roads have more than {0} points.",
                        str_fmt(a, "%d", CONNECT_ROADS_MAX)),
            .hint = MSG("Leave out footways, or split them by region and plan the parts.") });
    take(a, &j, r);
    return NULL;
}
