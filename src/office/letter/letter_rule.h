/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* letter_rule.h — digests as people write them, and what they match. Pure. */
#ifndef GUYUB_LETTER_RULE_H
#define GUYUB_LETTER_RULE_H

#include "base/str.h"

enum letter_match {
    LETTER_OTHER,               /* not the same bytes as issued                                 */
    LETTER_SAME_TEXT,           /* the frozen text                                              */
    LETTER_SAME_PDF,            /* the PDF                                                      */
    LETTER_SIGNED,              /* the PDF, and after it signatures that cover it               */
    LETTER_ADDED_TO,            /* the PDF, and other bytes after it                            */
};

struct letter_digests { struct str text, pdf, pdf_now; };      /* pdf_now may be unknown        */

/* 64 small hexadecimal digits of what was typed, with spaces or in capitals; false: it is none. */
bool              letter_digest(struct arena *, struct str typed, struct str *sha256);
enum letter_match letter_match_of(const struct letter_digests *, struct str sha256);

#endif
