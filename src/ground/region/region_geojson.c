/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* region_geojson.c — see region_geojson.h. jansson reads the values, GEOS judges the shapes. */
#include "ground/region/region_geojson.h"

#include <assert.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

enum { RING_LEAST = 4 };

struct reader {
    const struct geojson *in;
    size_t                at;               /* bytes read               */
    int64_t               n_features;
    size_t                line_at;          /* a byte whose line is known, so that every */
    size_t                line_from;        /* byte is looked at once, even if all of    */
    int64_t               line;             /* the file is one line                      */
    /* the feature being read */
    size_t                feature_at;
    int64_t               n_vertices;
    double                west, south, east, north;
    struct err           *fault;
};

/* ---- GEOS ----------------------------------------------------------------------------------- */

static void
geos_says(const char *text, void *arg)
{
    struct geos *g = arg;

    snprintf(g->said, sizeof(g->said), "%s", text);
}

static GEOSContextHandle_t context;

void
geos_open(struct geos *g)
{
    if (!context)
        context = GEOS_init_r();
    assert(context);
    *g = (struct geos){ .h = context };
    GEOSContext_setErrorMessageHandler_r(g->h, geos_says, g);
}

void
geos_close(struct geos *g)
{
    GEOSContext_setErrorMessageHandler_r(g->h, NULL, NULL);
    g->h = NULL;
}

static void
end_shape(void *shape)
{
    GEOSGeom_destroy_r(context, shape);
}

void **
geos_place(struct arena *a)
{
    return arena_owns(a, end_shape);
}

/* ---- faults --------------------------------------------------------------------------------- */

struct err *
geojson_refused(struct arena *a, struct str where, const char *code, struct msg detail)
{
    return err_of(a, (struct err){
        .kind = ERR_INPUT, .code = code, .where = where,
        .text = MSG("The boundaries were not read in."), .detail = detail,
        .hint = MSG("Correct the file and import it again; nothing has been written."),
    });
}

static struct str
where_of(struct reader *r, size_t at)
{
    if (at < r->line_at) {
        r->line_at = r->line_from = 0;
        r->line = 1;
    }
    for (; r->line_at < at; r->line_at++)
        if (r->in->text.p[r->line_at] == '\n') {
            r->line_from = r->line_at + 1;
            r->line++;
        }
    return str_fmt(r->in->arena, "%.*s:%lld:%zu", TEXT(r->in->name), (long long)r->line,
                   at - r->line_from + 1);
}

static struct err *
refused_at(struct reader *r, size_t at, const char *code, struct msg detail)
{
    return geojson_refused(r->in->arena, where_of(r, at), code, detail);
}

/* A fault of the feature that is being read; the first one is kept. */
static void
fault(struct reader *r, const char *code, struct msg what)
{
    struct arena *a = r->in->arena;

    if (!r->fault)
        r->fault = refused_at(r, r->feature_at, code,
                              MSG("Feature {0}: {1}", str_int(r->in->arena, r->n_features),
                                  msg_text(a, r->in->lang, what)));
}

/* ---- shapes --------------------------------------------------------------------------------- */

static bool
read_position(struct reader *r, const json_t *position, double *x, double *y)
{
    const json_t *lon = json_array_get(position, 0), *lat = json_array_get(position, 1);

    if (!json_is_number(lon) || !json_is_number(lat)) {
        fault(r, "region.boundary_position", MSG("a position is not two numbers."));
        return false;
    }
    *x = json_number_value(lon);
    *y = json_number_value(lat);
    if (!(fabs(*x) <= 180) || !(fabs(*y) <= 90)) {
        fault(r, "region.boundary_globe",
              MSG("{0}, {1} is not on the globe; the longitude comes first, both in degrees.",
                  str_fmt(r->in->arena, "%.15g", *x), str_fmt(r->in->arena, "%.15g", *y)));
        return false;
    }
    r->west = fmin(r->west, *x);
    r->east = fmax(r->east, *x);
    r->south = fmin(r->south, *y);
    r->north = fmax(r->north, *y);
    return true;
}

