/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cohort_rule.c — measures and running totals. */
#include "city/cohort/cohort_rule.h"

#include <assert.h>

static const struct { const char *code, *label; } measures[] = {
    [COHORT_MEASURE_NONE] = { "", "" },
#define X(name, code, label) [COHORT_##name] = { code, label },
    COHORT_MEASURES(X)
#undef X
};

enum cohort_measure
cohort_measure_of(struct str code)
{
    for (size_t i = COHORT_MEASURE_NONE + 1; i < COUNT(measures); i++)
        if (str_eq(code, str_of(measures[i].code)))
            return (enum cohort_measure)i;
    return COHORT_MEASURE_NONE;
}

struct str
cohort_measure_word(enum cohort_measure measure)
{
    assert(measure < COUNT(measures));
    return str_of(measures[measure].code);
}

struct msg
cohort_measure_label(enum cohort_measure measure)
{
    assert(measure > COHORT_MEASURE_NONE && measure < COUNT(measures));
    return (struct msg){ .id = measures[measure].label };
}

bool
cohort_kind_is_counted(struct str kind)
{
    return str_eq(kind, S("regency")) || str_eq(kind, S("city"));
}

bool
cohort_kind_takes_part(struct str kind)
{
    return cohort_kind_is_counted(kind) || str_eq(kind, S("province"));
}

void
cohort_sum(const struct maybe_int *joined, size_t n, struct maybe_int *so_far)
{
    struct maybe_int sum = KNOWN(0);

    for (size_t i = 0; i < n; i++) {
        sum.known = sum.known && joined[i].known;
        sum.n     = sum.known ? sum.n + joined[i].n : 0;
        so_far[i] = sum;
    }
}

struct cohort_span
cohort_span_of(int64_t from, int64_t n, int64_t most, int32_t base, int32_t length)
{
    assert(most > 0 && from >= 0 && n >= 0 && from + n <= most);
    int32_t foot = base - (int32_t)(from * length / most);
    int32_t top  = base - (int32_t)((from + n) * length / most);

    return (struct cohort_span){ top, foot - top };
}
