/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * refuse.h — what dispatch says instead of a page, and how a handler's error is told to people.
 *
 * Each sets the turn's reply: a page or a problem, in the reader's language, with what, why and
 * what to do. What broke on our side is logged under the request's id; people see the id only.
 */
#ifndef GUYUB_APP_REFUSE_H
#define GUYUB_APP_REFUSE_H

#include "app/turn/dispatch.h"

void refuse_path(struct turn *);                                    /* 404 */
void refuse_method(struct turn *, const struct route_match *);      /* 405, with Allow */
void refuse_format(struct turn *, uint32_t serves);                 /* 406 */
void refuse_query(struct turn *);                                   /* 400 */
void refuse_form_type(struct turn *);                               /* 415 */
void refuse_body_large(struct turn *, int64_t most);                /* 413, with the limit */
/* A form with files that has a fault: 400, 413, 503, 507. Nothing of it is kept. */
void refuse_upload(struct turn *, const struct form_in *);
void refuse_store_away(struct turn *);                              /* 503 */
void refuse_too_large(struct turn *);                               /* 500: our own page */
void refuse_foreign(struct turn *);     /* 403: a form from another site's page */
void refuse_stale(struct turn *);       /* 403: a form without a token of now */
/* 503: what was read could not be put on record. A redirect is let pass: it shows nothing, and what
 * was done before it is done. */
void refuse_untold(struct turn *, const struct err *);
/* By kind. Who is not signed in is sent to the door, and from there back to this page. */
void refuse_err(struct turn *, const struct err *);

/* Whether the error says that the database cannot be reached. */
bool refuse_is_away(const struct err *);

#endif
