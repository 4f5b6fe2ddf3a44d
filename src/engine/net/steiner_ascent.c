/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* steiner_ascent.c — the bound: dual ascent in phases. See steiner.h, steiner_part.h. */
#include <string.h>

#include "engine/net/steiner_part.h"

enum {
    FIRST_STEP_PART = 8, STEP_GROWS = 5, HUNDRED = 100,
    STEP_BITS = 10,                     /* of a step, below one                         */
    SHORT_PART = 50,                    /* a short link is longer than one in so many   */
    SAMPLES = 1 << 16,
    ASK_EVERY = 1 << 12,                /* growths */
};

/* ---- how much a phase pays ------------------------------------------------------------------- */

/* The cost that one in SHORT_PART arcs does not exceed: found bit by bit, without sorting, from
 * some SAMPLES of them. */
static int64_t
short_cost(const struct arcs *g)
{
    uint64_t slots = arcs_slots(g), stride = 1 + slots / SAMPLES;
    uint64_t wanted = slots / stride / SHORT_PART;
    int64_t  found = 0;

    for (int64_t bit = NET_MONEY_MAX; bit > 0; bit /= 2) {
        uint64_t below = 0;

        for (uint64_t s = 0; s < slots; s += stride)
            below += g->cost[s] < found + bit;
        if (below <= wanted)
            found += bit;
    }
    return found;
}

/* Steps have bits below one, so that small ones grow too. */
static int64_t
first_step(const struct arcs *g, const struct net_effort *e)
{
    int64_t step = (short_cost(g) << STEP_BITS) /
                   (e->first_step_part ? e->first_step_part : FIRST_STEP_PART);

    return step < 1 << STEP_BITS ? 1 << STEP_BITS : step;
}

static int64_t
next_step(int64_t step, const struct net_effort *e)
{
    uint32_t percent = e->step_grows ? e->step_grows : STEP_GROWS;

    return step > NET_SUM_MAX / (2 * HUNDRED) ? step : step + step / HUNDRED * percent;
}

/* ---- one group grows ------------------------------------------------------------------------- */

static bool
is_active(const struct ascent *s, uint32_t group)
{
    return s->pool[group] > 0 && !s->is_reached[group];
}

/* Who grows, by how much at most, and whether the root came near. */
struct growth { uint32_t group, hit; int64_t by; };

static void
meet(struct ascent *s, uint32_t group, int64_t far, uint32_t toward)
{
    s->toward[group] = toward;
    net_heap_put(&s->heap, group, far);
}

/* The arcs of a group that lies this far; those from itself go, and its least rest is found. */
static void
look_around(struct ascent *s, const struct growth *g, uint32_t group, int64_t far)
{
    int64_t less = s->off[group] - far, least = NET_FAR;

    for (uint32_t b = group; b != NET_NONE; b = s->more[b])
        for (uint32_t i = s->g->from[b]; i < s->g->from[b] + s->n_slots[b]; i++) {
            int64_t  next = s->rest[i] - less;

            if (s->rest[i] < least)
                least = s->rest[i];
            if (next >= g->by)
                continue;
            uint32_t tail = ascent_group(s, s->tail[i]);

            if (next < s->heap.key[tail])
                meet(s, tail, next, group);
        }
    s->least[group] = least;
}

/* Finds the ball of the groups that are nearer than what may be paid, against the arcs. */
static void
explore(struct ascent *s, struct growth *g)
{
    meet(s, g->group, 0, NET_NONE);
    while (s->heap.n > 0) {
        uint32_t group = net_heap_take(&s->heap);
        int64_t  far = s->heap.key[group];

        s->ball[s->n_ball++] = group;
        if (s->is_reached[group] || (group != g->group && is_active(s, group))) {
            g->hit = s->is_reached[group] ? group : NET_NONE;
            g->by = far;
            return;
        }
        if (s->least[group] - s->off[group] < g->by - far)
            look_around(s, g, group, far);
    }
}

static void
note_fresh(struct ascent *s, uint32_t group)
{
    if (!s->is_fresh[group]) {
        s->is_fresh[group] = true;
        s->fresh[s->n_fresh++] = group;
    }
}

