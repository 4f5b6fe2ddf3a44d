/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * overlap_find.c — the two roads to a candidate, and what becomes of it.
 *
 * Enough words in common (join.h), or a title that is among the nearest of the other (cosine.h). A
 * pair that both lead to is taken on the first only, which needs no memory of pairs: whether the
 * words would do is computed again.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "city/overlap/overlap_part.h"
#include "pack/embedded.h"

enum { NEAREST = 10 };              /* titles */

/* ---- progress: the stages as parts of one whole ---------------------------------------------- */

static bool
stage_goes_on(void *arg, uint64_t done, uint64_t all)
{
    const struct overlap_stage *s = arg;
    uint64_t part = all == 0 ? 0 : done >= all ? s->to - s->from : done * (s->to - s->from) / all;

    return progress_goes_on(s->outer, s->from + part, OVERLAP_WHOLE);
}

struct progress
overlap_stage(struct overlap_search *f, struct overlap_stage *s, uint64_t from, uint64_t to)
{
    *s = (struct overlap_stage){ f->progress, from, to };
    return (struct progress){ .arg = s, .go_on = stage_goes_on };
}

/* ---- the two roads --------------------------------------------------------------------------- */

static bool
took(struct overlap_search *f, struct err *e)
{
    if (e)
        f->failed = e;
    return e == NULL;
}

static bool
take_words(void *arg, const struct join_pair *pair, size_t n)
{
    struct overlap_search *f = arg;

    for (size_t i = 0; i < n; i++)
        if (!took(f, overlap_pair_cross(f, overlap_cluster(&f->by_words, pair[i].a),
                                        overlap_cluster(&f->by_words, pair[i].b), false)))
            return false;
    return true;
}

static bool
by_words(struct overlap_search *f)
{
    const struct join_sets *sets = corpus_sets(f->corpus);
    struct join_plan        plan = { .least = f->plan->least, .threads = f->plan->threads };
    struct overlap_stage            s;
    struct progress         p = overlap_stage(f, &s, 200, 700);
    size_t                  mark = arena_mark(f->arena);

    for (uint32_t i = 0; i < sets->n; i++)
        if (sets->first[i] != sets->first[i + 1]
            && !took(f, overlap_pair_within(f, overlap_cluster(&f->by_words, i), false)))
            return false;
    bool is_whole = join_all(join_make(f->arena, sets, plan), f->arena,
                             (struct join_out){ { f, take_words }, &p, NULL });

    if (!f->failed)
        arena_back(f->arena, mark);
    return is_whole;
}

static bool
take_titles(void *arg, uint32_t row, const struct cosine_hit *hit, size_t n)
{
    struct overlap_search *f = arg;

    for (size_t i = 0; i < n; i++) {
        uint64_t a = row < hit[i].row ? row : hit[i].row, b = row < hit[i].row ? hit[i].row : row;

        f->near[f->n_near++] = a << 32 | b;
    }
    return true;
}

static int
by_number(const void *pa, const void *pb)
{
    uint64_t a = *(const uint64_t *)pa, b = *(const uint64_t *)pb;

    return (a > b) - (a < b);
}

/* Title a may be among the nearest of b, b of a, or both: each pair once. */
static bool
judge_titles(struct overlap_search *f, const struct progress *p)
{
    qsort(f->near, f->n_near, sizeof *f->near, by_number);
    for (size_t i = 0; i < f->n_near; i++) {
        if (i > 0 && f->near[i] == f->near[i - 1])
            continue;
        if (i % 1024 == 0 && !progress_goes_on(p, i, f->n_near))
            return false;
        struct overlap_cluster a = overlap_cluster(&f->by_title, (uint32_t)(f->near[i] >> 32));
        struct overlap_cluster b = overlap_cluster(&f->by_title, (uint32_t)f->near[i]);

        if (!took(f, overlap_pair_cross(f, a, b, true)))
            return false;
    }
    for (uint32_t i = 0; i < f->by_title.n; i++)
        if (!took(f, overlap_pair_within(f, overlap_cluster(&f->by_title, i), true)))
            return false;
    return true;
}

static bool
by_titles(struct overlap_search *f)
{
    struct cosine_plan plan = {
        .want = { f->plan->title_least, NEAREST }, .n_left = f->same.n_left,
        .threads = f->plan->threads,
    };
    struct overlap_stage asked, judged;
    struct progress      p = overlap_stage(f, &asked, 700, 900);
    struct progress      q = overlap_stage(f, &judged, 900, OVERLAP_WHOLE);

    f->near = NEWS(f->arena, uint64_t, (size_t)f->same.n * NEAREST);
    return cosine_all(f->titles, f->arena, plan,
                      (struct cosine_out){ { f, take_titles }, &p })
        && judge_titles(f, &q);
}

static struct err *
make_lexicon(struct overlap_search *f, struct lexicon **lexicon)
{
    struct str lists = S("");

    embedded_find(S("pack/text/words.csv"), &lists);
    return lexicon_read(f->arena, S("pack/text/words.csv"), lists, LEXICON_ID, lexicon);
}

/* ---- all of it ------------------------------------------------------------------------------- */

static struct err *
tell_best(struct overlap_search *f)
{
    overlap_pair_keep_best(f);
    for (size_t i = 0; i < f->n_kept; i++)
        TRY(overlap_pair_tell(f, &f->kept[i]));
    return overlap_groups_tell(f);
}

static struct err *
find_in(struct overlap_search *f)
{
    if (!overlap_prepare(f)) {
        f->count->was_stopped = true;
        return NULL;
    }
    f->group = NEWS(f->arena, struct overlap_kept_group, f->same.n + (size_t)f->by_words.n);
    if (f->plan->n_left == 0)
        overlap_groups_find(f);
    if (!f->plan->best_first)
        TRY(overlap_groups_tell(f));
    if (!by_words(f) || !by_titles(f)) {
        f->count->was_stopped = f->failed == NULL;
        return f->failed;
    }
    return f->plan->best_first ? tell_best(f) : NULL;
}

struct err *
overlap_find(struct arena *a, const struct overlap_ask *ask, struct overlap_count *count)
{
    struct overlap_search *f = NEW(a, struct overlap_search);
    struct lexicon        *lexicon;

    *count = (struct overlap_count){ .rows = ask->list->n };
    *f = (struct overlap_search){
        .arena = a, .model = ask->model, .list = ask->list, .plan = ask->plan,
        .taker = ask->taker, .progress = ask->progress, .count = count,
    };
    if (f->list->n == 0)
        return NULL;
    TRY(make_lexicon(f, &lexicon));
    overlap_same_of(a, f->list, f->plan->n_left, &f->same);
    if (f->plan->best_first)
        f->kept = NEWS(a, struct overlap_kept, f->plan->most * 2);
    f->corpus = corpus_open(a, lexicon);
    struct err *e = find_in(f);

    corpus_close(f->corpus);
    return e;
}
