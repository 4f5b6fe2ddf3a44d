/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_plan_graph.c — sites, the network and dark fibre as a graph of what can be built. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "city/connect/connect_plan_part.h"

struct err *
plan_stopped(struct arena *a)
{
    return err_of(a, (struct err){ .kind = ERR_BUSY, .code = "connect.stopped",
        .text = MSG("The planning was stopped."), .detail = MSG("Nothing was written.") });
}

struct err *
plan_too_much(struct arena *a)
{
    return err_of(a, (struct err){ .kind = ERR_TOO_LARGE, .code = "connect.too_much",
        .text = MSG("The sums of this plan are larger than can be reckoned exactly."),
        .hint = MSG("Plan by province, or look for a price with too many zeros.") });
}

/* ---- vertices -------------------------------------------------------------------------------- */

static bool
has_open_end(const struct plan_site *s)
{
    return s->why[CONNECT_FIBRE] == CONNECT_OPEN || s->why[CONNECT_MICROWAVE] == CONNECT_OPEN;
}

static void
site_vertices(struct plan_work *w)
{
    const struct connect_sites *list = w->ask->sites;

    w->n = 1;
    w->site_of[0] = NET_NONE;
    w->is[0] = CONNECT_AT_NETWORK;
    for (uint32_t i = 0; i < list->n; i++) {
        if (list->site[i].is_connected || !has_open_end(&w->site[i]))
            continue;
        w->site[i].vertex = w->n;
        w->is[w->n] = CONNECT_AT_SITE;
        w->site_of[w->n] = i;
        w->at[w->n++] = list->site[i].at;
    }
}

static int64_t
prize_of(const struct plan_site *s)
{
    return s->alone.tech == CONNECT_NO_TECH ? NET_MUST : s->alone.sum.npv - s->floor;
}

/* ---- links ----------------------------------------------------------------------------------- */

void
plan_straight(struct plan_work *w, const struct candidate *c, uint32_t point)
{
    struct place    from = c->a == 0 ? w->point[point] : w->at[c->a];
    struct plan_way way = plan_fibre(w, from, w->at[c->b], c->metres);

    way.point = point;
    plan_add_link(w, c->a, c->b, way);
}

/* A microwave hop between two sites; from the nearest mast. */
static void
hop_between(struct plan_work *w, const struct candidate *c)
{
    struct plan_way way = { .metres = (uint32_t)llround(c->metres), .tech = CONNECT_MICROWAVE };
    struct net_link l = { .a = c->a, .b = c->b };

    if (w->site_of[c->a] == NET_NONE || plan_price(w, &l, &way) > NET_MONEY_MAX)
        return;
    w->site[w->site_of[c->a]].has_hop = w->site[w->site_of[c->b]].has_hop = true;
    plan_add_link(w, c->a, c->b, way);
}

static void
hops_from_masts(struct plan_work *w)
{
    struct place_index *masts = place_index_make(w->arena, w->mast, w->n_masts);
    struct place_near   near;

    for (uint32_t v = 1; v < w->n && w->n_masts > 0; v++) {
        size_t before = w->n_links;

        if (w->site_of[v] == NET_NONE || place_nearest(masts, w->at[v], 1, &near) == 0)
            continue;
        plan_add_link(w, 0, v, (struct plan_way){ .metres = (uint32_t)llround(near.metres),
            .point = near.number, .tech = CONNECT_MICROWAVE });
        w->site[w->site_of[v]].has_hop |= w->n_links > before;
    }
}

static struct err *
candidate_links(struct plan_work *w)
{
    struct candidate_ask ask = { .place = w->at + 1, .n = w->n - 1, .point = w->point,
                                 .n_points = w->n_points };
    struct plan_roads   *roads = NULL;
    struct candidates    c;

    if (!candidates_of(w->arena, &ask, w->ask->progress, &c))
        return plan_stopped(w->arena);
    w->room = 2 * c.n + 2 * (size_t)w->n + plan_road_room(w);
    w->link = NEWS(w->arena, struct net_link, w->room);
    w->way = NEWS(w->arena, struct plan_way, w->room);
    if (plan_has_roads(w->ask))
        roads = plan_roads_of(w);
    for (size_t i = 0; i < c.n; i++) {
        const struct candidate *k = &c.link[i];

        if (!roads || plan_is_past_roads(roads, k))
            plan_straight(w, k, k->a == 0 ? c.point[k->b - 1] : 0);
        if (k->a != 0 && w->site_of[k->b] != NET_NONE)
            hop_between(w, k);
    }
    return roads ? plan_roads_join(roads, &c) : NULL;
}

/* Everything that must be paid at the most stays within what the engine adds up. */
static struct err *
check_sums(struct plan_work *w)
{
    int64_t dearest = 0, prizes = 0;

    for (size_t i = 0; i < w->n_links; i++)
        if (w->link[i].cost > dearest)
            dearest = w->link[i].cost;
    for (uint32_t v = 1; v < w->n; v++) {
        if (w->prize[v] != NET_MUST && w->prize[v] > NET_MONEY_MAX)
            return plan_too_much(w->arena);
        if (w->prize[v] != NET_MUST)
            prizes += w->prize[v];
        if (prizes > NET_SUM_MAX / 2)
            return plan_too_much(w->arena);
    }
    return dearest > NET_SUM_MAX / 2 / w->n ? plan_too_much(w->arena) : NULL;
}

struct err *
plan_graph(struct plan_work *w)
{
    uint32_t n_dark = plan_dark_count(w->ask->network);
    uint32_t n_roads = plan_has_roads(w->ask) ? w->ask->roads->n : 0;
    uint32_t most = w->ask->sites->n + n_dark + n_roads + 1;

    plan_root(w);
    if (w->n_points >= PLACES_MAX || most >= NET_VERTICES_MAX)
        return plan_too_much(w->arena);
    w->at = NEWS(w->arena, struct place, most);
    w->site_of = NEWS(w->arena, uint32_t, most);
    w->is = NEWS(w->arena, uint8_t, most);
    site_vertices(w);
    struct plan_dark dark = plan_dark_spans(w, n_dark);

    TRY(candidate_links(w));
    plan_dark_leases(w, &dark);
    hops_from_masts(w);
    w->prize = NEWS(w->arena, int64_t, w->n);
    for (uint32_t v = 1; v < w->n; v++)
        w->prize[v] = w->site_of[v] == NET_NONE ? 0 : prize_of(&w->site[w->site_of[v]]);
    w->n_candidates = w->n_links;
    return check_sums(w);
}
