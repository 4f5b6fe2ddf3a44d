/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_param_row.c — the figures of a pack of prices, and turning them. */
#include "city/connect/connect_param_part.h"

#include <string.h>

enum { MONEY_MOST = 1000000000, MBPS_MOST = 1000000, KM_MOST = 20000 };

static const struct connect_unit money = { .places = -1, .most = 10 * INT64_C(1000000000),
                                           .can_turn = true };
static const struct connect_unit rate  = { .places = 2, .most = 100, .can_turn = true };
static const struct connect_unit share = { .places = 1, .most = 100, .can_turn = true };
static const struct connect_unit years = { .places = 0, .least = 1, .most = CONNECT_YEARS_MAX };
static const struct connect_unit renew = { .places = 0, .most = CONNECT_YEARS_MAX };
static const struct connect_unit reach = { .places = 3, .most = KM_MOST, .can_turn = true };

const struct connect_unit connect_factor = { .places = 3, .least = 1, .most = 100,
                                             .can_turn = true };
const struct connect_unit connect_mbps   = { .places = 3, .most = MBPS_MOST, .can_turn = true };
const struct connect_unit connect_count  = { .places = 0, .most = MONEY_MOST };

#define OF_ALL(field)   offsetof(struct connect_params, field)
#define OF_PRICE(field) offsetof(struct connect_price, field)

static const struct connect_row top[] = {
    { "years",      N_("years that are planned for"), &years, false, OF_ALL(years) },
    { "discount",   N_("discount rate, per cent a year"), &rate, false, OF_ALL(discount_basis) },
    { "route",      N_("length of a way for a km of the straight line"), &connect_factor, false,
      OF_ALL(route_per_mille) },
    { "floor_mbps", N_("least Mbps of any site"), &connect_mbps, false, OF_ALL(floor_kbps) },
};
static const struct connect_row lease[] = {
    { "km_year",     N_("lease of a km of dark fibre on land, a year"), &money, true,
      OF_ALL(lease_km_y) },
    { "sea_km_year", N_("lease of a km of dark fibre in the sea, a year"), &money, true,
      OF_ALL(lease_sea_km_y) },
    { "tap",         N_("a branch from what stands, once"), &money, true, OF_ALL(tap) },
};
static const struct connect_row price[] = {
    { "once",       N_("licence, once for all years"), &money, true, OF_PRICE(once_site) },
    { "site",       N_("equipment of a site, once"), &money, true, OF_PRICE(capex_site) },
    { "site_year",  N_("running a site, a year"), &money, true, OF_PRICE(opex_site_y) },
    { "km",         N_("a km, once"), &money, true, OF_PRICE(capex_km) },
    { "km_year",    N_("running a km, a year"), &money, true, OF_PRICE(opex_km_y) },
    { "mbps_year",  N_("one Mbps, a year"), &money, true, OF_PRICE(opex_mbps_y) },
    { "upkeep",     N_("upkeep, per cent of what was built, a year"), &share, false,
      OF_PRICE(upkeep_per_mille) },
    { "renewed",    N_("years until equipment of a site is renewed"), &renew, false,
      OF_PRICE(renewed_y) },
    { "km_renewed", N_("years until a link is renewed"), &renew, false, OF_PRICE(renewed_km_y) },
    { "most_mbps",  N_("most Mbps that it carries"), &connect_mbps, true, OF_PRICE(most_kbps) },
    { "most_km",    N_("longest link, km"), &reach, true, OF_PRICE(most_m) },
};
static const struct connect_row fibre[] = {
    { "trench_km", N_("a km of cable in a trench, once"), &money, true, OF_ALL(trench_km) },
    { "aerial_km", N_("a km of cable on poles, once"), &money, true, OF_ALL(aerial_km) },
    { "junction",  N_("a junction of cables on the way, once"), &money, true, OF_ALL(junction) },
};

const struct connect_rows connect_rows_top   = { top, COUNT(top) };
const struct connect_rows connect_rows_lease = { lease, COUNT(lease) };
const struct connect_rows connect_rows_price = { price, COUNT(price) };
const struct connect_rows connect_rows_fibre = { fibre, COUNT(fibre) };

