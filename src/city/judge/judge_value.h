/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge_value.h — answers as scores and back: levels by what they count; pure. */
#ifndef GUYUB_JUDGE_VALUE_H
#define GUYUB_JUDGE_VALUE_H

#include "city/instrument/instrument.h"
#include "city/judge/judge_rule.h"

/* Of a value as instrument_answer.h reads it ("3", "1 3", "3.25", "n/a"); what it does not read is
 * not known. */
struct judge_score judge_score_of(const struct instrument *, int32_t item, struct str value);

/* The answer that has this score: of levels the number of the level; unknown if there is none. */
struct str judge_answer_of(struct arena *, const struct instrument *, int32_t item,
                           struct judge_proposal);

/* "3 Terdefinisi", "3,25", "does not apply"; "unknown" for nothing. */
struct msg judge_value_text(struct arena *, enum lang, const struct instrument *, int32_t item,
                            struct str value);

#endif
