/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_road_test.c — roads as maps export them: what meets, what is cut, what is told. */
#include "city/connect/connect_road.h"

#include <math.h>
#include <string.h>

#include "base/rand.h"
#include "city/connect/connect_told_test.h"
#include "test/unit.h"

static struct str
collection(const char *features)
{
    return str_fmt(unit_arena(), "{\"type\":\"FeatureCollection\",\"features\":[%s]}", features);
}

static double
way_metres(const struct connect_road_piece *p)
{
    double all = 0;

    for (uint32_t i = 1; i < p->n; i++)
        all += place_metres(p->way[i - 1], p->way[i]);
    return all;
}

static double
metres_of(const struct connect_roads *r)
{
    double all = 0;

    for (uint32_t i = 0; i < r->n_pieces; i++)
        all += way_metres(&r->piece[i]);
    return all;
}

/* A line as a feature. A ten-thousandth of a degree on the equator is 11.12 metres. */
#define LINE(positions) "{\"type\":\"Feature\",\"properties\":{\"oneway\":\"yes\"},\"geometry\":" \
                        "{\"type\":\"LineString\",\"coordinates\":[" positions "]}}"
#define LINES(lines) "{\"type\":\"Feature\",\"geometry\":{\"type\":\"MultiLineString\"," \
                     "\"coordinates\":[" lines "]}}"
#define EAST "[112,0],[112.002,0]"

static const double UNIT_M = 11.11949266;

