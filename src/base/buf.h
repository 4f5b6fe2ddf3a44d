/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * buf.h — a buffer with a ceiling.
 *
 * It grows inside its arena up to `cap`, which is a promise, not a hint: an append that does not
 * fit appends nothing and sets `full`, and every later append is refused too, so the writer checks
 * once, at the end.
 */
#ifndef GUYUB_BASE_BUF_H
#define GUYUB_BASE_BUF_H

#include "base/str.h"

struct buf {
    char         *p;
    size_t        n, room, cap;     /* bytes: written, allocated, allowed */
    struct arena *arena;
    bool          full;
};

struct buf buf_in(struct arena *, size_t cap);
void       buf_add(struct buf *, struct str);
void       buf_byte(struct buf *, char);
void       buf_fmt(struct buf *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct str buf_str(const struct buf *);          /* a view; asserts that the buffer is not full */

#endif
