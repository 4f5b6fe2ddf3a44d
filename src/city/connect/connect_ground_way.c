/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_ground_way.c — how much of a way lies in which area, and what is paid for. */
#include <math.h>
#include <string.h>

#include "city/connect/connect_cost.h"
#include "city/connect/connect_ground.h"

/* There and back are split alike, to the last metre. */
static bool
goes_back(struct place from, struct place to)
{
    return from.lat > to.lat || (from.lat == to.lat && from.lon > to.lon);
}

void
connect_ground_split(const struct connect_ground *g, struct place from, struct place to,
                     uint32_t metres, uint32_t area_m[CONNECT_AREAS_MAX])
{
    double   in[GROUND_AREAS_MAX + 1], all = 0;
    uint32_t left = metres;
    bool     back = goes_back(from, to);

    memset(area_m, 0, sizeof *area_m * CONNECT_AREAS_MAX);
    ground_metres(g->ground, back ? to : from, back ? from : to, in);
    for (uint32_t i = 0; i <= GROUND_AREAS_MAX; i++)
        all += in[i];
    for (uint32_t i = 0; i < GROUND_AREAS_MAX && all > 0; i++) {
        double   share = round(in[i] / all * metres);
        uint32_t m = share < left ? (uint32_t)fmax(share, 0) : left;

        if (in[i] > 0)
            area_m[g->price_of[i]] += m, left -= m;
    }
}

int64_t
connect_ground_paid(const struct connect_params *q, int64_t metres, const uint32_t *area_m)
{
    int64_t more = 0;

    for (size_t i = 0; area_m && i < q->n_areas; i++)
        more += (int64_t)area_m[i] * (q->area[i].factor_per_mille - CONNECT_PER_MILLE);
    return (metres * CONNECT_PER_MILLE + more + CONNECT_PER_MILLE / 2) / CONNECT_PER_MILLE;
}
