/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* join_scan.c — the bitmap filter: nearly all of the join's time goes here. See join_part.h. */
#include "engine/text/join_part.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

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

/* ---- what some machines can ------------------------------------------------------------------ */

#if defined(__x86_64__)
/* The least of these machines count bits with a table; all of the last fifteen years can do it. */
__attribute__((target("popcnt"))) static size_t
scan_counting(const uint64_t *picture, size_t n, const struct join_sieve *s, uint32_t *kept)
{
    return scan_parts(picture, n, s, kept);
}

/*
 * Machines since about 2020 count the bits of eight words at once: eight pictures of two parts that
 * weigh the same are two loads. Their sums stand as the unpacking leaves them, first load and
 * second in turn.
 */
enum { WIDE = 8, HALF = WIDE / 2 };

__attribute__((target("avx512f,avx512vpopcntdq"))) static size_t
scan_wide(const uint64_t *picture, size_t n, const struct join_sieve *s, uint32_t *kept)
{
    const __m512i most = _mm512_set1_epi64((long long)(s->most / s->least[0]));
    const __m512i mine = _mm512_broadcast_i32x4(_mm_loadu_si128((const void *)s->mine.part));
    size_t        k = 0;

    for (size_t i = 0; i < n; i += WIDE, picture += 2 * WIDE) {
        __m512i  a = _mm512_xor_si512(_mm512_loadu_si512(picture), mine);
        __m512i  b = _mm512_xor_si512(_mm512_loadu_si512(picture + WIDE), mine);
        __m512i  x = _mm512_popcnt_epi64(a), y = _mm512_popcnt_epi64(b);
        __m512i  sum = _mm512_add_epi64(_mm512_unpacklo_epi64(x, y), _mm512_unpackhi_epi64(x, y));
        unsigned near = _mm512_cmple_epu64_mask(sum, most);

        for (; near > 0; near &= near - 1) {
            unsigned at = (unsigned)__builtin_ctz(near);

            kept[k++] = (uint32_t)i + at / 2 + at % 2 * HALF;
        }
    }
    return k;
}

static size_t
scan_whole(const uint64_t *picture, size_t n, const struct join_sieve *s, uint32_t *kept)
{
    size_t wide = n - n % WIDE, k = scan_wide(picture, wide, s, kept);
    size_t more = scan_counting(picture + wide * JOIN_PARTS_ALIKE, n - wide, s, kept + k);

    for (size_t i = k; i < k + more; i++)
        kept[i] += (uint32_t)wide;
    return k + more;
}
#endif

/* ---- as this machine can --------------------------------------------------------------------- */

bool
join_scan_can(enum join_scan as)
{
#if defined(__x86_64__)
    bool counts = __builtin_cpu_supports("popcnt"), wide = __builtin_cpu_supports("avx512f");

    if (as == JOIN_SCAN_WIDE)
        return counts && wide && __builtin_cpu_supports("avx512vpopcntdq");
    if (as == JOIN_SCAN_COUNTING)
        return counts;
#endif
    return as == JOIN_SCAN_PLAIN;
}

enum join_scan
join_scan_best(size_t parts)
{
    if (parts == JOIN_PARTS_ALIKE && join_scan_can(JOIN_SCAN_WIDE))
        return JOIN_SCAN_WIDE;
    return join_scan_can(JOIN_SCAN_COUNTING) ? JOIN_SCAN_COUNTING : JOIN_SCAN_PLAIN;
}

size_t
join_scan(const uint64_t *picture, size_t n, const struct join_sieve *s, uint32_t *kept)
{
    switch (s->as) {
#if defined(__x86_64__)
    case JOIN_SCAN_WIDE:     return scan_whole(picture, n, s, kept);
    case JOIN_SCAN_COUNTING: return scan_counting(picture, n, s, kept);
#endif
    default:                 return scan_parts(picture, n, s, kept);
    }
}
