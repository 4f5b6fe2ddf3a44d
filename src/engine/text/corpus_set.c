/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * corpus_set.c — rows become sets of weighted terms, where their words stand.
 *
 * Twice over all rows, each time writing behind what is read: first a row keeps each term once and
 * the rows of a term are counted; then, when terms have their numbers, a row is sorted and dropped
 * if its set is there already.
 */
#include "engine/text/corpus_part.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

enum { RUN = 16 };

/* ---- sorting and weighing -------------------------------------------------------------------- */

static void
sort_run(uint32_t *v, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint32_t x = v[i];
        size_t   at = i;

        for (; at > 0 && v[at - 1] > x; at--)
            v[at] = v[at - 1];
        v[at] = x;
    }
}

static void
merge(const uint32_t *a, size_t n_a, const uint32_t *b, size_t n_b, uint32_t *out)
{
    size_t i = 0, j = 0;

    while (i < n_a && j < n_b) {
        bool is_a = a[i] <= b[j];

        *out++ = is_a ? a[i] : b[j];
        i += is_a;
        j += !is_a;
    }
    memcpy(out, a + i, (n_a - i) * sizeof *a);
    memcpy(out + n_a - i, b + j, (n_b - j) * sizeof *b);
}

void
corpus_sort(uint32_t *v, size_t n, uint32_t *room)
{
    uint32_t *from = v, *to = room;

    for (size_t at = 0; at < n; at += RUN)
        sort_run(v + at, n - at < RUN ? n - at : RUN);
    for (size_t run = RUN; run < n; run *= 2) {
        for (size_t at = 0; at < n; at += 2 * run) {
            size_t n_a = n - at < run ? n - at : run;
            size_t n_b = n - at - n_a < run ? n - at - n_a : run;

            merge(from + at, n_a, from + at + n_a, n_b, to + at);
        }
        uint32_t *back = from;

        from = to;
        to = back;
    }
    if (from != v)
        memcpy(v, from, n * sizeof *v);
}

/*
 * round(16 log2((N + 1) / (with + 1))) + 1 in whole numbers, the same on every machine: the binary
 * logarithm is read off bit by bit, squaring what is left of the number (Q31) five times.
 */
uint32_t
corpus_weight(uint32_t n_rows, uint32_t n_with)
{
    uint64_t all = (uint64_t)n_rows + 1, with = (uint64_t)n_with + 1, rest;
    uint32_t log = 0, weight;

    assert(n_with <= n_rows);
    for (; all >= 2 * with; with *= 2)
        log++;
    rest = (all << 31) / with;
    for (int bit = 0; bit < 5; bit++) {
        rest *= rest;
        log = 2 * log + (uint32_t)(rest >> 63);
        rest >>= 31 + (rest >> 63);
    }
    weight = (log + 1) / 2 + 1;
    return weight < JOIN_WEIGHT_MAX ? weight : JOIN_WEIGHT_MAX;
}

/* ---- terms ----------------------------------------------------------------------------------- */

/* Each row keeps each of its terms once; how many rows have each is `with`. */
static bool
keep_once(struct corpus *c, struct corpus_steps *steps, uint32_t *with)
{
    uint32_t *last = NEWS(&c->scratch, uint32_t, lexicon_n(c->lexicon));
    uint32_t  to = 0;

    for (uint32_t r = 0; r < c->n_rows; r++) {
        struct corpus_row *row = &c->row[r];
        uint32_t           from = row->at;

        row->at = to;
        for (uint32_t i = from; i < from + row->n; i++) {
            term_t term = c->word[i];

            if (term & CORPUS_PASSED || last[term] == r + 1)
                continue;
            last[term] = r + 1;
            with[term]++;
            c->word[to++] = term;
        }
        row->n_terms = to - row->at;
        if (!corpus_step(steps, row->n))
            return false;
    }
    return true;
}

struct numbered { uint32_t with; term_t term; struct str stem; };

/* Rare first; of equally rare ones by the bytes of the stem, whatever the order of the rows. */
static int
rare_first(const void *a, const void *b)
{
    const struct numbered *x = a, *y = b;

    return x->with != y->with ? (x->with > y->with) - (x->with < y->with)
                              : str_cmp(x->stem, y->stem);
}

static void
number_terms(struct corpus *c, const uint32_t *with)
{
    uint32_t         n_terms = lexicon_n(c->lexicon), n = 0;
    struct numbered *met = NEWS(&c->scratch, struct numbered, n_terms);

    for (term_t term = 0; term < n_terms; term++)
        if (with[term] > 0)
            met[n++] = (struct numbered){ with[term], term, lexicon_stem(c->lexicon, term) };
    qsort(met, n, sizeof *met, rare_first);

    uint32_t *weight = NEWS(&c->kept, uint32_t, n + 1);

    c->n_numbers = n_terms;
    c->number = NEWS(&c->kept, uint32_t, n_terms);
    c->term = NEWS(&c->kept, term_t, n);
    memset(c->number, 0xFF, n_terms * sizeof *c->number);
    for (uint32_t i = 0; i < n; i++) {
        c->number[met[i].term] = i;
        c->term[i] = met[i].term;
        weight[i] = corpus_weight(c->n_rows, met[i].with);
    }
    c->sets.n_terms = n;
    c->sets.weight = weight;
}

