/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* str.c — views of text; see str.h for what an unknown view is. */
#include "base/str.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/fmt.h"

enum { SHORT_MAX = 256 };       /* bytes: most of what str_fmt makes */

bool
str_is_known(struct str s)
{
    return s.p != NULL;
}

bool
str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

int
str_cmp(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int    c = n ? memcmp(a.p, b.p, n) : 0;

    return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool
str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && str_eq(str_part(s, 0, prefix.n), prefix);
}

bool
str_ends(struct str s, struct str suffix)
{
    return s.n >= suffix.n && str_eq(str_part(s, s.n - suffix.n, suffix.n), suffix);
}

static bool
is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str
str_trim(struct str s)
{
    while (s.n && is_space(s.p[s.n - 1]))
        s.n--;
    while (s.n && is_space(s.p[0]))
        s.p++, s.n--;
    return s;
}

struct str
str_part(struct str s, size_t from, size_t n)
{
    if (!s.p)
        return s;
    if (from > s.n)
        from = s.n;
    if (n > s.n - from)
        n = s.n - from;
    return (struct str){ s.p + from, n };
}

bool
str_find(struct str s, struct str needle, size_t *at)
{
    const char *hit = needle.n ? (s.n ? memmem(s.p, s.n, needle.p, needle.n) : NULL) : s.p;

    if (!hit)
        return false;
    *at = (size_t)(hit - s.p);
    return true;
}

bool
str_cut(struct str s, char by, struct str *head, struct str *rest)
{
    const char *hit = s.n ? memchr(s.p, by, s.n) : NULL;

    if (!hit) {
        *head = s;
        *rest = (struct str){ NULL, 0 };
        return false;
    }
    size_t at = (size_t)(hit - s.p);

    *head = str_part(s, 0, at);
    *rest = str_part(s, at + 1, s.n - at - 1);
    return true;
}

struct str
str_of(const char *z)
{
    return (struct str){ z, z ? strlen(z) : 0 };
}

struct str
str_copy(struct arena *a, struct str s)
{
    if (s.n == 0)
        return s.p ? S("") : s;
    char *p = arena_alloc(a, s.n, 1);

    memcpy(p, s.p, s.n);
    return (struct str){ p, s.n };
}

const char *
str_z(struct arena *a, struct str s)
{
    assert(s.n == 0 || !memchr(s.p, '\0', s.n));
    char *z = arena_alloc(a, s.n + 1, 1);

    if (s.n)
        memcpy(z, s.p, s.n);
    return z;
}

__attribute__((format(printf, 1, 0)))
static size_t
length_of(const char *fmt, va_list args)
{
    int n = vsnprintf(NULL, 0, fmt, args);

    assert(n >= 0);
    return (size_t)n;
}

struct str
str_fmt(struct arena *a, const char *fmt, ...)
{
    char    text[SHORT_MAX];
    size_t  n;
    va_list args, again;

    assert(fmt);
    va_start(args, fmt);
    bool plain = fmt_plain(text, sizeof text, &n, fmt, args);

    if (!plain) {
        va_copy(again, args);
        n = length_of(fmt, again);
        va_end(again);
    }
    char *p = arena_alloc(a, n + 1, 1);

    if (plain)
        memcpy(p, text, n);
    else
        vsnprintf(p, n + 1, fmt, args);
    va_end(args);
    return (struct str){ p, n };
}

struct str
str_int(struct arena *a, int64_t n)
{
    return str_fmt(a, "%lld", (long long)n);
}

struct str
str_bool(bool is)
{
    return is ? S("true") : S("false");
}

struct str
str_join(struct arena *a, struct str by, const struct str *part, size_t n)
{
    size_t total = n ? (n - 1) * by.n : 0, at = 0;

    for (size_t i = 0; i < n; i++)
        total += part[i].n;
    char *p = arena_alloc(a, total, 1);

    for (size_t i = 0; i < n; i++) {
        if (i && by.n)
            memcpy(p + at, by.p, by.n), at += by.n;
        if (part[i].n)
            memcpy(p + at, part[i].p, part[i].n), at += part[i].n;
    }
    assert(at == total);
    return (struct str){ p, total };
}

bool
str_int64(struct str s, int64_t *out)
{
    bool    minus = s.n && s.p[0] == '-';
    size_t  i = minus || (s.n && s.p[0] == '+');
    int64_t sum = 0;

    if (i == s.n)
        return false;
    for (; i < s.n; i++) {
        int digit = s.p[i] - '0';

        if (digit < 0 || digit > 9 || __builtin_mul_overflow(sum, 10, &sum))
            return false;
        if (__builtin_add_overflow(sum, minus ? -digit : digit, &sum))
            return false;
    }
    *out = sum;
    return true;
}
