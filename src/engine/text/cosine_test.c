/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cosine_test.c — the nearest titles against brute force, at every corner and on many threads. */
#include "engine/text/cosine.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/rand.h"
#include "test/unit.h"

/* ---- titles ---------------------------------------------------------------------------------- */

struct titles { struct str *title; uint32_t n; };

/* Letters by chance: few of them, so that much is shared; some titles stand twice. */
static struct titles
random_titles(struct arena *a, uint32_t n, uint32_t letters, uint32_t longest)
{
    struct titles t = { NEWS(a, struct str, n), n };
    struct rand   rand = { n + letters };

    for (uint32_t i = 0; i < n; i++) {
        uint32_t length = rand_below(&rand, longest + 1);
        char    *p = NEWS(a, char, length + 1);

        for (uint32_t j = 0; j < length; j++)
            p[j] = rand_below(&rand, 7) == 0 ? ' ' : (char)('a' + rand_below(&rand, letters));
        t.title[i] = i > 0 && rand_below(&rand, 10) == 0 ? t.title[rand_below(&rand, i)]
                                                         : (struct str){ p, length };
    }
    return t;
}

/* A word of two to four syllables, the same for the same number. */
static struct str
word(struct arena *a, uint32_t number)
{
    static const char syllable[][5] = { "ba", "ci", "du", "ga", "ha", "ja", "ke", "la", "mu", "na",
                                        "pe", "ra", "si", "tan", "wa", "yo", "ber", "kan", "ling" };
    struct rand rand = { number * 7919ull + 1 };
    uint32_t    n = 2 + rand_below(&rand, 3);
    struct str  out = S("");

    for (uint32_t i = 0; i < n; i++)
        out = str_join(a, S(""), (struct str[]){ out, str_of(syllable[rand_below(&rand,
            COUNT(syllable))]) }, 2);
    return out;
}

/* What plans are made of: 20 verbs, 30 objects, 12 agencies, 514 cities; one in ten has a slip. */
static struct titles
plan_titles(struct arena *a, uint32_t n)
{
    struct titles t = { NEWS(a, struct str, n), n };
    struct str    verb[20], object[30], agency[12], city[514];
    struct rand   rand = { n };

    for (uint32_t i = 0; i < COUNT(verb); i++)
        verb[i] = word(a, i);
    for (uint32_t i = 0; i < COUNT(object); i++)
        object[i] = str_fmt(a, "%.*s %.*s", TEXT(word(a, 100 + i)), TEXT(word(a, 200 + i % 13)));
    for (uint32_t i = 0; i < COUNT(agency); i++)
        agency[i] = str_fmt(a, "Dinas %.*s", TEXT(word(a, 300 + i)));
    for (uint32_t i = 0; i < COUNT(city); i++)
        city[i] = str_fmt(a, "%s %.*s", i % 5 > 0 ? "Kabupaten" : "Kota", TEXT(word(a, 400 + i)));
    for (uint32_t i = 0; i < n; i++) {
        struct str v = verb[rand_below(&rand, 20)], o = object[rand_below(&rand, 30)];
        struct str g = agency[rand_below(&rand, 12)], c = city[rand_below(&rand, 514)];
        struct str s = str_fmt(a, "%.*s %.*s %.*s %.*s", TEXT(v), TEXT(o), TEXT(g), TEXT(c));
        uint32_t   slip = rand_below(&rand, (uint32_t)s.n);

        t.title[i] = rand_below(&rand, 10) > 0 ? s
            : str_fmt(a, "%.*s%.*s", (int)slip, s.p, (int)(s.n - slip - 1), s.p + slip + 1);
    }
    return t;
}

/* ---- brute force ----------------------------------------------------------------------------- */

/* A list, its index, the likeness of any two titles (NULL: asked for when it is needed), and in
 * which list each title stands. */
struct bench { struct titles titles; struct cosine_index *x; uint32_t *likeness; unsigned *side; };

