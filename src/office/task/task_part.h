/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_part.h — what the parts of the slice share: facts, refusals, deadlines, marks of forms. */
#ifndef GUYUB_TASK_PART_H
#define GUYUB_TASK_PART_H

#include "ground/journal/journal.h"
#include "ground/org/org.h"
#include "office/task/task.h"
#include "office/workday/workday_rule.h"

/* ---- what facts tell (task_fact.c) ---------------------------------------------------------- */

struct task_fields { struct str title, org; struct date due; int32_t state; struct str wish; };
struct task_answer_fields { struct str value, note; };
struct task_link_fields { struct str name, items, until; };
struct task_request_fields { struct str title, body; struct date due; int64_t items, orgs; };

extern const struct form task_told_form, task_answer_told_form, task_link_told_form,
    task_request_told_form;

struct task_fields task_fields_of(const struct task *);

/* In a change: the task is `after` now. */
struct task_told { const struct task *before; struct task_fields after; struct str note, why; };
struct err *task_tell(struct cx *, const struct task_told *);

/* The acting post of now, as rows keep it; "" for who acts in none. */
struct str task_by_post(const struct cx *);

/* ---- refusals (task_fact.c) ----------------------------------------------------------------- */

/* task.unknown, task.state, task.changed_meanwhile; task.why, unless a reason is given. */
struct err *task_unknown(struct cx *);
struct err *task_wrong_state(struct cx *, const struct task *);
struct err *task_changed_meanwhile(struct cx *, const struct task *);
struct err *task_must_say_why(struct cx *, struct str why);

/* ---- deadlines (task_feed.c) ---------------------------------------------------------------- */

/* The day itself, by the calendar of who owes. Fails: task.due. */
struct err *task_due_of(struct cx *, struct scope owes, struct task_deadline, struct workday_due *);
/* In a change: the row's deadline is another one. */
struct err *task_set_due(struct cx *, const struct task *, struct task_deadline, struct str why);
/* In a change, after the rules: the row is in the state that follows, and so says the journal. */
struct err *task_set_state(struct cx *, const struct task *, enum task_step, struct str why);

/* ---- documents (task_attach.c) -------------------------------------------------------------- */

/* The file into the vault, as who owes' own; it is not cited yet. */
struct err *task_attachment_add(struct cx *, const struct task *, struct task_attached,
                                struct str *document);

/* ---- forms (task_answer.c) ------------------------------------------------------------------ */

/* In a change: whether the form with this mark was taken before; unknown marks never were. */
struct err *task_taken(struct cx *, struct str mark, bool *is_again);

/* task_link.c: ends links whose day has come, forgets old marks of forms. */
struct err *task_tend_links(struct cx *);
/* In a change: links of the task that still are open end. */
struct err *task_links_end_all(struct cx *, struct task_id, const char *why);
/* The saving without asking for a right; `link` 0: by an account. */
struct err *task_save_as(struct cx *, const struct task *, int64_t link, struct task_saving *);

#endif
