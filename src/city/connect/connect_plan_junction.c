/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_plan_junction.c — where ways of new fibre should part, after the tree is taken.
 *
 * Two ways that leave a vertex at a small angle go together for a while: from their `top` one way
 * to a junction, and from there one to each of their lower ends. Either both came from the top, or
 * the lower one came from where the upper one ends, which is then an end like the other.
 *
 * In rounds: of every way the best junction that it could have with another one; of these the one
 * that saves most is built, then the next whose ways are still as they were. Until none saves
 * anything; then junctions move to where they save most as all others are. A vertex has one way,
 * the one that comes to it; so ways are numbered as vertices are.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "city/connect/connect_plan_part.h"
#include "engine/net/junction.h"

/* Of ways that begin together, so many behind a way are looked at with it. */
enum { ROUNDS = 24, NEIGHBOURS = 12, PASSES = 8 };

enum { TOP, A, B, ENDS };

/* What it saves, of which two ways; where, and the ways from the top to it and from it. */
struct parting { int64_t saves; uint32_t a, b; struct place at; struct plan_way way[ENDS]; };

struct parter {
    struct plan_work *w;
    struct plan_years *years;
    int64_t           fee;
    int64_t          *npv;              /* of a way; PLAN_CLOSED: none that could part           */
    uint32_t         *n_below;          /* ways that leave a vertex                              */
    uint32_t         *first, *next;     /* those of new fibre: of a vertex, of a root's point    */
    uint32_t          most;             /* vertices; from here on points                         */
    bool             *is_new;           /* a way that was not looked at as it is now             */
    struct parting   *found;    uint32_t n_found;
    struct plan_parted made;
};

/* ---- ways ------------------------------------------------------------------------------------ */

/* The same vertices with room for as many junctions as there can be: each takes three ways, so
 * there are fewer than ways. Every vertex gets a way of its own. */
static void
make_room(struct parter *p, uint32_t most)
{
    struct plan_work *w = p->w;
    struct plan_work  old = *w;

    p->most = most;
    w->at = NEWS(w->arena, struct place, most);
    w->site_of = NEWS(w->arena, uint32_t, most);
    w->is = NEWS(w->arena, uint8_t, most);
    w->way = NEWS(w->arena, struct plan_way, most);
    w->tree_link = NEWS(w->arena, uint32_t, most);
    w->tree_above = NEWS(w->arena, uint32_t, most);
    memcpy(w->at, old.at, sizeof *w->at * w->n);
    memcpy(w->site_of, old.site_of, sizeof *w->site_of * w->n);
    memcpy(w->is, old.is, sizeof *w->is * w->n);
    memcpy(w->tree_above, old.tree_above, sizeof *w->tree_above * w->n);
    memset(w->tree_link, 0xff, sizeof *w->tree_link * most);
    for (uint32_t v = 1; v < w->n; v++)
        if (old.tree_link[v] != NET_NONE) {
            w->way[v] = old.way[old.tree_link[v]];
            w->tree_link[v] = v;
        }
    if (p->years->vertex) {
        uint16_t *year = NEWS(w->arena, uint16_t, most);

        memcpy(year, p->years->vertex, sizeof *year * w->n);
        p->years->vertex = year;
    }
}

static int64_t
npv_of(const struct plan_work *w, uint32_t vertex, uint32_t above, const struct plan_way *way)
{
    return plan_link_sum(w, way, plan_leaves(w, vertex, above)).npv;
}

/* What is built; without it no way could part. */
static void
look_at_ways(struct parter *p, const uint32_t *order, size_t n)
{
    struct plan_work *w = p->w;

    p->npv = NEWS(w->arena, int64_t, p->most);
    p->n_below = NEWS(w->arena, uint32_t, p->most);
    p->is_new = NEWS(w->arena, bool, p->most);
    for (uint32_t v = 0; v < p->most; v++)
        p->npv[v] = PLAN_CLOSED;
    for (size_t i = 0; i < n; i++) {
        uint32_t               v = order[i];
        const struct plan_way *way = &w->way[v];

        p->n_below[w->tree_above[v]]++;
        if (way->tech != CONNECT_FIBRE || way->is_lease)
            continue;
        p->npv[v] = npv_of(w, v, w->tree_above[v], way);
        p->is_new[v] = true;
    }
}

/* Where a way begins: a vertex, or one of the points of what stands. */
static uint32_t
beginning(const struct parter *p, uint32_t way)
{
    uint32_t above = p->w->tree_above[way];

    return above == 0 ? p->most + p->w->way[way].point : above;
}

static struct place
place_of(const struct parter *p, uint32_t beginning)
{
    return beginning < p->most ? p->w->at[beginning] : p->w->point[beginning - p->most];
}

