/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cohort_rule.h — what follows from counted participation: pure, in the caller's memory. */
#ifndef GUYUB_COHORT_RULE_H
#define GUYUB_COHORT_RULE_H

#include "base/maybe.h"
#include "base/msg.h"

enum { COHORT_YEAR_FIRST = 2017, COHORT_YEAR_LAST = 2100, COHORT_COUNT_MAX = 1000 };

/* What a fact counts, in regencies and cities unless it says provinces. Also the CHECK in
 * cohort.sql; lists show them in this order. */
#define COHORT_MEASURES(X)                                                           \
    X(JOINED,      "joined",      N_("regencies and cities that joined"))            \
    X(PROVINCES,   "provinces",   N_("provinces that joined"))                       \
    X(TOTAL,       "total",       N_("participants altogether"))                     \
    X(INVITED,     "invited",     N_("invited to the selection"))                    \
    X(ATTENDED,    "attended",    N_("came to the assessment"))                      \
    X(ASSESSED,    "assessed",    N_("assessed in the selection"))                   \
    X(MENTORED,    "mentored",    N_("mentored"))                                    \
    X(EVALUATED_1, "evaluated_1", N_("evaluated, stage I"))                          \
    X(EVALUATED_2, "evaluated_2", N_("evaluated, stage II"))

enum cohort_measure { COHORT_MEASURE_NONE,
#define X(name, code, label) COHORT_##name,
    COHORT_MEASURES(X)
#undef X
};

enum cohort_measure cohort_measure_of(struct str code);         /* NONE if there is no such */
struct str          cohort_measure_word(enum cohort_measure);   /* "joined"                */
struct msg          cohort_measure_label(enum cohort_measure);  /* asserts a measure        */

/* May a region of this kind ("city") take part: a regency, a city or a province. */
bool cohort_kind_takes_part(struct str kind);
/* Is it one of the regencies and cities that the total counts? A province stands beside them. */
bool cohort_kind_is_counted(struct str kind);

/*
 * Running totals: `so_far[i]` is what joined in the first i + 1 years. A year whose count is not
 * known makes it and all later totals unknown; a total is never guessed.
 */
void cohort_sum(const struct maybe_int *joined, size_t n, struct maybe_int *so_far);

struct cohort_span { int32_t top, height; };        /* in units of a picture, y grows downward */

/*
 * Where a column of `n` that stands on one of `from` is drawn, upward from `base`, on an axis that
 * is `length` units long and ends at `most`. Asserts that it ends within the axis.
 */
struct cohort_span cohort_span_of(int64_t from, int64_t n, int64_t most, int32_t base,
                                  int32_t length);

#endif
