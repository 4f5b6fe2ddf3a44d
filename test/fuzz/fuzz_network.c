/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_network.c — any bytes as sites, as a network, or as a map of areas or roads: what can be
 * planned with, or what is wrong.
 *
 * The first byte says as what it is read: 'c' sites as CSV, 'g' sites as GeoJSON, 'A' a map of
 * areas, 'L' of land, 'r' of roads, else a network. Whatever comes out lies on the earth; ids are a
 * site's own; a span has two points or more and its ends are nodes that are there; a way across a
 * map is as long as its pieces; a piece of a road goes from one point to another. A fault and a
 * refusal say what, where, and what to do. A second reading of sites, roads or of a network says
 * the same and leaves what was there before.
 */
#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "city/connect/connect_ground.h"
#include "city/connect/connect_network.h"
#include "city/connect/connect_road.h"
#include "city/connect/connect_site.h"
#include "engine/net/steiner.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ARENA_BYTES = 512 << 20, IDS_COMPARED = 100 };

static struct arena arena;

static void
check_place(struct place p)
{
    assert(fabs(p.lat) <= 90 && fabs(p.lon) <= 180);
    assert(p.lat != 0 || p.lon != 0);
}

static void
check_faults(const struct connect_faults *f)
{
    assert(f->n <= CONNECT_FAULTS_MAX);
    for (size_t i = 0; i < f->n; i++) {
        assert(strncmp(f->fault[i].code, "connect.", 8) == 0);
        assert(msg_is(f->fault[i].says) && msg_is(f->fault[i].hint));
        assert(str_starts(f->fault[i].where, S("f")));
        (void)msg_text(&arena, LANG_ID, f->fault[i].says);
        (void)msg_text(&arena, LANG_EN, f->fault[i].hint);
    }
}

static void
check_refusal(const struct err *e)
{
    assert(e->kind == ERR_INPUT || e->kind == ERR_TOO_LARGE);
    assert(str_starts(e->where, S("f")) && msg_is(e->text));
    (void)err_line(&arena, LANG_ID, e);
}

/* ---- sites ----------------------------------------------------------------------------------- */

static void
check_ids(const struct connect_sites *s)
{
    uint32_t n = s->n < IDS_COMPARED ? s->n : IDS_COMPARED;

    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < i; k++)
            assert(s->site[i].id.n == 0 || !str_eq(s->site[i].id, s->site[k].id));
}

static void
check_sites(const struct connect_sites *s)
{
    for (uint32_t i = 0; i < s->n; i++) {
        const struct connect_site *it = &s->site[i];

        check_place(it->at);
        assert(it->allowed > 0 && it->allowed < 1 << CONNECT_TECHS);
        assert(it->must < 1 << CONNECT_TECHS && it->line > 0);
        assert(!it->users.known || it->users.n >= 0);
        assert(!it->kbps.known || it->kbps.n >= 0);
    }
}

static struct err *
read_sites(struct str text, bool is_csv, struct connect_sites *s, struct connect_faults *f)
{
    return is_csv ? connect_sites_read_csv(&arena, S("f"), text, s, f)
                  : connect_sites_read_geojson(&arena, S("f"), text, s, f);
}

static void
try_sites(struct str text, bool is_csv)
{
    struct connect_sites  s = { .n = 0 };
    struct connect_faults f = { .n = 0 }, again = { .n = 0 };
    struct err           *e = read_sites(text, is_csv, &s, &f);
    uint32_t              n = s.n;

    check_faults(&f);
    assert((e == NULL) == (n > 0));
    if (e)
        check_refusal(e);
    check_ids(&s);
    struct err *second = read_sites(text, is_csv, &s, &again);

    assert((e == NULL) == (second == NULL) && s.n == 2 * n);
    assert(f.n == again.n && f.n_more == again.n_more
           && f.n_more_doubts == again.n_more_doubts);
    check_sites(&s);
}

/* ---- networks -------------------------------------------------------------------------------- */

static void
check_network(const struct connect_network *net)
{
    for (uint32_t i = 0; i < net->n_nodes; i++)
        check_place(net->node[i].at);
    for (uint32_t i = 0; i < net->n_towers; i++)
        check_place(net->tower[i].at);
    for (uint32_t i = 0; i < net->n_spans; i++) {
        const struct connect_span *s = &net->span[i];

        assert(s->n >= 2);
        assert(s->from == NET_NONE || s->from < net->n_nodes);
        assert(s->to == NET_NONE || s->to < net->n_nodes);
        for (uint32_t k = 0; k < s->n; k++)
            check_place(s->point[k]);
    }
}

