/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * join.c — the index, one row against it, and a draft. See join.h; join_all.c has all rows.
 *
 * Why nothing is missed: rows r and s with s not heavier and likeness of at least t = p / q share
 * at least must_share(r + s), which is at least t x weight r and at least must_share(s + s). All
 * that they share lies at or behind the first term that they share, so `rest` there is at least
 * that much in both: r is looked up by its terms with rest >= t x weight r, s is found by those
 * with rest >= must_share(s + s). At that first term the positional filter (the smaller rest >=
 * must_share) and the bitmap filter (what differs <= (r + s) (q - p) / (p + q)) hold too.
 */
#include "engine/text/join.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "engine/text/join_part.h"

/* ---- a pair ---------------------------------------------------------------------------------- */

struct terms_of { const uint32_t *term; size_t n; };

static struct terms_of
set_of(const struct join_sets *s, uint32_t row)
{
    return (struct terms_of){ s->term + s->first[row], s->first[row + 1] - s->first[row] };
}

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
    struct terms_of  x = set_of(s, a), y = set_of(s, b);
    struct join_pair pair = { a < b ? a : b, a < b ? b : a, 0, 0 };

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

/* ---- the index ------------------------------------------------------------------------------- */

static int
by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

static void
assert_sets(const struct join_sets *s)
{
    for (uint32_t r = 0; r < s->n; r++) {
        struct terms_of t = set_of(s, r);

        assert(s->first[r] <= s->first[r + 1] && t.n <= JOIN_TERMS_MAX);
        for (size_t i = 0; i < t.n; i++)
            assert(t.term[i] < s->n_terms && (i == 0 || t.term[i - 1] < t.term[i]));
    }
    for (uint32_t t = 0; s->weight && t < s->n_terms; t++)
        assert(s->weight[t] > 0 && s->weight[t] <= JOIN_WEIGHT_MAX);
}

/* Rows by weight, of equals the first; weights stay under 2^30. */
static void
sort_rows(struct arena *a, struct join_index *x)
{
    uint32_t  n = x->sets.n;
    size_t    mark;
    uint64_t *key;

    x->row = NEWS(a, uint32_t, n);
    x->place = NEWS(a, uint32_t, n);
    x->weight = NEWS(a, uint32_t, n);
    mark = arena_mark(a);
    key = NEWS(a, uint64_t, n);
    for (uint32_t r = 0; r < n; r++) {
        struct terms_of t = set_of(&x->sets, r);
        uint64_t        weight = 0;

        for (size_t i = 0; i < t.n; i++)
            weight += x->of_term[t.term[i]];
        key[r] = weight << 32 | r;
    }
    qsort(key, n, sizeof *key, by_number);
    for (uint32_t p = 0; p < n; p++) {
        x->row[p] = (uint32_t)key[p];
        x->weight[p] = (uint32_t)(key[p] >> 32);
        x->place[x->row[p]] = p;
    }
    arena_back(a, mark);
}

/* The weights of all that stands in the sets are cut in equal parts; equal weights are not cut. */
static void
split_weights(struct join_index *x)
{
    uint64_t seen[JOIN_WEIGHT_MAX + 1] = { 0 }, before = 0, all = x->sets.first[x->sets.n];
    size_t   part = 0;

    for (uint64_t i = 0; i < all; i++)
        seen[x->of_term[x->sets.term[i]]]++;
    for (uint32_t w = 1; w <= JOIN_WEIGHT_MAX; w++) {
        while (part + 1 < JOIN_PARTS && before > 0 && before * JOIN_PARTS >= all * (part + 1))
            x->split[++part] = w;
        if (seen[w] > 0 && x->least[part] == 0)
            x->least[part] = w;
        before += seen[w];
    }
    x->parts = JOIN_PARTS;
    while (part + 1 < JOIN_PARTS)
        x->split[++part] = UINT32_MAX;
}

/* All weigh the same: they are spread over fewer parts, which all of them share. */
static void
share_parts(struct join_index *x)
{
    for (size_t p = 1; p < JOIN_PARTS; p++)
        if (x->least[p] > 0)
            return;
    x->parts = JOIN_PARTS_ALIKE;
    for (size_t p = 1; p < x->parts; p++)
        x->least[p] = x->least[0];
}

static size_t
part_of(const struct join_index *x, uint32_t term, uint32_t spread)
{
    size_t part = 0;

    if (x->parts == JOIN_PARTS_ALIKE)
        return spread >> 25 & 1;
    while (part + 1 < x->parts && x->of_term[term] >= x->split[part + 1])
        part++;
    return part;
}

