/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is found in small lists; the points are those of the program's own model. */
#include "city/overlap/overlap.h"

#include "unit.h"

enum { TOLD_MAX = 400 };

struct told {
    struct { uint32_t a, b, n_a, n_b; enum overlap_kind kind; int32_t points; } pair[TOLD_MAX];
    size_t n_pairs;
    struct { uint32_t first; size_t n; bool differs; } group[TOLD_MAX];
    size_t n_groups;
    size_t words;                           /* in common, of the last pair */
    bool   group_after_pair;
    bool   refuses;
};

static struct err *
take_pair(void *arg, const struct overlap_finding *f)
{
    struct told *t = arg;

    if (t->refuses)
        return err_of(unit_arena(), (struct err){ .kind = ERR_BROKEN, .code = "test.refused",
                                                  .text = MSG("Untitled") });
    t->pair[t->n_pairs].a = f->a;
    t->pair[t->n_pairs].b = f->b;
    t->pair[t->n_pairs].n_a = f->n_a;
    t->pair[t->n_pairs].n_b = f->n_b;
    t->pair[t->n_pairs].points = f->verdict.points;
    t->pair[t->n_pairs++].kind = f->verdict.kind;
    t->words = f->n_words;
    return NULL;
}

static struct err *
take_group(void *arg, const struct overlap_group *g)
{
    struct told *t = arg;

    t->group_after_pair |= t->n_pairs > 0;
    t->group[t->n_groups].first = g->row[0];
    t->group[t->n_groups].n = g->n;
    t->group[t->n_groups++].differs = g->differs;
    return NULL;
}

static const struct overlap_plan plan = {
    .least = { 6, 10 }, .title_least = 6000, .most = 300, .threads = 1, .shows_all = true,
};

static struct told *
find(struct overlap_row *row, size_t n, struct overlap_plan p, struct overlap_count *count)
{
    struct arena         *a = unit_arena();
    struct told          *t = NEW(a, struct told);
    struct overlap_list   list = { row, n };
    struct overlap_model *model;

    check("the model is read", overlap_model_own(a, &model) == NULL);
    struct overlap_ask ask = {
        .model = model, .list = &list, .plan = &p, .taker = { t, take_pair, take_group },
    };

    check("it finds", overlap_find(a, &ask, count) == NULL);
    return t;
}

static struct overlap_row
row_of(const char *title, const char *text, const char *office, int64_t money)
{
    return (struct overlap_row){
        .id = S("x"), .title = str_of(title), .text = str_of(text), .office = str_of(office),
        .from = KNOWN(2026), .to = KNOWN(2026), .money = KNOWN(money),
    };
}

/* Rows that have nothing to do with each other, so that words have weights. */
static size_t
fill(struct overlap_row *row, size_t n, size_t most)
{
    static const char *const part[] = {
        "dra", "pus", "pos", "lam", "sar", "tam", "sam", "kol", "rig", "ter", "mus", "tro",
    };

    for (size_t i = n; i < most; i++) {
        const char *p = part[i % 12], *q = part[i / 12 % 12], *r = part[(i / 144 + i) % 12];

        row[i] = row_of("", NULL, "DINAS LAIN", 1000 + (int64_t)i * 7919);
        row[i].title = str_fmt(unit_arena(), "%s%s%zu %s%s%zu", p, q, i, r, p, i * 31);
    }
    return most;
}

TEST(overlap_find_pairs)
{
    struct overlap_row   row[40] = {
        row_of("Pelatihan pemasaran digital UMKM batik", "Seratus pelaku usaha", "DINAS A",
               5000123),
        row_of("Pemasaran digital: pelatihan UMKM batik", "seratus pelaku usaha", "DINAS B",
               5000123),
        row_of("Aplikasi pengaduan warga", "Warga melapor lewat ponsel", "DINAS C", 70000),
        row_of("Aplikasi pengadua warga", "Keluhan masuk memakai gawai", "DINAS C", 70000),
    };
    struct overlap_count count;
    struct told         *t = find(row, fill(row, 4, 40), plan, &count);

    check("two pairs", t->n_pairs >= 2);
    check("words in another order", t->pair[0].a == 0 && t->pair[0].b == 1);
    check("a slip in the title", t->pair[t->n_pairs - 1].a == 2 && t->pair[t->n_pairs - 1].b == 3);
    check("each once", t->n_pairs == 2);
    check("counted", count.rows == 40 && count.different == 40 && count.pairs >= 2);
}

TEST(overlap_find_same_rows)
{
    static struct overlap_row row[1040];
    struct overlap_count      count;

    for (size_t i = 0; i < 1000; i++)
        row[i] = row_of("Belanja perjalanan dinas biasa", NULL, "DINAS A", 1000);
    row[500].id = S("another id is no difference");
    struct told *t = find(row, fill(row, 1000, 1040), plan, &count);

    check("one group of all", t->n_groups == 1 && t->group[0].n == 1000 && !t->group[0].differs);
    check("no pair of them", t->n_pairs == 0);
    check("one of them is compared", count.different == 41 && count.groups == 1);
}

