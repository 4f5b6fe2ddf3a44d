/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_plan_graph.c — sites, the network and dark fibre as a graph of what can be built. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "city/connect/connect_plan_part.h"

struct err *
plan_stopped(struct arena *a)
{
    return err_of(a, (struct err){ .kind = ERR_BUSY, .code = "connect.stopped",
        .text = MSG("The planning was stopped."), .detail = MSG("Nothing was written.") });
}

struct err *
plan_too_much(struct arena *a)
{
    return err_of(a, (struct err){ .kind = ERR_TOO_LARGE, .code = "connect.too_much",
        .text = MSG("The sums of this plan are larger than can be reckoned exactly."),
        .hint = MSG("Plan by province, or look for a price with too many zeros.") });
}

/* ---- along a span ---------------------------------------------------------------------------- */

bool
plan_walk_next(struct plan_walk *w, struct place *at, double *metres)
{
    const struct place *p = w->span->point;

    *metres = 0;
    if (!w->has_begun) {
        w->has_begun = true;
        *at = p[0];
        return true;
    }
    while (w->piece + 1 < w->span->n) {
        double piece_m = place_metres(p[w->piece], p[w->piece + 1]);
        double need_m = w->step_m - *metres, rest_m = piece_m - w->at_m;

        if (rest_m > need_m) {
            w->at_m += need_m;
            *metres = w->step_m;
            *at = place_between(p[w->piece], p[w->piece + 1], w->at_m / piece_m);
            return true;
        }
        *metres += rest_m;
        w->at_m = 0;
        w->piece++;
    }
    *at = p[w->span->n - 1];
    bool is_end = !w->is_over;

    w->is_over = true;
    return is_end;
}

/* ---- the root: what is lit ------------------------------------------------------------------- */

/* Counts into n; where there is room, keeps too. */
struct places { struct place *at; uint32_t n; };

static void
keep_place(struct places *list, struct place at)
{
    if (list->at)
        list->at[list->n] = at;
    list->n++;
}

static void
lit_spans(const struct connect_network *net, struct places *list)
{
    struct place at;
    double       metres;

    for (uint32_t i = 0; i < net->n_spans; i++) {
        struct plan_walk walk = { .span = &net->span[i], .step_m = CONNECT_LIT_STEP_M };

        while (net->span[i].is == CONNECT_LIT && list->n < PLACES_MAX
               && plan_walk_next(&walk, &at, &metres))
            keep_place(list, at);
    }
}

static void
lit_places(const struct plan_work *w, struct places *list)
{
    const struct connect_network *net = w->ask->network;
    const struct connect_sites   *sites = w->ask->sites;

    for (uint32_t i = 0; i < net->n_nodes; i++)
        if (net->node[i].is == CONNECT_LIT)
            keep_place(list, net->node[i].at);
    for (uint32_t i = 0; i < sites->n; i++)
        if (sites->site[i].is_connected)
            keep_place(list, sites->site[i].at);
}

static void
make_root(struct plan_work *w)
{
    const struct connect_network *net = w->ask->network;
    struct places                 points = { .at = NULL }, masts = { .at = NULL };

    lit_places(w, &masts);
    points.n = masts.n;
    lit_spans(net, &points);
    w->n_points = points.n;
    w->n_masts = masts.n + net->n_towers;
    w->point = NEWS(w->arena, struct place, w->n_points);
    w->mast = NEWS(w->arena, struct place, w->n_masts);
    points = (struct places){ .at = w->point };
    masts = (struct places){ .at = w->mast };
    lit_places(w, &points);
    lit_spans(net, &points);
    lit_places(w, &masts);
    for (uint32_t i = 0; i < net->n_towers; i++)
        keep_place(&masts, net->tower[i].at);
}

/* ---- vertices -------------------------------------------------------------------------------- */

static bool
has_open_end(const struct plan_site *s)
{
    return s->why[CONNECT_FIBRE] == CONNECT_OPEN || s->why[CONNECT_MICROWAVE] == CONNECT_OPEN;
}

static uint32_t
count_dark(const struct connect_network *net)
{
    struct place at;
    double       metres;
    uint32_t     n = 0;

    for (uint32_t i = 0; i < net->n_spans; i++) {
        struct plan_walk walk = { .span = &net->span[i], .step_m = CONNECT_DARK_STEP_M };

        while (net->span[i].is == CONNECT_DARK && n < PLACES_MAX
               && plan_walk_next(&walk, &at, &metres))
            n++;
    }
    return n;
}

static void
site_vertices(struct plan_work *w)
{
    const struct connect_sites *list = w->ask->sites;

    w->n = 1;
    w->site_of[0] = NET_NONE;
    for (uint32_t i = 0; i < list->n; i++) {
        if (list->site[i].is_connected || !has_open_end(&w->site[i]))
            continue;
        w->site[i].vertex = w->n;
        w->site_of[w->n] = i;
        w->at[w->n++] = list->site[i].at;
    }
}

