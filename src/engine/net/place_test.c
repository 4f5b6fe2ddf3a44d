/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* place_test.c — the sphere by hand, nearest places and the shortest tree by brute force. */
#include "engine/net/place_test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rand.h"
#include "test/unit.h"

/* ---- sets ------------------------------------------------------------------------------------ */

static double
between(struct rand *chance, double low, double high)
{
    return low + (high - low) * (double)(rand_next(chance) >> 11) * 0x1p-53;
}

static struct place
anywhere(struct rand *chance)
{
    return (struct place){ between(chance, -90, 90), between(chance, -180, 180) };
}

static struct place
in_java(struct rand *chance)
{
    return (struct place){ between(chance, -8.5, -6), between(chance, 105, 114.5) };
}

static struct place
in_town(struct rand *chance)
{
    static const struct place TOWNS[] = { { -7.82, 112.01 }, { -6.2, 106.8 }, { -2.53, 140.7 } };
    struct place p = TOWNS[rand_below(chance, COUNT(TOWNS))];

    return (struct place){ p.lat + between(chance, -0.01, 0.01),
                           p.lon + between(chance, -0.01, 0.01) };
}

/* Few points, many times each. */
static struct place
at_few_points(struct rand *chance)
{
    return (struct place){ -7.0 - rand_below(chance, 5), 110.0 + rand_below(chance, 5) };
}

/* Many pairs are equally far apart, or nearly. */
static struct place
on_lattice(struct rand *chance)
{
    return (struct place){ rand_below(chance, 20) * 0.5 - 5, 100 + rand_below(chance, 20) * 0.5 };
}

static struct place
at_date_line(struct rand *chance)
{
    double lon = between(chance, 179, 181);

    return (struct place){ between(chance, -2, 2), lon > 180 ? lon - 360 : lon };
}

static struct place
at_pole(struct rand *chance)
{
    double lat = rand_below(chance, 4) == 0 ? 90 : between(chance, 89, 90);

    return (struct place){ rand_below(chance, 2) == 0 ? lat : -lat, between(chance, -180, 180) };
}

static struct place
on_equator(struct rand *chance)
{
    return (struct place){ 0, 360.0 * rand_below(chance, 512) / 512 - 180 };
}

static struct place
at_one_point(struct rand *chance)
{
    (void)chance;
    return (struct place){ -7.82, 112.01 };
}

static struct place
at_last_meridian(struct rand *chance)
{
    return (struct place){ rand_below(chance, 60), rand_below(chance, 2) == 0 ? 180 : -180 };
}

static const struct {
    const char *name;
    struct place (*some)(struct rand *);
    uint32_t    n;
} sets[] = {
    { "anywhere",            anywhere,         PLACE_TEST_MAX },
    { "in Java",             in_java,          PLACE_TEST_MAX },
    { "in towns",            in_town,          PLACE_TEST_MAX },
    { "at few points",       at_few_points,    PLACE_TEST_MAX },
    { "on a lattice",        on_lattice,       PLACE_TEST_MAX },
    { "at the date line",    at_date_line,     PLACE_TEST_MAX },
    { "at the poles",        at_pole,          PLACE_TEST_MAX },
    { "on the equator",      on_equator,       PLACE_TEST_MAX },
    { "at one point",        at_one_point,     PLACE_TEST_MAX },
    { "both names of 180",   at_last_meridian, PLACE_TEST_MAX },
    { "as many as a leaf",   in_java,          PLACE_LEAF     },
    { "one more than that",  in_java,          PLACE_LEAF + 1 },
    { "three",               anywhere,         3              },
    { "two",                 anywhere,         2              },
    { "one",                 anywhere,         1              },
    { "none",                anywhere,         0              },
};

bool
place_test_set(size_t i, struct place_test *t)
{
    struct rand chance = { i + 1 };

    if (i >= COUNT(sets))
        return false;
    t->name = sets[i].name;
    t->n = sets[i].n;
    for (uint32_t k = 0; k < t->n; k++)
        t->place[k] = sets[i].some(&chance);
    return true;
}

