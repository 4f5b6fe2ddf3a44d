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
 */
#ifndef GUYUB_BENCH_NET_RIVAL_H
#define GUYUB_BENCH_NET_RIVAL_H

#include "engine/net/steiner.h"

struct rival { const char *name; int64_t links, lost; uint32_t inside; };

enum { RIVALS = 5 };    /* all in the shortest tree; Giga 1, 2; SEL; the tree pruned at its best */

/* All sites are within reach, none must. */
void rivals_of(struct arena *, const struct net_graph *, struct rival out[RIVALS]);

#endif
