/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * json.h — a streaming JSON writer into a buffer. Reading is jansson's, at the edges.
 *
 * The writer keeps commas and nesting itself and asserts that what is opened is closed. Unknown
 * text (NULL) is written as null, never as an empty string. Decimals are written as JSON numbers
 * with all their digits.
 */
#ifndef GUYUB_BASE_JSON_H
#define GUYUB_BASE_JSON_H

#include "base/buf.h"
#include "base/decimal.h"
#include "base/maybe.h"

enum { JSON_DEPTH_MAX = 32 };

struct json {
    struct buf *out;
    int32_t     depth;
    bool        some[JSON_DEPTH_MAX];       /* does the level hold something already */
    char        close[JSON_DEPTH_MAX];      /* the bracket that will close it        */
    bool        after_key;
};

struct json json_to(struct buf *);
void json_open(struct json *, char bracket);             /* '{' or '['                       */
void json_close(struct json *, char bracket);            /* '}' or ']'                       */
void json_end(const struct json *);                      /* asserts that all is closed   */
void json_key(struct json *, const char *key);
void json_str(struct json *, struct str);
void json_int(struct json *, int64_t);
void json_bool(struct json *, bool);
void json_dec(struct json *, struct dec);
void json_unknown(struct json *);                        /* null; jansson has the other name */

/* key and value in one line, the common case */
void json_str_at(struct json *, const char *key, struct str);
void json_int_at(struct json *, const char *key, int64_t);
void json_maybe_at(struct json *, const char *key, struct maybe_int);
void json_bool_at(struct json *, const char *key, bool);
void json_dec_at(struct json *, const char *key, struct dec);

#endif
