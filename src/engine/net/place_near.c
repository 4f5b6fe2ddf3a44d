/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* place_near.c — the nearest spots of a walk, and the nearest places to anywhere. */
#include <assert.h>
#include <math.h>

#include "engine/net/place_part.h"

enum { ASKS_EVERY = 1 << 10 };

/* ---- spots ----------------------------------------------------------------------------------- */

/* The nearest so far, in order. */
struct nearest { const struct place_index *x; struct spot_near *near; size_t n, most; };

static bool
is_nearer(const struct place_index *x, struct spot_near a, struct spot_near b)
{
    return a.chord2 < b.chord2 ||
           (a.chord2 == b.chord2 && place_first(x, a.spot) < place_first(x, b.spot));
}

static double
within(const struct nearest *l)
{
    return l->n < l->most ? INFINITY : l->near[l->n - 1].chord2;
}

/* In its place in the list; the last one falls out if there is one too many. */
static void
put(struct nearest *l, struct spot_near s)
{
    size_t i = l->n;

    for (; i > 0 && is_nearer(l->x, s, l->near[i - 1]); i--)
        l->near[i] = l->near[i - 1];
    l->near[i] = s;
    l->n += l->n < l->most;
}

static void
look_at_leaf(struct nearest *l, const struct place_walk *w, uint32_t leaf, uint32_t but)
{
    uint32_t end = place_leaf_from(l->x, leaf + 1);
    double   most = within(l);

    for (uint32_t s = place_leaf_from(l->x, leaf); s < end; s++) {
        double chord2 = spot_chord2(w->from, l->x->spot[s]);

        if (chord2 > most || s == but)
            continue;
        put(l, (struct spot_near){ chord2, s });
        most = within(l);
    }
}

size_t
place_near_spots(struct place_walk *w, uint32_t but, size_t most, struct spot_near *near)
{
    struct nearest l = { w->x, near, 0, most };
    uint32_t       leaf;

    while ((leaf = place_walk_next(w, within(&l))) > 0)
        look_at_leaf(&l, w, leaf, but);
    return l.n;
}

bool
place_near_each(struct arena *a, const struct place_index *x, size_t most,
                const struct progress *progress, struct spot_lists *out)
{
    struct spot_near  found[PLACE_NEAR_MAX + 1];
    struct place_walk w = { .x = x };

    assert(most > 0 && most <= PLACE_NEAR_MAX);
    *out = (struct spot_lists){ NEWS(a, uint32_t, x->n_spots * most), most };
    for (uint32_t s = 0; s < x->n_spots; s++) {
        uint32_t *near = out->near + s * most;
        size_t    n;

        if (s % ASKS_EVERY == 0 && !progress_goes_on(progress, s, x->n_spots))
            return false;
        place_walk_from(&w, s);
        n = place_near_spots(&w, s, most, found);
        for (size_t i = 0; i < most; i++)
            near[i] = i < n ? found[i].spot : PLACE_NONE;
    }
    return true;
}

bool
place_stage_goes_on(void *arg, uint64_t done, uint64_t all)
{
    static const uint64_t     PARTS = 1 << 20;
    const struct place_stage *s = arg;

    return progress_goes_on(s->progress, s->stage * PARTS + (all > 0 ? done * PARTS / all : 0),
                            s->stages * PARTS);
}

/* ---- places ---------------------------------------------------------------------------------- */

/* Adds the places at a spot that are still wanted; of equals the smaller number is first. */
static size_t
add_places(const struct place_index *x, struct spot_near s, struct place_near *near, size_t n,
           size_t most)
{
    double metres = place_metres_of(s.chord2);

    for (uint32_t i = x->first[s.spot]; i < x->first[s.spot + 1]; i++) {
        size_t at = n;

        while (at > 0 && near[at - 1].metres == metres && near[at - 1].number > x->number[i])
            at--;
        if (at == most)
            break;
        n += n < most;
        for (size_t k = n - 1; k > at; k--)
            near[k] = near[k - 1];
        near[at] = (struct place_near){ x->number[i], metres };
    }
    return n;
}

size_t
place_nearest(const struct place_index *x, struct place from, size_t most, struct place_near *near)
{
    assert(most <= PLACE_NEAR_MAX && place_is_valid(from));
    struct place_walk w = { .x = x, .from = place_spot(from) };
    struct spot_near  spot[PLACE_NEAR_MAX + 1];
    size_t            n_spots, n = 0;

    if (most == 0 || x->n_spots == 0)
        return 0;
    place_walk_open(&w, 1, 0);
    n_spots = place_near_spots(&w, PLACE_NONE, most, spot);
    for (size_t i = 0; i < n_spots; i++)
        n = add_places(x, spot[i], near, n, most);
    return n;
}
