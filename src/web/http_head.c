/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * http_head.c — the request line, the fields, and what they say about the body.
 *
 * Only pieces come here whose bytes are already free of controls, CR and LF (http.c).
 */
#include "web/http_head.h"

#include <assert.h>

#include "base/arena.h"

static bool
is_token_char(char c)
{
    switch (c) {
    case '!': case '#': case '$': case '%': case '&': case '\'': case '*': case '+':
    case '-': case '.': case '^': case '_': case '`': case '|':  case '~':
        return true;
    default:
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}

bool
http_is_token(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_token_char(s.p[i]))
            return false;
    return s.n > 0;
}

/* ---- request line --------------------------------------------------------------------------- */

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static enum http_refusal
read_version(struct http_request *rq, struct str s)
{
    if (s.n != 8 || !str_starts(s, S("HTTP/")) || !is_digit(s.p[5]) || s.p[6] != '.' ||
        !is_digit(s.p[7]))
        return HTTP_VERSION_REFUSED;
    if (s.p[5] != '1' || s.p[7] > '1')
        return HTTP_VERSION_OTHER_REFUSED;
    rq->minor = s.p[7] - '0';
    return HTTP_NO_REFUSAL;
}

static enum http_refusal
read_method(struct http_request *rq, struct str s)
{
    static const struct { const char *name; enum http_method method; } known[] = {
        { "GET", HTTP_GET },       { "HEAD", HTTP_HEAD },     { "POST", HTTP_POST },
        { "PUT", HTTP_OTHER },     { "DELETE", HTTP_OTHER },  { "PATCH", HTTP_OTHER },
        { "OPTIONS", HTTP_OTHER }, { "TRACE", HTTP_OTHER },
    };

    if (!http_is_token(s))
        return HTTP_METHOD_REFUSED;
    for (size_t i = 0; i < COUNT(known); i++)
        if (str_eq(s, str_of(known[i].name))) {
            rq->method = known[i].method;
            return HTTP_NO_REFUSAL;
        }
    return HTTP_METHOD_UNKNOWN_REFUSED;
}

enum http_refusal
http_head_line(struct http_reader *r, struct str line)
{
    struct str method, target, version, rest;
    enum http_refusal no;

    if (!str_cut(line, ' ', &method, &rest) || !str_cut(rest, ' ', &target, &version))
        return HTTP_REQUEST_LINE_REFUSED;
    if (method.n == 0 || target.n == 0)
        return HTTP_REQUEST_LINE_REFUSED;
    if ((no = read_version(&r->request, version)) || (no = read_method(&r->request, method)))
        return no;
    if (target.n > r->limits->target)
        return HTTP_TARGET_LONG_REFUSED;
    if (str_eq(target, S("*")) && str_eq(method, S("OPTIONS"))) {
        r->request.path = target;
        return HTTP_NO_REFUSAL;
    }
    return http_target(r, target);
}

/* ---- fields --------------------------------------------------------------------------------- */

enum http_refusal
http_field_split(struct str line, struct http_field *out)
{
    struct str name, value;

    if (line.p[0] == ' ' || line.p[0] == '\t')
        return HTTP_FIELD_FOLDED_REFUSED;
    if (!str_cut(line, ':', &name, &value) || !http_is_token(name))
        return HTTP_FIELD_NAME_REFUSED;
    *out = (struct http_field){ name, str_trim(value) };
    return HTTP_NO_REFUSAL;
}

enum http_refusal
http_head_field(struct http_reader *r, struct str line)
{
    struct http_request *rq = &r->request;

    if (rq->n_fields == r->limits->fields)
        return HTTP_FIELDS_MANY_REFUSED;
    enum http_refusal no = http_field_split(line, &rq->field[rq->n_fields]);

    if (!no)
        rq->n_fields++;
    return no;
}

/* How many fields have this name; `value` is the last one's. */
static size_t
count_fields(const struct http_request *rq, struct str name, struct str *value)
{
    size_t n = 0;

    *value = (struct str){ NULL, 0 };
    for (size_t i = 0; i < rq->n_fields; i++)
        if (http_same(rq->field[i].name, name)) {
            *value = rq->field[i].value;
            n++;
        }
    return n;
}

