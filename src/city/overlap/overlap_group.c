/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * overlap_group.c — rows that are told once: those that say the same in every field, and crowds
 * that have the same words.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "city/overlap/overlap_part.h"

enum { CROWD_PAIRS = 16 };          /* of a crowd, to find what holds for all of it */

static int
by_best_group(const void *pa, const void *pb)
{
    const struct overlap_kept_group *a = pa, *b = pb;
    int order = a->differs - b->differs;

    if (!order)
        order = overlap_by_worth(a->kind, a->points, b->kind, b->points);
    if (!order)
        order = (a->n < b->n) - (a->n > b->n);
    return order ? order : (a->number > b->number) - (a->number < b->number);
}

static void
judge_group(struct overlap_search *f, uint32_t a, uint32_t b, struct overlap_verdict *v)
{
    struct overlap_likeness like = overlap_group_likeness(f, a, b);

    if (corpus_is_plain(f->corpus, a))
        like.title = 0;
    *v = overlap_judge(f->arena, f->model, overlap_row_of(f, a), overlap_row_of(f, b), like);
}

static void
keep_group(struct overlap_search *f, struct overlap_kept_group g)
{
    size_t                  mark = arena_mark(f->arena);
    struct overlap_verdict *v = NEW(f->arena, struct overlap_verdict);

    judge_group(f, g.a, g.b, v);
    g.kind = v->kind;
    g.points = v->points;
    arena_back(f->arena, mark);
    if (!g.differs || overlap_is_shown(f, g.kind))
        f->group[f->n_groups++] = g;
}

/* Of pairs that lie far apart in a crowd, the one that has least in common: what holds for it holds
 * for all. */
static struct overlap_kept_group
weakest_of(struct overlap_search *f, struct overlap_cluster c)
{
    size_t                  mark = arena_mark(f->arena);
    struct overlap_verdict *v = NEW(f->arena, struct overlap_verdict);
    struct overlap_kept_group       worst = { .n = 0 };

    for (size_t i = 0; i < CROWD_PAIRS; i++) {
        size_t   at = i * c.n / CROWD_PAIRS;
        uint32_t x = c.member[at], y = c.member[(at + c.n / 2) % c.n];
        struct overlap_kept_group g = { .a = x < y ? x : y, .b = x < y ? y : x };

        judge_group(f, g.a, g.b, v);
        g.kind = v->kind;
        g.points = v->points;
        if (i == 0 || overlap_by_worth(worst.kind, worst.points, g.kind, g.points) < 0)
            worst = g;
    }
    arena_back(f->arena, mark);
    return worst;
}

void
overlap_groups_find(struct overlap_search *f)
{
    const struct join_sets *sets = corpus_sets(f->corpus);

    for (uint32_t k = 0; k < f->same.n; k++)
        if (f->same.count[k] > 1 && !corpus_is_empty(f->corpus, k)) {
            f->count->groups++;
            keep_group(f, (struct overlap_kept_group){
                .number = k, .n = f->same.count[k], .a = k, .b = k,
            });
        }
    for (uint32_t i = 0; i < f->by_words.n; i++) {
        struct overlap_cluster c = overlap_cluster(&f->by_words, i);

        if (c.n <= OVERLAP_ALL_PAIRS || sets->first[i] == sets->first[i + 1])
            continue;
        struct overlap_kept_group g = weakest_of(f, c);

        g.number = i, g.n = overlap_rows_in(f, c), g.differs = true;
        f->count->crowds++;
        keep_group(f, g);
    }
    qsort(f->group, f->n_groups, sizeof *f->group, by_best_group);
}

static size_t
add_rows(const struct overlap_search *f, uint32_t k, uint32_t *row, size_t n)
{
    for (uint32_t i = f->same.row[k]; i != OVERLAP_NO_ROW; i = f->same.next[i])
        row[n++] = i;
    return n;
}

/* The two that are shown stand first and last. */
static struct err *
tell_group(struct overlap_search *f, const struct overlap_kept_group *g)
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

struct err *
overlap_groups_tell(struct overlap_search *f)
{
    for (size_t i = 0; i < f->n_groups && i < f->plan->most; i++)
        TRY(tell_group(f, &f->group[i]));
    if (f->n_groups > f->plan->most)
        f->count->is_cut = true;
    return NULL;
}
