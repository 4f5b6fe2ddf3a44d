/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_plan_wrong.c — another reckoning of a plan, from sites and prices alone.
 *
 * Nothing of what made the plan is used: not its graph, floors or trees. What a link or a site
 * costs is asked of the prices again, what hangs on what is followed upwards, sums are added again.
 */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "city/connect/connect_plan.h"

struct check {
    struct connect_bands      *bands;           /* NULL: no maps                                */
    struct arena              *arena;
    const struct connect_ask  *ask;
    const struct connect_plan *plan;
    struct connect_worth       worth;
    struct connect_sum         total;
    int64_t                    users, spent;
    int64_t                   *kbps;            /* over each link                               */
};

static bool
same_sum(const struct connect_sum *a, const struct connect_sum *b)
{
    return a->npv == b->npv && a->capex == b->capex && a->opex_y == b->opex_y;
}

static void
add_sum(const struct connect_sum *more, struct connect_sum *sum)
{
    sum->npv += more->npv;
    sum->capex += more->capex;
    sum->opex_y += more->opex_y;
}

static bool
same_place(struct place a, struct place b)
{
    return place_metres(a, b) < 1;
}

/* ---- links ----------------------------------------------------------------------------------- */

/* From one end of a piece of the roads to the other, as long as its bends. */
static const char *
wrong_piece(const struct check *c, const struct connect_link *l)
{
    const struct connect_roads      *roads = c->ask->roads;
    const struct connect_road_piece *p = l->along;
    double                           metres = 0;

    if (!roads || p < roads->piece || p >= roads->piece + roads->n_pieces
        || l->tech != CONNECT_FIBRE || l->is_lease || l->a != CONNECT_AT_ROAD
        || l->b != CONNECT_AT_ROAD)
        return "a link goes along no road";
    struct place first = p->way[0], last = p->way[p->n - 1];

    for (uint32_t i = 1; i < p->n; i++)
        metres += place_metres(p->way[i - 1], p->way[i]);
    if (!(same_place(first, l->from) && same_place(last, l->to))
        && !(same_place(first, l->to) && same_place(last, l->from)))
        return "a link ends beside its road";
    if (fabs((double)l->metres - metres) > 1)
        return "a link's length is not its road's";
    return connect_reaches(c->ask->params, l->tech, l->metres) ? NULL : "a link is too long";
}

/* A lease follows its fibre, and what goes along a road follows that; all else goes as the crow
 * flies, times the route's factor. */
static const char *
wrong_length(const struct check *c, const struct connect_link *l)
{
    double metres = place_metres(l->from, l->to);

    if (l->along)
        return wrong_piece(c, l);
    if (l->is_lease)
        return (double)l->metres + 1 < metres ? "a lease is shorter than the way" : NULL;
    if (l->tech == CONNECT_FIBRE)
        metres = metres * (double)c->ask->params->route_per_mille / CONNECT_PER_MILLE;
    if (fabs((double)l->metres - metres) > 1)
        return "a link's length is not the way's";
    return connect_reaches(c->ask->params, l->tech, l->metres) ? NULL : "a link is too long";
}

/* What the link says of the areas that it crosses. */
static const char *
wrong_areas(const struct check *c, const struct connect_link *l)
{
    struct connect_between between = { .metres = 0 };
    bool                   should = c->bands && l->tech == CONNECT_FIBRE;

    if (should != (l->area_m != NULL))
        return "a link does not say what it crosses";
    if (!should)
        return NULL;
    connect_bands_add(c->arena, c->bands, (const struct place[2]){ l->from, l->to },
                      (double)l->metres, &between);
    return connect_is_between(&between, l->area_m, c->ask->params->n_areas)
        ? NULL : "a link crosses something else";
}

static bool
is_standing(enum connect_at at)
{
    return at == CONNECT_AT_NETWORK || at == CONNECT_AT_DARK;
}

