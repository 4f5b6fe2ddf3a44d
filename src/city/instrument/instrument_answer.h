/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * instrument_answer.h — from answers to an index: read, refused where they cannot be so, computed.
 *
 * A leaf with levels is answered by the number of a level, or by a list of those that are proven
 * ("1 3": the highest counts; 0: none, where the scale has room below the first). Any other leaf,
 * and any component as it was published in place of its parts, is answered by a figure, which
 * stands for the values that round to it; a whole and its parts together are refused. "n/a" is an
 * answer where the pack allows it. What is not for the kind of region is not applicable by itself.
 *
 * An item that repeats is answered once for each of its instances: `of` names them, as the officer
 * does ("Lapor Cepat", or 1, 2, 3); "0" for the item itself, of no instance, says that there are
 * none. The instrument of the result is expanded: it has the item and what stands below it once an
 * instance, as "innovation[1]", "innovation[1].regulation".
 */
#ifndef GUYUB_INSTRUMENT_ANSWER_H
#define GUYUB_INSTRUMENT_ANSWER_H

#include "city/instrument/instrument.h"

/* The part of an answer that is wrong. */
enum instrument_at {
    INSTRUMENT_AT_ITEM, INSTRUMENT_AT_OF, INSTRUMENT_AT_VALUE,
    INSTRUMENT_AT_SHEET                     /* none of them: the sheet as a whole */
};

/* One answer as it was typed. An empty or unknown value is no answer. `where` each part stands is
 * what faults say: FILE:LINE:COLUMN, or the name of a field. */
struct instrument_answer { struct str item, of, value, where[INSTRUMENT_AT_SHEET]; };

struct instrument_sheet {
    const struct instrument_answer *answer;
    size_t                          n;
    enum region_kind                kind;       /* REGION_KIND_NONE: not said               */
    struct str                      name;       /* of the file or page                      */
    enum lang                       lang;       /* in which faults quote the instrument     */
};

/* `answer`: its index in the sheet; of no meaning for INSTRUMENT_AT_SHEET. */
struct instrument_answer_fault { size_t answer; enum instrument_at at; struct err *err; };

struct instrument_answer_faults { struct instrument_answer_fault *fault; size_t n; };

struct instrument_answers {
    struct instrument                     instrument;   /* expanded                               */
    enum region_kind                      kind;
    const struct score_given             *given;        /* instrument.tree.n of each              */
    const struct instrument_level *const *level;        /* the highest proven; NULL: none         */
    const struct score_step              *step;         /* [0] is the index                       */
    const int32_t                        *missing;      /* leaves without a figure                */
    size_t                                n_missing;
    size_t                                band, n_bands;    /* the first that the range touches;
                                                         * two: rounding leaves it open           */
};

/*
 * Computes the sheet. False if something is refused: then `faults` has every fault, at most one an
 * answer, in the order of the sheet, and `out` only the instrument. Codes: answer.item_unknown,
 * answer.of, answer.twice, answer.part_and_whole, answer.value, answer.level, answer.outside_scale,
 * answer.too_fine, answer.no_source, answer.applies, answer.none, answer.kind, answer.too_many.
 */
bool instrument_answer_items(struct arena *, const struct instrument *,
                             const struct instrument_sheet *, struct instrument_answers *out,
                             struct instrument_answer_faults *);

/*
 * The same from CSV (item,value; of as a third column where items repeat), of the file sheet.name
 * or from a text; the sheet brings no answers. The error is the first fault, FILE:LINE:COLUMN.
 * `instrument` is the id of one that comes with the program, or the name of a pack's file.
 */
struct err *instrument_answer(struct arena *, struct str instrument, struct instrument_sheet,
                              struct instrument_answers *);
struct err *instrument_answer_text(struct arena *, const struct instrument *,
                                   struct instrument_sheet, struct str text,
                                   struct instrument_answers *);

/*
 * Why there is no index: answer.incomplete names what is missing and whose score has no source,
 * answer.undefined what has no value (both of kind CONFLICT); NULL if the index is known.
 */
struct err *instrument_answer_err(struct arena *, enum lang, const struct instrument_answers *);

/* ---- the explanation, line by line ---------------------------------------------------------- */

/* Why item i has the figure that it has, or none: "level 3: Terdefinisi", "not applicable: for
 * provinces only", "unknown: not answered". */
struct str   instrument_why_text(struct cx *, const struct instrument_answers *, size_t i);
/* One row an item, but those below a published figure: figure, range, weight, share, reason. */
struct table instrument_step_table(struct cx *, const struct instrument_answers *);
void         instrument_answers_json(struct json *, const void *);  /* struct instrument_answers */

#endif
