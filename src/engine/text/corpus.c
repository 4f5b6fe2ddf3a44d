/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* corpus.c — rows come in, and a draft is asked for. See corpus.h; phrase.c and corpus_set.c. */
#include "engine/text/corpus.h"

#include <assert.h>
#include <string.h>

#include "engine/text/corpus_part.h"

enum { WORDS_FIRST = 1 << 12, ROWS_FIRST = 1 << 8, STEPS_BETWEEN = 1 << 18 };

static const size_t KEPT_BYTES = (size_t)1 << 30, SLACK_BYTES = (size_t)1 << 12;

bool
corpus_step(struct corpus_steps *s, uint32_t words)
{
    s->done += words;
    s->since += words;
    if (s->since < STEPS_BETWEEN)
        return true;
    s->since = 0;
    return progress_goes_on(s->progress, s->done, s->all);
}

void
corpus_grow(struct arena *a, const void *p, size_t bytes)
{
    if (!arena_extend(a, p, bytes, bytes))
        arena_alloc(a, SIZE_MAX, 1);            /* nothing stands behind it: the arena is full */
}

/* ---- opening and closing --------------------------------------------------------------------- */

static void
end_corpus(void *what)
{
    struct corpus *c = what;

    arena_drop(&c->words);
    arena_drop(&c->rows);
    arena_drop(&c->kept);
    arena_drop(&c->scratch);
}

static void
jump_with_home(struct corpus *c)
{
    c->words.full = c->rows.full = c->kept.full = c->scratch.full = c->home->full;
}

struct corpus *
corpus_open(struct arena *a, struct lexicon *l)
{
    struct corpus *c = NEW(a, struct corpus);

    *c = (struct corpus){
        .lexicon = l, .home = a, .ends = arena_owns(a, end_corpus),
        .words = arena_make(CORPUS_WORDS_MAX * sizeof(term_t) + SLACK_BYTES),
        .rows = arena_make(CORPUS_ROWS_MAX * sizeof(struct corpus_row) + SLACK_BYTES),
        .kept = arena_make(KEPT_BYTES), .scratch = arena_make(KEPT_BYTES),
        .room_words = WORDS_FIRST, .room_rows = ROWS_FIRST,
    };
    *c->ends = c;
    c->word = NEWS(&c->words, term_t, c->room_words);
    c->row = NEWS(&c->rows, struct corpus_row, c->room_rows);
    return c;
}

