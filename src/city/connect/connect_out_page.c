/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_out_page.c — the summary: what a mayor is shown, and an auditor can follow. */
#include "base/arena.h"
#include "base/money.h"
#include "city/connect/connect_page.h"
#include "city/connect/connect_view.h"
#include "pack/embedded.h"

enum { PERCENT_PLACES = 3, HALF_BAR = 100, BILLION_ZEROS = 9, MILLION_ZEROS = 6 };

/* ---- money and shares ------------------------------------------------------------------------ */

/* "USD 1,2 juta": other currencies have no short way of their own. */
static struct str
short_money(struct arena *a, const struct connect_report *r, int64_t money)
{
    struct dec whole = connect_money_dec(r, money), cut;
    int32_t    zeros = 0;

    if (dec_cmp(whole, DEC(1000000000)) >= 0 || dec_cmp(whole, DEC(-1000000000)) <= 0)
        zeros = BILLION_ZEROS;
    else if (dec_cmp(whole, DEC(1000000)) >= 0 || dec_cmp(whole, DEC(-1000000)) <= 0)
        zeros = MILLION_ZEROS;
    whole.scale += zeros;
    if (!dec_round(whole, zeros ? 1 : 0, DEC_HALF_UP, &cut))
        cut = whole;
    struct str said = dec_text(a, r->lang, cut);

    if (zeros > 0)
        said = msg_text(a, r->lang, zeros == BILLION_ZEROS ? MSG("{0} billion", said)
                                                           : MSG("{0} million", said));
    return str_fmt(a, "%.*s %.*s", TEXT(r->ask->params->currency), TEXT(said));
}

static struct connect_said
say(struct arena *a, const struct connect_report *r, int64_t money)
{
    struct str exact = dec_text(a, r->lang, connect_money_dec(r, money));

    if (str_eq(r->ask->params->currency, S("IDR")))
        return (struct connect_said){ idr_short(a, r->lang, money), idr_text(a, money) };
    return (struct connect_said){ short_money(a, r, money),
        str_fmt(a, "%.*s %.*s", TEXT(r->ask->params->currency), TEXT(exact)) };
}

/* "12,3 %"; of nothing, unknown. */
static struct str
percent(struct arena *a, enum lang lang, int64_t part, int64_t whole, int32_t places)
{
    struct dec d = { .units = 0 };

    if (whole <= 0 || !dec_div((struct dec){ .units = (int128)part * 100 }, DEC(whole), places,
                               DEC_HALF_UP, &d))
        return (struct str){ NULL, 0 };
    return str_fmt(a, "%.*s %%", TEXT(dec_text(a, lang, dec_trim(d))));
}

/* How much could still be saved at the most, before junctions; what rounds to nothing is not
 * nothing. */
