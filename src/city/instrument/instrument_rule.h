/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * instrument_rule.h — what follows from published figures: pure, in the caller's memory.
 */
#ifndef GUYUB_INSTRUMENT_RULE_H
#define GUYUB_INSTRUMENT_RULE_H

#include "base/msg.h"
#include "engine/score/score.h"

/* What a fact may measure. The list is also the CHECK in instrument.sql. */
#define INSTRUMENT_MEASURES(X)                                              \
    X(ACTUAL,          "actual",          N_("achieved"))                   \
    X(TARGET,          "target",          N_("target"))                     \
    X(IMPROVEMENT,     "improvement",     N_("improvement, as published"))  \
    X(RANK_NATIONAL,   "rank_national",   N_("national rank"))              \
    X(RANKED_NATIONAL, "ranked_national", N_("regions ranked"))             \
    X(RANK_PROVINCE,   "rank_province",   N_("rank in the province"))

enum instrument_measure { INSTRUMENT_MEASURE_NONE,
#define X(name, code, label) INSTRUMENT_##name,
    INSTRUMENT_MEASURES(X)
#undef X
};

enum instrument_measure instrument_measure_of(struct str code);     /* NONE if there is no such */
struct msg              instrument_measure_label(enum instrument_measure);

/* The difference of two figures, with the range in which it lies. */
struct instrument_gap { bool known; struct dec by; struct score_range range; };

/* `now` less `before`; not known unless both are. */
struct instrument_gap instrument_gap_of(struct score_given now, struct score_given before);

/*
 * Chooses, of the figures published below `top`, those nearest to it, into `picked` (one entry a
 * node, the rest not known; what is not applicable stays so). Returns how many there are.
 */
size_t instrument_pick(struct score_tree, const struct score_given *published, int32_t top,
                       struct score_given *picked);

/* Computes `top` from what was picked below it; `step` has one entry a node. */
struct score_step instrument_recompute(struct score_tree, const struct score_given *published,
                                       int32_t top, struct score_given *picked,
                                       struct score_step *step);

/*
 * The places to show a range with: what its ends and its value need, so that the range round
 * 3.315 reads [3.310, 3.320); at most INSTRUMENT_PLACES_SHOWN.
 */
enum { INSTRUMENT_PLACES_SHOWN = 6 };
int32_t instrument_range_places(struct score_range, struct dec value);

#endif
