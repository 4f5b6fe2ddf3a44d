/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * gram.h — forgiving search: the trigrams of short texts, and what two texts share of them.
 *
 * WHAT   A text is a set of trigrams; an index keeps, for each trigram, the texts that have it (its
 *        postings); the texts that share most with a question are its candidates. A slip of the
 *        finger spoils three trigrams and leaves the others, which is why this forgives.
 * NOT    Where postings are kept (the caller's table), and the last word on the order of
 *        candidates: edit.h measures the few that this finds.
 * HOW    Pure: caller's memory, no I/O. The order is total (score, then the smaller id), so that
 *        every database engine gives the same answer. Callers number their texts so that a smaller
 *        id is the more likely one.
 *
 * Texts come folded (utf8_fold): lower case, one space between words. Each word is padded, two
 * spaces before and one behind, so that its beginning counts twice, as it does for a reader, and
 * one or two letters are a gram too.
 */
#ifndef GUYUB_ENGINE_TEXT_GRAM_H
#define GUYUB_ENGINE_TEXT_GRAM_H

#include "base/str.h"

enum {
    GRAM_SET_MAX    = 255,      /* distinct grams of one text; what is beyond is not looked at */
    GRAM_KEY_MAX    = 12,       /* bytes of a gram as UTF-8                                    */
    POSTING_MAX     = 7,        /* bytes of one packed posting                                 */
    GRAM_SCORE_FULL = 10000,    /* the score of two texts with the same grams                  */
};

/* Three code points of 21 bits, the first one highest: numbers sort as their texts do. */
struct gram { uint64_t n; };

struct gram_set {
    struct gram gram[GRAM_SET_MAX];         /* ascending, each once */
    uint32_t    n;
};

/* The distinct grams of a folded text, ascending. */
void       gram_set_of(struct str folded, struct gram_set *);

/* The gram as UTF-8, written to `key`. */
struct str gram_key(struct gram, char key[static GRAM_KEY_MAX]);

/* The gram of one or two letters that begin a word; false for any other number of letters. */
bool       gram_of_prefix(struct str letters, struct gram *);

/* ---- postings: which texts have a gram ------------------------------------------------------ */

struct posting {
    uint32_t id;                /* the text                               */
    uint32_t n_grams;           /* of that text: 1 to GRAM_SET_MAX        */
};

/*
 * Packed, a posting is the distance from the id before it, seven bits a byte, and one byte for
 * n_grams: two to three bytes where pairs of 32 bits take eight.
 */
struct posting_writer { unsigned char *p; size_t n, cap; uint32_t last_id; };
struct posting_reader { const unsigned char *p; size_t n, at; uint32_t last_id; };

/* Writes to the caller's bytes; posting_put asserts ascending ids and room for POSTING_MAX more. */
struct posting_writer posting_write_to(unsigned char *p, size_t cap);
void                  posting_put(struct posting_writer *, struct posting);

/* Reads one after the other; false at the end, where posting_is_whole says whether it was one. */
struct posting_reader posting_read_from(struct str packed);
bool                  posting_next(struct posting_reader *, struct posting *);
bool                  posting_is_whole(const struct posting_reader *);

/* ---- candidates ----------------------------------------------------------------------------- */

struct gram_count { uint8_t shared, n_grams; };     /* with the question; of the text */

struct gram_hit { uint32_t id; uint32_t score; };   /* score: 0 to GRAM_SCORE_FULL    */

/* Counts one gram's postings into `count`, which has room for the ids 0 to n_ids - 1. False if
 * the bytes are not postings of such ids. */
bool   gram_count_in(struct str packed, struct gram_count *count, size_t n_ids);

/*
 * The best `most` texts by Dice's measure, 2 x shared / (grams of the question + grams of the
 * text), best first; of equals the smaller id. Returns how many.
 */
size_t gram_best(const struct gram_count *count, size_t n_ids, uint32_t n_asked,
                 struct gram_hit *hit, size_t most);

#endif
