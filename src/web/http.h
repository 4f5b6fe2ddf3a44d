/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * http.h — a strict reader of HTTP/1.1 requests: bytes in, a whole request or a refusal out.
 *
 * WHAT   Pure and incremental: no socket, no clock. The verdict does not depend on how the bytes
 *        were cut into pieces. Every part has a limit, and nothing is repaired or normalised:
 *        what is not strictly right is refused, because two programs that repair differently are
 *        how requests are smuggled.
 * NOT    Time limits and sockets (app/server/conn.c), routes (app/turn/dispatch.c), HTTP/2 and TLS
 *        (a proxy in front). Why it is our own: ADR 0006.
 * READ   http.c the reader and bodies · http_head.c request line, fields · http_target.c addresses
 * LAW    RFC 9110, RFC 9112, RFC 3986. OURS, stricter than they ask: no empty line before a
 *        request, no bare CR or LF anywhere in a head, one Content-Length field at most, no
 *        transfer coding but one "chunked", no packed body, no encoded slash or dot segment in a
 *        path, paths and queries in plain UTF-8, and a connection is closed after every refusal.
 */
#ifndef GUYUB_WEB_HTTP_H
#define GUYUB_WEB_HTTP_H

#include "base/buf.h"

struct http_limits {
    size_t head;            /* bytes of request line and fields; trailers have the same again */
    size_t fields;          /* at most HTTP_FIELDS_MAX */
    size_t target;          /* bytes of the address in the request line */
    size_t body;            /* bytes after chunks are joined */
    size_t extensions;      /* bytes of chunk extensions in one body */
};

extern const struct http_limits http_limits_default;

enum http_method { HTTP_GET = 1, HTTP_HEAD, HTTP_POST, HTTP_OTHER };   /* PUT, DELETE, ... */

enum { HTTP_FIELDS_MAX = 64 };

struct http_field { struct str name, value; };

struct form_in;

struct http_request {
    enum http_method  method;
    int32_t           minor;            /* HTTP/1.minor: 0 or 1 */
    struct str        path;             /* decoded, plain UTF-8: "/regions/35.71", or "*" */
    struct str        query;            /* as it came, without '?'; unknown if there was no '?' */
    struct str        host;             /* "kediri.go.id:8080"; unknown only in HTTP/1.0 */
    struct http_field field[HTTP_FIELDS_MAX];
    size_t            n_fields;
    struct str        body;
    const struct form_in *form;         /* the body went there (app/server/upload.h); NULL: above */
    bool              keep_alive;
};

/* refusal, stable code, status */
#define HTTP_REFUSALS(X)                                                    \
    X(BARE_CR,           "http.bare_cr",           400)                     \
    X(BARE_LF,           "http.bare_lf",           400)                     \
    X(CONTROL,           "http.control",           400)                     \
    X(REQUEST_LINE,      "http.request_line",      400)                     \
    X(METHOD,            "http.method",            400)                     \
    X(METHOD_UNKNOWN,    "http.method_unknown",    501)                     \
    X(VERSION,           "http.version",           400)                     \
    X(VERSION_OTHER,     "http.version_other",     505)                     \
    X(TARGET,            "http.target",            400)                     \
    X(TARGET_LONG,       "http.target_long",       414)                     \
    X(PERCENT,           "http.percent",           400)                     \
    X(PATH_SLASH,        "http.path_slash",        400)                     \
    X(PATH_DOTS,         "http.path_dots",         400)                     \
    X(PATH_TEXT,         "http.path_text",         400)                     \
    X(HEAD_LONG,         "http.head_long",         431)                     \
    X(FIELDS_MANY,       "http.fields_many",       431)                     \
    X(FIELD_FOLDED,      "http.field_folded",      400)                     \
    X(FIELD_NAME,        "http.field_name",        400)                     \
    X(HOST_MISSING,      "http.host_missing",      400)                     \
    X(HOST_SEVERAL,      "http.host_several",      400)                     \
    X(HOST,              "http.host",              400)                     \
    X(HOST_DIFFERS,      "http.host_differs",      400)                     \
    X(LENGTH,            "http.length",            400)                     \
    X(LENGTH_SEVERAL,    "http.length_several",    400)                     \
    X(LENGTH_AND_CODING, "http.length_and_coding", 400)                     \
    X(CODING,            "http.coding",            501)                     \
    X(CODING_SEVERAL,    "http.coding_several",    400)                     \
    X(CODING_IN_1_0,     "http.coding_in_1_0",     400)                     \
    X(EXPECTATION,       "http.expectation",       417)                     \
    X(PACKED,            "http.packed",            415)                     \
    X(BODY_LARGE,        "http.body_large",        413)                     \
    X(CHUNK,             "http.chunk",             400)                     \
    X(CHUNK_EXTENSION,   "http.chunk_extension",   400)

