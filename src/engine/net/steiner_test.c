/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* steiner_test.c — trees reckoned by hand, and many small ones against every set of vertices. */
#include "engine/net/steiner_exact.h"

#include <stdio.h>

#include "test/unit.h"

enum { VERTICES = 8, LINKS = 12, OF_EACH_CLASS = 200, LINE = 2000, WIDTH = 60 };

/* ---- by hand --------------------------------------------------------------------------------- */

struct by_hand {
    const char     *name;
    uint32_t        n;
    int64_t         prize[VERTICES];
    size_t          n_links;
    struct net_link link[LINKS];
    int64_t         links, lost;
    uint32_t        inside, n_cut_off;
};

static const struct by_hand hand[] = {
    { "the root alone", 1, { 0 }, 0, { { 0 } }, 0, 0, 1, 0 },
    { "the root's own prize is not looked at", 1, { 7 }, 0, { { 0 } }, 0, 0, 1, 0 },
    { "worth its link", 2, { 0, 10 }, 1, { { 0, 1, 9 } }, 9, 0, 2, 0 },
    { "not worth its link", 2, { 0, 10 }, 1, { { 0, 1, 11 } }, 0, 10, 1, 0 },
    { "must", 2, { 0, NET_MUST }, 1, { { 0, 1, 11 } }, 11, 0, 2, 0 },
    { "must, the dearest of links", 2, { 0, NET_MUST }, 1, { { 0, 1, NET_MONEY_MAX } },
      NET_MONEY_MAX, 0, 2, 0 },
    { "must, and no way", 2, { 0, NET_MUST }, 0, { { 0 } }, 0, 0, 1, 1 },
    { "no way", 2, { 0, 5 }, 0, { { 0 } }, 0, 5, 1, 0 },
    { "no way for two that are linked", 3, { 0, 5, NET_MUST }, 1, { { 1, 2, 1 } }, 0, 5, 1, 1 },
    { "the cheaper of doubles, whichever comes first", 2, { 0, 10 }, 3,
      { { 0, 1, 8 }, { 1, 0, 3 }, { 0, 1, 5 } }, 3, 0, 2, 0 },
    { "loops", 2, { 0, 10 }, 3, { { 0, 0, 0 }, { 1, 1, 0 }, { 0, 1, 4 } }, 4, 0, 2, 0 },
    { "two share a way that neither is worth", 4, { 0, 0, 6, 6 }, 3,
      { { 0, 1, 8 }, { 1, 2, 1 }, { 1, 3, 1 } }, 10, 0, 4, 0 },
    { "together not worth the way", 4, { 0, 0, 4, 4 }, 3,
      { { 0, 1, 8 }, { 1, 2, 1 }, { 1, 3, 1 } }, 0, 8, 1, 0 },
    { "two near each other, together not worth the way", 3, { 0, 10, 10 }, 2,
      { { 0, 1, 25 }, { 1, 2, 1 } }, 0, 20, 1, 0 },
    { "a branch of a tree is left out", 4, { 0, 9, 2, 9 }, 3,
      { { 0, 1, 3 }, { 1, 2, 3 }, { 1, 3, 3 } }, 6, 2, 3, 0 },
    { "through a poor one to a rich one", 3, { 0, 1, 20 }, 3,
      { { 0, 1, 5 }, { 1, 2, 5 }, { 0, 2, 11 } }, 10, 0, 3, 0 },
    { "a middle that no shortest way passes", 5, { 0, NET_MUST, NET_MUST, NET_MUST, 0 }, 7,
      { { 0, 4, 10 }, { 1, 4, 10 }, { 2, 4, 10 }, { 3, 4, 10 }, { 0, 1, 15 }, { 1, 2, 15 },
        { 2, 3, 15 } }, 40, 0, 5, 0 },
    { "links that cost nothing, in a circle", 4, { 0, 3, 0, 3 }, 4,
      { { 0, 1, 0 }, { 1, 2, 0 }, { 2, 3, 0 }, { 3, 1, 0 } }, 0, 0, 3, 0 },
    { "one place twice, away from the root", 3, { 0, 3, 3 }, 2, { { 0, 1, 5 }, { 1, 2, 0 } },
      5, 0, 3, 0 },
    { "nothing has a prize", 3, { 0, 0, 0 }, 2, { { 0, 1, 0 }, { 1, 2, 4 } }, 0, 0, 1, 0 },
};