static const char *
wrong_cost(struct check *c, const struct connect_link *l)
{
    const struct connect_params *p = c->ask->params;
    struct connect_sum           sum = { .npv = -1 }, fee = { .npv = 0 };
    uint32_t sea = c->ask->ground ? c->ask->ground->sea : CONNECT_NO_AREA;
    int64_t  sea_m = l->area_m && sea != CONNECT_NO_AREA ? l->area_m[sea] : 0;
    bool is_known = l->is_lease
        ? connect_leases_cost(p, &c->worth, l->metres - sea_m, sea_m, &sum)
        : connect_link_cost(p, &c->worth, l->tech, connect_ground_paid(p, l->metres, l->area_m),
                            &sum);
    bool leaves = is_standing(l->a) || is_standing(l->b);

    if (!is_known || (l->a == CONNECT_AT_JUNCTION && !connect_junction_cost(p, &c->worth, &fee)))
        return "a link's price is not known";
    add_sum(&fee, &sum);
    if (leaves && l->tech == CONNECT_FIBRE && !l->is_lease && p->tap.known)
        sum.npv += p->tap.n, sum.capex += p->tap.n;
    add_sum(&l->sum, &c->total);
    if (l->year != CONNECT_NO_YEAR)
        c->spent += l->sum.npv;
    return same_sum(&sum, &l->sum) ? NULL : "a link costs something else";
}

static bool
is_site_at(const struct check *c, uint32_t site, struct place at)
{
    return site == CONNECT_SITES_NONE
        || (site < c->ask->sites->n && same_place(c->ask->sites->site[site].at, at));
}

static const char *
wrong_ends(const struct check *c, const struct connect_link *l)
{
    const struct connect_link *above = &c->plan->link[l->above];

    if ((l->a == CONNECT_AT_SITE) != (l->a_site != CONNECT_SITES_NONE)
        || (l->b == CONNECT_AT_SITE) != (l->b_site != CONNECT_SITES_NONE)
        || (l->b == CONNECT_AT_NETWORK) != (l->above == CONNECT_SITES_NONE))
        return "a link's end is said to be something else";
    if (!is_site_at(c, l->a_site, l->from) || !is_site_at(c, l->b_site, l->to))
        return "a link does not end at its site";
    if (l->above == CONNECT_SITES_NONE)
        return l->b_site == CONNECT_SITES_NONE ? NULL : "a link begins where nothing feeds it";
    if (l->above >= c->plan->n_links)
        return "a link hangs on nothing";
    if (l->b != above->a || l->b_site != above->a_site || !same_place(l->to, above->from))
        return "a link hangs on another place";
    return l->year < above->year ? "a link is built before what feeds it" : NULL;
}

static const char *
wrong_links(struct check *c)
{
    for (uint32_t i = 0; i < c->plan->n_links; i++) {
        const struct connect_link *l = &c->plan->link[i];
        const char                *wrong = l->above == i ? "a link hangs on itself" : NULL;

        wrong = wrong ? wrong : wrong_ends(c, l);
        wrong = wrong ? wrong : wrong_length(c, l);
        wrong = wrong ? wrong : wrong_areas(c, l);
        wrong = wrong ? wrong : wrong_cost(c, l);
        if (wrong)
            return wrong;
    }
    return NULL;
}

/* ---- junctions ------------------------------------------------------------------------------- */

static bool
is_in_sea(const struct connect_ground *g, struct place at)
{
    uint32_t area = g ? ground_at(g->ground, at) : GROUND_AREAS_MAX;

    return area != GROUND_AREAS_MAX && g->sea != CONNECT_NO_AREA && g->price_of[area] == g->sea;
}

/* New fibre comes to each and parts in two. */
static const char *
wrong_junctions(const struct check *c)
{
    uint32_t *n_below = NEWS(c->arena, uint32_t, c->plan->n_links + 1), n = 0;
    bool      has_roads = c->ask->roads && c->ask->roads->n > 0;

    for (uint32_t i = 0; i < c->plan->n_links; i++) {
        const struct connect_link *l = &c->plan->link[i];

        if ((l->a == CONNECT_AT_JUNCTION || l->b == CONNECT_AT_JUNCTION)
            && (l->tech != CONNECT_FIBRE || l->is_lease || l->along || has_roads))
            return "a junction is not of new fibre";
        if (l->b == CONNECT_AT_JUNCTION)
            n_below[l->above]++;
    }
    for (uint32_t i = 0; i < c->plan->n_links; i++) {
        if (c->plan->link[i].a != CONNECT_AT_JUNCTION)
            continue;
        n++;
        if (n_below[i] != 2)
            return "at a junction nothing parts";
        if (is_in_sea(c->ask->ground, c->plan->link[i].from))
            return "a junction lies in the sea";
    }
    if (n != c->plan->junctions)
        return "another number of junctions";
    return (n > 0) != (c->plan->saved > 0) || c->plan->saved < 0 ? "junctions save nothing" : NULL;
}

