/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* result_part.h — what the parts of the slice share. */
#ifndef GUYUB_RESULT_PART_H
#define GUYUB_RESULT_PART_H

#include "city/result/result.h"
#include "ground/journal/journal.h"

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

/* result_publish.c: is that the stage whose results are the round's? */
bool result_is_last(const struct round_full *, int64_t stage);

/* result_keep.c: in a change. Fails: instrument.known_already. */
struct result_kept {
    const struct round         *round;
    const struct instrument    *instrument;
    const struct result_frozen *frozen;
    struct str                  text;           /* as result_freeze writes it               */
    int64_t                     at;             /* when and by which post it was published  */
    struct str                  by;
    bool                        is_last;        /* its figures become facts                 */
    enum journal_verb           verb;
};
struct err *result_keep(struct cx *, const struct result_kept *);
/* result_finding.c: in a change; `f` has its facts, not yet its number. `origin` unknown: it was
 * said here. */
struct err *result_finding_keep(struct cx *, struct result_finding *, struct str origin);

/* The board after a step (result_feed.c): `before` as it was, `now` as it is. */
struct err *result_feed(struct cx *, const struct result_finding *before,
                        const struct result_finding *now);

#endif
