/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * record_rule.h — what two changes at once make of one field. Pure.
 *
 * Three texts are compared, as form_text gives them: what stood there when the reader began, what
 * stands there now, and what the reader typed. OURS: where only one of the two changed the field,
 * that change is proposed; where both did, to different texts, nothing is, and the reader chooses.
 * Nothing is ever merged unseen: the reader confirms the whole.
 */
#ifndef GUYUB_RECORD_RULE_H
#define GUYUB_RECORD_RULE_H

#include "base/str.h"

enum record_fate {
    RECORD_SAME,            /* now and typed are the same, whoever changed it or nobody          */
    RECORD_MINE,            /* only the reader changed it                                        */
    RECORD_THEIRS,          /* only somebody else did                                            */
    RECORD_BOTH,            /* both did, to different texts                                      */
};

enum record_take { RECORD_TAKE_NONE, RECORD_TAKE_NOW, RECORD_TAKE_MINE };

struct record_texts { struct str began, now, mine; };   /* unknown or empty: nothing */

enum record_fate record_fate_of(struct record_texts);
/* What is proposed before the reader has chosen. */
enum record_take record_take_of(enum record_fate);

#endif
