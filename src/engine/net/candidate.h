/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * candidate.h — the links among which a network is planned.
 *
 * WHAT   Each place with its nearest CANDIDATE_NEAR others, the shortest tree over all, and each
 *        place's way to the nearest point of the network that stands. The proof of a plan holds for
 *        these links; with 16 near ones, more change less than a thousandth of a per cent
 *        (measured).
 * ORDER  Vertex 0 is the network that stands, place i of those to be connected is vertex i + 1.
 *        Links by vertices; each pair once, a < b.
 */
#ifndef GUYUB_ENGINE_NET_CANDIDATE_H
#define GUYUB_ENGINE_NET_CANDIDATE_H

#include "engine/net/place.h"

enum { CANDIDATE_NEAR = 16, CANDIDATE_NO_POINT = 0xffffff };

/* `point`: of a link to the network (a is 0), which of its points; otherwise CANDIDATE_NO_POINT. */
struct candidate { uint32_t a, b, point; double metres; };
struct candidates { struct candidate *link; size_t n; };

struct candidate_ask {
    const struct place *place;  uint32_t n;             /* to be connected                 */
    const struct place *point;  uint32_t n_points;      /* of the network; 0: there is none */
    size_t              near;                           /* 0: CANDIDATE_NEAR               */
};

/* False: the progress stopped it. */
bool candidates_of(struct arena *, const struct candidate_ask *, const struct progress *,
                   struct candidates *out);

#endif
