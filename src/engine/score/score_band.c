/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* score_band.c — what a figure is called: bands that fill a scale, and which a range touches. */
#include <assert.h>

#include "engine/score/score.h"

static bool
fault(struct score_fault *f, enum score_fault_kind kind, size_t band, struct dec figure)
{
    *f = (struct score_fault){ kind, (int32_t)band, (int32_t)band - 1, figure };
    return false;
}

/* The distance of two figures that are neighbours; 0 where figures are exact. */
static struct dec
step_of(struct score_bands b)
{
    return b.places < 0 ? DEC(0) : (struct dec){ .units = 1, .scale = b.places };
}

static struct dec
plus(struct dec a, struct dec b)
{
    struct dec sum;
    bool       fits = dec_add(a, b, &sum);

    assert(fits);
    return sum;
}

/* Where the band after this one must begin. */
static struct dec
after(struct score_bands b, size_t i)
{
    return b.band[i].high_in ? plus(b.band[i].high, step_of(b)) : b.band[i].high;
}

static bool
is_too_fine(struct score_bands b, struct dec end)
{
    int32_t most = b.places < 0 ? SCORE_PLACES_MAX : b.places;

    return dec_trim(end).scale > most;
}

static bool
is_within(struct dec end, struct score_scale scale)
{
    return dec_cmp(end, scale.min) >= 0 && dec_cmp(end, scale.max) <= 0;
}

/* The ends of one band, by themselves. */
static bool
ends_check(struct score_bands b, size_t i, struct score_scale scale, struct score_fault *f)
{
    struct score_band band = b.band[i];
    int               order = dec_cmp(band.low, band.high);

    if (!is_within(band.low, scale))
        return fault(f, SCORE_BAND_END, i, band.low);
    if (!is_within(band.high, scale))
        return fault(f, SCORE_BAND_END, i, band.high);
    if (is_too_fine(b, band.low))
        return fault(f, SCORE_TOO_FINE, i, band.low);
    if (is_too_fine(b, band.high))
        return fault(f, SCORE_TOO_FINE, i, band.high);
    if (order > 0 || (order == 0 && !band.high_in))
        return fault(f, SCORE_BAND_ORDER, i, band.high);
    return true;
}

/* This band and the one before it. */
static bool
neighbours_check(struct score_bands b, size_t i, struct score_fault *f)
{
    struct dec next = after(b, i - 1), low = b.band[i].low;
    int        order = dec_cmp(low, next);
    bool       shared = b.places < 0 && b.band[i - 1].high_in && order == 0;

    if (dec_cmp(low, b.band[i - 1].low) < 0)
        return fault(f, SCORE_BAND_ORDER, i, low);
    if (order > 0)
        return fault(f, SCORE_BAND_GAP, i, next);
    if (order < 0 || shared)
        return fault(f, SCORE_BAND_OVERLAP, i, low);
    return true;
}

bool
score_bands_check(struct score_bands b, struct score_scale scale, struct score_fault *f)
{
    assert(b.places <= SCORE_PLACES_MAX);
    if (b.n == 0)
        return fault(f, SCORE_BAND_END, 0, scale.min);
    for (size_t i = 0; i < b.n; i++) {
        if (!ends_check(b, i, scale, f))
            return false;
        if (i == 0 && dec_cmp(b.band[0].low, scale.min) != 0)
            return fault(f, SCORE_BAND_END, 0, scale.min);
        if (i > 0 && !neighbours_check(b, i, f))
            return false;
    }
    if (dec_cmp(b.band[b.n - 1].high, scale.max) != 0 || !b.band[b.n - 1].high_in)
        return fault(f, SCORE_BAND_END, b.n - 1, scale.max);
    return true;
}

/* A band as a range of the figures that are called something. */
static struct score_range
range_of(struct score_band band)
{
    return (struct score_range){ band.low, band.high, true, band.high_in };
}

size_t
score_bands_of(struct score_bands b, struct score_range r, size_t *first)
{
    struct score_range called = b.places < 0 ? r : score_rounded(r, b.places);
    size_t             n = 0;

    *first = 0;
    for (size_t i = 0; i < b.n; i++) {
        if (!score_agrees(called, range_of(b.band[i])))
            continue;
        if (n == 0)
            *first = i;
        n++;
    }
    return n;
}
