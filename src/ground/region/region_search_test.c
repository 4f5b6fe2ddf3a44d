/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * region_search_test.c — the whole nation on both engines: what people type finds what they mean,
 * slips are forgiven, and both engines answer alike. GUYUB_LONG raises the counts.
 */
#include "ground/region/region_search.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/rand.h"
#include "ground/region/region.h"
#include "ground/region/region_load.h"
#include "ground/region/region_sql.h"
#include "unit.h"
#include "unit_slices.h"

enum { SLIPS = 300, SLIPS_LONG = 3000, HITS = 5, SEED = 20240813 };

/* ---- what people type ----------------------------------------------------------------------- */

static const struct { const char *name, *text, *code; size_t within; } known[] = {
    { "baseline: a city by kind and name", "Kota Kediri",                "35.71",         1 },
    { "a regency by kind and name",       "kab. kediri",                "35.06",         1 },
    { "a name alone: the regency",        "kediri",                     "35.06",         2 },
    { "a name alone: the city",           "kediri",                     "35.71",         2 },
    { "the kind behind",                  "kediri kota",                "35.71",         1 },
    { "a code",                           "35.71",                      "35.71",         1 },
    { "a code with space",                " 35.71.01.1001 ",            "35.71.01.1001", 1 },
    { "a province",                       "jawa timur",                 "35",            1 },
    { "what people also say",             "jatim",                      "35",            1 },
    { "another name",                     "solo",                       "33.72",         5 },
    { "a name of two levels: province",   "yogyakarta",                 "34",            2 },
    { "a name of two levels: city",       "yogyakarta",                 "34.71",         2 },
    { "a letter left out",                "surabya",                    "35.78",         1 },
    { "two letters swapped",              "surabyaa",                   "35.78",         1 },
    { "one word for two",                 "tanjungbalai",               "12.74",         1 },
    { "two words for one",                "fak fak",                    "92.03",         2 },
    { "kota within the name",             "lima puluh kota",            "13.07",         1 },
    { "a beginning",                      "sidoar",                     "35.15",         1 },
    { "a district and its city",          "mojoroto kediri",            "35.71.01",      1 },
    { "with kinds",                       "kec. mojoroto, kota kediri", "35.71.01",      1 },
    { "a village, its district",          "bandar lor mojoroto",        "35.71.01.1001", 1 },
    { "a village, three above", "bandar lor mojoroto kediri jawa timur", "35.71.01.1001", 1 },
    { "a region and its province",        "kediri jawa timur",          "35.06",         2 },
    { "slips in both",                    "mojorto kedri",              "35.71.01",      1 },
    { "an administrative city",           "jakarta selatan",            "31.74",         1 },
    { "capitals and signs",               "KOTA  KEDIRI!!",             "35.71",         1 },
};

static void
search_known(struct cx *cx)
{
    for (size_t i = 0; i < COUNT(known); i++) {
        struct region_hit *hit;
        size_t             n, at = 0;

        check(known[i].name, !region_search(cx, str_of(known[i].text), HITS, &hit, &n));
        while (at < n && !str_eq(hit[at].region.code, str_of(known[i].code)))
            at++;
        check(known[i].name, at < n && at < known[i].within);
    }
}

static void
search_shape(struct cx *cx)
{
    static const struct { const char *name, *text; } none[] = {
        { "nothing asked", "" }, { "only signs", "?!" }, { "no such code", "35.99" },
            { "no such name", "xqzwvkj" },
    };
    struct region_hit *hit;
    size_t             n;

    for (size_t i = 0; i < COUNT(none); i++)
        check(none[i].name, !region_search(cx, str_of(none[i].text), HITS, &hit, &n) && n == 0);
    check("a village", !region_search(cx, S("bandar lor mojoroto"), HITS, &hit, &n) && n > 0);
    check("has three above, from the province down", n > 0 && hit[0].n_above == 3
          && str_eq(hit[0].above[0].code, S("35")) && str_eq(hit[0].above[1].code, S("35.71"))
          && str_eq(hit[0].above[2].code, S("35.71.01")));
    check("a name of many villages", !region_search(cx, S("sukamaju garut"), HITS, &hit, &n)
          && n == HITS);
    check("comes where it was asked for", n > 0 && str_starts(hit[0].region.code, S("32.05")));
    check("one letter", !region_search(cx, S("k"), HITS, &hit, &n) && n == HITS);
    check("gives the highest level first", n > 0 && str_eq(hit[0].region.kind, S("province")));
    check("two letters", !region_search(cx, S("ke"), HITS, &hit, &n) && n == HITS);
    for (size_t i = 0; i < n; i++)
        check("begin the name", str_starts(region_name_folded(cx->arena,
              region_kind_of_word(hit[i].region.kind), hit[i].region.name), S("ke")));
    check("only as many as asked", !region_search(cx, S("kediri"), 1, &hit, &n) && n == 1);
    check("a text of many words", !region_search(cx, S("a b c d e f g h i j k l m n o p q r s t u v"
          " kota kediri kecamatan mojoroto kelurahan bandar lor dan seterusnya dan seterusnya"), 1,
          &hit, &n));
}

