/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * junction.h — where two ways that leave a place together should part.
 *
 * WHAT   Of three places the point whose distances to them, each with its weight, add up to least
 *        (Fermat's point); or that none is but a place itself. On a sphere as far as a network
 *        goes.
 * HOW    In the plane that touches the sphere amid the three: each place lies there in its
 *        direction, as far away as on the great circle. A place is the best point if the pull of
 *        the two others is not more than its own weight. Else the weights, as sides of a triangle,
 *        say at which angles the three ways meet, and these angles where (Torricelli). Over 50 km
 *        the point is off by a metre, and the sum, which is flat at its least, by far less.
 */
#ifndef GUYUB_ENGINE_NET_JUNCTION_H
#define GUYUB_ENGINE_NET_JUNCTION_H

#include "engine/net/place.h"

/* Places further from the point amid them than this have no junction. */
enum { JUNCTION_MOST_M = 500000 };

/* False: the best point is one of the three. Weights are 0 or more. */
bool junction_of(const struct place at[3], const double weight[3], struct place *junction);

#endif
