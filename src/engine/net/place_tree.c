/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * place_tree.c — the shortest tree over all spots: Boruvka 1926, with the index.
 *
 * In each round every tree of the forest looks for the shortest link that leads out of it, and all
 * of these are taken. A spot remembers the nearest spot outside of its tree: that stays the nearest
 * until it is inside, and how far it was stays a bound for ever. Nodes that are wholly inside are
 * passed over. A few that are near each spot are known from the start; who of them is inside is not
 * looked at again. Links of equal length have an order, by their places, so that the tree is the
 * only one there is.
 */
#include <math.h>

#include "engine/net/place_part.h"

enum { ASKS_EVERY = 1 << 7 /* leaves */, NEAR = 4 };

/* From a spot of a tree to one outside; PLACE_NONE: none is known that is so near. */
struct way { double chord2; uint32_t from, to; };

struct forest {
    const struct place_index *x;
    const struct progress    *progress;
    struct spot_lists         lists;
    uint8_t                  *at;                   /* of a spot: how many of its list are done */
    uint32_t                  n_trees, n_first;     /* now, and at the beginning              */
    uint32_t                 *tree;                 /* of a spot                              */
    uint32_t                 *whose;                /* of a node: the tree of all its spots   */
    uint32_t                 *joined;               /* of a tree: another, or itself          */
    struct way               *best;                 /* of a tree                              */
    double                   *far;                  /* of a spot: outside nothing is nearer   */
    uint32_t                 *nearest;              /* and who is as near; PLACE_NONE: nobody
                                                     * is known                               */
};

/* ---- links in their order -------------------------------------------------------------------- */

static bool
is_smaller_link(const struct place_index *x, struct way a, struct way b)
{
    uint32_t a1 = place_first(x, a.from), a2 = place_first(x, a.to);
    uint32_t b1 = place_first(x, b.from), b2 = place_first(x, b.to);
    uint32_t a_low = a1 < a2 ? a1 : a2, b_low = b1 < b2 ? b1 : b2;

    return a_low < b_low || (a_low == b_low && (a1 ^ a2 ^ a_low) < (b1 ^ b2 ^ b_low));
}

static bool
is_shorter(const struct place_index *x, struct way a, struct way b)
{
    if (a.chord2 != b.chord2)
        return a.chord2 < b.chord2;
    return b.to == PLACE_NONE || is_smaller_link(x, a, b);
}

static void
keep(struct forest *f, struct way w)
{
    uint32_t here = f->tree[w.from], there = f->tree[w.to];

    if (is_shorter(f->x, w, f->best[here]))
        f->best[here] = w;
    if (is_shorter(f->x, w, f->best[there]))
        f->best[there] = w;
}

/* ---- a round --------------------------------------------------------------------------------- */

static void
look_at_leaf(const struct forest *f, const struct place_walk *w, uint32_t leaf, struct way *best)
{
    uint32_t end = place_leaf_from(f->x, leaf + 1);

    for (uint32_t s = place_leaf_from(f->x, leaf); s < end; s++) {
        struct way way = { spot_chord2(w->from, f->x->spot[s]), best->from, s };

        if (way.chord2 <= best->chord2 && f->tree[s] != w->mine && is_shorter(f->x, way, *best))
            *best = way;
    }
}

/* The nearest spot outside, if the link to it is no longer than the best of the tree. */
static void
look_around(struct forest *f, struct place_walk *w, uint32_t s)
{
    struct way way = { f->best[f->tree[s]].chord2, s, PLACE_NONE };
    uint32_t   leaf;

    w->mine = f->tree[s];
    place_walk_from(w, s);
    while ((leaf = place_walk_next(w, way.chord2)) > 0)
        look_at_leaf(f, w, leaf, &way);
    f->far[s] = way.chord2;
    f->nearest[s] = way.to;
}

/* Is the nearest spot outside known from before, or from the list? */
static bool
is_known(const struct forest *f, uint32_t s)
{
    if (f->nearest[s] != PLACE_NONE && f->tree[f->nearest[s]] != f->tree[s])
        return true;
    while (f->at[s] < f->lists.most) {
        uint32_t other = f->lists.near[s * f->lists.most + f->at[s]++];

        if (other != PLACE_NONE && f->tree[other] != f->tree[s]) {
            f->nearest[s] = other;
            f->far[s] = spot_chord2(f->x->spot[s], f->x->spot[other]);
            return true;
        }
    }
    return false;
}

