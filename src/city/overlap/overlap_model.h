/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * overlap_model.h — the judgement's data: what each agreement is worth, and the words that begin a
 * name.
 *
 * WHAT   pack/text/overlap.csv has a line for each thing that two rows can have in common or not:
 *        its points, and what it means for the officer who reads or changes it. All lines must be
 *        there; one that does not count has 0 points. pack/text/mark.csv has the words by which a
 *        title names a sub-unit, a place, a part or a stage ("puskesmas", "desa", "paket").
 * NOT    How the points are used: overlap_rule.h.
 */
#ifndef GUYUB_OVERLAP_MODEL_H
#define GUYUB_OVERLAP_MODEL_H

#include "city/overlap/overlap.h"

/* What a line's cells `points`, `from` and `to` must have; the others must be empty. */
enum overlap_cells {
    OVERLAP_FLAT,               /* points                                                     */
    OVERLAP_GRADED,             /* points; none at `from` per cent, all of them at `to`       */
    OVERLAP_FROM,               /* points; from so many per cent                              */
    OVERLAP_UP_TO,              /* points; up to so many per cent                             */
    OVERLAP_LEAST,              /* no points: from so many per cent something is so           */
};

#define OVERLAP_LINES(X)                                 \
    X(TITLE,         "title",         OVERLAP_GRADED)    \
    X(WORDS,         "words",         OVERLAP_GRADED)    \
    X(OFFICE_SAME,   "office_same",   OVERLAP_FLAT)      \
    X(OFFICE_NEAR,   "office_near",   OVERLAP_FLAT)      \
    X(OFFICE_OTHER,  "office_other",  OVERLAP_FLAT)      \
    X(UNIT_SAME,     "unit_same",     OVERLAP_FLAT)      \
    X(UNIT_OTHER,    "unit_other",    OVERLAP_FLAT)      \
    X(CODE_SAME,     "code_same",     OVERLAP_FLAT)      \
    X(CODE_ACTIVITY, "code_activity", OVERLAP_FLAT)      \
    X(CODE_PROGRAM,  "code_program",  OVERLAP_FLAT)      \
    X(CODE_FIELD,    "code_field",    OVERLAP_FLAT)      \
    X(CODE_OTHER,    "code_other",    OVERLAP_FLAT)      \
    X(CODE_TITLE,    "code_title",    OVERLAP_FLAT)      \
    X(HOUSEHOLD,     "household",     OVERLAP_FLAT)      \
    X(PLACE_SAME,    "place_same",    OVERLAP_FLAT)      \
    X(PLACE_INSIDE,  "place_inside",  OVERLAP_FLAT)      \
    X(PLACE_NEAR,    "place_near",    OVERLAP_FLAT)      \
    X(PLACE_OTHER,   "place_other",   OVERLAP_FLAT)      \
    X(PLACE_NAMED,   "place_named",   OVERLAP_FLAT)      \
    X(CITY_OTHER,    "city_other",    OVERLAP_FLAT)      \
    X(YEAR_SAME,     "year_same",     OVERLAP_FLAT)      \
    X(YEAR_NEXT,     "year_next",     OVERLAP_FLAT)      \
    X(YEAR_OTHER,    "year_other",    OVERLAP_FLAT)      \
    X(TARGET_SAME,   "target_same",   OVERLAP_FLAT)      \
    X(TARGET_OTHER,  "target_other",  OVERLAP_FLAT)      \
    X(MONEY_SAME,    "money_same",    OVERLAP_FLAT)      \
    X(MONEY_ROUND,   "money_round",   OVERLAP_FLAT)      \
    X(MONEY_NEAR,    "money_near",    OVERLAP_FROM)      \
    X(MONEY_OTHER,   "money_other",   OVERLAP_UP_TO)     \
    X(FUNCTION,      "function",      OVERLAP_GRADED)    \
    X(FUND_SAME,     "fund_same",     OVERLAP_FLAT)      \
    X(STAGE_OTHER,   "stage_other",   OVERLAP_FLAT)      \
    X(PART_OTHER,    "part_other",    OVERLAP_FLAT)      \
    X(WORD_OTHER,    "word_other",    OVERLAP_FLAT)      \
    X(SAME_WORK,     "same_work",     OVERLAP_LEAST)     \
    X(PROBABLE,      "probable",      OVERLAP_FLAT)      \
    X(LOOK_ALIKE,    "look_alike",    OVERLAP_FLAT)

enum overlap_line {
#define X(name, word, cells) OVERLAP_BY_##name,
    OVERLAP_LINES(X)
#undef X
    OVERLAP_LINES_N
};

enum { OVERLAP_POINTS_MAX = 1000 };         /* of a line, for or against */

struct overlap_weight { int32_t points, from, to; };        /* from, to: per cent */

/* ---- words that begin a name ----------------------------------------------------------------- */

enum overlap_mark_kind {
    OVERLAP_MARK_NONE,
    OVERLAP_MARK_UNIT,          /* a sub-unit's name follows: "puskesmas kopo"             */
    OVERLAP_MARK_PLACE,         /* a place's: "desa lagadar", "rw 11"                      */
    OVERLAP_MARK_PART,          /* a part's: "paket 2", "tahap ii"                         */
    OVERLAP_MARK_SIDE,          /* belongs to the name before it: "margahayu selatan"      */
    OVERLAP_MARK_STAGE,         /* is itself a stage of a work: "pengawasan"               */
    OVERLAP_MARK_REGION,        /* a region's name follows: "kabupaten bandung"            */
    OVERLAP_MARK_FUND,          /* money that each region has for itself: "apbd"           */
    OVERLAP_MARK_PASSED,        /* may stand between: "jalan raya soreang"                 */
};

struct overlap_mark { struct str word, means; enum overlap_mark_kind is; };

enum { OVERLAP_MARKS_MAX = 500 };

struct overlap_marks { struct overlap_mark *mark; size_t n; };      /* by word, ascending */

/* Lines "word,is,means"; `means` is the word it stands for, if it is another ("pkm": "puskesmas").
 * Fails: overlap.mark, and what csv.h refuses. */
struct err *overlap_marks_read(struct arena *, struct str name, struct str lines,
                               struct overlap_marks *);
/* The mark that a folded word is; NULL if it is none. */
const struct overlap_mark *overlap_mark_of(const struct overlap_marks *, struct str word);

struct overlap_model {
    struct overlap_weight weight[OVERLAP_LINES_N];
    struct overlap_marks  marks;
};

#endif
