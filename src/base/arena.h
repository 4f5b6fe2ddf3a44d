/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * arena.h — memory with three lifetimes and no free: process, unit of work, scratch.
 *
 * An arena hands out zeroed memory from a reserved range with a ceiling. It is emptied as a whole.
 * When it is full it does not return NULL: it jumps to the place that started the unit of work
 * (a request becomes 503, a command ends with exit 3), so no caller checks for memory.
 * malloc and free are banned outside src/base; libraries that allocate are closed by their owners.
 */
#ifndef GUYUB_BASE_ARENA_H
#define GUYUB_BASE_ARENA_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena {
    char    *base;          /* reserved address range; pages come as they are touched     */
    size_t   used, cap;     /* bytes                                                      */
    size_t   peak;          /* most ever used; for the log and the ceiling's choice       */
    jmp_buf *full;          /* where to go when full; NULL means print a line and abort   */
    struct arena_end *last; /* the latest of what ends with it: arena_owns                */
};

struct arena arena_make(size_t cap);       /* aborts with a message if the range cannot be had */
void         arena_drop(struct arena *);   /* gives the range back to the system */
void         arena_reset(struct arena *);  /* everything made here dies on this line */
void        *arena_alloc(struct arena *, size_t n, size_t align);          /* zeroed; never NULL */

/* The last allocation, n bytes at p, grows where it stands; false if it is not the last. */
bool         arena_extend(struct arena *, const void *p, size_t n, size_t more);

/*
 * A place for a thing of a library that is not in the arena but lives no longer: when the arena
 * goes back over the place, `end` is called with what stands in it, unless that is NULL. The place
 * is made before the thing, so that a full arena never leaves one behind; who ends the thing
 * earlier puts NULL.
 */
void       **arena_owns(struct arena *, void (*end)(void *));

/* A mark and a return to it: scratch inside a longer unit of work. */
size_t       arena_mark(const struct arena *);
void         arena_back(struct arena *, size_t mark);

#define NEW(a, T)     ((T *)arena_alloc((a), sizeof(T), _Alignof(T)))
#define NEWS(a, T, n) ((T *)arena_alloc((a), arena_bytes((n), sizeof(T)), _Alignof(T)))

size_t       arena_bytes(size_t n, size_t size);  /* n * size; asserts that it does not overflow */

#endif