/* ---- slips ---------------------------------------------------------------------------------- */

/* One slip in a name: a letter left out, doubled by a neighbour, changed, or two swapped. */
static struct str
slip_in(struct arena *a, struct rand *chance, struct str name)
{
    char  *p = NEWS(a, char, name.n + 2);
    size_t at = rand_below(chance, (uint32_t)name.n - 1), n = 0;
    char   letter = (char)('a' + rand_below(chance, 26));

    switch (rand_below(chance, 4)) {
    case 0:                                                 /* left out */
        for (size_t i = 0; i < name.n; i++)
            if (i != at)
                p[n++] = name.p[i];
        break;
    case 1:                                                 /* one more */
        for (size_t i = 0; i < name.n; i++) {
            p[n++] = name.p[i];
            if (i == at)
                p[n++] = letter;
        }
        break;
    case 2:                                                 /* another  */
        for (size_t i = 0; i < name.n; i++)
            p[n++] = i == at ? letter : name.p[i];
        break;
    default:                                                /* swapped  */
        for (size_t i = 0; i < name.n; i++)
            p[n++] = i == at ? name.p[at + 1] : i == at + 1 ? name.p[at] : name.p[i];
    }
    return (struct str){ p, n };
}

/* A third with the slip anywhere in the full name, a third without the word for the kind. */
static struct str
misspell(struct arena *a, struct rand *chance, const struct region *r)
{
    struct str bare = r->name, kind = S("");

    if (rand_below(chance, 3) == 0)
        return slip_in(a, chance, r->name);
    if (str_starts(bare, S("Kota ")))
        kind = rand_below(chance, 2) ? S("kota ") : S("");
    else if (str_starts(bare, S("Kabupaten ")))
        kind = rand_below(chance, 2) ? S("kab ") : S("");
    if (str_starts(bare, S("Kota ")) && region_code_level(r->code) == 2)
        bare = str_part(bare, 5, bare.n);
    else if (str_starts(bare, S("Kabupaten ")))
        bare = str_part(bare, 10, bare.n);
    bare = slip_in(a, chance, bare);
    return str_fmt(a, "%.*s%.*s", TEXT(kind), TEXT(bare));
}

static int
int64_cmp(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

    return (a > b) - (a < b);
}

struct slips { const char *what; size_t n, found, same; int64_t *us[2]; };

static bool
hits_hold(const struct region_hit *hit, size_t n, struct str code)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(hit[i].region.code, code))
            return true;
    return false;
}

static bool
hits_same(const struct region_hit *a, size_t n_a, const struct region_hit *b, size_t n_b)
{
    if (n_a != n_b)
        return false;
    for (size_t i = 0; i < n_a; i++)
        if (!str_eq(a[i].region.code, b[i].region.code) || a[i].score != b[i].score)
            return false;
    return true;
}

static struct region_hit *
timed_search(struct cx *cx, struct str text, size_t *n, int64_t *us)
{
    struct region_hit *hit = NULL;
    int64_t            start_us = clock_mono_us();

    *n = 0;
    check("a search answers", !region_search(cx, text, HITS, &hit, n));
    *us = clock_mono_us() - start_us;
    return hit;
}

