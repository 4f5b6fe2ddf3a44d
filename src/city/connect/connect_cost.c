/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_cost.c — a bill in thousandths, its sum over the years, and who is the cheapest. */
#include "city/connect/connect_cost.h"

enum { FINE = 1000000000 };             /* metres and kbps beyond it count as it */

static int64_t
between(int64_t n, int64_t least, int64_t most)
{
    return n < least ? least : n > most ? most : n;
}

/* ---- money of later years -------------------------------------------------------------------- */

void
connect_worth_of(int64_t discount_basis, int64_t years, struct connect_worth *w)
{
    int64_t rate = between(discount_basis, 0, CONNECT_BASIS);
    int128  fine = (int128)CONNECT_BILLION * CONNECT_BILLION, now = fine * CONNECT_BILLION;
    int128  all = 0;

    *w = (struct connect_worth){ .years = between(years, 0, CONNECT_YEARS_MAX) };
    for (int64_t y = 0; y <= w->years; y++) {
        w->worth[y] = (int64_t)((now + fine / 2) / fine);
        all += y > 0 ? w->worth[y] : 0;
        now = now * CONNECT_BASIS / (CONNECT_BASIS + rate);
    }
    w->annuity = (int64_t)all;
}

/* What a capex of 1 in year 0 and each `renewed_y` after it, before the end, is worth; and how many
 * times that is. */
static int64_t
worth_renewed(const struct connect_worth *w, int64_t renewed_y, int64_t *times)
{
    int64_t all = w->worth[0];

    *times = 1;
    if (renewed_y <= 0)
        return all;
    for (int64_t y = renewed_y; y < w->years; y += renewed_y, (*times)++)
        all += w->worth[y];
    return all;
}

/* ---- a bill ---------------------------------------------------------------------------------- */

/* In thousandths of the currency's smallest unit. */
struct bill {
    int128  once, site, km, opex;       /* site and km: capex                   */
    int64_t site_y, km_y;               /* renewed after so many years          */
    int64_t upkeep_per_mille;           /* of site and km                       */
};

static int64_t
rounded(int128 n, int128 by)
{
    int128 whole = (n + by / 2) / by;

    return whole > CONNECT_MONEY_MAX ? CONNECT_MONEY_MAX : (int64_t)whole;
}

static void
bill_sum(const struct bill *b, const struct connect_worth *w, struct connect_sum *out)
{
    int64_t times_site, times_km;
    int64_t worth_site = worth_renewed(w, b->site_y, &times_site);
    int64_t worth_km = worth_renewed(w, b->km_y, &times_km);
    int128  capex = b->once * w->worth[0] + b->site * worth_site + b->km * worth_km;
    int128  opex = b->opex * CONNECT_PER_MILLE + (b->site + b->km) * b->upkeep_per_mille;

    out->npv    = rounded(capex * CONNECT_PER_MILLE + opex * w->annuity,
                          (int128)CONNECT_PER_MILLE * CONNECT_PER_MILLE * CONNECT_BILLION);
    out->capex  = rounded(b->once + b->site * times_site + b->km * times_km, CONNECT_PER_MILLE);
    out->opex_y = rounded(opex, CONNECT_PER_MILLE * CONNECT_PER_MILLE);
}

static int128
thousandths(struct maybe_int each, int64_t n_thousandths)
{
    return (int128)each.n * between(n_thousandths, 0, FINE);
}

/* What stands at a site, or at both ends of a hop. */
static bool
site_bill(const struct connect_price *p, struct bill *b)
{
    b->once   = p->once_site.known ? thousandths(p->once_site, CONNECT_PER_MILLE) : 0;
    b->site   = thousandths(p->capex_site, CONNECT_PER_MILLE);
    b->site_y = p->renewed_y;
    b->opex   += thousandths(p->opex_site_y, CONNECT_PER_MILLE);
    b->upkeep_per_mille = p->upkeep_per_mille;
    return p->capex_site.known && p->opex_site_y.known;
}

static bool
mbps_bill(const struct connect_price *p, int64_t kbps, struct bill *b)
{
    b->opex += thousandths(p->opex_mbps_y, kbps);
    return p->opex_mbps_y.known;
}