static void
keep_nearest(struct forest *f, uint32_t s)
{
    if (f->nearest[s] != PLACE_NONE)
        keep(f, (struct way){ f->far[s], s, f->nearest[s] });
}

/* Nodes from the last leaf up; whose spots are of several trees belongs to nobody. */
static void
tell_whose(struct forest *f)
{
    const struct place_index *x = f->x;

    for (uint32_t node = 2 * x->leaves - 1; node >= x->leaves; node--) {
        uint32_t s = place_leaf_from(x, node), end = place_leaf_from(x, node + 1);

        f->whose[node] = f->tree[s];
        while (++s < end)
            if (f->tree[s] != f->whose[node])
                f->whose[node] = PLACE_NONE;
    }
    for (uint32_t node = x->leaves - 1; node > 0; node--) {
        uint32_t is = f->whose[2 * node];

        f->whose[node] = is == f->whose[2 * node + 1] ? is : PLACE_NONE;
    }
}

/* A node of other trees that comes as close to the leaf is open; there may be none. */
static void
open_if_close(const struct forest *f, struct place_walk *w, uint32_t leaf, uint32_t node)
{
    double limit = f->best[w->mine].chord2;

    if (!place_walk_is_mine(w, node) &&
        spot_boxes_chord2(&f->x->box[leaf], &f->x->box[node]) <= limit)
        place_walk_open(w, node, 0);
}

/* Is the leaf wholly of one tree, and no leaf that is not comes as close as the best of it? Then
 * one look does for all of its spots. */
static bool
is_inside(const struct forest *f, struct place_walk *w, uint32_t leaf)
{
    w->mine = f->whose[leaf];
    w->n_open = 0;
    if (w->mine == PLACE_NONE)
        return false;
    for (uint32_t half = f->x->leaves / 2; half > 0; half /= 2)
        open_if_close(f, w, leaf, (leaf / half) ^ 1);
    while (w->n_open > 0) {
        uint32_t node = w->open[--w->n_open].node;

        if (node >= f->x->leaves)
            return false;
        open_if_close(f, w, leaf, 2 * node);
        open_if_close(f, w, leaf, 2 * node + 1);
    }
    return true;
}

static void
look_from_leaf(struct forest *f, struct place_walk *w, uint32_t leaf)
{
    uint32_t end = place_leaf_from(f->x, leaf + 1);

    if (is_inside(f, w, leaf))
        return;
    for (uint32_t s = place_leaf_from(f->x, leaf); s < end; s++)
        if (!is_known(f, s) && f->far[s] <= f->best[f->tree[s]].chord2) {
            look_around(f, w, s);
            keep_nearest(f, s);
        }
}

/* What is known first: the shorter the best, the fewer need to look around. */
static bool
look(struct forest *f)
{
    struct place_walk w = { .x = f->x, .whose = f->whose };

    tell_whose(f);
    for (uint32_t t = 0; t < f->n_trees; t++)
        f->best[t] = (struct way){ INFINITY, 0, PLACE_NONE };
    for (uint32_t s = 0; s < f->x->n_spots; s++)
        if (is_known(f, s))
            keep_nearest(f, s);
    for (uint32_t leaf = f->x->leaves; leaf < 2 * f->x->leaves; leaf++) {
        if ((leaf - f->x->leaves) % ASKS_EVERY == 0 &&
            !progress_goes_on(f->progress, f->n_first - f->n_trees, f->n_first))
            return false;
        look_from_leaf(f, &w, leaf);
    }
    return true;
}

/* ---- trees become one ------------------------------------------------------------------------ */

static uint32_t
root_of(uint32_t *joined, uint32_t t)
{
    while (joined[t] != t)
        t = joined[t] = joined[joined[t]];
    return t;
}

static void
join(struct forest *f, struct place_links *out)
{
    for (uint32_t t = 0; t < f->n_trees; t++)
        f->joined[t] = t;
    for (uint32_t t = 0; t < f->n_trees; t++) {
        struct way w = f->best[t];
        uint32_t   here = root_of(f->joined, f->tree[w.from]);
        uint32_t   there = root_of(f->joined, f->tree[w.to]);

        if (here == there)                      /* both had chosen this link */
            continue;
        f->joined[here] = there;
        out->link[out->n++] = (struct place_link){ w.from, w.to, place_metres_of(w.chord2) };
    }
}

