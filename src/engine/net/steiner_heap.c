/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* steiner_heap.c — who is nearest: a heap of numbers whose keys may fall. See steiner_part.h. */
#include "engine/net/steiner_part.h"

struct net_heap
net_heap_make(struct arena *a, uint32_t room)
{
    struct net_heap h = {
        .at = NEWS(a, uint32_t, room + (size_t)1),
        .place = NEWS(a, uint32_t, room),
        .key = NEWS(a, int64_t, room),
    };

    for (uint32_t i = 0; i < room; i++)
        h.key[i] = NET_FAR;
    return h;
}

static bool
is_before(const struct net_heap *h, uint32_t a, uint32_t b)
{
    return h->key[a] != h->key[b] ? h->key[a] < h->key[b] : a < b;
}

static void
set(struct net_heap *h, uint32_t at, uint32_t number)
{
    h->at[at] = number;
    h->place[number] = at;
}

static void
rise(struct net_heap *h, uint32_t at, uint32_t number)
{
    for (; at > 1 && is_before(h, number, h->at[at / 2]); at /= 2)
        set(h, at, h->at[at / 2]);
    set(h, at, number);
}

static void
sink(struct net_heap *h, uint32_t number)
{
    uint32_t at = 1;

    for (uint32_t next = 2; next <= h->n; next = 2 * at) {
        if (next < h->n && is_before(h, h->at[next + 1], h->at[next]))
            next++;
        if (!is_before(h, h->at[next], number))
            break;
        set(h, at, h->at[next]);
        at = next;
    }
    set(h, at, number);
}

void
net_heap_put(struct net_heap *h, uint32_t number, int64_t key)
{
    uint32_t at = h->place[number];

    h->key[number] = key;
    rise(h, at > 0 ? at : ++h->n, number);
}

uint32_t
net_heap_take(struct net_heap *h)
{
    uint32_t first = h->at[1], last = h->at[h->n--];

    h->place[first] = 0;
    if (h->n > 0)
        sink(h, last);
    return first;
}

void
net_heap_clear(struct net_heap *h)
{
    for (; h->n > 0; h->n--)
        h->place[h->at[h->n]] = 0;
}
