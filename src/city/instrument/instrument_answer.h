/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * instrument_answer.h — answers from a CSV file (item,value), and the index that follows from them.
 *
 * A figure may answer a leaf, or a component as it was published, in place of its parts; both for
 * one branch is refused. A figure stands for the values that round to it.
 */
#ifndef GUYUB_INSTRUMENT_ANSWER_H
#define GUYUB_INSTRUMENT_ANSWER_H

#include "city/instrument/instrument.h"

struct instrument_answers {
    struct instrument        instrument;
    const struct score_step *step;          /* instrument.tree.n of them; [0] is the index */
    const int32_t           *missing;       /* leaves without a figure                     */
    size_t                   n_missing;
};

/*
 * `instrument` is the id of one that comes with the program, or the name of a pack's file.
 * Fails with FILE:LINE:COLUMN: answer.item_unknown, answer.twice, answer.part_and_whole,
 * answer.value, answer.outside_scale, answer.too_fine, answer.none.
 */
struct err *instrument_answer(struct arena *, struct str instrument, struct str file,
                              struct instrument_answers *);
struct err *instrument_answer_text(struct arena *, const struct instrument *, struct str name,
                                   struct str text, struct instrument_answers *);

/* The error answer.incomplete (kind CONFLICT) names what is missing; NULL if the index is known. */
struct err *instrument_answer_err(struct arena *, enum lang, const struct instrument_answers *);

#endif
