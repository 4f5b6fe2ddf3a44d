/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* result_rule.h — ranks with ties: pure. */
#ifndef GUYUB_RESULT_RULE_H
#define GUYUB_RESULT_RULE_H

#include <stddef.h>
#include <stdint.h>

#include "base/decimal.h"

struct result_rank { int64_t rank, tied, ranked; };

/* Ranks figures, the highest first: 1, 2, 2, 4. `group[i]` (or NULL: one group) is among whom. The
 * cost grows with n squared: a nation of 514 regions takes some milliseconds. */
void result_rank(const struct dec *figure, const int32_t *group, size_t n,
                 struct result_rank *out);

#endif
