/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* mail_page.h — the faces of mail.h: its job, its commands, what it tells the doctor. */
#ifndef GUYUB_MAIL_PAGE_H
#define GUYUB_MAIL_PAGE_H

#include "ground/job/job.h"
#include "ground/mail/mail.h"
#include "module.h"

enum { MAIL_JOBS = 1, MAIL_COMMANDS = 3 };

extern const struct job_kind mail_jobs[MAIL_JOBS];
extern const struct command  mail_commands[MAIL_COMMANDS];

/* No server, an old mail, the last refusal, whether the server answers: at most ten seconds. */
struct err *mail_examine(struct cx *, struct findings *);

#endif
