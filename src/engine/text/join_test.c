/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* join_test.c — the join says what brute force says, in one order, for any number of threads. */
#include "engine/text/join.h"

#include <stdlib.h>
#include <string.h>

#include "base/rand.h"
#include "test/unit.h"

enum { ROWS = 400, TERMS = 300, LONGEST = 40, PAIRS_MAX = ROWS * ROWS / 2 };

/* ---- sets by chance, some of them near copies of others -------------------------------------- */

static int
by_term(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* A small term is rare: the square of a chance leaves few of them. */
static uint32_t
some_term(struct rand *chance)
{
    uint64_t below = rand_below(chance, TERMS), upper = rand_below(chance, TERMS);

    return TERMS - 1 - (uint32_t)(below * upper / TERMS);
}

static size_t
sort_terms(uint32_t *term, size_t n)
{
    size_t kept = 0;

    qsort(term, n, sizeof *term, by_term);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || term[kept - 1] != term[i])
            term[kept++] = term[i];
    return kept;
}

static size_t
some_set(struct rand *chance, uint32_t *term)
{
    size_t n = rand_below(chance, LONGEST);

    for (size_t i = 0; i < n; i++)
        term[i] = some_term(chance);
    return sort_terms(term, n);
}

/* The set before, with a few of its terms changed. */
static size_t
near_copy(struct rand *chance, uint32_t *term, const uint32_t *of, size_t n)
{
    memcpy(term, of, n * sizeof *term);
    for (size_t i = 0; i < n; i++)
        if (rand_below(chance, 6) == 0)
            term[i] = some_term(chance);
    return sort_terms(term, n);
}

static struct join_sets
some_sets(struct arena *a, uint64_t seed, bool weighs)
{
    struct rand chance = { seed };
    uint32_t   *first = NEWS(a, uint32_t, ROWS + 1), *term = NEWS(a, uint32_t, ROWS * LONGEST);
    uint32_t   *weight = NEWS(a, uint32_t, TERMS);

    for (uint32_t r = 0; r < ROWS; r++) {
        bool   copies = r > 0 && rand_below(&chance, 3) == 0;
        size_t n = copies ? near_copy(&chance, term + first[r], term + first[r - 1],
                                      first[r] - first[r - 1])
                          : some_set(&chance, term + first[r]);

        first[r + 1] = first[r] + (uint32_t)n;
    }
    for (uint32_t t = 0; t < TERMS; t++)
        weight[t] = 1 + rand_below(&chance, t % 7 == 0 ? JOIN_WEIGHT_MAX : 200);
    return (struct join_sets){ first, term, weighs ? weight : NULL, ROWS, TERMS };
}

/* ---- pairs ----------------------------------------------------------------------------------- */

struct pairs { struct join_pair *pair; size_t n, stop_at; };

static bool
take(void *arg, const struct join_pair *pair, size_t n)
{
    struct pairs *p = arg;

    memcpy(p->pair + p->n, pair, n * sizeof *pair);
    p->n += n;
    return p->n < p->stop_at;
}

static struct pairs
no_pairs(struct arena *a)
{
    return (struct pairs){ NEWS(a, struct join_pair, PAIRS_MAX), 0, SIZE_MAX };
}

static int
by_rows(const void *a, const void *b)
{
    const struct join_pair *x = a, *y = b;

    return x->a != y->a ? (x->a > y->a) - (x->a < y->a) : (x->b > y->b) - (x->b < y->b);
}

static bool
are_equal(struct pairs x, struct pairs y)
{
    return x.n == y.n && memcmp(x.pair, y.pair, x.n * sizeof *x.pair) == 0;
}

static struct pairs
brute(struct arena *a, const struct join_sets *s, struct join_least least, uint32_t n_left)
{
    struct pairs all = no_pairs(a);

    for (uint32_t i = 0; i < s->n; i++)
        for (uint32_t j = i + 1; j < s->n; j++) {
            struct join_pair pair = join_of(s, i, j);

            if (join_is_alike(pair, least) && (n_left == 0 || (i < n_left) != (j < n_left)))
                all.pair[all.n++] = pair;
        }
    return all;
}

