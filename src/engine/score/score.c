/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* score.c — from the leaves' figures to the total's; score.h has the law and what is ours. */
#include <assert.h>

#include "engine/score/score_tree.h"

/*
 * Three times a third of 100 is 100 and not 99.999999999999999999: a figure that is this NEAR to
 * one of COARSE places is that one. Roundings of a large sum may carry it beyond an end of its
 * scale by SLACK, no farther (ADR 0010).
 */
enum { COARSE = 12 };
static const struct dec NEAR  = { .units = 1, .scale = 16 };
static const struct dec SLACK = { .units = 1, .scale = 12 };

struct work { struct score_tree t; const struct score_given *given; struct score_step *step; };

/* What a node's rule makes of its parts; `why` says if it makes nothing. */
struct figure { enum score_why why; struct dec value; struct score_range range; };

bool
score_has_figure(const struct score_step *s)
{
    return s->state == SCORE_GIVEN || s->state == SCORE_COMPUTED;
}

bool
score_adds_up(enum score_how how)
{
    return how != SCORE_LEAF && how != SCORE_RATIO && how != SCORE_EXPRESSION;
}

/* ---- exact arithmetic ------------------------------------------------------------------------ */

/* The limits on scales and weights keep every sum below 36 digits: see score.h. */
static struct dec
plus_times(struct dec sum, int64_t times, struct dec v)
{
    struct dec part;
    bool       fits = dec_mul(DEC(times), v, &part) && dec_add(sum, part, &sum);

    assert(fits);
    return sum;
}

/* Most quotients are short: two more places are tried before 18 with their zeros to trim. */
static struct dec
over(struct dec v, int64_t times)
{
    struct dec out = { .scale = v.scale + 2 };
    int128     hundredfold;
    bool       fits;

    assert(times > 0);
    if (out.scale <= DEC_SCALE_MAX && !__builtin_mul_overflow(v.units, (int128)100, &hundredfold)
        && hundredfold % times == 0) {
        out.units = hundredfold / times;
        return dec_trim(out);
    }
    fits = dec_div(v, DEC(times), DEC_SCALE_MAX, DEC_HALF_EVEN, &out);
    assert(fits);
    return dec_trim(out);
}

static struct dec
without_noise(struct dec v)
{
    struct dec coarse, gap;
    bool       fits;

    if (v.scale <= COARSE)
        return v;
    fits = dec_round(v, COARSE, DEC_HALF_EVEN, &coarse) && dec_sub(v, coarse, &gap);
    assert(fits);
    if (gap.units < 0)
        gap.units = -gap.units;
    return dec_cmp(gap, NEAR) <= 0 ? dec_trim(coarse) : v;
}

/* ---- sums and means -------------------------------------------------------------------------- */

/* The parts that have a figure, each so many times. */
struct sum { struct dec value, low, high; bool low_in, high_in; };

/* How often a part's figure counts in its parent's sum. */
static int64_t
times_of(struct score_tree t, int32_t i)
{
    int64_t e6;
    bool    weighs;

    if (t.node[t.node[i].parent].how != SCORE_WEIGHTED)
        return 1;
    weighs = score_weight_e6(t.node[i].weight, &e6);
    assert(weighs);
    return e6;
}

/* What the sum of node i's parts is divided by; 0 where no part is applicable. */
static int64_t
divisor_of(const struct work *w, int32_t i)
{
    const struct score_node *node = &w->t.node[i];
    int64_t                  n = 0, times = 0;

    for (int32_t c = score_next_part(w->t, i, i); c >= 0; c = score_next_part(w->t, i, c)) {
        if (w->step[c].state == SCORE_NOT_APPLICABLE)
            continue;
        times += times_of(w->t, c);
        n++;
    }
    switch (node->how) {
    case SCORE_SUM:      return 1;
    case SCORE_SUM_OVER: return n > node->least ? n : node->least;
    default:             return times;
    }
}

static void
sum_add(struct sum *s, const struct score_step *part, int64_t times)
{
    s->value   = plus_times(s->value, times, part->value);
    s->low     = plus_times(s->low,   times, part->range.low);
    s->high    = plus_times(s->high,  times, part->range.high);
    s->low_in  = s->low_in  && part->range.low_in;
    s->high_in = s->high_in && part->range.high_in;
}

