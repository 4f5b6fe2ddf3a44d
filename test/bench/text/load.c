/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* load.c — own words, trigrams, sets by chance; see load.h. load_program.c has the others. */
#include "load.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rand.h"

/* ---- in order -------------------------------------------------------------------------------- */

int
by_word(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

int
by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

int
by_planted(const void *a, const void *b)
{
    const struct planted *x = a, *y = b;

    return x->a != y->a ? (x->a > y->a) - (x->a < y->a) : (x->b > y->b) - (x->b < y->b);
}

size_t
distinct(uint32_t *word, size_t n)
{
    size_t kept = 0;

    qsort(word, n, sizeof *word, by_word);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || word[kept - 1] != word[i])
            word[kept++] = word[i];
    return kept;
}

/* ---- own words ------------------------------------------------------------------------------- */

/* Sets of words, before they are terms. */
struct words { uint32_t *word, *first, *seen_in; uint32_t n_sets, n_words; };

static struct words
no_sets(struct arena *a, uint32_t n_sets, uint32_t n_words)
{
    struct words w = { .first = NEWS(a, uint32_t, n_sets + (size_t)1),
                       .seen_in = NEWS(a, uint32_t, n_words), .n_words = n_words };

    w.word = NEWS(a, uint32_t, 0);          /* the last: it grows */
    return w;
}

static void
add_set(struct arena *a, struct words *w, const uint32_t *word, size_t n)
{
    size_t from = w->first[w->n_sets];
    bool   grows = arena_extend(a, w->word, from * sizeof *word, n * sizeof *word);

    assert(grows);
    memcpy(w->word + from, word, n * sizeof *word);
    for (size_t i = 0; i < n; i++)
        w->seen_in[word[i]]++;
    w->first[++w->n_sets] = (uint32_t)(from + n);
}

/* Words to terms, rare first; of words as rare the smaller. Returns how many there are. */
static uint32_t
number_terms(struct arena *a, const struct words *w, uint32_t *number)
{
    size_t    mark = arena_mark(a);
    uint64_t *key = NEWS(a, uint64_t, w->n_words);
    uint32_t  n = 0;

    for (uint32_t i = 0; i < w->n_words; i++) {
        number[i] = UINT32_MAX;
        if (w->seen_in[i] > 0)
            key[n++] = (uint64_t)w->seen_in[i] << 32 | i;
    }
    qsort(key, n, sizeof *key, by_number);
    for (uint32_t t = 0; t < n; t++)
        number[(uint32_t)key[t]] = t;
    arena_back(a, mark);
    return n;
}

/* As corpus.h has it. */
static uint32_t
weight_of(uint32_t n_rows, uint32_t seen_in)
{
    long weight = lround(16 * log2((n_rows + 1.0) / (seen_in + 1.0))) + 1;

    return weight > JOIN_WEIGHT_MAX ? JOIN_WEIGHT_MAX : (uint32_t)weight;
}

static struct join_sets
terms_of(struct arena *a, struct words *w, const uint32_t **term_of)
{
    uint32_t *number = NEWS(a, uint32_t, w->n_words), *weight = NEWS(a, uint32_t, w->n_words);
    uint32_t  n_terms = number_terms(a, w, number);

    for (uint32_t i = 0; i < w->n_words; i++)
        if (w->seen_in[i] > 0)
            weight[number[i]] = weight_of(w->n_sets, w->seen_in[i]);
    for (uint32_t i = 0; i < w->first[w->n_sets]; i++)
        w->word[i] = number[w->word[i]];
    for (uint32_t s = 0; s < w->n_sets; s++)
        qsort(w->word + w->first[s], w->first[s + 1] - w->first[s], sizeof *w->word, by_word);
    *term_of = number;
    return (struct join_sets){ w->first, w->word, weight, w->n_sets, n_terms };
}

static size_t
words_of(const struct made *m, const struct made_row *r, uint32_t *word)
{
    size_t n = 0;

    for (size_t i = 0; i < r->n; i++)
        if (!made_is_stop(m, r->word[i]))
            word[n++] = r->word[i];
    return distinct(word, n);
}

static struct str
keep_title(struct arena *a, const struct made *m, const struct made_row *r)
{
    char room[MADE_TEXT_MAX];

    return str_copy(a, made_text(m, r->word, r->n_title, room));
}

static struct loaded
load_own(struct arena *a, struct load_plan plan)
{
    struct made    *m = made_open(a, LOAD_SEED, plan.corpus == 'e');
    struct loaded   l = { .n = plan.n, .made = m, .planted = NEWS(a, struct planted, plan.n) };
    struct made_row r;

    if (plan.keeps_titles)
        l.title = NEWS(a, struct str, plan.n);
    for (uint32_t i = 0; plan.keeps_titles && i < plan.n; i++) {
        made_row(m, i, &r);
        l.title[i] = keep_title(a, m, &r);
    }
    struct words w = no_sets(a, plan.n, made_n_words(m));
    struct gauge from = gauge_now();

    for (uint32_t i = 0; i < plan.n; i++) {
        uint32_t word[MADE_WORDS_MAX];

        made_row(m, i, &r);
        add_set(a, &w, word, words_of(m, &r, word));
        if (r.source != MADE_NO_SOURCE)
            l.planted[l.n_planted++] = (struct planted){ r.source, i };
    }
    l.sets = terms_of(a, &w, &l.term_of);
    l.took = gauge_since(from);
    qsort(l.planted, l.n_planted, sizeof *l.planted, by_planted);
    return l;
}

/* ---- trigrams -------------------------------------------------------------------------------- */

