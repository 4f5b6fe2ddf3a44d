/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * phrase.c — what an owner says all the time.
 *
 * An owner's rows are read three times. First every phrase is counted in a few shared counters, by
 * its hash: the counter of a common phrase is high enough, that of a rare one seldom is. Then only
 * phrases with such a counter are counted exactly, a row once. Then the words of those that are
 * common are marked. So memory goes by what may be common, not by all that is said.
 */
#include "engine/text/corpus_part.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    WORDS = CORPUS_PHRASE_WORDS, PHRASES_FIRST = 1 << 8, SLOTS_FIRST = 1 << 10,
    COUNTERS_MIN = 1 << 10, COUNTERS_MAX = 1 << 22,
    PER_COUNTER = 64,               /* phrases counted together: this part of the least */
};

/* Of one phrase: where it stands first, the rows that have it, the last of them plus 1. */
struct count { uint32_t at, rows, last; };

struct owner {
    struct corpus       *corpus;
    struct corpus_steps *steps;
    const uint32_t      *row;       /* its rows, ascending             */
    uint32_t             n;
    uint32_t             least;     /* rows that make a phrase common  */
    uint32_t            *counter, n_counters;
    struct count        *count;     /* open addressing; none: rows = 0 */
    uint32_t             n_slots, n_counts;
};

static uint64_t
hash_of(const term_t *word)
{
    uint64_t h = 0;

    for (size_t i = 0; i < WORDS; i++)
        h = (h ^ (word[i] & ~CORPUS_PASSED)) * UINT64_C(0x9E3779B97F4A7C15);
    h = (h ^ h >> 32) * UINT64_C(0xD6E8FEB86659FD93);
    return h ^ h >> 29;
}

static bool
is_same(const term_t *a, const term_t *b)
{
    term_t differs = 0;

    for (size_t i = 0; i < WORDS; i++)
        differs |= a[i] ^ b[i];
    return (differs & ~CORPUS_PASSED) == 0;
}

/* ---- the phrases of an owner, one after the other -------------------------------------------- */

struct walk {
    const struct owner *owner;
    uint32_t            i;          /* the next row of the owner's */
    uint32_t            row;
    uint32_t            at, end, end_text;
    bool                is_stopped;
};

static struct walk
walk_in(const struct owner *o)
{
    return (struct walk){ .owner = o };
}

/* The next row's title; false at the end, or if stopped. */
static bool
next_row(struct walk *w)
{
    const struct corpus_row *r;

    if (w->i == w->owner->n)
        return false;
    w->row = w->owner->row[w->i++];
    r = &w->owner->corpus->row[w->row];
    w->at = r->at;
    w->end = r->at + r->n_title;
    w->end_text = r->at + r->n;
    w->is_stopped = !corpus_step(w->owner->steps, r->n);
    return !w->is_stopped;
}

/* Where the next phrase begins is `*at`; false: no more, or stopped. */
static bool
next_phrase(struct walk *w, uint32_t *at)
{
    while (w->end - w->at < WORDS) {
        if (w->end < w->end_text) {
            w->at = w->end;
            w->end = w->end_text;
        } else if (!next_row(w)) {
            return false;
        }
    }
    *at = w->at++;
    return true;
}

/* ---- counting -------------------------------------------------------------------------------- */

static uint32_t *
counter_of(const struct owner *o, uint64_t hash)
{
    return &o->counter[hash >> 32 & (o->n_counters - 1)];
}

/* So many counters that few rare phrases meet a least by chance. */
static uint32_t
counters_for(uint64_t n_phrases, uint32_t least)
{
    uint32_t n = COUNTERS_MIN;

    while (n < COUNTERS_MAX && n_phrases * PER_COUNTER > (uint64_t)n * least)
        n *= 2;
    return n;
}

static bool
count_roughly(struct owner *o)
{
    struct walk w = walk_in(o);
    uint32_t    at;

    while (next_phrase(&w, &at))
        ++*counter_of(o, hash_of(o->corpus->word + at));
    return !w.is_stopped;
}

static struct count *
count_of(const struct owner *o, const term_t *word, uint64_t hash)
{
    uint32_t at = (uint32_t)hash & (o->n_slots - 1);

    while (o->count[at].rows > 0 && !is_same(o->corpus->word + o->count[at].at, word))
        at = (at + 1) & (o->n_slots - 1);
    return &o->count[at];
}

static void
grow_counts(struct owner *o)
{
    struct owner old = *o;

    o->n_slots = old.n_slots ? 2 * old.n_slots : SLOTS_FIRST;
    o->count = NEWS(&o->corpus->scratch, struct count, o->n_slots);
    for (uint32_t i = 0; i < old.n_slots; i++) {
        const term_t *word = o->corpus->word + old.count[i].at;

        if (old.count[i].rows > 0)
            *count_of(o, word, hash_of(word)) = old.count[i];
    }
}

static bool
count_exactly(struct owner *o)
{
    struct walk w = walk_in(o);
    uint32_t    at;

    grow_counts(o);
    while (next_phrase(&w, &at)) {
        const term_t *word = o->corpus->word + at;
        uint64_t      hash = hash_of(word);

        if (*counter_of(o, hash) < o->least)
            continue;
        struct count *count = count_of(o, word, hash);

        if (count->rows == 0) {
            *count = (struct count){ .at = at, .rows = 1, .last = w.row };
            if (++o->n_counts > o->n_slots / 2)
                grow_counts(o);
        } else if (count->last != w.row) {
            count->rows++;
            count->last = w.row;
        }
    }
    return !w.is_stopped;
}

