/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/arena.h"
#include "paper/qr.h"
#include "unit.h"

/* The finder patterns stand in three corners, ISO/IEC 18004 6.3.3. */
static bool
is_finder(const struct qr *q, int64_t left, int64_t top)
{
    for (int64_t y = 0; y < 7; y++)
        for (int64_t x = 0; x < 7; x++) {
            bool ring = (x == 1 || x == 5) && y > 0 && y < 6;
            bool edge = (y == 1 || y == 5) && x > 0 && x < 6;

            if (qr_is_dark(q, left + x, top + y) != !(ring || edge))
                return false;
        }
    return true;
}

TEST(qr_sizes)
{
    static char long_text[3000];
    struct arena *a = unit_arena();
    struct qr     q;

    for (size_t i = 0; i < sizeof long_text; i++)
        long_text[i] = 'a';
    /* M holds 14 bytes in version 1 (21 modules), 26 in version 2, 2,331 in version 40. */
    const struct { const char *name; struct str text; int64_t size; } row[] = {
        { "nothing",           S(""), 0 },
        { "a NUL",             { "a\0b", 3 }, 0 },
        { "the smallest",      { long_text, 14 }, 21 },
        { "a byte more",       { long_text, 15 }, 25 },
        { "the largest",       { long_text, 2331 }, 177 },
        { "larger than all",   { long_text, 2332 }, 0 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        bool is = qr_of(a, row[i].text, &q);

        check(row[i].name, is == (row[i].size > 0));
        check(row[i].name, !is || q.size == row[i].size);
        check(row[i].name, !is || (is_finder(&q, 0, 0) && is_finder(&q, q.size - 7, 0)
                                   && is_finder(&q, 0, q.size - 7)));
    }
}

TEST(qr_path)
{
    static const unsigned char dark[9] = { 1, 1, 0,
                                           0, 0, 0,
                                           1, 0, 1 };
    struct qr q = { .size = 3, .dark = dark };

    check_text("runs", qr_path(unit_arena(), &q), S("M4 4h2v1h-2zM4 6h1v1h-1zM6 6h1v1h-1z"));
    check("outside", !qr_is_dark(&q, -1, 0) && !qr_is_dark(&q, 3, 0) && !qr_is_dark(&q, 0, 3));
}
