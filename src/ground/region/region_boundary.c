/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* region_boundary.c — boundaries into the store, and points against them; see region_boundary.h. */
#include "ground/region/region_boundary.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "ground/region/region_geojson.h"
#include "ground/region/region_rule.h"
#include "ground/region/region_sql.h"

enum { SEEN_SLOTS = 1 << 19 };              /* more than twice GEOJSON_FEATURES_MAX */

struct import {
    struct cx                    *cx;
    struct geojson                in;
    struct str                    source;
    struct region_boundary_count *count;
    /* ids of regions that had their feature: open addressing, 0 is free */
    int64_t                      *seen;
};

/* ---- the import ----------------------------------------------------------------------------- */

static bool
import_saw(struct import *im, struct region_id id)
{
    size_t slot = (size_t)((uint64_t)id.n * 0x9E3779B97F4A7C15u) % SEEN_SLOTS;

    while (im->seen[slot] != 0 && im->seen[slot] != id.n)
        slot = (slot + 1) % SEEN_SLOTS;
    if (im->seen[slot] == id.n)
        return true;
    im->seen[slot] = id.n;
    return false;
}

static struct err *
import_region(struct import *im, const struct geo_feature *f, struct region_id *id)
{
    struct region region;
    bool          found = false;
    struct arena *a = im->cx->arena;
    struct str    number = str_int(a, f->number);

    if (region_code_is_valid(f->code))
        TRY(region_by_code(im->cx, f->code, &region, &found));
    if (!found)
        return geojson_refused(a, f->where, "region.boundary_unknown",
                               MSG("Feature {0}: there is no region with the code {1}.", number,
                                   str_copy(a, f->code)));
    if (import_saw(im, region.id))
        return geojson_refused(a, f->where, "region.boundary_twice",
                               MSG("Feature {0}: {1} comes twice; one feature holds "
                                   "all parts of a region.", number, region.code));
    *id = region.id;
    return NULL;
}

/* The bytes are GEOS's and must be given back. */
static struct err *
import_put(struct import *im, const struct geo_feature *f, struct region_id id)
{
    GEOSContextHandle_t h = im->in.geos->h;
    size_t              n;
    unsigned char      *wkb = GEOSGeomToWKB_buf_r(h, f->shape, &n);
    struct err         *err;

    assert(wkb);
    err = region_boundary_put(im->cx, &(struct region_boundary_put_in){ .region_id = id,
        .wkb = { (const char *)wkb, n }, .west_e6 = f->box.west_e6, .south_e6 = f->box.south_e6,
        .east_e6 = f->box.east_e6, .north_e6 = f->box.north_e6, .source = im->source }, NULL);
    GEOSFree_r(h, wkb);
    return err;
}

static struct err *
import_feature(const struct geo_feature *f, void *arg)
{
    struct import   *im = arg;
    struct region_id id = { 0 };

    TRY(import_region(im, f, &id));
    TRY(import_put(im, f, id));
    im->count->read++;
    im->count->mended += f->mended;
    return NULL;
}

/* May run again: counts and memory of what was seen start anew. */
static struct err *
import_once(struct cx *cx, void *arg)
{
    struct import *im = arg;

    *im->count = (struct region_boundary_count){ 0 };
    im->seen = NEWS(cx->arena, int64_t, SEEN_SLOTS);
    return geojson_read(&im->in);
}

struct err *
region_boundary_import_text(struct cx *cx, const struct region_boundary_text *t,
                            struct region_boundary_count *count)
{
    struct geos   geos;
    struct import im = { .cx = cx, .source = t->source, .count = count };
    struct err   *err;

    geos_open(&geos);
    im.in = (struct geojson){ .arena = cx->arena, .lang = cx->lang, .geos = &geos,
        .name = t->name, .text = t->text, .code_property = t->code_property,
        .each = import_feature, .arg = &im };
    err = store_change(cx, "region_boundary_import", import_once, &im);
    geos_close(&geos);
    return err;
}

static struct err *
file_unreadable(struct cx *cx, struct str file, int errnum)
{
    struct err *err = err_errno(cx->arena, "region.boundary_file",
                                MSG("The file {0} cannot be read.", file), errnum);

    err->kind = errnum == ENOENT ? ERR_MISSING : ERR_INPUT;
    err->where = file;
    return err;
}

/*
 * The file is mapped, not read: the features are taken one by one, and the rest stays on the disk.
 */
