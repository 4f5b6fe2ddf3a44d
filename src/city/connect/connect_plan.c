/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_plan.c — the verb: sites, network and prices in, a plan out. */
#include "city/connect/connect_plan.h"

#include <string.h>

#include "base/arena.h"
#include "city/connect/connect_plan_part.h"

/* ---- links ----------------------------------------------------------------------------------- */

/* Which link of the plan comes to a vertex; CONNECT_SITES_NONE: none is built. */
static uint32_t *
number_links(struct plan_work *w, struct connect_plan *plan)
{
    uint32_t *order = NEWS(w->arena, uint32_t, w->n), *link_of = NEWS(w->arena, uint32_t, w->n);
    size_t    n = plan_upwards(w->arena, w, order);

    memset(link_of, 0xff, sizeof *link_of * w->n);
    for (size_t i = 0; i < n; i++)
        link_of[order[i]] = 0;
    for (uint32_t v = 1; v < w->n; v++)
        if (link_of[v] == 0)
            link_of[v] = plan->n_links++;
    plan->link = NEWS(w->arena, struct connect_link, plan->n_links);
    return link_of;
}

static struct place
begins_at(const struct plan_work *w, const struct plan_way *way, uint32_t above)
{
    if (above != 0)
        return w->at[above];
    return way->tech == CONNECT_MICROWAVE ? w->mast[way->point] : w->point[way->point];
}

static const uint32_t *
areas_of(const struct plan_work *w, const struct plan_way *way, struct place from, struct place to)
{
    if (!w->ask->ground || way->tech != CONNECT_FIBRE)
        return NULL;
    uint32_t *area_m = NEWS(w->arena, uint32_t, w->ask->params->n_areas + 1);
    uint32_t  all[CONNECT_AREAS_MAX];

    connect_ground_split(w->ask->ground, from, to, way->metres, all);
    memcpy(area_m, all, sizeof *area_m * w->ask->params->n_areas);
    return area_m;
}

/* A junction's fee is paid with the link that comes to it. */
static struct connect_sum
sum_of_tree(const struct plan_work *w, uint32_t v, uint32_t above)
{
    struct connect_sum sum = plan_link_sum(w, &w->way[w->tree_link[v]], plan_leaves(w, v, above));
    struct connect_sum fee;

    if (w->is[v] != CONNECT_AT_JUNCTION
        || !connect_junction_cost(w->ask->params, &w->worth, &fee))
        return sum;
    sum.npv += fee.npv;
    sum.capex += fee.capex;
    sum.opex_y += fee.opex_y;
    return sum;
}

static struct connect_link
link_of_tree(const struct plan_work *w, uint32_t v, const uint32_t *link_of)
{
    const struct plan_way *way = &w->way[w->tree_link[v]];
    uint32_t               above = w->tree_above[v];
    struct place           to = begins_at(w, way, above);

    return (struct connect_link){
        .a = (enum connect_at)w->is[v], .b = (enum connect_at)w->is[above],
        .a_site = w->site_of[v], .b_site = w->site_of[above], .above = link_of[above],
        .from = w->at[v], .to = to, .tech = (enum connect_tech)way->tech,
        .is_lease = way->is_lease,
        .along = way->is_road ? &w->ask->roads->piece[way->point] : NULL,
        .metres = way->metres, .area_m = areas_of(w, way, w->at[v], to),
        .sum = sum_of_tree(w, v, above),
    };
}

static void
take_links(const struct plan_work *w, const uint32_t *link_of, const struct plan_years *years,
           struct connect_plan *plan)
{
    for (uint32_t v = 1; v < w->n; v++) {
        if (link_of[v] == CONNECT_SITES_NONE)
            continue;
        struct connect_link *l = &plan->link[link_of[v]];

        *l = link_of_tree(w, v, link_of);
        l->year = years->vertex ? years->vertex[v] : 0;
    }
}

/* ---- sites ----------------------------------------------------------------------------------- */

static enum connect_reason
why_not(const struct plan_site *s, enum connect_tech tech, enum connect_tech has)
{
    if (tech == has)
        return CONNECT_OPEN;
    bool                is_linked = tech == CONNECT_FIBRE || tech == CONNECT_MICROWAVE;
    enum connect_reason why = is_linked ? s->why[tech] : s->alone.why[tech];

    if (why != CONNECT_OPEN)
        return why;
    if (tech == CONNECT_MICROWAVE && !s->has_hop)
        return CONNECT_TOO_FAR;
    return has == CONNECT_NO_TECH ? CONNECT_TOO_FAR : CONNECT_DEARER;
}

static void
take_linked(const struct plan_work *w, const struct plan_site *s, struct connect_site_plan *p,
            const uint32_t *link_of)
{
    p->link = link_of[s->vertex];
    p->tech = (enum connect_tech)w->way[w->tree_link[s->vertex]].tech;
    p->sum = s->end[p->tech];
}

static void
take_site(const struct plan_work *w, uint32_t i, const uint32_t *link_of,
          const struct plan_years *years, struct connect_site_plan *p)
{
    const struct plan_site *s = &w->site[i];
    bool is_linked = s->vertex != NET_NONE && link_of[s->vertex] != CONNECT_SITES_NONE
        && plan_serves(w, s->vertex);

    *p = (struct connect_site_plan){ .link = CONNECT_SITES_NONE, .kbps = s->kbps,
                                     .users = s->users };
    if (w->ask->sites->site[i].is_connected)
        return;                         /* fibre, at no cost */
    p->tech = s->alone.tech;
    p->sum = s->alone.sum;
    if (p->tech == CONNECT_NO_TECH)
        p->sum = (struct connect_sum){ 0 }, p->year = CONNECT_NO_YEAR;
    else if (years->left)
        p->year = years->left[i];
    if (is_linked) {
        take_linked(w, s, p, link_of);
        p->year = years->vertex ? years->vertex[s->vertex] : 0;
    }
    for (int t = 0; t < CONNECT_TECHS; t++)
        p->why[t] = why_not(s, (enum connect_tech)t, p->tech);
}

