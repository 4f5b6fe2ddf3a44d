/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_ground.h — the sea, mountains and protected areas, from the user's maps.
 *
 * WHAT   `--areas FILE`: GeoJSON polygons whose property "area" (or "kawasan", "jenis") names an
 *        area of the prices, by its id or an Indonesian word for one of the usual three: sea
 *        (laut), mountain (gunung, pegunungan), protected (lindung); its factor is what a metre of
 *        new fibre costs there beside land. `--land FILE`: GeoJSON polygons of any kind (regencies,
 *        islands): all that lies outside of them is the area "sea". Dark fibre in the sea is leased
 *        at the sea's price. Microwave is not concerned.
 * OURS   Where areas lie over each other the dearest by the prices counts, of two equally dear ones
 *        the first of the prices. A way has its metres in each area by the shares of the straight
 *        line between its ends, rounded half up; what is left is land.
 * NOT    A map of its own: whose border is right is not for this program to say.
 */
#ifndef GUYUB_CITY_CONNECT_GROUND_H
#define GUYUB_CITY_CONNECT_GROUND_H

#include "city/connect/connect_param.h"
#include "engine/net/ground.h"

enum { CONNECT_NO_AREA = CONNECT_AREAS_MAX };

/* Areas of the ground are numbered by what they cost; `price_of` says which of the prices' it is.
 * The ground's area `land` is what the map of land leaves. */
struct connect_ground {
    struct ground     *ground;
    struct ground_ask  ask;
    uint8_t            price_of[GROUND_AREAS_MAX];
    uint32_t           land;                        /* GROUND_AREAS_MAX: there is no such map   */
    uint32_t           sea;                         /* of the prices; CONNECT_NO_AREA: none     */
};

/* ---- reading --------------------------------------------------------------------------------- */

/* Files are read one by one; then the ground is made of all of them. What has a fault is left out
 * and told in `faults`. */
struct connect_map_files;
struct connect_map_files *connect_map_files_open(struct arena *, const struct connect_params *,
                                                 struct connect_faults *);
/* Fail: connect.json, connect.no_polygon, connect.map_large; of land also
 * connect.no_sea: the prices have no such area. */
struct err *connect_areas_read(struct connect_map_files *, struct str name, struct str file);
struct err *connect_land_read(struct connect_map_files *, struct str name, struct str file);
/* Of all that was read; the files are read no more. */
struct connect_ground *connect_ground_of(struct connect_map_files *);

/* Doubts: sites outside of all land, by the list's file. */
void connect_sites_at_sea(struct arena *, const struct connect_ground *,
                          const struct connect_list *, struct connect_faults *);

/* ---- ways ------------------------------------------------------------------------------------ */

/* How many of a way's metres lie in each area of the prices, by their numbers; the rest is land. */
void connect_ground_split(const struct connect_ground *, struct place from, struct place to,
                          uint32_t metres, uint32_t area_m[CONNECT_AREAS_MAX]);

/* Metres with the areas' factors in them: what is paid for. Rounded half up once. NULL: land. */
int64_t connect_ground_paid(const struct connect_params *, int64_t metres, const uint32_t *area_m);

/* ---- another reckoning, for connect_plan_wrong.c --------------------------------------------- */

struct connect_bands;
/* The ground must live as long. */
struct connect_bands *connect_bands_of(struct arena *, const struct connect_ground *,
                                       const struct connect_params *);

/* How many metres of ways lie in each area of the prices, at the least and at the most. */
struct connect_between { double least[CONNECT_AREAS_MAX], most[CONNECT_AREAS_MAX], metres; };
/* Adds a straight way that is so long on the ground. */
void connect_bands_add(struct arena *, const struct connect_bands *, const struct place way[2],
                       double metres, struct connect_between *);
/* Is it so, but for a thousandth and two metres? */
bool connect_is_between(const struct connect_between *, const uint32_t *area_m, size_t n_areas);

/* ---- words ----------------------------------------------------------------------------------- */

/* The number of the area of that name, a usual Indonesian word too; CONNECT_NO_AREA. */
uint32_t connect_area_find(const struct connect_params *, struct str name);

#endif
