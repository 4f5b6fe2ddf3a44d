/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* place.c — the sphere: distances, and points along great circles. */
#include <math.h>

#include "engine/net/place_part.h"

static const double DEGREE = 0.017453292519943295769;       /* in radians */

bool
place_is_valid(struct place p)
{
    return p.lat >= -90 && p.lat <= 90 && p.lon >= -180 && p.lon <= 180;
}

/* Adding 0 makes 0 of -0: what is equal has the same bytes. At a pole the longitude says nothing,
 * and -180 is 180. */
struct spot
place_spot(struct place p)
{
    bool   is_pole = fabs(p.lat) == 90;
    double lat = p.lat * DEGREE, lon = p.lon == -180 ? 180 * DEGREE : p.lon * DEGREE;
    double across = is_pole ? 0 : cos(lat);

    return (struct spot){ across * cos(lon) + 0.0, across * sin(lon) + 0.0, sin(lat) + 0.0 };
}

static struct place
place_of(struct spot s)
{
    return (struct place){ atan2(s.z, hypot(s.x, s.y)) / DEGREE, atan2(s.y, s.x) / DEGREE };
}

double
place_metres_of(double chord2)
{
    double half = sqrt(chord2) / 2;

    return 2.0 * PLACE_EARTH_M * asin(half < 1 ? half : 1);
}

double
place_metres(struct place a, struct place b)
{
    return place_metres_of(spot_chord2(place_spot(a), place_spot(b)));
}

/* ---- along a great circle -------------------------------------------------------------------- */

/* From a spot on, a quarter of the circle further, and how far to the other end, in radians. */
struct arc { struct spot from, quarter; double angle; };

static double
dot(struct spot a, struct spot b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

/* What `to` has across `from`; its length is the sine of the angle between them. */
static struct spot
across(struct spot from, struct spot to)
{
    double along = dot(from, to);

    return (struct spot){ to.x - along * from.x, to.y - along * from.y, to.z - along * from.z };
}

static struct arc
arc_of(struct spot a, struct spot b)
{
    static const double      STRAIGHT = 1e-12;
    static const struct spot NORTH = { 0, 0, 1 }, GREENWICH = { 1, 0, 0 };
    struct spot side = across(a, b);
    double      length = sqrt(dot(side, side));
    double      angle = 2 * asin(fmin(sqrt(spot_chord2(a, b)) / 2, 1));

    if (length < STRAIGHT) {                    /* at one point, or facing: any way is as short */
        side = across(a, fabs(a.z) < 1 - STRAIGHT ? NORTH : GREENWICH);
        length = sqrt(dot(side, side));
    }
    return (struct arc){ a, { side.x / length, side.y / length, side.z / length }, angle };
}

struct place
place_between(struct place a, struct place b, double share)
{
    struct arc arc = arc_of(place_spot(a), place_spot(b));
    double     c = cos(share * arc.angle), s = sin(share * arc.angle);

    if (share == 0 || arc.angle == 0)
        return a;
    if (share == 1)
        return b;
    return place_of((struct spot){ c * arc.from.x + s * arc.quarter.x,
                                   c * arc.from.y + s * arc.quarter.y,
                                   c * arc.from.z + s * arc.quarter.z });
}

double
place_share_nearest(struct place from, struct place a, struct place b)
{
    struct spot p = place_spot(from), end = place_spot(b);
    struct arc  arc = arc_of(place_spot(a), end);
    double      angle = atan2(dot(p, arc.quarter), dot(p, arc.from));

    if (arc.angle == 0)
        return 0;
    if (angle >= 0 && angle <= arc.angle)
        return angle / arc.angle;
    return spot_chord2(p, end) < spot_chord2(p, arc.from) ? 1 : 0;
}
