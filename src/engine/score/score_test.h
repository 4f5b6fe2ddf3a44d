/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* score_test.h — what the tests of the engine share. */
#ifndef GUYUB_ENGINE_SCORE_TEST_H
#define GUYUB_ENGINE_SCORE_TEST_H

#include "engine/score/score.h"
#include "unit.h"

static const struct score_scale ZERO_TO_FOUR = { { 0, 0 }, { 4, 0 } };

/* The scale of a node in a table. */
#define TO_4 .scale = { { 0, 0 }, { 4, 0 } }

/* "3.315" as a figure. */
static inline struct dec
dec(const char *text)
{
    struct dec d = { 0, 0 };

    check(text, dec_parse(str_of(text), &d));
    return d;
}

/* Is the figure the one that the text says, 3.2 being 3.20? */
static inline bool
is(struct dec d, const char *text)
{
    return dec_cmp(d, dec(text)) == 0;
}

/* A figure as published, on the scale from 0 to 4. */
static inline void
give(struct score_given *given, int32_t node, const char *text)
{
    struct score_fault f;

    check(text, score_published(dec(text), ZERO_TO_FOUR, &given[node], &f));
}

/* "2.8 in [2.777, 2.823)", "exactly 3", "unknown, 2 missing", "undefined: by zero". */
struct str says(const struct score_step *);

#endif
