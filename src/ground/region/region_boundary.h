/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * region_boundary.h — where a region ends: anyone's polygons, and which regions hold a point.
 *
 * WHAT   `guyub region import boundaries FILE` reads GeoJSON (region_geojson.h says what is
 *        checked), finds each feature's region by its code and keeps the shape as WKB with its
 *        box; the whole file in one transaction. A region that had a boundary gets the new one. A
 *        point is looked for among the boxes first, then in the shapes, holes respected: Kota
 *        Kediri lies in a hole of Kab. Kediri.
 * NOT    Whose polygons are right: the source is kept with each, and borders of two sources need
 *        not meet.
 */
#ifndef GUYUB_REGION_BOUNDARY_H
#define GUYUB_REGION_BOUNDARY_H

#include "base/err.h"
#include "ground/region/region_row.h"

struct cx;

enum { REGION_AT_MAX = 16, REGION_OUTLINE_POINTS = 400 };

struct region_boundary_count { int64_t read, mended; };  /* mended: were not valid, and made so */

/*
 * `file` is a path; `code_property` names the property that holds a region's code. Fails:
 * region.boundary_* with FILE:LINE:COLUMN, or the file's own error; nothing is then written.
 */
struct err *region_boundary_import(struct cx *, struct str file, struct str code_property,
                                   struct str source, struct region_boundary_count *);

struct region_boundary_text { struct str name, text, code_property, source; };

/* The same from a text in memory; its `name` is for messages. */
struct err *region_boundary_import_text(struct cx *, const struct region_boundary_text *,
                                        struct region_boundary_count *);

/* The regions of today whose boundary holds the point, edges included, from province to village. */
struct err *region_at(struct cx *, int64_t latitude_e6, int64_t longitude_e6, struct region **rows,
                      size_t *n);

/* Degrees as people and data write them, "-7.82"; `most` is 90 or 180. Fails: region.degrees. */
struct err *region_degrees(struct arena *, struct str text, int64_t most, int64_t *degrees_e6);

/*
 * A small picture: path data of at most about REGION_OUTLINE_POINTS points, for SVG. Holes are
 * holes (nonzero).
 */
struct region_outline { struct str path, view_box; };

/* The region's picture; `found` is false where no boundary is known. */
struct err *region_outline_of(struct cx *, struct region_id, struct region_outline *, bool *found);

#endif
