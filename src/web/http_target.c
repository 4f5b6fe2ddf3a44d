/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * http_target.c — the address in a request line, checked before it is decoded and after.
 *
 * LAW    RFC 3986: a path is segments of unreserved characters, sub-delims, ":" and "@", and
 *        percent-encoded bytes; a query adds "/" and "?".
 * OURS   A path whose decoded text holds a slash that was encoded, a "." or ".." segment, a
 *        control character or invalid UTF-8 is refused, so that what is matched is what was meant.
 */
#include "web/http_head.h"

#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

static bool
is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* pchar without percent-encoding */
static bool
is_path_char(char c)
{
    return is_alnum(c) || (c && strchr("-._~!$&'()*+,;=:@", c));
}

static int
hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The byte behind "%XX" at `at`, or -1. */
static int
percent_byte(struct str s, size_t at)
{
    if (s.n - at < 3 || hex_value(s.p[at + 1]) < 0 || hex_value(s.p[at + 2]) < 0)
        return -1;
    return hex_value(s.p[at + 1]) * 16 + hex_value(s.p[at + 2]);
}

static enum http_refusal
check_query(struct str query)
{
    for (size_t i = 0; i < query.n; i++) {
        char c = query.p[i];

        if (c == '%' && percent_byte(query, i) < 0)
            return HTTP_PERCENT_REFUSED;
        if (c != '%' && c != '/' && c != '?' && !is_path_char(c))
            return HTTP_TARGET_REFUSED;
    }
    return HTTP_NO_REFUSAL;
}

static enum http_refusal
decode(struct arena *a, struct str raw, struct str *out)
{
    char  *p = NEWS(a, char, raw.n);
    size_t n = 0;

    for (size_t i = 0; i < raw.n; i++) {
        if (raw.p[i] != '%') {
            if (raw.p[i] != '/' && !is_path_char(raw.p[i]))
                return HTTP_TARGET_REFUSED;
            p[n++] = raw.p[i];
            continue;
        }
        int byte = percent_byte(raw, i);

        if (byte < 0)
            return HTTP_PERCENT_REFUSED;
        if (byte == '/' || byte == 0)
            return HTTP_PATH_SLASH_REFUSED;
        p[n++] = (char)byte;
        i += 2;
    }
    *out = (struct str){ p, n };
    return HTTP_NO_REFUSAL;
}

static bool
has_dot_segment(struct str path)
{
    struct str segment, rest = path;

    do {
        str_cut(rest, '/', &segment, &rest);
        if (str_eq(segment, S(".")) || str_eq(segment, S("..")))
            return true;
    } while (rest.p);
    return false;
}

/* http://AUTHORITY[/PATH][?QUERY] -> authority, and the rest as an origin-form */
static enum http_refusal
cut_authority(struct http_reader *r, struct str *target)
{
    struct str after = str_part(*target, 7, target->n - 7);
    size_t     end = 0;

    while (end < after.n && after.p[end] != '/' && after.p[end] != '?')
        end++;
    r->authority = str_part(after, 0, end);
    *target = str_part(after, end, after.n - end);
    return http_is_host(r->authority) ? HTTP_NO_REFUSAL : HTTP_TARGET_REFUSED;
}

enum http_refusal
http_target(struct http_reader *r, struct str target)
{
    struct str        path;
    enum http_refusal no;

    if (http_same(str_part(target, 0, 7), S("http://")) && (no = cut_authority(r, &target)))
        return no;
    str_cut(target, '?', &path, &r->request.query);
    if (path.n == 0 && r->authority.p)
        path = S("/");
    if (path.n == 0 || path.p[0] != '/')
        return HTTP_TARGET_REFUSED;
    if ((no = check_query(r->request.query)) || (no = decode(r->arena, path, &path)))
        return no;
    if (has_dot_segment(path))
        return HTTP_PATH_DOTS_REFUSED;
    if (!utf8_is_plain(path))
        return HTTP_PATH_TEXT_REFUSED;
    r->request.path = path;
    return HTTP_NO_REFUSAL;
}

/* ---- hosts ---------------------------------------------------------------------------------- */

/* "" or ":" and 1 to 65535 */
static bool
is_port(struct str s)
{
    int64_t port;

    if (s.n == 0)
        return true;
    if (s.p[0] != ':' || s.n < 2 || s.n > 6 || !is_alnum(s.p[1]))
        return false;
    return str_int64(str_part(s, 1, s.n - 1), &port) && port >= 1 && port <= 65535;
}

static bool
is_ipv6_char(char c)
{
    return hex_value(c) >= 0 || c == ':' || c == '.';
}

static bool
is_name_char(char c)
{
    return is_alnum(c) || c == '-' || c == '.' || c == '_';
}

bool
http_is_host(struct str s)
{
    size_t end = 0, dots;

    if (s.n == 0 || s.n > 260)
        return false;
    if (s.p[0] == '[') {
        for (end = 1; end < s.n && is_ipv6_char(s.p[end]); end++)
            ;
        return end >= 3 && end < s.n && s.p[end] == ']' &&
               is_port(str_part(s, end + 1, s.n - end - 1));
    }
    while (end < s.n && is_name_char(s.p[end]))
        end++;
    if (end == 0 || s.p[0] == '.' || str_find(s, S(".."), &dots))
        return false;
    return is_port(str_part(s, end, s.n - end));
}
