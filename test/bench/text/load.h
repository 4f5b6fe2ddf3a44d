/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * load.h — rows as sets: of a made corpus or of a CSV, by the program's words or by the made ones.
 *
 * OWN WORDS  A made word is a term as it is; terms are numbered rare first and weigh what corpus.h
 *            says. Nothing is stemmed, no phrase passed over, equal rows stay apart: the join
 *            alone, at its hardest.
 * TRIGRAMS   Sets of three letters as PostgreSQL's pg_trgm has them, so that both find the same.
 * PROGRAM    lexicon.h and corpus.h. Texts are made or read some at a time and not kept; `took` is
 *            without their making.
 */
#ifndef GUYUB_BENCH_TEXT_LOAD_H
#define GUYUB_BENCH_TEXT_LOAD_H

#include "engine/text/corpus.h"
#include "../gauge.h"
#include "made.h"

enum load_words { LOAD_OWN, LOAD_PROGRAM, LOAD_TRIGRAMS };

/* FILE, and "nama,uraian": the first column is the title. */
enum { LOAD_CSV_MAX = 16 };
struct load_csv { const char *file, *columns; };

struct load_plan {
    char            corpus;             /* e or p: made.h; c: CSV; r: sets by chance (own) */
    uint32_t        n;                  /* rows at the most                             */
    enum load_words words;
    bool            has_owners;         /* false: nobody's manner of speaking is known  */
    bool            keeps_titles;
    struct load_csv csv[LOAD_CSV_MAX];
    size_t          n_csv;
    const char     *lists;              /* FILE of the lexicon                          */
};

/* Two rows of which one is a copy of the other, as sets: a < b. */
struct planted { uint32_t a, b; };

struct loaded {
    struct join_sets sets;
    uint32_t         n;                 /* rows                                         */
    struct planted  *planted;           /* ascending, each once                         */
    size_t           n_planted, n_same; /* same: the two rows became one set            */
    struct gauge     took;
    const struct made *made;            /* NULL: not made                               */
    struct corpus   *corpus;            /* NULL: own words                              */
    const uint32_t  *term_of;           /* own words: a word's term, UINT32_MAX: none   */
    struct str      *title;             /* NULL: not kept                               */
};

struct loaded load(struct arena *, struct load_plan);

/* A row of the made corpus, or one that is not in it, as a draft. */
struct join_draft load_draft(const struct loaded *, struct arena *, const struct made_row *);

/* By the first number, then by the second. */
int by_planted(const void *, const void *);
int by_word(const void *, const void *);
int by_number(const void *, const void *);

/* Ascending, each once; returns how many are left. */
size_t distinct(uint32_t *word, size_t n);

/* ---- for load.c ------------------------------------------------------------------------------ */

enum { LOAD_SEED = 20260101 };
struct loaded load_program(struct arena *, struct load_plan);

#endif
