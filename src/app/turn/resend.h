/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * resend.h — nothing typed is lost: under a refusal stands what was sent, ready to be sent again.
 *
 * WHAT   A form whose session has ended, whose token is of an earlier one, whose post may not, or
 *        that met a full disk or a database that was away: the refusal shows what was typed, in
 *        words, and a button that sends the same to the same address with a token of now.
 *        Passwords and codes are not kept.
 * NOT    For a form from another site's page, which is told nothing but that it was refused.
 */
#ifndef GUYUB_APP_RESEND_H
#define GUYUB_APP_RESEND_H

#include "app/turn/dispatch.h"

struct resend_row { struct msg label; struct str value; };  /* the value in words                */

struct resend {
    struct str         action;          /* where it was sent                                     */
    bool               signs_in;        /* who sends it must sign in first                       */
    bool               forgot;          /* a password or code was among it                       */
    const struct pair *pair; size_t n_pairs;
    const struct resend_row *row; size_t n_rows;
};

/* Adds it to the turn's reply, which is a page that refuses a form of ours. */
void resend_add(struct turn *);

#endif
