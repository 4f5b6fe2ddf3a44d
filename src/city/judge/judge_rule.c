/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge_rule.c — differences between scores and what follows from them. */
#include "city/judge/judge_rule.h"

/* A mean that goes on is cut here, as fine as an instrument takes a figure. */
enum { MEAN_PLACES = 9 };

/* ---- one seat beside the city --------------------------------------------------------------- */

enum judge_turn
judge_turn_of(struct judge_score city, struct judge_score seat)
{
    int order;

    if (!seat.known)
        return JUDGE_UNSCORED;
    if (!city.known || city.applies != seat.applies)
        return JUDGE_OTHER;
    order = seat.applies ? dec_cmp(seat.value, city.value) : 0;
    return order == 0 ? JUDGE_CONFIRMED : order < 0 ? JUDGE_LOWERED : JUDGE_RAISED;
}

struct msg
judge_turn_label(enum judge_turn turn)
{
    switch (turn) {
    case JUDGE_CONFIRMED: return MSG("confirmed");
    case JUDGE_LOWERED:   return MSG("lowered");
    case JUDGE_RAISED:    return MSG("raised");
    case JUDGE_OTHER:     return MSG("changed");
    default:              return MSG("not scored yet");
    }
}

/* ---- seats beside each other ---------------------------------------------------------------- */

/* How many of those that are known say that the item applies, and that it does not. */
struct sides { size_t applying, not_applying; };

static struct sides
sides_of(const struct judge_score *score, size_t n)
{
    struct sides s = { 0 };

    for (size_t i = 0; i < n; i++) {
        s.applying += score[i].known && score[i].applies;
        s.not_applying += score[i].known && !score[i].applies;
    }
    return s;
}

static void
widen(struct judge_spread *s, struct dec value)
{
    if (!s->some || dec_cmp(value, s->low) < 0)
        s->low = value;
    if (!s->some || dec_cmp(value, s->high) > 0)
        s->high = value;
    s->some = true;
}

/* A difference that cannot be computed is one. */
static bool
are_apart(const struct judge_spread *s, struct dec points)
{
    struct dec apart;

    if (!s->some || dec_cmp(s->low, s->high) == 0)
        return false;
    return !dec_sub(s->high, s->low, &apart) || dec_cmp(apart, points) >= 0;
}

struct judge_spread
judge_spread_of(const struct judge_score *score, size_t n, struct dec points)
{
    struct sides        sides = sides_of(score, n);
    struct judge_spread s = { .known = sides.applying + sides.not_applying > 0 };

    for (size_t i = 0; i < n; i++)
        if (score[i].known && score[i].applies)
            widen(&s, score[i].value);
    s.differs = (sides.applying > 0 && sides.not_applying > 0) || are_apart(&s, points);
    return s;
}

/* ---- what is proposed ----------------------------------------------------------------------- */

static size_t
given(const struct judge_score *score, size_t n, struct dec value)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += score[i].known && score[i].applies && dec_cmp(score[i].value, value) == 0;
    return count;
}

/* The level that most gave, the lower of equals; `equals`: there were such. */
static struct dec
most_given(const struct judge_score *score, size_t n, bool *equals)
{
    struct dec best = { 0 };
    size_t     best_n = 0;

    for (size_t i = 0; i < n; i++) {
        size_t count = score[i].known && score[i].applies ? given(score, n, score[i].value) : 0;
        int    order = count > 0 && best_n > 0 ? dec_cmp(score[i].value, best) : 0;

        if (count > best_n)
            *equals = false;
        else if (count == best_n && order != 0)
            *equals = true;
        if (count > best_n || (count == best_n && order < 0)) {
            best = score[i].value;
            best_n = count;
        }
    }
    return best;
}

static int32_t
finest(const struct judge_score *score, size_t n)
{
    int32_t places = 0;

    for (size_t i = 0; i < n; i++)
        if (score[i].known && score[i].applies && score[i].value.scale > places)
            places = score[i].value.scale;
    return places;
}

/* As many places as the mean needs, and not fewer than what it was made of: 3.20 is finer than
 * 3.2. */
static struct dec
with_places(struct dec mean, int32_t least)
{
    struct dec short_one = dec_trim(mean);

    if (short_one.scale < least)
        dec_round(mean, least, DEC_HALF_EVEN, &short_one);
    return short_one;
}

static bool
mean_of(const struct judge_score *score, size_t n, size_t count, struct dec *mean)
{
    struct dec sum = { 0 };
    int32_t    places = finest(score, n);

    for (size_t i = 0; i < n; i++)
        if (score[i].known && score[i].applies && !dec_add(sum, score[i].value, &sum))
            return false;
    if (!dec_div(sum, DEC((int64_t)count), places > MEAN_PLACES ? places : MEAN_PLACES,
                 DEC_HALF_UP, mean))
        return false;
    *mean = with_places(*mean, places);
    return true;
}

struct judge_proposal
judge_propose(const struct judge_score *score, size_t n, bool of_levels, struct dec points)
{
    struct sides          sides = sides_of(score, n);
    struct judge_spread   spread = judge_spread_of(score, n, points);
    struct judge_proposal p = { .known = spread.known, .agreed = spread.known && !spread.differs,
                                .applies = sides.applying > 0
                                           && sides.applying >= sides.not_applying };
    bool                  equals = false;

    if (!p.applies)
        return p;
    if (of_levels)
        p.value = most_given(score, n, &equals);
    else
        p.known = mean_of(score, n, sides.applying, &p.value);
    p.agreed = p.agreed && p.known && !equals;
    return p;
}

/* ---- when the seats are shown --------------------------------------------------------------- */

bool
judge_is_open(struct judge_seats s, size_t least)
{
    return s.open == s.open_done && s.open_done + s.ended_done >= least;
}
