/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * junction.h — where two ways that leave a place together should part.
 *
 * WHAT   Of three places the point whose distances to them, each with its weight, add up to least
 *        (Fermat's point); or that none is but a place itself. On a sphere as far as a network
 *        goes, by Weiszfeld's steps in the plane that touches it.
 */
#ifndef GUYUB_ENGINE_NET_JUNCTION_H
#define GUYUB_ENGINE_NET_JUNCTION_H

#include "engine/net/place.h"

/* False: the best point is one of the three. */
bool junction_of(const struct place at[3], const double weight[3], struct place *junction);

#endif
