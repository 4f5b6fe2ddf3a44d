/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* arena_test.c — zeroed, aligned, bounded, emptied; a full arena jumps. */
#include "base/arena.h"

#include <string.h>

#include "base/rand.h"
#include "unit.h"

static bool
is_zero(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i])
            return false;
    return true;
}

TEST(arena_alignment)
{
    static const size_t align[] = { 1, 2, 4, 8, 16, 64, 4096 };
    struct arena *a = unit_arena();

    for (size_t i = 0; i < COUNT(align); i++) {
        arena_alloc(a, 1, 1);
        check("aligned", (uintptr_t)arena_alloc(a, 3, align[i]) % align[i] == 0);
    }
    check("nothing is still a place", arena_alloc(a, 0, 1) != NULL);
}

TEST(arena_is_zeroed_after_use)
{
    static const struct { const char *name; size_t n; } row[] = {
        { "one byte", 1 }, { "a page", 4096 }, { "less than what is given back", (1 << 20) - 1 },
        { "as much as is given back", 1 << 20 }, { "more, and not whole pages", (3 << 20) + 77 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct arena a = arena_make(16 << 20);
        char *p = arena_alloc(&a, row[i].n, 1);

        check(row[i].name, is_zero(p, row[i].n));
        memset(p, 0xff, row[i].n);
        arena_reset(&a);
        check(row[i].name, a.used == 0 && a.peak >= row[i].n);
        check(row[i].name, is_zero(arena_alloc(&a, row[i].n, 1), row[i].n));
        arena_drop(&a);
    }
}

TEST(arena_back_leaves_what_was_before)
{
    struct arena *a = unit_arena();
    char *kept = arena_alloc(a, 5000, 1);

    memset(kept, 'k', 5000);
    for (size_t n = 1; n < ((size_t)8 << 20); n *= 3) {
        size_t mark = arena_mark(a);

        memset(arena_alloc(a, n, 1), 'x', n);
        arena_back(a, mark);
        check("mark", arena_mark(a) == mark);
        check("what was before is untouched", kept[0] == 'k' && kept[4999] == 'k');
        check("what came after is zero again", is_zero(arena_alloc(a, n, 1), n));
        arena_back(a, mark);
    }
}

TEST(arena_full_jumps)
{
    struct arena a = arena_make(1 << 20);
    jmp_buf      full;
    volatile int jumps = 0;

    a.full = &full;
    if (setjmp(full))
        jumps++;
    if (jumps == 0)
        for (;;)
            arena_alloc(&a, 1000, 1);
    if (jumps == 1)
        arena_alloc(&a, SIZE_MAX, 1);
    check("jumps when the range is used up, and when asked for the impossible", jumps == 2);
    arena_reset(&a);
    check("serves again", arena_alloc(&a, 1000, 1) != NULL);
    arena_drop(&a);
}

static void
fill(void *arg)
{
    arena_alloc(arg, 2 << 20, 1);
}

static void
overflow(void *arg)
{
    arena_bytes(SIZE_MAX / 2, *(size_t *)arg);
}

TEST(arena_aborts)
{
    struct arena a = arena_make(1 << 20);

    check("full without a place to go", unit_aborts(fill, &a));
    check("a product that overflows", unit_aborts(overflow, &(size_t){ 3 }));
    check("a product that fits", arena_bytes(6, 7) == 42);
    arena_drop(&a);
}

TEST(arena_extend)
{
    struct arena *a = unit_arena();
    char *first = arena_alloc(a, 10, 1);

    check("the last allocation grows in place", arena_extend(a, first, 10, 90));
    memset(first, 'f', 100);
    char *second = arena_alloc(a, 10, 1);

    check("another stands behind it", second >= first + 100);
    check("no longer the last", !arena_extend(a, first, 100, 1));
    check("more than there is", !arena_extend(a, second, 10, a->cap));
    check("and the new bytes are zero", arena_extend(a, second, 10, 5000) && is_zero(second, 5010));
}

/* Allocations of random sizes never overlap, and marks nest. */
TEST(arena_random_marks)
{
    struct arena *a = unit_arena();
    struct rand   r = { .state = 7 };
    size_t        mark[64], depth = 0;

    for (int step = 0; step < 20000; step++) {
        if (depth < COUNT(mark) && rand_below(&r, 3)) {
            size_t n = rand_below(&r, 9000);

            mark[depth++] = arena_mark(a);
            char *p = arena_alloc(a, n, 1);
            if (!is_zero(p, n))
                check("zero", false);
            memset(p, 0xee, n);
        } else if (depth > 0) {
            depth = rand_below(&r, (uint32_t)depth);
            arena_back(a, mark[depth]);
        }
    }
    check("came to the end", true);
}

/* ---- what ends with it ---------------------------------------------------------------------- */

static char ended[8];

static void
note_end(void *what)
{
    size_t n = strlen(ended);

    ended[n] = *(const char *)what;
    ended[n + 1] = '\0';
}

TEST(arena_owns)
{
    struct arena a = arena_make(1 << 20);

    ended[0] = '\0';
    *arena_owns(&a, note_end) = "a";
    size_t mark = arena_mark(&a);

    *arena_owns(&a, note_end) = "b";
    arena_owns(&a, note_end);
    *arena_owns(&a, note_end) = "d";
    check("nothing ends early", !ended[0]);
    arena_back(&a, mark);
    check("the younger first, an empty place not", strcmp(ended, "db") == 0);
    arena_back(&a, mark);
    check("once", strcmp(ended, "db") == 0);
    arena_reset(&a);
    check("the rest at the end", strcmp(ended, "dba") == 0);
    *arena_owns(&a, note_end) = "e";
    arena_drop(&a);
    check("or with the arena", strcmp(ended, "dbae") == 0);
}
