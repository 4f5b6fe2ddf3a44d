/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* ground_make.c — edges in a grid, and what lies at each cell's mark. See ground.h. */
#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "engine/net/ground_part.h"

enum { SIDE_MAX = 1 << 11, BORDERS_AN_EDGE = 4 };

/* In degrees: a tenth of a millimetre, by which the grid goes beyond the edges and which cells are
 * wide at the least; and less, by which an edge may miss a cell and yet stand in it. */
static const double BEYOND = 1e-9, ALMOST = 1e-11;

/* ---- edges ----------------------------------------------------------------------------------- */

static bool
is_same(struct place a, struct place b)
{
    return a.lat == b.lat && a.lon == b.lon;
}

static bool
is_ring(const struct ground_ring *r)
{
    return r->n >= 3;
}

static void
take_ring(const struct ground_ring *r, uint32_t polygon, struct ground_edge *edge, uint32_t *n)
{
    for (uint32_t i = 0; i < r->n; i++) {
        struct place from = r->point[i], to = r->point[i + 1 < r->n ? i + 1 : 0];

        if (!is_same(from, to))
            edge[(*n)++] = (struct ground_edge){ from, to, polygon };
    }
}

/* Edges by polygon, from 0 on as they come; how many polygons there are. */
static uint32_t
take_rings(struct arena *a, const struct ground_ask *ask, struct ground *g)
{
    struct ground_edge *edge;
    uint8_t            *area_of = NEWS(a, uint8_t, ask->n + 1);
    size_t              n_points = 0;
    uint32_t            polygons = 0;

    for (uint32_t i = 0; i < ask->n; i++)
        n_points += ask->ring[i].n;
    edge = NEWS(a, struct ground_edge, n_points + 1);
    for (uint32_t i = 0; i < ask->n; i++) {
        const struct ground_ring *r = &ask->ring[i];

        if (i == 0 || r->polygon != r[-1].polygon || r->area != r[-1].area)
            area_of[polygons++] = r->area;
        if (is_ring(r) && n_points <= GROUND_EDGES_MAX)
            take_ring(r, polygons - 1, edge, &g->n_edges);
    }
    g->edge = edge;
    g->area_of = area_of;
    return polygons;
}

/* ---- the grid -------------------------------------------------------------------------------- */

static int
by_value(const void *pa, const void *pb)
{
    double a = *(const double *)pa, b = *(const double *)pb;

    return (a > b) - (a < b);
}

static double
along(struct place p, bool is_lat)
{
    return is_lat ? p.lat : p.lon;
}

/* How many points there are between the edges' ends, all edges together. */
static double
passed(const struct ground *g, const double *sorted, bool is_lat)
{
    double n = 0;

    for (uint32_t i = 0; i < g->n_edges; i++) {
        double a = along(g->edge[i].from, is_lat), b = along(g->edge[i].to, is_lat);

        n += fabs((double)ground_between(sorted, g->n_edges, a)
                  - (double)ground_between(sorted, g->n_edges, b));
    }
    return n;
}

/* So many stripes that there are as many cells as edges, and that edges cross few borders each. */
static uint32_t
count_stripes(const struct ground *g, const double *sorted, bool is_lat)
{
    double edges = g->n_edges, most = fmin(ceil(sqrt(edges)), SIDE_MAX);

    return (uint32_t)fmax(fmin(most, BORDERS_AN_EDGE * edges * edges
                                         / fmax(passed(g, sorted, is_lat), 1)), 1);
}

/* Borders with as many points between them, but no two at one place; a little beyond the ends. */
static const double *
lay_borders(struct arena *a, const struct ground *g, bool is_lat, uint32_t *n_stripes)
{
    uint32_t n = g->n_edges, stripes;
    double  *sorted = NEWS(a, double, n + 1), *border;

    for (uint32_t i = 0; i < n; i++)
        sorted[i] = along(g->edge[i].from, is_lat);
    qsort(sorted, n, sizeof *sorted, by_value);
    sorted[n] = n > 0 ? sorted[n - 1] : 0;
    stripes = count_stripes(g, sorted, is_lat);
    border = NEWS(a, double, stripes + 1);
    border[0] = sorted[0] - BEYOND;
    *n_stripes = 0;
    for (uint32_t i = 1; i < stripes; i++) {
        double at = sorted[(uint64_t)i * n / stripes];

        if (at > border[*n_stripes] + BEYOND)
            border[++*n_stripes] = at;
    }
    border[++*n_stripes] = sorted[n] + 2 * BEYOND;
    return border;
}

