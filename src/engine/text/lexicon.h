/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * lexicon.h — words of Indonesian and English as terms: which carry no meaning, and what a word
 * comes from.
 *
 * WHAT   A text is split into folded words (word.h), and each word becomes a term: its stem, or
 *        nothing if it is a stop word. "pembangunan", "dibangun", "membangun" are "bangun". Two
 *        words of the same stem with a hyphen between are said twice and meant once: "jalan-jalan"
 *        is "jalan", "buah-buahan" is "buah". What has a digit is its own stem.
 * DATA   One list of stop words and exceptions, both languages together; it comes with the program
 *        (pack/text/words.csv) and stands in the text that lexicon_read reads. An exception gives a
 *        word the stem it has instead; it also mends what the stemmer leaves of other words, so
 *        that one line does for "mengelola", "pengelolaan" and all the rest. Stems are
 *        libstemmer's.
 * HOW    Every distinct word is stemmed once and remembered: a corpus of 28 million words has some
 *        hundred thousand.
 * LIMITS A word longer than LEXICON_WORD_MAX bytes is cut there; other scripts keep their words
 *        whole (no stem), scripts without spaces become one word a run of letters. What is not
 *        UTF-8 must not come here (csv.h refuses it). With more than LEXICON_TERMS_MAX terms the
 *        arena is full.
 */
#ifndef GUYUB_ENGINE_TEXT_LEXICON_H
#define GUYUB_ENGINE_TEXT_LEXICON_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum { LEXICON_WORD_MAX = 64, LEXICON_TERMS_MAX = 1 << 23 };

enum lexicon_lang { LEXICON_ID, LEXICON_EN, LEXICON_PLAIN };    /* PLAIN: no stems, no stop words */

struct lexicon;     /* ends with its arena; not for two threads at once */

/*
 * The lists: lines of CSV "word,stem,why"; an empty stem makes a stop word. `name` stands in
 * complaints. Fails: lexicon.word, lexicon.twice, lexicon.stemmer, and what csv.h refuses.
 */
struct err *lexicon_read(struct arena *, struct str name, struct str lists, enum lexicon_lang,
                         struct lexicon **);

/* A term's number: small, from 0, in the order in which terms were met. */
static const uint32_t LEXICON_NONE = UINT32_MAX;     /* a stop word                           */
typedef uint32_t term_t;

/* The terms of a text in the order of its words; stop words as LEXICON_NONE, so that what stood
 * between two terms is still known. They stand in the arena. */
struct terms { term_t *term; size_t n; };
struct terms lexicon_terms(struct lexicon *, struct arena *, struct str text);

/* Of one term: the stem, and the word as it was first met, in small letters, for people. */
struct str lexicon_stem(const struct lexicon *, term_t);
struct str lexicon_word(const struct lexicon *, term_t);
uint32_t   lexicon_n(const struct lexicon *);       /* terms met so far */

/* The number of a term that has been met; LEXICON_NONE otherwise. Changes nothing. */
term_t     lexicon_find(const struct lexicon *, struct str word);

#endif