static void
ask_misspelt(struct cx *const cx[2], const struct region *rows, size_t n_rows, struct slips *s)
{
    struct arena *a = cx[0] ? cx[0]->arena : cx[1]->arena;
    struct rand   chance = { .state = SEED };
    bool          show = getenv("GUYUB_SHOW") != NULL;

    for (size_t i = 0; i < s->n; i++) {
        size_t               mark = arena_mark(a), n[2] = { 0 };
        struct region_hit   *hit[2] = { NULL, NULL };
        const struct region *r = &rows[rand_below(&chance, (uint32_t)n_rows)];
        struct str           text = misspell(a, &chance, r);

        for (size_t e = 0; e < 2; e++)
            if (cx[e])
                hit[e] = timed_search(cx[e], text, &n[e], &s->us[e][i]);
        size_t first = cx[0] ? 0 : 1;
        bool   holds = hits_hold(hit[first], n[first], r->code);

        s->found += holds;
        s->same += !cx[0] || !cx[1] || hits_same(hit[0], n[0], hit[1], n[1]);
        if (show && !holds)
            printf("  %.*s for %.*s (%.*s)\n", TEXT(text), TEXT(r->name), TEXT(r->code));
        arena_back(a, mark);
    }
}

static void
note_figure(FILE *f, const struct slips *s, size_t e, const char *what, double value)
{
    fprintf(f, "{\"name\":\"%zu misspelt %s: %s\",\"value\":%.2f,\"engine\":\"%s\"}\n",
            s->n, s->what, what, value, e == 0 ? "sqlite" : "postgres");
}

static void
note_slips(const struct slips *s, size_t e)
{
    const char *path = getenv("GUYUB_FIGURES");
    FILE       *f = path ? fopen(path, "a") : NULL;

    if (!f)
        return;
    note_figure(f, s, e, "% in the first five", 100.0 * (double)s->found / (double)s->n);
    size_t middle = s->n / 2, late = s->n - 1 - s->n / 100;

    note_figure(f, s, e, "p50, ms", (double)s->us[e][middle] / 1000);
    note_figure(f, s, e, "p99, ms", (double)s->us[e][late] / 1000);
    fclose(f);
}

/* `least` in a thousand must be found. */
static void
search_slips(struct cx *const cx[2], enum region_step step, const char *what, size_t least)
{
    struct cx         *any = cx[0] ? cx[0] : cx[1];
    struct slips       s = { .what = what, .n = getenv("GUYUB_LONG") ? SLIPS_LONG : SLIPS };
    struct region_list list = { 0 };

    assert(any);
    check("regions are there", !region_list_of(any, (struct region_filter){ .step = step,
        .most = 8000 }, &list));
    for (size_t e = 0; e < 2; e++)
        s.us[e] = NEWS(any->arena, int64_t, s.n);
    ask_misspelt(cx, list.row, list.n, &s);
    check(what, s.found * 1000 >= s.n * least);
    check("the same order on both engines", s.same == s.n);
    for (size_t e = 0; e < 2; e++) {
        if (!cx[e])
            continue;
        qsort(s.us[e], s.n, sizeof(int64_t), int64_cmp);
        note_slips(&s, e);
    }
}

TEST(region_search)
{
    struct cx *cx[2] = { unit_slices_cx(STORE_SQLITE), unit_slices_cx(STORE_POSTGRES) };

    for (size_t e = 0; e < 2; e++) {
        struct region_load_count count;

        if (!cx[e])
            continue;
        check("the nation loads", !region_load_own(cx[e], &count));
        search_known(cx[e]);
        search_shape(cx[e]);
    }
    search_slips(cx, REGION_STEP_REGENCY, "regencies and cities", 950);
    search_slips(cx, REGION_STEP_DISTRICT, "districts", 800);
}

/* ---- an index that is not whole ------------------------------------------------------------- */

TEST(region_search_broken_index)
{
    static const enum store_kind engine[] = { STORE_SQLITE, STORE_POSTGRES };

    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx         *cx = unit_slices_cx(engine[e]);
        struct region_hit *hit;
        size_t             n;

        if (!cx)
            continue;
        check("an empty index finds nothing", !region_search(cx, S("kediri"), HITS, &hit, &n)
              && n == 0);
        check("a posting of no name", !region_gram_add(cx, S("ked"), S("\x05\x05"), NULL));
        struct err *err = region_search(cx, S("ked"), HITS, &hit, &n);
        check("is said, not guessed", err && str_eq(str_of(err->code), S("region.index_broken")));
        check("a rebuild", !region_search_rebuild(cx));
        check("mends it", !region_search(cx, S("ked"), HITS, &hit, &n) && n == 0);
    }
}
