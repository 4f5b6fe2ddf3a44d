/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* hash.h — XXH3: fast and stable across machines, for tables and file names; never for secrets. */
#ifndef GUYUB_BASE_HASH_H
#define GUYUB_BASE_HASH_H

#include "base/str.h"

uint64_t hash_64(struct str);

#endif
