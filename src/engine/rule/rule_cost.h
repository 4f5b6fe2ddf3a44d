/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * rule_cost.h — what a node costs, by one formula before a run (with the largest sizes that the
 * scope allows) and in it (with the real ones).
 *
 * A step is about a nanosecond where it was measured, and may be three on an old office PC. The
 * dear ones are 256-bit divisions, which go bit by bit, and taking the zeros off 36 digits.
 */
#ifndef GUYUB_ENGINE_RULE_RULE_COST_H
#define GUYUB_ENGINE_RULE_RULE_COST_H

#include "engine/rule/rule_tree.h"

/* What the node itself takes, without its arguments: `bytes` of text and `items` of repeats in. */
int64_t rule_node_steps(const struct rule_node *, size_t bytes, size_t items);

/* Does an argument's text count among the bytes? A literal was read beforehand. */
bool    rule_is_counted(const struct rule_node *call, size_t argument);

#endif
