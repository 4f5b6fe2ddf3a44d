/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_ground.h — the sea, mountains and protected areas, from the user's maps.
 *
 * WHAT   `--areas FILE`: GeoJSON polygons whose property "area" names an area of the prices (sea,
 *        mountain, protected); its factor is what a metre of new fibre costs there beside land.
 *        `--land FILE`: GeoJSON polygons of any kind (regencies, islands): all that lies outside of
 *        them is the area "sea". Dark fibre there is leased at the sea's price.
 * NOT    A map of its own: whose border is right is not for this program to say.
 */
#ifndef GUYUB_CITY_CONNECT_GROUND_H
#define GUYUB_CITY_CONNECT_GROUND_H

#include "city/connect/connect_param.h"
#include "engine/net/ground.h"

struct connect_ground;

#endif
