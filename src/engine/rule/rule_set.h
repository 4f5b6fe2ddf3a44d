/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rule_set.h — a set of letters, as a pattern names it: [a-z0-9], \d, . */
#ifndef GUYUB_ENGINE_RULE_RULE_SET_H
#define GUYUB_ENGINE_RULE_RULE_SET_H

#include "base/arena.h"

enum { RULE_SET_RANGES_MAX = 16, RULE_LETTER_LAST = 0x1FFFFF };

struct rule_range { uint32_t from, to; };       /* both ends included, beyond ASCII */

struct rule_set {
    uint64_t          ascii[2];
    struct rule_range range[RULE_SET_RANGES_MAX];
    uint32_t          n;
    bool              negated;                  /* for letters beyond ASCII         */
};

/* False if there are too many ranges. */
bool rule_set_add(struct rule_set *, uint32_t from, uint32_t to);
/* What \d \w \s and their capitals mean; false for another letter. */
bool rule_set_add_class(struct rule_set *, char letter);
void rule_set_negate(struct rule_set *);
bool rule_set_has(const struct rule_set *, uint32_t letter);

#endif
