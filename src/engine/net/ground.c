/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * ground.c — what a way crosses. See ground.h.
 *
 * In each cell by itself: where the way meets the edges of a polygon there, and whether it is in
 * the polygon between two of those, where it is furthest from them; that it knows from the cell's
 * mark and the edges on the way there. So what is hard to tell, a way through a corner or along an
 * edge, is told wrong for that cell at the most.
 */
#include "engine/net/ground.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/net/ground_part.h"

/* ---- edges and straight lines ---------------------------------------------------------------- */

/* On which side of the line from a to b; what is on it is on the left. */
static double
side(struct place a, struct place b, struct place p)
{
    return (b.lon - a.lon) * (p.lat - a.lat) - (b.lat - a.lat) * (p.lon - a.lon);
}

static bool
parts(struct place a, struct place b, const struct ground_edge *e)
{
    return (side(a, b, e->from) >= 0) != (side(a, b, e->to) >= 0);
}

static bool
crosses(struct place a, struct place b, const struct ground_edge *e)
{
    return parts(a, b, e) && (side(e->from, e->to, a) >= 0) != (side(e->from, e->to, b) >= 0);
}

/* ---- a piece of a way in one cell ------------------------------------------------------------ */

struct way { const struct ground *g; struct place from, to; double metres, *in; };

struct piece { const struct way *way; size_t cell; double t, end; uint64_t areas;
               uint32_t n_in[GROUND_AREAS_MAX]; size_t n_turns; };

static struct place
place_of(const struct way *w, double t)
{
    return (struct place){ w->from.lat + t * (w->to.lat - w->from.lat),
                           w->from.lon + t * (w->to.lon - w->from.lon) };
}

static uint32_t
first_of(const struct ground *g, uint64_t areas)
{
    areas ^= g->turned;
    return areas ? (uint32_t)__builtin_ctzll(areas) : GROUND_AREAS_MAX;
}

static void
lay(const struct way *w, uint64_t areas, double share)
{
    w->in[first_of(w->g, areas)] += share * w->metres;
}

/* Behind the polygon's last entry in the cell, the first of which is `at`. */
static uint32_t
polygon_end(const struct ground *g, size_t cell, uint32_t at)
{
    uint32_t polygon = g->edge[g->entry[at].edge].polygon, end = at + 1;

    while (end < g->first[cell + 1] && g->edge[g->entry[end].edge].polygon == polygon)
        end++;
    return end;
}

/* Is a place of the cell in the polygon, of which the entries from `at` to `end` are? */
static bool
is_in_polygon(const struct ground *g, size_t cell, const uint32_t of[2], struct place p)
{
    struct place mark = ground_mark(g, (uint32_t)(cell % g->columns),
                                    (uint32_t)(cell / g->columns));
    bool         is_in = g->entry[of[0]].is_in;

    for (uint32_t i = of[0]; i < of[1]; i++)
        is_in ^= crosses(mark, p, &g->edge[g->entry[i].edge]);
    return is_in;
}

static int
by_t(const void *pa, const void *pb)
{
    const struct ground_turn *a = pa, *b = pb;

    return (a->t > b->t) - (a->t < b->t);
}

static void
sort_turns(struct ground_turn *turn, size_t n)
{
    if (n > 1)
        qsort(turn, n, sizeof *turn, by_t);
}

/* Where the piece meets the polygon's edges. */
static size_t
turns_of(const struct piece *p, const uint32_t of[2], struct ground_turn *turn)
{
    const struct way    *w = p->way;
    const struct ground *g = w->g;
    size_t               n = 0;

    for (uint32_t i = of[0]; i < of[1]; i++) {
        const struct ground_edge *e = &g->edge[g->entry[i].edge];

        if (!parts(w->from, w->to, e))
            continue;
        double a = side(e->from, e->to, w->from), b = side(e->from, e->to, w->to);

        if (a / (a - b) >= p->t && a / (a - b) < p->end)
            turn[n++] = (struct ground_turn){ a / (a - b), 0, g->area_of[e->polygon] };
    }
    sort_turns(turn, n);
    return n;
}

/* The middle of the longest part of the piece without a turn, and how many turns are before it. */
static double
calm(const struct piece *p, const struct ground_turn *turn, size_t n, size_t *before)
{
    double longest = -1, middle = p->t;

    for (size_t i = 0; i <= n; i++) {
        double from = i == 0 ? p->t : turn[i - 1].t, to = i == n ? p->end : turn[i].t;

        if (to - from > longest) {
            longest = to - from;
            middle = (from + to) / 2;
            *before = i;
        }
    }
    return middle;
}

/* The polygon's turns with their steps; is the piece in it at its beginning? */
static void
add_polygon(struct piece *p, const uint32_t of[2])
{
    const struct ground *g = p->way->g;
    struct ground_turn  *turn = g->turn + p->n_turns;
    size_t               n = turns_of(p, of, turn), before = 0;
    double               t = calm(p, turn, n, &before);
    bool is_in = is_in_polygon(g, p->cell, of, place_of(p->way, t)) ^ (before & 1);
    uint32_t area = g->area_of[g->edge[g->entry[of[0]].edge].polygon];

    p->n_in[area] += is_in;
    if (p->n_in[area] > 0)
        p->areas |= UINT64_C(1) << area;
    for (size_t i = 0; i < n; i++, is_in = !is_in)
        turn[i].step = is_in ? -1 : 1;
    p->n_turns += n;
}

