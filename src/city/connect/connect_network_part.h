/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_network_part.h — what the readers of networks share. */
#ifndef GUYUB_CITY_CONNECT_NETWORK_PART_H
#define GUYUB_CITY_CONNECT_NETWORK_PART_H

#include "city/connect/connect_network.h"
#include "city/connect/connect_read.h"

/* As read: with the network that it stands in, within which ids are unique, and where. */
struct connect_node_in { struct connect_node node; struct str scope, where; uint32_t line; };
struct connect_tower_in { struct connect_tower tower; struct str where; uint32_t line; };

/* `start`, `end`: what they name, or unknown. Its ways: `point` of the span, or none (n is 0). */
struct connect_span_in {
    struct connect_span span;
    struct str          scope, where, start, end;
    bool                tells_ends;             /* a span of OFDS, which should name both */
    bool                goes_on;                /* a further part of the one before       */
};

struct connect_network_in {
    struct arena          *arena;
    struct str             name;
    struct connect_faults *faults;
    struct connect_usual  *usual;
    struct connect_rows    nodes, spans, towers;        /* as above */
    uint64_t               n_seen, n_points, n_no_status;
    size_t                 n_before;                    /* faults that were there already */
    size_t                 network;                     /* of OFDS: which one is read     */
    bool                   has_features, has_networks;
};

void connect_network_fault(struct connect_network_in *, struct str where, uint32_t line,
                           struct connect_fault);
struct err *connect_network_full(struct connect_network_in *);

/*
 * What a status and `darkFibre` say.
 * THE LAW  Code lists nodeStatus and spanStatus of OFDS 0.3.0. operational: "live and carrying
 *          traffic"; inactive: "Construction of the passive network infrastructure is complete, but
 *          the span is not yet operational"; planned, proposed, underConstruction: not there yet;
 *          decommissioned: "no longer operational". darkFibre: "Whether access to dark fibre is
 *          available on this span".
 * OURS     As connect_network.h says. Another word cannot be used, which is told.
 */
enum connect_state connect_state_of(struct connect_network_in *, struct str status,
                                    const struct maybe_int *dark, struct str where);

/* An object of OFDS as node or span: of JSON with its `location` or `route`, of GeoJSON with its
 * properties and geometry. */
struct connect_thing { const json_t *object, *geometry; struct str scope, where; bool is_ofds; };

/* Add what they read, or tell what is wrong. Fail: connect.network_large. */
struct err *connect_node_read(struct connect_network_in *, const struct connect_thing *);
struct err *connect_span_read(struct connect_network_in *, const struct connect_thing *);

/* The same for a file and for one feature; a file may be refused as connect_network.h says. */
struct err *connect_network_read_json(struct connect_network_in *, struct str file);
struct err *connect_network_read_csv(struct connect_network_in *, struct str file);
struct err *connect_feature_read(struct connect_network_in *, const json_t *, struct str where);

/* Leaves out what has a fault, finds the ends of spans, and adds the rest. */
struct err *connect_network_close(struct connect_network_in *, struct connect_network *);

#endif
