/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* fmt_test.c — what is written here is what the C library would write. */
#include "base/fmt.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>

#include "base/str.h"
#include "unit.h"

enum { ROOM = 128 };

static struct { bool plain; char text[ROOM + 1], c[ROOM + 1]; size_t n; } is;

/* Both ways, into as much room; the bytes behind it stay as they were. */
__attribute__((format(printf, 2, 3)))
static void
both(size_t cap, const char *fmt, ...)
{
    va_list args, again;

    va_start(args, fmt);
    va_copy(again, args);
    for (size_t i = 0; i < sizeof is.text; i++)
        is.text[i] = '#';
    is.plain = fmt_plain(is.text, cap, &is.n, fmt, args);
    vsnprintf(is.c, sizeof is.c, fmt, again);
    va_end(again);
    va_end(args);
}

#define SAME(name, ...)                                                              \
    do {                                                                             \
        both(ROOM, __VA_ARGS__);                                                     \
        check(name, is.plain);                                                       \
        check_text(name, (struct str){ is.text, is.n }, str_of(is.c));               \
        check(name, is.text[is.n] == '#');                                           \
    } while (0)

TEST(fmt_is_as_in_c)
{
    SAME("nothing but text", "a b");
    SAME("an empty format", "%s", "");
    SAME("texts", "%s, %.*s.", "ab", 3, "cdefg");
    SAME("no byte of a text", "[%.*s]", 0, "x");
    const char *volatile none = NULL;        /* the compiler would warn of a bare one */

    SAME("an unknown text of no bytes", "[%.*s]", 0, none);
    SAME("a text that ends before its length", "%.*s|", 5, "ab\0cd");
    SAME("a character", "%c%c", 'a', '\xe2');
    SAME("a percent sign", "%d%%", 40);
    SAME("zero", "%d|%lld|%zu", 0, 0LL, (size_t)0);
    SAME("numbers", "%d %d %lld %zu", 12, -345, -6789012345LL, (size_t)9876543210);
    SAME("the smallest", "%d %ld %lld %jd", INT_MIN, LONG_MIN, LLONG_MIN, INTMAX_MIN);
    SAME("the largest", "%d %ld %lld %jd", INT_MAX, LONG_MAX, LLONG_MAX, INTMAX_MAX);
    SAME("the largest size", "%zu", SIZE_MAX);
    SAME("filled up with zeros", "%04d-%02d-%02d %09d %01d", 2026, 1, 31, INT_MAX / 10, 7);
    SAME("side by side", "%s%d%s", "a", 1, "b");
}

TEST(fmt_leaves_the_rest_to_c)
{
    both(ROOM, "%03d", -7);
    check("filled up with zeros below zero", !is.plain);
    both(ROOM, "%02d", 100);
    check("wider than it is filled up to", !is.plain);
    both(ROOM, "%5s", "a");
    check("filled up with spaces", !is.plain);
    both(ROOM, "a %x", 10u);
    check("hexadecimal", !is.plain);
    both(ROOM, "%.3s", "abcdef");
    check("a fixed length", !is.plain);
    both(ROOM, "%u", 1u);
    check("a number without a sign", !is.plain);
}

TEST(fmt_stays_in_its_room)
{
    both(5, "%s%d", "abc", 12);
    check("exactly full", is.plain && is.n == 5 && is.text[5] == '#');
    both(4, "%s%d", "abc", 12);
    check("a byte less", !is.plain && is.text[4] == '#');
    both(2, "abc");
    check("a literal", !is.plain && is.text[2] == '#');
    both(0, "%s", "a");
    check("no room", !is.plain && is.text[0] == '#');
}
