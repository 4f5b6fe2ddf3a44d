/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * candidate.c — near links, the shortest tree and the ways to the network, each pair once.
 *
 * Near ones are kept by spots (place_part.h), in the order of the index, so that whether another
 * has named this one too is asked nearby. Then every pair goes into a row of its larger vertex, and
 * from there, the rows read in order, into one of its smaller: so the rows come out sorted.
 */
#include <assert.h>

#include "engine/net/place_part.h"
#include "engine/net/candidate.h"

enum { ASKS_EVERY = 1 << 10, STAGES = 3 };

/* Vertices by rows: those of row v from first[v] on and before first[v + 1]. */
struct rows { uint32_t *first, *vertex; };

struct gather {
    struct arena               *a;
    const struct candidate_ask *ask;
    const struct progress      *progress;
    const struct place_index   *x;          /* of the places                                  */
    size_t                      most;
    struct spot_lists           lists;      /* PLACE_NONE also: known from the other side     */
    struct place_links          tree;       /* by spots                                       */
    struct candidates          *out;
};

/* ---- near ones ------------------------------------------------------------------------------- */

static bool
names(const struct gather *g, uint32_t s, uint32_t other)
{
    const uint32_t *near = g->lists.near + s * g->lists.most;

    for (size_t i = 0; i < g->lists.most; i++)
        if (near[i] == other)
            return true;
    return false;
}

