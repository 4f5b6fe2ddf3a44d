/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rule_test.h — one scope with its values, for the tables of the tests. */
#ifndef GUYUB_ENGINE_RULE_RULE_TEST_H
#define GUYUB_ENGINE_RULE_RULE_TEST_H

#include "engine/rule/rule.h"

/* ${x} is 7; the others say what they are. "." is ${x}. */
const struct rule_scope *rule_test_scope(void);
const struct rule_input *rule_test_input(void);

/* "3.8", "'text'", "true", "2026-08-17", or why not and where: "empty at 4". */
struct str rule_test_text_of(struct arena *, const struct rule_value *);

/* Compiles and runs; a refusal gives "refused at 4: " and the message. */
struct str rule_test_result(struct arena *, const char *expression);

#endif
