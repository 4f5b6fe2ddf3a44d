/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* junction_test.c — Fermat's point by hand, and against a search that knows nothing of it. */
#include "engine/net/junction.h"

#include <math.h>

#include "base/rand.h"
#include "test/unit.h"

/* ---- by hand --------------------------------------------------------------------------------- */

static const double KM = 1 / 111.1949266;       /* in degrees, north */

struct hand {
    const char *name;
    double      north[3], east[3];              /* km from the middle of the row's world */
    double      weight[3];
    bool        has;
    double      to[2];                          /* north, east */
};

static const struct hand hands[] = {
    { "equal sides: the middle",
      { 2, -1, -1 }, { 0, 1.7320508, -1.7320508 }, { 1, 1, 1 }, true, { 0, 0 } },
    { "weights alike are no weights",
      { 2, -1, -1 }, { 0, 1.7320508, -1.7320508 }, { 7, 7, 7 }, true, { 0, 0 } },
    { "a fork: the ways part at 120 degrees",
      { 0, 10, 10 }, { 0, 3, -3 }, { 1, 1, 1 }, true, { 10 - 1.7320508, 0 } },
    { "a dear trunk: branches part at right angles",
      { 0, 10, 10 }, { 0, 4, -4 }, { 1.41421356, 1, 1 }, true, { 6, 0 } },
    { "130 degrees",
      { 0, 4.2261826, 4.2261826 }, { 0, 9.0630779, -9.0630779 }, { 1, 1, 1 }, false, { 0, 0 } },
    { "just below 120",
      { 0, 5.1, 5.1 }, { 0, 8.6602540, -8.6602540 }, { 1, 1, 1 }, true, { 0.1, 0 } },
    { "one weighs more than both others",
      { 2, -1, -1 }, { 0, 1.7320508, -1.7320508 }, { 3, 1, 1 }, false, { 0, 0 } },
    { "one weighs nothing",
      { 2, -1, -1 }, { 0, 1.7320508, -1.7320508 }, { 0, 1, 1 }, false, { 0, 0 } },
    { "none weighs anything",
      { 2, -1, -1 }, { 0, 1.7320508, -1.7320508 }, { 0, 0, 0 }, false, { 0, 0 } },
    { "in a line",       { 0, 1, 5 }, { 0, 0, 0 }, { 1, 1, 1 }, false, { 0, 0 } },
    { "two at one place", { 0, 5, 5 }, { 0, 3, 3 }, { 1, 1, 1 }, false, { 0, 0 } },
    { "all at one place", { 1, 1, 1 }, { 2, 2, 2 }, { 1, 1, 1 }, false, { 0, 0 } },
    { "too far apart",   { 0, 1200, 1200 }, { 0, 400, -400 }, { 1, 1, 1 }, false, { 0, 0 } },
};

/* Where a row's world has its middle: on the equator, across the 180th meridian, by a pole. */
static const struct { const char *name; struct place middle; } worlds[] = {
    { "on the equator",            { 0, 100 } },
    { "at the 180th meridian",     { 0, 180 } },
    { "in the south",              { -60, 20 } },
    { "a km from the pole",        { 90 - 1 / 111.1949266, 50 } },
    { "ten metres from the pole",  { 89.9999, 0 } },
};

/* So many km north and east of a place: along its meridian's circle, then across it. */
static struct place
away(struct place from, double north, double east)
{
    static const double DEGREE = 0.017453292519943295769;
    double              far = hypot(north, east) * KM * DEGREE, to = atan2(east, north);
    double              lat = from.lat * DEGREE;
    double              s = sin(lat) * cos(far) + cos(lat) * sin(far) * cos(to);
    double              lon = from.lon * DEGREE
        + atan2(sin(to) * sin(far) * cos(lat), cos(far) - sin(lat) * s);

    lon = remainder(lon, 360 * DEGREE);
    return (struct place){ asin(fmax(-1, fmin(1, s))) / DEGREE, lon / DEGREE };
}

static void
try_hand(const struct hand *h, struct place middle, const char *world)
{
    struct place at[3], j;

    for (int i = 0; i < 3; i++)
        at[i] = away(middle, h->north[i], h->east[i]);
    bool has = junction_of(at, h->weight, &j);

    check(h->name, has == h->has);
    if (!has)
        return;
    check(world, place_is_valid(j));
    check(h->name, place_metres(j, away(middle, h->to[0], h->to[1])) < 1);
}

TEST(junction_by_hand)
{
    for (size_t w = 0; w < COUNT(worlds); w++)
        for (size_t i = 0; i < COUNT(hands); i++)
            try_hand(&hands[i], worlds[w].middle, worlds[w].name);
}

/* ---- against a search ------------------------------------------------------------------------ */

static double
sum_of(const struct place at[3], const double weight[3], struct place p)
{
    double sum = 0;

    for (int i = 0; i < 3; i++)
        sum += weight[i] * place_metres(at[i], p);
    return sum;
}

/* From amid the three outwards: a step to any side that is better, or half a step. The places
 * themselves are corners, into which no step may lead: they are looked at by themselves. */
static double
search(const struct place at[3], const double weight[3])
{
    struct place best = place_between(place_between(at[0], at[1], 0.5), at[2], 1 / 3.0);
    double       least = sum_of(at, weight, best);

    for (double size = 32; size > 1e-5;) {
        bool is_better = false;

        for (int side = 0; side < 16; side++) {
            double       turn = side * 0.392699081698724;
            struct place p = away(best, size * cos(turn), size * sin(turn));
            double       sum = sum_of(at, weight, p);

            if (sum < least)
                best = p, least = sum, is_better = true;
        }
        if (!is_better)
            size /= 2;
    }
    return least;
}

static double
least_of_places(const struct place at[3], const double weight[3])
{
    return fmin(sum_of(at, weight, at[0]),
                fmin(sum_of(at, weight, at[1]), sum_of(at, weight, at[2])));
}

TEST(junction_against_a_search)
{
    struct rand chance = { .state = 11 };
    int         n_junctions = 0;

    for (int i = 0; i < 400; i++) {
        struct place middle = worlds[i % (int)COUNT(worlds)].middle, at[3], j;
        double       weight[3];

        for (int k = 0; k < 3; k++) {
            at[k] = away(middle, (double)rand_below(&chance, 4000) / 100 - 20,
                         (double)rand_below(&chance, 4000) / 100 - 20);
            weight[k] = i % 2 ? 1 : (double)(50 + rand_below(&chance, 100)) / 100;
        }
        double least = fmin(search(at, weight), least_of_places(at, weight));
        bool   has = junction_of(at, weight, &j);
        double ours = has ? sum_of(at, weight, j) : least_of_places(at, weight);

        n_junctions += has;
        check("as the search has it", fabs(ours - least) < 0.05);
    }
    check("both kinds come", n_junctions > 100 && n_junctions < 390);
}
