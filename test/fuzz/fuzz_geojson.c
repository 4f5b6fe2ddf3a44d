/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_geojson.c — any bytes as boundaries: shapes that can be trusted, or a refusal with a place.
 *
 * What is handed over is a valid, not empty multipolygon within the box that goes with it, and its
 * bytes read back as the same shape. A refusal names the file, a line and a column, and says what
 * to do.
 */
#include <assert.h>
#include <stdint.h>

#include "base/arena.h"
#include "ground/region/region_geojson.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* GEOS rounds in the last place where it mends; a millionth of a degree is a hand's breadth. */
static const double SLACK = 1e-6;

static void
check_box(GEOSContextHandle_t h, const struct geo_feature *f)
{
    double west, south, east, north;

    assert(GEOSGeom_getExtent_r(h, f->shape, &west, &south, &east, &north) == 1);
    assert(west >= (double)f->box.west_e6 / 1e6 - SLACK
           && east <= (double)f->box.east_e6 / 1e6 + SLACK);
    assert(south >= (double)f->box.south_e6 / 1e6 - SLACK
           && north <= (double)f->box.north_e6 / 1e6 + SLACK);
}

static struct err *
take(const struct geo_feature *f, void *arg)
{
    GEOSContextHandle_t h = ((struct geos *)arg)->h;
    size_t              n;
    unsigned char      *wkb;

    assert(GEOSGeomTypeId_r(h, f->shape) == GEOS_MULTIPOLYGON);
    assert(!GEOSisEmpty_r(h, f->shape) && GEOSisValid_r(h, f->shape) == 1);
    assert(f->number >= 1 && f->where.n > 0);
    check_box(h, f);
    wkb = GEOSGeomToWKB_buf_r(h, f->shape, &n);
    assert(wkb);
    GEOSGeometry *back = GEOSGeomFromWKB_buf_r(h, wkb, n);

    assert(back && GEOSEqualsExact_r(h, back, f->shape, 0) == 1);
    GEOSGeom_destroy_r(h, back);
    GEOSFree_r(h, wkb);
    return NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena   a = arena_make((size_t)256 << 20);
    struct geos    geos;
    struct geojson in = { .arena = &a, .geos = &geos, .name = S("f"),
        .text = { (const char *)data, size },
                          .code_property = S("kode"), .each = take, .arg = &geos };
    struct err    *err;

    geos_open(&geos);
    err = geojson_read(&in);
    geos_close(&geos);
    if (err) {
        assert(err->kind == ERR_INPUT && str_starts(err->where, S("f:")));
        assert(msg_is(err->detail) && msg_is(err->hint));
        (void)err_line(&a, LANG_EN, err);
    }
    arena_drop(&a);
    return 0;
}