static void
say_gap(struct arena *a, struct connect_page *p)
{
    const struct connect_plan *plan = p->report->plan;
    int64_t                    before = plan->decision + plan->saved, gap = before - plan->bound;

    p->is_best = gap <= 0;
    p->gap = percent(a, p->report->lang, gap, before, PERCENT_PLACES);
    if (gap > 0 && (int128)gap * 200000 < before)
        p->gap = p->report->lang == LANG_ID ? S("0,001 %") : S("0.001 %");
    if (!str_is_known(p->gap))
        p->is_best = true;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void
add_quantity(const struct connect_quantity *more, struct connect_quantity *q)
{
    q->n += more->n;
    q->metres += more->metres;
    q->users += more->users;
    q->sum.npv += more->sum.npv;
    q->sum.capex += more->sum.capex;
    q->sum.opex_y += more->sum.opex_y;
}

/* All years of the bill together, without what is not within the money. */
static struct connect_quantity
all_years(const struct connect_bill *bill, enum connect_item item)
{
    struct connect_quantity q = { 0 };

    for (uint32_t y = 0; y < bill->n_years; y++)
        add_quantity(&bill->year[y][item], &q);
    return q;
}

static void
tech_row(struct arena *a, struct connect_page *p, enum connect_mark mark,
         const struct connect_quantity *q)
{
    const struct connect_report *r = p->report;

    if (q->n == 0)
        return;
    p->tech[p->n_techs++] = (struct connect_row_tech){
        .mark = mark, .n = q->n, .users = q->users, .npv = say(a, r, q->sum.npv),
        .label = mark == CONNECT_MARK_LATER ? MSG("not within the money")
                                            : connect_tech_label((enum connect_tech)mark),
        .capex = say(a, r, q->sum.capex), .opex_y = say(a, r, q->sum.opex_y), .has_money = true,
    };
}

static void
tech_rows(struct arena *a, struct connect_page *p, const struct connect_bill *bill)
{
    const struct connect_report *r = p->report;
    struct connect_quantity      later = { 0 };

    for (int t = 0; t < CONNECT_TECHS; t++) {
        enum connect_item       item = (enum connect_item)(CONNECT_ITEM_SITE + t);
        struct connect_quantity q = all_years(bill, item);

        tech_row(a, p, (enum connect_mark)t, &q);
        add_quantity(&bill->year[bill->n_years][item], &later);
    }
    tech_row(a, p, CONNECT_MARK_LATER, &later);
    if (r->plan->n_given > 0)
        p->tech[p->n_techs++] = (struct connect_row_tech){ .mark = CONNECT_MARK_GIVEN,
            .label = MSG("has fibre already"), .n = r->plan->n_given };
    if (r->plan->n_tech[CONNECT_NO_TECH] > 0)
        p->tech[p->n_techs++] = (struct connect_row_tech){ .mark = CONNECT_MARK_NONE,
            .label = connect_tech_label(CONNECT_NO_TECH),
            .n = r->plan->n_tech[CONNECT_NO_TECH] };
}

static struct msg
item_label(const struct connect_report *r, enum connect_item item)
{
    if (item == CONNECT_SEA_FIBRE)
        return MSG("new fibre in the sea");
    if (item == CONNECT_LEASED_FIBRE)
        return MSG("dark fibre to be leased");
    if (item == CONNECT_LEASED_SEA)
        return MSG("dark fibre in the sea to be leased");
    if (item == CONNECT_HOP)
        return MSG("microwave hops");
    if (item == CONNECT_JUNCTION)
        return MSG("junctions of new fibre");
    return connect_is_aerial(r->ask->params)     ? MSG("new fibre on poles")
         : r->ask->params->trench_km.known       ? MSG("new fibre in a trench")
                                                 : MSG("new fibre");
}

static struct str
item_quantity(struct arena *a, const struct connect_report *r, enum connect_item item,
              const struct connect_quantity *q)
{
    struct dec km = { .units = q->metres, .scale = 3 };

    if (item == CONNECT_HOP || item == CONNECT_JUNCTION)
        return int_text(a, r->lang, q->n);
    if (dec_round(km, 1, DEC_HALF_UP, &km))
        km = dec_trim(km);
    return str_fmt(a, "%.*s km", TEXT(dec_text(a, r->lang, km)));
}

static void
line_rows(struct arena *a, struct connect_page *p, const struct connect_bill *bill)
{
    static const enum connect_line line[] = {
        [CONNECT_NEW_FIBRE] = CONNECT_LINE_FIBRE, [CONNECT_SEA_FIBRE] = CONNECT_LINE_FIBRE,
        [CONNECT_LEASED_FIBRE] = CONNECT_LINE_LEASE, [CONNECT_LEASED_SEA] = CONNECT_LINE_LEASE,
        [CONNECT_HOP] = CONNECT_LINE_HOP, [CONNECT_JUNCTION] = CONNECT_LINE_FIBRE,
    };

    for (int i = 0; i < CONNECT_ITEM_SITE; i++) {
        enum connect_item       item = (enum connect_item)i;
        struct connect_quantity q = all_years(bill, item);

        if (q.n > 0)
            p->line[p->n_lines++] = (struct connect_row_line){
                .line = line[i], .label = item_label(p->report, item),
                .quantity = item_quantity(a, p->report, item, &q),
                .npv = say(a, p->report, q.sum.npv),
            };
    }
}

/* The usual names for reading; others as the prices have them. */
static struct msg
area_label(const struct connect_params *q, size_t area)
{
    if (str_eq(q->area[area].name, S("sea")))
        return MSG("sea");
    if (str_eq(q->area[area].name, S("mountain")))
        return MSG("mountains");
    if (str_eq(q->area[area].name, S("protected")))
        return MSG("protected areas");
    return MSG("{0}", q->area[area].name);
}

static void
area_row(struct arena *a, struct connect_page *p, struct msg label, int64_t metres, int64_t all)
{
    struct connect_quantity q = { .metres = metres };

    if (metres > 0)
        p->area[p->n_areas++] = (struct connect_row_area){
            .label = label, .quantity = item_quantity(a, p->report, CONNECT_NEW_FIBRE, &q),
            .share = percent(a, p->report->lang, metres, all, 1),
        };
}

/* Where the fibre is that is built or leased within the money. */
static void
area_rows(struct arena *a, struct connect_page *p)
{
    const struct connect_plan   *plan = p->report->plan;
    const struct connect_params *q = p->report->ask->params;
    int64_t                      metres[CONNECT_AREAS_MAX] = { 0 }, all = 0, land;

    for (uint32_t i = 0; i < plan->n_links; i++) {
        const struct connect_link *l = &plan->link[i];

        if (!l->area_m || l->year == CONNECT_NO_YEAR)
            continue;
        all += l->metres;
        for (size_t k = 0; k < q->n_areas; k++)
            metres[k] += l->area_m[k];
    }
    land = all;
    for (size_t k = 0; k < q->n_areas; k++)
        land -= metres[k];
    area_row(a, p, MSG("land"), land, all);
    for (size_t k = 0; k < q->n_areas; k++)
        area_row(a, p, area_label(q, k), metres[k], all);
}

static void
year_rows(struct arena *a, struct connect_page *p, const struct connect_bill *bill)
{
    const struct connect_report *r = p->report;
    int64_t                      users = 0;

    p->year = NEWS(a, struct connect_row_year, bill->n_years + 1);
    for (uint32_t y = 0; y < bill->n_years; y++) {
        struct connect_row_year *row = &p->year[p->n_years++];
        int64_t                  spent = 0;

        for (int i = 0; i < CONNECT_ITEMS; i++) {
            spent += bill->year[y][i].sum.npv;
            row->users += bill->year[y][i].users;
            row->n += i < CONNECT_ITEM_SITE ? 0 : bill->year[y][i].n;
        }
        users += row->users;
        row->label = MSG("year {0}", int_text(a, r->lang, (int64_t)y + 1));
        row->given = say(a, r, r->ask->money[y]);
        row->spent = say(a, r, spent);
        row->share = percent(a, r->lang, users, p->n_users, 1);
    }
}

/* ---- what moves the total -------------------------------------------------------------------- */

static int64_t
bar_of(int64_t far, int64_t most)
{
    return most > 0 ? (int64_t)((int128)far * HALF_BAR / most) : 0;
}

static void
place_bar(int64_t far, int64_t most, int64_t *at, int64_t *width)
{
    int64_t long_ = bar_of(far < 0 ? -far : far, most);

    *at = far < 0 ? HALF_BAR - long_ : HALF_BAR;
    *width = long_;
}

static struct str
dial_label(struct arena *a, const struct connect_report *r, enum connect_tech tech,
           const char *label)
{
    struct str said = msg_text(a, r->lang, (struct msg){ .id = label });

    if (tech == CONNECT_NO_TECH)
        return said;
    return str_fmt(a, "%.*s: %.*s", TEXT(msg_text(a, r->lang, connect_tech_label(tech))),
                   TEXT(said));
}

static void
move_rows(struct arena *a, struct connect_page *p)
{
    const struct connect_report *r = p->report;
    const struct connect_moves  *moves = r->moves;
    int64_t                      total = moves->middle, most = 0;

    p->middle = say(a, r, total);
    for (size_t i = 0; i < moves->n; i++) {
        int64_t less = moves->move[i].less - total, more = moves->move[i].more - total;

        less = less < 0 ? -less : less;
        more = more < 0 ? -more : more;
        most = less > most ? less : most;
        most = more > most ? more : most;
    }
    for (size_t i = 0; i < moves->n; i++) {
        const struct connect_move *m = &moves->move[i];
        struct connect_row_move   *row = &p->move[p->n_moves++];

        row->label = dial_label(a, r, m->dial.tech, m->dial.label);
        row->less = say(a, r, m->less);
        row->more = say(a, r, m->more);
        place_bar(m->less - total, most, &row->less_at, &row->less_width);
        place_bar(m->more - total, most, &row->more_at, &row->more_width);
    }
}

/* ---- assumptions and faults ------------------------------------------------------------------ */

static struct str
figure_value(struct arena *a, const struct connect_report *r, const struct connect_figure *f)
{
    struct str value = dec_text(a, r->lang, f->value);

    if (f->is == CONNECT_NOT_KNOWN)
        return msg_text(a, r->lang, MSG("not known"));
    if (!f->has_range)
        return value;
    return str_fmt(a, "%.*s (%.*s–%.*s)", TEXT(value), TEXT(dec_text(a, r->lang, f->from)),
                   TEXT(dec_text(a, r->lang, f->to)));
}

static struct str
figure_source(struct arena *a, const struct connect_report *r, const struct connect_figure *f)
{
    struct str note = r->lang == LANG_ID ? f->note_id : f->note_en;
    struct str part[2] = { f->source, note };
    size_t     n = 0;

    if (str_is_known(f->source) && f->source.n > 0 && f->date.year != 0)
        part[0] = str_fmt(a, "%.*s, %d", TEXT(f->source), f->date.year);
    for (size_t i = 0; i < COUNT(part); i++)
        if (str_is_known(part[i]) && part[i].n > 0)
            part[n++] = part[i];
    return str_join(a, S(". "), part, n);
}

/* "demand.sd.mbps": whose figure it is stands in the middle. */
static struct str
figure_label(struct arena *a, const struct connect_report *r, const struct connect_figure *f)
{
    struct str label = dial_label(a, r, f->tech, f->label), of, rest;

    if (f->tech != CONNECT_NO_TECH || !str_cut(f->key, '.', &of, &rest)
        || !str_cut(rest, '.', &of, &rest))
        return label;
    return str_fmt(a, "%.*s (%.*s)", TEXT(label), TEXT(of));
}

static void
figure_rows(struct arena *a, struct connect_page *p)
{
    static const char *const is[] = {
        [CONNECT_STATED] = N_("stated"), [CONNECT_ASSUMED] = N_("assumed"),
        [CONNECT_NOT_KNOWN] = N_("not known"),
    };
    const struct connect_params *params = p->report->ask->params;

    p->figure = NEWS(a, struct connect_row_figure, params->n_figures);
    for (size_t i = 0; i < params->n_figures; i++) {
        const struct connect_figure *f = &params->figure[i];

        p->n_assumed += f->is == CONNECT_ASSUMED;
        p->n_unknown += f->is == CONNECT_NOT_KNOWN;
        p->figure[p->n_figures++] = (struct connect_row_figure){
            .label = figure_label(a, p->report, f),
            .value = figure_value(a, p->report, f), .is = is[f->is],
            .source = figure_source(a, p->report, f),
        };
    }
}

/* "/home/x/net.json#/networks/0": the folders concern who ran it. */
static struct str
without_folders(struct str where)
{
    struct str path, inside;
    size_t     at;

    str_cut(where, '#', &path, &inside);
    for (at = path.n; at > 0 && path.p[at - 1] != '/'; at--)
        continue;
    return str_part(where, at, where.n);
}

static struct str
fault_place(struct arena *a, struct str file, const struct connect_fault *f)
{
    if (str_is_known(f->where))
        return without_folders(f->where);
    return f->line > 0 ? str_fmt(a, "%.*s:%u", TEXT(file), f->line) : file;
}

/* Faults, or doubts. */
static void
fault_rows(struct arena *a, struct connect_page *p, const struct connect_faults *faults,
           bool is_doubt)
{
    struct str file = faults == p->report->site_faults ? p->report->sites_file
                                                       : p->report->network_file;

    for (size_t i = 0; i < faults->n; i++) {
        const struct connect_fault *f = &faults->fault[i];

        if (f->is_doubt != is_doubt)
            continue;
        *(is_doubt ? &p->n_doubts : &p->n_left_out) += 1;
        if (p->n_faults < CONNECT_FAULTS_SHOWN)
            p->fault[p->n_faults++] = (struct connect_row_fault){
                .where = fault_place(a, file, f),
                .says = msg_text(a, p->report->lang, f->says),
            };
    }
    *(is_doubt ? &p->n_doubts : &p->n_left_out)
        += (int64_t)(is_doubt ? faults->n_more_doubts : faults->n_more);
}

/* ---- the page -------------------------------------------------------------------------------- */

static void
say_sums(struct arena *a, struct connect_page *p)
{
    const struct connect_report *r = p->report;
    const struct connect_plan   *plan = r->plan;
    int64_t                      given = 0;

    p->total = say(a, r, plan->total.npv);
    p->capex = say(a, r, plan->total.capex);
    p->opex_y = say(a, r, plan->total.opex_y);
    p->decision = say(a, r, plan->decision + plan->saved);
    p->by_junctions = say(a, r, plan->saved);
    p->alone = say(a, r, plan->alone);
    p->saves = plan->alone > plan->total.npv;
    if (p->saves)
        p->saved = say(a, r, plan->alone - plan->total.npv);
    p->saved_share = percent(a, r->lang, plan->alone - plan->total.npv, plan->alone, 1);
    for (uint32_t y = 0; y < r->ask->n_money; y++)
        given += r->ask->money[y];
    p->given = say(a, r, given);
    p->spent = say(a, r, plan->spent);
    say_gap(a, p);
}

static void
count_sites(struct arena *a, struct connect_page *p)
{
    const struct connect_report *r = p->report;
    const struct connect_plan   *plan = r->plan;
    int64_t                      bound = plan->users_bound;

    p->n_sites = r->ask->sites->n;
    for (uint32_t i = 0; i < r->ask->sites->n; i++) {
        const struct connect_site_plan *s = &plan->site[i];

        if (r->ask->sites->site[i].is_connected)
            continue;
        p->n_users += s->users;
        p->n_served += s->tech != CONNECT_NO_TECH && s->year != CONNECT_NO_YEAR;
    }
    bound = bound < p->n_users ? bound : p->n_users;
    p->users_share = percent(a, r->lang, plan->users, p->n_users, 1);
    p->bound_share = percent(a, r->lang, bound, p->n_users, 1);
}

static void
page_of(struct arena *a, const struct connect_report *r, struct connect_page *p)
{
    struct connect_bill bill = connect_bill_of(a, r);

    p->report = r;
    p->prices = r->lang == LANG_ID ? r->ask->params->title_id : r->ask->params->title_en;
    connect_map_of(a, r, &p->map);
    for (int i = 0; i < CONNECT_LINES; i++)
        p->has_line[i] = p->map.line[i].n > 0;
    say_sums(a, p);
    count_sites(a, p);
    tech_rows(a, p, &bill);
    line_rows(a, p, &bill);
    area_rows(a, p);
    if (r->ask->n_money > 0)
        year_rows(a, p, &bill);
    if (r->moves)
        move_rows(a, p);
    figure_rows(a, p);
    fault_rows(a, p, r->site_faults, false);
    fault_rows(a, p, r->network_faults, false);
    if (r->map_faults)
        fault_rows(a, p, r->map_faults, false);
    fault_rows(a, p, r->site_faults, true);
    fault_rows(a, p, r->network_faults, true);
    if (r->map_faults)
        fault_rows(a, p, r->map_faults, true);
}

static void
add(struct buf *out, struct html h)
{
    buf_add(out, (struct str){ h.safe, h.n });
}

void
connect_out_summary(struct arena *a, struct buf *out, const struct connect_report *r)
{
    struct connect_page *p = NEW(a, struct connect_page);
    struct view          title = view_in(a, r->lang), body = view_in(a, r->lang);
    struct str           css = S(""), more = S("");

    page_of(a, r, p);
    embedded_find(S("report.css"), &css);
    embedded_find(S("connect.css"), &more);
    add(out, r->lang == LANG_ID ? HTML("<!DOCTYPE html>\n<html lang=\"id\">\n<head>\n")
                                : HTML("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"));
    add(out, HTML("<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                  "content=\"width=device-width, initial-scale=1\">\n<title>"));
    view_msg(&title, MSG("Connectivity plan: {0}", r->title));
    add(out, view_html(&title));
    add(out, HTML("</title>\n<style>\n"));
    buf_add(out, css);                  /* our own files: they come with the program */
    buf_add(out, more);
    add(out, HTML("</style>\n</head>\n<body>\n"));
    connect_summary_view(&body, p);
    add(out, view_html(&body));
    add(out, HTML("</body>\n</html>\n"));
}
