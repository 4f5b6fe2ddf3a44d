/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_road_leave.c — roads are cut where sites and the network's nodes are nearest to them.
 *
 * Looked at are the pieces at a place's nearest points, in the plane that touches the earth at the
 * place: over some hundred metres it is off by less than a centimetre.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "city/connect/connect_road.h"
#include "engine/net/steiner.h"

/* Nearer than so to a point, or to another cut, none is made. */
static const double LEAST_M = 5;
static const double RADIANS = 3.14159265358979323846 / 180;
enum { LEAVE_NEAR = 4 };

/* In the piece, so far from its beginning. */
struct cut { uint32_t piece; double at_m; };

struct leaving {
    struct arena         *arena;
    struct connect_roads *roads;
    struct place_index   *points;
    uint32_t             *first, *piece;        /* of point p: from first[p], before first[p + 1] */
    struct cut           *cut;      size_t n;
};

/* ---- which pieces are at a point ------------------------------------------------------------- */

static void
pieces_by_point(struct leaving *l)
{
    const struct connect_roads *r = l->roads;
    uint32_t                   *end = NEWS(l->arena, uint32_t, (size_t)r->n + 1);

    l->first = NEWS(l->arena, uint32_t, (size_t)r->n + 2);
    l->piece = NEWS(l->arena, uint32_t, 2 * (size_t)r->n_pieces);
    for (uint32_t i = 0; i < r->n_pieces; i++) {
        l->first[r->piece[i].a + 1]++;
        l->first[r->piece[i].b + 1]++;
    }
    for (uint32_t p = 0; p < r->n; p++)
        end[p + 1] = l->first[p + 1] += l->first[p];
    for (uint32_t i = 0; i < r->n_pieces; i++) {
        l->piece[end[r->piece[i].a]++] = i;
        l->piece[end[r->piece[i].b]++] = i;
    }
}

/* ---- where a piece is nearest ---------------------------------------------------------------- */

struct spot { double x, y; };

/* In metres, seen from a place. */
static struct spot
seen_from(struct place from, struct place at)
{
    double m = PLACE_EARTH_M * RADIANS;

    return (struct spot){ remainder(at.lon - from.lon, 360) * cos(from.lat * RADIANS) * m,
                          (at.lat - from.lat) * m };
}

/* The point of the line from a to b that is nearest to 0, as a share of it. */
static double
share_nearest(struct spot a, struct spot b)
{
    double x = b.x - a.x, y = b.y - a.y, square = x * x + y * y;

    return square > 0 ? fmin(fmax(-(a.x * x + a.y * y) / square, 0), 1) : 0;
}

/* If the piece comes nearer than `*least_m`: how near, and where. */
static void
look_at_piece(const struct leaving *l, struct place from, uint32_t piece, double *least_m,
              struct cut *best)
{
    const struct connect_road_piece *p = &l->roads->piece[piece];
    struct spot                      a = seen_from(from, p->way[0]), b;
    double                           at_m = 0;

    for (uint32_t i = 1; i < p->n; i++, a = b) {
        b = seen_from(from, p->way[i]);
        double share = share_nearest(a, b), long_m = hypot(b.x - a.x, b.y - a.y);
        double metres = hypot(a.x + share * (b.x - a.x), a.y + share * (b.y - a.y));

        if (metres < *least_m) {
            *least_m = metres;
            *best = (struct cut){ piece, at_m + share * long_m };
        }
        at_m += long_m;
    }
}

static void
cut_for(struct leaving *l, struct place from)
{
    struct place_near near[LEAVE_NEAR];
    size_t            n = place_nearest(l->points, from, LEAVE_NEAR, near);
    struct cut        best = { .piece = NET_NONE };
    double            least_m = near[0].metres;

    for (size_t i = 0; i < n; i++)
        for (uint32_t k = l->first[near[i].number]; k < l->first[near[i].number + 1]; k++)
            look_at_piece(l, from, l->piece[k], &least_m, &best);
    if (best.piece != NET_NONE)
        l->cut[l->n++] = best;
}

static int
by_piece(const void *pa, const void *pb)
{
    const struct cut *a = pa, *b = pb;

    if (a->piece != b->piece)
        return a->piece < b->piece ? -1 : 1;
    return (a->at_m > b->at_m) - (a->at_m < b->at_m);
}

/* ---- cutting --------------------------------------------------------------------------------- */