static struct bench
bench_of(struct arena *a, struct titles t)
{
    struct bench b = { t, cosine_make(a, t.title, t.n), NEWS(a, uint32_t, (size_t)t.n * t.n),
                       NEWS(a, unsigned, t.n) };

    for (uint32_t i = 0; i < t.n; i++)
        for (uint32_t j = 0; j < t.n; j++)
            b.likeness[i * t.n + j] = cosine_of(b.x, i, j);
    return b;
}

/* Two lists: the first `n_left` rows, and the others. 0: one list. */
static void
put_sides(const struct bench *b, uint32_t n_left)
{
    memset(b->side, 0, b->titles.n * sizeof *b->side);
    for (uint32_t i = 0; i < b->titles.n; i++)
        b->side[cosine_first(b->x, i)] |= n_left == 0 ? 3 : i < n_left ? 1 : 2;
}

/* Is one of them in the first list, the other in the second? */
static bool
are_sides(unsigned a, unsigned b)
{
    return (a & 1 && b & 2) || (a & 2 && b & 1);
}

static size_t
brute_nearest(const struct bench *b, uint32_t row, struct cosine_plan plan, struct cosine_hit *hit)
{
    size_t n = 0;

    for (uint32_t other = 0; other < b->titles.n; other++) {
        uint32_t likeness;
        size_t   at;

        if (cosine_first(b->x, other) != other || other == row
            || !are_sides(b->side[row], b->side[other]))
            continue;
        likeness = b->likeness ? b->likeness[(size_t)row * b->titles.n + other]
                               : cosine_of(b->x, row, other);
        if (likeness == 0 || likeness < plan.want.least)
            continue;
        if (n == plan.want.most && likeness <= hit[n - 1].likeness)
            continue;
        at = n < plan.want.most ? n++ : n - 1;
        for (; at > 0 && hit[at - 1].likeness < likeness; at--)
            hit[at] = hit[at - 1];
        hit[at] = (struct cosine_hit){ other, likeness };
    }
    return n;
}

/* A taker: compares with brute force if there is any, and remembers what it was given. */
struct taken {
    const struct bench *bench;
    struct cosine_plan  plan;
    uint32_t            n, n_wrong, n_hits, last, stop_after;
    uint64_t            digest;
};

static bool
take(void *arg, uint32_t row, const struct cosine_hit *hit, size_t n)
{
    struct taken     *t = arg;
    struct cosine_hit brute[COSINE_BEST_MAX];

    t->digest = t->digest * 31 + row;
    for (size_t i = 0; i < n; i++)
        t->digest = (t->digest * 31 + hit[i].row) * 31 + hit[i].likeness;
    if (t->bench)
        t->n_wrong += brute_nearest(t->bench, row, t->plan, brute) != n
            || (n > 0 && memcmp(brute, hit, n * sizeof *hit) != 0);
    t->n_wrong += t->n > 0 && row <= t->last;
    t->n_hits += (uint32_t)n;
    t->last = row;
    return ++t->n != t->stop_after;
}

static uint32_t
count_different(const struct bench *b)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < b->titles.n; i++)
        n += cosine_first(b->x, i) == i;
    return n;
}

/* Every number of hits, least likeness and number of threads. Returns how many hits there were. */
static uint32_t
check_bench(const char *name, const struct bench *b, uint32_t n_left)
{
    static const size_t   most[] = { 1, 3, 10 };
    static const uint32_t least[] = { 0, 3000, 6000, 9000 };
    uint32_t              n_hits = 0, n = count_different(b);

    put_sides(b, n_left);
    for (size_t i = 0; i < COUNT(most) * COUNT(least) * 2; i++) {
        struct cosine_plan plan = { { least[i / 2 % COUNT(least)], most[i / 2 / COUNT(least)] },
                                    n_left, 1 + (int)(i % 2) };
        struct taken       t = { .bench = b, .plan = plan };

        check(name, cosine_all(b->x, unit_arena(), plan,
                               (struct cosine_out){ { &t, take }, NULL }));
        check(name, t.n == n && t.n_wrong == 0);
        n_hits += t.n_hits;
    }
    return n_hits;
}

