/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/query.h"

#include "base/arena.h"
#include "base/utf8.h"

static int
hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool
decode(struct arena *a, struct str raw, struct str *out)
{
    char  *p = NEWS(a, char, raw.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < raw.n; i++) {
        char c = raw.p[i] == '+' ? ' ' : raw.p[i];

        if (c == '%') {
            if (raw.n - i < 3 || hex_value(raw.p[i + 1]) < 0 || hex_value(raw.p[i + 2]) < 0)
                return false;
            c = (char)(hex_value(raw.p[i + 1]) * 16 + hex_value(raw.p[i + 2]));
            i += 2;
        }
        if (c == 0)
            return false;
        p[n++] = c;
    }
    *out = (struct str){ p, n };
    return utf8_is_valid(*out, NULL);
}

bool
query_read(struct arena *a, struct str text, struct query *out)
{
    struct str piece, name, value;

    *out = (struct query){ .n = 0 };
    if (text.n == 0)
        return true;
    while (text.p) {
        str_cut(text, '&', &piece, &text);
        if (out->n == QUERY_PAIRS_MAX)
            return false;
        struct pair *pair = &out->pair[out->n++];

        str_cut(piece, '=', &name, &value);
        if (name.n == 0 || !decode(a, name, &pair->name) || !decode(a, value, &pair->value))
            return false;
    }
    return true;
}

struct str
query_value(const struct query *q, struct str name)
{
    for (size_t i = 0; i < q->n; i++)
        if (str_eq(q->pair[i].name, name))
            return q->pair[i].value;
    return (struct str){ NULL, 0 };
}

struct str
query_without(struct arena *a, const struct query *q, struct str name)
{
    struct str out = S("");

    for (size_t i = 0; i < q->n; i++) {
        if (str_eq(q->pair[i].name, name))
            continue;
        struct str key = query_encode(a, q->pair[i].name, false);
        struct str value = query_encode(a, q->pair[i].value, false);

        out = str_fmt(a, "%.*s%s%.*s=%.*s", TEXT(out), out.n ? "&" : "", TEXT(key), TEXT(value));
    }
    return out;
}

static bool
is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '.' || c == '_' || c == '~';
}

struct str
query_encode(struct arena *a, struct str s, bool is_path)
{
    static const char digits[] = "0123456789ABCDEF";
    char  *p = NEWS(a, char, s.n * 3 + 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (is_unreserved(s.p[i]) || (is_path && c == '/')) {
            p[n++] = s.p[i];
            continue;
        }
        p[n++] = '%';
        p[n++] = digits[c >> 4];
        p[n++] = digits[c & 15];
    }
    return (struct str){ p, n };
}
