/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * http.c — the reader's phases: lines of the head, then a body by length or by chunks.
 *
 * Lines are collected byte by byte, so that a wrong byte is refused where it stands, however the
 * bytes arrive; a line is judged when its CRLF is complete. Bodies are copied in runs.
 */
#include "web/http.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "web/http_head.h"

const struct http_limits http_limits_default = {
    .head       = 16 << 10,
    .fields     = HTTP_FIELDS_MAX,
    .target     = 4 << 10,
    .body       = 1 << 20,
    .extensions = 1 << 10,
};

enum { CHUNK_DIGITS_MAX = 8, CHUNK_LINE_MAX = 512 };    /* below any limits->head in use */

static const struct { const char *code; int32_t status; } refusals[] = {
    [HTTP_NO_REFUSAL] = { "http.none", 200 },
#define X(name, text, number) [HTTP_##name##_REFUSED] = { text, number },
    HTTP_REFUSALS(X)
#undef X
};

int32_t
http_refusal_status(enum http_refusal why)
{
    assert((size_t)why < COUNT(refusals));
    return refusals[why].status;
}

const char *
http_refusal_code(enum http_refusal why)
{
    assert((size_t)why < COUNT(refusals));
    return refusals[why].code;
}

void
http_start(struct http_reader *r, struct arena *a, const struct http_limits *limits)
{
    assert(limits->fields <= HTTP_FIELDS_MAX && limits->target <= limits->head);
    *r = (struct http_reader){ .limits = limits, .arena = a };
    r->head = NEWS(a, char, limits->head);
    r->mark = arena_mark(a);
}

void
http_next(struct http_reader *r)
{
    const struct http_limits *limits = r->limits;
    struct arena *a = r->arena;
    size_t mark = r->mark;
    char  *head = r->head;
    bool   asks = r->asks;

    arena_back(a, mark);
    *r = (struct http_reader){
        .limits = limits, .arena = a, .mark = mark, .head = head, .asks = asks,
    };
}

/* ---- lines ---------------------------------------------------------------------------------- */

/* What a byte inside a line may not be. Tabs are judged with the line; 0x80 and up are data. */
static enum http_refusal
judge_byte(char c)
{
    if (c == '\n')
        return HTTP_BARE_LF_REFUSED;
    if (((unsigned char)c < ' ' && c != '\t') || c == 0x7f)
        return HTTP_CONTROL_REFUSED;
    return HTTP_NO_REFUSAL;
}

/* One byte of a line that ends in CRLF. `*whole` when this byte was its LF. */
static enum http_refusal
line_byte(struct http_reader *r, char c, bool *keep, bool *whole)
{
    *keep = *whole = false;
    if (r->after_cr) {
        r->after_cr = false;
        *whole = c == '\n';
        return *whole ? HTTP_NO_REFUSAL : HTTP_BARE_CR_REFUSED;
    }
    if (c == '\r') {
        r->after_cr = true;
        return HTTP_NO_REFUSAL;
    }
    *keep = true;
    return judge_byte(c);
}

static enum http_refusal
head_line_done(struct http_reader *r)
{
    struct str line = { r->head + r->line_at, r->head_n - r->line_at };

    r->line_at = r->head_n;
    if (r->phase == HTTP_P_LINE) {
        r->phase = HTTP_P_FIELDS;
        return http_head_line(r, line);
    }
    if (line.n > 0)
        return http_head_field(r, line);
    return http_head_end(r);
}

static enum http_refusal
head_byte(struct http_reader *r, char c)
{
    bool keep, whole;
    enum http_refusal no = line_byte(r, c, &keep, &whole);

    if (no)
        return no;
    if (whole)
        return head_line_done(r);
    if (!keep)
        return HTTP_NO_REFUSAL;
    if (r->head_n == r->limits->head)
        return r->phase == HTTP_P_LINE ? HTTP_TARGET_LONG_REFUSED : HTTP_HEAD_LONG_REFUSED;
    r->head[r->head_n++] = c;
    return HTTP_NO_REFUSAL;
}

/* ---- bodies --------------------------------------------------------------------------------- */

static void
finish(struct http_reader *r)
{
    r->request.body = r->passes ? S("") : buf_str(&r->body);
    r->expects = false;
    r->state = HTTP_WHOLE;
}

static int
hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* chunk-size [";" anything], with no space between */
static enum http_refusal
chunk_size_done(struct http_reader *r)
{
    struct str line = { r->line, r->line_n };
    size_t     size = 0, i = 0;

    for (; i < line.n && hex_digit(line.p[i]) >= 0; i++)
        size = i < CHUNK_DIGITS_MAX ? size * 16 + (size_t)hex_digit(line.p[i]) : size;
    if (i == 0 || i > CHUNK_DIGITS_MAX)
        return HTTP_CHUNK_REFUSED;
    if (i < line.n && line.p[i] != ';')
        return HTTP_CHUNK_REFUSED;
    r->extensions += line.n - i;
    if (r->extensions > r->limits->extensions)
        return HTTP_CHUNK_EXTENSION_REFUSED;
    if (size > r->most - r->came)
        return HTTP_BODY_LARGE_REFUSED;
    r->left = size;
    r->phase = size > 0 ? HTTP_P_CHUNK_DATA : HTTP_P_TRAILERS;
    return HTTP_NO_REFUSAL;
}

