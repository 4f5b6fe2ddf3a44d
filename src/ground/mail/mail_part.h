/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* mail_part.h — what the files of mail.h share: the box's own verbs, the server, the commands. */
#ifndef GUYUB_MAIL_PART_H
#define GUYUB_MAIL_PART_H

#include "ground/mail/mail.h"
#include "ground/mail/mail_sql.h"

#define MAIL_JOB "mail_send"

enum { MINUTE_S = 60, DAY_S = 24 * 3600 };

/* The sender, if it is set and can be one. */
bool        mail_sender(const struct cx *, struct mail_box *);
struct err *mail_off(struct cx *);
/* Fills address, title and text from what stood sealed. */
void        mail_open(struct str text, struct mail_letter *);
/* In a change: the box is looked at then. */
struct err *mail_wake(struct cx *, int64_t at);

/* In a change: it does not wait any more, and its text is gone. */
struct mail_ending { const char *state; struct str reason, code; };
struct err *mail_close(struct cx *, const struct mail_row *, struct mail_ending);

#endif
