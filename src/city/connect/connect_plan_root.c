/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_plan_root.c — what is lit: points along its spans, its nodes, sites that have fibre. */
#include "base/arena.h"
#include "city/connect/connect_plan_part.h"

/* ---- along a span ---------------------------------------------------------------------------- */

bool
plan_walk_next(struct plan_walk *w, struct place *at, double *metres)
{
    const struct place *p = w->span->point;

    *metres = 0;
    if (!w->has_begun) {
        w->has_begun = true;
        *at = p[0];
        return true;
    }
    while (w->piece + 1 < w->span->n) {
        double piece_m = place_metres(p[w->piece], p[w->piece + 1]);
        double need_m = w->step_m - *metres, rest_m = piece_m - w->at_m;

        if (rest_m > need_m) {
            w->at_m += need_m;
            *metres = w->step_m;
            *at = place_between(p[w->piece], p[w->piece + 1], w->at_m / piece_m);
            return true;
        }
        *metres += rest_m;
        w->at_m = 0;
        w->piece++;
    }
    *at = p[w->span->n - 1];
    bool is_end = !w->is_over;

    w->is_over = true;
    return is_end;
}

/* ---- the root: what is lit ------------------------------------------------------------------- */

/* Counts into n; where there is room, keeps too. */
struct places { struct place *at; uint32_t n; };

static void
keep_place(struct places *list, struct place at)
{
    if (list->at)
        list->at[list->n] = at;
    list->n++;
}

static void
lit_spans(const struct connect_network *net, struct places *list)
{
    struct place at;
    double       metres;

    for (uint32_t i = 0; i < net->n_spans; i++) {
        struct plan_walk walk = { .span = &net->span[i], .step_m = CONNECT_LIT_STEP_M };

        while (net->span[i].is == CONNECT_LIT && list->n < PLACES_MAX
               && plan_walk_next(&walk, &at, &metres))
            keep_place(list, at);
    }
}

static void
lit_places(const struct plan_work *w, struct places *list)
{
    const struct connect_network *net = w->ask->network;
    const struct connect_sites   *sites = w->ask->sites;

    for (uint32_t i = 0; i < net->n_nodes; i++)
        if (net->node[i].is == CONNECT_LIT)
            keep_place(list, net->node[i].at);
    for (uint32_t i = 0; i < sites->n; i++)
        if (sites->site[i].is_connected)
            keep_place(list, sites->site[i].at);
}

void
plan_root(struct plan_work *w)
{
    const struct connect_network *net = w->ask->network;
    struct places                 points = { .at = NULL }, masts = { .at = NULL };

    lit_places(w, &masts);
    points.n = masts.n;
    lit_spans(net, &points);
    w->n_points = points.n;
    w->n_masts = masts.n + net->n_towers;
    w->point = NEWS(w->arena, struct place, w->n_points);
    w->mast = NEWS(w->arena, struct place, w->n_masts);
    points = (struct places){ .at = w->point };
    masts = (struct places){ .at = w->mast };
    lit_places(w, &points);
    lit_spans(net, &points);
    lit_places(w, &masts);
    for (uint32_t i = 0; i < net->n_towers; i++)
        keep_place(&masts, net->tower[i].at);
}