TEST(overlap_find_crowd)
{
    static struct overlap_row row[120];
    struct overlap_count      count;

    for (size_t i = 0; i < 60; i++) {
        row[i] = row_of("Penyediaan jasa surat menyurat", NULL, NULL, 1000 * (int64_t)(i * i + 1));
        row[i].office = str_fmt(unit_arena(), "KANTOR %zu", i);
    }
    struct told *t = find(row, fill(row, 60, 120), plan, &count);

    check("told as one, not as 1,770 pairs", t->n_pairs < 60 && count.crowds == 1);
    check("few are judged", count.pairs < 400);
    for (size_t i = 0; i < t->n_groups; i++)
        check("all are in it", t->group[i].n == 60 && t->group[i].differs);
}

/* A name that every city has says much of two rows of one city. */
TEST(overlap_find_crowd_of_cities)
{
    static struct overlap_row row[90];
    struct overlap_count      count;

    for (size_t i = 0; i < 30; i++) {
        row[i] = row_of("Pelatihan pemasaran digital UMKM batik", NULL, NULL, 5000 + (int64_t)i);
        row[i].city = i < 2 ? S("35.71") : str_fmt(unit_arena(), "36.%zu", 10 + i);
        row[i].office = i % 2 ? S("DINAS A") : S("DINAS B");
    }
    struct told *t = find(row, fill(row, 30, 90), plan, &count);

    check("those two", t->n_pairs == 1 && t->pair[0].a == 0 && t->pair[0].b == 1);
    check("and the crowd", count.crowds == 1 && count.pairs < 60);
}

static void
name_by_code(struct overlap_row *row, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        row[i] = row_of("", NULL, NULL, 900001 + 7 * (int64_t)i);
        row[i].code = str_fmt(unit_arena(), "1.02.02.2.02.%04zu", i / 3);
        row[i].office = str_fmt(unit_arena(), "DINAS %zu", i % 3 / 2);
        row[i].title = str_fmt(unit_arena(), "Pengelolaan layanan kata%zu kata%zu", i / 3,
                               i / 3 + 1000);
    }
}

/* The name of a code says no more than the code. */
TEST(overlap_find_nomenclature)
{
    static struct overlap_row row[120];
    struct overlap_count      count;

    name_by_code(row, 60);
    find(row, fill(row, 60, 120), plan, &count);
    check("nothing by the code alone", count.findings[OVERLAP_CERTAIN] == 0
                                       && count.findings[OVERLAP_PROBABLE] == 0);
    check("though it was looked at", count.pairs >= 60);
    for (size_t i = 0; i < 60; i++)
        row[i].text = S("Pengadaan tiga ambulans laut untuk kepulauan");
    check("descriptions say more", find(row, 120, plan, &count)->n_pairs > 0);
    name_by_code(row, 60);
    for (size_t i = 0; i < 60; i += 3)
        row[i].title = str_fmt(unit_arena(), "Nama sendiri untuk kegiatan nomor%zu", i);
    find(row, 120, plan, &count);
    check("titles of their own say more", count.findings[OVERLAP_PROBABLE]
                                              + count.findings[OVERLAP_LOOK_ALIKE] > 0);
}

/* A title that an office says all the time is its manner of speaking, in every city by itself. */
TEST(overlap_find_usual_title)
{
    static struct overlap_row row[400];
    struct overlap_count      count;
    size_t                    n = fill(row, 0, 400);

    for (size_t i = 0; i < 40; i++) {
        struct str text = row[300 + i].title;

        row[i] = row_of("Belanja Makanan dan Minuman Rapat", NULL, "DINAS A", 777 + (int64_t)i);
        row[i].text = text;
    }
    row[40] = row_of("Belanja Makanan dan Minuman Rapat", NULL, "DINAS B", 777);
    row[41] = row_of("Belanja Makanan dan Minuman untuk Rapat", NULL, "DINAS B", 777);
    struct told *t = find(row, n, plan, &count);

    for (size_t i = 0; i < t->n_pairs; i++)
        check("none of office A is in a pair", t->pair[i].a >= 40);
    check("for office B it says something", t->n_pairs == 1 && t->pair[0].b == 41);
}

TEST(overlap_find_two_lists)
{
    struct overlap_row row[44] = {
        row_of("Pelatihan pemasaran digital UMKM batik", NULL, "DINAS A", 5000123),
        row_of("Pelatihan pemasaran digital UMKM batik", NULL, "DINAS A", 5000123),
        row_of("Pelatihan pemasaran digital UMKM batik", NULL, "DINAS A", 5000123),
    };
    struct overlap_count count;
    struct overlap_plan  p = plan;

    p.n_left = 2;
    struct told *t = find(row, fill(row, 3, 44), p, &count);

    check("no group within a list", t->n_groups == 0);
    check("across, once", t->n_pairs == 1 && t->pair[0].a == 0 && t->pair[0].b == 2);
    check("for both of the first", t->pair[0].n_a == 2 && t->pair[0].n_b == 1);
    p.n_left = 3;
    t = find(row, 3, p, &count);
    check("nothing on the other side", t->n_pairs == 0);
}

