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

enum { NEAREST = 10, ASK_EVERY = 1024 };       /* titles; steps between two looks at the clock */

/* ---- progress: the stages as parts of one whole ---------------------------------------------- */

static bool
stage_goes_on(void *arg, uint64_t done, uint64_t all)
{
    const struct overlap_stage *s = arg;
    uint64_t part = all == 0 ? 0 : done >= all ? s->to - s->from : done * (s->to - s->from) / all;
    bool     goes_on = progress_goes_on(s->search->progress, s->from + part, OVERLAP_WHOLE);

    if (!goes_on)
        s->search->count->was_stopped = true;
    return goes_on;
}

struct progress
overlap_stage(struct overlap_search *f, struct overlap_stage *s, uint64_t from, uint64_t to)
{
    *s = (struct overlap_stage){ f, from, to };
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

/* Rows without terms share nothing. */
static bool
shares_words(const struct overlap_search *f, uint32_t set)
{
    const struct join_sets *sets = corpus_sets(f->corpus);

    return sets->first[set] != sets->first[set + 1];
}

/* Pairs within each of the clusters. */
static bool
judge_within(struct overlap_search *f, const struct overlap_clusters *clusters, bool by_title,
             const struct progress *p)
{
    for (uint32_t i = 0; i < clusters->n; i++) {
        if (i % ASK_EVERY == 0 && !progress_goes_on(p, i, clusters->n))
            return false;
        if ((by_title || shares_words(f, i))
            && !took(f, overlap_pair_within(f, overlap_cluster(clusters, i), by_title)))
            return false;
    }
    return true;
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
    struct overlap_stage    within, joined;
    struct progress         p = overlap_stage(f, &within, 200, 250);
    struct progress         q = overlap_stage(f, &joined, 250, 700);
    size_t                  mark = arena_mark(f->arena);

    if (!judge_within(f, &f->by_words, false, &p))
        return false;
    bool is_whole = join_all(join_make(f->arena, sets, plan), f->arena,
                             (struct join_out){ { f, take_words }, &q, NULL });

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
        if (i % ASK_EVERY == 0 && !progress_goes_on(p, i, f->n_near))
            return false;
        if (i > 0 && f->near[i] == f->near[i - 1])
            continue;
        struct overlap_cluster a = overlap_cluster(&f->by_title, (uint32_t)(f->near[i] >> 32));
        struct overlap_cluster b = overlap_cluster(&f->by_title, (uint32_t)f->near[i]);

        if (!took(f, overlap_pair_cross(f, a, b, true)))
            return false;
    }
    return true;
}

static bool
by_titles(struct overlap_search *f)
{
    struct cosine_plan plan = {
        .want = { f->plan->title_least, NEAREST }, .n_left = f->same.n_left,
        .threads = f->plan->threads,
    };
    struct overlap_stage asked, judged, within;
    struct progress      p = overlap_stage(f, &asked, 700, 850);
    struct progress      q = overlap_stage(f, &judged, 850, 980);
    struct progress      r = overlap_stage(f, &within, 980, OVERLAP_WHOLE);

    f->near = NEWS(f->arena, uint64_t, (size_t)f->same.n * NEAREST);
    return cosine_all(f->titles, f->arena, plan,
                      (struct cosine_out){ { f, take_titles }, &p })
        && judge_titles(f, &q) && judge_within(f, &f->by_title, true, &r);
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

/* A road that ends early was stopped, by the taker or by who asks; or it found no helpers. */
static struct err *
ended_early(struct overlap_search *f)
{
    if (f->failed || f->count->was_stopped)
        return f->failed;
    return err_of(f->arena, (struct err){ .kind = ERR_BUSY, .code = "overlap.threads",
        .text = MSG("The system gave no more threads."),
        .hint = MSG("Try again with: --threads 1") });
}

static struct err *
find_in(struct overlap_search *f)
{
    if (!overlap_prepare(f))
        return ended_early(f);
    f->group = NEWS(f->arena, struct overlap_kept_group, f->same.n + (size_t)f->by_words.n);
    if (f->plan->n_left == 0)
        overlap_groups_find(f);
    if (!f->plan->best_first)
        TRY(overlap_groups_tell(f));
    if (!by_words(f) || !by_titles(f))
        return ended_early(f);
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