TEST(cosine_all_is_as_brute_force)
{
    static const struct { const char *name; uint32_t n, letters, longest; } row[] = {
        { "baseline: 12 letters",                   300, 12, 24 },
        { "two letters: all is shared, many ties",  300, 2,  24 },
        { "one letter: a few different titles",     300, 1,  40 },
        { "short ones",                             400, 4,  6  },
        { "up to the longest title and beyond",     60,  5,  700 },
        { "26 letters: little is shared",           300, 26, 30 },
        { "two titles",                             2,   3,  20 },
        { "one title",                              1,   3,  20 },
        { "none",                                   0,   3,  20 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct bench b = bench_of(unit_arena(),
            random_titles(unit_arena(), row[i].n, row[i].letters, row[i].longest));
        uint32_t     n_hits = check_bench(row[i].name, &b, 0);

        check(row[i].name, n_hits > 0 || row[i].n < 3);
        check_bench(row[i].name, &b, row[i].n / 3);
        arena_reset(unit_arena());
    }
}

TEST(cosine_all_of_plans)
{
    struct bench b = bench_of(unit_arena(), plan_titles(unit_arena(), 500));

    check("plans have much in common", check_bench("plans", &b, 0) > 500);
    check_bench("plans of two lists", &b, 200);
}

/* All but one word, or one number, is the same. */
TEST(cosine_all_of_boilerplate)
{
    struct titles t = { NEWS(unit_arena(), struct str, 400), 400 };
    struct bench  b;

    for (uint32_t i = 0; i < t.n; i++)
        t.title[i] = i % 2 > 0
            ? str_fmt(unit_arena(), "Belanja Perjalanan Dinas Biasa %.*s",
                      TEXT(word(unit_arena(), i)))
            : str_fmt(unit_arena(), "Belanja Perjalanan Dinas Biasa Paket %u", i);
    b = bench_of(unit_arena(), t);
    check("they have something in common", check_bench("boilerplate", &b, 0) > 0);
}

/* Titles of the same two letters: all lists are long, nearly all likenesses are the same few. */
TEST(cosine_all_of_ties)
{
    struct titles t = { NEWS(unit_arena(), struct str, 500), 500 };
    struct bench  b;

    for (uint32_t i = 0; i < t.n; i++)
        t.title[i] = str_fmt(unit_arena(), "aaaa %c%c%c", 'b' + i % 20, 'b' + i / 20 % 20,
                             'b' + i / 400);
    b = bench_of(unit_arena(), t);
    check("they have something in common", check_bench("ties", &b, 0) > 0);
}

/* ---- what a likeness is ---------------------------------------------------------------------- */

TEST(cosine_of)
{
    static const struct { const char *name; const char *a, *b; uint32_t from, to; } row[] = {
        { "baseline: a slip",       "Pembangunan Drainase", "Pembangunan Drainasse", 6000, 9500 },
        { "equal when folded",      "Jalan, Desa!", "jalan  DESA", 10000, 10000 },
        { "with marks and without", "Caf\xc3\xa9 Desa", "cafe desa", 10000, 10000 },
        { "nothing shared",         "jembatan", "puskesmas", 0, 0 },
        { "one and the same letter", "x", "X.", 10000, 10000 },
        { "two letters",            "x", "y", 0, 0 },
        { "a letter, and a word of it", "x", "x y z", 0, 0 },
        { "the order of words",     "desa jalan raya", "raya jalan desa", 5000, 9900 },
        { "empty and empty",        "", "?!", 0, 0 },
        { "empty and a word",       "", "desa", 0, 0 },
        { "Han", "\xe5\x9f\x8e\xe5\xb8\x82\xe5\xbb\xba\xe8\xae\xbe\xe9\xa1\xb9",
                 "\xe5\x9f\x8e\xe5\xb8\x82\xe5\xbb\xba\xe8\xae\xbe\xe8\xae\xa1", 1500, 8000 },
        { "Arabic and the same with marks", "\xd9\x85\xd8\xaf\xd8\xb1\xd8\xb3\xd8\xa9",
                 "\xd9\x85\xd9\x8e\xd8\xaf\xd8\xb1\xd8\xb3\xd8\xa9", 10000, 10000 },
        { "Javanese letters", "\xea\xa6\xa7\xea\xa6\xae\xea\xa6\xa4\xea\xa6\xab\xea\xa6\xb1",
                 "\xea\xa6\xa7\xea\xa6\xae\xea\xa6\xa4\xea\xa6\xab\xea\xa6\xb2", 1500, 8000 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str title[] = { str_of(row[i].a), str_of(row[i].b), S("desa lain"), S("kota") };
        struct cosine_index *x = cosine_make(unit_arena(), title, COUNT(title));
        uint32_t             likeness = cosine_of(x, 0, 1);

        check(row[i].name, likeness >= row[i].from && likeness <= row[i].to);
        check(row[i].name, likeness == cosine_of(x, 1, 0));
    }
}

/* How often a sequence stands in an ASCII title that is folded already, up to a place in it. */
static int
count_in(struct str title, const char *sequence, int up_to)
{
    char padded[128];
    int  n = snprintf(padded, sizeof padded, " %.*s ", TEXT(title)), count = 0;

    for (int at = 0; at + COSINE_LETTERS <= n && at < up_to; at++)
        count += memcmp(padded + at, sequence, COSINE_LETTERS) == 0;
    return count;
}

/* The likeness as a book has it, in doubles: what two have in common, by the weights squared. */
static double
common_in(const struct titles *t, struct str a, struct str b)
{
    char   padded[128];
    int    n = snprintf(padded, sizeof padded, " %.*s ", TEXT(a));
    double sum = 0;

    for (int at = 0; at + COSINE_LETTERS <= n; at++) {
        int    times = count_in(a, padded + at, at + 1);      /* the how manieth it is */
        double with = 0, weight;

        for (uint32_t i = 0; i < t->n; i++)
            with += count_in(t->title[i], padded + at, 128) >= times;
        weight = log2(2 * (t->n + 1) / (with + 1));
        sum += count_in(b, padded + at, 128) >= times ? weight * weight : 0;
    }
    return sum;
}

TEST(cosine_of_is_the_cosine)
{
    struct titles t = { (struct str[]){
        S("pembangunan jalan desa"), S("pembangunan jalan kota"), S("pemeliharaan jalan desa"),
        S("aaaaaaaaaaaaaa aaaa"), S("aaaa"), S("banana banana"), S("ban banana"), S("desa") }, 8 };
    struct cosine_index *x = cosine_make(unit_arena(), t.title, t.n);

    for (uint32_t i = 0; i < t.n; i++)
        for (uint32_t j = 0; j < t.n; j++) {
            double cosine = common_in(&t, t.title[i], t.title[j])
                / sqrt(common_in(&t, t.title[i], t.title[i])
                       * common_in(&t, t.title[j], t.title[j]));

            check("to a ten-thousandth or two",
                  fabs(cosine * COSINE_ONE - cosine_of(x, i, j)) <= 2);
        }
}

/* ---- one entry, cuts, drafts ----------------------------------------------------------------- */

TEST(cosine_first)
{
    static const struct str title[] = { { "Jalan Desa", 10 }, { "", 0 }, { "JALAN  desa.", 12 },
                                        { "jalan", 5 }, { NULL, 0 }, { "jalan", 5 } };
    static const uint32_t first[] = { 0, 1, 0, 3, 1, 3 };
    struct cosine_index  *x = cosine_make(unit_arena(), title, COUNT(title));

    for (uint32_t i = 0; i < COUNT(title); i++)
        check("equal when folded: the first row", cosine_first(x, i) == first[i]);
}

TEST(cosine_cuts_long_titles)
{
    struct arena *a = unit_arena();
    char         *p = NEWS(a, char, 3 * COSINE_RAW_MAX);
    struct str    title[6];

    memset(p, '.', 3 * COSINE_RAW_MAX);
    for (size_t i = 0; i < 600; i += 2) {           /* 300 letters that keep their two bytes */
        p[i] = '\xc3';
        p[i + 1] = '\xb8';
    }
    title[0] = (struct str){ p, 600 };
    title[1] = (struct str){ p, 512 };
    title[2] = (struct str){ p, 510 };
    title[3] = (struct str){ p, 3 * COSINE_RAW_MAX };
    title[4] = (struct str){ p + 1000, 2 * COSINE_RAW_MAX };
    title[5] = S("");
    struct cosine_index *x = cosine_make(a, title, COUNT(title));

    check("what is beyond is not looked at", cosine_first(x, 1) == 0);
    check("what is before is", cosine_first(x, 2) == 2 && cosine_of(x, 0, 2) > 9900);
    check("nor what is beyond of the raw one", cosine_first(x, 3) == 0);
    check("signs only are nothing", cosine_first(x, 5) == 4 && cosine_of(x, 4, 5) == 0);
}

TEST(cosine_nearest)
{
    static const struct str title[] = { { "Pembangunan Jalan Desa", 22 }, { "Drainase Kota", 13 },
                                        { "Pembangunan Jalan Kota", 22 }, { "", 0 },
                                        { "pembangunan jalan DESA", 22 } };
    static const struct { const char *name, *draft; uint32_t least; size_t most, n; uint32_t row; }
    row[] = {
        { "baseline: an equal one",     "pembangunan jalan desa",  0,    3, 2, 0 },
        { "the best one only",          "pembangunan jalan desa",  0,    1, 1, 0 },
        { "the least",                  "pembangunan jalan desa",  9900, 3, 1, 0 },
        { "a slip",                     "pembangunan jaln desa",   3000, 1, 1, 0 },
        { "another one",                "drainase",                3000, 3, 1, 1 },
        { "sequences that none has",    "qqqqqqq",                 0,    3, 0, 0 },
        { "nothing",                    "",                        0,    3, 0, 0 },
        { "signs",                      "?!",                      0,    3, 0, 0 },
    };
    struct cosine_index *x = cosine_make(unit_arena(), title, COUNT(title));

    for (size_t i = 0; i < COUNT(row); i++) {
        struct cosine_hit hit[COSINE_BEST_MAX];
        size_t            used = unit_arena()->used;
        size_t            n = cosine_nearest(x, unit_arena(), str_of(row[i].draft),
            (struct cosine_want){ row[i].least, row[i].most }, hit);

        check(row[i].name, n == row[i].n && (n == 0 || hit[0].row == row[i].row));
        check("nothing stays in the arena", unit_arena()->used == used);
    }
}

/* A draft that is like one of the titles in the list is told what that title is told. */
TEST(cosine_nearest_is_as_all)
{
    struct bench      b = bench_of(unit_arena(), plan_titles(unit_arena(), 400));
    struct cosine_hit hit[5], brute[4];

    put_sides(&b, 0);
    for (uint32_t row = 0; row < b.titles.n; row++) {
        size_t n = cosine_nearest(b.x, unit_arena(), b.titles.title[row],
                                  (struct cosine_want){ 1000, 5 }, hit);
        size_t n_brute = brute_nearest(&b, cosine_first(b.x, row),
                                       (struct cosine_plan){ { 1000, 4 }, 0, 1 }, brute);

        check("the title itself is one more", n == n_brute + 1 && hit[0].likeness == COSINE_ONE
                                              && hit[0].row == cosine_first(b.x, row));
        check("then its nearest", memcmp(hit + 1, brute, n_brute * sizeof *hit) == 0);
    }
}

/* ---- threads, stopping ----------------------------------------------------------------------- */

/* Too many for all pairs: some rows of a longer list, where pictures and reaches decide most. */
TEST(cosine_nearest_in_a_longer_list)
{
    struct titles     t = plan_titles(unit_arena(), 6000);
    struct bench      b = { t, cosine_make(unit_arena(), t.title, t.n), NULL,
                            NEWS(unit_arena(), unsigned, t.n) };
    struct cosine_hit hit[11], brute[10];

    put_sides(&b, 0);
    for (uint32_t row = 0; row < t.n; row += 400) {
        size_t n = cosine_nearest(b.x, unit_arena(), t.title[row],
                                  (struct cosine_want){ 0, 11 }, hit);
        size_t n_brute = brute_nearest(&b, cosine_first(b.x, row),
                                       (struct cosine_plan){ { 0, 10 }, 0, 1 }, brute);

        check("the same", n == n_brute + 1
                          && memcmp(hit + 1, brute, n_brute * sizeof *hit) == 0);
    }
}

TEST(cosine_all_is_the_same_on_many_threads)
{
    struct titles        t = plan_titles(unit_arena(), 3000);
    struct cosine_index *x = cosine_make(unit_arena(), t.title, t.n);
    uint64_t             digest = 0;

    for (int threads = 1; threads <= 4; threads++) {
        struct cosine_plan plan = { { 3000, 10 }, 0, threads };
        struct taken       taken = { .plan = plan };
        size_t             used = unit_arena()->used;

        check("whole", cosine_all(x, unit_arena(), plan,
                                  (struct cosine_out){ { &taken, take }, NULL }));
        check("nothing stays in the arena", unit_arena()->used == used);
        check("in the order of rows", taken.n_wrong == 0 && taken.n > 2000);
        check("the same bytes", threads == 1 || taken.digest == digest);
        digest = taken.digest;
    }
}

/* A progress: stops at the given call, and sees whether it moves on. */
struct told { uint32_t n, stop_after; uint64_t done, all; bool is_bad; };

static bool
tell(void *arg, uint64_t done, uint64_t all)
{
    struct told *t = arg;

    t->is_bad |= done > all || (t->n > 0 && (done <= t->done || all != t->all));
    t->done = done;
    t->all = all;
    return ++t->n != t->stop_after;
}

TEST(cosine_all_may_be_stopped)
{
    static const struct { const char *name; uint32_t taker, progress; bool is_whole; } row[] = {
        { "baseline: to the end",         0,   0, true },
        { "by the taker, at once",        1,   0, false },
        { "by the taker, in the middle",  300, 0, false },
        { "by the progress, at once",     0,   1, false },
        { "by the progress, later",       0,   3, false },
    };
    struct titles        t = plan_titles(unit_arena(), 1000);
    struct cosine_index *x = cosine_make(unit_arena(), t.title, t.n);

    for (size_t i = 0; i < COUNT(row); i++)
        for (int threads = 1; threads <= 2; threads++) {
            struct cosine_plan plan = { { 3000, 3 }, 0, threads };
            struct taken       taken = { .plan = plan, .stop_after = row[i].taker };
            struct told        told = { .stop_after = row[i].progress };
            struct progress    progress = { &told, tell };
            size_t             used = unit_arena()->used;

            check(row[i].name, row[i].is_whole == cosine_all(x, unit_arena(), plan,
                (struct cosine_out){ { &taken, take }, &progress }));
            check(row[i].name, !told.is_bad && (row[i].is_whole == (told.done == told.all)));
            check(row[i].name, row[i].taker == 0 || taken.n == row[i].taker);
            check("nothing stays in the arena", unit_arena()->used == used);
        }
}
