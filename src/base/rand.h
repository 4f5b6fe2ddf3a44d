/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rand.h — seeded chance: the same seed gives the same numbers everywhere. Never for secrets. */
#ifndef GUYUB_BASE_RAND_H
#define GUYUB_BASE_RAND_H

#include <stdint.h>

struct rand { uint64_t state; };

uint64_t rand_next(struct rand *);
uint32_t rand_below(struct rand *, uint32_t n);       /* 0 to n-1, without bias; asserts n > 0 */

#endif
