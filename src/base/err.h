/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * err.h — one error that speaks: what happened, where, and what to do.
 *
 * Functions that can fail return `struct err *`; NULL is success. The same value becomes an HTML
 * page, an RFC 9457 problem, an exit code and a log line. Errors are for the world's mistakes;
 * our own are assertions, which stay on in production and cost one worker, never the data.
 */
#ifndef GUYUB_BASE_ERR_H
#define GUYUB_BASE_ERR_H

#include "base/msg.h"

/* kind, HTTP status, exit code: 1 the answer is no, 2 wrong use, 3 failure */
#define ERR_KINDS(X)                                                           \
    X(INPUT,     "input",     400, 2)   /* the form, flag or file is wrong  */ \
    X(NOBODY,    "nobody",    401, 1)   /* only for those who are signed in */ \
    X(DENIED,    "denied",    403, 1)   /* no right to do this              */ \
    X(MISSING,   "missing",   404, 1)   /* there is no such thing           */ \
    X(CONFLICT,  "conflict",  409, 1)   /* not in this state                */ \
    X(TOO_LARGE, "too_large", 413, 2)   /* over a stated limit              */ \
    X(TOO_OFTEN, "too_often", 429, 3)   /* tried too often; wait            */ \
    X(BUSY,      "busy",      503, 3)   /* later, please                    */ \
    X(BROKEN,    "broken",    500, 3)   /* disk, database, network          */

enum err_kind { ERR_NONE,
#define X(name, code, status, exit) ERR_##name,
    ERR_KINDS(X)
#undef X
};

struct err {
    enum err_kind kind;
    const char   *code;      /* stable: "region.unknown"; tests and API clients key on it   */
    struct msg    text;      /* what could not be done                                      */
    struct msg    detail;    /* why, with the figures                                       */
    struct msg    hint;      /* what to do now                                              */
    struct str    where;     /* "FILE:LINE:COLUMN", a field's name, or unknown              */
};

#define TRY(call)                        \
    do {                                 \
        struct err *try_err_ = (call);   \
        if (try_err_)                    \
            return try_err_;             \
    } while (0)

/* Copies the value; asserts kind, code and text. */
struct err *err_of(struct arena *, struct err) __attribute__((returns_nonnull));
/* Kind BROKEN; the detail says in words what errno means. */
struct err *err_errno(struct arena *, const char *code, struct msg text, int errnum);
int         err_status(const struct err *);         /* HTTP       */
int         err_exit(const struct err *);           /* 0 for NULL */
struct str  err_kind_code(enum err_kind);
/* "where: text detail hint", one line without control characters. */
struct str  err_line(struct arena *, enum lang, const struct err *);

#endif
