/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * region_map.c — a region for a map: GeoJSON (RFC 7946) of its boundary where one was brought in,
 * its own point, and the points of its parts. What is not known is not among the features.
 *
 * The boundary is simplified to what a screen can show; the whole one is never sent.
 */
#include "ground/region/region_page.h"

#include <math.h>

#include "base/arena.h"
#include "ground/region/region_boundary.h"
#include "ground/region/region_geojson.h"
#include "ground/region/region_sql.h"

enum {
    MAP_POINTS_MAX = 6000,
    ROUNDS_MAX     = 24,            /* each simplifies twice as hard */
    PLACES         = 5,             /* of a degree: about a metre    */
};

struct region_map {
    struct region_record   record;
    struct region_boundary boundary;
    bool                   has_boundary;
};

static void
open_feature(struct json *j, const char *role, const struct region *r, struct str source)
{
    json_open(j, '{');
    json_str_at(j, "type", S("Feature"));
    json_key(j, "properties");
    json_open(j, '{');
    json_str_at(j, "role", str_of(role));
    json_str_at(j, "code", r->code);
    json_str_at(j, "name", r->name);
    json_str_at(j, "kind", r->kind);
    json_str_at(j, "source", source);
    json_close(j, '}');
    json_key(j, "geometry");
    json_open(j, '{');
}

static void
close_feature(struct json *j)
{
    json_close(j, '}');
    json_close(j, '}');
}

/* Nothing without a point. */
static void
point_feature(struct json *j, const char *role, const struct region *r)
{
    struct dec latitude, longitude;

    if (!str_is_known(r->latitude) || !dec_parse(r->latitude, &latitude) ||
        !dec_parse(r->longitude, &longitude))
        return;
    open_feature(j, role, r, r->point_source);
    json_str_at(j, "type", S("Point"));
    json_key(j, "coordinates");
    json_open(j, '[');
    json_dec(j, longitude);
    json_dec(j, latitude);
    json_close(j, ']');
    close_feature(j);
}

/* ---- the boundary ---------------------------------------------------------------------------- */


static struct dec
degrees(double value)
{
    return dec_trim((struct dec){ .units = llround(value * pow(10, PLACES)), .scale = PLACES });
}

static void
put_ring(struct json *j, GEOSContextHandle_t h, const GEOSGeometry *ring)
{
    const GEOSCoordSequence *seq = GEOSGeom_getCoordSeq_r(h, ring);
    unsigned                 n = 0;

    GEOSCoordSeq_getSize_r(h, seq, &n);
    json_open(j, '[');
    for (unsigned i = 0; i < n; i++) {
        double longitude = 0, latitude = 0;

        GEOSCoordSeq_getXY_r(h, seq, i, &longitude, &latitude);
        json_open(j, '[');
        json_dec(j, degrees(longitude));
        json_dec(j, degrees(latitude));
        json_close(j, ']');
    }
    json_close(j, ']');
}

static void
put_polygon(struct json *j, GEOSContextHandle_t h, const GEOSGeometry *polygon)
{
    if (GEOSisEmpty_r(h, polygon))
        return;
    json_open(j, '[');
    put_ring(j, h, GEOSGetExteriorRing_r(h, polygon));
    for (int i = 0; i < GEOSGetNumInteriorRings_r(h, polygon); i++)
        put_ring(j, h, GEOSGetInteriorRingN_r(h, polygon, i));
    json_close(j, ']');
}

/*
 * Simplifies until a screen can take it; takes `shape`. Islands too small to see go. What keeps the
 * topology takes seconds for a province of a thousand islands, and a picture does not need it.
 */
static GEOSGeometry *
simplify(GEOSContextHandle_t h, GEOSGeometry *shape, double tolerance)
{
    for (int round = 0; round < ROUNDS_MAX; round++) {
        GEOSGeometry *simple;

        if (GEOSGetNumCoordinates_r(h, shape) <= MAP_POINTS_MAX)
            break;
        simple = GEOSSimplify_r(h, shape, tolerance);
        if (!simple || GEOSisEmpty_r(h, simple)) {
            if (simple)
                GEOSGeom_destroy_r(h, simple);
            break;
        }
        GEOSGeom_destroy_r(h, shape);
        shape = simple;
        tolerance *= 2;
    }
    return shape;
}

static void
boundary_feature(struct json *j, const struct region_map *m)
{
    const struct region_boundary *b = &m->boundary;
    double                        wide = (double)(b->east_e6 - b->west_e6) / 1e6;
    struct geos                   geos;
    GEOSGeometry                 *shape;

    void **place = geos_place(j->out->arena);

    geos_open(&geos);
    shape = GEOSGeomFromWKB_buf_r(geos.h, (const unsigned char *)b->wkb.p, b->wkb.n);
    if (shape) {
        *place = shape = simplify(geos.h, shape, wide / 4000);
        open_feature(j, "boundary", &m->record.region, b->source);
        json_str_at(j, "type", S("MultiPolygon"));
        json_key(j, "coordinates");
        json_open(j, '[');
        for (int i = 0; i < GEOSGetNumGeometries_r(geos.h, shape); i++)
            put_polygon(j, geos.h, GEOSGetGeometryN_r(geos.h, shape, i));
        json_close(j, ']');
        close_feature(j);
        GEOSGeom_destroy_r(geos.h, shape);
        *place = NULL;
    }
    geos_close(&geos);
}

static void
map_json(struct json *j, const void *model)
{
    const struct region_map    *m = model;
    const struct region_record *r = &m->record;

    json_open(j, '{');
    json_str_at(j, "type", S("FeatureCollection"));
    json_key(j, "features");
    json_open(j, '[');
    if (m->has_boundary)
        boundary_feature(j, m);
    point_feature(j, "region", &r->region);
    for (size_t i = 0; i < r->n_below; i++)
        point_feature(j, "part", &r->below[i]);
    json_close(j, ']');
    json_close(j, '}');
}

struct err *
region_map_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct region_map m;

    TRY(region_record_get(cx, rq->arg[0], &m.record));
    TRY(region_boundary_of(cx, m.record.region.id, &m.boundary, &m.has_boundary));
    reply_json(cx, rp, map_json, &m);
    return NULL;
}
