/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* result_rule.h — ranks with ties, kinds and states of findings: pure. */
#ifndef GUYUB_RESULT_RULE_H
#define GUYUB_RESULT_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/decimal.h"
#include "base/msg.h"

struct result_rank { int64_t rank, tied, ranked; };

/* Ranks figures, the highest first: 1, 2, 2, 4. `group[i]` (or NULL: one group) is among whom. The
 * cost grows with n squared: a nation of 514 regions takes some milliseconds. */
void result_rank(const struct dec *figure, const int32_t *group, size_t n,
                 struct result_rank *out);

/* ---- findings ------------------------------------------------------------------------------- */

/* The word is stored. */
enum result_kind  { RESULT_WEAKNESS, RESULT_STRENGTH, RESULT_RECOMMENDATION, RESULT_KINDS };
enum result_state { RESULT_OPEN, RESULT_GIVEN, RESULT_FOLLOWED, RESULT_CLOSED, RESULT_STATES };
enum result_step  { RESULT_GIVE, RESULT_FOLLOW, RESULT_CLOSE, RESULT_REOPEN, RESULT_STEPS };

/* Between a word and its enum; false: there is no such word. */
bool       result_kind_read(struct str word, enum result_kind *);
struct str result_kind_word(enum result_kind);
struct msg result_kind_label(enum result_kind);
bool       result_state_read(struct str word, enum result_state *);
struct str result_state_word(enum result_state);
struct msg result_state_label(enum result_state);

/* A finding as far as its steps depend on it. */
struct result_standing { enum result_kind kind; enum result_state state; bool has_owner; };

/*
 * Whether the step can be taken; if so, `next` is the state after it. A strength asks nothing of
 * anybody, so it is given to nobody. What was given is followed up before it is closed; what an
 * agency did can be told anew until then. Opened again, it goes back to who owned it.
 */
bool       result_step_to(struct result_standing, enum result_step, enum result_state *next);

#endif