/* ---- where the network is lit ---------------------------------------------------------------- */

static bool
begins_lit(const struct check *c, const struct connect_link *l, const struct place_index *lit)
{
    const struct connect_network *net = c->ask->network;
    struct place_near             near;

    if (lit && place_nearest(lit, l->to, 1, &near) == 1 && near.metres < 1)
        return true;
    for (uint32_t i = 0; i < net->n_spans; i++)
        for (uint32_t k = 0; net->span[i].is == CONNECT_LIT && k + 1 < net->span[i].n; k++) {
            struct place a = net->span[i].point[k], b = net->span[i].point[k + 1];

            if (same_place(place_between(a, b, place_share_nearest(l->to, a, b)), l->to))
                return true;
        }
    return false;
}

static const char *
wrong_roots(const struct check *c)
{
    const struct connect_network *net = c->ask->network;
    const struct connect_sites   *sites = c->ask->sites;
    struct place                 *at = NEWS(c->arena, struct place,
                                            net->n_nodes + net->n_towers + sites->n + 1);
    uint32_t                      n = 0;

    for (uint32_t i = 0; i < net->n_nodes; i++)
        if (net->node[i].is == CONNECT_LIT)
            at[n++] = net->node[i].at;
    for (uint32_t i = 0; i < net->n_towers; i++)
        at[n++] = net->tower[i].at;
    for (uint32_t i = 0; i < sites->n; i++)
        if (sites->site[i].is_connected)
            at[n++] = sites->site[i].at;
    struct place_index *lit = n > 0 ? place_index_make(c->arena, at, n) : NULL;

    for (uint32_t i = 0; i < c->plan->n_links; i++)
        if (c->plan->link[i].above == CONNECT_SITES_NONE && !begins_lit(c, &c->plan->link[i], lit))
            return "a link begins where nothing is lit";
    return NULL;
}

/* An end at a road is one of its points. */
static const char *
wrong_road_ends(const struct check *c)
{
    const struct connect_roads *roads = c->ask->roads;
    struct place_index         *points = roads && roads->n > 0
        ? place_index_make(c->arena, roads->point, roads->n) : NULL;
    struct place_near           near;

    for (uint32_t i = 0; i < c->plan->n_links; i++) {
        const struct connect_link *l = &c->plan->link[i];
        const struct place         at[] = { l->from, l->to };
        const enum connect_at      is[] = { l->a, l->b };

        for (size_t k = 0; k < COUNT(at); k++)
            if (is[k] == CONNECT_AT_ROAD
                && !(points && place_nearest(points, at[k], 1, &near) == 1 && near.metres < 1))
                return "a link ends at a road that is not there";
    }
    return NULL;
}

/* ---- sites ----------------------------------------------------------------------------------- */

static const char *
wrong_way(const struct check *c, uint32_t i, const struct connect_site_plan *p)
{
    bool is_linked = p->tech == CONNECT_FIBRE || p->tech == CONNECT_MICROWAVE;

    if (!is_linked)
        return p->link == CONNECT_SITES_NONE ? NULL : "a site on its own has a link";
    if (p->link >= c->plan->n_links)
        return "a site has no link";
    const struct connect_link *l = &c->plan->link[p->link];

    if (l->a_site != i || l->tech != p->tech)
        return "a site's link is another's";
    return l->year == p->year ? NULL : "a site and its link have different years";
}

static const char *
wrong_site(struct check *c, uint32_t i)
{
    const struct connect_params    *params = c->ask->params;
    const struct connect_site      *site = &c->ask->sites->site[i];
    const struct connect_site_plan *p = &c->plan->site[i];
    struct connect_sum              sum = { .npv = 0 };

    if (site->is_connected)
        return p->tech == CONNECT_FIBRE && same_sum(&p->sum, &sum) ? NULL : "what is there costs";
    if (p->kbps != connect_kbps(params, site) || p->users != connect_users(params, site))
        return "a site needs something else";
    if (p->tech == CONNECT_NO_TECH)
        return p->year == CONNECT_NO_YEAR && same_sum(&p->sum, &sum) ? NULL : "nothing costs";
    if (p->tech > CONNECT_NO_TECH || p->why[p->tech] != CONNECT_OPEN)
        return "a site has what is not open to it";
    if (site->must != 0 && !(site->must >> p->tech & 1))
        return "a site has not what it must have";
    if (!connect_site_cost(params, &c->worth, p->tech, p->kbps, &sum) || !same_sum(&sum, &p->sum))
        return "a site costs something else";
    add_sum(&p->sum, &c->total);
    if (p->year != CONNECT_NO_YEAR)
        c->users += p->users, c->spent += p->sum.npv;
    return wrong_way(c, i, p);
}