/* Of all cuts round the growing ball, an arc into this group lies in those that hold the group and
 * not the arc's tail. */
static void
pay_arcs(struct ascent *s, const struct growth *g, uint32_t group)
{
    int64_t far = s->heap.key[group], off = s->off[group], least = NET_FAR;
    bool    is_paid = false;

    for (uint32_t b = group; b != NET_NONE; b = s->more[b])
        for (uint32_t i = s->g->from[b]; i < s->g->from[b] + s->n_slots[b]; i++) {
            int64_t outer = s->heap.key[ascent_group(s, s->tail[i])];

            outer = outer < g->by ? outer : g->by;
            if (outer > far) {
                s->rest[i] -= outer - far;
                is_paid |= s->rest[i] == off;
            }
            least = s->rest[i] < least ? s->rest[i] : least;
        }
    s->least[group] = least;
    if (is_paid)
        note_fresh(s, group);
}

/* Alone, all its arcs become cheaper by the same. */
static void
pay_alone(struct ascent *s, const struct growth *g)
{
    s->off[g->group] += g->by;
    if (s->least[g->group] == s->off[g->group])
        note_fresh(s, g->group);
}

static void
pay(struct ascent *s, const struct growth *g)
{
    if (s->n_ball == 1 && s->heap.n == 0)
        pay_alone(s, g);
    else
        for (uint32_t i = 0; i < s->n_ball && s->heap.key[s->ball[i]] < g->by; i++)
            pay_arcs(s, g, s->ball[i]);
    s->pool[g->group] -= g->by;
    s->bound += g->by;
}

static void
forget_ball(struct ascent *s)
{
    while (s->n_ball > 0)
        s->heap.key[s->ball[--s->n_ball]] = NET_FAR;
    for (uint32_t i = 1; i <= s->heap.n; i++)
        s->heap.key[s->heap.at[i]] = NET_FAR;
    net_heap_clear(&s->heap);
}

static void
grow(struct ascent *s, uint32_t group, int64_t step)
{
    struct growth g = { group, NET_NONE, step < s->pool[group] ? step : s->pool[group] };

    explore(s, &g);
    if (g.by > 0)
        pay(s, &g);
    for (uint32_t v = g.hit; v != NET_NONE; v = s->toward[v])
        s->is_reached[v] = true;
    forget_ball(s);
}

/* ---- phases ---------------------------------------------------------------------------------- */

/* Those of the last phase that go on, each group once; `is_fresh` marks them for a moment. */
static uint32_t
who_goes_on(struct ascent *s, uint32_t *active, uint32_t n)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < n; i++) {
        uint32_t group = ascent_group(s, active[i]);

        if (is_active(s, group) && !s->is_fresh[group]) {
            s->is_fresh[group] = true;
            active[kept++] = group;
        }
    }
    for (uint32_t i = 0; i < kept; i++)
        s->is_fresh[active[i]] = false;
    return kept;
}

static bool
phase(struct ascent *s, const uint32_t *active, uint32_t n, int64_t step,
      const struct progress *progress)
{
    for (uint32_t i = 0; i < n; i++) {
        if (i % ASK_EVERY == 0 && !progress_goes_on(progress, s->g->n - n, s->g->n))
            return false;
        if (is_active(s, active[i]))
            grow(s, active[i], step);
    }
    return true;
}

static bool
all_phases(struct arena *a, struct ascent *s, int64_t step, const struct net_effort *e,
           const struct progress *progress)
{
    struct circles *circles = circles_make(a, s->g->n);
    uint32_t       *active = NEWS(a, uint32_t, s->g->n), n = s->g->n;

    for (uint32_t v = 0; v < n; v++) {
        active[v] = v;
        if (s->least[v] == 0)
            note_fresh(s, v);           /* links that cost nothing */
    }
    circles_contract(circles, s);
    for (n = who_goes_on(s, active, n); n > 0; n = who_goes_on(s, active, n)) {
        if (!phase(s, active, n, step >> STEP_BITS, progress))
            return false;
        circles_contract(circles, s);
        step = next_step(step, e);
    }
    return true;
}

/* ---- begin and end --------------------------------------------------------------------------- */

