/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* join.c — a pair of rows, and a draft against all of them; join_all.c has all rows. */
#include "engine/text/join.h"

#include <assert.h>
#include <stdlib.h>

#include "engine/text/join_part.h"

/* ---- a pair ---------------------------------------------------------------------------------- */

static uint32_t
weight_of(const struct join_sets *s, uint32_t term)
{
    return s->weight ? s->weight[term] : 1;
}

bool
join_is_alike(struct join_pair pair, struct join_least t)
{
    return pair.shared > 0 && (uint64_t)pair.shared * t.q >= (uint64_t)pair.all * t.p;
}

struct join_pair
join_of(const struct join_sets *s, uint32_t a, uint32_t b)
{
    struct join_terms x = join_terms(s, a), y = join_terms(s, b);
    struct join_pair  pair = { a < b ? a : b, a < b ? b : a, 0, 0 };

    for (size_t i = 0; i < x.n; i++)
        pair.all += weight_of(s, x.term[i]);
    for (size_t i = 0; i < y.n; i++)
        pair.all += weight_of(s, y.term[i]);
    for (size_t i = 0, j = 0; i < x.n && j < y.n;) {
        pair.shared += x.term[i] == y.term[j] ? weight_of(s, x.term[i]) : 0;
        bool steps = x.term[i] <= y.term[j];

        j += y.term[j] <= x.term[i];
        i += steps;
    }
    pair.all -= pair.shared;
    return pair;
}

/* ---- a draft --------------------------------------------------------------------------------- */

static int
by_row(const void *a, const void *b)
{
    uint32_t x = ((const struct join_pair *)a)->a, y = ((const struct join_pair *)b)->a;

    return (x > y) - (x < y);
}

static void
draft_probe(const struct join_index *x, struct join_probe *probe)
{
    for (size_t i = 0; i < probe->n; i++) {
        assert(probe->term[i] < x->sets.n_terms);
        assert(i == 0 || probe->term[i - 1] < probe->term[i]);
        probe->known += x->of_term[probe->term[i]];
    }
    probe->weight += probe->known;
    probe->sieve = join_sieve(x, join_picture(x, probe->term, probe->n));
    probe->low = join_place_from(x, join_lightest(x->plan.least, probe->weight));
    probe->high = join_place_from(x, probe->weight * x->plan.least.q / x->plan.least.p + 1);
}

size_t
join_ask(const struct join_index *x, struct arena *a, struct join_draft draft,
         struct join_pair **hit)
{
    struct join_probe probe = { .term = draft.term, .n = draft.n, .weight = draft.unknown };
    struct join_count count = { 0 };
    struct join_found found;

    assert(x->plan.for_drafts);
    draft_probe(x, &probe);
    found = (struct join_found){ NEWS(a, uint32_t, x->sets.n), NEWS(a, uint32_t, x->sets.n), 0 };
    join_look(x, &probe, &found, &count);
    *hit = NEWS(a, struct join_pair, found.n);
    for (size_t i = 0; i < found.n; i++)
        (*hit)[i] = (struct join_pair){ x->row[found.place[i]], JOIN_DRAFT, found.shared[i],
            (uint32_t)(probe.weight + x->weight[found.place[i]] - found.shared[i]) };
    qsort(*hit, found.n, sizeof **hit, by_row);
    return found.n;
}
