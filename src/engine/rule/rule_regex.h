/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * rule_regex.h — patterns that take time in proportion to the text, whatever the pattern.
 *
 * WHAT   . classes \d \w \s [a-z] [^…], groups ( ) and (?: ), |, ? * + {m} {m,} {m,n}, ^ $. The
 *        whole text must match, as XLSForm has it. Letters are code points; \d \w \s are ASCII's.
 * NOT    Back references, looking ahead or behind, possessive repeats, flags, \b, \p: refused, each
 *        with its place. A lazy repeat (*?) is read and means the same, as the whole must match.
 * HOW    All ways through the pattern are followed at once, letter by letter (Thompson, 1968): no
 *        letter is looked at more often than the pattern has states.
 */
#ifndef GUYUB_ENGINE_RULE_RULE_REGEX_H
#define GUYUB_ENGINE_RULE_RULE_REGEX_H

#include "engine/rule/rule.h"

enum {
    RULE_REGEX_STATES_MAX = 1000,
    RULE_REGEX_REPEAT_MAX = 500,        /* the numbers of {m,n} */
    RULE_REGEX_NESTED_MAX = 32
};

struct rule_regex;

/* False and where in the pattern the fault is. Copies nothing: the pattern outlives the regex. */
bool    rule_regex_compile(struct arena *, struct str pattern, const struct rule_regex **,
                           struct rule_fault *);

/* Adds to *steps what it took: at most rule_regex_steps of the text's bytes. */
bool    rule_regex_matches(const struct rule_regex *, struct str text, int64_t *steps);
int64_t rule_regex_steps(const struct rule_regex *, size_t bytes);

#endif
