/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_cost.h — what a way costs over the years, and which of them is the cheapest.
 *
 * WHAT   Pure whole numbers. Capex falls in year 0 and again whenever it is renewed before the end;
 *        opex at the end of each year; all of it discounted: money of year y is worth
 *        (1 + rate)^-y of today's, in billionths, rounded half up once for each year. A sum is
 *        rounded once, to the currency's smallest unit, half up.
 */
#ifndef GUYUB_CITY_CONNECT_COST_H
#define GUYUB_CITY_CONNECT_COST_H

#include "city/connect/connect_param.h"

#define CONNECT_BILLION INT64_C(1000000000)

/* worth[y]: of money of year y, in billionths; years 0 to `years`. annuity: of 1 each year 1 on.
 * The rate is held between 0 and CONNECT_BASIS, the years between 0 and CONNECT_YEARS_MAX. */
struct connect_worth { int64_t worth[CONNECT_YEARS_MAX + 1], annuity, years; };
void connect_worth_of(int64_t discount_basis, int64_t years, struct connect_worth *);

/* A sum never goes beyond this; longer ways than 10^9 m and faster lines than 10^9 kbps do not
 * cost more. */
#define CONNECT_MONEY_MAX INT64_C(1000000000000000000)

/* Known, or it cannot be said; asserts nothing. `capex` of all buildings, the first one
 * included. */
struct connect_sum { int64_t npv, capex, opex_y; };

/* What a technology costs at a site, without links, that needs so much; of microwave only what the
 * Mbps cost, because its radios are the hop's. False: a price is not known. */
bool connect_site_cost(const struct connect_params *, const struct connect_worth *,
                       enum connect_tech, int64_t kbps, struct connect_sum *);

/* A link of fibre of so many metres on the ground (route and area factors are in it); or a
 * microwave hop of so many metres in the air, with the radios and masts of both its ends. */
bool connect_link_cost(const struct connect_params *, const struct connect_worth *,
                       enum connect_tech, int64_t metres, struct connect_sum *);
/* A junction of new fibre: built, kept up and renewed like the links that meet there. */
bool connect_junction_cost(const struct connect_params *, const struct connect_worth *,
                           struct connect_sum *);
/* The lease of dark fibre; of some on land and some in the sea: what is 0 metres costs nothing. */
bool connect_lease_cost(const struct connect_params *, const struct connect_worth *, int64_t metres,
                        bool is_sea, struct connect_sum *);
bool connect_leases_cost(const struct connect_params *, const struct connect_worth *,
                         int64_t land_m, int64_t sea_m, struct connect_sum *);

/* Is the technology open to the site, by price, speed, floor and the list? Of several reasons the
 * first of: list, signal, floor, speed, price. A speed that is not known does not close it. */
enum connect_reason connect_is_open(const struct connect_params *, const struct connect_site *,
                                    enum connect_tech, int64_t kbps);

/* May one link, or one hop, be so long? A reach that is not known has no end. */
bool connect_reaches(const struct connect_params *, enum connect_tech, int64_t metres);

/* The cheapest without a link to others: cellular or satellite; CONNECT_NO_TECH: none is open. */
struct connect_alone { enum connect_tech tech; struct connect_sum sum;
                       enum connect_reason why[CONNECT_TECHS]; };
void connect_alone_of(const struct connect_params *, const struct connect_worth *,
                      const struct connect_site *, struct connect_alone *);

/* What the site needs, the floor at the least, and how many users it has: its own figures, or those
 * of its kind, or of all other kinds. */
int64_t connect_kbps(const struct connect_params *, const struct connect_site *);
int64_t connect_users(const struct connect_params *, const struct connect_site *);

/* The same words: "Kantor-Desa" and "kantor desa". */
bool connect_same_kind(struct str, struct str);

#endif