static void
take_turn(struct piece *p, const struct ground_turn *turn)
{
    const uint64_t bit = UINT64_C(1) << turn->area;
    bool           is_whole = p->way->g->whole[p->cell] & bit;

    p->n_in[turn->area] += (uint32_t)turn->step;
    if (p->n_in[turn->area] > 0 || is_whole)
        p->areas |= bit;
    else
        p->areas &= ~bit;
}

static void
lay_piece(const struct way *w, size_t cell, double t, double end)
{
    const struct ground *g = w->g;
    struct piece         p = { .way = w, .cell = cell, .t = t, .end = end,
                               .areas = g->whole[cell] };

    for (uint32_t i = g->first[cell], to; i < g->first[cell + 1]; i = to) {
        to = polygon_end(g, cell, i);
        add_polygon(&p, (const uint32_t[2]){ i, to });
    }
    sort_turns(g->turn, p.n_turns);
    for (size_t i = 0; i < p.n_turns; i++) {
        lay(w, p.areas, g->turn[i].t - t);
        take_turn(&p, &g->turn[i]);
        t = g->turn[i].t;
    }
    lay(w, p.areas, end - t);
}

/* ---- from cell to cell ----------------------------------------------------------------------- */

/* Along one axis: the cell, where the next begins, and whether it goes up. */
struct axis { double from, by; const double *border; uint32_t n; int64_t cell; };

/* The part of the way that is between the first border and the last. */
static void
clip(const struct axis *x, double *t, double *end)
{
    double low = x->border[0] - x->from, high = x->border[x->n] - x->from;

    if (x->by == 0) {
        if (low > 0 || high < 0)
            *end = -1;
        return;
    }
    double enters = (x->by > 0 ? low : high) / x->by, leaves = (x->by > 0 ? high : low) / x->by;

    *t = fmax(*t, enters);
    *end = fmin(*end, leaves);
}

static void
stand(struct axis *x, double t)
{
    x->cell = ground_between(x->border, x->n, x->from + t * x->by);
}

/* Where the way leaves the cell. */
static double
leaves(const struct axis *x)
{
    if (x->by == 0)
        return INFINITY;
    return (x->border[x->cell + (x->by > 0)] - x->from) / x->by;
}

static bool
step(struct axis *x)
{
    x->cell += x->by > 0 ? 1 : -1;
    return x->cell >= 0 && x->cell < x->n;
}

static void
lay_straight(const struct way *w)
{
    const struct ground *g = w->g;
    struct axis          x = { w->from.lon, w->to.lon - w->from.lon, g->lon, g->columns, 0 };
    struct axis          y = { w->from.lat, w->to.lat - w->from.lat, g->lat, g->rows, 0 };
    double               t = 0, end = 1;
    bool                 goes_on = true;

    clip(&x, &t, &end);
    clip(&y, &t, &end);
    if (t >= end) {
        lay(w, 0, 1);
        return;
    }
    lay(w, 0, t + (1 - end));
    stand(&x, t);
    stand(&y, t);
    while (goes_on && t < end) {
        double at_x = leaves(&x), at_y = leaves(&y);
        double to = fmax(fmin(fmin(at_x, at_y), end), t);

        lay_piece(w, (size_t)(y.cell * x.n + x.cell), t, to);
        goes_on = step(at_x <= at_y ? &x : &y);
        t = to;
    }
    lay(w, 0, end - t);
}

/* ---- questions ------------------------------------------------------------------------------- */

/* A way that passes the 180th meridian is two. */
static void
lay_round(struct way *w)
{
    struct place from = w->from, to = w->to;
    double       round = to.lon > from.lon ? -360 : 360, metres = w->metres;
    double       share = (copysign(180, from.lon) - from.lon) / (to.lon + round - from.lon);

    w->to = (struct place){ from.lat + share * (to.lat - from.lat), copysign(180, from.lon) };
    w->metres = metres * share;
    lay_straight(w);
    w->from = (struct place){ w->to.lat, -w->to.lon };
    w->to = to;
    w->metres = metres * (1 - share);
    lay_straight(w);
}

void
ground_metres(const struct ground *g, struct place from, struct place to,
              double metres[GROUND_AREAS_MAX + 1])
{
    struct way w = { g, from, to, place_metres(from, to), metres };

    memset(metres, 0, sizeof *metres * (GROUND_AREAS_MAX + 1));
    if (fabs(to.lon - from.lon) > 180)
        lay_round(&w);
    else
        lay_straight(&w);
}

uint32_t
ground_at(const struct ground *g, struct place p)
{
    if (p.lon < g->lon[0] || p.lon > g->lon[g->columns] || p.lat < g->lat[0]
        || p.lat > g->lat[g->rows])
        return first_of(g, 0);
    uint32_t column = ground_between(g->lon, g->columns, p.lon);
    size_t   cell = (size_t)ground_between(g->lat, g->rows, p.lat) * g->columns + column;
    uint64_t areas = g->whole[cell];

    for (uint32_t i = g->first[cell], to; i < g->first[cell + 1]; i = to) {
        to = polygon_end(g, cell, i);
        if (is_in_polygon(g, cell, (const uint32_t[2]){ i, to }, p))
            areas |= UINT64_C(1) << g->area_of[g->edge[g->entry[i].edge].polygon];
    }
    return first_of(g, areas);
}
