/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * kept.c — two rings of one order: the items, oldest first, and the bytes that they point to.
 *
 * A copy is written where the last one ended, from the start again when the end is near; the items
 * whose bytes stood there are the oldest, and go. A table of chains by hash finds an item.
 */
#include "app/turn/kept.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"

enum { ITEMS_MAX = 1024, CHAINS = 2048, VERSION_MAX = 1000, SHARE = 4, NO_ITEM = -1 };

struct item {
    struct str    question;
    struct answer answer;
    size_t        at, n;                /* its bytes                             */
    int32_t       next;                 /* in its chain                          */
    uint32_t      chain;
};

struct kept {
    char        *room;
    size_t       cap, end;              /* bytes; where the last copy ended      */
    char         version[VERSION_MAX];
    size_t       version_n;             /* 0: none, nothing can be put           */
    uint32_t     oldest, n;             /* of the ring of items                  */
    struct item  item[ITEMS_MAX];
    int32_t      chain[CHAINS];
};

struct kept *
kept_make(struct arena *a, size_t bytes)
{
    struct kept *k = NEW(a, struct kept);

    assert(bytes > 0);
    k->cap = bytes;
    k->room = NEWS(a, char, bytes);
    kept_clear(k);
    return k;
}

void
kept_clear(struct kept *k)
{
    k->end = k->oldest = k->n = 0;
    k->version_n = 0;
    memset(k->chain, 0xff, sizeof k->chain);        /* NO_ITEM */
}

/* ---- finding -------------------------------------------------------------------------------- */

static uint32_t
chain_of(struct str question)
{
    return (uint32_t)(hash_64(question) % CHAINS);
}

/* Another version: forgets all, and remembers the new one if it is short enough to be compared. */
static void
turn_to(struct kept *k, struct str version)
{
    if (version.n == k->version_n && memcmp(version.p, k->version, version.n) == 0)
        return;
    kept_clear(k);
    if (version.n > VERSION_MAX)
        return;
    memcpy(k->version, version.p, version.n);
    k->version_n = version.n;
}

const struct answer *
kept_find(struct kept *k, struct str version, struct str question)
{
    assert(version.n > 0);
    turn_to(k, version);
    for (int32_t i = k->chain[chain_of(question)]; i != NO_ITEM; i = k->item[i].next)
        if (str_eq(k->item[i].question, question))
            return &k->item[i].answer;
    return NULL;
}

/* ---- keeping -------------------------------------------------------------------------------- */

static void
drop_oldest(struct kept *k)
{
    int32_t  which = (int32_t)k->oldest;
    int32_t *link = &k->chain[k->item[which].chain];

    while (*link != which)
        link = &k->item[*link].next;
    *link = k->item[which].next;
    k->oldest = (k->oldest + 1) % ITEMS_MAX;
    k->n--;
}

/* Makes room for n bytes in one piece; what stood there is dropped, oldest first. */
static size_t
make_room(struct kept *k, size_t n)
{
    size_t at = k->end;

    if (n > k->cap - at) {
        while (k->n > 0 && k->item[k->oldest].at >= at)
            drop_oldest(k);
        at = 0;
    }
    while (k->n > 0 && k->item[k->oldest].at >= at && k->item[k->oldest].at < at + n)
        drop_oldest(k);
    if (k->n == ITEMS_MAX)
        drop_oldest(k);
    k->end = at + n;
    return at;
}

static size_t
bytes_of(struct str question, const struct answer *a)
{
    size_t n = question.n + a->body.n;

    for (size_t i = 0; i < a->n_fields; i++)
        n += a->field[i].name.n + a->field[i].value.n;
    return n;
}

static struct str
copy(char **to, struct str s)
{
    struct str is = { *to, s.n };

    if (s.n > 0)
        memcpy(*to, s.p, s.n);
    *to += s.n;
    return is;
}

void
kept_put(struct kept *k, struct str question, const struct answer *a)
{
    size_t n = bytes_of(question, a);

    if (k->version_n == 0 || n > k->cap / SHARE)
        return;
    size_t       at = make_room(k, n);
    char        *p = k->room + at;
    uint32_t     which = (k->oldest + k->n++) % ITEMS_MAX, chain = chain_of(question);
    struct item *item = &k->item[which];

    *item = (struct item){ .at = at, .n = n, .next = k->chain[chain], .chain = chain };
    item->question = copy(&p, question);
    item->answer = *a;
    for (size_t i = 0; i < a->n_fields; i++) {
        item->answer.field[i].name = copy(&p, a->field[i].name);
        item->answer.field[i].value = copy(&p, a->field[i].value);
    }
    item->answer.body = copy(&p, a->body);
    k->chain[chain] = (int32_t)which;
}