static int64_t
prize_of(const struct plan_site *s)
{
    return s->alone.tech == CONNECT_NO_TECH ? NET_MUST : s->alone.sum.npv - s->floor;
}

/* ---- links ----------------------------------------------------------------------------------- */

struct connect_sum
plan_link_sum(const struct plan_work *w, const struct plan_way *way, bool leaves)
{
    const struct connect_params *p = w->ask->params;
    struct connect_sum           sum = { .npv = PLAN_CLOSED };
    bool                         is_known = way->is_lease
        ? connect_lease_cost(p, &w->worth, way->metres, false, &sum)
        : connect_link_cost(p, &w->worth, (enum connect_tech)way->tech, way->metres, &sum);

    if (!is_known)
        return (struct connect_sum){ .npv = PLAN_CLOSED };
    if (leaves && way->tech == CONNECT_FIBRE && !way->is_lease && p->tap.known) {
        sum.npv += p->tap.n;
        sum.capex += p->tap.n;
    }
    return sum;
}

/* Of a link's ends, the smaller addition; of the root's there is but one. */
static int64_t
least_end(const struct plan_work *w, uint32_t a, uint32_t b, enum connect_tech tech)
{
    int64_t of_b = plan_end_adds(w, b, tech);

    return a == 0 ? of_b : plan_smaller(plan_end_adds(w, a, tech), of_b);
}

static bool
is_open_at(const struct plan_work *w, uint32_t vertex, enum connect_tech tech)
{
    uint32_t site = w->site_of[vertex];

    if (vertex == 0)
        return true;
    if (site == NET_NONE)
        return tech == CONNECT_FIBRE;
    if (w->site[site].lot == PLAN_LEFT && tech == CONNECT_MICROWAVE)
        return false;                   /* a mast is for who is served by it */
    return w->site[site].why[tech] == CONNECT_OPEN;
}

/* What the link would cost; PLAN_CLOSED if it cannot be. */
static int64_t
price_link(const struct plan_work *w, const struct net_link *l, const struct plan_way *way)
{
    enum connect_tech tech = (enum connect_tech)way->tech;

    if (!is_open_at(w, l->a, tech) || !is_open_at(w, l->b, tech))
        return PLAN_CLOSED;
    if (!way->is_lease && !connect_reaches(w->ask->params, tech, way->metres))
        return PLAN_CLOSED;
    bool               leaves = w->site_of[l->a] == NET_NONE || w->site_of[l->b] == NET_NONE;
    struct connect_sum sum = plan_link_sum(w, way, leaves);

    if (sum.npv > NET_MONEY_MAX)
        return PLAN_CLOSED;
    return sum.npv + (way->is_lease ? 0 : least_end(w, l->a, l->b, tech));
}

static void
add_link(struct plan_work *w, uint32_t a, uint32_t b, struct plan_way way)
{
    struct net_link l = { .a = a, .b = b };
    int64_t         cost = price_link(w, &l, &way);

    if (cost > NET_MONEY_MAX || w->n_links == w->room)
        return;
    l.cost = cost;
    w->link[w->n_links] = l;
    w->way[w->n_links++] = way;
}

void
plan_price_links(struct plan_work *w)
{
    for (size_t i = 0; i < w->n_links; i++) {
        int64_t cost = w->link[i].a == w->link[i].b ? 0 : price_link(w, &w->link[i], &w->way[i]);

        if (cost > NET_MONEY_MAX)
            w->link[i].b = w->link[i].a;            /* a loop: the engine passes it over */
        else
            w->link[i].cost = cost;
    }
}

static uint32_t
on_ground(const struct plan_work *w, double metres)
{
    double ground = metres * (double)w->ask->params->route_per_mille / CONNECT_PER_MILLE;

    return ground < UINT32_MAX - 1 ? (uint32_t)llround(ground) : UINT32_MAX - 1;
}

/* What lies between two points of dark fibre, and which vertex a node of the network is. */
struct lease { uint32_t a, b, metres; };
struct dark  { struct lease *lease; size_t n; uint32_t *vertex_of_node; };

/* A span's points become vertices, and what lies between two of them a lease. Spans that meet in a
 * node meet in its vertex. */
static void
dark_span(struct plan_work *w, const struct connect_span *span, struct dark *dark)
{
    struct plan_walk walk = { .span = span, .step_m = CONNECT_DARK_STEP_M };
    struct place     at;
    double           metres;
    uint32_t         before = NET_NONE;

    while (plan_walk_next(&walk, &at, &metres)) {
        uint32_t  node = before == NET_NONE ? span->from : walk.is_over ? span->to : NET_NONE;
        uint32_t *known = node == NET_NONE ? NULL : &dark->vertex_of_node[node];
        uint32_t  vertex = known && *known != NET_NONE ? *known : w->n++;

        if (known)
            *known = vertex;
        w->site_of[vertex] = NET_NONE;
        w->at[vertex] = at;
        if (before != NET_NONE)
            dark->lease[dark->n++] = (struct lease){ before, vertex, (uint32_t)llround(metres) };
        before = vertex;
    }
}

