/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* hash.c — XXH3 by libxxhash. */
#include "base/hash.h"

#include <xxhash.h>

uint64_t
hash_64(struct str s)
{
    return XXH3_64bits(s.n ? s.p : "", s.n);
}
