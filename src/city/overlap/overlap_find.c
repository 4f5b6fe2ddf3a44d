/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * overlap_find.c — candidates, and what the judgement says of them.
 *
 * Two roads lead to a candidate: enough words in common (join.h), or a title that is among the
 * nearest of the other (cosine.h). A pair that both lead to is taken on the first only, which needs
 * no memory of pairs: whether the words would do is computed again. Rows of the same words, or of
 * the same title, stand as a cluster; where clusters are large only neighbours in the order of
 * overlap_same.h are judged, so that a phrase that everybody writes costs its length, not its
 * square.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "city/overlap/overlap_rule.h"
#include "city/overlap/overlap_same.h"
#include "engine/text/corpus.h"
#include "engine/text/cosine.h"
#include "pack/embedded.h"

enum {
    ALL_PAIRS   = 8,                /* rows of a cluster up to which each pair is judged     */
    CROSS_PAIRS = 64,               /* and of two clusters                                   */
    WALK_PAIRS  = 256,              /* neighbours that are judged of two larger ones         */
    CROWD_PAIRS = 16,               /* of a crowd, to find what holds for all of it          */
    NEAREST     = 10,               /* titles                                                */
    CODES_LEAST = 20,               /* rows of a code that others have too, to tell anything */
    LIKENESS_ONE = 10000,
};

/* What is kept of a finding until it is told; the judgement is asked again then. */
struct kept { uint32_t a, b, n_a, n_b; int32_t points; enum overlap_kind kind; };

/* `number`: of the cluster, or of the different row; a, b: the two that are shown. */
struct kept_group {
    uint32_t number, n, a, b; int32_t points; enum overlap_kind kind; bool differs;
};

struct find {
    struct arena               *arena;
    const struct overlap_model *model;
    const struct overlap_list  *list;
    const struct overlap_plan  *plan;
    struct overlap_taker        taker;
    const struct progress      *progress;
    struct overlap_count       *count;

    struct overlap_same         same;
    struct corpus              *corpus;
    struct cosine_index        *titles;
    struct overlap_clusters     by_words, by_title;
    bool                       *is_usual;   /* of each different row: the office's usual title */
    bool                        is_nomenclature;            /* titles come with codes          */

    struct kept                *kept;       size_t n_kept;      /* up to 2 x most */
    struct kept_group          *group;      size_t n_groups;
    size_t                      n_told;
    uint64_t                   *near;       size_t n_near;      /* two titles each */
    struct err                 *failed;
};

/* ---- progress: the stages as parts of one whole ----------------------------------------------- */

enum { WHOLE = 1000 };

struct stage { const struct progress *outer; uint64_t from, to; };

static bool
stage_goes_on(void *arg, uint64_t done, uint64_t all)
{
    const struct stage *s = arg;
    uint64_t part = all == 0 ? 0 : done >= all ? s->to - s->from : done * (s->to - s->from) / all;

    return progress_goes_on(s->outer, s->from + part, WHOLE);
}

static struct progress
stage(struct find *f, struct stage *s, uint64_t from, uint64_t to)
{
    *s = (struct stage){ f->progress, from, to };
    return (struct progress){ .arg = s, .go_on = stage_goes_on };
}

/* ---- two rows --------------------------------------------------------------------------------- */

static const struct overlap_row *
row_of(const struct find *f, uint32_t k)
{
    return &f->list->row[f->same.row[k]];
}

static uint32_t
words_of(const struct find *f, uint32_t a, uint32_t b)
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
is_named_by_code(const struct find *f, uint32_t a, uint32_t b)
{
    const struct overlap_row *x = row_of(f, a), *y = row_of(f, b);

    if (!f->is_nomenclature || str_is_known(x->text) || str_is_known(y->text)
        || !str_is_known(x->code) || !str_is_known(y->code))
        return false;
    return f->same.owner[a] == f->same.owner[b]
        || overlap_compare_code(x, y).is == OVERLAP_SAME;
}

static struct overlap_likeness
likeness_of(const struct find *f, uint32_t a, uint32_t b)
{
    bool is_usual = f->is_usual[a] || f->is_usual[b];

    if (is_named_by_code(f, a, b))
        return (struct overlap_likeness){ 0, 0 };
    return (struct overlap_likeness){
        .words = words_of(f, a, b), .title = is_usual ? 0 : cosine_of(f->titles, a, b),
    };
}

