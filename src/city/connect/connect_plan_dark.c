/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_plan_dark.c — dark fibre that can be leased, as vertices and links. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "city/connect/connect_plan_part.h"

uint32_t
plan_dark_count(const struct connect_network *net)
{
    struct place at;
    double       metres;
    uint32_t     n = 0;

    for (uint32_t i = 0; i < net->n_spans; i++) {
        struct plan_walk walk = { .span = &net->span[i], .step_m = CONNECT_DARK_STEP_M };

        while (net->span[i].is == CONNECT_DARK && n < PLACES_MAX
               && plan_walk_next(&walk, &at, &metres))
            n++;
    }
    return n;
}

/* A span's points become vertices, and what lies between two of them a lease. Spans that meet in a
 * node meet in its vertex. */
static void
dark_span(struct plan_work *w, const struct connect_span *span, struct plan_dark *dark)
{
    struct plan_walk walk = { .span = span, .step_m = CONNECT_DARK_STEP_M };
    struct place     at;
    double           metres;
    uint32_t         before = NET_NONE;

    while (plan_walk_next(&walk, &at, &metres)) {
        uint32_t  node = before == NET_NONE ? span->from : walk.is_over ? span->to : NET_NONE;
        uint32_t *known = node == NET_NONE ? NULL : &dark->vertex_of_node[node];
        uint32_t  vertex = known && *known != NET_NONE ? *known : w->n++;

        if (known)
            *known = vertex;
        w->is[vertex] = CONNECT_AT_DARK;
        w->site_of[vertex] = NET_NONE;
        w->at[vertex] = at;
        if (before != NET_NONE)
            dark->lease[dark->n++] = (struct plan_lease){ before, vertex,
                                                          (uint32_t)llround(metres) };
        before = vertex;
    }
}

struct plan_dark
plan_dark_spans(struct plan_work *w, uint32_t most)
{
    const struct connect_network *net = w->ask->network;
    struct plan_dark              dark = {
        .lease = NEWS(w->arena, struct plan_lease, most),
        .vertex_of_node = NEWS(w->arena, uint32_t, net->n_nodes + 1),
    };

    memset(dark.vertex_of_node, 0xff, sizeof *dark.vertex_of_node * (net->n_nodes + 1));
    for (uint32_t i = 0; i < net->n_spans; i++)
        if (net->span[i].is == CONNECT_DARK)
            dark_span(w, &net->span[i], &dark);
    return dark;
}

void
plan_dark_leases(struct plan_work *w, const struct plan_dark *dark)
{
    for (size_t i = 0; i < dark->n; i++) {
        const struct plan_lease *l = &dark->lease[i];

        plan_add_link(w, l->a, l->b, plan_leased(w, w->at[l->a], w->at[l->b], l->metres));
    }
}
