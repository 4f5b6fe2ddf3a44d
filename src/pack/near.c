/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* near.c — optimal string alignment distance over three rows of a table; see near.h. */
#include "pack/near.h"

#include <assert.h>
#include <string.h>

static size_t
least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* One cell: the cheapest way to turn the first i bytes of a into the first j of b. */
static size_t
cell(struct str a, struct str b, size_t i, size_t j, const size_t *before, const size_t *above,
     size_t left)
{
    bool   same = a.p[i - 1] == b.p[j - 1];
    size_t cost = least(above[j - 1] + !same, least(above[j], left) + 1);

    if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
        cost = least(cost, before[j - 2] + 1);
    return cost;
}

size_t
near_distance(struct str a, struct str b)
{
    size_t row[3][NEAR_BYTES_MAX + 1] = { 0 };

    assert(a.n <= NEAR_BYTES_MAX && b.n <= NEAR_BYTES_MAX);
    for (size_t j = 0; j <= b.n; j++)
        row[0][j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t       *now = row[i % 3];
        const size_t *above = row[(i - 1) % 3], *before = row[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= b.n; j++)
            now[j] = cell(a, b, i, j, before, above, now[j - 1]);
    }
    return row[a.n % 3][b.n];
}

struct str
near_word(struct str word, const struct str *known, size_t n)
{
    struct str best    = { NULL, 0 };
    size_t     nearest = word.n / 3 + 2;

    if (word.n == 0 || word.n > NEAR_BYTES_MAX)
        return best;
    for (size_t i = 0; i < n; i++) {
        size_t d = known[i].n <= NEAR_BYTES_MAX ? near_distance(word, known[i]) : nearest;
        if (d < nearest) {
            best    = known[i];
            nearest = d;
        }
    }
    return best;
}