static void
lay_grid(struct arena *a, struct ground *g)
{
    g->lon = lay_borders(a, g, false, &g->columns);
    g->lat = lay_borders(a, g, true, &g->rows);
}

/* ---- edges in cells -------------------------------------------------------------------------- */

/* Counts into `first`, two cells on; where there are entries, puts the edge there. */
struct filler { struct ground *g; uint32_t *first; struct ground_entry *entry; };

static void
put_in_row(const struct filler *f, uint32_t edge, uint32_t row, const struct place between[2])
{
    const struct ground *g = f->g;
    double               west = fmin(between[0].lon, between[1].lon) - ALMOST;
    double               east = fmax(between[0].lon, between[1].lon) + ALMOST;
    uint32_t             to = ground_between(g->lon, g->columns, east);

    for (uint32_t c = ground_between(g->lon, g->columns, west); c <= to; c++) {
        uint32_t *at = &f->first[row * g->columns + c];

        if (f->entry)
            f->entry[at[1]++] = (struct ground_entry){ .edge = edge };
        else
            at[2]++;
    }
}

/* The edge's place at a latitude; of a level one its end. */
static struct place
place_at(const struct ground_edge *e, double lat)
{
    double share = (lat - e->from.lat) / (e->to.lat - e->from.lat);

    if (!(share > 0))
        return e->from;
    if (share >= 1)
        return e->to;
    return (struct place){ lat, e->from.lon + share * (e->to.lon - e->from.lon) };
}

static void
put_edge(const struct filler *f, uint32_t number)
{
    const struct ground      *g = f->g;
    const struct ground_edge *e = &g->edge[number];
    double                    south = fmin(e->from.lat, e->to.lat) - ALMOST;
    double                    north = fmax(e->from.lat, e->to.lat) + ALMOST;
    uint32_t                  to = ground_between(g->lat, g->rows, north);

    for (uint32_t r = ground_between(g->lat, g->rows, south); r <= to; r++) {
        struct place between[2] = { place_at(e, g->lat[r] - ALMOST),
                                    place_at(e, g->lat[r + 1] + ALMOST) };

        if (e->from.lat == e->to.lat)
            between[1] = e->to;
        put_in_row(f, number, r, between);
    }
}

/* The entries, for the marks to be kept in. */
static struct ground_entry *
put_edges(struct arena *a, struct ground *g)
{
    size_t         cells = (size_t)g->columns * g->rows, most = 0;
    uint32_t      *first = NEWS(a, uint32_t, cells + 2);
    struct filler  f = { .g = g, .first = first };

    for (uint32_t i = 0; i < g->n_edges; i++)
        put_edge(&f, i);
    for (size_t i = 2; i <= cells + 1; i++) {
        most = first[i] > most ? first[i] : most;
        first[i] += first[i - 1];
    }
    f.entry = NEWS(a, struct ground_entry, first[cells + 1] + 1);
    for (uint32_t i = 0; i < g->n_edges; i++)
        put_edge(&f, i);
    g->first = first;
    g->entry = f.entry;
    g->turn = NEWS(a, struct ground_turn, most + 1);
    return f.entry;
}

/* ---- marks ----------------------------------------------------------------------------------- */

/* Along a row of marks, from the west: edges that are met before each of them, as a list of their
 * numbers; and in what one is then. */
struct sweep {
    struct ground       *g;
    uint32_t            *first, *met;       /* of cell i: met[first[i]] to met[first[i + 1]]    */
    bool                *is_in;             /* by polygon                                       */
    uint32_t             n_in[GROUND_AREAS_MAX];
    struct ground_entry *entry;
    uint64_t            *whole;
};

/* Before which mark of the row an edge is met; `columns`: behind all. */
static uint32_t
met_before(const struct ground *g, const struct ground_edge *e, uint32_t row)
{
    double   lon = place_at(e, ground_mark(g, 0, row).lat).lon;
    uint32_t column = ground_between(g->lon, g->columns, lon);

    return column + (ground_mark(g, column, row).lon < lon);
}

