/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * org_edit.h — organisations made, corrected and ended, by page and by shell (record/).
 *
 * WHAT   Three forms over one struct: /organisations/new, …/edit, …/end. Ending is a decision: it
 *        asks for a reason, and, where another organisation goes on, which one and by which law.
 * LAW    Dates may be partial ("2024-10"): sources often know no more.
 */
#ifndef GUYUB_ORG_EDIT_H
#define GUYUB_ORG_EDIT_H

#include "ground/org/org.h"
#include "ground/record/record.h"

struct org_form {
    struct str code, name, short_name;
    int32_t    kind;                            /* index into org_kinds */
    struct str region, parent;                  /* codes                */
    struct str valid_from, valid_to, source;
    struct str successor, law;
    struct str why;                             /* of commands          */
    bool       dry_run;
};

extern const struct form org_told_form;         /* all fields that facts name */
extern const struct record_kind org_edit_kind, org_end_kind, org_new_kind;
extern const struct form        org_edit_flags, org_end_flags, org_new_flags;

/* Where an organisation belongs, and what its page needs of record/. */
struct scope        org_scope(const struct org *);
struct record_state org_state(struct arena *, const struct org *);   /* no values, no version */

/* What one may do on an organisation's page, and what was changed. */
struct org_changes { struct html actions, history; };
struct err *org_changes_of(struct cx *, const struct org *, struct org_changes *);

extern page_fn org_edit_page, org_end_page, org_new_page;

#endif
