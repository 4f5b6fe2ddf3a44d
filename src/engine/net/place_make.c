/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* place_make.c — the index: places at one point become one spot, and spots are halved, the longest
 * side of their box across, until few are left. */
#include <assert.h>
#include <math.h>

#include "base/hash.h"
#include "base/rand.h"
#include "engine/net/place_part.h"

/* ---- spots ----------------------------------------------------------------------------------- */

/* Of a spot its first place, and of a place the next one there; a table of spots, plus 1. */
struct gather { uint32_t *head, *next, *slot; uint32_t mask; };

static struct gather
gather_make(struct arena *a, uint32_t *head, uint32_t n)
{
    uint32_t slots = 4;

    while (slots / 2 < n)
        slots *= 2;
    return (struct gather){ head, NEWS(a, uint32_t, n), NEWS(a, uint32_t, slots), slots - 1 };
}

static bool
is_same(const struct spot *a, const struct spot *b)
{
    return a->x == b->x && a->y == b->y && a->z == b->z;
}

/* Where the table has this spot, or would have it. */
static uint32_t *
slot_of(const struct place_index *x, const struct gather *g, const struct spot *s)
{
    uint32_t at = (uint32_t)hash_64((struct str){ (const char *)s, sizeof *s }) & g->mask;

    while (g->slot[at] > 0 && !is_same(&x->spot[g->slot[at] - 1], s))
        at = (at + 1) & g->mask;
    return &g->slot[at];
}

/* From the last to the first, so that a spot's places come in order. */
static void
gather_spots(struct place_index *x, const struct gather *g, const struct place *place)
{
    for (uint32_t i = x->n; i-- > 0;) {
        assert(place_is_valid(place[i]));
        struct spot s = place_spot(place[i]);
        uint32_t   *slot = slot_of(x, g, &s);

        if (*slot == 0) {
            x->spot[x->n_spots] = s;
            g->head[x->n_spots] = PLACE_NONE;
            *slot = ++x->n_spots;
        }
        g->next[i] = g->head[*slot - 1];
        g->head[*slot - 1] = i;
    }
}

/* In the order of spots; `first` has been their heads till now. */
static void
number_places(struct place_index *x, const uint32_t *next)
{
    uint32_t n = 0;

    for (uint32_t s = 0; s < x->n_spots; s++) {
        uint32_t head = x->first[s];

        x->first[s] = n;
        for (uint32_t i = head; i != PLACE_NONE; i = next[i])
            x->number[n++] = i;
    }
    x->first[x->n_spots] = n;
    assert(n == x->n);
}

/* ---- halves ---------------------------------------------------------------------------------- */

static float
low_of(double v)
{
    float f = (float)v;

    return (double)f > v ? nextafterf(f, -2) : f;
}

static float
high_of(double v)
{
    return -low_of(-v);
}

/* As numbers: the loops below choose one of three. */
static double
side_of(const struct spot *s, int side)
{
    return side == 0 ? s->x : side == 1 ? s->y : s->z;
}

static void
widen(double at, double *low, double *high)
{
    *low = at < *low ? at : *low;
    *high = at > *high ? at : *high;
}

/* Returns the box's longest side. */
static int
box_of(const struct spot *s, uint32_t n, struct spot_box *box)
{
    double low[3] = { 2, 2, 2 }, high[3] = { -2, -2, -2 };
    int    longest = 0;

    for (uint32_t i = 0; i < n; i++) {
        widen(s[i].x, &low[0], &high[0]);
        widen(s[i].y, &low[1], &high[1]);
        widen(s[i].z, &low[2], &high[2]);
    }
    for (int side = 0; side < 3; side++) {
        box->low[side] = low_of(low[side]);
        box->high[side] = high_of(high[side]);
        if (high[side] - low[side] > high[longest] - low[longest])
            longest = side;
    }
    return longest;
}

/* Spots and the heads of their places, which move together. */
struct half { struct spot *spot; uint32_t *head; uint32_t n; int side; };

static void
swap(const struct half *h, uint32_t i, uint32_t j)
{
    struct spot s = h->spot[i];
    uint32_t    head = h->head[i];

    h->spot[i] = h->spot[j], h->head[i] = h->head[j];
    h->spot[j] = s, h->head[j] = head;
}

/* Hoare's partition of those from `low` to `high`, the last of which is not the pivot: returns the
 * last of the lower part, which is not `high`. */
static uint32_t
part(const struct half *h, uint32_t low, uint32_t high, double pivot)
{
    for (uint32_t i = low, j = high;; i++, j--) {
        while (side_of(&h->spot[i], h->side) < pivot)
            i++;
        while (side_of(&h->spot[j], h->side) > pivot)
            j--;
        if (i >= j)
            return j;
        swap(h, i, j);
    }
}

/* The `mid` smallest to the front: Hoare's quickselect with a pivot by chance. */
static void
halve(const struct half *h, uint32_t mid, struct rand *chance)
{
    uint32_t low = 0, high = h->n - 1;

    while (low < high) {
        uint32_t at = low + rand_below(chance, high - low);
        uint32_t last = part(h, low, high, side_of(&h->spot[at], h->side));

        if (last < mid)
            low = last + 1;
        else
            high = last;
    }
}

/* As deep as the tree. */
static void
split(struct place_index *x, uint32_t node, struct half h, struct rand *chance)
{
    uint32_t upper = 2 * node + 1, mid;

    h.side = box_of(h.spot, h.n, &x->box[node]);
    if (node >= x->leaves)
        return;
    while (upper < x->leaves)
        upper *= 2;
    mid = place_leaf_from(x, upper) - (uint32_t)(h.spot - x->spot);
    halve(&h, mid, chance);
    split(x, 2 * node, (struct half){ h.spot, h.head, mid, 0 }, chance);
    split(x, 2 * node + 1, (struct half){ h.spot + mid, h.head + mid, h.n - mid, 0 }, chance);
}

/* ---- the index ------------------------------------------------------------------------------- */

static uint32_t
leaves_of(uint32_t n_spots)
{
    uint32_t leaves = 1;

    while (n_spots / PLACE_LEAF >= leaves)
        leaves *= 2;
    return leaves;
}

struct place_index *
place_index_make(struct arena *a, const struct place *place, uint32_t n)
{
    assert(n <= PLACES_MAX);
    struct place_index *x = NEW(a, struct place_index);
    struct rand         chance = { n };
    struct gather       g;
    size_t              mark;

    *x = (struct place_index){ .n = n, .spot = NEWS(a, struct spot, n),
        .first = NEWS(a, uint32_t, (size_t)n + 1), .number = NEWS(a, uint32_t, n),
        .box = NEWS(a, struct spot_box, 2 * (size_t)leaves_of(n)) };
    mark = arena_mark(a);
    g = gather_make(a, x->first, n);
    gather_spots(x, &g, place);
    x->leaves = leaves_of(x->n_spots);
    if (n > 0)
        split(x, 1, (struct half){ x->spot, x->first, x->n_spots, 0 }, &chance);
    number_places(x, g.next);
    arena_back(a, mark);
    return x;
}