/* Do words alone make it a candidate? */
static bool
words_do(const struct find *f, uint32_t a, uint32_t b)
{
    const struct join_sets *sets = corpus_sets(f->corpus);
    uint32_t x = corpus_set_of(f->corpus, a), y = corpus_set_of(f->corpus, b);

    if (x == y)
        return sets->first[x] != sets->first[x + 1];
    return join_is_alike(join_of(sets, x, y), f->plan->least);
}

/* The terms that both have, the rarest first, as words for people. */
static void
words_in_common(const struct find *f, struct overlap_finding *out, uint32_t a, uint32_t b)
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

/* ---- what is told ----------------------------------------------------------------------------- */

static int
by_worth(enum overlap_kind kind_a, int32_t points_a, enum overlap_kind kind_b, int32_t points_b)
{
    if (kind_a != kind_b)
        return kind_a == OVERLAP_NONE || (kind_b != OVERLAP_NONE && kind_a > kind_b) ? 1 : -1;
    return (points_a < points_b) - (points_a > points_b);
}

static int
by_best(const void *pa, const void *pb)
{
    const struct kept *a = pa, *b = pb;
    int order = by_worth(a->kind, a->points, b->kind, b->points);

    if (!order)
        order = (a->a > b->a) - (a->a < b->a);
    return order ? order : (a->b > b->b) - (a->b < b->b);
}

static struct err *
tell(struct find *f, const struct kept *k)
{
    size_t                  mark = arena_mark(f->arena);
    struct overlap_finding *out = NEW(f->arena, struct overlap_finding);

    *out = (struct overlap_finding){
        .a = f->same.row[k->a], .b = f->same.row[k->b], .n_a = k->n_a, .n_b = k->n_b,
        .like = likeness_of(f, k->a, k->b),
    };
    out->verdict = overlap_judge(f->arena, f->model, row_of(f, k->a), row_of(f, k->b),
                                 out->like);
    words_in_common(f, out, k->a, k->b);
    struct err *e = f->taker.finding(f->taker.arg, out);

    if (!e)
        arena_back(f->arena, mark);
    return e;
}

/* The best of what is kept, so that there is room again. */
static void
keep_best(struct find *f)
{
    qsort(f->kept, f->n_kept, sizeof *f->kept, by_best);
    if (f->n_kept > f->plan->most) {
        f->n_kept = f->plan->most;
        f->count->is_cut = true;
    }
}

static bool
is_shown(const struct find *f, enum overlap_kind kind)
{
    return kind == OVERLAP_CERTAIN || kind == OVERLAP_PROBABLE
        || (kind != OVERLAP_NONE && f->plan->shows_all);
}

static struct err *
found_pair(struct find *f, struct kept k)
{
    f->count->findings[k.kind]++;
    if (!is_shown(f, k.kind))
        return NULL;
    if (f->plan->best_first) {
        f->kept[f->n_kept++] = k;
        if (f->n_kept == f->plan->most * 2)
            keep_best(f);
        return NULL;
    }
    if (f->n_told == f->plan->most) {
        f->count->is_cut = true;
        return NULL;
    }
    f->n_told++;
    return tell(f, &k);
}

/* ---- pairs of clusters ------------------------------------------------------------------------ */

static uint32_t
rows_in(const struct find *f, struct overlap_cluster c)
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
struct road { bool by_title; struct kept best; uint32_t first; };

static bool
is_candidate(const struct find *f, const struct road *r, uint32_t a, uint32_t b)
{
    uint32_t n_left = f->same.n_left;

    if (a == b || (f->plan->n_left > 0 && (a < n_left) == (b < n_left)))
        return false;
    return !r->by_title || !words_do(f, a, b);
}

static struct err *
judge(struct find *f, struct road *r, uint32_t x, uint32_t y)
{
    uint32_t                a = x < y ? x : y, b = x < y ? y : x;
    size_t                  mark = arena_mark(f->arena);
    struct overlap_verdict *v = NEW(f->arena, struct overlap_verdict);

    if (!is_candidate(f, r, a, b)) {
        arena_back(f->arena, mark);
        return NULL;
    }
    f->count->pairs++;
    *v = overlap_judge(f->arena, f->model, row_of(f, a), row_of(f, b), likeness_of(f, a, b));
    struct kept k = { a, b, f->same.count[a], f->same.count[b], v->points, v->kind };

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
walk(struct find *f, struct road *r, struct overlap_cluster a, struct overlap_cluster b)
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

static struct err *
cross(struct find *f, struct overlap_cluster a, struct overlap_cluster b, bool by_title)
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

    r.best.n_a = rows_in(f, is_turned ? b : a);
    r.best.n_b = rows_in(f, is_turned ? a : b);
    return found_pair(f, r.best);
}

