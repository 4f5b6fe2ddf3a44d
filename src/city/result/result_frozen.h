/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * result_frozen.h — a published result as a text that can be proven, and back: pure.
 *
 * The text is JSON of one spelling: what is read is written again and must be the same bytes, so
 * the same content has one SHA-256. It holds the answers as they were settled, so anybody with the
 * instrument can compute the index again. Decimals are texts, with all their digits.
 */
#ifndef GUYUB_RESULT_FROZEN_H
#define GUYUB_RESULT_FROZEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "city/result/result_rule.h"

struct arena;

enum { RESULT_FROZEN_BYTES_MAX = 2 << 20, RESULT_FROZEN_ROWS_MAX = 30000 };

/* A settled answer; `of` "" for the item itself. */
struct result_answer { struct str item, of, value; };
/* The figure of an item that has parts: the whole, components, dimensions. */
struct result_figure { struct str item, value, exact; };

struct result_frozen {
    struct str instrument, digest;          /* code, and which text of it */
    struct str round, region, name;
    int64_t    year, stage;
    struct str published_on;                /* ISO date */
    struct str value, exact;                /* the index as published, and before it was rounded */
    struct str before, stated;              /* of the year before; the city's own; may be unknown */
    struct result_rank nation, province;
    const struct result_figure *figure;     size_t n_figures;
    const struct result_answer *answer;     size_t n_answers;
};

struct str result_freeze(struct arena *, const struct result_frozen *);
/* False: it is no such text, in another spelling, or too large. */
bool       result_thaw(struct arena *, struct str text, struct result_frozen *);
/* Whether one that comes from elsewhere says what a result says: numbers, ranks, a day, plain
 * names. */
bool       result_frozen_is_sound(const struct result_frozen *);
/* Of those bytes, in hexadecimal. */
struct str result_digest(struct arena *, struct str text);

#endif
