/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * overlap_pair.c — which pairs of rows are judged, and what is told of them.
 *
 * Rows of the same words, or of the same title, stand as a cluster. Where too many rows of a city
 * share them they are a crowd, and no pair of it is judged; of two large clusters only neighbours
 * in the order of overlap_same.h are. So a phrase that everybody writes costs its length, not its
 * square.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "city/overlap/overlap_part.h"
#include "city/overlap/overlap_rule.h"

enum {
    CROSS_PAIRS  = 64,              /* of two clusters, up to which each pair is judged */
    WALK_PAIRS   = 256,             /* neighbours that are judged of two larger ones    */
    LIKENESS_ONE = 10000,
};

/* ---- two rows -------------------------------------------------------------------------------- */

const struct overlap_row *
overlap_row_of(const struct overlap_search *f, uint32_t k)
{
    return &f->list->row[f->same.row[k]];
}

static uint32_t
words_of(const struct overlap_search *f, uint32_t a, uint32_t b)
{
    const struct join_sets *sets = corpus_sets(f->corpus);
    uint32_t x = corpus_set_of(f->corpus, a), y = corpus_set_of(f->corpus, b);

    if (sets->first[x] == sets->first[x + 1])
        return 0;
    if (x == y)
        return LIKENESS_ONE;
    struct join_pair p = join_of(sets, x, y);

    return (uint32_t)((uint64_t)p.shared * LIKENESS_ONE / (p.all ? p.all : 1));
}

/* Where titles are the names of codes, the same name says no more than the same code, and of one
 * office two codes are two works, however alike their names. */
static bool
is_named_by_code(const struct overlap_search *f, uint32_t a, uint32_t b)
{
    const struct overlap_row *x = overlap_row_of(f, a), *y = overlap_row_of(f, b);

    if (!f->is_nomenclature || str_is_known(x->text) || str_is_known(y->text)
        || !str_is_known(x->code) || !str_is_known(y->code))
        return false;
    return f->same.owner[a] == f->same.owner[b]
        || overlap_compare_code(x, y).is == OVERLAP_SAME;
}

struct overlap_likeness
overlap_group_likeness(const struct overlap_search *f, uint32_t a, uint32_t b)
{
    bool is_usual = f->is_usual[a] || f->is_usual[b];

    if (is_named_by_code(f, a, b))
        return (struct overlap_likeness){ 0, 0 };
    return (struct overlap_likeness){
        .words = words_of(f, a, b), .title = is_usual ? 0 : cosine_of(f->titles, a, b),
    };
}

struct overlap_likeness
overlap_likeness_of(const struct overlap_search *f, uint32_t a, uint32_t b)
{
    struct overlap_likeness like = overlap_group_likeness(f, a, b);

    if (f->has_crowded_title[a] && f->has_crowded_title[b])
        like.title = 0;
    if (f->has_crowded_words[a] && corpus_set_of(f->corpus, a) == corpus_set_of(f->corpus, b))
        like.words = 0;
    return like;
}

size_t
overlap_city_run(const struct overlap_search *f, struct overlap_cluster c, size_t from)
{
    struct str city = overlap_row_of(f, c.member[from])->city;
    size_t     n = 1;

    while (from + n < c.n && str_eq(overlap_row_of(f, c.member[from + n])->city, city))
        n++;
    return n;
}

/* Do words alone make it a candidate? */
static bool
words_do(const struct overlap_search *f, uint32_t a, uint32_t b)
{
    const struct join_sets *sets = corpus_sets(f->corpus);
    uint32_t x = corpus_set_of(f->corpus, a), y = corpus_set_of(f->corpus, b);

    if (x == y)
        return sets->first[x] != sets->first[x + 1];
    return join_is_alike(join_of(sets, x, y), f->plan->least);
}