static struct figure
over_all(const struct sum *s, int64_t times)
{
    return (struct figure){
        .value = over(s->value, times),
        .range = { over(s->low, times), over(s->high, times), s->low_in, s->high_in },
    };
}

static struct figure
sum_of(const struct work *w, int32_t i)
{
    struct sum s = { .low_in = true, .high_in = true };

    for (int32_t c = score_next_part(w->t, i, i); c >= 0; c = score_next_part(w->t, i, c))
        if (w->step[c].state != SCORE_NOT_APPLICABLE)
            sum_add(&s, &w->step[c], times_of(w->t, c));
    return over_all(&s, divisor_of(w, i));
}

/* ---- the highest ----------------------------------------------------------------------------- */

/* The higher of two: its low end is reached if both lie that low, its high if one lies there. */
static struct figure
higher(struct figure a, const struct score_step *b)
{
    struct score_range r = b->range;
    int                low = dec_cmp(a.range.low, r.low), high = dec_cmp(a.range.high, r.high);

    if (dec_cmp(b->value, a.value) > 0)
        a.value = b->value;
    if (low <= 0) {
        a.range.low_in = r.low_in && (low < 0 || a.range.low_in);
        a.range.low    = r.low;
    }
    if (high <= 0) {
        a.range.high_in = r.high_in || (high == 0 && a.range.high_in);
        a.range.high    = r.high;
    }
    return a;
}

static struct figure
highest_of(const struct work *w, int32_t i)
{
    struct figure best = { .why = SCORE_NO_VALUE };

    for (int32_t c = score_next_part(w->t, i, i); c >= 0; c = score_next_part(w->t, i, c)) {
        const struct score_step *part = &w->step[c];
        if (part->state == SCORE_NOT_APPLICABLE)
            continue;
        best = best.why == SCORE_DEFINED
             ? higher(best, part) : (struct figure){ SCORE_DEFINED, part->value, part->range };
    }
    return best;
}

/* ---- a ratio --------------------------------------------------------------------------------- */

/* a / b x factor, rounded once; false: b is 0 or so small that 36 digits do not hold it. */
static bool
quotient(const struct score_node *node, struct dec a, struct dec b, struct dec *out)
{
    int64_t    factor_e6;
    struct dec divisor;
    bool       fits = score_weight_e6(node->factor, &factor_e6)
                   && dec_mul(DEC(1000000), b, &divisor);

    assert(fits);
    if (!dec_div(plus_times(DEC(0), factor_e6, a), divisor, DEC_SCALE_MAX, DEC_HALF_EVEN, out))
        return false;
    *out = dec_trim(*out);
    return true;
}

/* An end of the range: `beyond`, an end of the scale, where the divisor may come close to 0. */
static struct dec
ratio_end(const struct score_node *node, struct dec a, struct dec b, struct dec beyond)
{
    struct dec end;

    if (a.units == 0)
        return DEC(0);
    return quotient(node, a, b, &end) ? end : beyond;
}

/* The divisor lies at or above 0: a figure is lowest over its highest, or below 0 its lowest. */
static struct score_range
ratio_range(const struct score_node *node, struct score_range a, struct score_range b)
{
    return (struct score_range){
        .low  = ratio_end(node, a.low,  a.low.units  > 0 ? b.high : b.low,  node->scale.min),
        .high = ratio_end(node, a.high, a.high.units > 0 ? b.low  : b.high, node->scale.max),
        .low_in = true, .high_in = true,
    };
}

static struct figure
ratio_of(const struct work *w, int32_t i)
{
    int32_t                  first = score_next_part(w->t, i, i);
    const struct score_node *node = &w->t.node[i];
    const struct score_step *a = &w->step[first], *b = &w->step[score_next_part(w->t, i, first)];
    struct figure            f = { .why = SCORE_DEFINED };

    if (a->state == SCORE_NOT_APPLICABLE || b->state == SCORE_NOT_APPLICABLE)
        return (struct figure){ .why = SCORE_HALF_RATIO };
    if (b->value.units == 0)
        return (struct figure){ .why = SCORE_BY_ZERO };
    if (!quotient(node, a->value, b->value, &f.value))
        return (struct figure){ .why = SCORE_NO_VALUE };
    f.range = ratio_range(node, a->range, b->range);
    return f;
}