static struct pairs
joined(struct arena *a, const struct join_sets *s, struct join_plan plan, uint32_t n_left)
{
    struct join_index *x = join_make(a, s, plan);
    struct pairs       all = no_pairs(a);
    struct join_count  count;
    struct join_out    out = { { &all, take }, NULL, &count };
    bool is_whole = n_left > 0 ? join_between(x, a, n_left, out) : join_all(x, a, out);

    check("it is whole", is_whole);
    check("as many are counted as are given", count.pairs == all.n);
    return all;
}

static const struct join_least leasts[] = {
    { 1, 10 }, { 1, 3 }, { 1, 2 }, { 6, 10 }, { 617, 1000 }, { 7, 10 }, { 8, 10 }, { 9, 10 },
    { 1, 1 },
};

TEST(join_is_brute_force)
{
    size_t mark = arena_mark(unit_arena()), some = 0;

    for (uint64_t seed = 1; seed <= 6; seed++)
        for (size_t i = 0; i < COUNT(leasts); i++) {
            struct join_sets s = some_sets(unit_arena(), seed, seed % 2 == 0);
            uint32_t         n_left = seed % 3 == 0 ? ROWS / 3 : 0;
            struct pairs     wanted = brute(unit_arena(), &s, leasts[i], n_left);
            struct pairs     got = joined(unit_arena(), &s,
                (struct join_plan){ leasts[i], 1, seed > 4 }, n_left);

            qsort(got.pair, got.n, sizeof *got.pair, by_rows);
            check("the pairs of brute force, each once", are_equal(got, wanted));
            some += wanted.n;
            arena_back(unit_arena(), mark);
        }
    check("there was something to find", some > 10000);
}

TEST(join_is_the_same_on_threads)
{
    for (uint64_t seed = 11; seed <= 12; seed++) {
        struct join_sets s = some_sets(unit_arena(), seed, true);
        struct pairs     one = joined(unit_arena(), &s,
                                      (struct join_plan){ { 1, 10 }, 1, false }, 0);

        for (int threads = 2; threads <= 5; threads++)
            check("the same pairs in the same order", are_equal(one, joined(unit_arena(), &s,
                (struct join_plan){ { 1, 10 }, threads, false }, 0)));
    }
}

/* ---- small cases ---------------------------------------------------------------------------- */

TEST(join_says_how_alike)
{
    static const uint32_t term[] = { 0, 1, 2, 3,  1, 2, 3, 4,  0, 1, 2, 3,  5 };
    static const uint32_t first[] = { 0, 4, 8, 12, 12, 13 };            /* the fourth is empty */
    static const uint32_t weight[] = { 8, 4, 2, 1, 1, 1 };
    struct join_sets      plain = { first, term, NULL, 5, 6 };
    struct join_sets      heavy = { first, term, weight, 5, 6 };
    static const struct {
        const char *name; bool weighs; struct join_least least; size_t n; struct join_pair pair[3];
    } row[] = {
        { "equal sets alone", false, { 1, 1 }, 1, { { 0, 2, 4, 4 } } },
        { "three of five: at the threshold", false, { 3, 5 }, 3,
          { { 0, 1, 3, 5 }, { 0, 2, 4, 4 }, { 1, 2, 3, 5 } } },
        { "three of five: just under it", false, { 6001, 10000 }, 1, { { 0, 2, 4, 4 } } },
        { "by weight they share 7 of 16", true, { 7, 16 }, 3,
          { { 0, 1, 7, 16 }, { 0, 2, 15, 15 }, { 1, 2, 7, 16 } } },
        { "by weight, just under", true, { 44, 100 }, 1, { { 0, 2, 15, 15 } } },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct pairs got = joined(unit_arena(), row[i].weighs ? &heavy : &plain,
                                  (struct join_plan){ row[i].least, 1, false }, 0);

        qsort(got.pair, got.n, sizeof *got.pair, by_rows);
        check(row[i].name, got.n == row[i].n &&
              memcmp(got.pair, row[i].pair, got.n * sizeof *got.pair) == 0);
    }
}

TEST(join_of_nothing)
{
    static const uint32_t none[] = { 0, 0, 0 };
    struct join_sets      empty = { none, none, NULL, 0, 0 }, blank = { none, none, NULL, 2, 1 };

    struct join_plan      plan = { { 1, 2 }, 2, false };

    check("no rows", joined(unit_arena(), &empty, plan, 0).n == 0);
    check("rows of nothing are like nothing", joined(unit_arena(), &blank, plan, 0).n == 0);
}