/* The rows of a cluster that stand in the first list, or in the second. */
static struct overlap_cluster
side_of(struct find *f, struct overlap_cluster c, bool is_left)
{
    uint32_t *member = NEWS(f->arena, uint32_t, c.n);
    size_t    n = 0;

    for (size_t i = 0; i < c.n; i++)
        if ((c.member[i] < f->same.n_left) == is_left)
            member[n++] = c.member[i];
    return (struct overlap_cluster){ member, n };
}

static struct err *
within(struct find *f, struct overlap_cluster c, bool by_title)
{
    size_t      mark = arena_mark(f->arena);
    struct road r = { .by_title = by_title };

    if (f->plan->n_left > 0) {
        TRY(cross(f, side_of(f, c, true), side_of(f, c, false), by_title));
        arena_back(f->arena, mark);
        return NULL;
    }
    size_t reach = c.n <= ALL_PAIRS ? c.n : 2;

    for (size_t i = 0; i < c.n; i++)
        for (size_t j = i + 1; j < c.n && j <= i + reach; j++) {
            TRY(judge(f, &r, c.member[i], c.member[j]));
            if (r.best.n_a > 0 && c.n <= ALL_PAIRS)
                TRY(found_pair(f, r.best));
            r.best.n_a = 0;
        }
    return NULL;
}

/* ---- groups ----------------------------------------------------------------------------------- */

static int
by_best_group(const void *pa, const void *pb)
{
    const struct kept_group *a = pa, *b = pb;
    int order = a->differs - b->differs;

    if (!order)
        order = by_worth(a->kind, a->points, b->kind, b->points);
    if (!order)
        order = (a->n < b->n) - (a->n > b->n);
    return order ? order : (a->number > b->number) - (a->number < b->number);
}

static void
judge_group(struct find *f, uint32_t a, uint32_t b, struct overlap_verdict *v)
{
    struct overlap_likeness like = likeness_of(f, a, b);

    if (corpus_is_plain(f->corpus, a))
        like.title = 0;
    *v = overlap_judge(f->arena, f->model, row_of(f, a), row_of(f, b), like);
}

static void
keep_group(struct find *f, struct kept_group g)
{
    size_t                  mark = arena_mark(f->arena);
    struct overlap_verdict *v = NEW(f->arena, struct overlap_verdict);

    judge_group(f, g.a, g.b, v);
    g.kind = v->kind;
    g.points = v->points;
    arena_back(f->arena, mark);
    if (!g.differs || is_shown(f, g.kind))
        f->group[f->n_groups++] = g;
}

/* Of pairs that lie far apart in a crowd, the one that has least in common: what holds for it holds
 * for all. */
static struct kept_group
weakest_of(struct find *f, struct overlap_cluster c)
{
    size_t                  mark = arena_mark(f->arena);
    struct overlap_verdict *v = NEW(f->arena, struct overlap_verdict);
    struct kept_group       worst = { .n = 0 };

    for (size_t i = 0; i < CROWD_PAIRS; i++) {
        size_t   at = i * c.n / CROWD_PAIRS;
        uint32_t x = c.member[at], y = c.member[(at + c.n / 2) % c.n];
        struct kept_group g = { .a = x < y ? x : y, .b = x < y ? y : x };

        judge_group(f, g.a, g.b, v);
        g.kind = v->kind;
        g.points = v->points;
        if (i == 0 || by_worth(worst.kind, worst.points, g.kind, g.points) < 0)
            worst = g;
    }
    arena_back(f->arena, mark);
    return worst;
}

static void
find_groups(struct find *f)
{
    const struct join_sets *sets = corpus_sets(f->corpus);

    for (uint32_t k = 0; k < f->same.n; k++)
        if (f->same.count[k] > 1 && !corpus_is_empty(f->corpus, k)) {
            f->count->groups++;
            keep_group(f, (struct kept_group){ .number = k, .n = f->same.count[k], .a = k, .b = k });
        }
    for (uint32_t i = 0; i < f->by_words.n; i++) {
        struct overlap_cluster c = overlap_cluster(&f->by_words, i);

        if (c.n <= ALL_PAIRS || sets->first[i] == sets->first[i + 1])
            continue;
        struct kept_group g = weakest_of(f, c);

        g.number = i, g.n = rows_in(f, c), g.differs = true;
        f->count->crowds++;
        keep_group(f, g);
    }
    qsort(f->group, f->n_groups, sizeof *f->group, by_best_group);
}

