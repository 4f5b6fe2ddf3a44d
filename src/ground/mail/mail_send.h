/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* mail_send.h — one conversation with the mail server; of this slice only this knows libcurl. */
#ifndef GUYUB_MAIL_SEND_H
#define GUYUB_MAIL_SEND_H

#include "ground/mail/mail_part.h"

enum { MAIL_CONNECT_S = 10, MAIL_WHOLE_S = 60 };

struct mail_server {
    struct mail_place place;
    struct mail_box   from;
    struct str        user, password;   /* unknown user: without signing in                       */
    int64_t           connect_s, whole_s;
};

/* Reads the password's file anew. Fails: mail.off, mail.password (the file cannot be read). */
struct err *mail_server_of(struct cx *, struct mail_server *);

/* What came of it; words are the server's own, or the library's where the server said nothing. They
 * may hold an address: they are shown to who typed it, never kept and never logged. */
struct mail_said { enum mail_answer answer; struct str code, words; };

/* Bounded by the server's times. `letter` NULL: only greets, makes the connection safe and signs
 * in. */
void mail_speak(struct arena *, const struct mail_server *, const struct mail_letter *letter,
                struct mail_said *);

/* ---- mail_try.c ------------------------------------------------------------------------------ */

/* A mail of no account, sent at once and not kept. Fails: mail.off, mail.password, mail.address. */
struct err *mail_trial(struct cx *, struct str address, struct mail_said *);
/* Without further waiting. Fails: mail.gone. */
struct err *mail_again(struct cx *, struct mail_id);
/* The latest first. */
struct err *mail_list(struct cx *, int64_t most, struct mail_row **, size_t *n);

#endif
