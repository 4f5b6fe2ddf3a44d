/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "city/overlap/overlap_same.h"

#include <stdlib.h>

#include "base/hash.h"

enum { TEXTS = 11 };

/* ---- equal but for the id -------------------------------------------------------------------- */

static void
texts_of(const struct overlap_row *r, struct str text[static TEXTS])
{
    const struct str all[TEXTS] = {
        r->title, r->text, r->office, r->unit, r->code, r->edition, r->place, r->city, r->target,
        r->function, r->fund,
    };

    for (size_t i = 0; i < TEXTS; i++)
        text[i] = all[i];
}

static bool
same_number(struct maybe_int a, struct maybe_int b)
{
    return a.known == b.known && (!a.known || a.n == b.n);
}

static bool
says_the_same(const struct overlap_row *a, const struct overlap_row *b)
{
    struct str x[TEXTS], y[TEXTS];

    if (!same_number(a->from, b->from) || !same_number(a->to, b->to)
        || !same_number(a->money, b->money))
        return false;
    texts_of(a, x);
    texts_of(b, y);
    for (size_t i = 0; i < TEXTS; i++)
        if (x[i].p != y[i].p && !str_eq(x[i], y[i]))
            return false;
    return true;
}

static uint64_t
hash_of(const struct overlap_row *r)
{
    struct str text[TEXTS];
    uint64_t   part[TEXTS + 3];

    texts_of(r, text);
    for (size_t i = 0; i < TEXTS; i++)
        part[i] = hash_64(text[i]);
    part[TEXTS]     = r->from.known ? (uint64_t)r->from.n : 0;
    part[TEXTS + 1] = r->to.known ? (uint64_t)r->to.n : 0;
    part[TEXTS + 2] = r->money.known ? (uint64_t)r->money.n : 0;
    return hash_64((struct str){ (const char *)part, sizeof part });
}

static size_t
room_for(size_t n)
{
    size_t room = 16;

    while (room < n * 2)
        room *= 2;
    return room;
}

/* The different row that says what `row` says; `s->n` if none does yet. */
static uint32_t
find_same(const struct overlap_list *list, const struct overlap_same *s, uint32_t row, bool is_left,
          uint32_t *place)
{
    for (; *place != OVERLAP_NO_ROW; place++) {
        uint32_t other = *place;

        if ((other < s->n_left) == is_left
            && says_the_same(&list->row[s->row[other]], &list->row[row]))
            return other;
    }
    *place = s->n;
    return s->n;
}

static void
put_together(struct arena *a, const struct overlap_list *list, size_t n_left,
             struct overlap_same *s)
{
    size_t    mark, room = room_for(list->n);
    uint32_t *last = NEWS(a, uint32_t, list->n), *place;

    mark = arena_mark(a);
    place = NEWS(a, uint32_t, room * 2);            /* a run may go on beyond the end */
    for (size_t i = 0; i < room * 2; i++)
        place[i] = OVERLAP_NO_ROW;
    for (uint32_t i = 0; i < list->n; i++) {
        bool     is_left = i < n_left;
        uint32_t k;

        k = find_same(list, s, i, is_left, place + (hash_of(&list->row[i]) & (room - 1)));
        s->next[i] = OVERLAP_NO_ROW;
        if (k == s->n)
            s->row[s->n++] = i;
        else
            s->next[last[k]] = i;
        s->count[k]++;
        last[k] = i;
        if (is_left)
            s->n_left = s->n;
    }
    arena_back(a, mark);
}

/* ---- the order ------------------------------------------------------------------------------- */

struct order { const struct overlap_list *list; const struct overlap_same *same; };

static int
by_text(struct str a, struct str b)
{
    return a.p == b.p ? 0 : str_cmp(a, b);
}

static int
by_number(struct maybe_int a, struct maybe_int b)
{
    if (a.known != b.known)
        return a.known - b.known;
    return a.known ? (a.n > b.n) - (a.n < b.n) : 0;
}

static int
by_owner(const struct overlap_row *a, const struct overlap_row *b)
{
    int order = by_text(a->city, b->city);

    return order ? order : by_text(a->office, b->office);
}

static int
by_structure(const void *pa, const void *pb, void *arg)
{
    const struct order       *o = arg;
    uint32_t                  ka = *(const uint32_t *)pa, kb = *(const uint32_t *)pb;
    const struct overlap_row *a = &o->list->row[o->same->row[ka]];
    const struct overlap_row *b = &o->list->row[o->same->row[kb]];
    const int order[] = {
        by_owner(a, b), by_text(a->unit, b->unit), by_text(a->code, b->code),
        by_number(a->from, b->from), by_text(a->place, b->place), by_number(a->money, b->money),
    };

    for (size_t i = 0; i < COUNT(order); i++)
        if (order[i])
            return order[i];
    return (ka > kb) - (ka < kb);
}

static void
put_in_order(struct arena *a, const struct overlap_list *list, struct overlap_same *s)
{
    struct order o = { list, s };
    uint32_t     owner = 0;

    s->ranked = NEWS(a, uint32_t, s->n);
    s->rank   = NEWS(a, uint32_t, s->n);
    s->owner  = NEWS(a, uint32_t, s->n);
    s->owned  = NEWS(a, uint32_t, s->n);
    for (uint32_t k = 0; k < s->n; k++)
        s->ranked[k] = k;
    qsort_r(s->ranked, s->n, sizeof *s->ranked, by_structure, &o);
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t k = s->ranked[i];

        if (i > 0 && by_owner(&list->row[s->row[k]], &list->row[s->row[s->ranked[i - 1]]]) != 0)
            owner++;
        s->rank[k] = i;
        s->owner[k] = owner;
        s->owned[owner]++;
    }
}

void
overlap_same_of(struct arena *a, const struct overlap_list *list, size_t n_left,
                struct overlap_same *s)
{
    *s = (struct overlap_same){ .n = 0 };
    s->row   = NEWS(a, uint32_t, list->n);
    s->count = NEWS(a, uint32_t, list->n);
    s->next  = NEWS(a, uint32_t, list->n);
    put_together(a, list, n_left, s);
    put_in_order(a, list, s);
}

/* ---- clusters -------------------------------------------------------------------------------- */

struct overlap_clusters
overlap_clusters_of(struct arena *a, const struct overlap_same *s, const uint32_t *number,
                    uint32_t n_numbers)
{
    struct overlap_clusters c = { .n = n_numbers };

    c.first = NEWS(a, uint32_t, (size_t)n_numbers + 2);
    c.member = NEWS(a, uint32_t, s->n);
    for (uint32_t k = 0; k < s->n; k++)
        c.first[number[k] + 2]++;
    for (uint32_t i = 2; i < n_numbers + 2; i++)
        c.first[i] += c.first[i - 1];
    for (uint32_t i = 0; i < s->n; i++)
        c.member[c.first[number[s->ranked[i]] + 1]++] = s->ranked[i];
    return c;
}

struct overlap_cluster
overlap_cluster(const struct overlap_clusters *c, uint32_t number)
{
    return (struct overlap_cluster){
        c->member + c->first[number], c->first[number + 1] - c->first[number],
    };
}