static enum http_refusal
trailer_done(struct http_reader *r)
{
    struct http_field dropped;
    struct str line = { r->line, r->line_n };

    if (line.n > 0)
        return http_field_split(line, &dropped);
    finish(r);
    return HTTP_NO_REFUSAL;
}

/* A line between chunks or after them; it is short-lived and kept apart from the head. */
static enum http_refusal
between_byte(struct http_reader *r, char c)
{
    bool keep, whole, is_size = r->phase == HTTP_P_CHUNK_SIZE;
    enum http_refusal no = line_byte(r, c, &keep, &whole);

    if (no)
        return no;
    if (whole) {
        no = is_size ? chunk_size_done(r) : trailer_done(r);
        r->line_n = 0;
        return no;
    }
    if (!keep)
        return HTTP_NO_REFUSAL;
    if (!is_size && ++r->trailers > r->limits->head)
        return HTTP_HEAD_LONG_REFUSED;
    if (is_size && r->line_n == CHUNK_LINE_MAX)
        return HTTP_CHUNK_EXTENSION_REFUSED;
    r->line[r->line_n++] = c;
    return HTTP_NO_REFUSAL;
}

static enum http_refusal
chunk_end_byte(struct http_reader *r, char c)
{
    if (!r->after_cr) {
        r->after_cr = c == '\r';
        return r->after_cr ? HTTP_NO_REFUSAL : HTTP_CHUNK_REFUSED;
    }
    r->after_cr = false;
    r->phase = HTTP_P_CHUNK_SIZE;
    return c == '\n' ? HTTP_NO_REFUSAL : HTTP_CHUNK_REFUSED;
}

/* Keeps or passes on what belongs to the body or the chunk; returns how much that was. */
static size_t
body_bytes(struct http_reader *r, struct str bytes)
{
    size_t n = bytes.n < r->left ? bytes.n : r->left;

    if (r->passes)
        r->piece = (struct str){ bytes.p, n };
    else
        buf_add(&r->body, (struct str){ bytes.p, n });
    assert(!r->body.full);              /* length and chunks were checked against the limit */
    r->came += n;
    r->left -= n;
    if (r->left > 0)
        return n;
    if (r->chunked)
        r->phase = HTTP_P_CHUNK_END;
    else
        finish(r);
    return n;
}

/* ---- all together --------------------------------------------------------------------------- */

static void
begin_body(struct http_reader *r, size_t most)
{
    r->state = HTTP_MORE;
    r->most = most;
    r->left = r->length;
    if (r->length > most) {
        r->refusal = HTTP_BODY_LARGE_REFUSED;
        r->state = HTTP_REFUSED;
    } else if (r->chunked) {
        r->line = NEWS(r->arena, char, r->limits->head + 1);
        r->phase = HTTP_P_CHUNK_SIZE;
    }
}

void
http_gather(struct http_reader *r)
{
    r->body = buf_in(r->arena, r->limits->body);
    begin_body(r, r->limits->body);
}

void
http_pass(struct http_reader *r, size_t most)
{
    assert(r->state == HTTP_HEADED);
    r->passes = true;
    begin_body(r, most);
}

/* Is there a body, and who says where it goes? */
static void
end_head(struct http_reader *r)
{
    if (!r->chunked && r->length == 0) {
        r->body = buf_in(r->arena, 0);
        finish(r);
    } else if (r->asks)
        r->state = HTTP_HEADED;
    else
        http_gather(r);
}

static enum http_refusal
one_byte(struct http_reader *r, char c)
{
    switch (r->phase) {
    case HTTP_P_LINE:
    case HTTP_P_FIELDS:
        return head_byte(r, c);
    case HTTP_P_CHUNK_SIZE:
    case HTTP_P_TRAILERS:
        return between_byte(r, c);
    case HTTP_P_CHUNK_END:
        return chunk_end_byte(r, c);
    case HTTP_P_BODY:
    case HTTP_P_CHUNK_DATA:
        break;
    }
    return HTTP_CHUNK_REFUSED;          /* never: bodies are copied in runs */
}

size_t
http_feed(struct http_reader *r, struct str bytes)
{
    size_t at = 0;

    r->piece = (struct str){ NULL, 0 };
    while (at < bytes.n && r->state == HTTP_MORE && r->piece.n == 0) {
        r->begun = true;
        if (r->phase == HTTP_P_BODY || r->phase == HTTP_P_CHUNK_DATA) {
            at += body_bytes(r, str_part(bytes, at, bytes.n - at));
            continue;
        }
        bool in_head = r->phase <= HTTP_P_FIELDS;

        r->refusal = one_byte(r, bytes.p[at++]);
        if (r->refusal)
            r->state = HTTP_REFUSED;
        else if (in_head && r->phase == HTTP_P_BODY)
            end_head(r);
    }
    return at;
}

struct str
http_value(const struct http_request *rq, const char *name)
{
    for (size_t i = 0; i < rq->n_fields; i++)
        if (http_same(rq->field[i].name, str_of(name)))
            return rq->field[i].value;
    return (struct str){ NULL, 0 };
}

static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool
http_same(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    return true;
}