static struct net_tree
tree_of(const struct net_graph *g)
{
    struct net_tree tree = { 0 };

    check("it runs to its end", net_steiner(unit_arena(), g, NULL, NULL, &tree));
    return tree;
}

TEST(steiner_by_hand)
{
    for (size_t i = 0; i < COUNT(hand); i++) {
        const struct by_hand *h = &hand[i];
        struct net_graph      g = { h->n, h->link, h->n_links, h->prize };
        struct net_tree       t = tree_of(&g);

        check(h->name, t.links == h->links && t.lost == h->lost && t.n_cut_off == h->n_cut_off);
        check(h->name, t.n <= h->inside && t.bound == h->links + h->lost);
        check(h->name, net_tree_wrong(unit_arena(), &g, &t) == NULL);
    }
}

/* ---- small ones by chance -------------------------------------------------------------------- */

TEST(steiner_small_against_all_sets)
{
    static const char *const CLASS[EXACT_CLASSES] = { "near-uniform", "places", "wide" };

    for (size_t c = 0; c < EXACT_CLASSES; c++) {
        struct exact_tally tally = { 0 };

        for (uint64_t seed = 0; seed < OF_EACH_CLASS; seed++)
            exact_try(unit_arena(), (enum exact_class)c, seed, &tally);
        printf("steiner, %s: %u of %u best, %u proven, worst gap %.2f %%, of the bound %.2f %%\n",
               CLASS[c], tally.best, tally.n, tally.proven, 100 * tally.worst,
               100 * tally.worst_of_bound);
        check(CLASS[c], tally.n == OF_EACH_CLASS && tally.wrong == 0);
        check(CLASS[c], tally.best * 100 >= tally.n * 97);
    }
}

/* ---- large and odd ones ---------------------------------------------------------------------- */

/* A line without end is where recursion would end. */
TEST(steiner_long_line)
{
    struct net_link *link = NEWS(unit_arena(), struct net_link, LINE);
    int64_t         *prize = NEWS(unit_arena(), int64_t, LINE + 1);
    struct net_graph g = { LINE + 1, link, LINE, prize };

    for (uint32_t v = 0; v < LINE; v++)
        link[v] = (struct net_link){ v, v + 1, 1 + v % 7 };
    prize[LINE] = NET_MUST;
    struct net_tree t = tree_of(&g);

    check("to its end", t.n == LINE + 1 && t.bound == t.links);
    check("and it is a tree", net_tree_wrong(unit_arena(), &g, &t) == NULL);
}

/* A square of WIDTH by WIDTH whose links cost nearly the same, a third of it with prizes. */
static struct net_graph
square(uint64_t seed)
{
    struct rand      chance = { seed };
    struct net_link *link = NEWS(unit_arena(), struct net_link, 2 * WIDTH * WIDTH);
    int64_t         *prize = NEWS(unit_arena(), int64_t, WIDTH * WIDTH);
    struct net_graph g = { WIDTH * WIDTH, link, 0, prize };

    for (uint32_t v = 0; v < WIDTH * WIDTH; v++) {
        if (v % WIDTH + 1 < WIDTH)
            link[g.n_links++] = (struct net_link){ v, v + 1, rand_below(&chance, 100) };
        if (v + WIDTH < WIDTH * WIDTH)
            link[g.n_links++] = (struct net_link){ v + WIDTH, v, rand_below(&chance, 100) };
        prize[v] = rand_below(&chance, 3) == 0 ? rand_below(&chance, 150) : 0;
    }
    return g;
}

/* Streets of equal length and few who must: many ways are the shortest. A way that was taken in
 * from its far end was turned round there and lost, so that all tries were in vain. */
