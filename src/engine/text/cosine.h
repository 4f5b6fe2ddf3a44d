/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * cosine.h — the rows whose titles are nearest: exact best ones by the cosine of weighted letter
 * sequences.
 *
 * WHAT   A title, folded, with a space before and behind, is the set of its sequences of
 *        COSINE_LETTERS letters, a second occurrence being another sequence than the first. Each
 *        weighs log2(2 (N + 1) / (titles with it + 1)): what all titles have weighs 1, so that a
 *        list of three rows has likenesses too. The likeness is the cosine of the two: the squared
 *        weights that they share, over the root of all of the one's times all of the other's, 0 to
 *        COSINE_ONE. Short titles and slips of the finger are near here where words would say:
 *        nothing shared.
 * HOW    Whole numbers: squared weights and norms are rounded once, and the likeness is defined on
 *        these, so that every machine and every number of threads says the same. What cannot come
 *        in is neither read nor measured, and nothing that can is missed (cosine_ask.c: proof).
 * ORDER  Best first; of equals the smaller row.
 * COST   Memory: 6 bytes for each sequence of each different title, 64 and its text for each of
 *        these, 36 to 44 for each row, 48 to 192 for each different sequence; titles of 55 letters
 *        take some 560 bytes. Time of one question: the titles that share a rare sequence with it
 *        and reach far enough, which grows with the number of titles, but slower (5 times the
 *        titles: 3.6 times). What all titles say costs nothing: it is light, and its lists are not
 *        read. No question costs more than measuring each title once; titles of two letters only
 *        are the worst that was tried, and a fifth of them is looked at.
 * NOT    A title without letters and digits is near nothing. Of a letter the low 16 bits count:
 *        rare ideographs may be taken for others.
 */
#ifndef GUYUB_ENGINE_TEXT_COSINE_H
#define GUYUB_ENGINE_TEXT_COSINE_H

#include "base/arena.h"
#include "base/progress.h"
#include "base/str.h"

enum {
    COSINE_LETTERS     = 4,
    COSINE_TITLE_MAX   = 512,       /* bytes of a folded title; what is beyond is not looked at  */
    COSINE_RAW_MAX     = 4096,      /* bytes of a title as it is given; likewise                 */
    COSINE_ROWS_MAX    = 1 << 24,
    COSINE_ONE         = 10000,     /* the likeness of two with the same sequences               */
    COSINE_BEST_MAX    = 64,
    COSINE_THREADS_MAX = 64,
};

struct cosine_index;

/* The titles, valid UTF-8, need not live longer. Titles that are equal when folded are one: it is
 * named by its first row, here and in every hit. */
struct cosine_index *cosine_make(struct arena *, const struct str *title, uint32_t n);
uint32_t             cosine_first(const struct cosine_index *, uint32_t row);

struct cosine_hit { uint32_t row, likeness; };      /* likeness: 1 to COSINE_ONE */

/* The `most` nearest, 1 to COSINE_BEST_MAX, of those with at least `least`. What shares no sequence
 * is never near: a `least` of 0 is one of 1. */
struct cosine_want { uint32_t least; size_t most; };

/*
 * The titles nearest to a draft, the equal one too, into `hit` with room for `most`; returns how
 * many. For the time of the call it takes 12 bytes for each title from the arena.
 */
size_t cosine_nearest(const struct cosine_index *, struct arena *, struct str draft,
                      struct cosine_want, struct cosine_hit *hit);

/* Rows 0 to n_left - 1 are one list, the others another: only what stands in the one is near to
 * what stands in the other. 0: one list. */
struct cosine_plan { struct cosine_want want; uint32_t n_left; int threads; };

/* Takes the hits of one title, which is named by its first row; false: no more. */
struct cosine_taker {
    void *arg;
    bool (*take)(void *arg, uint32_t row, const struct cosine_hit *hit, size_t n);
};

/* Who takes, and who hears how far it is (NULL: nobody); both from the calling thread. */
struct cosine_out { struct cosine_taker taker; const struct progress *progress; };

/*
 * The nearest of every different title other than itself, in the order of first rows, also when
 * there are none. False: the taker or the progress stopped it. For the time of the call it takes 12
 * bytes for each title and some 100 KB, for each thread, from the arena; the taker may make nothing
 * there that is to stay. No thread runs while the taker or the progress do.
 */
bool cosine_all(const struct cosine_index *, struct arena *, struct cosine_plan, struct cosine_out);

/* What brute force would say of the titles of two rows. */
uint32_t cosine_of(const struct cosine_index *, uint32_t a, uint32_t b);

#endif
