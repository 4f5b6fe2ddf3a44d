/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * enter.h — who comes: from a request's cookies to the person and the post in which it acts.
 *
 * WHAT   A request without a session's cookie is nobody's and costs no look into the database.
 * NOT    Sessions (ground/identity), posts (ground/post): both are asked here, one after the other.
 */
#ifndef GUYUB_APP_ENTER_H
#define GUYUB_APP_ENTER_H

#include "right.h"
#include "web/route.h"

/* Whether the request carries a session's cookie at all. */
bool enter_has_ticket(const struct request *);

/* Fills `who`. `fresh` is the token that the browser is to have from now on: unknown, the same;
 * empty, none, because its session is over. Writes; outside of units of work. */
struct err *enter(struct cx *, const struct request *, struct who *, struct str *fresh);

/* After the page: tells the journal what it has read, and an auditor's page itself. */
struct err *enter_tell_reads(struct cx *, const struct request *);

#endif