/* ---- marking --------------------------------------------------------------------------------- */

static void
mark_words(term_t *word)
{
    for (size_t i = 0; i < WORDS; i++)
        word[i] |= CORPUS_PASSED;
}

static void
keep_phrase(struct corpus *c, const struct phrase *p)
{
    struct phrase_list *list = &c->phrases;

    if (list->n == list->room) {
        corpus_grow(&c->kept, list->phrase, list->room * sizeof *list->phrase);
        list->room *= 2;
    }
    list->phrase[list->n++] = *p;
}

static bool
keep_common(const struct owner *o)
{
    bool is_some = false;

    for (uint32_t i = 0; i < o->n_slots; i++) {
        const term_t *word = o->corpus->word + o->count[i].at;
        struct phrase p = { .owner = o->corpus->row[o->row[0]].owner };

        if (o->count[i].rows < o->least)
            continue;
        for (size_t k = 0; k < WORDS; k++)
            p.word[k] = word[k] & ~CORPUS_PASSED;
        keep_phrase(o->corpus, &p);
        is_some = true;
    }
    return is_some;
}

static bool
mark_common(struct owner *o)
{
    struct walk w = walk_in(o);
    uint32_t    at;

    while (next_phrase(&w, &at)) {
        term_t  *word = o->corpus->word + at;
        uint64_t hash = hash_of(word);

        if (*counter_of(o, hash) >= o->least && count_of(o, word, hash)->rows >= o->least)
            mark_words(word);
    }
    return !w.is_stopped;
}

/* ---- owners ---------------------------------------------------------------------------------- */

static uint64_t
phrases_in(const struct owner *o)
{
    uint64_t n = 0;

    for (uint32_t i = 0; i < o->n; i++)
        n += o->corpus->row[o->row[i]].n;
    return n;
}

static bool
mark_of_owner(struct owner *o)
{
    uint64_t n = phrases_in(o);

    o->least = (uint32_t)((uint64_t)o->n * CORPUS_PHRASE_SHARE / 1000 + 1);
    if (o->least < CORPUS_PHRASE_LEAST)
        o->least = CORPUS_PHRASE_LEAST;
    if (o->n < o->least) {
        o->steps->done += 3 * n;
        return true;
    }
    o->n_counters = counters_for(n, o->least);
    o->counter = NEWS(&o->corpus->scratch, uint32_t, o->n_counters);
    if (!count_roughly(o) || !count_exactly(o))
        return false;
    if (keep_common(o))
        return mark_common(o);
    o->steps->done += n;
    return true;
}

static int
by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* Rows by owner, of each ascending. */
static uint32_t *
order_rows(struct corpus *c)
{
    uint32_t *order = NEWS(&c->scratch, uint32_t, c->n_rows);
    size_t    mark = arena_mark(&c->scratch);
    uint64_t *key = NEWS(&c->scratch, uint64_t, c->n_rows);

    for (uint32_t r = 0; r < c->n_rows; r++)
        key[r] = (uint64_t)c->row[r].owner << 32 | r;
    qsort(key, c->n_rows, sizeof *key, by_number);
    for (uint32_t r = 0; r < c->n_rows; r++)
        order[r] = (uint32_t)key[r];
    arena_back(&c->scratch, mark);
    return order;
}

static bool
mark_each(struct corpus *c, const uint32_t *order, struct corpus_steps *steps)
{
    for (uint32_t from = 0, to; from < c->n_rows; from = to) {
        uint32_t owner = c->row[order[from]].owner;
        size_t   mark = arena_mark(&c->scratch);

        for (to = from + 1; to < c->n_rows && c->row[order[to]].owner == owner; to++)
            continue;
        struct owner o = {
            .corpus = c, .steps = steps, .row = order + from, .n = to - from };

        if (!mark_of_owner(&o))
            return false;
        arena_back(&c->scratch, mark);
    }
    return true;
}

/* ---- the table that stays -------------------------------------------------------------------- */

static uint32_t *
slot_of(const struct phrase_list *list, uint32_t owner, const term_t *word)
{
    uint32_t at = (uint32_t)(hash_of(word) ^ owner) & (list->n_slots - 1);

    while (list->slot[at] > 0) {
        const struct phrase *p = &list->phrase[list->slot[at] - 1];

        if (p->owner == owner && is_same(p->word, word))
            break;
        at = (at + 1) & (list->n_slots - 1);
    }
    return &list->slot[at];
}

static void
make_table(struct corpus *c)
{
    struct phrase_list *list = &c->phrases;

    for (list->n_slots = 1; list->n_slots < 2 * list->n + 1;)
        list->n_slots *= 2;
    list->slot = NEWS(&c->kept, uint32_t, list->n_slots);
    for (uint32_t i = 0; i < list->n; i++)
        *slot_of(list, list->phrase[i].owner, list->phrase[i].word) = i + 1;
}

bool
phrase_mark(struct corpus *c, struct corpus_steps *steps)
{
    size_t mark = arena_mark(&c->scratch);

    c->phrases.room = PHRASES_FIRST;
    c->phrases.phrase = NEWS(&c->kept, struct phrase, c->phrases.room);
    if (!mark_each(c, order_rows(c), steps))
        return false;
    arena_back(&c->scratch, mark);
    make_table(c);
    return true;
}

void
phrase_mark_in(const struct corpus *c, uint32_t owner, term_t *word, size_t n)
{
    for (size_t i = 0; i + WORDS <= n; i++)
        if (*slot_of(&c->phrases, owner, word + i) > 0)
            mark_words(word + i);
}
