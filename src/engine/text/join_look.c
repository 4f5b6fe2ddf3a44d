/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * join_look.c — one row against the index.
 *
 * Why nothing is missed: rows r and s with s not heavier and likeness of at least t = p / q share
 * at least must_share(r + s), which is at least t x weight r and at least must_share(s + s). All
 * that they share lies at or behind the first term that they share, so `rest` there is at least
 * that much in both: r is looked up by its terms with rest >= t x weight r, s is found by those
 * with rest >= must_share(s + s). At that first term the positional filter (the smaller rest >=
 * must_share) and the bitmap filter (what differs <= (r + s) (q - p) / (p + q)) hold too.
 */
#include "engine/text/join_part.h"

/* Of ascending numbers, from `at` on and before `end`, the first that is not less. */
static uint64_t
first_from(const uint32_t *number, uint64_t at, uint64_t end, uint64_t least)
{
    while (at < end) {
        uint64_t middle = at + (end - at) / 2;

        if (number[middle] < least)
            at = middle + 1;
        else
            end = middle;
    }
    return at;
}

uint32_t
join_place_from(const struct join_index *x, uint64_t weight)
{
    return (uint32_t)first_from(x->weight, 0, x->sets.n, weight);
}

uint64_t
join_posting_from(const struct join_index *x, uint64_t at, uint64_t end, uint32_t place)
{
    return first_from(x->post_place, at, end, place);
}

void
join_probe_of(const struct join_index *x, uint32_t place, struct join_probe *probe)
{
    struct join_terms t = join_terms(&x->sets, x->row[place]);
    uint64_t          weight = x->weight[place];

    *probe = (struct join_probe){ .term = t.term, .n = t.n, .weight = weight, .known = weight,
        .sieve = join_sieve(x, x->picture[place]), .high = place,
        .low = join_place_from(x, join_lightest(x->plan.least, weight)) };
}

struct join_sieve
join_sieve(const struct join_index *x, struct picture mine)
{
    struct join_sieve sieve = { .mine = mine, .parts = x->parts,
                                .as = join_scan_best(x->parts) };

    for (size_t p = 0; p < x->parts; p++)
        sieve.least[p] = x->least[p];
    return sieve;
}

/* What two rows share from here on, until more differs than may: then it is too little. */
static uint32_t
shared_of(const struct join_index *x, struct join_terms a, struct join_terms b, int64_t may_differ)
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
verify(const struct join_look *l, uint32_t place, uint64_t must, uint32_t *shared)
{
    const struct join_index *x = l->x;
    const struct join_probe *probe = l->probe;
    struct join_terms        t = join_terms(&x->sets, x->row[place]);
    uint32_t                 term = probe->term[l->i];
    size_t                   j = 0;

    for (size_t i = 0; t.term[j] < term; j++) {
        while (probe->term[i] < t.term[j])
            i++;
        if (probe->term[i] == t.term[j])
            return false;               /* met at that term */
    }
    *shared = shared_of(x, (struct join_terms){ probe->term + l->i, probe->n - l->i },
                        (struct join_terms){ t.term + j, t.n - j },
                        (int64_t)(probe->weight + x->weight[place] - 2 * must));
    return *shared >= must;
}

static void
verify_posting(const struct join_look *l, uint64_t at, struct join_found *found,
               struct join_count *count)
{
    const struct join_index *x = l->x;
    uint32_t place = x->post_place[at], shared;
    uint64_t must = join_must_share(x->plan.least, l->probe->weight + x->weight[place]);

    if (place >= l->probe->high || l->rest < must || x->post_rest[at] < must)
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
void
join_look_stretch(const struct join_look *l, uint64_t at, size_t n, struct join_found *found,
                struct join_count *count)
{
    const struct join_index *x = l->x;
    uint32_t kept[JOIN_SCAN_MAX];
    size_t   n_kept;

    l->probe->sieve.most = may_differ(x, l->probe->weight, x->weight[x->post_place[at + n - 1]]);
    n_kept = join_scan(x->post_picture + at * x->parts, n, &l->probe->sieve, kept);

    count->looked_at += n;
    for (size_t i = 0; i < n_kept; i++)
        verify_posting(l, at + kept[i], found, count);
}

/* The positional filter on the probe's side. */
uint32_t
join_last_place(const struct join_look *l)
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
look_at_term(const struct join_look *l, struct join_found *found, struct join_count *count)
{
    const struct join_index *x = l->x;
    uint32_t term = l->probe->term[l->i];
    uint64_t at = join_posting_from(x, x->from[term], x->from[term + 1], l->probe->low);
    uint64_t end = join_posting_from(x, at, x->from[term + 1], join_last_place(l));

    for (; at < end; at += JOIN_SCAN_MAX)
        join_look_stretch(l, at, end - at < JOIN_SCAN_MAX ? end - at : JOIN_SCAN_MAX, found, count);
}

void
join_look(const struct join_index *x, struct join_probe *probe, struct join_found *found,
          struct join_count *count)
{
    uint64_t         least = join_lightest(x->plan.least, probe->weight);
    struct join_look l = { .x = x, .probe = probe, .rest = probe->known };

    for (; l.i < probe->n && l.rest >= least && least > 0; l.i++) {
        look_at_term(&l, found, count);
        l.rest -= x->of_term[probe->term[l.i]];
    }
}
