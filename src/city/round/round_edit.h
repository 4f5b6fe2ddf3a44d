/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* round_edit.h — a round, and the days of its phases, as records: forms, drafts, history. */
#ifndef GUYUB_ROUND_EDIT_H
#define GUYUB_ROUND_EDIT_H

#include "city/round/round.h"
#include "ground/record/record.h"

struct round_form {
    struct str instrument, title, rule, disagreement;
    int64_t    year;
    struct str why;                 /* RECORD_FLAGS */
    bool       dry_run;
};

struct round_dates_form {
    struct date from[ROUND_PHASES], to[ROUND_PHASES];
    struct str  why;                /* RECORD_FLAGS */
    bool        dry_run;
};

extern const struct record_kind round_new_kind, round_edit_kind, round_dates_kind;

/* For the journal: the forms of all fields. For commands: forms in which nothing is required. */
extern const struct form round_told_form, round_dates_form;
extern const struct form round_region_told_form, round_seat_told_form;
extern const struct form round_new_flags, round_edit_flags, round_dates_flags;

/* What may be done with a round, and what was done: html for its page. */
struct round_changes { struct html actions, history; };
struct err *round_changes_of(struct cx *, const struct round *, struct round_changes *);

#endif
