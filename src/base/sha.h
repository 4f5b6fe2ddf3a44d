/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sha.h — SHA-256 of what comes in parts, for files whose digests other programs check too.
 *
 * LAW    FIPS 180-4. Inside of the program digests are BLAKE2b (base/secret.h).
 */
#ifndef GUYUB_BASE_SHA_H
#define GUYUB_BASE_SHA_H

#include "base/str.h"

enum { SHA_STATE_BYTES = 128 };

struct sha { _Alignas(16) unsigned char state[SHA_STATE_BYTES]; };

void       sha_begin(struct sha *);
void       sha_add(struct sha *, struct str);
struct str sha_hex(struct sha *, struct arena *);      /* of all that was added; ends it */

#endif
