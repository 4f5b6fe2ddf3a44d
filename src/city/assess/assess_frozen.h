/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * assess_frozen.h — what was sent, as a text that is hashed; and how two of them differ: pure.
 *
 * The text is UTF-8, a line each: "name TAB value" of what it is, then "item TAB code TAB of TAB
 * value TAB agency TAB note TAB evidence". Within a value a backslash is \\, a tab \t, a line end
 * \n. Evidence is CODE:COPY:SHA-256 of each document, by code, with a blank between. The same facts
 * give the same bytes: its SHA-256 is what was stated.
 */
#ifndef GUYUB_ASSESS_FROZEN_H
#define GUYUB_ASSESS_FROZEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct arena;

struct assess_frozen_row { struct str item, of, value, org, note, evidence; };

struct assess_frozen {
    struct str round, instrument, digest, region, name, stage, nth, stated_by, at;
    struct assess_frozen_row *row;
    size_t                    n;
};

struct str assess_freeze(struct arena *, const struct assess_frozen *);
/* False: the text is none of ours. */
bool       assess_thaw(struct arena *, struct str text, struct assess_frozen *);

/* An item that differs; a value that is not there is unknown. */
struct assess_difference {
    struct str item, of, before, after;
    bool       note_differs, evidence_differs;
};
/* In the order of `after`, then what is only in `before`. Returns how many; `out` has room for
 * before->n + after->n. */
size_t assess_differences(const struct assess_frozen *before, const struct assess_frozen *after,
                          struct assess_difference *out);

#endif
