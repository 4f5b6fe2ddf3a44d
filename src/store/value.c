/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* value.c — rows that generated code keeps; see value.h. */
#include "store/value.h"

#include <string.h>

#include "base/arena.h"

enum { ROOM_FIRST = 8 };

const enum value_kind value_of_id[1] = { VALUE_INT64 };

void *
rows_next(struct arena *a, struct rows *r)
{
    if (r->n == r->room) {
        size_t room = r->room ? 2 * r->room : ROOM_FIRST;
        void  *p = arena_alloc(a, arena_bytes(room, r->size), _Alignof(max_align_t));

        if (r->n)
            memcpy(p, r->p, r->n * r->size);
        r->p = p;
        r->room = room;
    }
    return (char *)r->p + r->n++ * r->size;
}

struct err *
value_take_int(struct cx *cx, const struct value *column, void *arg)
{
    (void)cx;
    *(int64_t *)arg = value_as_int(column[0]);
    return NULL;
}