static size_t
add_rows(const struct find *f, uint32_t k, uint32_t *row, size_t n)
{
    for (uint32_t i = f->same.row[k]; i != OVERLAP_NO_ROW; i = f->same.next[i])
        row[n++] = i;
    return n;
}

/* The two that are shown stand first and last. */
static struct err *
tell_group(struct find *f, const struct kept_group *g)
{
    size_t                mark = arena_mark(f->arena);
    struct overlap_group *out = NEW(f->arena, struct overlap_group);
    struct overlap_cluster c = { &g->a, 1 };
    uint32_t             *row = NEWS(f->arena, uint32_t, g->n);

    if (g->differs)
        c = overlap_cluster(&f->by_words, g->number);
    out->differs = g->differs;
    out->row = row;
    out->n = add_rows(f, g->a, row, 0);
    for (size_t i = 0; i < c.n; i++)
        if (c.member[i] != g->a && c.member[i] != g->b)
            out->n = add_rows(f, c.member[i], row, out->n);
    if (g->b != g->a)
        out->n = add_rows(f, g->b, row, out->n);
    judge_group(f, g->a, g->b, &out->verdict);
    struct err *e = f->taker.group(f->taker.arg, out);

    if (!e)
        arena_back(f->arena, mark);
    return e;
}

static struct err *
tell_groups(struct find *f)
{
    for (size_t i = 0; i < f->n_groups && i < f->plan->most; i++)
        TRY(tell_group(f, &f->group[i]));
    if (f->n_groups > f->plan->most)
        f->count->is_cut = true;
    return NULL;
}

/* ---- preparing -------------------------------------------------------------------------------- */

/* A title that an office says all the time is no likeness: as of its phrases (corpus.h). */
static void
find_usual(struct find *f)
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

static int
by_code(const void *pa, const void *pb, void *arg)
{
    const struct find *f = arg;
    uint32_t           a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
    int                order = str_cmp(row_of(f, a)->code, row_of(f, b)->code);

    return order ? order : (a > b) - (a < b);
}

/* Do rows of one code have one title, nine times of ten? Then the titles are the nomenclature's. */
static void
find_nomenclature(struct find *f)
{
    size_t    mark = arena_mark(f->arena), n = 0, agree = 0, all = 0, first = 0;
    uint32_t *of = NEWS(f->arena, uint32_t, f->same.n);

    for (uint32_t k = 0; k < f->same.n; k++)
        if (str_is_known(row_of(f, k)->code))
            of[n++] = k;
    qsort_r(of, n, sizeof *of, by_code, f);
    for (size_t i = 1; i < n; i++) {
        if (!str_eq(row_of(f, of[i])->code, row_of(f, of[first])->code)) {
            first = i;
            continue;
        }
        all++;
        agree += cosine_first(f->titles, of[i]) == cosine_first(f->titles, of[first]);
    }
    f->is_nomenclature = all >= CODES_LEAST && agree * 10 >= all * 9;
    arena_back(f->arena, mark);
}

static struct err *
make_lexicon(struct find *f, struct lexicon **lexicon)
{
    struct str lists = S("");

    embedded_find(S("pack/text/words.csv"), &lists);
    return lexicon_read(f->arena, S("pack/text/words.csv"), lists, LEXICON_ID, lexicon);
}

/* The words of all different rows; false: stopped. */
static bool
make_corpus(struct find *f)
{
    struct stage    s;
    struct progress p = stage(f, &s, 0, 100), q;

    for (uint32_t k = 0; k < f->same.n; k++) {
        const struct overlap_row *r = row_of(f, k);

        if (k % 4096 == 0 && !progress_goes_on(&p, k, f->same.n))
            return false;
        corpus_add(f->corpus, r->title, r->text, f->same.owner[k]);
    }
    q = stage(f, &s, 100, 200);
    return corpus_end(f->corpus, &q);
}

static void
count_rows(struct find *f)
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
make_clusters(struct find *f)
{
    struct arena *a = f->arena;
    uint32_t      n = f->same.n, *number = NEWS(a, uint32_t, n);
    struct str   *title = NEWS(a, struct str, n);

    for (uint32_t k = 0; k < n; k++) {
        title[k] = row_of(f, k)->title;
        number[k] = corpus_set_of(f->corpus, k);
    }
    f->by_words = overlap_clusters_of(a, &f->same, number, corpus_sets(f->corpus)->n);
    f->titles = cosine_make(a, title, n);
    for (uint32_t k = 0; k < n; k++)
        number[k] = cosine_first(f->titles, k);
    f->by_title = overlap_clusters_of(a, &f->same, number, n);
}

