/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_site_geojson.c — a list of sites as GeoJSON: a point each. See connect_site.h. */
#include "base/arena.h"
#include "city/connect/connect_site_part.h"

struct reader { struct connect_sites_in in; struct connect_usual *usual; };

/* The cells of a feature by field: of two properties for one field the better name's. */
static void
cells_of(struct reader *r, json_t *properties, struct str cell[CONNECT_FIELDS])
{
    const struct usual *u = &r->usual->usual;
    size_t              best[CONNECT_FIELDS];

    for (size_t f = 0; f < CONNECT_FIELDS; f++)
        best[f] = u->n;
    for (void *i = json_object_iter(properties); i; i = json_object_iter_next(properties, i)) {
        struct str key = str_of(json_object_iter_key(i));
        size_t     rank = connect_usual_rank(r->in.arena, r->usual, key);

        if (rank == u->n || rank >= best[u->is[rank]])
            continue;
        struct str text = connect_json_text(r->in.arena, json_object_iter_value(i));

        if (str_is_known(text)) {
            best[u->is[rank]] = rank;
            cell[u->is[rank]] = text;
        }
    }
}

static void
not_a_point(struct reader *r, uint32_t number)
{
    struct connect_fault fault;

    r->in.n_seen++;
    connect_degrees_fault(r->in.arena, CONNECT_DEGREES_WRONG, S(""), &fault);
    connect_sites_fault(&r->in, number, fault);
}

static struct err *
feature_read(struct reader *r, const json_t *feature, uint32_t number)
{
    struct str           cell[CONNECT_FIELDS] = { { NULL, 0 } };
    struct place         at;
    enum connect_degrees is = connect_json_point(json_object_get(feature, "geometry"), &at);

    cells_of(r, json_object_get(feature, "properties"), cell);
    if (!str_is_known(cell[CONNECT_ID]))
        cell[CONNECT_ID] = connect_json_text(r->in.arena, json_object_get(feature, "id"));
    if (is == CONNECT_DEGREES_WRONG) {
        not_a_point(r, number);
        return NULL;
    }
    return connect_sites_add(&r->in, cell, is == CONNECT_DEGREES ? &at : NULL, number);
}

static struct err *
on_feature(struct connect_walk *w, size_t index)
{
    struct reader *r = w->arg;
    json_t        *feature;

    TRY(connect_walk_take(w, &feature));
    struct err *e = NULL;

    if (json_is_object(feature))
        e = feature_read(r, feature, (uint32_t)index + 1);
    else
        not_a_point(r, (uint32_t)index + 1);
    connect_walk_drop(w);
    return e;
}

struct err *
connect_sites_read_geojson(struct arena *a, struct str name, struct str file,
                           struct connect_sites *out, struct connect_faults *faults)
{
    struct reader       r = { .in = { .arena = a, .name = str_copy(a, name), .is_json = true,
                                      .faults = faults } };
    struct connect_walk w = connect_walk_of(a, r.in.name, file, &r);

    TRY(connect_usual_of(a, &r.usual));
    TRY(connect_sites_open(&r.in, file));
    TRY(connect_walk_features(&w, on_feature));
    if (!w.has_features)
        return err_of(a, (struct err){ .kind = ERR_INPUT, .code = "connect.no_features",
            .text = MSG("This is no GeoJSON FeatureCollection: it has no features."),
            .hint = MSG("Export the layer of sites as GeoJSON, or give it as CSV."),
            .where = r.in.name });
    return connect_sites_close(&r.in, out);
}
