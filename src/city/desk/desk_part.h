/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* desk_part.h — what the parts of a head's page share. */
#ifndef GUYUB_DESK_PART_H
#define GUYUB_DESK_PART_H

#include "city/desk/desk_head.h"

/* What is open, and what waits; findings are read first. */
struct err *desk_findings_of(struct cx *, struct desk_head *);
struct err *desk_waits_of(struct cx *, struct desk_head *);
bool        desk_is_open(const struct result_finding *);
/* "/rounds/CODE/regions/REGION/findings" */
struct str  desk_findings_href(struct arena *, struct str round, struct str region_code);

#endif
