/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/record/record_rule.h"

enum record_fate
record_fate_of(struct record_texts t)
{
    if (str_eq(t.now, t.mine))
        return RECORD_SAME;
    if (str_eq(t.now, t.began))
        return RECORD_MINE;
    return str_eq(t.mine, t.began) ? RECORD_THEIRS : RECORD_BOTH;
}

enum record_take
record_take_of(enum record_fate fate)
{
    static const enum record_take take[] = {
        [RECORD_SAME]   = RECORD_TAKE_NOW,
        [RECORD_MINE]   = RECORD_TAKE_MINE,
        [RECORD_THEIRS] = RECORD_TAKE_NOW,
        [RECORD_BOTH]   = RECORD_TAKE_NONE,
    };

    return take[fate];
}