static void
list_ways(struct parter *p)
{
    memset(p->first, 0xff, sizeof *p->first * (p->most + (size_t)p->w->n_points));
    for (uint32_t v = p->w->n; v-- > 1;) {
        if (p->npv[v] == PLAN_CLOSED)
            continue;
        uint32_t *first = &p->first[beginning(p, v)];

        p->next[v] = *first;
        *first = v;
    }
}

/* ---- one junction ---------------------------------------------------------------------------- */

static bool
is_at_sea(const struct plan_work *w, struct place at)
{
    const struct connect_ground *g = w->ask->ground;

    if (!g || g->sea == CONNECT_NO_AREA)
        return false;
    uint32_t area = ground_at(g->ground, at);

    return area != GROUND_AREAS_MAX && g->price_of[area] == g->sea;
}

/* What a metre of a way weighs, by the areas that it crosses. */
static double
weight_of(const struct plan_work *w, uint32_t way)
{
    const struct plan_way *q = &w->way[way];

    return q->metres > 0 ? 1 + (double)q->more / q->metres : 1;
}

/* The three ways, priced as if the junction were the next vertex; PLAN_CLOSED: one is out of
 * reach. */
static int64_t
price(struct parter *p, uint32_t top, uint32_t above, struct parting *q)
{
    struct plan_work *w = p->w;
    uint32_t          j = w->n, low[ENDS] = { j, q->a, q->b };
    int64_t           cost = 0;

    w->at[j] = q->at;
    w->is[j] = CONNECT_AT_JUNCTION;
    for (int i = 0; i < ENDS; i++) {
        struct place end = i == TOP ? place_of(p, top) : w->at[low[i]];

        q->way[i] = plan_fibre(w, end, q->at, place_metres(end, q->at));
        if (!connect_reaches(w->ask->params, CONNECT_FIBRE, q->way[i].metres))
            return PLAN_CLOSED;
        cost += npv_of(w, low[i], i == TOP ? above : j, &q->way[i]);
    }
    q->way[TOP].point = top >= p->most ? top - p->most : 0;
    return cost;
}

/* 0: nothing. */
static int64_t
saves(struct parter *p, uint32_t top, struct parting *q)
{
    int64_t cost = price(p, top, p->w->tree_above[q->a], q);

    q->saves = cost == PLAN_CLOSED ? 0 : p->npv[q->a] + p->npv[q->b] - p->fee - cost;
    return q->saves;
}

/* What feeds nobody by its own must still feed another. */
static bool
may_part(const struct parter *p, uint32_t a, uint32_t b)
{
    const struct plan_work *w = p->w;
    bool                    is_below = w->tree_above[b] == a;
    uint32_t                hub = is_below ? a : w->tree_above[a];

    if (w->is[hub] == CONNECT_AT_JUNCTION
        || (p->years->vertex && p->years->vertex[a] != p->years->vertex[b]))
        return false;
    return !is_below || plan_serves(w, a) || p->n_below[a] > 1;
}

/* `b` begins where `a` does, or where it ends. */
static void
try_pair(struct parter *p, uint32_t a, uint32_t b, struct parting *best)
{
    struct plan_work *w = p->w;
    struct parting    q = { .a = a, .b = b };
    bool              is_below = w->tree_above[b] == a;
    double            of_a = weight_of(w, a), of_b = weight_of(w, b);
    double            less = of_a < of_b ? of_a : of_b;
    double            weight[ENDS] = { is_below ? of_a : less, is_below ? less : of_a, of_b };
    uint32_t          top = beginning(p, a);
    struct place      at[ENDS] = { place_of(p, top), w->at[a], w->at[b] };

    if (may_part(p, a, b) && junction_of(at, weight, &q.at) && !is_at_sea(w, q.at)
        && saves(p, top, &q) > best->saves)
        *best = q;
}

static void
find_for(struct parter *p, uint32_t b)
{
    struct parting best = { .saves = 0 };
    uint32_t       above = p->w->tree_above[b], n = 0;

    if (above != 0 && p->npv[above] != PLAN_CLOSED && (p->is_new[above] || p->is_new[b]))
        try_pair(p, above, b, &best);
    for (uint32_t a = p->next[b]; a != NET_NONE && n < NEIGHBOURS; a = p->next[a], n++)
        if (p->is_new[a] || p->is_new[b])
            try_pair(p, a, b, &best);
    if (best.saves > 0)
        p->found[p->n_found++] = best;
}

/* ---- rounds ---------------------------------------------------------------------------------- */

static int
by_saving(const void *pa, const void *pb)
{
    const struct parting *a = pa, *b = pb;

    if (a->saves != b->saves)
        return a->saves < b->saves ? 1 : -1;
    return (a->b > b->b) - (a->b < b->b);
}

