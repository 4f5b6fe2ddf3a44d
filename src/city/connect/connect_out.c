/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_out.c — a plan as tables: a line a site, and the bill of quantities. */
#include "city/connect/connect_out.h"

#include <math.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/decimal.h"

/* ---- words ----------------------------------------------------------------------------------- */

struct str
connect_tech_word(enum connect_tech tech)
{
    static const char *const word[] = {
#define X(name, word, label) [CONNECT_##name] = word,
        CONNECT_TECHS_X(X)
#undef X
        [CONNECT_NO_TECH] = "none",
    };

    return str_of(word[tech]);
}

struct msg
connect_tech_label(enum connect_tech tech)
{
    static const char *const label[] = {
#define X(name, word, label) [CONNECT_##name] = label,
        CONNECT_TECHS_X(X)
#undef X
        [CONNECT_NO_TECH] = N_("no way is open"),
    };

    return (struct msg){ .id = label[tech] };
}

struct str
connect_reason_word(enum connect_reason why)
{
    static const char *const word[] = {
#define X(name, word, label) [CONNECT_##name] = word,
        CONNECT_REASONS_X(X)
#undef X
    };

    return str_of(word[why]);
}

struct msg
connect_reason_label(enum connect_reason why)
{
    static const char *const label[] = {
#define X(name, word, label) [CONNECT_##name] = label,
        CONNECT_REASONS_X(X)
#undef X
    };

    return (struct msg){ .id = label[why] };
}

struct str
connect_status_word(const struct connect_report *r, uint32_t site)
{
    const struct connect_site_plan *p = &r->plan->site[site];

    if (r->ask->sites->site[site].is_connected)
        return S("connected");
    if (p->tech == CONNECT_NO_TECH)
        return S("unserved");
    return p->year == CONNECT_NO_YEAR ? S("later") : S("planned");
}

struct dec
connect_degrees_dec(double degrees)
{
    return dec_trim((struct dec){ .units = llround(degrees * 1e7), .scale = 7 });
}

struct dec
connect_money_dec(const struct connect_report *r, int64_t money)
{
    return (struct dec){ .units = money, .scale = r->ask->params->decimals };
}

/* Their length, to the nearest km. */
struct dec
connect_roads_km(const struct connect_roads *roads)
{
    int64_t metres = 0;

    for (uint32_t i = 0; i < roads->n_pieces; i++)
        metres += roads->piece[i].metres;
    return (struct dec){ .units = (metres + 500) / 1000 };
}

/* ---- ways ------------------------------------------------------------------------------------ */

const bool *
connect_bends_of(struct arena *a, const struct connect_plan *p)
{
    uint32_t *n_below = NEWS(a, uint32_t, p->n_links + 1);
    uint32_t *below = NEWS(a, uint32_t, p->n_links + 1);
    bool     *is_bend = NEWS(a, bool, p->n_links + 1);

    for (uint32_t i = 0; i < p->n_links; i++)
        if (p->link[i].above != CONNECT_SITES_NONE) {
            n_below[p->link[i].above]++;
            below[p->link[i].above] = i;
        }
    for (uint32_t i = 0; i < p->n_links; i++)
        is_bend[i] = p->link[i].a == CONNECT_AT_ROAD && n_below[i] == 1
            && p->link[below[i]].year == p->link[i].year;
    return is_bend;
}

static uint32_t
positions_of(const struct connect_link *l)
{
    return l->along ? l->along->n : 2;
}

/* Downwards, into `at`. */
static void
positions_put(const struct connect_link *l, struct place *at)
{
    const struct connect_road_piece *p = l->along;

    if (!p) {
        at[0] = l->to;
        at[1] = l->from;
        return;
    }
    bool goes_back = place_metres(l->to, p->way[0]) > place_metres(l->to, p->way[p->n - 1]);

    for (uint32_t i = 0; i < p->n; i++)
        at[i] = p->way[goes_back ? p->n - 1 - i : i];
}

