/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* join_scan.c — the bitmap filter: nearly all of the join's time goes here. See join_part.h. */
#include "engine/text/join_part.h"

/* No branch in the loop over pictures: what is not kept is written over by the next. */
static inline __attribute__((always_inline)) size_t
scan(const uint64_t *picture, size_t n, const struct join_sieve *sieve, uint32_t *kept,
     size_t parts)
{
    const struct join_sieve s = *sieve;
    size_t                  k = 0;

    for (size_t i = 0; i < n; i++) {
        uint64_t differs = 0;

        for (size_t p = 0; p < parts; p++)
            differs += s.least[p] *
                       (uint64_t)__builtin_popcountll(picture[i * parts + p] ^ s.mine.part[p]);
        kept[k] = (uint32_t)i;
        k += differs <= s.most;
    }
    return k;
}

/* The number of parts is known when this is compiled, so that nothing is left of the inner loop. */
static inline __attribute__((always_inline)) size_t
scan_parts(const uint64_t *picture, size_t n, const struct join_sieve *s, uint32_t *kept)
{
    return s->parts == JOIN_PARTS_ALIKE ? scan(picture, n, s, kept, JOIN_PARTS_ALIKE)
                                        : scan(picture, n, s, kept, JOIN_PARTS);
}

#if defined(__x86_64__)
/* The least of these machines count bits with a table; all of the last fifteen years can do it. */
__attribute__((target("popcnt"))) static size_t
scan_counting(const uint64_t *picture, size_t n, const struct join_sieve *s, uint32_t *kept)
{
    return scan_parts(picture, n, s, kept);
}
#endif

size_t
join_scan(const uint64_t *picture, size_t n, const struct join_sieve *s, uint32_t *kept)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("popcnt"))
        return scan_counting(picture, n, s, kept);
#endif
    return scan_parts(picture, n, s, kept);
}
