/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* result_part.h — what the parts of the slice share. */
#ifndef GUYUB_RESULT_PART_H
#define GUYUB_RESULT_PART_H

#include "city/result/result.h"

struct form;

/* What the journal is told. */
struct result_fields { struct str region, value, rank, sha256; };
struct result_finding_fields { struct str kind, item, text, state, org, due, follow_up, why; };
extern const struct form result_told_form, result_finding_told_form;

struct result_standing result_standing_of(const struct result_finding *);
struct scope           result_finding_scope(const struct result_finding *);
/* "/rounds/CODE/regions/REGION/findings" */
struct str result_findings_href(struct arena *, struct str round, struct str region_code);
struct str result_by_post(const struct cx *);

/* The board after a step (result_feed.c): `before` as it was, `now` as it is. */
struct err *result_feed(struct cx *, const struct result_finding *before,
                        const struct result_finding *now);

#endif
