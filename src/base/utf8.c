/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* utf8.c — utf8proc for what needs tables; plain ASCII, the common case, goes without. */
#include "base/utf8.h"

#include <assert.h>
#include <utf8proc.h>

#include "base/arena.h"

/* The code point at s[at], or -1; its length in bytes in `n`. */
static int32_t
code_point(struct str s, size_t at, size_t *n)
{
    int32_t c;

    if ((unsigned char)s.p[at] < 0x80) {
        *n = 1;
        return s.p[at];
    }
    utf8proc_ssize_t length =
        utf8proc_iterate((const utf8proc_uint8_t *)s.p + at, (utf8proc_ssize_t)(s.n - at), &c);

    *n = length > 0 ? (size_t)length : 0;
    return length > 0 ? c : -1;
}

bool
utf8_is_valid(struct str s, size_t *bad_at)
{
    size_t n;

    for (size_t at = 0; at < s.n; at += n)
        if (code_point(s, at, &n) < 0) {
            if (bad_at)
                *bad_at = at;
            return false;
        }
    return true;
}

/* Control characters, line and paragraph separators, and what turns the direction of writing. */
static bool
is_control(int32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029
        || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

bool
utf8_is_plain(struct str s)
{
    size_t n;

    for (size_t at = 0; at < s.n; at += n)
        if (is_control(code_point(s, at, &n)))       /* invalid is -1, and below 0x20 */
            return false;
    return true;
}

size_t
utf8_count(struct str s)
{
    size_t count = 0, n;

    for (size_t at = 0; at < s.n; at += n, count++) {
        int32_t c = code_point(s, at, &n);
        assert(c >= 0);
        (void)c;
    }
    return count;
}

static bool
is_ascii(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

/* The code points of s after utf8proc's transformation, with room for one more. */
static int32_t *
transform(struct arena *a, struct str s, int options, size_t *n)
{
    const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)s.p;
    utf8proc_option_t how = (utf8proc_option_t)options;
    utf8proc_ssize_t  need = utf8proc_decompose(p, (utf8proc_ssize_t)s.n, NULL, 0, how);

    assert(need >= 0 && "the caller has checked that it is UTF-8");
    int32_t *c = NEWS(a, int32_t, (size_t)need + 1);
    utf8proc_ssize_t is = utf8proc_decompose(p, (utf8proc_ssize_t)s.n, c, need, how);

    assert(is == need);
    *n = (size_t)is;
    return c;
}

struct str
utf8_nfc(struct arena *a, struct str s)
{
    size_t n;

    if (is_ascii(s))
        return s;
    int32_t *c = transform(a, s, UTF8PROC_STABLE | UTF8PROC_COMPOSE, &n);
    utf8proc_option_t how = (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    utf8proc_ssize_t  bytes = utf8proc_reencode(c, (utf8proc_ssize_t)n, how);

    assert(bytes >= 0);
    return (struct str){ (const char *)c, (size_t)bytes };
}

bool
utf8_is_word(int32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    utf8proc_category_t k = utf8proc_category(c);

    return (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO)
        || (k >= UTF8PROC_CATEGORY_ND && k <= UTF8PROC_CATEGORY_NO);
}

/* Writes words to `out` with one space between; returns the length. */
static size_t
write_words(const int32_t *c, size_t n, char *out)
{
    size_t at = 0;
    bool   gap = false;

    for (size_t i = 0; i < n; i++) {
        if (!utf8_is_word(c[i])) {
            gap = at > 0;
            continue;
        }
        if (gap)
            out[at++] = ' ';
        gap = false;
        at += (size_t)utf8proc_encode_char(c[i], (utf8proc_uint8_t *)out + at);
    }
    return at;
}

static size_t
write_ascii_words(struct str s, char *out)
{
    size_t at = 0;
    bool   gap = false;

    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (!utf8_is_word(c)) {
            gap = at > 0;
            continue;
        }
        if (gap)
            out[at++] = ' ';
        gap = false;
        out[at++] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
    }
    return at;
}

struct str
utf8_fold(struct arena *a, struct str s)
{
    if (is_ascii(s)) {
        char *out = arena_alloc(a, s.n, 1);
        return (struct str){ out, write_ascii_words(s, out) };
    }
    size_t   n;
    int32_t *c = transform(a, s, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD
                                 | UTF8PROC_STRIPMARK, &n);
    char    *out = arena_alloc(a, arena_bytes(n, 4), 1);

    return (struct str){ out, write_words(c, n, out) };
}

size_t
utf8_fold_one(uint32_t code_point, int32_t out[static UTF8_FOLD_MAX])
{
    static const utf8proc_option_t how = (utf8proc_option_t)(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE
        | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
    int              boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char((int32_t)code_point, out, UTF8_FOLD_MAX, how,
                                                 &boundary);

    assert(n <= UTF8_FOLD_MAX);
    return n > 0 ? (size_t)n : 0;       /* what is no code point is nothing */
}