/* ---- the two roads ---------------------------------------------------------------------------- */

static bool
took(struct find *f, struct err *e)
{
    if (e)
        f->failed = e;
    return e == NULL;
}

static bool
take_words(void *arg, const struct join_pair *pair, size_t n)
{
    struct find *f = arg;

    for (size_t i = 0; i < n; i++)
        if (!took(f, cross(f, overlap_cluster(&f->by_words, pair[i].a),
                           overlap_cluster(&f->by_words, pair[i].b), false)))
            return false;
    return true;
}

static bool
by_words(struct find *f)
{
    const struct join_sets *sets = corpus_sets(f->corpus);
    struct join_plan        plan = { .least = f->plan->least, .threads = f->plan->threads };
    struct stage            s;
    struct progress         p = stage(f, &s, 200, 700);
    size_t                  mark = arena_mark(f->arena);

    for (uint32_t i = 0; i < sets->n; i++)
        if (sets->first[i] != sets->first[i + 1]
            && !took(f, within(f, overlap_cluster(&f->by_words, i), false)))
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
    struct find *f = arg;

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
judge_titles(struct find *f, const struct progress *p)
{
    qsort(f->near, f->n_near, sizeof *f->near, by_number);
    for (size_t i = 0; i < f->n_near; i++) {
        if (i > 0 && f->near[i] == f->near[i - 1])
            continue;
        if (i % 1024 == 0 && !progress_goes_on(p, i, f->n_near))
            return false;
        if (!took(f, cross(f, overlap_cluster(&f->by_title, (uint32_t)(f->near[i] >> 32)),
                           overlap_cluster(&f->by_title, (uint32_t)f->near[i]), true)))
            return false;
    }
    for (uint32_t i = 0; i < f->by_title.n; i++)
        if (!took(f, within(f, overlap_cluster(&f->by_title, i), true)))
            return false;
    return true;
}

static bool
by_titles(struct find *f)
{
    struct cosine_plan plan = {
        .want = { f->plan->title_least, NEAREST }, .n_left = f->same.n_left,
        .threads = f->plan->threads,
    };
    struct stage    s, s_judged;
    struct progress p = stage(f, &s, 700, 900), judged = stage(f, &s_judged, 900, WHOLE);

    f->near = NEWS(f->arena, uint64_t, (size_t)f->same.n * NEAREST);
    return cosine_all(f->titles, f->arena, plan,
                      (struct cosine_out){ { f, take_titles }, &p })
        && judge_titles(f, &judged);
}

/* ---- all of it -------------------------------------------------------------------------------- */

static struct err *
tell_best(struct find *f)
{
    keep_best(f);
    TRY(tell_groups(f));
    for (size_t i = 0; i < f->n_kept; i++)
        TRY(tell(f, &f->kept[i]));
    return NULL;
}

static struct err *
find_in(struct find *f)
{
    if (!make_corpus(f)) {
        f->count->was_stopped = true;
        return NULL;
    }
    make_clusters(f);
    find_usual(f);
    find_nomenclature(f);
    count_rows(f);
    f->group = NEWS(f->arena, struct kept_group, f->same.n + (size_t)f->by_words.n);
    if (f->plan->n_left == 0)
        find_groups(f);
    if (!f->plan->best_first)
        TRY(tell_groups(f));
    if (!by_words(f) || !by_titles(f)) {
        f->count->was_stopped = f->failed == NULL;
        return f->failed;
    }
    return f->plan->best_first ? tell_best(f) : NULL;
}

struct err *
overlap_find(struct arena *a, const struct overlap_model *model, const struct overlap_list *list,
             const struct overlap_plan *plan, struct overlap_taker taker,
             const struct progress *progress, struct overlap_count *count)
{
    struct find    *f = NEW(a, struct find);
    struct lexicon *lexicon;

    *count = (struct overlap_count){ .rows = list->n };
    *f = (struct find){
        .arena = a, .model = model, .list = list, .plan = plan, .taker = taker,
        .progress = progress, .count = count,
    };
    if (list->n == 0)
        return NULL;
    TRY(make_lexicon(f, &lexicon));
    overlap_same_of(a, list, plan->n_left, &f->same);
    if (plan->best_first)
        f->kept = NEWS(a, struct kept, plan->most * 2);
    f->corpus = corpus_open(a, lexicon);
    struct err *e = find_in(f);

    corpus_close(f->corpus);
    return e;
}
