/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* brute.c — see brute.h. */
#include "brute.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAIRS_BYTES_LOG2 = 35, UNKNOWN = 7 };

static uint32_t
weight_in(const struct join_sets *s, uint32_t term)
{
    return s->weight ? s->weight[term] : 1;
}

static uint32_t *
weigh_sets(struct arena *a, const struct join_sets *s)
{
    uint32_t *weight = NEWS(a, uint32_t, s->n);

    for (uint32_t r = 0; r < s->n; r++)
        for (uint32_t i = s->first[r]; i < s->first[r + 1]; i++)
            weight[r] += weight_in(s, s->term[i]);
    return weight;
}

static bool
reaches(struct join_pair pair, struct join_least t)
{
    return pair.shared > 0 && (uint64_t)pair.shared * t.q >= (uint64_t)pair.all * t.p;
}

/* A list at the arena's end. */
static void
add_pairs(struct arena *a, struct pairs *list, const struct join_pair *pair, size_t n)
{
    bool grows = arena_extend(a, list->pair, list->n * sizeof *pair, n * sizeof *pair);

    assert(grows);
    memcpy(list->pair + list->n, pair, n * sizeof *pair);
    list->n += n;
}

/* The terms of one row are marked with their weights; every later row sums the marks of its own. */
struct pairs
brute_pairs(struct arena *a, const struct join_sets *s, struct join_least least)
{
    uint32_t    *weight = weigh_sets(a, s), *mark = NEWS(a, uint32_t, s->n_terms);
    struct pairs all = { NEWS(a, struct join_pair, 0), 0 };

    for (uint32_t i = 0; i < s->n; i++) {
        for (uint32_t k = s->first[i]; k < s->first[i + 1]; k++)
            mark[s->term[k]] = weight_in(s, s->term[k]);
        for (uint32_t j = i + 1; j < s->n; j++) {
            struct join_pair pair = { i, j, 0, 0 };

            for (uint32_t k = s->first[j]; k < s->first[j + 1]; k++)
                pair.shared += mark[s->term[k]];
            pair.all = weight[i] + weight[j] - pair.shared;
            if (reaches(pair, least))
                add_pairs(a, &all, &pair, 1);
        }
        for (uint32_t k = s->first[i]; k < s->first[i + 1]; k++)
            mark[s->term[k]] = 0;
    }
    return all;
}

struct pairs
brute_at(struct arena *a, struct pairs of, struct join_least least)
{
    struct pairs all = { NEWS(a, struct join_pair, 0), 0 };

    for (size_t i = 0; i < of.n; i++)
        if (reaches(of.pair[i], least))
            add_pairs(a, &all, &of.pair[i], 1);
    return all;
}

/* ---- the join -------------------------------------------------------------------------------- */

struct list { struct arena arena; struct pairs pairs; };

static bool
take(void *arg, const struct join_pair *pair, size_t n)
{
    struct list *list = arg;

    add_pairs(&list->arena, &list->pairs, pair, n);
    return true;
}

static int
by_rows(const void *a, const void *b)
{
    const struct join_pair *x = a, *y = b;

    return x->a != y->a ? (x->a > y->a) - (x->a < y->a) : (x->b > y->b) - (x->b < y->b);
}

struct pairs
joined_pairs(struct arena *a, const struct join_sets *s, struct join_plan plan, uint32_t n_left)
{
    struct list        list = { .arena = arena_make((size_t)1 << PAIRS_BYTES_LOG2) };
    struct join_index *x = join_make(a, s, plan);
    struct join_out    out = { { &list, take }, NULL, NULL };
    struct pairs       all;

    list.pairs.pair = NEWS(&list.arena, struct join_pair, 0);
    bool is_whole = n_left == UINT32_MAX ? join_all(x, a, out) : join_between(x, a, n_left, out);

    assert(is_whole);
    all = (struct pairs){ NEWS(a, struct join_pair, list.pairs.n), list.pairs.n };
    memcpy(all.pair, list.pairs.pair, all.n * sizeof *all.pair);
    arena_drop(&list.arena);
    qsort(all.pair, all.n, sizeof *all.pair, by_rows);
    return all;
}

bool
pairs_agree(struct pairs wanted, struct pairs got, const char *what)
{
    size_t i = 0;

    while (i < wanted.n && i < got.n &&
           memcmp(&wanted.pair[i], &got.pair[i], sizeof *got.pair) == 0)
        i++;
    if (i == wanted.n && i == got.n)
        return true;
    fprintf(stderr, "%s: brute force has %zu pairs, the join %zu; they part at pair %zu", what,
            wanted.n, got.n, i);
    if (i < wanted.n)
        fprintf(stderr, ", rows %" PRIu32 " and %" PRIu32, wanted.pair[i].a, wanted.pair[i].b);
    fprintf(stderr, "\n");
    return false;
}

/* ---- drafts ---------------------------------------------------------------------------------- */

static bool
draft_agrees(struct arena *a, const struct join_sets *s, const struct join_index *x,
             struct join_least least, uint32_t row)
{
    uint32_t          from = s->first[row];
    struct join_draft draft = { s->term + from, s->first[row + 1] - from, UNKNOWN };
    struct join_pair *hit;
    size_t            n = join_ask(x, a, draft, &hit), at = 0;
    bool              agrees = true;

    for (uint32_t r = 0; r < s->n; r++) {
        struct join_pair pair = join_of(s, r, row);

        pair = (struct join_pair){ r, JOIN_DRAFT, pair.shared, pair.all + UNKNOWN };
        if (reaches(pair, least))
            agrees = agrees && at < n && memcmp(&hit[at++], &pair, sizeof pair) == 0;
    }
    return agrees && at == n;
}

bool
drafts_agree(struct arena *a, const struct join_sets *s, struct join_least least, uint32_t step)
{
    struct join_index *x = join_make(a, s, (struct join_plan){ least, 1, true });

    for (uint32_t row = 0; row < s->n; row += step) {
        size_t mark = arena_mark(a);

        if (!draft_agrees(a, s, x, least, row)) {
            fprintf(stderr, "row %" PRIu32 " as a draft at %" PRIu32 "/%" PRIu32
                    ": not what brute force finds\n", row, least.p, least.q);
            return false;
        }
        arena_back(a, mark);
    }
    return true;
}
