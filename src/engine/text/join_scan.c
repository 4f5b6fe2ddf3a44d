/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* join_scan.c — the bitmap filter: nearly all of the join's time goes here. See join_part.h. */
#include "engine/text/join_part.h"

/* No branch in the loop: what is not kept is written over by the next. */
static inline __attribute__((always_inline)) size_t
scan(const struct picture *post, size_t n, const struct join_sieve *sieve, uint32_t *kept)
{
    const struct join_sieve s = *sieve;
    size_t                  k = 0;

    for (size_t i = 0; i < n; i++) {
        uint64_t a = (uint64_t)__builtin_popcountll(post[i].half[0] ^ s.mine.half[0]);
        uint64_t b = (uint64_t)__builtin_popcountll(post[i].half[1] ^ s.mine.half[1]);

        kept[k] = (uint32_t)i;
        k += a * s.least[0] + b * s.least[1] <= s.most;
    }
    return k;
}

#if defined(__x86_64__)
/* The least of these machines count bits with a table; all of the last fifteen years can do it. */
__attribute__((target("popcnt"))) static size_t
scan_counting(const struct picture *post, size_t n, const struct join_sieve *s, uint32_t *kept)
{
    return scan(post, n, s, kept);
}
#endif

size_t
join_scan(const struct picture *post, size_t n, const struct join_sieve *s, uint32_t *kept)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("popcnt"))
        return scan_counting(post, n, s, kept);
#endif
    return scan(post, n, s, kept);
}
