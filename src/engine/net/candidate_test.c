/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* candidate_test.c — candidates as brute force finds them, in their order, each once. */
#include "engine/net/candidate.h"

#include <string.h>

#include "engine/net/place_test.h"
#include "test/unit.h"

/* Which pairs are to be there; of places at one point the first stands for all. */
struct should {
    bool     is[PLACE_TEST_MAX][PLACE_TEST_MAX];
    uint32_t first[PLACE_TEST_MAX];
};

static void
should_be(struct should *s, uint32_t a, uint32_t b)
{
    s->is[a < b ? a : b][a < b ? b : a] = true;
}

static double
chord2(const struct place_test *t, uint32_t a, uint32_t b)
{
    return spot_chord2(place_spot(t->place[a]), place_spot(t->place[b]));
}

/* The nearest to place `i` that is further than `than`, or as far with a larger number; itself:
 * there is none. */
static uint32_t
next_near(const struct place_test *t, const struct should *s, uint32_t i, uint32_t than)
{
    uint32_t best = i;

    for (uint32_t j = 0; j < t->n; j++) {
        double d = chord2(t, i, j), low = chord2(t, i, than), high = chord2(t, i, best);
        bool   is_beyond = than == i ? j != i : d > low || (d == low && j > than);

        if (s->first[j] == j && is_beyond && (best == i || d < high))
            best = j;
    }
    return best;
}

static void
should_all(const struct place_test *t, size_t near, struct should *s)
{
    struct place_links tree;
    struct arena      *a = unit_arena();

    memset(s, 0, sizeof *s);
    for (uint32_t i = t->n; i-- > 0;)
        for (uint32_t j = 0; j <= i; j++)
            if (chord2(t, i, j) == 0) {
                s->first[i] = j;
                break;
            }
    for (uint32_t i = 0; i < t->n; i++) {
        uint32_t other = i;

        if (s->first[i] != i)
            should_be(s, s->first[i], i);
        for (size_t k = 0; k < near && s->first[i] == i; k++) {
            other = next_near(t, s, i, other);
            if (other == i)
                break;
            should_be(s, i, other);
        }
    }
    place_tree(a, place_index_make(a, t->place, t->n), 0, NULL, &tree);
    for (size_t i = 0; i < tree.n; i++)
        should_be(s, tree.link[i].a, tree.link[i].b);
}

/* The links to the network come first; returns how many there are, SIZE_MAX: one is wrong. */
static size_t
check_ways(const struct place_test *t, const struct place_test *network,
           const struct candidates *c)
{
    bool right = c->n >= t->n;

    if (network->n == 0)
        return c->point == NULL ? 0 : SIZE_MAX;
    for (uint32_t i = 0; right && i < t->n; i++) {
        double metres = place_metres(t->place[i], network->place[c->point[i]]);

        right = c->link[i].a == 0 && c->link[i].b == i + 1 && c->link[i].metres == metres;
        for (uint32_t k = 0; k < network->n; k++)
            right &= metres <= place_metres(t->place[i], network->place[k]);
    }
    return right ? t->n : SIZE_MAX;
}

static bool
are_right(const struct place_test *t, const struct place_test *network, size_t near)
{
    static struct should s;
    struct candidate_ask ask = { t->place, t->n, network->place, network->n, near };
    struct candidates    c;
    size_t               at;
    bool                 right = candidates_of(unit_arena(), &ask, NULL, &c);

    should_all(t, near > 0 ? near : CANDIDATE_NEAR, &s);
    at = check_ways(t, network, &c);
    right &= at != SIZE_MAX;
    for (uint32_t a = 0; right && a < t->n; a++)
        for (uint32_t b = a + 1; right && b < t->n; b++)
            if (s.is[a][b]) {
                right = at < c.n && c.link[at].a == a + 1 && c.link[at].b == b + 1 &&
                        c.link[at].metres == place_metres(t->place[a], t->place[b]);
                at++;
            }
    return right && at == c.n;
}

TEST(candidates)
{
    static const size_t      NEAR[] = { 1, 3, 0, PLACE_NEAR_MAX - 1 };
    static struct place_test t, network, none;

    place_test_set(0, &network);
    for (size_t i = 0; place_test_set(i, &t); i++) {
        for (size_t k = 0; k < COUNT(NEAR); k++)
            check(t.name, are_right(&t, &none, NEAR[k]));
        check(t.name, are_right(&t, &network, 2));
        check(t.name, are_right(&t, &t, 2));
    }
}

TEST(candidates_give_back_what_is_not_needed)
{
    static struct place_test t;
    struct candidates        c;
    struct arena            *a = unit_arena();
    size_t                   before = a->used;

    place_test_set(0, &t);
    candidates_of(a, &(struct candidate_ask){ t.place, t.n, t.place, t.n, 0 }, NULL, &c);
    check("links and points are all that is left",
          a->used - before < c.n * sizeof *c.link + t.n * sizeof *c.point + 64);
    check("and what comes next is clean", *NEW(a, uint64_t) == 0);
}

TEST(candidates_stop)
{
    static struct place_test t;
    struct candidates        c;
    uint32_t                 stops = 0;
    bool                     is_whole = false;

    place_test_set(0, &t);
    for (uint32_t left = 0; !is_whole && left < 100; left++) {
        struct place_test_patience p = { .left = left };
        struct candidate_ask       ask = { t.place, t.n, t.place, t.n, 0 };

        is_whole = candidates_of(unit_arena(), &ask, &(struct progress){ &p, place_test_go_on },
                                 &c);
        stops += !is_whole;
        check("what is done grows", !p.is_odd);
    }
    check("in the end it is whole", is_whole);
    check("before that it stops when told: near ones, tree, ways", stops >= 3);
}
