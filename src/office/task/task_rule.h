/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * task_rule.h — the steps of a task, its reminders, its items' kinds, what a link is good for.
 *
 * WHAT   Pure. A task is open, answered, approved, returned or dropped; what is approved or dropped
 *        has ended. Reminders go out a week, two days and one day before the deadline, and the day
 *        after it, each once.
 */
#ifndef GUYUB_TASK_RULE_H
#define GUYUB_TASK_RULE_H

#include "base/calendar.h"
#include "base/form.h"
#include "base/maybe.h"

enum task_state { TASK_OPEN, TASK_ANSWERED, TASK_APPROVED, TASK_RETURNED, TASK_DROPPED };
enum task_step  { TASK_ANSWER, TASK_APPROVE, TASK_RETURN, TASK_EXTEND, TASK_DROP };

extern const struct choice task_states[];
struct str task_state_word(enum task_state);        /* "open": stored, does not change          */
bool       task_state_read(struct str word, enum task_state *);
struct msg task_state_label(enum task_state);
bool       task_is_owed(enum task_state);           /* open or returned: who owes is to act     */
bool       task_has_ended(enum task_state);

/* Whether the step can be taken in that state; if so, `next` is the state after it. */
bool task_step_to(enum task_state, enum task_step, enum task_state *next);

/* ---- reminders ------------------------------------------------------------------------------ */

/* In the order in which they fall due. */
enum task_reminder { REMIND_NONE, REMIND_WEEK, REMIND_TWO_DAYS, REMIND_DAY, REMIND_LATE };

/* The one that is due on `today` after `sent` went out as the last: missed ones are not made up
 * for, the newest stands for them. Nobody is reminded of what is answered or has ended. */
enum task_reminder task_reminder_due(enum task_state, struct date due, struct date today,
                                     enum task_reminder sent);

/* ---- items ---------------------------------------------------------------------------------- */

enum task_kind { TASK_TEXT, TASK_NUMBER, TASK_DATE, TASK_YES_NO, TASK_DOCUMENT };
extern const struct choice task_kinds[];            /* in the order of the enum                 */
bool       task_kind_read(struct str word, enum task_kind *);

enum { TASK_NUMBER_MAX = 20 };

/* "3.2.1": letters, digits, points, hyphens. */
bool       task_number_is_valid(struct str);

/* ---- links ---------------------------------------------------------------------------------- */

enum { TASK_LINK_DAYS_MAX = 90 };

bool       task_link_is_open(int64_t expires_at, struct maybe_int ended_at, int64_t now_s);
/* Whether `items` ("3.2.1 3.2.4", "": all) has the number. */
bool       task_link_has(struct str items, struct str number);

#endif
