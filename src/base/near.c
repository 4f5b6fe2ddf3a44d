/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/near.h"

#include "base/edit.h"

struct str
near_word(struct str word, const struct str *known, size_t n)
{
    struct str best    = { NULL, 0 };
    uint32_t   nearest = (uint32_t)(word.n / 3 + 2);

    if (word.n == 0 || word.n > NEAR_BYTES_MAX)
        return best;
    for (size_t i = 0; i < n; i++) {
        uint32_t d = edit_distance(word, known[i], nearest - 1);

        if (d < nearest) {
            best    = known[i];
            nearest = d;
        }
    }
    return best;
}
