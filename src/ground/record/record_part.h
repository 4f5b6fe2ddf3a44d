/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* record_part.h — what the files of record.h share: a change on its way, the form with a reason. */
#ifndef GUYUB_RECORD_PART_H
#define GUYUB_RECORD_PART_H

#include "ground/record/record.h"
#include "ground/record/record_draft.h"
#include "ground/record/record_rule.h"

/* One change, to be tried in one transaction. */
struct record_change {
    const struct record_kind *kind;
    struct record_wish        wish;
    int64_t                   draft;        /* that this change carries out; 0: none            */
    bool                      dry_run;      /* all but the writing                              */

    struct record_state       before;       /* filled: as it was, with name, key and href of now */
    struct form_change       *change;       /* filled: what differs                             */
    size_t                    n_changes;
    bool                      stale;        /* filled: the record has another version           */
};

struct err *record_try(struct cx *, struct record_change *);
/* Of a change that was stale: record.changed_meanwhile. */
struct err *record_stale(struct cx *, const struct record_change *);

/* The address of the kind's form: "/organisations/komdigi/edit". */
struct str   record_form_href(struct arena *, const struct record_kind *,
                              const struct record_state *);

/* The kind's form with the field `why` at its end. A struct of it begins with one of the kind's. */
struct form  record_form_with_why(struct arena *, const struct record_kind *);
struct str  *record_why_of(const struct record_kind *, void *values);
void        *record_values_new(struct arena *, const struct form *);     /* cleared */

/* Whom the journal's last line about a record names: "by Budi, Kepala Dinas …". */
struct err *record_by_whom(struct cx *, const struct record_kind *, const struct record_state *,
                           struct msg *);
/* The record's place in the journal. */
struct journal_topic record_topic(const struct record_kind *, const struct record_state *);

#endif
