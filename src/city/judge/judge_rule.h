/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge_rule.h — do scores differ, what final number follows from them: pure, exact. */
#ifndef GUYUB_JUDGE_RULE_H
#define GUYUB_JUDGE_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/decimal.h"
#include "base/msg.h"

/* A seat's score of one item: a figure (of a level its value), or that it does not apply. */
struct judge_score { bool known, applies; struct dec value; };

/* What an assessor does to the city's number. OTHER: one of both says that it does not apply, or
 * the city says nothing. */
enum judge_turn { JUDGE_UNSCORED, JUDGE_CONFIRMED, JUDGE_LOWERED, JUDGE_RAISED, JUDGE_OTHER };
enum judge_turn judge_turn_of(struct judge_score city, struct judge_score seat);
struct msg      judge_turn_label(enum judge_turn);

/* differs: the highest and the lowest are `points` or more apart (and not the same), or one says
 * that it does not apply and another that it does. The ends are of those that apply; `some` of
 * them are there. */
struct judge_spread { bool known, differs, some; struct dec low, high; };
struct judge_spread judge_spread_of(const struct judge_score *, size_t n, struct dec points);

/* of_levels: only what somebody gave may be proposed. agreed: nobody has to settle it; of levels
 * two that were given equally often are not agreed. What more say counts also of whether it
 * applies; as many on both sides: it does. */
struct judge_proposal { bool known, agreed, applies; struct dec value; };
struct judge_proposal judge_propose(const struct judge_score *, size_t n, bool of_levels,
                                    struct dec points);

/* May the seats be shown to each other? Who had finished before the seat ended counts. */
struct judge_seats { size_t open, open_done, ended_done; };
bool judge_is_open(struct judge_seats, size_t least);

#endif