static enum http_refusal
check_host(struct http_reader *r)
{
    struct str host;
    size_t     n = count_fields(&r->request, S("host"), &host);

    if (n > 1)
        return HTTP_HOST_SEVERAL_REFUSED;
    if (n == 0)
        return r->request.minor == 0 && !r->authority.p ? HTTP_NO_REFUSAL
                                                        : HTTP_HOST_MISSING_REFUSED;
    if (!http_is_host(host))
        return HTTP_HOST_REFUSED;
    if (r->authority.p && !http_same(r->authority, host))
        return HTTP_HOST_DIFFERS_REFUSED;
    r->request.host = host;
    return HTTP_NO_REFUSAL;
}

/* Digits only; what is more than any limit stays the greatest number. */
static enum http_refusal
read_length(struct http_reader *r, struct str value)
{
    size_t length = 0;

    for (size_t i = 0; i < value.n; i++) {
        if (!is_digit(value.p[i]))
            return HTTP_LENGTH_REFUSED;
        length = length > SIZE_MAX / 10 - 1 ? SIZE_MAX : length * 10 + (size_t)(value.p[i] - '0');
    }
    r->length = length;
    return value.n > 0 ? HTTP_NO_REFUSAL : HTTP_LENGTH_REFUSED;
}

static enum http_refusal
check_framing(struct http_reader *r)
{
    struct str length, coding;
    size_t     n_lengths = count_fields(&r->request, S("content-length"), &length);
    size_t     n_codings = count_fields(&r->request, S("transfer-encoding"), &coding);

    if (n_lengths > 1)
        return HTTP_LENGTH_SEVERAL_REFUSED;
    if (n_codings > 1)
        return HTTP_CODING_SEVERAL_REFUSED;
    if (n_lengths && n_codings)
        return HTTP_LENGTH_AND_CODING_REFUSED;
    if (n_lengths)
        return read_length(r, length);
    if (!n_codings)
        return HTTP_NO_REFUSAL;
    if (r->request.minor == 0)
        return HTTP_CODING_IN_1_0_REFUSED;
    r->chunked = http_same(coding, S("chunked"));
    return r->chunked ? HTTP_NO_REFUSAL : HTTP_CODING_REFUSED;
}

static enum http_refusal
check_expectation(struct http_reader *r)
{
    struct str value;

    if (count_fields(&r->request, S("expect"), &value) == 0)
        return HTTP_NO_REFUSAL;
    if (!http_same(value, S("100-continue")))
        return HTTP_EXPECTATION_REFUSED;
    r->expects = r->request.minor > 0 && (r->chunked || r->length > 0);
    return HTTP_NO_REFUSAL;
}

/* Nothing here unpacks what clients send; read as it is, it would be something else than meant. */
static enum http_refusal
check_packing(const struct http_reader *r)
{
    struct str value;
    bool       has_body = r->chunked || r->length > 0;

    return has_body && count_fields(&r->request, S("content-encoding"), &value) > 0
               ? HTTP_PACKED_REFUSED : HTTP_NO_REFUSAL;
}

static bool
says_close(const struct http_request *rq)
{
    for (size_t i = 0; i < rq->n_fields; i++) {
        if (!http_same(rq->field[i].name, S("connection")))
            continue;
        struct str word, rest = rq->field[i].value;

        do {
            str_cut(rest, ',', &word, &rest);
            if (http_same(str_trim(word), S("close")))
                return true;
        } while (rest.p);
    }
    return false;
}

enum http_refusal
http_head_end(struct http_reader *r)
{
    enum http_refusal no;

    if ((no = check_host(r)) || (no = check_framing(r)) || (no = check_packing(r)) ||
        (no = check_expectation(r)))
        return no;
    r->request.keep_alive = r->request.minor > 0 && !says_close(&r->request);
    r->phase = HTTP_P_BODY;
    return HTTP_NO_REFUSAL;
}