/* Those that are left have numbers from 0 on. `best` of the round is not needed any more: its
 * `from` has the new number of a root. */
static void
number_trees(struct forest *f)
{
    uint32_t n = 0;

    for (uint32_t t = 0; t < f->n_trees; t++)
        if (f->joined[t] == t)
            f->best[t].from = n++;
    for (uint32_t s = 0; s < f->x->n_spots; s++)
        f->tree[s] = f->best[root_of(f->joined, f->tree[s])].from;
    f->n_trees = n;
}

/* A tree for each spot; the one of joined places is the last. */
static void
plant(struct forest *f, uint32_t n_joined)
{
    const struct place_index *x = f->x;
    bool                      has_joined = false;

    for (uint32_t s = 0; s < x->n_spots; s++) {
        bool is_joined = place_first(x, s) < n_joined;

        f->nearest[s] = PLACE_NONE;
        f->tree[s] = is_joined ? PLACE_NONE : f->n_trees++;
        has_joined |= is_joined;
    }
    for (uint32_t s = 0; s < x->n_spots; s++)
        f->tree[s] = f->tree[s] == PLACE_NONE ? f->n_trees : f->tree[s];
    f->n_trees += has_joined;
    f->n_first = f->n_trees;
}

bool
place_tree_spots(struct arena *a, const struct tree_ask *ask, struct place_links *out)
{
    const struct place_index *x = ask->x;
    size_t                    mark = arena_mark(a), n = x->n_spots;
    struct forest f = { .x = x, .progress = ask->progress, .lists = ask->lists,
        .at = NEWS(a, uint8_t, n), .tree = NEWS(a, uint32_t, n),
        .whose = NEWS(a, uint32_t, 2 * (size_t)x->leaves), .joined = NEWS(a, uint32_t, n),
        .best = NEWS(a, struct way, n), .far = NEWS(a, double, n),
        .nearest = NEWS(a, uint32_t, n) };
    bool          goes_on = true;

    out->n = 0;
    plant(&f, ask->n_joined);
    while (f.n_trees > 1 && (goes_on = look(&f))) {
        join(&f, out);
        number_trees(&f);
    }
    arena_back(a, mark);
    return goes_on;
}

/* ---- the tree of places ---------------------------------------------------------------------- */

static void
name_places(const struct place_index *x, struct place_links *links)
{
    for (size_t i = 0; i < links->n; i++) {
        struct place_link *l = &links->link[i];
        uint32_t           a = place_first(x, l->a), b = place_first(x, l->b);

        l->a = a < b ? a : b;
        l->b = a < b ? b : a;
    }
}

/* Near ones first, then the tree, in scratch but for the links. */
static bool
tree_of(struct arena *a, struct tree_ask ask, struct place_links *out)
{
    struct place_stage    near = { ask.progress, 0, 2 }, tree = { ask.progress, 1, 2 };
    const struct progress part[] = { { &near, place_stage_goes_on },
                                     { &tree, place_stage_goes_on } };
    size_t                mark = arena_mark(a);
    bool                  is_whole = place_near_each(a, ask.x, NEAR, &part[0], &ask.lists);

    ask.progress = &part[1];
    is_whole = is_whole && place_tree_spots(a, &ask, out);
    arena_back(a, mark);
    return is_whole;
}

bool
place_tree(struct arena *a, const struct place_index *x, uint32_t n_joined,
           const struct progress *progress, struct place_links *out)
{
    struct tree_ask ask = { .x = x, .n_joined = n_joined, .progress = progress };

    *out = (struct place_links){ NEWS(a, struct place_link, x->n), 0 };
    if (!tree_of(a, ask, out))
        return false;
    name_places(x, out);
    for (uint32_t s = 0; s < x->n_spots; s++)
        for (uint32_t i = x->first[s] + 1; i < x->first[s + 1]; i++)
            if (x->number[i] >= n_joined)
                out->link[out->n++] = (struct place_link){ place_first(x, s), x->number[i], 0 };
    return true;
}
