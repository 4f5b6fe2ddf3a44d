/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_plan_link.c — what a link costs, and whether it can be. */
#include <math.h>

#include "city/connect/connect_plan_part.h"

void
plan_way_ground(const struct plan_work *w, struct place from, struct place to,
                struct plan_way *way)
{
    uint32_t area_m[CONNECT_AREAS_MAX];
    int64_t  more;

    if (!w->ask->ground)
        return;
    connect_ground_split(w->ask->ground, from, to, way->metres, area_m);
    more = connect_ground_paid(w->ask->params, way->metres, area_m) - way->metres;
    way->more = (int32_t)(more < INT32_MAX ? more : INT32_MAX);
}

struct plan_way
plan_fibre(const struct plan_work *w, struct place from, struct place to, double metres)
{
    double          ground = metres * (double)w->ask->params->route_per_mille / CONNECT_PER_MILLE;
    struct plan_way way = {
        .metres = ground < UINT32_MAX - 1 ? (uint32_t)llround(ground) : UINT32_MAX - 1,
        .tech = CONNECT_FIBRE,
    };

    plan_way_ground(w, from, to, &way);
    return way;
}

struct plan_way
plan_leased(const struct plan_work *w, struct place from, struct place to, uint32_t metres)
{
    struct plan_way way = { .metres = metres, .tech = CONNECT_FIBRE, .is_lease = true };
    uint32_t        area_m[CONNECT_AREAS_MAX];

    if (!w->ask->ground || w->ask->ground->sea == CONNECT_NO_AREA)
        return way;
    connect_ground_split(w->ask->ground, from, to, metres, area_m);
    way.more = (int32_t)area_m[w->ask->ground->sea];
    return way;
}

static bool
is_standing(enum connect_at at)
{
    return at == CONNECT_AT_NETWORK || at == CONNECT_AT_DARK;
}

bool
plan_leaves(const struct plan_work *w, uint32_t a, uint32_t b)
{
    return is_standing((enum connect_at)w->is[a]) || is_standing((enum connect_at)w->is[b]);
}

struct connect_sum
plan_link_sum(const struct plan_work *w, const struct plan_way *way, bool leaves)
{
    const struct connect_params *p = w->ask->params;
    struct connect_sum           sum = { .npv = PLAN_CLOSED };
    bool                         is_known = way->is_lease
        ? connect_leases_cost(p, &w->worth, (int64_t)way->metres - way->more, way->more, &sum)
        : connect_link_cost(p, &w->worth, (enum connect_tech)way->tech,
                            (int64_t)way->metres + way->more, &sum);

    if (!is_known)
        return (struct connect_sum){ .npv = PLAN_CLOSED };
    if (leaves && way->tech == CONNECT_FIBRE && !way->is_lease && p->tap.known) {
        sum.npv += p->tap.n;
        sum.capex += p->tap.n;
    }
    return sum;
}

/* Of two sites the smaller addition; where one end is no site, the other is what is served. */
static int64_t
least_end(const struct plan_work *w, uint32_t a, uint32_t b, enum connect_tech tech)
{
    int64_t of_a = plan_end_adds(w, a, tech), of_b = plan_end_adds(w, b, tech);

    if (w->site_of[a] == NET_NONE)
        return of_b;
    return w->site_of[b] == NET_NONE ? of_a : plan_smaller(of_a, of_b);
}

static bool
is_open_at(const struct plan_work *w, uint32_t vertex, enum connect_tech tech)
{
    uint32_t site = w->site_of[vertex];

    if (vertex == 0)
        return true;
    if (site == NET_NONE)
        return tech == CONNECT_FIBRE;
    if (w->site[site].lot == PLAN_LEFT && tech == CONNECT_MICROWAVE)
        return false;                   /* a mast is for who is served by it */
    return w->site[site].why[tech] == CONNECT_OPEN;
}

int64_t
plan_price(const struct plan_work *w, const struct net_link *l, const struct plan_way *way)
{
    enum connect_tech tech = (enum connect_tech)way->tech;

    if (!is_open_at(w, l->a, tech) || !is_open_at(w, l->b, tech))
        return PLAN_CLOSED;
    if (!way->is_lease && !connect_reaches(w->ask->params, tech, way->metres))
        return PLAN_CLOSED;
    struct connect_sum sum = plan_link_sum(w, way, plan_leaves(w, l->a, l->b));

    if (sum.npv > NET_MONEY_MAX)
        return PLAN_CLOSED;
    return sum.npv + (way->is_lease ? 0 : least_end(w, l->a, l->b, tech));
}

void
plan_add_link(struct plan_work *w, uint32_t a, uint32_t b, struct plan_way way)
{
    struct net_link l = { .a = a, .b = b };
    int64_t         cost = plan_price(w, &l, &way);

    if (cost > NET_MONEY_MAX || w->n_links == w->room)
        return;
    l.cost = cost;
    w->link[w->n_links] = l;
    w->way[w->n_links++] = way;
}

void
plan_price_links(struct plan_work *w)
{
    for (size_t i = 0; i < w->n_links; i++) {
        int64_t cost = w->link[i].a == w->link[i].b ? 0 : plan_price(w, &w->link[i], &w->way[i]);

        if (cost > NET_MONEY_MAX)
            w->link[i].b = w->link[i].a;            /* a loop: the engine passes it over */
        else
            w->link[i].cost = cost;
    }
}
