/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_network_geojson.c — features as nodes, cell sites and spans; see connect_network.h. */
#include <string.h>

#include "base/arena.h"
#include "city/connect/connect_network_part.h"

static bool
is_line(const json_t *geometry)
{
    const char *type = json_string_value(json_object_get(geometry, "type"));

    return type && (strcmp(type, "LineString") == 0 || strcmp(type, "MultiLineString") == 0);
}

/* A line; or nothing, of a feature that has a start or says what it is. */
static bool
is_span(const json_t *geometry, const json_t *properties)
{
    const char *type = json_string_value(json_object_get(properties, "featureType"));

    if (geometry && !json_is_null(geometry))
        return is_line(geometry);
    return (type && strcmp(type, "span") == 0) || json_object_get(properties, "start");
}

/* Features of OFDS say their network. */
struct err *
connect_feature_read(struct connect_network_in *in, const json_t *feature, struct str where)
{
    const json_t        *properties = json_object_get(feature, "properties");
    const json_t        *network = json_object_get(properties, "network");
    const json_t        *geometry = json_object_get(feature, "geometry");
    struct connect_thing t = { .object = properties, .geometry = geometry, .where = where,
                               .is_ofds = json_is_object(network) };

    if (!json_is_object(feature)) {
        in->n_seen++;
        connect_network_fault(in, where, 0, (struct connect_fault){ .code = "connect.thing",
            .says = MSG("It is no object, or one that is too large."),
            .hint = MSG("A feature is an object of at most 4 MB.") });
        return NULL;
    }
    t.scope = connect_json_text(in->arena, json_object_get(network, "id"));
    return is_span(geometry, properties) ? connect_span_read(in, &t) : connect_node_read(in, &t);
}