static void
begin(struct arena *a, struct ascent *s, struct arcs *g)
{
    uint64_t slots = arcs_slots(g);

    *s = (struct ascent){
        .g = g, .rest = g->cost, .tail = NEWS(a, uint32_t, slots),
        .of = NEWS(a, uint32_t, g->n), .n_slots = NEWS(a, uint32_t, g->n),
        .more = NEWS(a, uint32_t, g->n), .pool = NEWS(a, int64_t, g->n),
        .off = NEWS(a, int64_t, g->n), .least = NEWS(a, int64_t, g->n),
        .is_reached = NEWS(a, bool, g->n), .is_fresh = NEWS(a, bool, g->n),
        .heap = net_heap_make(a, g->n), .ball = NEWS(a, uint32_t, g->n),
        .toward = NEWS(a, uint32_t, g->n), .fresh = NEWS(a, uint32_t, g->n),
    };
    memcpy(s->tail, g->other, slots * sizeof *s->tail);
    for (uint32_t v = 0; v < g->n; v++) {
        s->of[v] = v;
        s->n_slots[v] = g->from[v + 1] - g->from[v];
        s->more[v] = NET_NONE;
        s->pool[v] = g->prize[v];
        s->least[v] = NET_FAR;
        for (uint32_t i = g->from[v]; i < g->from[v + 1]; i++)
            s->least[v] = g->cost[i] < s->least[v] ? g->cost[i] : s->least[v];
    }
    s->is_reached[0] = true;
}

/* Paid arcs by the groups that they leave, for the last walk. */
struct paid { uint32_t *from, *head; };

static void
each_paid(struct ascent *s, struct paid *p, bool counts)
{
    for (uint32_t v = 1; v < s->g->n; v++)
        for (uint32_t b = ascent_group(s, v) == v ? v : NET_NONE; b != NET_NONE; b = s->more[b])
            for (uint32_t i = s->g->from[b]; i < s->g->from[b] + s->n_slots[b]; i++) {
                uint32_t tail = ascent_group(s, s->tail[i]);

                if (s->rest[i] == s->off[v] && counts)
                    p->from[tail + 1]++;
                else if (s->rest[i] == s->off[v])
                    p->head[p->from[tail]++] = v;
            }
}

static struct paid
paid_make(struct arena *a, struct ascent *s)
{
    uint32_t    n = s->g->n;
    struct paid p = { .from = NEWS(a, uint32_t, n + (size_t)1) };

    each_paid(s, &p, true);
    for (uint32_t v = 0; v < n; v++)
        p.from[v + 1] += p.from[v];
    p.head = NEWS(a, uint32_t, p.from[n]);
    each_paid(s, &p, false);
    memmove(p.from + 1, p.from, n * sizeof *p.from);
    p.from[0] = 0;
    return p;
}

/* All that the root reaches along paid arcs, not only who asked. */
static void
reach(struct arena *a, struct ascent *s)
{
    struct paid p = paid_make(a, s);
    uint32_t    n = 0;

    for (uint32_t v = 0; v < s->g->n; v++)
        if (s->is_reached[v])
            s->ball[n++] = v;
    while (n > 0) {
        uint32_t group = s->ball[--n];

        for (uint32_t i = p.from[group]; i < p.from[group + 1]; i++)
            if (!s->is_reached[p.head[i]]) {
                s->is_reached[p.head[i]] = true;
                s->ball[n++] = p.head[i];
            }
    }
}

bool
net_ascent(struct arena *a, struct arcs *g, const struct net_effort *e,
           const struct progress *progress, struct region *out)
{
    struct ascent s;
    size_t        mark;
    bool          is_whole;

    *out = (struct region){ .in = NEWS(a, bool, g->n) };
    mark = arena_mark(a);
    begin(a, &s, g);
    is_whole = all_phases(a, &s, first_step(g, e), e, progress);
    if (is_whole)
        reach(a, &s);
    for (uint32_t v = 0; is_whole && v < g->n; v++)
        out->in[v] = s.is_reached[ascent_group(&s, v)];
    out->bound = s.bound;
    arena_back(a, mark);
    return is_whole;
}