static bool
km_bill(const struct connect_price *p, struct maybe_int capex_km, int64_t metres, struct bill *b)
{
    b->km   = thousandths(capex_km, metres);
    b->km_y = p->renewed_km_y;
    b->opex += thousandths(p->opex_km_y, metres);
    b->upkeep_per_mille = p->upkeep_per_mille;
    return capex_km.known && p->opex_km_y.known;
}

/* ---- sites, links, leases -------------------------------------------------------------------- */

static bool
is_tech(enum connect_tech tech)
{
    return (unsigned)tech < CONNECT_TECHS;
}

static bool
bill_at_site(const struct connect_params *q, enum connect_tech tech, int64_t kbps, struct bill *b)
{
    const struct connect_price *p = &q->price[tech];

    return (tech == CONNECT_MICROWAVE || site_bill(p, b)) && mbps_bill(p, kbps, b);
}

bool
connect_site_cost(const struct connect_params *q, const struct connect_worth *w,
                  enum connect_tech tech, int64_t kbps, struct connect_sum *out)
{
    struct bill b = { 0 };

    if (!is_tech(tech) || !bill_at_site(q, tech, kbps, &b))
        return false;
    bill_sum(&b, w, out);
    return true;
}

bool
connect_is_aerial(const struct connect_params *q)
{
    return q->aerial_km.known && (!q->trench_km.known || q->aerial_km.n <= q->trench_km.n);
}

static struct maybe_int
fibre_km(const struct connect_params *q)
{
    if (connect_is_aerial(q))
        return q->aerial_km;
    return q->trench_km.known ? q->trench_km : q->price[CONNECT_FIBRE].capex_km;
}

static bool
bill_of_link(const struct connect_params *q, enum connect_tech tech, int64_t metres, struct bill *b)
{
    const struct connect_price *p = &q->price[tech];

    if (tech == CONNECT_FIBRE)
        return km_bill(p, fibre_km(q), metres, b);
    if (tech != CONNECT_MICROWAVE || !site_bill(p, b))
        return false;
    if (p->capex_km.known && p->opex_km_y.known)
        km_bill(p, p->capex_km, metres, b);
    return true;
}

bool
connect_link_cost(const struct connect_params *q, const struct connect_worth *w,
                  enum connect_tech tech, int64_t metres, struct connect_sum *out)
{
    struct bill b = { 0 };

    if (!is_tech(tech) || !bill_of_link(q, tech, metres, &b))
        return false;
    bill_sum(&b, w, out);
    return true;
}

bool
connect_junction_cost(const struct connect_params *q, const struct connect_worth *w,
                      struct connect_sum *out)
{
    struct bill b = {
        .km   = thousandths(q->junction, CONNECT_PER_MILLE),
        .km_y = q->price[CONNECT_FIBRE].renewed_km_y,
        .upkeep_per_mille = q->price[CONNECT_FIBRE].upkeep_per_mille,
    };

    if (!q->junction.known)
        return false;
    bill_sum(&b, w, out);
    return true;
}

bool
connect_lease_cost(const struct connect_params *q, const struct connect_worth *w, int64_t metres,
                   bool is_sea, struct connect_sum *out)
{
    struct maybe_int each = is_sea ? q->lease_sea_km_y : q->lease_km_y;
    struct bill      b = { .opex = thousandths(each, metres) };

    if (!each.known)
        return false;
    bill_sum(&b, w, out);
    return true;
}

bool
connect_leases_cost(const struct connect_params *q, const struct connect_worth *w, int64_t land_m,
                    int64_t sea_m, struct connect_sum *out)
{
    struct connect_sum sea;

    if (sea_m <= 0)
        return connect_lease_cost(q, w, land_m, false, out);
    if (!connect_lease_cost(q, w, sea_m, true, &sea))
        return false;
    *out = (struct connect_sum){ 0 };
    if (land_m > 0 && !connect_lease_cost(q, w, land_m, false, out))
        return false;
    out->npv += sea.npv;
    out->capex += sea.capex;
    out->opex_y += sea.opex_y;
    return true;
}

/* ---- what is open ---------------------------------------------------------------------------- */

static bool
has_price(const struct connect_params *q, enum connect_tech tech, int64_t kbps)
{
    struct bill site = { 0 }, link = { 0 };
    bool        leads = tech != CONNECT_FIBRE && tech != CONNECT_MICROWAVE;

    leads = leads || bill_of_link(q, tech, 0, &link)
            || (tech == CONNECT_FIBRE && (q->lease_km_y.known || q->lease_sea_km_y.known));
    return leads && bill_at_site(q, tech, kbps, &site);
}

