/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* score_compare.c — what a published figure stands for, and whether a computed one agrees. */
#include "engine/score/score.h"

#include <assert.h>

/* ---- a figure from outside ------------------------------------------------------------------- */

static bool
figure_check(struct dec v, struct score_scale scale, struct score_fault *f)
{
    assert(dec_cmp(scale.min, scale.max) < 0);
    assert(dec_cmp(scale.min, DEC(-SCORE_ABS_MAX)) >= 0);
    assert(dec_cmp(scale.max, DEC(SCORE_ABS_MAX)) <= 0);
    if (dec_cmp(v, scale.min) < 0 || dec_cmp(v, scale.max) > 0) {
        *f = (struct score_fault){ SCORE_OUTSIDE, -1, -1, v };
        return false;
    }
    if (v.scale > SCORE_PLACES_MAX) {
        *f = (struct score_fault){ SCORE_TOO_FINE, -1, -1, v };
        return false;
    }
    return true;
}

struct score_range
score_point(struct dec v)
{
    return (struct score_range){ v, v, true, true };
}

/* Half up is away from 0: the end nearer to 0 rounds to `shown`, the farther one does not. */
static struct score_range
rounding_range(struct dec shown)
{
    struct dec         half = { .units = 5, .scale = shown.scale + 1 };
    struct score_range r = { .low_in = shown.units > 0, .high_in = shown.units < 0 };
    bool               fits = dec_sub(shown, half, &r.low) && dec_add(shown, half, &r.high);

    assert(fits);
    return r;
}

bool
score_published(struct dec shown, struct score_scale scale, struct score_given *out,
                struct score_fault *f)
{
    struct score_range r;

    if (!figure_check(shown, scale, f))
        return false;
    r = rounding_range(shown);
    if (dec_cmp(r.low, scale.min) < 0) {
        r.low    = scale.min;                   /* the ends of the scale are values of the scale */
        r.low_in = true;
    }
    if (dec_cmp(r.high, scale.max) > 0) {
        r.high    = scale.max;
        r.high_in = true;
    }
    *out = (struct score_given){ .known = true, .value = shown, .range = r };
    return true;
}

bool
score_exact(struct dec value, struct score_scale scale, struct score_given *out,
            struct score_fault *f)
{
    if (!figure_check(value, scale, f))
        return false;
    *out = (struct score_given){ .known = true, .value = value, .range = score_point(value) };
    return true;
}

/* ---- two ranges ------------------------------------------------------------------------------ */

/* Does a range that ends at `high` reach one that begins at `low`? */
static bool
reaches(struct dec high, bool high_in, struct dec low, bool low_in)
{
    int order = dec_cmp(high, low);

    return order > 0 || (order == 0 && high_in && low_in);
}

bool
score_agrees(struct score_range a, struct score_range b)
{
    return reaches(a.high, a.high_in, b.low, b.low_in)
        && reaches(b.high, b.high_in, a.low, a.low_in);
}

struct score_range
score_minus(struct score_range a, struct score_range b)
{
    struct score_range r = { .low_in = a.low_in && b.high_in, .high_in = a.high_in && b.low_in };
    bool               fits = dec_sub(a.low, b.high, &r.low) && dec_sub(a.high, b.low, &r.high);

    assert(fits);
    return r;
}

bool
score_holds(struct score_range r, struct dec v)
{
    return reaches(v, true, r.low, r.low_in) && reaches(r.high, r.high_in, v, true);
}

/* ---- rounding -------------------------------------------------------------------------------- */

struct dec
score_shown(struct dec value, int32_t places)
{
    struct dec out;
    bool       fits = dec_round(value, places, DEC_HALF_UP, &out);

    assert(fits);
    return out;
}

/* What the figures just beside an open end round to: its own rounding must not pass the end. */
static struct dec
shown_beside(struct dec end, int32_t places, int side)
{
    struct dec shown = score_shown(end, places), moved, unit = { .units = side, .scale = places };
    struct dec half = { .units = 5 * side, .scale = places + 1 };
    bool       fits = dec_sub(shown, end, &moved);

    assert(fits);
    if (dec_cmp(moved, half) == 0) {
        fits = dec_sub(shown, unit, &shown);
        assert(fits);
    }
    return shown;
}

struct score_range
score_rounded(struct score_range r, int32_t places)
{
    assert(places >= 0 && places < DEC_SCALE_MAX);
    return (struct score_range){
        .low  = r.low_in  ? score_shown(r.low, places)  : shown_beside(r.low, places, -1),
        .high = r.high_in ? score_shown(r.high, places) : shown_beside(r.high, places, 1),
        .low_in = true, .high_in = true,
    };
}
