/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * subject_page.h — what is held of a person, as a page, as rows and in a shell.
 *
 * The page itself is served by identity/, which knows whose account it is and tells the journal.
 */
#ifndef GUYUB_SUBJECT_PAGE_H
#define GUYUB_SUBJECT_PAGE_H

#include "ground/subject/subject.h"
#include "module.h"

/* One class, with all values of it that are still there, newest first. */
struct subject_shown {
    const struct personal_class *class;
    struct subject_held         *value; size_t n;
};
struct subject_page {
    struct subject_shown class[PERSONALS_N];    size_t n;   /* those of which something is held */
    struct html          history;               /* the journal's panel: what happened with it   */
};

void         subject_page_of(struct arena *, const struct subject_holding *, struct subject_page *);
/* The same as rows: class, value, since, until, in use, purpose, basis, days. */
struct table subject_table(struct cx *, const struct subject_holding *);

struct msg   personal_kept_text(struct arena *, enum lang, const struct personal_class *);
/* The last day on which it is kept; unknown while it is in use. */
struct date  subject_kept_until(const struct subject_held *);
struct date  subject_day(int64_t at);           /* in Indonesia's western time */

enum { SUBJECT_COMMANDS = 1 };

extern const struct command subject_commands[SUBJECT_COMMANDS];

/* subject_examine.c */
struct err *subject_examine(struct cx *, struct findings *);

#endif