/* ---- an expression --------------------------------------------------------------------------- */

/* Over parts that are exact it is exact; of others nothing is known but the scale. */
static struct figure
expression_of(const struct work *w, int32_t i)
{
    struct score_part  part[SCORE_EXPRESS_PARTS_MAX];
    struct score_scale scale = w->t.node[i].scale;
    struct figure      f = { .why = SCORE_DEFINED };
    bool               exact = true;
    size_t             n = 0;

    for (int32_t c = score_next_part(w->t, i, i); c >= 0; c = score_next_part(w->t, i, c)) {
        const struct score_step *s = &w->step[c];
        part[n++] = (struct score_part){ score_has_figure(s), s->value };
        exact     = exact && dec_cmp(s->range.low, s->range.high) == 0;
    }
    if (!w->t.express(w->t.arg, i, part, n, &f.value))
        return (struct figure){ .why = SCORE_NO_VALUE };
    f.range = exact ? score_point(f.value)
                    : (struct score_range){ scale.min, scale.max, true, true };
    return f;
}

/* ---- a node ---------------------------------------------------------------------------------- */

static struct figure
figure_of(const struct work *w, int32_t i)
{
    switch (w->t.node[i].how) {
    case SCORE_HIGHEST:    return highest_of(w, i);
    case SCORE_RATIO:      return ratio_of(w, i);
    case SCORE_EXPRESSION: return expression_of(w, i);
    case SCORE_LEAF:
    case SCORE_WEIGHTED:
    case SCORE_PLAIN:
    case SCORE_SUM:
    case SCORE_SUM_OVER:   return sum_of(w, i);
    }
    return (struct figure){ .why = SCORE_NO_VALUE };
}

static bool
is_off(struct dec v, struct score_scale scale)
{
    struct dec min, max;
    bool       fits = dec_sub(scale.min, SLACK, &min) && dec_add(scale.max, SLACK, &max);

    assert(fits);
    return dec_cmp(v, min) < 0 || dec_cmp(v, max) > 0;
}

/* The nearest value of the scale; `in` becomes true where it had to be moved. */
static struct dec
cut(struct dec v, struct score_scale scale, bool *in)
{
    bool below = dec_cmp(v, scale.min) < 0, above = dec_cmp(v, scale.max) > 0;

    *in = *in || below || above;
    return below ? scale.min : above ? scale.max : v;
}

/* The range as it stands at a node: cut at the scale, and an end that is the value itself is in. */
static struct score_range
settle_range(struct score_range r, struct score_scale scale, struct dec value)
{
    r.low     = cut(without_noise(r.low),  scale, &r.low_in);
    r.high    = cut(without_noise(r.high), scale, &r.high_in);
    r.low_in  = r.low_in  || dec_cmp(r.low,  value) == 0;
    r.high_in = r.high_in || dec_cmp(r.high, value) == 0;
    return r;
}

/* The figure as it stands at the node: on its scale, and rounded where the node rounds. */
static void
settle(const struct score_node *node, struct figure f, struct score_step *s)
{
    bool moved = false;

    f.value = without_noise(f.value);
    s->why  = f.why;
    if (s->why == SCORE_DEFINED && is_off(f.value, node->scale))
        s->why = SCORE_OFF_SCALE;
    s->state  = s->why == SCORE_DEFINED ? SCORE_COMPUTED : SCORE_UNDEFINED;
    s->before = f.value;
    if (s->state == SCORE_UNDEFINED)
        return;
    s->before = s->value = cut(f.value, node->scale, &moved);
    s->range  = settle_range(f.range, node->scale, s->value);
    if (node->rounds) {
        s->value = score_shown(s->value, node->places);
        s->range = score_rounded(s->range, node->places);
    }
    assert(score_holds(s->range, s->value));
}