static void
try_network(struct str text)
{
    struct connect_network net = { .n_nodes = 0 }, one;
    struct connect_faults  f = { .n = 0 };
    struct err            *e = connect_network_read(&arena, S("f"), text, &net, &f);

    check_faults(&f);
    check_network(&net);
    one = net;
    if (e)
        check_refusal(e);
    struct err *second = connect_network_read(&arena, S("f"), text, &net, &f);

    assert(e == NULL || one.n_nodes + one.n_spans + one.n_towers == 0);
    assert(e != NULL || (second == NULL && net.n_nodes == 2 * one.n_nodes));
    check_faults(&f);
    check_network(&net);
}

/* ---- maps ------------------------------------------------------------------------------------ */

static void
check_ways(const struct connect_ground *g)
{
    static const struct place way[][2] = {
        { { -7.8, 112 }, { -7.9, 112.3 } }, { { 0, 0 }, { 1, 1 } }, { { -80, 170 }, { 80, -170 } },
    };

    for (size_t i = 0; i < COUNT(way); i++) {
        double in[GROUND_AREAS_MAX + 1], all = 0;

        ground_metres(g->ground, way[i][0], way[i][1], in);
        for (size_t k = 0; k < COUNT(in); k++)
            all += in[k];
        assert(fabs(all - place_metres(way[i][0], way[i][1])) < 1);
        assert(ground_at(g->ground, way[i][0]) <= GROUND_AREAS_MAX);
    }
}

static void
try_map(struct str text, bool is_land)
{
    struct connect_params     q = { .n_areas = 2, .area = { { S("sea"), 3000 },
                                                            { S("mountain"), 2000 } } };
    struct connect_faults     f = { .n = 0 };
    struct connect_map_files *m = connect_map_files_open(&arena, &q, &f);
    struct err               *e = is_land ? connect_land_read(m, S("f"), text)
                                          : connect_areas_read(m, S("f"), text);
    struct connect_ground    *g = connect_ground_of(m);

    check_faults(&f);
    assert(e || g->ask.n > 0);
    if (e)
        check_refusal(e);
    for (uint32_t i = 0; i < g->ask.n; i++)
        for (uint32_t k = 0; k < g->ask.ring[i].n; k++)
            assert(place_is_valid(g->ask.ring[i].point[k]));
    check_ways(g);
}

/* ---- roads ----------------------------------------------------------------------------------- */

static void
check_pieces(const struct connect_roads *r)
{
    for (uint32_t i = 0; i < r->n; i++)
        assert(place_is_valid(r->point[i]));
    for (uint32_t i = 0; i < r->n_pieces; i++) {
        const struct connect_road_piece *p = &r->piece[i];

        assert(p->n >= 2 && p->a < r->n && p->b < r->n && p->a != p->b);
        assert(place_metres(p->way[0], r->point[p->a]) < 1);
        assert(place_metres(p->way[p->n - 1], r->point[p->b]) < 1);
    }
}

/* Positions as sites, as far as they are few. */
static void
leave_roads(struct connect_roads *r)
{
    uint32_t               n = r->n_at < IDS_COMPARED ? r->n_at : IDS_COMPARED;
    struct connect_site   *site = NEWS(&arena, struct connect_site, n);
    struct connect_sites   sites = { site, 0 };
    struct connect_network net = { .n_nodes = 0 };

    for (uint32_t i = 0; i < n; i++)
        if (place_is_valid(r->at[i]))
            site[sites.n++].at = r->at[i];
    connect_roads_leave(&arena, r, &sites, &net);
    check_pieces(r);
}

static void
try_roads(struct str text)
{
    struct connect_roads  r = { .n = 0 };
    struct connect_faults f = { .n = 0 }, again = { .n = 0 };
    struct err           *e = connect_roads_read(&arena, S("f"), text, &r, &f);
    uint32_t              n = r.n_lines;

    check_faults(&f);
    assert((e == NULL) == (n > 0));
    if (e) {
        check_refusal(e);
        return;
    }
    struct err *second = connect_roads_read(&arena, S("f"), text, &r, &again);

    assert(!second && r.n_lines == 2 * n && f.n == again.n && f.n_more == again.n_more);
    e = connect_roads_join(&arena, &r);
    assert(!e || e->kind == ERR_TOO_LARGE);
    if (e)
        return;
    check_pieces(&r);
    leave_roads(&r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = { (const char *)data + 1, size - 1 };

    if (size == 0)
        return 0;
    if (!arena.base)
        arena = arena_make(ARENA_BYTES);
    if (data[0] == 'c' || data[0] == 'g')
        try_sites(text, data[0] == 'c');
    else if (data[0] == 'A' || data[0] == 'L')
        try_map(text, data[0] == 'L');
    else if (data[0] == 'r')
        try_roads(text);
    else
        try_network(text);
    arena_reset(&arena);
    return 0;
}