static struct dark
dark_spans(struct plan_work *w, uint32_t most)
{
    const struct connect_network *net = w->ask->network;
    struct dark                   dark = {
        .lease = NEWS(w->arena, struct lease, most),
        .vertex_of_node = NEWS(w->arena, uint32_t, net->n_nodes + 1),
    };

    memset(dark.vertex_of_node, 0xff, sizeof *dark.vertex_of_node * (net->n_nodes + 1));
    for (uint32_t i = 0; i < net->n_spans; i++)
        if (net->span[i].is == CONNECT_DARK)
            dark_span(w, &net->span[i], &dark);
    return dark;
}

static void
lease_links(struct plan_work *w, const struct dark *dark)
{
    for (size_t i = 0; i < dark->n; i++)
        add_link(w, dark->lease[i].a, dark->lease[i].b, (struct plan_way){
            .metres = dark->lease[i].metres, .tech = CONNECT_FIBRE, .is_lease = true });
}

/* A microwave hop between two sites; from the nearest mast. */
static void
hop_between(struct plan_work *w, const struct candidate *c)
{
    struct plan_way way = { .metres = (uint32_t)llround(c->metres), .tech = CONNECT_MICROWAVE };
    struct net_link l = { .a = c->a, .b = c->b };

    if (w->site_of[c->a] == NET_NONE || price_link(w, &l, &way) > NET_MONEY_MAX)
        return;
    w->site[w->site_of[c->a]].has_hop = w->site[w->site_of[c->b]].has_hop = true;
    add_link(w, c->a, c->b, way);
}

static void
hops_from_masts(struct plan_work *w)
{
    struct place_index *masts = place_index_make(w->arena, w->mast, w->n_masts);
    struct place_near   near;

    for (uint32_t v = 1; v < w->n && w->n_masts > 0; v++) {
        size_t before = w->n_links;

        if (w->site_of[v] == NET_NONE || place_nearest(masts, w->at[v], 1, &near) == 0)
            continue;
        add_link(w, 0, v, (struct plan_way){ .metres = (uint32_t)llround(near.metres),
            .point = near.number, .tech = CONNECT_MICROWAVE });
        w->site[w->site_of[v]].has_hop |= w->n_links > before;
    }
}

static struct err *
candidate_links(struct plan_work *w)
{
    struct candidate_ask ask = { .place = w->at + 1, .n = w->n - 1, .point = w->point,
                                 .n_points = w->n_points };
    struct candidates    c;

    if (!candidates_of(w->arena, &ask, w->ask->progress, &c))
        return plan_stopped(w->arena);
    w->room = 2 * c.n + 2 * (size_t)w->n;
    w->link = NEWS(w->arena, struct net_link, w->room);
    w->way = NEWS(w->arena, struct plan_way, w->room);
    for (size_t i = 0; i < c.n; i++) {
        const struct candidate *k = &c.link[i];

        add_link(w, k->a, k->b, (struct plan_way){ .metres = on_ground(w, k->metres),
            .point = k->a == 0 ? c.point[k->b - 1] : 0, .tech = CONNECT_FIBRE });
        if (k->a != 0 && w->site_of[k->b] != NET_NONE)
            hop_between(w, k);
    }
    return NULL;
}

/* Everything that must be paid at the most stays within what the engine adds up. */
static struct err *
check_sums(struct plan_work *w)
{
    int64_t dearest = 0, prizes = 0;

    for (size_t i = 0; i < w->n_links; i++)
        if (w->link[i].cost > dearest)
            dearest = w->link[i].cost;
    for (uint32_t v = 1; v < w->n; v++) {
        if (w->prize[v] != NET_MUST && w->prize[v] > NET_MONEY_MAX)
            return plan_too_much(w->arena);
        if (w->prize[v] != NET_MUST)
            prizes += w->prize[v];
        if (prizes > NET_SUM_MAX / 2)
            return plan_too_much(w->arena);
    }
    return dearest > NET_SUM_MAX / 2 / w->n ? plan_too_much(w->arena) : NULL;
}

struct err *
plan_graph(struct plan_work *w)
{
    uint32_t dark = count_dark(w->ask->network), most = w->ask->sites->n + dark + 1;

    make_root(w);
    if (w->n_points >= PLACES_MAX || most >= NET_VERTICES_MAX)
        return plan_too_much(w->arena);
    w->at = NEWS(w->arena, struct place, most);
    w->site_of = NEWS(w->arena, uint32_t, most);
    site_vertices(w);
    struct dark leases = dark_spans(w, dark);

    TRY(candidate_links(w));
    lease_links(w, &leases);
    hops_from_masts(w);
    w->prize = NEWS(w->arena, int64_t, w->n);
    for (uint32_t v = 1; v < w->n; v++)
        w->prize[v] = w->site_of[v] == NET_NONE ? 0 : prize_of(&w->site[w->site_of[v]]);
    w->n_candidates = w->n_links;
    return check_sums(w);
}