static void
set_way(struct parter *p, uint32_t vertex, uint32_t above, const struct plan_way *way)
{
    struct plan_work *w = p->w;

    w->way[vertex] = *way;
    w->tree_link[vertex] = vertex;
    w->tree_above[vertex] = above;
    p->npv[vertex] = npv_of(w, vertex, above, way);
    p->is_new[vertex] = true;
}

static void
build(struct parter *p, const struct parting *q)
{
    struct plan_work *w = p->w;
    uint32_t          j = w->n++, above = w->tree_above[q->a];

    w->at[j] = q->at;
    w->is[j] = CONNECT_AT_JUNCTION;
    w->site_of[j] = NET_NONE;
    if (p->years->vertex)
        p->years->vertex[j] = p->years->vertex[q->a];
    p->n_below[w->tree_above[q->b]]--;
    p->n_below[j] = 2;
    set_way(p, j, above, &q->way[TOP]);
    set_way(p, q->a, j, &q->way[A]);
    set_way(p, q->b, j, &q->way[B]);
    p->made.n++;
    p->made.saved += q->saves;
}

/* A way that was in another's junction is looked at anew, and so is one whose best was not to be
 * had. */
static bool
build_found(struct parter *p)
{
    uint32_t before = p->made.n;

    qsort(p->found, p->n_found, sizeof *p->found, by_saving);
    memset(p->is_new, 0, sizeof *p->is_new * p->most);
    for (uint32_t i = 0; i < p->n_found; i++) {
        const struct parting *q = &p->found[i];

        if (p->is_new[q->a] || p->is_new[q->b] || !may_part(p, q->a, q->b)
            || p->w->n + 1 == p->most)
            p->is_new[q->b] = true;
        else
            build(p, q);
    }
    return p->made.n > before;
}

/* ---- a better place -------------------------------------------------------------------------- */

/* An end of a junction may have become another junction since: then another place is better. */
static bool
move(struct parter *p, uint32_t j, const uint32_t below[2])
{
    struct plan_work *w = p->w;
    struct parting    q = { .a = below[0], .b = below[1] };
    uint32_t          top = beginning(p, j);
    double            weight[ENDS] = { weight_of(w, j), weight_of(w, q.a), weight_of(w, q.b) };
    struct place      at[ENDS] = { place_of(p, top), w->at[q.a], w->at[q.b] };

    if (!junction_of(at, weight, &q.at) || is_at_sea(w, q.at))
        return false;
    int64_t before = p->npv[j] + p->npv[q.a] + p->npv[q.b];
    int64_t cost = price(p, top, w->tree_above[j], &q);

    if (cost >= before)
        return false;
    w->at[j] = q.at;
    set_way(p, j, w->tree_above[j], &q.way[TOP]);
    set_way(p, q.a, j, &q.way[A]);
    set_way(p, q.b, j, &q.way[B]);
    p->made.saved += before - cost;
    return true;
}

/* Junctions are the vertices from `first` on; each has two ways below. */
static void
move_all(struct parter *p, uint32_t first)
{
    struct plan_work *w = p->w;
    uint32_t         *below = NEWS(w->arena, uint32_t, 2 * (size_t)(w->n - first)), n = 1;

    for (uint32_t v = 1; v < w->n; v++) {
        if (p->npv[v] == PLAN_CLOSED || w->tree_above[v] < first)
            continue;
        uint32_t *two = &below[2 * (size_t)(w->tree_above[v] - first)];

        two[two[0] != 0] = v;
    }
    for (int pass = 0; pass < PASSES && n > 0; pass++) {
        n = 0;
        for (uint32_t j = first; j < w->n; j++)
            n += move(p, j, &below[2 * (size_t)(j - first)]);
    }
}

struct plan_parted
plan_junctions(struct plan_work *w, struct plan_years *years)
{
    struct parter      p = { .w = w, .years = years };
    struct connect_sum fee;
    uint32_t          *order = NEWS(w->arena, uint32_t, w->n);

    if (plan_has_roads(w->ask) || !connect_junction_cost(w->ask->params, &w->worth, &fee))
        return p.made;
    size_t n = plan_upwards(w->arena, w, order);

    uint32_t first = w->n;

    p.fee = fee.npv;
    make_room(&p, first + (uint32_t)n + 1);
    look_at_ways(&p, order, n);
    p.first = NEWS(w->arena, uint32_t, p.most + (size_t)w->n_points);
    p.next = NEWS(w->arena, uint32_t, p.most);
    p.found = NEWS(w->arena, struct parting, p.most);
    for (int round = 0; round < ROUNDS; round++) {
        list_ways(&p);
        p.n_found = 0;
        for (uint32_t v = 1; v < w->n; v++)
            if (p.npv[v] != PLAN_CLOSED)
                find_for(&p, v);
        if (!build_found(&p))
            break;
    }
    move_all(&p, first);
    return p.made;
}
