/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * steiner_circle.c — circles of paid arcs become one group: Tarjan 1972, strongly connected
 * components, without recursion. See steiner_part.h.
 */
#include "engine/net/steiner_part.h"

/* Where the walk stands in the arcs of a group. */
struct step { uint32_t group, block, slot; };

struct circles {
    uint32_t    *number, *low;          /* of a group: when it was met, from 1 on; the first it
                                         * leads back to */
    bool        *is_open;               /* of a group: on the stack                   */
    uint32_t    *stack, n_stack;
    uint32_t    *met, n_met;            /* and tails for a moment: twice as many at most */
    struct step *step;
    uint32_t     n_steps;
    uint32_t    *kept;                  /* of a tail, while arcs are put together: slot + 1 */
};

struct circles *
circles_make(struct arena *a, uint32_t n)
{
    struct circles *c = NEW(a, struct circles);

    *c = (struct circles){
        .number = NEWS(a, uint32_t, n), .low = NEWS(a, uint32_t, n), .is_open = NEWS(a, bool, n),
        .stack = NEWS(a, uint32_t, n), .met = NEWS(a, uint32_t, 2 * (size_t)n),
        .step = NEWS(a, struct step, n), .kept = NEWS(a, uint32_t, n),
    };
    return c;
}

/* ---- groups become one ----------------------------------------------------------------------- */

/* Appends the blocks of a group behind `last`, its arcs without its `off`; returns its last one. */
static uint32_t
append(struct ascent *s, uint32_t last, uint32_t group)
{
    int64_t off = s->off[group];

    for (uint32_t b = group; b != NET_NONE; b = s->more[b]) {
        for (uint32_t i = 0; i < s->n_slots[b]; i++)
            s->rest[s->g->from[b] + i] -= off;
        if (last != NET_NONE && b == group)
            s->more[last] = b;
        last = b;
    }
    return last;
}

/* Where the next arc that is kept will stand: never ahead of where they are read. */
struct writer { uint32_t block, n; };

static uint32_t
next_slot(const struct ascent *s, struct writer *w)
{
    while (w->n == s->n_slots[w->block])
        *w = (struct writer){ s->more[w->block], 0 };
    return s->g->from[w->block] + w->n++;
}

/* An arc of a group that it keeps: none from itself, of several from one group the cheapest. */
static void
keep(struct circles *c, struct ascent *s, struct writer *w, uint32_t slot)
{
    uint32_t tail = ascent_group(s, s->tail[slot]);
    int64_t  rest = s->rest[slot];

    if (tail == ascent_group(s, w->block))
        return;
    if (c->kept[tail] == 0) {
        uint32_t to = next_slot(s, w);

        s->rest[to] = rest;
        s->tail[to] = tail;
        c->kept[tail] = to + 1;
        c->met[c->n_met++] = tail;
    } else if (rest < s->rest[c->kept[tail] - 1]) {
        s->rest[c->kept[tail] - 1] = rest;
    }
}

static void
thin_out(struct circles *c, struct ascent *s, uint32_t group)
{
    struct writer w = { group, 0 };
    uint32_t      first_met = c->n_met;

    for (uint32_t b = group; b != NET_NONE; b = s->more[b])
        for (uint32_t i = 0; i < s->n_slots[b]; i++)
            keep(c, s, &w, s->g->from[b] + i);
    s->n_slots[w.block] = w.n;
    s->more[w.block] = NET_NONE;
    s->least[group] = NET_FAR;
    while (c->n_met > first_met) {
        uint32_t slot = c->kept[c->met[--c->n_met]] - 1;

        c->kept[c->met[c->n_met]] = 0;
        if (s->rest[slot] < s->least[group])
            s->least[group] = s->rest[slot];
    }
}

static void
become_one(struct circles *c, struct ascent *s, const uint32_t *group, uint32_t n)
{
    uint32_t first = group[0], last;
    int64_t  pool = 0;

    for (uint32_t i = 1; i < n; i++)
        first = group[i] < first ? group[i] : first;
    last = append(s, NET_NONE, first);
    for (uint32_t i = 0; i < n; i++) {
        pool = net_together(pool, s->pool[group[i]]);
        s->of[group[i]] = first;
        if (group[i] != first)
            last = append(s, last, group[i]);
    }
    s->pool[first] = pool;
    s->off[first] = 0;
    thin_out(c, s, first);
}

/* ---- the walk along paid arcs, against their direction --------------------------------------- */

static void
enter(struct circles *c, uint32_t group)
{
    c->met[c->n_met++] = group;
    c->number[group] = c->low[group] = c->n_met;
    c->stack[c->n_stack++] = group;
    c->is_open[group] = true;
    c->step[c->n_steps++] = (struct step){ group, group, 0 };
}

/* A group behind the next paid arc of a step; NET_NONE: there are no more. */
static uint32_t
next_behind(const struct ascent *s, struct step *at)
{
    int64_t paid = s->off[at->group];

    if (s->least[at->group] > paid)
        return NET_NONE;
    for (; at->block != NET_NONE; at->block = s->more[at->block], at->slot = 0)
        while (at->slot < s->n_slots[at->block]) {
            uint32_t slot = s->g->from[at->block] + at->slot++;

            if (s->rest[slot] == paid)
                return ascent_group(s, s->tail[slot]);
        }
    return NET_NONE;
}

static void
lead_back(struct circles *c, uint32_t group, uint32_t number)
{
    if (number < c->low[group])
        c->low[group] = number;
}

/* All that the group leads to was met: it and those after it on the stack are a circle, or not. */
static void
leave(struct circles *c, struct ascent *s, uint32_t group)
{
    uint32_t first = c->n_stack;

    if (--c->n_steps > 0)
        lead_back(c, c->step[c->n_steps - 1].group, c->low[group]);
    if (c->low[group] < c->number[group])
        return;
    do
        c->is_open[c->stack[--first]] = false;
    while (c->stack[first] != group);
    if (c->n_stack - first > 1)
        become_one(c, s, c->stack + first, c->n_stack - first);
    c->n_stack = first;
}

static void
walk(struct circles *c, struct ascent *s, uint32_t from)
{
    enter(c, from);
    while (c->n_steps > 0) {
        struct step *at = &c->step[c->n_steps - 1];
        uint32_t     next = next_behind(s, at);

        if (next == NET_NONE)
            leave(c, s, at->group);
        else if (c->is_open[next])
            lead_back(c, at->group, c->number[next]);
        else if (c->number[next] == 0 && !s->is_reached[next])
            enter(c, next);
    }
}

void
circles_contract(struct circles *c, struct ascent *s)
{
    for (uint32_t i = 0; i < s->n_fresh; i++) {
        uint32_t group = ascent_group(s, s->fresh[i]);

        s->is_fresh[s->fresh[i]] = false;
        if (c->number[group] == 0 && !s->is_reached[group])
            walk(c, s, group);
    }
    while (c->n_met > 0)
        c->number[c->met[--c->n_met]] = 0;
    s->n_fresh = 0;
}
