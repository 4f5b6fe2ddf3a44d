/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * rand.c — SplitMix64: a counter that is stirred.
 *
 * Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014; the constants of
 * the stirring are Stafford's variant 13. Any seed is a good seed, zero too.
 */
#include "base/rand.h"

#include <assert.h>

uint64_t
rand_next(struct rand *r)
{
    uint64_t z = r->state += 0x9e3779b97f4a7c15u;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

uint32_t
rand_below(struct rand *r, uint32_t n)
{
    assert(n > 0);
    /* 2^32 mod n: the lowest values, which would come once too often */
    uint32_t uneven = (uint32_t)-n % n;
    uint32_t x;

    do
        x = (uint32_t)(rand_next(r) >> 32);
    while (x < uneven);
    return x % n;
}