/* Numbers of terms are no chance: they are spread over the bits by a multiplication. */
static struct picture
picture_of(const struct join_index *x, const uint32_t *term, size_t n)
{
    struct picture picture = { { 0 } };

    for (size_t i = 0; i < n; i++) {
        uint32_t spread = term[i] * 2654435761u;

        picture.part[part_of(x, term[i], spread)] ^= UINT64_C(1) << (spread >> 26);
    }
    return picture;
}

/* The terms of a place that stand in the index: those with this much behind them. */
static uint64_t
indexed_rest(const struct join_index *x, uint32_t place)
{
    uint64_t weight = x->weight[place];

    return x->plan.for_drafts ? join_lightest(x->plan.least, weight)
                              : join_must_share(x->plan.least, 2 * weight);
}

struct postings_to { uint64_t *at; bool counts; };

static void
post_place(struct join_index *x, uint32_t place, struct postings_to to)
{
    struct terms_of t = set_of(&x->sets, x->row[place]);
    uint64_t        rest = x->weight[place], least = indexed_rest(x, place);

    for (size_t i = 0; i < t.n && rest >= least; i++) {
        uint64_t at = to.at[t.term[i]]++;

        if (!to.counts) {
            memcpy(x->post_picture + at * x->parts, &x->picture[place],
                   x->parts * sizeof *x->post_picture);
            x->post_place[at] = place;
            x->post_rest[at] = (uint32_t)rest;
        }
        rest -= x->of_term[t.term[i]];
    }
}

static void
post_all(struct arena *a, struct join_index *x)
{
    uint32_t  n_terms = x->sets.n_terms;
    uint64_t  before = 0;
    uint64_t *at;

    x->from = NEWS(a, uint64_t, n_terms + (size_t)2);
    at = x->from + 1;                           /* ends one step ahead, where it has to be */
    for (uint32_t p = 0; p < x->sets.n; p++)
        post_place(x, p, (struct postings_to){ at, true });
    for (uint32_t t = 0; t < n_terms; t++) {
        uint64_t n = at[t];

        at[t] = before;
        before += n;
    }
    x->post_picture = NEWS(a, uint64_t, before * x->parts);
    x->post_place = NEWS(a, uint32_t, before);
    x->post_rest = NEWS(a, uint32_t, before);
    for (uint32_t p = 0; p < x->sets.n; p++)
        post_place(x, p, (struct postings_to){ at, false });
}

struct join_index *
join_make(struct arena *a, const struct join_sets *sets, struct join_plan plan)
{
    struct join_index *x = NEW(a, struct join_index);

    assert(plan.least.p > 0 && plan.least.p <= plan.least.q && plan.least.q <= 10000);
    assert(plan.threads >= 1 && plan.threads <= JOIN_THREADS_MAX);
    assert_sets(sets);
    *x = (struct join_index){ .sets = *sets, .plan = plan };
    x->of_term = NEWS(a, uint32_t, sets->n_terms);
    for (uint32_t t = 0; t < sets->n_terms; t++)
        x->of_term[t] = weight_of(sets, t);
    sort_rows(a, x);
    split_weights(x);
    share_parts(x);
    x->picture = NEWS(a, struct picture, sets->n);
    for (uint32_t p = 0; p < sets->n; p++) {
        struct terms_of t = set_of(sets, x->row[p]);

        x->picture[p] = picture_of(x, t.term, t.n);
    }
    post_all(a, x);
    return x;
}

/* ---- one row against the index -------------------------------------------------------------- */