static void
compute_from_parts(const struct work *w, int32_t i)
{
    struct score_step *s = &w->step[i];
    bool               parts = false, applicable = false, undefined = false;

    for (int32_t c = score_next_part(w->t, i, i); c >= 0; c = score_next_part(w->t, i, c)) {
        const struct score_step *part = &w->step[c];
        parts       = true;
        applicable  = applicable || part->state != SCORE_NOT_APPLICABLE;
        undefined   = undefined  || part->state == SCORE_UNDEFINED;
        s->missing += part->missing;
    }
    if (s->missing > 0)
        s->state = SCORE_UNKNOWN;
    else if (parts && !applicable)
        s->state = SCORE_NOT_APPLICABLE;
    else if (undefined)
        settle(&w->t.node[i], (struct figure){ .why = SCORE_PART_UNDEFINED }, s);
    else
        settle(&w->t.node[i], figure_of(w, i), s);
}

static void
compute_node(const struct work *w, int32_t i)
{
    const struct score_given *given = &w->given[i];
    struct score_step        *s = &w->step[i];
    int32_t                   above = score_given_above(w->t, w->given, i);

    if (given->not_applicable || (above >= 0 && w->given[above].not_applicable)) {
        s->state = SCORE_NOT_APPLICABLE;
    } else if (given->known) {
        assert(score_holds(given->range, given->value));
        s->state = SCORE_GIVEN;
        s->value = given->value;
        s->range = given->range;
    } else if (above >= 0) {
        s->state = SCORE_STOOD_IN;
    } else if (w->t.node[i].how == SCORE_LEAF) {
        s->missing = 1;
    } else {
        compute_from_parts(w, i);
    }
}

/* ---- the reasons ----------------------------------------------------------------------------- */

/* Of the highest, one part counts: the first that is as high as the node. */
static void
share_highest(const struct work *w, int32_t i)
{
    if (w->step[i].state != SCORE_COMPUTED)
        return;
    for (int32_t c = score_next_part(w->t, i, i); c >= 0; c = score_next_part(w->t, i, c)) {
        struct score_step *part = &w->step[c];
        if (score_has_figure(part) && dec_cmp(part->value, w->step[i].before) == 0) {
            part->share        = DEC(1);
            part->contribution = part->value;
            return;
        }
    }
}

/* What each part is of the whole, and adds to it; a part's own figure is computed by then. */
static void
share_sum(const struct work *w, int32_t i)
{
    int64_t all = divisor_of(w, i);

    for (int32_t c = score_next_part(w->t, i, i); c >= 0; c = score_next_part(w->t, i, c)) {
        struct score_step *part = &w->step[c];
        int64_t            times = times_of(w->t, c);
        if (part->state == SCORE_NOT_APPLICABLE)
            continue;
        part->share = over(DEC(times), all);
        if (score_has_figure(part))
            part->contribution = over(plus_times(DEC(0), times, part->value), all);
    }
}

static void
share_parts(const struct work *w, int32_t i)
{
    enum score_how how = w->t.node[i].how;

    if (how == SCORE_HIGHEST)
        share_highest(w, i);
    else if (score_adds_up(how))
        share_sum(w, i);
}

void
score_compute(struct score_tree t, const struct score_given *given, struct score_step *step)
{
    struct work w = { t, given, step };

    for (size_t i = 0; i < t.n; i++)
        step[i] = (struct score_step){ .state = SCORE_UNKNOWN };
    for (int32_t i = (int32_t)t.n - 1; i >= 0; i--) {       /* parts stand after their parent */
        compute_node(&w, i);
        share_parts(&w, i);
    }
    step[0].share = DEC(1);
    if (score_has_figure(&step[0]))
        step[0].contribution = step[0].value;
}

size_t
score_missing(struct score_tree t, const struct score_step *step, int32_t *leaf, size_t cap)
{
    size_t n = 0;

    for (size_t i = 0; i < t.n; i++) {
        if (t.node[i].how != SCORE_LEAF || step[i].missing == 0)
            continue;
        if (n < cap)
            leaf[n] = (int32_t)i;
        n++;
    }
    return n;
}
