/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge_rule.h — do scores differ, what final number follows from them: pure, exact. */
#ifndef GUYUB_JUDGE_RULE_H
#define GUYUB_JUDGE_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/decimal.h"

/* A seat's score of one item: a figure (of a level its value), or that it does not apply. */
struct judge_score { bool known, applies; struct dec value; };

/* differs: the highest and the lowest are `points` or more apart, or one says that it does not
 * apply and another that it does. */
struct judge_spread { bool known, differs; struct dec low, high; };
struct judge_spread judge_spread_of(const struct judge_score *, size_t n, struct dec points);

/* of_levels: only what somebody gave may be proposed. agreed: nobody has to settle it. */
struct judge_proposal { bool known, agreed, applies; struct dec value; };
struct judge_proposal judge_propose(const struct judge_score *, size_t n, bool of_levels,
                                    struct dec points);

#endif