uint32_t
join_place_from(const struct join_index *x, uint64_t weight)
{
    uint32_t low = 0, high = x->sets.n;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (x->weight[middle] < weight)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void
join_probe_of(const struct join_index *x, uint32_t place, struct join_probe *probe)
{
    struct terms_of t = set_of(&x->sets, x->row[place]);
    uint64_t        weight = x->weight[place];

    *probe = (struct join_probe){ .term = t.term, .n = t.n, .weight = weight, .known = weight,
        .picture = x->picture[place], .high = place,
        .low = join_place_from(x, join_lightest(x->plan.least, weight)) };
}

/* The first posting of a term, from `at` on and before `end`, of at least this place. */
static uint64_t
posting_from(const struct join_index *x, uint64_t at, uint64_t end, uint32_t place)
{
    while (at < end) {
        uint64_t middle = at + (end - at) / 2;

        if (x->post_place[middle] < place)
            at = middle + 1;
        else
            end = middle;
    }
    return at;
}

/* A term of the probe, what the probe weighs from it on, and what its picture lets through. */
struct look {
    const struct join_index *x;
    const struct join_probe *probe;
    size_t                   i;
    uint64_t                 rest;
    struct join_sieve       *sieve;
};

/* What two rows share from here on, until more differs than may: then it is too little. */
static uint32_t
shared_of(const struct join_index *x, struct terms_of a, struct terms_of b, int64_t may_differ)
{
    uint32_t shared = 0;
    size_t   i = 0, j = 0;

    while (i < a.n && j < b.n && may_differ >= 0) {
        uint32_t p = a.term[i], q = b.term[j];

        if (p == q)
            shared += x->of_term[p];
        else
            may_differ -= x->of_term[p < q ? p : q];
        i += p <= q;
        j += q <= p;
    }
    return shared;
}

/* Is the term the first that both have, and do they share enough? */
static bool
verify(const struct look *l, uint32_t place, uint64_t must, uint32_t *shared)
{
    const struct join_index *x = l->x;
    const struct join_probe *probe = l->probe;
    struct terms_of          t = set_of(&x->sets, x->row[place]);
    uint32_t                 term = probe->term[l->i];
    size_t                   j = 0;

    for (size_t i = 0; t.term[j] < term; j++) {
        while (probe->term[i] < t.term[j])
            i++;
        if (probe->term[i] == t.term[j])
            return false;               /* met at that term */
    }
    *shared = shared_of(x, (struct terms_of){ probe->term + l->i, probe->n - l->i },
                        (struct terms_of){ t.term + j, t.n - j },
                        (int64_t)(probe->weight + x->weight[place] - 2 * must));
    return *shared >= must;
}

static void
verify_posting(const struct look *l, uint64_t at, struct join_found *found,
               struct join_count *count)
{
    const struct join_index *x = l->x;
    uint32_t place = x->post_place[at], shared;
    uint64_t must = join_must_share(x->plan.least, l->probe->weight + x->weight[place]);

    if (l->rest < must || x->post_rest[at] < must)
        return;
    count->verified++;
    if (!verify(l, place, must, &shared))
        return;
    found->place[found->n] = place;
    found->shared[found->n++] = shared;
}

/* How much may differ between the probe and a row of this weight, at the most: not less for a
 * heavier one, which both - 2 x must_share would be now and then, for its rounding. */
static uint64_t
may_differ(const struct join_index *x, uint64_t probe, uint64_t weight)
{
    struct join_least t = x->plan.least;

    return (probe + weight) * (t.q - t.p) / (t.p + t.q);
}

/* Postings stand by weight: the last of a stretch is its heaviest and may differ most. */
static void
look_at_stretch(const struct look *l, uint64_t at, size_t n, struct join_found *found,
                struct join_count *count)
{
    const struct join_index *x = l->x;
    uint32_t kept[JOIN_SCAN_MAX];
    size_t   n_kept;

    l->sieve->most = may_differ(x, l->probe->weight, x->weight[x->post_place[at + n - 1]]);
    n_kept = join_scan(x->post_picture + at * x->parts, n, l->sieve, kept);

    count->looked_at += n;
    for (size_t i = 0; i < n_kept; i++)
        verify_posting(l, at + kept[i], found, count);
}

/* The places that can share enough from this term on: the positional filter on the probe's side. */
static uint32_t
last_place(const struct look *l)
{
    struct join_least t = l->x->plan.least;
    uint64_t          both = l->rest * (t.p + t.q) / t.p;     /* the most of which rest is enough */
    uint32_t          end;

    if (both < l->probe->weight)
        return 0;
    end = join_place_from(l->x, both - l->probe->weight + 1);
    return end < l->probe->high ? end : l->probe->high;
}

static void
look_at_term(const struct look *l, struct join_found *found, struct join_count *count)
{
    const struct join_index *x = l->x;
    uint32_t term = l->probe->term[l->i];
    uint64_t at = posting_from(x, x->from[term], x->from[term + 1], l->probe->low);
    uint64_t end = posting_from(x, at, x->from[term + 1], last_place(l));

    for (; at < end; at += JOIN_SCAN_MAX)
        look_at_stretch(l, at, end - at < JOIN_SCAN_MAX ? end - at : JOIN_SCAN_MAX, found, count);
}

void
join_look(const struct join_index *x, const struct join_probe *probe, struct join_found *found,
          struct join_count *count)
{
    uint64_t          least = join_lightest(x->plan.least, probe->weight);
    struct join_sieve sieve = { .mine = probe->picture, .parts = x->parts };
    struct look       l = { .x = x, .probe = probe, .rest = probe->known, .sieve = &sieve };

    for (size_t p = 0; p < x->parts; p++)
        sieve.least[p] = x->least[p];
    for (; l.i < probe->n && l.rest >= least && least > 0; l.i++) {
        look_at_term(&l, found, count);
        l.rest -= x->of_term[probe->term[l.i]];
    }
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
    probe->picture = picture_of(x, probe->term, probe->n);
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
