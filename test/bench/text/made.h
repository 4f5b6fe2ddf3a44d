/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * made.h — programmes of cities that nobody planned: corpora for measures, the same everywhere.
 *
 * WHAT   A row is a programme: a verb, an object and a city as its title; sentences that every
 *        agency writes, words of one of 2,000 topics, and of villages, as its text. 20 verbs x 30
 *        objects x 12 agencies x 514 cities; the words of topics are drawn from a vocabulary of
 *        18,500 by Zipf's law. Cities, villages and that vocabulary are invented of syllables.
 * COPIES 6 % of the rows are copies of an earlier one: 0 to 25 % of its words are left out or
 *        0 to 20 % replaced, and the city or the year is another. `source` says of which.
 * SAME   A row depends on the seed and its number alone: the first 10,000 of 500,000 rows are the
 *        10,000.
 */
#ifndef GUYUB_BENCH_TEXT_MADE_H
#define GUYUB_BENCH_TEXT_MADE_H

#include "base/arena.h"
#include "base/str.h"

enum { MADE_WORDS_MAX = 192, MADE_NO_SOURCE = UINT32_MAX, MADE_TEXT_MAX = 4096 };

struct made;

/* With the names of villages in the text (corpus e) or without (corpus p). */
struct made *made_open(struct arena *, uint64_t seed, bool has_villages);

/* The first n_title words are the title. */
struct made_row { uint32_t word[MADE_WORDS_MAX]; size_t n, n_title; uint32_t owner, source; };
void made_row(const struct made *, uint32_t row, struct made_row *);

uint32_t   made_n_words(const struct made *);
struct str made_word(const struct made *, uint32_t word);
bool       made_is_stop(const struct made *, uint32_t word);        /* it carries no meaning */

/* Words n of them from `word` on with spaces between, into room for MADE_TEXT_MAX. */
struct str made_text(const struct made *, const uint32_t *word, size_t n, char *room);

#endif
