/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * region_outline.c — the small picture of a region: its boundary, simplified and drawn in whole
 * units.
 *
 * A degree of longitude is shorter than one of latitude; it is drawn shortened by the cosine of
 * the region's middle. Rings go whichever way they came: the page draws them by the even-odd rule,
 * which leaves holes open.
 */
#include "ground/region/region_boundary.h"

#include <math.h>

#include "base/arena.h"
#include "base/buf.h"
#include "cx.h"
#include "ground/region/region_geojson.h"
#include "ground/region/region_sql.h"

enum {
    SIDE = 1000,                    /* units of the longer side */
    MARGIN = 10,
    ROUNDS_MAX = 24,                /* each simplifies twice as hard */
    RING_LEAST = 4,
    PATH_MAX_BYTES = 64 << 10,
};

/* From degrees to units. */
struct frame { double west, north, x_unit, y_unit; int64_t width, height; };

static struct frame
frame_of(const struct region_boundary *b)
{
    double middle = (double)(b->south_e6 + b->north_e6) / 2e6, shorter = cos(middle * M_PI / 180);
    double width = (double)(b->east_e6 - b->west_e6) / 1e6 * shorter;
    double height = (double)(b->north_e6 - b->south_e6) / 1e6;
    double unit = SIDE / fmax(fmax(width, height), 1e-6);

    return (struct frame){ .west = (double)b->west_e6 / 1e6, .north = (double)b->north_e6 / 1e6,
        .x_unit = unit * shorter, .y_unit = unit,
        .width = llround(width * unit), .height = llround(height * unit) };
}

static int64_t
points_of(GEOSContextHandle_t h, const GEOSGeometry *shape)
{
    return GEOSGetNumCoordinates_r(h, shape);
}

/* Simplifies until it is small enough; islands too small to see go. Takes `shape`. */
static GEOSGeometry *
simplify(GEOSContextHandle_t h, GEOSGeometry *shape, double tolerance)
{
    for (int round = 0; round < ROUNDS_MAX && points_of(h,
                                                        shape) > REGION_OUTLINE_POINTS; round++) {
        GEOSGeometry *simple = GEOSSimplify_r(h, shape, tolerance);

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
draw_ring(GEOSContextHandle_t h, const GEOSGeometry *ring, const struct frame *f, struct buf *out)
{
    const GEOSCoordSequence *seq = GEOSGeom_getCoordSeq_r(h, ring);
    unsigned                 n = 0;
    int64_t                  last_x = 0, last_y = 0;

    GEOSCoordSeq_getSize_r(h, seq, &n);
    for (unsigned i = 0; i + 1 < n; i++) {          /* Z closes; the last is the first again */
        double  lon = 0, lat = 0;
        int64_t x, y;

        GEOSCoordSeq_getXY_r(h, seq, i, &lon, &lat);
        x = llround((lon - f->west) * f->x_unit);
        y = llround((f->north - lat) * f->y_unit);
        buf_fmt(out, i == 0 ? "M%lld %lld" : i == 1 ? "l%lld %lld" : " %lld %lld",
                (long long)(x - (i ? last_x : 0)), (long long)(y - (i ? last_y : 0)));
        last_x = x;
        last_y = y;
    }
    if (n > 1)
        buf_byte(out, 'Z');
}

static void
draw_polygon(GEOSContextHandle_t h, const GEOSGeometry *polygon, const struct frame *f,
             struct buf *out)
{
    int holes = GEOSGetNumInteriorRings_r(h, polygon);

    if (GEOSisEmpty_r(h, polygon) || points_of(h, polygon) < RING_LEAST)
        return;
    draw_ring(h, GEOSGetExteriorRing_r(h, polygon), f, out);
    for (int i = 0; i < holes; i++)
        draw_ring(h, GEOSGetInteriorRingN_r(h, polygon, i), f, out);
}

static void
draw(struct cx *cx, GEOSContextHandle_t h, const GEOSGeometry *shape,
     const struct region_boundary *b,
     struct region_outline *out)
{
    struct frame f = frame_of(b);
    struct buf   path = buf_in(cx->arena, PATH_MAX_BYTES);

    for (int i = 0; i < GEOSGetNumGeometries_r(h, shape); i++)
        draw_polygon(h, GEOSGetGeometryN_r(h, shape, i), &f, &path);
    out->path = path.full ? S("") : buf_str(&path);
    out->view_box = str_fmt(cx->arena, "%d %d %lld %lld", -MARGIN, -MARGIN,
                            (long long)f.width + 2 * MARGIN, (long long)f.height + 2 * MARGIN);
}

struct err *
region_outline_of(struct cx *cx, struct region_id id, struct region_outline *out, bool *found)
{
    struct region_boundary b;
    struct geos            geos;
    GEOSGeometry          *shape;
    double                 extent;

    TRY(region_boundary_of(cx, id, &b, found));
    if (!*found)
        return NULL;
    void **place = geos_place(cx->arena);

    geos_open(&geos);
    shape = GEOSGeomFromWKB_buf_r(geos.h, (const unsigned char *)b.wkb.p, b.wkb.n);
    extent = (double)(b.east_e6 - b.west_e6 + b.north_e6 - b.south_e6) / 2e6;
    *found = shape != NULL;
    if (shape) {
        *place = shape = simplify(geos.h, shape, extent / 2000);
        draw(cx, geos.h, shape, &b, out);
        GEOSGeom_destroy_r(geos.h, shape);
        *place = NULL;
    }
    geos_close(&geos);
    return NULL;
}