static struct err *
import_open(struct cx *cx, struct str file, int fd, struct str *text)
{
    struct stat st;

    if (fstat(fd, &st) != 0)
        return file_unreadable(cx, file, errno);
    if (!S_ISREG(st.st_mode))
        return file_unreadable(cx, file, S_ISDIR(st.st_mode) ? EISDIR : EINVAL);
    if (st.st_size == 0)
        return geojson_refused(cx->arena, file, "region.boundary_json", MSG("The file is empty."));
    if (st.st_size > GEOJSON_BYTES_MAX)
        return geojson_refused(cx->arena, file, "region.boundary_large",
                               MSG("The file is larger than 256 MB; split it."));
    void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);

    if (p == MAP_FAILED)
        return file_unreadable(cx, file, errno);
    *text = (struct str){ p, (size_t)st.st_size };
    return NULL;
}

struct err *
region_boundary_import(struct cx *cx, struct str file, struct str code_property, struct str source,
                       struct region_boundary_count *count)
{
    struct region_boundary_text t = { .name = file, .code_property = code_property,
                                      .source = source };
    int                         fd = open(str_z(cx->arena, file), O_RDONLY | O_CLOEXEC);
    struct err                 *err;

    if (fd < 0)
        return file_unreadable(cx, file, errno);
    err = import_open(cx, file, fd, &t.text);
    if (!err) {
        err = region_boundary_import_text(cx, &t, count);
        munmap((void *)t.text.p, t.text.n);
    }
    close(fd);
    return err;
}

/* ---- points --------------------------------------------------------------------------------- */

struct lookup {
    struct geos      geos;
    GEOSGeometry    *point;
    struct region_id id[REGION_AT_MAX];
    size_t           n;
};

static struct err *
boundary_broken(struct cx *cx, struct str code, const struct geos *g)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_BROKEN, .code = "region.boundary_broken",
        .text = MSG("The stored boundary of {0} cannot be read.", str_copy(cx->arena, code)),
        .detail = MSG("{0}", str_copy(cx->arena, str_of(g->said))),
        .hint = MSG("Import the boundaries again."),
    });
}

static struct err *
no_memory(struct cx *cx, const struct geos *g)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_BROKEN, .code = "region.geos",
        .text = MSG("The point could not be looked for."),
        .detail = MSG("{0}", str_copy(cx->arena, str_of(g->said))),
        .hint = MSG("Try again."),
    });
}

static struct err *
lookup_take(struct cx *cx, const struct region_box *box, void *arg)
{
    struct lookup *l = arg;
    GEOSGeometry  *shape = GEOSGeomFromWKB_buf_r(l->geos.h, (const unsigned char *)box->wkb.p,
                                                 box->wkb.n);
    char           holds;

    if (!shape)
        return boundary_broken(cx, box->code, &l->geos);
    holds = GEOSIntersects_r(l->geos.h, shape, l->point);
    GEOSGeom_destroy_r(l->geos.h, shape);
    if (holds == 2)
        return boundary_broken(cx, box->code, &l->geos);
    if (holds == 1 && l->n < REGION_AT_MAX)
        l->id[l->n++] = box->id;
    return NULL;
}

/*
 * Rows come in order of code: "35" before "35.71" before "35.71.01", so from province to village.
 */
struct err *
region_at(struct cx *cx, int64_t latitude_e6, int64_t longitude_e6, struct region **rows, size_t *n)
{
    struct lookup l = { .n = 0 };
    size_t        mark = arena_mark(cx->arena);
    struct err   *err;
    bool          found;

    void **place = geos_place(cx->arena);

    geos_open(&l.geos);
    *place = l.point = GEOSGeom_createPointFromXY_r(l.geos.h, (double)longitude_e6 / 1e6,
                                                    (double)latitude_e6 / 1e6);
    err = l.point ? region_boxes_at(cx, longitude_e6, latitude_e6, lookup_take, &l)
                  : no_memory(cx, &l.geos);
    if (l.point)
        GEOSGeom_destroy_r(l.geos.h, l.point);
    *place = NULL;
    geos_close(&l.geos);
    TRY(err);
    arena_back(cx->arena, mark);            /* the shapes that the engine may have left there */
    *rows = NEWS(cx->arena, struct region, l.n + 1);
    for (*n = 0; *n < l.n; ++*n) {
        TRY(region_by_id(cx, l.id[*n], &(*rows)[*n], &found));
        assert(found);
    }
    return NULL;
}

struct err *
region_degrees(struct arena *a, struct str text, int64_t most, int64_t *degrees_e6)
{
    struct dec d;

    if (dec_parse(text, &d) && dec_round(d, 6, DEC_HALF_EVEN, &d)
        && dec_cmp(d, DEC(most)) <= 0 && dec_cmp(d, DEC(-most)) >= 0) {
        *degrees_e6 = (int64_t)d.units;
        return NULL;
    }
    return err_of(a, (struct err){
        .kind = ERR_INPUT, .code = "region.degrees",
        .text = MSG("“{0}” is not a latitude or longitude.", text),
        .detail = MSG("Degrees are written with a point, between -{0} and {0}.",
                      str_int(a, most)),
        .hint = MSG("The latitude comes first: -7.8167 112.0167"),
    });
}