void
corpus_close(struct corpus *c)
{
    assert(*c->ends == c);
    *c->ends = NULL;
    end_corpus(c);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void
put_word(struct corpus *c, term_t word)
{
    if (c->n_words == c->room_words) {
        corpus_grow(&c->words, c->word, c->room_words * sizeof *c->word);
        c->room_words *= 2;
    }
    c->word[c->n_words++] = word;
}

/* Stop words do not stand in rows. */
static void
put_words(struct corpus *c, struct str text)
{
    size_t       mark = arena_mark(&c->scratch);
    struct terms t = lexicon_terms(c->lexicon, &c->scratch, text);

    for (size_t i = 0; i < t.n; i++)
        if (t.term[i] != LEXICON_NONE)
            put_word(c, t.term[i]);
    arena_back(&c->scratch, mark);
}

uint32_t
corpus_add(struct corpus *c, struct str title, struct str text, uint32_t owner)
{
    struct corpus_row row = { .at = c->n_words, .owner = owner };

    assert(!c->is_ended && c->n_rows < CORPUS_ROWS_MAX);
    jump_with_home(c);
    put_words(c, title);
    row.n_title = c->n_words - row.at;
    put_words(c, text);
    row.n = c->n_words - row.at;
    if (c->n_rows == c->room_rows) {
        corpus_grow(&c->rows, c->row, c->room_rows * sizeof *c->row);
        c->room_rows *= 2;
    }
    c->row[c->n_rows] = row;
    return c->n_rows++;
}

bool
corpus_end(struct corpus *c, const struct progress *progress)
{
    struct corpus_steps steps = { .progress = progress, .all = UINT64_C(5) * c->n_words };

    assert(!c->is_ended);
    jump_with_home(c);
    c->is_ended = phrase_mark(c, &steps) && corpus_make_sets(c, &steps);
    return c->is_ended;
}

/* ---- after corpus_end ------------------------------------------------------------------------ */

const struct join_sets *
corpus_sets(const struct corpus *c)
{
    assert(c->is_ended);
    return &c->sets;
}

uint32_t
corpus_set_of(const struct corpus *c, uint32_t row)
{
    assert(c->is_ended && row < c->n_rows);
    return c->row[row].set;
}

struct rows
corpus_rows_of(const struct corpus *c, uint32_t set)
{
    assert(c->is_ended && set < c->sets.n);
    uint32_t first = c->first_row[set];

    return (struct rows){ c->row_of_set + first, c->first_row[set + 1] - first };
}

bool
corpus_is_plain(const struct corpus *c, uint32_t row)
{
    assert(c->is_ended && row < c->n_rows);
    return c->row[row].n > 0 && c->row[row].n_terms == 0;
}

bool
corpus_is_empty(const struct corpus *c, uint32_t row)
{
    assert(c->is_ended && row < c->n_rows);
    return c->row[row].n == 0;
}

struct str
corpus_word(const struct corpus *c, uint32_t term)
{
    assert(c->is_ended && term < c->sets.n_terms);
    return lexicon_word(c->lexicon, c->term[term]);
}

/* ---- a draft --------------------------------------------------------------------------------- */

/* Drops stop words, marks phrases, and drops what is marked. */
static size_t
keep_words(const struct corpus *c, uint32_t owner, struct terms *t)
{
    size_t n = 0, kept = 0;

    for (size_t i = 0; i < t->n; i++)
        if (t->term[i] != LEXICON_NONE)
            t->term[n++] = t->term[i];
    phrase_mark_in(c, owner, t->term, n);
    for (size_t i = 0; i < n; i++)
        if (!(t->term[i] & CORPUS_PASSED))
            t->term[kept++] = t->term[i];
    return kept;
}

static size_t
drop_equal(uint32_t *v, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++)
        if (i == 0 || v[i] != v[i - 1])
            v[kept++] = v[i];
    return kept;
}

static uint32_t
number_of(const struct corpus *c, term_t term)
{
    return term < c->n_numbers ? c->number[term] : UINT32_MAX;
}

/* Known terms ascending; how many others there are is `*n_unknown`. */
static size_t
split_known(const struct corpus *c, uint32_t *v, size_t n, size_t *n_unknown)
{
    size_t known = 0;

    *n_unknown = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t number = number_of(c, v[i]);

        if (number == UINT32_MAX)
            ++*n_unknown;
        else
            v[known++] = number;
    }
    return known;
}

struct join_draft
corpus_draft(struct corpus *c, struct arena *a, struct str title, struct str text, uint32_t owner)
{
    assert(c->is_ended);
    struct terms head = lexicon_terms(c->lexicon, a, title);
    size_t       n_head = keep_words(c, owner, &head);
    struct terms body = lexicon_terms(c->lexicon, a, text);
    size_t       n_body = keep_words(c, owner, &body), n = n_head + n_body, n_unknown;
    uint32_t    *v = NEWS(a, uint32_t, n + 1), *room = NEWS(a, uint32_t, n + 1);

    memcpy(v, head.term, n_head * sizeof *v);
    memcpy(v + n_head, body.term, n_body * sizeof *v);
    corpus_sort(v, n, room);
    n = split_known(c, v, drop_equal(v, n), &n_unknown);
    corpus_sort(v, n, room);
    if (n > JOIN_TERMS_MAX)
        n = JOIN_TERMS_MAX;
    if (n_unknown > JOIN_TERMS_MAX - n)
        n_unknown = JOIN_TERMS_MAX - n;
    return (struct join_draft){
        .term = v, .n = n, .unknown = (uint32_t)n_unknown * corpus_weight(c->n_rows, 0) };
}