TEST(overlap_find_cut)
{
    static struct overlap_row row[80];
    struct overlap_count      count;
    struct overlap_plan       p = plan;

    for (size_t i = 0; i < 40; i++) {
        row[i] = row_of("", NULL, "DINAS A", 7000 + (int64_t)(i / 2));
        row[i].title = str_fmt(unit_arena(), "Pembangunan gedung serbaguna wilayah kata%zu", i / 2);
        row[i].unit = i % 2 ? S("UNIT B") : S("UNIT A");
    }
    size_t       n = fill(row, 40, 80);
    struct told *all = find(row, n, p, &count);

    check("all", all->n_pairs >= 4 && !count.is_cut);
    p.most = 3;
    struct told *first = find(row, n, p, &count);

    check("the first three", first->n_pairs == 3 && count.is_cut);
    p.best_first = true;
    struct told *best = find(row, n, p, &count);

    check("three", best->n_pairs == 3 && count.is_cut);
    for (size_t i = 0; i < all->n_pairs; i++)
        check("none is better than the worst of the best",
              all->pair[i].kind >= best->pair[0].kind);
    for (size_t i = 1; i < best->n_pairs; i++)
        check("best first", best->pair[i].kind > best->pair[i - 1].kind
                                || best->pair[i].points <= best->pair[i - 1].points);
    uint64_t found = 0;

    for (size_t k = 1; k <= OVERLAP_CONTINUATION; k++)
        found += count.findings[k];
    check("what is left out is counted", found == all->n_pairs);
}

TEST(overlap_find_threads)
{
    static struct overlap_row row[300];
    struct overlap_count      one, four;
    struct overlap_plan       p = plan;
    size_t                    n = fill(row, 60, 300);

    for (size_t i = 0; i < 60; i++) {
        row[i] = row_of("", NULL, "DINAS A", 7000 + (int64_t)(i / 3));
        row[i].title = str_fmt(unit_arena(), "Gedung serbaguna kata%zu kota%zu", i / 3, i % 3);
    }
    struct told *a = find(row, n, p, &one);

    p.threads = 4;
    struct told *b = find(row, n, p, &four);

    check("as many", a->n_pairs == b->n_pairs && one.pairs == four.pairs && a->n_pairs > 0);
    for (size_t i = 0; i < a->n_pairs && i < b->n_pairs; i++)
        check("the same, in the same order",
              a->pair[i].a == b->pair[i].a && a->pair[i].b == b->pair[i].b);
    check("groups come first", !a->group_after_pair && !b->group_after_pair);
}

TEST(overlap_find_nothing)
{
    struct overlap_row   row[3] = { { .id = S("1") }, { .id = S("2") },
                                    { .id = S("3"), .title = S("–––") } };
    struct overlap_count count;
    struct told         *t = find(row, 3, plan, &count);

    check("rows without words are like nothing", t->n_pairs == 0 && t->n_groups == 0);
    check("and counted", count.empty == 3);
    find(row, 0, plan, &count);
    check("no rows", count.rows == 0 && count.pairs == 0);
}

struct stopper { int left; };

static bool
stop_later(void *arg, uint64_t done, uint64_t all)
{
    struct stopper *s = arg;

    check("within the whole", done <= all);
    return s->left-- > 0;
}

TEST(overlap_find_stopped)
{
    static struct overlap_row row[200];
    struct arena             *a = unit_arena();
    struct overlap_list       list = { row, fill(row, 0, 200) };
    struct overlap_model     *model;
    struct overlap_count      count = { 0 };
    int                       most = 0;

    check("the model is read", overlap_model_own(a, &model) == NULL);
    do {
        struct told    *t = NEW(a, struct told);
        struct stopper  s = { most };
        struct progress p = { &s, stop_later };
        struct overlap_ask ask = {
            .model = model, .list = &list, .plan = &plan, .taker = { t, take_pair, take_group },
            .progress = &p,
        };

        check("no error", overlap_find(a, &ask, &count) == NULL);
        check("the rows are counted in any case", count.rows == 200);
    } while (count.was_stopped && most++ < 100);
    check("asked some times, and in the end it ran through", most > 3 && !count.was_stopped);
}

TEST(overlap_find_refused)
{
    struct overlap_row row[] = {
        row_of("Pelatihan pemasaran digital UMKM batik", NULL, "DINAS A", 5000123),
        row_of("Pelatihan pemasaran digital UMKM batik", "ulang", "DINAS A", 5000123),
    };
    struct overlap_list   list = { row, 2 };
    struct told           t = { .refuses = true };
    struct overlap_model *model;
    struct overlap_count  count;

    check("the model is read", overlap_model_own(unit_arena(), &model) == NULL);
    struct overlap_ask ask = {
        .model = model, .list = &list, .plan = &plan, .taker = { &t, take_pair, take_group },
    };
    struct err *e = overlap_find(unit_arena(), &ask, &count);

    check_text("what the taker refuses is told", e ? str_of(e->code) : S("none"),
               S("test.refused"));
}