static bool
ring_is_closed(const json_t *ring)
{
    const json_t *first = json_array_get(ring, 0);
    const json_t *last = json_array_get(ring, json_array_size(ring) - 1);

    for (size_t i = 0; i < 2; i++) {
        const json_t *a = json_array_get(first, i), *b = json_array_get(last, i);

        if (!json_is_number(a) || !json_is_number(b)
            || json_number_value(a) != json_number_value(b))
            return false;
    }
    return true;
}

static GEOSGeometry *
read_ring(struct reader *r, const json_t *ring)
{
    GEOSContextHandle_t h = r->in->geos->h;
    size_t              n = json_array_size(ring);
    double              x, y;

    r->n_vertices += (int64_t)n;
    if (n < RING_LEAST || !ring_is_closed(ring)) {
        fault(r, "region.boundary_ring",
              MSG("a ring is not closed: it needs four positions or more, "
                  "the last like the first."));
        return NULL;
    }
    if (r->n_vertices > GEOJSON_VERTICES_MAX) {
        fault(r, "region.boundary_large",
              MSG("it has more than {0} positions; simplify it.",
                  str_int(r->in->arena, GEOJSON_VERTICES_MAX)));
        return NULL;
    }
    GEOSCoordSequence *seq = GEOSCoordSeq_create_r(h, (unsigned)n, 2);

    for (size_t i = 0; i < n; i++) {
        if (!read_position(r, json_array_get(ring, i), &x, &y)) {
            GEOSCoordSeq_destroy_r(h, seq);
            return NULL;
        }
        GEOSCoordSeq_setXY_r(h, seq, (unsigned)i, x, y);
    }
    /* takes the sequence, even when it fails */
    GEOSGeometry *made = GEOSGeom_createLinearRing_r(h, seq);

    if (!made)
        fault(r, "region.boundary_ring", MSG("{0}", str_of(r->in->geos->said)));
    return made;
}

/* GEOS wants arrays that it does not keep; the parts belong to what is made of them. */
static void
drop_all(struct reader *r, GEOSGeometry **part, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (part[i])
            GEOSGeom_destroy_r(r->in->geos->h, part[i]);
}

static GEOSGeometry *
read_polygon(struct reader *r, const json_t *rings)
{
    size_t         n = json_array_size(rings), i;
    GEOSGeometry **part = NEWS(r->in->arena, GEOSGeometry *, n + 1);

    if (n == 0) {
        fault(r, "region.boundary_ring", MSG("a polygon has no ring."));
        return NULL;
    }
    for (i = 0; i < n && !r->fault; i++)
        part[i] = read_ring(r, json_array_get(rings, i));
    if (r->fault) {
        drop_all(r, part, n);
        return NULL;
    }
    return GEOSGeom_createPolygon_r(r->in->geos->h, part[0], part + 1, (unsigned)(n - 1));
}

static GEOSGeometry *
read_polygons(struct reader *r, const json_t *polygons)
{
    size_t         n = json_array_size(polygons);
    GEOSGeometry **part = NEWS(r->in->arena, GEOSGeometry *, n + 1);

    if (n == 0)
        fault(r, "region.boundary_empty", MSG("its geometry is empty."));
    for (size_t i = 0; i < n && !r->fault; i++)
        part[i] = read_polygon(r, json_array_get(polygons, i));
    if (r->fault) {
        drop_all(r, part, n);
        return NULL;
    }
    return GEOSGeom_createCollection_r(r->in->geos->h, GEOS_MULTIPOLYGON, part, (unsigned)n);
}

static GEOSGeometry *
read_geometry(struct reader *r, const json_t *geometry)
{
    const char   *type = json_string_value(json_object_get(geometry, "type"));
    const json_t *coordinates = json_object_get(geometry, "coordinates");

    if (type && strcmp(type, "MultiPolygon") == 0 && json_is_array(coordinates))
        return read_polygons(r, coordinates);
    if (type && strcmp(type, "Polygon") == 0 && json_is_array(coordinates)) {
        json_t       *one = json_pack("[O]", coordinates);
        GEOSGeometry *shape = one ? read_polygons(r, one) : NULL;

        json_decref(one);
        return shape;
    }
    fault(r, "region.boundary_type", MSG("its geometry is not a Polygon or a MultiPolygon."));
    return NULL;
}

