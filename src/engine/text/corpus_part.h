/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* corpus_part.h — what the files of a corpus share: corpus.c rows, phrase.c, corpus_set.c sets. */
#ifndef GUYUB_ENGINE_TEXT_CORPUS_PART_H
#define GUYUB_ENGINE_TEXT_CORPUS_PART_H

#include "engine/text/corpus.h"

/* In a word of a row: it is part of a phrase. Terms stay below: each takes more than a byte. */
static const term_t CORPUS_PASSED = UINT32_C(1) << 31;

struct corpus_row {
    uint32_t at, n_title, n;        /* its words: first those of the title; `n` is of both */
    uint32_t owner;
    uint32_t n_terms, set;          /* corpus_set.c                                        */
};

struct phrase { term_t word[CORPUS_PHRASE_WORDS]; uint32_t owner; };

/* What is common, and a table of them: places in `phrase` plus 1. */
struct phrase_list { struct phrase *phrase; uint32_t n, room; uint32_t *slot, n_slots; };

/* The four arenas: words and rows grow where they stand; `kept` ends with the corpus, `scratch`
 * is empty between two calls. */
struct corpus {
    struct lexicon     *lexicon;
    void              **ends;       /* in the arena of corpus_open */
    struct arena       *home, words, rows, kept, scratch;
    term_t             *word;       /* of all rows; from corpus_end on the terms of all sets */
    struct corpus_row  *row;
    uint32_t            n_words, room_words, n_rows, room_rows;
    bool                is_ended;
    struct phrase_list  phrases;
    struct join_sets    sets;
    uint32_t           *number;     /* of a term of the lexicon; UINT32_MAX: in no set */
    uint32_t            n_numbers;
    term_t             *term;       /* of a number                                     */
    uint32_t           *first_row, *row_of_set;
};

/* Work in words, for the progress. */
struct corpus_steps { const struct progress *progress; uint64_t done, all; uint32_t since; };
bool corpus_step(struct corpus_steps *, uint32_t words);

/* `*p`, the last thing in its arena, has room for twice as many; a full arena jumps. */
void corpus_grow(struct arena *, const void *p, size_t bytes);

/* Marks the words of what an owner says all the time; three steps for each word. False: stopped. */
bool phrase_mark(struct corpus *, struct corpus_steps *);
/* The same in words that are no row's. */
void phrase_mark_in(const struct corpus *, uint32_t owner, term_t *word, size_t n);

/* Rows as sets; two steps for each word. False: stopped. */
bool corpus_make_sets(struct corpus *, struct corpus_steps *);
uint32_t corpus_weight(uint32_t n_rows, uint32_t n_with);

/* Sorts in place; `room` has as many. */
void corpus_sort(uint32_t *v, size_t n, uint32_t *room);

#endif
