/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* json.c — RFC 8259, without white space. */
#include "base/json.h"

#include <assert.h>

#include "base/utf8.h"

struct json
json_to(struct buf *out)
{
    assert(out);
    return (struct json){ .out = out };
}

/* The comma before a value or key, and the promise that this place may have one. */
static void
begin(struct json *j, bool is_key)
{
    bool in_object = j->depth > 0 && j->close[j->depth - 1] == '}';

    assert(is_key ? in_object && !j->after_key : in_object == j->after_key);
    if (!j->after_key && j->depth > 0) {
        if (j->some[j->depth - 1])
            buf_byte(j->out, ',');
        j->some[j->depth - 1] = true;
    }
    j->after_key = is_key;
}

void
json_open(struct json *j, char bracket)
{
    assert((bracket == '{' || bracket == '[') && j->depth < JSON_DEPTH_MAX);
    begin(j, false);
    buf_byte(j->out, bracket);
    j->close[j->depth] = bracket == '{' ? '}' : ']';
    j->some[j->depth++] = false;
}

void
json_close(struct json *j, char bracket)
{
    assert(j->depth > 0 && !j->after_key && j->close[j->depth - 1] == bracket);
    j->depth--;
    buf_byte(j->out, bracket);
}

void
json_end(const struct json *j)
{
    assert(j->depth == 0 && !j->after_key);
}

static void
add_escaped(struct buf *out, unsigned char c)
{
    switch (c) {
    case '"':  buf_add(out, S("\\\"")); break;
    case '\\': buf_add(out, S("\\\\")); break;
    case '\n': buf_add(out, S("\\n"));  break;
    case '\r': buf_add(out, S("\\r"));  break;
    case '\t': buf_add(out, S("\\t"));  break;
    default:   buf_fmt(out, "\\u%04x", c);
    }
}

static bool
must_escape(char c)
{
    return (unsigned char)c < 0x20 || c == '"' || c == '\\';
}

static void
add_text(struct buf *out, struct str s)
{
    size_t from = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (!must_escape(s.p[i]))
            continue;
        buf_add(out, str_part(s, from, i - from));
        add_escaped(out, (unsigned char)s.p[i]);
        from = i + 1;
    }
    buf_add(out, str_part(s, from, s.n - from));
}

/* A byte that is not UTF-8 becomes U+FFFD: what leaves the program is always valid JSON. */
static void
add_any_text(struct buf *out, struct str s)
{
    size_t bad_at;

    while (!utf8_is_valid(s, &bad_at)) {
        add_text(out, str_part(s, 0, bad_at));
        buf_add(out, S("\xef\xbf\xbd"));
        s = str_part(s, bad_at + 1, s.n);
    }
    add_text(out, s);
}

void
json_str(struct json *j, struct str s)
{
    if (!str_is_known(s)) {
        json_unknown(j);
        return;
    }
    begin(j, false);
    buf_byte(j->out, '"');
    add_any_text(j->out, s);
    buf_byte(j->out, '"');
}

void
json_int(struct json *j, int64_t n)
{
    begin(j, false);
    buf_fmt(j->out, "%jd", (intmax_t)n);
}

void
json_bool(struct json *j, bool yes)
{
    begin(j, false);
    buf_add(j->out, yes ? S("true") : S("false"));
}

void
json_dec(struct json *j, struct dec d)
{
    char   text[DEC_TEXT_MAX];
    size_t n = dec_write(d, text);

    begin(j, false);
    buf_add(j->out, (struct str){ text, n });
}

void
json_unknown(struct json *j)
{
    begin(j, false);
    buf_add(j->out, S("null"));
}

void
json_key(struct json *j, const char *key)
{
    begin(j, true);
    buf_byte(j->out, '"');
    add_text(j->out, str_of(key));
    buf_add(j->out, S("\":"));
}

void
json_str_at(struct json *j, const char *key, struct str s)
{
    json_key(j, key);
    json_str(j, s);
}

void
json_int_at(struct json *j, const char *key, int64_t n)
{
    json_key(j, key);
    json_int(j, n);
}

void
json_maybe_at(struct json *j, const char *key, struct maybe_int n)
{
    json_key(j, key);
    if (n.known)
        json_int(j, n.n);
    else
        json_unknown(j);
}

void
json_bool_at(struct json *j, const char *key, bool yes)
{
    json_key(j, key);
    json_bool(j, yes);
}

void
json_dec_at(struct json *j, const char *key, struct dec d)
{
    json_key(j, key);
    json_dec(j, d);
}
