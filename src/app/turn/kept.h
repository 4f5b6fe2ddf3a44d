/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * kept.h — answers that a worker keeps until somebody changes the data (ADR 0009).
 *
 * WHAT   Whole answers, found by a question: a text of all that the answer depends on besides the
 *        data. The version of the data (store_version) stands over all of them: another version,
 *        and nothing is kept any more. Memory has a ceiling; the oldest makes room for the newest.
 * NOT    What may be kept (dispatch.c), clients and proxies (Cache-Control, ETag: frame.c).
 */
#ifndef GUYUB_APP_KEPT_H
#define GUYUB_APP_KEPT_H

#include "web/answer.h"

struct kept;

enum { KEPT_EXTRA = 1 << 20 };      /* what it takes beside its bytes */

/* Lives as long as the arena; `bytes` for questions and answers together, more than none. */
struct kept *kept_make(struct arena *, size_t bytes);

/* The answer to the question at that version, or NULL. It lives until the next kept_put or
 * kept_clear, and until a kept_find with another version. */
const struct answer *kept_find(struct kept *, struct str version, struct str question);

/* Keeps a copy for the version of the last kept_find; one over a quarter of the room is not kept.
 * Status and fields too: everything but the head's own lines. A question is put once. */
void kept_put(struct kept *, struct str question, const struct answer *);

/* Another database may count its versions otherwise. */
void kept_clear(struct kept *);

#endif
