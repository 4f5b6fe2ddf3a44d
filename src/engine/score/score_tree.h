/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* score_tree.h — walking a tree and reading its weights, for score_check.c and score.c only. */
#ifndef GUYUB_ENGINE_SCORE_TREE_H
#define GUYUB_ENGINE_SCORE_TREE_H

#include "engine/score/score.h"

/* The part of `parent` after `i`, or -1; begin with i = parent. A subtree is one run of nodes. */
int32_t score_next_part(struct score_tree, int32_t parent, int32_t i);

/* A weight, whole or factor in millionths; false: not above 0, too large or too fine. */
bool    score_weight_e6(struct dec weight, int64_t *e6);

/* The nearest ancestor that is given, as known or as not applicable, or -1. */
int32_t score_given_above(struct score_tree, const struct score_given *, int32_t i);

#endif
