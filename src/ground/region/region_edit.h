/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * region_edit.h — what is changed of a region, by page and by shell (record/): its point, its name.
 *
 * WHAT   The point may be put right by who looks after the region. A new name is a decision of
 *        those above it, by a law and from a day: it ends the row and begins the next
 *        (region_revise.h).
 * NOT    Splits, mergers, new codes: they concern several regions at once and come as a file.
 */
#ifndef GUYUB_REGION_EDIT_H
#define GUYUB_REGION_EDIT_H

#include "ground/record/record.h"
#include "ground/region/region.h"

struct region_form {
    struct dec  latitude, longitude;            /* decimal degrees, WGS 84 */
    struct str  point_source;
    struct str  name;                           /* the new one             */
    struct date on_date;
    struct str  law;
    struct str  why;                            /* of commands             */
    bool        dry_run;
};

extern const struct form region_told_form;      /* all fields that facts name */
extern const struct record_kind region_edit_kind, region_rename_kind;
extern const struct form        region_edit_flags, region_rename_flags;

/* What one may do on a region's page, and what was changed. */
struct region_changes { struct html actions, history; };
struct err *region_changes_of(struct cx *, const struct region *, struct region_changes *);

extern page_fn region_edit_page, region_rename_page;

#endif