int64_t *
connect_row_number(void *base, const struct connect_row *row)
{
    void             *at = (char *)base + row->at;
    struct maybe_int *maybe = at;

    if (!row->is_maybe)
        return at;
    return maybe->known ? &maybe->n : NULL;
}

/* ---- dials ----------------------------------------------------------------------------------- */

static const char demand_key[] = "demand", areas_key[] = "areas";

struct dials { struct connect_params *of; struct connect_dial *dial; size_t n; };

static void
add_dials(struct dials *d, struct connect_rows rows, void *base, enum connect_tech tech)
{
    for (size_t i = 0; i < rows.n && d->n < CONNECT_DIALS_MAX; i++) {
        int64_t *number = connect_row_number(base, &rows.row[i]);
        if (rows.row[i].unit->can_turn && number && *number != 0)
            d->dial[d->n++] = (struct connect_dial){ rows.row[i].key, rows.row[i].label, tech };
    }
}

size_t
connect_dials_of(const struct connect_params *q, struct connect_dial dial[CONNECT_DIALS_MAX])
{
    struct connect_params copy = *q;
    struct dials          d = { &copy, dial, 0 };

    dial[d.n++] = (struct connect_dial){ demand_key, N_("what kinds of sites need, Mbps"),
                                         CONNECT_NO_TECH };
    if (q->n_areas > 0)
        dial[d.n++] = (struct connect_dial){ areas_key,
            N_("a km in the sea, mountains or protected areas, beside land"), CONNECT_NO_TECH };
    add_dials(&d, connect_rows_top, &copy, CONNECT_NO_TECH);
    add_dials(&d, connect_rows_lease, &copy, CONNECT_NO_TECH);
    add_dials(&d, connect_rows_fibre, &copy, CONNECT_FIBRE);
    for (enum connect_tech t = 0; t < CONNECT_TECHS; t++)
        add_dials(&d, connect_rows_price, &copy.price[t], t);
    return d.n;
}

static int64_t
turned(int64_t n, int64_t per_mille, const struct connect_unit *unit)
{
    static const int64_t ten[] = { 1, 10, 100, 1000 };
    int64_t              by = ten[unit->places > 0 ? unit->places : 0];
    int128               to = ((int128)n * per_mille + CONNECT_PER_MILLE / 2) / CONNECT_PER_MILLE;
    int128               most = (int128)unit->most * (unit->places < 0 ? 100 : by);

    to = to > most ? most : to;
    return (int64_t)(to < (int128)unit->least * by ? (int128)unit->least * by : to);
}

static void
turn_row(struct connect_rows rows, void *base, const struct connect_dial *dial, int64_t per_mille)
{
    for (size_t i = 0; i < rows.n; i++) {
        int64_t *number = connect_row_number(base, &rows.row[i]);
        if (rows.row[i].label == dial->label && number)
            *number = turned(*number, per_mille, rows.row[i].unit);
    }
}

static void
turn_demand(struct connect_params *q, int64_t per_mille)
{
    for (size_t i = 0; i < q->n_demands; i++)
        q->demand[i].kbps = turned(q->demand[i].kbps, per_mille, &connect_mbps);
    q->otherwise.kbps = turned(q->otherwise.kbps, per_mille, &connect_mbps);
}

static void
turn_areas(struct connect_params *q, int64_t per_mille)
{
    for (size_t i = 0; i < q->n_areas; i++)
        q->area[i].factor_per_mille = turned(q->area[i].factor_per_mille, per_mille,
                                             &connect_factor);
}

void
connect_turn(struct connect_params *q, const struct connect_dial *dial, int64_t per_mille)
{
    if (dial->key == demand_key)
        turn_demand(q, per_mille);
    else if (dial->key == areas_key)
        turn_areas(q, per_mille);
    else if (dial->tech == CONNECT_NO_TECH) {
        turn_row(connect_rows_top, q, dial, per_mille);
        turn_row(connect_rows_lease, q, dial, per_mille);
    } else {
        turn_row(connect_rows_price, &q->price[dial->tech], dial, per_mille);
        if (dial->tech == CONNECT_FIBRE)
            turn_row(connect_rows_fibre, q, dial, per_mille);
    }
}