/* ---- more pairs than a tray holds ------------------------------------------------------------ */

enum { TWINS = 4200 };

struct counted { uint64_t n, wrong; uint32_t a, b; };

/* Each row's pairs with those before it, one row after the other. */
static bool
count_twins(void *arg, const struct join_pair *pair, size_t n)
{
    struct counted *c = arg;

    for (size_t i = 0; i < n; i++) {
        c->a = c->a + 1 < c->b ? c->a + 1 : 0;
        c->b += c->a == 0;
        c->wrong += pair[i].a != c->a || pair[i].b != c->b || pair[i].all != 3;
    }
    c->n += n;
    return true;
}

TEST(join_of_many_twins)
{
    uint32_t *first = NEWS(unit_arena(), uint32_t, TWINS + 1);
    uint32_t *term = NEWS(unit_arena(), uint32_t, TWINS * 3);

    for (uint32_t i = 0; i < TWINS * 3; i++) {
        term[i] = i % 3;
        first[i / 3 + 1] = i / 3 * 3 + 3;
    }
    for (int threads = 1; threads <= 2; threads++) {
        struct join_sets   s = { first, term, NULL, TWINS, 3 };
        struct join_index *x = join_make(unit_arena(), &s,
                                         (struct join_plan){ { 9, 10 }, threads, false });
        struct counted     c = { 0 };
        struct join_count  count;

        check("it is whole", join_all(x, unit_arena(), (struct join_out){
            { &c, count_twins }, NULL, &count }));
        check("each pair once", c.n == (uint64_t)TWINS * (TWINS - 1) / 2);
        check("in order", c.wrong == 0);
        check("counted once", count.pairs == c.n && count.verified == c.n);
    }
}

/* ---- drafts ---------------------------------------------------------------------------------- */

/* A row as a draft finds itself and what brute force says of it. */
static bool
asks_like_brute(const struct join_index *x, const struct join_sets *s, struct join_least least,
                uint32_t row, uint32_t unknown)
{
    uint32_t          from = s->first[row];
    struct join_draft draft = { s->term + from, s->first[row + 1] - from, unknown };
    struct join_pair *hit;
    size_t            n = join_ask(x, unit_arena(), draft, &hit), at = 0;

    for (uint32_t r = 0; r < s->n; r++) {
        struct join_pair pair = join_of(s, r, row);

        pair = (struct join_pair){ r, JOIN_DRAFT, pair.shared, pair.all + unknown };
        if (join_is_alike(pair, least) && (at >= n || memcmp(&hit[at++], &pair, sizeof pair) != 0))
            return false;
    }
    return at == n;
}

TEST(join_ask_is_brute_force)
{
    for (size_t i = 0; i < COUNT(leasts); i++) {
        struct join_sets   s = some_sets(unit_arena(), 20 + i, i % 2 == 0);
        struct join_index *x = join_make(unit_arena(), &s,
                                         (struct join_plan){ leasts[i], 1, true });

        for (uint32_t row = 0; row < ROWS; row += 3)
            check("a draft finds what brute force finds",
                  asks_like_brute(x, &s, leasts[i], row, row % 4 * 7));
    }
}

/* ---- stopping -------------------------------------------------------------------------------- */

static bool
not_for_long(void *arg, uint64_t done, uint64_t all)
{
    (void)arg;
    return done * 2 < all;
}

TEST(join_stops_when_asked)
{
    struct join_sets   s = some_sets(unit_arena(), 31, false);
    struct join_index *x = join_make(unit_arena(), &s, (struct join_plan){ { 1, 10 }, 2, false });
    struct pairs       all = no_pairs(unit_arena());
    struct progress    half = { NULL, not_for_long };

    check("the progress stops it", !join_all(x, unit_arena(), (struct join_out){
        { &all, take }, &half, NULL }));
    all = no_pairs(unit_arena());
    all.stop_at = 1;
    check("the taker stops it", !join_all(x, unit_arena(), (struct join_out){
        { &all, take }, NULL, NULL }));
    check("after its first pairs", all.n > 0);
}
