/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * mail.h — the outbox: a mail is written in the change that causes it and sent when it can be.
 *
 * WHAT   A mail to a person stands sealed under the person's key (subject/), with its address, and
 *        is gone from here when it was sent or given up; that it was sent stays. A job drains the
 *        box through the operator's mail server (libcurl, SMTP); a server that is away costs only
 *        time. Each mail keeps its Message-ID over all tries, so that a twin can be told.
 *        Without a mail server set, nothing is queued: callers ask mail_can and give the code or
 *        link by hand instead.
 * NOT    Marketing, attachments (the page has the paper, the mail the link), reading mail.
 * READ   mail_rule.h what an address and a message are (pure) · mail.sql · mail.c the box ·
 *        mail_send.c SMTP · mail_cli.c
 */
#ifndef GUYUB_MAIL_H
#define GUYUB_MAIL_H

#include "cx.h"
#include "ground/mail/mail_row.h"           /* generated: struct mail_id, mail_row, … */
#include "ground/mail/mail_rule.h"          /* mail_address_is, … */
#include "ground/subject/subject.h"
#include "site.h"

struct module;

enum { MAIL_LINES_MAX = 16 };

/* Words of the program, in the reader's language. A line without text is an empty one. */
struct mail {
    struct subject_id to;               /* whose, and under whose key it is sealed                */
    struct str        address;          /* "siti@kedirikota.go.id"                                */
    enum lang         lang;
    const char       *what;             /* word for the outbox and the log: "password_code"       */
    struct msg        title;
    struct msg        line[MAIL_LINES_MAX]; size_t n_lines;
    int64_t           good_until_s;     /* not sent after this time (a code that ended); 0: ever  */
};

/* Whether a mail server and a sender are set. */
bool        mail_can(const struct cx *);
/* Adds a line; MSG_NONE: an empty one. Asserts the ceiling. */
void        mail_say(struct mail *, struct msg);
/* Fails: mail.address (about the field "email"), when no mail can be sent there. */
struct err *mail_must_be_address(struct cx *, struct str);
/* Inside a change. Fails: mail.address, mail.off. */
struct err *mail_put(struct cx *, const struct mail *);
/* In a change: what still waits for this person is not sent any more (`what` unknown: of any kind),
 * because a newer one says otherwise or the person is gone. */
struct err *mail_drop(struct cx *, struct subject_id, struct str what);
/* When the last of this kind was put for the person; unknown: never. */
struct err *mail_last(struct cx *, struct subject_id, struct str what, struct maybe_int *at);
/* How many of this kind were put for the person after that time. */
struct err *mail_count(struct cx *, struct subject_id, struct str what, int64_t since_s,
                       int64_t *n);
/* An absolute link: site.url + path. Unknown without site.url. */
struct str  mail_link(const struct cx *, struct str path);

/* For /metrics: those that wait, and how long the oldest has; 0: none does. */
struct mail_counts { int64_t waiting, oldest_s; };
struct err *mail_counts_of(struct cx *, struct mail_counts *);

extern const struct module mail_module;

#endif
