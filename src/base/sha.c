/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/sha.h"

#include <assert.h>
#include <sodium.h>

#include "base/secret.h"

static_assert(sizeof(crypto_hash_sha256_state) <= SHA_STATE_BYTES, "there is room for its state");

static crypto_hash_sha256_state *
state_of(struct sha *sha)
{
    return (crypto_hash_sha256_state *)(void *)sha->state;
}

void
sha_begin(struct sha *sha)
{
    crypto_hash_sha256_init(state_of(sha));
}

void
sha_add(struct sha *sha, struct str part)
{
    if (part.n > 0)
        crypto_hash_sha256_update(state_of(sha), (const unsigned char *)part.p, part.n);
}

struct str
sha_hex(struct sha *sha, struct arena *a)
{
    unsigned char digest[crypto_hash_sha256_BYTES];

    crypto_hash_sha256_final(state_of(sha), digest);
    return secret_hex(a, (struct str){ (const char *)digest, sizeof digest });
}
