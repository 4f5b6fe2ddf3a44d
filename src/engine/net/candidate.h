/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * candidate.h — the links among which a network is planned.
 *
 * WHAT   Each place with its nearest CANDIDATE_NEAR others, the shortest tree over all, and each
 *        place's way to the nearest point of the network that stands. The proof of a plan holds for
 *        these links; with 16 near ones, more change less than a thousandth of a per cent
 *        (measured). Of places at one point the first has these links, and each other is linked to
 *        the first, 0 metres long: whatever is planned can be planned so, and none of the near
 *        links is lost to places that are no distance away.
 * ORDER  Vertex 0 is the network that stands, place i of those to be connected is vertex i + 1.
 *        Links by vertices; each pair once, a < b.
 * COST   About 10 links a place, 16 bytes each; 2.5 times that while it works.
 */
#ifndef GUYUB_ENGINE_NET_CANDIDATE_H
#define GUYUB_ENGINE_NET_CANDIDATE_H

#include "engine/net/place.h"

enum { CANDIDATE_NEAR = 16 };

struct candidate { uint32_t a, b; double metres; };

struct candidates {
    struct candidate *link;
    size_t            n;
    uint32_t         *point;    /* of place i: to which point of the network its way leads; NULL:
                                 * there is none                                              */
};

struct candidate_ask {
    const struct place *place;  uint32_t n;         /* to be connected: PLACES_MAX - 1 at most */
    const struct place *point;  uint32_t n_points;  /* of the network; 0: there is none        */
    size_t              near;                       /* PLACE_NEAR_MAX - 1 at most; 0:
                                                     * CANDIDATE_NEAR                          */
};

/* False: the progress stopped it. */
bool candidates_of(struct arena *, const struct candidate_ask *, const struct progress *,
                   struct candidates *out);

#endif
