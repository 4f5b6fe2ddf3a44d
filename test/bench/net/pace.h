/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pace.h — graphs in the format of SteinLib and the PACE challenge of 2018. */
#ifndef GUYUB_BENCH_NET_PACE_H
#define GUYUB_BENCH_NET_PACE_H

#include "engine/net/steiner.h"

/*
 * Reads "Nodes", "Edges", "E u v cost" of SECTION Graph and "T v" of SECTION Terminals, vertices
 * from 1 on. The first terminal becomes vertex 0, the root, and vertex 1 takes its number; the
 * others must be connected. Ends the program with a message if the file is no such graph.
 */
struct net_graph pace_read(struct arena *, const char *file);

#endif