static double
way_metres(const struct place *way, uint32_t n)
{
    double metres = 0;

    for (uint32_t i = 1; i < n; i++)
        metres += place_metres(way[i - 1], way[i]);
    return metres;
}

/* What is left of a piece, and what of it is in pieces already. */
struct rest { struct connect_road_piece piece; double at_m, long_m; uint32_t whole_m; };

/* Where `at_m` from the beginning of the way lies; behind which of its positions, in `*i`. */
static struct place
place_on(const struct connect_road_piece *p, double at_m, uint32_t *i)
{
    for (*i = 0;; ++*i) {
        double metres = place_metres(p->way[*i], p->way[*i + 1]);

        if (at_m <= metres || *i + 2 == p->n)
            return place_between(p->way[*i], p->way[*i + 1],
                                 metres > 0 ? fmin(at_m / metres, 1) : 0);
        at_m -= metres;
    }
}

/* Takes off the piece up to the cut; the point there is its end. Whole metres are rounded so that
 * all add up to those of the whole. */
static struct connect_road_piece
take_off(struct leaving *l, struct rest *rest, double cut_m)
{
    struct connect_roads      *r = l->roads;
    struct connect_road_piece *p = &rest->piece, off = *p;
    double                     phase = ((double)rest->whole_m - rest->long_m) / 2;
    uint32_t                   i;
    struct place               at = place_on(p, cut_m - rest->at_m, &i);
    struct place              *head = NEWS(l->arena, struct place, i + 2);
    struct place              *tail = NEWS(l->arena, struct place, p->n - i);

    memcpy(head, p->way, (i + 1) * sizeof *head);
    memcpy(tail + 1, p->way + i + 1, (p->n - i - 1) * sizeof *tail);
    head[i + 1] = tail[0] = r->point[r->n] = at;
    off.way = head, off.n = i + 2, off.b = r->n;
    off.metres = (uint32_t)(round(phase + cut_m) - round(phase + rest->at_m));
    p->way = tail, p->n -= i, p->a = r->n++;
    p->metres -= off.metres;
    rest->at_m = cut_m;
    return off;
}

/* Cuts a piece; the last part stands where it stood, the others at the end. */
static void
cut_piece(struct leaving *l, uint32_t piece, const struct cut *cut, size_t n)
{
    struct connect_roads *r = l->roads;
    struct rest rest = { .piece = r->piece[piece], .whole_m = r->piece[piece].metres };

    rest.long_m = way_metres(rest.piece.way, rest.piece.n);
    for (size_t i = 0; i < n; i++)
        if (cut[i].at_m > rest.at_m + LEAST_M && cut[i].at_m < rest.long_m - LEAST_M)
            r->piece[r->n_pieces++] = take_off(l, &rest, cut[i].at_m);
    r->piece[piece] = rest.piece;
}

static void
make_room(struct leaving *l)
{
    struct connect_roads      *r = l->roads;
    struct place              *point = NEWS(l->arena, struct place, r->n + l->n);
    struct connect_road_piece *piece = NEWS(l->arena, struct connect_road_piece,
                                            r->n_pieces + l->n);

    memcpy(point, r->point, r->n * sizeof *point);
    memcpy(piece, r->piece, r->n_pieces * sizeof *piece);
    r->point = point;
    r->piece = piece;
}

void
connect_roads_leave(struct arena *a, struct connect_roads *r, const struct connect_sites *sites,
                    const struct connect_network *net)
{
    struct leaving l = { .arena = a, .roads = r,
                         .cut = NEWS(a, struct cut, (size_t)sites->n + net->n_nodes) };

    if (r->n == 0)
        return;
    l.points = place_index_make(a, r->point, r->n);
    pieces_by_point(&l);
    for (uint32_t i = 0; i < sites->n; i++)
        cut_for(&l, sites->site[i].at);
    for (uint32_t i = 0; i < net->n_nodes; i++)
        if (net->node[i].is != CONNECT_UNUSABLE)
            cut_for(&l, net->node[i].at);
    qsort(l.cut, l.n, sizeof *l.cut, by_piece);
    make_room(&l);
    for (size_t i = 0, n; i < l.n; i += n) {
        for (n = 1; i + n < l.n && l.cut[i + n].piece == l.cut[i].piece;)
            n++;
        cut_piece(&l, l.cut[i].piece, &l.cut[i], n);
    }
}
