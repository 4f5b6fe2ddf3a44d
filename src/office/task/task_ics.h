/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * task_ics.h — deadlines as an iCalendar file, for the calendar program that somebody has anyway.
 *
 * WHAT   Pure. Each task is an all-day event on its last day. Its UID is of the task and of this
 *        installation and stays; SEQUENCE is the task's version, so that a moved deadline replaces
 *        the one before; DTSTAMP is when the task was opened, so that the same data gives the same
 *        bytes. A provisional day is TENTATIVE; a reminder, if wanted, is a VALARM at 09.00 of the
 *        working day that was asked for.
 * LAW    RFC 5545: lines end with CR LF and are folded at 75 octets, never within a letter (3.1);
 *        texts are escaped (3.3.11).
 */
#ifndef GUYUB_TASK_ICS_H
#define GUYUB_TASK_ICS_H

#include "base/calendar.h"

struct task_ics_event {
    struct str  code;               /* of the task                                               */
    struct str  title, who;         /* who: owes it                                              */
    struct str  link;               /* absolute; "": none                                        */
    struct date due;
    int64_t     opened_at, version;
    bool        is_provisional;
    int32_t     alarm_days;         /* so many days before; 0: no alarm                          */
};

/* `host`: of the installation, for the UIDs. `name`: of the calendar. At most TASK_ICS_MAX bytes;
 * events beyond that are left out, whole. */
enum { TASK_ICS_MAX = 2 << 20 };
struct task_ics { struct str host, name; const struct task_ics_event *event; size_t n; };
struct str task_ics_text(struct arena *, enum lang, const struct task_ics *);

/* ---- what is put into it (task_ics_agenda.c) ------------------------------------------------- */

struct cx;
struct task;
struct task_set;

/* As the reader of cx sees it; the file begins with what the calendar is called. */
struct err *task_ics_of(struct cx *, const struct task *row, size_t n, struct str *text);

/* The secret address of the post that the reader acts in, in place of the one before; `token` is
 * told this once. Fails: task.agenda_post (no post is acted in). */
struct err *task_agenda_give(struct cx *, struct str *token);
/* Fails as above. */
struct err *task_agenda_take_back(struct cx *);
struct err *task_agenda_is(struct cx *, bool *is);      /* whether there is one                   */
/* What the address shows: open tasks within that post's reach, as long as it is held by whom the
 * address was given to. Fails: task.agenda (wrong, taken back, or the post is not held any more:
 * it does not say which). */
struct err *task_agenda_read(struct cx *, struct str token, struct str *text);

#endif
