/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* near.h — "did you mean": the nearest of the known words to one that is not known. */
#ifndef GUYUB_BASE_NEAR_H
#define GUYUB_BASE_NEAR_H

#include "base/str.h"

enum { NEAR_BYTES_MAX = 64 };       /* longer words have no nearest one */

/* The nearest word, the first of equals; unknown beyond a third of `word` and one letter. */
struct str near_word(struct str word, const struct str *known, size_t n);

#endif
