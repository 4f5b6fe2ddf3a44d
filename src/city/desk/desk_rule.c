/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "city/desk/desk_rule.h"

#include <assert.h>

enum { SHARES = 3, HUNDRED = 100, PERCENT_PLACES = 2, OUTLIER_MAX = 1000 };

struct desk_degree
desk_degree_of(struct desk_share s)
{
    struct desk_degree d = { .known = s.given > 0 };
    int64_t            parts = s.answered + s.in_time + s.with_evidence;

    if (d.known)
        d.known = dec_div(DEC((int128)parts * HUNDRED), DEC((int128)s.given * SHARES),
                          PERCENT_PLACES, DEC_HALF_UP, &d.percent);
    return d;
}

/* Is figure `a` to be told before `b`: lower, or first of two equals? */
static bool
is_before(const struct dec *figure, size_t a, size_t b)
{
    int order = dec_cmp(figure[a], figure[b]);

    return order < 0 || (order == 0 && a < b);
}

size_t
desk_lowest(const struct dec *figure, const bool *known, size_t n, size_t most, size_t *index)
{
    size_t found = 0;

    for (size_t i = 0; i < n; i++) {
        size_t at = found;

        if (!known[i])
            continue;
        while (at > 0 && is_before(figure, i, index[at - 1]))
            at--;
        if (at == most)
            continue;
        found += found < most;
        for (size_t j = found - 1; j > at; j--)
            index[j] = index[j - 1];
        index[at] = i;
    }
    return found;
}

/* ---- sub-dimensions -------------------------------------------------------------------------- */

static int32_t
depth_of(struct score_tree tree, int32_t node)
{
    int32_t depth = 0;

    for (; node > 0; node = tree.node[node].parent)
        depth++;
    return depth;
}

static bool
is_mean_above(struct score_tree tree, int32_t node)
{
    for (node = tree.node[node].parent; node >= 0; node = tree.node[node].parent)
        if (tree.node[node].how != SCORE_WEIGHTED && tree.node[node].how != SCORE_PLAIN)
            return false;
    return true;
}

static bool
is_same(struct score_scale a, struct score_scale b)
{
    return dec_cmp(a.min, b.min) == 0 && dec_cmp(a.max, b.max) == 0;
}

size_t
desk_level(struct score_tree tree, const bool *is_question, bool *is_in)
{
    int32_t deepest = 0, first = 0;
    size_t  n = 0;

    for (int32_t i = 1; i < (int32_t)tree.n; i++)
        if (!is_question[i] && depth_of(tree, i) > deepest)
            deepest = depth_of(tree, i);
    for (int32_t i = 0; i < (int32_t)tree.n; i++) {
        is_in[i] = i > 0 && !is_question[i] && depth_of(tree, i) == deepest;
        if (!is_in[i])
            continue;
        first = n++ == 0 ? i : first;
        if (!is_mean_above(tree, i) || !is_same(tree.node[i].scale, tree.node[first].scale))
            return 0;
    }
    return n;
}

/* ---- what stands out ------------------------------------------------------------------------- */

/* The lower of the two in the middle, of sorted figures. */
static struct dec
median(struct dec *sorted, size_t n)
{
    return sorted[(n - 1) / 2];
}

static void
sort(struct dec *figure, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t j = i; j > 0 && dec_cmp(figure[j], figure[j - 1]) < 0; j--) {
            struct dec was = figure[j];

            figure[j] = figure[j - 1];
            figure[j - 1] = was;
        }
}

static struct dec
distance(struct dec a, struct dec b)
{
    struct dec d = { 0, 0 };
    bool       fits = dec_cmp(a, b) < 0 ? dec_sub(b, a, &d) : dec_sub(a, b, &d);

    assert(fits);
    return d;
}

static size_t
distances(const struct dec *figure, const bool *known, size_t n, struct dec middle,
          struct dec *out)
{
    size_t found = 0;

    for (size_t i = 0; i < n; i++)
        if (known[i])
            out[found++] = distance(figure[i], middle);
    return found;
}

void
desk_outliers(const struct dec *figure, const bool *known, size_t n, int32_t times, bool *out)
{
    struct dec some[OUTLIER_MAX], middle, usual, limit = { 0, 0 };
    size_t     found = 0;

    assert(n <= OUTLIER_MAX);
    for (size_t i = 0; i < n; i++) {
        out[i] = false;
        if (known[i])
            some[found++] = figure[i];
    }
    if (found == 0)
        return;
    sort(some, found);
    middle = median(some, found);
    found = distances(figure, known, n, middle, some);
    sort(some, found);
    usual = median(some, found);
    if (usual.units == 0 || !dec_mul(usual, DEC(times), &limit))
        return;
    for (size_t i = 0; i < n; i++)
        out[i] = known[i] && dec_cmp(distance(figure[i], middle), limit) > 0;
}
