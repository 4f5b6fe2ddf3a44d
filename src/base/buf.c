/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * buf.c — grows by doubling; in place as long as nothing was allocated after it.
 *
 * One byte more than `room` is allocated, for the NUL that vsnprintf insists on writing.
 */
#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/fmt.h"

enum { ROOM_FIRST = 256 };

struct buf
buf_in(struct arena *a, size_t cap)
{
    assert(a && cap < SIZE_MAX / 4);
    return (struct buf){ .arena = a, .cap = cap };
}

/* Makes room for `more` bytes, or marks the buffer full. A full buffer stays full. */
static bool
make_room(struct buf *b, size_t more)
{
    if (b->full || more > b->cap - b->n) {
        b->full = true;
        return false;
    }
    if (b->p && more <= b->room - b->n)
        return true;
    size_t need = b->n + more, room = b->room ? b->room : ROOM_FIRST;

    while (room < need)
        room *= 2;
    if (room > b->cap)
        room = b->cap;
    if (!b->p || !arena_extend(b->arena, b->p, b->room + 1, room - b->room)) {
        char *p = arena_alloc(b->arena, room + 1, 1);

        if (b->p)
            memcpy(p, b->p, b->n);
        b->p = p;
    }
    b->room = room;
    return true;
}

void
buf_add(struct buf *b, struct str s)
{
    if (make_room(b, s.n) && s.n) {
        memcpy(b->p + b->n, s.p, s.n);
        b->n += s.n;
    }
}

void
buf_byte(struct buf *b, char c)
{
    if (make_room(b, 1))
        b->p[b->n++] = c;
}

/* Bytes that fit without growing. */
static size_t
left(const struct buf *b)
{
    return (b->room < b->cap ? b->room : b->cap) - b->n;
}

/* Counts first, and asks for as much room. */
__attribute__((format(printf, 2, 0)))
static void
add_formatted(struct buf *b, const char *fmt, va_list args)
{
    va_list again;

    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);

    assert(n >= 0);
    if (make_room(b, (size_t)n)) {
        vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

void
buf_fmt(struct buf *b, const char *fmt, ...)
{
    va_list args;
    size_t  n;

    va_start(args, fmt);
    if (b->p && !b->full && fmt_plain(b->p + b->n, left(b), &n, fmt, args))
        b->n += n;
    else
        add_formatted(b, fmt, args);
    va_end(args);
}

struct str
buf_str(const struct buf *b)
{
    assert(!b->full);
    return b->p ? (struct str){ b->p, b->n } : S("");
}