bool
place_test_go_on(void *arg, uint64_t done, uint64_t all)
{
    struct place_test_patience *p = arg;

    p->is_odd |= done < p->done || done > all;
    p->done = done;
    return p->left-- > 0;
}

/* ---- the sphere ------------------------------------------------------------------------------ */

TEST(place_is_valid)
{
    static const struct { const char *name; struct place p; bool is; } rows[] = {
        { "the middle",      { 0, 0 },           true  },
        { "a corner",        { 90, 180 },        true  },
        { "another corner",  { -90, -180 },      true  },
        { "too far north",   { 90.0001, 0 },     false },
        { "too far south",   { -90.0001, 0 },    false },
        { "too far east",    { 0, 180.0001 },    false },
        { "too far west",    { 0, -180.0001 },   false },
        { "no latitude",     { (double)NAN, 0 }, false },
        { "no longitude",    { 0, (double)NAN }, false },
        { "endless",         { 0, (double)INFINITY }, false },
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        check(rows[i].name, place_is_valid(rows[i].p) == rows[i].is);
}

/* A degree of the great circle is 6,371,009 m times pi / 180. */
TEST(place_metres)
{
    static const struct { const char *name; struct place a, b; double metres, about; } rows[] = {
        { "none",               { -7.8, 112 },  { -7.8, 112 },  0,               0    },
        { "a degree north",     { 10, 20 },     { 11, 20 },     111195.0837,     1e-3 },
        { "a degree east",      { 0, 20 },      { 0, 21 },      111195.0837,     1e-3 },
        { "across 180",         { 0, 179.5 },   { 0, -179.5 },  111195.0837,     1e-3 },
        { "180 by both names",  { 5, 180 },     { 5, -180 },    0,               0    },
        { "a pole by any name", { 90, 10 },     { 90, -150 },   0,               0    },
        { "over the pole",      { 89.5, 0 },    { 89.5, 180 },  111195.0837,     1e-3 },
        { "a quarter",          { 0, 0 },       { 90, 0 },      10007557.5352,   1e-3 },
        { "pole to pole",       { 90, 0 },      { -90, 0 },     20015115.0704,   0.5  },
        { "a millimetre",       { 0, 0 },       { 9e-9, 0 },    0.00100075575,   1e-6 },
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        double metres = place_metres(rows[i].a, rows[i].b);

        check(rows[i].name, fabs(metres - rows[i].metres) <= rows[i].about);
        check(rows[i].name, metres == place_metres(rows[i].b, rows[i].a));
    }
}

TEST(place_between)
{
    static const struct { const char *name; struct place a, b; double share; struct place is; }
    rows[] = {
        { "the beginning",    { 1.1, 2.2 },  { 3.3, 4.4 },   0,    { 1.1, 2.2 } },
        { "the end",          { 1.1, 2.2 },  { 3.3, 4.4 },   1,    { 3.3, 4.4 } },
        { "the middle",       { 0, 10 },     { 0, 30 },      0.5,  { 0, 20 }    },
        { "a quarter north",  { 0, 10 },     { 40, 10 },     0.25, { 10, 10 }   },
        { "across 180",       { 0, 179 },    { 0, -177 },    0.75, { 0, -178 }  },
        { "over the pole",    { 80, 0 },     { 70, 180 },    0.5,  { 85, 180 }  },
        { "at one point",     { 5, 6 },      { 5, 6 },       0.3,  { 5, 6 }     },
        { "facing",           { 0, 0 },      { 0, 180 },     0.25, { 45, 0 }    },
        { "pole to pole",     { 90, 0 },     { -90, 0 },     0.5,  { 0, 0 }     },
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct place p = place_between(rows[i].a, rows[i].b, rows[i].share);

        check(rows[i].name, place_is_valid(p));
        check(rows[i].name, place_metres(p, rows[i].is) < 1e-6);
    }
}

TEST(place_share_nearest)
{
    static const struct { const char *name; struct place from, a, b; double share; } rows[] = {
        { "beside the middle", { 1, 20 },   { 0, 10 },  { 0, 30 },   0.5  },
        { "upon it",           { 0, 15 },   { 0, 10 },  { 0, 30 },   0.25 },
        { "before it",         { 1, 5 },    { 0, 10 },  { 0, 30 },   0    },
        { "behind it",         { 1, 35 },   { 0, 10 },  { 0, 30 },   1    },
        { "facing its begin",  { 0, -171 }, { 0, 10 },  { 0, 30 },   1    },
        { "across 180",        { 3, -179 }, { 0, 178 }, { 0, -178 }, 0.75 },
        { "of no length",      { 3, 4 },    { 1, 2 },   { 1, 2 },    0    },
    };
    struct rand chance = { 7 };

    for (size_t i = 0; i < COUNT(rows); i++)
        check(rows[i].name, fabs(place_share_nearest(rows[i].from, rows[i].a, rows[i].b) -
                                 rows[i].share) < 1e-9);
    for (int i = 0; i < 200; i++) {
        struct place from = anywhere(&chance), a = anywhere(&chance), b = anywhere(&chance);
        struct place at = place_between(a, b, place_share_nearest(from, a, b));

        for (int k = 0; k <= 50; k++)
            check("none on the way is nearer",
                  place_metres(from, at) <= place_metres(from, place_between(a, b, k / 50.0)) + 1);
    }
}

/* ---- nearest --------------------------------------------------------------------------------- */

static int
by_metres(const void *a, const void *b)
{
    const struct place_near *x = a, *y = b;

    return x->metres != y->metres ? (x->metres > y->metres) - (x->metres < y->metres)
                                  : (x->number > y->number) - (x->number < y->number);
}

static size_t
brute_nearest(const struct place_test *t, struct place from, size_t most, struct place_near *near)
{
    for (uint32_t i = 0; i < t->n; i++)
        near[i] = (struct place_near){ i, place_metres(t->place[i], from) };
    qsort(near, t->n, sizeof *near, by_metres);
    return t->n < most ? t->n : most;
}

static bool
finds_nearest(const struct place_test *t, const struct place_index *x, struct place from,
              size_t most)
{
    struct place_near is[PLACE_NEAR_MAX], should[PLACE_TEST_MAX];
    size_t            n = brute_nearest(t, from, most, should);
    bool              right = place_nearest(x, from, most, is) == n;

    for (size_t i = 0; right && i < n; i++)
        right = is[i].number == should[i].number && is[i].metres == should[i].metres;
    return right;
}

TEST(place_nearest)
{
    static const size_t MOST[] = { 0, 1, 2, 5, 16, PLACE_NEAR_MAX };
    struct place_test   t;

    for (size_t i = 0; place_test_set(i, &t); i++) {
        struct place_index *x = place_index_make(unit_arena(), t.place, t.n);
        struct rand         chance = { i };

        for (size_t m = 0; m < COUNT(MOST); m++) {
            for (uint32_t k = 0; k < t.n; k += 3)
                check(t.name, finds_nearest(&t, x, t.place[k], MOST[m]));
            for (int k = 0; k < 30; k++)
                check(t.name, finds_nearest(&t, x, anywhere(&chance), MOST[m]));
        }
    }
}

TEST(place_index_keeps_its_promise)
{
    enum { MANY = 20000 };
    struct arena *a = unit_arena();
    struct rand   chance = { 3 };
    struct place *place = NEWS(a, struct place, MANY);
    size_t        before;

    for (uint32_t i = 0; i < MANY; i++)
        place[i] = in_java(&chance);
    before = a->used;
    place_index_make(a, place, MANY);
    check("40 bytes a place", a->used - before < 40 * MANY + 1024);
}

/* ---- the shortest tree ----------------------------------------------------------------------- */

static int
by_length(const void *a, const void *b)
{
    const struct place_link *x = a, *y = b;

    if (x->metres != y->metres)
        return x->metres < y->metres ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static uint32_t
root_of(const uint32_t *above, uint32_t v)
{
    while (above[v] != v)
        v = above[v];
    return v;
}

/* Kruskal 1956 over all pairs, by the square of the chord. */
static size_t
brute_tree(const struct place_test *t, uint32_t n_joined, struct place_link *tree)
{
    struct place_link *pair = NEWS(unit_arena(), struct place_link, (size_t)t->n * t->n);
    uint32_t           above[PLACE_TEST_MAX];
    size_t             n_pairs = 0, n = 0;

    for (uint32_t i = 0; i < t->n; i++) {
        above[i] = i < n_joined ? 0 : i;
        for (uint32_t j = 0; j < i; j++)
            pair[n_pairs++] = (struct place_link){ j, i,
                spot_chord2(place_spot(t->place[i]), place_spot(t->place[j])) };
    }
    qsort(pair, n_pairs, sizeof *pair, by_length);
    for (size_t i = 0; i < n_pairs; i++) {
        uint32_t a = root_of(above, pair[i].a), b = root_of(above, pair[i].b);

        above[a] = b;
        if (a != b)
            tree[n++] = pair[i];
    }
    for (size_t i = 0; i < n; i++)
        tree[i].metres = place_metres_of(tree[i].metres);
    qsort(tree, n, sizeof *tree, by_length);
    return n;
}

static bool
is_shortest_tree(const struct place_test *t, const struct place_index *x, uint32_t n_joined)
{
    struct place_link  should[PLACE_TEST_MAX];
    struct place_links is;
    size_t             n = brute_tree(t, n_joined, should);
    bool               right = place_tree(unit_arena(), x, n_joined, NULL, &is) && is.n == n;

    if (right)
        qsort(is.link, is.n, sizeof *is.link, by_length);
    for (size_t i = 0; right && i < n; i++)
        right = by_length(&is.link[i], &should[i]) == 0;
    return right;
}

TEST(place_tree)
{
    struct place_test t;

    for (size_t i = 0; place_test_set(i, &t); i++) {
        struct place_index *x = place_index_make(unit_arena(), t.place, t.n);

        check(t.name, is_shortest_tree(&t, x, 0));
        check(t.name, is_shortest_tree(&t, x, t.n < 2 ? t.n : 2));
        check(t.name, is_shortest_tree(&t, x, t.n / 2));
        check(t.name, is_shortest_tree(&t, x, t.n));
    }
}

TEST(place_tree_is_the_same_again)
{
    struct place_test t;

    for (size_t i = 0; place_test_set(i, &t); i++) {
        struct place_links one, two;
        struct arena      *a = unit_arena();

        place_tree(a, place_index_make(a, t.place, t.n), 0, NULL, &one);
        place_tree(a, place_index_make(a, t.place, t.n), 0, NULL, &two);
        check(t.name, one.n == two.n &&
                      memcmp(one.link, two.link, one.n * sizeof *one.link) == 0);
    }
}

TEST(place_tree_stops)
{
    enum { MANY = 5000 };
    struct arena       *a = unit_arena();
    struct rand         chance = { 5 };
    struct place       *place = NEWS(a, struct place, MANY);
    struct place_links  links;
    struct place_index *x;
    uint32_t            stops = 0;
    bool                is_whole = false;

    for (uint32_t i = 0; i < MANY; i++)
        place[i] = in_java(&chance);
    x = place_index_make(a, place, MANY);
    for (uint32_t left = 0; !is_whole && left < 1000; left++) {
        struct place_test_patience p = { .left = left };

        is_whole = place_tree(a, x, 0, &(struct progress){ &p, place_test_go_on }, &links);
        stops += !is_whole;
        check("what is done grows", !p.is_odd);
    }
    check("in the end it is whole", is_whole && links.n == MANY - 1);
    check("before that it stops when told", stops > 5);
}
