/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * arena.c — a reserved address range that opens page by page.
 *
 * The whole range is reserved without access rights, so it costs nothing and a stray pointer into
 * its unused end faults. Steps of STEP bytes are opened when `used` first reaches them. Everything
 * above `used` is zero at all times: going back clears what was used, which is what lets
 * arena_alloc promise zeroed memory without clearing anything itself.
 */
#include "base/arena.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif

#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
/* Poisoned bytes between two allocations; these begin where the shadow shows an overrun. */
enum { GAP = 16, ALIGN_MIN = 8 };
#else
#define ASAN_POISON_MEMORY_REGION(p, n)   ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
enum { GAP = 0, ALIGN_MIN = 1 };
#endif

enum {
    STEP      = 1 << 18,               /* opened at once; a multiple of every page size in use */
    GIVE_BACK = 1 << 20,               /* from here on, unmapping is cheaper than clearing      */
    ALIGN_MAX = 4096,
};

static size_t
round_up(size_t n, size_t step)
{
    return (n + step - 1) / step * step;
}

struct arena
arena_make(size_t cap)
{
    assert(cap > 0 && cap <= SIZE_MAX / 2);
    struct arena a = { .cap = round_up(cap, STEP) };

    a.base = mmap(NULL, a.cap, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (a.base == MAP_FAILED) {
        fprintf(stderr, "guyub: could not reserve %zu bytes of address space\n", a.cap);
        abort();
    }
    return a;
}

struct arena_end { struct arena_end *before; void (*end)(void *); void *what; };

void **
arena_owns(struct arena *a, void (*end)(void *))
{
    struct arena_end *e = NEW(a, struct arena_end);

    *e = (struct arena_end){ .before = a->last, .end = end };
    a->last = e;
    return &e->what;
}

/* The younger first: it may stand on the older. */
static void
end_from(struct arena *a, size_t mark)
{
    while (a->last && (char *)a->last >= a->base + mark) {
        struct arena_end *e = a->last;

        a->last = e->before;
        if (e->what)
            e->end(e->what);
    }
}

void
arena_drop(struct arena *a)
{
    end_from(a, 0);
    ASAN_UNPOISON_MEMORY_REGION(a->base, round_up(a->peak, STEP));
    int failed = munmap(a->base, a->cap);
    assert(!failed);
    *a = (struct arena){ .base = NULL };
}

/* Opens the range up to `end`; false if the system has no more memory. */
static bool
open_up_to(struct arena *a, size_t end)
{
    size_t is = round_up(a->peak, STEP), to = round_up(end, STEP);

    if (to > is) {
        if (mprotect(a->base + is, to - is, PROT_READ | PROT_WRITE))
            return false;
        ASAN_POISON_MEMORY_REGION(a->base + is, to - is);
    }
    if (end > a->peak)
        a->peak = end;
    return true;
}

_Noreturn static void
full(struct arena *a, size_t n)
{
    if (a->full)
        longjmp(*a->full, 1);
    fprintf(stderr, "guyub: an arena of %zu bytes is full (%zu used, %zu asked for)\n",
            a->cap, a->used, n);
    abort();
}

void *
arena_alloc(struct arena *a, size_t n, size_t align)
{
    assert(a->base && align > 0 && align <= ALIGN_MAX && (align & (align - 1)) == 0);
    size_t at = round_up(a->used + GAP, align > ALIGN_MIN ? align : ALIGN_MIN);

    if (at > a->cap || n > a->cap - at || !open_up_to(a, at + n))
        full(a, n);
    ASAN_UNPOISON_MEMORY_REGION(a->base + at, n);
    a->used = at + n;
    return a->base + at;
}

bool
arena_extend(struct arena *a, const void *p, size_t n, size_t more)
{
    if (!p || (const char *)p + n != a->base + a->used || more > a->cap - a->used)
        return false;
    if (!open_up_to(a, a->used + more))
        return false;
    ASAN_UNPOISON_MEMORY_REGION(a->base + a->used, more);
    a->used += more;
    return true;
}

size_t
arena_mark(const struct arena *a)
{
    return a->used;
}

void
arena_back(struct arena *a, size_t mark)
{
    assert(mark <= a->used);
    end_from(a, mark);
    size_t pages_from = round_up(mark, ALIGN_MAX), clear_to = a->used;

    ASAN_UNPOISON_MEMORY_REGION(a->base + mark, a->used - mark);   /* gaps too */
    if (a->used - mark >= GIVE_BACK) {
        int failed = madvise(a->base + pages_from, a->used - pages_from, MADV_DONTNEED);
        assert(!failed);
        clear_to = pages_from;
    }
    memset(a->base + mark, 0, clear_to - mark);
    ASAN_POISON_MEMORY_REGION(a->base + mark, a->used - mark);
    a->used = mark;
}

void
arena_reset(struct arena *a)
{
    arena_back(a, 0);
}

size_t
arena_bytes(size_t n, size_t size)
{
    size_t bytes;
    bool over = __builtin_mul_overflow(n, size, &bytes);

    assert(!over);
    (void)over;
    return bytes;
}
