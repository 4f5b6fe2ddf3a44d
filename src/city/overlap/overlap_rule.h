/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * overlap_rule.h — how two rows stand to each other, field by field, and what their titles name.
 *
 * WHAT   Pure: no clock, no SQL, no files. Texts are made in the caller's arena.
 * LAW    Codes are those of the nomenclature of regional planning (Permendagri 90/2019 and the
 *        decrees that brought it up to date): field of government (two parts), programme (three),
 *        activity (five), sub-activity (six). Numbers changed between editions, so that codes are
 *        compared within one edition only.
 * OURS   Programme 01 of every field is the office's own housekeeping, the same in all offices: its
 *        codes are compared from the programme on, and two offices' housekeeping is no overlap.
 *        What a title names (a sub-unit, a place, a part, a stage) is read from it and can speak
 *        against only: what it speaks for is counted with the title already. So can an office's
 *        name: two kecamatan work in their own areas, unless their places are said.
 */
#ifndef GUYUB_OVERLAP_RULE_H
#define GUYUB_OVERLAP_RULE_H

#include "city/overlap/overlap_model.h"

/* ---- what is seen in one row ----------------------------------------------------------------- */

/* What is beyond is not looked at. */
enum { OVERLAP_TEXT_WORDS_MAX = 64, OVERLAP_NAMES_MAX = 12 };

struct overlap_words { struct str word[OVERLAP_TEXT_WORDS_MAX]; size_t n; };

/* "puskesmas kopo" is { puskesmas, kopo, UNIT }; a number that stands alone and a stage have an
 * empty mark. */
struct overlap_name { struct str mark, name; enum overlap_mark_kind is; };

struct overlap_names { struct overlap_name name[OVERLAP_NAMES_MAX]; size_t n; };

struct overlap_seen {
    const struct overlap_row *row;
    struct str                title;                /* folded                                  */
    struct overlap_names      in_title, in_office;
    struct maybe_int          from, to;             /* the row's years, or those in its title  */
};

void overlap_see(struct arena *, const struct overlap_marks *, const struct overlap_row *,
                 struct overlap_seen *);

/* The words of a folded text, short forms replaced by what they stand for. */
void overlap_words_of(struct arena *, const struct overlap_marks *, struct str text,
                      struct overlap_words *);

/* ---- two rows -------------------------------------------------------------------------------- */

/* `line` is the model's line that holds here; OVERLAP_LINES_N: none does. */
struct overlap_standing {
    enum overlap_stand is;
    enum overlap_line  line;
    struct str         a, b;                        /* for people                           */
    uint32_t           likeness;                    /* of a graded line, ten-thousandths    */
};

struct overlap_stands {
    struct overlap_standing office, unit, code, place, city, year, target, money, function, fund,
                            stage, part, word, household;
};

/* Symmetric but for the texts. */
void overlap_compare(struct arena *, const struct overlap_model *, const struct overlap_seen *,
                     const struct overlap_seen *, struct overlap_stands *);

/* The part of it that reads codes only. */
struct overlap_standing overlap_compare_code(const struct overlap_row *,
                                             const struct overlap_row *);

#endif