static void
meet_edge(const struct sweep *s, uint32_t number)
{
    const struct ground      *g = s->g;
    const struct ground_edge *e = &g->edge[number];
    double                    south = fmin(e->from.lat, e->to.lat);
    uint32_t                  row = ground_between(g->lat, g->rows, south);

    for (; row < g->rows; row++) {
        double   lat = ground_mark(g, 0, row).lat;
        uint32_t column;

        if (e->from.lat > lat && e->to.lat > lat)
            continue;
        if (e->from.lat <= lat && e->to.lat <= lat)
            return;
        column = met_before(g, e, row);
        if (column == g->columns)
            continue;
        uint32_t *at = &s->first[row * g->columns + column];

        if (s->met)
            s->met[at[1]++] = number;
        else
            at[2]++;
    }
}

static void
meet_edges(struct arena *a, struct sweep *s)
{
    size_t cells = (size_t)s->g->columns * s->g->rows;

    s->first = NEWS(a, uint32_t, cells + 2);
    for (uint32_t i = 0; i < s->g->n_edges; i++)
        meet_edge(s, i);
    for (size_t i = 2; i <= cells + 1; i++)
        s->first[i] += s->first[i - 1];
    s->met = NEWS(a, uint32_t, s->first[cells + 1] + 1);
    for (uint32_t i = 0; i < s->g->n_edges; i++)
        meet_edge(s, i);
}

static void
pass_edge(struct sweep *s, uint32_t number)
{
    uint32_t polygon = s->g->edge[number].polygon;

    s->is_in[polygon] = !s->is_in[polygon];
    s->n_in[s->g->area_of[polygon]] += s->is_in[polygon] ? 1 : UINT32_MAX;
}

/* Polygons with edges here say it there; the areas of all others. */
static void
keep_mark(struct sweep *s, size_t cell)
{
    const struct ground *g = s->g;
    uint32_t             here[GROUND_AREAS_MAX] = { 0 };

    for (uint32_t i = g->first[cell]; i < g->first[cell + 1]; i++) {
        uint32_t polygon = g->edge[s->entry[i].edge].polygon;

        if (i > g->first[cell] && polygon == g->edge[s->entry[i - 1].edge].polygon)
            continue;
        s->entry[i].is_in = s->is_in[polygon];
        here[g->area_of[polygon]] += s->is_in[polygon];
    }
    for (uint32_t area = 0; area < GROUND_AREAS_MAX; area++)
        if (s->n_in[area] > here[area])
            s->whole[cell] |= UINT64_C(1) << area;
}

/* What was passed is passed again in the end: so one is in nothing before the next row. */
static void
keep_row(struct sweep *s, size_t cell)
{
    const uint32_t *first = &s->first[cell];

    for (uint32_t c = 0; c < s->g->columns; c++) {
        for (uint32_t i = first[c]; i < first[c + 1]; i++)
            pass_edge(s, s->met[i]);
        keep_mark(s, cell + c);
    }
    for (uint32_t i = first[0]; i < first[s->g->columns]; i++)
        pass_edge(s, s->met[i]);
}

static void
keep_marks(struct arena *a, struct ground *g, uint32_t polygons, struct ground_entry *entry)
{
    size_t       cells = (size_t)g->columns * g->rows;
    uint64_t    *whole = NEWS(a, uint64_t, cells);
    size_t       mark = arena_mark(a);
    struct sweep s = { .g = g, .entry = entry, .whole = whole,
                       .is_in = NEWS(a, bool, polygons + 1) };

    meet_edges(a, &s);
    for (uint32_t row = 0; row < g->rows; row++)
        keep_row(&s, (size_t)row * g->columns);
    g->whole = whole;
    arena_back(a, mark);
}

struct ground *
ground_make(struct arena *a, const struct ground_ask *ask)
{
    struct ground *g = NEW(a, struct ground);
    uint32_t       polygons = take_rings(a, ask, g);

    g->turned = ask->outside < GROUND_AREAS_MAX ? UINT64_C(1) << ask->outside : 0;
    lay_grid(a, g);
    keep_marks(a, g, polygons, put_edges(a, g));
    return g;
}
