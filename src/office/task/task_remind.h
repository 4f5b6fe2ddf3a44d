/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * task_remind.h — who owes is reminded: by mail, and by a text that is ready to be sent.
 *
 * WHAT   Every morning a job mails the holders of those posts of the owing organisation that may
 *        answer: a week, two days, one day before the last day, and once after it. The row says
 *        which was the last, in the change that puts the mails, so that each goes out once.
 *        Without a mail server, or with nobody to write to, nothing is marked as sent.
 *        The text for WhatsApp is plain Indonesian; its link (wa.me) opens the reader's own
 *        WhatsApp, to a number only if one is given. Nothing is sent by the program.
 */
#ifndef GUYUB_TASK_REMIND_H
#define GUYUB_TASK_REMIND_H

#include "office/task/task.h"
#include "right.h"

struct job;

/* ---- mails (task_remind_mail.c) ------------------------------------------------------------- */

/* A msgid with the task's title in {0} and the day, if there is one, in {1}. */
struct task_letter_line { const char *text; struct date day; };
enum { TASK_LETTER_LINES = 6 };
struct task_letter {
    const char             *what;           /* word for the outbox                               */
    const struct task      *task;
    struct msg              title;
    struct task_letter_line line[TASK_LETTER_LINES]; size_t n;
    int64_t                 n_sent;         /* set: to how many                                  */
};
/* In a change: to everybody who today holds a post of that very scope with the right, once each.
 * Nothing where mail cannot be sent. */
struct err *task_letter_send(struct cx *, struct scope, enum right, struct task_letter *);

#define TASK_REMIND_JOB "task_remind"
/* The job; goes on where it was cut off. Fails: as job_step and mail_put do. */
struct err *task_remind_run(struct cx *, struct job *);

/* ---- a text for WhatsApp (task_remind_text.c, pure) ----------------------------------------- */

struct task_message {
    struct str  title, who;                 /* what; who owes                                    */
    struct date due;
    int32_t     left;                       /* working days to the last day; below 0: it is over */
    bool        is_provisional;
    struct str  link;                       /* absolute; "": none                                */
};
/* In Indonesian, whatever the reader's language: its readers are in the agencies. */
struct str  task_message_text(struct arena *, const struct task_message *);
/* "https://wa.me/?text=…", to "62812…" if `number` is one ("0812…", "+62 812-…"); other texts are
 * taken for none. */
struct str  task_message_href(struct arena *, struct str text, struct str number);

/* Of a task, by the calendar of who owes. */
struct err *task_message_of(struct cx *, const struct task *, struct task_message *);

#endif
