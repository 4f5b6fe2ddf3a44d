/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * word.h — the words of a text, one after the other, folded.
 *
 * WHAT   A word is a run of letters and digits; everything else stands between words. It is folded
 *        as utf8_fold does (NFKC, lower case, no marks). An apostrophe inside a word is passed over
 *        ("Jum'at" is "jumat"), an "'s" at its end too ("city's" is "city"); so are signs that
 *        cannot be seen (soft hyphen, joiners), but not the space of no width, which parts words in
 *        scripts that show no spaces.
 * COST   ASCII, the common case, a byte at a time by a table; other letters by utf8proc. A word of
 *        any length costs LEXICON_WORD_MAX bytes.
 */
#ifndef GUYUB_ENGINE_TEXT_WORD_H
#define GUYUB_ENGINE_TEXT_WORD_H

#include "base/str.h"
#include "base/utf8.h"
#include "engine/text/lexicon.h"

struct word_reader {
    struct str text;
    size_t     at;                              /* bytes of the text that were taken          */
    size_t     from;                            /* where the letter begins that came last     */
    int32_t    queue[UTF8_FOLD_MAX];            /* what a letter beyond ASCII was folded into */
    size_t     n_queue, at_queue;
    uint32_t   n_between;                       /* signs since the last word                  */
    bool       is_hyphen;                       /* the last of these                          */
};

struct word {
    char       p[LEXICON_WORD_MAX];             /* folded, cut between two letters if longer  */
    size_t     n;
    struct str seen;                            /* as it stands in the text, whole            */
    bool       is_joined;                       /* one hyphen between it and the word before  */
    bool       has_digit;                       /* 0 to 9                                     */
};

struct word_reader word_read(struct str text);              /* valid UTF-8; must outlive both */
bool               word_next(struct word_reader *, struct word *);      /* false: no more     */

#endif
