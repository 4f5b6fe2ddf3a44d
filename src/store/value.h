/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * value.h — between C types and a statement's values; for generated code (tool/sqlgen) alone.
 *
 * An id of 0, a text without `p` and a number that is not known are SQL NULL.
 */
#ifndef GUYUB_STORE_VALUE_H
#define GUYUB_STORE_VALUE_H

#include <assert.h>

#include "base/maybe.h"
#include "store/store.h"

/* ---- to the statement ----------------------------------------------------------------------- */

/* An id; 0 is unknown. */
static inline struct value
value_id(int64_t id)
{
    return (struct value){ .kind = VALUE_INT64, .unknown = id == 0, .n = id };
}

/* A number that is known. */
static inline struct value
value_int(int64_t n)
{
    return (struct value){ .kind = VALUE_INT64, .n = n };
}

/* A number that may be unknown. */
static inline struct value
value_maybe(struct maybe_int m)
{
    return (struct value){ .kind = VALUE_INT64, .unknown = !m.known, .n = m.n };
}

/* Yes or no; there is no third. */
static inline struct value
value_bool(bool b)
{
    return (struct value){ .kind = VALUE_BOOL, .n = b };
}

/* A text, which must outlive the statement; without `p` it is unknown. */
static inline struct value
value_text(struct str s)
{
    return (struct value){ .kind = VALUE_TEXT, .unknown = !s.p, .s = s };
}

/* Bytes, NUL among them or not, under the same terms. */
static inline struct value
value_bytes(struct str s)
{
    return (struct value){ .kind = VALUE_BYTES, .unknown = !s.p, .s = s };
}

/* ---- from a row ----------------------------------------------------------------------------- */

/* A number that the schema says is known: paired with its NOT NULL. */
static inline int64_t
value_as_int(struct value v)
{
    assert(!v.unknown);
    return v.n;
}

/* A yes or no, which the schema says is known. */
static inline bool
value_as_bool(struct value v)
{
    assert(!v.unknown && (v.n == 0 || v.n == 1));
    return v.n == 1;
}

/* A number that may be NULL. */
static inline struct maybe_int
value_as_maybe(struct value v)
{
    return (struct maybe_int){ .known = !v.unknown, .n = v.n };
}

/* ---- rows that are kept --------------------------------------------------------------------- */

/* Rows of one size, side by side in the arena. */
struct rows { void *p; size_t n, room, size; };

void *rows_next(struct arena *, struct rows *);     /* a new, zeroed row at the end */

/* The only column of a new row: its id. */
extern const enum value_kind value_of_id[1];
store_row value_take_int;                           /* arg: int64_t * */

#endif