enum connect_reason
connect_is_open(const struct connect_params *q, const struct connect_site *site,
                enum connect_tech tech, int64_t kbps)
{
    const struct maybe_int *most;

    if (!is_tech(tech) || !(site->allowed & 1u << tech)
        || (site->must && !(site->must & 1u << tech)))
        return CONNECT_NOT_ALLOWED;
    most = &q->price[tech].most_kbps;
    if (tech == CONNECT_CELLULAR && !(site->has_cover.known && site->has_cover.n))
        return CONNECT_NO_COVER;
    if (most->known && most->n < q->floor_kbps)
        return CONNECT_BELOW_FLOOR;
    if (most->known && most->n < kbps)
        return CONNECT_TOO_SLOW;
    return has_price(q, tech, kbps) ? CONNECT_OPEN : CONNECT_NO_PRICE;
}

bool
connect_reaches(const struct connect_params *q, enum connect_tech tech, int64_t metres)
{
    return is_tech(tech)
           && (!q->price[tech].most_m.known || metres <= q->price[tech].most_m.n);
}

void
connect_alone_of(const struct connect_params *q, const struct connect_worth *w,
                 const struct connect_site *site, struct connect_alone *out)
{
    int64_t kbps = connect_kbps(q, site);

    *out = (struct connect_alone){ .tech = CONNECT_NO_TECH };
    for (enum connect_tech t = 0; t < CONNECT_TECHS; t++) {
        struct connect_sum sum;
        out->why[t] = connect_is_open(q, site, t, kbps);
        if (t == CONNECT_FIBRE || t == CONNECT_MICROWAVE || out->why[t] != CONNECT_OPEN
            || !connect_site_cost(q, w, t, kbps, &sum))
            continue;
        if (out->tech != CONNECT_NO_TECH && out->sum.npv <= sum.npv) {
            out->why[t] = CONNECT_DEARER;
            continue;
        }
        if (out->tech != CONNECT_NO_TECH)
            out->why[out->tech] = CONNECT_DEARER;
        out->tech = t;
        out->sum  = sum;
    }
}

/* ---- what a site needs ----------------------------------------------------------------------- */

/* Small, and a blank for all that is neither letter nor digit; bytes beyond ASCII as they are. */
static int
small(char letter)
{
    unsigned char c = (unsigned char)letter;

    if (c >= 'A' && c <= 'Z')
        return c - 'A' + 'a';
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80 ? c : ' ';
}

/* The next word of `rest`, which loses it; empty at the end. */
static struct str
next_word(struct str *rest)
{
    size_t from = 0, to;

    while (from < rest->n && small(rest->p[from]) == ' ')
        from++;
    for (to = from; to < rest->n && small(rest->p[to]) != ' ';)
        to++;
    struct str word = str_part(*rest, from, to - from);

    *rest = str_part(*rest, to, rest->n - to);
    return word;
}

static bool
same_word(struct str a, struct str b)
{
    bool same = a.n == b.n;

    for (size_t i = 0; same && i < a.n; i++)
        same = small(a.p[i]) == small(b.p[i]);
    return same;
}

bool
connect_same_kind(struct str a, struct str b)
{
    struct str x, y;

    do {
        x = next_word(&a);
        y = next_word(&b);
        if (!same_word(x, y))
            return false;
    } while (x.n > 0);
    return true;
}

static const struct connect_demand *
demand_of(const struct connect_params *q, const struct connect_site *site)
{
    for (size_t i = 0; str_is_known(site->kind) && i < q->n_demands; i++)
        if (connect_same_kind(q->demand[i].kind, site->kind))
            return &q->demand[i];
    return &q->otherwise;
}

int64_t
connect_kbps(const struct connect_params *q, const struct connect_site *site)
{
    int64_t kbps = site->kbps.known ? site->kbps.n : demand_of(q, site)->kbps;

    return between(kbps, q->floor_kbps, INT64_MAX);
}

int64_t
connect_users(const struct connect_params *q, const struct connect_site *site)
{
    return site->users.known ? site->users.n : demand_of(q, site)->users;
}
