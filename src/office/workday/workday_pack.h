/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * workday_pack.h — a year's free days as a pack of kind "calendar": pack/calendar/2026.yaml.
 *
 * WHAT   The national holidays with their names, the days of shared leave, and the decree that
 *        says so. Every day is of the pack's year and stands there once; it may be of a weekend.
 */
#ifndef GUYUB_WORKDAY_PACK_H
#define GUYUB_WORKDAY_PACK_H

#include "base/calendar.h"
#include "pack/kind.h"

enum { WORKDAY_FREE_MAX = 100 };                /* of each sort, in one year */

struct workday_free {
    struct date date;
    bool        is_leave;                       /* shared leave, and no holiday                */
    struct str  name_id, name_en;               /* of a holiday; unknown: shared leave has none */
};

struct workday_decree {
    int32_t              year;
    struct str           decree;
    struct workday_free *free;  size_t n;       /* in the order of their days                  */
};

extern const struct pack_kind workday_pack_kind;

/* Fails: pack.refused, with the first fault and how many there are. */
struct err *workday_decree_of(struct arena *, const struct pack *, struct workday_decree *);

#endif
