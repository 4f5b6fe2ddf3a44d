/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* join_scan_test.c — the bitmap filter keeps the same pictures however this machine counts bits. */
#include "engine/text/join_part.h"

#include "base/rand.h"
#include "test/unit.h"

enum { BITS = 64, OFTEN = 40 };

static uint64_t
differs(const uint64_t *picture, const struct join_sieve *s)
{
    uint64_t sum = 0;

    for (size_t p = 0; p < s->parts; p++)
        for (int bit = 0; bit < BITS; bit++)
            sum += s->least[p] * ((picture[p] ^ s->mine.part[p]) >> bit & 1);
    return sum;
}

/* About a quarter of them differ in a quarter of their bits, the others in half. */
static void
draw(struct rand *chance, uint64_t *picture, size_t n, const struct join_sieve *s)
{
    for (size_t i = 0; i < n; i++) {
        bool is_near = rand_below(chance, 4) == 0;

        for (size_t p = 0; p < s->parts; p++) {
            uint64_t other = rand_next(chance);

            picture[i * s->parts + p] =
                is_near ? s->mine.part[p] ^ (other & rand_next(chance)) : other;
        }
    }
}

static bool
keeps_those_that_pass(struct rand *chance, struct join_sieve *s, size_t n)
{
    uint64_t picture[JOIN_SCAN_MAX * JOIN_PARTS] = { 0 };
    uint32_t kept[JOIN_SCAN_MAX];
    bool     is_kept[JOIN_SCAN_MAX] = { 0 }, right = true;
    size_t   n_kept;

    draw(chance, picture, n, s);
    n_kept = join_scan(picture, n, s, kept);
    for (size_t k = 0; k < n_kept; k++) {
        right &= kept[k] < n && !is_kept[kept[k]];
        is_kept[kept[k] % JOIN_SCAN_MAX] = true;
    }
    for (size_t i = 0; i < n; i++)
        right &= is_kept[i] == (differs(picture + i * s->parts, s) <= s->most);
    return right;
}

static struct join_sieve
some_sieve(struct rand *chance, size_t parts, enum join_scan as)
{
    struct join_sieve s = { .parts = parts, .as = as };

    for (size_t p = 0; p < parts; p++) {
        s.mine.part[p] = rand_next(chance);
        s.least[p] = parts == JOIN_PARTS_ALIKE ? 3 : 1 + p;
    }
    s.most = (parts == JOIN_PARTS_ALIKE ? 3 : 2) * parts * (BITS / 4) + rand_below(chance, 30);
    return s;
}

TEST(join_scan_keeps_what_passes)
{
    static const size_t LENGTHS[] = { 0, 1, 7, 8, 9, 15, 16, 17, 100, 255, JOIN_SCAN_MAX };
    static const struct { const char *name; enum join_scan as; size_t parts; } KINDS[] = {
        { "by table, alike",     JOIN_SCAN_PLAIN,    JOIN_PARTS_ALIKE },
        { "by table, weighed",   JOIN_SCAN_PLAIN,    JOIN_PARTS       },
        { "by word, alike",      JOIN_SCAN_COUNTING, JOIN_PARTS_ALIKE },
        { "by word, weighed",    JOIN_SCAN_COUNTING, JOIN_PARTS       },
        { "eight words at once", JOIN_SCAN_WIDE,     JOIN_PARTS_ALIKE },
    };

    for (size_t k = 0; k < COUNT(KINDS); k++) {
        struct rand chance = { k + 1 };

        for (size_t i = 0; join_scan_can(KINDS[k].as) &&
                           i < COUNT(LENGTHS) * OFTEN; i++) {
            struct join_sieve s = some_sieve(&chance, KINDS[k].parts, KINDS[k].as);

            check(KINDS[k].name, keeps_those_that_pass(&chance, &s, LENGTHS[i / OFTEN]));
        }
    }
}
