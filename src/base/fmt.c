/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/fmt.h"

#include <stdint.h>
#include <string.h>

#include "base/str.h"

struct out { char *p; size_t n, cap; bool full; };

/* True, like what follows below: the directive is one of ours. What does not fit is in `full`. */
static bool
put(struct out *o, const char *p, size_t n)
{
    o->full = o->full || n > o->cap - o->n;
    if (!o->full && n > 0) {
        memcpy(o->p + o->n, p, n);
        o->n += n;
    }
    return true;
}

/* Up to its NUL, or `most` bytes, whichever comes first. False: there is no text. */
static bool
put_text(struct out *o, const char *z, size_t most)
{
    if (z)
        put(o, z, strnlen(z, most));
    return z || most == 0;
}

static bool
put_number(struct out *o, bool negative, uint64_t size)
{
    char   digits[24];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + size % 10);
        size /= 10;
    } while (size > 0);
    if (negative)
        digits[--at] = '-';
    return put(o, digits + at, sizeof digits - at);
}

static bool
put_signed(struct out *o, int64_t n)
{
    return put_number(o, n < 0, n < 0 ? -(uint64_t)n : (uint64_t)n);
}

/* "%02d", "%04d": days, months, years; false for what is below zero. */
static bool
put_filled(struct out *o, size_t width, int n)
{
    char digits[9];

    if (n < 0)
        return false;
    for (size_t i = width; i > 0; i--, n /= 10)
        digits[i - 1] = (char)('0' + n % 10);
    put(o, digits, width);
    return n == 0;
}

/* The directive after '%' if it begins so; moves past it. */
static bool
is_next(const char **fmt, struct str directive)
{
    if (strncmp(*fmt, directive.p, directive.n) != 0)
        return false;
    *fmt += directive.n;
    return true;
}

/* Takes an argument as wide as the directive says. */
static bool
put_directive(struct out *o, const char **fmt, va_list *args)
{
    if (is_next(fmt, S("s")))
        return put_text(o, va_arg(*args, const char *), SIZE_MAX);
    if (is_next(fmt, S(".*s"))) {
        int n = va_arg(*args, int);

        return put_text(o, va_arg(*args, const char *), n < 0 ? SIZE_MAX : (size_t)n);
    }
    if ((*fmt)[0] == '0' && (*fmt)[1] >= '1' && (*fmt)[1] <= '9' && (*fmt)[2] == 'd') {
        size_t width = (size_t)((*fmt)[1] - '0');

        *fmt += 3;
        return put_filled(o, width, va_arg(*args, int));
    }
    if (is_next(fmt, S("d")))
        return put_signed(o, va_arg(*args, int));
    if (is_next(fmt, S("ld")))
        return put_signed(o, va_arg(*args, long));
    if (is_next(fmt, S("jd")))
        return put_signed(o, va_arg(*args, intmax_t));
    if (is_next(fmt, S("lld")))
        return put_signed(o, va_arg(*args, long long));
    if (is_next(fmt, S("zu")))
        return put_number(o, false, va_arg(*args, size_t));
    if (is_next(fmt, S("c")))
        return put(o, &(char){ (char)va_arg(*args, int) }, 1);
    return is_next(fmt, S("%")) && put(o, "%", 1);
}

bool
fmt_plain(char *out, size_t cap, size_t *n, const char *fmt, va_list args)
{
    struct out o = { .p = out, .cap = cap };
    va_list    own;
    bool       plain = true;

    va_copy(own, args);
    while (plain && *fmt) {
        const char *directive = strchrnul(fmt, '%');

        put(&o, fmt, (size_t)(directive - fmt));
        fmt = *directive ? directive + 1 : directive;
        plain = !*directive || put_directive(&o, &fmt, &own);
    }
    va_end(own);
    *n = o.n;
    return plain && !o.full;
}
