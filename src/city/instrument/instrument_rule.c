/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_rule.c — rules only: no clock, no SQL, no HTTP, no allocation, no globals. */
#include "city/instrument/instrument_rule.h"

#include <assert.h>

#include "base/form.h"

static const struct { const char *code, *label; } measures[] = {
    { NULL, NULL },
#define X(name, code, label) { code, label },
    INSTRUMENT_MEASURES(X)
#undef X
};

enum instrument_measure
instrument_measure_of(struct str code)
{
    for (size_t i = 1; i < COUNT(measures); i++)
        if (str_eq(code, str_of(measures[i].code)))
            return (enum instrument_measure)i;
    return INSTRUMENT_MEASURE_NONE;
}

struct msg
instrument_measure_label(enum instrument_measure m)
{
    assert(m > INSTRUMENT_MEASURE_NONE && m < COUNT(measures));
    return (struct msg){ .id = measures[m].label };
}

/* 3.200 less 3.31 is -0.11: zeros beyond the places of the coarser figure say nothing. */
static struct dec
without_needless_places(struct dec by, int32_t a, int32_t b)
{
    int32_t coarser = a < b ? a : b;

    if (dec_trim(by).scale <= coarser && !dec_round(by, coarser, DEC_DOWN, &by))
        assert(false && "fewer places always fit");
    return by;
}

struct instrument_gap
instrument_gap_of(struct score_given now, struct score_given before)
{
    struct instrument_gap gap = { .known = now.known && before.known };

    if (!gap.known)
        return gap;
    if (!dec_sub(now.value, before.value, &gap.by))
        assert(false && "figures on a scale are small");
    gap.by    = without_needless_places(gap.by, now.value.scale, before.value.scale);
    gap.range = score_minus(now.range, before.range);
    assert(score_holds(gap.range, gap.by));
    return gap;
}

/* Is `node` below `top`, with no figure picked between the two? */
static bool
is_open(struct score_tree t, const struct score_given *picked, int32_t node, int32_t top)
{
    for (int32_t p = t.node[node].parent; p >= 0; p = t.node[p].parent) {
        if (p == top)
            return true;
        if (picked[p].known)
            return false;
    }
    return false;
}

size_t
instrument_pick(struct score_tree t, const struct score_given *published, int32_t top,
                struct score_given *picked)
{
    size_t n = 0;

    for (int32_t i = 0; i < (int32_t)t.n; i++) {
        picked[i] = (struct score_given){ .not_applicable = published[i].not_applicable };
        if (published[i].known && is_open(t, picked, i, top)) {
            picked[i] = published[i];
            n++;
        }
    }
    return n;
}

struct score_step
instrument_recompute(struct score_tree t, const struct score_given *published, int32_t top,
                     struct score_given *picked, struct score_step *step)
{
    instrument_pick(t, published, top, picked);
    score_compute(t, picked, step);
    return step[top];
}

static int32_t
places_of(struct dec d)
{
    return dec_trim(d).scale;
}

int32_t
instrument_range_places(struct score_range r, struct dec value)
{
    int32_t most = places_of(value);

    most = places_of(r.low) > most ? places_of(r.low) : most;
    most = places_of(r.high) > most ? places_of(r.high) : most;
    return most < INSTRUMENT_PLACES_SHOWN ? most : INSTRUMENT_PLACES_SHOWN;
}