enum http_refusal { HTTP_NO_REFUSAL,
#define X(name, code, status) HTTP_##name##_REFUSED,
    HTTP_REFUSALS(X)
#undef X
};

int32_t     http_refusal_status(enum http_refusal);
const char *http_refusal_code(enum http_refusal);

/* HTTP_HEADED: the head is whole, a body is to come, and the caller says where it goes. */
enum http_state { HTTP_MORE, HTTP_HEADED, HTTP_WHOLE, HTTP_REFUSED };

enum http_phase { HTTP_P_LINE, HTTP_P_FIELDS, HTTP_P_BODY, HTTP_P_CHUNK_SIZE, HTTP_P_CHUNK_DATA,
                  HTTP_P_CHUNK_END, HTTP_P_TRAILERS };

struct http_reader {
    enum http_state     state;
    enum http_refusal   refusal;            /* why, when state is HTTP_REFUSED */
    struct http_request request;            /* whole when state is HTTP_WHOLE; views into arena */
    bool                asks;               /* set by the owner: stop at HTTP_HEADED */
    bool                expects;            /* the client waits for "100 Continue" */
    bool                begun;              /* a byte of this request has come */
    size_t              length;             /* of the body, as announced; 0 also when chunked */
    struct str          piece;              /* of a body that is passed on: in the bytes just fed */

    /* the reader's own */
    const struct http_limits *limits;
    struct arena   *arena;
    size_t          mark;
    enum http_phase phase;
    char           *head;                   /* limits->head bytes */
    size_t          head_n, line_at;        /* bytes in it; where the current line began */
    char           *line;                   /* chunk and trailer lines; limits->head bytes */
    size_t          line_n;
    struct buf      body;
    size_t          most, came;             /* bytes that the body may have, and has had */
    size_t          left;                   /* bytes to come of the body or the chunk */
    size_t          extensions, trailers;   /* bytes seen */
    struct str      authority;              /* of an absolute-form target */
    bool            after_cr, chunked, passes;
};

/* Room for a reader's requests: what its arena must have beside the body's limit, twice. */
enum { HTTP_ARENA_EXTRA = 64 << 10 };

/* The arena is the reader's alone up to http_next: what is made in it later dies there. */
void http_start(struct http_reader *, struct arena *, const struct http_limits *);

/* Forgets the request and is ready for the next one of the same connection. */
void http_next(struct http_reader *);

/*
 * Takes bytes until the request is whole or refused, the caller must be asked, or there is a piece
 * to pass on; returns how many it took. A piece may come together with the end of the request.
 */
size_t http_feed(struct http_reader *, struct str bytes);

/* At HTTP_HEADED: the body is gathered in the arena, up to limits->body (without `asks` it always
 * is), or passed on piece by piece, up to `most` bytes. Both may refuse at once. */
void http_gather(struct http_reader *);
void http_pass(struct http_reader *, size_t most);

/* The value of the first field of this name, in any case; unknown if there is none. */
struct str http_value(const struct http_request *, const char *name);

/* ASCII letters without regard to case, the rest as it is. */
bool http_same(struct str, struct str);

/* The rule of a "token" (RFC 9110, 5.6.2): methods and field names. */
bool http_is_token(struct str);

#endif
