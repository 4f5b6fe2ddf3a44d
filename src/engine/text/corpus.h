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
 *        Perjalanan Dinas"): where they stand so in its rows, they do not count; elsewhere the same
 *        words do. Stop words between them are passed over; title and text have phrases of their
 *        own. A row of which nothing else is left is `plain`: it is like nothing by its text.
 * SAME   Rows with the same terms are one set with many rows. All rows of which nothing is left,
 *        plain or empty, are in one set, which has no terms: being in it together says nothing.
 * COST   Time linear in the text. Memory: 4 bytes for each word that is no stop word, 50 for each
 *        row, and while an owner's phrases are counted 16 MB at most and 50 bytes for each that may
 *        be common. Up to 3 GB of addresses are reserved. What is too much jumps to where a full
 *        arena of corpus_open does.
 */
#ifndef GUYUB_ENGINE_TEXT_CORPUS_H
#define GUYUB_ENGINE_TEXT_CORPUS_H

#include "engine/text/join.h"
#include "engine/text/lexicon.h"

enum {
    CORPUS_ROWS_MAX      = 1 << 22,     /* more is the caller's to refuse         */
    CORPUS_WORDS_MAX     = 1 << 28,     /* no stop words counted                  */
    CORPUS_PHRASE_WORDS  = 3,
    CORPUS_PHRASE_LEAST  = 20,          /* rows of the owner                      */
    CORPUS_PHRASE_SHARE  = 50,          /* thousandths of the owner's rows        */
};

struct corpus;

/* It ends with the arena at the latest; the lexicon must live as long. */
struct corpus *corpus_open(struct arena *, struct lexicon *);
void           corpus_close(struct corpus *);       /* gives its memory back now */

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

/* The word of a term of corpus_sets, for people. */
struct str corpus_word(const struct corpus *, uint32_t term);

/* A draft's terms as join_ask wants them: known ones ascending, and the weight of the others. What
 * its owner says all the time does not count. Its words stay in the lexicon. */
struct join_draft corpus_draft(struct corpus *, struct arena *, struct str title, struct str text,
                               uint32_t owner);

#endif
