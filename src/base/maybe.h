/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* maybe.h — a number that may be unknown, which is not zero. Unknown text is a str without `p`. */
#ifndef GUYUB_BASE_MAYBE_H
#define GUYUB_BASE_MAYBE_H

#include <stdbool.h>
#include <stdint.h>

struct maybe_int { bool known; int64_t n; };

#define KNOWN(v) ((struct maybe_int){ .known = true, .n = (v) })

#endif
