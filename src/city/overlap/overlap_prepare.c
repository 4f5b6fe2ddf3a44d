/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* overlap_prepare.c — a list's words, titles and clusters, and what is usual in it. */
#include <stdlib.h>

#include "base/arena.h"
#include "city/overlap/overlap_part.h"
#include "pack/embedded.h"

enum { CODES_LEAST = 20 };          /* rows of a code that others have too, to tell anything */

/* A title that an office says all the time is no likeness: as of its phrases (corpus.h). */
static void
find_usual(struct overlap_search *f)
{
    f->is_usual = NEWS(f->arena, bool, f->same.n);
    for (uint32_t i = 0; i < f->by_title.n; i++) {
        struct overlap_cluster c = overlap_cluster(&f->by_title, i);
        size_t from, to;

        for (from = 0; from < c.n; from = to) {
            uint32_t owner = f->same.owner[c.member[from]];

            for (to = from; to < c.n && f->same.owner[c.member[to]] == owner; to++)
                ;
            bool is_usual = to - from >= CORPUS_PHRASE_LEAST
                && (to - from) * 1000 > (size_t)f->same.owned[owner] * CORPUS_PHRASE_SHARE;

            for (size_t k = from; k < to; k++)
                f->is_usual[c.member[k]] = is_usual;
        }
    }
}

/* Where more rows of a city share their words, or their title, than pairs could tell anything. */
static bool *
find_crowded(struct overlap_search *f, const struct overlap_clusters *clusters)
{
    bool *is_crowded = NEWS(f->arena, bool, f->same.n);

    for (uint32_t i = 0; i < clusters->n; i++) {
        struct overlap_cluster c = overlap_cluster(clusters, i);
        size_t                 n;

        for (size_t from = 0; from < c.n; from += n) {
            n = overlap_city_run(f, c, from);
            for (size_t k = 0; k < n; k++)
                is_crowded[c.member[from + k]] = n > OVERLAP_ALL_PAIRS;
        }
    }
    return is_crowded;
}

static int
by_code(const void *pa, const void *pb, void *arg)
{
    const struct overlap_search *f = arg;
    uint32_t           a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
    int                order = str_cmp(overlap_row_of(f, a)->code, overlap_row_of(f, b)->code);

    return order ? order : (a > b) - (a < b);
}

/* Do rows of one code have one title, nine times of ten? Then the titles are the nomenclature's. */
static void
find_nomenclature(struct overlap_search *f)
{
    size_t    mark = arena_mark(f->arena), n = 0, agree = 0, all = 0, first = 0;
    uint32_t *of = NEWS(f->arena, uint32_t, f->same.n);

    for (uint32_t k = 0; k < f->same.n; k++)
        if (str_is_known(overlap_row_of(f, k)->code))
            of[n++] = k;
    qsort_r(of, n, sizeof *of, by_code, f);
    for (size_t i = 1; i < n; i++) {
        if (!str_eq(overlap_row_of(f, of[i])->code, overlap_row_of(f, of[first])->code)) {
            first = i;
            continue;
        }
        all++;
        agree += cosine_first(f->titles, of[i]) == cosine_first(f->titles, of[first]);
    }
    f->is_nomenclature = all >= CODES_LEAST && agree * 10 >= all * 9;
    arena_back(f->arena, mark);
}

/* The words of all different rows; false: stopped. */
static bool
make_corpus(struct overlap_search *f)
{
    struct overlap_stage    s;
    struct progress p = overlap_stage(f, &s, 0, 100), q;

    for (uint32_t k = 0; k < f->same.n; k++) {
        const struct overlap_row *r = overlap_row_of(f, k);

        if (k % 4096 == 0 && !progress_goes_on(&p, k, f->same.n))
            return false;
        corpus_add(f->corpus, r->title, r->text, f->same.owner[k]);
    }
    q = overlap_stage(f, &s, 100, 200);
    return corpus_end(f->corpus, &q);
}

static void
count_rows(struct overlap_search *f)
{
    f->count->rows = f->list->n;
    f->count->different = f->same.n;
    for (uint32_t k = 0; k < f->same.n; k++) {
        bool is_empty = corpus_is_empty(f->corpus, k);

        f->count->empty += is_empty ? f->same.count[k] : 0;
        f->count->plain += !is_empty && corpus_is_plain(f->corpus, k) ? f->same.count[k] : 0;
    }
}

static void
make_clusters(struct overlap_search *f)
{
    struct arena *a = f->arena;
    uint32_t      n = f->same.n, *number = NEWS(a, uint32_t, n);
    struct str   *title = NEWS(a, struct str, n);

    for (uint32_t k = 0; k < n; k++) {
        title[k] = overlap_row_of(f, k)->title;
        number[k] = corpus_set_of(f->corpus, k);
    }
    f->by_words = overlap_clusters_of(a, &f->same, number, corpus_sets(f->corpus)->n);
    f->titles = cosine_make(a, title, n);
    for (uint32_t k = 0; k < n; k++)
        number[k] = cosine_first(f->titles, k);
    f->by_title = overlap_clusters_of(a, &f->same, number, n);
}

bool
overlap_prepare(struct overlap_search *f)
{
    if (!make_corpus(f))
        return false;
    make_clusters(f);
    find_usual(f);
    f->has_crowded_title = find_crowded(f, &f->by_title);
    f->has_crowded_words = find_crowded(f, &f->by_words);
    find_nomenclature(f);
    count_rows(f);
    return true;
}
