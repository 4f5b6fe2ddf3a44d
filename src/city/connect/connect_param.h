/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_param.h — prices, reach, demand and factors: the pack of the kind "connectivity".
 *
 * WHAT   One pack is one set of assumptions with a currency: Giga's, ITU's, an Indonesian one. Each
 *        figure may carry its source and date, or say that it is not known; a figure that is not
 *        known and has no default closes the way that needs it (CONNECT_NO_PRICE), and the plan
 *        says so. Money is in the smallest unit of the currency: whole rupiah, cents of a dollar.
 * FORM   A figure is a map: `value`, or `assumed` with the range `from` and `to`, or `unknown` with
 *        the reason; with `source`, `date` and `note`.
 * LAW    None. The figures' sources stand in the packs.
 * READ   connect_param_row.c which figures there are · connect_param_shape.c what may stand in a
 *        pack · connect_param.c reading it, with every fault
 */
#ifndef GUYUB_CITY_CONNECT_PARAM_H
#define GUYUB_CITY_CONNECT_PARAM_H

#include "city/connect/connect.h"
#include "pack/kind.h"

enum { CONNECT_YEARS_MAX = 50, CONNECT_KINDS_MAX = 64, CONNECT_AREAS_MAX = 32,
       CONNECT_PER_MILLE = 1000, CONNECT_BASIS = 10000 };

/*
 * Of one technology; what is not known is not 0. Money per site, and per km of a link. Of
 * microwave, what stands at a site is a hop: the radios and masts of both its ends.
 */
struct connect_price {
    struct maybe_int once_site;                     /* a licence: never again; not known: none */
    struct maybe_int capex_site, capex_km;
    struct maybe_int opex_site_y, opex_km_y;        /* a year                                  */
    struct maybe_int opex_mbps_y;                   /* for each Mbps that the site needs        */
    int64_t          upkeep_per_mille;              /* of its capex, each year                 */
    int64_t          renewed_y, renewed_km_y;       /* years until capex of a site, of a link
                                                     * comes again; 0: never                   */
    struct maybe_int most_kbps, most_m;             /* what it carries; how far it reaches      */
};

/* What a kind of site needs: "sd", "puskesmas"; by its name in the list of sites, folded. */
struct connect_demand { struct str kind; int64_t kbps, users; };

/* Links that cross an area cost more: sea, mountains, protected. Per mille of the price on land. */
struct connect_area { struct str name; int64_t factor_per_mille; };

/* A figure as the pack has it, for those who ask where a number comes from. */
enum connect_standing { CONNECT_STATED, CONNECT_ASSUMED, CONNECT_NOT_KNOWN };
struct connect_figure {
    struct str            key;                      /* "fibre.km", "demand.sd.mbps"            */
    const char           *label;                    /* msgid: "a km of cable, once"            */
    enum connect_tech     tech;                     /* whose price; CONNECT_NO_TECH: of none   */
    enum connect_standing is;
    struct dec            value, from, to;          /* as written; of an assumption its range  */
    bool                  has_range;
    struct str            source, url;              /* title and publisher; unknown: none      */
    struct date           date;                     /* year 0: none                            */
    struct str            note_id, note_en;
};

struct connect_params {
    struct str            name, title_id, title_en, currency;   /* currency: "IDR", "USD"        */
    int32_t               decimals;                 /* of the currency: 0 or 2                 */
    int64_t               years, discount_basis;    /* 800 is eight per cent                   */
    struct connect_price  price[CONNECT_TECHS];
    struct maybe_int      trench_km, aerial_km;     /* capex of a km of fibre; the cheaper of the
                                                     * two is built; neither known: capex_km   */
    struct maybe_int      lease_km_y, lease_sea_km_y;           /* of dark fibre                */
    struct maybe_int      tap;                      /* once, where a link leaves what stands    */
    struct maybe_int      junction;                 /* capex where fibre parts on the way; not
                                                     * known: it parts at sites alone           */
    int64_t               route_per_mille;          /* of the straight line: 1300               */
    int64_t               floor_kbps;               /* no site gets less; 0: no floor           */
    struct connect_demand demand[CONNECT_KINDS_MAX];    size_t n_demands;
    struct connect_demand otherwise;                /* for kinds that are not listed            */
    struct connect_area   area[CONNECT_AREAS_MAX];      size_t n_areas;
    const struct connect_figure *figure;            /* in the order of the pack's shape         */
    size_t                n_figures;
};

extern const struct pack_kind connect_pack_kind;

/* From a pack that the kind's checker found no fault in. */
void connect_params_of(struct arena *, const struct pack *, struct connect_params *);

/* By the id of a pack that ships ("giga"), or a file. Fails: connect.no_params, pack.absent,
 * pack.refused. */
struct err *connect_params_read(struct arena *, struct str name, struct connect_params *);

/* Whether a link of fibre is built on poles: where that is the cheapest that is known. */
bool connect_is_aerial(const struct connect_params *);

/* What can be turned to see how a plan moves: figures that are known and not 0; and, each together,
 * what all kinds of sites need, and what areas cost beside land. `label` is a msgid. */
struct connect_dial { const char *key, *label; enum connect_tech tech; };
enum { CONNECT_DIALS_MAX = 64 };
size_t connect_dials_of(const struct connect_params *, struct connect_dial dial[CONNECT_DIALS_MAX]);
/* 1200: a fifth more. Rounded half up; factors and shares stay at what they can be. */
void   connect_turn(struct connect_params *, const struct connect_dial *, int64_t per_mille);

#endif
