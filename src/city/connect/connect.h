/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect.h — which office, school and clinic gets its network how, in which year, along which way,
 * for how much, and how far that is from the best possible.
 *
 * WHAT   From a list of sites, a network that stands, and prices, `guyub connect` makes a plan:
 *        fibre (aerial, trenched, or dark fibre that is leased), microwave, cellular or satellite
 *        for each site; with money by the year, which come first. The best possible is proved by a
 *        bound.
 * WHY    "Menghidupkan kembali pemanfaatan fiber optik yang sudah terpasang": fibre that lies in
 *        the ground unused is the cheapest that there is.
 * HOW    Every site has a cheapest way without a link to others (cellular, satellite). What fibre
 *        saves over it is its prize in the rooted tree of engine/net/steiner.h; links cost what
 *        fibre or microwave along them costs over the years, discounted.
 * OURS   Demand, prices and factors are data: packs of the kind "connectivity" (connect_param.h),
 *        each figure with its source or marked as unknown. Straight lines over the sea are wrong in
 *        kind: with a map of land what lies in the sea costs its factor, one of the figures.
 * NOT    Radio planning, and who owns what: that is the network's file's to say.
 * READ   connect_param.h prices · connect_cost.h what a thing costs over the years · connect_site.h
 *        and connect_network.h files · connect_ground.h, connect_road.h maps · connect_plan.h the
 *        plan · connect_out.h what is written
 */
#ifndef GUYUB_CITY_CONNECT_H
#define GUYUB_CITY_CONNECT_H

#include "base/err.h"
#include "base/maybe.h"
#include "engine/net/place.h"

#define CONNECT_TECHS_X(X)                              \
    X(FIBRE,     "fibre",     N_("fibre"))              \
    X(MICROWAVE, "microwave", N_("microwave link"))     \
    X(CELLULAR,  "cellular",  N_("cellular"))           \
    X(SATELLITE, "satellite", N_("satellite"))

enum connect_tech {
#define X(name, word, label) CONNECT_##name,
    CONNECT_TECHS_X(X)
#undef X
    CONNECT_TECHS, CONNECT_NO_TECH = CONNECT_TECHS
};

/* Why a way is not open to a site. */
#define CONNECT_REASONS_X(X)                                                                    \
    X(OPEN,          "",              N_("open"))                                               \
    X(TOO_SLOW,      "too_slow",      N_("carries less than the site needs"))                   \
    X(TOO_FAR,       "too_far",       N_("out of reach"))                                       \
    X(NO_COVER,      "no_cover",      N_("no cellular signal is known there"))                  \
    X(BELOW_FLOOR,   "below_floor",   N_("below the floor of quality"))                         \
    X(NOT_ALLOWED,   "not_allowed",   N_("the list of sites rules it out"))                     \
    X(NO_PRICE,      "no_price",      N_("the prices do not say what it costs"))                \
    X(DEARER,        "dearer",        N_("possible, but dearer"))

enum connect_reason {
#define X(name, word, label) CONNECT_##name,
    CONNECT_REASONS_X(X)
#undef X
};

/* ---- sites ----------------------------------------------------------------------------------- */

struct connect_site {
    struct str       id, name, kind, region;    /* unknown where the file does not say           */
    struct place     at;
    struct maybe_int users, kbps;               /* kbps: what it needs; else its kind's */
    uint32_t         allowed;                   /* a bit for each technology                     */
    uint32_t         must;                      /* one of these it must be; 0: any, the cheapest */
    struct maybe_int has_cover;                 /* cellular: 1, 0, or not known                  */
    bool             is_connected;              /* has fibre already: part of the network        */
    uint32_t         line;                      /* of the file                                   */
};

struct connect_sites { struct connect_site *site; uint32_t n; };

/* Those of a file; of JSON a site's line is the number of its feature. */
struct connect_list { struct str name; bool is_json; const struct connect_sites *sites; };

/* ---- the network that stands ----------------------------------------------------------------- */

/* LIT can be used; DARK lies there and can be leased; PLANNED and out of use cannot be used. */
enum connect_state { CONNECT_LIT, CONNECT_DARK, CONNECT_UNUSABLE };

struct connect_node {
    struct str         id, name;
    struct place       at;
    enum connect_state is;
};

/* Its way, ends included; two points at least. The ends' nodes by number, or NET_NONE: nowhere. */
struct connect_span {
    struct str          id, name;
    const struct place *point;  uint32_t n;
    uint32_t            from, to;
    enum connect_state  is;
};

/* A cell site: microwave may start from it, and cellular may reach from it. */
struct connect_tower { struct str id; struct place at; bool is_4g; };

struct connect_network {
    struct connect_node  *node;     uint32_t n_nodes;
    struct connect_span  *span;     uint32_t n_spans;
    struct connect_tower *tower;    uint32_t n_towers;
};

struct module;

extern const struct module connect_module;

/* ---- what is wrong with a file --------------------------------------------------------------- */

/* `line`: of CSV; 0: see `where` (a path in JSON). A fault leaves the thing out, a doubt does
 * not. What is more than the list holds is counted. */
struct connect_fault { const char *code; struct msg says, hint; struct str where; uint32_t line;
                       bool is_doubt; };
struct connect_faults { struct connect_fault *fault; size_t n; uint64_t n_more, n_more_doubts; };

#endif
