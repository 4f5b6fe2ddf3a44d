/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* junction.c — Fermat's point of three places on the sphere. */
#include "engine/net/junction.h"

#include <math.h>

#include "engine/net/place_part.h"

static const double SAME_M = 1e-3, DEGREE = 0.017453292519943295769;

/* In metres from where the plane touches. */
struct flat { double x, y; };

struct plane { struct spot touch, east, north; };

/* ---- the plane ------------------------------------------------------------------------------- */

static double
dot(struct spot a, struct spot b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

static struct spot
times(struct spot a, double by)
{
    return (struct spot){ a.x * by, a.y * by, a.z * by };
}

static struct spot
plus(struct spot a, struct spot b)
{
    return (struct spot){ a.x + b.x, a.y + b.y, a.z + b.z };
}

static struct spot
across(struct spot a, struct spot b)
{
    return (struct spot){ a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x };
}

/* Touching the sphere at a spot; which way east is does not matter, also at a pole. */
static struct plane
plane_at(struct spot touch)
{
    struct spot axis = fabs(touch.z) < 0.9 ? (struct spot){ 0, 0, 1 } : (struct spot){ 1, 0, 0 };
    struct spot east = across(axis, touch);

    east = times(east, 1 / sqrt(dot(east, east)));
    return (struct plane){ touch, east, across(touch, east) };
}

static struct flat
flat_of(const struct plane *p, struct spot s)
{
    double x = dot(s, p->east), y = dot(s, p->north), sine = hypot(x, y);
    double by = sine > 0 ? PLACE_EARTH_M * atan2(sine, dot(s, p->touch)) / sine : PLACE_EARTH_M;

    return (struct flat){ x * by, y * by };
}

static struct place
place_of(const struct plane *p, struct flat at)
{
    double      metres = hypot(at.x, at.y), angle = metres / PLACE_EARTH_M;
    double      by = metres > 0 ? sin(angle) / metres : 0;
    struct spot s = plus(times(p->touch, cos(angle)),
                         plus(times(p->east, at.x * by), times(p->north, at.y * by)));

    return (struct place){ atan2(s.z, hypot(s.x, s.y)) / DEGREE, atan2(s.y, s.x) / DEGREE };
}

/* The plane amid three places, and them in it; false: too far apart. */
static bool
lay_flat(const struct place at[3], struct plane *plane, struct flat flat[3])
{
    struct spot spot[3], sum = { 0, 0, 0 };

    for (int i = 0; i < 3; i++) {
        spot[i] = place_spot(at[i]);
        sum = plus(sum, spot[i]);
    }
    double length = sqrt(dot(sum, sum));

    if (length < 1)
        return false;
    *plane = plane_at(times(sum, 1 / length));
    for (int i = 0; i < 3; i++) {
        flat[i] = flat_of(plane, spot[i]);
        if (hypot(flat[i].x, flat[i].y) > JUNCTION_MOST_M)
            return false;
    }
    return true;
}

/* ---- the point ------------------------------------------------------------------------------- */

static double
between(struct flat a, struct flat b)
{
    return hypot(a.x - b.x, a.y - b.y);
}

/* Do the two others pull the place no more than it weighs? */
static bool
is_best(const struct flat at[3], const double weight[3], int i)
{
    struct flat pull = { 0, 0 };

    for (int k = 0; k < 3; k++) {
        double d = between(at[i], at[k]);

        if (k == i)
            continue;
        pull.x += weight[k] * (at[k].x - at[i].x) / d;
        pull.y += weight[k] * (at[k].y - at[i].y) / d;
    }
    return hypot(pull.x, pull.y) <= weight[i];
}

static bool
has_best(const struct flat at[3], const double weight[3])
{
    for (int i = 0; i < 3; i++)
        if (between(at[i], at[(i + 1) % 3]) < SAME_M)
            return true;                /* of two places that are one, or of the third */
    return is_best(at, weight, 0) || is_best(at, weight, 1) || is_best(at, weight, 2);
}

/* Of the triangle's angle at a place, less that of the angle at which the ways to the two others
 * meet: more than 0 where no place is the best point. */
static double
cotangents(const struct flat at[3], const double weight[3], int i)
{
    int    b = (i + 1) % 3, c = (i + 2) % 3;
    double bx = at[b].x - at[i].x, by = at[b].y - at[i].y;
    double cx = at[c].x - at[i].x, cy = at[c].y - at[i].y;
    double meet = (weight[i] * weight[i] - weight[b] * weight[b] - weight[c] * weight[c])
        / (2 * weight[b] * weight[c]);

    return (bx * cx + by * cy) / fabs(bx * cy - by * cx) - meet / sqrt(1 - meet * meet);
}

bool
junction_of(const struct place at[3], const double weight[3], struct place *junction)
{
    struct plane plane;
    struct flat  flat[3], sum = { 0, 0 };
    double       all = 0;

    if (!lay_flat(at, &plane, flat) || has_best(flat, weight))
        return false;
    for (int i = 0; i < 3; i++) {
        double share = 1 / cotangents(flat, weight, i);

        sum.x += share * flat[i].x;
        sum.y += share * flat[i].y;
        all += share;
    }
    if (!(all > 0 && isfinite(sum.x) && isfinite(sum.y)))
        return false;                   /* as good as in a line */
    *junction = place_of(&plane, (struct flat){ sum.x / all, sum.y / all });
    return true;
}