/* ---- sets ------------------------------------------------------------------------------------ */

struct seen { uint32_t tag, set; };         /* `set` plus 1; 0: empty */

struct set_maker {
    struct corpus *corpus;
    uint32_t      *first;                   /* of each set, as join_sets has it */
    uint32_t       n, n_slots;
    struct seen   *seen;
    uint32_t      *room;                    /* for sorting */
};

static bool
is_set(const struct set_maker *m, uint32_t set, const uint32_t *term, size_t n)
{
    const uint32_t *other = m->corpus->word + m->first[set];

    return m->first[set + 1] - m->first[set] == n
        && (n == 0 || memcmp(other, term, n * sizeof *term) == 0);
}

/* The set with these terms, which is a new one if there is none yet. */
static uint32_t
set_with(struct set_maker *m, const uint32_t *term, size_t n)
{
    uint64_t hash = hash_64((struct str){ (const char *)term, n * sizeof *term });
    uint32_t tag = (uint32_t)(hash >> 32), at = (uint32_t)hash & (m->n_slots - 1);
    uint32_t to = m->first[m->n];

    for (; m->seen[at].set > 0; at = (at + 1) & (m->n_slots - 1))
        if (m->seen[at].tag == tag && is_set(m, m->seen[at].set - 1, term, n))
            return m->seen[at].set - 1;
    memmove(m->corpus->word + to, term, n * sizeof *term);
    m->first[m->n + 1] = to + (uint32_t)n;
    m->seen[at] = (struct seen){ tag, m->n + 1 };
    return m->n++;
}

static bool
make_each(struct set_maker *m, struct corpus_steps *steps)
{
    struct corpus *c = m->corpus;

    for (uint32_t r = 0; r < c->n_rows; r++) {
        struct corpus_row *row = &c->row[r];
        uint32_t          *term = c->word + row->at, n = row->n_terms;

        for (uint32_t i = 0; i < n; i++)
            term[i] = c->number[term[i]];
        corpus_sort(term, n, m->room);
        row->set = set_with(m, term, n < JOIN_TERMS_MAX ? n : JOIN_TERMS_MAX);
        if (!corpus_step(steps, row->n))
            return false;
    }
    return true;
}

static uint32_t
most_terms(const struct corpus *c)
{
    uint32_t most = 0;

    for (uint32_t r = 0; r < c->n_rows; r++)
        most = c->row[r].n_terms > most ? c->row[r].n_terms : most;
    return most;
}

static void
list_rows(struct corpus *c)
{
    uint32_t n = c->sets.n;

    c->first_row = NEWS(&c->kept, uint32_t, n + 2);
    c->row_of_set = NEWS(&c->kept, uint32_t, c->n_rows);
    for (uint32_t r = 0; r < c->n_rows; r++)
        c->first_row[c->row[r].set + 2]++;
    for (uint32_t s = 0; s < n; s++)
        c->first_row[s + 2] += c->first_row[s + 1];
    for (uint32_t r = 0; r < c->n_rows; r++)
        c->row_of_set[c->first_row[c->row[r].set + 1]++] = r;
}

bool
corpus_make_sets(struct corpus *c, struct corpus_steps *steps)
{
    size_t           mark = arena_mark(&c->scratch);
    uint32_t        *with = NEWS(&c->scratch, uint32_t, lexicon_n(c->lexicon));
    struct set_maker m = { .corpus = c, .n_slots = 1 };

    if (!keep_once(c, steps, with))
        return false;
    number_terms(c, with);
    arena_back(&c->scratch, mark);
    while (m.n_slots < 2 * c->n_rows + 1)
        m.n_slots *= 2;
    m.first = NEWS(&c->kept, uint32_t, c->n_rows + 1);
    m.seen = NEWS(&c->scratch, struct seen, m.n_slots);
    m.room = NEWS(&c->scratch, uint32_t, most_terms(c));
    if (!make_each(&m, steps))
        return false;
    arena_back(&c->scratch, mark);
    c->sets.first = m.first;
    c->sets.term = c->word;
    c->sets.n = m.n;
    c->n_words = m.first[m.n];
    arena_back(&c->words, (size_t)((char *)(c->word + c->n_words) - c->words.base));
    list_rows(c);
    return true;
}