/* From the last position backwards; where two links meet there is one. */
struct connect_way
connect_way_of(struct arena *a, const struct connect_plan *p, const bool *bend, uint32_t last)
{
    struct connect_way way = { .first = last, .n = positions_of(&p->link[last]),
                               .metres = p->link[last].metres };
    uint32_t           above = p->link[last].above;

    for (; bend && above != CONNECT_SITES_NONE && bend[above]; above = p->link[above].above) {
        way.first = above;
        way.n += positions_of(&p->link[above]) - 1;
        way.metres += p->link[above].metres;
    }
    way.at = NEWS(a, struct place, way.n);
    struct place *at = way.at + way.n - positions_of(&p->link[last]);

    positions_put(&p->link[last], at);
    while (at > way.at) {
        last = p->link[last].above;
        at -= positions_of(&p->link[last]) - 1;
        positions_put(&p->link[last], at);
    }
    return way;
}

/* ---- cells ----------------------------------------------------------------------------------- */

enum { CELLS_MAX = 24 + CONNECT_AREAS_MAX };

struct line { struct arena *arena; struct str cell[CELLS_MAX]; size_t n; };

static void
text(struct line *l, struct str s)
{
    l->cell[l->n++] = s;
}

static void
number(struct line *l, int64_t n)
{
    text(l, str_int(l->arena, n));
}

static void
decimal(struct line *l, struct dec d)
{
    text(l, dec_str(l->arena, d));
}

static void
money(struct line *l, const struct connect_report *r, const struct connect_sum *sum)
{
    decimal(l, connect_money_dec(r, sum->npv));
    decimal(l, connect_money_dec(r, sum->capex));
    decimal(l, connect_money_dec(r, sum->opex_y));
    text(l, r->ask->params->currency);
}

/* From 1 on; without a budget there are no years. */
static void
year(struct line *l, const struct connect_report *r, uint32_t y)
{
    if (r->ask->n_money == 0 || y == CONNECT_NO_YEAR)
        text(l, (struct str){ NULL, 0 });
    else
        number(l, (int64_t)y + 1);
}

static void
end_line(struct line *l, struct buf *out, size_t mark)
{
    csv_write(out, l->cell, l->n, true);
    arena_back(l->arena, mark);
    l->n = 0;
}

/* ---- plan.csv -------------------------------------------------------------------------------- */

static struct str
fed_by(const struct connect_report *r, const struct connect_link *l)
{
    if (l->b_site != CONNECT_SITES_NONE)
        return r->ask->sites->site[l->b_site].id;
    if (l->above == CONNECT_SITES_NONE)
        return S("network");
    if (l->b == CONNECT_AT_JUNCTION)
        return S("junction");
    return l->b == CONNECT_AT_ROAD ? S("road") : S("dark fibre");
}

static void
link_cells(struct line *l, const struct connect_report *r, uint32_t number_of_link)
{
    if (number_of_link == CONNECT_SITES_NONE) {
        for (int i = 0; i < 3; i++)
            text(l, (struct str){ NULL, 0 });
        return;
    }
    const struct connect_link *link = &r->plan->link[number_of_link];

    text(l, str_fmt(l->arena, "L%u", number_of_link + 1));
    text(l, fed_by(r, link));
    number(l, link->metres);
}

/* Of the link's metres those in each area, and what is paid for. */
static void
area_cells(struct line *l, const struct connect_report *r, uint32_t number_of_link)
{
    const struct connect_params *q = r->ask->params;
    const struct connect_link   *link = number_of_link == CONNECT_SITES_NONE
        ? NULL : &r->plan->link[number_of_link];

    for (size_t i = 0; i <= q->n_areas; i++)
        if (!link || !link->area_m)
            text(l, (struct str){ NULL, 0 });
        else
            number(l, i < q->n_areas ? link->area_m[i]
                                     : connect_ground_paid(q, link->metres, link->area_m));
}

static void
site_line(struct line *l, const struct connect_report *r, uint32_t i)
{
    const struct connect_site      *s = &r->ask->sites->site[i];
    const struct connect_site_plan *p = &r->plan->site[i];

    text(l, s->id);
    text(l, s->name);
    text(l, s->kind);
    text(l, s->region);
    decimal(l, connect_degrees_dec(s->at.lat));
    decimal(l, connect_degrees_dec(s->at.lon));
    number(l, p->users);
    number(l, p->kbps);
    text(l, connect_tech_word(p->tech));
    text(l, connect_status_word(r, i));
    year(l, r, s->is_connected ? CONNECT_NO_YEAR : p->year);
    link_cells(l, r, p->link);
    money(l, r, &p->sum);
    for (int t = 0; t < CONNECT_TECHS; t++)
        text(l, connect_reason_word(p->why[t]));
    if (r->ask->ground)
        area_cells(l, r, p->link);
}