/* The terms that both have, the rarest first, as words for people. */
static void
words_in_common(const struct overlap_search *f, struct overlap_finding *out, uint32_t a, uint32_t b)
{
    const struct join_sets *s = corpus_sets(f->corpus);
    uint32_t x = corpus_set_of(f->corpus, a), y = corpus_set_of(f->corpus, b);
    uint32_t i = s->first[x], j = s->first[y];

    while (i < s->first[x + 1] && j < s->first[y + 1] && out->n_words < OVERLAP_WORDS_MAX) {
        if (s->term[i] == s->term[j])
            out->word[out->n_words++] = corpus_word(f->corpus, s->term[i]);
        uint32_t at_i = s->term[i], at_j = s->term[j];

        i += at_i <= at_j;
        j += at_j <= at_i;
    }
}

/* ---- what is told ---------------------------------------------------------------------------- */

int
overlap_by_worth(enum overlap_kind kind_a, int32_t points_a, enum overlap_kind kind_b,
                 int32_t points_b)
{
    if (kind_a != kind_b)
        return kind_a == OVERLAP_NONE || (kind_b != OVERLAP_NONE && kind_a > kind_b) ? 1 : -1;
    return (points_a < points_b) - (points_a > points_b);
}

static int
by_best(const void *pa, const void *pb)
{
    const struct overlap_kept *a = pa, *b = pb;
    int order = overlap_by_worth(a->kind, a->points, b->kind, b->points);

    if (!order)
        order = (a->a > b->a) - (a->a < b->a);
    return order ? order : (a->b > b->b) - (a->b < b->b);
}

struct err *
overlap_pair_tell(struct overlap_search *f, const struct overlap_kept *k)
{
    size_t                  mark = arena_mark(f->arena);
    struct overlap_finding *out = NEW(f->arena, struct overlap_finding);

    *out = (struct overlap_finding){
        .a = f->same.row[k->a], .b = f->same.row[k->b], .n_a = k->n_a, .n_b = k->n_b,
        .like = overlap_likeness_of(f, k->a, k->b),
    };
    out->verdict = overlap_judge(f->arena, f->model, overlap_row_of(f, k->a),
                                 overlap_row_of(f, k->b), out->like);
    words_in_common(f, out, k->a, k->b);
    struct err *e = f->taker.finding(f->taker.arg, out);

    if (!e)
        arena_back(f->arena, mark);
    return e;
}

/* The best of what is kept, so that there is room again. */
void
overlap_pair_keep_best(struct overlap_search *f)
{
    qsort(f->kept, f->n_kept, sizeof *f->kept, by_best);
    if (f->n_kept > f->plan->most) {
        f->n_kept = f->plan->most;
        f->count->is_cut = true;
    }
}

bool
overlap_is_shown(const struct overlap_search *f, enum overlap_kind kind)
{
    return kind == OVERLAP_CERTAIN || kind == OVERLAP_PROBABLE
        || (kind != OVERLAP_NONE && f->plan->shows_all);
}

static struct err *
found_pair(struct overlap_search *f, struct overlap_kept k)
{
    f->count->findings[k.kind]++;
    if (!overlap_is_shown(f, k.kind))
        return NULL;
    if (f->plan->best_first) {
        f->kept[f->n_kept++] = k;
        if (f->n_kept == f->plan->most * 2)
            overlap_pair_keep_best(f);
        return NULL;
    }
    if (f->n_told == f->plan->most) {
        f->count->is_cut = true;
        return NULL;
    }
    f->n_told++;
    return overlap_pair_tell(f, &k);
}

/* ---- pairs of clusters ----------------------------------------------------------------------- */

uint32_t
overlap_rows_in(const struct overlap_search *f, struct overlap_cluster c)
{
    uint32_t n = 0;

    for (size_t i = 0; i < c.n; i++)
        n += f->same.count[c.member[i]];
    return n;
}

static bool
is_strong(enum overlap_kind kind)
{
    return kind == OVERLAP_CERTAIN || kind == OVERLAP_PROBABLE;
}

/* On which road, and the best of what is too weak to be told pair for pair; n_a is 0: none yet. */
struct road { bool by_title; struct overlap_kept best; uint32_t first; };

static bool
is_candidate(const struct overlap_search *f, const struct road *r, uint32_t a, uint32_t b)
{
    uint32_t n_left = f->same.n_left;

    if (a == b || (f->plan->n_left > 0 && (a < n_left) == (b < n_left)))
        return false;
    return !r->by_title || !words_do(f, a, b);
}

