/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * letter_text.h — what somebody types or pastes into a letter's body, as blocks. Pure.
 *
 * A paragraph is a line; lines that begin with "- " are a numbered list; lines with " : " are
 * fields ("Hari : Senin"); lines with tabs, as a sheet gives them, are a table whose first line is
 * its head; "# " begins a heading. Empty lines part what stands around them.
 */
#ifndef GUYUB_LETTER_TEXT_H
#define GUYUB_LETTER_TEXT_H

#include "paper/paper.h"

enum { LETTER_BODY_MAX = 64 << 10, LETTER_LINES_MAX = 2000 };    /* bytes; lines */

struct letter_body { struct paper_block *block; size_t n; };

/* False: it has more lines than LETTER_LINES_MAX. What a text may hold is asked by paper_check. */
bool letter_body_of(struct arena *, struct str typed, struct letter_body *);

#endif