/* Areas only, as one multipolygon; takes `shape`, gives NULL if nothing is left. */
static GEOSGeometry *
as_multipolygon(GEOSContextHandle_t h, GEOSGeometry *shape)
{
    int type = shape ? GEOSGeomTypeId_r(h, shape) : -1;

    if (type == GEOS_POLYGON && !GEOSisEmpty_r(h, shape))
        return GEOSGeom_createCollection_r(h, GEOS_MULTIPOLYGON, &shape, 1);
    if (type == GEOS_MULTIPOLYGON && !GEOSisEmpty_r(h, shape))
        return shape;
    if (shape)
        GEOSGeom_destroy_r(h, shape);
    return NULL;
}

/* Crossing lines make areas of their own; what has no area goes. Takes `shape`. */
static GEOSGeometry *
make_valid(struct reader *r, GEOSGeometry *shape)
{
    GEOSContextHandle_t  h = r->in->geos->h;
    GEOSMakeValidParams *how = GEOSMakeValidParams_create_r(h);
    GEOSGeometry        *mended;
    char                *reason;

    GEOSMakeValidParams_setMethod_r(h, how, GEOS_MAKE_VALID_STRUCTURE);
    GEOSMakeValidParams_setKeepCollapsed_r(h, how, 0);
    mended = as_multipolygon(h, GEOSMakeValidWithParams_r(h, shape, how));
    GEOSMakeValidParams_destroy_r(h, how);
    if (!mended) {
        reason = GEOSisValidReason_r(h, shape);
        fault(r, "region.boundary_invalid",
              MSG("it is not a valid area and cannot be mended: {0}.",
                  str_copy(r->in->arena, str_of(reason ? reason : r->in->geos->said))));
        if (reason)
            GEOSFree_r(h, reason);
    }
    GEOSGeom_destroy_r(h, shape);
    return mended;
}

/* ---- features ------------------------------------------------------------------------------- */

static struct geo_box
feature_box(const struct reader *r)
{
    return (struct geo_box){
        .west_e6 = (int64_t)floor(r->west * 1e6), .south_e6 = (int64_t)floor(r->south * 1e6),
        .east_e6 = (int64_t)ceil(r->east * 1e6),  .north_e6 = (int64_t)ceil(r->north * 1e6),
    };
}

static struct str
feature_code(struct reader *r, const json_t *feature)
{
    const json_t *code = json_object_get(json_object_get(feature, "properties"),
                                         str_z(r->in->arena, r->in->code_property));

    if (!json_is_string(code)) {
        fault(r, "region.boundary_code", MSG("it has no property “{0}” with a region's code.",
                                             r->in->code_property));
        return S("");
    }
    return (struct str){ json_string_value(code), json_string_length(code) };
}

static struct err *
feature_hand_over(struct reader *r, struct str code, GEOSGeometry *shape, bool mended)
{
    return r->in->each(&(struct geo_feature){ .number = r->n_features,
        .where = where_of(r, r->feature_at),
        .code = code, .shape = shape, .box = feature_box(r), .mended = mended }, r->in->arg);
}

static struct err *
read_feature(struct reader *r, const json_t *feature)
{
    GEOSContextHandle_t h = r->in->geos->h;
    const char         *type = json_string_value(json_object_get(feature, "type"));
    GEOSGeometry       *shape;
    struct err         *err;

    r->fault = NULL;
    r->n_vertices = 0;
    r->west = r->south = INFINITY;
    r->east = r->north = -INFINITY;
    if (!type || strcmp(type, "Feature") != 0)
        fault(r, "region.boundary_type", MSG("it is not a Feature."));
    struct str code = r->fault ? S("") : feature_code(r, feature);

    shape = r->fault ? NULL : read_geometry(r, json_object_get(feature, "geometry"));
    bool valid = shape && GEOSisValid_r(h, shape) == 1;

    if (shape && !valid)
        shape = make_valid(r, shape);
    if (!r->fault && !shape)
        fault(r, "region.boundary_invalid", MSG("it is not a valid area and cannot be mended: {0}.",
                                                str_of(r->in->geos->said)));
    err = r->fault ? r->fault : feature_hand_over(r, code, shape, !valid);
    if (shape)
        GEOSGeom_destroy_r(h, shape);
    return err;
}

/* ---- the file ------------------------------------------------------------------------------- */

