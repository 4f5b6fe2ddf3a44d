/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_network.h — the network that stands: Open Fibre Data Standard, GeoJSON or CSV.
 *
 * WHAT   OFDS 0.3 and 0.4 as JSON (a package of networks) and as GeoJSON (nodes and spans, one file
 *        or two); plain GeoJSON (points are nodes, lines are spans); CSV of points. A span's end
 *        that names a node which is not there is told and stays open: the span is used along its
 *        way. A span without a way goes straight between its nodes, and this is told. By `status`
 *        and `darkFibre` it is lit, dark, or cannot be used.
 * SOURCE Open Fibre Data Standard, reference of 0.3 and schema of 0.4.
 */
#ifndef GUYUB_CITY_CONNECT_NETWORK_H
#define GUYUB_CITY_CONNECT_NETWORK_H

#include "city/connect/connect.h"

enum connect_network_kind { CONNECT_OFDS_JSON, CONNECT_GEOJSON, CONNECT_CSV };

/* By its first bytes. */
enum connect_network_kind connect_network_kind_of(struct str file);

/* Adds to the network. */
struct err *connect_network_read(struct arena *, struct str name, struct str file,
                                 struct connect_network *, struct connect_faults *);

#endif