TEST(connect_roads)
{
    static const struct {
        const char *name, *features; uint32_t points, pieces; double units; const char *told;
    } row[] = {
        { "a short road",                  LINE(EAST), 2, 1, 20, "" },
        { "a long one is cut",             LINE("[112,0],[112.01,0]"), 6, 5, 100, "" },
        { "a bend is no point",            LINE("[112,0],[112.001,0],[112.001,0.001]"), 2, 1, 20,
          "" },
        { "crossing without a position",   LINE(EAST) "," LINE("[112.001,-0.001],[112.001,0.001]"),
          4, 2, 40, "" },
        { "crossing with one",             LINE("[112,0],[112.001,0],[112.002,0]") ","
          LINE("[112.001,-0.001],[112.001,0],[112.001,0.001]"), 5, 4, 40, "" },
        { "a T",                           LINE("[112,0],[112.001,0],[112.002,0]") ","
          LINE("[112.001,0],[112.001,0.001]"), 4, 3, 30, "" },
        { "two lines are one road",        LINE("[112,0],[112.001,0]") ","
          LINE("[112.002,0],[112.001,0]"), 2, 1, 20, "" },
        { "equal to a centimetre",         LINE("[112,0],[112.001,0]") ","
          LINE("[112.00100000004,0],[112.001,0.001]"), 2, 1, 20, "" },
        { "not equal",                     LINE("[112,0],[112.001,0]") ","
          LINE("[112.0010002,0],[112.001,0.001]"), 4, 2, 20, "" },
        { "a ring is cut in two",          LINE("[112,0],[112.0005,0],[112.0005,0.0005],[112,0]"),
          2, 2, 17.071, "" },
        { "a ring at the end of a road",   LINE("[111.999,0],[112,0]") ","
          LINE("[112,0],[112.0005,0],[112.0005,0.0005],[112,0]"), 3, 3, 27.071, "" },
        { "two ways between two points",   LINE("[112,0],[112.001,0]") ","
          LINE("[112,0],[112.0005,0.0005],[112.001,0]") "," LINE("[112.001,0],[112.002,0]") ","
          LINE("[111.999,0],[112,0]"), 4, 4, 44.142, "" },
        { "the same line twice",           LINE(EAST) "," LINE(EAST), 2, 1, 20, "" },
        { "and backwards",                 LINE(EAST) "," LINE("[112.002,0],[112,0]"), 2, 1, 20,
          "" },
        { "a part of it twice",            LINE("[112,0],[112.001,0],[112.002,0]") ","
          LINE("[112.001,0],[112,0]"), 2, 1, 20, "" },
        { "a position twice in a row",     LINE("[112,0],[112,0],[112.002,0],[112.002,0]"), 2, 1,
          20, "" },
        { "a road there and back",         LINE("[112,0],[112.002,0],[112,0]"), 2, 1, 20, "" },
        { "of no length, beside another",  LINE("[112,0.1],[112,0.1]") "," LINE(EAST), 2, 1, 20,
          "" },
        { "two lines of one feature",      LINES("[" EAST "],[[112,1],[112.001,1]]"), 4, 2, 29.998,
          "" },
        { "over the 180th meridian",       LINE("[179.999,0],[180,0]") ","
          LINE("[-180,0],[-179.999,0]"), 2, 1, 20, "" },
        { "heights are passed over",       LINE("[112,0,7],[112.002,0,9]"), 2, 1, 20, "" },
        { "a line of one position",        LINE("[112,0]") "," LINE(EAST), 2, 1, 20,
          "not_a_way@f#/features/0" },
        { "a line of none",                LINE(EAST) "," LINE(""), 2, 1, 20,
          "not_a_way@f#/features/1" },
        { "one of two lines is none",      LINES("[[112,0]],[" EAST "]"), 2, 1, 20,
          "not_a_way@f#/features/0" },
        { "no lines at all",               LINES("") "," LINE(EAST), 2, 1, 20,
          "not_a_way@f#/features/0" },
        { "texts",                         LINE("[\"112\",0],[113,0]") "," LINE(EAST), 2, 1, 20,
          "not_a_way@f#/features/0" },
        { "outside of the earth",          LINE(EAST) "," LINE("[112,0],[112,91]"), 2, 1, 20,
          "outside@f#/features/1, position 1" },
        { "swapped",                       LINE(EAST) "," LINE(EAST) ","
          LINE("[0.001,112],[0,112]"),
          2, 1, 20, "swapped@f#/features/2, position 0" },
        { "far away, told once",           LINE(EAST) "," LINE(EAST) "," LINE(EAST) ","
          LINE("[13,52],[13,52.001]"), 4, 2, 30, "far?@f#/features/3, position 0" },
        { "what is no line",               "{\"geometry\":{\"type\":\"Point\",\"coordinates\":"
          "[1,2]}}," LINE(EAST) ",{\"geometry\":null},{\"geometry\":{\"type\":\"Polygon\"}}",
          2, 1, 20, "not_a_line?@f#/features/0" },
        { "no feature",                    "7," LINE(EAST), 2, 1, 20, "thing@f#/features/0" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct connect_roads  r = { .n = 0 };
        struct connect_faults faults = { .n = 0 };
        struct err *e = connect_roads_read(unit_arena(), S("f"), collection(row[i].features), &r,
                                           &faults);

        check(row[i].name, !e && connect_roads_join(unit_arena(), &r) == NULL);
        check(row[i].name, r.n == row[i].points && r.n_pieces == row[i].pieces);
        check(row[i].name, fabs(metres_of(&r) - row[i].units * UNIT_M) < 0.02);
        check_text(row[i].name, connect_told(&faults), str_of(row[i].told));
        for (size_t k = 0; k < faults.n; k++)
            check(row[i].name, msg_is(faults.fault[k].says) && msg_is(faults.fault[k].hint));
    }
}

TEST(connect_roads_refused)
{
    static const struct { const char *name, *text, *code, *where; } row[] = {
        { "no JSON", "road", "connect.json", "f:1:1" },
        { "no features", "{}", "connect.no_features", "f" },
        { "an empty list", "{\"features\":[]}", "connect.no_road", "f" },
        { "points alone", "{\"features\":[{\"geometry\":{\"type\":\"Point\",\"coordinates\":"
          "[1,2]}}]}", "connect.no_road", "f#/features/0" },
        { "only faults", "{\"features\":[" LINE("[112,0]") "]}", "connect.no_road",
          "f#/features/0" },
        { "features that are no list", "{\"features\":{}}", "connect.json", "f:1:13" },
        { "cut off", "{\"features\":[" LINE(EAST), "connect.json", NULL },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct connect_roads  r = { .n = 0 };
        struct connect_faults faults = { .n = 0 };
        struct err *e = connect_roads_read(unit_arena(), S("f"), str_of(row[i].text), &r, &faults);

        check(row[i].name, e != NULL && r.n_lines == 0);
        check_text(row[i].name, e ? str_of(e->code) : S(""), str_of(row[i].code));
        if (e && row[i].where)
            check_text(row[i].name, e->where, str_of(row[i].where));
    }
}

/* 100.5 km: in whole metres the pieces together are as long as the road. */
TEST(connect_roads_whole_metres)
{
    struct place             at[] = { { 0, 0 }, { 0, 0.4 }, { 0, 100.5 / 111.1949266 } };
    struct connect_road_line line = { 0, COUNT(at) };
    struct connect_roads     r = { .at = at, .n_at = COUNT(at), .line = &line, .n_lines = 1 };
    uint64_t                 all = 0;

    check("joined", !connect_roads_join(unit_arena(), &r));
    for (uint32_t i = 0; i < r.n_pieces; i++)
        all += r.piece[i].metres;
    check("pieces", r.n_pieces == 402 && r.n == 403 && all == 100500);
}

TEST(connect_roads_of_two_files_are_one_map)
{
    struct connect_roads  r = { .n = 0 };
    struct connect_faults f = { .n = 0 };

    check("one", !connect_roads_read(unit_arena(), S("1"), collection(LINE(EAST)), &r, &f));
    check("two", !connect_roads_read(unit_arena(), S("2"),
                                     collection(LINE("[112.002,0],[112.002,0.001]") ","
                                                LINE("[112.002,0],[112.003,0]")), &r, &f));
    check("joined", !connect_roads_join(unit_arena(), &r));
    check("they meet", r.n == 4 && r.n_pieces == 3 && f.n == 0);
}

/* A piece begins and ends at its points, is as long as its way, and no longer than a step. */
static void
check_pieces(const char *name, const struct connect_roads *r)
{
    bool holds = true;

    for (uint32_t i = 0; i < r->n_pieces; i++) {
        const struct connect_road_piece *p = &r->piece[i];
        double                           metres = way_metres(p);

        holds &= p->n >= 2 && p->a < r->n && p->b < r->n && p->a != p->b;
        holds = holds && place_metres(p->way[0], r->point[p->a]) < 0.02
            && place_metres(p->way[p->n - 1], r->point[p->b]) < 0.02
            && fabs(metres - p->metres) <= 1 && metres <= CONNECT_ROAD_STEP_M * 1.01;
    }
    check(name, holds);
}

/* ---- by chance ------------------------------------------------------------------------------- */

enum { SIDE = 6, STREETS = 12, LONG = 10 };

/* Streets over a grid, many of them twice; which ways between two neighbours some street takes. */
struct town {
    struct place             at[STREETS * LONG];
    struct connect_road_line line[STREETS];
    struct connect_roads     roads;
    bool                     taken[SIDE * SIDE][2];
};

static void
street(struct town *t, uint32_t s, struct rand *chance)
{
    int x = (int)rand_below(chance, SIDE), y = (int)rand_below(chance, SIDE);

    t->line[s] = (struct connect_road_line){ s * LONG, LONG };
    for (uint32_t k = 0; k < LONG; k++) {
        bool goes_east = rand_below(chance, 2) == 0, goes_up = rand_below(chance, 2) == 0;
        int  to_x = x, to_y = y;

        t->at[s * LONG + k] = (struct place){ y * 0.01, x * 0.01 };
        *(goes_east ? &to_x : &to_y) += goes_up ? 1 : -1;
        if (k + 1 == LONG || to_x < 0 || to_y < 0 || to_x == SIDE || to_y == SIDE)
            continue;
        t->taken[(to_y < y ? to_y : y) * SIDE + (to_x < x ? to_x : x)][goes_east] = true;
        x = to_x, y = to_y;
    }
}

static void
settle(struct town *t, struct rand *chance)
{
    *t = (struct town){ .roads = { .at = t->at, .n_at = STREETS * LONG, .line = t->line,
                                   .n_lines = 1 + (uint32_t)rand_below(chance, STREETS) } };
    for (uint32_t s = 0; s < t->roads.n_lines; s++)
        street(t, s, chance);
    check("joined", !connect_roads_join(unit_arena(), &t->roads));
}

TEST(connect_roads_by_chance)
{
    struct rand chance = { .state = 11 };

    for (int i = 0; i < 200; i++) {
        struct town t;
        double      units = 0;

        settle(&t, &chance);
        for (int y = 0; y < SIDE; y++)
            for (int x = 0; x < SIDE; x++) {
                units += t.taken[y * SIDE + x][0] ? 100 : 0;
                units += t.taken[y * SIDE + x][1] ? 100 * cos(y * 0.01 * 0.01745) : 0;
            }
        check("as long as what is taken", fabs(metres_of(&t.roads) - units * UNIT_M) < 1);
        check_pieces("pieces", &t.roads);
    }
}

static uint64_t
whole_metres(const struct connect_roads *r)
{
    uint64_t all = 0;

    for (uint32_t i = 0; i < r->n_pieces; i++)
        all += r->piece[i].metres;
    return all;
}

static double
nearest_on_roads(const struct connect_roads *r, struct place from)
{
    double least = INFINITY;

    for (uint32_t i = 0; i < r->n_pieces; i++)
        for (uint32_t k = 1; k < r->piece[i].n; k++) {
            struct place a = r->piece[i].way[k - 1], b = r->piece[i].way[k];

            least = fmin(least, place_metres(from, place_between(a, b,
                                                 place_share_nearest(from, a, b))));
        }
    return least;
}

static double
nearest_point(const struct connect_roads *r, struct place from)
{
    double least = INFINITY;

    for (uint32_t i = 0; i < r->n; i++)
        least = fmin(least, place_metres(from, r->point[i]));
    return least;
}

/* A point to leave at is no more than five metres from the nearest one of all; nothing is lost. */
TEST(connect_roads_leave)
{
    enum { SITES = 20 };
    struct rand chance = { .state = 13 };

    for (int i = 0; i < 100; i++) {
        struct town            t;
        struct connect_site    site[SITES];
        struct connect_sites   sites = { site, SITES };
        struct connect_network net = { .n_nodes = 0 };
        bool                   holds = true;

        settle(&t, &chance);
        double   metres = metres_of(&t.roads);
        uint64_t whole = whole_metres(&t.roads);

        for (uint32_t k = 0; k < SITES; k++)
            site[k] = (struct connect_site){ .at = { (double)rand_below(&chance, 700) / 1e4 - 0.01,
                                                     (double)rand_below(&chance, 700) / 1e4 } };
        connect_roads_leave(unit_arena(), &t.roads, &sites, &net);
        for (uint32_t k = 0; k < SITES; k++)
            holds &= nearest_point(&t.roads, site[k].at)
                <= hypot(nearest_on_roads(&t.roads, site[k].at), 5.01);
        check("near", holds);
        check("as long as before", fabs(metres_of(&t.roads) - metres) < 0.01
              && whole_metres(&t.roads) == whole);
        check_pieces("pieces", &t.roads);
    }
}
