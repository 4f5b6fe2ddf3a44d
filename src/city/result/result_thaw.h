/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* result_thaw.h — reading a JSON text of our own spelling; what is not as it is written is noted */
#ifndef GUYUB_RESULT_THAW_H
#define GUYUB_RESULT_THAW_H

#include <jansson.h>

#include "base/str.h"

struct arena;

struct thaw { struct arena *arena; bool ok; };

/* Unknown for null; `ok` is false after anything that is neither a text nor null. */
struct str thaw_text(struct thaw *, const json_t *);
int64_t    thaw_int(struct thaw *, const json_t *);
bool       thaw_bool(struct thaw *, const json_t *);
/* How many items a list has; 0 and not `ok` where it is none or has more than `most`. */
size_t     thaw_count(struct thaw *, const json_t *, size_t most);

/* Reads the whole text by `read`, which fills `out`; false: it is no JSON, larger than `most`
 * bytes, or `read` noted something. */
typedef void thaw_fn(struct thaw *, const json_t *, void *out);
bool       thaw_whole(struct arena *, struct str text, size_t most, thaw_fn *read, void *out);

#endif