static void
area_heads(struct line *l, const struct connect_report *r)
{
    const struct connect_params *q = r->ask->params;

    for (size_t i = 0; i < q->n_areas; i++)
        text(l, str_fmt(l->arena, "link_m_%.*s", TEXT(q->area[i].name)));
    text(l, S("link_m_paid"));
}

void
connect_out_csv(struct arena *a, struct buf *out, const struct connect_report *r)
{
    const struct str head[] = {
        S("id"), S("name"), S("kind"), S("region"), S("latitude"), S("longitude"), S("users"),
        S("kbps"), S("technology"), S("status"), S("year"), S("link"), S("fed_by"), S("link_m"),
        S("npv"), S("capex"), S("opex_year"), S("currency"), S("why_not_fibre"),
        S("why_not_microwave"), S("why_not_cellular"), S("why_not_satellite"),
    };
    struct line l = { .arena = a };
    size_t      before = arena_mark(a);

    for (size_t i = 0; i < COUNT(head); i++)
        text(&l, head[i]);
    if (r->ask->ground)
        area_heads(&l, r);
    end_line(&l, out, before);
    for (uint32_t i = 0; i < r->ask->sites->n; i++) {
        size_t mark = arena_mark(a);

        site_line(&l, r, i);
        end_line(&l, out, mark);
    }
}

/* ---- quantities.csv -------------------------------------------------------------------------- */

static void
add(struct connect_quantity *q, const struct connect_sum *sum, int64_t metres, int64_t users)
{
    q->n++;
    q->metres += metres;
    q->users += users;
    q->sum.npv += sum->npv;
    q->sum.capex += sum->capex;
    q->sum.opex_y += sum->opex_y;
}

static enum connect_item
item_of(const struct connect_link *l, bool in_sea)
{
    if (l->is_lease)
        return in_sea ? CONNECT_LEASED_SEA : CONNECT_LEASED_FIBRE;
    if (l->tech != CONNECT_FIBRE)
        return CONNECT_HOP;
    return in_sea ? CONNECT_SEA_FIBRE : CONNECT_NEW_FIBRE;
}

static struct connect_worth
worth_of(const struct connect_params *q)
{
    struct connect_worth worth;

    connect_worth_of(q->discount_basis, q->years, &worth);
    return worth;
}

static struct connect_sum
less(const struct connect_sum *all, const struct connect_sum *part)
{
    return (struct connect_sum){ all->npv - part->npv, all->capex - part->capex,
                                 all->opex_y - part->opex_y };
}

/* What a link costs without the junction to which it comes; that has a line of its own. */
static struct connect_sum
sum_of_way(struct connect_quantity row[CONNECT_ITEMS], const struct connect_report *r,
           const struct connect_link *l)
{
    struct connect_worth worth = worth_of(r->ask->params);
    struct connect_sum   fee = { 0 };

    if (l->a != CONNECT_AT_JUNCTION || !connect_junction_cost(r->ask->params, &worth, &fee))
        return l->sum;
    add(&row[CONNECT_JUNCTION], &fee, 0, 0);
    return less(&l->sum, &fee);
}

/* What those of a link's metres cost that lie in the sea. */
static struct connect_sum
sum_in_sea(const struct connect_report *r, const struct connect_link *l, uint32_t metres)
{
    const struct connect_params *q = r->ask->params;
    uint32_t                     area_m[CONNECT_AREAS_MAX] = { 0 };
    struct connect_sum           sum = { 0 };
    struct connect_worth         worth = worth_of(q);

    area_m[r->ask->ground->sea] = metres;
    if (l->is_lease)
        connect_lease_cost(q, &worth, metres, true, &sum);
    else
        connect_link_cost(q, &worth, l->tech, connect_ground_paid(q, metres, area_m), &sum);
    return sum;
}