TEST(steiner_tries)
{
    struct net_graph  g = square(3);
    int64_t          *prize = NEWS(unit_arena(), int64_t, g.n);
    struct net_link  *link = NEWS(unit_arena(), struct net_link, g.n_links);
    struct net_effort tries = { .tries = 10 };
    struct net_tree   plain, t;

    for (uint32_t v = 0; v < g.n; v += 331)
        prize[v] = NET_MUST;
    for (size_t i = 0; i < g.n_links; i++)
        link[i] = (struct net_link){ g.link[i].a, g.link[i].b, 5 };
    g.link = link;
    g.prize = prize;
    plain = tree_of(&g);
    check("they run to their end", net_steiner(unit_arena(), &g, &tries, NULL, &t));
    check("better than without", t.links < plain.links && t.bound == plain.bound);
    check("near the bound", (t.links - t.bound) * 10 < t.bound);
    check("a tree", net_tree_wrong(unit_arena(), &g, &t) == NULL);
}

static bool
stop_later(void *arg, uint64_t done, uint64_t all)
{
    uint32_t *left = arg;

    return done <= all && (*left)-- > 0;
}

TEST(steiner_square)
{
    struct net_graph g = square(1);
    struct net_tree  t = tree_of(&g), again = tree_of(&g);
    bool             same = true;

    for (uint32_t v = 0; v < g.n; v++)
        same &= t.link[v] == again.link[v] && t.above[v] == again.above[v];
    check("the same again", same && t.bound == again.bound);
    check("a tree", net_tree_wrong(unit_arena(), &g, &t) == NULL);
    check("near its bound", (t.links + t.lost - t.bound) * 20 < t.bound);
}

TEST(steiner_stops)
{
    struct net_graph g = square(2);
    struct net_tree  t;

    for (uint32_t asked = 0; asked < 3; asked++) {
        uint32_t left = asked;

        check("when told to", !net_steiner(unit_arena(), &g, NULL,
                                           &(struct progress){ &left, stop_later }, &t));
    }
}

/* ---- the check itself ------------------------------------------------------------------------ */

/* Of a tree 0 - 1 - 2, with 3 outside: what is made wrong of it. */
struct spoiled {
    const char *name;
    uint32_t    vertex, link, above;
    int64_t     more_links, more_lost, more_bound;
    uint32_t    more_n;
};

TEST(steiner_check_finds)
{
    static const struct net_link LINK[] = { { 0, 1, 3 }, { 1, 2, 3 }, { 2, 3, 9 }, { 1, 3, 9 } };
    static const int64_t         PRIZE[] = { 0, 9, NET_MUST, 1 };
    static const struct spoiled  ROW[] = {
        { "nothing is wrong",             1, 0, 0, 0, 0, 0, 0 },
        { "a link of others",             2, 0, 1, 0, 0, 0, 0 },
        { "no such link",                 2, 4, 1, 0, 0, 0, 0 },
        { "no such vertex",               2, 1, 9, 0, 0, 0, 0 },
        { "a link and nobody above",      2, 1, NET_NONE, 0, 0, 0, 0 },
        { "a circle",                     1, 1, 2, 0, 0, 0, 0 },
        { "hangs on who is outside",      2, 2, 3, 6, 0, 0, 0 },
        { "who must is outside",          2, NET_NONE, NET_NONE, -3, 0, 0, UINT32_MAX },
        { "other links",                  1, 0, 0, 1, 0, 0, 0 },
        { "other losses",                 1, 0, 0, 0, 1, 0, 0 },
        { "a bound above the tree",       1, 0, 0, 0, 0, 1, 0 },
        { "another number of vertices",   1, 0, 0, 0, 0, 0, 1 },
    };
    struct net_graph g = { COUNT(PRIZE), LINK, COUNT(LINK), PRIZE };

    for (size_t i = 0; i < COUNT(ROW); i++) {
        struct net_tree t = tree_of(&g);

        t.link[ROW[i].vertex] = ROW[i].link;
        t.above[ROW[i].vertex] = ROW[i].above;
        t.links += ROW[i].more_links;
        t.lost += ROW[i].more_lost;
        t.bound += ROW[i].more_bound;
        t.n += ROW[i].more_n;
        check(ROW[i].name, (net_tree_wrong(unit_arena(), &g, &t) == NULL) == (i == 0));
    }
}
