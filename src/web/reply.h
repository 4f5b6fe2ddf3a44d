/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * reply.h — the app's side of route.h's reply_* functions: an error with all that is known of it.
 *
 * A reply whose body became larger than its buffer has an unknown body (no `p`); the app answers
 * with the error web.reply_large instead.
 */
#ifndef GUYUB_WEB_REPLY_H
#define GUYUB_WEB_REPLY_H

#include "web/route.h"

enum { REPLY_DATA_MAX = 16 << 20 };     /* bytes of a JSON or CSV reply */

struct problem {
    const struct err *err;
    int32_t           status;           /* 0: the one of the error's kind */
    struct str        request_id;       /* unknown: not told */
};

/* As a page, or as application/problem+json when data was wanted. */
void reply_problem(struct cx *, enum format wants, struct reply *, const struct problem *);

/* The reason phrase of a status: "Not Found". */
const char *reply_reason(int32_t status);

#endif