/* Of two that name each other the larger spot forgets it; so does the tree what is near. */
static void
keep_once(struct gather *g)
{
    size_t n = 0;

    for (size_t i = 0; i < g->tree.n; i++) {
        struct place_link l = g->tree.link[i];

        if (!names(g, l.a, l.b) && !names(g, l.b, l.a))
            g->tree.link[n++] = l;
    }
    g->tree.n = n;
    for (uint32_t s = 0; s < g->x->n_spots; s++) {
        uint32_t *near = g->lists.near + s * g->lists.most;

        for (size_t i = 0; i < g->lists.most; i++)
            if (near[i] < s && names(g, near[i], s))
                near[i] = PLACE_NONE;
    }
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* What is done with each pair of places; `arg` is the rows. */
typedef void pair_sink(struct rows *, uint32_t a, uint32_t b);

static void
each_pair(const struct gather *g, pair_sink *sink, struct rows *rows)
{
    const struct place_index *x = g->x;

    for (uint32_t s = 0; s < x->n_spots; s++) {
        uint32_t first = place_first(x, s);

        for (size_t i = s * g->lists.most; i < (s + (size_t)1) * g->lists.most; i++)
            if (g->lists.near[i] != PLACE_NONE)
                sink(rows, first, place_first(x, g->lists.near[i]));
        for (uint32_t i = x->first[s] + 1; i < x->first[s + 1]; i++)
            sink(rows, first, x->number[i]);
    }
    for (size_t i = 0; i < g->tree.n; i++)
        sink(rows, place_first(x, g->tree.link[i].a), place_first(x, g->tree.link[i].b));
}

static void
count_in_larger(struct rows *rows, uint32_t a, uint32_t b)
{
    rows->first[a > b ? a : b]++;
}

/* Backwards from the end of the row, which `first` is till then. */
static void
put_into_larger(struct rows *rows, uint32_t a, uint32_t b)
{
    rows->vertex[--rows->first[a > b ? a : b]] = a > b ? b : a;
}

/* From how many there are in each row to where each row ends. */
static void
add_up(uint32_t *first, uint32_t n)
{
    uint32_t sum = 0;

    for (uint32_t i = 0; i <= n; i++)
        first[i] = sum += first[i];
}

static struct rows
rows_by_larger(const struct gather *g)
{
    uint32_t    n = g->x->n;
    struct rows rows = { NEWS(g->a, uint32_t, (size_t)n + 1), NULL };

    each_pair(g, count_in_larger, &rows);
    add_up(rows.first, n);
    rows.vertex = NEWS(g->a, uint32_t, rows.first[n]);
    each_pair(g, put_into_larger, &rows);
    return rows;
}

/* The same pairs by their smaller vertex: filled backwards by the larger, each row is in order. */
static struct rows
rows_by_smaller(struct arena *a, const struct rows *larger, uint32_t n)
{
    struct rows rows = { NEWS(a, uint32_t, (size_t)n + 1),
                         NEWS(a, uint32_t, larger->first[n]) };

    for (size_t i = 0; i < larger->first[n]; i++)
        rows.first[larger->vertex[i]]++;
    add_up(rows.first, n);
    for (uint32_t v = n; v-- > 0;)
        for (size_t i = larger->first[v]; i < larger->first[v + 1]; i++)
            rows.vertex[--rows.first[larger->vertex[i]]] = v;
    return rows;
}

/* ---- links ----------------------------------------------------------------------------------- */

static void
add_link(struct candidates *out, uint32_t a, uint32_t b, double metres)
{
    out->link[out->n++] = (struct candidate){ a, b, metres };
}

static bool
add_ways_to_network(struct gather *g)
{
    const struct candidate_ask *ask = g->ask;
    const struct place_index   *x = place_index_make(g->a, ask->point, ask->n_points);
    struct place_stage          stage = { g->progress, 2, STAGES };
    struct place_near           near;

    for (uint32_t i = 0; ask->n_points > 0 && i < ask->n; i++) {
        if (i % ASKS_EVERY == 0 && !place_stage_goes_on(&stage, i, ask->n))
            return false;
        place_nearest(x, ask->place[i], 1, &near);
        g->out->point[i] = near.number;
        add_link(g->out, 0, i + 1, near.metres);
    }
    return true;
}

static void
add_rows(struct gather *g, const struct rows *rows)
{
    const struct place_index *x = g->x;
    uint32_t                 *spot = NEWS(g->a, uint32_t, x->n);

    for (uint32_t s = 0; s < x->n_spots; s++)
        for (uint32_t i = x->first[s]; i < x->first[s + 1]; i++)
            spot[x->number[i]] = s;
    for (uint32_t a = 0; a < x->n; a++)
        for (uint32_t i = rows->first[a]; i < rows->first[a + 1]; i++) {
            uint32_t b = rows->vertex[i];
            double   chord2 = spot_chord2(x->spot[spot[a]], x->spot[spot[b]]);

            add_link(g->out, a + 1, b + 1, place_metres_of(chord2));
        }
}

static bool
gather(struct gather *g)
{
    struct place_stage    near = { g->progress, 0, STAGES }, tree = { g->progress, 1, STAGES };
    const struct progress part[] = { { &near, place_stage_goes_on },
                                     { &tree, place_stage_goes_on } };
    struct rows           rows;

    g->x = place_index_make(g->a, g->ask->place, g->ask->n);
    g->tree.link = NEWS(g->a, struct place_link, g->x->n_spots);
    if (!place_near_each(g->a, g->x, g->most, &part[0], &g->lists) ||
        !place_tree_spots(g->a, &(struct tree_ask){ g->x, g->lists, 0, &part[1] }, &g->tree) ||
        !add_ways_to_network(g))
        return false;
    keep_once(g);
    rows = rows_by_larger(g);
    rows = rows_by_smaller(g->a, &rows, g->x->n);
    add_rows(g, &rows);
    return true;
}

/* The links stand before all that is made on the way, so that they alone are left; what of their
 * room was not needed goes back, too. */
bool
candidates_of(struct arena *a, const struct candidate_ask *ask, const struct progress *progress,
              struct candidates *out)
{
    struct gather g = { .a = a, .ask = ask, .progress = progress, .out = out,
        .most = ask->near > 0 ? ask->near : CANDIDATE_NEAR };
    size_t        most = ask->n * (g.most + 2), mark;
    bool          is_whole;

    assert(ask->n < PLACES_MAX && g.most < PLACE_NEAR_MAX);
    *out = (struct candidates){ .point = ask->n_points > 0 ? NEWS(a, uint32_t, ask->n) : NULL };
    out->link = NEWS(a, struct candidate, most);
    mark = arena_mark(a);
    is_whole = gather(&g);
    arena_back(a, mark - (most - out->n) * sizeof *out->link);
    return is_whole;
}
