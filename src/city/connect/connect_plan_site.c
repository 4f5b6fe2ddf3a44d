/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_plan_site.c — what each site needs, and what it costs without a network round it. */
#include "base/arena.h"
#include "city/connect/connect_plan_part.h"

/* ---- cellular cover that only the towers tell ------------------------------------------------ */

struct cover { struct place_index *towers; int64_t most_m; };

static struct cover
cover_of(const struct plan_work *w)
{
    const struct connect_network *net = w->ask->network;
    struct maybe_int              most_m = w->ask->params->price[CONNECT_CELLULAR].most_m;
    struct place                 *at = NEWS(w->arena, struct place, net->n_towers);
    uint32_t                      n = 0;

    for (uint32_t i = 0; i < net->n_towers; i++)
        if (net->tower[i].is_4g)
            at[n++] = net->tower[i].at;
    if (n == 0 || !most_m.known)
        return (struct cover){ .towers = NULL };
    return (struct cover){ place_index_make(w->arena, at, n), most_m.n };
}

/* What the list says of cover; where it says nothing, a tower in reach says it. */
static struct connect_site
with_cover(const struct cover *c, const struct connect_site *given)
{
    struct connect_site site = *given;
    struct place_near   near;

    if (c->towers && !site.has_cover.known && place_nearest(c->towers, site.at, 1, &near) == 1
        && near.metres <= (double)c->most_m)
        site.has_cover = KNOWN(1);
    return site;
}

/* ---- a site ---------------------------------------------------------------------------------- */

static int64_t
alone_npv(const struct plan_site *s)
{
    return s->alone.tech == CONNECT_NO_TECH ? PLAN_CLOSED : s->alone.sum.npv;
}

static void
one_site(struct plan_work *w, const struct connect_site *given, struct plan_site *s)
{
    const struct connect_params *p = w->ask->params;

    s->kbps = connect_kbps(p, given);
    s->users = connect_users(p, given);
    s->vertex = NET_NONE;
    connect_alone_of(p, &w->worth, given, &s->alone);
    s->floor = alone_npv(s);
    for (int t = 0; t < PLAN_ENDS; t++) {
        enum connect_tech tech = (enum connect_tech)t;

        s->why[t] = connect_is_open(p, given, tech, s->kbps);
        if (s->why[t] != CONNECT_OPEN)
            continue;
        if (!connect_site_cost(p, &w->worth, tech, s->kbps, &s->end[t]))
            s->why[t] = CONNECT_NO_PRICE;
        else
            s->floor = plan_smaller(s->floor, s->end[t].npv);
    }
}

void
plan_sites(struct plan_work *w)
{
    const struct connect_sites *list = w->ask->sites;
    struct cover                cover = cover_of(w);

    w->site = NEWS(w->arena, struct plan_site, list->n);
    for (uint32_t i = 0; i < list->n; i++) {
        struct connect_site site = with_cover(&cover, &list->site[i]);

        one_site(w, &site, &w->site[i]);
    }
}

/* ---- at the end of a link -------------------------------------------------------------------- */

/* A fibre may go by a site that is better off on its own; a microwave hop ends in a mast there. */
bool
plan_stays_alone(const struct plan_site *s, enum connect_tech tech)
{
    if (s->lot != PLAN_FREE)
        return s->lot == PLAN_LEFT;
    return tech == CONNECT_FIBRE && alone_npv(s) < s->end[CONNECT_FIBRE].npv;
}

int64_t
plan_end_adds(const struct plan_work *w, uint32_t vertex, enum connect_tech tech)
{
    if (w->site_of[vertex] == NET_NONE)
        return 0;
    const struct plan_site *s = &w->site[w->site_of[vertex]];

    if (s->lot == PLAN_LEFT)
        return 0;
    return (plan_stays_alone(s, tech) ? s->alone.sum.npv : s->end[tech].npv) - s->floor;
}