/* Of small letters, digits and the space. */
enum { SYMBOLS = 37, TRIGRAMS = SYMBOLS * SYMBOLS * SYMBOLS, TRIGRAMS_MAX = MADE_TEXT_MAX * 2 };

static uint32_t
symbol_of(char c)
{
    if (c >= '0' && c <= '9')
        return (uint32_t)(c - '0' + 1);
    if (c >= 'A' && c <= 'Z')
        return (uint32_t)(c - 'A' + 11);
    return c >= 'a' && c <= 'z' ? (uint32_t)(c - 'a' + 11) : 0;
}

/* Two spaces before each word, one behind. */
static size_t
trigrams_of(struct str text, uint32_t *gram)
{
    uint32_t last = 0;
    size_t   n = 0;

    for (size_t i = 0; i <= text.n; i++) {
        uint32_t symbol = i < text.n ? symbol_of(text.p[i]) : 0;

        if (symbol > 0 || last % SYMBOLS > 0) {
            last = last * SYMBOLS % TRIGRAMS + symbol;
            gram[n++] = last;
        }
        last = symbol > 0 ? last : 0;
    }
    return distinct(gram, n);
}

static struct loaded
load_trigrams(struct arena *a, struct load_plan plan)
{
    struct made    *m = made_open(a, LOAD_SEED, plan.corpus == 'e');
    struct loaded   l = { .n = plan.n, .made = m, .planted = NEWS(a, struct planted, plan.n) };
    struct words    w = no_sets(a, plan.n, TRIGRAMS);
    struct made_row r;
    struct gauge    from = gauge_now();

    for (uint32_t i = 0; i < plan.n; i++) {
        char     text[MADE_TEXT_MAX];
        uint32_t gram[TRIGRAMS_MAX];

        made_row(m, i, &r);
        add_set(a, &w, gram, trigrams_of(made_text(m, r.word, r.n, text), gram));
        if (r.source != MADE_NO_SOURCE)
            l.planted[l.n_planted++] = (struct planted){ r.source, i };
    }
    l.sets = terms_of(a, &w, &l.term_of);
    l.took = gauge_since(from);
    qsort(l.planted, l.n_planted, sizeof *l.planted, by_planted);
    return l;
}

/* ---- by chance ------------------------------------------------------------------------------- */

enum { CHANCE_WORDS = 3000, CHANCE_LONGEST = 80 };

/* The square of a chance leaves few rare words, and many of the others. */
static uint32_t
some_word(struct rand *chance)
{
    uint32_t x = rand_below(chance, CHANCE_WORDS), y = rand_below(chance, CHANCE_WORDS);

    return CHANCE_WORDS - 1 - (uint32_t)((uint64_t)x * y / CHANCE_WORDS);
}

/* A third are one of the sets before, with some words changed and, perhaps, some left out. */
static size_t
some_set(struct rand *chance, const struct words *w, uint32_t *word)
{
    size_t n = rand_below(chance, CHANCE_LONGEST);

    if (w->n_sets == 0 || rand_below(chance, 3) > 0) {
        for (size_t i = 0; i < n; i++)
            word[i] = some_word(chance);
        return distinct(word, n);
    }
    uint32_t of = rand_below(chance, w->n_sets), least = rand_below(chance, 30);

    n = 0;
    for (uint32_t i = w->first[of]; i < w->first[of + 1]; i++) {
        if (rand_below(chance, 100) < least)
            continue;
        word[n++] = rand_below(chance, 100) < least ? some_word(chance) : w->word[i];
    }
    return distinct(word, n);
}

static struct loaded
load_chance(struct arena *a, struct load_plan plan)
{
    struct loaded l = { .n = plan.n, .planted = NEWS(a, struct planted, 0) };
    struct words  w = no_sets(a, plan.n, CHANCE_WORDS);
    struct rand   chance = { LOAD_SEED };
    struct gauge  from = gauge_now();

    for (uint32_t i = 0; i < plan.n; i++) {
        uint32_t word[CHANCE_LONGEST];

        add_set(a, &w, word, some_set(&chance, &w, word));
    }
    l.sets = terms_of(a, &w, &l.term_of);
    l.took = gauge_since(from);
    return l;
}

/* ---- drafts ---------------------------------------------------------------------------------- */

static struct join_draft
own_draft(const struct loaded *l, struct arena *a, const struct made_row *r)
{
    uint32_t         *term = NEWS(a, uint32_t, MADE_WORDS_MAX);
    size_t            n = words_of(l->made, r, term);
    struct join_draft draft = { .term = term };

    for (size_t i = 0; i < n; i++) {
        uint32_t number = l->term_of[term[i]];

        if (number != UINT32_MAX)
            term[draft.n++] = number;
        else
            draft.unknown += l->sets.weight ? weight_of(l->n, 0) : 1;
    }
    qsort(term, draft.n, sizeof *term, by_word);
    return draft;
}

struct join_draft
load_draft(const struct loaded *l, struct arena *a, const struct made_row *r)
{
    char *title = NEWS(a, char, MADE_TEXT_MAX), *text = NEWS(a, char, MADE_TEXT_MAX);

    if (!l->corpus)
        return own_draft(l, a, r);
    return corpus_draft(l->corpus, a, made_text(l->made, r->word, r->n_title, title),
                        made_text(l->made, r->word + r->n_title, r->n - r->n_title, text),
                        r->owner);
}

struct loaded
load(struct arena *a, struct load_plan plan)
{
    if (plan.corpus == 'r')
        return load_chance(a, plan);
    if (plan.corpus == 'c' || plan.words == LOAD_PROGRAM)
        return load_program(a, plan);
    return plan.words == LOAD_TRIGRAMS ? load_trigrams(a, plan) : load_own(a, plan);
}
