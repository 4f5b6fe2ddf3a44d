/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rule_run.h — a run: from a node to its value. */
#ifndef GUYUB_ENGINE_RULE_RULE_RUN_H
#define GUYUB_ENGINE_RULE_RULE_RUN_H

#include "engine/rule/rule_cost.h"

struct rule_pass {
    const struct rule       *rule;
    const struct rule_input *in;
    struct arena            *scratch;
    int64_t                  steps;
};

struct rule_value rule_eval(struct rule_pass *, const struct rule_node *);
struct rule_value rule_call(struct rule_pass *, const struct rule_node *);     /* OP_CALL */

/* A value that could not be had, and the node to blame. */
struct rule_value rule_fail(const struct rule_node *, enum rule_state);
/* A number without zeros behind it; TOO_LARGE if it is not `fits`. */
struct rule_value rule_give_number(const struct rule_node *, bool fits, struct dec);
/* A text; of no letters: empty. */
struct rule_value rule_give_text(const struct rule_node *, struct str);

/* One item of a repeat, or NOT_AS_SAID; numbers keep their zeros. */
struct rule_value rule_item(const struct rule_pass *, const struct rule_node *,
                            const struct rule_value *);
/* What stands at a name. */
struct rule_value rule_read(const struct rule_pass *, const struct rule_node *, size_t name);

#endif
