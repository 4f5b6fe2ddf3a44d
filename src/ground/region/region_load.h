/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * region_load.h — the regions of the nation, from the files that the program carries.
 *
 * WHAT   Provinces, regencies and cities, districts, villages (npm idn-area-data), with points,
 *        lineage and other names from pack/fact, and the search index over all: one transaction.
 *        Loading the same files again changes nothing and says so. A newer edition adds what is
 *        new and corrects points; it never renames or ends a region: that is region revise, with a
 *        law.
 * NOT    Boundaries (region_boundary.h).
 */
#ifndef GUYUB_REGION_LOAD_H
#define GUYUB_REGION_LOAD_H

#include "base/err.h"

struct cx;

/*
 * Columns that each file must have, in any order; rows of the first four are in order of code:
 *
 *   provinces  code,name                points   region_code,latitude,longitude,source,source_id
 *   regencies  code,province_code,name  lineage  from_code,to_code,change,on_date,law,note
 *   districts  code,regency_code,name   aliases  code,alias
 *   villages   code,district_code,name
 */
enum region_file_kind {
    REGION_PROVINCES, REGION_REGENCIES, REGION_DISTRICTS, REGION_VILLAGES,
    REGION_POINTS, REGION_LINEAGE, REGION_ALIASES, REGION_FILES
};

struct region_file { struct str name, text; };              /* name: for messages */

struct region_files { struct region_file file[REGION_FILES]; };

struct region_load_count {
    int64_t added, kept, points, lineage, aliases;
    bool    same;  /* these very files were loaded before */
};

/* Fails: csv.* and region.file_*, with FILE:LINE:COLUMN; nothing is then written. */
struct err *region_load(struct cx *, const struct region_files *, struct region_load_count *);

/* The files that are compiled in. */
struct err *region_load_own(struct cx *, struct region_load_count *);

#endif
