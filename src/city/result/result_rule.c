/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "city/result/result_rule.h"

#include <stdbool.h>

static bool
is_beside(const int32_t *group, size_t a, size_t b)
{
    return !group || group[a] == group[b];
}

void
result_rank(const struct dec *figure, const int32_t *group, size_t n, struct result_rank *out)
{
    for (size_t i = 0; i < n; i++) {
        out[i] = (struct result_rank){ .rank = 1 };
        for (size_t j = 0; j < n; j++) {
            int order = is_beside(group, i, j) ? dec_cmp(figure[j], figure[i]) : 0;

            if (!is_beside(group, i, j))
                continue;
            out[i].ranked++;
            out[i].rank += order > 0;
            out[i].tied += order == 0;
        }
    }
}
