/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * rival.h — how others decide who is connected, written from their descriptions, on the same links
 * and prices. The network that stands is one vertex for them too: a favour.
 *
 * GIGA   Giga Open Cost Model (UNICEF, 2023): the shortest tree; sites that hang from one point of
 *        the network are a cluster. Version 1 takes the longest last link of a cluster away until
 *        its links cost no more than what it saves. Version 2 drops a cluster whose links cost more
 *        than it saves; of the others those at an end whose link costs more than they save, again
 *        and again.
 * SEL    Columbia University's Network Planner, budgeted Kruskal: a link is taken if it costs no
 *        more than either side can spend; what is left is put together. Who is not joined to the
 *        network at the end stays outside.
 * ORDER  SEL's sequencer, which says in which order a network is built: of the sites that hang from
 *        what is built, next the one with the most users for its money, both counted with all below
 *        it. With money that ends, who is too dear is passed over and the next is looked at: a
 *        favour, too.
 */
#ifndef GUYUB_BENCH_NET_RIVAL_H
#define GUYUB_BENCH_NET_RIVAL_H

#include "engine/net/steiner.h"

struct rival { const char *name; int64_t links, lost; uint32_t inside; };

enum { RIVALS = 5 };    /* all in the shortest tree; Giga 1, 2; SEL; the tree pruned at its best */

/* All sites are within reach, none must. */
void rivals_of(struct arena *, const struct net_graph *, struct rival out[RIVALS]);

/* Who is served when a network is built in the sequencer's order until the money is gone. */
enum rival_network { RIVAL_SEL, RIVAL_SHORTEST };
struct rival_ask {
    const struct net_graph *graph;
    const int64_t          *users;      /* of a vertex; of the root: none                         */
    enum rival_network      network;    /* SEL's own; the shortest tree over all                  */
    int64_t                 budget;
};
struct rival_served { int64_t spent, users; uint32_t inside; };     /* inside: the root left out */

struct rival_served rival_sequencer(struct arena *, const struct rival_ask *);

#endif