/* ---- what hops carry, and that nothing goes round in a ring ---------------------------------- */

static const char *
wrong_load(struct check *c)
{
    uint32_t        *waits = NEWS(c->arena, uint32_t, c->plan->n_links + 1);
    uint32_t        *queue = NEWS(c->arena, uint32_t, c->plan->n_links + 1);
    struct maybe_int most = c->ask->params->price[CONNECT_MICROWAVE].most_kbps;
    uint32_t         n = 0;

    c->kbps = NEWS(c->arena, int64_t, c->plan->n_links + 1);
    for (uint32_t i = 0; i < c->ask->sites->n; i++)
        if (c->plan->site[i].link != CONNECT_SITES_NONE)
            c->kbps[c->plan->site[i].link] += c->plan->site[i].kbps;
    for (uint32_t i = 0; i < c->plan->n_links; i++)
        if (c->plan->link[i].above != CONNECT_SITES_NONE)
            waits[c->plan->link[i].above]++;
    for (uint32_t i = 0; i < c->plan->n_links; i++)
        if (waits[i] == 0)
            queue[n++] = i;
    for (uint32_t i = 0; i < n; i++) {
        const struct connect_link *l = &c->plan->link[queue[i]];
        int64_t                    kbps = c->kbps[queue[i]];

        if (kbps == 0)
            return "a link feeds nobody";
        if (l->tech == CONNECT_MICROWAVE && most.known && kbps > most.n)
            return "a hop carries more than it can";
        if (l->above == CONNECT_SITES_NONE)
            continue;
        c->kbps[l->above] += kbps;
        if (--waits[l->above] == 0)
            queue[n++] = l->above;
    }
    return n == c->plan->n_links ? NULL : "links go round in a ring";
}

/* ---- money ----------------------------------------------------------------------------------- */

/* What is spent up to a year is there by then. */
static const char *
wrong_years(const struct check *c)
{
    int64_t there = 0, gone = 0;

    for (uint32_t y = 0; y < c->ask->n_money; y++) {
        there += c->ask->money[y];
        for (uint32_t i = 0; i < c->plan->n_links; i++)
            gone += c->plan->link[i].year == y ? c->plan->link[i].sum.npv : 0;
        for (uint32_t i = 0; i < c->ask->sites->n; i++)
            gone += c->plan->site[i].year == y ? c->plan->site[i].sum.npv : 0;
        if (gone > there)
            return "a year spends what is not there";
    }
    return c->ask->n_money > 0 && c->plan->users > c->plan->users_bound ? "more users than possible"
                                                                        : NULL;
}

const char *
connect_plan_wrong(struct arena *a, const struct connect_ask *ask, const struct connect_plan *plan)
{
    struct check c = { .arena = a, .ask = ask, .plan = plan };
    const char  *wrong = NULL;

    connect_worth_of(ask->params->discount_basis, ask->params->years, &c.worth);
    if (ask->ground)
        c.bands = connect_bands_of(a, ask->ground, ask->params);
    wrong = wrong_links(&c);
    for (uint32_t i = 0; !wrong && i < ask->sites->n; i++)
        wrong = wrong_site(&c, i);
    wrong = wrong ? wrong : wrong_junctions(&c);
    wrong = wrong ? wrong : wrong_load(&c);
    wrong = wrong ? wrong : wrong_roots(&c);
    wrong = wrong ? wrong : wrong_road_ends(&c);
    wrong = wrong ? wrong : wrong_years(&c);
    if (wrong)
        return wrong;
    if (!same_sum(&c.total, &plan->total))
        return "the total is another";
    if (c.users != plan->users || c.spent != plan->spent)
        return "another number of users is served, or another sum spent";
    return plan->bound > plan->decision + plan->saved ? "the bound is above the plan" : NULL;
}
