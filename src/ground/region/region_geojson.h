/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * region_geojson.h — polygons from a GeoJSON text (RFC 7946), one feature at a time, checked.
 * Private.
 *
 * WHAT   A FeatureCollection whose features are Polygon or MultiPolygon, WGS 84, longitude first,
 *        and carry a region's code in a property. Each feature is parsed, checked, turned into a
 *        GEOS multipolygon, handed over and dropped, so that a large file costs one feature.
 * CHECKS Limits below; positions are numbers on the globe; rings are closed and have four
 *        positions or more. A polygon that crosses itself is made valid (and counted); if nothing
 *        is left it is refused with GEOS's own reason.
 * ERRORS Kind INPUT, "FILE:LINE:COLUMN", the number of the feature, and what to do.
 */
#ifndef GUYUB_REGION_GEOJSON_H
#define GUYUB_REGION_GEOJSON_H

#include <geos_c.h>

#include "base/err.h"

enum {
    GEOJSON_BYTES_MAX    = 256 << 20,
    GEOJSON_FEATURES_MAX = 200000,
    GEOJSON_VERTICES_MAX = 2000000,         /* of one feature */
    GEOS_SAID_MAX        = 200,
};

/* The process's GEOS context, with what it said last. One is enough, and making it is the one call
 * of GEOS that ends the process when there is no memory. */
struct geos { GEOSContextHandle_t h; char said[GEOS_SAID_MAX]; };

void geos_open(struct geos *);
void geos_close(struct geos *);

/* A place for a shape (arena_owns), for who asks the arena for more while the shape is there. */
void **geos_place(struct arena *);

/* Bounding box in millionths of a degree, outward. */
struct geo_box { int64_t west_e6, south_e6, east_e6, north_e6; };

struct geo_feature {
    int64_t             number;             /* from 1                                 */
    struct str          where;              /* "FILE:LINE:COLUMN" of its beginning     */
    struct str          code;               /* as the property has it                 */
    const GEOSGeometry *shape;  /* multipolygon, valid, not empty; dies when `each` returns */
    struct geo_box      box;
    bool                mended;
};

typedef struct err *geo_feature_fn(const struct geo_feature *, void *arg);

struct geojson {
    struct arena  *arena;
    enum lang      lang;                    /* the reader's: a fault names its feature in it */
    struct geos   *geos;
    struct str     name, text;              /* of the file; name is for messages      */
    struct str     code_property;
    geo_feature_fn *each;
    void          *arg;
};

/* Reads the whole text, feature by feature; the first fault, or error of `each`, ends it. */
struct err *geojson_read(const struct geojson *);

/* An error at the feature: what is wrong with it; used by readers' own checks too. */
struct err *geojson_refused(struct arena *, struct str where, const char *code, struct msg detail);

#endif