static struct err *
judge(struct overlap_search *f, struct road *r, uint32_t x, uint32_t y)
{
    uint32_t a = x < y ? x : y, b = x < y ? y : x;
    size_t   mark = arena_mark(f->arena);

    if (!is_candidate(f, r, a, b))
        return NULL;
    f->count->pairs++;
    struct overlap_verdict v = overlap_judge(f->arena, f->model, overlap_row_of(f, a),
                                             overlap_row_of(f, b), overlap_likeness_of(f, a, b));
    struct overlap_kept    k = { a, b, f->same.count[a], f->same.count[b], v.points, v.kind };

    arena_back(f->arena, mark);
    if (is_strong(k.kind))
        return found_pair(f, k);
    if (k.kind != OVERLAP_NONE && (r->best.n_a == 0 || by_best(&k, &r->best) < 0))
        r->best = k, r->first = x;
    return NULL;
}

/* Of two large clusters those are judged that come next to each other when both are put into one
 * order. */
static struct err *
walk(struct overlap_search *f, struct road *r, struct overlap_cluster a, struct overlap_cluster b)
{
    size_t i = 0, j = 0;

    for (size_t n = 0; i < a.n && j < b.n && n < WALK_PAIRS; n++) {
        TRY(judge(f, r, a.member[i], b.member[j]));
        if (f->same.rank[a.member[i]] < f->same.rank[b.member[j]])
            i++;
        else
            j++;
    }
    return NULL;
}

struct err *
overlap_pair_cross(struct overlap_search *f, struct overlap_cluster a, struct overlap_cluster b,
                   bool by_title)
{
    struct road r = { .by_title = by_title };

    if (a.n * b.n > CROSS_PAIRS) {
        TRY(walk(f, &r, a, b));
    } else {
        for (size_t i = 0; i < a.n; i++)
            for (size_t j = 0; j < b.n; j++)
                TRY(judge(f, &r, a.member[i], b.member[j]));
    }
    if (r.best.n_a == 0)
        return NULL;
    bool is_turned = r.best.a != r.first;

    r.best.n_a = overlap_rows_in(f, is_turned ? b : a);
    r.best.n_b = overlap_rows_in(f, is_turned ? a : b);
    return found_pair(f, r.best);
}

/* The rows of a cluster that stand in the first list, or in the second. */
static struct overlap_cluster
side_of(struct overlap_search *f, struct overlap_cluster c, bool is_left)
{
    uint32_t *member = NEWS(f->arena, uint32_t, c.n);
    size_t    n = 0;

    for (size_t i = 0; i < c.n; i++)
        if ((c.member[i] < f->same.n_left) == is_left)
            member[n++] = c.member[i];
    return (struct overlap_cluster){ member, n };
}

/* Each pair of a run that is not a crowd. */
static struct err *
judge_run(struct overlap_search *f, const uint32_t *member, size_t n, bool by_title)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) {
            struct road r = { .by_title = by_title };

            TRY(judge(f, &r, member[i], member[j]));
            if (r.best.n_a > 0)
                TRY(found_pair(f, r.best));
        }
    return NULL;
}

/* All pairs of a small cluster; of a large one those of a city, if they are few there. */
struct err *
overlap_pair_within(struct overlap_search *f, struct overlap_cluster c, bool by_title)
{
    size_t mark = arena_mark(f->arena), n;

    if (f->plan->n_left > 0) {
        TRY(overlap_pair_cross(f, side_of(f, c, true), side_of(f, c, false), by_title));
        arena_back(f->arena, mark);
        return NULL;
    }
    if (c.n <= OVERLAP_ALL_PAIRS)
        return judge_run(f, c.member, c.n, by_title);
    for (size_t i = 0; i < c.n; i += n) {
        n = overlap_city_run(f, c, i);
        if (n <= OVERLAP_ALL_PAIRS)
            TRY(judge_run(f, c.member + i, n, by_title));
    }
    return NULL;
}
