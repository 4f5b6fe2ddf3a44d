/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * corpus.h — a list of rows as sets of weighted terms: what the joins compare.
 *
 * WHAT   Each row has a title and a text, and an owner (the agency that wrote it). Rows are added
 *        one after the other; then the corpus is closed: phrases that an owner says all the time
 *        are passed over, terms are numbered rare first and weighed by how rare they are, rows that
 *        say the same become one set.
 * WEIGHT round(16 x log2((N + 1) / (rows with the term + 1))) + 1, at most JOIN_WEIGHT_MAX: a term
 *        in all rows weighs 1, one in a thousandth of them about 160.
 * PHRASE Three words in a row that stand in more than CORPUS_PHRASE_SHARE of an owner's rows, and
 *        in CORPUS_PHRASE_LEAST of them at least, are that owner's manner of speaking ("Belanja
 *        Perjalanan Dinas"): their words do not count in its rows. A row of which nothing else is
 *        left is `plain`: it is like nothing by its text.
 * SAME   Rows with the same terms are one set with many rows: 279 times "Belanja Perjalanan Dinas
 *        Biasa" is a group, not 38,781 pairs.
 * COST   Time linear in the text; memory about 4 bytes for each word and 4 for each term of a row.
 */
#ifndef GUYUB_ENGINE_TEXT_CORPUS_H
#define GUYUB_ENGINE_TEXT_CORPUS_H

#include "engine/text/join.h"
#include "engine/text/lexicon.h"

enum {
    CORPUS_ROWS_MAX      = 1 << 22,
    CORPUS_PHRASE_WORDS  = 3,
    CORPUS_PHRASE_LEAST  = 5,           /* rows of the owner                      */
    CORPUS_PHRASE_SHARE  = 50,          /* thousandths of the owner's rows        */
};

struct corpus;

struct corpus *corpus_open(struct lexicon *);
void           corpus_close(struct corpus *);       /* gives its memory back */

/* Adds a row and returns its number, from 0; `owner` is any number that stands for the agency. */
uint32_t corpus_add(struct corpus *, struct str title, struct str text, uint32_t owner);

/* No more rows. False: `progress` stopped it, and only corpus_close may follow. */
bool     corpus_end(struct corpus *, const struct progress *);

/* ---- after corpus_end ------------------------------------------------------------------------ */

/* Sets of title and text together, each different one once, weighted. */
const struct join_sets *corpus_sets(const struct corpus *);

uint32_t corpus_set_of(const struct corpus *, uint32_t row);            /* a row's set */
struct rows { const uint32_t *row; size_t n; };
struct rows corpus_rows_of(const struct corpus *, uint32_t set);        /* ascending   */
bool     corpus_is_plain(const struct corpus *, uint32_t row);          /* nothing but phrases */
bool     corpus_is_empty(const struct corpus *, uint32_t row);          /* no term at all      */

/* The word of a term of corpus_sets, for people, and its number for a word (UINT32_MAX: none). */
struct str corpus_word(const struct corpus *, uint32_t term);

/* A draft's terms as join_ask wants them: known ones ascending, and the weight of the others. */
struct join_draft corpus_draft(struct corpus *, struct arena *, struct str title, struct str text,
                               uint32_t owner);

#endif
