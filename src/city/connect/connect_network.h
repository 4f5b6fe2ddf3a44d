/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_network.h — the network that stands: Open Fibre Data Standard, GeoJSON or CSV.
 *
 * WHAT   OFDS 0.3 and 0.4 as JSON (a package of networks, one network, or its lists alone) and as
 *        GeoJSON (nodes and spans, one file or two: nodes first); plain GeoJSON (points are nodes,
 *        lines are spans); CSV of points. A point that says its radio ("4G/LTE") is a cell site. A
 *        span's end that names a node which is not there is told and stays open: the span is used
 *        along its way. A span without a way goes straight between its nodes, and this is told. By
 *        `status` and `darkFibre` it is lit, dark, or cannot be used.
 * OURS   operational is lit, also with dark fibre for lease beside it; inactive is dark, unless
 *        darkFibre says no; planned, proposed, underConstruction and decommissioned cannot be used;
 *        without a status it is dark if darkFibre says yes, else lit, which is told. What is not
 *        of fibre cannot be used.
 * SOURCE Open Fibre Data Standard 0.3.0: reference, code lists nodeStatus and spanStatus.
 */
#ifndef GUYUB_CITY_CONNECT_NETWORK_H
#define GUYUB_CITY_CONNECT_NETWORK_H

#include "city/connect/connect.h"

enum connect_network_kind { CONNECT_OFDS_JSON, CONNECT_GEOJSON, CONNECT_CSV };

/* By its first bytes. */
enum connect_network_kind connect_network_kind_of(struct str file);

/* Adds to the network; ends of spans are looked for in their own network, then in the files before:
 * of several nodes of one id, the nearest to the end of the way. What two files both have stays
 * twice. Fails: connect.json, connect.no_network, connect.network_nothing, connect.network_large,
 * connect.no_place, and what base/csv.h refuses. */
struct err *connect_network_read(struct arena *, struct str name, struct str file,
                                 struct connect_network *, struct connect_faults *);

#endif