static char
next_mark(struct reader *r)
{
    while (r->at < r->in->text.n && strchr(" \t\r\n", r->in->text.p[r->at]) && r->in->text.p[r->at])
        r->at++;
    return r->at < r->in->text.n ? r->in->text.p[r->at] : '\0';
}

static struct err *
expect(struct reader *r, char mark)
{
    if (next_mark(r) != mark)
        return refused_at(r, r->at, "region.boundary_json",
                          MSG("Here the file is not JSON: {0} is expected.",
                              str_fmt(r->in->arena, "%c", mark)));
    r->at++;
    return NULL;
}

/* One JSON value from here; the caller drops it. */
static struct err *
read_value(struct reader *r, json_t **value)
{
    json_error_t error;
    size_t       start = (next_mark(r), r->at);

    *value = json_loadb(r->in->text.p + start, r->in->text.n - start,
                        JSON_DECODE_ANY | JSON_DISABLE_EOF_CHECK | JSON_REJECT_DUPLICATES, &error);
    r->at = start + (size_t)(error.position > 0 ? error.position : 0);
    if (r->at > r->in->text.n)
        r->at = r->in->text.n;
    if (*value)
        return NULL;
    return refused_at(r, r->at, "region.boundary_json",
                      MSG("Here the file is not JSON: {0}.",
                          str_copy(r->in->arena, str_of(error.text))));
}

static struct err *
read_features(struct reader *r)
{
    struct arena *a = r->in->arena;
    json_t       *feature;

    TRY(expect(r, '['));
    if (next_mark(r) == ']')
        return expect(r, ']');
    for (;;) {
        size_t mark = arena_mark(a);

        next_mark(r);
        r->feature_at = r->at;
        if (++r->n_features > GEOJSON_FEATURES_MAX)
            return refused_at(r, r->at, "region.boundary_large",
                              MSG("The file has more than {0} features; split it.",
                                  str_int(r->in->arena, GEOJSON_FEATURES_MAX)));
        TRY(read_value(r, &feature));
        struct err *err = read_feature(r, feature);

        json_decref(feature);
        TRY(err);
        arena_back(a, mark);
        if (next_mark(r) != ',')
            return expect(r, ']');
        r->at++;
    }
}

/* A member of the collection: the features, its type, or something to pass over. */
static struct err *
read_member(struct reader *r, bool *is_collection)
{
    size_t      start = (next_mark(r), r->at);
    json_t     *key, *value;
    struct err *err;
    bool        is_features, is_type;

    TRY(read_value(r, &key));
    if (!json_is_string(key)) {
        json_decref(key);
        return refused_at(r, start, "region.boundary_json",
                          MSG("Here the file is not JSON: {0} is expected.", S("\"")));
    }
    is_features = strcmp(json_string_value(key), "features") == 0;
    is_type = strcmp(json_string_value(key), "type") == 0;
    json_decref(key);
    TRY(expect(r, ':'));
    if (is_features)
        return read_features(r);
    err = read_value(r, &value);
    if (!err && is_type)
        *is_collection = json_is_string(value)
                      && strcmp(json_string_value(value), "FeatureCollection") == 0;
    json_decref(value);
    return err;
}

struct err *
geojson_read(const struct geojson *in)
{
    struct str    mark = S("\xEF\xBB\xBF");     /* of byte order; passed over as in CSV */
    struct reader r = { .in = in, .line = 1, .at = str_starts(in->text, mark) ? mark.n : 0 };
    bool          is_collection = false;

    if (in->text.n > GEOJSON_BYTES_MAX)
        return refused_at(&r, 0, "region.boundary_large",
                          MSG("The file is larger than 256 MB; split it."));
    TRY(expect(&r, '{'));
    do
        TRY(read_member(&r, &is_collection));
    while (next_mark(&r) == ',' && r.at++ < in->text.n);
    TRY(expect(&r, '}'));
    next_mark(&r);
    if (r.at < in->text.n)
        return refused_at(&r, r.at, "region.boundary_json", MSG("Here the file should end."));
    if (!is_collection || r.n_features == 0)
        return refused_at(&r, 0, "region.boundary_type",
                          MSG("This is not a FeatureCollection with features."));
    return NULL;
}