/* ---- sums ------------------------------------------------------------------------------------ */

static bool
add(int64_t more, int64_t *sum)
{
    return !__builtin_add_overflow(*sum, more, sum);
}

static bool
add_sum(const struct connect_sum *more, struct connect_sum *sum)
{
    return add(more->npv, &sum->npv) && add(more->capex, &sum->capex)
        && add(more->opex_y, &sum->opex_y);
}

/* What a site costs above its floor is the decision's. */
static bool
add_site(const struct plan_work *w, uint32_t i, struct connect_plan *plan)
{
    const struct connect_site_plan *p = &plan->site[i];
    const struct plan_site         *s = &w->site[i];

    if (w->ask->sites->site[i].is_connected) {
        plan->n_given++;
        return true;
    }
    plan->n_tech[p->tech]++;
    if (p->tech == CONNECT_NO_TECH)
        return true;
    if (p->year != CONNECT_NO_YEAR && !(add(p->users, &plan->users)
                                        && add(p->sum.npv, &plan->spent)))
        return false;
    if (s->alone.tech != CONNECT_NO_TECH && !add(s->alone.sum.npv, &plan->alone))
        return false;
    return add_sum(&p->sum, &plan->total) && add(p->sum.npv - s->floor, &plan->decision);
}

static bool
add_up(const struct plan_work *w, struct connect_plan *plan)
{
    for (uint32_t i = 0; i < w->ask->sites->n; i++)
        if (!add_site(w, i, plan))
            return false;
    for (uint32_t i = 0; i < plan->n_links; i++) {
        const struct connect_link *l = &plan->link[i];

        if (!add_sum(&l->sum, &plan->total) || !add(l->sum.npv, &plan->decision))
            return false;
        if (l->year != CONNECT_NO_YEAR && !add(l->sum.npv, &plan->spent))
            return false;
    }
    return true;
}

/* ---- the plan -------------------------------------------------------------------------------- */

static bool
is_lit(const struct connect_ask *ask)
{
    for (uint32_t i = 0; i < ask->network->n_nodes; i++)
        if (ask->network->node[i].is == CONNECT_LIT)
            return true;
    for (uint32_t i = 0; i < ask->network->n_spans; i++)
        if (ask->network->span[i].is == CONNECT_LIT)
            return true;
    for (uint32_t i = 0; i < ask->sites->n; i++)
        if (ask->sites->site[i].is_connected)
            return true;
    return ask->network->n_towers > 0;
}

static struct err *
unlit(struct arena *a)
{
    return err_of(a, (struct err){ .kind = ERR_INPUT, .code = "connect.unlit",
        .text = MSG("Nothing in the network is in use: there is nowhere to connect to."),
        .hint = MSG("Give spans or nodes with the status \"operational\", or sites that have "
                    "fibre already.") });
}

static void
take(struct plan_work *w, const struct plan_years *years, struct connect_plan *plan)
{
    uint32_t *link_of = number_links(w, plan);

    take_links(w, link_of, years, plan);
    plan->site = NEWS(w->arena, struct connect_site_plan, w->ask->sites->n);
    for (uint32_t i = 0; i < w->ask->sites->n; i++)
        take_site(w, i, link_of, years, &plan->site[i]);
    plan->n_candidates = w->n_candidates;
    plan->bound = w->bound;
    plan->users_bound = years->users_bound;
}

/* Does a way lead from a site onto a road or dark fibre? See BOUND in connect_plan_part.h. */
static bool
leads_on(const struct connect_plan *plan)
{
    for (uint32_t i = 0; i < plan->n_links; i++) {
        const struct connect_link *l = &plan->link[i];

        if (l->b == CONNECT_AT_SITE && (l->a == CONNECT_AT_ROAD || l->a == CONNECT_AT_DARK))
            return true;
    }
    return false;
}

static void
keep_bounds(struct connect_plan *plan)
{
    if (!leads_on(plan))
        return;
    plan->bound = plan_smaller(plan->bound, plan->decision + plan->saved);
    if (plan->users_bound < plan->users)
        plan->users_bound = plan->users;
}

struct err *
connect_plan_of(struct arena *a, const struct connect_ask *ask, struct connect_plan *plan)
{
    struct plan_work  w = { .arena = a, .ask = ask };
    struct plan_years years = { .vertex = NULL };

    *plan = (struct connect_plan){ .site = NULL };
    if (!is_lit(ask))
        return unlit(a);
    connect_worth_of(ask->params->discount_basis, ask->params->years, &w.worth);
    plan_sites(&w);
    TRY(plan_graph(&w));
    TRY(plan_tree(&w));
    if (ask->n_money > 0)
        TRY(plan_money(&w, &years));
    struct plan_parted parted = plan_junctions(&w, &years);

    take(&w, &years, plan);
    plan->junctions = parted.n;
    plan->saved = parted.saved;
    if (!add_up(&w, plan))
        return plan_too_much(a);
    keep_bounds(plan);
    return NULL;
}