static void
add_link(struct connect_quantity row[CONNECT_ITEMS], const struct connect_report *r,
         const struct connect_link *l)
{
    uint32_t sea = l->area_m ? r->ask->ground->sea : CONNECT_NO_AREA;
    uint32_t metres = sea == CONNECT_NO_AREA ? 0 : l->area_m[sea];
    struct connect_sum all = sum_of_way(row, r, l);

    if (metres == 0 || metres == l->metres) {
        add(&row[item_of(l, metres > 0)], &all, l->metres, 0);
        return;
    }
    struct connect_sum part = sum_in_sea(r, l, metres), rest = less(&all, &part);

    add(&row[item_of(l, true)], &part, metres, 0);
    add(&row[item_of(l, false)], &rest, l->metres - metres, 0);
}

struct connect_bill
connect_bill_of(struct arena *a, const struct connect_report *r)
{
    uint32_t n = r->ask->n_money > 0 ? r->ask->n_money : 1;
    struct connect_bill bill = { .year = arena_alloc(a, arena_bytes(n + 1, sizeof *bill.year),
                                                     _Alignof(struct connect_quantity)),
                                 .n_years = n };

    for (uint32_t i = 0; i < r->plan->n_links; i++) {
        const struct connect_link *l = &r->plan->link[i];

        add_link(bill.year[l->year < n ? l->year : n], r, l);
    }
    for (uint32_t i = 0; i < r->ask->sites->n; i++) {
        const struct connect_site_plan *p = &r->plan->site[i];

        if (r->ask->sites->site[i].is_connected || p->tech == CONNECT_NO_TECH)
            continue;
        add(&bill.year[p->year < n ? p->year : n][CONNECT_ITEM_SITE + p->tech], &p->sum, 0,
            p->users);
    }
    return bill;
}

/* How new fibre is laid, as the prices choose it. */
struct str
connect_item_word(const struct connect_report *r, enum connect_item item)
{
    const struct connect_params *p = r->ask->params;

    switch (item) {
    case CONNECT_NEW_FIBRE:
        return connect_is_aerial(p) ? S("fibre_aerial")
             : p->trench_km.known   ? S("fibre_trench")
                                    : S("fibre_new");
    case CONNECT_SEA_FIBRE:
        return S("fibre_submarine");
    case CONNECT_LEASED_FIBRE:
        return S("fibre_lease");
    case CONNECT_LEASED_SEA:
        return S("fibre_lease_submarine");
    case CONNECT_HOP:
        return S("microwave_hop");
    case CONNECT_JUNCTION:
        return S("junction");
    default:
        break;
    }
    const struct str at_site[] = {
        [CONNECT_FIBRE] = S("site_fibre"), [CONNECT_MICROWAVE] = S("site_microwave"),
        [CONNECT_CELLULAR] = S("site_cellular"), [CONNECT_SATELLITE] = S("site_satellite"),
    };

    return at_site[item - CONNECT_ITEM_SITE];
}

/* Fibre in km, all else by number. */
static void
quantity_line(struct line *l, const struct connect_report *r, enum connect_item item,
              const struct connect_quantity *q)
{
    bool is_way = item < CONNECT_HOP;

    text(l, connect_item_word(r, item));
    text(l, is_way                   ? S("km")
          : item == CONNECT_HOP      ? S("hop")
          : item == CONNECT_JUNCTION ? S("junction")
                                     : S("site"));
    if (is_way)
        decimal(l, (struct dec){ .units = q->metres, .scale = 3 });
    else
        number(l, q->n);
    if (item >= CONNECT_ITEM_SITE)
        number(l, q->users);
    else
        text(l, (struct str){ NULL, 0 });
    money(l, r, &q->sum);
}

void
connect_out_quantities(struct arena *a, struct buf *out, const struct connect_report *r)
{
    const struct str head[] = {
        S("year"), S("status"), S("item"), S("unit"), S("quantity"), S("users"), S("npv"),
        S("capex"), S("opex_year"), S("currency"),
    };
    struct connect_bill bill = connect_bill_of(a, r);
    struct line         l = { .arena = a };

    csv_write(out, head, COUNT(head), false);
    for (uint32_t y = 0; y <= bill.n_years; y++)
        for (int i = 0; i < CONNECT_ITEMS; i++) {
            size_t mark = arena_mark(a);

            if (bill.year[y][i].n == 0)
                continue;
            year(&l, r, y < bill.n_years ? y : CONNECT_NO_YEAR);
            text(&l, y < bill.n_years ? S("planned") : S("later"));
            quantity_line(&l, r, (enum connect_item)i, &bill.year[y][i]);
            end_line(&l, out, mark);
        }
}
