/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * workday_edit.h — free days and working weeks as records: added, changed, ended, with a history.
 *
 * A day's key is workday_key's, a week's the code of its organisation or region. National days and
 * shared leave are the nation's: whose post stands in a region changes that region's days.
 */
#ifndef GUYUB_WORKDAY_EDIT_H
#define GUYUB_WORKDAY_EDIT_H

#include "ground/record/record.h"
#include "office/workday/workday.h"

struct workday_form {
    struct str  region;
    struct date date;
    int32_t     kind;               /* index into workday_kinds */
    struct str  name_id, name_en, source;
    struct str  decision;           /* by which offices work after all */
    struct str  why;                /* RECORD_FLAGS */
    bool        dry_run;
};
struct workday_week_form {
    struct str org, region;
    int64_t    days;
    struct str source;
    struct str why;
    bool       dry_run;
};

enum { WORKDAY_NATIONAL, WORKDAY_LEAVE, WORKDAY_LOCAL };
extern const struct choice workday_kinds[];
struct msg workday_kind_label(struct str word);

extern const struct record_kind workday_new_kind, workday_edit_kind, workday_end_kind,
    workday_week_new_kind, workday_week_edit_kind;

/* For the journal: the forms of all fields. For commands: forms in which nothing is required. */
extern const struct form workday_told_form, workday_week_told_form;
extern const struct form workday_new_flags, workday_edit_flags, workday_end_flags,
    workday_week_flags;

/* Fails: workday.unknown, workday.week_unknown. */
struct err *workday_get(struct cx *, struct str key, struct workday_day *);
struct err *workday_week_get(struct cx *, struct str key, struct workday_week *);

/* What may be done with the record, and what was done: html for its page. */
struct workday_changes { struct html actions, history; };
struct err *workday_changes_of(struct cx *, const struct workday_day *, struct workday_changes *);
struct err *workday_week_changes_of(struct cx *, const struct workday_week *,
                                    struct workday_changes *);

#endif
