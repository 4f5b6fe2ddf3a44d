/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* buf_test.c — grows, in place or not, and never over its ceiling. */
#include "base/buf.h"

#include "base/arena.h"
#include "base/rand.h"
#include "unit.h"

TEST(buf_ceiling)
{
    static const struct {
        const char *name; size_t cap; const char *add; bool full; const char *is;
    } row[] = {
        { "fits",             8, "1234", false, "abcd1234" },
        { "one byte more",    7, "1234", true,  "abcd"     },
        { "nothing always fits", 4, "",  false, "abcd"     },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct buf b = buf_in(unit_arena(), row[i].cap);

        buf_add(&b, S("abcd"));
        buf_add(&b, str_of(row[i].add));
        check(row[i].name, b.full == row[i].full);
        check_text(row[i].name, (struct str){ b.p, b.n }, str_of(row[i].is));
    }
}

TEST(buf_full_is_sticky)
{
    struct buf b = buf_in(unit_arena(), 4);

    buf_fmt(&b, "%d", 12345);
    check("refused", b.full && b.n == 0);
    buf_byte(&b, 'x');
    buf_add(&b, S("y"));
    buf_fmt(&b, "%s", "z");
    check("and all after it", b.full && b.n == 0);
}

TEST(buf_text)
{
    struct arena *a = unit_arena();
    struct buf    b = buf_in(a, 100), exact = buf_in(a, 5);

    check_text("empty is known", buf_str(&b), S(""));
    buf_fmt(&b, "%s=%d", "a", 1);
    buf_byte(&b, ';');
    check_text("written", buf_str(&b), S("a=1;"));
    buf_fmt(&exact, "%s", "12345");
    check_text("a format may fill it to the last byte", buf_str(&exact), S("12345"));
    buf_add(&exact, (struct str){ NULL, 0 });
    check_text("unknown adds nothing", buf_str(&exact), S("12345"));
}

static void
read_full(void *arg)
{
    buf_str(arg);
}

TEST(buf_str_asserts)
{
    struct buf b = { .full = true };

    check("a full buffer is not read by accident", unit_aborts(read_full, &b));
}

/* Two buffers growing in turn in one arena, against what they should hold. */
TEST(buf_random_growth)
{
    struct arena *a = unit_arena();
    struct rand   r = { .state = 11 };
    struct buf    b[2] = { buf_in(a, 50000), buf_in(a, 50000) };
    size_t        n[2] = { 0, 0 };

    while (!b[0].full && !b[1].full) {
        uint32_t which = rand_below(&r, 2), times = rand_below(&r, 400);

        for (uint32_t i = 0; i < times && !b[which].full; i++) {
            size_t before = b[which].n;

            buf_byte(&b[which], (char)('a' + before % 26));
            n[which] += b[which].n - before;
        }
    }
    for (size_t which = 0; which < 2; which++) {
        bool same = b[which].n == n[which] && n[which] > 10000 && n[which] <= 50000;

        for (size_t i = 0; i < b[which].n; i++)
            same = same && b[which].p[i] == (char)('a' + i % 26);
        check("all bytes in order", same);
    }
}

TEST(buf_grows_in_place)
{
    struct arena *a = unit_arena();
    struct buf    b = buf_in(a, 1 << 20);

    for (int i = 0; i < 1 << 20; i++)
        buf_byte(&b, 'x');
    check("alone in its arena it leaves no copies behind", a->used < (1 << 20) + 64);
}
